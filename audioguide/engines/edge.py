"""Microsoft Edge's read-aloud voices, through the package edge-tts: no account, but a network.

The service drops connections in mid-sentence, stalls and throttles, and edge-tts reports most of that as success. So
every answer is collected in memory and measured against the text before it counts; what may pass is tried again.
"""

from __future__ import annotations

import asyncio
import importlib.util
import random
import threading
import zlib
from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any, ClassVar, Literal

from ..audio.ffmpeg import SAMPLE_RATE_HZ
from ..errors import ConfigError, EngineError, EngineUnavailable, NoAudio, VoiceNotFound
from ..i18n import _
from ..language_tags import normalise_tag, primary_language
from ..model import Clip, Utterance, Voice
from . import Engine, Status, VoiceInfo
from .sentence_timing import Mark, audible_letters, sentence_spans, split_requests, syllable_count

PROCESSING = 1
"""Raised whenever what is done to the service's audio changes the sound: it belongs to the cache key."""
BYTES_A_SECOND = 6000
"""The service sends MP3 of constantly 48 kbit/s."""
MAX_SYLLABLES_PER_S = 9
"""Syllables a second at rate 1 that no voice reaches: audio shorter than that lost some of its text."""
SLACK = 250
"""Milliseconds by which the service's own marks may pass the end of its audio."""
STATUS_TIMEOUT_S = 3.0
"""Seconds within which ``status`` expects the service to speak."""
BETWEEN = 200
"""Milliseconds between the parts of a sentence that is too long for one request."""

VOICES = {
    "zh-CN": ("Yunyang Yunjian Yunxi Yunxia", "Xiaoxiao Xiaoyi liaoning-Xiaobei shaanxi-Xiaoni"),
    "zh-HK": ("WanLung", "HiuGaai HiuMaan"),
    "zh-TW": ("YunJhe", "HsiaoChen HsiaoYu"),
    "en-US": ("Andrew Brian Christopher Eric Guy Roger Steffan", "Ava Emma Aria Jenny Michelle Ana"),
    "en-GB": ("Ryan Thomas", "Sonia Libby Maisie"),
    "es-ES": ("Alvaro", "Elvira Ximena"),
    "es-MX": ("Jorge", "Dalia"),
    "fr-FR": ("Henri", "Denise Eloise"),
    "de-DE": ("Conrad Killian", "Katja Amala"),
    "ja-JP": ("Keita", "Nanami"),
    "ko-KR": ("InJoon", "SunHi"),
    "ru-RU": ("Dmitry", "Svetlana"),
}
"""Locale → male and female voices, the narrator's first. The service has more; any name it knows may be used."""


@dataclass(frozen=True)
class Answer:
    """All that came back for one request."""

    mp3: bytes
    marks: tuple[Mark, ...]
    ended: bool | None
    """Whether the service said that it was done; None where this version of edge-tts does not tell."""


@dataclass(frozen=True)
class Retry:
    """How often, and after how long, a request that failed is made again.

    A random part of each delay keeps requests that failed together from coming back together:
    https://aws.amazon.com/blogs/architecture/exponential-backoff-and-jitter/ (“equal jitter”).
    """

    attempts: int = 5
    first: float = 1.0
    """Seconds before the second attempt at most; doubled for each one after it."""
    longest: float = 20.0
    """Seconds."""

    def delay_after(self, failures: int) -> float:
        """Seconds to wait after so many failures."""
        longest = min(self.longest, self.first * 2 ** (failures - 1))
        return random.uniform(longest / 2, longest)


class TransientFailure(Exception):
    """A failure that may be over a moment later; ``error`` is raised when it is not."""

    def __init__(self, error: EngineError, attempts: int = 1_000) -> None:
        super().__init__(error.message)
        self.error = error
        self.attempts = attempts


