"""Splitting a paragraph into sentences; ``Rules`` says what differs between scripts.

Nothing is lost: the pieces joined are the paragraph with its white space squeezed.
"""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Iterable
from dataclasses import dataclass
from itertools import accumulate

from .han import HAN
from .markup import MARK
from .pieces import MAX_PIECE_CHARS, cut_long_text

MAX_LOOK_CHARS = 60
"""How far before and after a place is looked at to see whether a sentence ends there."""
MAX_CLOSERS = 40
"""Stops and closing quotes in a row that end one sentence together."""
OPENERS = dict(zip("“‘「『（(《〈【[«‹", "”’」』）)》〉】]»›", strict=True))
CLOSERS = frozenset(OPENERS.values()) | {'"'}


@dataclass(frozen=True)
class Rules:
    """Where a language's sentences end."""

    ends: str
    """Characters that end a sentence wherever they stand outside quotes and brackets."""
    spaced: bool
    """True: ``.``, ``!`` and ``?`` end one only before white space and a fresh start; lines join with a space."""
    abbreviations: frozenset[str] = frozenset()
    """Lower case, without their last dot: ``dr``, ``e.g``."""
    before_numbers: frozenset[str] = frozenset()
    """Those abbreviations that are any only before a number: ``no``, ``p``."""
    goes_on: str = ""
    """Characters after a closing quote that show the sentence going on."""
    quote_limit: int = 120
    """A quotation longer than this many characters is split inside after all: nobody has that much breath."""


def squeeze_white_space(paragraph: str, spaced: bool) -> str:
    """White space as one space; between two Chinese characters a line break is none."""
    text = " ".join(paragraph.split())
    if spaced:
        return text
    return re.sub(r"(?<=[\u3000-\u9fff\uff00-\uffef]) (?=[\u3000-\u9fff\uff00-\uffef“‘])", "", text)


def split_sentences(paragraph: str, rules: Rules) -> list[str]:
    """The sentences of a paragraph, white space squeezed; a piece with nothing to say joins its neighbour."""
    text = squeeze_white_space(paragraph, rules.spaced)
    pieces = _cut_at_ends(text, rules, _mark_quoted(text))
    if any(len(piece) > rules.quote_limit for piece in pieces):
        pieces = [
            part
            for piece in pieces
            for part in (
                _cut_at_ends(piece, rules, _mark_bracketed(piece)) if len(piece) > rules.quote_limit else [piece]
            )
        ]
    pieces = _join_silent_pieces(pieces)
    if any(len(piece) > MAX_PIECE_CHARS for piece in pieces):
        pieces = _join_silent_pieces([part for piece in pieces for part in cut_long_text(piece)])
    return pieces


def _mark_quoted(text: str, openers: dict[str, str] = OPENERS, straight_quotes: bool = True) -> list[bool]:
    """For each character, whether it stands inside quotes or brackets; an unclosed opener opens nothing."""
    open_at: list[tuple[str, int]] = []
    waiting: Counter[str] = Counter()  # closers of what is open
    straight: int | None = None
    pairs: list[tuple[int, int]] = [mark.span() for mark in MARK.finditer(text)]
    for index, character in enumerate(text):
        if character == '"' and straight_quotes:
            if straight is None:
                straight = index
            else:
                pairs.append((straight, index))
                straight = None
        elif character in openers:
            open_at.append((openers[character], index))
            waiting[openers[character]] += 1
        elif waiting[character]:
            while open_at:
                closer, start = open_at.pop()
                waiting[closer] -= 1
                if closer == character:
                    pairs.append((start, index))
                    break
    return _mark_between(pairs, len(text))


def _mark_between(pairs: Iterable[tuple[int, int]], length: int) -> list[bool]:
    """Return for each place whether a pair lies around it; pairs may lie within each other."""
    steps = [0] * (length + 1)
    for start, end in pairs:
        steps[start] += 1
        steps[end] -= 1
    return [depth > 0 for depth in accumulate(steps[:-1])]


def _mark_bracketed(text: str) -> list[bool]:
    return _mark_quoted(text, {opener: OPENERS[opener] for opener in "（(《〈【["}, straight_quotes=False)


def _cut_at_ends(text: str, rules: Rules, inside: list[bool]) -> list[str]:
    pieces: list[str] = []
    start = index = 0
    while index < len(text):
        end = _sentence_end(text, index, rules, inside)
        if end:
            pieces.append(text[start:end])
            start = index = end
        else:
            index += 1
    pieces.append(text[start:])
    return [piece for piece in pieces if piece]


