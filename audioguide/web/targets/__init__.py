"""Where a site is published: a folder, a ZIP, an SFTP server, an S3 bucket, a branch of a git repository.

A target keeps, beside the site, a list of what was published there (``PUBLISHED``): by it the next run knows what
changed, and a run that was killed is continued. Files appear complete or not at all.
"""

from __future__ import annotations

from abc import ABC, abstractmethod
from collections.abc import Mapping
from contextlib import AbstractContextManager
from dataclasses import dataclass
from importlib import import_module
from pathlib import Path
from types import TracebackType
from typing import ClassVar, cast

import msgspec

from ...errors import ConfigError
from ...i18n import _, suggest_name

PUBLISHED = ".audioguide-published.json"
"""Name of the list at the target; a web server does not serve names that begin with a dot."""
RECORD_VERSION = 1
"""Version of the list; one of another version counts as missing, and everything is uploaded again."""


@dataclass(frozen=True)
class PublishedFiles:
    """What is at a target."""

    schema: int = RECORD_VERSION
    files: Mapping[str, str] = msgspec.UNSET  # type: ignore[assignment]
    """Path with forward slashes → SHA-256 in hexadecimal."""


class Target(AbstractContextManager["Target"], ABC):
    """One place to publish to; opened as a context manager."""

    scheme: ClassVar[str]
    """What the address begins with, before the first colon."""

    @classmethod
    @abstractmethod
    def from_address(cls, address: str, options: Mapping[str, str]) -> Target:
        """Return the target for what follows the scheme. ``options``: from site.yaml, such as ``endpoint``.

        Raises ConfigError for an address it cannot use.
        """

    @abstractmethod
    def lock_path(self) -> Path:
        """Return a path, of a file or made up, that stands for this place alone: who publishes to it holds its lock."""

    @abstractmethod
    def open(self) -> None:
        """Connect. Raises OutputError where the place cannot be reached."""

    @abstractmethod
    def close(self) -> None:
        """End the connection; what was written stays."""

    @abstractmethod
    def read(self, path: str) -> bytes | None:
        """Return a small file's content; None where there is none. Raises OutputError."""

    @abstractmethod
    def put(self, path: str, source: Path) -> None:
        """Write a file completely or not at all, replacing what is there. Raises OutputError."""

    @abstractmethod
    def put_bytes(self, path: str, data: bytes) -> None:
        """As ``put``, for bytes in hand. Raises OutputError."""

    @abstractmethod
    def remove(self, path: str) -> None:
        """Remove a file, and folders that become empty; a missing file is fine. Raises OutputError."""

    def finish(self) -> None:
        """Make everything visible, where the place does so only at the end. Raises OutputError."""

    def read_published(self) -> dict[str, str]:
        """Return path → SHA-256 of what was published there; empty where that is not known."""
        data = self.read(PUBLISHED)
        if data is None:
            return {}
        try:
            published = msgspec.json.decode(data, type=PublishedFiles)
        except msgspec.DecodeError:
            return {}
        return dict(published.files) if published.schema == RECORD_VERSION and published.files else {}

    def write_published(self, files: Mapping[str, str]) -> None:
        """Write the list of what is there."""
        listed = PublishedFiles(files=dict(sorted(files.items())))
        self.put_bytes(PUBLISHED, msgspec.json.format(msgspec.json.encode(listed), indent=1) + b"\n")

    def __enter__(self) -> Target:
        try:
            self.open()
        except BaseException:
            self.close()
            raise
        return self

    def __exit__(
        self,
        kind: type[BaseException] | None,
        error: BaseException | None,
        trace: TracebackType | None,
    ) -> None:
        self.close()


TARGETS = {
    "folder": "folder:FolderTarget",
    "zip": "zip_file:ZipTarget",
    "ssh": "sftp:SftpTarget",
    "s3": "s3:S3Target",
    "pages": "git_pages:GitPagesTarget",
}
"""Scheme → module and class in this package."""


def make_target(address: str, options: Mapping[str, str] | None = None) -> Target:
    """Return the target of an address such as ``folder:/srv/guide`` or ``ssh://guide@host/srv/guide``.

    Raises ConfigError for an unknown scheme, a wrong address, and a package that is missing.
    """
    scheme, separator, rest = address.partition(":")
    if not separator or scheme not in TARGETS:
        raise ConfigError(
            _("“{address}” is not a place to publish to.").format(address=address),
            hint=suggest_name(
                scheme,
                TARGETS,
                _("Write folder:DIR, zip:FILE, ssh://USER@HOST/PATH, s3://BUCKET/PREFIX or pages:BRANCH."),
            ),
        )
    module, _colon, name = TARGETS[scheme].partition(":")
    try:
        kind = cast(type[Target], getattr(import_module(f"{__name__}.{module}"), name))
    except ImportError as error:
        raise ConfigError(
            _("Publishing to {scheme}: needs the package {package}.").format(scheme=scheme, package=error.name),
            hint=_("Install it: pip install {package}").format(package="'audioguide[publish]'"),
        ) from error
    return kind.from_address(rest, options or {})
