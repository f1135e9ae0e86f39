"""Routes of a tour as a whole: another language, another name, taken away and brought back; its sounds and pictures."""

from __future__ import annotations

from typing import TYPE_CHECKING

from starlette.concurrency import run_in_threadpool
from starlette.responses import Response

from ..commands import (
    add_edition,
    add_picture,
    add_recording,
    edit_script,
    removed_scripts,
    rename,
    retire,
    sound_edits,
    stop_versions,
)
from ..commands.picture_edits import AddPicture
from ..commands.script_edits import Edit, SetTourField
from .answers import as_json, read_body, read_json, studio_of, text_field
from .making import hold_job
from .scripts import answer_change, answer_edit

if TYPE_CHECKING:
    from starlette.requests import Request


async def add_language(request: Request) -> Response:
    """A script for another language, with the stops to translate."""
    studio, data = studio_of(request), await read_json(request)
    language, title = text_field(data, "language").strip(), text_field(data, "title")
    tour = request.path_params["tour"]
    path = await run_in_threadpool(add_edition.add_edition, studio.project, tour, language, title)
    return as_json({"tour": path.stem, "file": studio.project.display_path(path)})


async def rename_tour(request: Request) -> Response:
    """Another name for a site, in all its languages; what was built is built under it."""
    studio, data = studio_of(request), await read_json(request)
    old, new = request.path_params["tour"].partition(".")[0], text_field(data, "name").strip()
    with hold_job(studio, old):
        await run_in_threadpool(lambda: rename.rename_site(studio.project, old, new, builds_new=False))
    studio.channel.publish("renamed", old=old, new=new)
    return as_json({"tour": new + request.path_params["tour"][len(old) :]})


async def remove_tour(request: Request) -> Response:
    """Take a tour away; its scripts can be brought back."""
    studio, data = studio_of(request), await read_json(request)
    name, to = request.path_params["tour"], text_field(data, "to")
    with hold_job(studio, name):
        paths = await run_in_threadpool(lambda: retire.remove_scripts(studio.project, name, to=to))
    studio.channel.publish("removed", tour=name)
    return as_json({"files": [studio.project.display_path(path) for path in paths]})


async def bring_back_tour(request: Request) -> Response:
    """A tour that was taken away, again among the others."""
    studio, data = studio_of(request), await read_json(request)
    path = await run_in_threadpool(removed_scripts.bring_back, studio.project, text_field(data, "key"))
    return as_json({"tour": path.stem, "file": studio.project.display_path(path)})


async def upload_sound(request: Request) -> Response:
    """Music or ambience for a tour, or for one stop, as the body of the request."""
    studio, name, query = studio_of(request), request.path_params["tour"], request.query_params
    data = await read_body(request, add_recording.MAX_UPLOAD_BYTES)
    stop, kind = query.get("stop", ""), query.get("kind", "")
    tour = (await run_in_threadpool(edit_script.read_script, studio.project, name)).tour
    owner = next((each for each in tour.stops if each.number == stop), tour)
    before, own = sound_edits.sound_file(owner, kind), sound_edits.own_sound(owner, kind)
    file = await run_in_threadpool(sound_edits.add_sound, studio.project, name, stop, kind, data)
    credit, licence = (own.credit, own.licence) if own else ("", "")
    edit = sound_edits.SetSound(stop, kind, before, file, credit, licence, "")
    return await _apply(request, edit)


async def upload_further_picture(request: Request) -> Response:
    """One more picture of a stop, as the body of the request."""
    studio, name, stop = studio_of(request), request.path_params["tour"], request.path_params["stop"]
    data = await read_body(request, add_picture.MAX_UPLOAD_BYTES)
    file = await run_in_threadpool(add_picture.add_picture, studio.project, name, stop, data)
    return await _apply(request, AddPicture(stop, file))


async def upload_cover(request: Request) -> Response:
    """The cover of a tour, as the body of the request."""
    studio, name = studio_of(request), request.path_params["tour"]
    data = await read_body(request, add_picture.MAX_UPLOAD_BYTES)
    before = (await run_in_threadpool(edit_script.read_script, studio.project, name)).tour.cover
    file = await run_in_threadpool(add_picture.add_picture, studio.project, name, "cover", data)
    return await _apply(request, SetTourField("cover", before, file))


async def restore_stop(request: Request) -> Response:
    """One stop of an earlier version, as a new edit."""
    data = await read_json(request)
    version, stop = text_field(data, "version"), text_field(data, "stop")
    return await answer_change(
        request, text_field(data, "page"), lambda p, n: stop_versions.restore_stop(p, n, version, stop)
    )


async def _apply(request: Request, edit: Edit) -> Response:
    page = request.query_params.get("page", "")
    return await answer_edit(request, page, edit)
