"""Names of scripts: they become folders on every system, and addresses on walls."""

from __future__ import annotations

import os
import re
from collections.abc import Callable, Iterable, Iterator, Sequence
from contextlib import suppress
from dataclasses import replace
from pathlib import Path
from typing import TypeVar

from ..errors import AudioguideError, ConfigError, ScriptError
from ..files import read_regular_file
from ..i18n import _, fold_name, suggest_name
from ..model import Place, Problem
from ..project import Project
from . import schemas
from .moved_tours import MovedTour, load_moved

Result = TypeVar("Result")
SUFFIXES = (".yaml", ".yml")

_STEM = re.compile(rf"[A-Za-z0-9_-]+(\.{schemas.LANGUAGE})?")
_TAKEN = {"assets", "_"}
"""Folders of the pages' own, and the address of the counter."""
_DEVICES = {"con", "prn", "aux", "nul", *(f"{port}{n}" for port in ("com", "lpt") for n in range(10))}
"""Names that Windows gives to no folder (https://learn.microsoft.com/windows/win32/fileio/naming-a-file)."""
RESERVED_NAMES = frozenset(_TAKEN | _DEVICES)
"""Names that no site can have, in small letters."""


def script_files(project: Project) -> list[Path]:
    """Return the scripts of a project, in the order of their names."""
    return scripts_in(project.scripts)


def read_in_place(find: Callable[[], Sequence[Path]], read: Callable[[Path], Result]) -> list[Result]:
    """Return what is read of each script; one that is renamed or removed meanwhile is neither missed nor an error.

    Where one is no longer where it was found, all are looked for and read again. Raises what the two raise.
    """
    while True:
        paths = find()
        try:
            results = [read(path) for path in paths]
        except ScriptError:
            if all(map(os.path.lexists, paths)):
                raise
        else:
            if all(map(os.path.lexists, paths)):
                return results


def scripts_in(folder: Path) -> list[Path]:
    """Return the scripts of a folder, in the order of their names."""
    return sorted(path for path in folder.glob("*") if path.suffix in SUFFIXES and not path.name.startswith("."))


def find_own_script(project: Project, site: str) -> Path | None:
    """Return the script of a site in its own language; None where only its editions have one."""
    return next((path for path in script_files(project) if path.stem == site), None)


def find_same_name(project: Project, stem: str) -> Path | None:
    """Return the script that would share its folder with one of this name; None where the name is free."""
    return next((path for path in script_files(project) if is_same_name(path.stem, stem)), None)


def is_same_name(stem: str, other: str) -> bool:
    """Return whether two scripts would share a folder: large and small letters do not count.

    Editions share the folder of their site, so ``Mill.fr`` beside ``mill`` is no name either.
    """
    site, other_site = stem.partition(".")[0], other.partition(".")[0]
    return stem.casefold() == other.casefold() or (site != other_site and site.casefold() == other_site.casefold())


def unknown_site(project: Project, name: str) -> ConfigError:
    """Return the error for a name that no script has: where its tour went, which editions there are, or what is close.

    ``name``: a site, or an edition of one as ``site.language``.
    """
    stems = [path.stem for path in script_files(project)]
    site, _dot, tag = name.partition(".")
    editions = [stem for stem in stems if stem.partition(".")[0] == site]
    hint = suggest_name(name, stems)
    if moved := _moved_tour(project, name):
        hint = _("It was taken away; its script may be in .audioguide/removed/.")
        if moved.to:
            hint = _("It is “{new}” now.").format(new=moved.to.replace("/", "."))
    elif named := [path.stem for path in script_files(project) if _has_title(path, name)]:
        hint = _("Did you mean “{close}”?").format(close=named[0])
    elif editions and fold_name(name) not in map(fold_name, stems):
        hint = _("Known: {known}.").format(known=", ".join(editions))
        if re.fullmatch(schemas.LANGUAGE, tag):
            begin = _("Begin another edition: audioguide new {site} --translate --language {tag}")
            hint += " " + begin.format(site=site, tag=tag)
    return ConfigError(_("There is no script “{name}”.").format(name=name), hint=hint)


def _has_title(path: Path, name: str) -> bool:
    """Return whether a script's tour is called so, by its line: a script that is being written need not be valid."""
    with suppress(OSError, UnicodeDecodeError):
        titles = _TITLE.findall(read_regular_file(path).decode("utf-8-sig"))
        return fold_name(name) in map(fold_name, titles)
    return False


_TITLE = re.compile(r"^title: *[\"']?([^\n\"']+)", re.MULTILINE)


def _moved_tour(project: Project, name: str) -> MovedTour | None:
    """Return the record of a tour that was renamed, replaced or removed, of a site that of its first edition."""
    with suppress(AudioguideError):  # a damaged record is another command's error
        by_folder = load_moved(project).by_folder
        folder = name.replace(".", "/", 1)
        if moved := by_folder.get(folder):
            return moved
        edition = next((by_folder[old] for old in sorted(by_folder) if old.startswith(f"{folder}/")), None)
        return edition and replace(edition, to=edition.to.partition("/")[0])
    return None


def name_problems(path: Path, shown: str) -> Iterator[Problem]:
    """Yield what keeps a script's name from being a folder and an address."""
    if not _STEM.fullmatch(path.stem):
        hint = _("Name it <site>.yaml or <site>.<language>.yaml with letters, digits and hyphens: longqing-school.yaml")
        message = _("The file's name becomes part of an address and cannot be “{name}”.").format(name=path.name)
        yield Problem("error", "bad-name", message, Place(shown), hint)
    elif (site := path.stem.partition(".")[0]).lower() in RESERVED_NAMES:
        message = _("“{name}” is reserved and cannot be the name of a site.").format(name=site)
        yield Problem("error", "bad-name", message, Place(shown), _("Choose another name, or add a word to it."))


def clash_problems(project: Project, paths: Iterable[Path]) -> Iterator[Problem]:
    """Yield scripts that would be built into one folder: ``mill.yml`` beside ``mill.yaml``, or ``Mill.yaml``.

    Windows and macOS know no difference between large and small letters.
    """
    first: dict[str, Path] = {}
    sites: dict[str, str] = {}
    for path in paths:
        shown = project.display_path(path)
        site = path.stem.partition(".")[0]
        other = first.setdefault(path.stem.casefold(), path)
        if other != path or sites.setdefault(site.casefold(), site) != site:
            name = other.name if other != path else sites[site.casefold()]
            message = _("{file} and {other} would be one tour.").format(file=path.name, other=name)
            hint = _("Give one of the two another name; large and small letters alone do not count.")
            yield Problem("error", "name-clash", message, Place(shown), hint)
