"""Places of a file into a script: the stops of one that exists get coordinates, else a script is drafted from them."""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass
from pathlib import Path

from .. import files
from ..authoring import place_fields, script
from ..authoring.schemas import STOP_FIELDS
from ..errors import ConfigError, DocumentError, ScriptError
from ..i18n import _
from ..importers.coordinates import NamedPlace, read_places, table_places
from ..importers.patterns import letter_key
from ..importers.slugs import make_slug
from ..model import Segment, Stop, Tour
from ..project import Project
from ..yaml import patching

TABLES = (".csv", ".tsv", ".xlsx", ".xlsm")
"""Documents that may have columns of coordinates beside their texts."""


@dataclass(frozen=True)
class ImportedPlaces:
    """What became of the places of a file."""

    path: Path
    """The script."""
    placed: tuple[str, ...]
    """Numbers of the stops that have their coordinates from the file."""
    left: tuple[str, ...] = ()
    """Names of places that no stop has."""
    drafted: bool = False
    """The script was made from the places."""


def import_places(project: Project, file: Path, site: str = "", title: str = "", language: str = "") -> ImportedPlaces:
    """Write the places of a GPX, KML or GeoJSON file into the script ``site``, or draft a script of that name.

    Raises DocumentError for a file that cannot be read, ScriptError for a script that cannot, OutputError.
    """
    places = read_places(file)
    name = site or make_slug(title or file.stem)
    path = project.scripts / f"{name}.yaml"
    if path.exists():
        return add_places(path, places)
    tour = _draft_tour(name, title or file.stem, language or "zh-CN", places)
    text = script.write_script(tour)
    if problems := script.script_problems(text.encode(), path):
        raise ScriptError(_("“{name}” would not be a valid script.").format(name=path.name), problems)
    path.parent.mkdir(parents=True, exist_ok=True)
    files.write_text(path, text)
    return ImportedPlaces(path, tuple(stop.number for stop in tour.stops), drafted=True)


def add_places(path: Path, places: Sequence[NamedPlace]) -> ImportedPlaces:
    """Give the stops of a script their coordinates, found by number or title; every other byte stays.

    Raises ScriptError for a script that cannot be used, OutputError.
    """
    tour = script.load_tour(path)
    text = path.read_bytes().decode("utf-8-sig")
    mark = patching.BYTE_ORDER_MARK if path.read_bytes().startswith(patching.BYTE_ORDER_MARK.encode()) else ""
    placed: list[str] = []
    left: list[str] = []
    for place in places:
        index = _find_stop(tour, place)
        if index is None:
            left.append(f"{place.number} {place.name}".strip())
            continue
        data = place_fields.position_data(place.position)
        text = patching.set_field(text, ("stops", index), "place", data, STOP_FIELDS)
        placed.append(tour.stops[index].number)
    if placed:
        files.write_bytes(path, (mark + text).encode())
    return ImportedPlaces(path, tuple(placed), tuple(left))


def places_of_table(file: Path) -> tuple[NamedPlace, ...]:
    """Return the places of a table of stops; empty for any other file, and for a table without coordinates.

    Raises DocumentError for coordinates that are no numbers.
    """
    if file.suffix.lower() not in TABLES:
        return ()
    try:
        if file.suffix.lower() in (".csv", ".tsv"):
            return read_places(file)
        import openpyxl

        sheet = openpyxl.load_workbook(file, read_only=True, data_only=True).worksheets[0]
        return tuple(table_places([*sheet.iter_rows(values_only=True)]))
    except DocumentError:
        return ()  # no coordinates: the document itself has been read
    except ValueError as error:
        raise DocumentError(
            _("A coordinate in {file} is no number: {reason}.").format(file=file.name, reason=error),
            hint=_("Write degrees with a point, such as 30.8701."),
        ) from error


def _find_stop(tour: Tour, place: NamedPlace) -> int | None:
    """Return the index of the stop that a place is: of its title, else of its number where no title contradicts."""
    named = [index for index, stop in enumerate(tour.stops) if letter_key(stop.title) == letter_key(place.name)]
    if len(named) == 1:
        return named[0]
    numbered = [index for index, stop in enumerate(tour.stops) if stop.number == place.number]
    return numbered[0] if numbered else None


def _draft_tour(name: str, title: str, language: str, places: Sequence[NamedPlace]) -> Tour:
    numbers = [place.number for place in places]
    own = all(numbers) and len(set(numbers)) == len(numbers)
    stops = []
    for index, place in enumerate(places, 1):
        heading = place.name or _("Stop {number}").format(number=index)
        todo = () if place.text else (_("Write what is said here."),)
        segment = Segment(place.text or f"{heading}")
        number = place.number if own else str(index)
        stops.append(Stop(number, heading, (segment,), todos=todo, position=place.position))
    if not re.fullmatch(r"[a-z0-9][a-z0-9-]*", name):
        raise ConfigError(
            _("“{name}” cannot be the name of a site.").format(name=name),
            hint=_("Use letters, digits and hyphens, as in longqing-school."),
        )
    return Tour(name, language, title, tuple(stops))
