"""The visitor's pages: a folder of static files for any web server, or a stick.

``/`` lists the tours, ``/<site>/`` is a tour, ``/<site>/<number>/`` a stop; other languages stand below
``/<site>/<edition>/``. Each page names, in its ``generator``, a hash of all it was made from; a run without changes
renders nothing.
"""

from __future__ import annotations

import hashlib
import json
import posixpath
from collections.abc import Sequence
from typing import ClassVar
from urllib.parse import unquote

from ...assembly.publishing import Destination
from .. import BuiltTours, Need, Output
from ..visitor_texts import visitor_texts
from .built_edition import PLACES_FILE, FileFinder
from .filters import draw_code
from .front import logo_address, logo_content
from .metadata import oembed_answer, sitemap
from .pages import page_views
from .place_views import PLAN_FOLDER
from .shared_assets import ICON_SIZES_PX, SharedAssets
from .tile_maps import TILES_FILE, TileMaps
from .views import CODE_FILE, HomePage, Page, Picture, PlanPage, StopPage, TourPage


class SiteOutput(Output):
    """The visitor's pages."""

    name: ClassVar[str] = "site"
    needs: ClassVar[frozenset[Need]] = frozenset({"outputs"})

    def write(self, tours: BuiltTours, destination: Destination) -> None:
        """Bring the pages of all tours up to date."""
        write_site(tours, destination)


def write_site(tours: BuiltTours, destination: Destination) -> None:
    """Bring the pages of all tours up to date.

    Raises OutputError where a file cannot be written or a picture is missing.
    """
    sites = [manifest.site for manifest in tours.manifests]
    assets = SharedAssets(max(map(sites.count, sites), default=1))
    maps = TileMaps(tours.site.map) if tours.site.map else None
    views = page_views(tours, destination.find, destination.previous_paths(), maps)
    pages = [(page, _page_digest(page, assets)) for page in views]
    for page, _digest_of_page in pages:
        assets.later_script(page.language)
        if isinstance(page, PlanPage):
            assets.plan_files(page.language, has_map=bool(page.map))
        if isinstance(page, TourPage) and page.places:
            destination.write_text(page.path.replace("index.html", PLACES_FILE), page.places)
    mapped = [page for page, _digest in pages if isinstance(page, PlanPage) and page.map]
    if maps and mapped:
        maps.write(destination)
        for page in mapped:
            destination.write_text(page.path.replace("index.html", TILES_FILE), page.map.index if page.map else "")
    destination.write_bytes("sw.js", assets.service_worker())
    for address, make in assets.files.items():  # a shared file's name carries the hash of what it is made from
        if not destination.keep(address, address):
            destination.write_bytes(address, make(), address)
    for page, digest in pages:
        if not destination.keep(page.path, digest):
            destination.write_text(page.path, assets.render_page(page, digest), digest)
        folder = page.path.removesuffix("index.html")
        if isinstance(page, TourPage | StopPage) and page.shared.embed:
            destination.write_text(f"{folder}oembed.json", oembed_answer(tours.site, page))
        code = f"{folder}{CODE_FILE}"
        if isinstance(page, TourPage | StopPage) and page.address and not destination.keep(code, page.address):
            destination.write_bytes(code, draw_code(page.address), page.address)
        if isinstance(page, TourPage | HomePage) and page.path.endswith("index.html"):
            destination.write_text(f"{folder}app.webmanifest", _web_app_manifest(page, assets))
        if isinstance(page, TourPage):
            listing = _offline_listing(page, digest, pages, assets, destination.find)
            destination.write_text(f"{folder}offline.json", listing)
    listed = [page for page, _digest in pages if page.address and not _is_unlisted(page)]
    if listed:
        destination.write_text("sitemap.xml", sitemap(listed))
    if logo := logo_address(tours.site):
        destination.write_bytes(logo, logo_content(tours.site))


def _is_unlisted(page: Page) -> bool:
    return isinstance(page, TourPage | StopPage) and (page.draft or page.unlisted)


def _page_digest(page: Page, assets: SharedAssets) -> str:
    # another tour's new edition changes the style, and with it the address that every page links to
    return hashlib.sha256(f"{assets.source_digest}{assets.look_for(page.accent)}{page!r}".encode()).hexdigest()[:16]


def _site_name(page: Page) -> str:
    return page.door.name if isinstance(page, HomePage) and page.door else ""


def _web_app_manifest(page: Page, assets: SharedAssets) -> str:
    """Web app manifest (https://www.w3.org/TR/appmanifest/): the tour on a home screen."""
    look = assets.look_for(page.accent)
    app = {
        "name": page.title or _site_name(page) or visitor_texts(page.language)["tours"],
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
    tour: TourPage, made_from: str, pages: Sequence[tuple[Page, str]], assets: SharedAssets, find: FileFinder
) -> str:
    """What a saved tour consists of: address, bytes (0: a page, known by its hash), version of each file."""
    listed: list[tuple[str, int, str]] = [("./", 0, made_from)]
    # the tour's page plays the stops: its own file would be the same sound a second time
    media = _picture_files(tour.pictures)
    has_map = False
    for stop, digest in pages:
        if isinstance(stop, StopPage) and stop.folder == tour.folder:
            if stop.draft and not tour.draft:
                continue
            listed.append((f"{stop.number}/", 0, digest))
            media += (path.removeprefix("../") for path in [stop.audio, stop.captions, *_picture_files(stop.pictures)])
            media.append(stop.places_address)
        elif isinstance(stop, PlanPage) and stop.folder == tour.folder:
            listed.append((f"{PLAN_FOLDER}/", 0, digest))
            media += (plan.href.removeprefix("../") for plan in stop.plans)
            if stop.map:
                has_map = True
                media += (f"{PLAN_FOLDER}/{stop.map.tiles}", tour.root_path + stop.map.file)
    look = assets.look_for(tour.accent)
    later = assets.later_script(tour.language)
    shared = [assets.app, later, assets.later_style, assets.list_style, look.style, look.svg, *look.png.values()]
    if tour.has_plan:
        shared += assets.plan_files(tour.language, has_map=has_map)
    for address in dict.fromkeys(path for path in [*media, *(tour.root_path + asset for asset in shared)] if path):
        listed.append((address, _file_size(tour.folder, address, find), address.rpartition("=")[2]))
    version = hashlib.sha256(json.dumps(listed).encode()).hexdigest()[:16]
    total = sum(size for _address, size, _version in listed)
    return json.dumps({"version": version, "bytes": total, "files": listed}, separators=(",", ":")) + "\n"


def _picture_files(pictures: Sequence[Picture]) -> list[str]:
    """Return the addresses of every size: which one is shown depends on the screen."""
    sizes = [size.strip().partition(" ")[0] for picture in pictures for size in picture.srcset.split(",") if size]
    return [*(picture.href for picture in pictures), *sizes]


def _file_size(folder: str, address: str, find: FileFinder) -> int:
    # by the address, not by the disk: a tour's folder may be a link to another one
    return find(posixpath.normpath(f"{folder}/{unquote(address.partition('?')[0])}")).stat().st_size
