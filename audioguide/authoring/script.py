"""Narration scripts: ``scripts/<site>.yaml`` ↔ ``Tour``, with the line of everything.

``<site>.<language>.yaml`` is an edition of the same site in another language.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from contextlib import suppress
from pathlib import Path
from typing import Any

from .. import registry
from ..errors import ConfigError, ScriptError
from ..i18n import _
from ..i18n.language_tags import primary_language
from ..model import Place, Problem, Segment, Stop, Tour
from ..project import Project
from ..yaml import fitting, reader, validation
from ..yaml.fitting import Checked
from ..yaml.reader import List, Map, Node, Scalar
from . import (
    body_problems,
    picture_fields,
    place_fields,
    place_problems,
    schemas,
    sound_fields,
    tour_fields,
    voices_yaml,
)
from .script_names import SUFFIXES, name_problems, read_in_place, script_files, unknown_site

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
    return _sound_tour(path, check_script(path))


def load_tours(project: Project, names: Sequence[str] = ()) -> list[Tour]:
    """The tours of all scripts of a project, or those named, also where one is renamed meanwhile.

    Raises ConfigError as ``script_paths``, ScriptError as ``load_tour``.
    """
    return read_in_place(lambda: script_paths(project, names), load_tour)


def parse_tour(data: bytes, path: Path) -> Tour:
    """The tour that these bytes would be as the script at ``path``. Raises ScriptError as ``load_tour``."""
    return _sound_tour(path, _checked_tour(path, *reader.parse_bytes(data, _shown(path))))


def check_script(path: Path) -> Checked[Tour | None]:
    """The tour of a script with all problems of the file: what of it fits, None where nothing can be used."""
    return _checked_tour(path, *reader.read_tree(path, _shown(path)))


def script_problems(data: bytes, path: Path) -> list[Problem]:
    """What would keep these bytes from being the script at ``path``."""
    return list(_checked_tour(path, *reader.parse_bytes(data, _shown(path))).problems)


def _sound_tour(path: Path, checked: Checked[Tour | None]) -> Tour:
    if checked.problems or checked.value is None:
        raise ScriptError(_("{file} cannot be used.").format(file=_shown(path)), checked.problems)
    return checked.value


def _checked_tour(path: Path, root: Node | None, problems: list[Problem]) -> Checked[Tour | None]:
    problems = sorted([*problems, *_tree_problems(root, path)], key=lambda problem: problem.place)
    part = root if not problems or root is None else fitting.fitting_part(root, schemas.SCRIPT, schemas.NAMED_PARTS)
    tour = tour_fields.read_tour(part, path) if isinstance(part, Map) else None
    return Checked(tour, tuple(problems), _doubtful_fields(root, problems))


def _doubtful_fields(root: Node | None, problems: list[Problem]) -> frozenset[str]:
    """Return the fields of a script in which something is wrong, and those of its ``voices``."""
    names = fitting.doubtful_fields(root, schemas.SCRIPT, problems)
    if not isinstance(root, Map) or "voices" not in names:
        return names
    inside = [problem for problem in problems if fitting.field_at(root, problem.place) == "voices"]
    return names | voices_yaml.doubtful_settings(root.fields.get("voices"), inside)


def _shown(path: Path) -> str:
    return Project(path.parent).display_path(path)


def _tree_problems(root: Node | None, path: Path) -> list[Problem]:
    shown = _shown(path)
    problems = [*name_problems(path, shown)]
    if root is not None and reader.is_null(root):
        hint = _("audioguide new my-site shows how a script begins.")
        problems.append(Problem("error", "empty", _("The file is empty."), Place(shown, 1), hint))
    elif root is not None:
        problems += validation.schema_problems(root, schemas.SCRIPT)
        if isinstance(root, Map):
            problems += _semantic_problems(root, path)
    return problems


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
        if groups and not any(tour_fields.is_listed(stop) for stop in groups):
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
