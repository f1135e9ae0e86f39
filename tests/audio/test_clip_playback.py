"""Clips on their way to the sound device."""

from __future__ import annotations

from array import array
from collections.abc import Iterator
from contextlib import suppress
from typing import Any

import pytest

from audioguide.audio import playback
from audioguide.errors import AudioError
from audioguide.model import Clip, Span


def test_the_device_gets_silence_while_it_waits_then_the_clips_then_the_end() -> None:
    waiting = playback.ClipQueue()
    blocks = waiting.read_blocks()
    next(blocks)
    assert blocks.send(3).tolist() == [0, 0, 0]
    waiting.add(array("h", [1, 2, 3, 4]).tobytes())
    assert blocks.send(3).tolist() == [1, 2, 3]
    waiting.add(array("h", [5, 6]).tobytes())
    assert blocks.send(2).tolist() == [4, 5]
    waiting.close()
    assert blocks.send(4).tolist() == [6]
    assert not waiting.ended.is_set()
    with suppress(StopIteration):
        blocks.send(4)
    assert waiting.ended.is_set()


def test_without_a_device_nothing_is_spoken(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(playback, "_open_device", lambda: None)

    def clips() -> Iterator[Clip]:
        raise AssertionError("asked for a clip")
        yield

    with pytest.raises(AudioError) as caught:
        playback.play_clips(clips())
    assert "-o" in caught.value.hint


def test_clips_are_played_to_the_end(monkeypatch: pytest.MonkeyPatch) -> None:
    class Device:
        played = array("h")

        def start(self, blocks: Any) -> None:
            self.blocks = blocks

        def stop(self) -> None:
            with suppress(StopIteration):
                while True:
                    self.played += self.blocks.send(100)

        def close(self) -> None:
            return

    class Queue(playback.ClipQueue):
        def close(self) -> None:
            super().close()
            self.ended.set()  # the device of this test plays all at its stop

    device = Device()
    monkeypatch.setattr(playback, "_open_device", lambda: device)
    monkeypatch.setattr(playback, "ClipQueue", Queue)
    clip = Clip(array("h", range(250)).tobytes(), 24_000, (Span(0, 10),))
    playback.play_clips(iter([clip, clip]))
    assert device.played.tolist() == [*range(250), *range(250)]
