"""Where stops begin: at lines decided to be headings, announcing sentences, items, shots; short ones join."""

from __future__ import annotations

from collections import Counter
from collections.abc import Sequence
from dataclasses import dataclass, replace

from ..i18n import _
from . import patterns
from .aside_patterns import SLIDE
from .document import Block
from .document_style import DocumentStyle, is_film
from .numbers_alone import read_number_alone
from .outline import LIST_RULE, UNSURE, Decision, Line, Part, Piece
from .speakers import NARRATOR, LineCutter, read_person
from .stop_merging import attach_cues, join_silent_sections, merge_items, merge_short_stops
from .stop_numbers import StopNumber, read_stop_number

NUMBER_ALONE_RULE = "a number alone on a line"
BARE_NUMBER_RULES = ("a number without a point", NUMBER_ALONE_RULE)
"""Rules by which a number without any mark is a stop's."""
SHORT_LINE_DEPTH = 7
"""Depth of a heading that is merely a short line: below the numbered ones."""
LEFT_OUT = {
    "citation": "list of references",
    "boilerplate": "boilerplate of a web site",
    "contents": "table of contents",
    "caption": "caption of a picture",
    "label": "label of the narration",
    "picture": "file name of a picture",
}
"""Kind of a line → why it is not narrated."""


@dataclass(frozen=True)
class TourForm:
    """The form a tour is written in, which decides what begins a stop."""

    film: bool
    """画面 / 解说 / 同期声."""
    article: bool
    """Articles under headlines."""
    marked: bool
    """Headings bear a mark: a style, brackets, 第一站."""
    sections: bool
    """A film in numbered sections, so that its pictures begin no stops."""
    announced: bool
    """No headings at all: sentences like 这是我局的荣誉墙。 announce the stops."""
    numbered: bool = False
    """第3站, Stop 101: stops carry numbers of their own."""
    stop_level: int = 0
    """Level of the headings that begin stops; deeper ones stand within a stop. 0: any level."""


def find_tour_form(lines: Sequence[Line], article: bool, style: DocumentStyle) -> TourForm:
    """Return the form of the lines of a tour."""
    film = is_film(lines)
    marked = not article and count_marked_headings(lines) >= (1 if film else 2)
    depths = [patterns.lead(line.text)[0] for line in lines]
    numbers = [heading_number(line) for line in lines if is_heading(line)]
    return TourForm(
        film,
        article,
        marked,
        sections=film and depths.count(1) >= 2,
        announced=not (film or article or marked) and sum(map(bool, depths)) < 3,
        numbered=sum(number is not None and number.family == "stop" for number in numbers) >= 2,
        stop_level=0 if article else style.number_level or _main_level(lines),
    )


def _main_level(lines: Sequence[Line]) -> int:
    """The shallowest level of styled headings of which two or more have text of their own; 0 without one."""
    with_text: Counter[int] = Counter()
    every: Counter[int] = Counter()
    shown = [line for line in lines if not line.reason]
    for n, line in enumerate(shown):
        if line.kind == "heading" and is_heading(line):
            every[line.level] += 1
            following = shown[n + 1] if n + 1 < len(shown) else None
            with_text[line.level] += following is not None and not is_heading(following)
    return next((level for level in sorted(every) if with_text[level] >= 2 and with_text[level] * 2 > every[level]), 0)


def is_heading(line: Line) -> bool:
    """Whether a line was decided to be a heading."""
    return line.decision is not None and line.decision.kind == "heading" and not line.reason


def heading_number(line: Line) -> StopNumber | None:
    """Return the number of a heading: the one it opens with, else the one the program shows."""
    bare = line.kind in ("heading", "cell") or line.block.bold or _has_rule(line, *BARE_NUMBER_RULES)
    if _has_rule(line, "the title of a slide") and (slide := SLIDE.fullmatch(line.text)):
        return StopNumber(0, "inner", slide.start("title"), line.text[: slide.start("title")])
    number = read_stop_number(line.text, in_heading=bare)
    if number is None and is_number_alone(line):
        return read_number_alone(line.text)
    if number is not None and number.prefix == "P" and line.text[:1] in "【[〔":
        return None
    if number is None and line.block.number:
        shown = read_stop_number(line.block.number, in_heading=True)
        if shown is not None:
            return replace(shown, length=0)
    return number


def _has_rule(line: Line, *names: str) -> bool:
    return line.decision is not None and any(name in line.decision.evidence for name in names)


def is_number_alone(line: Line) -> bool:
    """Whether a line was decided to hold nothing but a stop's number."""
    return _has_rule(line, NUMBER_ALONE_RULE)


def count_marked_headings(lines: Sequence[Line]) -> int:
    """How many headings bear a mark."""
    return sum(map(is_marked_heading, lines))


def is_marked_heading(line: Line) -> bool:
    """A heading by its mark: a style, bold type, 【…】, 第一站."""
    return is_heading(line) and heading_depth(line) in range(1, 3)


