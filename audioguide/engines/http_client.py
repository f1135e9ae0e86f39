"""One request to a speech service over HTTP: the whole answer in memory, every failure as what it means."""

from __future__ import annotations

import asyncio
import codecs
import json
import os
import re
import socket
import ssl
from collections.abc import Mapping
from dataclasses import dataclass
from email.utils import parsedate_to_datetime
from time import time

from ..errors import EngineError, EngineUnavailable, NoAudio, VoiceNotFound
from ..i18n import _, shorten
from . import keys, proxies
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
AUDIO_STARTS = (b"RIFF", b"ID3", b"OggS", b"fLaC", b"\xff")
"""What audio begins with that could be taken for text, and a frame of MP3."""
UTF16_MARKS = (codecs.BOM_UTF16_LE, codecs.BOM_UTF16_BE)
"""What text of two bytes a character begins with, as frames and samples may."""
KEY_CHARACTERS = re.compile(r"[!-~]+")
"""What a header takes of a key, and what keys consist of."""
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
    if request.key and not KEY_CHARACTERS.fullmatch(request.key):
        engine = _engine_of(request)
        raise EngineUnavailable(
            _("The key of the engine {engine} holds a space or a character that keys do not have.").format(
                engine=engine
            ),
            hint=keys.key_hint(engine),
        )
    loop = asyncio.new_event_loop()
    try:
        return loop.run_until_complete(_send(request))
    finally:
        # as asyncio.run, but for its wait for a name that is still being looked up, whatever the request's time
        loop.run_until_complete(_cancel_unfinished())
        loop.run_until_complete(loop.shutdown_asyncgens())
        loop.close()


async def _cancel_unfinished() -> None:
    unfinished = asyncio.all_tasks() - {asyncio.current_task()}
    for task in unfinished:
        task.cancel()
    await asyncio.gather(*unfinished, return_exceptions=True)


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
    is_declared = answer.content_type.startswith(("text/", "application/json", "application/xml"))
    if is_declared and head.startswith(UTF16_MARKS):
        return True
    if b"\0" in head or head.startswith(AUDIO_STARTS):
        return False
    if is_declared:
        return True
    try:
        codecs.getincrementaldecoder("utf-8")().decode(head)
    except ValueError:
        return False
    return all(character.isprintable() or character.isspace() for character in head.decode("utf-8", "ignore"))


def server_words(body: bytes, key: str = "") -> str:
    """Return what a server says of an error, on one line: the message of a JSON answer, else the beginning."""
    text = body.decode("utf-16" if body.startswith(UTF16_MARKS) else "utf-8", "replace")
    try:
        data = json.loads(text)
    except (ValueError, RecursionError):  # nested without end
        data = None
    while isinstance(data, dict | list) and data:
        if isinstance(data, list):
            data = data[0]
        else:
            data = next((data[name] for name in ("error", "message", "detail", "msg") if data.get(name)), str(data))
    return _printable_line(keys.hide_key(str(data) if data else text, key))


def refuse_page(answer: Answer, request: Request) -> None:
    """Raise EngineError for a web page, as at another server's address or a hotel's, where data was asked for."""
    if answer.content_type.startswith("text/html") or answer.body.lstrip()[:1] == b"<":
        raise EngineError(
            _("{url} answers with a web page, not as a speech service.").format(url=request.url),
            hint=correct_hint(request.setting),
        )


def failure_reason(error: BaseException, key: str = "") -> str:
    """Return why a connection failed, on one line: the system's own words where aiohttp wraps some.

    ``key``: hidden in it.
    """
    cause: object = getattr(error, "certificate_error", getattr(error, "os_error", error))
    if isinstance(cause, OSError) and not isinstance(cause, ssl.SSLError | socket.gaierror) and (cause.errno or 0) > 0:
        return os.strerror(cause.errno or 0)
    named = (getattr(cause, name, "") for name in ("verify_message", "strerror", "message"))
    words = str(next(filter(None, named), "") or cause or type(cause).__name__)
    return _printable_line(keys.hide_key(words, key))


