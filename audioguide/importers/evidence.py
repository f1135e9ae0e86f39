"""One pass of evidence: each line collects the votes of small independent rules, and the strongest kind wins.

A rule looks at a line and its surroundings and cuts nothing. Its name is what the report shows for it.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Callable, Sequence
from dataclasses import dataclass, replace
from functools import cached_property

from .aside_patterns import CONTACT, opens_with_direction
from .document import Decided
from .document_style import DocumentStyle, study_style
from .imprint_lines import is_imprint_line
from .outline import Decision, Line, LineKind
from .patterns import heading_like
from .stop_numbers import StopNumber, read_stop_number

LONGEST_LINE = 2_000
"""Characters above which a line is narration without a look at the rules: bounds the time of hostile input."""


@dataclass(frozen=True)
class Surroundings:
    """A line with what stands around it."""

    line: Line
    position: int
    before: Line | None
    """The last line before it that is neither left out nor the date and material of an object."""
    after: Line | None
    """The first line behind it that is neither."""
    style: DocumentStyle
    is_last: bool
    """Nothing that is spoken stands behind it."""
    below: Line | None = None
    """``after``, or what stands behind it where that is a direction in brackets."""

    @cached_property
    def text(self) -> str:
        """The line's text; of a document in traditional characters in simplified ones, each at its place."""
        return self.style.matched(self.line.text)

    @cached_property
    def is_below_heading(self) -> bool:
        """Whether what stands before it is a heading by style, number or form."""
        before = self.before
        return before is not None and (
            before.kind == "heading" or read_stop_number(before.text) is not None or heading_like(before.text)
        )

    @cached_property
    def number(self) -> StopNumber | None:
        """The number it opens with."""
        return read_stop_number(self.line.text, self.line.kind == "heading" or self.line.block.bold)


@dataclass(frozen=True)
class Rule:
    """One sign by which a line is known."""

    name: str
    """What it looks at, in words (message id)."""
    kind: LineKind
    """What it speaks for."""
    weight: float
    applies: Callable[[Surroundings], bool]


@dataclass(frozen=True)
class DecidedLines:
    """Lines with a decision each, and what was studied for it."""

    lines: list[Line]
    studied: list[Line]
    """Those that nobody had decided before: the style is theirs."""
    style: DocumentStyle

    def style_of(self, lines: Sequence[Line]) -> DocumentStyle:
        """Return the style of lines, which is known where they are those that were studied."""
        if len(lines) == len(self.studied) and all(
            line.strip is known.strip and line.block is known.block
            for line, known in zip(lines, self.studied, strict=True)
        ):
            return self.style
        return study_style(lines)


def decide_lines(lines: Sequence[Line]) -> DecidedLines:
    """Return the lines with a decision each; decided and left-out lines stay as they are."""
    from .evidence_rules import EVIDENCE_RULES

    lines = [replace(line, decision=_decision_of(line.block.decided)) if line.block.decided else line for line in lines]
    lines = [
        replace(line, decision=Decision("narration", ("longer than headings are",)))
        if line.decision is None and len(line.strip.text) > LONGEST_LINE
        else line
        for line in lines
    ]
    open_lines = [n for n, line in enumerate(lines) if not line.reason and line.decision is None]
    studied = [lines[n] for n in open_lines]
    style = study_style(studied)
    decided = list(lines)
    behind_all = range(len(open_lines) - 1, -1, -1)
    last_text = next((place for place in behind_all if _is_long_text(lines[open_lines[place]].text)), -1)
    for place, n in enumerate(open_lines):
        behind = (lines[open_lines[p]] for p in range(place + 1, len(open_lines)) if p not in style.tombstones)
        after = next(behind, None)
        is_direction = after is not None and opens_with_direction(after.text) and after.kind != "heading"
        surroundings = Surroundings(
            lines[n],
            place,
            next((lines[open_lines[p]] for p in range(place - 1, -1, -1) if p not in style.tombstones), None),
            after,
            style,
            is_last=place > last_text or (place == last_text and place + 1 == len(open_lines)),
            below=next(behind, None) if is_direction else after,
        )
        decided[n] = replace(lines[n], decision=weigh_evidence(surroundings, EVIDENCE_RULES))
    return DecidedLines(decided, studied, style)


def _is_long_text(text: str) -> bool:
    """Whether a line is long enough to be said: a sentence, or what is too long for a heading."""
    if len(text) <= 30 or heading_like(text):
        return False
    return not CONTACT.fullmatch(text) and not is_imprint_line(text, is_last=True)


def _decision_of(decided: Decided) -> Decision:
    """What its author says a line is: one that a stop begins with is narration like any other."""
    if decided == "opening" or not decided:
        return Decision("narration", ("the author's word",))
    return Decision(decided, ("the author's word",))


def weigh_evidence(surroundings: Surroundings, rules: Sequence[Rule]) -> Decision:
    """Return the kind with most votes, what spoke for it, and how sure that is."""
    votes: dict[LineKind, float] = defaultdict(float)
    names: dict[LineKind, list[tuple[float, str]]] = defaultdict(list)
    for rule in rules:
        if rule.applies(surroundings):
            votes[rule.kind] += rule.weight
            names[rule.kind].append((rule.weight, rule.name))
    ranked = sorted(votes, key=lambda kind: -votes[kind])
    best = ranked[0]
    second = ranked[1] if len(ranked) > 1 else None
    confidence = votes[best] / (votes[best] + votes[second]) if second else 1.0
    evidence = tuple(name for _weight, name in sorted(names[best], key=lambda pair: -pair[0]))
    return Decision(best, evidence, round(confidence, 2), second)
