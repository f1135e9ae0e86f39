"""The edits an author can ask for: each knows how it changes the text of a script and what it is called.

An edit names a stop by its number, never by its place in the list: another page may have moved it meanwhile.
"""

from __future__ import annotations

import re
from dataclasses import dataclass
from typing import Any, ClassVar

from ..authoring.body_problems import BODY_FIELDS
from ..authoring.schemas import SEGMENT_FIELDS, STOP_FIELDS, TOUR_FIELDS
from ..authoring.tour_fields import unwrap_lines
from ..errors import EditRefused
from ..i18n import _
from ..model import Segment, Stop, Tour
from ..text.merging import merge_texts
from ..yaml import patching
from ..yaml.numbers import parse_decimal
from ..yaml.writer import Block


class EditConflict(EditRefused):
    """Somebody else changed the same sentence: both wordings are kept until the author decides."""

    def __init__(self, theirs: str) -> None:
        super().__init__(
            _("This was changed elsewhere at the same time."),
            hint=_("Your wording is still on this page: choose which to keep."),
        )
        self.theirs = theirs
        """The wording that the file has now."""


@dataclass(frozen=True)
class OpenScript:
    """A script while it is edited: its text without byte order mark, and the tour it means."""

    text: str
    tour: Tour

    def index_of(self, number: str) -> int:
        """Index of a stop. Raises EditRefused for one that is gone."""
        for index, stop in enumerate(self.tour.stops):
            if stop.number == number:
                return index
        raise EditRefused(_("Stop {number} is no longer in the script.").format(number=number))

    def find_stop(self, number: str) -> Stop:
        """The stop with this number. Raises EditRefused for one that is gone."""
        return self.tour.stops[self.index_of(number)]

    def find_owner(self, number: str) -> Tour | Stop:
        """The stop with this number, or the tour without one. Raises EditRefused for a stop that is gone."""
        return self.find_stop(number) if number else self.tour

    def find_segment(self, number: str, segment: int) -> Segment:
        """A segment of a stop. Raises EditRefused for one that is gone."""
        segments = self.find_stop(number).segments
        if not 0 <= segment < len(segments):
            raise EditRefused(_("This passage is no longer in stop {number}.").format(number=number))
        return segments[segment]

    def is_simple(self, number: str) -> bool:
        """Whether the stop has no list of segments, but ``text`` or a recording alone."""
        return "segments" not in self.stop_fields(number)

    def stop_fields(self, number: str) -> dict[str, Any]:
        """The fields of a stop as bare Python."""
        stop: dict[str, Any] = patching.load_plain(self.text)["stops"][self.index_of(number)]
        return stop

    def text_path(self, number: str, segment: int) -> patching.Path:
        """Where the wording of a segment stands."""
        index = self.index_of(number)
        if self.is_simple(number):
            return ("stops", index, "text")
        return ("stops", index, "segments", segment, "cue" if self.find_segment(number, segment).is_cue else "text")

    def free_number(self, after: str = "") -> str:
        """A number no stop has: the next letter after a stop, else the next whole number."""
        taken = {stop.number for stop in self.tour.stops}
        digits = after.rstrip("abcdefghijklmnopqrstuvwxyz")
        letters = (f"{digits}{letter}" for letter in "abcdefghijklmnopqrstuvwxyz") if after else iter(())
        chosen = next((number for number in letters if number not in taken and number > after), "")
        return chosen or str(max((int(re.sub(r"\D", "", number)) for number in taken), default=0) + 1)


@dataclass(frozen=True)
class Edit:
    """Something an author changes."""

    kind: ClassVar[str]

    def patch_text(self, script: OpenScript) -> str:
        """The script's text with the change. Raises EditRefused, EditConflict."""
        raise NotImplementedError

    @property
    def label(self) -> str:
        """What it is called in the history."""
        raise NotImplementedError

    @property
    def field(self) -> str:
        """What typing goes on in; empty: a step of its own."""
        return ""


def normalise_typed(text: str) -> str:
    """Text from a page: every line break begins a paragraph, white space at the ends is gone."""
    lines = (line.strip(" \t\u3000\u00a0") for line in text.replace("\r\n", "\n").split("\n"))
    return "\n\n".join(line for line in lines if line)


