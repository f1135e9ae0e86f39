"""What is installed, reachable and missing on this machine, and the step that fixes it."""

from __future__ import annotations

import importlib.util
import os
import shutil
import sys
from collections.abc import Iterator, Mapping
from dataclasses import dataclass

from .. import __version__, registry
from ..errors import AudioguideError
from ..i18n import _
from ..outputs import load_output
from ..project import Project


@dataclass(frozen=True)
class InstallationCheck:
    """One thing looked at."""

    what: str
    ok: bool
    detail: str = ""
    fix: str = ""
    """The command or step that fixes it; empty where nothing is to be done."""
    needed: bool = True
    """False: its lack switches off one feature only."""


def examine_installation(project: Project) -> Iterator[InstallationCheck]:
    """Look at everything, one finding at a time, the quick ones first."""
    yield InstallationCheck("audioguide", True, f"{__version__}, Python {sys.version.split()[0]}")
    yield from _check_project(project)
    yield _check_ffmpeg()
    yield _check_space(project)
    for family in ("languages", "importers", "outputs"):
        yield from _check_plugins(family)
    yield _check_extra("faster_whisper", _("proof-listening"), "proof")
    yield _check_extra("distributed", _("building on a cluster"), "cluster")
    yield _check_sound_device()
    options = _engine_options(project)
    for name in registry.plugin_names("engines"):
        yield _check_engine(name, options.get(name, {}))


def _engine_options(project: Project) -> Mapping[str, Mapping[str, object]]:
    """Return ``engines`` of ``voices.yaml``; none where the file has problems, which ``check`` reports."""
    from ..authoring import voices_yaml

    try:
        return voices_yaml.load_settings(project.voices).engines
    except AudioguideError:
        return {}


def _check_project(project: Project) -> Iterator[InstallationCheck]:
    from ..authoring import script

    paths = sorted(project.scripts.glob("*.y*ml"))
    if not paths:
        yield InstallationCheck(
            _("scripts"),
            False,
            _("none in {folder}").format(folder=project.scripts),
            "audioguide new mysite",
            needed=False,
        )
    broken = []
    for path in paths:
        try:
            script.load_tour(path)
        except AudioguideError:
            broken.append(path.stem)
    if paths:
        yield InstallationCheck(
            _("scripts"),
            not broken,
            _("{count} found").format(count=len(paths)),
            "audioguide check " + " ".join(broken) if broken else "",
        )


def _check_ffmpeg() -> InstallationCheck:
    from ..audio import ffmpeg

    try:
        return InstallationCheck("ffmpeg", True, ffmpeg.ffmpeg_path())
    except AudioguideError as error:
        return InstallationCheck("ffmpeg", False, error.message, error.hint)


def _check_space(project: Project) -> InstallationCheck:
    folder = next(place for place in (project.output, *project.output.parents) if place.exists())
    free = shutil.disk_usage(folder).free // 2**20
    writable = os.access(folder, os.W_OK)
    detail = _("{free} MB free in {folder}").format(free=free, folder=folder)
    if not writable:
        return InstallationCheck(
            _("disk"), False, _("{folder} cannot be written").format(folder=folder), _("change its permissions")
        )
    return InstallationCheck(_("disk"), free > 500, detail, "" if free > 500 else "audioguide cache prune")


def _check_plugins(family: str) -> Iterator[InstallationCheck]:
    names = registry.plugin_names(family)
    usable = []
    failed = []
    for name in names:
        label = f"{_(family)}: {name}"
        try:
            load_output(name) if family == "outputs" else registry.load_plugin(family, name)
            usable.append(name)
        except ImportError as error:
            package = error.name or str(error)
            message = _("the package {package} is missing").format(package=package)
            failed.append(InstallationCheck(label, False, message, f"pip install {package}", needed=False))
        except AudioguideError as error:
            failed.append(InstallationCheck(label, False, error.message, error.hint, needed=False))
    yield InstallationCheck(_(family), True, ", ".join(usable))
    yield from failed


def _check_extra(module: str, feature: str, extra: str) -> InstallationCheck:
    is_found = importlib.util.find_spec(module) is not None
    return InstallationCheck(
        feature,
        is_found,
        _("installed") if is_found else _("the package {package} is missing").format(package=module),
        "" if is_found else f"pip install 'audioguide[{extra}]'",
        needed=False,
    )


def _check_sound_device() -> InstallationCheck:
    from ..audio import playback

    is_found = playback.is_available()
    return InstallationCheck(
        _("sound device"),
        is_found,
        _("found") if is_found else _("none: audioguide play only names the file"),
        "" if is_found else _("connect one, or play the MP3 elsewhere"),
        needed=False,
    )


def _check_engine(name: str, options: Mapping[str, object]) -> InstallationCheck:
    label = _("engine {name}").format(name=name)
    try:
        status = registry.load_plugin("engines", name)(options).status()
    except ImportError as error:
        package = error.name or str(error)
        return InstallationCheck(
            label, False, _("the package {package} is missing").format(package=package), f"pip install {package}"
        )
    except AudioguideError as error:
        return InstallationCheck(label, False, error.message, error.hint, needed=False)
    # without the service edge there is the embedded voice; without that, nothing can be built offline
    return InstallationCheck(label, status.usable, status.reason, status.fix, needed=name == "kokoro")
