"""The one orchestrator: gather and check everything, then speak, then stitch, then write the pages.

Nothing is written before every script has been read and found sound, and a tour is published only when all of
it has been spoken: a run that is stopped at any moment leaves the last whole tour in place.
"""

from __future__ import annotations

import hashlib
from collections.abc import Callable, Iterator, Mapping, Sequence
from concurrent.futures import Executor
from contextlib import AbstractContextManager, contextmanager, nullcontext
from dataclasses import dataclass, replace
from functools import cached_property, lru_cache
from pathlib import Path
from typing import TYPE_CHECKING, cast

from .. import __version__, manifest, registry
from ..assembly import integrity, publishing
from ..assembly.integrity import SiteRecord
from ..assembly.publishing import Destination, Publication
from ..audio import ffmpeg
from ..authoring import printed_labels, script, voices_yaml
from ..engines import Engine
from ..errors import ConfigError, ProblemsError, ScriptError
from ..i18n import _, ngettext, suggest_name
from ..model import Clip, Lexicon, Manifest, Place, Problem, Segment, Settings, Stop, Tour, Utterance, Voice
from ..outputs import Output
from ..project import Project
from .outputs import enabled_outputs, run_outputs

if TYPE_CHECKING:
    from ..assembly.synthesis import Progress, Spoken


@dataclass(frozen=True)
class BuildRequest:
    """What the caller wants built, and with what."""

    sites: tuple[str, ...] = ()
    """Sites or editions; empty: all."""
    stop: str = ""
    """Only this stop; empty: the whole tour."""
    engine: str = ""
    """Overrides ``voices.yaml`` and the engine of the last build; empty: neither."""
    jobs: int | None = None
    """Engine calls at once; None: as many as serve the engine best."""
    cluster: str = ""
    """Address of a Dask scheduler; empty: this machine."""
    force: bool = False
    """Speak and stitch again what is there already."""
    pages: bool = True
    """Make the outputs too: the visitors' pages and all others that are enabled."""
    outputs: tuple[str, ...] = ()
    """Outputs to make besides the enabled ones."""


@dataclass(frozen=True)
class TourBuild:
    """A tour, read and checked, and all that decides how it sounds."""

    tour: Tour
    settings: Settings
    engine: Engine
    cast: Mapping[str, Voice]
    lexicon: Lexicon
    folder: Path
    inputs: str
    """SHA-256 over everything the result depends on."""
    before: Manifest | None
    """The last build."""
    is_current: bool
    """The last build is of the same inputs and its files are intact."""


@dataclass(frozen=True)
class BuildResult:
    """What became of one tour."""

    tour: Tour
    engine: str
    files: tuple[Path, ...]
    """The MP3s, the whole tour first (or the one stop asked for)."""
    calls: int
    """Calls made to the engine."""
    unchanged: bool
    """True when nothing had to be done."""
    duration: int
    """Milliseconds of audio."""


class BuildListener:
    """What a build tells while it runs; the command line draws it, tests ignore it."""

    def say(self, message: str) -> None:
        """Tell one line worth knowing."""

    def follow_synthesis(self, tour: Tour) -> AbstractContextManager[Callable[[Progress], None]]:
        """Follow a synthesis: the callable takes each state of it."""
        return nullcontext(lambda _progress: None)


def build_tours(project: Project, order: BuildRequest, watcher: BuildListener | None = None) -> list[BuildResult]:
    """Build the tours ordered and the pages of all that is built; all of it becomes visible at once.

    Where an engine fails, the tours that were spoken before are published.
    Raises ScriptError or ConfigError with every problem of every script before anything is spoken, EngineError
    naming the stop, AudioError, OutputError.
    """
    watcher = watcher or BuildListener()
    outputs = enabled_outputs(order.outputs, say=watcher.say) if order.pages else []
    jobs = gather_builds(project, order, watcher)
    ready: list[TourBuild | SpokenTour] = []
    try:
        with _open_executor(order.cluster) as executor:
            for job in jobs:
                ready.append(job if job.is_current else _speak_tour(project, job, order, executor, watcher))
    except BaseException:
        if any(isinstance(tour, SpokenTour) for tour in ready):
            _publish_tours(project, order, ready, outputs, watcher)
        raise
    return _publish_tours(project, order, ready, outputs, watcher)


