"""The settings for all tours, read for a form and changed one by one: ``site.yaml`` and ``voices.yaml``.

A line changes and all others stay byte for byte; every version is in the history, and a step can be undone.
"""

from __future__ import annotations

import json
import re
import unicodedata
from collections.abc import Mapping
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from .. import files
from ..authoring import schemas, site_yaml, voices_yaml
from ..errors import EditRefused
from ..i18n import _
from ..i18n.language_tags import primary_language
from ..model import Lexicon
from ..project import Project
from ..registry import plugin_names
from ..yaml import patching
from ..yaml.numbers import parse_decimal
from . import overview
from .add_picture import encode_picture
from .edit_settings import SITE, VOICES, rewrite_settings, settings_path
from .history import History
from .script_edits import EditConflict, parse_number
from .settings_table import ProjectFacts, Setting, SettingsGroup, list_groups, value_at
from .voice_edits import refuse_role_name

LOGO_EDGE_PIXELS = 512
LISTS = ("names", "order", "lines")
"""Kinds whose value is a list in the file, and a line each on the page."""
_ADDRESS = re.compile(r"(?<![A-Za-z0-9+.-])([A-Za-z][A-Za-z0-9+.-]*)[:：](?=[/／A-Za-z0-9+])(\S*)")
"""What begins with a scheme, also as a Chinese keyboard writes it."""
_ADDRESSES = ("url", "base_url", "embed", "proxy", "to", "timestamp", "endpoint", "remote")
"""Last keys of fields that hold addresses."""
_PAIR_SIGN = re.compile("[=＝:：]")
"""Between a name and its value, also as a Chinese keyboard writes it."""


@dataclass(frozen=True)
class SettingsForm:
    """The form with what the files hold now."""

    groups: tuple[SettingsGroup, ...]
    values: tuple[tuple[str, ...], ...]
    """Of each group, what each setting is, as text."""
    undo: Mapping[str, str]
    """File → what can be undone there; empty: nothing."""
    lexicons: Mapping[str, Lexicon]
    """Language → how words are said in all tours; a language of the tours that has no entry yet is there too."""
    languages: tuple[str, ...]
    """Languages that a role can have a voice for: those of ``voices.yaml`` and of the tours, as they are written."""
    text_languages: tuple[str, ...]
    """Languages of the tours, without regions: what a text of ``site.yaml`` can be in."""


@dataclass(frozen=True)
class SettingChange:
    """Another value for a setting."""

    file: str
    path: tuple[str, ...]
    language: str
    base: str
    """What the page began with."""
    value: str
    """Empty: the line goes."""


def read_settings(project: Project) -> SettingsForm:
    """Return the form. Raises EditRefused for a file that is no YAML, ConfigError for one that has problems."""
    data = {file: _load(settings_path(project, file)) for file in (SITE, VOICES)}
    facts = _facts_of(project, data[SITE])
    groups = list_groups(facts, data[SITE], data[VOICES])
    values = tuple(tuple(_shown(setting, data[group.file]) for setting in group.settings) for group in groups)
    undo = {}
    for file in data:
        steps = History(project, file).available_steps().undo
        undo[file] = steps[-1].label if steps else ""
    lexicons = dict(voices_yaml.load_settings(project.voices).lexicon)
    known = {primary_language(tag) for tag in lexicons}
    lexicons |= {language: () for language in facts.languages if language not in known}
    roles = data[VOICES].get("roles") or {}
    tags = [tag for languages in roles.values() for tag in languages]
    return SettingsForm(
        tuple(groups), values, undo, lexicons, tuple(dict.fromkeys([*tags, *facts.tags])), tuple(facts.languages)
    )


def change_setting(project: Project, change: SettingChange) -> None:
    """Write another value. Raises EditConflict where another page changed it, EditRefused, ConfigError, OutputError."""
    data = {file: _load(settings_path(project, file)) for file in (SITE, VOICES)}
    wanted = (change.file, change.path, change.language)
    groups = list_groups(_facts_of(project, data[SITE]), data[SITE], data[VOICES])
    settings = [each for group in groups for each in group.settings]
    setting = next((each for each in settings if (each.file, each.path, each.language) == wanted), None)
    setting = setting or _new_setting(change)
    if setting is None:
        raise EditRefused(_("This page and the program do not fit each other: reload the page."))
    raw = _parse(setting, change.value)

    def patch(text: str) -> str:
        values = patching.load_plain(text)
        now = _shown(setting, values)
        if now not in (change.base, change.value):
            raise EditConflict(now)
        return text if now == change.value else _patched(text, setting, raw)

    rewrite_settings(project, change.file, patch, f"{change.file}: {setting.label}", "/".join(map(str, wanted)))


