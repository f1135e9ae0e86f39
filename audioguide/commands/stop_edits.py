"""Edits of the list of stops and of a stop's segments: add, remove, move, duplicate, split, join."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any, ClassVar

from ..authoring.body_problems import BODY_FIELDS
from ..authoring.schemas import STOP_FIELDS, TOUR_FIELDS
from ..errors import EditRefused
from ..i18n import _
from ..model import Stop, Tour
from ..yaml import patching
from ..yaml.writer import Block
from .route_edits import drop_stop_from_routes
from .script_edits import Edit, EditConflict, OpenScript, normalise_typed, refuse_unknown, with_segments

STOPS: patching.Path = ("stops",)


@dataclass(frozen=True)
class AddStop(Edit):
    """A new stop after another one; empty: at the end."""

    after: str
    title: str
    text: str
    kind = "add-stop"

    def patch_text(self, script: OpenScript) -> str:
        """Insert it under the next free number: numbers on the wall stay."""
        index = script.index_of(self.after) + 1 if self.after else len(script.tour.stops)
        item = {"number": _number(script.free_number()), "title": self.title.strip(), "text": Block(self.text.strip())}
        return patching.insert_item(script.text, STOPS, index, item)

    @property
    def label(self) -> str:
        """Names the title."""
        return _("New stop: {title}").format(title=self.title)


@dataclass(frozen=True)
class RemoveStop(Edit):
    """A stop taken out; the history keeps it."""

    stop: str
    kind = "remove-stop"

    def patch_text(self, script: OpenScript) -> str:
        """Remove its lines, the comments above them, and its number in routes."""
        if len(script.tour.stops) == 1:
            raise EditRefused(_("A tour needs at least one stop."))
        text = drop_stop_from_routes(script.text, script.tour, self.stop)
        return patching.remove_item(text, STOPS, script.index_of(self.stop))

    @property
    def label(self) -> str:
        """Names the number."""
        return _("Stop {number} removed").format(number=self.stop)


@dataclass(frozen=True)
class MoveStop(Edit):
    """A stop moved before another one; empty: to the end. Its number goes with it."""

    stop: str
    before: str
    kind = "move-stop"

    def patch_text(self, script: OpenScript) -> str:
        """Move its lines."""
        old = script.index_of(self.stop)
        new = script.index_of(self.before) if self.before else len(script.tour.stops)
        return patching.move_item(script.text, STOPS, old, new - (new > old))

    @property
    def label(self) -> str:
        """Names the number."""
        return _("Stop {number} moved").format(number=self.stop)


@dataclass(frozen=True)
class DuplicateStop(Edit):
    """A copy of a stop below it, under a number of its own."""

    stop: str
    kind = "duplicate-stop"

    def patch_text(self, script: OpenScript) -> str:
        """Insert the same fields."""
        item = _blocks({**script.stop_fields(self.stop), "number": _number(script.free_number())})
        return patching.insert_item(script.text, STOPS, script.index_of(self.stop) + 1, item)

    @property
    def label(self) -> str:
        """Names the number."""
        return _("Stop {number} duplicated").format(number=self.stop)


@dataclass(frozen=True)
class SplitStop(Edit):
    """A stop cut in two: what follows a character of a segment becomes a stop of its own."""

    stop: str
    segment: int
    base: str
    """The segment's wording on the page."""
    offset: int
    """Characters before the cut."""
    title: str
    kind = "split-stop"

    def patch_text(self, script: OpenScript) -> str:
        """The first half keeps the number; the second gets the next letter, as 3a after 3."""
        segment = script.find_segment(self.stop, self.segment)
        if segment.text != normalise_typed(self.base):
            raise EditConflict(segment.text)
        first, second = self.base[: self.offset], normalise_typed(self.base[self.offset :])
        if not normalise_typed(first) or not second:
            raise EditRefused(_("Put the cursor where the second stop begins."))
        if segment.audio:
            raise EditRefused(
                _("A recorded passage cannot be split: its recording says both halves."),
                hint=_("Take the recording out first, and record the halves."),
            )
        path, index = script.text_path(self.stop, self.segment), script.index_of(self.stop)
        fields = script.stop_fields(self.stop)
        item: dict[str, Any] = {"number": _number(script.free_number(self.stop)), "title": self.title.strip()}
        later = fields.get("segments", [])[self.segment + 1 :]
        if "text" in fields:
            item["text"] = Block(second)
        else:
            key = "cue" if segment.is_cue else "text"
            item["segments"] = [{**fields["segments"][self.segment], key: second}, *later]
        text = patching.set_value(script.text, path, normalise_typed(first))
        for _segment in later:
            text = patching.remove_item(text, ("stops", index, "segments"), self.segment + 1)
        if "next" in fields:  # the way on begins where the second half ends
            item["next"] = fields["next"]
            text = patching.remove_field(text, ("stops", index), "next")
        return patching.insert_item(text, STOPS, index + 1, _blocks(item))

    @property
    def label(self) -> str:
        """Names the number."""
        return _("Stop {number} split").format(number=self.stop)


