"""Headings that only signs tell from the text: ■ 碾坊, ★ The Mill ★, a line of = or - drawn under a title."""

from __future__ import annotations

import re
from bisect import bisect_left, bisect_right
from collections import Counter, defaultdict
from collections.abc import Sequence
from dataclasses import dataclass, replace
from itertools import pairwise

from . import patterns, titles
from .aside_patterns import DIRECTION_LABEL, NARRATION_LABEL, is_contact, is_direction_content, opens_with_direction
from .document import Block, Document, Skip
from .stop_numbers import read_stop_number

MARK_REASON = "marks and set words around a title"
RULE_REASON = "a line that is drawn"
RULE = re.compile(
    r"(?=(?:[^=\-–_~*#+^]|\S(?:\s*\S){2}))(?:[=\-–—―_~*#+^＝＿～＊＃＋￣﹏﹍﹎▔▁▬\u2500-\u257f][ \t　]*){2,}"
)
"""====, - - -, ＝＝, ——: nothing but a line; of the narrow signs three at least."""
EMOJI = r"[\U0001f000-\U0001faff\u2600-\u26ff\u2700-\u2767\u2794-\u27bf][\ufe0f\u200d]?"
MARK = re.compile(
    rf"(?:(?P<emoji>(?:{EMOJI})+)|(?P<sign>[\u25a0-\u25ff\u2b00-\u2bff\u2190-\u21ff\ue000-\uf8ff"
    r"●•·∙‣⁃※§Ø¤◎〓卍✦¶†‡*＊#＃+＋=＝~～>＞»|｜│┃║▌-]{1,6})(?=[^\s-]|\s))[ \t　]*"
)
"""What is drawn before a title. Circled figures are numbers and none of these."""
PAIRS = dict(zip("《「『〖〈«‹<＜{｛", "》」』〗〉»›>＞}｝", strict=True))
"""Brackets around a title that stands alone on its line; 【】 are known for such everywhere."""
MIN_HEADINGS = 2
MIN_SHARE = 0.6
"""Of the lines with a mark, those that are headings, from which it marks headings and no lists."""
MIN_TEXT = 20
"""Characters of a text below a heading that ends in no full stop."""
MAX_TITLE = 40
STOP_LEVEL = 2
"""Level of such headings: the document's title stands above."""


@dataclass(frozen=True)
class _Marked:
    """A line with a mark before its words."""

    position: int
    key: str
    """By which lines with the same mark are known."""
    start: int
    """Offset of the title in the line, behind the mark."""
    end: int
    is_closed: bool
    """A mark stands behind the title too."""
    title: str


def mark_drawn_headings(document: Document) -> Document:
    """Return the document with such titles as headings; their marks and the lines under them are set aside."""
    starts = sorted(skip.start for skip in document.skips)
    ends = sorted(skip.end for skip in document.skips)
    places = [
        n
        for n, block in enumerate(document.blocks)
        if block.kind in ("line", "paragraph", "item", "heading", "title")
        and not block.decided
        and not block.is_subtitle
        and bisect_left(starts, block.end) == bisect_right(ends, block.start)  # nothing in it is set aside
    ]
    blocks = list(document.blocks)
    skips = list(document.skips)
    _mark_underlined(document, places, blocks, skips)
    _mark_ornamented(document, places, blocks, skips)
    return replace(document, blocks=tuple(blocks), skips=tuple(sorted(skips, key=lambda skip: skip.start)))


# ---------------------------------------------------------------- lines under titles


def _mark_underlined(document: Document, places: Sequence[int], blocks: list[Block], skips: list[Skip]) -> None:
    texts = [document.block_text(blocks[n]) for n in places]
    rules = {p for p, text in enumerate(texts) if blocks[places[p]].kind in ("line", "paragraph") and _is_rule(text)}
    if not rules:
        return
    underlined: dict[int, str] = {}
    for p in sorted(rules):
        if p and p - 1 not in rules and _is_underlined(document, places, blocks, texts, rules, p - 1):
            is_boxed = p - 2 in rules and _is_next(document, blocks[places[p - 2]], blocks[places[p - 1]])
            underlined[p - 1] = texts[p].strip()[0] + ("box" if is_boxed else "")
    around = {p for title in underlined for p in (title - 1, title + 1) if p in rules}
    skips += [Skip(blocks[places[p]].start, blocks[places[p]].end, RULE_REASON) for p in around]
    styles = list(dict.fromkeys(underlined.values()))
    first = next((p for p in range(len(places)) if p not in rules), -1)
    for p, style in underlined.items():
        block = blocks[places[p]]
        if p == first and (list(underlined.values()).count(style) == 1 or p + 2 in underlined):
            blocks[places[p]] = replace(block, kind="title")
        elif block.kind != "heading":
            blocks[places[p]] = replace(block, kind="heading", level=STOP_LEVEL + styles.index(style))


