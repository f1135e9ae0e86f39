"""Filters of the templates."""

from __future__ import annotations

import json
from collections.abc import Mapping
from io import BytesIO
from typing import Any

from markupsafe import Markup

from ...model import Cue

MAX_LIT_CHARACTERS = 45
"""Longer sentences are lit by clauses: ten seconds of Chinese, four of a European language."""


def format_duration(milliseconds: int) -> str:
    """Return ``1:05`` or ``1:02:05``."""
    minutes, seconds = divmod(round(milliseconds / 1000), 60)
    hours, minutes = divmod(minutes, 60)
    return f"{hours}:{minutes:02}:{seconds:02}" if hours else f"{minutes}:{seconds:02}"


def iso_duration(milliseconds: int) -> str:
    """Return the ISO 8601 duration for ``<time datetime>``."""
    minutes, seconds = divmod(round(milliseconds / 1000), 60)
    return f"PT{minutes}M{seconds}S"


def whole_minutes(milliseconds: int) -> int:
    """Return the minutes, rounded, at least one."""
    return max(1, round(milliseconds / 60_000))


def format_megabytes(count: int) -> str:
    """Return ``3.2``, or ``28`` from ten on: decimal megabytes, as phones show them."""
    size = count / 1_000_000
    return f"{size:.0f}" if size >= 10 else f"{size:.1f}"


def format_distance(metres: int, units: Mapping[str, str]) -> str:
    """Return ``350 m`` or ``1.2 km`` in the units' words; from 100 metres on nobody counts single ones."""
    if metres < 1000:
        return units["metres"].format(count=metres if metres < 100 else round(metres / 10) * 10)
    return units["kilometres"].format(count=f"{metres / 1000:.1f}")


def json_block(value: Any) -> Markup:
    """Return JSON for a data block: nothing in it can end the block or begin a comment."""
    text = json.dumps(value, ensure_ascii=False, separators=(",", ":"))
    return Markup(text.replace("&", "\\u0026").replace("<", "\\u003c").replace(">", "\\u003e"))


def split_paragraphs(text: str) -> list[str]:
    """Return the parts of a text between blank lines."""
    return [" ".join(part.split("\n")).strip() for part in text.split("\n\n") if part.strip()]


def is_lit_by_clauses(cue: Cue) -> bool:
    """Return whether a sentence is too long to be lit as one; clauses.js splits it, and needs its end."""
    return len(cue.text) > MAX_LIT_CHARACTERS


def draw_code(address: str) -> bytes:
    """Return the address as a QR code, an SVG file: level Q, quiet zone of four modules."""
    import segno

    file = BytesIO()
    segno.make(address, error="q", micro=False).save(
        file, kind="svg", border=4, omitsize=True, xmldecl=False, svgns=True
    )
    return file.getvalue()


FILTERS = {
    f.__name__: f
    for f in (
        format_duration,
        iso_duration,
        whole_minutes,
        format_megabytes,
        format_distance,
        json_block,
        split_paragraphs,
        is_lit_by_clauses,
    )
}
