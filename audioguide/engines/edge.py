"""Microsoft Edge's read-aloud voices, through the package edge-tts: no account, but a network.

The service drops connections in mid-sentence, stalls and throttles, and edge-tts reports most of that as success. So
every answer is collected in memory and measured against the text before it counts; what may pass is tried again.
"""

from __future__ import annotations

import asyncio
import importlib.util
import os
import threading
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from time import monotonic
from typing import TYPE_CHECKING, Any

from ..audio.ffmpeg import SAMPLE_RATE_HZ
from ..errors import EngineError, EngineUnavailable, NoAudio, VoiceNotFound
from ..i18n import _
from ..model import Utterance, Voice
from . import Status, VoiceInfo, http_client, microsoft_voices, proxies
from .back_off import Retry, TransientFailure
from .options import EngineOption, Options
from .remote import MAX_SYLLABLES_PER_S, RemoteEngine, check_speech, respelled_sentences
from .sentence_timing import Mark, audible_letters, syllable_count

if TYPE_CHECKING:
    from .pcm import Samples

PROCESSING = 1
"""Raised whenever what is done to the service's audio changes the sound: it belongs to the cache key."""
BYTES_A_SECOND = 6000
"""The service sends MP3 of constantly 48 kbit/s."""
SLACK = 250
"""Milliseconds by which the service's own marks may pass the end of its audio."""
MAX_REQUEST_S = 300.0
"""Seconds for one request of a service that goes on sending; speech comes in a tenth of the time it takes."""
MAX_ANSWER_BYTES = 16 << 20
"""Bytes after which reading ends: 45 minutes, of at most 300 characters."""
SERVICE_URL = "https://speech.platform.bing.com"
"""Decides which proxy is asked."""
STATUS_TIMEOUT_S = 3.0
"""Seconds within which ``status`` expects the service to speak."""


@dataclass(frozen=True)
class EdgeAnswer:
    """All that came back for one request."""

    mp3: bytes
    marks: tuple[Mark, ...]
    ended: bool | None
    """Whether the service said that it was done; None where this version of edge-tts does not tell."""


