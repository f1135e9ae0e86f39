"""Versions of the scripts, kept without git: every edit can be undone, every version restored.

``.audioguide/history/<tour>/`` holds a journal, one line of JSON an edit, and each version's file under its SHA-256,
compressed. An edit is recorded before the script is written, so that a crash loses no version.
"""

from __future__ import annotations

import gzip
import hashlib
import json
import os
from dataclasses import asdict, dataclass, replace
from datetime import UTC, datetime
from pathlib import Path
from typing import Literal

from .. import files
from ..errors import EditRefused
from ..i18n import _
from ..project import Project

Kind = Literal["edit", "undo", "redo", "outside"]

OWN_FOLDER = ".audioguide"
"""Folder of a project for what the program keeps for itself."""
JOURNAL = "journal.jsonl"
MAX_VERSIONS = 500
"""Kept for each script; the oldest go first."""
TYPING_S = 60
"""Seconds within which edits of the same field are one step of undo."""


@dataclass(frozen=True)
class Version:
    """One edit of a script."""

    time: str
    """When, ISO 8601, UTC, seconds."""
    label: str
    """What was changed, in the author's language."""
    before: str
    """SHA-256 of the file before."""
    after: str
    """SHA-256 of the file after."""
    kind: Kind = "edit"
    field: str = ""
    """What typing goes on in: edits with the same field follow each other as one step."""
    replaces: bool = False
    """True: goes on with the entry before it and takes its place."""


@dataclass(frozen=True)
class Steps:
    """What can be undone and redone, the latest last."""

    undo: tuple[Version, ...] = ()
    redo: tuple[Version, ...] = ()


class History:
    """The versions of one script."""

    def __init__(self, project: Project, tour: str) -> None:
        self.folder = project.root / OWN_FOLDER / "history" / tour
        self._project = project

    def record_edit(self, before: bytes, after: bytes, label: str, kind: Kind = "edit", field: str = "") -> None:
        """Keep an edit. Raises OutputError where it cannot be written."""
        versions = self.list_versions()
        now = datetime.now(UTC)
        entry = Version(
            now.isoformat(timespec="microseconds"), label, self._keep(before), self._keep(after), kind, field
        )
        last = versions[-1] if versions else None
        if last and field and last.field == field and last.kind == "edit" and last.after == entry.before:
            age = now - datetime.fromisoformat(last.time)
            if 0 <= age.total_seconds() < TYPING_S:  # below 0, the clock was set back: nobody knows how long ago
                entry = replace(entry, before=last.before, replaces=True)
        self._append(entry)
        if entry.replaces and last and all(last.after not in (v.before, v.after) for v in [*versions[:-1], entry]):
            self._file(last.after).unlink(missing_ok=True)
        if len(versions) > MAX_VERSIONS * 1.2:
            self._prune(self.list_versions()[-MAX_VERSIONS:])

    def list_versions(self) -> list[Version]:
        """All versions, the latest last; a line that a crash left incomplete is skipped."""
        try:
            lines = (self.folder / JOURNAL).read_text("utf-8").splitlines()
        except OSError:
            return []
        versions: list[Version] = []
        for line in lines:
            try:
                entry = Version(**json.loads(line))
            except (ValueError, TypeError):
                continue
            if entry.replaces and versions:
                versions.pop()
            versions.append(entry)
        return versions

    def available_steps(self) -> Steps:
        """What can be undone and redone now; a change from outside ends both."""
        undo: list[Version] = []
        redo: list[Version] = []
        for entry in self.list_versions():
            if entry.kind == "outside":
                undo, redo = [], []
            elif entry.kind == "undo" and undo:
                redo.append(undo.pop())
            elif entry.kind == "redo" and redo:
                undo.append(redo.pop())
            elif entry.kind == "edit":
                undo.append(entry)
                redo = []
        return Steps(tuple(undo), tuple(redo))

    def read_version(self, digest: str) -> bytes:
        """The file of a version. Raises EditRefused where it is not kept any more."""
        try:
            data = gzip.decompress(self._file(digest).read_bytes())
        except (OSError, EOFError, ValueError) as error:
            raise EditRefused(_("This version is no longer kept.")) from error
        if digest_of(data) != digest:
            raise EditRefused(_("This version is no longer kept."))
        return data

    def _keep(self, data: bytes) -> str:
        digest = digest_of(data)
        if not self._file(digest).is_file():
            hidden_folder(self._project)
            files.write_bytes(self._file(digest), gzip.compress(data, 6, mtime=0))
        return digest

    def _append(self, entry: Version) -> None:
        path = self.folder / JOURNAL
        try:
            with path.open("a+b") as journal:
                if journal.seek(0, os.SEEK_END):
                    journal.seek(-1, os.SEEK_END)
                    if journal.read() != b"\n":  # a full disk left half a line: this one is not to be lost with it
                        journal.write(b"\n")
                journal.write(json.dumps(asdict(entry), ensure_ascii=False).encode() + b"\n")
                journal.flush()
                os.fsync(journal.fileno())
        except OSError as error:
            raise files.unwritable(path, error) from error

    def _file(self, digest: str) -> Path:
        if not digest.isalnum():
            raise EditRefused(_("This version is no longer kept."))
        return self.folder / f"{digest}.yaml.gz"

    def _prune(self, newest: list[Version]) -> None:
        lines = [json.dumps(asdict(replace(entry, replaces=False)), ensure_ascii=False) for entry in newest]
        files.write_text(self.folder / JOURNAL, "\n".join(lines) + "\n")
        names = {f"{digest}.yaml.gz" for entry in newest for digest in (entry.before, entry.after)}
        for path in self.folder.glob("*.yaml.gz"):
            if path.name not in names:
                path.unlink(missing_ok=True)


def hidden_folder(project: Project) -> Path:
    """Return the folder for what the program keeps for itself, made where missing; git leaves it alone.

    Raises OutputError where it cannot be made.
    """
    folder = project.root / OWN_FOLDER
    if not (folder / ".gitignore").is_file():
        files.write_text(folder / ".gitignore", "*\n")
    return folder


def digest_of(data: bytes) -> str:
    """SHA-256 in hexadecimal: the revision of a file."""
    return hashlib.sha256(data).hexdigest()
