"""A tour → utterances → clips: each spoken once, cached by content, on every core or a whole cluster."""

from __future__ import annotations

import json
import os
from collections import Counter
from collections.abc import Callable, Iterator, Mapping, Sequence
from concurrent.futures import FIRST_COMPLETED, CancelledError, Executor, Future, ThreadPoolExecutor, wait
from contextlib import contextmanager, suppress
from dataclasses import dataclass, field, replace
from functools import lru_cache, partial
from itertools import islice
from typing import Any, TypeVar, cast

from .. import registry
from ..engines import Engine
from ..errors import AudioguideError, ConfigError, EngineError
from ..i18n import _, shorten
from ..model import Clip, Lexicon, Segment, Sentence, Stop, Tour, Utterance, Voice
from ..project import named_path
from ..text import markup, split_and_normalise, split_paragraphs
from . import recordings
from .clip_cache import Cache, clip_key

JOBS_PER_WORKER = 2
"""Jobs handed out for each worker: none waits while a finished clip is being stored."""
MAX_EXECUTOR_JOBS = 64
"""Jobs handed out at a time to somebody else's executor, which does not tell how many workers it has."""
CLUSTER_TIMEOUT = "10s"
"""How long a cluster may take to answer."""
MAX_EXCERPT_CHARS = 30
"""Characters of a text shown in a message."""

RECORDED_VOICE = Voice("recording", "", "")
"""Stands for the voice in the key of a recording: whoever speaks in the tour, it sounds the same."""

Result = TypeVar("Result")


@dataclass(frozen=True)
class Progress:
    """How far the speaking is."""

    completed: int
    """Utterances spoken or found in the cache."""
    total: int
    stops_done: int
    stops: int
    calls: int
    """Engine calls finished so far; the rest of ``done`` came from the cache."""
    spoken: int
    """Milliseconds of audio those calls made."""


@dataclass(frozen=True)
class Spoken:
    """Every utterance of a tour with its clip in the cache."""

    utterances: tuple[Utterance, ...]
    keys: tuple[str, ...]
    """Cache keys, one for each utterance in order; they name the audio whatever the utterance's place."""
    calls: int
    """Engine calls made."""
    engine: Engine = field(repr=False)
    cache: Cache = field(repr=False)
    aligner: recordings.Aligner | None = field(default=None, repr=False)

    def load_clip(self, index: int) -> Clip:
        """The clip of an utterance; spoken again should the cache have lost it meanwhile."""
        clip = self.cache.get(self.keys[index])
        if clip is None:
            utterance = self.utterances[index]
            if utterance.recording:
                clip = _with_location(utterance, recordings.load_recording, utterance, self.aligner)
            else:
                clip = _with_location(utterance, self.engine.speak, self.engine.render(utterance), utterance.voice)
            self.cache.put(self.keys[index], clip)
        return clip


# ---------------------------------------------------------------- tour → utterances


def plan_utterances(tour: Tour, lexicon: Lexicon, cast: Mapping[str, Voice], engine: Engine) -> tuple[Utterance, ...]:
    """What the engine is asked for, in order. ``cast``: role → voice.

    Cues are left out, and paragraphs without a speakable character. Raises ConfigError for a role without a voice.
    """
    return tuple(utterance for stop in tour.stops for utterance in _stop_utterances(tour, stop, lexicon, cast, engine))


def _stop_utterances(
    tour: Tour, stop: Stop, lexicon: Lexicon, cast: Mapping[str, Voice], engine: Engine
) -> Iterator[Utterance]:
    paragraph = 0
    for index, segment in enumerate(stop.spoken_segments):
        if segment.is_cue:
            continue
        voice = (
            replace(RECORDED_VOICE, language=tour.language) if segment.audio else _segment_voice(stop, segment, cast)
        )
        speaker = segment.role, segment.speaker, segment.speaker_title
        if segment.audio:
            texts = split_paragraphs(segment.text)
            sentences_spoken = tuple(
                item for text in texts for item in split_and_normalise(text, tour.language, lexicon)
            )  # none where nobody wrote down what is said
            path = str(named_path(tour.path.parent, segment.audio))
            yield Utterance(stop.number, index, paragraph, voice, sentences_spoken, *speaker, recording=path)
            paragraph += 1
            continue
        for text in split_paragraphs(segment.text):
            spoken = split_and_normalise(text, tour.language, lexicon)
            for group in _group_sentences(spoken, engine):
                yield Utterance(stop.number, index, paragraph, voice, group, *speaker)
            paragraph += bool(spoken)


