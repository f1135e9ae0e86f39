"""Other programs that run the same model, on the same phonemes: ``python -m benchmarks peers [PYTHON]``

``PYTHON``: the interpreter of an environment that has them, made for example by ``python -m venv peers`` and
``peers/bin/pip install pykokoro fastkokoro kokoro-onnx onnxruntime==1.32.0``; without it, kokoro-onnx of this one.

Each program is a process of its own with its default threads. All load the model, speak one piece, and then speak the
whole text in turns with the others, so that a busy machine slows all of them. Each is called as is best for it: a
piece at a time, without its own splitting, caches or retries. Ours is the engine as a build calls it.
"""

from __future__ import annotations

import json
import os
import subprocess
import sys
import tempfile
import time
from collections.abc import Callable, Iterator, Mapping, Sequence
from concurrent.futures import ThreadPoolExecutor
from contextlib import ExitStack, contextmanager
from dataclasses import dataclass
from pathlib import Path
from typing import Any

ROOT = Path(__file__).resolve().parents[1]
ROUNDS = 2
OURS = "audioguide"
VOICES = {"zh": "zm_yunyang", "en": "af_heart"}
Speaker = Callable[[Sequence[str], str], None]
"""Speaks pieces of phonemes with a voice."""
Line = tuple[str, float, str]


# ---------------------------------------------------------------- in a process of its own


def open_ours(_model: str, _voices: str) -> Speaker:
    """Return our engine, with as many workers as a build has."""
    from audioguide.assembly.synthesis import usable_cores
    from audioguide.engines.kokoro import KokoroEngine
    from audioguide.model import Voice

    engine, pool = KokoroEngine(), ThreadPoolExecutor(usable_cores())

    def speak(pieces: Sequence[str], voice: str) -> None:
        asked = Voice("kokoro", voice, "zh-CN" if voice[0] == "z" else "en")
        list(pool.map(lambda piece: engine.speak((piece,), asked), pieces))

    return speak


def open_kokoro_onnx(model: str, voices: str) -> Speaker:
    """Return kokoro-onnx."""
    from kokoro_onnx import Kokoro

    kokoro = Kokoro(model, voices)

    def speak(pieces: Sequence[str], voice: str) -> None:
        for piece in pieces:
            kokoro.create(piece, voice, is_phonemes=True)

    return speak


def open_pykokoro(model: str, voices: str) -> Speaker:
    """Return pykokoro's generator of sound, which its pipeline calls for each segment."""
    from pykokoro.onnx_backend import Kokoro

    from audioguide.engines.kokoro.alphabet import TOKENS

    alphabet = Path(voices).with_suffix(".json")
    alphabet.write_text(json.dumps({"vocab": TOKENS}), encoding="utf-8")
    kokoro = Kokoro(
        model_path=Path(model),
        voices_path=Path(voices),
        model_config_path=alphabet,
        inference_cache_enabled=False,
    )

    def speak(pieces: Sequence[str], voice: str) -> None:
        style = kokoro.get_voice_style(voice)
        for piece in pieces:
            kokoro._audio_generator._run_onnx(piece, style, 1.0)

    return speak


def open_fastkokoro(model: str, voices: str) -> Speaker:
    """Return fastkokoro's engine, which its server calls for each batch of phonemes."""
    os.environ |= {"FASTKOKORO_MODEL_PATH": model, "FASTKOKORO_VOICES_PATH": voices}
    from fastkokoro.engine import FastKokoro

    kokoro = FastKokoro()

    def speak(pieces: Sequence[str], voice: str) -> None:
        for piece in pieces:
            kokoro._run_onnx_audio(piece, kokoro._voice_styles[voice], 1.0)

    return speak


PROGRAMS: Mapping[str, Callable[[str, str], Speaker]] = {
    OURS: open_ours,
    "kokoro-onnx": open_kokoro_onnx,
    "pykokoro": open_pykokoro,
    "fastkokoro": open_fastkokoro,
}


def answer_rounds(name: str, model: str, voices: str, texts: Mapping[str, Sequence[str]]) -> None:
    """Speak the text of each language that a line of stdin names; print seconds by the clock and of the processor."""
    speak = PROGRAMS[name](model, voices)
    for language, pieces in texts.items():
        speak(pieces[:1], VOICES[language])
    print("ready", flush=True)
    for line in sys.stdin:
        language = line.strip()
        begun, before = time.perf_counter(), time.process_time()
        speak(texts[language], VOICES[language])
        print(json.dumps([time.perf_counter() - begun, time.process_time() - before]), flush=True)


