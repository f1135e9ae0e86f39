"""A folder of an SSH server, over SFTP (draft-ietf-secsh-filexfer-02; rename by OpenSSH's ``posix-rename``)."""

from __future__ import annotations

import io
import posixpath
import stat
from collections.abc import Iterator, Mapping
from contextlib import contextmanager, suppress
from pathlib import Path
from typing import Any, ClassVar
from urllib.parse import unquote, urlsplit

import paramiko

from ...errors import ConfigError, OutputError
from ...i18n import _
from . import Target

CONNECT_TIMEOUT_S = 20
PART_SUFFIX = ".part"


class SftpTarget(Target):
    """``ssh://USER@HOST[:PORT]/PATH``, with the keys and the known hosts of ssh itself; no passwords are stored."""

    scheme: ClassVar[str] = "ssh"

    def __init__(self, host: str, port: int, user: str | None, folder: str, options: Mapping[str, str]) -> None:
        self.host, self.port, self.user, self.folder, self.options = host, port, user, folder, options
        self._client: paramiko.SSHClient | None = None
        self._sftp: Any = None
        self._known_folders: set[str] = set()

    @classmethod
    def from_address(cls, address: str, options: Mapping[str, str]) -> SftpTarget:
        """As ``Target``."""
        parts = urlsplit(f"ssh:{address}")
        if not parts.hostname or not parts.path.strip("/"):
            raise ConfigError(
                _("ssh: needs a host and the path of a folder."),
                hint=_("For example ssh://guide@host.example/srv/guide"),
            )
        return cls(parts.hostname, parts.port or 22, parts.username, unquote(parts.path).rstrip("/"), options)

    def lock_path(self) -> Path:
        """As ``Target``."""
        return Path("/", self.scheme, self.host, str(self.port), self.folder.lstrip("/"))

    def open(self) -> None:
        """As ``Target``."""
        client = paramiko.SSHClient()
        client.load_system_host_keys()
        with suppress(OSError):
            client.load_host_keys(str(Path(self.options.get("known_hosts", "~/.ssh/known_hosts")).expanduser()))
        client.set_missing_host_key_policy(paramiko.RejectPolicy())
        key = self.options.get("identity")
        try:
            client.connect(
                self.host,
                self.port,
                self.user,
                key_filename=str(Path(key).expanduser()) if key else None,
                timeout=CONNECT_TIMEOUT_S,
            )
            self._client, self._sftp = client, client.open_sftp()
        except (OSError, paramiko.SSHException) as error:
            client.close()
            raise OutputError(
                _("Cannot log in to {host}: {reason}.").format(host=self.host, reason=error),
                hint=_("Try it: ssh -p {port} {host}. The host must be in known_hosts, your key on the host.").format(
                    port=self.port, host=f"{self.user}@{self.host}" if self.user else self.host
                ),
            ) from error

    def close(self) -> None:
        """As ``Target``."""
        if self._client is not None:
            self._client.close()

    def read(self, path: str) -> bytes | None:
        """As ``Target``."""
        try:
            with self._errors(path), self._sftp.open(self._at(path), "rb") as file:
                return bytes(file.read())
        except FileNotFoundError:
            return None

    def put(self, path: str, source: Path) -> None:
        """As ``Target``."""
        with self._errors(path), source.open("rb") as file:
            self._put(path, file, source.stat().st_size)

    def put_bytes(self, path: str, data: bytes) -> None:
        """As ``Target``."""
        with self._errors(path):
            self._put(path, io.BytesIO(data), len(data))

    def remove(self, path: str) -> None:
        """As ``Target``."""
        with self._errors(path):
            with suppress(FileNotFoundError):
                self._sftp.remove(self._at(path))
            folder = posixpath.dirname(path)
            while folder:
                try:
                    self._sftp.rmdir(self._at(folder))
                except OSError:  # not empty
                    break
                self._known_folders.discard(folder)
                folder = posixpath.dirname(folder)

    def _put(self, path: str, file: Any, size: int) -> None:
        self._make_folder(posixpath.dirname(path))
        part = self._at(f"{path}{PART_SUFFIX}")
        self._sftp.putfo(file, part, size)
        self._sftp.posix_rename(part, self._at(path))

    def _make_folder(self, folder: str) -> None:
        if folder in self._known_folders:
            return
        if folder:
            self._make_folder(posixpath.dirname(folder))
        at = self._at(folder)
        try:
            if not stat.S_ISDIR(self._sftp.stat(at).st_mode or 0):
                raise NotADirectoryError(at)
        except FileNotFoundError:
            self._sftp.mkdir(at)
        self._known_folders.add(folder)

    def _at(self, path: str) -> str:
        return f"{self.folder}/{path}" if path else self.folder

    @contextmanager
    def _errors(self, path: str) -> Iterator[None]:
        try:
            yield
        except FileNotFoundError:
            raise
        except (OSError, EOFError, paramiko.SSHException) as error:
            raise OutputError(
                _("{file} cannot be written on {host}: {reason}.").format(file=path, host=self.host, reason=error),
                hint=_("Run the command again: it goes on where it stopped."),
            ) from error
