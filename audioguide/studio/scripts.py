"""Routes that read and change scripts: tours, edits, history, pictures, find and replace, events."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from starlette.concurrency import run_in_threadpool
from starlette.responses import FileResponse, Response, StreamingResponse
from starlette.routing import BaseRoute, Route

from .. import manifest
from ..commands import (
    add_picture,
    add_recording,
    edit_script,
    editions,
    find_text,
    git_versions,
    new,
    number_edits,
    overview,
    proof_findings,
    publish_gates,
    sound_edits,
    stop_versions,
    visitor_stats,
)
from ..commands.add_recording import Recorded
from ..commands.edit_script import EditedScript
from ..commands.history import History
from ..commands.script_edits import Edit, SetStopField
from ..commands.stop_edits import stop_state
from ..model import SOUND_KINDS, Stop, Tour
from ..outputs.colour import DEFAULT_ACCENT
from .answers import as_json, lexicon_as_data, read_body, read_json, studio_of, text_field
from .channel import Presence

if TYPE_CHECKING:
    from collections.abc import Callable

    from starlette.requests import Request

    from .app import Studio


async def list_tours(request: Request) -> Response:
    """A card for every tour."""
    return as_json(await run_in_threadpool(overview.list_tours, studio_of(request).project))


async def create_tour(request: Request) -> Response:
    """A new tour with the starter script."""
    data = await read_json(request)
    studio = studio_of(request)
    title, language = text_field(data, "title").strip(), text_field(data, "language") or "zh-CN"
    path = await run_in_threadpool(new.write_titled_script, studio.project, title, language)
    return as_json({"tour": path.stem, "file": studio.project.display_path(path)})


async def show_tour(request: Request) -> Response:
    """All of a tour that a page shows."""
    studio, name = studio_of(request), request.path_params["tour"]
    edited = await run_in_threadpool(edit_script.read_script, studio.project, name)
    studio.revisions.setdefault(name, edited.revision)
    return as_json(await run_in_threadpool(tour_as_data, studio, edited))


async def apply_edit(request: Request) -> Response:
    """One edit; the answer holds the stop it changed, or all of the tour where stops came, went or moved."""
    data = await read_json(request)
    edit = edit_script.parse_edit(data.get("edit"))
    return await answer_edit(request, text_field(data, "page"), edit)


async def renumber_stops(request: Request) -> Response:
    """Another number for one stop, or all in their order; the site's other languages get the same ones."""
    data = await read_json(request)
    studio, name, page = studio_of(request), request.path_params["tour"], text_field(data, "page")
    tour = (await run_in_threadpool(edit_script.read_script, studio.project, name)).tour
    if stop := text_field(data, "stop"):
        edit = await run_in_threadpool(number_edits.plan_number, studio.project, tour, stop, text_field(data, "number"))
    else:
        edit = await run_in_threadpool(number_edits.plan_numbers_in_order, studio.project, tour)
    for edition in edit_script.list_editions(studio.project, tour):
        if edition != name:
            await _edit_and_tell(studio, edition, page, edit)
    edited = await _edit_and_tell(studio, name, page, edit)
    return as_json({"changed": edited.changed, "tour": await run_in_threadpool(tour_as_data, studio, edited)})


async def _edit_and_tell(studio: Studio, name: str, page: str, edit: Edit) -> EditedScript:
    edited = await studio.edit_tour(name, lambda: edit_script.apply_edit(studio.project, name, edit))
    if edited.changed:
        studio.channel.publish("changed", tour=name, revision=edited.revision, by=page, stop="", outside=False)
    return edited


async def undo_edit(request: Request) -> Response:
    """The last step back."""
    data = await read_json(request)
    return await answer_change(request, text_field(data, "page"), edit_script.undo_edit)


async def redo_edit(request: Request) -> Response:
    """The step again that was undone."""
    data = await read_json(request)
    return await answer_change(request, text_field(data, "page"), edit_script.redo_edit)


