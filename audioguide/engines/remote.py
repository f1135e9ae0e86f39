"""What engines share that ask a service: how a long text is requested, and whether all of it came."""

from __future__ import annotations

import hashlib
import threading
from abc import abstractmethod
from collections.abc import Callable, Mapping, Sequence
from typing import TYPE_CHECKING, TypeVar

from ..audio.ffmpeg import SAMPLE_RATE_HZ
from ..errors import EngineError, NoAudio
from ..i18n import _, shorten
from ..model import Clip, Utterance, Voice
from . import Engine, Status, keys
from .back_off import Retry, TransientFailure
from .sentence_timing import Mark, audible_letters, sentence_spans, split_requests, syllable_count

if TYPE_CHECKING:
    from .pcm import Samples

REQUEST_GAP_MS = 200
"""Silence between the pieces of a sentence that is too long for one request."""
MAX_SYLLABLES_PER_S = 9
"""At rate 1, which no voice reaches: audio shorter than that lost some of its text."""
MAX_S_PER_SYLLABLE = 0.8
"""Seconds a syllable at rate 1, pauses included, which no voice needs: longer audio says something else as well."""
MAX_NOISINESS = 0.33
"""``pcm.noisiness`` that speech never has (measured: 0.01, with a hiss 20 dB below it 0.04), and bytes read as samples
do (at least 0.34)."""
LENGTH_MARGIN_S = 3.0
"""Seconds on top, for abbreviations that are read letter by letter."""
SAME_SOUND_SHARE, SAME_SOUND_SYLLABLES = 0.8, 2
"""A text shorter than that share of another, less that many syllables, cannot sound the same."""
EXCERPT_CHARACTERS = 40
"""Of a text that a message shows."""

Answer = TypeVar("Answer")


