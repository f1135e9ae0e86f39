"""Pictures and recordings beside the scripts: where a new one goes, and which file a script means."""

from __future__ import annotations

import re
from collections.abc import Collection
from pathlib import Path

from .. import files
from ..errors import OutputError
from ..i18n import _
from ..project import Project, named_path

FILES_OF_ONE_STOP = 999


def store_media(project: Project, folder: str, name: str, suffix: str, data: bytes) -> str:
    """Write a file below ``scripts/<folder>/`` and return its path relative to the scripts; no other is overwritten."""
    target, _is_new = write_media(project, folder, name, suffix, data)
    return f"{folder}/{target.name}"


def write_media(project: Project, folder: str, name: str, suffix: str, data: bytes) -> tuple[Path, bool]:
    """As ``store_media``; return the path, and whether nothing was there: the same file may have been stored before."""
    with files.lock_folder(project.scripts):  # of two that come at once each takes a name of its own
        target = _free_path(project, folder, name, suffix, data)
        is_new = not target.exists()
        files.write_bytes(target, data)
    return target, is_new


def _free_path(project: Project, folder: str, name: str, suffix: str, data: bytes) -> Path:
    """Return a path in a folder of the scripts that holds nothing, or the same file already.

    An earlier version of the script may still name the old one. The caller holds the lock of the scripts until the file
    is written.
    """
    safe = re.sub(r"[^A-Za-z0-9._-]", "-", name)
    for number in range(1, FILES_OF_ONE_STOP + 1):
        path = project.scripts / folder / f"{safe}{'' if number == 1 else f'-{number}'}{suffix}"
        if not path.exists() or path.read_bytes() == data:
            return path
    raise OutputError(_("There are too many files of this stop in {folder}.").format(folder=folder))


def find_media(project: Project, relative: str, suffixes: Collection[str]) -> Path | None:
    """The file that a script names; None for one outside the scripts' folder, of another kind, or missing."""
    path = named_path(project.scripts, relative).resolve()
    inside = path.is_relative_to(project.scripts.resolve())
    return path if inside and path.suffix.lower() in suffixes and path.is_file() else None