async def restore_version(request: Request) -> Response:
    """A version of the history, as a new edit."""
    data = await read_json(request)
    digest = text_field(data, "version")
    return await answer_change(
        request, text_field(data, "page"), lambda p, n: edit_script.restore_version(p, n, digest)
    )


async def answer_change(
    request: Request, page: str, change: Callable[..., EditedScript], edit: object = None
) -> Response:
    """Run a change of a script, tell all pages, and answer with the stop it changed, or with all of the tour."""
    studio, name = studio_of(request), request.path_params["tour"]
    edited = await studio.edit_tour(name, lambda: change(studio.project, name))
    stop = getattr(edit, "stop", "")
    if edited.changed:
        studio.channel.publish("changed", tour=name, revision=edited.revision, by=page, stop=stop, outside=False)
    if str(getattr(edit, "kind", "")).startswith("set-"):
        shown = next((stop_as_data(edited.tour, each) for each in edited.tour.stops if each.number == stop), None)
        return as_json({"revision": edited.revision, "changed": edited.changed, "stop": shown})
    return as_json({"changed": edited.changed, "tour": await run_in_threadpool(tour_as_data, studio, edited)})


async def answer_edit(request: Request, page: str, edit: Edit) -> Response:
    """Apply an edit, tell all pages, and answer as ``answer_change``."""
    return await answer_change(request, page, lambda p, n: edit_script.apply_edit(p, n, edit), edit)


async def show_history(request: Request) -> Response:
    """The versions of a script, the latest first."""
    history = History(studio_of(request).project, request.path_params["tour"])
    versions = await run_in_threadpool(history.list_versions)
    return as_json(versions[::-1])


async def show_steps(request: Request) -> Response:
    """What can be undone and redone now."""
    history = History(studio_of(request).project, request.path_params["tour"])
    steps = await run_in_threadpool(history.available_steps)
    names = {"undo": steps.undo[-1].label if steps.undo else "", "redo": steps.redo[-1].label if steps.redo else ""}
    return as_json(names)


async def compare_version(request: Request) -> Response:
    """What differs between a version and the script as it is: lines, and stops that it has otherwise."""
    where = studio_of(request).project, request.path_params["tour"], request.query_params.get("version", "")
    lines = await run_in_threadpool(edit_script.compare_version, *where)
    stops = await run_in_threadpool(stop_versions.list_differing_stops, *where)
    return as_json({"lines": lines, "stops": stops})


async def commit_version(request: Request) -> Response:
    """The script as it is, as a commit of the project's repository."""
    studio, data = studio_of(request), await read_json(request)
    path = await run_in_threadpool(edit_script.script_file, studio.project, request.path_params["tour"])
    message = text_field(data, "message")
    name = await run_in_threadpool(git_versions.commit_script, studio.project, path, message)
    return as_json({"commit": name})


async def list_stale_stops(request: Request) -> Response:
    """Stops of another edition that are older than the words they translate."""
    project = studio_of(request).project
    source = await run_in_threadpool(edit_script.read_script, project, request.path_params["tour"])
    other = await run_in_threadpool(edit_script.read_script, project, request.path_params["other"])
    return as_json(await run_in_threadpool(editions.stale_stops, project, source.tour, other.tour))


async def confirm_translation(request: Request) -> Response:
    """A stop of a translation is right as it stands."""
    project, data = studio_of(request).project, await read_json(request)
    other = await run_in_threadpool(edit_script.read_script, project, request.path_params["other"])
    await run_in_threadpool(editions.confirm_translation, project, other.tour, text_field(data, "stop"))
    return as_json({})


async def list_findings(request: Request) -> Response:
    """What the last proof found in a tour."""
    studio = studio_of(request)
    edited = await run_in_threadpool(edit_script.read_script, studio.project, request.path_params["tour"])
    return as_json(await run_in_threadpool(proof_findings.read_findings, studio.project, edited.tour))


