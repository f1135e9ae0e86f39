"""The plans a script names → the pictures visitors see: larger than other pictures, and drawings stay drawings.

An SVG is published without what a page could be harmed by: scripts, event handlers, foreign documents, and what
drawing programs note beside the drawing. One that needs another file is refused, since visitors would not get it.
"""

from __future__ import annotations

import re
from dataclasses import dataclass
from math import isfinite
from pathlib import Path
from typing import Any

from ..i18n import _
from ..model import BuiltPlan, Plan, Tour
from . import pictures, sandbox
from .pictures import PictureError

MAX_PLAN_SIDE_PX = 3200
"""Longest side of a published plan: it is enlarged on a phone."""
MAX_DRAWING_BYTES = 5_000_000
"""Of an SVG that is read at all."""
MAX_READING_S = 20
"""Seconds for one drawing, on a slow machine."""
MAX_READING_MB = 1000
"""Megabytes of address space for reading, libraries included."""

SVG = "http://www.w3.org/2000/svg"
_UNSAFE = {"script", "foreignObject", "iframe", "audio", "video", "handler", "listener"}
"""Elements that run something or show another document; drawings need none of them."""
_EMBEDDED = re.compile(r"#|data:image/(png|jpeg|webp|gif)[;,]", re.IGNORECASE)
_FOREIGN_STYLE = re.compile(r"@import|url\(\s*['\"]?(?!#|data:image/)|expression\(", re.IGNORECASE)
_NUMBER = re.compile(r"[-+]?(?:[0-9]+(?:\.[0-9]*)?|\.[0-9]+)(?:e[-+]?[0-9]+)?", re.IGNORECASE)
_LENGTH = re.compile(rf"\s*({_NUMBER.pattern})\s*(px)?\s*", re.IGNORECASE)


@dataclass(frozen=True)
class Drawing:
    """An SVG ready to be published."""

    data: bytes
    width: int
    """Of its view box, in its own units."""
    height: int
    """Of its view box, in its own units."""


def write_plan(tour: Tour, plan: Plan, root: Path) -> BuiltPlan:
    """Write a plan's picture below ``root/images``; return the plan as visitors have it. Raises PictureError."""
    if is_drawing(plan):
        drawing = prepare_drawing(tour, plan)
        file, width, height = f"images/plan-{plan.name}.svg", drawing.width, drawing.height
        (root / "images").mkdir(parents=True, exist_ok=True)
        (root / file).write_bytes(drawing.data)
    else:
        file, width, height = _write_photograph(tour, plan, root)
    return BuiltPlan(plan.name, file, width, height, plan.title, plan.floor, plan.alt, plan.references)


def is_drawing(plan: Plan) -> bool:
    """Whether the plan is an SVG, by its name."""
    return plan.file.lower().endswith(".svg")


def prepare_drawing(tour: Tour, plan: Plan) -> Drawing:
    """Return the SVG of a plan, ready to be published. Raises PictureError."""
    source = pictures.checked_path(tour, plan.file)
    if source.stat().st_size > MAX_DRAWING_BYTES:
        reason = _("it is larger than {size} MB").format(size=MAX_DRAWING_BYTES // 1_000_000)
        raise pictures.unusable_picture(plan.file, reason)
    try:
        return sandbox.run_limited(_clean_drawing, MAX_READING_S, MAX_READING_MB, source)
    except sandbox.LimitExceeded as error:
        raise pictures.unusable_picture(plan.file, _("it is too large or too complex to decode")) from error


def plan_errors(tour: Tour) -> dict[str, PictureError]:
    """Return what keeps the plans of a tour from being published, by their file."""
    errors = pictures.picture_errors(tour, [plan.file for plan in tour.plans if not is_drawing(plan)])
    for plan in tour.plans:
        if is_drawing(plan):
            try:
                prepare_drawing(tour, plan)
            except PictureError as error:
                errors[plan.file] = error
    return errors


def _write_photograph(tour: Tour, plan: Plan, root: Path) -> tuple[str, int, int]:
    from PIL import Image

    file, _small = pictures.write_picture(tour, plan.file, f"plan-{plan.name}", root, MAX_PLAN_SIDE_PX, small=False)
    with Image.open(root / file) as picture:
        return file, picture.width, picture.height


# ---------------------------------------------------------------- in a process of its own


def _clean_drawing(source: Path) -> Drawing:
    from lxml import etree

    parser = etree.XMLParser(
        resolve_entities=False, no_network=True, load_dtd=False, remove_comments=True, remove_pis=True
    )
    try:
        root = etree.fromstring(source.read_bytes(), parser)
    except (etree.XMLSyntaxError, ValueError) as error:
        raise pictures.unusable_picture(source.name, _("it is damaged ({detail})").format(detail=error)) from None
    if root.tag != f"{{{SVG}}}svg":
        raise pictures.unusable_picture(source.name, _("it is no picture of a known format"))
    for element in list(root.iter()):
        _clean_element(element, source.name)
    etree.cleanup_namespaces(root)
    width, height = _size_of(root, source.name)
    root.attrib.pop("width", None)
    root.attrib.pop("height", None)
    root.set("width", str(width))  # some browsers draw a picture without a size as 300 × 150
    root.set("height", str(height))
    return Drawing(etree.tostring(root, encoding="UTF-8"), width, height)


def _clean_element(element: Any, name: str) -> None:
    kind = str(element.tag)
    if not kind.startswith(f"{{{SVG}}}") or kind.rpartition("}")[2] in _UNSAFE:
        if element.getparent() is not None:
            _remove_element(element)
        return
    if kind.endswith("}style") and _FOREIGN_STYLE.search(element.text or ""):
        raise pictures.unusable_picture(name, _("it needs another file: embed it in the drawing"))
    for attribute, value in dict(element.attrib).items():
        local = attribute.rpartition("}")[2]
        if local.lower().startswith("on") or (attribute.startswith("{") and local not in ("href", "space", "lang")):
            del element.attrib[attribute]
        elif local == "href" and not _EMBEDDED.match(value.strip()):
            if kind.endswith("}a"):
                del element.attrib[attribute]
            else:
                raise pictures.unusable_picture(name, _("it needs another file: embed it in the drawing"))
        elif _FOREIGN_STYLE.search(value):
            raise pictures.unusable_picture(name, _("it needs another file: embed it in the drawing"))


def _remove_element(element: Any) -> None:
    """Remove an element and leave the text that follows it."""
    parent, before = element.getparent(), element.getprevious()
    if element.tail:
        if before is not None:
            before.tail = (before.tail or "") + element.tail
        else:
            parent.text = (parent.text or "") + element.tail
    parent.remove(element)


def _size_of(root: Any, name: str) -> tuple[int, int]:
    """Return width and height of a drawing; it gets a view box where it has none."""
    box = [float(number) for number in _NUMBER.findall(root.get("viewBox", ""))[:4]]
    if len(box) != 4:
        sides = [_LENGTH.fullmatch(root.get(side, "")) for side in ("width", "height")]
        if not all(sides):
            raise pictures.unusable_picture(name, _("it does not say how large it is: give it a viewBox"))
        box = [0, 0, *(float(side[1]) for side in sides if side)]
        root.set("viewBox", " ".join(f"{number:g}" for number in box))
    width, height = (round(side) if isfinite(side) else 0 for side in box[2:])
    if width < 1 or height < 1:
        raise pictures.unusable_picture(name, _("it does not say how large it is: give it a viewBox"))
    return width, height