class EdgeEngine(Engine):
    """Speaks most languages. Options: ``timeout`` (seconds without a byte, default 20), ``proxy`` (an address)."""

    name = "edge"
    unit: ClassVar[Literal["sentence", "paragraph"]] = "paragraph"
    max_characters = 300
    local = False
    workers = 6
    """The service tolerates 4 to 8 requests at once, and not 40."""

    def __init__(self, options: Mapping[str, object] | None = None, retry: Retry | None = None) -> None:
        super().__init__(options)
        self.retry = retry or Retry()
        self._first = threading.Lock()
        self._answered = False
        self._stop = threading.Event()
        self._proxy = str(self.options["proxy"]) if "proxy" in self.options else None
        try:
            self._timeout = float(str(self.options.get("timeout", 20)))
        except ValueError as error:
            raise ConfigError(
                _("engines.edge.timeout is “{value}”; it should be a number of seconds.").format(
                    value=self.options["timeout"]
                )
            ) from error

    def fingerprint(self) -> str:
        """Name and version of what we do: the service does not tell its own."""
        return f"edge/{PROCESSING}"

    def render(self, utterance: Utterance) -> tuple[str, ...]:
        """The spoken text; decided readings are respelled by characters that sound so."""
        from ..text.homophones import respell_marks

        rendered = tuple(respell_marks(sentence.spoken) for sentence in utterance.sentences)
        if not audible_letters("".join(rendered)):
            raise EngineError(_("There is nothing to say in “{text}”.").format(text="".join(rendered)))
        return rendered

    def speak(self, rendered: tuple[str, ...], voice: Voice) -> Clip:
        """The sentences in one request, or a sentence too long for one in several; each measured and timed."""
        from ..audio import ffmpeg
        from . import pcm

        parts: list[pcm.Samples] = []
        marks: list[Mark] = []
        length = 0
        for text in split_requests(rendered, voice.language, self.max_characters):
            answer = self._request_with_retry(text, voice)
            samples = pcm.from_bytes(ffmpeg.decode_audio(answer.mp3, SAMPLE_RATE_HZ))
            start, _end = pcm.audible_bounds(samples, SAMPLE_RATE_HZ)
            if parts:
                parts.append(pcm.silent_samples(BETWEEN, SAMPLE_RATE_HZ))
                length += len(parts[-1])
            shift = (length - start) * 1000 / SAMPLE_RATE_HZ
            parts.append(pcm.trim_silence(samples, SAMPLE_RATE_HZ))
            length += len(parts[-1])
            marks += [Mark(mark.text, mark.start + shift, mark.end + shift) for mark in answer.marks]
        return Clip(
            pcm.to_bytes(parts), SAMPLE_RATE_HZ, sentence_spans(rendered, marks, length * 1000 // SAMPLE_RATE_HZ)
        )

    def cancel(self) -> None:
        """No request under way is made again."""
        stop, self._stop = self._stop, threading.Event()
        stop.set()

    def voices(self) -> tuple[VoiceInfo, ...]:
        """The best known voices."""
        return tuple(
            VoiceInfo(name, locale, gender)
            for locale, genders in VOICES.items()
            for gender, names in zip(("male", "female"), genders, strict=True)
            for name in _full_names(locale, names)
        )

    def default_voice(self, language: str, role: str) -> str | None:
        """The locale's first voice for the narrator; another one, always the same for the same role, for others."""
        primary = primary_language(language)
        locale = next(
            (known for known in VOICES if known == normalise_tag(language)),
            next((known for known in VOICES if primary_language(known) == primary), None),
        )
        if locale is None:
            return None
        narrator, *others = _full_names(locale, " ".join(VOICES[locale]))
        return narrator if role == "narrator" else others[zlib.crc32(role.encode()) % len(others)]

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
        narrator = _full_names("zh-CN", VOICES["zh-CN"][0])[0]
        try:
            asyncio.run(self._collect_answer("好", Voice("edge", narrator, "zh-CN")))
        except TransientFailure as failure:
            return Status(False, failure.error.message, failure.error.hint)
        except EngineError as error:
            return Status(False, error.message, error.hint)
        return Status(True)

    # ------------------------------------------------------------ one request

    def _request_with_retry(self, text: str, voice: Voice) -> Answer:
        """A complete answer, however many attempts it takes."""
        stop = self._stop
        failures = 0
        while True:
            try:
                answer = self._attempt_request(text, voice)
                _measure_complete(answer, text, voice)
                return answer
            except TransientFailure as failure:
                failures += 1
                if failures >= min(self.retry.attempts, failure.attempts) or stop.wait(
                    self.retry.delay_after(failures)
                ):
                    raise failure.error from failure

    def _attempt_request(self, text: str, voice: Voice) -> Answer:
        """One request. The first one goes alone: edge-tts learns from it how wrong this machine's clock is, and
        several that learn it at once would each add the difference."""
        if not self._answered:
            with self._first:
                if not self._answered:
                    answer = asyncio.run(self._collect_answer(text, voice))
                    self._answered = True
                    return answer
        return asyncio.run(self._collect_answer(text, voice))

    async def _collect_answer(self, text: str, voice: Voice) -> Answer:
        """What comes back, however little. Raises Passing, or an EngineError that no retry would fix."""
        import aiohttp
        from edge_tts import Communicate, exceptions

        try:
            request = Communicate(
                text,
                voice.name,
                rate=f"{round((voice.rate - 1) * 100):+d}%",
                volume=f"{voice.volume:+d}%",
                pitch=f"{voice.pitch:+d}Hz",
                boundary="SentenceBoundary",
                proxy=self._proxy,
            )
        except ValueError as error:
            raise _no_voice(voice) from error
        mp3 = bytearray()
        marks: list[Mark] = []
        stream = request.stream()
        try:
            while True:
                # edge-tts itself waits for ever
                chunk = await asyncio.wait_for(anext(stream), self._timeout)
                if chunk["type"] == "audio":
                    mp3 += chunk["data"]
                else:
                    start = chunk["offset"] / 10_000
                    marks.append(Mark(chunk["text"], start, start + chunk["duration"] / 10_000))
        except StopAsyncIteration:
            # nothing public tells whether the service ended the turn; this count is made up only when it did
            counted: Any = request.state.get("cumulative_audio_bytes")
            return Answer(bytes(mp3), tuple(marks), None if counted is None else counted == len(mp3))
        except aiohttp.ClientResponseError as error:
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
            raise TransientFailure(
                _unavailable_error(_("it sent nothing for {seconds:g} s").format(seconds=self._timeout))
            ) from error
        except (aiohttp.ClientError, OSError, exceptions.EdgeTTSException) as error:
            raise TransientFailure(_unavailable_error(_system_reason(error))) from error
        finally:
            await stream.aclose()


def _refused_error(status: int) -> EngineError | TransientFailure:
    """What an answer other than a connection means."""
    if status in (408, 425, 429) or status >= 500:
        return TransientFailure(_unavailable_error(_("it answered {status}").format(status=status)))
    return EngineUnavailable(
        _("The speech service refuses us: it answered {status}.").format(status=status),
        hint=_("Set this machine's clock, then try: pip install --upgrade edge-tts. Or build with --engine kokoro."),
    )


def _system_reason(error: Exception) -> str:
    """The system's own words where it has some: aiohttp wraps them in its host, port and SSL context."""
    cause = getattr(error, "os_error", error)
    return getattr(cause, "strerror", None) or str(cause) or type(error).__name__


def _unavailable_error(reason: str) -> EngineUnavailable:
    return EngineUnavailable(
        _("Cannot reach the speech service: {reason}.").format(reason=reason),
        hint=_("Try again later, go on where it stopped; or build offline with --engine kokoro."),
    )


def _no_voice(voice: Voice) -> VoiceNotFound:
    return VoiceNotFound(
        _("The engine {engine} has no voice “{voice}”.").format(engine="edge", voice=voice.name),
        hint=_("List the voices: audioguide voices --engine edge --language {language}").format(
            language=voice.language
        ),
    )


def _full_names(locale: str, names: str) -> list[str]:
    return [f"{locale}-{name}Neural" for name in names.split()]


# ---------------------------------------------------------------- text against audio


def _measure_complete(answer: Answer, text: str, voice: Voice) -> None:
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