@dataclass(frozen=True)
class JoinStop(Edit):
    """A stop joined with the one below it, whose number goes."""

    stop: str
    kind = "join-stop"

    def patch_text(self, script: OpenScript) -> str:
        """The segments of the second follow those of the first."""
        index = script.index_of(self.stop)
        if index + 1 >= len(script.tour.stops):
            raise EditRefused(_("There is no stop below this one."))
        below = script.tour.stops[index + 1].number
        fields, other = script.stop_fields(self.stop), script.stop_fields(below)
        text = drop_stop_from_routes(script.text, script.tour, below)
        text = patching.remove_item(text, STOPS, index + 1)
        text = patching.remove_field(text, ("stops", index), "next")  # it led to the stop that is joined
        if other.get("next"):
            text = patching.set_field(text, ("stops", index), "next", other["next"], STOP_FIELDS)
        if "text" in fields and "text" in other and not ("audio" in fields or "audio" in other):
            joined = f"{str(fields['text']).strip()}\n\n{str(other['text']).strip()}"
            return patching.set_value(text, ("stops", index, "text"), joined)
        text, _index = with_segments(OpenScript(text, script.tour), self.stop)
        added = other.get("segments") or [{name: other[name] for name in (*BODY_FIELDS, "text") if name in other}]
        for place, segment in enumerate(added, len(fields.get("segments", [""]))):
            text = patching.insert_item(text, ("stops", index, "segments"), place, _blocks(segment))
        return text

    @property
    def label(self) -> str:
        """Names the number."""
        return _("Stop {number} joined with the next").format(number=self.stop)


@dataclass(frozen=True)
class SetStopState(Edit):
    """Who finds a stop: everybody, only who has its number (``hidden``), nobody (``draft``), or it is ``closed``."""

    stop: str
    """Its number; empty: the tour itself."""
    state: str
    """``open``, ``hidden``, ``draft`` or ``closed``."""
    words: str
    """What visitors read of a closed stop."""
    kind = "set-stop-state"
    STATES: ClassVar[tuple[str, ...]] = ("open", "hidden", "draft", "closed")

    def patch_text(self, script: OpenScript) -> str:
        """Write the one field of the state, and take those of the others out."""
        refuse_unknown(self.state, self.STATES)
        words = " ".join(self.words.split())
        if self.state == "closed" and not words:
            raise EditRefused(
                _("Say in a few words why it is closed, and until when."), hint=_("Visitors read them on its page.")
            )
        path = (*STOPS, script.index_of(self.stop)) if self.stop else ()
        now = stop_state(script.find_owner(self.stop))
        text = script.text
        for name in self.STATES[1:]:
            if name != self.state:
                text = patching.remove_field(text, path, name)
        if self.state == "open" or now == self.state != "closed":
            return text
        order = STOP_FIELDS if self.stop else TOUR_FIELDS
        return patching.set_field(text, path, self.state, words if self.state == "closed" else True, order)

    @property
    def label(self) -> str:
        """Names the number and the state."""
        if not self.stop:
            return _("Tour: {state}").format(state=state_name(self.state))
        return _("Stop {number}: {state}").format(number=self.stop, state=state_name(self.state))

    @property
    def field(self) -> str:
        """Typing in the words is one step."""
        return f"{self.stop}/state"


