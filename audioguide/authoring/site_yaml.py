"""``site.yaml`` → what holds for the whole site: name, address, order of tours, footer, outputs, targets.

The file is optional and so is every field; a project without it builds as it does without this module.
"""

from __future__ import annotations

import re
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any, cast
from urllib.parse import urlsplit

from ..errors import ConfigError
from ..i18n import _, suggest_name
from ..i18n.language_tags import matching_values
from ..model import Place, Problem, Settings
from ..project import Project
from ..registry import plugin_names
from ..yaml import reader, validation
from ..yaml.reader import List, Map, Node, Scalar
from . import printed_labels, schemas
from .schemas import LANGUAGE

SITE_FILE = "site.yaml"

_WORDS = {
    "type": ["string", "object"],
    "minLength": 1,
    "additionalProperties": {"type": "string", "minLength": 1},
    "description": "A text, or one a language: {zh: …, en: …}.",
}
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
            "type": "array",
            "items": {"type": "string", "minLength": 1},
            "description": "Sites in the order of the front page; those not named follow.",
        },
        "hidden": {
            "type": "array",
            "items": {"type": "string", "minLength": 1},
            "description": "Sites that the front page does not list; their labels still work.",
        },
        "outputs": {
            "type": "array",
            "items": {"type": "string", "minLength": 1},
            "description": "Forms to make: site, labels, m4b, epub, feed, json, geojson, gpx.",
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
        "publish": {
            "type": "object",
            "additionalProperties": _TARGET,
            "description": "Name → where audioguide publish puts the pages.",
        },
    },
    "additionalProperties": False,
}


@dataclass(frozen=True)
class Words:
    """A text in one or several languages."""

    by_language: Mapping[str, str] = field(default_factory=dict)
    """Language tag → text; ``""``: for any language."""

    def __bool__(self) -> bool:
        return bool(self.by_language)

    def text_for(self, language: str) -> str:
        """Return the text in a language, else in any; empty where there is none."""
        close = matching_values({tag: text for tag, text in self.by_language.items() if tag}, language)
        return next(iter([*close, *self.by_language.values()]), "")


@dataclass(frozen=True)
class Link:
    """A text that may lead somewhere."""

    text: Words
    url: str = ""


@dataclass(frozen=True)
class PublishTarget:
    """Where to publish."""

    address: str
    options: Mapping[str, str] = field(default_factory=dict)


@dataclass(frozen=True)
class SiteConfig:
    """``site.yaml``; every field has the meaning that its schema describes."""

    name: Words = Words()
    description: Words = Words()
    address: Words = Words()
    hours: Words = Words()
    contact: Link | None = None
    accent: str = ""
    base_url: str = ""
    """Without a trailing slash."""
    tours: tuple[str, ...] = ()
    hidden: tuple[str, ...] = ()
    outputs: tuple[str, ...] | None = None
    """None: those that are enabled by default."""
    footer: tuple[Link, ...] = ()
    publish: Mapping[str, PublishTarget] = field(default_factory=dict)


def site_file(project: Project) -> Path:
    """Return where the file is, beside ``voices.yaml``."""
    return project.root / SITE_FILE


def load_site(project: Project) -> SiteConfig:
    """Return the configuration of the site; a missing file means the defaults.

    Raises ConfigError with every problem of the file, each with its line.
    """
    path = site_file(project)
    if not path.exists():
        return SiteConfig()
    shown = project.display_path(path)
    root, problems = reader.read_tree(path, shown)
    if root is not None and not reader.is_null(root):
        problems += validation.schema_problems(root, SITE_SCHEMA)
        problems += _semantic_problems(root)
    if problems:
        raise ConfigError(_("{file} has problems.").format(file=shown), sorted(problems, key=lambda p: p.place))
    return _site_of(cast(Mapping[str, Any], reader.to_plain(root))) if isinstance(root, Map) else SiteConfig()


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


def _semantic_problems(root: Node) -> list[Problem]:
    if not isinstance(root, Map):
        return []
    problems: list[Problem] = []
    for node in _items(root.fields.get("outputs")):
        if node.text not in plugin_names("outputs"):
            message = _("There is no output “{name}”.").format(name=node.text)
            hint = suggest_name(node.text, plugin_names("outputs"))
            problems.append(Problem("error", "unknown-output", message, node.place, hint))
    for key in ("name", "description", "address", "hours"):
        words = root.fields.get(key)
        if isinstance(words, Map):
            problems += _language_problems(words)
    base_url = root.fields.get("base_url")
    if isinstance(base_url, Scalar) and not _is_site_address(base_url.text):
        message = _("“{address}” is not an address a phone can open.").format(address=base_url.text)
        hint = _("It begins with https:// and has neither ? nor #, for example https://guide.example.org")
        problems.append(Problem("error", "base-url", message, base_url.place, hint))
    return problems


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


def _site_of(given: Mapping[str, Any]) -> SiteConfig:
    footer = given.get("footer") or {}
    links = [_link(footer[key]) for key in ("icp", "imprint", "privacy") if footer.get(key)]
    return SiteConfig(
        name=_words(given.get("name")),
        description=_words(given.get("description")),
        address=_words(given.get("address")),
        hours=_words(given.get("hours")),
        contact=_link(given["contact"]) if given.get("contact") else None,
        accent=given.get("accent", ""),
        base_url=str(given.get("base_url", "")).rstrip("/"),
        tours=tuple(given.get("tours") or ()),
        hidden=tuple(given.get("hidden") or ()),
        outputs=tuple(given["outputs"]) if given.get("outputs") is not None else None,
        footer=(*links, *(Link(_words(line)) for line in footer.get("lines") or ())),
        publish={name: _target(value) for name, value in (given.get("publish") or {}).items()},
    )


def _words(value: object) -> Words:
    if isinstance(value, Mapping):
        return Words({str(tag): str(text) for tag, text in value.items()})
    return Words({"": str(value)}) if value else Words()


def _link(value: Mapping[str, Any]) -> Link:
    return Link(_words(value["text"]), str(value.get("url", "")))


def _target(value: str | Mapping[str, str]) -> PublishTarget:
    if isinstance(value, str):
        return PublishTarget(value)
    return PublishTarget(value["to"], {name: str(option) for name, option in value.items() if name != "to"})


def order_sites(site: SiteConfig, names: Sequence[str]) -> list[str]:
    """Return the sites in the order of the front page, without the hidden ones."""
    listed = [name for name in site.tours if name in names]
    return [name for name in dict.fromkeys([*listed, *names]) if name not in site.hidden]
