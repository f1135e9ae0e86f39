"""Pages at the addresses of tours that moved: a label on the wall leads on to where the tour is now."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from functools import cache
from pathlib import Path
from typing import TYPE_CHECKING

from ..assembly.publishing import Destination
from ..authoring.moved_tours import MovedTour
from ..i18n.language_tags import is_right_to_left
from ..model import Manifest
from .visitor_texts import visitor_texts

if TYPE_CHECKING:
    import jinja2

OWNER = "redirects"


def write_redirects(moved: Mapping[str, MovedTour], manifests: Sequence[Manifest], destination: Destination) -> None:
    """Write a page for each tour that moved and for each of its stops; a tour that is built again has its own.

    ``moved``: folder → tour. Raises OutputError where a file cannot be written.
    """
    built = {manifest.folder: manifest for manifest in manifests}
    for folder, tour in moved.items():
        if folder in built:
            continue
        target = built.get(tour.to)
        numbers = {stop.number for stop in target.public_stops} if target else set()
        for number in ("", *tour.stops):
            path = f"{folder}/{number}/" if number else f"{folder}/"
            up = "../" * path.count("/")
            where = f"{target.folder}/" if target else ""
            if number in numbers:
                where += f"{number}/"
            text = _template().render(
                language=tour.language,
                direction="rtl" if is_right_to_left(tour.language) else "ltr",
                title=tour.title,
                words=visitor_texts(tour.language),
                moved=target is not None,
                href=f"{up}{where}index.html",
            )
            destination.write_text(f"{path}index.html", text)


@cache
def _template() -> jinja2.Template:
    import jinja2

    environment = jinja2.Environment(
        loader=jinja2.FileSystemLoader(Path(__file__).parent), autoescape=True, undefined=jinja2.StrictUndefined
    )
    return environment.get_template("redirect.html.j2")
