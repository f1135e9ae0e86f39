"""Text that remembers where it came from: the reason why an import can account for every character."""

from __future__ import annotations

import re
from collections.abc import Callable, Iterable, Iterator
from dataclasses import dataclass
from functools import cached_property


@dataclass(frozen=True)
class Run:
    """Characters ``start`` to ``end`` of the source and what became of them."""

    start: int
    end: int
    text: str
    rule: str = ""
    """The correction that changed them (message id); empty: they are verbatim."""


@dataclass(frozen=True)
class Strip:
    """Runs without a gap between them; reads like a string, cuts like one, and keeps the provenance."""

    runs: tuple[Run, ...]

    @cached_property
    def text(self) -> str:
        """As corrected."""
        return "".join(run.text for run in self.runs)

    @property
    def start(self) -> int:
        """Offset in the source."""
        return self.runs[0].start if self.runs else 0

    @property
    def end(self) -> int:
        """Offset in the source."""
        return self.runs[-1].end if self.runs else 0

    def __bool__(self) -> bool:
        return bool(self.runs)

    def __add__(self, other: Strip) -> Strip:
        return Strip(self.runs + other.runs)

    def cut(self, *places: int) -> list[Strip]:
        """Pieces between ascending offsets of ``text``; what was deleted at a cut stays with the piece before it."""
        reader = _RunCursor(self.runs)
        return [Strip(tuple(reader.take(place))) for place in (*places, len(self.text) + 1)]

    def sub(self, pattern: re.Pattern[str], new: str | Callable[[re.Match[str]], str], rule: str) -> Strip:
        """``re.sub`` that records each change; matches must not be empty."""
        reader = _RunCursor(self.runs)
        runs: list[Run] = []
        for match in pattern.finditer(self.text):
            text = match.expand(new) if isinstance(new, str) else new(match)
            if text == match[0]:
                continue
            runs += reader.take(match.start())
            changed = list(reader.take(match.end()))
            deleted: list[Run] = []
            while changed and not changed[-1].text:  # an earlier deletion behind the match keeps its own reason
                deleted.insert(0, changed.pop())
            if changed:
                runs.append(Run(changed[0].start, changed[-1].end, text, rule))
            runs += deleted
        return Strip((*runs, *reader.take(len(self.text) + 1))) if runs or reader.moved else self


class _RunCursor:
    """Hands out runs up to growing offsets of the text, cutting verbatim ones; corrected ones are atoms."""

    def __init__(self, runs: Iterable[Run]) -> None:
        self._runs = iter(runs)
        self._held: Run | None = None
        self._at = 0
        self.moved = False

    def take(self, place: int) -> Iterator[Run]:
        while (run := self._held or next(self._runs, None)) is not None:
            self.moved = True
            self._held = run
            if self._at + len(run.text) <= place and (self._at < place or not run.text):
                self._held = None
                self._at += len(run.text)
                yield run
                continue
            if self._at < place:
                cut = place - self._at
                if run.rule:
                    self._held = None
                    self._at += len(run.text)
                    yield run
                else:
                    self._held = Run(run.start + cut, run.end, run.text[cut:])
                    self._at = place
                    yield Run(run.start, run.start + cut, run.text[:cut])
            return


def verbatim(source: str, start: int, end: int) -> Strip:
    """A stretch of the source as it stands."""
    return Strip((Run(start, end, source[start:end]),))
