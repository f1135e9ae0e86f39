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
MAX_SOURCE = 120
"""Characters of the longest line that names a source."""
SOURCE_LABEL = re.compile(
    r"(?:[资資]料)?[来來]源|出[处處]|引自|(?i:quellen?(?:angabe)?|sources?|références?|fuentes?|references?)(?=\s?[:：])"
)
HOLDING = re.compile(
    r"(?i:\b\w*(?:archiv(?:e?s?|o|es)?|chronik|chronique|gazette|zeitung|journal|register|registro|registres?|crónica)\b)"
    r"|档案|檔案|年[鉴鑑]|[县縣市村镇鎮府州]志|《"
)
"""What a source is kept or printed in."""
CLOSES_QUOTE = re.compile(r"[”“’\"'」』»«›]\s*$")


def is_source(text: str) -> bool:
    """Whether a line opens with a dash, a bracket or a word as sources do, and names a page, a volume or an issue."""
    return bool((OPENING.match(text) or SOURCE_WORDS.match(text)) and QUOTE_SOURCE.fullmatch(text))


def is_labelled_source(text: str) -> bool:
    """Whether a line without an end is a label of a source and what it names: Quelle: Ortschronik, Bd. 2, S. 44."""
    label = SOURCE_LABEL.match(text)
    if label is None or len(text) > MAX_SOURCE or text[label.end() :].lstrip()[:1] not in (":", "："):
        return False
    is_open = not re.search(r"[。！？!?]|[.]\s|[^\W\d]{3,}[.]$", re.sub(r"\b\w{1,4}\.\s", "", text))
    return is_open and bool(QUOTE_SOURCE.fullmatch(text) or HOLDING.search(text))
