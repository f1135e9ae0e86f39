"""A site's files, published together: sound, captions, manifests and pages become visible in one switch.

Who writes gets a ``Destination`` of its own: files are made aside, and files its owner wrote before and does not
write again are removed in the same switch. Nothing is visible until ``Publication.commit``.
"""

from __future__ import annotations

import hashlib
import os
import shutil
import tempfile
from collections.abc import Iterator
from contextlib import ExitStack, contextmanager, suppress
from functools import cached_property
from pathlib import Path, PurePosixPath

from .. import files, manifest
from ..errors import OutputError
from ..i18n import _
from . import integrity, journal
from .integrity import FileRecord, SiteRecord
from .journal import Move


class Publication:
    """Changes of an output folder, on their way to become visible together."""

    def __init__(self, output: Path, *, force: bool = False) -> None:
        """``force``: write every file again, also those that are there and intact."""
        self.output = output
        self.recorded = integrity.read_record(output)
        """What was published before; None: not known, so that every file is written again."""
        self._force = force
        self._known = dict((self.recorded or integrity.adopt_files(output)).files)
        self._owners: set[str] = set()
        self._removed: set[str] = set()
        self._protected: list[str] = []
        self._wanted: dict[str, FileRecord] = {}
        self._staged: dict[str, Path] = {}
        self._file_count = 0

    def destination(self, owner: str) -> Destination:
        """Return where one writer writes; what it wrote in earlier publications and not in this one is removed."""
        self._owners.add(owner)
        return Destination(self, owner)

    def protect(self, folder: str) -> None:
        """Remove nothing below this folder, and nothing that tours share: what its pages need is not known now."""
        self._protected.append(f"{folder}/")

    def owner_files(self, owner: str) -> dict[str, FileRecord]:
        """Return what an owner published before, by path."""
        return {path: record for path, record in self._known.items() if record.owner == owner}

    def tour_folders(self) -> dict[str, str]:
        """Return the folder of every tour that is built, or should be, by the tour's id."""
        recorded = (
            path.rpartition("/")[0]
            for path, known in self._known.items()
            if path.endswith(f"/{manifest.MANIFEST_FILE}") and known.owner not in self._removed
        )
        there = (path.parent.relative_to(self.output).as_posix() for path in integrity.built_tours(self.output))
        left = () if self.recorded else integrity.left_folders(self.output)
        folders = {folder.replace("/", "."): folder for folder in sorted({*recorded, *there, *left})}
        return {tour: folder for tour, folder in folders.items() if integrity.tour_owner(tour) not in self._removed}

    def copied_tour(self, folder: str) -> str:
        """Return the id of the tour of which a folder is a copy that somebody made; empty for a folder of our own."""
        if self.recorded is None or any(path.startswith(f"{folder}/") for path in self.recorded.files):
            return ""
        copied = manifest.read_manifest(self.output / folder / manifest.MANIFEST_FILE)
        return copied.id if copied is not None and copied.folder != folder else ""

    def remove_owner(self, owner: str) -> None:
        """Remove everything an owner published."""
        self._owners.add(owner)
        self._removed.add(owner)

    def is_intact(self, path: str) -> bool:
        """Whether a file that was published before is still there, to the last bit."""
        return integrity.is_published(self.output, path, self._known.get(path))

    def find(self, path: str) -> Path:
        """Return where the content of a file can be read now: made just now, or published before."""
        return self._staged.get(path, self.output / path)

    def commit(self) -> int:
        """Make all changes visible; return how many files were written or removed.

        Raises OutputError; what is visible is then either all as before or all as it should be, at the latest after
        the next command.
        """
        unchanged = {
            path: known
            for path, known in self._known.items()
            if path not in self._wanted and (known.owner not in self._owners or self._is_protected(path))
        }
        removals = sorted(self._known.keys() - self._wanted.keys() - unchanged.keys())
        record = integrity.encode_record(SiteRecord(files={**unchanged, **self._wanted}))
        if not self._staged and not removals and self._has_record(record):
            return 0
        moves = [
            Move(staged.relative_to(self.output).as_posix(), path)
            for path, staged in sorted(self._staged.items(), key=lambda item: (_move_order(item[0]), item[0]))
        ]
        staged_record = self._staging / "files.json"
        staged_record.write_bytes(record)
        _make_readable(staged_record)
        moves.append(Move(staged_record.relative_to(self.output).as_posix(), integrity.RECORD))
        journal.commit_journal(self.output, moves, removals)
        self._staged.clear()
        vars(self).pop("_staging", None)
        return len(moves) - 1 + len(removals)

    def _is_protected(self, path: str) -> bool:
        if not self._protected:
            return False
        is_shared = path.partition("/")[0] not in self._site_folders
        return is_shared or any(path.startswith(folder) for folder in self._protected)

    @cached_property
    def _site_folders(self) -> frozenset[str]:
        """Folders of all sites that have tours, also of those that are removed now."""
        return frozenset(path.partition("/")[0] for path in self._known if path.endswith(f"/{manifest.MANIFEST_FILE}"))

    @cached_property
    def _staging(self) -> Path:
        """Folder for what is being made: only a run with changes has one."""
        return journal.make_staging(self.output)

    def discard(self) -> None:
        """Remove what was made and not committed; what a journal names is left to who carries it out."""
        if "_staging" in vars(self) and not journal.is_pending(self.output):
            shutil.rmtree(self._staging, ignore_errors=True)

    def _has_record(self, record: bytes) -> bool:
        try:
            return (self.output / integrity.RECORD).read_bytes() == record
        except OSError:
            return False

    def stage_file(self, path: str, record: FileRecord, make: Path | bytes) -> None:
        """Take a file into the publication; ``make``: its content, or a finished file that is moved away."""
        name = PurePosixPath(path)
        if not journal.is_below_output(path) or name.as_posix() != path:
            raise OutputError(_("“{path}” is not a path below the output folder.").format(path=path))
        other = self._wanted.get(path)
        if other is not None and other.owner != record.owner:
            raise OutputError(
                _("{first} and {other} both write {path}.").format(first=other.owner, other=record.owner, path=path),
                hint=_("Switch one of the two outputs off."),
            )
        self._wanted[path] = record
        self._staged.pop(path, None)
        if not self._force and integrity.is_published(self.output, path, record):
            return
        self._file_count += 1
        staged = self._staging / f"{self._file_count:06}" / name.name
        try:
            staged.parent.mkdir(parents=True)
            if isinstance(make, bytes):
                staged.write_bytes(make)
            else:
                shutil.move(make, staged)
            _make_readable(staged)
        except OSError as error:
            raise files.unwritable(self.output / path, error) from error
        self._staged[path] = staged

    def keep_any(self, path: str) -> None:
        """Keep a file as it was recorded, without looking at it."""
        self._wanted.setdefault(path, self._known[path])

    def keep(self, path: str, owner: str, made_from: str) -> bool:
        """Keep a file that its owner made from the same before, if it is intact; return whether it is."""
        known = self._known.get(path)
        if self._force or known is None or known.owner != owner or known.made_from != made_from or not made_from:
            return False
        if not integrity.is_published(self.output, path, known):
            return False
        self._wanted[path] = known
        return True

    @contextmanager
    def open_workspace(self) -> Iterator[Path]:
        """Yield an empty folder on the output's disk for files that are made before they are added."""
        folder = Path(tempfile.mkdtemp(prefix="making.", dir=self._staging))
        try:
            yield folder
        finally:
            shutil.rmtree(folder, ignore_errors=True)


