"""A speech service on this machine that speaks Edge's protocol, and misbehaves on request.

It answers each sentence with a tone of 0.2 s a letter, with silence around, as MP3 of 48 kbit/s in frames of 24 ms.
"""

from __future__ import annotations

import asyncio
import contextlib
import json
import re
import subprocess
import threading
import uuid
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, field
from email.utils import formatdate
from functools import lru_cache
from time import time
from typing import Any
from xml.sax.saxutils import unescape

import edge_tts.drm
from aiohttp import WSMessage, web
from edge_tts import communicate

from audioguide.audio import ffmpeg

FRAME = 144
"""Bytes of an MP3 frame."""
FRAME_MS = 24
LEAD, LETTER, GAP, TAIL = 4, 8, 12, 33
"""Frames: of silence before the first sentence, a letter, silence between sentences and after the last one."""

WELL = "well"
"""Answers as it should. Other behaviours: an HTTP status; those of ``ODD_MESSAGES``; drop, drop-late, silent, stall,
unmarked, short, hush, babble, endless, odd-marks."""
ODD_MESSAGES: dict[str, str | bytes] = {
    "no JSON": "Path:audio.metadata\r\n\r\n<html>",
    "no metadata": 'Path:audio.metadata\r\n\r\n{"a": 1}',
    "metadata of nothing": 'Path:audio.metadata\r\n\r\n{"Metadata": null}',
    "a mark without data": 'Path:audio.metadata\r\n\r\n{"Metadata": [{"Type": "SentenceBoundary"}]}',
    "a mark of words": (
        'Path:audio.metadata\r\n\r\n{"Metadata": [{"Type": "SentenceBoundary", "Data": '
        '{"Offset": "soon", "Duration": null, "text": {"Text": 5}}}]}'
    ),
    "JSON without end": "Path:audio.metadata\r\n\r\n" + "[" * 100_000,
    "no head": "hello",
    "an unknown path": "Path:turn.around\r\n\r\n{}",
    "one byte": b"\0",
    "a head that is longer than all": b"\xff\xffPath:audio\r\n",
    "a head without a colon": b"\0\x06hello\r\n",
    "no audio": b"\0\x0fPath:anything\r\nabc",
}
"""Messages that edge-tts takes apart as if they were as they should be."""


@lru_cache
def _mp3(source: str) -> bytes:
    """Two minutes of sound in frames that do not borrow bits from each other."""
    command = [
        ffmpeg.ffmpeg_path(),
        "-v",
        "error",
        "-f",
        "lavfi",
        "-i",
        f"{source}",
        "-t",
        "120",
        "-ac",
        "1",
        "-ar",
        "24000",
    ]
    command += ["-b:a", "48k", "-reservoir", "0", "-write_xing", "0", "-id3v2_version", "0", "-f", "mp3", "-"]
    encoded = subprocess.run(command, capture_output=True, check=True).stdout
    assert len(encoded) % FRAME == 0
    return encoded


def speech(sentences: Sequence[str]) -> tuple[bytes, list[dict[str, object]]]:
    """Audio and the metadata of its sentences, as the service would send them."""
    tone, hush = _mp3("sine=f=300"), _mp3("anullsrc")
    parts = [hush[: LEAD * FRAME]]
    at = LEAD
    marks: list[dict[str, object]] = []
    for index, sentence in enumerate(sentences):
        if index:
            parts.append(hush[: GAP * FRAME])
            at += GAP
        frames = LETTER * len(re.sub(r"\W", "", sentence))
        parts.append(tone[: frames * FRAME])
        data = {
            "Offset": at * FRAME_MS * 10_000,
            "Duration": frames * FRAME_MS * 10_000,
            "text": {"Text": sentence, "Length": len(sentence), "BoundaryType": "SentenceBoundary"},
        }
        marks.append({"Metadata": [{"Type": "SentenceBoundary", "Data": data}]})
        at += frames
    return b"".join([*parts, hush[: TAIL * FRAME]]), marks