def heading_depth(line: Line) -> int:
    """Depth of a heading; the smaller, the more it stands above."""
    if line.kind == "heading":
        return line.level
    if line.kind == "cell" or line.block.bold or patterns.BRACKET.fullmatch(line.text):
        return 2
    number = heading_number(line)
    if number is not None and number.family == "stop":
        return 2
    if depth := patterns.lead(line.text)[0]:
        return 2 + depth
    if number is not None:
        return {"chinese": 3, "figure": 5}.get(number.family, 6)
    return SHORT_LINE_DEPTH


def detect_stops(lines: Sequence[Line], form: TourForm, style: DocumentStyle) -> list[Part]:
    """Return the lines of a tour as stops in the making."""
    collector = _StopCollector()
    cutter = LineCutter(style, form.film)
    for line in lines:
        if line.todo:
            collector.todos.append(line.todo)
        if line.begins:
            collector.start("row", film=False)
        kind = line.decision.kind if line.decision else "narration"
        if kind == "heading":
            cutter.voice = NARRATOR
        if line.block.decided and not line.reason:
            _add_decided(line, collector, cutter)
        elif line.reason or kind in LEFT_OUT:
            reason = line.reason or LEFT_OUT[kind]
            collector.collect(Piece(line.strip, "left", reason, decision=line.decision))
        elif kind == "chapter":
            collector.add_chapter(line)
        elif kind == "speaker":
            collector.collect(cutter.name_speaker(line))
        elif kind == "heading" and form.article and line.kind == "heading":
            collector.headline(line)
        elif collector.wants_title and may_be_title(line) and heading_number(line) is None:
            collector.title(line)
        elif kind == "heading" and begins_stop(line, form):
            collector.heading(line, heading_depth(line), heading_number(line))
        elif kind == "heading" and line.kind == "heading":
            collector.collect(Piece(line.strip, "cue", decision=line.decision))
        else:
            if why := _soft_start(line, form):
                collector.start(why, form.film)
            for piece in cutter.cut(line):
                collector.collect(piece)
            collector.todos += cutter.todos
            cutter.todos.clear()
        if line.decision and line.decision.confidence < UNSURE and kind not in LEFT_OUT:
            collector.todos.append(_ask(line))
    return join_silent_sections(attach_cues(merge_short_stops(merge_items(collector.closed()))))


def _add_decided(line: Line, collector: _StopCollector, cutter: LineCutter) -> None:
    """Take a line for what its author says it is, whatever stands in it."""
    match line.block.decided:
        case "heading":
            collector.heading(line, heading_depth(line), heading_number(line))
        case "opening":
            collector.open_with(line)
            for piece in cutter.cut(line):
                collector.collect(piece)
        case "speaker":
            cutter.voice = read_person(line.text)
            collector.collect(Piece(line.strip, "left", "label: it became the voice", decision=line.decision))
        case "direction":
            collector.collect(Piece(line.strip, "cue", decision=line.decision))
        case "caption":
            collector.collect(Piece(line.strip, "left", LEFT_OUT["caption"], decision=line.decision))
        case _:
            cutter.voice = NARRATOR
            for piece in cutter.narrate(line.strip):
                collector.collect(replace(piece, decision=line.decision))


def may_be_title(line: Line) -> bool:
    """Whether a line behind a number alone is the stop's title."""
    return (
        line.decision is not None
        and line.decision.kind in ("narration", "heading")
        and patterns.heading_like(line.text)
        and not _has_rule(line, "a speaker before it", "a label of a film script in it")
        and not patterns.PICTURE.match(line.text)
        and not patterns.GREETING.match(line.text)
        and patterns.has_words(line.text)
    )


def _ask(line: Line) -> str:
    decision = line.decision
    assert decision is not None
    return _("“{text}” was taken for {kind} ({evidence}); it may be {other}.").format(
        text=line.text[:30],
        kind=_(decision.kind),
        evidence=_(", ").join(_(name) for name in decision.evidence),
        other=_(decision.second or ""),
    )


def begins_stop(line: Line, form: TourForm) -> bool:
    """Whether a heading begins a stop in a tour of this form."""
    if line.kind == "heading":
        return not form.stop_level or line.level <= form.stop_level or heading_number(line) is not None
    if line.kind == "cell":
        return True
    number = heading_number(line)
    named = number is not None and number.family == "stop"
    if form.numbered and not named:  # 一、 and short lines stand within the stops that 第3站 counts
        return line.block.bold
    if form.marked and heading_depth(line) == SHORT_LINE_DEPTH:
        return False
    return not (form.stop_level and not named and not line.block.bold and heading_depth(line) > 2)


def replace_evidence(line: Line) -> Decision:
    """The decision for a line that is a title because a number alone stands above it."""
    return Decision("heading", ("the number of a stop",), line.decision.confidence if line.decision else 1.0)


