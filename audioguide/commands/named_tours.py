"""Folders of the tours that a command names: exactly the edition that was asked for, or the whole site."""

from __future__ import annotations

from collections.abc import Collection
from itertools import accumulate

from ..assembly import integrity
from ..authoring import script
from ..authoring.script_names import SUFFIXES
from ..errors import OutputError
from ..i18n import _
from ..project import Project


def named_folder(project: Project, name: str, known: Collection[str]) -> str:
    """Return the folder, below the output, of a site or of the one edition named; nothing need be built of it.

    ``known``: folders that may be named too, whose scripts are gone. Raises ConfigError for any other name.
    """
    stem = next((name.removesuffix(suffix) for suffix in SUFFIXES if name.endswith(suffix)), name)
    if (folder := stem.replace(".", "/", 1)) in known:
        return folder
    site, _dot, edition = script.script_path(project, name).stem.partition(".")
    return f"{site}/{edition}" if edition and "." in stem else site


def published_folder(project: Project, name: str) -> str:
    """Return the folder in which something of a site or edition is published, if only pages that lead elsewhere.

    Raises ConfigError for a name that nothing has, OutputError for a tour that is not built.
    """
    record = integrity.read_record(project.output)
    folders = {
        folder
        for path in (record.files if record else ())
        for folder in accumulate(path.split("/")[:-1], lambda outer, inner: f"{outer}/{inner}")
    }
    folder = named_folder(project, name, folders)
    if record is not None and folder not in folders:
        raise not_built(folder)
    return folder


def not_built(folder: str) -> OutputError:
    """Return the error for the folder of a tour that was never built."""
    tour = folder.replace("/", ".")
    return OutputError(
        _("{site} is not built.").format(site=tour), hint=_("First run: audioguide build {site}").format(site=tour)
    )
