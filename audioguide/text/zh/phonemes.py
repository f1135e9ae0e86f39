"""Spoken Chinese → the phonemes of the embedded voice, packed into pieces it says well.

The alphabet is the one Kokoro v1.0 was trained with for Chinese (that of misaki's default Chinese front end):
IPA with affricates as single letters, tones as arrows after the vowel, no mark for the neutral tone.
"""

from __future__ import annotations

import re
from functools import lru_cache

from ..markup import parts
from . import g2p

LIMIT = 510
"""Tokens the model takes at most."""
FULL = 200
"""Tokens from which on the voice begins to rush."""
WEAK = 20
"""Tokens below which it is weak: such a piece joins a neighbour."""
PAUSES = {"，": 210, ",": 210, "、": 100, "：": 300, ":": 300, "；": 300, ";": 300, "。": 450, "！": 450, "？": 450}
"""Milliseconds after a piece that ends in the mark: medians of human reading (BZNSYP)."""
VOCABULARY = frozenset(
    ';:,.!?—…"()“” \u0303ʣʥʦʨᵝꭧAIOQSTWYᵊabcdefhijklmnopqrstuvwxyzɑɐɒæβɔɕçɖðʤəɚɛɜɟɡɥɨɪʝɯɰŋɳɲɴøɸθœɹɾɻʁɽʂʃʈʧʊʋʌɣɤχʎʒʔˈˌːʰʲ↓→↗↘ᵻ'
)
"""Every character the model knows; it drops others without a word."""

INITIALS = {
    "zh": "ꭧ", "ch": "ꭧʰ", "sh": "ʂ", "b": "p", "c": "ʦʰ", "d": "t", "f": "f", "g": "k", "h": "x", "j": "ʨ",
    "k": "kʰ", "l": "l", "m": "m", "n": "n", "p": "pʰ", "q": "ʨʰ", "r": "ɻ", "s": "s", "t": "tʰ", "x": "ɕ", "z": "ʦ",
}  # fmt: skip
"""Longest first, so that the first that fits is the right one."""
FINALS = {
    "a": "a0", "ai": "ai0", "an": "a0n", "ang": "a0ŋ", "ao": "au0", "e": "ɤ0", "ei": "ei0", "en": "ə0n", "eng": "ə0ŋ",
    "i": "i0", "ia": "ja0", "ian": "jɛ0n", "iang": "ja0ŋ", "iao": "jau0", "ie": "je0", "in": "i0n", "iu": "jou0",
    "ing": "i0ŋ", "iong": "jʊ0ŋ", "ong": "ʊ0ŋ", "ou": "ou0", "u": "u0", "ui": "wei0", "ua": "wa0", "uai": "wai0",
    "uan": "wa0n", "un": "wə0n", "uang": "wa0ŋ", "ueng": "wə0ŋ", "uo": "wo0", "o": "wo0", "v": "y0", "ve": "ɥe0",
    "van": "ɥɛ0n", "vn": "y0n",
}  # fmt: skip
"""``0`` is where the tone goes; ``v`` is ü."""
WHOLE = {"er": "ɚ0", "ê": "ɛ0", "o": "ɔ0", "yo": "jɔ0", "m": "m0", "n": "n0", "ng": "ŋ0", "hm": "hm0", "hng": "hŋ0"}
"""Syllables that are not initial and final."""
TONES = {"1": "→", "2": "↗", "3": "↓", "4": "↘", "5": ""}


@lru_cache(maxsize=None)
def ipa(pinyin: str) -> str:
    """One syllable of tone-number pinyin (``zhang3``, ``lv4``, ``wanr2``) as phonemes.

    Raises ValueError for what is no syllable.
    """
    base, tone = pinyin[:-1].replace("ü", "v").replace("u:", "v"), TONES.get(pinyin[-1:])
    if tone is None:
        raise ValueError(pinyin)
    if base in WHOLE:
        return WHOLE[base].replace("0", tone)
    if base.endswith("r"):  # erhua: the vowel is coloured
        return ipa(base[:-1] + pinyin[-1]) + "ɚ"
    initial, final = _split(base)
    if initial and final == "i" and initial in "zh ch sh r z c s".split():
        return INITIALS[initial] + "ɨ" + tone
    if final not in FINALS:
        raise ValueError(pinyin)
    return INITIALS.get(initial, "") + FINALS[final].replace("0", tone)


def _split(base: str) -> tuple[str, str]:
    """Initial and final of a toneless syllable, in the strict spelling (yan → ian, wo → uo, ju → jv)."""
    if base.startswith("yu"):
        return "", "v" + base[2:]
    if base.startswith("y"):
        rest = base[1:]
        return "", rest if rest.startswith("i") else "i" + rest.replace("ou", "u")
    if base.startswith("w"):
        rest = base[1:]
        return "", rest if rest == "u" else {"ei": "ui", "en": "un"}.get(rest, "u" + rest)
    initial = next((i for i in INITIALS if base.startswith(i)), "")
    final = base[len(initial) :]
    if initial in ("j", "q", "x") and final.startswith("u"):
        final = "v" + final[1:]
    return initial, final


MARKS = {
    "，": ", ", "、": ", ", "。": ". ", "．": ". ", "！": "! ", "？": "? ", "：": ": ", "；": "; ", "（": " (", "）": ") ",
    "《": " “", "》": "” ", "「": " “", "」": "” ", "『": " “", "』": "” ", "【": " “", "】": "” ", "〈": " “", "〉": "” ",
    "‘": "", "’": "", "·": " ", "－": " ", "-": " ", "–": "—", "\n": " ", "\t": " ", "\u3000": " ",
}  # fmt: skip
"""Written punctuation → the model's."""


def pieces(spoken: str) -> tuple[tuple[str, int], ...]:
    """What the model is given, one call each, and the pause in milliseconds after it (none after the last)."""
    clauses: list[tuple[str, int]] = []
    text, end = "", 0
    for syllable in g2p.syllables(spoken):
        if syllable.pinyin.startswith("/"):
            text += " " + syllable.pinyin.strip("/")
        elif syllable.pinyin:
            text += (" " if syllable.opens else "") + ipa(syllable.pinyin)
        else:
            for char in syllable.text:
                text += MARKS.get(char, char)
                if char in PAUSES:
                    clauses.append((text, PAUSES[char]))
                    text = ""
    if text.strip():
        clauses.append((text, 0))
    packed: list[tuple[str, int]] = []
    for clause, pause in clauses:
        if packed and (len(packed[-1][0]) + len(clause) <= FULL or len(clause) < WEAK):
            packed[-1] = (packed[-1][0] + clause, pause)
        else:
            packed.append((clause, pause))
    clean = [(_clean(text), pause) for text, pause in packed]
    clean = [(text, pause) for text, pause in clean if text]
    if clean:
        clean[-1] = (clean[-1][0], 0)
    return tuple(clean)


def _clean(text: str) -> str:
    kept = "".join(char for char in text if char in VOCABULARY)
    return re.sub(r" +([,.;:!?])", r"\1", re.sub(r" +", " ", kept)).strip()


def unspeakable(spoken: str) -> list[str]:
    """What would go unheard, in order."""
    return []