# ---------------------------------------------------------------- the comparison


@dataclass(frozen=True)
class Program:
    """A running program that waits for its next round."""

    name: str
    process: subprocess.Popen[str]

    def speak(self, language: str) -> tuple[float, float]:
        """Return seconds by the clock and of the processor for one text."""
        assert self.process.stdin and self.process.stdout
        print(language, file=self.process.stdin, flush=True)
        wall, processor = json.loads(self.process.stdout.readline())
        return wall, processor


@contextmanager
def open_program(name: str, python: str, job: Mapping[str, Any]) -> Iterator[Program | None]:
    """Start a program; None where it is not installed or does not take the model."""
    arguments = [python, __file__, json.dumps({"name": name, **job})]
    environment = {**os.environ, "PYTHONPATH": str(ROOT)}
    with subprocess.Popen(
        arguments, stdin=subprocess.PIPE, stdout=subprocess.PIPE, text=True, env=environment, bufsize=1
    ) as process:
        assert process.stdin and process.stdout
        yield Program(name, process) if process.stdout.readline().strip() == "ready" else None
        process.stdin.close()


def render_texts() -> dict[str, list[str]]:
    """Return the phonemes of both texts, a piece at a time."""
    from audioguide.engines.kokoro import KokoroEngine, _split_pieces
    from audioguide.model import Sentence, Utterance, Voice
    from audioguide.text import split_and_normalise

    from .synthesis import TEXT
    from .voice_graph import TEXTS

    engine = KokoroEngine()
    pieces: dict[str, list[str]] = {}
    for language, words in (("zh", TEXT), ("en", TEXTS["en"].replace("|", " "))):
        voice = Voice("kokoro", VOICES[language], "zh-CN" if language == "zh" else "en")
        sentences = tuple(Sentence(s.written, s.spoken) for s in split_and_normalise(words, voice.language, ()))
        rendered = engine.render(Utterance("1", 0, 0, voice, sentences))
        pieces[language] = [phonemes for sentence in rendered for phonemes, _pause in _split_pieces(sentence)]
    return pieces


def run(python: str = sys.executable) -> Iterator[Line]:
    """Every program's time ÷ ours, by the clock and of the processor; of each the quickest round."""
    import numpy as np

    from audioguide.engines.kokoro import KokoroEngine
    from audioguide.engines.kokoro.model_file import assemble_model
    from audioguide.engines.kokoro.styles import VOICE_FOLDER

    engine = KokoroEngine()
    assemble_model(engine._model)
    texts = render_texts()
    with tempfile.TemporaryDirectory() as folder, ExitStack() as stack:
        voices = Path(folder) / "voices.npz"
        styles = {name: np.load(VOICE_FOLDER / f"{name}.npy").astype(np.float32)[:, None] for name in VOICES.values()}
        np.savez(voices, **styles)
        job = {"model": str(engine._model), "voices": str(voices), "texts": texts}
        opened = {
            name: stack.enter_context(open_program(name, sys.executable if name == OURS else python, job))
            for name in PROGRAMS
        }
        programs = [program for program in opened.values() if program]
        for language in texts:
            rounds = [{program.name: program.speak(language) for program in programs} for _round in range(ROUNDS)]
            best = {
                name: tuple(min(some[name][which] for some in rounds) for which in (0, 1))
                for name in (program.name for program in programs)
            }
            yield f"{language}: {OURS}, wall s", best[OURS][0], ""
            for name, (wall, processor) in best.items():
                if name != OURS:
                    yield f"{language}: {name} ÷ ours, wall time", wall / best[OURS][0], "≥ 1.45"
                    yield f"{language}: {name} ÷ ours, CPU time", processor / best[OURS][1], ""


def main(arguments: list[str]) -> None:
    """Print the report; given a program's job, do that."""
    if arguments and arguments[0].startswith("{"):
        answer_rounds(**json.loads(arguments[0]))
        return
    for name, value, target in run(*arguments):
        print(f"{name:60} {value:8.2f}  {target}", flush=True)


if __name__ == "__main__":
    main(sys.argv[1:])
