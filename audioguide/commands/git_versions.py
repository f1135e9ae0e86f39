"""A version of a script as a commit, where the project is a git repository: that file and nothing else."""

from __future__ import annotations

import subprocess
from pathlib import Path

from ..errors import EditRefused
from ..i18n import _
from ..project import Project

TIMEOUT_S = 20


def is_repository(project: Project) -> bool:
    """Whether git keeps the project's files."""
    try:
        return _git(project, "rev-parse", "--is-inside-work-tree").stdout.strip() == "true"
    except (OSError, subprocess.SubprocessError):
        return False


def commit_script(project: Project, path: Path, message: str) -> str:
    """Commit one script and return the commit's short name.

    Raises EditRefused where git refuses, or has nothing to commit.
    """
    if not message.strip():
        raise EditRefused(_("A version needs a name."))
    name = str(path.resolve().relative_to(project.root.resolve()))
    try:
        _git(project, "add", "--", name)
        _git(project, "commit", "--quiet", "--only", "--message", message.strip(), "--", name)
        return _git(project, "rev-parse", "--short", "HEAD").stdout.strip()
    except FileNotFoundError as error:
        raise EditRefused(_("git is not installed.")) from error
    except subprocess.CalledProcessError as error:
        lines = (error.stderr or error.stdout or "").strip().splitlines()
        reason = lines[-1] if lines else str(error.returncode)
        raise EditRefused(_("git refused: {reason}.").format(reason=reason.rstrip("."))) from error
    except subprocess.TimeoutExpired as error:
        raise EditRefused(_("git did not answer.")) from error


def _git(project: Project, *arguments: str) -> subprocess.CompletedProcess[str]:
    return subprocess.run(
        ["git", *arguments], cwd=project.root, capture_output=True, text=True, check=True, timeout=TIMEOUT_S
    )