async def list_visitors(request: Request) -> Response:
    """What visitors listened to and said, stop by stop."""
    studio = studio_of(request)
    edited = await run_in_threadpool(edit_script.read_script, studio.project, request.path_params["tour"])
    return as_json(await run_in_threadpool(visitor_stats.answered_stops, studio.project, edited.tour))


async def list_gates(request: Request) -> Response:
    """What stands between the tour and its visitors."""
    studio = studio_of(request)
    edited = await run_in_threadpool(edit_script.read_script, studio.project, request.path_params["tour"])
    return as_json(await run_in_threadpool(publish_gates.list_gates, studio.project, edited.tour))


async def upload_picture(request: Request) -> Response:
    """A picture for a stop, as the body of the request."""
    studio, name, stop = studio_of(request), request.path_params["tour"], request.path_params["stop"]
    data = await read_body(request, add_picture.MAX_UPLOAD_BYTES)
    tour = (await run_in_threadpool(edit_script.read_script, studio.project, name)).tour
    before = next((each.image for each in tour.stops if each.number == stop), "")
    image = await run_in_threadpool(add_picture.add_picture, studio.project, name, stop, data)
    edit = SetStopField(stop, "image", before, image)
    page = request.query_params.get("page", "")
    return await answer_edit(request, page, edit)


async def show_picture(request: Request) -> Response:
    """A picture a script names."""
    path = add_picture.picture_file(studio_of(request).project, request.path_params["path"])
    return FileResponse(path) if path else Response(status_code=404)


async def upload_recording(request: Request) -> Response:
    """A recording for a passage, as the body of the request."""
    studio, name, stop = studio_of(request), request.path_params["tour"], request.path_params["stop"]
    data = await read_body(request, add_recording.MAX_UPLOAD_BYTES)
    query = request.query_params
    recorded = Recorded(stop, request.path_params["segment"], query.get("speaker", ""), data)
    tour = (await run_in_threadpool(edit_script.read_script, studio.project, name)).tour
    edit = await run_in_threadpool(add_recording.prepare_recording, studio.project, tour, recorded)
    return await answer_edit(request, query.get("page", ""), edit)


async def show_recording(request: Request) -> Response:
    """A recording a script names."""
    path = add_recording.recording_file(studio_of(request).project, request.path_params["path"])
    return FileResponse(path) if path else Response(status_code=404)


async def find_in_scripts(request: Request) -> Response:
    """Where a text stands, in one tour or in all."""
    data = await read_json(request)
    project = studio_of(request).project
    matches = await run_in_threadpool(
        find_text.find_in_scripts, project, text_field(data, "find"), text_field(data, "tour")
    )
    return as_json(matches)


async def replace_in_scripts(request: Request) -> Response:
    """A text replaced by another, in one tour or in all."""
    data = await read_json(request)
    studio = studio_of(request)
    words = text_field(data, "find"), text_field(data, "replacement"), text_field(data, "tour")
    async with studio.editing:
        replaced = await run_in_threadpool(find_text.replace_in_scripts, studio.project, *words)
        studio.revisions.update({each.tour: each.revision for each in replaced})
    for each in replaced:
        studio.channel.publish("changed", tour=each.tour, by="", stop="", outside=False)
    return as_json({"replaced": sum(each.count for each in replaced)})


async def listen(request: Request) -> Response:
    """The events for a page."""
    page = request.query_params.get("page", "")
    studio = studio_of(request)
    events = studio.channel.listen(page, lambda: studio.job is not None)
    return StreamingResponse(events, media_type="text/event-stream")


async def note_presence(request: Request) -> Response:
    """Where the person at a page is."""
    data = await read_json(request)
    fields = {name: text_field(data, name)[:80] for name in ("page", "name", "tour", "stop")}
    studio_of(request).channel.note_presence(Presence(**fields))
    return as_json({})


