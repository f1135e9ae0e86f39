"""Publish a built site: refuse what would harm, upload only what changed, and never show a page without its sound.

New files go first, then the pages that ask for them, then the listings, and what nobody asks for any more is removed
last. The list of what is at the target is written before and after, so that a run that was killed is continued.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping, Sequence
from contextlib import ExitStack, contextmanager, suppress
from dataclasses import dataclass, replace
from pathlib import Path

from .. import files, lint, manifest
from ..assembly import integrity, publishing
from ..authoring import printed_labels, script, site_yaml, voices_yaml
from ..authoring.site_config import apply_states
from ..errors import ConfigError, OutputError, ScriptError
from ..i18n import _, ngettext
from ..model import Manifest, Place, Problem, Tour
from ..outputs.drafts import draft_filter, split_drafts
from ..project import PUBLIC_FOLDER, Project
from ..web.site_check import LiveSite, check_live_site
from ..web.targets import PUBLISHED, Target, make_target

"""Files of the owner that are published as they are: CNAME, a search engine's verification file, robots.txt."""
PRIVATE_FOLDERS = frozenset({"proof", "labels"})
"""Folders of a tour that are for its makers, not for visitors."""
FILES_PER_LISTING = 50
"""Uploads after which the list at the target is written again: what a killed run did not have to repeat."""
UNSAFE_CODES = frozenset({"todo", "edition-differs", "printed-address", "printed-number"})
"""Problems of a script that may harm visitors once it is published."""


@dataclass(frozen=True)
class LocalFile:
    """A file that belongs on the web."""

    path: str
    """Relative to the published site, with forward slashes."""
    source: Path
    sha256: str


@dataclass(frozen=True)
class PublishPlan:
    """What a publication changes."""

    upload: tuple[LocalFile, ...]
    """New and changed files, in the order in which they are uploaded."""
    remove: tuple[str, ...]
    """Files that were published before and are not part of the site any more."""
    unchanged: int

    @property
    def upload_bytes(self) -> int:
        """Size of what is uploaded."""
        return sum(file.source.stat().st_size for file in self.upload)

    @property
    def is_empty(self) -> bool:
        """Whether there is nothing to do."""
        return not (self.upload or self.remove)


@dataclass(frozen=True)
class TourChange:
    """What a publication changes of one tour."""

    tour: str
    """Its identifier."""
    stops: tuple[str, ...]
    """Numbers of the stops whose sound is new or changed."""
    files: int
    """New and changed files, pages and pictures included."""


@dataclass(frozen=True)
class PublishRequest:
    """Where to publish, and what may be overlooked."""

    target: str
    """Address, such as ``folder:/srv/guide``."""
    options: Mapping[str, str]
    """Of the target, from site.yaml."""
    dry_run: bool = False
    """Only make the plan."""
    allow_problems: bool = False
    """Publish although todos are open, editions disagree or printed labels would lead nowhere."""


def publish_site(
    project: Project,
    request: PublishRequest,
    on_plan: Callable[[PublishPlan], None] = lambda _plan: None,
    on_file: Callable[[str], None] = lambda _path: None,
) -> PublishPlan:
    """Publish the built site and return what was changed.

    Raises ScriptError with every problem that would harm visitors, ConfigError for a target that cannot be used,
    OutputError for damaged files and for a place that cannot be reached; running it again continues.
    """
    target = make_target(request.target, request.options)
    with ExitStack() as stack:
        with suppress(OutputError):  # a cache that nobody may write keeps no lock, and no site from being published
            stack.enter_context(files.lock_file(target.lock_path(), project.locks))
        stack.enter_context(publishing.hold_output(project.output))
        stack.enter_context(_explain_changes())
        return _publish_held(project, request, target, on_plan, on_file)


@contextmanager
def _explain_changes() -> Iterator[None]:
    """Raise OutputError for a file that went away while it was being published, as one in ``public/`` may."""
    try:
        yield
    except FileNotFoundError as error:
        raise OutputError(
            _("{file} went away while it was being published.").format(file=error.filename),
            hint=_("Run the command again: it goes on from there."),
        ) from error


