"""A bucket of Amazon S3 or of a server that speaks its interface: OSS, COS, R2, MinIO."""

from __future__ import annotations

import mimetypes
from collections.abc import Iterator, Mapping
from contextlib import contextmanager
from pathlib import Path
from typing import Any, ClassVar

import boto3
from botocore.config import Config
from botocore.exceptions import BotoCoreError, ClientError

from ...errors import ConfigError, OutputError
from ...i18n import _
from . import Target

TYPES = {".vtt": "text/vtt; charset=utf-8", ".webmanifest": "application/manifest+json", ".js": "text/javascript"}
TYPES |= {".html": "text/html; charset=utf-8", ".css": "text/css; charset=utf-8", ".mp3": "audio/mpeg"}
IMMUTABLE = "public, max-age=31536000, immutable"
CHECK = "no-cache"
"""Browsers ask whether a page is current: visitors get a new version at once."""


class S3Target(Target):
    """``s3://BUCKET/PREFIX``; keys from the environment or ``~/.aws``, ``endpoint`` and ``region`` from site.yaml."""

    scheme: ClassVar[str] = "s3"

    def __init__(self, bucket: str, prefix: str, options: Mapping[str, str]) -> None:
        self.bucket, self.prefix, self.options = bucket, prefix, options
        self._client: Any = None

    @classmethod
    def from_address(cls, address: str, options: Mapping[str, str]) -> S3Target:
        """As ``Target``."""
        bucket, _slash, prefix = address.removeprefix("//").partition("/")
        if not bucket:
            raise ConfigError(_("s3: needs the name of a bucket."), hint=_("For example s3://guide-bucket/tours"))
        return cls(bucket, prefix.strip("/"), options)

    def lock_path(self) -> Path:
        """As ``Target``."""
        return Path("/", self.scheme, self.bucket, self.prefix)

    def open(self) -> None:
        """As ``Target``."""
        with self._errors(""):
            self._client = boto3.client(
                "s3",
                endpoint_url=self.options.get("endpoint") or None,
                region_name=self.options.get("region") or None,
                config=Config(retries={"max_attempts": 5, "mode": "standard"}),
            )

    def close(self) -> None:
        """As ``Target``."""
        if self._client is not None:
            self._client.close()

    def read(self, path: str) -> bytes | None:
        """As ``Target``."""
        with self._errors(path):
            try:
                return bytes(self._client.get_object(Bucket=self.bucket, Key=self._key(path))["Body"].read())
            except ClientError as error:
                if error.response["Error"]["Code"] in ("NoSuchKey", "404"):
                    return None
                raise

    def put(self, path: str, source: Path) -> None:
        """As ``Target``; an object appears when all of it is there."""
        with self._errors(path), source.open("rb") as body:
            self._client.put_object(Bucket=self.bucket, Key=self._key(path), Body=body, **_headers(path))

    def put_bytes(self, path: str, data: bytes) -> None:
        """As ``Target``."""
        with self._errors(path):
            self._client.put_object(Bucket=self.bucket, Key=self._key(path), Body=data, **_headers(path))

    def remove(self, path: str) -> None:
        """As ``Target``."""
        with self._errors(path):
            self._client.delete_object(Bucket=self.bucket, Key=self._key(path))

    def _key(self, path: str) -> str:
        return f"{self.prefix}/{path}" if self.prefix else path

    @contextmanager
    def _errors(self, path: str) -> Iterator[None]:
        try:
            yield
        except (BotoCoreError, ClientError, ValueError) as error:
            raise OutputError(
                _("{file} cannot be written to the bucket {bucket}: {reason}.").format(
                    file=path or self.prefix or "/", bucket=self.bucket, reason=error
                ),
                hint=_("Check the keys, the bucket's name, and endpoint and region in site.yaml; then run it again."),
            ) from error


def _headers(path: str) -> dict[str, str]:
    suffix = Path(path).suffix
    kind = TYPES.get(suffix) or mimetypes.guess_type(path)[0] or "application/octet-stream"
    return {"ContentType": kind, "CacheControl": IMMUTABLE if path.startswith("assets/") else CHECK}
