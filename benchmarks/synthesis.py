"""How close speaking comes to the bare model, and how far ahead of a plain script it is.

Three ways through the same sentences, in one process and in turns, so that a busy machine slows all of them:

- *bare*: nothing but the model, called with ready phonemes by one thread for each core, whatever memory that takes;
- *ours*: from written text to clips in the cache, as ``audioguide build`` does it;
- *plain*: what a short script would do: kokoro-onnx with its default threads, one sentence after another, each put
  into a pydub segment.
"""

from __future__ import annotations

import tempfile
import time
from collections.abc import Callable
from concurrent.futures import ThreadPoolExecutor
from pathlib import Path

from audioguide.assembly import synthesis
from audioguide.assembly.clip_cache import Cache
from audioguide.engines.kokoro import KokoroEngine, _split_pieces
from audioguide.engines.kokoro.call_budget import CallBudget
from audioguide.engines.kokoro.model_file import assemble_model
from audioguide.engines.kokoro.styles import VOICE_FOLDER
from audioguide.model import Lexicon, Segment, Stop, Tour, Utterance, Voice

VOICE = Voice("kokoro", "zm_yunyang", "zh-CN")
ROUNDS = 2
TEXT = (
    "水磨头村位于城西十五里，东边是一条小河，西边是一座不高的山。全村有二百一十六户人家，世代以种田和磨面为生。"
    "村口的石桥建于清朝末年，桥下的水磨一直用到上个世纪七十年代。老人们说，从前每到秋天，磨坊里的灯整夜都亮着。"
    "后来通了公路，又通了电，水磨才慢慢停了下来。如今磨坊修好了，里面摆着当年的石磨、木轮和账本。"
    "请您往前走，左手边的院子就是村里的学校。它只有六间教室，却出过三位校长和一位院士。"
    "院子中间的那棵银杏树，据说比村子还老。每年十一月，满地都是金黄的叶子。"
    "学校的后面是一片茶园，春天采茶的时候最热闹。您要是走累了，可以在凉亭里坐一坐，喝一碗本地的绿茶。"
)


Line = tuple[str, float, str]
"""Name, value and target of one line of the report."""


def bare(engine: KokoroEngine, utterances: tuple[Utterance, ...]) -> float:
    """Seconds of the model alone, all cores busy; phonemes are ready before the clock runs."""
    pieces = [
        phonemes
        for utterance in utterances
        for sentence in engine.render(utterance)
        for phonemes, _pause in _split_pieces(sentence)
    ]
    cores = synthesis.usable_cores()
    unbounded = KokoroEngine(engine.options)
    unbounded._budget = CallBudget(float("inf"), cores)
    with ThreadPoolExecutor(cores) as pool:
        return _timed(lambda: [*pool.map(lambda phonemes: unbounded._infer(phonemes, VOICE), pieces)])


def ours(engine: KokoroEngine, tour: Tour, lexicon: Lexicon = ()) -> float:
    """Seconds from a tour to its clips in an empty cache."""

    def build() -> None:
        with tempfile.TemporaryDirectory() as folder:
            asked = synthesis.plan_utterances(tour, lexicon, {"narrator": VOICE}, engine)
            synthesis.speak_utterances(asked, engine, Cache(Path(folder)))

    return _timed(build)


def plain(engine: KokoroEngine, utterances: tuple[Utterance, ...]) -> float:
    """Seconds of a plain script, given the same phonemes; its model is loaded before the clock runs."""
    import numpy as np
    from kokoro_onnx import Kokoro
    from pydub import AudioSegment

    with tempfile.TemporaryDirectory() as folder:
        voices = Path(folder) / "voices.npz"
        np.savez(voices, **{VOICE.name: np.load(VOICE_FOLDER / f"{VOICE.name}.npy").astype(np.float32)[:, None]})
        kokoro = Kokoro(str(engine._model), str(voices))
    texts = [
        "".join(phonemes for phonemes, _pause in _split_pieces(sentence))
        for utterance in utterances
        for sentence in engine.render(utterance)
    ]

    def run() -> None:
        joined = AudioSegment.empty()
        for text in texts:
            samples, rate = kokoro.create(text, VOICE.name, is_phonemes=True)
            pcm = (samples * 32767).astype("<i2").tobytes()
            joined += AudioSegment(pcm, sample_width=2, frame_rate=rate, channels=1)
            joined += AudioSegment.silent(450, frame_rate=rate)

    return _timed(run)


def run() -> list[Line]:
    """Every way in turns; the quickest round of each counts, as noise only ever slows."""
    engine = KokoroEngine()
    assemble_model(engine._model)
    tour = Tour("benchmark", "zh-CN", "", (Stop("1", "", (Segment(TEXT),)),))
    utterances = synthesis.plan_utterances(tour, (), {"narrator": VOICE}, engine)
    engine.speak(engine.render(utterances[0]), VOICE)  # the model is loaded
    times = [(bare(engine, utterances), ours(engine, tour), plain(engine, utterances)) for _round in range(ROUNDS)]
    model, built, script = (min(column) for column in zip(*times, strict=True))
    characters = sum(map(str.isalnum, TEXT))
    return [
        ("build ÷ bare model", built / model, "≤ 1.05"),
        ("plain script ÷ build", script / built, "≥ 1.12"),
        ("characters a second, plain script", characters / script, ""),
        ("characters a second, build", characters / built, ""),
    ]


def main() -> None:
    """Print the report."""
    for name, value, target in run():
        print(f"{name:40} {value:8.2f}  {target}")


def _timed(work: Callable[[], object]) -> float:
    begun = time.perf_counter()
    work()
    return time.perf_counter() - begun


if __name__ == "__main__":
    main()