def _segment_voice(stop: Stop, segment: Segment, cast: Mapping[str, Voice]) -> Voice:
    try:
        return cast[segment.role]
    except KeyError:
        raise ConfigError(
            _("Stop {stop}: the role “{role}” has no voice.").format(stop=stop.number, role=segment.role),
            hint=_("Add it under “roles” in voices.yaml."),
        ) from None


def _group_sentences(sentences: Sequence[Sentence], engine: Engine) -> Iterator[tuple[Sentence, ...]]:
    """Sentences spoken at a time: one, or as many of a paragraph as the engine takes."""
    if engine.unit == "sentence":
        yield from ((sentence,) for sentence in sentences)
        return
    group: list[Sentence] = []
    for sentence in sentences:
        length = len(markup.strip_marks(sentence.spoken))
        if group and sum(len(markup.strip_marks(other.spoken)) for other in group) + length > engine.max_characters:
            yield tuple(group)
            group = []
        group.append(sentence)
    if group:
        yield tuple(group)


# ---------------------------------------------------------------- utterances → clips


def speak_utterances(
    utterances: Sequence[Utterance],
    engine: Engine,
    cache: Cache,
    *,
    jobs: int | None = None,
    executor: Executor | None = None,
    progress: Callable[[Progress], None] | None = None,
    force: bool = False,
    aligner: recordings.Aligner | None = None,
) -> Spoken:
    """Speak what the cache does not hold; equal utterances once. What was spoken stays, whatever happens later.

    ``jobs``: calls at once (default: what serves the engine best). ``executor``: where to speak instead of threads
    here, see ``open_cluster``. ``force``: speak all of it again. ``aligner`` times the sentences of recordings.
    Raises EngineError naming stop and segment, OutputError where the cache cannot be written.
    """
    rendered = [_with_location(utterance, _render_utterance(engine), utterance) for utterance in utterances]
    fingerprint, recorded_by = engine.fingerprint(), recordings.recording_fingerprint(aligner)
    keys = tuple(
        clip_key(recorded_by, RECORDED_VOICE, text)
        if utterance.recording
        else clip_key(fingerprint, utterance.voice, text)
        for utterance, text in zip(utterances, rendered, strict=True)
    )
    places: dict[str, list[int]] = {}
    for index, name in enumerate(keys):
        places.setdefault(name, []).append(index)
    wanted = [name for name in places if force or not cache.holds(name)]
    for name in [name for name in wanted if utterances[places[name][0]].recording]:
        utterance = utterances[places[name][0]]
        cache.put(name, _with_location(utterance, recordings.load_recording, utterance, aligner))
        wanted.remove(name)
    tally = _ProgressCounter(utterances, [index for name in wanted for index in places[name]], progress)

    if executor is None:
        engine.prepare_batch(len(wanted))
    pool, job, ahead = _choose_executor(engine, jobs, executor)
    queue = iter(wanted)
    running: dict[Future[Clip], str] = {}
    try:
        while True:
            for name in islice(queue, ahead - len(running)):
                first = places[name][0]
                running[pool.submit(job, rendered[first], utterances[first].voice)] = name
            if not running:
                break
            for job_done in wait(running, return_when=FIRST_COMPLETED).done:
                name = running.pop(job_done)
                clip = _with_location(utterances[places[name][0]], _job_clip, job_done)
                cache.put(name, clip)
                tally.count_call(places[name], clip)
    finally:
        if running:  # a failure, or Ctrl-C
            _drain_jobs(running, engine, cache)
        if executor is None:
            pool.shutdown()
    return Spoken(tuple(utterances), keys, len(wanted), engine, cache, aligner)


def _render_utterance(engine: Engine) -> Callable[[Utterance], tuple[str, ...]]:
    def render(utterance: Utterance) -> tuple[str, ...]:
        return recordings.describe_recording(utterance) if utterance.recording else engine.render(utterance)

    return render


Job = Callable[[tuple[str, ...], Voice], Clip]


def _choose_executor(engine: Engine, jobs: int | None, executor: Executor | None) -> tuple[Executor, Job, int]:
    """Who speaks, what each has to do, and how many jobs are handed out ahead."""
    if executor is None:
        workers = jobs or engine.workers or usable_cores()
        return ThreadPoolExecutor(workers), engine.speak, workers * JOBS_PER_WORKER
    job = partial(speak_by_name, engine.name, json.dumps(engine.options, sort_keys=True))
    return executor, job, jobs or MAX_EXECUTOR_JOBS


