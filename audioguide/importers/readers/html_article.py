"""Which blocks of a web page are its article: what stands before its title and below its last sentence is set aside."""

from __future__ import annotations

import re
from dataclasses import replace

from ...text.han import HAN_CHARACTER
from .. import patterns
from ..aside_patterns import CITATION, WEB, is_contact
from ..closing_lines import TO_VISITORS
from ..document import Block, Document, Skip

BEFORE_TITLE = "before the title of the page"
BELOW_ARTICLE = "below the article of the page"
BYLINE = "author or date of the page"
MIN_PROSE = 2
"""Sentences a page must have before anything is judged by where it stands."""
ENDED_SHARE = 0.75
"""Share of the long blocks that end as sentences do, from which a page is known to write full stops."""
LONG_BLOCK = 25
"""Characters of a block that has room for a sentence."""
SENTENCE_MARK = re.compile(r"[。！？!?；;.…]")
"""What a sentence ends in, wherever it stands."""
MAX_TITLE_LINES = 3
"""Blocks that may stand above the first of several headings and be the page's title all the same."""
MAX_BYLINE = 90
"""Characters of the longest line with author and date."""
DATE = re.compile(
    r"\d{4}\s?[-/.年]\s?\d{1,2}|\d{1,2}[./]\d{1,2}[./]\d{4}"
    r"|\d{1,2}(?:st|nd|rd|th)?\.? (?:de )?[A-Za-zéûä]{3,10}\.?,? (?:de )?\d{4}|[A-Z][a-z]{2,8}\.? \d{1,2}(?:st"
    r"|nd|rd|th)?,? \d{4}"
)
TITLE_PARTS = re.compile(r"\s[-–—|·:]\s|[|_｜]|(?<=[\u4e00-\u9fff])[-–—]+")


def set_surroundings_aside(document: Document) -> Document:
    """Return the page with what stands around its article set aside; unchanged where it has hardly a sentence."""
    skipped = [_is_skipped(document, block) for block in document.blocks]
    shown = [n for n, aside in enumerate(skipped) if not aside]
    prose = [n for n in shown if is_prose(document, document.blocks[n])]
    sentences = sum(len(patterns.split_sentences(document.block_text(document.blocks[n]))) for n in prose)
    if sentences < MIN_PROSE:
        return document
    reasons: dict[int, str] = {}
    title, is_page_title = _find_title(document, shown, prose[0])
    if title >= 0:
        reasons |= {n: BEFORE_TITLE for n in shown if n < title and (is_page_title or n not in prose)}
        start = next((n for n in shown if n > title and _opens_article(document, n, prose)), title)
        reasons |= {n: BYLINE for n in shown if title < n < start and _is_byline(document, n)}
    own = [n for n in shown if n <= prose[-1] and n not in reasons and document.blocks[n].kind in ("paragraph", "item")]
    long = [n for n in own if len(document.block_text(document.blocks[n])) > LONG_BLOCK]
    ended = sum(bool(patterns.SENTENCE_END.search(document.block_text(document.blocks[n]))) for n in long)
    if ended >= ENDED_SHARE * len(long):
        reasons |= {n: BELOW_ARTICLE for n in shown if n > prose[-1] and _is_furniture(document, n)}
    skips = [Skip(document.blocks[n].start, document.blocks[n].end, reason) for n, reason in reasons.items()]
    return replace(document, skips=_merged((*document.skips, *skips)))


def has_prose(document: Document) -> bool:
    """Whether a sentence of the page is shown."""
    return any(is_prose(document, block) and not _is_skipped(document, block) for block in document.blocks)


def with_captions_told(document: Document) -> Document:
    """Return the page with its captions as paragraphs where nothing else of it is a sentence: a show of pictures."""
    if has_prose(document):
        return document
    blocks = tuple(replace(block, kind="paragraph") if block.kind == "caption" else block for block in document.blocks)
    described = replace(document, blocks=blocks)
    return described if has_prose(described) else document


def is_prose(document: Document, block: Block) -> bool:
    """Whether a block is a sentence of some length."""
    if block.kind in ("caption", "cell", "contents", "heading", "title"):
        return False
    text = document.block_text(block)
    if not SENTENCE_MARK.search(text):
        return False
    if len(text) <= 200 and (WEB.fullmatch(text) or is_contact(text)):
        return False
    text = CITATION.sub("", text)
    return _is_long_sentence(text) or any(map(_is_long_sentence, patterns.split_sentences(text)))


def _is_long_sentence(text: str) -> bool:
    if not patterns.SENTENCE_END.search(text):
        return False
    return len(text) >= 10 if HAN_CHARACTER.search(text) else len(text.split()) >= 4


def _is_skipped(document: Document, block: Block) -> bool:
    """Whether nothing of a block is shown."""
    at = block.start
    for skip in document.skips:
        if skip.end <= at:
            continue
        if skip.start > at and document.text[at : min(skip.start, block.end)].strip():
            return False
        at = max(at, skip.end)
        if at >= block.end:
            return True
    return not document.text[at : block.end].strip()


def _find_title(document: Document, shown: list[int], first_prose: int) -> tuple[int, bool]:
    """(position of the page's title, whether the page is called so); (-1, False) without one."""
    parts = [document.title, *TITLE_PARTS.split(document.title)]
    names = {patterns.letter_key(part) for part in parts if len(patterns.letter_key(part)) >= 2}
    styled = next((n for n in shown if document.blocks[n].kind == "title"), -1)
    if styled >= 0:
        return styled, True
    tops = [n for n in shown if document.blocks[n].kind == "heading" and document.blocks[n].level == 1]
    named = next((n for n in tops if patterns.letter_key(document.block_text(document.blocks[n])) in names), -1)
    if named >= 0 or len(tops) == 1:  # several headings of the first level are the stops'
        return (named, True) if named >= 0 else (tops[0], False)
    candidates = [
        n for n in shown if n < first_prose and patterns.letter_key(document.block_text(document.blocks[n])) in names
    ]
    if candidates:
        return candidates[-1], True
    return (tops[0], False) if tops and tops[0] > MAX_TITLE_LINES else (-1, False)


def _opens_article(document: Document, n: int, prose: list[int]) -> bool:
    return n in prose or document.blocks[n].kind == "heading" or document.blocks[n].bold


def _is_byline(document: Document, n: int) -> bool:
    text = document.block_text(document.blocks[n])
    return len(text) <= MAX_BYLINE and not patterns.SENTENCE_END.search(text) and bool(DATE.search(text))


def _is_furniture(document: Document, n: int) -> bool:
    """Whether a block below the last sentence is none of the article's own words."""
    text = document.block_text(document.blocks[n])
    if patterns.SENTENCE_END.search(text) and not (len(text) <= 200 and WEB.fullmatch(text)):
        return False
    return document.blocks[n].kind != "cell" and not is_contact(text) and not TO_VISITORS.search(text)


def _merged(skips: tuple[Skip, ...]) -> tuple[Skip, ...]:
    """Skips in order without overlap; the earlier reason stays."""
    merged: list[Skip] = []
    at = 0
    for skip in sorted(skips, key=lambda skip: (skip.start, -skip.end)):
        start = max(skip.start, at)
        if start < skip.end:
            merged.append(replace(skip, start=start))
            at = skip.end
    return tuple(merged)
