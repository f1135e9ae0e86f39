"""What labels of synthetic speech the tours of a project carry: the section that ``check`` ends with."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

from ..authoring import script, site_yaml, voices_yaml
from ..errors import AudioguideError
from ..lint.labelling import LabelReport, label_report
from ..model import Settings
from ..project import Project


@dataclass(frozen=True)
class LabelState:
    """Tours that carry the same labels."""

    tours: tuple[str, ...]
    report: LabelReport


def label_states(project: Project, names: Sequence[str]) -> tuple[LabelState, ...]:
    """Return the labels of the scripts named (default: all), equal ones together.

    A script that cannot be read is left out: ``check`` says why.
    """
    try:
        settings, signed = voices_yaml.load_settings(project.voices), site_yaml.load_site(project).signing is not None
    except AudioguideError:
        settings, signed = Settings(), False
    tours: dict[LabelReport, list[str]] = {}
    for path in script.script_paths(project, tuple(names)):
        try:
            tour = script.load_tour(path)
            report = label_report(tour, voices_yaml.merge_overrides(settings, tour), signed)
        except (AudioguideError, ImportError):
            continue
        tours.setdefault(report, []).append(tour.id)
    return tuple(LabelState(tuple(ids), report) for report, ids in tours.items())
