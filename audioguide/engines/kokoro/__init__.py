"""The embedded neural voice: Kokoro-82M, run by onnxruntime on every core, without a network.

One session serves every thread, and as many calls run at a time as there are cores; where memory lets fewer run, a call
takes the core that is free. Format of model and voices: https://huggingface.co/hexgrad/Kokoro-82M.
"""

from __future__ import annotations

import importlib.util
import os
import zlib
from collections.abc import Iterator, Mapping, Sequence
from contextlib import suppress
from functools import cached_property
from pathlib import Path
from threading import Lock, Thread
from typing import TYPE_CHECKING, Any

from ...audio.ffmpeg import SAMPLE_RATE_HZ
from ...errors import EngineError, NoAudio, OutputError, VoiceNotFound
from ...i18n import _
from ...i18n.language_tags import is_cantonese, primary_language
from ...model import Clip, Span, Utterance, Voice
from ...project import Project
from ...text import loading
from .. import Engine, Status, VoiceInfo, narrators
from ..options import EngineOption, Options
from . import model_file, sessions, styles
from .alphabet import MAX_TOKENS, PAUSES_MS, TOKENS
from .call_budget import CallBudget

if TYPE_CHECKING:
    from .. import pcm

PROCESSING_VERSION = 2
"""Raised whenever what is done around the model changes the sound: it belongs to the cache key."""
FAST_VERSION = 1
"""Raised whenever the fused model changes its sound: it belongs to the cache key of ``fast``."""
PAUSE_MARK = "⏸"
"""Placed in rendered text between pieces, around the milliseconds of pause; not in the model's alphabet."""
SENTENCE_PAUSE_MS = 450
"""Milliseconds between the sentences of one utterance."""
FIRST_CLAUSE_TOKENS = 14
"""Phonemes of the shortest clause that a stream begins with: four characters of Chinese. Somewhat weak, and worth it to
whoever waits; a build never speaks so little."""
REST_TOKENS = 24
"""Phonemes of the least that is left after it: fewer sound weak."""
LONG_BATCH_CALLS = 15
"""Sentences worth the second that it takes to load the dictionaries again: half a minute on two cores. With the
dictionaries the first six sentences of a stop of 1,500 characters took 712 MB, without them 505 (measured)."""
LENGTH_PER_CORE = 150
"""Phonemes at rate 1 in flight for each core. The memory goes with the seconds that are made, 14 MB each, and so with
the rate too: at the pace of our tours, 0.73, a piece counts as 184 on average and 313 at most (measured)."""
WAITING_CALLS = 14
"""Calls that wait beside those that run, so that one of a fitting length is among them."""
THREADS_PER_CALL = 2
"""The second one works where a long piece leaves no room for another. Measured with 30 long pieces of our tours on two
cores, beside calls without any bound: 1.20 of their time and 452 MB; with one thread a call and 200 phonemes a core
1.27 and 539 MB. The samples are the same."""
ESPEAK_VOICES = {"a": "en-us", "b": "en", "e": "es", "f": "fr"}
"""First letter of a voice → espeak-ng's voice; Chinese and English have front ends of ours."""
ENGLISH_VOICES = frozenset("ab")
"""First letters of the voices that speak English: American, British."""
NATURAL_PACES = {
    "zf_xiaobei": 257.0,
    "zf_xiaoni": 297.0,
    "zf_xiaoxiao": 299.0,
    "zf_xiaoyi": 312.0,
    "zm_yunjian": 306.0,
    "zm_yunxi": 328.0,
    "zm_yunxia": 290.0,
    "zm_yunyang": 329.0,
}
"""Characters a minute of the Chinese voices at rate 1, their own pauses within sentences included: measured on eight
sentences, 232 characters, of a tour of a school."""


