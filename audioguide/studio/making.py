"""Routes that make something of files: documents into scripts, scripts into tours, tours into labels."""

from __future__ import annotations

import asyncio
import hashlib
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from pathlib import Path, PurePosixPath
from typing import TYPE_CHECKING, cast

from starlette.concurrency import run_in_threadpool
from starlette.responses import Response

from ..authoring import site_yaml, voices_yaml
from ..commands import build, edit_settings, import_review, labels, proof, publish, publish_targets
from ..commands.failures import explain_failure
from ..errors import AudioguideError, ProblemsError
from ..i18n import _, message_language, use_message_language
from ..importers.document import MAX_BYTES as MAX_DOCUMENT_BYTES
from ..model import Tour
from ..proof import StopReport
from .answers import as_json, read_body, read_json, studio_of, text_field
from .jobs import BuildJob
from .scripts import answer_change

if TYPE_CHECKING:
    from starlette.requests import Request

    from ..assembly.synthesis import Progress
    from .app import Studio

MAX_OPEN_DOCUMENTS = 8
"""Documents kept until they are accepted; the oldest goes first."""


class BuildCancelled(AudioguideError):
    """The author stopped a build; what was spoken is kept, and nothing was published."""


class _Listener(build.BuildListener):
    """Passes a build's progress on to the pages; called from the build's thread."""

    def __init__(self, studio: Studio, job: BuildJob, loop: asyncio.AbstractEventLoop) -> None:
        self._studio, self._job, self._loop = studio, job, loop

    def say(self, message: str) -> None:
        """Show a line worth knowing."""
        self._publish(message=message)

    @contextmanager
    def follow_synthesis(self, tour: Tour) -> Iterator[Callable[[Progress], None]]:
        """Show how far it is; end it where the author asked to."""

        def show(now: Progress) -> None:
            if self._job.is_cancelled:
                raise BuildCancelled(_("The build was stopped."), hint=_("What was spoken is kept for the next one."))
            self._publish(completed=now.completed, total=now.total, stops_done=now.stops_done, stops=now.stops)

        yield show

    def _publish(self, **fields: object) -> None:
        publish = self._studio.channel.publish
        self._loop.call_soon_threadsafe(lambda: publish("build", tour=self._job.tour, **fields))


def claim_job(studio: Studio, tour: str) -> BuildJob:
    """Return the studio's one job, for this tour. Raises AudioguideError while another one runs."""
    if studio.job is not None:
        raise AudioguideError(_("A build is running already."), hint=_("Wait for it, or stop it."))
    studio.job = BuildJob(tour)
    return studio.job


@contextmanager
def hold_job(studio: Studio, tour: str) -> Iterator[None]:
    """Hold the studio's one job while something is done within a request. Raises as ``claim_job``."""
    job = claim_job(studio, tour)
    try:
        yield
    finally:
        if studio.job is job:
            studio.job = None


async def start_build(request: Request) -> Response:
    """Build a tour, the site in all its languages, or all tours; the progress comes as events."""
    studio, data = studio_of(request), await read_json(request)
    job = claim_job(studio, text_field(data, "tour"))
    scopes: dict[str, tuple[str, ...]] = {"site": (job.tour.partition(".")[0],), "all": ()}
    sites = scopes.get(text_field(data, "scope"), (job.tour,))
    order = build.BuildRequest(sites, engine=text_field(data, "engine"), force=data.get("force") is True)
    studio.run_later(_run_build(studio, job, order, message_language()))
    return as_json({"tour": job.tour})


async def _run_build(studio: Studio, job: BuildJob, order: build.BuildRequest, language: str) -> None:
    listener = _Listener(studio, job, asyncio.get_running_loop())
    publish = studio.channel.publish
    try:
        with use_message_language(language):
            results = await run_in_threadpool(build.build_tours, studio.project, order, listener)
        seconds = sum(result.duration for result in results) // 1000
        publish("built", tour=job.tour, seconds=seconds, calls=sum(result.calls for result in results))
    except Exception as error:  # whatever it was: else the pages would wait for ever
        failure = explain_failure(error)
        problems = failure.problems if isinstance(failure, ProblemsError) else ()
        shown = [{"stop": each.stop, "message": each.message, "hint": each.hint} for each in problems]
        publish("build-failed", tour=job.tour, message=failure.message, hint=failure.hint, problems=shown)
    finally:
        studio.job = None


