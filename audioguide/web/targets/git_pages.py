"""A branch of the git repository the project is in, as hosts of pages serve it; pushed where there is a remote.

The branch gets one commit a publication, made with a tree of its own: the working tree and the index are not touched.
"""

from __future__ import annotations

import os
import subprocess
import tempfile
from collections.abc import Mapping
from pathlib import Path
from typing import ClassVar

from ...errors import ConfigError, OutputError
from ...i18n import _
from . import Target

NO_JEKYLL = ".nojekyll"
"""Tells hosts to serve the files as they are."""


class GitPagesTarget(Target):
    """``pages:BRANCH``; ``remote`` in site.yaml names the remote (default: origin, where there is one)."""

    scheme: ClassVar[str] = "pages"

    def __init__(self, branch: str, repository: Path, remote: str) -> None:
        self.branch, self.repository, self.remote = branch, repository, remote
        self._index = Path()
        self._folder: tempfile.TemporaryDirectory[str] | None = None
        self._parent = ""
        self._tree_before = ""
        self._is_pushed = True

    @classmethod
    def from_address(cls, address: str, options: Mapping[str, str]) -> GitPagesTarget:
        """As ``Target``."""
        if not address or address.startswith("-"):
            raise ConfigError(_("pages: needs the name of a branch."), hint=_("For example pages:gh-pages"))
        return cls(address, Path(options.get("repository", ".")), options.get("remote", "origin"))

    def lock_path(self) -> Path:
        """As ``Target``."""
        return self.repository.resolve() / self.branch

    def open(self) -> None:
        """As ``Target``."""
        self._folder = tempfile.TemporaryDirectory(prefix="audioguide-pages-")
        self._index = Path(self._folder.name) / "index"
        self._git("rev-parse", "--git-dir")
        has_remote = self._has_remote()
        there = self._git("ls-remote", self.remote, f"refs/heads/{self.branch}").strip() if has_remote else ""
        if there:
            # another machine may have published: its commit is the parent
            self._git(
                "fetch", "--quiet", self.remote, f"+refs/heads/{self.branch}:refs/heads/{self.branch}", check=False
            )
        self._parent = self._git("rev-parse", "--verify", "--quiet", f"refs/heads/{self.branch}", check=False).strip()
        self._is_pushed = not has_remote or there.startswith(self._parent or "-")
        if self._parent:
            self._git("read-tree", self._parent)
            self._tree_before = self._git("write-tree").strip()

    def close(self) -> None:
        """As ``Target``."""
        if self._folder is not None:
            self._folder.cleanup()

    def read(self, path: str) -> bytes | None:
        """As ``Target``; as long as the remote has not got the branch as it is here, nothing counts as published."""
        if not (self._parent and self._is_pushed):
            return None
        run = self._run("cat-file", "blob", f"{self._parent}:{path}")
        return run.stdout if run.returncode == 0 else None

    def put(self, path: str, source: Path) -> None:
        """As ``Target``; visible once ``finish`` has moved the branch."""
        self._add(path, source.read_bytes())

    def put_bytes(self, path: str, data: bytes) -> None:
        """As ``Target``."""
        self._add(path, data)

    def remove(self, path: str) -> None:
        """As ``Target``."""
        self._git("update-index", "--force-remove", "--", path)

    def finish(self) -> None:
        """Commit, move the branch and push it, all at once for visitors. Raises OutputError."""
        self._add(NO_JEKYLL, b"")
        tree = self._git("write-tree").strip()
        if tree != self._tree_before:
            parents = ("-p", self._parent) if self._parent else ()
            commit = self._git("commit-tree", tree, *parents, "-m", _("Publish the tours")).strip()
            self._git("update-ref", f"refs/heads/{self.branch}", commit, self._parent or "0" * 40)
        if self._has_remote():
            self._git("push", "--quiet", self.remote, f"refs/heads/{self.branch}:refs/heads/{self.branch}")

    def _has_remote(self) -> bool:
        return self.remote in self._git("remote").split()

    def _add(self, path: str, data: bytes) -> None:
        blob = self._git("hash-object", "-w", "--stdin", data=data).strip()
        self._git("update-index", "--add", "--cacheinfo", f"100644,{blob},{path}")

    def _run(self, *arguments: str, data: bytes | None = None) -> subprocess.CompletedProcess[bytes]:
        environment = {**os.environ, "GIT_INDEX_FILE": str(self._index), "GIT_TERMINAL_PROMPT": "0"}
        return subprocess.run(
            ["git", "-C", str(self.repository), *arguments],
            input=data if data is not None else b"",
            capture_output=True,
            check=False,
            env=environment,
        )

    def _git(self, *arguments: str, data: bytes | None = None, check: bool = True) -> str:
        try:
            run = self._run(*arguments, data=data)
        except FileNotFoundError as error:
            raise OutputError(_("Publishing to a branch needs git."), hint=_("Install git.")) from error
        if check and run.returncode:
            raise OutputError(
                _("git failed: {reason}").format(reason=run.stderr.decode(errors="replace").strip()),
                hint=_("The project must be in a git repository, and its remote must take the branch."),
            )
        return run.stdout.decode(errors="replace")
