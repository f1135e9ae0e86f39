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
from .pages import HomePage, Page, StopPage, TourPage, page_views
from .shared_assets import ASSET, ICON_SIZES, Kit, interface_texts

GENERATOR = re.compile(rb'<meta name="generator" content="audioguide ([0-9a-f]{16})">')
HEAD = 400
"""Bytes of a page that hold its generator."""


def write_site(manifests: Sequence[Manifest], output: Path) -> None:
    """Bring the pages of all tours up to date; what belongs to vanished stops and tours goes.

    Raises OutputError where a file cannot be written or a picture is missing.
    """
    kit = Kit()
    pages = [(page, _digest(page, kit)) for page in page_views(manifests, output)]
    for page, _made in pages:
        kit.look(page.accent)
    worker = kit.worker()
    for address, content in kit.missing(output).items():  # first: no page may ask for what is not there
        files.write_bytes(output / address, content)
    for page, digest in pages:
        if _made_from(output / page.path) != digest:
            files.write_text(output / page.path, kit.render(page, digest))
    written = {page.path for page, _made in pages}
    for page, digest in pages:
        folder = page.path.removesuffix("index.html")
        if isinstance(page, TourPage | HomePage):
            files.write_text(output / folder / "app.webmanifest", _app(page, kit))
            written.add(f"{folder}app.webmanifest")
        if isinstance(page, TourPage):
            files.write_text(output / folder / "offline.json", _offline(page, digest, pages, kit, output))
            written.add(f"{folder}offline.json")
    files.write_bytes(output / "sw.js", worker)  # last: what it fetches is there
    _clean(output, written, kit.files)


def _digest(page: Page, kit: Kit) -> str:
    return hashlib.sha256(f"{kit.digest}{page!r}".encode()).hexdigest()[:16]


def _made_from(path: Path) -> str:
    """The hash in a page's generator; empty for a page that is missing or not ours."""
    try:
        with path.open("rb") as file:
            found = GENERATOR.search(file.read(HEAD))
    except OSError:
        return ""
    return found[1].decode() if found else ""


def _app(page: Page, kit: Kit) -> str:
    """Web app manifest (https://www.w3.org/TR/appmanifest/): the tour on a home screen."""
    look = kit.look(page.accent)
    app = {
        "name": page.title or interface_texts(page.language)["tours"],
        "lang": page.language,
        "start_url": "./",
        "scope": "./",
        "display": "standalone",
        "background_color": look.light,
        "theme_color": look.light,
        "icons": [
            {"src": page.root + look.png[size], "sizes": f"{size}x{size}", "type": "image/png", "purpose": purpose}
            for size in ICON_SIZES
            for purpose in ("any", "maskable")
        ],
    }
    return json.dumps(app, ensure_ascii=False, indent=1) + "\n"


def _offline(tour: TourPage, made: str, pages: Sequence[tuple[Page, str]], kit: Kit, output: Path) -> str:
    """What a saved tour consists of: address, bytes (0: a page, known by its hash), version of each file."""
    folder = output / tour.folder
    listed: list[tuple[str, int, str]] = [("./", 0, made)]
    media = [tour.audio, tour.captions, tour.image]
    for stop, digest in pages:
        if isinstance(stop, StopPage) and stop.folder == tour.folder:
            listed.append((f"{stop.number}/", 0, digest))
            media += (path.removeprefix("../") for path in (stop.audio, stop.captions, stop.image))
    look = kit.look(tour.accent)
    shared = [kit.early, kit.app, kit.offline, kit.stats, look.style, look.svg, *look.png.values()]
    for address in dict.fromkeys(path for path in [*media, *(tour.root + asset for asset in shared)] if path):
        listed.append((address, _size(folder, address), address.rpartition("=")[2]))
    version = hashlib.sha256(json.dumps(listed).encode()).hexdigest()[:16]
    total = sum(size for _address, size, _version in listed)
    return json.dumps({"version": version, "bytes": total, "files": listed}, separators=(",", ":")) + "\n"


def _size(folder: Path, address: str) -> int:
    from urllib.parse import unquote

    return (folder / unquote(address.partition("?")[0])).stat().st_size


def _clean(output: Path, written: set[str], assets: Iterable[str]) -> None:
    """Remove pages nobody asked for any more, if they are ours, and shared files of earlier versions."""
    for pattern in ("*/", "*/*/", "*/*/*/"):
        for name in ("index.html", "app.webmanifest", "offline.json"):
            for path in output.glob(pattern + name):
                if path.relative_to(output).as_posix() in written or (name == "index.html" and not _made_from(path)):
                    continue
                path.unlink()
                with suppress(OSError):  # audio of the stop or files of others are still there
                    path.parent.rmdir()
    current = {Path(address).name for address in assets}
    for path in (output / "assets").iterdir():
        if ASSET.fullmatch(path.name) and path.name not in current:
            path.unlink()
