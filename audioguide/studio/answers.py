"""Requests and answers in JSON, the same for every route."""

from __future__ import annotations

import dataclasses
from typing import TYPE_CHECKING, Any

import msgspec
from starlette.responses import Response

from ..commands import problem_fixes
from ..commands.failures import explain_failure
from ..commands.script_edits import EditConflict
from ..errors import AudioguideError, ProblemsError
from ..i18n import _
from ..model import Lexicon, Problem, Tour

if TYPE_CHECKING:
    from starlette.requests import Request

    from .app import Studio

MAX_REQUEST_BYTES = 2_000_000
"""Of a request in JSON: a stop's text is far smaller."""


def studio_of(request: Request) -> Studio:
    """What the studio's requests share."""
    studio: Studio = request.app.state.studio
    return studio


def as_json(value: object, status: int = 200) -> Response:
    """An answer in JSON; dataclasses are objects."""
    return Response(msgspec.json.encode(value), status, media_type="application/json")


async def read_body(request: Request, limit: int) -> bytes:
    """The body of a request. Raises AudioguideError above the limit, before it fills the memory."""
    data = bytearray()
    async for chunk in request.stream():
        data += chunk
        if len(data) > limit:
            raise AudioguideError(_("This is larger than {limit} MB.").format(limit=limit // 1_000_000))
    return bytes(data)


async def read_json(request: Request) -> dict[str, Any]:
    """The object a page sent. Raises AudioguideError for anything else."""
    try:
        data = msgspec.json.decode(await read_body(request, MAX_REQUEST_BYTES))
    except msgspec.DecodeError:
        data = None
    if not isinstance(data, dict):
        raise AudioguideError(_("This page and the program do not fit each other: reload the page."))
    return data


def text_field(data: dict[str, Any], name: str) -> str:
    """A text a page sent; empty where it is missing or something else."""
    value = data.get(name, "")
    return value if isinstance(value, str) else ""


def lexicon_as_data(lexicon: Lexicon) -> list[dict[str, str]]:
    """Entries as a page shows them."""
    return [{"word": entry.written, "say": entry.say, "context": entry.context} for entry in lexicon]


def problem_as_data(tour: Tour, problem: Problem) -> dict[str, object]:
    """A problem of a tour with the edits that settle it."""
    fixes = [
        {"label": fix.label, "edit": {"kind": fix.edit.kind, **dataclasses.asdict(fix.edit)}}
        for fix in problem_fixes.fixes_of(tour, problem)
    ]
    return {**dataclasses.asdict(problem), "fixes": fixes}


async def answer_nobody(_request: Request, _error: Exception) -> Response:
    """A page that left while it asked gets nothing, and the terminal no traceback."""
    return Response(status_code=499)


async def answer_error(_request: Request, error: Exception) -> Response:
    """What is wrong and what to do, for a person; a conflict with the other wording."""
    failure = explain_failure(error)
    problems = failure.problems if isinstance(failure, ProblemsError) else ()
    body: dict[str, object] = {"message": failure.message, "hint": failure.hint, "problems": problems}
    if isinstance(failure, EditConflict):
        return as_json({**body, "theirs": failure.theirs}, 409)
    return as_json(body, 422 if failure is error else 500)
