"""``voices.yaml`` → who speaks, how, and with which pauses.

One file serves all scripts of a project; a script's ``voices`` section has the same fields and is laid over it.
"""

from __future__ import annotations

import os
from collections.abc import Iterator, Mapping
from dataclasses import replace
from pathlib import Path
from typing import TYPE_CHECKING, Any

from .. import registry
from ..engines.options import find_option_table, option_errors
from ..errors import ConfigError
from ..i18n import _, closest_name, suggest_name
from ..i18n.language_tags import matching_values
from ..model import Disclosure, Lexicon, LexiconEntry, Place, Problem, Settings, Tour, Voice
from ..project import Project
from ..text.lexicon import entry_error as entry_problem
from ..yaml import fitting, reader, validation
from ..yaml.fitting import Checked
from ..yaml.reader import List, Map, Node, Scalar
from . import schemas

if TYPE_CHECKING:
    from ..engines import Engine

BAD_READING = "bad-lexicon"
"""Code of the problem of an entry that cannot be said: all else about its word is known."""
ROLE_NAMES = "names of roles"
"""Stands among doubtful fields for the names alone."""


def load_settings(path: Path) -> Settings:
    """The settings of a project; a missing file means the defaults.

    Raises ConfigError with every problem of the file, each with its line.
    """
    checked = check_settings(path)
    if checked.problems:
        shown = Project(path.parent).display_path(path)
        raise ConfigError(_("{file} has problems.").format(file=shown), checked.problems)
    return checked.value


def check_settings(path: Path) -> Checked[Settings]:
    """The settings of a project with all problems of the file; what does not fit is left out."""
    if not os.path.lexists(path):
        return Checked(Settings())
    root, problems = reader.read_tree(path, Project(path.parent).display_path(path))
    if root is not None and not reader.is_null(root):
        problems += validation.schema_problems(root, schemas.VOICES_SCHEMA)
        problems += semantic_problems(root)
    part = fitting.fitting_part(root, schemas.VOICES_SCHEMA, schemas.NAMED_PARTS) if root and problems else root
    settings = _settings_of(part) if isinstance(part, Map) else Settings()
    problems.sort(key=lambda problem: problem.place)
    return Checked(settings, tuple(problems), doubtful_settings(root, problems))


def doubtful_settings(root: Node | None, problems: list[Problem]) -> frozenset[str]:
    """The fields of settings in which something is wrong, and whether even the names of the roles are in doubt."""
    structural = [problem for problem in problems if problem.code != BAD_READING]
    names = fitting.doubtful_fields(root, schemas.VOICES_SCHEMA, structural)
    roles = root.fields.get("roles") if isinstance(root, Map) else None
    return names | {ROLE_NAMES} if "roles" in names and not isinstance(roles, Map) else names


def _settings_of(root: Map) -> Settings:
    settings = overlay(Settings(), reader.to_plain(root))
    if isinstance(words := root.fields.get("lexicon"), Map):
        # read from the tree once more: here each entry knows its line
        settings = replace(settings, lexicon={tag: lexicon_of(node) for tag, node in words.fields.items()})
    return settings


def merge_overrides(settings: Settings, tour: Tour) -> Settings:
    """The settings with the script's ``voices`` section laid over them."""
    return overlay(settings, tour.overrides)


def assign_voices(settings: Settings, tour: Tour, engine: Engine) -> dict[str, Voice]:
    """The voice of every role that speaks in the tour; a role left open gets the engine's own choice.

    Raises ConfigError with every role that cannot be given a voice, each with the place where it first speaks.
    """
    by_role: dict[str, Voice] = {}
    problems: list[Problem] = []
    for role, (place, number) in speaking_roles(tour).items():
        try:
            by_role[role] = _resolve_voice(settings, role, tour.language, engine)
        except ConfigError as error:
            problems.append(Problem("error", "no-voice", error.message, place, error.hint, number))
    if problems:
        raise ConfigError(_("Not every role of “{tour}” has a voice.").format(tour=tour.id), problems)
    return by_role


def tour_lexicon(settings: Settings, tour: Tour) -> Lexicon:
    """The entries that hold for a tour: the script's own first, then the project's for the language."""
    return (*tour.lexicon, *(entry for tag in matching_values(settings.lexicon, tour.language) for entry in tag))


def speaking_roles(tour: Tour) -> dict[str, tuple[Place, str]]:
    """Role → where a voice first speaks for it, and the number of that stop; a recording needs no voice."""
    by_role: dict[str, tuple[Place, str]] = {}
    for stop in tour.stops:
        for segment in stop.spoken_segments:
            if not segment.is_cue and not segment.audio:
                place = segment.place or stop.place or Place(str(tour.path))
                by_role.setdefault(segment.role, (place, stop.number))
    return by_role


