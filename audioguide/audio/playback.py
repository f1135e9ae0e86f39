"""Plays built tracks through the sound card, with pause, seek and next, from a terminal."""

from __future__ import annotations

import contextlib
import os
import queue
import sys
import threading
from array import array
from collections.abc import Callable, Generator, Iterable, Iterator, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from ..errors import AudioError
from ..i18n import _
from ..model import Clip, Cue
from .ffmpeg import SAMPLE_RATE_HZ, resample_pcm, samples_to_ms

SKIP_FRAMES = 10 * SAMPLE_RATE_HZ
"""Frames that the arrow keys move by."""


@dataclass(frozen=True)
class Item:
    """A track and the name it is shown by."""

    path: Path
    name: str
    cues: tuple[Cue, ...] = ()
    """What is said and when, to be read along."""


@dataclass(frozen=True)
class PlayState:
    """What a listener sees at a moment; times in milliseconds."""

    item: Item
    position: int
    length: int
    paused: bool

    @property
    def sentence(self) -> str:
        """What is being said, or was last; empty before the first word."""
        return next((cue.text for cue in reversed(self.item.cues) if cue.start <= self.position), "")


class Playing:
    """One track on its way to the device; the device's thread reads it, the keyboard moves it."""

    def __init__(self, path: Path) -> None:
        import miniaudio

        self._path = str(path)
        self.length = int(miniaudio.get_file_info(self._path).duration * SAMPLE_RATE_HZ)
        self.position = 0
        self.paused = False
        self.ended = threading.Event()

    def move_by(self, frames: int) -> None:
        """Move by a number of frames, within the track."""
        self.position = max(0, min(self.length, self.position + frames))

    def read_blocks(self) -> Generator[array[int], int, None]:
        """What the device asks for; silence while paused, nothing after the end."""
        import miniaudio

        wanted = yield array("h")
        source, at = None, -1
        while True:
            if self.paused:
                wanted = yield array("h", bytes(2 * wanted))
                continue
            if source is None or at != self.position:
                source = miniaudio.stream_file(
                    self._path, nchannels=1, sample_rate=SAMPLE_RATE_HZ, seek_frame=self.position
                )
                next(source)
            try:
                block = source.send(wanted)
            except StopIteration:
                self.ended.set()
                return
            self.position += len(block)
            at = self.position
            wanted = yield block


def play_items(items: Sequence[Item], show: Callable[[PlayState], None]) -> None:
    """Play the items in order; on a terminal space pauses, arrows seek, n and p change the stop, q ends.

    ``show`` is called when an item begins and ends, and every twentieth of a second between.

    Raises AudioError without a sound device, naming the file that holds the sound.
    """
    device = _open_device()
    if device is None:
        raise AudioError(
            _("There is no sound device here."),
            hint=_("Play the file elsewhere: {file}").format(file=items[0].path),
        )
    with contextlib.closing(device), _watch_keys() as keys:
        at = 0
        while 0 <= at < len(items):
            at += _play_item(device, items[at], keys, show)


class ClipQueue:
    """Clips on their way to the device, which plays silence while it waits for the next one."""

    def __init__(self) -> None:
        self._waiting: queue.Queue[array[int] | None] = queue.Queue()
        self.ended = threading.Event()

    def add(self, pcm: bytes) -> None:
        """Append PCM at ``SAMPLE_RATE_HZ``."""
        self._waiting.put(array("h", pcm))

    def close(self) -> None:
        """Nothing more will come."""
        self._waiting.put(None)

    def read_blocks(self) -> Generator[array[int], int, None]:
        """What the device asks for; nothing after the end."""
        wanted = yield array("h")
        current: array[int] = array("h")
        while True:
            while len(current) < wanted:
                try:
                    following = self._waiting.get_nowait()
                except queue.Empty:
                    break
                if following is None:
                    yield current
                    self.ended.set()
                    return
                current += following
            block, current = current[:wanted], current[wanted:]
            wanted = yield block or array("h", bytes(2 * wanted))


def play_clips(clips: Iterable[Clip]) -> None:
    """Play clips in order, each as soon as it comes.

    Raises AudioError without a sound device, before the first clip is asked for, and what ``clips`` raises.
    """
    device = _open_device()
    if device is None:
        raise AudioError(_("There is no sound device here."), hint=_("Write a file instead: add -o speech.mp3"))
    with contextlib.closing(device):
        playing = ClipQueue()
        blocks = playing.read_blocks()
        next(blocks)
        device.start(blocks)
        for clip in clips:
            playing.add(resample_pcm(clip.pcm, clip.rate))
        playing.close()
        playing.ended.wait()
        device.stop()


def is_available() -> bool:
    """Whether there is a sound device."""
    device = _open_device()
    if device is not None:
        device.close()
    return device is not None


def _open_device() -> Any:
    """The default sound device, opened; None where there is none."""
    import miniaudio

    # miniaudio's null backend would play into the void and call it success
    backends = [backend for backend in miniaudio.Backend if backend.name not in ("NULL", "CUSTOM")]
    try:
        with _silence_stderr():
            return miniaudio.PlaybackDevice(
                nchannels=1, sample_rate=SAMPLE_RATE_HZ, backends=backends, app_name="audioguide"
            )
    except miniaudio.MiniaudioError:
        return None


def _play_item(device: Any, item: Item, keys: queue.Queue[str], show: Callable[[PlayState], None]) -> int:
    """Play one item; returns by how much to move in the list (a large number: leave)."""
    playing = Playing(item.path)
    stream = playing.read_blocks()
    next(stream)

    def show_state() -> None:
        show(PlayState(item, samples_to_ms(playing.position), samples_to_ms(playing.length), playing.paused))

    show_state()
    device.start(stream)
    try:
        while not playing.ended.wait(0.05):
            show_state()
            with contextlib.suppress(queue.Empty):
                match keys.get_nowait():
                    case " ":
                        playing.paused = not playing.paused
                    case "right":
                        playing.move_by(SKIP_FRAMES)
                    case "left":
                        playing.move_by(-SKIP_FRAMES)
                    case "n":
                        return 1
                    case "p":
                        return -1
                    case "q":
                        return sys.maxsize
        show_state()
        return 1
    finally:
        device.stop()


@contextlib.contextmanager
def _watch_keys() -> Iterator[queue.Queue[str]]:
    """Keys as they are pressed; none where the input is not a terminal."""
    pressed: queue.Queue[str] = queue.Queue()
    if sys.stdin.isatty():
        import readchar

        names = {readchar.key.LEFT: "left", readchar.key.RIGHT: "right"}

        def read() -> None:
            with contextlib.suppress(KeyboardInterrupt, OSError):
                while (key := readchar.readkey()) != "q":
                    pressed.put(names.get(key, key))
            pressed.put("q")

        threading.Thread(target=read, daemon=True).start()
    yield pressed


@contextlib.contextmanager
def _silence_stderr() -> Iterator[None]:
    """Hide what ALSA and JACK write to the process's stderr while devices are looked for."""
    saved = os.dup(2)
    try:
        with open(os.devnull, "wb") as nowhere:  # noqa: PTH123
            os.dup2(nowhere.fileno(), 2)
        yield
    finally:
        os.dup2(saved, 2)
        os.close(saved)