@dataclass
class Peer:
    """What the service was asked, and how it is to answer: one behaviour for each connection, then well."""

    script: list[str] = field(default_factory=list)
    delay: float = 0
    """Seconds before the first byte."""
    speed: float = 0
    """Times real time at which audio is sent; 0: at once."""
    clock: float = 0
    """Seconds by which its clock is ahead of this machine's; tokens of another time are refused."""
    allowed: int = 0
    """Connections until it throttles everyone once each; 0: any number."""
    texts: list[str] = field(default_factory=list)
    prosody: list[str] = field(default_factory=list)
    passwords: list[str] = field(default_factory=list)
    """What clients sent as theirs, of which the service wants none."""
    connections: int = 0
    open: int = 0
    most_open: int = 0
    together: int = 0
    """Connections open at once before one is answered, the first aside: it comes alone, and learns the clock."""
    met: asyncio.Event = field(default_factory=asyncio.Event)
    url: str = ""
    _throttled: int = 0

    async def handle(self, request: web.Request) -> web.StreamResponse:
        self.connections += 1
        self.passwords += request.headers.getall("Authorization", [])
        now = time() + self.clock
        headers = {"Date": formatdate(now, usegmt=True)}
        tokens = [edge_tts.drm.generate_sec_ms_gec_v2(now + near) for near in (-5, 5)]
        if request.query["Sec-MS-GEC"] not in tokens:
            return web.Response(status=403, headers=headers)
        behaviour = self.script.pop(0) if self.script else WELL
        if self.allowed and self.connections > self.allowed and self._throttled < 3:
            self._throttled += 1
            behaviour = "429"
        if behaviour.isdigit():
            return web.Response(status=int(behaviour), headers=headers)
        socket = web.WebSocketResponse()
        await socket.prepare(request)
        self.open += 1
        self.most_open = max(self.most_open, self.open)
        if self.most_open >= self.together:
            self.met.set()
        try:
            if self.connections > 1:
                await self.met.wait()
            with contextlib.suppress(ConnectionError):
                await self._turn(socket, behaviour)
        finally:
            self.open -= 1
            await socket.close()
        return socket

    async def _turn(self, socket: web.WebSocketResponse, behaviour: str) -> None:
        config: WSMessage = await socket.receive()
        assert "Path:speech.config" in config.data
        ssml = (await socket.receive()).data
        element = re.search(r"<prosody ([^>]*)>(.*)</prosody>", ssml, re.S)
        assert element is not None
        self.prosody.append(element[1])
        text = unescape(element[2])
        self.texts.append(text)
        name = uuid.uuid4().hex
        await socket.send_str(_message(name, "turn.start", {"context": {}}))
        await socket.send_str(_message(name, "response", {"audio": {}}))
        if odd := ODD_MESSAGES.get(behaviour):
            await (socket.send_str(odd) if isinstance(odd, str) else socket.send_bytes(odd))
        while behaviour == "endless" and not socket.closed:
            await socket.send_bytes(_binary(name, _mp3("anullsrc")[: 100 * FRAME]))
        if behaviour == "stall":
            await socket.receive()  # until the client gives up
            return
        await asyncio.sleep(self.delay)
        sentences = re.findall(r"[^。！？.!?]+[。！？.!?]*", text)
        sound, marks = speech(sentences)
        if behaviour == "short":
            sound = sound[: len(sound) // 10 // FRAME * FRAME]
        if behaviour == "hush":
            sound = _mp3("anullsrc")[: len(sound)]
        if behaviour == "babble":
            sound = _mp3("sine=f=300")
        if behaviour == "odd-marks":
            for mark, offset in zip(marks, (-1, 10**9, 0), strict=False):
                mark["Metadata"][0]["Data"]["Offset"] = offset  # type: ignore[index]
        if behaviour in ("unmarked", "short"):
            marks = []
        if behaviour != "silent":
            if behaviour == "drop-late":  # every mark came, but not the end of the audio
                await self._marks(socket, name, marks)
            end = len(sound) if not behaviour.startswith("drop") else len(sound) * 5 // 8 // FRAME * FRAME
            for start in range(0, end, 5 * FRAME):
                chunk = sound[start : min(end, start + 5 * FRAME)]
                await socket.send_bytes(_binary(name, chunk))
                if self.speed:
                    await asyncio.sleep(len(chunk) // FRAME * FRAME_MS / 1000 / self.speed)
            if behaviour == "drop":
                await self._marks(socket, name, marks[:1])
        if behaviour.startswith("drop"):
            return
        if behaviour != "silent":
            await self._marks(socket, name, marks)
            await socket.send_bytes(_binary(name, b""))
        await socket.send_str(_message(name, "turn.end", {}))

    async def _marks(self, socket: web.WebSocketResponse, name: str, marks: Sequence[dict[str, object]]) -> None:
        for mark in marks:
            await socket.send_str(_message(name, "audio.metadata", mark))


def _message(name: str, path: str, body: dict[str, object]) -> str:
    return (
        f"X-RequestId:{name}\r\nContent-Type:application/json; charset=utf-8\r\nPath:{path}\r\n\r\n{json.dumps(body)}"
    )


def _binary(name: str, data: bytes) -> bytes:
    kind = "Content-Type:audio/mpeg\r\n" if data else ""
    head = f"X-RequestId:{name}\r\n{kind}X-StreamId:1\r\nPath:audio\r\n".encode()
    return len(head).to_bytes(2, "big") + head + data


@contextlib.contextmanager
def serve(peer: Peer) -> Iterator[Peer]:
    """The service, in a thread of its own, for as long as the block lasts; edge-tts is pointed to it."""
    loop = asyncio.new_event_loop()
    thread = threading.Thread(target=loop.run_forever, daemon=True)
    thread.start()

    async def start() -> web.AppRunner:
        app = web.Application()
        app.router.add_get("/edge", peer.handle)
        runner = web.AppRunner(app, shutdown_timeout=0)
        await runner.setup()
        await web.TCPSite(runner, "127.0.0.1", 0).start()
        return runner

    speech(["好。"])  # made before the clock of any benchmark runs
    runner = asyncio.run_coroutine_threadsafe(start(), loop).result()
    module: Any = communicate  # its address is no part of what it exports
    url, skew = module.WSS_URL, edge_tts.drm.DRM.clock_skew_seconds
    peer.url = f"ws://127.0.0.1:{runner.addresses[0][1]}/edge?TrustedClientToken=none"
    module.WSS_URL = peer.url
    edge_tts.drm.DRM.clock_skew_seconds = 0
    try:
        yield peer
    finally:
        module.WSS_URL = url
        edge_tts.drm.DRM.clock_skew_seconds = skew
        asyncio.run_coroutine_threadsafe(runner.cleanup(), loop).result()
        loop.call_soon_threadsafe(loop.stop)
        thread.join()
        loop.close()
