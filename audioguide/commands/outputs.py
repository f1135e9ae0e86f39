"""Which outputs a build makes, and making them: the one place that decides."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import replace
from functools import cache
from pathlib import Path

from ..assembly.publishing import Destination, Publication
from ..authoring import script, site_yaml, voices_yaml
from ..authoring.site_config import apply_states
from ..errors import AudioguideError, ConfigError, OutputError
from ..i18n import _
from ..model import Manifest, Settings, Tour
from ..outputs import BuiltTours, Output, load_output
from ..outputs.drafts import split_drafts
from ..project import Project, named_path
from ..registry import plugin_names


def enabled_outputs(
    requested: Sequence[str] = (), configured: Sequence[str] | None = None, say: Callable[[str], None] = lambda _: None
) -> list[Output]:
    """Return the outputs of a build: the configured ones, else those enabled by default, and the requested ones.

    What needs the files of other outputs comes after them.
    An output enabled by default whose package is missing is left out; ``say`` gets a line about it.
    Raises ConfigError for an unknown name and for a named output that cannot be loaded.
    """
    named = [*(configured or ()), *requested]
    enabled = {name: _load_named(name) for name in dict.fromkeys(named)}
    if configured is None:
        for name in plugin_names("outputs"):
            if name not in enabled and (output := _load_default(name, say)):
                enabled[name] = output
    ordered = [enabled[name] for name in plugin_names("outputs") if name in enabled]
    return sorted(ordered, key=lambda output: "outputs" in output.needs)


def _load_named(name: str) -> Output:
    try:
        return load_output(name)
    except ImportError as error:
        package = error.name or str(error)
        raise ConfigError(
            _("The output “{name}” needs the package {package}.").format(name=name, package=package),
            hint=_("Install it: pip install {package}").format(package=package),
        ) from error


def _load_default(name: str, say: Callable[[str], None]) -> Output | None:
    try:
        output = _load_named(name)
    except ConfigError as error:
        say(f"{error.message} {error.hint}")
        return None
    return output if output.enabled_by_default else None


def run_outputs(
    project: Project, outputs: Sequence[Output], manifests: Sequence[Manifest], publication: Publication
) -> None:
    """Have each output write what it makes of all tours that are built.

    Raises OutputError, which names the output, for whatever goes wrong inside one.
    """
    ordered = tuple(sorted(manifests, key=lambda manifest: (manifest.site, manifest.edition)))
    site = site_yaml.load_site(project)
    public, drafts = split_drafts(apply_states(site, ordered))
    tours = BuiltTours(public, settings_loader(project), drafts, site)
    for output in outputs:
        destination = publication.destination(output.name)
        if "audio" in output.needs:
            _verify_audio(output, ordered, destination)
        try:
            output.write(tours, destination)
        except AudioguideError:
            raise
        except Exception as error:  # a third party's code: its fault must not end in a traceback
            raise OutputError(
                _("The output “{name}” failed: {reason}").format(
                    name=output.name, reason=f"{type(error).__name__}: {error}"
                ),
                hint=_("Nothing was changed. Report it to the author of the output, or uninstall it and build again."),
            ) from error


def _verify_audio(output: Output, manifests: Sequence[Manifest], destination: Destination) -> None:
    for manifest in manifests:
        for track in (manifest.tour, *(stop.track for stop in manifest.all_stops)):
            path = f"{manifest.folder}/{track.file}"
            file = destination.find(path)
            if not file.is_file() or file.stat().st_size != track.bytes:
                raise OutputError(
                    _("{file} is missing or damaged; the output “{name}” needs it.").format(
                        file=path, name=output.name
                    ),
                    hint=_("Build the tour again: audioguide build {tour}").format(tour=manifest.id),
                )


# ---------------------------------------------------------------- settings of a tour


def settings_loader(project: Project) -> Callable[[Manifest], Settings]:
    """Return the function behind ``BuiltTours.settings_for``; each script is read at most once, and only if asked."""

    @cache
    def common_settings() -> Settings:
        common = voices_yaml.load_settings(project.voices)
        return replace(common, base_url=site_yaml.site_address(project, common))

    @cache
    def load_settings(tour_id: str) -> Settings:
        for path in project.scripts.glob(f"{tour_id}.y*ml"):
            return tour_settings(project, common_settings(), script.load_tour(path))
        return common_settings()  # the script is gone, what was built of it is still there

    return lambda manifest: load_settings(manifest.id)


def tour_settings(project: Project, common: Settings, tour: Tour) -> Settings:
    """Return the settings of a tour, the logo of its labels as an absolute path, their accent the tour's own."""
    settings = voices_yaml.merge_overrides(common, tour)
    style = settings.labels
    logo = str(_logo_path(project, tour, style.logo)) if style.logo else ""
    return replace(settings, labels=replace(style, logo=logo, accent=style.accent or tour.accent))


def _logo_path(project: Project, tour: Tour, logo: str) -> Path:
    """Resolve a path that is relative to the file that names it, the script or ``voices.yaml``."""
    named_in_script = "labels" in tour.overrides and "logo" in dict(tour.overrides["labels"])  # type: ignore[call-overload]
    return named_path(tour.path.parent if named_in_script else project.root, logo).absolute()
