"""Make the files of tours and outputs, and let all of them become visible at once."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import replace
from functools import partial
from pathlib import Path

from .. import __version__, manifest
from ..assembly import integrity, publishing, recordings, signing
from ..assembly.publishing import Destination, Publication
from ..audio import ffmpeg
from ..audio.credentials import Credentials
from ..authoring import moved_tours, site_yaml
from ..authoring.script_names import script_files
from ..i18n import _
from ..model import SILENT_ENGINE, BuiltStop, Manifest, Tour
from ..outputs import Output, redirects
from ..outputs.colour import DEFAULT_ACCENT, derive_palettes
from ..outputs.icons import draw_png
from ..outputs.redirects import write_redirects
from ..project import Project
from .build_inputs import inputs_digest
from .build_plan import BuildListener, BuildRequest, BuildResult, SpokenTour, TourBuild, stop_index
from .cluster_build import CarriedTour
from .outputs import enabled_outputs, run_outputs

ICON_PX = 300
"""Width of the icon in MP3s: it comes before the sound, and is some 2 KB."""


ReadyTour = TourBuild | SpokenTour | CarriedTour
"""A tour that is built already, one whose clips are in the cache, or one whose files were made elsewhere."""


def publish_tours(
    project: Project,
    order: BuildRequest,
    ready: Sequence[ReadyTour],
    outputs: Sequence[Output],
    watcher: BuildListener,
    credentials: Credentials | None = None,
) -> list[BuildResult]:
    """Make the files of the tours and of the outputs, and let all of them become visible at once.

    ``credentials`` sign the sound, the last that happens to it; None: it is not signed.
    """
    results: list[BuildResult] = []
    with publishing.open_publication(project.output, force=order.force) as publication:
        built: list[Manifest] = []
        for tour_id in order.retired:
            publication.remove_owner(integrity.tour_owner(tour_id))
        for tour in ready:
            if not isinstance(tour, TourBuild) and _is_overtaken(project, publication, tour.job, watcher):
                continue
            if isinstance(tour, CarriedTour):
                result, manifest_carried = _stage_carried(publication, tour, order, credentials)
                results.append(result)
                built.append(manifest_carried)
            elif isinstance(tour, SpokenTour):
                stage = _stage_stop if order.stop else _stage_tour
                result, manifest_now = stage(publication, tour, order, credentials)
                results.append(result)
                built += [manifest_now] if manifest_now else []
            elif tour.before is not None:
                results.append(_result_of(tour, tour.before, calls=0))
        if outputs:
            make_outputs(project, outputs, publication, built, watcher)
        publication.commit()
    for result in results:
        if result.engine == SILENT_ENGINE and recordings.has_synthetic_speech(result.tour.stops):
            watcher.say(
                _("{tour} is silent: this is a trial. Build it with a voice: audioguide build {tour}").format(
                    tour=result.tour.id
                )
            )
    return results


def _is_overtaken(project: Project, publication: Publication, job: TourBuild, watcher: BuildListener) -> bool:
    """Whether another command took the script away, or built its newer text, while this one was speaking; say so."""
    if not job.tour.path.exists():
        watcher.say(
            _("{tour} was not published: its script was renamed or taken away meanwhile.").format(tour=job.tour.id)
        )
        return True
    there = integrity.last_manifest(publication.output, job.tour.folder, publication.recorded)
    if there is None or there == job.before or there.inputs in ("", job.inputs):
        return False
    certificate = signing.certificate_digest(site_yaml.load_site(project).signing)
    if inputs_digest(project, job.tour, job.settings, job.engine, certificate) == job.inputs:
        return False  # it is the other one that was older
    watcher.say(_("{tour} was not published: it was built meanwhile, from a newer text.").format(tour=job.tour.id))
    return True


def retire_tours(project: Project, tour_ids: Sequence[str], watcher: BuildListener) -> None:
    """Take tours away and bring the outputs up to date, in one switch. Raises OutputError."""
    enabled = enabled_outputs((), site_yaml.load_site(project).outputs, watcher.say)
    with publishing.open_publication(project.output) as publication:
        for tour_id in tour_ids:
            publication.remove_owner(integrity.tour_owner(tour_id))
        make_outputs(project, enabled, publication, [], watcher)
        publication.commit()


def _stage_tour(
    publication: Publication, spoken: SpokenTour, order: BuildRequest, credentials: Credentials | None
) -> tuple[BuildResult, Manifest | None]:
    from ..assembly import tracks

    tour = spoken.job.tour
    job = spoken.job
    destination = publication.destination(integrity.tour_owner(tour.id))
    with publication.open_workspace() as folder:
        files_made = tracks.make_tour_files(
            tour, job.settings, spoken.utterances, spoken.load, folder, notice=spoken.notice, icon=tour_icon(tour)
        )
        result = signing.sign_tour(_complete_manifest(job, order, files_made), folder, credentials)
        _add_folder(destination, tour, folder)
    _write_manifest(destination, result)
    return _result_of(job, result, spoken.spoken.calls), result


def _stage_carried(
    publication: Publication, carried: CarriedTour, order: BuildRequest, credentials: Credentials | None
) -> tuple[BuildResult, Manifest]:
    """Stage the files of a tour that were made elsewhere."""
    tour = carried.job.tour
    destination = publication.destination(integrity.tour_owner(tour.id))
    complete = _complete_manifest(carried.job, order, carried.manifest)
    result = signing.sign_tour(complete, carried.folder, credentials)
    _add_folder(destination, tour, carried.folder)
    _write_manifest(destination, result)
    return _result_of(carried.job, result, carried.calls), result


def _complete_manifest(job: TourBuild, order: BuildRequest, files_made: Manifest) -> Manifest:
    """Return the manifest with what made it."""
    return replace(
        files_made,
        stops=tuple(map(partial(_with_recordings, job, order), files_made.stops)),
        unlisted=tuple(map(partial(_with_recordings, job, order), files_made.unlisted)),
        engine=job.engine.name,
        voices=dict(job.cast),
        versions={
            "audioguide": __version__,
            job.engine.name: job.engine.fingerprint(),
            "ffmpeg": ffmpeg.ffmpeg_version(),
        },
        inputs=job.inputs,
    )


def _stage_stop(
    publication: Publication, spoken: SpokenTour, order: BuildRequest, credentials: Credentials | None
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
            tour,
            stop,
            job.settings,
            spoken.utterances,
            spoken.load,
            folder,
            notice=spoken.notice,
            icon=tour_icon(tour),
        )
        built = signing.sign_stop(_with_recordings(job, order, built), tour.title, folder, credentials)
        _add_folder(destination, tour, folder)
    known = job.before
    if known is not None and any(s.number == stop.number and s != built for s in known.all_stops):
        stops, unlisted = (
            tuple(built if s.number == stop.number else s for s in group) for group in (known.stops, known.unlisted)
        )
        known = replace(known, stops=stops, unlisted=unlisted, inputs="")
        _write_manifest(destination, known)
    file = job.folder / built.track.file
    return BuildResult(tour, job.engine.name, (file,), spoken.spoken.calls, False, built.track.duration), known


def tour_icon(tour: Tour) -> bytes:
    """The icon of the tour's pages as a PNG: what players show where there is no cover."""
    palette = derive_palettes(tour.accent or DEFAULT_ACCENT)["light"]
    return draw_png(palette.accent, palette.on_accent, ICON_PX)


