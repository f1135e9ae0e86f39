"""Text normalisation of Chinese, in this order: clean, guards, letters, ``wetext``'s grammar, symbols."""

from __future__ import annotations

import re
from functools import lru_cache
from operator import add

from ...yaml.bounded_diff import BoundedMatcher
from ..han import HAN
from ..markup import rewrite_outside_marks, split_marks, strip_marks
from ..pieces import MAX_PIECE_CHARS, cut_long_text
from . import latin
from .clean import clean_text
from .data_tables import read_pairs
from .grammar import speak_expressions
from .numbers.cardinal import cardinal, spell_digits
from .numbers.roman import speak_roman
from .numbers.rules import GUARDS
from .traditional import restore_traditional, to_simplified

_NUMERAL = "零〇○◯一二三四五六七八九十百"
_ZERO = re.compile(rf"(?<=[{_NUMERAL}])[Oo〇○◯]+(?=[{_NUMERAL}年])")
_MARK_AT_NUMBER = re.compile(r"\d ?\{[^0-9|{}\n]+\|[^{}|\n]+\}")
MAX_GRAMMAR_DIGITS = 120
"""In a sentence: of hundreds of figures in a row the grammar weighs every way to group them, for seconds."""
_WINDOW = re.compile(rf"(?:[{HAN}]{{0,4}}[^{HAN}，。；！？：、“”‘’（）《》…]+)+[{HAN}]{{0,4}}")
"""What is not Chinese, with its neighbours: all that the grammar is to look at."""
_SPEAKABLE_TEXT = re.compile("[一-龥，。、；：？！“”‘’《》（）—…]*")
"""Text in which there is nothing to rewrite."""
_INTEGERS_AMONG_HAN = re.compile(rf"[{HAN}]*(?:(?!2(?![\d世]))[1-9]\d{{0,6}}(?:[{HAN}]+|$))+")
"""Whole numbers among Chinese characters; a lone 2 is left to the grammar, which knows what is counted with 两."""
_APART = "\u2063"  # invisible separator: keeps wetext from reading two numbers separated by a comma as one
_LISTED = tuple((re.compile(f"[{first}-{last}]"), ord(first) - 1) for first, last in ("①⑳", "⑴⒇", "⒈⒛", "㈠㈩", "❶❿"))
_UNPRONOUNCEABLE = re.compile(
    rf"[^{HAN}A-Za-zÀ-ɏ\s\U000f0000-\U000ffffd，。、；：？！“”‘’（）《》〈〉【】〔〕「」『』…—–·,.;:?!()\[\]\"'/_-]"
)


def in_words(sentence: str) -> str:
    """The sentence without digits, units or symbols; the inside of ``{…|…}`` is left alone."""
    if (
        len(sentence) <= MAX_PIECE_CHARS
        and _MARK_AT_NUMBER.search(sentence)
        and (spoken := _rewrite_beneath_marks(sentence))
    ):
        return spoken
    return rewrite_outside_marks(sentence, _rewrite_any_script)


@lru_cache(maxsize=1024)
def _rewrite_beneath_marks(sentence: str) -> str:
    """Rewrite with the marked words in sight, for a number beside them to know what it counts: 2{只|zhi1}羊.

    Empty where a marked word does not come through unchanged.
    """
    plain = strip_marks(sentence)
    spoken = _rewrite_any_script(plain)
    blocks = BoundedMatcher(plain, spoken).get_matching_blocks()
    places = {block.a + i: block.b + i for block in blocks for i in range(block.size)}
    pieces: list[str] = []
    start = position = 0
    for written, reading in split_marks(sentence):
        if reading:
            begin = places.get(start, -1)
            if begin < position or spoken[begin : begin + len(written)] != written:
                return ""
            pieces += [spoken[position:begin], f"{{{written}|{reading}}}"]
            position = begin + len(written)
        start += len(written)
    return "".join(pieces) + spoken[position:]