def gather_builds(project: Project, order: BuildRequest, watcher: BuildListener) -> list[TourBuild]:
    """Read every script and setting and decide engine and voices; raises with all problems found, not the first."""
    settings = voices_yaml.load_settings(project.voices)
    printed = printed_labels.load_record(project)
    settings = replace(settings, base_url=settings.base_url or printed.base_url)
    record = integrity.read_record(project.output)
    problems: list[Problem] = []
    jobs: list[TourBuild] = []
    engines = EngineChooser(order.engine, watcher)
    for path in script.script_paths(project, order.sites):
        try:
            tour = script.load_tour(path)
            job = _prepare_build(project, tour, settings, engines, record, order)
            _refuse_unspeakable(job)
            jobs.append(job)
            for problem in printed_labels.label_problems(project, printed, tour, settings.base_url):
                watcher.say(f"{tour.id}: {problem.message} {problem.hint}")
        except ProblemsError as error:
            problems += error.problems or [_as_problem(error, path, project)]
    if problems:
        count = len(problems)
        raise ScriptError(
            ngettext(
                "Nothing was built: {count} problem in the scripts.",
                "Nothing was built: {count} problems in the scripts.",
                count,
            ).format(count=count),
            problems,
            hint=_("Fix the problems above and run the command again."),
        )
    return jobs


def stop_index(tour: Tour, number: str) -> int:
    """Index of the stop with this number. Raises ConfigError, naming the nearest, where there is none."""
    known = [stop.number for stop in tour.stops]
    if number in known:
        return known.index(number)
    raise ConfigError(
        _("{tour} has no stop {number}.").format(tour=tour.id, number=number),
        hint=suggest_name(number, known),
    )


def write_pages(
    project: Project, watcher: BuildListener | None = None, *, outputs: Sequence[str] = (), force: bool = False
) -> None:
    """Make the enabled outputs and those named of every tour that is built, from the manifests alone."""
    watcher = watcher or BuildListener()
    enabled = enabled_outputs(outputs, say=watcher.say)
    if not project.output.is_dir():
        return
    with publishing.open_publication(project.output, force=force) as publication:
        _run_outputs(project, enabled, publication, [], watcher)
        publication.commit()


# ---------------------------------------------------------------- one tour


@dataclass(frozen=True)
class SpokenTour:
    """A tour whose clips are all in the cache."""

    job: TourBuild
    spoken: Spoken
    notice: Utterance | None
    """The spoken disclosure."""
    utterances: Sequence[Utterance]
    """Those of the stops."""

    def load(self, utterance: Utterance) -> Clip:
        """Return the clip of an utterance."""
        return self.spoken.load_clip(self._places[utterance])

    @cached_property
    def _places(self) -> Mapping[Utterance, int]:
        return {utterance: index for index, utterance in enumerate(self.spoken.utterances)}


def _prepare_build(
    project: Project,
    tour: Tour,
    common: Settings,
    engines: EngineChooser,
    record: SiteRecord | None,
    order: BuildRequest,
) -> TourBuild:
    settings = voices_yaml.merge_overrides(common, tour)
    before = integrity.last_manifest(project.output, tour.folder, record)
    engine = engines.choose(settings, tour, before)
    inputs = _inputs_digest(project, tour, settings, engine)
    return TourBuild(
        tour=tour,
        settings=settings,
        engine=engine,
        cast=voices_yaml.assign_voices(settings, tour, engine),
        lexicon=voices_yaml.tour_lexicon(settings, tour),
        folder=project.output / tour.folder,
        inputs=inputs,
        before=before,
        is_current=not (order.force or order.stop)
        and before is not None
        and (before.inputs, before.engine) == (inputs, engine.name)
        and _is_intact(project, tour, record),
    )