class RemoteEngine(Engine):
    """An engine that asks a service for a few sentences at a time."""

    local = False

    def __init__(self, options: Mapping[str, object] | None = None, retry: Retry | None = None) -> None:
        super().__init__(options)
        self.retry = retry or Retry()
        self._stop = threading.Event()
        self._texts: dict[bytes, str] = {}
        """Digest of a sound → the text it was sent for."""

    def usable_at(self, url: str) -> Status:
        """Return that the service at an address can be used, and a warning where its key is sent without encryption."""
        if keys.is_sent_openly(url, keys.find_key(self.name)):
            remark = _("{url}; the key is sent there without encryption").format(url=url)
            return Status(True, remark, _("Write https:// in engines.{name}.url.").format(name=self.name))
        return Status(True, url)

    def cancel(self) -> None:
        """No request under way is made again."""
        stop, self._stop = self._stop, threading.Event()
        stop.set()

    def speak(self, rendered: tuple[str, ...], voice: Voice) -> Clip:
        """The sentences in one request, or a sentence too long for one in several; each measured and timed."""
        from . import pcm

        parts: list[Samples] = []
        marks: list[Mark] = []
        length = 0
        for text in self.split_requests(rendered, voice):
            samples, answered = self.call_with_retries(lambda text=text: self._request_own_speech(text, voice))  # type: ignore[misc]
            start, _end = pcm.audible_bounds(samples, SAMPLE_RATE_HZ)
            if parts:
                parts.append(pcm.silent_samples(REQUEST_GAP_MS, SAMPLE_RATE_HZ))
                length += len(parts[-1])
            shift = (length - start) * 1000 / SAMPLE_RATE_HZ
            parts.append(pcm.trim_silence(samples, SAMPLE_RATE_HZ))
            length += len(parts[-1])
            marks += [Mark(mark.text, mark.start + shift, mark.end + shift) for mark in answered]
        spans = sentence_spans([self.plain_text(text) for text in rendered], marks, length * 1000 // SAMPLE_RATE_HZ)
        return Clip(pcm.to_bytes(parts), SAMPLE_RATE_HZ, spans)

    def _request_own_speech(self, text: str, voice: Voice) -> tuple[Samples, Sequence[Mark]]:
        """As ``request_speech``; raises TransientFailure for another text's sound too, as a message is."""
        samples, marks = self.request_speech(text, voice)
        plain = self.plain_text(text)
        # two threads with one sound: setdefault names the same text to both
        other = self._texts.setdefault(hashlib.sha256(samples.tobytes()).digest(), plain)
        lengths = sorted((syllable_count(plain), syllable_count(other)))
        # texts that sound alike are about as long: 他来了, 她来了
        if lengths[0] < SAME_SOUND_SHARE * lengths[1] - SAME_SOUND_SYLLABLES:
            message = _("The speech service sent the same sound for “{text}” as for “{other}”.").format(
                text=shorten(plain, EXCERPT_CHARACTERS), other=shorten(other, EXCERPT_CHARACTERS)
            )
            hint = _("Listen to it: audioguide say. A shorter sentence, another voice or another model may help.")
            raise TransientFailure(NoAudio(message, hint), attempts=2)
        return samples, marks

    @abstractmethod
    def request_speech(self, text: str, voice: Voice) -> tuple[Samples, Sequence[Mark]]:
        """Return the answer to one request: samples at ``SAMPLE_RATE_HZ``, and marks where the service gives any.

        Raises TransientFailure for what another attempt may get, EngineError for what none will.
        """

    def plain_text(self, rendered: str) -> str:
        """Return what is heard of a rendered sentence, without markup."""
        return rendered

    def split_requests(self, rendered: tuple[str, ...], voice: Voice) -> list[str]:
        """Return what is requested at a time, at most ``max_characters`` each."""
        return split_requests(rendered, voice.language, self.max_characters)

    def call_with_retries(self, attempt: Callable[[], Answer]) -> Answer:
        """Return the result of the first attempt that succeeds; raises the last error."""
        stop = self._stop
        failures = 0
        while True:
            try:
                return attempt()
            except TransientFailure as failure:
                failures += 1
                last = failures >= min(self.retry.attempts, failure.attempts)
                if last or stop.wait(max(self.retry.delay_after(failures), failure.wait_s)):
                    raise failure.error from failure


def check_speech(samples: Samples, text: str, voice: Voice) -> None:
    """Raise TransientFailure unless the audio can be the speech of the text: audible, not too short, not too long."""
    from . import pcm

    start, end = pcm.audible_bounds(samples, SAMPLE_RATE_HZ)
    seconds, syllables = (end - start) / SAMPLE_RATE_HZ, syllable_count(text)
    shown = shorten(text, EXCERPT_CHARACTERS)
    hint = _("Try again later, go on where it stopped; or build offline with --engine kokoro.")
    if not seconds:
        message = _("The speech service said nothing for “{text}”.").format(text=shown)
        raise TransientFailure(NoAudio(message, hint), attempts=2)
    if pcm.noisiness(samples) > MAX_NOISINESS:
        message = _("The speech service sent noise for “{text}”: its audio is in another form than it says.")
        hint = _("Check under “engines” in voices.yaml the service's address, model and format, or try again later.")
        raise TransientFailure(NoAudio(message.format(text=shown), hint), attempts=2)
    if seconds < syllables / MAX_SYLLABLES_PER_S / max(voice.rate, 1):
        message = _("The speech service broke off: {seconds:.1f} s came for “{text}”.")
        raise TransientFailure(NoAudio(message.format(seconds=seconds, text=shown), hint))
    if seconds > syllables * MAX_S_PER_SYLLABLE / min(voice.rate, 1) + LENGTH_MARGIN_S:
        message = _("The speech service says more than the text: {seconds:.1f} s came for “{text}”.")
        hint = _("Listen to it: audioguide say. A shorter sentence, another voice or another model may help.")
        raise TransientFailure(NoAudio(message.format(seconds=seconds, text=shown), hint), attempts=3)


def respelled_sentences(utterance: Utterance) -> tuple[str, ...]:
    """Return the spoken text; decided readings are respelled by characters that sound so. Raises EngineError."""
    from ..text.homophones import respell_marks
    from .ssml import without_invalid

    rendered = tuple(respell_marks(without_invalid(sentence.spoken)) for sentence in utterance.sentences)
    refuse_inaudible(rendered)
    return rendered


def refuse_inaudible(texts: Sequence[str]) -> None:
    """Raise EngineError unless the texts hold something that can be spoken."""
    text = "".join(texts)
    if not audible_letters(text):
        raise EngineError(_("There is nothing to say in “{text}”.").format(text=text))
