"""What open pages learn: changes of other pages and programs, builds, and who has which stop open."""

from __future__ import annotations

import asyncio
import json
from collections.abc import AsyncIterator, Callable
from contextlib import suppress
from dataclasses import asdict, dataclass

KEEP_ALIVE_S = 15
"""Seconds of silence after which a comment is sent, so that no proxy takes the connection for dead."""
QUEUE_LENGTH = 200
"""Messages a page may leave unread; the rest is dropped."""
BUILD_ENDS = ("built", "build-failed")
"""Kinds of events with which a build ends."""


@dataclass(frozen=True)
class Presence:
    """Where somebody is."""

    page: str
    """Identifier a page gives itself."""
    name: str
    """How the person calls themselves; empty: not known."""
    tour: str
    stop: str


class Channel:
    """Server-sent events to every open page. All methods belong to the event loop's thread."""

    def __init__(self) -> None:
        self._queues: dict[asyncio.Queue[str], str] = {}
        self._present: dict[str, Presence] = {}
        self._outcome: dict[str, object] | None = None

    def publish(self, kind: str, **fields: object) -> None:
        """Tell every page."""
        message = json.dumps({"kind": kind, **fields}, ensure_ascii=False)
        if kind in BUILD_ENDS:
            self._outcome = {"kind": kind, **fields}
        for queue in self._queues:
            with suppress(asyncio.QueueFull):
                queue.put_nowait(message)

    def note_presence(self, presence: Presence) -> None:
        """Remember where somebody is, and tell the others."""
        if self._present.get(presence.page) != presence and presence.page in self._queues.values():
            self._present[presence.page] = presence
            self._publish_presence()

    async def listen(self, page: str, is_building: Callable[[], bool]) -> AsyncIterator[str]:
        """The events for a page, until it goes; the first says how the last build ended, which it may have missed."""
        queue: asyncio.Queue[str] = asyncio.Queue(QUEUE_LENGTH)
        self._queues[queue] = page
        try:
            yield "retry: 1000\n\n"
            state = {"present": self._people(), "building": is_building(), "outcome": self._outcome}
            yield f"data: {json.dumps({'kind': 'hello', **state}, ensure_ascii=False)}\n\n"
            while True:
                try:
                    message = await asyncio.wait_for(queue.get(), KEEP_ALIVE_S)
                    yield f"data: {message}\n\n"
                except TimeoutError:
                    yield ": still here\n\n"
        finally:
            del self._queues[queue]
            if page in self._present and page not in self._queues.values():
                del self._present[page]
                self._publish_presence()

    def _people(self) -> list[dict[str, str]]:
        return [asdict(presence) for presence in self._present.values()]

    def _publish_presence(self) -> None:
        self.publish("presence", present=self._people())
