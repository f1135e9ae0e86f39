"""What was published, file by file: who wrote it, from what, and the SHA-256 by which damage shows.

The record lies in a hidden folder of the output. Its first line is the SHA-256 of the rest, so that it knows its own
damage; without it every file is written again.
"""

from __future__ import annotations

import hashlib
import re
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from pathlib import Path

import msgspec

from .. import files, manifest
from ..i18n import _
from ..model import Manifest, Place, Problem

STATE = ".audioguide"
"""Hidden folder below the output with the record, the journal, the lock and what is being made."""
RECORD = f"{STATE}/files.json"
COPIES = f"{STATE}/manifests"
"""Folder with a second copy of each manifest: without its manifest a tour could not be shown."""
HASHED_ASSET = re.compile(r"[a-z0-9-]+\.[0-9a-f]{10}\.(js|css|svg|png)")
"""Names of shared files, which carry a hash of their content."""
GENERATOR = b'<meta name="generator" content="audioguide '
MAX_HEAD_BYTES = 400
"""Beginning of a page that holds its generator."""
INTEGRITY_VERSION = 1
"""Version of the record; one of another version counts as missing."""


@dataclass(frozen=True)
class FileRecord:
    """One published file."""

    sha256: str
    """Of its content, in hexadecimal."""
    bytes: int
    """Size of its content."""
    owner: str
    """Who wrote it: ``tour:mill.en``, or the name of an output."""
    made_from: str = ""
    """Digest of what it was made from, by which its owner knows that it is current; empty: not known."""


@dataclass(frozen=True)
class SiteRecord:
    """Every file that was published below an output folder."""

    schema: int = INTEGRITY_VERSION
    files: Mapping[str, FileRecord] = field(default_factory=dict)
    """Path relative to the output, with forward slashes → the file."""


def encode_record(record: SiteRecord) -> bytes:
    """Return the bytes of the record's file; equal records give equal bytes."""
    body = msgspec.json.format(msgspec.json.encode(record, order="deterministic"), indent=0)
    return hashlib.sha256(body).hexdigest().encode() + b"\n" + body + b"\n"


def decode_record(data: bytes) -> SiteRecord:
    """Return the record of its file's bytes. Raises ValueError for a damaged one or another version."""
    digest, _line, body = data.partition(b"\n")
    if hashlib.sha256(body.removesuffix(b"\n")).hexdigest().encode() != digest or not body.endswith(b"\n"):
        raise ValueError(_("its checksum does not match"))
    record = msgspec.json.decode(body, type=SiteRecord)
    if record.schema != INTEGRITY_VERSION:
        raise ValueError(_("its schema is not {version}").format(version=INTEGRITY_VERSION))
    return record


def read_record(output: Path) -> SiteRecord | None:
    """Return what was published below ``output``; None where the record is missing or damaged."""
    try:
        return decode_record(files.read_regular_file(output / RECORD))
    except (OSError, ValueError):
        return None


def is_published(output: Path, path: str, record: FileRecord | None) -> bool:
    """Whether the file is there and is what was recorded, to the last bit."""
    if record is None:
        return False
    file = output / path
    try:
        return file.stat().st_size == record.bytes and files.file_digest(file) == record.sha256
    except OSError:
        return False


def copy_path(tour: str) -> str:
    """Return the path of the second copy of a tour's manifest, relative to the output."""
    return f"{COPIES}/{tour}.json"


def last_manifest(output: Path, folder: str, record: SiteRecord | None) -> Manifest | None:
    """Return the manifest of the tour in a folder, from its second copy where the first is damaged; None without.

    One that belongs to another folder is none of this tour.
    """
    copy = copy_path(folder.replace("/", "."))
    path = f"{folder}/{manifest.MANIFEST_FILE}"
    known = record.files if record else {}
    is_copy_better = not is_published(output, path, known.get(path)) and is_published(output, copy, known.get(copy))
    for name in (copy, path) if is_copy_better else (path, copy):
        last = manifest.read_manifest(output / name)
        if last is not None and last.folder == folder:
            return last
    return None


def named_files(built: Manifest) -> frozenset[str]:
    """Return the paths of a tour's sound, captions, pictures and manifest, relative to the output, as it names them."""
    pictures = [picture for stop in built.all_stops for picture in stop.all_pictures]
    names = {manifest.MANIFEST_FILE, built.tour.file, built.captions, built.cover, built.cover_small}
    names |= {name for stop in built.all_stops for name in (stop.track.file, stop.captions)}
    names |= {name for picture in pictures for name in (picture.file, picture.small)}
    names |= {plan.file for plan in built.plans}
    return frozenset({copy_path(built.id), *(f"{built.folder}/{name}" for name in names if name)})


