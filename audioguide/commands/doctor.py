"""What is installed, reachable and missing on this machine, and the step that mends each lack."""

from __future__ import annotations

import importlib.util
import os
import shutil
import sys
from collections.abc import Iterator
from dataclasses import dataclass

from .. import __version__, registry
from ..errors import AudioguideError
from ..i18n import _
from ..project import Project


@dataclass(frozen=True)
class Finding:
    """One thing looked at."""

    what: str
    ok: bool
    detail: str = ""
    mend: str = ""
    """The command or step that mends it; empty where nothing is to be done."""
    needed: bool = True
    """False: its lack switches off one feature only."""


def examine_installation(project: Project) -> Iterator[Finding]:
    """Look at everything, one finding at a time, the quick ones first."""
    yield Finding("audioguide", True, f"{__version__}, Python {sys.version.split()[0]}")
    yield from _project(project)
    yield _ffmpeg()
    yield _space(project)
    for family in ("languages", "importers", "outputs"):
        yield from _plugins(family)
    yield _extra("faster_whisper", _("proof-listening"), "proof")
    yield _extra("distributed", _("building on a cluster"), "cluster")
    yield _sound()
    for name in registry.plugin_names("engines"):
        yield _engine(name)


def _project(project: Project) -> Iterator[Finding]:
    from ..authoring import script

    paths = sorted(project.scripts.glob("*.y*ml"))
    if not paths:
        yield Finding(
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
        yield Finding(
            _("scripts"),
            not broken,
            _("{count} found").format(count=len(paths)),
            "audioguide check " + " ".join(broken) if broken else "",
        )


def _ffmpeg() -> Finding:
    from ..audio import ffmpeg

    try:
        return Finding("ffmpeg", True, ffmpeg.ffmpeg_path())
    except AudioguideError as error:
        return Finding("ffmpeg", False, error.message, error.hint)


def _space(project: Project) -> Finding:
    folder = next(place for place in (project.output, *project.output.parents) if place.exists())
    free = shutil.disk_usage(folder).free // 2**20
    writable = os.access(folder, os.W_OK)
    detail = _("{free} MB free in {folder}").format(free=free, folder=folder)
    if not writable:
        return Finding(
            _("disk"), False, _("{folder} cannot be written").format(folder=folder), _("change its permissions")
        )
    return Finding(_("disk"), free > 500, detail, "" if free > 500 else "audioguide cache prune")


def _plugins(family: str) -> Iterator[Finding]:
    missing = []
    names = registry.plugin_names(family)
    for name in names:
        try:
            registry.load_plugin(family, name)
        except ImportError as error:
            missing.append((name, error.name or str(error)))
    good = ", ".join(name for name in names if name not in dict(missing))
    yield Finding(_(family), True, good)
    for name, package in missing:
        yield Finding(
            f"{_(family)}: {name}",
            False,
            _("the package {package} is missing").format(package=package),
            f"pip install {package}",
            needed=False,
        )


def _extra(module: str, feature: str, extra: str) -> Finding:
    found = importlib.util.find_spec(module) is not None
    return Finding(
        feature,
        found,
        _("installed") if found else _("the package {package} is missing").format(package=module),
        "" if found else f"pip install 'audioguide[{extra}]'",
        needed=False,
    )


def _sound() -> Finding:
    from ..audio import playback

    found = playback.is_available()
    return Finding(
        _("sound device"),
        found,
        _("found") if found else _("none: audioguide play only names the file"),
        "" if found else _("connect one, or play the MP3 elsewhere"),
        needed=False,
    )


def _engine(name: str) -> Finding:
    label = _("engine {name}").format(name=name)
    try:
        status = registry.load_plugin("engines", name)().status()
    except ImportError as error:
        package = error.name or str(error)
        return Finding(
            label, False, _("the package {package} is missing").format(package=package), f"pip install {package}"
        )
    except AudioguideError as error:
        return Finding(label, False, error.message, error.hint, needed=False)
    # without the service edge there is the embedded voice; without that, nothing can be built offline
    return Finding(label, status.usable, status.reason, status.mend, needed=name == "kokoro")
