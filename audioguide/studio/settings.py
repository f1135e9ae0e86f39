"""Routes of the settings for all tours: the form, one value changed, a logo, a step back."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from starlette.concurrency import run_in_threadpool
from starlette.responses import Response

from ..commands import edit_settings, place_names, project_settings, publish_targets, shared_places, voice_lists
from ..commands.add_picture import MAX_UPLOAD_BYTES
from ..commands.history import digest_of
from ..commands.project_settings import SettingChange
from ..errors import AudioguideError
from ..model import POINT_KINDS
from ..registry import plugin_names
from .answers import as_json, lexicon_as_data, read_body, read_json, studio_of, text_field

if TYPE_CHECKING:
    from starlette.requests import Request


async def show_settings(request: Request) -> Response:
    """The form with what the files hold."""
    project = studio_of(request).project
    form = await run_in_threadpool(project_settings.read_settings, project)
    groups = [
        {
            "title": group.title,
            "file": project.display_path(edit_settings.settings_path(project, group.file)),
            "takes": group.takes,
            "settings": [
                {"key": setting, "value": value} for setting, value in zip(group.settings, values, strict=True)
            ],
        }
        for group, values in zip(form.groups, form.values, strict=True)
    ]
    file = project.display_path(project.voices)
    lexicons = [{"language": tag, "entries": lexicon_as_data(words)} for tag, words in form.lexicons.items()]
    shared = await run_in_threadpool(shared_places.list_shared, project, form.text_languages)
    kinds = [(kind, place_names.point_kind_name(kind)) for kind in POINT_KINDS]
    return as_json(
        {
            "project": digest_of(str(project.root.resolve()).encode())[:12],
            "places": shared,
            "point_kinds": kinds,
            "groups": groups,
            "undo": form.undo,
            "lexicons": lexicons,
            "voices_file": file,
            "languages": form.languages,
            "engines": sorted(plugin_names("engines"), key=lambda name: name != "kokoro"),
            "target_kinds": publish_targets.list_kinds(),
        }
    )


async def change_places(request: Request) -> Response:
    """A plan or point for all tours; the answer holds the form as it is then."""
    edit = shared_places.parse_shared_edit((await read_json(request)).get("edit"))
    await run_in_threadpool(shared_places.apply_shared_edit, studio_of(request).project, edit)
    studio_of(request).channel.publish("settings")
    return await show_settings(request)


async def upload_shared_plan(request: Request) -> Response:
    """A picture for a new plan of all tours, as the body of the request."""
    data, name = await read_body(request, MAX_UPLOAD_BYTES), request.query_params.get("name", "")[:200]
    await run_in_threadpool(shared_places.add_shared_plan, studio_of(request).project, name, data)
    studio_of(request).channel.publish("settings")
    return await show_settings(request)


async def show_shared_picture(request: Request) -> Response:
    """The picture of a plan of all tours, as it will be published."""
    project, plan = studio_of(request).project, request.path_params["plan"]
    try:
        picture = await run_in_threadpool(shared_places.load_shared_picture, project, plan)
    except AudioguideError:
        return Response(status_code=404)
    # its address names its version
    return Response(picture.data, media_type=picture.media_type, headers={"Cache-Control": "private, max-age=86400"})


async def add_target(request: Request) -> Response:
    """A new target of a publication."""
    data = await read_json(request)
    given = data.get("parts")
    parts = {str(key): text_field(given, key) for key in given} if isinstance(given, dict) else {}
    where = studio_of(request).project, text_field(data, "name"), text_field(data, "scheme")
    await run_in_threadpool(publish_targets.add_target, *where, parts)
    studio_of(request).channel.publish("settings")
    return await show_settings(request)


async def list_voices(_request: Request) -> Response:
    """The voices of the engines, to choose from."""
    voices = await run_in_threadpool(lambda: list(voice_lists.list_usable_voices()))
    return as_json([{"engine": engine, "name": voice.name, "language": voice.language} for engine, voice in voices])


async def change_setting(request: Request) -> Response:
    """One value; the answer holds the form as it is then."""
    data = await read_json(request)
    await run_in_threadpool(project_settings.change_setting, studio_of(request).project, _change_of(data))
    studio_of(request).channel.publish("settings")
    return await show_settings(request)


async def upload_logo(request: Request) -> Response:
    """A logo, as the body of the request."""
    query = request.query_params
    change = _change_of({**query, "path": query.get("path", "").split("/")})
    data = await read_body(request, MAX_UPLOAD_BYTES)
    await run_in_threadpool(project_settings.set_logo, studio_of(request).project, change, data)
    studio_of(request).channel.publish("settings")
    return await show_settings(request)


async def undo_setting(request: Request) -> Response:
    """The last change of a file back."""
    data = await read_json(request)
    await run_in_threadpool(edit_settings.undo_setting, studio_of(request).project, text_field(data, "file"))
    studio_of(request).channel.publish("settings")
    return await show_settings(request)


def _change_of(data: dict[str, Any]) -> SettingChange:
    given = data.get("path")
    path = tuple(key for key in given if isinstance(key, str)) if isinstance(given, list) else ()
    fields = {name: text_field(data, name) for name in ("file", "language", "base", "value")}
    return SettingChange(path=path, **fields)