class EdgeEngine(RemoteEngine):
    """Speaks most languages. Options: ``timeout`` (seconds without a byte, default 20), ``proxy`` (an address)."""

    name = "edge"
    unit = "paragraph"
    max_characters = 300
    workers = 6
    """The service tolerates 4 to 8 requests at once, and not 40."""
    option_table = (
        EngineOption("proxy", "address", example="http://127.0.0.1:7890", may_have_login=True),
        EngineOption("timeout", "number", least=0.1, most=3600),
    )

    def __init__(self, options: Mapping[str, object] | None = None, retry: Retry | None = None) -> None:
        super().__init__(options, retry)
        self._first = threading.Lock()
        self._answered = False
        given = Options(self.options)
        self._proxy = given.text("proxy") or None
        self._timeout = given.number("timeout", 20)

    def fingerprint(self) -> str:
        """Name and version of what we do: the service does not tell its own."""
        return f"edge/{PROCESSING}"

    def render(self, utterance: Utterance) -> tuple[str, ...]:
        """The spoken text; decided readings are respelled by characters that sound so."""
        return respelled_sentences(utterance)

    def request_speech(self, text: str, voice: Voice) -> tuple[Samples, Sequence[Mark]]:
        """Return the audio of one request and the service's marks of its sentences."""
        from . import pcm, wav_answers

        answer = self._attempt_request(text, voice)
        _measure_complete(answer, text, voice)
        samples = pcm.from_bytes(wav_answers.decode_answer(answer.mp3, SAMPLE_RATE_HZ))
        check_speech(samples, text, voice)
        return samples, answer.marks

    def voices(self) -> tuple[VoiceInfo, ...]:
        """The best known voices."""
        return microsoft_voices.neural_voices()

    def default_voice(self, language: str, role: str) -> str | None:
        """The locale's first voice for the narrator; another one, always the same for the same role, for others."""
        return microsoft_voices.choose_voice(language, role)

    def status(self) -> Status:
        """Whether the service speaks a word within three seconds: only that tells that it accepts us."""
        if importlib.util.find_spec("edge_tts") is None:
            return Status(False, _("Missing packages: {names}.").format(names="edge-tts"), "pip install edge-tts")
        results: list[Status] = []
        # in a thread of its own, as looking up a host's name may hang and cannot be interrupted
        probe = threading.Thread(target=lambda: results.append(self._probe_service()), daemon=True)
        probe.start()
        probe.join(STATUS_TIMEOUT_S)
        late = _("The speech service did not answer within {seconds} s.").format(seconds=round(STATUS_TIMEOUT_S))
        return results[0] if results else Status(False, late)

    def _probe_service(self) -> Status:
        narrator = microsoft_voices.choose_voice("zh-CN", "narrator") or ""
        try:
            asyncio.run(self._collect_answer("好", Voice("edge", narrator, "zh-CN")))
        except TransientFailure as failure:
            return Status(False, failure.error.message, failure.error.hint)
        except EngineError as error:
            return Status(False, error.message, error.hint)
        return Status(True)

    # ------------------------------------------------------------ one request

    def _attempt_request(self, text: str, voice: Voice) -> EdgeAnswer:
        """One request. The first one goes alone: edge-tts learns from it how wrong this machine's clock is, and
        several that learn it at once would each add the difference."""
        if not self._answered:
            with self._first:
                if not self._answered:
                    answer = asyncio.run(self._collect_answer(text, voice))
                    self._answered = True
                    return answer
        return asyncio.run(self._collect_answer(text, voice))

    async def _collect_answer(self, text: str, voice: Voice) -> EdgeAnswer:
        """What comes back, however little. Raises TransientFailure, or an EngineError that no retry would fix."""
        import aiohttp
        from edge_tts import Communicate, exceptions

        proxy = self._proxy or proxies.find_proxy(SERVICE_URL)
        # edge-tts has aiohttp send the passwords of ~/.netrc to the service, and has no option against it
        os.environ["NETRC"] = os.devnull
        try:
            request = Communicate(
                text,
                voice.name,
                rate=f"{round((voice.rate - 1) * 100):+d}%",
                volume=f"{voice.volume:+d}%",
                pitch=f"{voice.pitch:+d}Hz",
                boundary="SentenceBoundary",
                proxy=proxy or None,
            )
        except ValueError as error:
            raise _no_voice(voice) from error
        mp3 = bytearray()
        marks: list[Mark] = []
        stream = request.stream()
        started = monotonic()
        try:
            while monotonic() - started < MAX_REQUEST_S and len(mp3) < MAX_ANSWER_BYTES:
                # edge-tts itself waits for ever
                chunk = await asyncio.wait_for(anext(stream), self._timeout)
                if chunk["type"] == "audio":
                    mp3 += chunk["data"]
                else:
                    start = float(chunk["offset"]) / 10_000
                    marks.append(Mark(str(chunk["text"]), start, start + float(chunk["duration"]) / 10_000))
            raise TransientFailure(_unavailable_error(_("it sends without end")), attempts=2)
        except StopAsyncIteration:
            # nothing public tells whether the service ended the turn; this count is made up only when it did
            counted: Any = request.state.get("cumulative_audio_bytes")
            return EdgeAnswer(bytes(mp3), tuple(marks), None if counted is None else counted == len(mp3))
        except aiohttp.ClientResponseError as error:
            if error.status == 407:
                hint = http_client.correct_hint("engines.edge.proxy") if self._proxy else ""
                raise proxies.proxy_refusal(SERVICE_URL, "407", hint) from error
            raise _refused_error(error.status) from error
        except exceptions.SkewAdjustmentError as error:
            raise _refused_error(403) from error
        except exceptions.NoAudioReceived as error:
            if voice.name not in {known.name for known in self.voices()}:
                raise _no_voice(voice) from error
            raise TransientFailure(
                NoAudio(
                    _("The speech service said nothing for “{text}”.").format(text=text),
                    hint=_("Does the voice {voice} speak the language of the text?").format(voice=voice.name),
                ),
                attempts=2,
            ) from error
        except TimeoutError as error:
            reason = _("it sent nothing for {seconds:g} s").format(seconds=self._timeout)
            raise TransientFailure(_unavailable_error(proxies.name_proxy(reason, proxy))) from error
        except (aiohttp.ClientError, OSError, exceptions.EdgeTTSException) as error:
            reason = http_client.failure_reason(error)
            raise TransientFailure(_unavailable_error(proxies.name_proxy(reason, proxy))) from error
        except (ValueError, KeyError, TypeError, AttributeError, RecursionError) as error:
            # edge-tts takes messages apart as they should be
            raise TransientFailure(_unavailable_error(_("it sent something unknown"))) from error
        finally:
            await stream.aclose()


def _refused_error(status: int) -> EngineError | TransientFailure:
    """What an answer other than a connection means."""
    if status in (408, 425, 429) or status >= 500 or status < 400:  # below: somebody else's page
        return TransientFailure(_unavailable_error(_("it answered {status}").format(status=status)))
    return EngineUnavailable(
        _("The speech service refuses us: it answered {status}.").format(status=status),
        hint=_("Set this machine's clock, then try: pip install --upgrade edge-tts. Or build with --engine kokoro."),
    )


def _unavailable_error(reason: str) -> EngineUnavailable:
    return EngineUnavailable(
        _("Cannot reach the speech service: {reason}.").format(reason=reason),
        hint=_("Try again later, go on where it stopped; or build offline with --engine kokoro."),
    )


def _no_voice(voice: Voice) -> VoiceNotFound:
    return VoiceNotFound(
        _("The engine {engine} has no voice “{voice}”.").format(engine="edge", voice=voice.name),
        hint=_("List the voices: audioguide voices --engine {engine} --language {language}").format(
            engine="edge", language=voice.language
        ),
    )


# ---------------------------------------------------------------- text against audio


def _measure_complete(answer: EdgeAnswer, text: str, voice: Voice) -> None:
    """Raise Passing unless the audio holds the whole text."""
    length = len(answer.mp3) * 1000 / BYTES_A_SECOND
    marked = len(audible_letters("".join(mark.text for mark in answer.marks)))
    broken = (
        answer.ended is False
        or (answer.ended is None and answer.marks and marked < 0.95 * len(audible_letters(text)))
        or (answer.marks and answer.marks[-1].end > length + SLACK)
        or length < syllable_count(text) * 1000 / MAX_SYLLABLES_PER_S / max(voice.rate, 1)
    )
    if broken:
        raise TransientFailure(
            NoAudio(
                _("The speech service broke off: {seconds:.1f} s came for “{text}”.").format(
                    seconds=length / 1000, text=text
                ),
                hint=_("Try again later, go on where it stopped; or build offline with --engine kokoro."),
            )
        )
