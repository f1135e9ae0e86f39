"""A script that begins to exist: under a name that is free, and valid from the start."""

from __future__ import annotations

from pathlib import Path

from .. import files
from ..authoring import script
from ..authoring.script_names import find_same_name
from ..errors import ConfigError, ScriptError
from ..i18n import _
from ..project import Project


def require_free_name(project: Project, path: Path, hint: str) -> None:
    """Raise ConfigError, with the hint, where a script has this name or one that differs by large and small letters."""
    if existing := find_same_name(project, path.stem):
        message = _("{file} exists already and stays as it is.")
        raise ConfigError(message.format(file=project.display_path(existing)), hint=hint)


def write_new_script(project: Project, path: Path, text: str, hint: str) -> None:
    """Write a script that is new. Raises ScriptError for one that is not valid, or as ``require_free_name``."""
    if problems := script.script_problems(text.encode(), path):
        raise ScriptError(_("“{name}” would not be a valid script.").format(name=path.name), problems)
    with files.lock_folder(project.scripts):
        require_free_name(project, path, hint)  # another command may have been quicker
        files.write_text(path, text)