def _is_intact(project: Project, tour: Tour, record: SiteRecord | None) -> bool:
    """Whether every file of the last build is there, to the last bit."""
    if record is None:
        return False
    owner = integrity.tour_owner(tour.id)
    own = [(path, known) for path, known in record.files.items() if known.owner == owner]
    return bool(own) and all(integrity.is_published(project.output, path, known) for path, known in own)


def _speak_tour(
    project: Project, job: TourBuild, order: BuildRequest, executor: Executor | None, watcher: BuildListener
) -> SpokenTour:
    from ..assembly import synthesis
    from ..assembly.clip_cache import Cache

    if job.before is not None:
        _report_changes(job, job.before, watcher)
    tour = job.tour
    wanted = replace(tour, stops=(tour.stops[stop_index(tour, order.stop)],)) if order.stop else tour
    notice = _disclosure_utterance(job)
    utterances = synthesis.plan_utterances(wanted, job.lexicon, job.cast, job.engine)
    with watcher.follow_synthesis(wanted) as progress:
        spoken = synthesis.speak_utterances(
            (*notice, *utterances),
            job.engine,
            Cache(project.cache),
            jobs=order.jobs,
            executor=executor,
            progress=progress,
            force=order.force,
        )
    return SpokenTour(job, spoken, notice[0] if notice else None, utterances)


# ---------------------------------------------------------------- publishing


def _publish_tours(
    project: Project,
    order: BuildRequest,
    ready: Sequence[TourBuild | SpokenTour],
    outputs: Sequence[Output],
    watcher: BuildListener,
) -> list[BuildResult]:
    """Make the files of the tours and of the outputs, and let all of them become visible at once."""
    results: list[BuildResult] = []
    with publishing.open_publication(project.output, force=order.force) as publication:
        built: list[Manifest] = []
        for tour in ready:
            if isinstance(tour, SpokenTour):
                stage = _stage_stop if order.stop else _stage_tour
                result, manifest_now = stage(publication, tour, order)
                results.append(result)
                built += [manifest_now] if manifest_now else []
            elif tour.before is not None:
                results.append(_result_of(tour, tour.before, calls=0))
        if outputs:
            _run_outputs(project, outputs, publication, built, watcher)
        publication.commit()
    return results


def _stage_tour(
    publication: Publication, spoken: SpokenTour, order: BuildRequest
) -> tuple[BuildResult, Manifest | None]:
    from ..assembly import tracks

    job, tour = spoken.job, spoken.job.tour
    destination = publication.destination(integrity.tour_owner(tour.id))
    with publication.open_workspace() as folder:
        made = tracks.make_tour_files(tour, job.settings, spoken.utterances, spoken.load, folder, notice=spoken.notice)
        result = replace(
            made,
            engine=job.engine.name,
            voices=dict(job.cast),
            versions={
                "audioguide": __version__,
                job.engine.name: job.engine.fingerprint(),
                "ffmpeg": ffmpeg.ffmpeg_version(),
            },
            inputs=job.inputs,
        )
        _add_folder(destination, tour, folder)
    _write_manifest(destination, result)
    return _result_of(job, result, spoken.spoken.calls), result


def _stage_stop(
    publication: Publication, spoken: SpokenTour, order: BuildRequest
) -> tuple[BuildResult, Manifest | None]:
    """Stage the files of one stop, to be listened to.

    A manifest that knows the stop is brought up to date, with ``inputs`` emptied: the tour's one file still holds the
    stop as it was, so the next build has to make it again.
    """
    from ..assembly import tracks

    job, tour = spoken.job, spoken.job.tour
    stop = tour.stops[stop_index(tour, order.stop)]
    owner = integrity.tour_owner(tour.id)
    destination = publication.destination(owner)
    for path in publication.owner_files(owner):
        destination.keep_any(path)
    with publication.open_workspace() as folder:
        built = tracks.make_stop_files(
            tour, stop, job.settings, spoken.utterances, spoken.load, folder, notice=spoken.notice
        )
        _add_folder(destination, tour, folder)
    known = job.before
    if known is not None and any(s.number == stop.number and s != built for s in known.stops):
        stops = tuple(built if s.number == stop.number else s for s in known.stops)
        known = replace(known, stops=stops, inputs="")
        _write_manifest(destination, known)
    file = job.folder / built.track.file
    return BuildResult(tour, job.engine.name, (file,), spoken.spoken.calls, False, built.track.duration), known