class KokoroEngine(Engine):
    """Speaks Chinese, English, Spanish and French.

    Options: ``model``, another Kokoro model in ONNX format; ``fast``, fused operations with samples of their own.
    """

    name = "kokoro"
    local = True
    option_table = (EngineOption("model"), EngineOption("fast", "switch"))
    voice_options = ("pace", "rate")

    def __init__(self, options: Mapping[str, object] | None = None) -> None:
        super().__init__(options)
        self._loading = Lock()
        cores = _count_cores()
        self._threads_per_call = min(THREADS_PER_CALL, cores)
        self._budget = CallBudget(LENGTH_PER_CORE * max(2, cores), cores)
        self.workers = cores + WAITING_CALLS
        loading.share_heaps()
        self._fast, self._own_model = Options(self.options).switch("fast"), Options(self.options).text("model")

    def fingerprint(self) -> str:
        """The model's digest, and the version of what we do to its audio."""
        fast = f"fast{FAST_VERSION}/" if self._fast else ""
        return f"kokoro/{PROCESSING_VERSION}/{fast}{self._digest}"

    def render(self, utterance: Utterance) -> tuple[str, ...]:
        """Phonemes of each sentence, with ``⏸milliseconds⏸`` between the pieces spoken at a time."""
        if is_cantonese(utterance.voice.language):
            raise VoiceNotFound(
                _("The embedded voice speaks Mandarin, not Cantonese ({language}).").format(
                    language=utterance.voice.language
                ),
                hint=_("Use the engine edge, or write the language as zh-TW or zh-CN."),
            )
        if primary_language(styles.voice_language(utterance.voice.name)) != primary_language(utterance.voice.language):
            raise VoiceNotFound(
                _("The voice “{voice}” does not speak {language}.").format(
                    voice=utterance.voice.name, language=utterance.voice.language
                ),
                hint=_("List the voices: audioguide voices --engine kokoro --language {language}").format(
                    language=utterance.voice.language
                ),
            )
        return tuple(
            _render_sentence(sentence.spoken, styles.main_voice(utterance.voice.name))
            for sentence in utterance.sentences
        )

    def speak(self, rendered: tuple[str, ...], voice: Voice) -> Clip:
        """Each piece through the model, trimmed, and the pauses between them as rendered."""
        from .. import pcm

        parts: list[pcm.Samples] = []
        spans: list[Span] = []
        for sentence in rendered:
            if spans:
                parts.append(pcm.silent_samples(SENTENCE_PAUSE_MS, SAMPLE_RATE_HZ))
            start = _duration_ms(parts)
            for phonemes, pause in _split_pieces(sentence):
                parts += [self._speak_piece(phonemes, voice), pcm.silent_samples(pause, SAMPLE_RATE_HZ)]
            spans.append(Span(start, _duration_ms(parts)))
        loading.trim_heap()  # each worker's heap keeps what its longest piece needed
        return Clip(pcm.to_bytes(parts), SAMPLE_RATE_HZ, tuple(spans))

    def stream_speech(self, rendered: tuple[str, ...], voice: Voice) -> Iterator[Clip]:
        """Yield piece after piece; the first piece only to its first comma, as a listener waits for it."""
        from .. import pcm

        pieces = [piece for sentence in rendered for piece in _pieces_with_sentence_pause(sentence)]
        pieces[:1] = _split_first_clause(*pieces[0])
        for index, (phonemes, pause) in enumerate(pieces):
            speech = self._speak_piece(phonemes, voice, urgent=True)
            silence = pcm.silent_samples(pause if index + 1 < len(pieces) else 0, SAMPLE_RATE_HZ)
            yield Clip(pcm.to_bytes([speech, silence]), SAMPLE_RATE_HZ, (Span(0, _duration_ms([speech])),))

    def prefer_latency(self) -> None:
        """Every core on one call: the samples are the same (measured), a sentence is there in 0.6 of the time."""
        self._threads_per_call = _count_cores()

    def start_loading(self) -> None:
        """Open the session beside whatever the caller does: reading Chinese takes as long as opening the model."""

        def load() -> None:
            with suppress(EngineError, OutputError), self._loading:
                _ = self._session

        # not a daemon: a process that ends while onnxruntime opens a model would be aborted (measured)
        Thread(target=load, name="audioguide-model").start()

    def prepare_batch(self, calls: int) -> None:
        """Forget the dictionaries where loading them again takes less than a thirtieth of the time to speak."""
        if calls >= LONG_BATCH_CALLS:
            loading.unload_dictionaries()

    def cancel(self) -> None:
        """End the calls that wait for room; those under way go on."""
        self._budget.cancel_waiting()

    def voices(self) -> tuple[VoiceInfo, ...]:
        """The voices that come with the package."""
        return styles.style_voices()

    def offers_voice(self, name: str) -> bool:
        """Whether the name is a voice or a blend of voices."""
        try:
            return bool(styles.parse_voice(name))
        except VoiceNotFound:
            return False

    def explain_voice(self, name: str) -> VoiceNotFound | None:
        """Of a blend, which part of it is wrong."""
        try:
            styles.parse_voice(name)
        except VoiceNotFound as error:
            return error if styles.is_blend(name) else None
        return None

    def default_voice(self, language: str, role: str) -> str | None:
        """The clearest voice for the narrator; another one, always the same for the same role, for others."""
        if is_cantonese(language):
            return None
        tag = primary_language(language)
        narrator = narrators.KOKORO.get(tag)
        others = [
            name
            for name in styles.voice_names()
            if primary_language(styles.LANGUAGES[name[0]]) == tag and name != narrator
        ]
        if role == "narrator" or not others:
            return narrator
        return others[zlib.crc32(role.encode()) % len(others)]

    def natural_pace(self, voice: str, language: str) -> float | None:
        """As measured for the Chinese voices; of a blend their weighted mean."""
        shares = styles.parse_voice(voice) if self.offers_voice(voice) else ()
        if not shares or any(share.name not in NATURAL_PACES for share in shares):
            return None
        return sum(NATURAL_PACES[share.name] * share.weight for share in shares)

    def status(self) -> Status:
        """Whether the packages or the user's model are there, and how this processor runs it; loads no model."""
        if self._own_model:
            path = self._model
            return Status(path.is_file(), "" if path.is_file() else _("There is no file {file}.").format(file=path))
        needed = (*model_file.PARTS, "onnxruntime", "numpy")
        missing = [package for package in needed if importlib.util.find_spec(package) is None]
        if missing:
            names = " ".join(name.replace("_", "-") for name in missing)
            return Status(False, _("Missing packages: {names}.").format(names=names), f"pip install {names}")
        return Status(True, _describe_form(sessions.choose_form(self._fast)))

    # ------------------------------------------------------------ the model

    @cached_property
    def _model(self) -> Path:
        """The user's model, else where ours is assembled."""
        own = self._own_model
        return Path(own).expanduser() if own else self._folder / f"kokoro-{model_file.MODEL_SHA256[:12]}.onnx"

    @property
    def _folder(self) -> Path:
        """Where models are kept."""
        return Project(Path()).cache / "models"

    @cached_property
    def _digest(self) -> str:
        if not self._own_model:
            return model_file.MODEL_SHA256
        try:
            return sessions.remembered_digest(self._model, self._folder)
        except OSError as error:
            raise EngineError(
                _("The model {file} cannot be read: {reason}.").format(file=self._model, reason=error.strerror),
                hint=_("Correct engines.kokoro.model in voices.yaml, or remove it to use the model that is installed."),
            ) from error

    @cached_property
    def _session(self) -> Any:
        if not self._own_model:
            return sessions.load_session(
                self._model,
                model_file.MODEL_SHA256,
                self._folder,
                fast=self._fast,
                threads=self._threads_per_call,
                assemble=model_file.assemble_model,
            )
        return sessions.load_session(
            self._model, self._digest, self._folder, fast=self._fast, threads=self._threads_per_call
        )

    def _speak_piece(self, phonemes: str, voice: Voice, *, urgent: bool = False) -> pcm.Samples:
        """Return trimmed speech. Raises NoAudio where the model stays silent."""
        from .. import pcm

        speech = pcm.trim_silence(self._infer(phonemes, voice, urgent=urgent), SAMPLE_RATE_HZ)
        if not len(speech):
            raise NoAudio(_("The voice said nothing for “{text}”.").format(text=phonemes))
        return speech

    def _infer(self, phonemes: str, voice: Voice, *, urgent: bool = False) -> pcm.Samples:
        import numpy as np

        with self._loading:
            session = self._session
        tokens = [TOKENS[phoneme] for phoneme in phonemes if phoneme in TOKENS]
        known = {entry.name: entry for entry in session.get_inputs()}
        speed = known["speed"]
        # the silence before and after at its natural length: drawn out, the voice fills it with a hum; in a third of it
        # the first syllable drowns, so that no first clause comes sooner that way (both measured)
        rates = [voice.rate] if speed.shape == [1] else [1.0, *[voice.rate] * len(tokens), 1.0]
        inputs = {
            # exports differ in the name they give the phonemes
            "tokens" if "tokens" in known else "input_ids": np.array([[0, *tokens, 0]], dtype=np.int64),
            "style": styles.load_style(voice.name)[len(tokens) - 1][None].astype(np.float32),
            "speed": np.array(rates, dtype=np.int32 if speed.type == "tensor(int32)" else np.float32),
        }
        with self._budget.reserve(len(tokens) / voice.rate, urgent=urgent):
            audio: pcm.Samples = np.asarray(sessions.run_session(session, inputs), dtype=np.float32).ravel()
        return audio


