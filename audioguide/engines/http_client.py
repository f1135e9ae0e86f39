"""One request to a speech service over HTTP: the whole answer in memory, every failure as what it means."""

from __future__ import annotations

import asyncio
import codecs
import json
from collections.abc import Mapping
from dataclasses import dataclass
from email.utils import parsedate_to_datetime
from time import time

from ..errors import EngineError, EngineUnavailable, NoAudio, VoiceNotFound
from ..i18n import _, shorten
from . import keys
from .back_off import TransientFailure

MAX_ANSWER_BYTES = 64 << 20
"""Bytes of an answer after which reading ends: an hour of speech, far more than was asked for."""
MAX_WAIT_S = 60.0
"""Seconds that a service may ask us to wait."""
CONNECT_TIMEOUT_S = 10.0
"""Seconds to reach a server."""
REASON_CHARACTERS = 200
"""Of a server's own words that a message shows."""
TEXT_BYTES = 512
"""Of an answer, that decide whether it is text or audio."""
CONTAINER_STARTS = (b"RIFF", b"ID3", b"OggS", b"fLaC")
"""What audio begins with that says what it is."""
AUDIO_STARTS = (*CONTAINER_STARTS, b"\xff")
"""The same, and a frame of MP3, as which raw samples may begin too."""
PASSING_STATUSES = (408, 409, 425, 429)
"""Answers below 500 that another attempt may overcome (RFC 9110, 6585, 8470)."""


class RequestRefused(EngineError):
    """The server does not accept what it was sent, and will not."""

    def __init__(self, message: str, hint: str, status: int) -> None:
        """``status``: that of HTTP."""
        super().__init__(message, hint)
        self.status = status


@dataclass(frozen=True)
class Request:
    """What is sent, and where to."""

    url: str
    body: bytes = b""
    headers: Mapping[str, str] | None = None
    key: str = ""
    """Hidden in every message."""
    method: str = "POST"
    timeout_s: float = 60.0
    """Seconds from the first byte sent to the last one received."""
    setting: str = ""
    """Where in ``voices.yaml`` the address is set, for messages."""


@dataclass(frozen=True)
class Answer:
    """What came back with a success."""

    body: bytes
    content_type: str


def send(request: Request) -> Answer:
    """Return the answer to a request, complete.

    Raises TransientFailure for what another attempt may overcome, else EngineError, each with what to do.
    """
    return asyncio.run(_send(request))


def require_audio(answer: Answer, key: str) -> bytes:
    """Return the body. Raises TransientFailure where it is empty, or a page or message instead of audio.

    ``key``: hidden in what the server says.
    """
    if not answer.body:
        raise TransientFailure(NoAudio(_("The speech service sent an empty answer."), _retry_hint()), attempts=3)
    if _is_text(answer):
        words = server_words(answer.body, key)
        message = _("The speech service sent text instead of audio: {words}").format(words=words)
        raise TransientFailure(NoAudio(message, _retry_hint()), attempts=2)
    return answer.body


def _is_text(answer: Answer) -> bool:
    """Whether an answer is a page or a message, by its bytes: servers declare audio as text, and pages as audio."""
    head = answer.body[:TEXT_BYTES]
    if b"\0" in head or head.startswith(AUDIO_STARTS):
        return False
    if answer.content_type.startswith(("text/", "application/json", "application/xml")):
        return True
    try:
        codecs.getincrementaldecoder("utf-8")().decode(head)
    except ValueError:
        return False
    return all(character.isprintable() or character.isspace() for character in head.decode("utf-8", "ignore"))


def server_words(body: bytes, key: str = "") -> str:
    """Return what a server says of an error, on one line: the message of a JSON answer, else the beginning."""
    text = body.decode("utf-8", "replace")
    try:
        data = json.loads(text)
    except (ValueError, RecursionError):  # nested without end
        data = None
    while isinstance(data, dict | list) and data:
        if isinstance(data, list):
            data = data[0]
        else:
            data = next((data[name] for name in ("error", "message", "detail", "msg") if data.get(name)), str(data))
    words = keys.hide_key(str(data) if data else text, key)
    # what is no character would change the terminal it is printed on
    return shorten("".join(c if c.isprintable() else " " for c in words), REASON_CHARACTERS)