def _write_manifest(destination: Destination, result: Manifest) -> None:
    text = manifest.to_json(result)
    destination.write_text(f"{result.folder}/{manifest.FILE}", text)
    destination.write_text(integrity.copy_path(result.id), text)


def _add_folder(destination: Destination, tour: Tour, folder: Path) -> None:
    for path in sorted(path for path in folder.rglob("*") if path.is_file()):
        destination.add_file(f"{tour.folder}/{path.relative_to(folder).as_posix()}", path)


def _run_outputs(
    project: Project,
    outputs: Sequence[Output],
    publication: Publication,
    built: Sequence[Manifest],
    watcher: BuildListener,
) -> None:
    """Have the outputs write what they make of all tours that are built, those of this run included."""
    tours = {tour.id: tour for tour in _published_manifests(publication, built, watcher)}
    tours |= {tour.id: tour for tour in built}
    if tours:
        run_outputs(project, outputs, list(tours.values()), publication)


def _published_manifests(
    publication: Publication, built: Sequence[Manifest], watcher: BuildListener
) -> Iterator[Manifest]:
    """Yield the manifest of every tour that is built, those of this run aside.

    A damaged one is restored from its second copy; where that is damaged too, nothing of the tour is removed.
    """
    now = {tour.id for tour in built}
    for tour, folder in publication.tour_folders().items():
        if tour in now:
            continue
        last = integrity.last_manifest(publication.output, folder, publication.recorded)
        if last is None:
            publication.protect(folder)
            watcher.say(
                _(
                    "{tour}: its manifest cannot be read. Its pages stay as they are; repair: audioguide build {tour}"
                ).format(tour=tour)
            )
            continue
        path = f"{folder}/{manifest.FILE}"
        if publication.recorded is not None and not publication.is_intact(path):
            owner = integrity.tour_owner(tour)
            destination = publication.destination(owner)
            for file in publication.owner_files(owner):
                destination.keep_any(file)
            _write_manifest(destination, last)
            watcher.say(_("{tour}: its manifest was damaged and has been restored.").format(tour=tour))
        yield last


def _result_of(job: TourBuild, result: Manifest, calls: int) -> BuildResult:
    tracks = (result.tour, *(stop.track for stop in result.stops))
    built = tuple(job.folder / track.file for track in tracks)
    return BuildResult(job.tour, result.engine, built, calls, result is job.before, result.tour.duration)


def _refuse_unspeakable(job: TourBuild) -> None:
    """Raise ScriptError for what would go unsaid; warnings are ``check``'s business."""
    from .. import lint

    problems = lint.check_tour(job.tour, job.settings, rules=lint.BLOCKING)
    broken = [problem for problem in problems if problem.severity == "error"]
    if broken:
        raise ScriptError(
            _("{tour} was not built.").format(tour=job.tour.id),
            broken,
            hint=_("audioguide check {tour} shows all that should be looked at.").format(tour=job.tour.id),
        )


def _report_changes(job: TourBuild, before: Manifest, watcher: BuildListener) -> None:
    """A tour that changes its engine or voices does so with a word, never by accident."""
    if before.engine != job.engine.name:
        watcher.say(
            _("{tour}: the engine changes from {before} to {engine}.").format(
                tour=job.tour.id, engine=job.engine.name, before=before.engine
            )
        )
        return
    for role, voice in job.cast.items():
        if role in before.voices and before.voices[role].name != voice.name:
            watcher.say(
                _("{tour}: the voice of {role} changes from {before} to {voice}.").format(
                    tour=job.tour.id, role=role, voice=voice.name, before=before.voices[role].name
                )
            )


