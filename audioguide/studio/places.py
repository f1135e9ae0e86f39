"""Routes of the places of a tour: what a page shows of them, pictures of plans, files of coordinates, pasted links."""

from __future__ import annotations

from typing import TYPE_CHECKING

from starlette.concurrency import run_in_threadpool
from starlette.responses import Response

from ..commands import edit_script, import_places, map_link, place_view, plan_pictures
from ..commands.add_picture import MAX_UPLOAD_BYTES
from ..commands.place_edits import position_text
from ..errors import AudioguideError
from ..importers.coordinates import MAX_PLACES_BYTES
from .answers import as_json, problem_as_data, read_body, read_json, studio_of, text_field

if TYPE_CHECKING:
    from collections.abc import Callable

    from starlette.requests import Request

    from ..commands.edit_script import EditedScript


async def show_places(request: Request) -> Response:
    """Where the things of a tour are."""
    project, name = studio_of(request).project, request.path_params["tour"]
    return as_json(await run_in_threadpool(place_view.show_places, project, name))


async def list_place_problems(request: Request) -> Response:
    """What ``check`` says about them."""
    project, name = studio_of(request).project, request.path_params["tour"]
    tour, problems = await run_in_threadpool(place_view.find_place_problems, project, name)
    return as_json([problem_as_data(tour, problem) for problem in problems])


async def read_pasted(request: Request) -> Response:
    """Coordinates or a link of a map application, understood."""
    pasted = await run_in_threadpool(map_link.parse_pasted_position, text_field(await read_json(request), "pasted"))
    return as_json(
        {
            "application": pasted.application,
            "datum": pasted.datum,
            "place": position_text(pasted.true_position),
        }
    )


async def show_plan_picture(request: Request) -> Response:
    """The picture of a plan, as it will be published."""
    project, name, plan = studio_of(request).project, request.path_params["tour"], request.path_params["plan"]

    def load() -> plan_pictures.PlanPicture:
        tour = edit_script.read_script(project, name).tour
        return plan_pictures.load_plan_picture(tour, plan_pictures.find_shown_plan(project, tour, plan))

    try:
        picture = await run_in_threadpool(load)
    except AudioguideError:
        return Response(status_code=404)
    # its address names its version
    return Response(picture.data, media_type=picture.media_type, headers={"Cache-Control": "private, max-age=86400"})


async def upload_plan(request: Request) -> Response:
    """A picture for a new plan, or for one that is there, as the body of the request."""
    query, project = request.query_params, studio_of(request).project
    data = await read_body(request, MAX_UPLOAD_BYTES)
    name = query.get("name", "")[:200]

    def change(tour: str) -> EditedScript:
        return plan_pictures.add_plan_picture(project, tour, name, data, query.get("plan", ""))

    await _change(request, query.get("page", ""), change)
    return await show_places(request)


async def upload_places(request: Request) -> Response:
    """A file of coordinates for the stops of a tour, as the body of the request."""
    query, project = request.query_params, studio_of(request).project
    data = await read_body(request, MAX_PLACES_BYTES)
    outcomes: list[import_places.ImportedPlaces] = []

    def change(tour: str) -> EditedScript:
        outcome = import_places.import_into_script(project, tour, query.get("name", "")[:200], data)
        outcomes.append(outcome)
        return outcome.edited or edit_script.read_script(project, tour)

    await _change(request, query.get("page", ""), change)
    return as_json({"placed": outcomes[0].placed, "left": outcomes[0].left})


async def apply_place_edit(request: Request) -> Response:
    """One edit of where something is; the answer holds all places, whatever the edit was."""
    data = await read_json(request)
    edit = edit_script.parse_edit(data.get("edit"))
    project = studio_of(request).project
    await _change(request, text_field(data, "page"), lambda tour: edit_script.apply_edit(project, tour, edit))
    return await show_places(request)


async def _change(request: Request, page: str, change: Callable[[str], EditedScript]) -> EditedScript:
    """Run a change of a script and tell all pages."""
    studio, name = studio_of(request), request.path_params["tour"]
    edited = await studio.edit_tour(name, lambda: change(name))
    if edited.changed:
        studio.channel.publish("changed", tour=name, revision=edited.revision, by=page, stop="", outside=False)
    return edited