class Destination:
    """Where one writer writes. Paths are relative to the output folder, with forward slashes."""

    def __init__(self, publication: Publication, owner: str) -> None:
        self._publication, self.owner = publication, owner

    @property
    def output(self) -> Path:
        """The output folder as visitors see it now."""
        return self._publication.output

    def find(self, path: str) -> Path:
        """Return where the content of a file can be read now, whoever wrote it."""
        return self._publication.find(path)

    def previous_paths(self) -> tuple[str, ...]:
        """Return the paths of what this owner published before."""
        return tuple(sorted(self._publication.owner_files(self.owner)))

    def keep(self, path: str, made_from: str) -> bool:
        """Keep the file as it is if it was made from the same and is intact; return whether it is."""
        return self._publication.keep(path, self.owner, made_from)

    def keep_any(self, path: str) -> None:
        """Keep what this owner published at the path, whatever it is."""
        self._publication.keep_any(path)

    def write_bytes(self, path: str, data: bytes, made_from: str = "") -> None:
        """Write a file. ``made_from``: digest of all it depends on, for ``keep``. Raises OutputError."""
        record = FileRecord(hashlib.sha256(data).hexdigest(), len(data), self.owner, made_from)
        self._publication.stage_file(path, record, data)

    def write_text(self, path: str, text: str, made_from: str = "") -> None:
        """Write a file of UTF-8 with line feeds. Raises OutputError."""
        self.write_bytes(path, text.encode(), made_from)

    def add_file(self, path: str, source: Path, made_from: str = "") -> None:
        """Take over a finished file, which is moved away. Raises OutputError."""
        record = FileRecord(files.file_digest(source), source.stat().st_size, self.owner, made_from)
        self._publication.stage_file(path, record, source)

    @contextmanager
    def open_file(self, path: str, made_from: str = "") -> Iterator[Path]:
        """Yield a path at which another program may make the file; it is added when the block ends well."""
        with self._publication.open_workspace() as folder:
            making = folder / PurePosixPath(path).name
            yield making
            self.add_file(path, making, made_from)


@contextmanager
def open_publication(output: Path, *, force: bool = False) -> Iterator[Publication]:
    """Hold the output folder (made where missing) and yield an empty publication; what is not committed is dropped.

    Raises OutputError where the folder cannot be written.
    """
    with files.lock_folder(output / integrity.STATE):
        journal.recover_locked(output)
        try:
            publication = Publication(output, force=force)
            try:
                yield publication
            finally:
                publication.discard()
        except OSError as error:
            raise files.unwritable(output, error) from error


@contextmanager
def hold_output(output: Path) -> Iterator[None]:
    """Keep builds from changing the output while it is read; where nothing may be written, nobody can change it."""
    with ExitStack() as stack:
        if (output / integrity.STATE).is_dir():
            with suppress(OutputError):
                stack.enter_context(files.lock_folder(output / integrity.STATE))
                journal.recover_locked(output)
        yield


def _move_order(path: str) -> int:
    """Order of the moves: what pages need, pages, what says that all is there."""
    if path.endswith(f"/{manifest.MANIFEST_FILE}"):
        return 3
    if path.endswith(".html"):
        return 1
    return 2 if path.endswith(("offline.json", "sw.js")) else 0


def _make_readable(path: Path) -> None:
    """What is published is read by a web server, whatever a temporary folder's rights are."""
    mask = os.umask(0)
    os.umask(mask)
    path.chmod(0o666 & ~mask)
