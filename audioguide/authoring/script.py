"""Narration scripts: ``scripts/<site>.yaml`` ↔ ``Tour``, with the line of everything.

``<site>.<language>.yaml`` is an edition of the same site in another language.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator, Sequence
from contextlib import suppress
from dataclasses import dataclass
from itertools import pairwise
from pathlib import Path
from typing import Any, cast

from .. import registry
from ..errors import ConfigError, ScriptError
from ..i18n import _
from ..i18n.language_tags import normalise_tag, primary_language
from ..model import Place, Problem, Segment, Stop, Tour
from ..project import Project
from ..yaml import reader, validation
from ..yaml.reader import List, Map, Node, Scalar
from . import body_problems, picture_fields, place_fields, place_problems, schemas, sound_fields, voices_yaml
from .script_names import SUFFIXES, name_problems, script_files, unknown_site, was_moved

# ---------------------------------------------------------------- finding scripts


def script_paths(project: Project, names: Sequence[str] = ()) -> list[Path]:
    """The scripts of a project, or those named by site (all its editions), id or file.

    Raises ConfigError for a name no script has, and for a project without scripts.
    """
    paths = script_files(project)
    if not paths:
        raise ConfigError(
            _("There is no script in {folder}.").format(folder=project.display_path(project.scripts)),
            hint=_("Begin one with: audioguide new my-site"),
        )
    if not names:
        return paths
    chosen: dict[Path, None] = {}
    for name in names:
        hits = [path for path in paths if name in (path.stem, path.stem.partition(".")[0], path.name)]
        if not hits and name.endswith(SUFFIXES):
            hits = [path for path in paths if path.resolve() == Path(name).resolve()]
        if not hits and "." in name:
            hits = [path for path in paths if _is_own_language(path, name)]
        if not hits:
            raise unknown_site(project, name)
        chosen.update(dict.fromkeys(hits))
    return list(chosen)


def _is_own_language(path: Path, name: str) -> bool:
    """Whether ``mill.en`` means ``mill.yaml``, which is in English."""
    site, _dot, tag = name.partition(".")
    if path.stem != site:
        return False
    with suppress(OSError, UnicodeDecodeError):
        if written := _LANGUAGE.search(path.read_text("utf-8-sig")):
            return primary_language(written[1]) == primary_language(tag)
    return False


_LANGUAGE = re.compile(rf"^language: *[\"']?({schemas.LANGUAGE})", re.MULTILINE)


def script_path(project: Project, name: str) -> Path:
    """The script with this id; of a site in several languages the one in its own.

    Raises ConfigError as ``script_paths``.
    """
    paths = script_paths(project, [name])
    return next((path for path in paths if path.stem == name), paths[0])


# ---------------------------------------------------------------- file → Tour


def load_tour(path: Path) -> Tour:
    """The tour of a script.

    Raises ScriptError with every problem of the file, each with its line and column.
    """
    return _checked_tour(path, *reader.read_tree(path, Project(path.parent).display_path(path)))


def load_tours(paths: Iterable[Path]) -> Iterator[Tour]:
    """Yield the tours of scripts that were found a moment ago; one that was moved away since is left out.

    Raises ScriptError as ``load_tour``.
    """
    for path in paths:
        try:
            yield load_tour(path)
        except ScriptError:
            if not was_moved(path):
                raise


def parse_tour(data: bytes, path: Path) -> Tour:
    """The tour that these bytes would be as the script at ``path``. Raises ScriptError as ``load_tour``."""
    return _checked_tour(path, *reader.parse_bytes(data, Project(path.parent).display_path(path)))


def _checked_tour(path: Path, root: Node | None, problems: list[Problem]) -> Tour:
    shown = Project(path.parent).display_path(path)
    problems += _tree_problems(root, path, shown)
    if problems:
        raise ScriptError(_("{file} cannot be used.").format(file=shown), sorted(problems, key=lambda p: p.place))
    return _tour_of_fields(_Fields(cast(Map, root)), path)


def script_problems(data: bytes, path: Path) -> list[Problem]:
    """What would keep these bytes from being the script at ``path``."""
    shown = Project(path.parent).display_path(path)
    root, problems = reader.parse_bytes(data, shown)
    return problems + _tree_problems(root, path, shown)


def _tree_problems(root: Node | None, path: Path, shown: str) -> list[Problem]:
    problems = [*name_problems(path, shown)]
    if root is not None and reader.is_null(root):
        hint = _("audioguide new my-site shows how a script begins.")
        problems.append(Problem("error", "empty", _("The file is empty."), Place(shown, 1), hint))
    elif root is not None:
        problems += validation.schema_problems(root, schemas.SCRIPT)
        if isinstance(root, Map):
            problems += _semantic_problems(root, path)
    return problems


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


def _tour_of_fields(fields: _Fields, path: Path) -> Tour:
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


def _stop_of_fields(fields: _Fields) -> Stop:
    if fields.read_text("text") or fields.read_text("audio"):
        segments: tuple[Segment, ...] = (_segment_of_fields(fields),)
    else:
        segments = tuple(_segment_of_fields(item) for item in fields.read_groups("segments"))
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
    key = next(key for key in ("cue", "text", "audio") if fields.read_text(key))
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


# ---------------------------------------------------------------- what a schema cannot see


def _semantic_problems(root: Map, path: Path) -> Iterator[Problem]:
    if isinstance(language := root.fields.get("language"), Scalar) and re.fullmatch(schemas.LANGUAGE, language.text):
        yield from _language_problems(language, path)
    yield from voices_yaml.lexicon_problems(root.fields.get("lexicon"))
    if overrides := root.fields.get("voices"):
        yield from voices_yaml.semantic_problems(overrides)
    yield from place_problems.find_place_problems(root, is_edition="." in path.stem)
    stops = root.fields.get("stops")
    if isinstance(stops, List):
        if not stops.items:
            yield Problem("error", "empty", _("There is no stop."), stops.place, _("A tour needs at least one."))
        groups = [stop for stop in stops.items if isinstance(stop, Map)]
        yield from _stop_problems(groups)
        if groups and not any(_is_listed(_Fields(stop)) for stop in groups):
            message = _("No stop is left for the walk: each is a draft or hidden.")
            hint = _("Leave one in the list, or write “draft: true” above “stops:” to keep the tour to yourself.")
            yield Problem("error", "empty", message, stops.place, hint)


def _language_problems(language: Scalar, path: Path) -> Iterator[Problem]:
    primary = primary_language(language.text)
    known = registry.BUILT_IN["languages"]
    if primary not in known and primary not in registry.plugin_names("languages"):
        message = _("The language “{tag}” is not known.").format(tag=language.text)
        hint = _("Known: {known}.").format(known=", ".join(registry.plugin_names("languages")))
        yield Problem("error", "unknown-language", message, language.place, hint)
    edition = path.stem.partition(".")[2]
    if edition and primary_language(edition) != primary:
        message = _("The file's name says “{edition}”, the script says “{tag}”.")
        yield Problem(
            "error",
            "language-mismatch",
            message.format(edition=edition, tag=language.text),
            language.place,
            _("Rename the file or correct the language."),
        )


def _stop_problems(stops: list[Map]) -> Iterator[Problem]:
    seen: dict[str, Place] = {}
    for stop in stops:
        number = stop.fields.get("number")
        if isinstance(number, Scalar) and number.text:
            if number.text in seen:
                message = _("Stop {number} is a duplicate; it was first used on line {line}.")
                yield Problem(
                    "error",
                    "duplicate-number",
                    message.format(number=number.text[:20], line=seen[number.text].line),
                    number.place,
                    _("Numbers are printed on the wall: give this one a new number, or a letter as in 3a."),
                )
            seen.setdefault(number.text, number.place)
        yield from body_problems.body_problems(stop)


def _is_listed(stop: _Fields) -> bool:
    return not (stop.read_switch("draft") or stop.read_switch("hidden"))


# ---------------------------------------------------------------- Tour → file


def write_script(tour: Tour) -> str:
    """The script as a person would write it; ``load_tour`` gives the same tour back, apart from places."""
    from ..yaml.writer import Block, Flow, write_document

    def lexicon_data() -> dict[str, Any]:
        entries: dict[str, list[Any]] = {}
        for entry in tour.lexicon:
            fields = Flow(_without_empty({"say": entry.say, "in": entry.context, "note": entry.note}))
            entries.setdefault(entry.written, []).append(fields if len(fields) > 1 else entry.say)
        return {word: several[0] if len(several) == 1 else several for word, several in entries.items()}

    def segment_data(item: Segment, simple: bool = False) -> dict[str, Any]:
        if item.is_cue:
            return {"cue": item.text}
        role = "" if simple else item.role
        fields = {"voice": role, "speaker": item.speaker, "speaker_title": item.speaker_title}
        return _in_order({**fields, "audio": item.audio, "text": Block(item.text)}, schemas.SEGMENT_FIELDS)

    def state_data(item: Stop | Tour) -> dict[str, Any]:
        switches = {name: True for name in ("draft", "hidden") if getattr(item, name)}
        return {**switches, "closed": item.closed}

    def stop_data(item: Stop) -> dict[str, Any]:
        only = item.segments[0] if len(item.segments) == 1 else None
        simple = (
            only is not None
            and not only.is_cue
            and only.role == "narrator"
            and (bool(only.audio) or (only.speaker, only.speaker_title) == ("", ""))
        )
        return _in_order(
            {
                "number": place_fields.number_data(item.number),
                "title": item.title,
                "chapter": item.chapter,
                **state_data(item),
                "image": item.image,
                "alt": item.alt,
                "images": picture_fields.pictures_data(item.images),
                "place": place_fields.position_data(item.position),
                "plan": place_fields.pin_data(item.pin),
                "trigger": f"{item.trigger_m} m" if item.trigger_m else "",
                "next": item.directions,
                "access": place_fields.access_data(item.access),
                **sound_fields.sounds_data(item.sounds),
                "todo": list(item.todos),
                "note": list(item.notes),
                **(
                    segment_data(item.segments[0], simple)
                    if simple
                    else {"segments": [*map(segment_data, item.segments)]}
                ),
            },
            schemas.STOP_FIELDS,
        )

    return write_document(
        _in_order(
            {
                "schema": schemas.VERSION,
                "title": tour.title,
                "language": tour.language,
                "description": tour.description,
                "accent": tour.accent,
                "cover": tour.cover,
                "cover_alt": tour.cover_alt,
                "label": tour.label,
                **state_data(tour),
                "source": tour.source,
                "lexicon": lexicon_data(),
                "voices": dict(tour.overrides),
                **sound_fields.sounds_data(tour.sounds),
                "points": place_fields.points_data(tour.points),
                "plans": place_fields.plans_data(tour.plans),
                "routes": place_fields.routes_data(tour.routes),
                "stops": [stop_data(item) for item in tour.stops],
            },
            schemas.TOUR_FIELDS,
        )
    )


def _in_order(fields: dict[str, Any], order: tuple[str, ...]) -> dict[str, Any]:
    """Return the fields that say something, as the schema orders them."""
    return dict(sorted(_without_empty(fields).items(), key=lambda pair: order.index(pair[0])))


def _without_empty(fields: dict[str, Any]) -> dict[str, Any]:
    return {key: value for key, value in fields.items() if value not in ("", [], {})}
