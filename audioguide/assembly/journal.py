"""The switch from what is published to what was made: all of it, whatever happens meanwhile.

Everything new is synced to the disk first. Then a journal is written that names every move and removal; from that
instant on the new state holds. Who finds a journal carries it out to its end, as often as it takes; who finds only
unfinished work throws it away.
"""

from __future__ import annotations

import errno
import hashlib
import os
import shutil
import signal
import tempfile
import threading
from collections.abc import Iterator, Sequence
from contextlib import contextmanager, suppress
from dataclasses import dataclass, replace
from pathlib import Path, PurePosixPath
from types import FrameType

import msgspec

from .. import files
from ..errors import OutputError
from ..i18n import _
from .integrity import STATE

JOURNAL = f"{STATE}/journal.json"
STAGING = f"{STATE}/staging."
"""Beginning of the folders in which a command makes its files."""
PENDING_PAGE = (
    b'<!doctype html><meta charset="utf-8"><meta http-equiv="refresh" content="2"><title>\xe2\x80\xa6</title>\n'
)
"""What stands at a new page's address until the page does: it says nothing, links nowhere, and loads itself again."""


@dataclass(frozen=True)
class Move:
    """A file that takes its place."""

    source: str
    """Where it was made, relative to the output."""
    target: str
    """Where it will be found, relative to the output."""


@dataclass(frozen=True)
class Journal:
    """What the switch consists of, in order: nothing is removed before all that is new is in place."""

    moves: tuple[Move, ...]
    removals: tuple[str, ...]
    """Paths relative to the output."""
    sha256: str = ""
    """Of the two as they are written; empty in journals of versions before it."""

    def with_digest(self) -> Journal:
        """Return the journal with the digest that belongs to it."""
        bare = msgspec.json.encode(replace(self, sha256=""))
        return replace(self, sha256=hashlib.sha256(bare).hexdigest())

    def is_intact(self) -> bool:
        """Whether this is what was written, and nothing outside the output would be touched."""
        names = [*self.removals, *(name for move in self.moves for name in (move.source, move.target))]
        return (not self.sha256 or self == self.with_digest()) and all(map(is_below_output, names))


def make_staging(output: Path) -> Path:
    """Return a new empty folder to make files in. Raises OutputError."""
    try:
        (output / STATE).mkdir(parents=True, exist_ok=True)
        return Path(tempfile.mkdtemp(prefix=PurePosixPath(STAGING).name, dir=output / STATE))
    except OSError as error:
        raise files.unwritable(output / STATE, error) from error


def commit_journal(output: Path, moves: Sequence[Move], removals: Sequence[str]) -> None:
    """Carry out the moves and removals, all of them or none.

    Raises OutputError; the site is then as it was, or will be as it should by the next command.
    """
    try:
        _refuse_closed_folders(output, [*(move.target for move in moves), *removals])
        moves = [_on_the_same_device(output, move) for move in moves]
        sources = [output / move.source for move in moves]
        files.sync_files(sources)
        for folder in {source.parent for source in sources}:
            files.operations.sync_folder(folder)
        with _deferred_signals():
            # the commit point: atomic_write syncs the journal and its folder
            journal = Journal(tuple(moves), tuple(removals))
            with files.atomic_write(output / JOURNAL) as part:
                part.write_bytes(msgspec.json.encode(journal.with_digest()))
            try:
                _carry_out(output, journal)
            except OSError as error:
                raise _unfinished(output, error) from error
    except OSError as error:
        raise files.unwritable(output, error) from error


def _refuse_closed_folders(output: Path, names: Sequence[str]) -> None:
    """Raise OutputError for a folder in which nothing may be changed, before anything is: moves would end half-way."""
    for parent in dict.fromkeys((output / name).parent for name in names):
        folder = next(path for path in (parent, *parent.parents) if path.is_dir())
        if not os.access(folder, os.W_OK | os.X_OK, effective_ids=os.access in os.supports_effective_ids):
            raise files.unwritable(folder, PermissionError(errno.EACCES, os.strerror(errno.EACCES)))


def _unfinished(output: Path, error: OSError) -> OutputError:
    return OutputError(
        _("A publication in {folder} cannot be finished: {reason}.").format(
            folder=output, reason=error.strerror or error
        ),
        hint=_("Check the free disk space and the folder's permissions, then run any command: it goes on from there."),
    )


def is_pending(output: Path) -> bool:
    """Whether a journal waits to be carried out."""
    return (output / JOURNAL).exists()


def recover_output(output: Path) -> str:
    """Finish or undo what a killed command left below ``output``; return what was done, empty where nothing was.

    Never waits: what another command is working on is left to it. Raises OutputError where the disk does not let it.
    """
    if not _has_leftovers(output):
        return ""
    with files.lock_folder(output / STATE, wait=False) as held:
        return recover_locked(output) if held else ""


def recover_locked(output: Path) -> str:
    """Do what ``recover_output`` does, for who holds the lock."""
    if not _has_leftovers(output):
        return ""
    try:
        journal = _read_journal(output)
        if journal is not None:
            with _deferred_signals():
                _carry_out(output, journal)
        _remove_unfinished(output)
    except OSError as error:
        raise _unfinished(output, error) from error
    if journal is not None:
        return _("An interrupted publication was completed.")
    return _("Files that an interrupted command left unfinished were removed.")


