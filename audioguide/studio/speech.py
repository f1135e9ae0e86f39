"""Routes that read and speak: marks in a text, problems of a tour, decisions, sound."""

from __future__ import annotations

from collections.abc import AsyncIterator, Iterator, Mapping
from typing import TYPE_CHECKING

from starlette.concurrency import iterate_in_threadpool, run_in_threadpool
from starlette.responses import Response, StreamingResponse
from starlette.routing import BaseRoute, Route

from .. import lint, manifest
from ..authoring import schemas, voices_yaml
from ..commands import edit_script, edit_settings, reading_scope, text_marks
from ..commands.preview_speech import PreviewRequest
from ..commands.voice_edits import DecideReading
from ..engines.options import find_voice_options
from ..errors import AudioguideError
from ..i18n import _
from ..model import Clip, Tour
from .answers import as_json, problem_as_data, read_json, studio_of, text_field

if TYPE_CHECKING:
    from starlette.requests import Request

    from .app import Studio

MAX_SPOKEN_CHARACTERS = 2_000
"""Heard at a time: a page asks sentence by sentence."""


async def mark_text(request: Request) -> Response:
    """Sentences, readings and doubts of a text as it stands on the page."""
    data = await read_json(request)
    studio, tour = studio_of(request), await _tour_of(request)
    return as_json(await run_in_threadpool(text_marks.mark_text, studio.project, tour, text_field(data, "text")))


async def list_problems(request: Request) -> Response:
    """What an editor would remark on in a tour."""
    studio, tour = studio_of(request), await _tour_of(request)
    return as_json(await run_in_threadpool(_problems_of, studio, tour))


def _problems_of(studio: Studio, tour: Tour) -> list[dict[str, object]]:
    """Each problem with the edits that settle it."""
    settings = voices_yaml.load_settings(studio.project.voices)
    built = manifest.read_manifest(studio.project.output / tour.folder / manifest.MANIFEST_FILE)
    return [problem_as_data(tour, problem) for problem in lint.check_tour(tour, settings, built)]


async def decide_reading(request: Request) -> Response:
    """A word's reading for a whole tour, or for all tours of the project."""
    data = await read_json(request)
    studio, tour = studio_of(request), await _tour_of(request)
    word, written, reading = (text_field(data, name).strip() for name in ("word", "written", "reading"))
    given = data.get("start")
    start = given if isinstance(given, int) else 0
    say = await run_in_threadpool(
        text_marks.word_reading, tour, text_field(data, "sentence"), start, written, reading, word
    )
    everywhere, here = data.get("scope") == "all", text_field(data, "sentence")
    others = await run_in_threadpool(
        reading_scope.list_changed_places, studio.project, tour, word, say, everywhere, here
    )
    if everywhere:
        await run_in_threadpool(edit_settings.set_reading, studio.project, tour.language, word, say)
        where = studio.project.display_path(studio.project.voices)
    else:
        edit = DecideReading(word, say)
        await studio.edit_tour(tour.id, lambda: edit_script.apply_edit(studio.project, tour.id, edit))
        where = studio.project.display_path(tour.path)
    studio.channel.publish("readings", tour=tour.id)
    return as_json({"file": where, "line": f"{word}: {say}", "others": others})


async def speak_text(request: Request) -> Response:
    """A sentence as sound: signed 16-bit samples, sent as they are spoken."""
    studio, tour = studio_of(request), await _tour_of(request)
    planned = await _preview_request(request, studio, tour)
    if planned is None:
        return Response(status_code=204)
    wanted, (start, end) = planned
    clips = studio.speaker.stream_clips(tour, wanted)
    # the first clip before the answer begins: what goes wrong is then a message, not a broken sound
    first = await run_in_threadpool(next, clips, None)
    if first is None:
        raise AudioguideError(_("There is nothing to say here."))
    headers = {"X-Sample-Rate": str(first.rate), "X-Sentence": f"{start},{end}"}
    headers["Content-Encoding"] = "identity"  # compressed, the first samples would wait for later ones
    return StreamingResponse(_samples(first, clips), media_type="application/octet-stream", headers=headers)


