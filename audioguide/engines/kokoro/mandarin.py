"""Spoken Chinese → the phonemes of the embedded voice, packed into pieces it says well.

The alphabet is the one Kokoro v1.0 was trained with for Chinese (that of misaki's default Chinese front end):
IPA with affricates as single letters, tones as arrows after the vowel, no mark for the neutral tone.
"""

from __future__ import annotations

import re
from dataclasses import dataclass
from functools import cache, lru_cache
from pathlib import Path

from ...errors import EngineError
from ...i18n import _
from ...text.zh import g2p
from ...text.zh.dictionary import read_word_table
from ...text.zh.syllable import Syllable
from .alphabet import MARKS_IN_A_ROW, MAX_TOKENS, PAUSES_MS, VOCABULARY, to_trained_alphabet
from .espeak import word_phonemes

GOOD_PIECE_TOKENS = (100, 200)
"""Tokens of a piece the voice says well: it is weak below 20 and rushes above 400."""
WORD_CUT_PAUSE_MS = 60
"""Milliseconds after a piece that had to be cut between two words."""
WORD_CUT_COST = 2.0
"""Cost of a cut between two words."""
MARK_CUT_COSTS = {"，": 0.05, ",": 0.05, "、": 0.4}
"""Cost of a cut after a mark; others are free."""
LETTERS_FILE = Path(__file__).with_name("letters.tsv")

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
SYLLABIC = {
    "er": "ɚ0", "r": "ɚ0", "ê": "ɛ0", "o": "ɔ0", "yo": "jɔ0", "m": "m0", "n": "n0", "ng": "ŋ0",
    "hm": "hm0", "hng": "hŋ0",
}  # fmt: skip
"""Syllables that are not initial and final."""
DIGITS = ("ling2", "yi1", "er4", "san1", "si4", "wu3", "liu4", "qi1", "ba1", "jiu3")
TONES = {"1": "→", "2": "↗", "3": "↓", "4": "↘", "5": ""}


@cache
def syllable_ipa(pinyin: str) -> str:
    """One syllable of tone-number pinyin (``zhang3``, ``lv4``, ``wanr2``) as phonemes.

    Raises ValueError for what is no syllable.
    """
    base, tone = pinyin[:-1].replace("ü", "v").replace("u:", "v"), TONES.get(pinyin[-1:])
    if tone is None:
        raise ValueError(pinyin)
    if base in SYLLABIC:
        return SYLLABIC[base].replace("0", tone)
    if base.endswith("r"):  # erhua: the vowel is coloured
        return syllable_ipa(base[:-1] + pinyin[-1]) + "ɚ"
    initial, final = _split_syllable(base)
    if initial and final == "i" and initial in ["zh", "ch", "sh", "r", "z", "c", "s"]:
        return INITIALS[initial] + "ɨ" + tone
    if final not in FINALS:
        raise ValueError(pinyin)
    return INITIALS.get(initial, "") + FINALS[final].replace("0", tone)


def _split_syllable(base: str) -> tuple[str, str]:
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
    **{mark: f"{as_is} " for mark, as_is in zip("，、。．！？：；,.!?:;—–…⋯", ",,..!?:;,.!?:;——……", strict=True)},
    # the model has quotes and brackets, but speaks an opening one as a syllable of its own: “三个 was heard as 一三个
    **dict.fromkeys("（(", ", "), **dict.fromkeys("）)", " "),
    **dict.fromkeys("《〈「『【“》〉」』】”", " "),
    **dict.fromkeys("‘’'\"·・•‧-－‐‑_＿﹏[]［］〔〕〖〗｛｝ \n\t\r\u3000\u00a0\u2009\u200a\u202f", " "),
    **dict.fromkeys("\u200b\u200c\u200d\ufeff\u00ad", ""),
}  # fmt: skip
"""Punctuation → the model's; what is silent for a reader too becomes a space."""


@dataclass(frozen=True)
class Clause:
    """Phonemes up to a mark where a piece may end."""

    phonemes: str
    pause: int
    """Milliseconds after it, if a piece ends here."""
    cost: float
    """How unwelcome a cut here is: none at a semicolon, much inside a clause."""


def phoneme_pieces(spoken: str) -> tuple[tuple[str, int], ...]:
    """What the model is given, one call each, and the pause in milliseconds after it (none after the last).

    Raises EngineError for text with a character that cannot be spoken.
    """
    if silent := unspeakable_characters(spoken):
        raise EngineError(
            _("This cannot be spoken: {characters}").format(characters=" ".join(silent)),
            hint=_("Write it in words, or give its reading in the lexicon or inline: {example}").format(
                example="{長|zhang3}"
            ),
        )
    pieces = _pack_clauses(_phoneme_clauses(spoken))
    return tuple((text, 0 if i == len(pieces) - 1 else pause) for i, (text, pause) in enumerate(pieces))