async def stop_build(request: Request) -> Response:
    """Stop the build at its next sentence."""
    job = studio_of(request).job
    if job is not None:
        job.is_cancelled = True
    return as_json({"stopping": job is not None})


async def start_proof(request: Request) -> Response:
    """Listen to what is built of a tour, or of one stop; findings come as events."""
    studio, data = studio_of(request), await read_json(request)
    job = claim_job(studio, text_field(data, "tour"))
    order = proof.ProofRequest(sites=(job.tour,), stop=text_field(data, "stop"))
    studio.run_later(_run_proof(studio, job, order, message_language()))
    return as_json({"tour": job.tour})


async def _run_proof(studio: Studio, job: BuildJob, order: proof.ProofRequest, language: str) -> None:
    loop, publish = asyncio.get_running_loop(), studio.channel.publish

    def show(report: StopReport) -> None:
        if job.is_cancelled:
            raise BuildCancelled(_("Listening was stopped."))
        loop.call_soon_threadsafe(lambda: publish("proof", tour=job.tour, stop=report.stop, colour=report.colour))

    try:
        with use_message_language(language):
            result = await run_in_threadpool(proof.proof_tours, studio.project, order, show)
        publish("proofed", tour=job.tour, stops=len(result.reports))
    except Exception as error:
        failure = explain_failure(error)
        publish("proof-failed", tour=job.tour, message=failure.message, hint=failure.hint)
    finally:
        studio.job = None


async def show_label_colours(request: Request) -> Response:
    """The colours that labels are printed in."""
    project = studio_of(request).project
    style = (await run_in_threadpool(voices_yaml.load_settings, project.voices)).labels
    return as_json({"ink": style.ink, "accent": style.accent or style.ink})


async def make_labels(request: Request) -> Response:
    """The label sheet of a site."""
    studio, data = studio_of(request), await read_json(request)
    size = data.get("size") if isinstance(data.get("size"), int) else None
    colours = [text_field(data, name) for name in ("ink", "accent")]
    if all(colours):
        await run_in_threadpool(edit_settings.set_label_colours, studio.project, *colours)
    names, address = (text_field(data, "site"),), text_field(data, "base_url").strip() or None

    def make() -> list[labels.SiteLabels]:
        return list(labels.make_labels(studio.project, names, address, size, None, True))

    sheets = await run_in_threadpool(make)
    return as_json(
        [
            {
                "site": sheet.site,
                "count": sheet.count,
                "files": [_output_path(studio, path) for path in sheet.files],
                "problems": [f"{problem.message} {problem.hint}" for problem in sheet.problems],
                "unread": sheet.unread,
            }
            for sheet in sheets
        ]
    )


def _output_path(studio: Studio, path: Path) -> str:
    """A file of the output as a page names it."""
    return path.relative_to(studio.project.output).as_posix()


async def publish_tours(request: Request) -> Response:
    """Put the built site where visitors reach it, or only say what would change."""
    studio, data = studio_of(request), await read_json(request)

    def publish_now() -> publish.PublishPlan:
        place = site_yaml.find_target(site_yaml.load_site(studio.project), text_field(data, "target").strip())
        dry_run, allowed = data.get("dry_run") is not False, data.get("allow_problems") is True
        wanted = publish.PublishRequest(place.address, place.options, dry_run, allowed)
        return publish.publish_site(studio.project, wanted)

    plan = await run_in_threadpool(publish_now)
    changes = await run_in_threadpool(publish.changes_by_tour, studio.project, plan)
    size = round(plan.upload_bytes / 1_000_000, 1)
    counts = {"upload": len(plan.upload), "remove": len(plan.remove), "unchanged": plan.unchanged, "megabytes": size}
    files = [*(f"+ {file.path}" for file in plan.upload), *(f"- {path}" for path in plan.remove)]
    return as_json({**counts, "changes": changes, "files": files})