def _is_rule(text: str) -> bool:
    return len(text) >= 2 and not patterns.has_words(text[:4]) and RULE.fullmatch(text) is not None


def _is_next(document: Document, before: Block, after: Block) -> bool:
    """Whether no empty line stands between two lines; paragraphs have none."""
    return document.text[before.end : after.start].count("\n") <= 1


def _is_underlined(
    document: Document, places: Sequence[int], blocks: Sequence[Block], texts: Sequence[str], rules: set[int], p: int
) -> bool:
    """Whether a line above one that is drawn is its title, and not the end of a paragraph."""
    block, text = blocks[places[p]], texts[p]
    bare = text.rstrip("：: ")
    if block.kind not in ("line", "paragraph", "heading") or not patterns.heading_like(bare):
        return False
    if not _is_next(document, block, blocks[places[p + 1]]) or not _may_be_title(text):
        return False
    if p == 0 or p - 1 in rules or not _is_next(document, blocks[places[p - 1]], block):
        return True
    return blocks[places[p - 1]].kind != "line" or bool(patterns.SENTENCE_END.search(texts[p - 1]))


# ---------------------------------------------------------------- marks before titles


def _mark_ornamented(document: Document, places: Sequence[int], blocks: list[Block], skips: list[Skip]) -> None:
    skipped = {skip.start for skip in skips}
    open_places = [n for n in places if blocks[n].start not in skipped]
    texts = {n: document.block_text(blocks[n]) for n in open_places}
    marked = {n: mark for n in open_places if (mark := _read_mark(blocks[n], n, texts[n])) is not None}
    if len(marked) < MIN_HEADINGS:
        return
    shown = {n: marked[n].title if n in marked else text for n, text in texts.items()}
    if _has_other_headings(blocks, open_places, shown, marked):
        return
    groups: dict[str, list[_Marked]] = defaultdict(list)
    for mark in marked.values():
        groups[mark.key].append(mark)
    following = dict(pairwise(open_places))
    headings: dict[str, list[_Marked]] = {}
    for key, group in groups.items():
        recurring = Counter(mark.title for mark in group)
        own = [
            mark
            for mark in group
            if recurring[mark.title] == 1 and _may_be_title(mark.title) and _has_text(mark, shown, marked, following)
        ]
        others = len(group) - len(own) - (group[0].position == open_places[0] and group[0] not in own)
        if len(own) >= MIN_HEADINGS and len(own) >= MIN_SHARE * (len(own) + others):
            headings[key] = own
    if not headings:
        return
    stops = {mark.position for group in headings.values() for mark in group}
    chapters = [
        group
        for key, group in groups.items()
        if key not in headings
        and all(following.get(mark.position) in stops and mark.position != open_places[0] for mark in group)
    ]
    title = _title_of(marked.get(open_places[0]), headings, following)
    if title is not None:
        _set_heading(document, blocks, skips, title, replace(blocks[title.position], kind="title"))
    for level, group in enumerate([*chapters, *headings.values()], STOP_LEVEL):
        for mark in (mark for mark in group if title is None or mark.position != title.position):
            block = replace(blocks[mark.position], kind="heading", level=level, marker="")
            _set_heading(document, blocks, skips, mark, block)