def unspeakable_characters(spoken: str) -> list[str]:
    """Every character, in order, that would go unheard though a reader would say it, and every mark nobody can say."""
    return [token.text for token in g2p.to_syllables(spoken) if not _is_silent(token) and not _token_phonemes(token)]


def _is_silent(token: Syllable) -> bool:
    """Whether nothing is heard of a token, as should be: punctuation, and the rest of a word its first has said."""
    return not token.pinyin and (bool(token.why) or all(char in MARKS for char in token.text))


def _token_phonemes(token: Syllable) -> str:
    """Phonemes of a token; empty: there are none."""
    text = token.text
    if token.sounded.startswith("/"):
        phonemes = to_trained_alphabet(token.sounded[1:-1])
        return phonemes if VOCABULARY.issuperset(phonemes) else ""
    if token.sounded:
        try:
            return syllable_ipa(token.sounded)
        except ValueError:
            return ""
    if len(text) == 1 and text.lower() in letter_names():
        return letter_names()[text.lower()]
    if text.isascii() and text.isdigit():
        return " ".join(syllable_ipa(DIGITS[int(digit)]) for digit in text)
    if re.fullmatch(r"[A-Za-zÀ-ɏ]+", text):
        return word_phonemes(text) or " ".join(letter_names().get(letter, "") for letter in text.lower())
    return ""


@lru_cache(maxsize=1)
def letter_names() -> dict[str, str]:
    """Letter → phonemes of its name."""
    return {letter: " ".join(name) for letter, name in read_word_table(LETTERS_FILE)}


def _phoneme_clauses(spoken: str) -> list[Clause]:
    """The text's phonemes, cut wherever a piece may end."""
    clauses: list[Clause] = []
    text = ""
    before = ""
    marks = 0
    for token in g2p.to_syllables(spoken):
        marks = marks + 1 if not token.pinyin and all(char in MARKS for char in token.text) else 0
        if marks > MARKS_IN_A_ROW:
            continue
        if token.opens and text.strip() and token.pinyin and before:
            clauses.append(Clause(text, WORD_CUT_PAUSE_MS, WORD_CUT_COST))
            text = ""
        if token.pinyin:
            text += (" " if token.opens or _needs_boundary(before, token.sounded) else "") + _token_phonemes(token)
            before = token.sounded
        elif marks:
            text += "".join(MARKS[char] for char in token.text)
            before = ""
            if token.text[-1] in PAUSES_MS:
                clauses.append(Clause(text, PAUSES_MS[token.text[-1]], MARK_CUT_COSTS.get(token.text[-1], 0.0)))
                text = ""
        elif not token.why:
            text += f" {_token_phonemes(token)} "
            before = ""
    return [*clauses, Clause(text, 0, 0.0)]


def _needs_boundary(before: str, after: str) -> bool:
    """Whether two syllables would be heard as others (今已 as 经理) when joined: a nasal meets a vowel."""
    return before[:-1].endswith(("n", "ng")) and after[0] in "aoeyw"


def _length_cost(tokens: int) -> float:
    """Return how unwelcome a piece of so many phonemes is: none from 100 to 200."""
    shortest, longest = GOOD_PIECE_TOKENS
    return float(max(0, shortest - tokens, tokens - longest) / shortest) ** 2


@cache
def _length_costs() -> tuple[float, ...]:
    """Return the cost of every length the model takes: a text of marks alone asks for it 255 times a mark."""
    return tuple(map(_length_cost, range(MAX_TOKENS + 1)))


def _pack_clauses(clauses: list[Clause]) -> list[tuple[str, int]]:
    """The cheapest way to join clauses into pieces, by dynamic programming over the places to cut.

    A piece costs by the square of how far it is off the good lengths, a cut by how unwelcome it is.
    """
    length_costs = _length_costs()
    best: list[tuple[float, int]] = [(0.0, 0)]
    for end in range(1, len(clauses) + 1):
        options = []
        length = 0
        for start in range(end - 1, -1, -1):
            length += len(clauses[start].phonemes)
            if length > MAX_TOKENS and start < end - 1:
                break
            length_cost = length_costs[length] if length < len(length_costs) else _length_cost(length)
            options.append((best[start][0] + length_cost + clauses[end - 1].cost, start))
        best.append(min(options))
    pieces: list[tuple[str, int]] = []
    end = len(clauses)
    while end:
        start = best[end][1]
        text = _normalise_phonemes("".join(clause.phonemes for clause in clauses[start:end]))
        if text.strip(" ,.;:!?—…()“”"):
            pieces.append((text, clauses[end - 1].pause))
        end = start
    return pieces[::-1]


def _normalise_phonemes(text: str) -> str:
    """One space at most, none before a mark, none at the ends; what the model does not know is left out."""
    known = "".join(char for char in text if char in VOCABULARY)
    return re.sub(r"([—…])[ —…]+", r"\1 ", re.sub(r" +(?=[,.;:!?)”])", "", re.sub(r" +", " ", known))).strip()