@dataclass(frozen=True)
class SetText(Edit):
    """New wording of a segment."""

    stop: str
    segment: int
    base: str
    """The wording the page began with: another one in the file is merged, or is a conflict."""
    text: str
    seen: str = ""
    """The file's wording that the author has seen and decided against; empty, or no longer there: a conflict is one."""
    kind = "set-text"

    def patch_text(self, script: OpenScript) -> str:
        """Merge with what the file has now; the lines of unchanged paragraphs stay."""
        text, base = normalise_typed(self.text), normalise_typed(self.base)
        index = self._index(script, base)
        path = script.text_path(self.stop, index)
        theirs = script.find_segment(self.stop, index).text
        merged = merge_texts(base, text, theirs, prefers_ours=bool(self.seen) and self.seen == theirs)
        if merged is None:
            raise EditConflict(theirs)
        if not merged:
            raise EditRefused(
                _("A passage needs text."),
                hint=_("To take it out, use “Remove passage”; where it is the only one, remove the stop."),
            )
        raw = patching.load_plain(script.text)
        *parent, name = path
        for step in parent:
            raw = raw[step]
        if name not in raw:  # a recording whose words nobody had written down
            order = SEGMENT_FIELDS if "segments" in parent else STOP_FIELDS
            return patching.set_field(script.text, tuple(parent), str(name), merged, order)
        return patching.set_value(script.text, path, keep_wraps(str(raw[name]), merged))

    def _index(self, script: OpenScript, base: str) -> int:
        """The segment meant, also when another page inserted one above it."""
        segments = script.find_stop(self.stop).segments
        if 0 <= self.segment < len(segments) and segments[self.segment].text == base:
            return self.segment
        same = [index for index, segment in enumerate(segments) if segment.text == base]
        if len(same) == 1:
            return same[0]
        script.find_segment(self.stop, self.segment)
        return self.segment

    @property
    def label(self) -> str:
        """Names the stop."""
        return _("Stop {number}: text").format(number=self.stop)

    @property
    def field(self) -> str:
        """Typing in a segment is one step."""
        return f"{self.stop}/{self.segment}"


def keep_wraps(raw: str, new: str) -> str:
    """New wording (paragraphs on one line each) with the line breaks of the file where a paragraph has some."""
    pieces = re.split(r"(\n[ \t]*(?:\n[ \t]*)+)", raw.strip())
    paragraphs, gaps = pieces[::2], pieces[1::2]
    wanted = new.split("\n\n")
    if len(paragraphs) != len(wanted):
        known = {unwrap_lines(paragraph): paragraph for paragraph in paragraphs}
        return "\n\n".join(known.get(paragraph, paragraph) for paragraph in wanted)
    lines = [_rewrapped(old, paragraph) for old, paragraph in zip(paragraphs, wanted, strict=True)]
    return "".join(line + gap for line, gap in zip(lines, [*gaps, ""], strict=True))


def _rewrapped(raw: str, new: str) -> str:
    old = unwrap_lines(raw)
    if old == new or "\n" not in raw:
        return raw if old == new else new
    changed = patching.replace_stretch(raw, old, new)
    return changed if unwrap_lines(changed) == new else new


@dataclass(frozen=True)
class SetStopField(Edit):
    """A field of a stop: title, chapter, image, alt; an empty value takes an optional field out."""

    stop: str
    name: str
    base: str
    value: str
    kind = "set-stop-field"
    FIELDS: ClassVar[tuple[str, ...]] = ("title", "chapter", "image", "alt")

    def patch_text(self, script: OpenScript) -> str:
        """Set it where nobody changed it meanwhile."""
        refuse_unknown(self.name, self.FIELDS)
        now, path = getattr(script.find_stop(self.stop), self.name), ("stops", script.index_of(self.stop))
        change = LineChange(self.base, now, self.value, is_required=self.name == "title")
        return write_line(script.text, (*path, self.name), change, STOP_FIELDS)

    @property
    def label(self) -> str:
        """Names stop and field."""
        return _("Stop {number}: {field}").format(number=self.stop, field=_(self.name))

    @property
    def field(self) -> str:
        """Typing in a field is one step."""
        return f"{self.stop}/{self.name}"


@dataclass(frozen=True)
class SetTourField(Edit):
    """A field of the tour, such as its title; an empty value takes an optional field out."""

    name: str
    base: str
    value: str
    kind = "set-tour-field"
    FIELDS: ClassVar[tuple[str, ...]] = ("title", "description", "accent", "cover", "cover_alt", "label")

    def patch_text(self, script: OpenScript) -> str:
        """Set it where nobody changed it meanwhile."""
        refuse_unknown(self.name, self.FIELDS)
        now = getattr(script.tour, self.name)
        change = LineChange(self.base, now, self.value, is_required=self.name == "title")
        return write_line(script.text, (self.name,), change, TOUR_FIELDS)

    @property
    def label(self) -> str:
        """Names the field."""
        names = {"accent": _("colour"), "label": _("which edition")}
        return _("Tour: {field}").format(field=names.get(self.name) or _(self.name))

    @property
    def field(self) -> str:
        """Typing in a field is one step."""
        return f"/{self.name}"


