"""``site.yaml`` → what holds for the whole site: name, address, order of tours, footer, outputs, targets.

The file is optional and so is every field; a project without it builds as it does without this module.
"""

from __future__ import annotations

import os
import re
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from datetime import date
from pathlib import Path
from typing import Any, cast
from urllib.parse import urlsplit

from ..errors import ConfigError
from ..i18n import _, suggest_name
from ..model import Place, Problem, Settings
from ..project import Project, named_path
from ..registry import plugin_names
from ..yaml import fitting, reader, validation
from ..yaml.fitting import Checked
from ..yaml.reader import List, Map, Node, Scalar
from . import (
    place_problems,
    place_schemas,
    printed_labels,
    schemas,
    script_names,
    signing_fields,
    site_fields,
    tile_map,
)
from .schemas import LANGUAGE
from .site_config import PublishTarget, SiteConfig

SITE_FILE = "site.yaml"
LOGO_SUFFIXES = (".svg", ".png", ".jpg", ".jpeg", ".webp")
MAX_LOGO_BYTES = 300_000
"""Of the picture that every visitor of the front page loads."""

_WORDS = {
    "type": ["string", "object"],
    "minLength": 1,
    "additionalProperties": {"type": "string", "minLength": 1},
    "description": "A text, or one a language: {zh: …, en: …}.",
}
_PATH = {"type": "string", "minLength": 1}
_NAMES_OF_SITES = {"type": "array", "items": {"type": "string", "minLength": 1}}
_LINK = {
    "type": "object",
    "properties": {
        "text": {**_WORDS, "description": "What the link says."},
        "url": {"type": "string", "pattern": "^(https?|mailto|tel):", "description": "Where it leads: https://…"},
    },
    "required": ["text"],
    "additionalProperties": False,
    "description": "{text: …, url: …}",
}
_TARGET = {
    "type": ["string", "object"],
    "minLength": 1,
    "description": "An address such as ssh://guide@host.example/srv/guide, or {to: …} with options.",
    "properties": {
        "to": {"type": "string", "minLength": 1, "description": "The address."},
        "endpoint": {"type": "string", "pattern": "^https?://", "description": "Address of an S3 server."},
        "region": {"type": "string", "description": "Region of an S3 server."},
        "identity": {"type": "string", "description": "File with the SSH key."},
        "known_hosts": {"type": "string", "description": "File with the known SSH hosts."},
        "remote": {"type": "string", "description": "Remote of the git repository."},
    },
    "required": ["to"],
    "additionalProperties": False,
}
SITE_SCHEMA: validation.Schema = {
    "$schema": "https://json-schema.org/draft/2020-12/schema",
    "title": "audioguide site",
    "type": "object",
    "description": "Fields of site.yaml, such as name:",
    "properties": {
        "schema": {"type": "integer", "enum": [schemas.VERSION], "description": "Version of this format."},
        "name": {**_WORDS, "description": "Name of the museum or village, one text or one a language."},
        "description": {**_WORDS, "description": "A sentence or two for the front page."},
        "address": {**_WORDS, "description": "Postal address."},
        "hours": {**_WORDS, "description": "Opening hours."},
        "contact": {**_LINK, "description": "Who answers questions: {text: …, url: mailto:…}."},
        "logo": {**_PATH, "description": "A picture beside this file: SVG, PNG, JPEG or WebP."},
        "accent": {
            "type": "string",
            "pattern": "^#[0-9a-fA-F]{6}$",
            "description": "A colour such as “#8a1f1f”, in quotes.",
        },
        "base_url": {
            "type": "string",
            "pattern": "^https?://",
            "description": "Where the pages will be, e.g. https://guide.example.org",
        },
        "tours": {
            **_NAMES_OF_SITES,
            "description": "Sites in the order of the front page; those not named follow.",
        },
        "hidden": {
            **_NAMES_OF_SITES,
            "description": "Sites that the front page does not list; their labels still work.",
        },
        "drafts": {**_NAMES_OF_SITES, "description": "Sites that are built for you and never published."},
        "closed": {
            "type": "object",
            "description": "Site: a few words for visitors, such as “in restoration until May”.",
            "additionalProperties": _WORDS,
        },
        "outputs": {
            "type": "array",
            "items": {"type": "string", "minLength": 1},
            "description": "Forms to make: site, labels, m4b, epub, feed, json, geojson, gpx, stick.",
        },
        "footer": {
            "type": "object",
            "description": "Lines at the foot of every page.",
            "properties": {
                "icp": {**_LINK, "description": "ICP number of a Chinese site: {text: …, url: …}."},
                "imprint": {**_LINK, "description": "Imprint: {text: …, url: …}."},
                "privacy": {**_LINK, "description": "Privacy policy: {text: …, url: …}."},
                "lines": {"type": "array", "items": _WORDS, "description": "Other lines."},
            },
            "additionalProperties": False,
        },
        "accessibility": {
            "type": "object",
            "description": "What you add to the accessibility statement: contact, date, status, limits, enforcement.",
            "properties": {
                "contact": {**_LINK, "description": "Who takes feedback: {text: …, url: mailto:…}."},
                "date": {
                    "type": "string",
                    "pattern": "^[0-9]{4}-[0-9]{2}-[0-9]{2}$",
                    "description": "When the statement was prepared, such as 2026-05-01.",
                },
                "status": {
                    "type": "string",
                    "enum": ["full", "partial", "none"],
                    "description": "How far the site conforms to WCAG 2.2 AA: full, partial or none.",
                },
                "limits": {"type": "array", "items": _WORDS, "description": "Known limits, a line each."},
                "enforcement": {**_LINK, "description": "Whom visitors may turn to: {text: …, url: …}."},
            },
            "additionalProperties": False,
        },
        "embed": {
            "type": ["string", "array"],
            "pattern": "^(none|any)$",
            "items": {
                "type": "string",
                "pattern": r"^https?://[^\s/;,'\"]+$",
                "description": "An origin such as https://www.example.org, without a path.",
            },
            "description": "Who may show the pages in a frame: none, any, or a list such as [https://www.example.org].",
        },
        "signing": signing_fields.SIGNING,
        "points": place_schemas.POINTS,
        "plans": place_schemas.PLANS,
        "map": tile_map.map_schema(_WORDS, _LINK),
        "publish": {
            "type": "object",
            "additionalProperties": _TARGET,
            "description": "Name → where audioguide publish puts the pages.",
        },
    },
    "additionalProperties": False,
    "$defs": place_schemas.place_definitions(_WORDS),
}


