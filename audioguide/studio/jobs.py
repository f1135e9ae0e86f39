"""What goes on after its request was answered."""

from __future__ import annotations

from dataclasses import dataclass


@dataclass
class BuildJob:
    """The one build or proof that runs."""

    tour: str
    is_cancelled: bool = False
