"""A store that several machines share, for clips and finished tours: a folder they all see, or an S3 bucket.

What is stored never changes under its name, so nothing is locked: who is second writes the same again.
"""

from __future__ import annotations

import os
from abc import ABC, abstractmethod
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import Any

from .. import files
from ..errors import ConfigError, OutputError
from ..i18n import _

VARIABLE = "AUDIOGUIDE_SHARED_CACHE"
"""Environment variable with the address of the store."""


class SharedStore(ABC):
    """Bytes by name."""

    @abstractmethod
    def read(self, name: str) -> bytes | None:
        """Return what is stored; None where nothing is. Raises OutputError where the store cannot be reached."""

    @abstractmethod
    def write(self, name: str, data: bytes) -> None:
        """Store; a reader sees all of it or nothing. Raises OutputError."""


class FolderStore(SharedStore):
    """A folder, for example on a file server."""

    def __init__(self, folder: Path) -> None:
        self.folder = folder

    def read(self, name: str) -> bytes | None:
        """As ``SharedStore``."""
        try:
            return (self.folder / name).read_bytes()
        except FileNotFoundError:
            return None
        except OSError as error:
            raise _unreachable(str(self.folder), error.strerror or error) from error

    def write(self, name: str, data: bytes) -> None:
        """As ``SharedStore``."""
        with files.atomic_write(self.folder / name, durable=False) as target:
            target.write_bytes(data)


class S3Store(SharedStore):
    """A bucket; keys, region and endpoint (``AWS_ENDPOINT_URL``) from the environment or ``~/.aws``."""

    def __init__(self, bucket: str, prefix: str) -> None:
        try:
            import boto3
        except ImportError as error:
            raise ConfigError(
                _("A shared cache in a bucket needs the package boto3."), hint="pip install 'audioguide[publish]'"
            ) from error
        self.bucket, self.prefix = bucket, prefix
        with self._errors():
            self._client: Any = boto3.client("s3")

    def read(self, name: str) -> bytes | None:
        """As ``SharedStore``."""
        with self._errors():
            try:
                return bytes(self._client.get_object(Bucket=self.bucket, Key=self._key(name))["Body"].read())
            except self._client.exceptions.NoSuchKey:
                return None

    def write(self, name: str, data: bytes) -> None:
        """As ``SharedStore``."""
        with self._errors():
            self._client.put_object(Bucket=self.bucket, Key=self._key(name), Body=data)

    def _key(self, name: str) -> str:
        return f"{self.prefix}/{name}" if self.prefix else name

    @contextmanager
    def _errors(self) -> Iterator[None]:
        from botocore.exceptions import BotoCoreError, ClientError

        try:
            yield
        except (BotoCoreError, ClientError, ValueError) as error:
            raise _unreachable(f"s3://{self.bucket}", error) from error


def open_store(address: str = "") -> SharedStore | None:
    """Return the store at an address, else at that of the environment; None where neither is given.

    ``address``: ``s3://BUCKET/PREFIX`` or a folder. Raises ConfigError for one that names nothing.
    """
    address = address or os.environ.get(VARIABLE, "")
    if not address:
        return None
    if address.startswith("s3://"):
        bucket, _slash, prefix = address.removeprefix("s3://").partition("/")
        if not bucket:
            raise ConfigError(_("s3: needs the name of a bucket."), hint=_("For example s3://guide-bucket/tours"))
        return S3Store(bucket, prefix.strip("/"))
    if "://" in address:
        raise ConfigError(
            _("“{address}” is no shared cache.").format(address=address),
            hint=_("Give a folder that all machines see, or s3://BUCKET/PREFIX."),
        )
    return FolderStore(Path(address).absolute())


def _unreachable(where: str, reason: object) -> OutputError:
    return OutputError(
        _("The shared cache {where} cannot be used: {reason}.").format(where=where, reason=reason),
        hint=_("Check its address and permissions; what was spoken is kept, and the next run goes on."),
    )
