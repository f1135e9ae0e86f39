"""Files that appear complete or not at all, and survive a power cut.

Every change of the file system that publishing relies on goes through ``operations``, which tests replace to fail at
any one of them.
"""

from __future__ import annotations

import ctypes
import errno
import hashlib
import importlib.util
import os
import platform
import re
import sys
import tempfile
import threading
import time
import zlib
from collections.abc import Callable, Iterable, Iterator
from concurrent.futures import ThreadPoolExecutor
from contextlib import contextmanager, suppress
from io import BufferedReader
from pathlib import Path

from .errors import OutputError
from .i18n import _
from .project import cache_folder, similar_path

PART = ".part"
"""Suffix of a file that is still being written; a killed run may leave some, ``remove_partial_files`` removes them."""
LOCK = ".lock"
"""Name of the file that a locked folder holds."""
NOTICE_AFTER_S = 0.5
"""Of waiting for another command, after which the user is informed."""
MAX_WRITING_S = 3600
"""After which a part that another machine began is taken for abandoned."""
SYNC_WORKERS = 8
"""Files synced at once: file systems write the journal of several in one go."""


_AT_FDCWD, _RENAME_EXCHANGE = -100, 2
"""From Linux's <fcntl.h> and <linux/fs.h>."""


class FileOperations:
    """The operations after which a crash could leave something half done."""

    def replace(self, source: Path, target: Path) -> None:
        """Move a file over another, at once."""
        os.replace(source, target)

    def exchange(self, source: Path, target: Path) -> bool:
        """Swap two files at once, so that nothing is overwritten; False where the system cannot."""
        swap = getattr(ctypes.CDLL(None, use_errno=True), "renameat2", None) if sys.platform == "linux" else None
        here = (_AT_FDCWD, os.fsencode(source), _AT_FDCWD, os.fsencode(target))
        return swap is not None and swap(*here, _RENAME_EXCHANGE) == 0

    def remove(self, path: Path) -> None:
        """Remove a file; one that is gone already is fine."""
        path.unlink(missing_ok=True)

    def sync_file(self, path: Path) -> None:
        """Wait until a file's content is on the disk."""
        handle = os.open(path, os.O_RDONLY)
        try:
            os.fsync(handle)
        finally:
            os.close(handle)

    def sync_folder(self, path: Path) -> None:
        """Wait until a folder's entries are on the disk, where the system can do that."""
        with suppress(OSError):  # Windows opens no folders, some network file systems sync none
            self.sync_file(path)


operations = FileOperations()
"""What all of the package writes through."""


def sync_files(paths: Iterable[Path]) -> None:
    """Wait until the content of all files is on the disk."""
    with ThreadPoolExecutor(SYNC_WORKERS) as pool:
        for _synced in pool.map(operations.sync_file, paths):
            pass


@contextmanager
def part_beside(path: Path) -> Iterator[Path]:
    """Yield a temporary path in the folder of ``path``, removed in the end if it is still there. Raises OutputError."""
    part = None
    try:
        path.parent.mkdir(parents=True, exist_ok=True)
        _clean_once(path.parent)
        handle, name = tempfile.mkstemp(prefix=f".{path.name}.{_writer()}.", suffix=PART, dir=path.parent)
        os.close(handle)
        part = Path(name)
        yield part
    except OSError as error:
        raise unwritable(path, error) from error
    finally:
        if part is not None:
            with suppress(OSError):
                part.unlink(missing_ok=True)


def _let_others_read(part: Path) -> None:
    """What we publish is read by a web server, and mkstemp gives 0600."""
    part.chmod(0o666 & ~_umask())


@contextmanager
def atomic_write(path: Path, *, durable: bool = True) -> Iterator[Path]:
    """Yield a temporary path beside ``path``, which it replaces when the block ends well.

    ``durable``: on the disk before it replaces anything, so that a power cut leaves the old file or the new one.
    Raises OutputError where the folder cannot be written or the disk is full.
    """
    with part_beside(path) as part:
        yield part
        _let_others_read(part)
        if durable:
            operations.sync_file(part)
        operations.replace(part, path)
        if durable:
            operations.sync_folder(path.parent)