def _count_cores() -> int:
    return len(os.sched_getaffinity(0)) if hasattr(os, "sched_getaffinity") else os.cpu_count() or 1


def _describe_form(form: sessions.Form) -> str:
    """What the doctor says of the form that runs here."""
    if form == "shipped":
        return _("model as shipped: on this processor it cannot be rewritten to run in two thirds of the time")
    return _("fused model, with samples of its own") if form != "exact" else _("model rewritten for this processor")


def _render_sentence(spoken: str, voice: str) -> str:
    if voice[0] not in ESPEAK_VOICES:
        from . import mandarin

        cut = mandarin.phoneme_pieces(spoken)
    elif voice[0] in ENGLISH_VOICES:
        from . import english

        cut = english.phoneme_pieces(spoken, british=voice[0] == "b")
    else:
        from . import espeak

        cut = espeak.phoneme_pieces(spoken, ESPEAK_VOICES[voice[0]])
    pieces = [("".join(phoneme for phoneme in text if phoneme in TOKENS), pause) for text, pause in cut]
    if not any(text for text, _pause in pieces):
        raise EngineError(_("There is nothing to say in “{text}”.").format(text=spoken))
    if max(len(text) for text, _pause in pieces) > MAX_TOKENS:
        raise EngineError(
            _("“{text}” is too long to be said in one breath.").format(text=spoken),
            hint=_("Split it with a comma or a full stop."),
        )
    return "".join(
        f"{text}{PAUSE_MARK}{pause}{PAUSE_MARK}" if index + 1 < len(pieces) else text
        for index, (text, pause) in enumerate(pieces)
    )


