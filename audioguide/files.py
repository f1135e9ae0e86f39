"""Files that appear whole or not at all."""

from __future__ import annotations

import os
import tempfile
import threading
from collections.abc import Iterator
from contextlib import contextmanager, suppress
from pathlib import Path

from .errors import OutputError
from .i18n import _

PART = ".part"
"""Suffix of a file that is still being written; a killed run may leave some, ``remove_partial_files`` removes them."""


@contextmanager
def atomic_write(path: Path) -> Iterator[Path]:
    """A sibling temporary path that replaces ``path`` when the block ends well.

    Raises OutputError where the folder cannot be written or the disk is full.
    """
    part = None
    try:
        path.parent.mkdir(parents=True, exist_ok=True)
        handle, name = tempfile.mkstemp(prefix=f".{path.name}.", suffix=PART, dir=path.parent)
        os.close(handle)
        part = Path(name)
        yield part
        # mkstemp gives 0600; what we publish is read by a web server
        part.chmod(0o666 & ~_umask())
        os.replace(part, path)
    except OSError as error:
        raise OutputError(
            _("{file} cannot be written: {reason}.").format(file=path, reason=error.strerror or error),
            hint=_("Check the free disk space and the folder's permissions; existing files were not changed."),
        ) from error
    finally:
        if part is not None:
            with suppress(OSError):
                part.unlink(missing_ok=True)


def write_text(path: Path, text: str) -> None:
    """Write UTF-8 with line feeds, whole or not at all; an equal file is left untouched."""
    write_bytes(path, text.encode())


def write_bytes(path: Path, data: bytes) -> None:
    """Write bytes, whole or not at all; an equal file is left untouched, so that its time stamp tells the truth."""
    with suppress(OSError):
        if path.stat().st_size == len(data) and path.read_bytes() == data:
            return
    with atomic_write(path) as part:
        part.write_bytes(data)


def remove_partial_files(folder: Path) -> None:
    """Remove what a killed run left half written below ``folder``; hidden folders belong to runs of their own."""
    for part in folder.rglob(f".*{PART}"):
        if any(name.startswith(".") for name in part.relative_to(folder).parts[:-1]):
            continue
        with suppress(OSError):
            part.unlink()


@contextmanager
def lock_folder(folder: Path) -> Iterator[None]:
    """Hold the folder (made where missing) against other processes that also ask; waits for its turn.

    The lock belongs to an open file, so that it ends with the process, however that ends. A thread may ask again for
    what it holds.
    """
    folder.mkdir(parents=True, exist_ok=True)
    key, held = folder.resolve(), vars(_mine).setdefault("held", set())
    if key in held:
        yield
        return
    with _file_lock(folder):
        held.add(key)
        try:
            yield
        finally:
            held.discard(key)


_mine = threading.local()


@contextmanager
def _file_lock(folder: Path) -> Iterator[None]:
    if os.name == "posix":
        import fcntl

        handle = os.open(folder, os.O_RDONLY)  # the folder itself: no lock file is left lying about
        try:
            fcntl.flock(handle, fcntl.LOCK_EX)
            yield
        finally:
            os.close(handle)
    else:
        import msvcrt

        with (folder / ".lock").open("a+b") as file:
            file.seek(0)
            msvcrt.locking(file.fileno(), msvcrt.LK_LOCK, 1)  # type: ignore[attr-defined,unused-ignore]
            yield


def _umask() -> int:
    mask = os.umask(0)
    os.umask(mask)
    return mask