def replace_unchanged(path: Path, before: bytes, after: bytes, record: Callable[[], None] = lambda: None) -> bool:
    """Write a file where it still says ``before``; False, with nothing overwritten, where another program wrote it.

    ``record``: called once ``after`` is on the disk, before it takes the file's place: a full disk leaves no record.

    Where the system can swap files, what lay there is looked at after the swap: no moment is left in which a file that
    an editor saves could be overwritten unseen. Raises OutputError.
    """
    with part_beside(path) as part:
        part.write_bytes(after)
        _let_others_read(part)
        operations.sync_file(part)
        if path.read_bytes() != before:
            return False
        record()
        if not operations.exchange(part, path):
            operations.replace(part, path)
        elif part.read_bytes() != before:
            operations.exchange(part, path)
            if part.read_bytes() != after:  # saved once more meanwhile: the last one stays
                operations.exchange(part, path)
            return False
        operations.sync_folder(path.parent)
        return True


def unwritable(path: Path, error: OSError) -> OutputError:
    """Return the error for a file or folder that could not be written."""
    places = (path, *path.parents) if isinstance(error, FileExistsError) else path.parents
    if (obstacle := _find_obstacle(places)) is not None:
        if cache_folder() in (path, *path.parents):
            obstacle.hint = _("Move it away, or name another folder in the variable AUDIOGUIDE_CACHE.")
        return obstacle
    hint = _("Check the free disk space and the folder's permissions; existing files were not changed.")
    if cache_folder() in path.parents:
        hint = _("Check the free disk space, or name a folder you may write to in the variable AUDIOGUIDE_CACHE.")
    return OutputError(_("{file} cannot be written: {reason}.").format(file=path, reason=error.strerror or error), hint)


def _find_obstacle(places: Iterable[Path]) -> OutputError | None:
    """Return the error for a file, or a link that leads nowhere, in the place of a folder; None where there is none."""
    with suppress(OSError):  # of a folder that nobody may look into, the first error says enough
        for folder in places:
            if folder.is_symlink() and not folder.exists():
                return OutputError(
                    _("{folder} is a link to {target}, which is not there.").format(
                        folder=folder, target=folder.readlink()
                    ),
                    _("Connect the disk or make the folder that it leads to, or remove the link."),
                )
            if folder.exists() and not folder.is_dir():
                return OutputError(
                    _("{file} is a file, and a folder is needed there.").format(file=folder),
                    _("Move the file away and run the command again."),
                )
    return None


def write_text(path: Path, text: str) -> None:
    """Write UTF-8 with line feeds, complete or not at all; an equal file is left untouched."""
    write_bytes(path, text.encode())


def write_bytes(path: Path, data: bytes) -> None:
    """Write bytes, complete or not at all; an equal file is left untouched, so that its time stamp stays right."""
    with suppress(OSError):
        if path.stat().st_size == len(data) and path.read_bytes() == data:
            return
    with atomic_write(path) as part:
        part.write_bytes(data)


def names_file(path: Path) -> bool:
    """Return whether a path that somebody wrote leads to a file; none that is longer than the system takes does."""
    with suppress(OSError):
        return path.is_file()
    return False


def suggest_file(folder: Path, name: str) -> str:
    """Return the hint for a path that is not there where the folder has one like it; else empty."""
    close = similar_path(folder, name)
    return _("Did you mean “{close}”?").format(close=close) if close else ""


def open_regular_file(path: Path) -> BufferedReader:
    """Return a file, open. Raises OSError, also for a pipe or a device, which may never come to an end."""
    if path.exists() and not path.is_file() and not path.is_dir():
        raise OSError(errno.EINVAL, _("it is not a regular file"))
    return path.open("rb")


def read_regular_file(path: Path) -> bytes:
    """Return the bytes of a file. Raises OSError as ``open_regular_file`` does."""
    with open_regular_file(path) as file:
        return file.read()


def file_digest(path: Path) -> str:
    """Return the SHA-256 of a file in hexadecimal; empty where it cannot be read, and for a pipe or a device."""
    if not names_file(path):
        return ""
    try:
        with path.open("rb") as file:
            return hashlib.file_digest(file, "sha256").hexdigest()
    except OSError:
        return ""


def join_verified(target: Path, sources: Iterable[Path], sha256: str) -> str:
    """Join files into ``target`` unless it is there and intact; return the digest of what was joined.

    Where that is not ``sha256``, nothing was written. Safe in several processes at once. Raises OutputError where the
    folder cannot be written.
    """
    if file_digest(target) == sha256:
        return sha256
    digest = hashlib.sha256()
    with suppress(_WrongDigest), atomic_write(target) as joined:
        with joined.open("wb") as file:
            for source in sources:
                data = source.read_bytes()
                digest.update(data)
                file.write(data)
        if digest.hexdigest() != sha256:
            raise _WrongDigest
    return digest.hexdigest()


class _WrongDigest(Exception):
    pass


