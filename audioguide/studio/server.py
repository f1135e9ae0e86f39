"""Starts the studio: a port, a token that lasts, the browser."""

from __future__ import annotations

import os
import secrets
import socket
import threading
import webbrowser
from collections.abc import Callable
from contextlib import suppress
from dataclasses import dataclass
from pathlib import Path

from .. import files
from ..commands.preview_speech import PreviewSpeaker
from ..errors import AudioguideError
from ..i18n import _
from ..project import Project
from ..web.app import server_addresses
from .app import Studio, make_studio

DEFAULT_PORT = 8484
PORTS_TRIED = 20
LOOPBACK = ("127.0.0.1", "localhost")
SHUTDOWN_S = 2
"""Seconds that open pages are waited for at the end."""
TOKEN_FILE = "studio-token"


@dataclass(frozen=True)
class StudioAddresses:
    """Where the studio is."""

    here: str
    """For this computer, with the token."""
    colleague: str = ""
    """For another computer in the house, without the token; empty: only this one is let in."""
    password: str = ""
    """What a colleague is asked for."""


def run_studio(
    project: Project,
    port: int | None,
    host: str,
    engine: str,
    announce: Callable[[StudioAddresses], None],
    browser: bool,
) -> None:
    """Serve until Ctrl-C. Raises AudioguideError where the port is taken."""
    import uvicorn

    token = lasting_token(project)
    listening = _listen(host, port)
    chosen = listening.getsockname()[1]
    is_shared = host not in LOOPBACK
    studio = Studio(
        project,
        PreviewSpeaker(project, engine),
        token=token,
        password=secrets.token_hex(4) if is_shared else "",
    )
    here, phone = server_addresses(host, chosen)
    names = {*LOOPBACK, host, *([socket.gethostname()] if is_shared else [])} - {"0.0.0.0", "::"}
    names |= {phone.removeprefix("http://").partition(":")[0]} if phone else set()
    application = make_studio(studio, frozenset(f"{name}:{chosen}" for name in names))
    address = f"http://{'127.0.0.1' if host in (*LOOPBACK, '0.0.0.0', '::') else host}:{chosen}/?token={studio.token}"
    announce(StudioAddresses(address, (phone or here) if is_shared else "", studio.password))
    if browser:
        threading.Timer(0.3, webbrowser.open, (address,)).start()
    config = uvicorn.Config(
        application,
        log_level="warning",
        access_log=False,
        server_header=False,
        timeout_graceful_shutdown=SHUTDOWN_S,
    )
    with listening:
        uvicorn.Server(config).run(sockets=[listening])


def lasting_token(project: Project) -> str:
    """The project's token: a page that was open before the program was started again still has it."""
    path = project.root / ".audioguide" / TOKEN_FILE
    if token := _read_token(path):
        return token
    path.parent.mkdir(parents=True, exist_ok=True)
    files.write_text(path.parent / ".gitignore", "*\n")
    path.unlink(missing_ok=True)
    with suppress(FileExistsError):  # another studio of the project was quicker
        handle = os.open(path, os.O_WRONLY | os.O_CREAT | os.O_EXCL, 0o600)
        with os.fdopen(handle, "w") as file:
            file.write(secrets.token_urlsafe(24))
    return _read_token(path) or secrets.token_urlsafe(24)


def _read_token(path: Path) -> str:
    try:
        token = path.read_text("ascii").strip()
    except (OSError, UnicodeDecodeError):
        return ""
    return token if len(token) >= 32 else ""


def _listen(host: str, port: int | None) -> socket.socket:
    """A listening socket: at the port asked for, else at the first free one from the usual one on."""
    tried = [port] if port is not None else range(DEFAULT_PORT, DEFAULT_PORT + PORTS_TRIED)
    for number in tried:
        try:
            return socket.create_server((host, number), backlog=512)
        except OSError as error:
            reason = error.strerror or str(error)
    raise AudioguideError(
        _("Port {port} cannot be used: {reason}.").format(port=tried[-1], reason=reason),
        hint=_("Give another one: audioguide studio --port {port}").format(port=tried[-1] + 1),
    )
