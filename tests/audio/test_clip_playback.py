"""Clips on their way to the sound device."""

from __future__ import annotations

from array import array
from collections.abc import Iterator
from contextlib import suppress
from pathlib import Path
from typing import Any

import pytest

from audioguide.audio import ffmpeg, playback
from audioguide.cli.play_screen import screen_lines
from audioguide.errors import AudioError
from audioguide.model import Clip, Cue, Span


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


def test_a_listener_sees_stop_time_sentence_and_keys() -> None:
    cues = (Cue(250, 2000, "这里是大门。"), Cue(2500, 4000, "请抬头看。"))
    item = playback.Item(Path("03.mp3"), "3  大门", cues)
    shown = {
        (position, paused): screen_lines(playback.PlayState(item, position, 61_000, paused))
        for position in (0, 1000, 2499, 30_500)
        for paused in (False, True)
    }
    assert [lines[3] for (_position, paused), lines in shown.items() if not paused] == [
        "",
        "这里是大门。",
        "这里是大门。",
        "请抬头看。",
    ]
    assert shown[30_500, False][0] == "3  大门"
    assert shown[30_500, False][1] == f"0:30 {'━' * 12}{'─' * 12} 1:01"
    assert shown[30_500, True][1] != shown[30_500, False][1]
    assert all("q" in lines[-1] and "n" in lines[-1] for lines in shown.values())


def test_the_screen_is_told_where_a_track_begins_and_ends(monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> None:
    class Device:
        def start(self, blocks: Any) -> None:
            with suppress(StopIteration):
                while True:
                    blocks.send(1000)

        def stop(self) -> None:
            return

        close = stop

    monkeypatch.setattr(playback, "_open_device", Device)
    track = tmp_path / "01.mp3"
    with ffmpeg.open_encoder(track, 64) as encoder:
        encoder.write(ffmpeg.silent_pcm(3000))
    items = [playback.Item(track, name) for name in ("1  门", "2  院")]
    states: list[playback.PlayState] = []
    playback.play_items(items, states.append)
    ends = [state for state in states if state.position]
    assert [(state.item.name, state.position) for state in states if not state.position] == [("1  门", 0), ("2  院", 0)]
    assert [state.item.name for state in ends] == ["1  门", "2  院"]
    assert all(state.position == pytest.approx(state.length, abs=60) for state in ends)
    assert not any(state.paused for state in states)
