"""What hangs on the walls: the address behind every printed code, kept in ``scripts/printed.json`` with the scripts."""

from __future__ import annotations

import json
from collections.abc import Mapping
from dataclasses import dataclass, field
from pathlib import Path

from .. import files
from ..errors import ConfigError
from ..i18n import _
from ..model import Place, Problem, Tour
from ..project import Project

PRINTED_FILE = "printed.json"


@dataclass(frozen=True)
class Printed:
    """The record of the labels made so far."""

    base_url: str = ""
    sites: Mapping[str, tuple[str, ...]] = field(default_factory=dict)
    """Site → numbers of the stops that have a label."""


def record_path(project: Project) -> Path:
    """Where the record lies: beside the scripts, to be kept with them."""
    return project.scripts / PRINTED_FILE


def load_record(project: Project) -> Printed:
    """The record; empty where nothing was printed. Raises ConfigError for a damaged one."""
    file = record_path(project)
    if not file.exists() and not file.is_symlink():
        return Printed()
    try:
        data = json.loads(files.read_regular_file(file))
        return Printed(
            str(data["base_url"]), {site: tuple(map(str, numbers)) for site, numbers in data["sites"].items()}
        )
    except (OSError, ValueError, KeyError, TypeError, AttributeError, RecursionError) as error:
        raise ConfigError(
            _("{file} is damaged: {reason}.").format(file=project.display_path(file), reason=error),
            hint=_("Restore it, or remove it and run audioguide qr again with the address the labels carry."),
        ) from error


def record_labels(project: Project, base_url: str, site: str, numbers: tuple[str, ...]) -> None:
    """Remember that labels of these stops were made with this address."""
    with files.lock_file(record_path(project), project.locks):
        sites = {**load_record(project).sites, site: numbers}
        data = {"base_url": base_url, "sites": {name: list(sites[name]) for name in sorted(sites)}}
        files.write_text(record_path(project), json.dumps(data, ensure_ascii=False, indent=1) + "\n")


def label_problems(project: Project, printed: Printed, tour: Tour, base_url: str) -> list[Problem]:
    """What a scan of a printed label would no longer find."""
    numbers = printed.sites.get(tour.site, ())
    if not numbers or tour.edition:
        return []
    place = Place(project.display_path(tour.path))
    problems: list[Problem] = []
    if base_url != printed.base_url:
        problems.append(
            Problem(
                "warning",
                "printed-address",
                _("The labels on the wall point to {old}, the pages would be at {new}.").format(
                    old=printed.base_url, new=base_url
                ),
                place,
                _("Keep the old address reachable, or print the labels again: audioguide qr {site}").format(
                    site=tour.site
                ),
            )
        )
    gone = [number for number in numbers if number not in (() if tour.draft else tour.public_numbers)]
    if gone:
        problems.append(
            Problem(
                "warning",
                "printed-number",
                _("Labels on the wall open stops that are no longer there: {numbers}.").format(numbers=", ".join(gone)),
                place,
                _("Give the stops their numbers back, or take the labels down and run: audioguide qr {site}").format(
                    site=tour.site
                ),
            )
        )
    return problems