@dataclass(frozen=True)
class SetSegmentField(Edit):
    """Who says a segment: voice (a role), speaker, speaker_title."""

    stop: str
    segment: int
    name: str
    base: str
    value: str
    kind = "set-segment-field"
    FIELDS: ClassVar[tuple[str, ...]] = ("voice", "speaker", "speaker_title")

    def patch_text(self, script: OpenScript) -> str:
        """Set it; a stop with a plain text gets a list of segments first."""
        refuse_unknown(self.name, self.FIELDS)
        segment = script.find_segment(self.stop, self.segment)
        now = segment.role if self.name == "voice" else getattr(segment, self.name)
        change = LineChange(self.base, now, self.value)
        refuse_changed(change.base, now, change.wanted)
        if now == change.wanted:
            return script.text
        text, index = with_segments(script, self.stop)
        return write_line(text, ("stops", index, "segments", self.segment, self.name), change, SEGMENT_FIELDS)

    @property
    def label(self) -> str:
        """Names the stop."""
        return _("Stop {number}: who speaks").format(number=self.stop)

    @property
    def field(self) -> str:
        """Typing in a field is one step."""
        return f"{self.stop}/{self.segment}/{self.name}"


@dataclass(frozen=True)
class ResolveTodo(Edit):
    """An open question that has been decided."""

    stop: str
    text: str
    kind = "resolve-todo"

    def patch_text(self, script: OpenScript) -> str:
        """Take the question out of the list, and the list with the last one."""
        left = [todo for todo in script.find_stop(self.stop).todos if todo != self.text]
        path = ("stops", script.index_of(self.stop))
        if not left:
            return patching.remove_field(script.text, path, "todo")
        return patching.set_field(script.text, path, "todo", left, STOP_FIELDS)

    @property
    def label(self) -> str:
        """Names the stop."""
        return _("Stop {number}: question decided").format(number=self.stop)


@dataclass(frozen=True)
class LineChange:
    """One line of words that an author changes."""

    base: str
    """What the page began with."""
    now: str
    """What the file has."""
    value: str
    """What the page has now; empty: the field goes."""
    is_required: bool = False
    """The field cannot go: what is empty is refused as a script's own problem."""

    @property
    def wanted(self) -> str:
        """The value as a file has it."""
        return join_spaces(self.value)


def join_spaces(text: str) -> str:
    """Return a line with one space wherever it has white space, and none at its ends."""
    return " ".join(text.split())


def refuse_changed(base: str, now: str, wanted: str) -> None:
    """Raise EditConflict where the file says neither what the page began with nor what it wants.

    Spaces do not count: a page goes on with what was typed, and a file may be wrapped or have two of them.
    """
    if join_spaces(now) not in (join_spaces(base), join_spaces(wanted)):
        raise EditConflict(now)


def write_line(text: str, path: patching.Path, change: LineChange, order: tuple[str, ...]) -> str:
    """Write the words at ``path`` where nobody changed them meanwhile; empty ones take the field out.

    Raises EditConflict.
    """
    *parent, name = path
    refuse_changed(change.base, change.now, change.wanted)
    if change.wanted == change.now:
        return text
    if not change.wanted and not change.is_required:
        return patching.remove_field(text, tuple(parent), str(name))
    return patching.set_field(text, tuple(parent), str(name), change.wanted, order)


def refuse_unknown(name: str, known: tuple[str, ...]) -> None:
    """Raise EditRefused for what an edit cannot set."""
    if name not in known:
        raise EditRefused(_("“{field}” cannot be changed here.").format(field=name))


def parse_number(text: str, hint: str = "") -> int | float:
    """Return a number as it is written in a file. Raises EditRefused with ``hint`` for what is none."""
    number = parse_decimal(text)
    if number is None:
        raise EditRefused(_("“{value}” is no number.").format(value=text), hint=hint)
    return number


def with_segments(script: OpenScript, number: str) -> tuple[str, int]:
    """The text with what the stop says itself, or who recorded it, as the first of a list of segments."""
    index = script.index_of(number)
    if not script.is_simple(number):
        return script.text, index
    fields = script.stop_fields(number)
    body = {name: fields[name] for name in (*BODY_FIELDS, "text") if fields.get(name)}
    if "text" not in body and "audio" not in body:
        raise EditRefused(_("Stop {number} has no text yet.").format(number=number), hint=_("Write its text first."))
    if "text" in body:
        body["text"] = Block(str(body["text"]).strip())
    path = ("stops", index)
    text = patching.replace_field(script.text, path, "text" if "text" in body else "audio", {"segments": [body]})
    for name in BODY_FIELDS:
        text = patching.remove_field(text, path, name)
    return text, index


EDITS: tuple[type[Edit], ...] = (
    SetText,
    SetStopField,
    SetTourField,
    SetSegmentField,
    ResolveTodo,
)