def tour_as_data(studio: Studio, edited: EditedScript) -> dict[str, Any]:
    """A tour as a page shows it."""
    tour = edited.tour
    steps = History(studio.project, tour.id).available_steps()
    return {
        "id": tour.id,
        "title": tour.title,
        "language": tour.language,
        "description": tour.description,
        "accent": tour.accent,
        "usual_accent": DEFAULT_ACCENT,
        "cover": tour.cover,
        "cover_alt": tour.cover_alt,
        "label": tour.label,
        "state": stop_state(tour),
        "closed": tour.closed,
        "sounds": sounds_as_data(tour),
        "lexicon": lexicon_as_data(tour.lexicon),
        "file": studio.project.display_path(tour.path),
        "revision": edited.revision,
        "pace": overview.speaking_pace(tour),
        "counts_characters": overview.counts_characters(tour.language),
        "stops": [stop_as_data(tour, stop) for stop in tour.stops],
        "roles": edit_script.known_roles(studio.project, tour),
        "undo": steps.undo[-1].label if steps.undo else "",
        "redo": steps.redo[-1].label if steps.redo else "",
        "changed_stops": overview.stops_changed_since_build(studio.project, tour),
        "is_built": (studio.project.output / tour.folder / manifest.MANIFEST_FILE).is_file(),
        "editions": edit_script.list_editions(studio.project, tour),
    }


def stop_as_data(tour: Tour, stop: Stop) -> dict[str, Any]:
    """A stop as a page shows it."""
    return {
        "number": stop.number,
        "title": stop.title,
        "chapter": stop.chapter,
        "image": stop.image,
        "alt": stop.alt,
        "state": stop_state(stop),
        "closed": stop.closed,
        "images": stop.images,
        "sounds": sounds_as_data(stop),
        "todos": stop.todos,
        "notes": stop.notes,
        "segments": [
            {
                "text": segment.text,
                "role": segment.role,
                "speaker": segment.speaker,
                "speaker_title": segment.speaker_title,
                "is_cue": segment.is_cue,
                "audio": segment.audio,
            }
            for segment in stop.segments
        ],
    }


def sounds_as_data(owner: Tour | Stop) -> dict[str, dict[str, str]]:
    """Music and ambience that a tour or stop names itself, kind → fields, empty where it names none."""
    return {
        kind: {"file": sound_edits.sound_file(owner, kind), **sound_edits.sound_texts(owner, kind)}
        for kind in SOUND_KINDS
    }


TOUR = "/api/tours/{tour}"
SCRIPT_ROUTES: list[BaseRoute] = [
    Route("/api/tours", list_tours),
    Route("/api/tours", create_tour, methods=["POST"]),
    Route(TOUR, show_tour),
    Route(f"{TOUR}/edits", apply_edit, methods=["POST"]),
    Route(f"{TOUR}/numbers", renumber_stops, methods=["POST"]),
    Route(f"{TOUR}/undo", undo_edit, methods=["POST"]),
    Route(f"{TOUR}/redo", redo_edit, methods=["POST"]),
    Route(f"{TOUR}/restore", restore_version, methods=["POST"]),
    Route(f"{TOUR}/history", show_history),
    Route(f"{TOUR}/commit", commit_version, methods=["POST"]),
    Route(f"{TOUR}/gates", list_gates),
    Route(f"{TOUR}/stale/{{other}}", list_stale_stops),
    Route(f"{TOUR}/stale/{{other}}", confirm_translation, methods=["POST"]),
    Route(f"{TOUR}/findings", list_findings),
    Route(f"{TOUR}/visitors", list_visitors),
    Route(f"{TOUR}/steps", show_steps),
    Route(f"{TOUR}/compare", compare_version),
    Route(f"{TOUR}/stops/{{stop}}/picture", upload_picture, methods=["POST"]),
    Route(f"{TOUR}/stops/{{stop}}/recordings/{{segment:int}}", upload_recording, methods=["POST"]),
    Route("/pictures/{path:path}", show_picture),
    Route("/recordings/{path:path}", show_recording),
    Route("/api/find", find_in_scripts, methods=["POST"]),
    Route("/api/replace", replace_in_scripts, methods=["POST"]),
    Route("/api/events", listen),
    Route("/api/presence", note_presence, methods=["POST"]),
]