def _with_recordings(job: TourBuild, order: BuildRequest, built: BuiltStop) -> BuiltStop:
    """A stop with its recordings, each with the text it was first built with; the text of today where it is forced."""
    stops = job.before.all_stops if job.before and not order.force else ()
    before = next((stop.recordings for stop in stops if stop.number == built.number), ())
    stop = job.tour.stops[stop_index(job.tour, built.number)]
    return replace(built, recordings=recordings.built_recordings(job.tour, stop, before))


def _write_manifest(destination: Destination, result: Manifest) -> None:
    text = manifest.to_json(result)
    destination.write_text(f"{result.folder}/{manifest.MANIFEST_FILE}", text)
    destination.write_text(integrity.copy_path(result.id), text)


def _add_folder(destination: Destination, tour: Tour, folder: Path) -> None:
    for path in sorted(path for path in folder.rglob("*") if path.is_file()):
        destination.add_file(f"{tour.folder}/{path.relative_to(folder).as_posix()}", path)


def make_outputs(
    project: Project,
    outputs: Sequence[Output],
    publication: Publication,
    built: Sequence[Manifest],
    watcher: BuildListener,
) -> None:
    """Have the outputs write what they make of all tours that are built, those of this run included."""
    tours = {tour.id: tour for tour in _published_manifests(project, publication, built, watcher)}
    tours |= {tour.id: tour for tour in built}
    moved = moved_tours.load_moved(project).by_folder
    if tours or moved:
        run_outputs(project, outputs, list(tours.values()), publication)
        write_redirects(moved, list(tours.values()), publication.destination(redirects.OWNER))


