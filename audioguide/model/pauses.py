"""How long a tour is silent between sentences, paragraphs, speakers and stops."""

from __future__ import annotations

from dataclasses import dataclass


@dataclass(frozen=True)
class Pauses:
    """Silence in milliseconds, between the audible end of one thing and the audible start of the next."""

    sentence: int = 450
    paragraph: int = 900
    speaker: int = 900
    chime: int = 600
    """Between the chime and the speech: it opens a stop in the whole tour, and ends a stop's own file."""
    stop: int = 1500
    """Between two stops of the whole tour."""