def site_file(project: Project) -> Path:
    """Return where the file is, beside ``voices.yaml``."""
    return project.root / SITE_FILE


def load_site(project: Project) -> SiteConfig:
    """Return the configuration of the site; a missing file means the defaults.

    Raises ConfigError with every problem of the file, each with its line.
    """
    checked = check_site(project)
    if checked.problems:
        shown = project.display_path(site_file(project))
        raise ConfigError(_("{file} has problems.").format(file=shown), checked.problems)
    return checked.value.config


@dataclass(frozen=True)
class UsableSite:
    """What of ``site.yaml`` can be used."""

    config: SiteConfig
    root: Map | None
    """The fields themselves, with their lines; None without any."""


def check_site(project: Project) -> Checked[UsableSite]:
    """Return the site with all problems of the file; what does not fit is left out."""
    path = site_file(project)
    if not os.path.lexists(path):
        return Checked(UsableSite(SiteConfig(), None))
    root, problems = reader.read_tree(path, project.display_path(path))
    problems += _tree_problems(root, project)
    part = fitting.fitting_part(root, SITE_SCHEMA, schemas.NAMED_PARTS) if root and problems else root
    site = UsableSite(SiteConfig(), None)
    if isinstance(part, Map):
        site = UsableSite(site_fields.read_site(cast(Mapping[str, Any], reader.to_plain(part)), project.root), part)
    problems.sort(key=lambda problem: problem.place)
    return Checked(site, tuple(problems), fitting.doubtful_fields(root, SITE_SCHEMA, problems))


def find_file_problems(data: bytes, project: Project) -> list[Problem]:
    """Return what is wrong in these bytes as the site's file."""
    root, problems = reader.parse_bytes(data, project.display_path(site_file(project)))
    return [*problems, *_tree_problems(root, project)]


def _tree_problems(root: Node | None, project: Project) -> list[Problem]:
    if root is None or reader.is_null(root):
        return []
    return [*validation.schema_problems(root, SITE_SCHEMA), *_semantic_problems(root, project.root)]


def site_address(project: Project, settings: Settings) -> str:
    """Return the address of the published pages: of the settings, else of site.yaml, else that of printed labels.

    Empty where nobody gave one. Raises ConfigError for a file that cannot be used.
    """
    return settings.base_url or load_site(project).base_url or printed_labels.load_record(project).base_url


def find_target(site: SiteConfig, name: str) -> PublishTarget:
    """Return the target of a name in ``publish:``, or of an address written out; empty: the only one there is.

    Raises ConfigError where none is meant.
    """
    if not name and len(site.publish) == 1:
        return next(iter(site.publish.values()))
    if name in site.publish:
        return site.publish[name]
    if ":" in name:
        return PublishTarget(name)
    raise ConfigError(
        _("Say where to publish: {known}.").format(known=", ".join(site.publish))
        if not name and site.publish
        else _("“{name}” is no target of site.yaml.").format(name=name)
        if name
        else _("Say where to publish."),
        hint=suggest_name(
            name,
            site.publish,
            _("Write folder:DIR, zip:FILE, ssh://USER@HOST/PATH, s3://BUCKET/PREFIX or pages:BRANCH."),
        ),
    )


