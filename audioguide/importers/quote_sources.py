"""Where a quotation stands, on a line of its own below it: — From the Gazette of 4 May 1881, p. 3."""

from __future__ import annotations

import re

OPENING = re.compile(r"\s*(?:[-–—―]{1,2}|[(（\[])")
SOURCE_WORDS = re.compile(
    r"(?i:(?:aus|quelle|zitiert nach|zit\. nach|source|quoted (?:from|in)|cited in|tiré de|extrait de|cité dans"
    r"|fuente|tomado de|extraído de|citado en)\b)|出自|引自|摘自|选自|選自|转引自|轉引自|来源|來源|出处|出處"
)
QUOTE_SOURCE = re.compile(
    r"[^。！？!?\n]{2,120}?"
    r"(?:\b(?:pp?|S|ff|fol|vol|Bd|Heft|Nr|no|n°|nº|t|tome|págs?|tomo)\.? ?\d{1,4}(?:[-–]\d{1,4})?(?:/\d{4})?"
    r"|第 ?[\d一二三四五六七八九十百]{1,5} ?[页頁期卷辑輯])[^。！？!?\n]{0,30}"
)
"""— Aus: Werkszeitung, Heft 4/1953, S. 7."""
CLOSES_QUOTE = re.compile(r"[”“’\"'」』»«›]\s*$")


def is_source(text: str) -> bool:
    """Whether a line opens with a dash, a bracket or a word as sources do, and names a page, a volume or an issue."""
    return bool((OPENING.match(text) or SOURCE_WORDS.match(text)) and QUOTE_SOURCE.fullmatch(text))
