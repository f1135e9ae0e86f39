"""A tour's files, published together.

Everything is made in a folder of its own and then moved into place, the manifest last: a killed build leaves what was
there, or, in the instant of the moves, no manifest, and the next one goes on from the cache.
"""

from __future__ import annotations

import hashlib
import os
import shutil
import tempfile
from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from pathlib import Path

from .. import files
from .. import manifest as manifests
from ..errors import OutputError
from ..i18n import _
from ..model import Manifest

STAGING = ".staging."
"""Prefix of the folder inside the output where a build is made; one that lies there already, a killed build left."""


@contextmanager
def open_staging(folder: Path) -> Iterator[Path]:
    """An empty folder inside ``folder``, for one build at a time; gone afterwards, whatever happens."""
    try:
        with files.lock_folder(folder):
            _clear(folder)
            # a new name each time: an encoder that outlived a killed build must not write into this one
            made = Path(tempfile.mkdtemp(prefix=STAGING, dir=folder))
            try:
                yield made
            finally:
                shutil.rmtree(made, ignore_errors=True)
    except OSError as error:
        raise OutputError(
            _("{file} cannot be written: {reason}.").format(file=folder, reason=error.strerror or error),
            hint=_("Check the free disk space and the folder's permissions; existing files were not changed."),
        ) from error


def remove_leftovers(folder: Path) -> None:
    """Remove what a killed build left; waits for one that is still at work. Quick where there is nothing."""
    if any(folder.glob(f"{STAGING}*")):
        with files.lock_folder(folder):
            _clear(folder)


def _clear(folder: Path) -> None:
    for left in folder.glob(f"{STAGING}*"):
        shutil.rmtree(left, ignore_errors=True)


def publish_tour(staging: Path, folder: Path, result: Manifest | None, unwanted: Sequence[Path] = ()) -> None:
    """Move what was made into place, remove what is unwanted, and put the manifest there last.

    Without a manifest a reader sees "not built"; it never sees one that speaks of other files than those there.
    """
    made = sorted(p.relative_to(staging) for p in staging.rglob("*") if p.is_file())
    changed = [p for p in made if not _equal(staging / p, folder / p)]
    old, new = folder / manifests.FILE, staging / "new"
    if result:
        new.write_text(manifests.to_json(result), "utf-8", newline="\n")
    if result and not changed and not unwanted and _equal(new, old):
        return
    old.unlink(missing_ok=True)
    for file in changed:
        (folder / file).parent.mkdir(parents=True, exist_ok=True)
        os.replace(staging / file, folder / file)
    for stray in unwanted:
        stray.unlink()
    if result:
        os.replace(new, old)


def stale_files(folder: Path, result: Manifest) -> list[Path]:
    """Files of stops and pictures that are no more."""
    wanted = {s.track.file for s in result.stops} | {s.captions for s in result.stops}
    wanted |= {s.image for s in result.stops} | {result.cover}
    found = (p for name in ("stops", "images") for p in (folder / name).glob("*") if p.is_file())
    return [p for p in found if p.relative_to(folder).as_posix() not in wanted]


def _equal(one: Path, other: Path) -> bool:
    try:
        if one.stat().st_size != other.stat().st_size:
            return False
        with one.open("rb") as a, other.open("rb") as b:
            return hashlib.file_digest(a, "sha256").digest() == hashlib.file_digest(b, "sha256").digest()
    except FileNotFoundError:
        return False
