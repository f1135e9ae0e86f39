"""Where a project keeps its things: the folder that holds ``voices.yaml`` and ``scripts/``."""

from __future__ import annotations

import os
from dataclasses import dataclass
from pathlib import Path

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


def lies_outside(script: Path, name: str) -> bool:
    """Return whether a file that a script names, relative to itself, lies outside of the script's project."""
    folder = script.parent
    project = folder.parent if folder.name == "scripts" else folder
    return not (folder / name).resolve().is_relative_to(project.resolve())


def find_project(start: Path | None = None) -> Project:
    """The project around a folder (default: the current one); a folder without one is taken as its own."""
    start = (start or Path.cwd()).resolve()
    for folder in (start, *start.parents):
        if (folder / "voices.yaml").is_file() or (folder / "scripts").is_dir():
            return Project(folder)
    return Project(start)