def lexicon_of(node: Node) -> Lexicon:
    """The entries of a ``tour_lexicon`` section that fits its schema, in the order of the file."""
    if not isinstance(node, Map):
        return ()
    return tuple(
        _entry_of_node(word, item)
        for word, child in node.fields.items()
        for item in (child.items if isinstance(child, List) else (child,))
    )


def semantic_problems(root: Node) -> Iterator[Problem]:
    """What a schema cannot see in the fields of ``voices.yaml``: engines' names, contradictions, bad readings."""
    if not isinstance(root, Map):
        return
    if isinstance(engine := root.fields.get("engine"), Scalar):
        yield from _engine_problems(engine.text, engine.place, ("auto",), strict=True)
    if isinstance(engines := root.fields.get("engines"), Map):
        for name, place in engines.keys.items():
            yield from _engine_problems(name, place)
            yield from _option_problems(name, engines.fields[name])
    for languages in _child_maps(root.fields.get("roles")):
        for by_engine in _child_maps(languages):
            for name, place in by_engine.keys.items():
                yield from _engine_problems(name, place)
            for voice in _child_maps(by_engine):
                if {"rate", "pace"} <= voice.fields.keys():
                    message = _("A voice has either a rate or a pace, not both.")
                    yield Problem("error", "bad-value", message, voice.keys["pace"], _("Keep one of the two."))
    for words in _child_maps(root.fields.get("lexicon")):
        yield from lexicon_problems(words)


def lexicon_problems(node: Node | None) -> Iterator[Problem]:
    """Readings that cannot be said and contexts that do not hold their word; what is ill-typed is the schema's."""
    part = fitting.fitting_part(node, schemas.LEXICON) if node else None
    for entry in lexicon_of(part) if part else ():
        if not entry.say:
            continue
        if message := entry_problem(entry):
            hint = _("Example: 射洪: she4 hong2, one syllable with its tone for each character.")
            yield Problem("error", BAD_READING, message, entry.place or Place(""), hint)


def overlay(settings: Settings, data: Any) -> Settings:
    """The settings with checked plain data over them: groups field by field, single values replaced."""
    given = {key: value for key, value in data.items() if value is not None and key != "schema"}
    plain_parts: dict[str, Any] = {key: given[key] for key in ("engine", "bit_rate") if key in given}
    if "base_url" in given:
        plain_parts["base_url"] = given["base_url"].rstrip("/")
    groups: dict[str, Any] = {
        "pauses": settings.pauses,
        "loudness": settings.loudness,
        "disclosure": settings.disclosure or Disclosure(),
        "labels": settings.labels,
    }
    for key, group in groups.items():
        if fields := {k: v for k, v in (given.get(key) or {}).items() if v is not None}:
            plain_parts[key] = replace(group, **{k: _plain_setting(key, v) for k, v in fields.items()})
    if "roles" in given:
        plain_parts["roles"] = _deep_merge(settings.roles, _expand_voices(given["roles"]))
    if "engines" in given:
        plain_parts["engines"] = _deep_merge(settings.engines, given["engines"])
    if "lexicon" in given:
        added = {tag: _plain_lexicon(words) for tag, words in given["lexicon"].items() if words}
        # the later layer is asked first
        plain_parts["lexicon"] = {
            tag: (*added.get(tag, ()), *settings.lexicon.get(tag, ())) for tag in {**settings.lexicon, **added}
        }
    return replace(settings, **plain_parts)


def _plain_setting(group: str, value: Any) -> Any:
    if group == "loudness":
        return float(value)  # -16 and -16.0 are one target
    return tuple(value) if isinstance(value, list) else value


# ---------------------------------------------------------------- one voice


def _resolve_voice(settings: Settings, role: str, language: str, engine: Engine) -> Voice:
    by_language = settings.roles.get(role, {})
    fields: dict[str, Any] = {}
    for by_engine in reversed(matching_values(by_language, language)):
        fields = _deep_merge(fields, by_engine.get(engine.name, {}))
    name = str(fields.get("name") or engine.default_voice(language, role) or "")
    if not name:
        raise ConfigError(
            _("The role “{role}” has no voice for {language} on the engine {engine}.").format(
                role=role, language=language, engine=engine.name
            ),
            hint=_(
                "Name one in voices.yaml, under roles: {role}: {language}: {engine}: (audioguide voices lists them)."
            ).format(role=role, language=language, engine=engine.name),
        )
    return Voice(
        engine=engine.name,
        name=name,
        language=language,
        rate=_resolve_rate(fields, name, language, engine),
        pitch=int(str(fields.get("pitch", 0)).replace("Hz", "")),
        volume=int(str(fields.get("volume", 0)).rstrip("% ")),
        style=str(fields.get("style", "")),
    )


