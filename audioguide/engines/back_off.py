"""How often a request that failed is made again, and how long an engine waits before it."""

from __future__ import annotations

import random
from dataclasses import dataclass
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from ..errors import EngineError


@dataclass(frozen=True)
class Retry:
    """How often, and after how long, a request that failed is made again.

    A random share of each delay keeps requests that failed together from coming back together:
    https://aws.amazon.com/blogs/architecture/exponential-backoff-and-jitter/ (“equal jitter”).
    """

    attempts: int = 5
    first: float = 1.0
    """Seconds before the second attempt at most; doubled for each one after it."""
    longest: float = 20.0
    """Seconds."""

    def delay_after(self, failures: int) -> float:
        """Seconds to wait after so many failures."""
        longest = min(self.longest, self.first * 2 ** (failures - 1))
        return random.uniform(longest / 2, longest)


class TransientFailure(Exception):
    """A failure that may be over a moment later; ``error`` is raised when it is not."""

    def __init__(self, error: EngineError, attempts: int = 1_000, wait_s: float = 0) -> None:
        """``attempts``: after how many it is final. ``wait_s``: how long the service asks us to wait."""
        super().__init__(error.message)
        self.error = error
        self.attempts = attempts
        self.wait_s = wait_s
