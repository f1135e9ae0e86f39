"""The contract of outputs."""

from __future__ import annotations

import os
import tempfile
from collections.abc import Iterator, Mapping, Sequence
from contextlib import contextmanager
from pathlib import Path
from typing import ClassVar, get_args

from ..assembly import publishing
from ..assembly.publishing import Destination
from ..commands import build
from ..commands.build import BuildRequest
from ..commands.outputs import settings_loader
from ..manifest import load_manifest
from ..model import Manifest
from ..outputs import BuiltTours, Need, Output
from ..project import Project
from ..registry import load_plugin, plugin_names

SCRIPT = """\
schema: 1
title: {title}
language: en
stops:
  - {{number: 1, title: The gate, text: This is the gate.}}
  - {{number: 2, title: The mill, text: "The mill is old. It still turns."}}
"""


class OutputContract:
    """What every output does, from tours that are built for the purpose with the silent engine."""

    kind: ClassVar[type[Output]]
    options: ClassVar[Mapping[str, object]] = {}

    def test_it_is_registered_under_its_name(self) -> None:
        """The entry point's name is the class's ``name``."""
        if self.kind.name in plugin_names("outputs"):
            assert load_plugin("outputs", self.kind.name) is self.kind
        assert self.kind.needs <= set(get_args(Need))
        assert isinstance(self.kind.enabled_by_default, bool)

    def test_it_writes_the_same_twice_and_only_its_own(self) -> None:
        """Equal tours give equal bytes, nothing is written again, and nobody else's file is touched."""
        with _built_project() as project:
            tours = _built_tours(project)
            before = _contents(project.output)
            self._publish(project, tours)
            after = _contents(project.output)
            assert before.items() <= after.items()
            assert self._publish(project, tours) == 0, "a second run with the same tours changes nothing"
            written = {path: data for path, data in after.items() if path not in before}
            self._publish(project, tours, force=True)
            again = _contents(project.output)
            assert {path: again[path] for path in written} == written

    def test_what_belongs_to_a_tour_goes_with_it(self) -> None:
        """Nothing of a tour that is no more is written again, and no tours at all are no error."""
        with _built_project() as project:
            tours = _built_tours(project)
            self._publish(project, tours)
            self._publish(project, tours[:1])
            gone = {path for path in self._own_files(project) if path.startswith(f"{tours[1].folder}/")}
            assert not gone
            self._publish(project, ())

    def _publish(self, project: Project, tours: Sequence[Manifest], *, force: bool = False) -> int:
        with publishing.open_publication(project.output, force=force) as publication:
            destination: Destination = publication.destination(self.kind.name)
            self.kind(self.options).write(BuiltTours(tuple(tours), settings_loader(project)), destination)
            return publication.commit()

    def _own_files(self, project: Project) -> list[str]:
        with publishing.open_publication(project.output) as publication:
            return list(publication.owner_files(self.kind.name))


@contextmanager
def _built_project() -> Iterator[Project]:
    """Yield a project with two sites, built with the silent engine, nothing of which is left afterwards."""
    cache = os.environ.get("AUDIOGUIDE_CACHE")
    with tempfile.TemporaryDirectory() as folder:
        project = Project(Path(folder).resolve())
        project.scripts.mkdir()
        project.voices.write_text("base_url: https://guide.example.org\n", "utf-8")
        for site, title in (("museum", "Museum"), ("village", "Village")):
            (project.scripts / f"{site}.yaml").write_text(SCRIPT.format(title=title), "utf-8")
        os.environ["AUDIOGUIDE_CACHE"] = str(project.root / "cache")
        try:
            build.build_tours(project, BuildRequest(engine="silent", pages=False))
            yield project
        finally:
            del os.environ["AUDIOGUIDE_CACHE"]
            if cache is not None:
                os.environ["AUDIOGUIDE_CACHE"] = cache


def _built_tours(project: Project) -> tuple[Manifest, ...]:
    return tuple(load_manifest(project.output / site / "manifest.json") for site in ("museum", "village"))


def _contents(folder: Path) -> dict[str, bytes]:
    return {
        path.relative_to(folder).as_posix(): path.read_bytes()
        for path in sorted(folder.rglob("*"))
        if path.is_file() and not path.relative_to(folder).parts[0].startswith(".")
    }
