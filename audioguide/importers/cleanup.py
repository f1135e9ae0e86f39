"""What scanning, copying and web sites broke, corrected; each change stays on record in the strip it was made in."""

from __future__ import annotations

import re
from bisect import bisect_right
from collections.abc import Mapping
from dataclasses import dataclass, replace
from pathlib import Path

from ..errors import ConfigError
from ..i18n import _
from ..text.han import HAN_AND_ZERO, HAN_CHARACTER
from . import aside_patterns, patterns
from .addressees import HINT, VISITOR_HINT
from .document import Block, Document
from .form_fields import FIELD
from .imprint_lines import is_imprint_line
from .provenance import Run, Strip
from .speaker_roles import Speaker, find_speaker, find_speakers
from .staff_notes import is_staff_label
from .stop_numbers import read_stop_number
from .wrapping import ENDS, Wrapping, find_wrapping, is_compound

CJK = HAN_AND_ZERO + r"，。！？；：、“”‘’（）《》【】…—％"
PAGE_NUMBER = re.compile(
    r"(?<![ \t])[ \t]*(?:[-–—]\s?\d{1,4}\s?[-–—]|第\s?\d{1,4}\s?页(?:[,，]?\s?共\s?\d{1,4}\s?页)?"
    r"|[Pp]age\s\d{1,4}(?:\sof\s\d{1,4})?)\s*$"
)
MEMORY = 1000
"""Characters of an open paragraph that are looked at when the next line comes."""
WRAP = 45
"""Characters beyond which a line of English is wrapped rather than a heading."""
DIVIDED = re.compile(r"(?<![^\W\d_])([^\W\d_]{2,})-[ \t]*$")
"""A word divided at the end of a line: sec-ond."""
LATIN_WORDS = re.compile(r"[A-Za-zÀ-ɏ]{2,}")
MAX_NUMBER_HEAD = 16
NUMBER_HEAD = re.compile(
    r"[ \t　]*[●【\[]?(?:第|[Nn]o\.?|[#＃№])?[ ]?(?:站点|站點|点位|點位|讲解点|景点|展品|展位|编号|編號|站|点"
    r"|點|号)?[ ]?[A-Za-z]{0,2}[-–]?\d{1,4}"
    r"[A-Za-z]?"
)
"""What may stand before a title: 01, A3, 站点5."""
STANDS_ALONE = re.compile(r"[A-Za-z]{0,2}\d{1,4}[A-Za-z]?")
"""A number alone on its line."""
PAGE_LINE = re.compile(r"\s*\d{1,4}\s*")
PAGE_TURN = "\f"
"""What stands between two lines where all that is there was set aside: header, footer, page number."""
SENTENCE = re.compile(r"[。！？!?;；]|[,，].*[的了是在着都与]|[的了是在着都与].*[,，]")


@dataclass(frozen=True)
class CleanupRule:
    """A correction: what is looked for, what takes its place, and why."""

    pattern: re.Pattern[str]
    new: str
    why: str


@dataclass(frozen=True)
class Table:
    """Known confusions by what is done about them."""

    fix: tuple[CleanupRule, ...] = ()
    leave: tuple[CleanupRule, ...] = ()
    ask: tuple[CleanupRule, ...] = ()


@dataclass(frozen=True)
class Paragraph:
    """One paragraph, corrected."""

    strip: Strip
    block: Block
    """What the format says about it; of joined lines about the first."""

    @property
    def text(self) -> str:
        """As corrected."""
        return self.strip.text