@lru_cache(maxsize=8192)
def is_pronounceable(character: str) -> bool:
    """Whether a written character is said, or rightly silent as punctuation is."""
    plain = clean_text(character)
    known = (read_pairs(name) for name in ("symbols.tsv", "units.tsv", "currencies.tsv"))
    listed = any(pattern.match(character) for pattern, _zero in _LISTED)
    return listed or plain.isdigit() or not _UNPRONOUNCEABLE.search(plain) or any(plain in table for table in known)


def _rewrite_any_script(text: str) -> str:
    pieces = cut_long_text(text)
    spaces = (" " if piece[-1:].isspace() else "" for piece in pieces[:-1])  # a piece comes back without its ends
    return "".join(map(add, map(_rewrite_piece, pieces), [*spaces, ""]))


@lru_cache(maxsize=4096)
def _rewrite_piece(text: str) -> str:
    simplified = to_simplified(text)
    spoken = _rewrite_in_words(simplified)
    return spoken if simplified == text else restore_traditional(spoken, text, simplified)


@lru_cache(maxsize=4096)
def _rewrite_in_words(text: str) -> str:
    if _SPEAKABLE_TEXT.fullmatch(text):
        return text
    text = clean_text(text)
    if re.search(r"\d", text):
        text = re.sub(r"(?<=\d)([，；])(?=\d)", r"\1" + _APART, text)
        text = _apply_guards(text)
    text = latin.spell_latin(speak_roman(_ZERO.sub(lambda run: "零" * len(run[0]), text)))
    if re.search(r"\d", text):
        text = _apply_grammar(text)
    return _speak_symbols(text.replace(_APART, ""))


def _apply_guards(text: str) -> str:
    characters = frozenset(text)
    for guard in GUARDS:
        if guard.characters and guard.characters.isdisjoint(characters):
            continue
        text, count = guard.pattern.subn(guard.say, text)
        if count:
            characters = frozenset(text)
    return text


def _apply_grammar(text: str) -> str:
    """What no guard knew, by wetext; digits it leaves are said one by one, and all of a text that is little else."""
    digits = sum(map(str.isdigit, text))
    spoken = text if digits > MAX_GRAMMAR_DIGITS else _WINDOW.sub(_apply_grammar_nearby, text)
    return re.sub(r"\d+", lambda run: spell_digits(run[0]), spoken)


def _apply_grammar_nearby(window: re.Match[str]) -> str:
    text = window[0]
    if not re.search(r"\d", text):
        return text
    if _INTEGERS_AMONG_HAN.fullmatch(text):
        return re.sub(r"\d+", lambda number: cardinal(number[0]), text)  # as the grammar would, in a tenth of its time
    return speak_expressions(text)


def _speak_symbols(text: str) -> str:
    """Symbols as words; what has none is taken out here and named by ``doubts``."""
    for pattern, before_one in _LISTED:
        text = pattern.sub(lambda match, zero=before_one: _speak_list_number(match, zero), text)  # type: ignore[misc]
    text = re.sub(rf"(?<=[{HAN}])[~～](?![{HAN}])", "", text)
    text = _symbol_pattern().sub(lambda match: read_pairs("symbols.tsv")[match[0]], text)
    return latin.space_letters(_UNPRONOUNCEABLE.sub("", text)).strip()


def _speak_list_number(match: re.Match[str], before_one: int) -> str:
    """① before a text numbers it and is followed by a breath; after a word (图①) it is part of the phrase."""
    before = match.string[max(0, match.start() - 1) : match.start()]
    after = match.string[match.end() : match.end() + 1]
    spoken = cardinal(str(ord(match[0]) - before_one))
    if after and any(pattern.match(after) for pattern, _zero in _LISTED):
        return spoken + "、"  # ①②③号窟
    alone = not before or not before.isalnum()
    return spoken + ("，" if alone and after not in "号楼层室区馆厅路线站" else "")


@lru_cache(maxsize=1)
def _symbol_pattern() -> re.Pattern[str]:
    return re.compile("[" + re.escape("".join(read_pairs("symbols.tsv"))) + "]")