def _printable_line(words: str) -> str:
    """What others say, short; what is no character would change the terminal it is printed on."""
    # no more is looked at than is shown: a server may have sent megabytes
    begin = words[: 4 * REASON_CHARACTERS]
    return shorten("".join(c if c.isprintable() else " " for c in begin), REASON_CHARACTERS)


def _engine_of(request: Request) -> str:
    return request.setting.split(".")[1] if request.setting else ""


async def _send(request: Request) -> Answer:
    import aiohttp

    timeout = aiohttp.ClientTimeout(total=request.timeout_s, sock_connect=CONNECT_TIMEOUT_S)
    proxy = ""
    try:
        proxy = proxies.find_proxy(request.url)
        async with (
            aiohttp.ClientSession(timeout=timeout) as session,
            session.request(
                request.method,
                request.url,
                data=request.body or None,
                headers=request.headers,
                proxy=proxy or None,
                allow_redirects=False,  # the key is for this server alone
            ) as response,
        ):
            body = await _read_body(response, request)
            if not 200 <= response.status < 300:
                raise _status_error(response.status, body, response.headers, request)
            return Answer(body, response.headers.get("Content-Type", "").lower())
    except TimeoutError as error:
        reason = _("no complete answer within {seconds:g} s").format(seconds=request.timeout_s)
        raise TransientFailure(_unavailable(request, proxies.name_proxy(reason, proxy))) from error
    except aiohttp.ClientConnectorCertificateError as error:
        message = _("The certificate of {url} is not valid: {reason}.")
        raise EngineError(
            message.format(url=request.url, reason=failure_reason(error).rstrip(".")),
            hint=_(
                "Set this machine's clock, correct {setting}, or name its authority's file in SSL_CERT_FILE."
            ).format(setting=request.setting),
        ) from error
    except (aiohttp.InvalidURL, ValueError) as error:
        raise EngineError(
            _("{url} is not an address.").format(url=request.url), hint=correct_hint(request.setting)
        ) from error
    except aiohttp.ClientHttpProxyError as error:
        raise _status_error(error.status, error.message.encode(), {}, request) from error
    except (aiohttp.ClientError, OSError) as error:
        reason = proxies.name_proxy(failure_reason(error, request.key), proxy)
        hint = _reach_hint(request, proxy) if isinstance(error, aiohttp.ClientConnectorError) else ""
        raise TransientFailure(_unavailable(request, reason, hint), attempts=4) from error


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
                hint=correct_hint(request.setting),
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
        return EngineUnavailable(
            _("{url} refuses the key: it answered {status}.").format(url=request.url, status=answer_words),
            hint=keys.key_hint(_engine_of(request)),
        )
    if status == 407:
        return proxies.proxy_refusal(request.url, answer_words)
    if status < 400 and "Location" in headers:
        target = _printable_line(keys.hide_key(headers.get("Location", ""), request.key))
        return EngineError(
            _("{url} redirects to {target}.").format(url=request.url, target=target or "?"),
            hint=correct_hint(request.setting),
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
    return RequestRefused(message, correct_hint(request.setting), status)


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


def _unavailable(request: Request, reason: str, hint: str = "") -> EngineUnavailable:
    return EngineUnavailable(
        _("{url} cannot be used: {reason}.").format(url=request.url, reason=reason.rstrip(".")),
        hint=hint or _retry_hint(),
    )


def _reach_hint(request: Request, proxy: str) -> str:
    """What to look at where nobody answered; empty where the address is nobody's setting."""
    if proxy:
        return proxies.proxy_hint(request.url)
    hint = _("Check {setting} in voices.yaml, the server and the network; or build offline with --engine kokoro.")
    return hint.format(setting=request.setting) if request.setting else ""


def correct_hint(setting: str) -> str:
    """Return what to do where a setting is wrong; empty for none."""
    return _("Correct {setting} in voices.yaml.").format(setting=setting) if setting else ""


def _retry_hint() -> str:
    return _("Try again later, go on where it stopped; or build offline with --engine kokoro.")
