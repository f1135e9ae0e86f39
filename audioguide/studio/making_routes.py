"""Routes whose modules are imported when first asked: importers, engines and pictures would hold up the first page."""

from __future__ import annotations

import importlib
from typing import TYPE_CHECKING

from starlette.concurrency import run_in_threadpool
from starlette.responses import Response
from starlette.routing import BaseRoute, Route

from .guard import DRAWINGS

if TYPE_CHECKING:
    from starlette.requests import Request


def _route(path: str, name: str, method: str = "GET", module: str = "making") -> Route:
    async def answer(request: Request) -> Response:
        room = await run_in_threadpool(importlib.import_module, f"{__package__}.{module}")
        response: Response = await getattr(room, name)(request)
        return response

    return Route(path, answer, methods=[method])


MAKING_ROUTES: list[BaseRoute] = [
    _route("/api/builds", "start_build", "POST"),
    _route("/api/builds/stop", "stop_build", "POST"),
    _route("/api/proofs", "start_proof", "POST"),
    _route("/api/labels", "show_label_colours"),
    _route("/api/labels", "make_labels", "POST"),
    _route("/api/publish", "publish_tours", "POST"),
    _route("/api/publish", "list_targets"),
    _route("/api/publish/check", "check_published", "POST"),
    _route("/api/documents", "upload_document", "POST"),
    _route("/api/documents/{key}", "review_document", "POST"),
    _route("/api/documents/{key}/pictures/{index:int}", "show_document_picture"),
    _route("/api/documents/{key}/accept", "accept_document", "POST"),
    _route("/api/tours/{tour}/draft", "take_over_draft", "POST"),
]
TOUR_ROUTES: list[BaseRoute] = [
    _route("/api/tours/{tour}/languages", "add_language", "POST", module="tours"),
    _route("/api/tours/{tour}/rename", "rename_tour", "POST", module="tours"),
    _route("/api/tours/{tour}/remove", "remove_tour", "POST", module="tours"),
    _route("/api/removed", "bring_back_tour", "POST", module="tours"),
    _route("/api/tours/{tour}/sounds", "upload_sound", "POST", module="tours"),
    _route("/api/tours/{tour}/cover", "upload_cover", "POST", module="tours"),
    _route("/api/tours/{tour}/stops/{stop}/pictures", "upload_further_picture", "POST", module="tours"),
    _route("/api/tours/{tour}/restore-stop", "restore_stop", "POST", module="tours"),
]
LEXICON_ROUTES: list[BaseRoute] = [
    _route("/api/tours/{tour}/lexicon", "export_tour_lexicon", module="lexicons"),
    _route("/api/tours/{tour}/lexicon", "import_tour_lexicon", "POST", module="lexicons"),
    _route("/api/settings/lexicon", "export_shared_lexicon", module="lexicons"),
    _route("/api/settings/lexicon", "import_shared_lexicon", "POST", module="lexicons"),
    _route("/api/settings/reading", "change_reading", "POST", module="lexicons"),
]
SETTINGS_ROUTES: list[BaseRoute] = [
    _route("/api/settings", "show_settings", module="settings"),
    _route("/api/settings", "change_setting", "POST", module="settings"),
    _route("/api/settings/places", "change_places", "POST", module="settings"),
    _route("/api/settings/plans", "upload_shared_plan", "POST", module="settings"),
    _route("/api/settings/plans/{plan}", "show_shared_picture", module="settings"),
    _route("/api/settings/targets", "add_target", "POST", module="settings"),
    _route("/api/voices", "list_voices", module="settings"),
    _route("/api/settings/logo", "upload_logo", "POST", module="settings"),
    _route("/api/settings/undo", "undo_setting", "POST", module="settings"),
]
PLACE_ROUTES: list[BaseRoute] = [
    _route("/api/tours/{tour}/places", "show_places", module="places"),
    _route("/api/tours/{tour}/places/problems", "list_place_problems", module="places"),
    _route("/api/tours/{tour}/places/edits", "apply_place_edit", "POST", module="places"),
    _route("/api/tours/{tour}/places/file", "upload_places", "POST", module="places"),
    _route("/api/tours/{tour}/plans", "upload_plan", "POST", module="places"),
    _route("/api/positions", "read_pasted", "POST", module="places"),
    _route(f"{DRAWINGS}{{tour}}/{{plan}}", "show_plan_picture", module="places"),
]