def built_tours(output: Path) -> Iterator[Path]:
    """Yield the manifest of every folder below ``output`` that looks like a built tour, readable or not."""
    for pattern in ("*/", "*/*/"):
        for path in sorted(output.glob(f"{pattern}{manifest.MANIFEST_FILE}*")):  # with * also a link that leads nowhere
            if path.name == manifest.MANIFEST_FILE and not path.relative_to(output).parts[0].startswith("."):
                yield path


def left_folders(output: Path) -> Iterator[str]:
    """Yield the folder of every tour that left sound, or the second copy of its manifest, though nothing records it."""
    for pattern in ("*/stops", "*/*/stops"):
        yield from (path.parent.relative_to(output).as_posix() for path in sorted(output.glob(pattern)))
    for copy in sorted((output / COPIES).glob("*.json")):
        yield copy.stem.replace(".", "/")


def adopt_files(output: Path) -> SiteRecord:
    """Return a record of the files that look like ours, as they are now: of a site whose record is missing."""
    owners: dict[Path, str] = {}
    for folder in sorted({*(path.parent for path in built_tours(output)), *map(output.joinpath, left_folders(output))}):
        tour = ".".join(folder.relative_to(output).parts)
        named = [folder / manifest.MANIFEST_FILE, *(folder / f"{tour}{suffix}" for suffix in (".mp3", ".vtt"))]
        media = (file for name in ("stops", "images") for file in (folder / name).glob("*"))
        owners.update((file, tour_owner(tour)) for file in (*named, *media))
        owners.update((file, "labels") for file in (folder / "labels").rglob("*"))
    owners.update((file, tour_owner(file.stem)) for file in (output / COPIES).glob("*.json"))
    for pattern in ("*", "*/*", "*/*/*", "*/*/*/*"):
        owners.update((file, "site") for file in output.glob(pattern) if _looks_like_a_page(output, file))
    return SiteRecord(
        files={
            path.relative_to(output).as_posix(): FileRecord(files.file_digest(path), path.stat().st_size, owner)
            for path, owner in owners.items()
            if path.is_file()
        }
    )


def _looks_like_a_page(output: Path, file: Path) -> bool:
    if file.name in ("app.webmanifest", "offline.json"):
        return True
    if file.parent == output / "assets":
        return bool(HASHED_ASSET.fullmatch(file.name))
    if file.parent == output and file.name == "sw.js":
        return True
    if file.suffix != ".html":
        return False
    try:
        with file.open("rb") as page:
            return GENERATOR in page.read(MAX_HEAD_BYTES)
    except OSError:
        return False


def tour_owner(tour: str) -> str:
    """Return who owns the sound, captions, pictures and manifest of a tour, by its id."""
    return f"tour:{tour}"


def output_problems(output: Path, where: str, within: Sequence[str] = ()) -> tuple[Problem, ...]:
    """Return everything that differs from what was published: missing, damaged, or left behind by something else.

    ``where``: the output as a user would type it. ``within``: only what lies in these folders; empty: all.
    """
    repair = _("Repair it: audioguide build")
    record = read_record(output)
    if record is None:
        damaged = (output / RECORD).exists()
        message = _("The record of published files is damaged.") if damaged else _("There is no record of this site.")
        return (Problem("error", "no-record", message, Place(f"{where}/{RECORD}"), repair),)
    problems: list[Problem] = []
    folders = tuple(f"{folder}/" for folder in within) or ("",)
    for path, known in sorted(record.files.items()):
        if not path.startswith(folders):
            continue
        place = Place(f"{where}/{path}")
        if not (output / path).is_file():
            problems.append(Problem("error", "file-missing", _("The file is missing."), place, repair))
        elif not is_published(output, path, known):
            message = _("The file is not what was published: its SHA-256 differs.")
            problems.append(Problem("error", "file-damaged", message, place, repair))
    for stray in filter(lambda path: path.startswith(folders), _unrecorded_files(output, record)):
        message = _("The file does not belong to the site: nothing recorded it.")
        hint = _("Remove it, unless you put it there.")
        problems.append(Problem("note", "file-unknown", message, Place(f"{where}/{stray}"), hint))
    return tuple(problems)


def _unrecorded_files(output: Path, record: SiteRecord) -> Iterator[str]:
    for path in sorted(output.rglob("*")):
        name = path.relative_to(output).as_posix()
        if path.is_file() and name not in record.files and not name.startswith(f"{STATE}/"):
            yield name