def _publish_held(
    project: Project,
    request: PublishRequest,
    target: Target,
    on_plan: Callable[[PublishPlan], None],
    on_file: Callable[[str], None],
) -> PublishPlan:
    _refuse_harm(project, request.allow_problems)
    local = list(local_files(project))
    with target:
        before = target.read_published()
        plan = make_plan(local, before)
        on_plan(plan)
        if not request.dry_run and not plan.is_empty:
            _carry_out(target, plan, local, before, on_file)
    return plan


def changes_by_tour(project: Project, plan: PublishPlan) -> tuple[TourChange, ...]:
    """Return what a plan changes of each tour that it changes, in the order of the tours."""
    uploads = {file.path for file in plan.upload}
    changes: list[TourChange] = []
    for built in sorted(_built_manifests(project), key=lambda each: each.folder.count("/"), reverse=True):
        own = {path for path in uploads if path.startswith(f"{built.folder}/")}
        uploads -= own
        stops = tuple(stop.number for stop in built.all_stops if f"{built.folder}/{stop.track.file}" in own)
        if own:
            changes.append(TourChange(built.id, stops, len(own)))
    return tuple(sorted(changes, key=lambda change: change.tour))


def check_published(project: Project, base_url: str = "") -> tuple[Problem, ...]:
    """Ask the live site; ``base_url``: its address, else the project's. Returns what is wrong, the worst first.

    Raises ConfigError where no address is known or nothing answers, OutputError where nothing is built.
    """
    address = base_url or site_yaml.site_address(project, voices_yaml.load_settings(project.voices))
    manifests, _drafts = split_drafts(_built_manifests(project))
    return check_live_site(
        LiveSite(
            address.rstrip("/"),
            project.output,
            manifests,
            tuple(file.path for file in local_files(project)),
            printed_labels.load_record(project).sites,
            site_yaml.load_site(project).frame_ancestors,
        )
    )


def _built_manifests(project: Project) -> list[Manifest]:
    """Return the manifest of every built tour that has a readable one, drafts as site.yaml says."""
    paths = integrity.built_tours(project.output)
    built = [built for path in paths if (built := manifest.read_manifest(path))]
    return list(apply_states(site_yaml.load_site(project), built))


def local_files(project: Project) -> Iterator[LocalFile]:
    """Yield every file that belongs on the web: what was built, without manifests, proofs and labels, and ``public/``.

    Raises OutputError where the site is not built.
    """
    record = integrity.read_record(project.output)
    if record is None:
        raise OutputError(_("Nothing is built yet."), hint=_("First run: audioguide build"))
    is_draft = draft_filter(_built_manifests(project))
    public = project.root / PUBLIC_FOLDER
    own = {path.relative_to(public).as_posix(): path for path in sorted(public.rglob("*")) if path.is_file()}
    for path, known in record.files.items():
        if _is_public(path) and not is_draft(path) and path not in own:
            yield LocalFile(path, project.output / path, known.sha256)
    for path, source in own.items():
        yield LocalFile(path, source, files.file_digest(source))


def draft_paths(project: Project) -> Callable[[str], bool]:
    """Return whether a path in the output is kept back from visitors, as the site is published at that moment."""
    read_at, is_draft = -1, draft_filter(())

    def is_draft_now(path: str) -> bool:
        nonlocal read_at, is_draft
        record = project.output / integrity.RECORD
        published = record.stat().st_mtime_ns if record.is_file() else 0
        if published != read_at:
            read_at, is_draft = published, draft_filter(_built_manifests(project))
        return is_draft(path if path.rpartition("/")[2].count(".") else f"{path.rstrip('/')}/index.html")

    return is_draft_now


def _is_public(path: str) -> bool:
    parts = path.split("/")
    return (
        parts[-1] != manifest.MANIFEST_FILE
        and not PRIVATE_FOLDERS.intersection(parts[:-1])
        and not path.startswith(".")
    )


