"""The icon of a tour, drawn: three sound waves around a point, in the accent colour. SVG and PNG."""

from __future__ import annotations

import struct
import zlib
from typing import Any

WAVES = (0.13, 0.22, 0.31)
"""Radii of the waves as parts of the icon's width."""
POINT, STROKE = 0.062, 0.04
CENTRE = (0.36, 0.5)
OPENING = 0.72
"""Half of a wave's angle, in radians."""


def svg(colour: str, ink: str) -> str:
    """The icon for browser tabs."""
    import math

    x, y = (part * 100 for part in CENTRE)
    arcs = ""
    for radius in WAVES:
        dx, dy = 100 * radius * math.cos(OPENING), 100 * radius * math.sin(OPENING)
        r = 100 * radius
        arcs += f"M{x + dx:.1f} {y - dy:.1f}A{r:.1f} {r:.1f} 0 0 1 {x + dx:.1f} {y + dy:.1f}"
    return (
        '<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 100 100">'
        f'<rect width="100" height="100" rx="22" fill="{colour}"/>'
        f'<circle cx="{x:g}" cy="{y:g}" r="{POINT * 100:g}" fill="{ink}"/>'
        f'<path d="{arcs}" fill="none" stroke="{ink}" stroke-width="{STROKE * 100:g}" stroke-linecap="round"/></svg>\n'
    )


def png(colour: str, ink: str, size: int) -> bytes:
    """The icon for home screens, ``size`` pixels wide; it fills the square, so that any mask may cut it."""
    import numpy as np

    at = (np.arange(size) + 0.5) / size
    x, y = at[None, :] - CENTRE[0], at[:, None] - CENTRE[1]
    distance = np.hypot(x, y)
    away = distance - POINT
    for radius in WAVES:
        tips = [np.hypot(x - radius * np.cos(OPENING), y - s * radius * np.sin(OPENING)) for s in (-1, 1)]
        along = np.abs(np.arctan2(y, x)) <= OPENING
        away = np.minimum(away, np.where(along, np.abs(distance - radius), np.minimum(*tips)) - STROKE / 2)
    cover = np.clip(0.5 - away * size, 0, 1)[:, :, None]  # one pixel of soft edge
    back, front = (np.array(list(bytes.fromhex(c.lstrip("#")))) for c in (colour, ink))
    return _encode(np.rint(back + (front - back) * cover).astype(np.uint8))


def _encode(pixels: Any) -> bytes:
    """PNG of 8-bit RGB pixels (https://www.w3.org/TR/png-3/), rows unfiltered."""
    height, width, _channels = pixels.shape
    rows = b"".join(b"\0" + row.tobytes() for row in pixels)
    header = struct.pack(">IIBBBBB", width, height, 8, 2, 0, 0, 0)
    chunks = ((b"IHDR", header), (b"IDAT", zlib.compress(rows, 9)), (b"IEND", b""))
    return b"\x89PNG\r\n\x1a\n" + b"".join(
        struct.pack(">I", len(body)) + name + body + struct.pack(">I", zlib.crc32(name + body)) for name, body in chunks
    )
