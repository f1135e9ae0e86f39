"""What templates do with values."""

from __future__ import annotations

import json
from typing import Any

from markupsafe import Markup


def format_duration(milliseconds: int) -> str:
    """``1:05`` or ``1:02:05``."""
    minutes, seconds = divmod(round(milliseconds / 1000), 60)
    hours, minutes = divmod(minutes, 60)
    return f"{hours}:{minutes:02}:{seconds:02}" if hours else f"{minutes}:{seconds:02}"


def iso_duration(milliseconds: int) -> str:
    """ISO 8601 duration for ``<time datetime>``."""
    minutes, seconds = divmod(round(milliseconds / 1000), 60)
    return f"PT{minutes}M{seconds}S"


def whole_minutes(milliseconds: int) -> int:
    """Whole minutes, at least one."""
    return max(1, round(milliseconds / 60_000))


def format_megabytes(count: int) -> str:
    """``3.2``, or ``28`` from ten on: decimal megabytes, as phones show them."""
    size = count / 1_000_000
    return f"{size:.0f}" if size >= 10 else f"{size:.1f}"


def json_block(value: Any) -> Markup:
    """JSON for a data block: nothing in it can end the block or begin a comment."""
    text = json.dumps(value, ensure_ascii=False, separators=(",", ":"))
    return Markup(text.replace("&", "\\u0026").replace("<", "\\u003c").replace(">", "\\u003e"))


def split_paragraphs(text: str) -> list[str]:
    """Parts of a text between blank lines."""
    return [" ".join(part.split("\n")).strip() for part in text.split("\n\n") if part.strip()]


def qr_svg(address: str) -> Markup:
    """The address as a QR code, inline SVG without styles: level Q, quiet zone of four modules."""
    import segno

    return Markup(segno.make(address, error="q", micro=False).svg_inline(border=4, omitsize=True, svgclass="code"))


FILTERS = {
    f.__name__: f
    for f in (format_duration, iso_duration, whole_minutes, format_megabytes, json_block, split_paragraphs, qr_svg)
}