def package_folder(name: str) -> Path | None:
    """Return the folder of an installed package, which is not imported; None where there is none."""
    spec = importlib.util.find_spec(name)
    return None if spec is None or spec.origin is None else Path(spec.origin).parent


def remove_partial_files(folder: Path) -> None:
    """Remove what killed runs left half written below ``folder``; what a process is writing stays."""
    _remove_abandoned(folder.rglob(f".*{PART}"))


def remove_parts_among_others(folder: Path, *, below: bool) -> int:
    """Remove the same from a folder that is not ours alone: only what carries our mark. ``below``: in its folders too.

    Returns how many. Quiet where the disk does not let it: whoever writes there next will be refused anyway.
    """
    with suppress(OSError):
        parts = folder.rglob(f".*{PART}") if below else folder.glob(f".*{PART}")
        return _remove_abandoned(part for part in parts if _WRITER.search(part.name))
    return 0


def _clean_once(folder: Path) -> None:
    """Remove from a folder that is about to be written to what killed writes left there, once in a process.

    So nothing stays for ever in folders that no command cleans: a model of hundreds of megabytes, versions, reports.
    """
    if folder not in _cleaned:
        _cleaned.add(folder)
        remove_parts_among_others(folder, below=False)


_cleaned: set[Path] = set()


def _remove_abandoned(parts: Iterable[Path]) -> int:
    count = 0
    for part in list(parts):
        if _is_abandoned(part):
            with suppress(OSError):
                part.unlink()
                count += 1
    return count


_WRITER = re.compile(rf"\.([0-9a-f]{{8}})-([0-9]+)\.[^.]*{re.escape(PART)}$")
"""What the name of a part says of who writes it; parts without are other programs'."""


def _writer() -> str:
    """Return who writes a part: this process on this machine."""
    return f"{zlib.crc32(platform.node().encode()):08x}-{os.getpid()}"


def _is_abandoned(part: Path) -> bool:
    """Whether nobody writes this part any more. Of other machines, which may share a disk, only time says so."""
    writer = _WRITER.search(part.name)
    if writer is None:
        return True
    if writer[1] != _writer().partition("-")[0]:
        with suppress(OSError):
            return abs(time.time() - part.stat().st_mtime) > MAX_WRITING_S
        return False
    if int(writer[2]) == os.getpid() or os.name != "posix":  # elsewhere signal 0 would end the process
        return False
    try:
        os.kill(int(writer[2]), 0)
    except ProcessLookupError:
        return True
    except OSError:  # a process of somebody else
        return False
    return False


@contextmanager
def lock_file(path: Path, locks: Path, *, wait: bool = True) -> Iterator[bool]:
    """Hold one file against other processes that read it to change it; yield whether it is held.

    Waits for its turn unless ``wait`` is False. ``locks``: folder for the locks, since an author's folder is no place
    for them. Raises OutputError where it cannot be written.
    """
    name = hashlib.sha256(str(path.resolve()).encode()).hexdigest()[:32]
    with lock_folder(locks / name, wait=wait) as held:
        yield held


@contextmanager
def lock_folder(folder: Path, *, wait: bool = True) -> Iterator[bool]:
    """Hold the folder (made where missing) against other processes that also ask; yield whether it is held.

    Waits for its turn unless ``wait`` is False, and says so through ``notices``. The lock ends with the process,
    however that ends. A thread may ask again for what it holds. Raises OutputError where the folder cannot be written.
    """
    from filelock import FileLock, Timeout

    lock = FileLock(folder / LOCK)
    key, held = folder.resolve(), vars(_mine).setdefault("held", set())
    if key in held:
        yield True
        return
    try:
        folder.mkdir(parents=True, exist_ok=True)
        try:
            lock.acquire(timeout=NOTICE_AFTER_S if wait else 0)
        except Timeout:
            if not wait:
                raise
            notices.announce(_("Another command is at work in this project; this one goes on when it has ended."))
            lock.acquire(timeout=-1)
    except Timeout:
        yield False
        return
    except OSError as error:
        raise unwritable(folder, error) from error
    held.add(key)
    try:
        yield True
    finally:
        held.discard(key)
        lock.release()


_mine = threading.local()


class Notices:
    """Says what a user who waits should know; silent until somebody gives it words to print with."""

    def __init__(self) -> None:
        self.print_line: Callable[[str], None] = lambda _line: None

    def announce(self, line: str) -> None:
        """Print a line where somebody listens."""
        self.print_line(line)


notices = Notices()
"""What all of the package announces through; the command line prints it."""


def _umask() -> int:
    mask = os.umask(0)
    os.umask(mask)
    return mask
