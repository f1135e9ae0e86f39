"""Any server that speaks OpenAI's speech interface: ``POST /v1/audio/speech`` with model, input, voice and format.

Kokoro-FastAPI, LocalAI, speaches, vLLM-Omni and paid services do. None of them gives times, and a model may stop early,
say nothing or babble on, so that every answer is measured against its text.
https://platform.openai.com/docs/api-reference/audio/createSpeech
"""

from __future__ import annotations

import hashlib
import json
import re
from collections.abc import Mapping, Sequence
from email.message import Message
from typing import TYPE_CHECKING

from ..audio import completeness, ffmpeg
from ..audio.ffmpeg import SAMPLE_RATE_HZ
from ..errors import EngineError
from ..i18n import _
from ..model import Utterance, Voice
from . import Status, VoiceInfo, http_client, keys, wav_answers
from .back_off import Retry, TransientFailure
from .options import EngineOption, Options
from .remote import RemoteEngine, check_speech, respelled_sentences
from .sentence_timing import Mark

if TYPE_CHECKING:
    from .pcm import Samples

PROCESSING_VERSION = 1
"""Raised whenever what is done to a server's audio changes the sound: it belongs to the cache key."""
FORMATS = ("wav", "pcm", "mp3")
"""The first is the default: without loss, and with a length of its own to check."""
SPEECH_PATH = "/audio/speech"
"""Where speech is asked for; servers' documents give their address with it or without."""
PCM_RATE_HZ = 24_000
"""Of ``pcm``, which has no header, unless the option ``sample_rate`` says otherwise."""
STATED_RATES_HZ, STATED_CHANNELS = range(8000, 192_001), range(1, 9)
"""What is believed of a type that states the form of raw samples."""
STATUS_TIMEOUT_S = 3.0
"""Seconds within which ``status`` and the list of voices expect an answer."""
NO_LIST_STATUSES = (404, 405, 501)
"""What a server answers that has no list of models: it is there all the same."""


