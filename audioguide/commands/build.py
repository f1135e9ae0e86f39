"""The one orchestrator: gather and check everything, then speak, then stitch, then write the pages.

Nothing is written before every script has been read and found sound, and a tour is published only when all of
it has been spoken: a run that is stopped at any moment leaves the last whole tour in place.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from concurrent.futures import Executor
from contextlib import ExitStack, contextmanager
from dataclasses import replace
from typing import TYPE_CHECKING

from .. import files
from ..assembly import integrity, publishing, signing
from ..assembly.clip_cache import Cache
from ..assembly.shared_store import open_store
from ..authoring import site_yaml
from ..errors import AudioguideError
from ..i18n import _
from ..model import Manifest, Segment, Stop, Utterance
from ..project import Project
from . import cluster_build
from .build_gathering import gather_builds
from .build_plan import BuildListener, BuildRequest, BuildResult, SpokenTour, TourBuild, stop_index
from .outputs import enabled_outputs
from .tour_publishing import ReadyTour, make_outputs, publish_tours, tour_icon

if TYPE_CHECKING:
    from ..proof.forced_alignment import RecordingAligner

__all__ = ["BuildListener", "BuildRequest", "BuildResult", "TourBuild", "build_tours", "gather_builds", "write_pages"]


def build_tours(project: Project, order: BuildRequest, watcher: BuildListener | None = None) -> list[BuildResult]:
    """Build the tours ordered and the pages of all that is built; all of it becomes visible at once.

    Where an engine fails, the tours that were spoken before are published, unless others were to disappear for them.
    Raises ScriptError or ConfigError with every problem of every script before anything is spoken, EngineError
    naming the stop, AudioError, OutputError.
    """
    watcher = watcher or BuildListener()
    Cache(project.cache).remove_leftovers()
    site = site_yaml.check_site(project).value.config
    outputs = enabled_outputs(order.outputs, site.outputs, watcher.say) if order.pages else []
    jobs = gather_builds(project, order, watcher)
    credentials = signing.load_credentials(site.signing)
    with files.lock_folder(project.output / integrity.STATE, wait=False):  # before hours of speech, not after them
        pass
    ready: list[ReadyTour] = []
    with ExitStack() as stack:
        try:
            if order.cluster and not order.stop:
                cluster = stack.enter_context(cluster_build.open_tour_cluster(order))
                for tour in _carry_tours(jobs, order, cluster, watcher):
                    ready.append(tour)
            else:
                executor = stack.enter_context(_open_executor(order.cluster))
                for job in jobs:
                    ready.append(job if job.is_current else _speak_tour(project, job, order, executor, watcher))
        except AudioguideError:  # who presses Ctrl-C does not want to wait; the clips are kept
            # half of a renamed site would take the place of all of it
            if not order.retired and any(not isinstance(tour, TourBuild) for tour in ready):
                publish_tours(project, order, ready, outputs, watcher, credentials)
            raise
        return publish_tours(project, order, ready, outputs, watcher, credentials)


def _carry_tours(
    jobs: Sequence[TourBuild], order: BuildRequest, cluster: cluster_build.TourCluster, watcher: BuildListener
) -> Iterator[ReadyTour]:
    """Yield the tours that are built, then those that workers make, as they finish."""
    yield from (job for job in jobs if job.is_current)
    waiting = [job for job in jobs if not job.is_current]
    for job in waiting:
        if job.before is not None:
            _report_changes(job, job.before, watcher)
    parcels = [
        (job, cluster_build.pack_parcel(job, order, _disclosure_utterance(job), tour_icon(job.tour))) for job in waiting
    ]
    yield from cluster.make_tours(parcels, watcher)


def write_pages(
    project: Project, watcher: BuildListener | None = None, *, outputs: Sequence[str] = (), force: bool = False
) -> None:
    """Make the enabled outputs and those named of every tour that is built, from the manifests alone."""
    watcher = watcher or BuildListener()
    enabled = enabled_outputs(outputs, site_yaml.load_site(project).outputs, watcher.say)
    if not project.output.is_dir():
        return
    with publishing.open_publication(project.output, force=force) as publication:
        make_outputs(project, enabled, publication, [], watcher)
        publication.commit()


# ---------------------------------------------------------------- one tour


def _speak_tour(
    project: Project, job: TourBuild, order: BuildRequest, executor: Executor | None, watcher: BuildListener
) -> SpokenTour:
    from ..assembly import synthesis

    if job.before is not None:
        _report_changes(job, job.before, watcher)
    tour = job.tour
    wanted = replace(tour, stops=(tour.stops[stop_index(tour, order.stop)],)) if order.stop else tour
    notice = _disclosure_utterance(job)
    utterances = synthesis.plan_utterances(wanted, job.lexicon, job.cast, job.engine)
    aligner = _open_aligner(project, utterances, watcher)
    with watcher.follow_synthesis(wanted) as progress:
        spoken = synthesis.speak_utterances(
            (*notice, *utterances),
            job.engine,
            Cache(project.cache, open_store(order.shared_cache)),
            jobs=order.jobs,
            executor=executor,
            progress=progress,
            force=order.force,
            aligner=aligner,
        )
    return SpokenTour(job, spoken, notice[0] if notice else None, utterances)


def _open_aligner(project: Project, utterances: Sequence[Utterance], watcher: BuildListener) -> RecordingAligner | None:
    """What times the sentences of recordings, where there are any and it is installed."""
    if not any(utterance.recording and len(utterance.sentences) > 1 for utterance in utterances):
        return None
    from ..proof import forced_alignment

    aligner = forced_alignment.open_aligner(project)
    if aligner is None:
        watcher.say(
            _("The times of the recorded sentences are an estimate; to have them measured: {command}").format(
                command=forced_alignment.INSTALL
            )
        )
    return aligner


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
    from ..assembly import disclosure, recordings, synthesis

    words = disclosure.effective_labelling(job.settings, job.tour.language).spoken
    if not words or not recordings.has_synthetic_speech(job.tour.stops):
        return ()
    role = next(iter(job.cast))
    bare = replace(job.tour, stops=(Stop("", "", (Segment(words, role),)),))
    return synthesis.plan_utterances(bare, job.lexicon, job.cast, job.engine)[:1]


@contextmanager
def _open_executor(address: str) -> Iterator[Executor | None]:
    """The cluster at the address; None: threads here."""
    if not address:
        yield None
        return
    from ..assembly import synthesis

    with synthesis.open_cluster(address) as executor:
        yield executor
