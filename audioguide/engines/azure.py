"""Azure's speech service over its REST interface: paid, with a key, and with SSML, so that decided readings are exact.

https://learn.microsoft.com/azure/ai-services/speech-service/rest-text-to-speech
"""

from __future__ import annotations

import json
import re
from collections.abc import Mapping, Sequence
from typing import TYPE_CHECKING

from ..audio.ffmpeg import SAMPLE_RATE_HZ
from ..errors import EngineError, EngineUnavailable
from ..i18n import _, shorten
from ..model import Utterance, Voice
from . import Status, VoiceInfo, http_client, keys, microsoft_voices, ssml, wav_answers
from .back_off import Retry, TransientFailure
from .options import EngineOption, Options
from .remote import RemoteEngine, check_speech, refuse_inaudible
from .sentence_timing import Mark, audible_letters

if TYPE_CHECKING:
    from .pcm import Samples

PROCESSING_VERSION = 1
"""Raised whenever what is done to the service's audio changes the sound: it belongs to the cache key."""
OUTPUT_FORMAT = "riff-24khz-16bit-mono-pcm"
"""Without loss, at the sampling rate of what is published."""
DEFAULT_WORKERS = 4
"""Requests at once: a free account allows 20 a minute, a paid one 200 a second; 429 slows us down."""
STATUS_TIMEOUT_S = 3.0
"""Seconds within which ``status`` expects an answer."""
MAX_READINGS_CHARACTERS = 200
"""Of a refused sentence's readings that a hint shows."""
DIALECT = ssml.Dialect(
    chinese={
        "zh-CN": ssml.Alphabet("sapi", ssml.write_sapi),
        "zh-TW": ssml.Alphabet("sapi", ssml.write_bopomofo, one_by_one=True),
    },
    namespaces={"mstts": "https://www.w3.org/2001/mstts"},
    style="mstts:express-as",
)
"""Of zh-HK the alphabet is Jyutping, which tone-number pinyin says nothing about."""


