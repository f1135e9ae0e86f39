"""The fields of a ``site.yaml`` that fits its schema → ``SiteConfig``."""

from __future__ import annotations

from collections.abc import Mapping
from pathlib import Path
from typing import Any

from ..project import named_path
from . import signing_fields, tile_map
from .site_config import Accessibility, Link, PublishTarget, SiteConfig, TileMap, Words


def read_site(given: Mapping[str, Any], folder: Path) -> SiteConfig:
    """Return the configuration that plain fields say; paths in it are relative to a folder."""
    footer = given.get("footer") or {}
    links = [_link(footer[key]) for key in ("icp", "imprint", "privacy") if footer.get(key)]
    embed = given.get("embed") or "none"
    return SiteConfig(
        name=_words(given.get("name")),
        description=_words(given.get("description")),
        address=_words(given.get("address")),
        hours=_words(given.get("hours")),
        contact=_optional_link(given.get("contact")),
        logo=named_path(folder, str(given["logo"])).absolute() if given.get("logo") else None,
        accent=given.get("accent") or "",
        base_url=str(given.get("base_url") or "").rstrip("/"),
        tours=_texts(given.get("tours")),
        hidden=_texts(given.get("hidden")),
        drafts=_texts(given.get("drafts")),
        closed={str(name): _words(text) for name, text in (given.get("closed") or {}).items()},
        outputs=_texts(given["outputs"]) if given.get("outputs") is not None else None,
        footer=(*links, *(Link(_words(line)) for line in footer.get("lines") or ())),
        accessibility=_accessibility(given.get("accessibility") or {}),
        embed=(embed,) if isinstance(embed, str) else _texts(embed),
        publish={name: _target(value) for name, value in (given.get("publish") or {}).items()},
        map=_map(given.get("map"), folder),
        signing=signing_fields.plain_signing(given.get("signing") or {}, folder),
    )


def _accessibility(given: Mapping[str, Any]) -> Accessibility:
    return Accessibility(
        contact=_optional_link(given.get("contact")),
        date=str(given.get("date") or ""),
        status=given.get("status") or "",
        limits=tuple(_words(line) for line in given.get("limits") or ()),
        enforcement=_optional_link(given.get("enforcement")),
    )


def _map(given: Mapping[str, Any] | None, folder: Path) -> TileMap | None:
    if not given:
        return None
    file = (folder / str(given["file"])).absolute()
    return TileMap(
        file=file,
        address=tile_map.published_address(file, folder),
        title=_words(given.get("title")),
        credit=_optional_link(given.get("credit")),
    )


def _texts(values: object) -> tuple[str, ...]:
    return tuple(map(str, values)) if isinstance(values, list) else ()


def _words(value: object) -> Words:
    if isinstance(value, Mapping):
        return Words({str(tag): str(text) for tag, text in value.items()})
    return Words({"": str(value)}) if value else Words()


def _optional_link(value: Mapping[str, Any] | None) -> Link | None:
    return _link(value) if value else None


def _link(value: Mapping[str, Any]) -> Link:
    return Link(_words(value["text"]), str(value.get("url") or ""))


def _target(value: str | Mapping[str, str]) -> PublishTarget:
    if isinstance(value, str):
        return PublishTarget(value)
    return PublishTarget(value["to"], {name: str(option) for name, option in value.items() if name != "to"})