def _read_mark(block: Block, position: int, text: str) -> _Marked | None:
    """The mark a short line begins with; of a list item the bullet that the program shows."""
    if len(text) > MAX_TITLE + 16 or block.kind not in ("line", "paragraph", "item"):
        return None
    if block.kind == "item":
        is_bullet = bool(block.marker) and not block.number
        return _Marked(position, f"item{block.depth}", 0, len(text), False, text) if is_bullet else None
    if len(text) > 2 and PAIRS.get(text[0]) == text[-1]:
        return _Marked(position, text[0], 1, len(text) - 1, True, text[1:-1].strip())
    match = MARK.match(text)
    if match is None:
        return None
    sign = match["sign"] or ""
    closing = re.search(
        rf"[ \t　]*(?:{EMOJI}|{re.escape(sign[-1:])})+[ \t　]*$" if sign else rf"[ \t　]*(?:{EMOJI})+$", text
    )
    is_closed = closing is not None and closing.start() > match.end()
    end = closing.start() if closing is not None and is_closed else len(text)
    title = text[match.end() : end].strip()
    return _Marked(position, sign or "emoji", match.end(), end, is_closed, title) if title else None


def _may_be_title(text: str) -> bool:
    """Whether a line may be a title: no label, no direction, no address, nothing behind a colon but a name."""
    return (
        len(text) <= MAX_TITLE * (1 if re.search(r"[\u3400-\u9fff]", text) else 2)
        and patterns.heading_like(text.rstrip("：:"))
        and patterns.has_words(text)
        and not DIRECTION_LABEL.match(text)
        and not NARRATION_LABEL.fullmatch(text)
        and not is_direction_content(text)
        and not opens_with_direction(text)
        and not is_contact(text)
        and not patterns.PICTURE.match(text)
        and not patterns.DATE_LINE.fullmatch(text)
    )


def _has_text(mark: _Marked, shown: dict[int, str], marked: dict[int, _Marked], following: dict[int, int]) -> bool:
    """Whether a text that is longer stands below a title, perhaps behind a direction in brackets."""
    n = following.get(mark.position)
    while (
        n is not None and n not in marked and (opens_with_direction(shown[n]) or patterns.BRACKET.fullmatch(shown[n]))
    ):
        n = following.get(n)
    if n is None or (n in marked and marked[n].key == mark.key):
        return False
    text = shown[n]
    return len(text) > len(mark.title) and (bool(patterns.SENTENCE_END.search(text)) or len(text) > MIN_TEXT)


def _has_other_headings(
    blocks: Sequence[Block], places: Sequence[int], shown: dict[int, str], marked: dict[int, _Marked]
) -> bool:
    """Whether titles of the document bear a style, a number or bold type, so that marks are something else."""
    styled = numbered = bold = 0
    for n, after in zip(places[1:], [*places[2:], -1], strict=True):
        text, block = shown[n], blocks[n]
        if n in marked or not patterns.heading_like(text):
            continue
        styled += block.kind == "heading"
        number = read_stop_number(text, block.bold)
        numbered += (number is not None and number.family != "inner") or bool(block.number)
        bold += block.bold and after >= 0 and not blocks[after].bold
    return max(styled, numbered, bold) >= MIN_HEADINGS


def _title_of(first: _Marked | None, headings: dict[str, list[_Marked]], following: dict[int, int]) -> _Marked | None:
    """The first line, where it is the document's title and bears a mark like those of its headings."""
    if first is None or not patterns.heading_like(first.title):
        return None
    own = headings.get(first.key, [])
    others = [mark for mark in own if mark.position != first.position]
    stops = {mark.position for group in headings.values() for mark in group}
    is_apart = (first.is_closed and not any(mark.is_closed for mark in others)) or not (
        first in own or following.get(first.position) not in stops
    )
    is_named = titles.KIND_OF_TEXT.search(first.title) is not None and len(others) >= MIN_HEADINGS
    return first if is_apart or is_named or first not in own else None


def _set_heading(document: Document, blocks: list[Block], skips: list[Skip], mark: _Marked, block: Block) -> None:
    text = document.text[block.start : block.end]
    indent = block.start + len(text) - len(text.lstrip())
    end = indent + len(text.strip())
    blocks[mark.position] = block
    if mark.start:
        skips.append(Skip(indent, indent + mark.start, MARK_REASON))
    if indent + mark.end < end:
        skips.append(Skip(indent + mark.end, end, MARK_REASON))
