"""Where a project keeps its things: the folder that holds ``voices.yaml`` and ``scripts/``."""

from __future__ import annotations

import os
from dataclasses import dataclass
from pathlib import Path, PurePosixPath

from .i18n import compose, fold_name

PUBLIC_FOLDER = "public"
"""Of files that are published as they are."""


@dataclass(frozen=True)
class Project:
    """The paths of one project."""

    root: Path

    @property
    def scripts(self) -> Path:
        """Narration scripts, one YAML file a site and language."""
        return self.root / "scripts"

    @property
    def voices(self) -> Path:
        """The settings all scripts share."""
        return self.root / "voices.yaml"

    @property
    def output(self) -> Path:
        """What is built."""
        return self.root / "output"

    @property
    def cache(self) -> Path:
        """Clips and assembled models, shared by the user's projects."""
        return cache_folder()

    @property
    def locks(self) -> Path:
        """Where ``files.lock_file`` keeps its locks."""
        return self.cache / "locks"

    @property
    def counts(self) -> Path:
        """Anonymous counts of what visitors heard; apart from ``output/``, which can always be built again."""
        return self.root / "stats.sqlite"

    def display_path(self, path: Path) -> str:
        """The path as the user would type it."""
        try:
            return path.resolve().relative_to(Path.cwd()).as_posix()
        except ValueError:
            return str(path)


def cache_folder() -> Path:
    """Return the folder of clips, assembled models and locks; ``AUDIOGUIDE_CACHE`` moves it."""
    if folder := os.environ.get("AUDIOGUIDE_CACHE"):
        return Path(folder)
    from platformdirs import user_cache_path

    return user_cache_path("audioguide")


def named_path(folder: Path, name: str) -> Path:
    """Return the path that somebody named, relative to a folder, as the disk spells it.

    Macs, and archives made there, write é as an e and an accent: the two look alike, so that either names the file
    (Unicode, NFC and NFD). A path that is not there is returned as it is written.
    """
    path = folder / name
    if name.isascii() or os.path.lexists(path):
        return path
    spelled = folder
    for part in Path(name).parts:
        if (actual := _spelling_of(spelled, part)) is None:
            return path
        spelled /= actual
    return spelled


def similar_path(folder: Path, name: str) -> str:
    """Return the path that was probably meant by one that is not there: in another case, width, or with a space more.

    Relative to the folder, with forward slashes; empty where nothing has such a name.
    """
    spelled = folder
    for part in PurePosixPath(name).parts:
        try:
            names = sorted(each.name for each in spelled.iterdir())
        except OSError:
            return ""
        close = part if part in names else next((each for each in names if fold_name(each) == fold_name(part)), "")
        if not close:
            return ""
        spelled /= close
    return spelled.relative_to(folder).as_posix()


def _spelling_of(folder: Path, name: str) -> str | None:
    """Return how a folder spells the name of something in it; None where nothing has that name."""
    if os.path.lexists(folder / name):
        return name
    try:
        names = sorted(each.name for each in folder.iterdir())
        return next((each for each in names if compose(each) == compose(name)), None)
    except OSError:
        return None


def lies_outside(script: Path, name: str) -> bool:
    """Return whether a file that a script names, relative to itself, lies outside of the script's project."""
    folder = script.parent
    project = folder.parent if folder.name == "scripts" else folder
    return not named_path(folder, name).resolve().is_relative_to(project.resolve())


def find_project(start: Path | None = None) -> Project:
    """The project around a folder (default: the current one); a folder without one is taken as its own."""
    start = (start or Path.cwd()).resolve()
    for folder in (start, *start.parents):
        if (folder / "voices.yaml").is_file() or (folder / "scripts").is_dir():
            return Project(folder)
    return Project(start)
