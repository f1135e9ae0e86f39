"""What is heard besides speech."""

from __future__ import annotations

from dataclasses import dataclass

from .problems import Place

SOUND_KINDS = ("music", "ambience")
"""What can be heard besides speech."""


@dataclass(frozen=True)
class Sound:
    """Music or ambience around the speech; the defaults of the numbers are those of ambience."""

    kind: str
    """Of ``SOUND_KINDS``."""
    file: str
    """Path relative to the script; empty: the tour's sound of this kind is not heard here."""
    level: float = -14.0
    """Loudness while nobody speaks, in LU against that of the speech."""
    fade: float = 1.5
    """Seconds over which it comes and goes, and makes room for the speech."""
    alone: float = 2.0
    """Seconds it is heard alone before and after the speech of a stop."""
    under: bool = True
    """It goes on under the speech; else it is silent there."""
    credit: str = ""
    """Who made it; pages print it."""
    licence: str = ""
    """Under which licence it may be used; pages print it."""
    place: Place | None = None
