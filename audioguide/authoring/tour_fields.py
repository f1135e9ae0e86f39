"""The fields of a script that fits its schema → ``Tour``, with the line of everything."""

from __future__ import annotations

import re
from dataclasses import dataclass
from itertools import pairwise
from pathlib import Path
from typing import cast

from ..i18n.language_tags import normalise_tag
from ..model import Segment, Stop, Tour
from ..yaml import reader
from ..yaml.reader import List, Map, Scalar
from . import picture_fields, place_fields, sound_fields, voices_yaml

_SPOKEN_OR_CUE = ("cue", "text", "audio")
"""What a segment is, by the first of these fields that it has; one with a voice alone lacks its text."""


@dataclass(frozen=True)
class _Fields:
    """Optional fields of a group that fits its schema, as text."""

    node: Map

    def read_text(self, key: str) -> str:
        """One line; empty when the field is left out."""
        child = self.node.fields.get(key)
        return child.text.strip() if isinstance(child, Scalar) and not reader.is_null(child) else ""

    def read_switch(self, key: str) -> bool:
        """True or false; false when the field is left out."""
        child = self.node.fields.get(key)
        return isinstance(child, Scalar) and reader.to_plain(child) is True

    def read_texts(self, key: str) -> tuple[str, ...]:
        """A list, or a single text as a list of one."""
        child = self.node.fields.get(key)
        if isinstance(child, List):
            return tuple(item.text.strip() for item in child.items if isinstance(item, Scalar) and item.text.strip())
        return (self.read_text(key),) if self.read_text(key) else ()

    def read_group(self, key: str) -> Map | None:
        """A group of fields."""
        child = self.node.fields.get(key)
        return child if isinstance(child, Map) else None

    def read_groups(self, key: str) -> list[_Fields]:
        """A list of groups."""
        child = self.node.fields.get(key)
        return [_Fields(item) for item in child.items if isinstance(item, Map)] if isinstance(child, List) else []


def read_tour(root: Map, path: Path) -> Tour:
    """Return the tour of a script's fields; a segment that says nothing of itself is left out."""
    fields = _Fields(root)
    site, _dot, edition = path.stem.partition(".")
    overrides = fields.read_group("voices")
    return Tour(
        site=site,
        edition=edition,
        language=normalise_tag(fields.read_text("language")),
        title=fields.read_text("title"),
        stops=tuple(_stop_of_fields(stop) for stop in fields.read_groups("stops")),
        description=fields.read_text("description"),
        lexicon=voices_yaml.lexicon_of(words) if (words := fields.read_group("lexicon")) else (),
        overrides=cast(dict[str, object], reader.to_plain(overrides)) if overrides else {},
        accent=fields.read_text("accent"),
        cover=fields.read_text("cover"),
        cover_alt=fields.read_text("cover_alt"),
        label=fields.read_text("label"),
        source=fields.read_text("source"),
        sounds=sound_fields.read_sounds(fields.node),
        points=place_fields.read_points(fields.node.fields.get("points")),
        draft=fields.read_switch("draft"),
        hidden=fields.read_switch("hidden"),
        closed=unwrap_lines(fields.read_text("closed")),
        plans=place_fields.read_plans(fields.node.fields.get("plans")),
        routes=place_fields.read_routes(fields.node.fields.get("routes")),
        path=path,
    )


def is_listed(stop: Map) -> bool:
    """Return whether a stop is on the walk: neither a draft nor hidden."""
    return not any(map(_Fields(stop).read_switch, ("draft", "hidden")))


def _stop_of_fields(fields: _Fields) -> Stop:
    if fields.read_text("text") or fields.read_text("audio"):
        segments: tuple[Segment, ...] = (_segment_of_fields(fields),)
    else:
        groups = fields.read_groups("segments")
        segments = tuple(
            _segment_of_fields(item) for item in groups if any(map(item.read_text, (*_SPOKEN_OR_CUE, "voice")))
        )
    return Stop(
        number=fields.read_text("number"),
        title=fields.read_text("title"),
        segments=segments,
        chapter=fields.read_text("chapter"),
        image=fields.read_text("image"),
        alt=fields.read_text("alt"),
        images=picture_fields.read_pictures(fields.node.fields.get("images")),
        todos=fields.read_texts("todo"),
        notes=fields.read_texts("note"),
        position=place_fields.read_position(fields.node.fields.get("place")),
        pin=place_fields.read_pin(fields.node.fields.get("plan")),
        directions=unwrap_lines(fields.read_text("next")),
        directions_place=fields.node.fields["next"].place if fields.read_text("next") else None,
        trigger_m=place_fields.read_trigger(fields.node.fields.get("trigger")),
        access=place_fields.read_access(fields.node.fields.get("access")),
        draft=fields.read_switch("draft"),
        hidden=fields.read_switch("hidden"),
        closed=unwrap_lines(fields.read_text("closed")),
        sounds=sound_fields.read_sounds(fields.node),
        place=fields.node.place,
    )


def _segment_of_fields(fields: _Fields) -> Segment:
    key = next((key for key in _SPOKEN_OR_CUE if fields.read_text(key)), "voice")
    place = fields.node.fields[key].place
    if key == "cue":
        return Segment(unwrap_lines(fields.read_text(key)), role="", is_cue=True, place=place)
    return Segment(
        text=unwrap_lines(fields.read_text("text")),
        role=fields.read_text("voice") or "narrator",
        speaker=fields.read_text("speaker"),
        speaker_title=fields.read_text("speaker_title"),
        place=place,
        audio=fields.read_text("audio"),
    )


_WIDE = r"[\u2e80-\u9fff\uac00-\ud7a3\uf900-\ufaff\ufe30-\ufe4f\uff00-\uff60]"
_WIDE_CHARACTER = re.compile(_WIDE)


def unwrap_lines(text: str) -> str:
    """Paragraphs on one line each, separated by one blank line: a single line break is only how the editor wrapped.

    Chinese lines join without a space. Non-space characters stay as they are, so places can be found again.
    """
    paragraphs = (part.strip() for part in re.split(r"\n[ \t]*(?:\n[ \t]*)+", text.strip()))
    return "\n\n".join(_join_lines([line.strip(" ") for line in part.split("\n")]) for part in paragraphs)


def _join_lines(lines: list[str]) -> str:
    pieces = [lines[0]]
    for before, line in pairwise(lines):
        wide = _WIDE_CHARACTER.match(before[-1:]) or _WIDE_CHARACTER.match(line[:1])
        pieces += ["" if wide else " ", line]
    return "".join(pieces)