def _disclosure_utterance(job: TourBuild) -> tuple[Utterance, ...]:
    """The spoken disclosure, where one is asked for, in the voice that speaks first."""
    from ..assembly import disclosure, synthesis

    words = disclosure.effective_disclosure(job.settings, job.tour.language).spoken
    if not words:
        return ()
    role = next(iter(job.cast))
    bare = replace(job.tour, stops=(Stop("", "", (Segment(words, role),)),))
    return synthesis.plan_utterances(bare, job.lexicon, job.cast, job.engine)[:1]


# ---------------------------------------------------------------- what a result depends on


def _inputs_digest(project: Project, tour: Tour, settings: Settings, engine: Engine) -> str:
    """SHA-256 over everything that shapes the files: equal means there is nothing to do."""
    total = hashlib.sha256()
    pictures = [tour.path.parent / name for name in (tour.cover, *(stop.image for stop in tour.stops)) if name]
    for path in (tour.path, project.voices, *pictures):
        total.update(path.read_bytes() if path.is_file() else b"")
        total.update(b"\0")
    for text in (engine.fingerprint(), settings.base_url, _package_digest()):
        total.update(text.encode() + b"\0")
    return total.hexdigest()


@lru_cache
def _package_digest() -> str:
    """Digest of this package's own modules and data: another version of it may say or stitch things differently."""
    package = Path(__file__).parents[1]
    total = hashlib.sha256()
    for path in sorted(package.rglob("*")):
        if path.suffix in (".py", ".tsv", ".txt", ".yaml", ".json", ".npz") and "locale" not in path.parts:
            total.update(path.read_bytes() if path.suffix != ".npz" else str(path.stat().st_size).encode())
    return total.hexdigest()


# ---------------------------------------------------------------- which engine


class EngineChooser:
    """Chooses an engine a tour and tells of it once; each engine is made once."""

    def __init__(self, ordered: str, watcher: BuildListener) -> None:
        """``ordered``: the engine the caller insists on; empty: none."""
        self._ordered = ordered
        self._watcher = watcher
        self._made: dict[str, Engine] = {}
        self._reachable: dict[str, bool] = {}

    def choose(self, settings: Settings, tour: Tour, before: Manifest | None) -> Engine:
        """The engine ordered, else the one ``voices.yaml`` names, else that of the last build, else the best here.

        Raises ConfigError for an unknown engine.
        """
        named = self._ordered or (settings.engine if settings.engine != "auto" else "")
        if not named and before is not None:
            named = before.engine
        if named and named != "auto":
            return self._make(named, settings)
        edge = self._make("edge", settings)
        if edge.default_voice(tour.language, "narrator") is not None and self._answers(edge):
            return edge
        return self._make("kokoro", settings)

    def _answers(self, engine: Engine) -> bool:
        if engine.name not in self._reachable:
            status = engine.status()
            self._reachable[engine.name] = status.usable
            self._watcher.say(
                _("Using edge (online).")
                if status.usable
                else _("Using kokoro (offline): the edge service did not respond.")
            )
        return self._reachable[engine.name]

    def _make(self, name: str, settings: Settings) -> Engine:
        options = settings.engines.get(name, {})
        key = f"{name} {sorted(options.items())}"
        if key not in self._made:
            self._made[key] = cast(Engine, registry.load_plugin("engines", name)(options))
        return self._made[key]


@contextmanager
def _open_executor(address: str) -> Iterator[Executor | None]:
    """The cluster at the address; None: threads here."""
    if not address:
        yield None
        return
    from ..assembly import synthesis

    with synthesis.open_cluster(address) as executor:
        yield executor


def _as_problem(error: ProblemsError, path: Path, project: Project) -> Problem:
    """An error without problems of its own, as one."""
    return Problem("error", "unusable", error.message, Place(project.display_path(path)), error.hint)