async def list_targets(request: Request) -> Response:
    """The targets that site.yaml names, and where the pages are."""
    project = studio_of(request).project

    def read() -> dict[str, object]:
        targets = publish_targets.list_targets(project)
        address = site_yaml.site_address(project, voices_yaml.load_settings(project.voices))
        return {"targets": targets, "address": address}

    return as_json(await run_in_threadpool(read))


async def check_published(request: Request) -> Response:
    """Ask the live site what a visitor's phone asks; nothing is changed."""
    studio, data = studio_of(request), await read_json(request)
    address = text_field(data, "address").strip()
    problems = await run_in_threadpool(publish.check_published, studio.project, address)
    return as_json([{"severity": each.severity, "message": each.message, "hint": each.hint} for each in problems])


async def upload_document(request: Request) -> Response:
    """A document to look at, as the body of the request."""
    studio = studio_of(request)
    name = PurePosixPath(request.query_params.get("name", "").replace("\\", "/")).name[:200] or "document"
    data = await read_body(request, MAX_DOCUMENT_BYTES)
    await run_in_threadpool(import_review.review_document, studio.project, data, name, {})
    # the same document has the same address again, also after the program was ended: its author's choices wait there
    key = hashlib.sha256(studio.token.encode() + name.encode() + data).hexdigest()[:16]
    studio.documents.pop(key, None)
    while len(studio.documents) >= MAX_OPEN_DOCUMENTS:
        del studio.documents[next(iter(studio.documents))]
    studio.documents[key] = (name, data)
    return as_json({"key": key})


async def review_document(request: Request) -> Response:
    """A document with what would become of it, given the author's wishes."""
    name, data, wishes = await _document(request)
    project = studio_of(request).project
    return as_json(await run_in_threadpool(import_review.review_document, project, data, name, wishes))


async def show_document_picture(request: Request) -> Response:
    """A picture of a document under review, encoded again."""
    stored = studio_of(request).documents.get(request.path_params["key"])
    if stored is None:
        return Response(status_code=404)
    name, data = stored
    try:
        shown = await run_in_threadpool(import_review.document_picture, data, name, request.path_params["index"])
    except AudioguideError:
        return Response(status_code=404)
    return Response(shown, media_type="image/png" if shown.startswith(b"\x89PNG") else "image/jpeg")


async def accept_document(request: Request) -> Response:
    """Write the scripts of a document."""
    name, data, wishes = await _document(request)
    project = studio_of(request).project
    written = await run_in_threadpool(import_review.accept_document, project, data, name, wishes)
    return as_json(
        [
            {
                "tour": each.tour.id,
                "file": project.display_path(each.path),
                "is_draft": each.existing is not None and each.path != each.existing,
                "script": each.existing.stem if each.existing else each.tour.id,
                "draft": each.path.stem,
                "existing": project.display_path(each.existing) if each.existing else "",
                "difference": [line for line in each.difference if line[:3] not in ("+++", "---", "@@ ")],
            }
            for each in written
        ]
    )


async def take_over_draft(request: Request) -> Response:
    """The draft of an import in the place of its script, as a new edit."""
    data = await read_json(request)
    name = text_field(data, "draft")
    return await answer_change(
        request, text_field(data, "page"), lambda p, n: import_review.take_over_draft(p, n, name)
    )


async def _document(request: Request) -> tuple[str, bytes, dict[int, import_review.Wish]]:
    body = await read_json(request)
    try:
        name, data = studio_of(request).documents[request.path_params["key"]]
    except KeyError:
        raise AudioguideError(_("This document is no longer open."), hint=_("Choose the file again.")) from None
    given = body.get("wishes") if isinstance(body.get("wishes"), dict) else {}
    wishes: dict[int, import_review.Wish] = {
        int(index): wish
        for index, wish in cast("dict[str, import_review.Wish]", given).items()
        if index.isdecimal() and len(index) < 7 and wish in import_review.WISHES
    }
    return name, data, wishes
