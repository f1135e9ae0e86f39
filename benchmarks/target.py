"""Something that reads text of others, with what ``fuzz`` and ``growth`` note about it."""

from __future__ import annotations

from collections.abc import Callable
from contextlib import suppress
from dataclasses import dataclass, field

from audioguide.errors import AudioguideError

WARMING_TEXTS = (
    "这里的字是1949年写的。",
    "The gate of 1949, read by Dr. Lead in a minute.",
    "NGO 3.5 km",
    "重庆银行的行长看着行行出状元，xqzty 走了。",
    "The Xochicalco brzl, QWERT and Zürich: [walk] {长|zhang3} 龘。",
    "第一站：水车\n讲解员：花儿开了，任先生和单先生去曾家。\n画面：王先生说，得很好，地上只有一只鸟。\n第二站：重庆市\n讲解员：到了。重庆",
)
"""Texts that need all there is to load: readings of polyphones and of surnames, words no dictionary has, sounds that
are guessed, and stops with their speakers."""


MAX_S = 2.0
"""Of a free machine's processor, for one input."""
MODELS_MAX_S = 10.0
"""Of what asks models of the language about each word or character, and again for each surname of two readings: 64 KB
are an hour of speech, or 21,000 Chinese characters, for which the networks alone take a second and more."""


@dataclass(frozen=True)
class SlowInput:
    """An input that took too long."""

    read: Callable[[], object]
    seconds: float
    shown: str
    """The expression that makes it."""


def through_document(read: Callable[[bytes], object], write: Callable[[str], bytes]) -> Callable[[str], object]:
    """Return a reader of any text: of the document that is written around it."""
    return lambda text: read(write(text))


@dataclass
class Target:
    """Something that reads text of others."""

    name: str
    read: Callable[[str], object]
    """Reads any text."""
    read_bytes: Callable[[bytes], object] | None = None
    """Reads what is no text; None where that never arrives."""
    write: Callable[[str], bytes] | None = None
    """Makes the document around a text, which may then be damaged."""
    max_s: float = MAX_S
    """Bar for one input, in seconds of a free machine's processor."""
    slowest_s: float = 0.0
    largest_mb: float = 0.0
    inputs: int = 0
    slow_inputs: list[SlowInput] = field(default_factory=list)
    faults: list[str] = field(default_factory=list)

    @property
    def expected(self) -> tuple[type[BaseException], ...]:
        """What a reader may raise."""
        return (AudioguideError,)

    def warm_up(self) -> None:
        """Load dictionaries and models before anything is measured."""
        for text in WARMING_TEXTS:
            with suppress(*self.expected):
                self.read(text)