LATER: tuple[CleanupRule, ...] = (
    # a script may not hold them: only an escape could write them
    CleanupRule(re.compile(r"[\x0b\x0c\x7f-\x84\x86-\x9f\ufffe\uffff]"), " ", "an invisible control character"),
)
LETTER_SPACE = re.compile(
    r"(?<=[\u4e00-\u9fff])(?<![\u4e00-\u9fff]{2})(?<![一二三四五六七八九十甲乙丙丁问問答男女合])"
    r"[ 　]{1,3}(?=[\u4e00-\u9fff](?![\u4e00-\u9fff，。：]))"
)
"""水 墨 年 画, as titles are spaced out: between single characters."""
CHINESE: tuple[CleanupRule, ...] = (
    CleanupRule(re.compile(r"„[„ ]*"), "……", "low quotes for an ellipsis"),  # German quotes „so“: these stay
    CleanupRule(re.compile(r"‚"), "“", "a comma-like mark for a quote"),
    CleanupRule(re.compile(r"‛"), "”", "a comma-like mark for a quote"),
    CleanupRule(re.compile(r"\.{3,}|(?<=[" + CJK + r"])。{3,}"), "……", "dots for an ellipsis"),
    CleanupRule(re.compile(r"(?<!-)--+(?!-)"), "——", "hyphens for a dash"),
    CleanupRule(re.compile(r"(?<!\d),|,(?!\d)"), "，", "half-width punctuation"),
    CleanupRule(re.compile(r"(?<!\d):(?!//)|:(?![\d/])"), "：", "half-width punctuation"),
    CleanupRule(re.compile(r";"), "；", "half-width punctuation"),
    CleanupRule(re.compile(r"!"), "！", "half-width punctuation"),
    CleanupRule(re.compile(r"\?(?!\w+=)"), "？", "half-width punctuation"),
    CleanupRule(re.compile(r"\("), "（", "half-width punctuation"),
    CleanupRule(re.compile(r"\)"), "）", "half-width punctuation"),
    CleanupRule(re.compile(r"(?<=[" + CJK + r"])\.(?=$|[" + CJK + r"])"), "。", "half-width punctuation"),
    CleanupRule(re.compile(r"(?<=[" + HAN_AND_ZERO + r"，。、（“]) +(?=\d)"), "", "a space beside a number"),
    # “01 水碾” at the start of a line is a number and a title
    CleanupRule(re.compile(r"(?<=\d) +(?=[" + CJK + r"%])"), "", "a space beside a number"),
    CleanupRule(re.compile(r"(?<=\d) (?=\d{3}(?!\d))"), "", "a space inside a number"),
    CleanupRule(LETTER_SPACE, "", "spaces between the characters of a word"),
    CleanupRule(re.compile(r"(?<=[，。！？；：、”）》]) +(?=\S)"), "", "a space beside punctuation"),
    CleanupRule(
        re.compile(r"(?<=[" + HAN_AND_ZERO + r"]) +(?=[，。！？；：、“（《])"), "", "a space beside punctuation"
    ),
)
STRAIGHT = re.compile(r'"')
PAIRS = {"，": ",", "：": ":"}


class _Open:
    """A paragraph that the next line may still belong to."""

    def __init__(self, strip: Strip, block: Block) -> None:
        self.runs = list(strip.runs)
        self.text = strip.text
        """Its last ``MEMORY`` characters: enough to judge whether it is complete."""
        self.block = block
        self.last_line = strip.text.rstrip()
        """The last of its lines."""

    def join(self, strip: Strip, joint: str) -> None:
        """Take in what follows, with the line break between as a correction."""
        if strip.runs:
            if (end := self.runs[-1].end) < strip.start:
                self.runs.append(Run(end, strip.start, joint, "a line broken in mid-sentence"))
            self.runs += strip.runs
            self.text = (self.text + joint + strip.text)[-MEMORY:]

    def join_line(self, strip: Strip, chinese: bool, source: str) -> None:
        """Take in the next line; a word divided at the line's end becomes one again."""
        self.last_line = strip.text.rstrip()
        divided = None if chinese else DIVIDED.search(self.text)
        if divided is None:
            spaced = self.text[-1:].isspace() or strip.text[:1].isspace()
            self.join(strip, "" if chinese or spaced else " ")
            return
        second = re.match(r"\w+", strip.text.lstrip())
        joined = divided[1] + (second[0] if second else "")
        hyphenated = f"{divided[1]}-{second[0] if second else ''}"
        trail = len(self.text) - len(self.text.rstrip())
        if second is not None and is_compound(divided[1], second[0]):
            self.join(strip, "")
            return
        if re.search(rf"\b{re.escape(hyphenated)}\b", source) and not re.search(rf"\b{re.escape(joined)}\b", source):
            self.join(strip, "")
            return
        last = self.runs[-1]
        if not last.rule and len(last.text) > trail + 1:
            cut = last.end - trail - 1
            self.runs[-1] = Run(last.start, cut, last.text[: -trail - 1])
            self.runs.append(Run(cut, strip.start, "", "a word divided at the end of a line"))
            self.text = self.text.rstrip()[:-1]
        self.join(strip, "")

    def closed(self) -> Paragraph:
        return Paragraph(Strip(tuple(self.runs)), self.block)


