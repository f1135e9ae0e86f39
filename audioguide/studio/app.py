"""The studio's application: pages, programming interface, events, and a watch over the files."""

from __future__ import annotations

import asyncio
import secrets
from collections.abc import AsyncIterator, Callable, Coroutine
from contextlib import asynccontextmanager
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

from starlette.applications import Starlette
from starlette.concurrency import run_in_threadpool
from starlette.middleware import Middleware
from starlette.middleware.gzip import GZipMiddleware
from starlette.requests import ClientDisconnect
from starlette.responses import Response
from starlette.routing import Mount
from starlette.staticfiles import StaticFiles
from starlette.types import Scope

from ..authoring import site_yaml
from ..commands import edit_script
from ..commands.edit_script import EditedScript
from ..commands.history import digest_of
from ..commands.preview_speech import PreviewRequest, PreviewSpeaker
from ..errors import AudioguideError
from ..model import Tour
from ..project import Project
from ..web.static_pages import Pages
from . import making_routes, pages, scripts, speech
from .answers import answer_error, answer_nobody
from .channel import Channel
from .guard import PREVIEW, Guard
from .jobs import BuildJob

ASSETS = Path(__file__).with_name("assets")


@dataclass
class Studio:
    """What the studio's requests share."""

    project: Project
    speaker: PreviewSpeaker
    token: str = field(default_factory=lambda: secrets.token_urlsafe(24))
    password: str = ""
    """Lets a colleague in who has no token; empty: nobody."""
    preview_key: str = field(default_factory=lambda: secrets.token_urlsafe(12))
    channel: Channel = field(default_factory=Channel)
    revisions: dict[str, str] = field(default_factory=dict)
    """Tour → SHA-256 of the script as the studio last wrote it: any other one comes from outside."""
    ahead: tuple[Tour, PreviewRequest] | None = None
    """What is to be spoken while the keys rest."""
    is_speaking_ahead: bool = False
    job: BuildJob | None = None
    """The build that runs."""
    documents: dict[str, tuple[str, bytes]] = field(default_factory=dict)
    """Key → name and bytes of a document under review."""
    wrong_passwords: int = 0
    tasks: set[asyncio.Task[None]] = field(default_factory=set)
    """Work that goes on after its request was answered."""
    editing: asyncio.Lock = field(default_factory=asyncio.Lock)
    """Held while the studio writes a script and notes its revision: the watch over the files waits for it."""

    def run_later(self, work: Coroutine[Any, Any, None]) -> None:
        """Let work go on after its request was answered; the studio keeps the task from being collected."""
        task = asyncio.create_task(work)
        self.tasks.add(task)
        task.add_done_callback(self.tasks.discard)

    async def edit_tour(self, name: str, change: Callable[[], EditedScript]) -> EditedScript:
        """Run a change of a script in a thread. Its file must never be taken for one that another program wrote."""
        async with self.editing:
            edited = await run_in_threadpool(change)
            if edited.changed:
                known, self.revisions[name] = self.revisions.get(name, edited.before), edited.revision
                if known != edited.before:  # the page that edits knows only the stop in its answer
                    self.channel.publish("changed", tour=name, revision=edited.revision, by="", outside=True)
        return edited


class OutputFiles(StaticFiles):
    """What is built, label sheets included, without hidden files."""

    async def get_response(self, path: str, scope: Scope) -> Response:
        """Answer with a file; hidden ones do not exist."""
        if any(name.startswith(".") for name in Path(path).parts if name != "."):
            return Response(status_code=404)
        return await super().get_response(path, scope)


def make_studio(studio: Studio, hosts: frozenset[str]) -> Guard:
    """The application. ``hosts``: values of the Host header that are ours."""
    studio.project.output.mkdir(parents=True, exist_ok=True)

    @asynccontextmanager
    async def watch_while_running(_app: Starlette) -> AsyncIterator[None]:
        studio.project.scripts.mkdir(parents=True, exist_ok=True)
        task = asyncio.create_task(_watch_files(studio))
        yield
        task.cancel()

    routes = [
        *pages.PAGE_ROUTES,
        *scripts.SCRIPT_ROUTES,
        *speech.SPEECH_ROUTES,
        *making_routes.MAKING_ROUTES,
        *making_routes.TOUR_ROUTES,
        *making_routes.LEXICON_ROUTES,
        *making_routes.SETTINGS_ROUTES,
        *making_routes.PLACE_ROUTES,
        Mount("/assets", StaticFiles(directory=ASSETS)),
        Mount("/files", OutputFiles(directory=studio.project.output)),
        Mount(f"{PREVIEW}{studio.preview_key}/-/files", OutputFiles(directory=studio.project.output)),
        Mount(f"{PREVIEW}{studio.preview_key}", Pages(studio.project.output)),
    ]
    app = Starlette(
        routes=routes,
        lifespan=watch_while_running,
        middleware=[Middleware(GZipMiddleware, minimum_size=1000)],
        exception_handlers={
            **dict.fromkeys((AudioguideError, OSError, Exception), answer_error),
            ClientDisconnect: answer_nobody,
        },
    )
    app.state.studio = studio
    guard = Guard(app, studio.token, hosts, studio.preview_key)
    app.state.guard = guard
    return guard


async def _watch_files(studio: Studio) -> None:
    """Tell the pages of changes that come from another program, also after it put another folder of scripts there."""
    while True:
        await _watch_until_replaced(studio)
        for name in list(studio.revisions):
            await _tell_change(studio, name)


async def _watch_until_replaced(studio: Studio) -> None:
    """Watch scripts and settings until the folder of the scripts comes or goes: another one is not watched yet."""
    from watchfiles import awatch

    root, scripts = studio.project.root, studio.project.scripts
    settings = {studio.project.voices.name, site_yaml.SITE_FILE}
    folders = [folder for folder in (root, scripts) if folder.is_dir()]
    async for changes in awatch(*folders, recursive=False, step=100):
        paths = {Path(path) for _change, path in changes}
        names = {path.stem for path in paths if path.parent == scripts and path.suffix in (".yaml", ".yml")}
        for name in sorted(name for name in names if not name.startswith(".")):
            await _tell_change(studio, name)
        if any(path.parent == root and path.name in settings for path in paths):
            studio.channel.publish("settings")
        if scripts in paths:
            return


async def _tell_change(studio: Studio, name: str) -> None:
    async with studio.editing:
        path = next((p for p in studio.project.scripts.glob(f"{name}.y*ml") if p.stem == name), None)
        try:
            revision = digest_of(path.read_bytes()) if path else ""
        except OSError:
            revision = ""
        if studio.revisions.get(name) == revision:
            return
        studio.revisions[name] = revision
        if path:
            try:
                await run_in_threadpool(edit_script.note_outside_change, studio.project, name)
            except AudioguideError:
                return
    studio.channel.publish("changed", tour=name, revision=revision, by="", outside=True)
