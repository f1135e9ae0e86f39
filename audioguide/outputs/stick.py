"""A tour to take away: a ZIP for a memory stick, a car or a museum's own player, and a playlist.

The ZIP unpacks to one folder: MP3s in the order of the tour, named for what they are and with a cover, a playlist, and
a page with pictures, text and players that needs no server and no script.
"""

from __future__ import annotations

import hashlib
import json
import re
import zipfile
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from functools import cache, partial
from pathlib import Path
from typing import TYPE_CHECKING, ClassVar

from ..assembly.publishing import Destination
from ..assembly.signing import certificate_digest, load_credentials, stop_statement
from ..audio import id3
from ..audio.credentials import Credentials, sign_mp3
from ..authoring.site_config import Signing
from ..i18n.language_tags import sentence_separator
from ..model import BuiltStop, Cue, Manifest
from . import BuiltTours, Need, Output
from .colour import DEFAULT_ACCENT, derive_palettes
from .credits import credit_lines
from .icons import draw_png
from .visitor_texts import visitor_texts

if TYPE_CHECKING:
    import jinja2

STICK_FORM_VERSION = "2"
"""Raised when what is written changes."""
ENTRY_TIME = (1980, 1, 1, 0, 0, 0)
"""Of every entry: equal tours give equal bytes."""
ICON_PX = 300
MAX_NAME_CHARACTERS = 60
_UNSAFE = re.compile(r'[\x00-\x1f<>:"/\\|?*\u202a-\u202e\u2066-\u2069]+')
_DEVICE_NAME = re.compile(r"(con|prn|aux|nul|com\d|lpt\d)(\.|$)", re.I)


@dataclass(frozen=True)
class _Track:
    """A stop and the name of its file in the ZIP."""

    stop: BuiltStop
    name: str


class StickOutput(Output):
    """``<tour>.zip`` and ``<tour>.m3u8`` beside the tour's MP3."""

    name: ClassVar[str] = "stick"
    needs: ClassVar[frozenset[Need]] = frozenset({"audio"})
    enabled_by_default: ClassVar[bool] = False

    def write(self, tours: BuiltTours, destination: Destination) -> None:
        """Write both files of every tour; an unchanged tour is not packed again. Raises OutputError."""
        credentials = cache(partial(load_credentials, tours.site.signing))
        for manifest in tours.manifests:
            base = f"{manifest.folder}/{manifest.id}"
            destination.write_text(
                f"{base}.m3u8", _playlist(manifest, [_Track(s, s.track.file) for s in manifest.stops])
            )
            signing = tours.site.signing if manifest.synthetic else None
            digest = _stick_digest(manifest, signing)
            if not destination.keep(f"{base}.zip", digest):
                with destination.open_file(f"{base}.zip", digest) as target:
                    _write_zip(manifest, destination, target, credentials())


def _write_zip(manifest: Manifest, destination: Destination, target: Path, credentials: Credentials | None) -> None:
    folder = _safe_name(manifest.title) or manifest.id
    tracks = _name_tracks(manifest)
    cover = _cover(manifest, destination)
    with zipfile.ZipFile(target, "w") as archive:

        def add_entry(name: str, content: bytes, compression: int = zipfile.ZIP_STORED) -> None:
            entry = zipfile.ZipInfo(f"{folder}/{name}", ENTRY_TIME)
            entry.compress_type, entry.external_attr = compression, 0o644 << 16
            archive.writestr(entry, content)

        add_entry("index.html", _render_page(manifest, tracks).encode(), zipfile.ZIP_DEFLATED)
        add_entry(f"{folder}.m3u8", _playlist(manifest, tracks).encode())
        for track in tracks:
            sound = destination.find(f"{manifest.folder}/{track.stop.track.file}").read_bytes()
            add_entry(track.name, _add_cover(manifest, track.stop, sound, cover, target, credentials))
        for picture in _pictures(manifest):
            add_entry(picture, destination.find(f"{manifest.folder}/{picture}").read_bytes())