class HttpEngine(RemoteEngine):
    """Speaks what its server speaks. docs/voices.md explains the options."""

    name = "http"
    option_table = (
        EngineOption("url", "address", example="http://127.0.0.1:8880/v1"),
        EngineOption("model"),
        EngineOption("format", "choice", FORMATS),
        EngineOption("sample_rate", "integer", least=8000, most=192_000),
        EngineOption("unit", "choice", ("sentence", "paragraph")),
        EngineOption("fields", "fields"),
        EngineOption("workers", "integer", least=1, most=64),
        EngineOption("timeout", "number", least=1, most=3600),
    )
    voice_options = ("rate",)

    def __init__(self, options: Mapping[str, object] | None = None, retry: Retry | None = None) -> None:
        super().__init__(options, retry)
        given = Options(self.options)
        self._url = given.text("url").rstrip("/").removesuffix(SPEECH_PATH).rstrip("/")
        self._model = given.text("model")
        self._format = given.text("format", FORMATS[0])
        self.unit = "paragraph" if given.text("unit") == "paragraph" else "sentence"
        self.workers = int(given.number("workers", 4))
        self._timeout_s = given.number("timeout", 120)
        self._pcm_rate = int(given.number("sample_rate", PCM_RATE_HZ))
        self._fields = given.fields("fields")

    def fingerprint(self) -> str:
        """The model's name, and a digest of where and how it is asked: another server is another voice."""
        form: list[object] = [self._url, self._model, self._format, self.unit, self._fields]
        if self._format == "pcm" and self._pcm_rate != PCM_RATE_HZ:
            form.append(self._pcm_rate)  # heard at another speed; keys without it stay as they were
        asked = json.dumps(form, sort_keys=True)
        return f"http/{PROCESSING_VERSION}/{self._model}/{hashlib.sha256(asked.encode()).hexdigest()[:16]}"

    def render(self, utterance: Utterance) -> tuple[str, ...]:
        """The spoken text; decided readings are respelled by characters that sound so."""
        return respelled_sentences(utterance)

    def request_speech(self, text: str, voice: Voice) -> tuple[Samples, Sequence[Mark]]:
        """Ask for one text. The server gives no marks."""
        from . import pcm

        self._require_url()
        body = {**self._fields, "input": text, "voice": voice.name, "response_format": self._format}
        body |= {"speed": voice.rate} if voice.rate != 1 else {}
        body |= {"model": self._model} if self._model else {}
        answer = http_client.send(self._request(SPEECH_PATH, json.dumps(body, ensure_ascii=False).encode()))
        audio = http_client.require_audio(answer, keys.find_key(self.name))
        samples = pcm.from_bytes(self._decode(audio, answer.content_type))
        check_speech(samples, text, voice)
        return samples, ()

    def voices(self) -> tuple[VoiceInfo, ...]:
        """The voices the server lists, which is no part of OpenAI's interface; none where it lists none."""
        if not self._url:
            return ()
        try:
            answer = http_client.send(self._request("/audio/voices", method="GET", timeout_s=STATUS_TIMEOUT_S))
            listed = json.loads(answer.body)
        except (TransientFailure, EngineError, ValueError, RecursionError):
            return ()
        return tuple(VoiceInfo(name, "") for name in _voice_names(listed))

    def default_voice(self, language: str, role: str) -> str | None:
        """None: only ``voices.yaml`` knows which voice of the server speaks which language."""
        return None

    def status(self) -> Status:
        """Whether the server answers and accepts the key; it is not asked to speak, which may cost money or minutes."""
        if not self._url:
            return Status(False, _("not set up"), _("Name a server in voices.yaml: engines: http: {url: …, model: …}"))
        try:
            request = self._request("/models", method="GET", timeout_s=STATUS_TIMEOUT_S)
            http_client.refuse_page(http_client.send(request), request)
        except TransientFailure as failure:
            return Status(False, failure.error.message, failure.error.hint)
        except http_client.RequestRefused as error:
            if error.status not in NO_LIST_STATUSES:
                return Status(False, error.message, error.hint)
        except EngineError as error:
            return Status(False, error.message, error.hint)
        return self.usable_at(self._url)

    def _request(
        self, path: str, body: bytes = b"", method: str = "POST", timeout_s: float | None = None
    ) -> http_client.Request:
        key = keys.find_key(self.name)
        headers = {"Authorization": f"Bearer {key}"} if key else {}
        headers |= {"Content-Type": "application/json"} if body else {}
        return http_client.Request(
            self._url + path, body, headers, key, method, timeout_s or self._timeout_s, "engines.http.url"
        )

    def _require_url(self) -> None:
        if not self._url:
            raise EngineError(
                _("The engine http has no server."),
                hint=_("Name a server in voices.yaml: engines: http: {url: …, model: …}"),
            )

    def _decode(self, body: bytes, content_type: str = "") -> bytes:
        """Return PCM at ``SAMPLE_RATE_HZ``; a server that ignores the format asked for is understood all the same.

        ``content_type``: may say which rate raw samples have, and how many channels.
        """
        if self._format != "pcm" or completeness.is_container(body):
            return wav_answers.decode_answer(body, SAMPLE_RATE_HZ)
        rate, channels = _declared_form(content_type)
        return ffmpeg.resample_pcm(wav_answers.mix_channels(body, channels), rate or self._pcm_rate)


def _declared_form(content_type: str) -> tuple[int, int]:
    """Return rate and channels that the type of raw samples states, such as ``audio/l16; rate=16000``; 0 and 1 else."""
    header = Message()
    header["Content-Type"] = content_type
    values = [str(header.get_param(name, "")) for name in ("rate", "channels")]
    rate, channels = (int(value) if re.fullmatch("[0-9]{1,6}", value) else 0 for value in values)
    return rate if rate in STATED_RATES_HZ else 0, channels if channels in STATED_CHANNELS else 1


def _voice_names(listed: object) -> list[str]:
    """Names in the forms servers use: a list, or one in a field, of names or of objects with an id or a name."""
    if isinstance(listed, dict):
        listed = next((listed[field] for field in ("voices", "data", "items") if field in listed), [])
    if not isinstance(listed, list):
        return []
    entries = [entry.get("id") or entry.get("name") if isinstance(entry, dict) else entry for entry in listed]
    return [entry for entry in entries if isinstance(entry, str) and entry.isprintable()]