@dataclass(frozen=True)
class SetClosingWords(Edit):
    """What visitors read of a stop, or of the tour, that is closed; it is closed with the first of these words."""

    stop: str
    """Its number; empty: the tour itself."""
    base: str
    value: str
    kind = "set-closing-words"

    def patch_text(self, script: OpenScript) -> str:
        """Set them where nobody changed them meanwhile. Raises EditConflict, EditRefused for none."""
        now = script.find_owner(self.stop).closed
        base, words = (" ".join(each.split()) for each in (self.base, self.value))
        if now not in (base, words):
            raise EditConflict(now)
        return script.text if now == words else self._state.patch_text(script)

    @property
    def _state(self) -> SetStopState:
        return SetStopState(self.stop, "closed", self.value)

    @property
    def label(self) -> str:
        """Names the number and the state."""
        return self._state.label

    @property
    def field(self) -> str:
        """Typing in the words is one step."""
        return self._state.field


def state_name(state: str) -> str:
    """Return the state of a stop in the reader's language."""
    names = {"open": _("open"), "hidden": _("in no list"), "draft": _("draft"), "closed": _("closed")}
    return names.get(state, state)


def stop_state(stop: Stop | Tour) -> str:
    """Which of ``SetStopState.STATES`` a stop or a tour is in."""
    return "draft" if stop.draft else "closed" if stop.closed else "hidden" if stop.hidden else "open"


@dataclass(frozen=True)
class AddSegment(Edit):
    """A new passage of a stop: a text in some voice, or a cue."""

    stop: str
    after: int
    """Index of the segment above it."""
    field_name: str
    """``text`` or ``cue``."""
    text: str
    role: str
    kind = "add-segment"

    def patch_text(self, script: OpenScript) -> str:
        """Insert it; a stop with a plain text gets a list of segments first."""
        text, index = with_segments(script, self.stop)
        voice = {"voice": self.role} if self.role and self.field_name == "text" else {}
        item = {**voice, "cue" if self.field_name == "cue" else "text": self.text.strip()}
        return patching.insert_item(text, ("stops", index, "segments"), self.after + 1, _blocks(item))

    @property
    def label(self) -> str:
        """Names the stop."""
        return _("Stop {number}: new passage").format(number=self.stop)


@dataclass(frozen=True)
class RemoveSegment(Edit):
    """A passage taken out of a stop."""

    stop: str
    segment: int
    base: str
    """Its wording on the page."""
    kind = "remove-segment"

    def patch_text(self, script: OpenScript) -> str:
        """Remove its lines where it still says what the page shows."""
        segment = script.find_segment(self.stop, self.segment)
        if segment.text != normalise_typed(self.base):
            raise EditConflict(segment.text)
        spoken = [other for other in script.find_stop(self.stop).segments if not other.is_cue]
        if spoken == [segment]:
            raise EditRefused(_("A stop needs at least one passage that is spoken."))
        return patching.remove_item(script.text, ("stops", script.index_of(self.stop), "segments"), self.segment)

    @property
    def label(self) -> str:
        """Names the stop."""
        return _("Stop {number}: passage removed").format(number=self.stop)


EDITS: tuple[type[Edit], ...] = (
    AddStop,
    RemoveStop,
    MoveStop,
    DuplicateStop,
    SplitStop,
    JoinStop,
    SetStopState,
    SetClosingWords,
    AddSegment,
    RemoveSegment,
)


def _number(text: str) -> int | str:
    return int(text) if text.isascii() and text.isdigit() and len(text) < 10 else text


def _blocks(value: Any) -> Any:
    """Return fields of a stop with narrated text as blocks, also in a list of segments."""
    if isinstance(value, dict):
        return {
            key: Block(item.strip()) if key == "text" and isinstance(item, str) else _blocks(item)
            for key, item in value.items()
        }
    return [_blocks(item) for item in value] if isinstance(value, list) else value
