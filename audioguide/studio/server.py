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

from ..commands.history import OWN_FOLDER, hidden_folder
from ..commands.preview_speech import PreviewSpeaker
from ..project import Project
from ..web import listening
from .app import Studio, make_studio

DEFAULT_PORT = 8484
COMMAND = "audioguide studio"
BACKLOG = 512
"""Connections that wait to be taken: a browser opens many at once."""
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
    listener = _listen(host, port)
    chosen = listener.getsockname()[1]
    is_shared = host not in listening.LOOPBACK
    studio = Studio(
        project,
        PreviewSpeaker(project, engine),
        token=token,
        password=secrets.token_hex(4) if is_shared else "",
    )
    here, phone = listening.server_addresses(host, chosen)
    own = {*listening.LOOPBACK, listening.bracketed(host), *([socket.gethostname()] if is_shared else [])}
    names = own - set(map(listening.bracketed, listening.EVERYWHERE))
    names |= {phone.removeprefix("http://").partition(":")[0]} if phone else set()
    application = make_studio(studio, frozenset(f"{name}:{chosen}" for name in names))
    is_here = host in (*listening.LOOPBACK, *listening.EVERYWHERE)
    address = f"http://{'127.0.0.1' if is_here else listening.bracketed(host)}:{chosen}/?token={studio.token}"
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
    with listener:
        uvicorn.Server(config).run(sockets=[listener])


def lasting_token(project: Project) -> str:
    """The project's token: a page that was open before the program was started again still has it."""
    path = project.root / OWN_FOLDER / TOKEN_FILE
    if token := _read_token(path):
        return token
    hidden_folder(project)
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
    try:
        return listening.listen(host, port or DEFAULT_PORT, BACKLOG, COMMAND)
    except listening.PortTaken:
        free = None if port else listening.listen_at_first(host, DEFAULT_PORT, BACKLOG)
        if free is None:
            raise
        return free