def site_problems(project: Project) -> tuple[Problem, ...]:
    """Return what is wrong in the file, then what is doubtful: sites in it that no script has."""
    checked = check_site(project)
    root = checked.value.root
    if root is None:
        return checked.problems
    known = sorted({script.stem.partition(".")[0] for script in script_names.script_files(project)})
    closed = root.fields.get("closed")
    named = [(item.text, item.place) for key in ("tours", "hidden", "drafts") for item in _items(root.fields.get(key))]
    named += list(closed.keys.items()) if isinstance(closed, Map) else []
    message = _("There is no script “{name}”.")
    return (
        *checked.problems,
        *(
            Problem("warning", "unknown-site", message.format(name=name), place, suggest_name(name, known))
            for name, place in named
            if name not in known
        ),
    )


def _semantic_problems(root: Node, folder: Path) -> list[Problem]:
    if not isinstance(root, Map):
        return []
    problems: list[Problem] = [*place_problems.find_place_problems(root)]
    for node in _items(root.fields.get("outputs")):
        if node.text not in plugin_names("outputs"):
            message = _("There is no output “{name}”.").format(name=node.text)
            hint = suggest_name(node.text, plugin_names("outputs"))
            problems.append(Problem("error", "unknown-output", message, node.place, hint))
    for words in _texts_by_language(root):
        problems += _language_problems(words)
    problems += _logo_problems(root.fields.get("logo"), folder)
    problems += tile_map.find_map_problems(root.fields.get("map"), folder)
    problems += signing_fields.signing_problems(root.fields.get("signing"), folder)
    accessibility = root.fields.get("accessibility")
    if isinstance(accessibility, Map) and isinstance(day := accessibility.fields.get("date"), Scalar):
        problems += _date_problems(day)
    base_url = root.fields.get("base_url")
    if isinstance(base_url, Scalar) and not _is_site_address(base_url.text):
        message = _("“{address}” is not an address a phone can open.").format(address=base_url.text)
        hint = _("It begins with https:// and has neither ? nor #, for example https://guide.example.org")
        problems.append(Problem("error", "base-url", message, base_url.place, hint))
    return problems


def _texts_by_language(root: Map) -> Iterator[Map]:
    """Yield every group of texts by language."""
    links = [group.fields.get("text") for group in _links(root)]
    shown = root.fields.get("map")
    links += [shown.fields.get("title")] if isinstance(shown, Map) else []
    closed = root.fields.get("closed")
    texts = [root.fields.get(key) for key in ("name", "description", "address", "hours")]
    texts += list(closed.fields.values()) if isinstance(closed, Map) else []
    for group, key in (("footer", "lines"), ("accessibility", "limits")):
        fields = root.fields.get(group)
        lines = fields.fields.get(key) if isinstance(fields, Map) else None
        texts += list(lines.items) if isinstance(lines, List) else []
    yield from (text for text in (*texts, *links) if isinstance(text, Map))


def _links(root: Map) -> Iterator[Map]:
    for fields in (root, *map(root.fields.get, ("footer", "accessibility", "map"))):
        if isinstance(fields, Map):
            named = (
                fields.fields.get(key) for key in ("contact", "icp", "imprint", "privacy", "enforcement", "credit")
            )
            yield from (link for link in named if isinstance(link, Map))


def _logo_problems(logo: Node | None, folder: Path) -> list[Problem]:
    if not isinstance(logo, Scalar) or reader.is_null(logo):
        return []
    file = named_path(folder, logo.text)
    if not file.is_file():
        message, hint = _("There is no file “{name}”."), _("Write its path relative to site.yaml.")
    elif file.suffix.lower() not in LOGO_SUFFIXES:
        message, hint = _("“{name}” is no picture for a web page."), _("Use SVG, PNG, JPEG or WebP.")
    elif file.stat().st_size > MAX_LOGO_BYTES:
        message, hint = _("“{name}” is larger than 300 kB."), _("Every visitor waits for it: save it smaller.")
    else:
        return []
    return [Problem("error", "bad-logo", message.format(name=logo.text), logo.place, hint)]


def _date_problems(day: Scalar) -> list[Problem]:
    try:
        date.fromisoformat(day.text)
    except ValueError:
        message = _("“{value}” is no date.").format(value=day.text)
        return [Problem("error", "bad-value", message, day.place, _("Write it as 2026-05-01."))]
    return []


def _language_problems(words: Map) -> list[Problem]:
    return [
        Problem(
            "error",
            "unknown-language",
            _("The language “{tag}” is not known.").format(tag=tag),
            Place(node.place.file, node.place.line),
            _("Write a language tag before the text, for example zh: or en:"),
        )
        for tag, node in words.fields.items()
        if not re.fullmatch(LANGUAGE, tag)
    ]


def _is_site_address(address: str) -> bool:
    parts = urlsplit(address)
    return parts.scheme in ("http", "https") and bool(parts.hostname) and not parts.query and not parts.fragment


def _items(node: Node | None) -> list[Scalar]:
    return [item for item in node.items if isinstance(item, Scalar)] if isinstance(node, List) else []