def _add_cover(
    manifest: Manifest, stop: BuiltStop, sound: bytes, cover: bytes, target: Path, credentials: Credentials | None
) -> bytes:
    """Return an MP3 with a cover: what was signed without it is signed once more, or no longer says that it is."""
    covered = id3.add_picture(id3.remove_manifest(sound), cover)
    if credentials is None or not stop.synthetic:
        return covered
    file = target.with_suffix(".mp3")
    try:
        file.write_bytes(covered)
        sign_mp3(file, stop_statement(stop, manifest.title), credentials)
        return file.read_bytes()
    finally:
        file.unlink(missing_ok=True)


def _name_tracks(manifest: Manifest) -> list[_Track]:
    """Return the tracks with names that sort in the order of the tour on any player."""
    width = max(2, len(str(len(manifest.stops))))
    return [
        _Track(stop, f"{index:0{width}} {_safe_name(f'{stop.number} {stop.title}')}.mp3")
        for index, stop in enumerate(manifest.stops, 1)
    ]


def _safe_name(text: str) -> str:
    """Return a name that FAT and every system take."""
    name = _UNSAFE.sub(" ", text)
    name = " ".join(name.split())[:MAX_NAME_CHARACTERS].strip(" .")
    return f"{name}_" if _DEVICE_NAME.match(name) else name


def _playlist(manifest: Manifest, tracks: Sequence[_Track]) -> str:
    """Extended M3U in UTF-8."""
    lines = ["#EXTM3U", f"#PLAYLIST:{_one_line(manifest.title)}"]
    for track in tracks:
        seconds = round(track.stop.track.duration / 1000)
        title = _one_line(f"{manifest.title} - {track.stop.number} {track.stop.title}")
        lines += [f"#EXTINF:{seconds},{title}", track.name]
    return "\n".join(lines) + "\n"


def _one_line(text: str) -> str:
    return " ".join(text.split())


def _cover(manifest: Manifest, destination: Destination) -> bytes:
    if cover := manifest.cover_small or manifest.cover:
        return destination.find(f"{manifest.folder}/{cover}").read_bytes()
    palette = derive_palettes(manifest.accent or DEFAULT_ACCENT)["light"]
    return draw_png(palette.accent, palette.on_accent, ICON_PX)


def _pictures(manifest: Manifest) -> list[str]:
    shown = [manifest.cover, *(picture.file for stop in manifest.stops for picture in stop.all_pictures)]
    return [file for file in dict.fromkeys(shown) if file]


@cache
def _load_template() -> jinja2.Template:
    import jinja2

    environment = jinja2.Environment(
        loader=jinja2.FileSystemLoader(Path(__file__).with_name("templates")),
        autoescape=True,
        trim_blocks=True,
        lstrip_blocks=True,
        undefined=jinja2.StrictUndefined,
    )
    return environment.get_template("stick.html.j2")


def _render_page(manifest: Manifest, tracks: Sequence[_Track]) -> str:
    gap = sentence_separator(manifest.language)
    return _load_template().render(
        manifest=manifest,
        tracks=tracks,
        words=visitor_texts(manifest.language),
        paragraphs=_paragraphs,
        gap=gap,
        credits=credit_lines(manifest.stops, manifest.language),
    )


def _paragraphs(cues: Sequence[Cue], gap: str) -> Iterator[str]:
    lines: dict[int, list[str]] = {}
    for cue in cues:
        lines.setdefault(cue.paragraph, []).append(cue.text)
    yield from (gap.join(texts) for texts in lines.values())


def _stick_digest(manifest: Manifest, signing: Signing | None) -> str:
    """Return the SHA-256 of all that the ZIP is made from."""
    stops = [[s.number, s.title, s.track.sha256, repr(s.all_pictures), repr(s.cues)] for s in manifest.stops]
    about = [manifest.title, manifest.description, manifest.accent, manifest.cover, manifest.marked]
    credits = credit_lines(manifest.stops, manifest.language)
    parts = [STICK_FORM_VERSION, about, stops, credits, certificate_digest(signing)]
    return hashlib.sha256(json.dumps(parts, ensure_ascii=False).encode()).hexdigest()
