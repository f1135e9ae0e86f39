"""One accent colour → the colours of a page, light, dark and of high contrast, each safe to read.

Lightness is changed in OKLCH, where equal steps look equal and the hue stays (https://bottosson.github.io/posts/oklab/);
contrast is measured as WCAG 2.2 does (https://www.w3.org/TR/WCAG22/#dfn-contrast-ratio).
"""

from __future__ import annotations

import math
import re
from dataclasses import dataclass

DEFAULT_ACCENT = "#9a4a2e"
"""Terracotta: the accent of tours that name none."""


@dataclass(frozen=True)
class Palette:
    """The colours of one theme as ``#rrggbb``; the names are those of the style sheet's variables."""

    paper: str
    """Background of the page."""
    card: str
    """Background of what lies on the page."""
    ink: str
    """Text; at least 7:1 on paper and card."""
    quiet: str
    """Secondary text; at least 4.5:1 on paper and card."""
    line: str
    """Hairlines that only decorate."""
    accent: str
    """Links and buttons; at least 4.5:1 on paper, card and tint."""
    on_accent: str
    """Text on the accent; at least 4.5:1."""
    tint: str
    """Behind the sentence that is being said."""


def derive_palettes(accent: str) -> dict[str, Palette]:
    """Palettes ``light``, ``dark``, ``light-more`` and ``dark-more`` for an accent ``#rrggbb`` (or ``#rgb``).

    Anything else gives those of the product's own accent: a script's colour was checked before.
    """
    own, chroma, hue = _oklch_from_hex(accent if re.fullmatch(r"#([0-9a-fA-F]{3}){1,2}", accent) else DEFAULT_ACCENT)
    grey = min(chroma, 0.1)  # neutrals of a grey accent stay grey
    return {
        "light": Palette(
            paper=_hex_from_oklch(0.984, grey * 0.035, hue),
            card=_hex_from_oklch(1.0, 0.0, hue),
            ink=_hex_from_oklch(0.24, grey * 0.15, hue),
            quiet=_hex_from_oklch(0.49, grey * 0.2, hue),
            line=_hex_from_oklch(0.9, grey * 0.12, hue),
            accent=_readable_accent(own, chroma, hue, _hex_from_oklch(0.93, grey * 0.4, hue), 4.7),
            on_accent="#ffffff",
            tint=_hex_from_oklch(0.93, grey * 0.4, hue),
        ),
        "dark": Palette(
            paper=_hex_from_oklch(0.19, grey * 0.07, hue),
            card=_hex_from_oklch(0.235, grey * 0.08, hue),
            ink=_hex_from_oklch(0.93, grey * 0.08, hue),
            quiet=_hex_from_oklch(0.74, grey * 0.12, hue),
            line=_hex_from_oklch(0.34, grey * 0.15, hue),
            accent=_readable_accent(own, chroma, hue, _hex_from_oklch(0.34, grey * 0.5, hue), 4.7),
            on_accent=_hex_from_oklch(0.17, grey * 0.1, hue),
            tint=_hex_from_oklch(0.34, grey * 0.5, hue),
        ),
        "light-more": Palette(
            paper="#ffffff",
            card="#ffffff",
            ink="#000000",
            quiet="#333333",
            line="#000000",
            accent=_readable_accent(own, chroma, hue, "#ffe680", 7.2),
            on_accent="#ffffff",
            tint="#ffe680",
        ),
        "dark-more": Palette(
            paper="#000000",
            card="#000000",
            ink="#ffffff",
            quiet="#dddddd",
            line="#ffffff",
            accent=_readable_accent(own, chroma, hue, "#4a4000", 7.2),
            on_accent="#000000",
            tint="#4a4000",
        ),
    }


def contrast_ratio(first: str, second: str) -> float:
    """WCAG contrast ratio of two colours, 1 to 21."""
    bright, dim = sorted((_relative_luminance(first), _relative_luminance(second)), reverse=True)
    return (bright + 0.05) / (dim + 0.05)


def _readable_accent(own: float, chroma: float, hue: float, behind: str, ratio: float) -> str:
    """The author's colour where it keeps the ratio on the colour behind it, else lighter or darker until it does."""
    if contrast_ratio(_hex_from_oklch(own, chroma, hue), behind) >= ratio:
        return _hex_from_oklch(own, chroma, hue)
    middle, end = 0.55, 0.0 if _relative_luminance(behind) > 0.18 else 1.0
    if contrast_ratio(_hex_from_oklch(middle, chroma, hue), behind) >= ratio:
        return _hex_from_oklch(middle, chroma, hue)
    for _step in range(10):  # contrast grows with the distance: halve the interval
        half = (middle + end) / 2
        middle, end = (
            (middle, half) if contrast_ratio(_hex_from_oklch(half, chroma, hue), behind) >= ratio else (half, end)
        )
    return _hex_from_oklch(end, chroma, hue)


def _relative_luminance(colour: str) -> float:
    red, green, blue = _linear_rgb(colour)
    return 0.2126 * red + 0.7152 * green + 0.0722 * blue


def _linear_rgb(colour: str) -> tuple[float, float, float]:
    digits = colour.lstrip("#")
    if len(digits) == 3:
        digits = "".join(c * 2 for c in digits)
    red, green, blue = (int(digits[i : i + 2], 16) / 255 for i in (0, 2, 4))
    return _to_linear(red), _to_linear(green), _to_linear(blue)


def _to_linear(value: float) -> float:
    return value / 12.92 if value <= 0.04045 else float(((value + 0.055) / 1.055) ** 2.4)


def _to_srgb(value: float) -> float:
    return value * 12.92 if value <= 0.0031308 else float(1.055 * value ** (1 / 2.4) - 0.055)


def _oklch_from_hex(colour: str) -> tuple[float, float, float]:
    red, green, blue = _linear_rgb(colour)
    long = (0.4122214708 * red + 0.5363325363 * green + 0.0514459929 * blue) ** (1 / 3)
    medium = (0.2119034982 * red + 0.6806995451 * green + 0.1073969566 * blue) ** (1 / 3)
    short = (0.0883024619 * red + 0.2817188376 * green + 0.6299787005 * blue) ** (1 / 3)
    light = 0.2104542553 * long + 0.7936177850 * medium - 0.0040720468 * short
    a = 1.9779984951 * long - 2.4285922050 * medium + 0.4505937099 * short
    b = 0.0259040371 * long + 0.7827717662 * medium - 0.8086757660 * short
    return light, math.hypot(a, b), math.atan2(b, a)


def _hex_from_oklch(light: float, chroma: float, hue: float) -> str:
    """``#rrggbb``; chroma that the screen cannot show is given up, lightness and hue are kept."""
    for part in range(20, -1, -1):
        a, b = chroma * part / 20 * math.cos(hue), chroma * part / 20 * math.sin(hue)
        long = (light + 0.3963377774 * a + 0.2158037573 * b) ** 3
        medium = (light - 0.1055613458 * a - 0.0638541728 * b) ** 3
        short = (light - 0.0894841775 * a - 1.2914855480 * b) ** 3
        rgb = (
            4.0767416621 * long - 3.3077115913 * medium + 0.2309699292 * short,
            -1.2684380046 * long + 2.6097574011 * medium - 0.3413193965 * short,
            -0.0041960863 * long - 0.7034186147 * medium + 1.7076147010 * short,
        )
        if all(-1e-6 <= value <= 1 + 1e-6 for value in rgb):
            break
    return "#" + "".join(f"{round(_to_srgb(min(1.0, max(0.0, value))) * 255):02x}" for value in rgb)