def _new_setting(change: SettingChange) -> Setting | None:
    """A target of a publication, or the voice of a role, that the form does not have yet."""
    path = change.path
    if change.file == SITE and path[:1] == ("publish",) and len(path) == 2 and path[1].strip():
        return Setting(SITE, path, path[1])
    if change.file == VOICES and path[:1] == ("roles",) and len(path) == 4:
        _roles, role, language, engine = path
        refuse_role_name(role)
        if re.fullmatch(schemas.LANGUAGE, language) and engine in plugin_names("engines"):
            return Setting(VOICES, path, f"{role} · {language} · {engine}", "voice")
    return None


def set_logo(project: Project, change: SettingChange, data: bytes) -> None:
    """Store a picture beside the settings and name it there.

    Raises OutputError for what is no picture, and what ``change_setting`` raises.
    """
    picture = encode_picture(data, LOGO_EDGE_PIXELS)
    names = (f"logo{'' if number == 1 else f'-{number}'}{picture.suffix}" for number in range(1, 1000))
    path = next(
        path for name in names if not (path := project.root / name).exists() or path.read_bytes() == picture.data
    )
    files.write_bytes(path, picture.data)
    change_setting(project, SettingChange(change.file, change.path, "", change.base, path.name))


def _load(path: Path) -> dict[str, Any]:
    text = path.read_bytes().decode("utf-8-sig") if path.exists() else ""
    values = patching.load_plain(text)
    return values if isinstance(values, dict) else {}


def _facts_of(project: Project, site: Mapping[str, Any]) -> ProjectFacts:
    cards = overview.list_tours(project)
    titles: dict[str, str] = {}
    for card in cards:
        name = card.id.partition(".")[0]
        if name not in titles or name == card.id:
            titles[name] = card.title
    order = site.get("tours")
    named = [name for name in order if name in titles] if isinstance(order, list) else []
    sites = [(name, titles[name]) for name in dict.fromkeys([*named, *titles])]
    own_first = sorted(cards, key=lambda card: "." in card.id)
    languages = list(dict.fromkeys(primary_language(card.language) for card in own_first if card.language))
    tags = list(dict.fromkeys(card.language for card in own_first if card.language))
    return ProjectFacts(sites, languages, tags)


# ---------------------------------------------------------------- a value on the page and in the file


def _shown(setting: Setting, values: Mapping[str, Any] | None) -> str:
    value = value_at(values or {}, setting.path)
    if setting.kind == "voice" and isinstance(value, dict):
        value = value.get("name")
    if setting.kind == "pairs" and isinstance(value, dict):
        return "\n".join(f"{name} = {_pair_text(field)}" for name, field in value.items())
    if setting.language:
        if isinstance(value, dict):
            return str(value.get(setting.language, ""))
        return str(value or "") if setting.language == setting.first_language else ""
    if isinstance(value, list):
        return (" " if setting.kind == "choice" else "\n").join(map(str, value))
    if isinstance(value, bool):
        return str(value).lower()
    if setting.kind == "order" and value is None:
        return "\n".join(name for name, _title in setting.choices)
    return "" if value is None or isinstance(value, dict) else str(value)