def clean_paragraphs(document: Document, table: Table, chinese: bool) -> list[Paragraph]:
    """The document's paragraphs: lines joined, page numbers out, characters corrected."""
    joined: list[Paragraph] = []
    loose = _parted_by_blank_lines(document)
    speakers = find_speakers(_raw_lines(document), any(block.is_subtitle for block in document.blocks))
    context = _Context("", speakers, find_wrapping(_plain_lines(document), chinese))
    pages = _page_number_lines(document)
    last: _Open | None = None
    empty: list[Strip] = []  # lines since ``last`` that hold nothing to say: page numbers, text set aside
    end = 0
    for block in document.blocks:
        strip = _without_skips(document, block).sub(PAGE_NUMBER, "", "page number")
        if block.start in pages:
            strip = strip.sub(PAGE_LINE, "", "page number")
        gap, end = document.text[end : block.start], block.end
        if not strip.text.strip():
            empty.append(strip)
            continue
        han = chinese and not (last is not None and is_latin(last.text) and not HAN_CHARACTER.search(strip.text))
        if last is not None and _goes_on(last, strip.text, block, PAGE_TURN if empty else gap, loose, han, context):
            for piece in empty:
                last.join(piece, "")
            last.join_line(strip, han, document.text)
        else:
            joined += [last.closed()] if last else []
            joined += [Paragraph(piece, Block(0, 0)) for piece in empty]
            last = _Open(strip, block)
        empty = []
        context = context if context.title else replace(context, title=patterns.PART.sub("", strip.text.strip(), 1))
    joined += [last.closed()] if last else []
    joined += [Paragraph(piece, Block(0, 0)) for piece in empty]
    return [replace(p, strip=_characters(p.strip, table, chinese and not is_latin(p.text))) for p in joined]


def is_latin(text: str) -> bool:
    """Whether a line holds words in Latin letters and no Chinese: a translation beside a Chinese text."""
    return not HAN_CHARACTER.search(text) and len(LATIN_WORDS.findall(text)) > 3


def _without_skips(document: Document, block: Block) -> Strip:
    runs: list[Run] = []
    at = block.start
    first = bisect_right(document.skips, block.start, key=lambda skip: skip.end)
    for skip in document.skips[first:]:
        if skip.start >= block.end:
            break
        if skip.start > at:
            runs.append(Run(at, skip.start, document.text[at : skip.start]))
        runs.append(Run(max(skip.start, at), min(skip.end, block.end), "", skip.reason))
        at = min(skip.end, block.end)
    if at < block.end:
        runs.append(Run(at, block.end, document.text[at : block.end]))
    return Strip(tuple(runs))


def _parted_by_blank_lines(document: Document) -> bool:
    """Whether empty lines part the paragraphs, so that single line ends are mere wrapping."""
    lines = [block for block in document.blocks if block.kind == "line"]
    if len(lines) < 3:
        return False
    blank = len(re.findall(r"\n[ \t]*\r?\n", document.text))
    return blank * 6 > len(lines)


def _page_number_lines(document: Document) -> set[int]:
    """Offsets of the lines that hold a page number; numbers with a title below each count stops, not pages."""
    lines = [block for block in document.blocks if block.kind == "line"]
    alone = [n for n, block in enumerate(lines) if PAGE_LINE.fullmatch(document.text[block.start : block.end])]
    titled = 0
    for n in alone:
        following = [document.block_text(block) for block in lines[n + 1 : n + 3]]
        titled += len(following) == 2 and patterns.heading_like(following[0]) and len(following[1]) > len(following[0])
    if titled >= 2 and titled * 3 >= 2 * len(alone):
        return set()
    return {lines[n].start for n in alone if _page_alone(document, lines[n])}


def _page_alone(document: Document, block: Block) -> bool:
    """A number alone on its line between two empty ones, or at a page's end."""
    before, after = document.text[max(0, block.start - 2) : block.start], document.text[block.end : block.end + 2]
    return "\f" in before + after or (before.count("\n") == 2 and after.count("\n") == 2)


@dataclass(frozen=True)
class _Context:
    """What decides whether lines belong together beyond themselves."""

    title: str
    speakers: Mapping[str, Speaker]
    """Labels of speakers, which begin lines of their own."""
    wrapping: Wrapping