def _sentence_end(text: str, index: int, rules: Rules, inside: list[bool]) -> int:
    """Where the sentence ends that may end at ``index``; 0 when none does."""
    stop = text[index]
    if inside[index]:
        return 0
    if stop in CLOSERS and index and text[index - 1] in rules.ends + ".!?":
        # “…。” ends the sentence with its quotation, unless what follows goes on with it
        after = index + 1
        rest = text[after : after + MAX_LOOK_CHARS].lstrip()
        if not rest or rest[0] in rules.goes_on or not _is_speech(text, index):
            return 0
        return _skip_closers(text, after, rules) if not rules.spaced or _starts_sentence(text, after) else 0
    if stop in rules.ends:
        after = _skip_closers(text, index + 1, rules)
        return 0 if text[after : after + 1] and text[after] in "，、；," else after
    if rules.spaced and stop in ".!?":
        after = _skip_closers(text, index + 1, rules)
        return (
            after
            if _starts_sentence(text, after - 1 if text[after - 1] == " " else after)
            and not (stop == "." and _is_abbreviation(text, index, rules))
            else 0
        )
    if (
        stop == "."
        and re.match(rf"\.(?:\s|$|[”’」』）){HAN}])", text[index : index + 2])
        and re.match(rf"[{HAN}”’」』）)》]", text[max(0, index - 1) : index])
    ):
        return _skip_closers(text, index + 1, rules)  # a half-width full stop after Chinese
    return 0


def _skip_closers(text: str, index: int, rules: Rules) -> int:
    """Past further stops, closing quotes and the space that follow."""
    limit = min(len(text), index + MAX_CLOSERS)
    while index < limit and (text[index] in rules.ends + ".!?" or text[index] in CLOSERS):
        index += 1
    while index < limit and text[index] == " ":
        index += 1
    return index


def _starts_sentence(text: str, index: int) -> bool:
    """Whether what follows begins a new sentence."""
    rest = text[index : index + MAX_LOOK_CHARS]
    return not rest or (
        re.match(r"\s+[\"“‘«(\[¿¡—–-]?\s*[\w¿¡{]", rest) is not None and not (re.match(r"\s+[a-zà-ÿ]", rest))
    )


def _is_abbreviation(text: str, dot: int, rules: Rules) -> bool:
    """Whether the dot at that place ends an abbreviation and not a sentence."""
    before, after = text[max(0, dot - MAX_LOOK_CHARS) : dot], text[dot + 1 : dot + 1 + MAX_LOOK_CHARS]
    start = len(before)
    while start and (before[start - 1].isalnum() or before[start - 1] in "_."):
        start -= 1
    token = before[start:].lower()
    if not token:
        return False
    if len(token) < 3 and re.search(r"(?:\d|\b[IVXL]+e)\s$", before[:start]):
        return False  # a unit or a century: “It is 5 m. Then …”
    if token in rules.before_numbers and not re.match(r"\s*(?:\d|[IVXLivxl]+\b)", after):
        return False
    return token in rules.abbreviations or re.fullmatch(r"(?:[a-z]\.)*[a-z]", token) is not None


def _is_speech(text: str, closer: int) -> bool:
    """Whether the quotation closed here is someone's speech: it opens the sentence or follows a colon or comma."""
    opener = {close: open_ for open_, close in OPENERS.items()}.get(text[closer], '"')
    start = text.rfind(opener, max(0, closer - MAX_PIECE_CHARS), closer)
    before = text[max(0, start - MAX_LOOK_CHARS) : start].rstrip()
    return start >= 0 and (not before or before[-1] in "：:，,。！？!?；;.…—")


def _join_silent_pieces(pieces: list[str]) -> list[str]:
    """Pieces without a letter or digit join the piece before them, or else the one after."""
    groups: list[list[str]] = []
    silent = False  # whether the last group has nothing to say yet
    for piece in pieces:
        audible = _is_audible(piece)
        if groups and (silent or not audible):
            groups[-1].append(piece)
            silent = silent and not audible
        else:
            groups.append([piece])
            silent = not audible
    return ["".join(group) for group in groups]


def _is_audible(piece: str) -> bool:
    return any(character.isalnum() for character in piece)
