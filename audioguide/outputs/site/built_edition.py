"""One manifest and the addresses of its files, with their content's hash."""

from __future__ import annotations

import hashlib
import json
from collections.abc import Callable
from contextlib import suppress
from functools import cached_property
from pathlib import Path
from urllib.parse import quote

from ...errors import OutputError
from ...i18n import _
from ...model import BuiltPicture, BuiltStop, Manifest
from .place_views import PLAN_FOLDER, has_plan_page, stop_places
from .views import Picture, StopLink

PLACES_FILE = "places.json"
"""In the tour's folder: where its stops are."""
FileFinder = Callable[[str], Path]
"""Path relative to the output folder → where the file's content can be read now."""


class BuiltEdition:
    """One manifest and the addresses of its files."""

    def __init__(self, manifest: Manifest, find: FileFinder) -> None:
        self.manifest = manifest
        self.folder = f"{manifest.site}/{manifest.edition}" if manifest.edition else manifest.site
        self.find = find

    @cached_property
    def stop_numbers(self) -> tuple[str, ...]:
        """Of all stops that visitors can open, in the tour's order, the hidden ones last."""
        return tuple(stop.number for stop in self.manifest.public_stops)

    @cached_property
    def page_names(self) -> tuple[str, ...]:
        """Of all pages below the tour's own: its stops, and its plan where it has one."""
        return (*self.stop_numbers, PLAN_FOLDER) if has_plan_page(self.manifest) else self.stop_numbers

    @cached_property
    def path_up(self) -> str:
        """The way from the tour's folder to the output folder."""
        return "../" * (self.folder.count("/") + 1)

    @cached_property
    def cover_address(self) -> str:
        """Address of the cover relative to the tour's folder, empty without one."""
        return self.picture_address(self.manifest.cover)

    @cached_property
    def places(self) -> str:
        """What the pages of stops fetch to know what is near: a stop's place, title and sound; empty without places."""
        links = {stop.number: self.stop_link(stop) for stop in self.manifest.stops}
        rows = [
            [*place, links[str(place[0])].title, links[str(place[0])].audio] for place in stop_places(self.manifest)
        ]
        return json.dumps(rows, ensure_ascii=False, separators=(",", ":")) + "\n" if rows else ""

    @cached_property
    def places_address(self) -> str:
        """Address of ``places`` relative to the tour's folder, empty without places."""
        digest = hashlib.sha256(self.places.encode()).hexdigest()
        return versioned_address(PLACES_FILE, digest) if self.places else ""

    def picture_address(self, file: str) -> str:
        """Address of a picture, with its content's hash: it may be kept for ever."""
        if not file:
            return ""
        path = self.find(f"{self.folder}/{file}")
        try:
            content = path.read_bytes()
        except OSError as error:
            raise OutputError(
                _("{file} cannot be read: {reason}.").format(file=path, reason=error.strerror or error),
                hint=_("Build the tour again: audioguide build {site} --force").format(site=self.manifest.site),
            ) from error
        return versioned_address(file, hashlib.blake2b(content).hexdigest())

    def load_picture(self, built: BuiltPicture, up: str = "") -> Picture:
        """Return a picture with its size, so that the text does not move when it arrives. Raises OutputError."""
        from PIL import Image

        file, small = built.file, built.small
        width, small_width, height = 0, 0, 0
        with (
            suppress(OSError, Image.DecompressionBombError),
            Image.open(self.find(f"{self.folder}/{file}")) as picture,
        ):
            width, height = picture.size
        if small:
            with (
                suppress(OSError, Image.DecompressionBombError),
                Image.open(self.find(f"{self.folder}/{small}")) as picture,
            ):
                small_width = picture.width
        href = up + self.picture_address(file)
        srcset = f"{up}{self.picture_address(small)} {small_width}w, {href} {width}w" if small_width and width else ""
        return Picture(href, built.alt, width, height, srcset, built.caption, built.credit)

    def stop_link(self, stop: BuiltStop, start: int = 0) -> StopLink:
        """The stop as seen from the tour's folder."""
        return StopLink(
            number=stop.number,
            title=stop.title,
            href=f"{stop.number}/index.html",
            audio=versioned_address(stop.track.file, stop.track.sha256),
            duration=stop.track.duration,
            chapter=stop.chapter,
            start=start,
            closed=stop.closed,
        )

    def captions_address(self, file: str, cues: object) -> str:
        """Address of captions, with a hash of what they say."""
        return versioned_address(file, hashlib.blake2b(repr(cues).encode()).hexdigest())


def versioned_address(file: str, digest: str) -> str:
    """Return the address of a file with the beginning of its content's hash: it may be kept for ever."""
    return f"{quote(file)}?v={digest[:10]}"