async def _samples(first: Clip, rest: Iterator[Clip]) -> AsyncIterator[bytes]:
    yield first.pcm
    async for clip in iterate_in_threadpool(rest):
        yield clip.pcm


async def speak_ahead(request: Request) -> Response:
    """Speak a sentence into the cache while the keys rest; a newer request takes the place of an older one."""
    studio, tour = studio_of(request), await _tour_of(request)
    planned = await _preview_request(request, studio, tour)
    if planned is None:
        return as_json({})
    studio.ahead = (tour, planned[0])
    if not studio.is_speaking_ahead:
        studio.run_later(_speak_waiting(studio))
    return as_json({})


async def _speak_waiting(studio: Studio) -> None:
    """One at a time, always the latest."""
    studio.is_speaking_ahead = True
    try:
        while studio.ahead:
            (tour, wanted), studio.ahead = studio.ahead, None
            try:
                await run_in_threadpool(studio.speaker.speak_ahead, tour, wanted)
            except AudioguideError:
                return  # reported when somebody asks to hear it
    finally:
        studio.is_speaking_ahead = False


async def answer_voices(request: Request) -> Response:
    """The voices one can try, and who speaks now."""
    studio, tour = studio_of(request), await _tour_of(request)
    voices = await run_in_threadpool(studio.speaker.list_voices, tour)
    cast = await run_in_threadpool(studio.speaker.cast_of, tour)
    engine = next((voice.engine for voice in cast.values()), "")
    options = await run_in_threadpool(find_voice_options, engine)
    return as_json({"voices": voices, "cast": cast, "engine": engine, "options": options})


async def warm_up(request: Request) -> Response:
    """Load the voice while the author reads."""
    studio, tour = studio_of(request), await _tour_of(request)
    await run_in_threadpool(studio.speaker.warm_up, tour)
    return as_json({})


async def _tour_of(request: Request) -> Tour:
    studio = studio_of(request)
    return (await run_in_threadpool(edit_script.read_script, studio.project, request.path_params["tour"])).tour


async def _preview_request(
    request: Request, studio: Studio, tour: Tour
) -> tuple[PreviewRequest, tuple[int, int]] | None:
    """The sentence at a place of the text, and its span; None behind the last one."""
    data = await read_json(request)
    text, find = text_field(data, "text"), text_marks.sentence_at
    place = data.get("at")
    if isinstance(data.get("after"), int):
        place, find = data["after"], text_marks.sentence_after
    span = await run_in_threadpool(find, tour, text, place if isinstance(place, int) else 0)
    if span is None:
        return None
    speed = _trial_amount(data, "rate", *schemas.RATES)
    pitch, volume = _trial_amount(data, "pitch", -200, 200), _trial_amount(data, "volume", -100, 100)
    sentence = text[span[0] : span[1]]
    if len(sentence) > MAX_SPOKEN_CHARACTERS:
        raise AudioguideError(_("This is too long to be heard at once."))
    wanted = PreviewRequest(
        sentence,
        text_field(data, "role") or "narrator",
        text_field(data, "voice"),
        speed or 0.0,
        None if pitch is None else round(pitch),
        None if volume is None else round(volume),
    )
    return wanted, span


def _trial_amount(data: Mapping[str, object], name: str, least: float, most: float) -> float | None:
    """A number to try instead of the configured one; None where the page gives none that fits."""
    value = data.get(name)
    return float(value) if isinstance(value, (int, float)) and least <= value <= most else None


TOUR = "/api/tours/{tour}"
SPEECH_ROUTES: list[BaseRoute] = [
    Route(f"{TOUR}/marks", mark_text, methods=["POST"]),
    Route(f"{TOUR}/problems", list_problems),
    Route(f"{TOUR}/readings", decide_reading, methods=["POST"]),
    Route(f"{TOUR}/speech", speak_text, methods=["POST"]),
    Route(f"{TOUR}/ahead", speak_ahead, methods=["POST"]),
    Route(f"{TOUR}/voices", answer_voices),
    Route(f"{TOUR}/warm", warm_up, methods=["POST"]),
]
