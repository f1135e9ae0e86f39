"""Splitting a paragraph into sentences; ``Rules`` says what differs between scripts.

Nothing is lost: the pieces joined are the paragraph with its white space squeezed.
"""

from __future__ import annotations

import re
from dataclasses import dataclass

from .han import HAN
from .markup import MARK

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
    return _join_silent_pieces(pieces)


def _mark_quoted(text: str, openers: dict[str, str] = OPENERS, straight_quotes: bool = True) -> list[bool]:
    """For each character, whether it stands inside quotes or brackets; an unclosed opener opens nothing."""
    inside = [False] * len(text)
    open_at: list[tuple[str, int]] = []
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
        elif any(character == closer for closer, _ in open_at):
            while open_at:
                closer, start = open_at.pop()
                if closer == character:
                    pairs.append((start, index))
                    break
    for start, end in pairs:
        inside[start:end] = [True] * (end - start)
    return inside


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
        rest = text[after:].lstrip()
        if not rest or rest[0] in rules.goes_on or not _is_speech(text, index):
            return 0
        return _skip_closers(text, after, rules) if not rules.spaced or _starts_sentence(text[after:]) else 0
    if stop in rules.ends:
        after = _skip_closers(text, index + 1, rules)
        return 0 if text[after : after + 1] and text[after] in "，、；," else after
    if rules.spaced and stop in ".!?":
        after = _skip_closers(text, index + 1, rules)
        return (
            after
            if _starts_sentence(text[after - 1 :] if text[after - 1] == " " else text[after:])
            and not (stop == "." and _is_abbreviation(text[:index], text[index + 1 :], rules))
            else 0
        )
    if (
        stop == "."
        and re.match(rf"\.(?:\s|$|[”’」』）){HAN}])", text[index:])
        and re.search(rf"[{HAN}”’」』）)》]$", text[:index])
    ):
        return _skip_closers(text, index + 1, rules)  # a half-width full stop after Chinese
    return 0


def _skip_closers(text: str, index: int, rules: Rules) -> int:
    """Past further stops, closing quotes and the space that follow."""
    while index < len(text) and (text[index] in rules.ends + ".!?" or text[index] in CLOSERS):
        index += 1
    while index < len(text) and text[index] == " ":
        index += 1
    return index


def _starts_sentence(rest: str) -> bool:
    """Whether what follows begins a new sentence."""
    return not rest or (
        re.match(r"\s+[\"“‘«(\[¿¡—–-]?\s*[\w¿¡{]", rest) is not None and not (re.match(r"\s+[a-zà-ÿ]", rest))
    )


def _is_abbreviation(before: str, after: str, rules: Rules) -> bool:
    word = re.search(r"[\w.]+$", before)
    if not word:
        return False
    token = word[0].lower()
    if len(token) < 3 and re.search(r"(?:\d|\b[IVXL]+e)\s$", before[: word.start()]):
        return False  # a unit or a century: “It is 5 m. Then …”
    if token in rules.before_numbers and not re.match(r"\s*(?:\d|[IVXLivxl]+\b)", after):
        return False
    return token in rules.abbreviations or re.fullmatch(r"(?:[a-z]\.)*[a-z]", token) is not None


def _is_speech(text: str, closer: int) -> bool:
    """Whether the quotation closed here is someone's speech: it opens the sentence or follows a colon or comma."""
    opener = {close: open_ for open_, close in OPENERS.items()}.get(text[closer], '"')
    start = text.rfind(opener, 0, closer)
    before = text[:start].rstrip()
    return not before or before[-1] in "：:，,。！？!?；;.…—"


def _join_silent_pieces(pieces: list[str]) -> list[str]:
    """Pieces without a letter or digit join the piece before them, or else the one after."""
    joined: list[str] = []
    for piece in pieces:
        if joined and (not _is_audible(piece) or not _is_audible(joined[-1])):
            joined[-1] += piece
        else:
            joined.append(piece)
    return joined


def _is_audible(piece: str) -> bool:
    return any(character.isalnum() for character in piece)