class _ProgressCounter:
    """Counts what is done and tells whoever asked."""

    def __init__(
        self, utterances: Sequence[Utterance], missing: Sequence[int], on_progress: Callable[[Progress], None] | None
    ) -> None:
        self._stops = [utterance.stop for utterance in utterances]
        self._open = Counter(self._stops[index] for index in missing)
        self._all = len(set(self._stops))
        self._calls = self._spoken = 0
        self._listener = on_progress
        self._report()

    def count_call(self, indices: Sequence[int], clip: Clip) -> None:
        """One call was made, for the utterances of these indices."""
        self._open -= Counter(self._stops[index] for index in indices)
        self._calls += 1
        self._spoken += clip.duration
        self._report()

    def _report(self) -> None:
        if self._listener:
            total, left = len(self._stops), self._open.total()
            self._listener(
                Progress(total - left, total, self._all - len(self._open), self._all, self._calls, self._spoken)
            )


def _with_location(utterance: Utterance, call: Callable[..., Result], *arguments: object) -> Result:
    """The call's result; an EngineError learns which stop and segment it is about."""
    try:
        return call(*arguments)
    except EngineError as error:
        text = "".join(sentence.written for sentence in utterance.sentences)
        error.where = error.where or _("stop {stop}, segment {segment}: “{text}”").format(
            stop=utterance.stop, segment=utterance.segment + 1, text=shorten(text, MAX_EXCERPT_CHARS)
        )
        raise


def _job_clip(job: Future[Clip]) -> Clip:
    """The job's clip; whatever else goes wrong in an engine or on a cluster is an EngineError too."""
    try:
        return job.result()
    except AudioguideError:
        raise
    except Exception as error:
        raise EngineError(
            _("Speaking failed: {reason}.").format(reason=f"{type(error).__name__}: {error}"),
            hint=_("What was spoken is kept; run the command again, with --debug for details."),
        ) from error


def _drain_jobs(running: Mapping[Future[Clip], str], engine: Engine, cache: Cache) -> None:
    """After a failure or Ctrl-C: store what is being spoken right now, drop what has not begun."""
    for job in running:
        job.cancel()  # first, lest it takes the place of what the engine ends
    engine.cancel()
    for job, name in running.items():
        with suppress(CancelledError, Exception):  # the first failure is the one that is reported
            cache.put(name, job.result())


def speak_by_name(engine: str, options: str, rendered: tuple[str, ...], voice: Voice) -> Clip:
    """What a worker elsewhere runs: everything it is given travels well, and it keeps its engine between calls."""
    return load_engine(engine, options).speak(rendered, voice)


@lru_cache
def load_engine(name: str, options: str) -> Engine:
    """Return the engine with these options (JSON); a process loads it once."""
    return cast(Engine, registry.load_plugin("engines", name)(json.loads(options)))


def usable_cores() -> int:
    """Cores this process may use."""
    return len(os.sched_getaffinity(0)) if hasattr(os, "sched_getaffinity") else os.cpu_count() or 1


@contextmanager
def connect_cluster(address: str) -> Iterator[Any]:
    """Yield the client of a Dask cluster, whose workers need audioguide and the engine's packages.

    Raises ConfigError where dask is missing or nobody answers at the address (``tcp://host:8786``).
    """
    try:
        from distributed import Client
    except ImportError as error:
        raise ConfigError(
            _("Speaking on a cluster needs the package dask."), hint="pip install 'audioguide[cluster]'"
        ) from error
    connect: Any = Client  # distributed is not typed
    try:
        client = connect(address, timeout=CLUSTER_TIMEOUT)
    except (OSError, ValueError) as error:
        raise ConfigError(
            _("No cluster answers at {address}: {reason}.").format(address=address, reason=error),
            hint=_("Start one with “dask scheduler” and “dask worker”, then give the scheduler's address."),
        ) from error
    with client:
        yield client


@contextmanager
def open_cluster(address: str) -> Iterator[Executor]:
    """Yield an executor that speaks on a Dask cluster. Raises what ``connect_cluster`` does."""
    with connect_cluster(address) as client, client.get_executor() as executor:
        yield executor