def _published_manifests(
    project: Project, publication: Publication, built: Sequence[Manifest], watcher: BuildListener
) -> Iterator[Manifest]:
    """Yield the manifest of every tour that is built, those of this run aside.

    A damaged one is restored from its second copy; where that is damaged too, nothing of the tour is removed.
    """
    now = {tour.id for tour in built}
    scripts = {path.stem for path in script_files(project)}
    for tour, folder in publication.tour_folders().items():
        if tour in now:
            continue
        if original := publication.copied_tour(folder):
            watcher.say(
                _("{folder} is a copy of “{tour}” that somebody made: it is not published. Move it elsewhere.").format(
                    folder=project.display_path(publication.output / folder), tour=original
                )
            )
            continue
        if tour not in scripts:
            watcher.say(
                _(
                    "{tour}: its script is gone, and its pages stay online. Take them away: audioguide remove {tour}, "
                    "or audioguide rename {tour} NEW"
                ).format(tour=tour)
            )
        last = integrity.last_manifest(publication.output, folder, publication.recorded)
        if last is None:
            publication.protect(folder)
            watcher.say(
                _(
                    "{tour}: its manifest cannot be read. Its pages stay as they are; repair: audioguide build {tour}"
                ).format(tour=tour)
            )
            continue
        if not _has_its_files(publication, last):
            publication.protect(folder)
            watcher.say(
                _("{tour}: files are missing. Its pages stay as they are; repair: audioguide build {tour}").format(
                    tour=tour
                )
            )
            continue
        path = f"{folder}/{manifest.MANIFEST_FILE}"
        if not publication.is_intact(path) or manifest.read_manifest(publication.output / path) != last:
            owner = integrity.tour_owner(tour)
            destination = publication.destination(owner)
            for file in publication.owner_files(owner):
                destination.keep_any(file)
            _write_manifest(destination, last)
            watcher.say(_("{tour}: its manifest was damaged and has been restored.").format(tour=tour))
        yield last


def _has_its_files(publication: Publication, built: Manifest) -> bool:
    """Whether all that pages of the tour show and play is there; whether it is intact is seen when it is built."""
    paths = {*publication.owner_files(integrity.tour_owner(built.id)), *integrity.named_files(built)}
    return all((publication.output / path).is_file() for path in paths if not path.endswith(".json"))


def _result_of(job: TourBuild, result: Manifest, calls: int) -> BuildResult:
    tracks = (result.tour, *(stop.track for stop in result.all_stops))
    built = tuple(job.folder / track.file for track in tracks)
    return BuildResult(job.tour, result.engine, built, calls, result is job.before, result.tour.duration)
