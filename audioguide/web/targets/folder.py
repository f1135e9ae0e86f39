"""A folder on this machine, or one that the system mounts."""

from __future__ import annotations

import shutil
from collections.abc import Mapping
from contextlib import suppress
from pathlib import Path
from typing import ClassVar

from ... import files
from ...errors import ConfigError
from ...i18n import _
from . import Target


class FolderTarget(Target):
    """``folder:DIR``."""

    scheme: ClassVar[str] = "folder"

    def __init__(self, folder: Path) -> None:
        self.folder = folder

    @classmethod
    def from_address(cls, address: str, options: Mapping[str, str]) -> FolderTarget:
        """As ``Target``."""
        if not address:
            raise ConfigError(_("folder: needs the path of a folder."), hint=_("For example folder:/srv/guide"))
        return cls(Path(address).expanduser())

    def lock_path(self) -> Path:
        """As ``Target``."""
        return self.folder

    def open(self) -> None:
        """As ``Target``; what killed runs left half written is removed."""
        files.remove_parts_among_others(self.folder, below=True)

    def close(self) -> None:
        """As ``Target``."""

    def read(self, path: str) -> bytes | None:
        """As ``Target``."""
        try:
            return (self.folder / path).read_bytes()
        except FileNotFoundError:
            return None

    def put(self, path: str, source: Path) -> None:
        """As ``Target``."""
        with files.atomic_write(self.folder / path) as part:
            shutil.copyfile(source, part)

    def put_bytes(self, path: str, data: bytes) -> None:
        """As ``Target``."""
        with files.atomic_write(self.folder / path) as part:
            part.write_bytes(data)

    def remove(self, path: str) -> None:
        """As ``Target``."""
        file = self.folder / path
        file.unlink(missing_ok=True)
        for folder in file.parents:
            if folder == self.folder or not folder.is_relative_to(self.folder):
                break
            with suppress(OSError):  # not empty: somebody else's files, or ours
                folder.rmdir()
