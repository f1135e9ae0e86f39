"""Draw the icon of a tour: three sound waves around a point, in the accent colour. SVG and PNG."""

from __future__ import annotations

import io
import math

WAVE_RADII = (0.13, 0.22, 0.31)
"""Radii of the waves as parts of the icon's width."""
POINT_RADIUS, STROKE = 0.062, 0.04
SHADES = 16
"""Colours of a PNG, from the background to the strokes: the file stays small."""
SUPERSAMPLING = 4
"""Pixels drawn for each pixel of the PNG, along one side: Pillow's own strokes have hard edges."""
CENTRE = (0.36, 0.5)
HALF_OPENING_RADIANS = 0.72
"""Half of a wave's angle, in radians."""


def draw_svg(colour: str, ink: str) -> str:
    """Return the icon for browser tabs."""
    x, y = (part * 100 for part in CENTRE)
    arcs = ""
    for radius in WAVE_RADII:
        dx, dy = 100 * radius * math.cos(HALF_OPENING_RADIANS), 100 * radius * math.sin(HALF_OPENING_RADIANS)
        r = 100 * radius
        arcs += f"M{x + dx:.1f} {y - dy:.1f}A{r:.1f} {r:.1f} 0 0 1 {x + dx:.1f} {y + dy:.1f}"
    return (
        '<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 100 100">'
        f'<rect width="100" height="100" rx="22" fill="{colour}"/>'
        f'<circle cx="{x:g}" cy="{y:g}" r="{POINT_RADIUS * 100:g}" fill="{ink}"/>'
        f'<path d="{arcs}" fill="none" stroke="{ink}" stroke-width="{STROKE * 100:g}" stroke-linecap="round"/></svg>\n'
    )


def draw_png(colour: str, ink: str, size: int) -> bytes:
    """Return the icon for home screens, ``size`` pixels wide; it fills the square, so that any mask may cut it."""
    from PIL import Image, ImageColor, ImageDraw

    side = size * SUPERSAMPLING
    cover = Image.new("L", (side, side))
    draw = ImageDraw.Draw(cover)
    x, y = (part * side for part in CENTRE)

    def draw_dot(across: float, down: float, radius: float) -> None:
        draw.ellipse((across - radius, down - radius, across + radius, down + radius), fill=255)

    draw_dot(x, y, POINT_RADIUS * side)
    degrees, half = math.degrees(HALF_OPENING_RADIANS), STROKE / 2 * side
    for radius in WAVE_RADII:
        outer = radius * side + half
        draw.arc((x - outer, y - outer, x + outer, y + outer), -degrees, degrees, fill=255, width=round(2 * half))
        for sign in (-1, 1):  # round ends, as the SVG has them
            across = radius * side * math.cos(HALF_OPENING_RADIANS)
            draw_dot(x + across, y + sign * radius * side * math.sin(HALF_OPENING_RADIANS), half)
    shades = cover.resize((size, size), Image.Resampling.BOX).point(
        [value * (SHADES - 1) // 255 for value in range(256)]
    )
    back, front = ImageColor.getrgb(colour), ImageColor.getrgb(ink)
    picture = Image.frombytes("P", shades.size, shades.tobytes())
    picture.putpalette(
        [round(b + (f - b) * shade / (SHADES - 1)) for shade in range(SHADES) for b, f in zip(back, front, strict=True)]
    )
    target = io.BytesIO()
    picture.save(target, "PNG", optimize=True)
    return target.getvalue()