def make_plan(local: list[LocalFile], before: Mapping[str, str]) -> PublishPlan:
    """Return what has to be changed, given path → SHA-256 of what is at the target."""
    changed = [file for file in local if before.get(file.path) != file.sha256]
    gone = sorted(before.keys() - {file.path for file in local} - {PUBLISHED})
    upload = sorted(changed, key=lambda file: (_upload_order(file.path), file.path))
    return PublishPlan(tuple(upload), tuple(gone), len(local) - len(changed))


def _upload_order(path: str) -> int:
    """Order of uploads: what pages need, pages, what says that all is there."""
    if path.endswith((".html", ".webmanifest")):
        return 1
    return 2 if path.endswith(("offline.json", "sw.js", "feed.xml", "tours.json")) else 0


def _carry_out(
    target: Target,
    plan: PublishPlan,
    local: list[LocalFile],
    before: Mapping[str, str],
    on_file: Callable[[str], None],
) -> None:
    """Upload, then remove; at each moment the list at the target is right about every file it has a digest for."""
    published = dict(before)
    # nobody knows what a killed run left of these: the next one uploads or removes them
    target.write_published(published | {file.path: "" for file in plan.upload})
    for count, file in enumerate(plan.upload, 1):
        target.put(file.path, file.source)
        published[file.path] = file.sha256
        on_file(file.path)
        if count % FILES_PER_LISTING == 0:
            target.write_published({file.path: "" for file in plan.upload[count:]} | published)
    for path in plan.remove:
        target.remove(path)
        on_file(path)
    target.write_published({file.path: file.sha256 for file in local})
    target.finish()


# ---------------------------------------------------------------- what is refused


def _refuse_harm(project: Project, allow_problems: bool) -> None:
    """Raise for everything that would harm visitors, all of it at once."""
    problems = list(integrity.output_problems(project.output, project.display_path(project.output)))
    damaged = [problem for problem in problems if problem.severity == "error"]
    manifests, _drafts = split_drafts(_built_manifests(project))
    refused = [*damaged, *_silent_tours(project, manifests)]
    if not allow_problems:
        refused += _script_problems(project, {built.id for built in manifests})
    if refused:
        count = len(refused)
        raise ScriptError(
            ngettext(
                "Nothing was published: {count} problem would harm visitors.",
                "Nothing was published: {count} problems would harm visitors.",
                count,
            ).format(count=count),
            refused,
            hint=_("Fix them and build again. Open questions alone can be overlooked with --allow-problems."),
        )


def _silent_tours(project: Project, manifests: Sequence[Manifest]) -> Iterator[Problem]:
    for built in manifests:
        if built.is_silent:
            place = Place(project.display_path(project.output / built.folder / manifest.MANIFEST_FILE))
            message = _("{tour} is silent: it was built without a voice.").format(tour=built.id)
            hint = _("Build it with a voice: audioguide build {tour}").format(tour=built.id)
            yield Problem("error", "silent-tour", message, place, hint)


def _script_problems(project: Project, built: set[str]) -> Iterator[Problem]:
    """Yield open questions of the built tours, editions that disagree and labels that would lead nowhere."""
    try:
        paths = script.script_paths(project)
    except ConfigError:  # no script is left: what is built stays as it is
        return
    tours = [tour for path in paths if (tour := _load_tour(path)) and tour.id in built]
    names = [tour.id for tour in tours]
    drafts = {(project.display_path(tour.path), stop.number) for tour in tours for stop in tour.stops if stop.draft}
    for problem in lint.check_project(project, names) if names else ():
        if problem.code in UNSAFE_CODES and (problem.place.file, problem.stop) not in drafts:
            yield problem
    record = printed_labels.load_record(project)
    base_url = site_yaml.site_address(project, voices_yaml.load_settings(project.voices))
    site = site_yaml.load_site(project)
    for tour in tours:
        tour = replace(tour, draft=tour.draft or tour.site in site.drafts)
        yield from printed_labels.label_problems(project, record, tour, base_url)


def _load_tour(path: Path) -> Tour | None:
    try:
        return script.load_tour(path)
    except ScriptError:
        return None