class _StopCollector:
    """The stop that is being gathered, and those before it."""

    def __init__(self) -> None:
        self.todos: list[str] = []
        self._parts: list[Part] = []
        self._chapter_heading: list[Piece] = []
        self._opening: Block | None = None
        self._begin("")

    def _begin(self, why: str, hard: bool = True) -> None:
        self._pieces: list[Piece] = []
        self._chapter: list[Piece] = self._chapter_heading
        self._chapter_heading = []
        self._head: Piece | None = None
        self._number: StopNumber | None = None
        self._depth = 0
        self._why, self._hard = why, hard
        self._silent = True

    def _close(self) -> None:
        if self._pieces or self._chapter or self._head or self._number:
            self._parts.append(
                Part(
                    tuple(self._pieces),
                    tuple(self._chapter),
                    self._head,
                    self._hard,
                    self._why,
                    self._depth,
                    number=self._number,
                    todos=tuple(self.todos),
                )
            )
            self.todos = []

    def closed(self) -> list[Part]:
        """Return all of them."""
        self._close()
        return self._parts

    def collect(self, piece: Piece) -> None:
        """Add a piece to the stop that is open."""
        self._pieces.append(piece)
        self._silent = self._silent and piece.role != "say"

    def _insert(self, piece: Piece) -> None:
        """Add a piece where the document has it."""
        later = (n for n, other in enumerate(self._pieces) if other.strip.start > piece.strip.start)
        self._pieces.insert(next(later, len(self._pieces)), piece)

    def add_chapter(self, line: Line) -> None:
        """Name the group of stops that begins with the row the line stands in."""
        self._chapter.append(Piece(line.strip, "head", decision=line.decision))

    def headline(self, line: Line) -> None:
        """Begin a chapter with the headline of an article."""
        if not self._silent or self._head is not None:
            self._close()
            self._begin("headline")
        self._chapter.append(Piece(line.strip, "head", decision=line.decision))

    def heading(self, line: Line, depth: int, number: StopNumber | None) -> None:
        """Begin a stop with a heading; the number before its title is set aside."""
        own_row = self._why == "row" and self._silent and self._head is None
        if self._head is not None and self._silent and self._number is None and self._why != "row":
            if depth > self._depth:  # “three: services” directly before “(1) at the counter”: a chapter
                self._chapter.append(self._head)
            else:  # a heading without a text of its own stays as a cue before the next
                self._insert(replace(self._head, role="cue"))
            self._why, self._hard = "heading", True
        elif self._head is not None and self._silent and self._number is not None and depth > self._depth:
            self._chapter.append(self._head)
            self._why, self._hard = "heading", True
        elif not own_row and (self._parts or not self._silent or self._head is not None or self._number):
            self._close()
            self._begin("heading")
        strip = line.strip
        length = number.length if number else 0
        if length:
            figure, strip = strip.cut(line.indent + length)
            self._pieces.append(Piece(figure, "left", "number of the stop", decision=line.decision))
        if (remark := patterns.HEADING_REMARK.search(strip.text)) and patterns.has_words(strip.text[: remark.start()]):
            strip, cue = strip.cut(remark.start())
            self._pieces.append(Piece(cue, "cue", decision=line.decision))
        self._number, self._depth = number, depth
        self._head = Piece(strip, "head", decision=line.decision) if strip and patterns.has_words(strip.text) else None
        if self._head is None and strip:
            self._pieces.append(Piece(strip, "left", "number of the stop", decision=line.decision))

    @property
    def wants_title(self) -> bool:
        """Whether a stop has just begun with nothing but its number."""
        return self._number is not None and self._head is None and self._silent and self._why != "row"

    def title(self, line: Line) -> None:
        """Take a line for the title of the stop that has just begun."""
        self._head = Piece(line.strip, "head", decision=replace_evidence(line))

    def start(self, why: str, film: bool) -> None:
        """Begin a stop with something short of a heading, unless one has just begun."""
        if why == "row":
            if self._pieces or self._head or self._number:
                todos, self.todos = self.todos, []
                self._close()
                self.todos = todos
            self._begin("row")
            return
        has_just_begun = self._silent and (self._head is not None or self._number or (film and not self._parts))
        if not has_just_begun:
            self._close()
            self._begin(why, hard=why in ("announced", "opening"))

    def open_with(self, line: Line) -> None:
        """Begin a stop with words that are said, as their author asks: with the first line of their paragraph."""
        if line.block is not self._opening:
            self._opening = line.block
            self.start("opening", film=False)


def _soft_start(line: Line, form: TourForm) -> str:
    """What, short of a heading, begins a stop here; empty: nothing does."""
    text = line.text
    if form.sections or form.numbered or form.stop_level or line.kind == "cell" or _has_rule(line, LIST_RULE):
        return ""
    if form.film:
        return "shot" if patterns.SHOT.match(text) else "credits" if patterns.CREDITS.match(text) else ""
    if form.announced and patterns.ANNOUNCE.match(text):
        return "announced"
    depth, _length = patterns.lead(text)
    return f"item {depth}" if depth in (3, 4, 5, 6) else ""
