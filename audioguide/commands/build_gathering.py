"""Every script and setting, read and checked before anything is spoken: builds, or all that is wrong at once."""

from __future__ import annotations

from dataclasses import replace
from pathlib import Path

from ..assembly import integrity, signing
from ..assembly.integrity import SiteRecord
from ..authoring import printed_labels, script, script_names, site_places, site_yaml, voices_yaml
from ..authoring.site_yaml import UsableSite
from ..engines import Engine
from ..errors import ConfigError, ProblemsError, ScriptError
from ..i18n import _, ngettext
from ..model import Manifest, Place, Problem, Settings, Tour
from ..project import Project
from ..yaml.fitting import Checked
from .build_inputs import inputs_digest
from .build_plan import BuildListener, BuildRequest, TourBuild
from .engine_choice import EngineChooser

WARNINGS_OF_BUILDS = ("recording-doubtful", "recording-damaged", "sound-damaged")
"""Codes of warnings that a build repeats: what may go unheard."""


def gather_builds(project: Project, order: BuildRequest, watcher: BuildListener) -> list[TourBuild]:
    """Read every script and setting and decide engine and voices; raises with all problems found, not the first."""

    def find_scripts() -> list[Path]:
        if order.stop:  # one stop of one script: a site means its own language here
            return [script.script_path(project, name) for name in order.sites]
        return script.script_paths(project, order.sites)

    settings = voices_yaml.check_settings(project.voices)
    site = site_yaml.check_site(project)
    gathering = _Gathering(project, order, watcher, settings, site)
    gathered = script_names.read_in_place(find_scripts, gathering.gather_script)
    problems = [
        *settings.problems,
        *site.problems,
        *script_names.clash_problems(project, script_names.script_files(project)),
        *(problem for _job, faults in gathered for problem in faults),
    ]
    if problems:
        count = len(problems)
        raise ScriptError(
            ngettext("Nothing was built: {count} problem.", "Nothing was built: {count} problems.", count).format(
                count=count
            ),
            problems,
            hint=_("Fix the problems above and run the command again."),
        )
    return [job for job, _faults in gathered if job]


class _Gathering:
    """Makes builds of scripts, where nothing is wrong; else finds all that is."""

    def __init__(
        self,
        project: Project,
        order: BuildRequest,
        watcher: BuildListener,
        settings: Checked[Settings],
        site: Checked[UsableSite],
    ) -> None:
        self._project = project
        self._order = order
        self._watcher = watcher
        self._checked_settings = settings
        self._site = site
        self._printed = printed_labels.load_record(project)
        base_url = settings.value.base_url or site.value.config.base_url or self._printed.base_url
        self._settings = replace(settings.value, base_url=base_url)
        self._record = integrity.read_record(project.output)
        self._engines = EngineChooser(order.engine, watcher)

    def gather_script(self, path: Path) -> tuple[TourBuild | None, list[Problem]]:
        """Return the build of a script; None with every problem that keeps it from being built."""
        checked = site_places.check_placed_script(self._project, path, self._checked_settings, self._site)
        if checked.value is None:
            return None, list(checked.problems)
        tour = checked.value
        problems = list(checked.problems)
        job = None
        if not (problems or self._checked_settings.problems or self._site.problems):
            try:
                job = self._prepare_build(tour)
            except ProblemsError as error:
                problems += error.problems or [_as_problem(error, path, self._project)]
        if job is None or not job.is_current:  # what was built of the same files passed then
            blocking = self._blocking_problems(tour, checked.doubtful)
            roles = {problem.place for problem in blocking if problem.code == "unknown-role"}
            problems = [each for each in problems if each.code != "no-voice" or each.place not in roles]
            problems = sorted([*problems, *blocking], key=lambda problem: problem.place)
        if job is None or problems:
            return None, problems
        for problem in printed_labels.label_problems(self._project, self._printed, tour, self._settings.base_url):
            self._watcher.say(f"{tour.id}: {problem.message} {problem.hint}")
        return job, []

    def _blocking_problems(self, tour: Tour, doubtful: frozenset[str]) -> list[Problem]:
        """Return what would go unsaid, and tell what may; other warnings are ``check``'s business."""
        from .. import lint

        before = integrity.last_manifest(self._project.output, tour.folder, self._record)
        problems = lint.check_tour(tour, self._settings, before, lint.BLOCKING, doubtful)
        for problem in problems:
            if problem.code in WARNINGS_OF_BUILDS:
                self._watcher.say(f"{problem.place}: {problem.message} {problem.hint}")
        return [problem for problem in problems if problem.severity == "error"]

    def _prepare_build(self, tour: Tour) -> TourBuild:
        project, order = self._project, self._order
        settings = voices_yaml.merge_overrides(self._settings, tour)
        before = integrity.last_manifest(project.output, tour.folder, self._record)
        engine = self._engines.choose(settings, tour, before)
        _refuse_another_engine(tour, engine, before, order)
        inputs = inputs_digest(
            project, tour, settings, engine, signing.certificate_digest(self._site.value.config.signing)
        )
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
            and _is_intact(project, before, self._record),
        )


def _is_intact(project: Project, before: Manifest, record: SiteRecord | None) -> bool:
    """Whether every file of the last build is there, to the last bit.

    A record that replaces a lost one knows only what was there then: what the manifest names counts too.
    """
    if record is None:
        return False
    owner = integrity.tour_owner(before.id)
    own = {path: known for path, known in record.files.items() if known.owner == owner}
    return integrity.named_files(before) <= own.keys() and all(
        integrity.is_published(project.output, path, known) for path, known in own.items()
    )


def _refuse_another_engine(tour: Tour, engine: Engine, before: Manifest | None, order: BuildRequest) -> None:
    """Raise ConfigError where a single stop would be spoken by another engine than the rest of its tour."""
    if order.stop and before is not None and before.engine != engine.name:
        raise ConfigError(
            _("{tour} was built with {before}: one stop alone cannot be spoken by {engine}.").format(
                tour=tour.id, before=before.engine, engine=engine.name
            ),
            hint=_("Build the whole tour: audioguide build {tour} --engine {engine}").format(
                tour=tour.id, engine=engine.name
            ),
        )


def _as_problem(error: ProblemsError, path: Path, project: Project) -> Problem:
    """An error without problems of its own, as one."""
    return Problem("error", "unusable", error.message, Place(project.display_path(path)), error.hint)
