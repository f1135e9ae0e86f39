"""What goes on after its request was answered."""

from __future__ import annotations

from dataclasses import dataclass, field


@dataclass
class BuildJob:
    """The one build that runs."""

    tour: str
    is_cancelled: bool = False
    messages: list[str] = field(default_factory=list)
