"""Places of a file into a script: the stops of one that exists get coordinates, else a script is drafted from them."""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass, replace
from pathlib import Path

from .. import files
from ..authoring import script
from ..authoring.schemas import STOP_FIELDS
from ..authoring.script_names import script_files
from ..errors import ConfigError
from ..i18n import _
from ..importers.coordinates import TABLES, NamedPlace, parse_places, read_places, read_table
from ..importers.patterns import letter_key
from ..importers.slugs import make_slug
from ..model import Segment, Stop, Tour
from ..project import Project
from ..yaml import patching
from . import edit_script
from .edit_script import EditedScript
from .new_scripts import require_free_name, write_new_script
from .place_edits import write_position
from .script_edits import Edit, OpenScript


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
    edited: EditedScript | None = None
    """The script after the edit; None: it was written without a history."""


def import_places(project: Project, file: Path, site: str = "", title: str = "", language: str = "") -> ImportedPlaces:
    """Write the places of a GPX, KML or GeoJSON file into the script ``site``, or draft a script of that name.

    The stops of a script get them as an edit that can be undone. Raises DocumentError for a file that cannot be read,
    ScriptError for a script that cannot, EditRefused, OutputError.
    """
    places = read_places(file)
    name = site or make_slug(title or file.stem)
    if existing := _find_script(project, name):
        return add_places(project, existing, places, file.name)
    path = project.scripts / f"{name}.yaml"
    taken = _("Choose another name; large and small letters alone do not count.")
    require_free_name(project, path, taken)
    tour = _draft_tour(name, title or file.stem, language or "zh-CN", places)
    write_new_script(project, path, script.write_script(tour), taken)
    return ImportedPlaces(path, tuple(stop.number for stop in tour.stops), drafted=True)


def add_places(project: Project, path: Path, places: Sequence[NamedPlace], file: str) -> ImportedPlaces:
    """Give the stops of a script their coordinates, found by number or title; every other byte stays.

    In the project it is an edit that can be undone; a draft elsewhere has no history. ``file``: name of what the places
    come from. Raises ScriptError for a script that cannot be used, EditRefused, OutputError.
    """
    data = path.read_bytes()
    opened = OpenScript(data.decode("utf-8-sig"), script.load_tour(path))
    edit = PlaceStops(tuple(places), file)
    outcome = edit.outcome(opened)
    if not outcome.placed:
        return outcome
    own = _find_script(project, path.stem)
    if own and own.resolve() == path.resolve():
        return replace(outcome, edited=edit_script.apply_edit(project, path.stem, edit))
    mark = patching.BYTE_ORDER_MARK if data.startswith(patching.BYTE_ORDER_MARK.encode()) else ""
    files.write_bytes(path, (mark + edit.patch_text(opened)).encode())
    return outcome


def _find_script(project: Project, name: str) -> Path | None:
    """Return the script of a name, .yml included; None where there is none."""
    return next((path for path in script_files(project) if path.stem == name), None)


def import_into_script(project: Project, name: str, file: str, data: bytes) -> ImportedPlaces:
    """Give the stops of a script the coordinates of a file, as an edit that can be undone.

    Raises DocumentError for a file without places, and what ``apply_edit`` raises.
    """
    edit = PlaceStops(parse_places(file, data), file)
    path = edit_script.script_file(project, name)
    opened = OpenScript(path.read_bytes().decode("utf-8-sig"), script.load_tour(path))
    edited = edit_script.apply_edit(project, name, edit)
    return replace(edit.outcome(opened), edited=edited)


@dataclass(frozen=True)
class PlaceStops(Edit):
    """Stops that get the coordinates of a file's places."""

    places: tuple[NamedPlace, ...]
    file: str
    kind = "place-stops"

    def patch_text(self, script: OpenScript) -> str:
        """Set ``place`` of each stop that is found by title or number."""
        text = script.text
        for index, place in zip(self.find_stops(script), self.places, strict=True):
            if index is not None:
                text = write_position(text, ("stops", index), place.position, STOP_FIELDS)
        return text

    def find_stops(self, script: OpenScript) -> list[int | None]:
        """Return for each place the index of its stop; None where no stop has its name."""
        return [_find_stop(script.tour, place) for place in self.places]

    def outcome(self, script: OpenScript) -> ImportedPlaces:
        """Return which stops get their place, and which places no stop has."""
        indices = self.find_stops(script)
        return ImportedPlaces(
            script.tour.path,
            tuple(script.tour.stops[index].number for index in indices if index is not None),
            tuple(
                f"{place.number} {place.name}".strip()
                for place, index in zip(self.places, indices, strict=True)
                if index is None
            ),
        )

    @property
    def label(self) -> str:
        """Names the file."""
        return _("Places from {file}").format(file=self.file)


def places_of_table(file: Path) -> tuple[NamedPlace, ...]:
    """Return the places of a table of stops; empty for any other file, and for a table without coordinates.

    Raises DocumentError for coordinates that are no numbers.
    """
    return read_table(file) if file.suffix.lower() in TABLES else ()


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
