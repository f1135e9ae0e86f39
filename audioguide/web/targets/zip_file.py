"""A ZIP of the site, for a memory stick or an upload form; it is written in one piece."""

from __future__ import annotations

import zipfile
from collections.abc import Mapping
from datetime import UTC, datetime
from pathlib import Path
from typing import ClassVar

from ... import files
from ...errors import ConfigError
from ...i18n import _
from . import PUBLISHED, Target

FIRST_TIME, LAST_TIME = (1980, 1, 1, 0, 0, 0), (2107, 12, 31, 23, 59, 58)
"""What the format can say (APPNOTE, 4.4.6)."""


class ZipTarget(Target):
    """``zip:FILE``."""

    scheme: ClassVar[str] = "zip"

    def __init__(self, file: Path) -> None:
        self.file = file
        self._entries: dict[str, Path | bytes] = {}

    @classmethod
    def from_address(cls, address: str, options: Mapping[str, str]) -> ZipTarget:
        """As ``Target``."""
        if not address.lower().endswith(".zip"):
            raise ConfigError(_("zip: needs the name of a .zip file."), hint=_("For example zip:guide.zip"))
        return cls(Path(address).expanduser())

    def lock_path(self) -> Path:
        """As ``Target``."""
        return self.file

    def open(self) -> None:
        """As ``Target``."""

    def close(self) -> None:
        """As ``Target``."""

    def read(self, path: str) -> bytes | None:
        """As ``Target``; a ZIP is always written completely, so nothing counts as published."""
        return None

    def put(self, path: str, source: Path) -> None:
        """As ``Target``; the ZIP itself is written by ``finish``."""
        self._entries[path] = source

    def put_bytes(self, path: str, data: bytes) -> None:
        """As ``Target``."""
        if path != PUBLISHED:
            self._entries[path] = data

    def remove(self, path: str) -> None:
        """As ``Target``."""
        self._entries.pop(path, None)

    def finish(self) -> None:
        """Write the ZIP, and remove what killed runs left of it. Raises OutputError."""
        files.remove_parts_among_others(self.file.parent, below=False)
        with files.atomic_write(self.file) as part, zipfile.ZipFile(part, "w") as archive:
            for path, content in sorted(self._entries.items()):
                entry = zipfile.ZipInfo(path, FIRST_TIME if isinstance(content, bytes) else _entry_time(content))
                packed = path.rpartition(".")[2] in ("html", "css", "js", "json", "vtt", "svg", "webmanifest", "xml")
                entry.compress_type = zipfile.ZIP_DEFLATED if packed else zipfile.ZIP_STORED
                entry.external_attr = 0o644 << 16
                archive.writestr(entry, content if isinstance(content, bytes) else content.read_bytes())


def _entry_time(file: Path) -> tuple[int, int, int, int, int, int]:
    """Return when a file changed last, UTC: servers tell browsers by it, and by the size, that a page is the same."""
    try:
        time = datetime.fromtimestamp(file.stat().st_mtime, UTC).timetuple()[:6]
    except (OverflowError, ValueError):
        return LAST_TIME
    return min(max(time, FIRST_TIME), LAST_TIME)
