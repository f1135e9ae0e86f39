"""The data one language written in Latin letters is described by, and what its patterns are built with."""

from __future__ import annotations

import re
from collections.abc import Iterable, Mapping
from dataclasses import dataclass

from .semiotic import Match

MAX_CONTEXT_CHARS = 160
"""How far before a match a rule looks: longer contexts would make long paragraphs slow."""
Forms = tuple[str, str]
"""Singular and plural."""


@dataclass(frozen=True)
class Grammar:
    """How one language writes numbers, and the words it says around them."""

    code: str
    """Its code in ``num2words``."""
    thousands: str
    """Characters that separate groups of three digits."""
    decimal: str
    """The decimal sign."""
    point: str
    """The word for it."""
    to: str
    """Between the ends of a range."""
    by: str
    """Between the sides of a surface."""
    ratio: str
    """Between the sides of a ratio or scale."""
    per: str
    """Between a price and what it is for: ``£5/person``."""
    minus: str
    percent: str
    partitive: str
    """Between *million* and what is counted, with its space: ``un millón *de * euros``."""
    scales: Mapping[str, str]
    """*million* as written after a number → as spoken after several: ``m`` or ``bn`` directly, words after a space."""
    months: tuple[str, ...]
    units: Mapping[str, Forms]
    feminine: frozenset[str]
    """Singular units and currencies that are feminine."""
    currencies: Mapping[str, Forms]
    abbreviations: Mapping[str, str]
    """Said in full wherever they are."""
    counted: Mapping[str, str]
    """Said in full only before a number: ``No.``, ``p.``."""
    symbols: Mapping[str, str]
    address_signs: Forms
    """The words for ``.`` and ``/`` in an address."""
    time_words: str
    """Pattern of what is written before a time of day."""
    angle: tuple[Forms, Forms, Forms]
    """Degrees, minutes and seconds of arc."""
    winds: Mapping[str, str]
    """The signs of the points of the compass in coordinates and their words."""
    rate_units: Mapping[str, Forms]
    """Units beside ``units`` that only a rate has, above its stroke or below it: ``90 tr/min``, ``12 l/s``."""
    pairs_decimals: bool
    """Whether two decimals are said as one number: 1,65 is *uno coma sesenta y cinco*, one point six five."""
    scale_words: str
    """Pattern of what is written before the scale of a map or model."""
    score_words: str
    """Pattern of what makes of ``3-2`` the result of a match."""
    phone_words: str
    """Pattern of what is written before a telephone number."""


def text_before(match: Match) -> str:
    """Return what is written before a match, as far as a rule may look."""
    return match.string[max(0, match.start() - MAX_CONTEXT_CHARS) : match.start()]


def is_preceded(match: Match, words: str, distance: int = 0) -> bool:
    """Whether a pattern of words ends right before a match, at most ``distance`` other words between."""
    between = rf"(?:\s+[\w'-]+){{0,{distance}}}" if distance else ""
    return re.search(rf"(?<!\w)(?:{words}){between}[\s(:]*$", text_before(match)) is not None


def close_sentence(words: str, match: Match, before_capital: bool = False) -> str:
    """Return the words with a full stop where the abbreviation's dot also ended the sentence.

    ``before_capital``: a capital after it shows that, too.
    """
    after = match.string[match.end() :]
    ends = not after.strip(" \"”'’)»") or (before_capital and re.match(r"\s+[^\W\d_a-zà-ÿ]", after) is not None)
    return words + "." if match[0].endswith(".") and ends else words


def is_followed(match: Match, words: str) -> bool:
    """Whether a pattern of words begins right after a match."""
    return re.match(rf"[\s)]*(?:{words})(?!\w)", match.string[match.end() :]) is not None


def any_of(words: Iterable[str]) -> str:
    """Return the words as a pattern, longest first."""
    return "(?:" + "|".join(re.escape(word) for word in sorted(words, key=len, reverse=True)) + ")"


def glued_scales(scales: Mapping[str, str]) -> str:
    """Return a pattern of the scales that are signs: ``m``, ``bn``."""
    return any_of([scale for scale in scales if len(scale) <= 3] or ["\0"])


def worded_scales(scales: Mapping[str, str]) -> str:
    """Return a pattern of the scales that are words: ``million``."""
    return any_of([scale for scale in scales if len(scale) > 3])