class AzureEngine(RemoteEngine):
    """Speaks the languages of Azure's voices. docs/voices.md explains the options."""

    name = "azure"
    unit = "sentence"
    max_characters = 800
    """At half the rate, and each with a phoneme of its own, about 8 minutes and 64 KB."""
    option_table = (
        EngineOption("region", pattern="[a-z0-9]+", example="eastasia"),
        EngineOption("url", "address", example="https://chinaeast2.tts.speech.azure.cn"),
        EngineOption("workers", "integer", least=1, most=64),
        EngineOption("timeout", "number", least=1, most=600),
    )
    voice_options = ("rate", "pitch", "volume", "style")

    def __init__(self, options: Mapping[str, object] | None = None, retry: Retry | None = None) -> None:
        super().__init__(options, retry)
        given = Options(self.options)
        self._setting = "engines.azure.url" if given.text("url") else "engines.azure.region"
        self._url = _service_url(given.text("region"), given.text("url").rstrip("/"))
        self.workers = int(given.number("workers", DEFAULT_WORKERS))
        self._timeout_s = given.number("timeout", 60)

    def fingerprint(self) -> str:
        """Name and version of what we do: every region has the same voices."""
        return f"azure/{PROCESSING_VERSION}"

    def render(self, utterance: Utterance) -> tuple[str, ...]:
        """SSML content of each sentence; decided readings are phonemes of the voice's own locale."""
        rendered = tuple(
            ssml.mark_readings(sentence.spoken, _locale_of(utterance.voice), DIALECT)
            for sentence in utterance.sentences
        )
        refuse_inaudible([*map(ssml.plain_text, rendered)])
        return rendered

    def split_requests(self, rendered: tuple[str, ...], voice: Voice) -> list[str]:
        """One request a sentence, several for one that would pass the service's ten minutes: the rest would be lost."""
        parts = (part for text in rendered for part in ssml.split_content(text, self.max_characters))
        return [part for part in parts if audible_letters(ssml.plain_text(part))]

    def plain_text(self, rendered: str) -> str:
        """The sentence without its elements."""
        return ssml.plain_text(rendered)

    def request_speech(self, text: str, voice: Voice) -> tuple[Samples, Sequence[Mark]]:
        """Ask for one sentence. The REST interface gives no marks."""
        from . import pcm

        body = ssml.make_document([text], voice, DIALECT).encode()
        headers = {"Content-Type": "application/ssml+xml", "X-Microsoft-OutputFormat": OUTPUT_FORMAT}
        try:
            answer = http_client.send(self._request("/cognitiveservices/v1", body, headers))
        except http_client.RequestRefused as error:
            hint = _refusal_hint(text, voice) if error.status == 400 else error.hint
            raise EngineError(error.message, hint) from error
        audio = http_client.require_audio(answer, keys.find_key(self.name))
        samples = pcm.from_bytes(wav_answers.decode_answer(audio, SAMPLE_RATE_HZ))
        check_speech(samples, ssml.plain_text(text), voice)
        return samples, ()

    def voices(self) -> tuple[VoiceInfo, ...]:
        """The voices of the region where there is a key, else the best known ones."""
        if not self._url or not keys.find_key(self.name):
            return microsoft_voices.neural_voices()
        try:
            listed = json.loads(self._ask_for_voices().body)
            rows = [(v["ShortName"], v["Locale"], str(v.get("Gender", "")).lower()) for v in listed]
            voices = (VoiceInfo(*row) for row in rows if all(isinstance(value, str) for value in row))
            return tuple(voice for voice in voices if voice.name.isprintable())
        except (TransientFailure, EngineError, ValueError, LookupError, TypeError, AttributeError, RecursionError):
            return microsoft_voices.neural_voices()

    def default_voice(self, language: str, role: str) -> str | None:
        """As of the engine edge, whose voices are the same."""
        return microsoft_voices.choose_voice(language, role)

    def status(self) -> Status:
        """Whether the service accepts the key; nothing is spoken, which would cost money."""
        if not self._url:
            return Status(False, _("not set up"), _setup_hint())
        try:
            self._ask_for_voices()
        except TransientFailure as failure:
            return Status(False, failure.error.message, failure.error.hint)
        except EngineError as error:
            return Status(False, error.message, error.hint)
        return self.usable_at(self._url)

    def _ask_for_voices(self) -> http_client.Answer:
        request = self._request("/cognitiveservices/voices/list", method="GET", timeout_s=STATUS_TIMEOUT_S)
        answer = http_client.send(request)
        http_client.refuse_page(answer, request)
        return answer

    def _request(
        self,
        path: str,
        body: bytes = b"",
        headers: Mapping[str, str] | None = None,
        method: str = "POST",
        timeout_s: float | None = None,
    ) -> http_client.Request:
        key = keys.find_key(self.name)
        if not self._url:
            raise EngineError(_("The engine azure has no region."), hint=_setup_hint())
        if not key:
            raise EngineUnavailable(
                _("The engine azure has no key."),
                hint=keys.key_hint(self.name),
            )
        sent = {"Ocp-Apim-Subscription-Key": key, "User-Agent": "audioguide", **(headers or {})}
        timeout_s = timeout_s or self._timeout_s
        return http_client.Request(self._url + path, body, sent, key, method, timeout_s, self._setting)


def _service_url(region: str, url: str) -> str:
    """The service's address: as given, for a cloud of its own (Azure China), else that of the region."""
    if url:
        return url
    return f"https://{region}.tts.speech.microsoft.com" if region else ""


def _locale_of(voice: Voice) -> str:
    """The locale in the voice's name, which decides what its phonemes are written in; else its language."""
    locale = re.match(r"[a-z]{2,3}-[A-Z]{2}(?=-)", voice.name)
    return locale[0] if locale else voice.language


def _refusal_hint(text: str, voice: Voice) -> str:
    """What to look at where a document is refused, of which the service says no word: its readings, else its voice."""
    phonemes = ", ".join(f"{written} ({phones})" for written, phones in ssml.phonemes_of(text))
    if not phonemes:
        return _("List the voices: audioguide voices --engine {engine} --language {language}").format(
            engine="azure", language=voice.language
        )
    return _("The voice {voice} may lack a sound of a reading; look at these: {readings}.").format(
        voice=voice.name, readings=shorten(phonemes, MAX_READINGS_CHARACTERS)
    )


def _setup_hint() -> str:
    return _("Name the region of your account in voices.yaml: engines: azure: {region: eastasia}")