def _parse(setting: Setting, value: str) -> Any:
    value = value.strip()
    lines = [line.strip() for line in value.split("\n") if line.strip()]
    if setting.path[-1] in _ADDRESSES:
        lines = [_ADDRESS.sub(lambda parts: f"{parts[1]}:{parts[2].replace('／', '/')}", line) for line in lines]
    if not lines:
        return None
    if setting.path == ("embed",) and lines in (["none"], ["any"]):
        return lines[0]
    if setting.kind in LISTS:
        return lines
    if setting.kind == "pairs":
        return dict(map(_parse_pair, lines))
    if setting.kind == "number" or (setting.kind == "amount" and parse_decimal(value) is not None):
        return parse_number(value)
    if setting.kind == "amount":
        return unicodedata.normalize("NFKC", value).replace("−", "-").replace(" ", "")
    if setting.kind == "choice":
        if value not in dict(setting.choices):
            raise EditRefused(_("This page and the program do not fit each other: reload the page."))
        if setting.path == ("disclosure", "regimes") and value != "auto":
            return value.split()
        return {"true": True, "false": False}.get(value, int(value) if value.isdigit() else value)
    return " ".join(lines)


def _parse_pair(line: str) -> tuple[str, Any]:
    """A line of ``pairs``: what JSON knows is a number, a switch, a list or a group, all else a text."""
    name, value = (part.strip() for part in (*_PAIR_SIGN.split(line, 1), "")[:2])
    if not name or not value:
        raise EditRefused(_("“{line}” is no name and value, such as speed = 1.2.").format(line=line))
    try:
        known = json.loads(value)
        json.dumps(known, allow_nan=False)  # NaN, Infinity and 1e400 are texts
    except ValueError:
        return name, value
    return name, known


def _pair_text(value: object) -> str:
    if isinstance(value, str):
        try:
            json.loads(value)
        except ValueError:
            return value
    return json.dumps(value, ensure_ascii=False)


def _patched(text: str, setting: Setting, raw: Any) -> str:
    """The file with the value at its place: groups come and go with their last field."""
    path: tuple[str, ...] = setting.path
    values = patching.load_plain(text)
    now = value_at(values, path)
    if setting.language and isinstance(now, dict):
        path = (*path, setting.language)
    elif setting.language and raw and setting.language != setting.first_language:
        raw = {**({setting.first_language: now} if now else {}), setting.language: raw}
    if path[0] == "publish":
        path, raw = _target_value(path, values, raw)
    if path[0] == "roles":
        path, raw = _voice_value(path, values, raw)
    if raw is None:
        return _without(text, path, values)
    known = len(path) - 1
    while known and not isinstance(value_at(values, path[:known]), dict):
        known -= 1
    for key in reversed(path[known + 1 :]):
        raw = {key: raw}
    there = value_at(values, path[:known])
    order = _order_of(setting.file, path[:known]) or (*there, path[known])
    return patching.set_field(text, path[:known], path[known], raw, order)


def _target_value(path: tuple[str, ...], values: Mapping[str, Any], raw: Any) -> tuple[tuple[str, ...], Any]:
    """Where a field of a target is written: one with an address alone is a line, and one without an address is none."""
    target, *option = path[:2], *path[2:]
    now = value_at(values, target)
    if option == ["to"] and (raw is None or not isinstance(now, dict)):
        return target, raw
    if option and not isinstance(now, dict):
        return target, {"to": now, option[0]: raw} if raw else now
    return path, raw


def _voice_value(path: tuple[str, ...], values: Mapping[str, Any], raw: Any) -> tuple[tuple[str, ...], Any]:
    """Where a field of a voice is written: one with a name alone is a line, and one without a name is none."""
    voice, option = path[:4], path[4:]
    now = value_at(values, voice)
    if not option:
        return ((*voice, "name") if raw and isinstance(now, dict) else voice), raw
    if isinstance(now, dict):
        return path, raw
    return voice, {"name": now, option[0]: raw} if raw is not None else now


def _without(text: str, path: tuple[str, ...], values: Mapping[str, Any]) -> str:
    while len(path) > 1 and len(value_at(values, path[:-1])) == 1:
        path = path[:-1]
    if len(path) == 1 and set(values) == {path[0]}:
        text = patching.set_field(text, (), "schema", schemas.VERSION, ("schema",))
    return patching.remove_field(text, path[:-1], path[-1])


def _order_of(file: str, path: tuple[str, ...]) -> tuple[str, ...]:
    schema: Any = site_yaml.SITE_SCHEMA if file == SITE else schemas.VOICES_SCHEMA
    for key in path:
        schema = schema.get("properties", {}).get(key, {})
    return tuple(schema.get("properties", ()))