def _has_leftovers(output: Path) -> bool:
    return is_pending(output) or any(_find_unfinished(output))


def _read_journal(output: Path) -> Journal | None:
    """Return the journal; None where there is none. It is written atomically, so it is never half there."""
    try:
        journal = msgspec.json.decode((output / JOURNAL).read_bytes(), type=Journal)
        if not journal.is_intact():
            raise ValueError(_("its digest is wrong"))
        return journal
    except FileNotFoundError:
        return None
    except (ValueError, RecursionError) as error:  # damaged on the disk: what it names cannot be trusted
        (output / JOURNAL).unlink()
        raise OutputError(
            _("The journal of an interrupted publication in {folder} was damaged and is removed: {reason}.").format(
                folder=output, reason=error
            ),
            hint=_("Run `audioguide build`: it repairs what is missing or differs."),
        ) from error


def is_below_output(name: str) -> bool:
    """Return whether a path relative to the output leads to something in it."""
    path = PurePosixPath(name)
    return bool(path.parts) and not path.is_absolute() and ".." not in path.parts and "\0" not in name


def _carry_out(output: Path, journal: Journal) -> None:
    """Move, then remove; every step may have been done already by who began."""
    touched: set[Path] = set()
    _write_pending_pages(output, journal)
    for move in journal.moves:
        source, target = output / move.source, output / move.target
        if source.exists():
            _make_way(output, target)
            files.operations.replace(source, target)
            touched.add(target.parent)
    for folder in touched:
        files.operations.sync_folder(folder)
    for name in journal.removals:
        _remove_file(output, output / name)
    files.operations.remove(output / JOURNAL)
    files.operations.sync_folder(output / STATE)
    _remove_unfinished(output)


def _write_pending_pages(output: Path, journal: Journal) -> None:
    """Have something stand where new pages come: they link to each other, and one of them is the first in its place."""
    for move in journal.moves:
        target = output / move.target
        if target.suffix == ".html" and (output / move.source).exists() and not os.path.lexists(target):
            _make_way(output, target)
            target.write_bytes(PENDING_PAGE)


def _make_way(output: Path, target: Path) -> None:
    """Make the target's folder; a folder in the target's place, or a file in a folder's, was not put there by us."""
    for folder in reversed(target.relative_to(output).parents[:-1]):
        if (output / folder).is_file():
            files.operations.remove(output / folder)
    target.parent.mkdir(parents=True, exist_ok=True)
    if target.is_dir() and not target.is_symlink():
        shutil.rmtree(target)


def _remove_file(output: Path, path: Path) -> None:
    """Remove a file, and the folders that it leaves empty."""
    with suppress(NotADirectoryError):
        if path.is_dir() and not path.is_symlink():
            return
        files.operations.remove(path)
    for folder in path.parents:
        if folder == output or folder.is_symlink():
            break
        try:
            folder.rmdir()
        except OSError:
            break


def _remove_unfinished(output: Path) -> None:
    for left in _find_unfinished(output):
        if left.name.endswith(files.PART):
            files.operations.remove(left)
            continue
        for name in _parts_elsewhere(left):
            files.operations.remove(output / name)
        shutil.rmtree(left, ignore_errors=True)


def _find_unfinished(output: Path) -> list[Path]:
    return [*output.glob(f"{STAGING}*"), *output.glob(f"{STATE}/.*{files.PART}")]


# ---------------------------------------------------------------- other devices

ELSEWHERE = "elsewhere.txt"
"""File of a staging folder that names the parts it has on other devices."""


def _on_the_same_device(output: Path, move: Move) -> Move:
    """Return the move with its source on the target's device: only there can a file take its place at once.

    A tour's folder may be a link to another disk, or another disk may be mounted inside it.
    """
    source, target = output / move.source, output / move.target
    folder = next(path for path in target.parents if path.is_dir())
    if folder.stat().st_dev == source.stat().st_dev:
        return move
    beside = PurePosixPath(os.path.relpath(folder, output)) / f".{target.name}.{source.parent.name}{files.PART}"
    staging = output / PurePosixPath(*PurePosixPath(move.source).parts[:2])
    with (staging / ELSEWHERE).open("a", encoding="utf-8") as names:
        names.write(f"{beside.as_posix()}\n")
    shutil.copyfile(source, output / beside)
    shutil.copymode(source, output / beside)
    return Move(beside.as_posix(), move.target)


def _parts_elsewhere(staging: Path) -> list[str]:
    try:
        return [name for name in (staging / ELSEWHERE).read_text("utf-8").splitlines() if is_below_output(name)]
    except (OSError, ValueError):
        return []


# ---------------------------------------------------------------- signals


@contextmanager
def _deferred_signals() -> Iterator[None]:
    """Let Ctrl-C and SIGTERM wait until the block has ended."""
    if threading.current_thread() is not threading.main_thread():
        yield
        return
    arrived: list[int] = []

    def remember(number: int, _frame: FrameType | None) -> None:
        arrived.append(number)

    before = {number: signal.signal(number, remember) for number in (signal.SIGINT, signal.SIGTERM)}
    try:
        yield
    finally:
        for number, handler in before.items():
            signal.signal(number, handler)
        for late in dict.fromkeys(arrived):
            signal.raise_signal(late)