async def _send(request: Request) -> Answer:
    import aiohttp

    timeout = aiohttp.ClientTimeout(total=request.timeout_s, sock_connect=CONNECT_TIMEOUT_S)
    try:
        async with (
            aiohttp.ClientSession(timeout=timeout, trust_env=True) as session,
            session.request(
                request.method,
                request.url,
                data=request.body or None,
                headers=request.headers,
                allow_redirects=False,  # the key is for this server alone
            ) as response,
        ):
            body = await _read_body(response, request)
            if not 200 <= response.status < 300:
                raise _status_error(response.status, body, response.headers, request)
            return Answer(body, response.headers.get("Content-Type", "").lower())
    except TimeoutError as error:
        reason = _("no complete answer within {seconds:g} s").format(seconds=request.timeout_s)
        raise TransientFailure(_unavailable(request, reason)) from error
    except (aiohttp.InvalidURL, ValueError) as error:
        raise EngineError(
            _("{url} is not an address.").format(url=request.url), hint=_correct_hint(request.setting)
        ) from error
    except (aiohttp.ClientError, OSError) as error:
        cause = getattr(error, "os_error", error)
        reason = getattr(cause, "strerror", None) or str(cause) or type(error).__name__
        raise TransientFailure(_unavailable(request, keys.hide_key(reason, request.key)), attempts=4) from error


async def _read_body(response: object, request: Request) -> bytes:
    import aiohttp

    assert isinstance(response, aiohttp.ClientResponse)
    body = bytearray()
    async for chunk in response.content.iter_chunked(1 << 16):
        body += chunk
        if len(body) > MAX_ANSWER_BYTES:
            raise EngineError(
                _("{url} sends without end: {count} MB came for one request.").format(
                    url=request.url, count=MAX_ANSWER_BYTES >> 20
                ),
                hint=_correct_hint(request.setting),
            )
    return bytes(body)


def _status_error(status: int, body: bytes, headers: Mapping[str, str], request: Request) -> Exception:
    """What an answer other than a success means."""
    words = server_words(body, request.key)
    answer_words = f"{status} {words}".strip()
    if status in PASSING_STATUSES or status >= 500:
        return TransientFailure(
            _unavailable(request, _("it answered {status}").format(status=answer_words)), wait_s=_asked_wait(headers)
        )
    if status in (401, 403):
        engine = request.setting.split(".")[1] if request.setting else ""
        return EngineUnavailable(
            _("{url} refuses the key: it answered {status}.").format(url=request.url, status=answer_words),
            hint=keys.key_hint(engine),
        )
    if status < 400 and "Location" in headers:
        target = keys.hide_key(headers.get("Location", ""), request.key)
        return EngineError(
            _("{url} redirects to {target}.").format(url=request.url, target=target or "?"),
            hint=_correct_hint(request.setting),
        )
    if status == 402:
        return EngineError(
            _("The account at {url} has no credit: it answered {status}.").format(url=request.url, status=answer_words),
            hint=_("Top up the account, go on where it stopped; or build offline with --engine kokoro."),
        )
    if status == 413:
        return EngineError(
            _("The text is too long for {url}: it answered {status}.").format(url=request.url, status=answer_words),
            hint=_("Split the sentence into shorter ones."),
        )
    message = _("{url} does not accept the request: it answered {status}.").format(url=request.url, status=answer_words)
    if "voice" in words.lower():
        return VoiceNotFound(message, hint=_("Name a voice of this server in voices.yaml."))
    return RequestRefused(message, _correct_hint(request.setting), status)


def _asked_wait(headers: Mapping[str, str]) -> float:
    """Seconds from ``Retry-After``, in either form of RFC 9110, within bounds."""
    value = headers.get("Retry-After", "")
    try:
        seconds = (
            float(value) if value.replace(".", "").isdigit() else parsedate_to_datetime(value).timestamp() - time()
        )
    except (TypeError, ValueError):
        return 0.0
    return min(max(seconds, 0.0), MAX_WAIT_S)


def _unavailable(request: Request, reason: str) -> EngineUnavailable:
    return EngineUnavailable(
        _("{url} cannot be used: {reason}.").format(url=request.url, reason=reason.rstrip(".")), hint=_retry_hint()
    )


def _correct_hint(setting: str) -> str:
    return _("Correct {setting} in voices.yaml.").format(setting=setting) if setting else ""


def _retry_hint() -> str:
    return _("Try again later, go on where it stopped; or build offline with --engine kokoro.")
