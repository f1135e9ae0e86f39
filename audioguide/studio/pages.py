"""The pages: home, a tour's desk, a document under review, the password."""

from __future__ import annotations

import asyncio
import hmac
from functools import lru_cache
from pathlib import Path
from typing import TYPE_CHECKING, Any

from jinja2 import Environment, FileSystemLoader, StrictUndefined
from starlette.concurrency import run_in_threadpool
from starlette.responses import HTMLResponse, RedirectResponse, Response
from starlette.routing import BaseRoute, Route

from ..authoring import script
from ..commands import git_versions, overview, place_names, removed_scripts
from ..errors import AudioguideError
from ..i18n import _, known_languages, message_language, ngettext
from ..i18n.language_names import SUGGESTED_NAMES
from ..model import POINT_KINDS
from ..registry import plugin_names
from .answers import as_json, read_json, studio_of, text_field
from .guard import LANGUAGE_COOKIE
from .words import page_words

if TYPE_CHECKING:
    from starlette.requests import Request

STUDIO_TEMPLATES = Path(__file__).with_name("templates")
LANGUAGE_NAMES = {"en": "English", "zh": "中文"}
WRONG_PASSWORD_S = 1.0
"""Seconds an answer waits after a wrong password."""
MAX_ATTEMPTS = 50
"""Wrong passwords after which nobody is let in by password any more."""


@lru_cache
def _templates() -> Environment:
    environment = Environment(
        loader=FileSystemLoader(STUDIO_TEMPLATES),
        autoescape=True,
        undefined=StrictUndefined,
        trim_blocks=True,
        lstrip_blocks=True,
    )
    environment.globals["_"] = _
    environment.globals["ngettext"] = ngettext
    environment.globals["language_names"] = SUGGESTED_NAMES
    return environment


def render_page(request: Request, name: str, **fields: Any) -> HTMLResponse:
    """A page in the reader's language."""
    language = message_language()
    others = [(tag, LANGUAGE_NAMES.get(tag, tag)) for tag in known_languages() if tag != language]
    studio = studio_of(request)
    html = (
        _templates()
        .get_template(f"{name}.j2")
        .render(
            language="zh-CN" if language == "zh" else language,
            other_languages=others,
            words=page_words(),
            address=request.url.path,
            preview=f"/preview/{studio.preview_key}/",
            folder=studio.project.display_path(studio.project.scripts) or ".",
            **fields,
        )
    )
    return HTMLResponse(html)


async def show_home(request: Request) -> Response:
    """All tours."""
    project = studio_of(request).project
    cards = await run_in_threadpool(overview.list_tours, project)
    removed = await run_in_threadpool(removed_scripts.list_removed, project)
    kinds = [f".{name}" for name in sorted(plugin_names("importers"), key=lambda name: name != "docx")]
    return render_page(request, "home.html", cards=cards, removed=removed, kinds=kinds)


async def show_desk(request: Request) -> Response:
    """A tour to work on; its content comes by the programming interface."""
    studio, name = studio_of(request), request.path_params["tour"]
    try:
        known = {path.stem for path in await run_in_threadpool(script.script_paths, studio.project)}
    except AudioguideError:
        known = set()
    if name not in known:
        return RedirectResponse("/", 303)
    kinds = [(kind, place_names.point_kind_name(kind)) for kind in POINT_KINDS]
    in_git = await run_in_threadpool(git_versions.is_repository, studio.project)
    return render_page(request, "desk.html", tour=name, site=name.partition(".")[0], in_git=in_git, point_kinds=kinds)


async def show_import(request: Request) -> Response:
    """A document under review."""
    key = request.path_params["key"]
    if key not in studio_of(request).documents:
        return RedirectResponse("/", 303)
    return render_page(request, "import.html", key=key, document=studio_of(request).documents[key][0])


async def show_settings_page(request: Request) -> Response:
    """What holds for all tours; its content comes by the programming interface."""
    return render_page(request, "settings.html")


async def show_help(request: Request) -> Response:
    """What the keys do and where things are kept."""
    return render_page(request, "help.html")


async def show_login(request: Request) -> Response:
    """Ask a colleague for the password, or say where the address is."""
    return render_page(request, "login.html", has_password=bool(studio_of(request).password))


async def log_in(request: Request) -> Response:
    """Let a colleague in who knows the password."""
    studio, data = studio_of(request), await read_json(request)
    given = text_field(data, "password")
    usable = bool(studio.password) and studio.wrong_passwords < MAX_ATTEMPTS
    if not usable or not hmac.compare_digest(given.encode(), studio.password.encode()):
        studio.wrong_passwords += 1
        await asyncio.sleep(WRONG_PASSWORD_S)
        return as_json({"message": _("This is not the password.")}, 401)
    return Response(status_code=204, headers={"set-cookie": request.app.state.guard.cookie_header()})


async def choose_language(request: Request) -> Response:
    """Remember the reader's language and go back."""
    tag = request.path_params["language"]
    back = request.query_params.get("back", "/")
    response = RedirectResponse(back if back.startswith("/") and not back.startswith(("//", "/\\")) else "/", 303)
    if tag in known_languages():
        response.set_cookie(LANGUAGE_COOKIE, tag, max_age=31_536_000, samesite="strict", httponly=True)
    return response


PAGE_ROUTES: list[BaseRoute] = [
    Route("/", show_home),
    Route("/tours/{tour}", show_desk),
    Route("/import/{key}", show_import),
    Route("/settings", show_settings_page),
    Route("/help", show_help),
    Route("/login", show_login),
    Route("/login", log_in, methods=["POST"]),
    Route("/language/{language}", choose_language),
]