def _resolve_rate(fields: Mapping[str, Any], name: str, language: str, engine: Engine) -> float:
    """Speed as a multiple of the voice's natural one, from ``rate`` or ``pace``."""
    if "pace" not in fields:
        text = str(fields.get("rate", 1.0))
        # “+10%”, as edge-tts writes it
        return round(1 + float(text.rstrip("% ")) / 100 if "%" in text else float(text), 3)
    natural = engine.natural_pace(name, language)
    rate = round(float(fields["pace"]) / natural, 3) if natural else 0.0
    if not schemas.RATES[0] <= rate <= schemas.RATES[1]:
        message = _("The voice “{name}” of {engine} cannot speak at a pace of {pace}.")
        if not natural:
            message = _("The voice “{name}” of {engine} has no measured speaking rate; use `rate` instead of `pace`.")
        raise ConfigError(
            message.format(name=name, engine=engine.name, pace=fields["pace"]),
            hint=_("Give it a rate from {least} to {most} instead of a pace.").format(
                least=schemas.RATES[0], most=schemas.RATES[1]
            ),
        )
    return rate


# ---------------------------------------------------------------- helpers


def _engine_problems(name: str, place: Place, also: tuple[str, ...] = (), strict: bool = False) -> Iterator[Problem]:
    """A name nobody registered: an error where it is asked for, elsewhere only when it looks mistyped.

    A project may well hold voices for an engine that is not installed on this machine.
    """
    known = [*also, *registry.BUILT_IN["engines"]]
    if name in known or name in (known := [*also, *registry.plugin_names("engines")]):
        return
    if strict or closest_name(name, known):
        hint = suggest_name(name, known)
        yield Problem("error", "unknown-engine", _("There is no engine “{name}”.").format(name=name), place, hint)


def _option_problems(engine: str, node: Node) -> Iterator[Problem]:
    """Options that do not fit the table of an engine that is here."""
    if not isinstance(node, Map) or (table := find_option_table(engine)) is None:
        return
    values = {name: reader.to_plain(child) for name, child in node.fields.items()}
    for name, error in option_errors(engine, values, table):
        yield Problem("error", "bad-option", error.message, node.keys[name], error.hint)


def _entry_of_node(word: str, node: Node) -> LexiconEntry:
    data = reader.to_plain(node)
    entry = _plain_entry(word, node.text if isinstance(node, Scalar) else data)
    return replace(entry, place=node.place)


def _plain_entry(word: str, data: Any) -> LexiconEntry:
    if not isinstance(data, Mapping):
        return LexiconEntry(word, str(data).strip())
    say, context, note = (str(data.get(key) or "").strip() for key in ("say", "in", "note"))
    return LexiconEntry(word, say, context, note)


def _plain_lexicon(words: Mapping[str, Any]) -> Lexicon:
    return tuple(
        _plain_entry(word, item)
        for word, data in words.items()
        for item in (data if isinstance(data, list) else [data])
    )


def _child_maps(node: Node | None) -> list[Map]:
    return [child for child in node.fields.values() if isinstance(child, Map)] if isinstance(node, Map) else []


def _expand_voices(roles: Mapping[str, Any]) -> dict[str, Any]:
    """Roles with every voice as its fields: ``kokoro: zf_xiaoyi`` is short for ``kokoro: {name: zf_xiaoyi}``."""
    return {
        role: {
            tag: {
                engine: {key: value for key, value in fields.items() if value is not None}
                if isinstance(fields, Mapping)
                else {"name": str(fields)}
                for engine, fields in (by_engine or {}).items()
                if fields is not None
            }
            for tag, by_engine in (by_language or {}).items()
        }
        for role, by_language in roles.items()
    }


def _deep_merge(below: Mapping[str, Any], above: Mapping[str, Any]) -> dict[str, Any]:
    """Nested groups laid over each other; a rate above puts out a pace below, and the other way round."""
    merged = dict(below)
    for given, other in (("rate", "pace"), ("pace", "rate")):
        if given in above:
            merged.pop(other, None)
    for key, value in above.items():
        old = merged.get(key)
        merged[key] = _deep_merge(old, value) if isinstance(old, Mapping) and isinstance(value, Mapping) else value
    return merged
