"""Routes of lexicons: those of a tour and of all tours, read from files and written to them."""

from __future__ import annotations

from typing import TYPE_CHECKING
from urllib.parse import quote

from starlette.concurrency import run_in_threadpool
from starlette.responses import Response

from ..authoring import voices_yaml
from ..commands import edit_script, edit_settings, lexicon
from ..commands.edit_settings import VOICES
from ..text import pls
from .answers import as_json, read_body, read_json, studio_of, text_field
from .scripts import tour_as_data
from .settings import show_settings

if TYPE_CHECKING:
    from starlette.requests import Request

    from ..commands.edit_script import EditedScript
    from ..commands.lexicon_lines import Added
    from ..model import Lexicon

MAX_LEXICON_BYTES = 2_000_000


async def export_tour_lexicon(request: Request) -> Response:
    """The readings of a tour as a PLS document."""
    project, name = studio_of(request).project, request.path_params["tour"]

    def export() -> bytes:
        edit_script.script_file(project, name)  # a tour by its id alone, no other file
        return lexicon.export_lexicon(project, name)

    return _document(name, await run_in_threadpool(export))


async def export_shared_lexicon(request: Request) -> Response:
    """The readings of all tours in a language as a PLS document."""
    project, language = studio_of(request).project, request.query_params.get("language", "")
    return _document(f"voices.{language}", await run_in_threadpool(lexicon.export_lexicon, project, VOICES, language))


def _document(name: str, data: bytes) -> Response:
    headers = {"Content-Disposition": f"attachment; filename*=UTF-8''{quote(name)}.pls"}
    return Response(data, media_type="application/pls+xml", headers=headers)


async def import_tour_lexicon(request: Request) -> Response:
    """Readings for a tour, a PLS document as the body of the request."""
    studio, name, query = studio_of(request), request.path_params["tour"], request.query_params
    data = await read_body(request, MAX_LEXICON_BYTES)
    outcomes: list[Added] = []

    def add() -> EditedScript:
        entries, _language = pls.parse_pls(data, query.get("name", "")[:200])
        outcome, edited = lexicon.add_to_script(studio.project, name, entries)
        outcomes.append(outcome)
        return edited

    edited = await studio.edit_tour(name, add)
    if edited.changed:
        page = query.get("page", "")
        studio.channel.publish("changed", tour=name, revision=edited.revision, by=page, stop="", outside=False)
        studio.channel.publish("readings", tour=name)
    tour = await run_in_threadpool(tour_as_data, studio, edited)
    return as_json({"tour": tour, **_outcome_as_data(outcomes[0], edited.tour.lexicon)})


async def import_shared_lexicon(request: Request) -> Response:
    """Readings for all tours in a language, a PLS document as the body of the request."""
    studio, query = studio_of(request), request.query_params
    data, language = await read_body(request, MAX_LEXICON_BYTES), query.get("language", "")
    name = query.get("name", "")[:200]
    outcome = await run_in_threadpool(lexicon.import_lexicon, studio.project, VOICES, data, name, language)
    studio.channel.publish("settings")
    studio.channel.publish("readings", tour="")
    settings = await run_in_threadpool(voices_yaml.load_settings, studio.project.voices)
    return as_json(_outcome_as_data(outcome, settings.lexicon.get(language, ())))


def _outcome_as_data(outcome: Added, now: Lexicon) -> dict[str, object]:
    differing = lexicon.list_differences(outcome, now)
    return {"added": len(outcome.added), "present": len(outcome.present), "differing": differing}


async def change_reading(request: Request) -> Response:
    """One reading for all tours of a language; the answer holds the settings as they are then."""
    data, studio = await read_json(request), studio_of(request)
    fields = (text_field(data, name).strip() for name in ("language", "word", "context", "base", "value"))
    await run_in_threadpool(edit_settings.change_reading, studio.project, *fields)
    studio.channel.publish("settings")
    studio.channel.publish("readings", tour="")
    return await show_settings(request)
