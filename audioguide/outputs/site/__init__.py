"""The visitor's pages: a folder of static files for any web server, or a stick.

``/`` lists the tours, ``/<site>/`` is a tour, ``/<site>/<number>/`` a stop; other languages stand below
``/<site>/<edition>/``. Each page names, in its ``generator``, a hash of all it was made from: an unchanged page is
recognised by its first bytes, and a run without changes renders nothing.
"""

from __future__ import annotations

import hashlib
import json
import re
from collections.abc import Iterable, Sequence
from contextlib import suppress
from pathlib import Path

from ... import files
from ...model import Manifest
from ..visitor_texts import visitor_texts
from .pages import page_views
from .shared_assets import ASSET_NAME, ICON_SIZES_PX, SharedAssets
from .views import HomePage, Page, StopPage, TourPage

GENERATOR = re.compile(rb'<meta name="generator" content="audioguide ([0-9a-f]{16})">')
GENERATOR_WITHIN_BYTES = 400
"""Bytes of a page that hold its generator."""


def write_site(manifests: Sequence[Manifest], output: Path) -> None:
    """Bring the pages of all tours up to date; what belongs to vanished stops and tours goes.

    Raises OutputError where a file cannot be written or a picture is missing.
    """
    assets = SharedAssets()
    pages = [(page, _page_digest(page, assets)) for page in page_views(manifests, output)]
    for page, _made in pages:
        assets.look_for(page.accent)
    worker = assets.service_worker()
    for address, content in assets.missing_files(output).items():  # first: no page may ask for what is not there
        files.write_bytes(output / address, content)
    for page, digest in pages:
        if _read_page_digest(output / page.path) != digest:
            files.write_text(output / page.path, assets.render_page(page, digest))
    written = {page.path for page, _made in pages}
    for page, digest in pages:
        folder = page.path.removesuffix("index.html")
        if isinstance(page, TourPage | HomePage):
            files.write_text(output / folder / "app.webmanifest", _web_app_manifest(page, assets))
            written.add(f"{folder}app.webmanifest")
        if isinstance(page, TourPage):
            files.write_text(output / folder / "offline.json", _offline_listing(page, digest, pages, assets, output))
            written.add(f"{folder}offline.json")
    files.write_bytes(output / "sw.js", worker)  # last: what it fetches is there
    _remove_stale_files(output, written, assets.files)


def _page_digest(page: Page, assets: SharedAssets) -> str:
    return hashlib.sha256(f"{assets.source_digest}{page!r}".encode()).hexdigest()[:16]


def _read_page_digest(path: Path) -> str:
    """The hash in a page's generator; empty for a page that is missing or not ours."""
    try:
        with path.open("rb") as file:
            found = GENERATOR.search(file.read(GENERATOR_WITHIN_BYTES))
    except OSError:
        return ""
    return found[1].decode() if found else ""


def _web_app_manifest(page: Page, assets: SharedAssets) -> str:
    """Web app manifest (https://www.w3.org/TR/appmanifest/): the tour on a home screen."""
    look = assets.look_for(page.accent)
    app = {
        "name": page.title or visitor_texts(page.language)["tours"],
        "lang": page.language,
        "start_url": "./",
        "scope": "./",
        "display": "standalone",
        "background_color": look.light,
        "theme_color": look.light,
        "icons": [
            {"src": page.root_path + look.png[size], "sizes": f"{size}x{size}", "type": "image/png", "purpose": purpose}
            for size in ICON_SIZES_PX
            for purpose in ("any", "maskable")
        ],
    }
    return json.dumps(app, ensure_ascii=False, indent=1) + "\n"


def _offline_listing(
    tour: TourPage, made: str, pages: Sequence[tuple[Page, str]], assets: SharedAssets, output: Path
) -> str:
    """What a saved tour consists of: address, bytes (0: a page, known by its hash), version of each file."""
    folder = output / tour.folder
    listed: list[tuple[str, int, str]] = [("./", 0, made)]
    media = [tour.audio, tour.captions, tour.image]
    for stop, digest in pages:
        if isinstance(stop, StopPage) and stop.folder == tour.folder:
            listed.append((f"{stop.number}/", 0, digest))
            media += (path.removeprefix("../") for path in (stop.audio, stop.captions, stop.image))
    look = assets.look_for(tour.accent)
    shared = [assets.prepaint, assets.app, assets.offline, assets.stats, look.style, look.svg, *look.png.values()]
    for address in dict.fromkeys(path for path in [*media, *(tour.root_path + asset for asset in shared)] if path):
        listed.append((address, _file_size(folder, address), address.rpartition("=")[2]))
    version = hashlib.sha256(json.dumps(listed).encode()).hexdigest()[:16]
    total = sum(size for _address, size, _version in listed)
    return json.dumps({"version": version, "bytes": total, "files": listed}, separators=(",", ":")) + "\n"


def _file_size(folder: Path, address: str) -> int:
    from urllib.parse import unquote

    return (folder / unquote(address.partition("?")[0])).stat().st_size


def _remove_stale_files(output: Path, written: set[str], current: Iterable[str]) -> None:
    """Remove pages nobody asked for any more, if they are ours, and shared files of earlier versions."""
    for pattern in ("*/", "*/*/", "*/*/*/"):
        for name in ("index.html", "app.webmanifest", "offline.json"):
            for path in output.glob(pattern + name):
                if path.relative_to(output).as_posix() in written or (
                    name == "index.html" and not _read_page_digest(path)
                ):
                    continue
                path.unlink()
                with suppress(OSError):  # audio of the stop or files of others are still there
                    path.parent.rmdir()
    current_names = {Path(address).name for address in current}
    for path in (output / "assets").iterdir():
        if ASSET_NAME.fullmatch(path.name) and path.name not in current_names:
            path.unlink()
