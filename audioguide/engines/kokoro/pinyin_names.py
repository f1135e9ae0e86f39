"""Chinese names inside English, as English narrators say them: Longquan, Cai, Zhang.

espeak-ng reads them by English spelling (*long-kwun*, *kye*, *zhang* as in French); no lexicon holds them.
"""

from __future__ import annotations

import re
from functools import lru_cache

from ...text.lexicon import is_syllable
from .english_lexicon import PRIMARY, SECONDARY

_INITIALS = {
    "zh": "ʤ", "ch": "ʧ", "sh": "ʃ", "b": "b", "p": "p", "m": "m", "f": "f", "d": "d", "t": "t", "n": "n", "l": "l",
    "g": "ɡ", "k": "k", "h": "h", "j": "ʤ", "q": "ʧ", "x": "ʃ", "r": "ɹ", "z": "dz", "c": "ts", "s": "s", "y": "j",
    "w": "w",
}  # fmt: skip
_FINALS = {
    "a": "ɑ", "o": "ɔ", "e": "ʌ", "ai": "I", "ei": "A", "ao": "W", "ou": "O", "an": "ɑn", "en": "ʌn", "ang": "ɑŋ",
    "eng": "ʌŋ", "ong": "ʊŋ", "er": "ɑɹ", "i": "i", "ia": "jɑ", "ie": "jɛ", "iao": "jW", "iu": "jO", "ian": "jɛn",
    "in": "ɪn", "iang": "jɑŋ", "ing": "ɪŋ", "iong": "jʊŋ", "u": "u", "ua": "wɑ", "uo": "wɔ", "uai": "wI", "ui": "wA",
    "uan": "wɑn", "un": "wʌn", "uang": "wɑŋ", "ue": "wɛ", "v": "u", "ve": "wɛ", "ü": "u", "üe": "wɛ",
}  # fmt: skip
_AFTER_Y = {"uan": "wɛn", "un": "ʊn", "an": "ɛn", "ong": "ʊŋ", "ou": "O", "u": "u", "i": "i", "e": "ɛ"}
_AFTER_PALATAL = {"uan": "wɛn", "un": "ʊn", "u": "u", "iang": "jɑŋ"}
"""Finals whose u is ü after j, q, x."""
_CHINESE = re.compile(
    r"q(?!u(?!an|e|n))|x|zh|[aeo]ng(?=$|[bpmfdtlghjqxzcsryw])|iao|ian|iang|uang|uo$|c(?=ai|ui|ao|un|en|ang|ong)|ui|^zi$|^di$"
    r"|yu(?:n|e|an)|gui|jia|jin|jie|shi$|shan$|^guan|ping|ming$|bing|yan(?=[b-df-hj-np-tv-z]|$)|[ngi]'[aeo]"
)
"""Spellings that names of other languages hardly have."""


@lru_cache(maxsize=2048)
def pinyin_phonemes(name: str) -> str:
    """Return the American phonemes of a capitalised name in pinyin without tones; empty where it is none."""
    lower = name.lower()
    if not re.fullmatch(r"[A-Z][a-zü]+(?:'[a-zü]+)*", name) or not _CHINESE.search(lower) or lower.endswith("ine"):
        return ""
    parts = [split_syllables(part) for part in lower.split("'")]
    syllables = [syllable for part in parts for syllable in part] if all(parts) else []
    sounds = [_syllable_phonemes(syllable) for syllable in syllables]
    if not sounds or not all(sounds):
        return ""
    return "".join([*(_stress(sound, SECONDARY) for sound in sounds[:-1]), _stress(sounds[-1], PRIMARY)])


def split_syllables(name: str) -> list[str]:
    """Return a name in as few syllables of Mandarin as it has; empty where it cannot be split so."""
    best: list[list[str] | None] = [[]]
    for end in range(1, len(name) + 1):
        choices = []
        for start in range(max(0, end - 6), end):
            before = best[start]
            # before a vowel within a name an apostrophe would be written: Xi'an
            opens_bare = bool(start) and name[start] in "aeo"
            if before is not None and not opens_bare and is_syllable(name[start:end]):
                choices.append([*before, name[start:end]])
        best.append(min(choices, key=len, default=None))
    return best[-1] or []


def _syllable_phonemes(syllable: str) -> str:
    initial = next((letters for letters in _INITIALS if syllable.startswith(letters)), "")
    final = syllable[len(initial) :]
    sound = _INITIALS.get(initial, "")
    if final == "i" and initial in ("zh", "ch", "sh", "r"):
        return sound + "ɜɹ"
    if final == "i" and initial in ("z", "c", "s"):
        return sound + "ʌ"
    if initial == "y":
        return sound + _AFTER_Y.get(final, _FINALS.get(final, "")) if final in _AFTER_Y or final in _FINALS else ""
    if initial in ("j", "q", "x") and final in _AFTER_PALATAL:
        return sound + _AFTER_PALATAL[final]
    return sound + _FINALS[final] if final in _FINALS else ""


def _stress(sound: str, mark: str) -> str:
    place = re.search(r"[ɑɔʌIAWOɪiuɛʊɜ]", sound)
    return sound[: place.start()] + mark + sound[place.start() :] if place else ""