def _goes_on(before: _Open, line: str, block: Block, gap: str, loose: bool, chinese: bool, context: _Context) -> bool:
    """Whether a line is the rest of the one before, which was broken in mid-sentence."""
    kind = before.block.kind
    if kind not in ("line", "paragraph") or block.kind != kind or gap.count("\n") > 1:
        return False
    if before.block.is_direction or block.is_direction or before.block.version != block.version:
        return False
    if before.block.bold != block.bold and kind == "paragraph":
        return False
    old, new = before.text.strip(), line.strip()
    if (
        patterns.opens(new)
        or aside_patterns.opens_with_direction(new)
        or _is_title_line(new, context.title)
        or patterns.standalone(old)
        or patterns.ends_in_picture(old)
    ):
        return False
    if find_speaker(new, context.speakers) is not None or STANDS_ALONE.fullmatch(new) or HINT.match(new):
        return False
    if patterns.SIGNER.fullmatch(new) or (ENDS.search(old) and _stands_apart(new)):
        return False
    if patterns.CONTENTS_ENTRY.fullmatch(old) or patterns.CONTENTS_ENTRY.fullmatch(new):
        return False
    if any(len(text) <= WRAP * 2 and aside_patterns.PRODUCTION.fullmatch(text) for text in (old, new)):
        return False
    if aside_patterns.is_contact(new) and (ENDS.search(old) or len(old) <= WRAP or aside_patterns.is_contact(old)):
        return False
    if aside_patterns.is_contact(old) and not new[:1].islower():
        return False
    if kind == "line" and gap != PAGE_TURN and context.wrapping.is_full(before.last_line, new):
        return (loose and not chinese) or not ENDS.search(old)
    if not chinese:
        number = read_stop_number(old) if patterns.heading_like(old) else None
        if number is not None and number.family == "stop" and not new[:1].islower():
            return False
        if kind == "paragraph":
            return new[:1].islower()
        if gap == PAGE_TURN:
            return new[:1].islower() or (len(old) > WRAP and not ENDS.search(old))
        return new[:1].islower() or bool(DIVIDED.search(old)) or (len(old) > WRAP and (loose or not ENDS.search(old)))
    if ENDS.search(old) or patterns.place_tail(old):
        return False
    if len(new) <= 2 and len(old) > 16:
        return True
    body = patterns.after_label(old)
    return bool(body != old or SENTENCE.search(body) or len(body) > 45)


def _stands_apart(line: str) -> bool:
    """Whether a line behind the end of a sentence is none of the same paragraph: a label, a field, an imprint."""
    labelled = aside_patterns.DIRECTION_LABEL.match(line) or is_staff_label(line) or VISITOR_HINT.match(line)
    is_open = not ENDS.search(line)
    return bool(labelled or (is_open and (FIELD.fullmatch(line) or is_imprint_line(line, is_last=True))))


def _plain_lines(document: Document) -> list[str]:
    """The lines of a format that knows no paragraphs, without those set aside."""
    aside = {skip.start for skip in document.skips}
    return [document.text[b.start : b.end] for b in document.blocks if b.kind == "line" and b.start not in aside]


def _raw_lines(document: Document) -> list[str]:
    texts = (
        _without_skips(document, b).text if b.is_subtitle else document.text[b.start : b.end] for b in document.blocks
    )
    return [line.strip() for text in texts for line in text.splitlines()]


def _is_title_line(line: str, title: str) -> bool:
    """Whether a line begins with the document's title and is no sentence about it."""
    return bool(title) and line.startswith(title) and (line == title or not patterns.SENTENCE_END.search(line))


def _characters(strip: Strip, table: Table, chinese: bool) -> Strip:
    """Every correction within a paragraph."""
    for rule in (*table.fix, *LATER, *(CHINESE if chinese else ())):
        if rule.pattern.search(strip.text):
            new = _without_space if rule.why == "a space beside a number" else rule.new
            strip = strip.sub(rule.pattern, new, rule.why)
    if chinese and strip.text.count('"') % 2 == 0 and '"' in strip.text:
        quotes = iter(range(strip.text.count('"')))
        strip = strip.sub(STRAIGHT, lambda _match: "”" if next(quotes) % 2 else "“", "straight quotes")
    return strip


def _without_space(match: re.Match[str]) -> str:
    """Nothing for a space beside a number, but the space behind a stop's number, which a title follows."""
    text = match.string
    line = text.rfind("\n", max(0, match.start() - MAX_NUMBER_HEAD), match.start()) + 1
    before = text[line : match.start()] if match.start() - line < MAX_NUMBER_HEAD else ""
    return match[0] if before and NUMBER_HEAD.fullmatch(before) else ""


def load_confusions(project: Path | None = None) -> Table:
    """The table of known confusions, a project's own ``confusions.tsv`` before the built-in one.

    Raises ConfigError for a line that cannot be read.
    """
    files = [Path(__file__).with_name("confusions.tsv")]
    if project is not None and (own := project / "confusions.tsv").is_file():
        files.insert(0, own)
    rules: dict[str, list[CleanupRule]] = {"fix": [], "leave": [], "ask": []}
    for file in files:
        for number, line in enumerate(file.read_text("utf-8").splitlines(), 1):
            if not line.strip() or line.startswith("#"):
                continue
            columns = line.split("\t")
            try:
                action, pattern, new, why = columns
                rules["fix" if action == "mend" else action].append(CleanupRule(re.compile(pattern), new, why))
            except (ValueError, KeyError, re.error) as error:
                raise ConfigError(
                    _("{file}:{line}: not an entry of the table of confusions ({reason}).").format(
                        file=file, line=number, reason=error
                    ),
                    hint=_(
                        "Four columns separated by tabs: fix, leave or ask; a regular expression; its replacement; why."
                    ),
                ) from error
    return Table(*(tuple(rules[action]) for action in ("fix", "leave", "ask")))
