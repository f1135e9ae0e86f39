"""The one orchestrator: gather and check everything, then speak, then stitch, then write the pages.

Nothing is written before every script has been read and found sound, and a tour is published only when all of
it has been spoken: a run that is stopped at any moment leaves the last whole tour in place.
"""

from __future__ import annotations

import hashlib
from collections.abc import Callable, Iterator, Mapping
from concurrent.futures import Executor
from contextlib import AbstractContextManager, contextmanager, nullcontext
from dataclasses import dataclass, replace
from functools import lru_cache
from pathlib import Path
from typing import TYPE_CHECKING, cast

from .. import __version__, files, manifest, registry
from ..assembly import publishing
from ..authoring import printed_labels, script, voices_yaml
from ..engines import Engine
from ..errors import ConfigError, ProblemsError, ScriptError
from ..i18n import _, ngettext, suggest_name
from ..model import Clip, Lexicon, Manifest, Place, Problem, Segment, Settings, Stop, Tour, Utterance, Voice
from ..project import Project

if TYPE_CHECKING:
    from ..assembly.synthesis import Progress


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
    """Write the visitors' pages too."""


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
    """Build the tours ordered, then the pages of all that is built.

    Raises ScriptError or ConfigError with every problem of every script before anything is spoken, EngineError
    naming the stop, AudioError, OutputError.
    """
    watcher = watcher or BuildListener()
    jobs = gather_builds(project, order, watcher)
    with _open_executor(order.cluster) as executor:
        outcomes = [_build_tour(project, job, order, executor, watcher) for job in jobs]
    if order.pages:
        write_pages(project)
    return outcomes


def gather_builds(project: Project, order: BuildRequest, watcher: BuildListener) -> list[TourBuild]:
    """Read every script and setting and decide engine and voices; raises with all problems found, not the first."""
    settings = voices_yaml.load_settings(project.voices)
    record = printed_labels.load_record(project)
    settings = replace(settings, base_url=settings.base_url or record.base_url)
    problems: list[Problem] = []
    jobs: list[TourBuild] = []
    engines = EngineChooser(order.engine, watcher)
    for path in script.script_paths(project, order.sites):
        try:
            tour = script.load_tour(path)
            jobs.append(_prepare_build(project, tour, settings, engines))
            for problem in printed_labels.label_problems(project, record, tour, settings.base_url):
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


def write_pages(project: Project) -> None:
    """Write the pages of every tour that is built, from the manifests alone."""
    if not project.output.is_dir():
        return
    built = [
        found
        for path in sorted(project.output.glob(f"*/**/{manifest.FILE}"))
        if (found := manifest.read_manifest(path))
    ]
    if built:
        with files.lock_folder(project.output):
            files.remove_partial_files(project.output)
            registry.load_plugin("outputs", "site")(built, project.output)


# ---------------------------------------------------------------- one tour


def _prepare_build(project: Project, tour: Tour, common: Settings, engines: EngineChooser) -> TourBuild:
    settings = voices_yaml.merge_overrides(common, tour)
    folder = project.output / tour.folder
    before = manifest.read_manifest(folder / manifest.FILE)
    engine = engines.choose(settings, tour, before)
    return TourBuild(
        tour=tour,
        settings=settings,
        engine=engine,
        cast=voices_yaml.assign_voices(settings, tour, engine),
        lexicon=voices_yaml.tour_lexicon(settings, tour),
        folder=folder,
        inputs=_inputs_digest(project, tour, settings, engine),
        before=before,
    )


def _build_tour(
    project: Project, job: TourBuild, order: BuildRequest, executor: Executor | None, watcher: BuildListener
) -> BuildResult:
    if not order.force and not order.stop and job.before is not None and _is_intact(job, job.before):
        publishing.remove_leftovers(job.folder)
        return _result_of(job, job.before, calls=0)
    _refuse_unspeakable(job)
    if job.before is not None:
        _report_changes(job, job.before, watcher)
    return _speak_and_stitch(project, job, order, executor, watcher)


def _speak_and_stitch(
    project: Project, job: TourBuild, order: BuildRequest, executor: Executor | None, watcher: BuildListener
) -> BuildResult:
    from ..assembly import stitch, synthesis
    from ..assembly.clip_cache import Cache

    tour = job.tour
    wanted = replace(tour, stops=(tour.stops[stop_index(tour, order.stop)],)) if order.stop else tour
    notice = _disclosure_utterance(job)
    utterances = (*notice, *synthesis.plan_utterances(wanted, job.lexicon, job.cast, job.engine))
    with watcher.follow_synthesis(wanted) as progress:
        spoken = synthesis.speak_utterances(
            utterances,
            job.engine,
            Cache(project.cache),
            jobs=order.jobs,
            executor=executor,
            progress=progress,
            force=order.force,
        )
    places = {utterance: index for index, utterance in enumerate(utterances)}

    def load(utterance: Utterance) -> Clip:
        return spoken.load(places[utterance])

    said = notice[0] if notice else None
    if order.stop:
        stop = wanted.stops[0]
        built = stitch.stitch_stop(tour, stop, job.settings, utterances[len(notice) :], load, job.folder, notice=said)
        return BuildResult(
            tour, job.engine.name, (job.folder / built.track.file,), spoken.calls, False, built.track.duration
        )
    result = stitch.stitch_tour(
        tour,
        job.settings,
        utterances[len(notice) :],
        load,
        job.folder,
        engine=job.engine.name,
        cast=job.cast,
        versions={"audioguide": __version__, job.engine.name: job.engine.fingerprint()},
        inputs=job.inputs,
        notice=said,
    )
    return _result_of(job, result, spoken.calls)


def _result_of(job: TourBuild, result: Manifest, calls: int) -> BuildResult:
    tracks = (result.tour, *(stop.track for stop in result.stops))
    built = tuple(job.folder / track.file for track in tracks)
    return BuildResult(job.tour, result.engine, built, calls, result is job.before, result.tour.duration)


def _refuse_unspeakable(job: TourBuild) -> None:
    """Raise ScriptError for what would go unsaid; warnings are ``check``'s business."""
    from .. import lint

    found = lint.check_tour(job.tour, job.settings, rules=lint.BLOCKING)
    broken = [problem for problem in found if problem.severity == "error"]
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
    from ..assembly import stitch, synthesis

    words = stitch.effective_disclosure(job.settings, job.tour.language).spoken
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


def _is_intact(job: TourBuild, before: Manifest) -> bool:
    """Whether the last build is of the same inputs and its files are what its manifest says."""
    if before.inputs != job.inputs or before.engine != job.engine.name:
        return False
    named = [before.captions, before.cover, *(name for stop in before.stops for name in (stop.captions, stop.image))]
    if not all((job.folder / name).is_file() for name in named if name):
        return False
    return all(_file_digest(job.folder / t.file) == t.sha256 for t in (before.tour, *(s.track for s in before.stops)))


def _file_digest(path: Path) -> str:
    try:
        with path.open("rb") as file:
            return hashlib.file_digest(file, "sha256").hexdigest()
    except OSError:
        return ""


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
        made = f"{name} {sorted(options.items())}"
        if made not in self._made:
            self._made[made] = cast(Engine, registry.load_plugin("engines", name)(options))
        return self._made[made]


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
