"""A speech service on this machine that speaks OpenAI's and Azure's interfaces, and misbehaves as it is asked to.

It answers each text with a tone of 0.2 s a syllable, with silence around it.
"""

from __future__ import annotations

import asyncio
import contextlib
import json
import re
import subprocess
import threading
from collections.abc import Iterator
from dataclasses import dataclass, field
from typing import Any

import numpy as np
from aiohttp import web

from audioguide.audio import ffmpeg
from audioguide.engines.sentence_timing import syllable_count

RATE_HZ = 24_000
SYLLABLE_MS = 200
LEAD_MS, TAIL_MS = 120, 500
KEY = "sk-secret-0123456789"
SSML = "http://www.w3.org/2001/10/synthesis"
_SYLLABLE = r"[a-z]+( r)? [1-5]"
SAPI = {"zh-CN": rf"{_SYLLABLE}( - {_SYLLABLE})*", "zh-TW": r"[ㄅ-ㄩ]+[ˊˇˋ˙]?"}
"""Locale → what its phonemes look like; an unknown one refuses the whole document."""
WELL = "well"
"""Answers as it should; every other behaviour is an HTTP status or a branch of ``Peer.answer``."""


def speech_pcm(text: str, seconds: float = 0) -> bytes:
    """Return a tone as long as the text deserves, or as asked for, between silences."""
    length = int(RATE_HZ * (seconds or SYLLABLE_MS / 1000 * syllable_count(text)))
    tone = np.sin(np.arange(length) * 2 * np.pi * 300 / RATE_HZ) * 8000
    padded = np.pad(tone, (RATE_HZ * LEAD_MS // 1000, RATE_HZ * TAIL_MS // 1000))
    return padded.astype("<i2").tobytes()


def wav_file(pcm: bytes, stated: int | None = None) -> bytes:
    """Return PCM as a WAV file; ``stated``: the length its header claims."""
    length = len(pcm) if stated is None else stated
    head = (
        b"RIFF" + (36 + length).to_bytes(4, "little", signed=False) if length < 2**32 - 36 else b"RIFF\xff\xff\xff\xff"
    )
    form = b"fmt " + (16).to_bytes(4, "little") + b"\x01\x00\x01\x00"
    form += RATE_HZ.to_bytes(4, "little") + (2 * RATE_HZ).to_bytes(4, "little") + b"\x02\x00\x10\x00"
    return head + b"WAVE" + form + b"data" + length.to_bytes(4, "little") + pcm


@dataclass
class Peer:
    """What the service was asked, and how it is to answer: one behaviour a request, then well."""

    script: list[str] = field(default_factory=list)
    key: str = ""
    """Refuses requests without it."""
    delay_s: float = 0
    texts: list[str] = field(default_factory=list)
    bodies: list[Any] = field(default_factory=list)
    headers: list[dict[str, str]] = field(default_factory=list)
    requests: int = 0
    open: int = 0
    most_open: int = 0
    url: str = ""
    wait: asyncio.Event = field(default_factory=asyncio.Event)
    together: int = 0
    """Requests that are open at once before the first is answered."""
    met: asyncio.Event = field(default_factory=asyncio.Event)

    async def handle_openai(self, request: web.Request) -> web.StreamResponse:
        """``POST /v1/audio/speech``."""
        asked = await request.json()
        self.bodies.append(asked)
        return await self.answer(request, asked["input"], asked["response_format"])

    async def handle_azure(self, request: web.Request) -> web.StreamResponse:
        """``POST /cognitiveservices/v1``."""
        from xml.etree import ElementTree

        ssml = await request.text()
        self.bodies.append(ssml)
        tree = ElementTree.fromstring(ssml)
        (voice,) = tree.iter(f"{{{SSML}}}voice")
        for phoneme in tree.iter(f"{{{SSML}}}phoneme"):
            if phoneme.get("alphabet") == "sapi" and not re.fullmatch(
                SAPI[voice.get("name", "")[:5]], phoneme.get("ph", "")
            ):
                return web.Response(status=400)  # the service sends no word about what is wrong
        assert request.headers["X-Microsoft-OutputFormat"] == "riff-24khz-16bit-mono-pcm"
        return await self.answer(request, "".join(tree.itertext()), "wav")

    async def answer(self, request: web.Request, text: str, form: str) -> web.StreamResponse:
        """Answer one request for speech."""
        self.requests += 1
        self.headers.append(dict(request.headers))
        if self.key and self.key not in "".join(request.headers.values()):
            return web.json_response({"error": {"message": f"Wrong key: {self.key}"}}, status=401)
        self.texts.append(text)
        self.open += 1
        self.most_open = max(self.most_open, self.open)
        if self.most_open >= self.together:
            self.met.set()
        try:
            await self.met.wait()
            await asyncio.sleep(self.delay_s)
            return await self.misbehave(request, self.script.pop(0) if self.script else WELL, text, form)
        finally:
            self.open -= 1

    async def misbehave(self, request: web.Request, behaviour: str, text: str, form: str) -> web.StreamResponse:
        """Answer as the behaviour says."""
        if behaviour.isdigit():
            status = int(behaviour)
            headers = {"Retry-After": "0.01"} if status in (429, 503) else {"Location": "http://127.0.0.1:9/elsewhere"}
            refusal = {"error": {"message": f"status {status}, key {KEY}"}}
            return web.json_response(refusal, status=status, headers=headers)
        pcm = speech_pcm(text)
        kind = {"wav": "audio/wav", "pcm": "audio/pcm", "mp3": "audio/mpeg"}[form]
        match behaviour:
            case "stall":
                await self.wait.wait()
            case "empty":
                return web.Response(body=b"", content_type=kind)
            case "silence":
                pcm = bytes(len(pcm))
            case "short":
                pcm = pcm[: len(pcm) // 12 * 2]
            case "babble":
                pcm = speech_pcm(text, 120)
            case "page":
                return web.Response(text="<html>Log in to the hotel's network</html>", content_type="text/html")
            case "garbage":
                return web.Response(body=b"\x07" * 5000, content_type=kind)
            case "cut-header":
                return web.Response(body=wav_file(pcm[: len(pcm) * 2 // 3], stated=len(pcm)), content_type=kind)
            case "unstated":
                return web.Response(body=wav_file(pcm, stated=0xFFFFFFFF), content_type=kind)
            case "odd":
                pcm += b"\x01"
        body = pcm if form == "pcm" else wav_file(pcm) if form == "wav" else mp3_file(pcm)
        if behaviour == "drop":
            response = web.StreamResponse(headers={"Content-Length": str(len(body)), "Content-Type": kind})
            await response.prepare(request)
            await response.write(body[: len(body) // 2])
            assert request.transport is not None
            request.transport.close()
            return response
        return web.Response(body=body, content_type=kind)

    async def list_models(self, request: web.Request) -> web.StreamResponse:
        """``GET /v1/models``."""
        behaviour = self.script.pop(0) if self.script else WELL
        if self.key and self.key not in "".join(request.headers.values()):
            return web.json_response({"error": {"message": "Wrong key"}}, status=401)
        if behaviour == "stall":
            await self.wait.wait()
        status = int(behaviour) if behaviour.isdigit() else 200
        return web.json_response({"data": [{"id": "kokoro"}]}, status=status)

    async def list_voices(self, request: web.Request) -> web.StreamResponse:
        """``GET /v1/audio/voices``, in Kokoro-FastAPI's form, and Azure's list."""
        if "cognitiveservices" in request.path:
            if self.key and self.key not in "".join(request.headers.values()):
                return web.Response(status=401)
            listed = [{"ShortName": "zh-CN-YunyangNeural", "Locale": "zh-CN", "Gender": "Male"}]
            return web.Response(text=json.dumps(listed), content_type="application/json")
        return web.json_response({"voices": ["zm_yunyang", {"id": "zf_xiaoxiao"}]})


def mp3_file(pcm: bytes) -> bytes:
    """Return PCM as an MP3."""
    command = [ffmpeg.ffmpeg_path(), "-v", "error", "-f", "s16le", "-ar", str(RATE_HZ), "-ac", "1", "-i", "pipe:0"]
    command += ["-b:a", "64k", "-f", "mp3", "pipe:1"]
    return subprocess.run(command, input=pcm, capture_output=True, check=True).stdout


@contextlib.contextmanager
def serve(peer: Peer) -> Iterator[Peer]:
    """Run the service in a thread of its own for as long as the block lasts."""
    loop = asyncio.new_event_loop()
    thread = threading.Thread(target=loop.run_forever, daemon=True)
    thread.start()

    async def start() -> web.AppRunner:
        app = web.Application()
        app.router.add_post("/v1/audio/speech", peer.handle_openai)
        app.router.add_post("/cognitiveservices/v1", peer.handle_azure)
        app.router.add_get("/v1/models", peer.list_models)
        app.router.add_get("/v1/audio/voices", peer.list_voices)
        app.router.add_get("/cognitiveservices/voices/list", peer.list_voices)
        runner = web.AppRunner(app, shutdown_timeout=0)
        await runner.setup()
        await web.TCPSite(runner, "127.0.0.1", 0).start()
        return runner

    runner = asyncio.run_coroutine_threadsafe(start(), loop).result()
    peer.url = f"http://127.0.0.1:{runner.addresses[0][1]}"
    try:
        yield peer
    finally:
        loop.call_soon_threadsafe(peer.wait.set)
        asyncio.run_coroutine_threadsafe(runner.cleanup(), loop).result()
        loop.call_soon_threadsafe(loop.stop)
        thread.join()
        loop.close()
