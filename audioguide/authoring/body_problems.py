"""What a schema cannot see of a stop's body: text, segments and recordings that do not go together."""

from __future__ import annotations

from collections.abc import Iterator

from ..i18n import _
from ..model import Problem
from ..yaml import reader
from ..yaml.reader import List, Map
from ..yaml.validation import meant_fields
from .schemas import SEGMENT_FIELDS, STOP_FIELDS

BODY_FIELDS = ("audio", "speaker", "speaker_title")
"""Fields that a stop has itself where it has no segments."""
BODIES = ("text", "audio")
"""Fields that give a stop or a segment something to say."""


def body_problems(stop: Map) -> Iterator[Problem]:
    """Yield what is wrong with the body of a stop that fits its schema."""
    text, segments = (
        None if child is None or reader.is_null(child) else child
        for child in map(stop.fields.get, ("text", "segments"))
    )
    intended = meant_fields(stop, STOP_FIELDS)  # what is mistyped is not missing
    beside = [key for key in BODY_FIELDS if key in stop.fields and not reader.is_null(stop.fields[key])]
    for key in beside if segments is not None else ():
        message = _("A stop with segments has “{field}” in them.").format(field=key)
        yield Problem(
            "error", "bad-value", message, stop.keys[key], _("Move “{field}” into a segment.").format(field=key)
        )
    if text is not None and segments is not None:
        message = _("A stop has either text or segments, not both.")
        yield Problem("error", "bad-value", message, stop.keys["text"], _("Move the text into a segment."))
    elif text is None and segments is None and "audio" not in beside and not intended & {*BODIES, "segments"}:
        message = _("This stop has no text: it has neither text nor segments.")
        yield Problem("error", "missing-field", message, stop.place, _("Write what is said after “text: |”, indented."))
    if not isinstance(segments, List):
        return
    spoken = 0
    for segment in segments.items:
        if not isinstance(segment, Map):
            spoken += 1  # its only problem is that it is no segment
            continue
        given = {key for key, child in segment.fields.items() if not reader.is_null(child)}
        intended = meant_fields(segment, SEGMENT_FIELDS)
        spoken += bool((given | intended) & {*BODIES})
        if not given & {*BODIES, "cue"} and intended & {*BODIES, "cue"}:
            continue  # its only problem is the spelling
        if len(given & {"text", "cue"}) != 1 and not ("audio" in given and "cue" not in given):
            message = _("A segment has either a text or a cue.")
            hint = _("Write “text:” with what is said, or “cue:” with what is only meant for you.")
            yield Problem("error", "missing-field", message, segment.place, hint)
        elif "cue" in given and (extra := given & {"voice", "speaker", "speaker_title", "audio"}):
            message = _("A cue is not spoken, so it has no “{field}”.").format(field=min(extra))
            yield Problem("error", "bad-value", message, segment.keys[min(extra)], _("Take the field out."))
    if not spoken:
        message = _("This stop has no text: none of its segments has text.")
        yield Problem("error", "missing-field", message, stop.place, _("Give it a text, or take the stop out."))