def _duration_ms(parts: Sequence[pcm.Samples]) -> int:
    return sum(map(len, parts)) * 1000 // SAMPLE_RATE_HZ


def _split_pieces(rendered: str) -> Iterator[tuple[str, int]]:
    """Phonemes and the pause after them, as ``render`` wrote them."""
    fields = rendered.split(PAUSE_MARK)
    for phonemes, pause in zip(fields[::2], [*fields[1::2], "0"], strict=True):
        if phonemes:
            yield phonemes, int(pause)


def _pieces_with_sentence_pause(rendered: str) -> list[tuple[str, int]]:
    """As ``_split_pieces``, with the pause between sentences after the last piece."""
    pieces = list(_split_pieces(rendered))
    pieces[-1] = pieces[-1][0], SENTENCE_PAUSE_MS
    return pieces


def _split_first_clause(phonemes: str, pause: int) -> list[tuple[str, int]]:
    """Split a piece after its first mark that leaves enough on both sides; the pauses are those of the marks."""
    for end in range(FIRST_CLAUSE_TOKENS, len(phonemes) - REST_TOKENS):
        if (mark := phonemes[end - 1]) in PAUSES_MS:
            return [(phonemes[:end], PAUSES_MS[mark]), (phonemes[end:].lstrip(), pause)]
    return [(phonemes, pause)]
