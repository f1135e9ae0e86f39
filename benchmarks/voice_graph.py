"""The rewritten model against the shipped one: the same samples, and how much less time.

Both models speak the same pieces in turns within one process, so that a busy machine slows both. CPU time is that of
one thread; the wall time is that of as many workers as there are cores, as a build has them.
``python -m benchmarks voice_graph --sentences 200`` compares samples over that many sentences of all voices,
``--scripts NAME…`` over everything these scripts have spoken (without a name: all of them).
"""

from __future__ import annotations

import argparse
import itertools
import resource
import sys
import time
from collections.abc import Iterable, Iterator, Sequence
from concurrent.futures import ThreadPoolExecutor
from pathlib import Path
from typing import Any

from audioguide.assembly.synthesis import plan_utterances, usable_cores
from audioguide.authoring import script, voices_yaml
from audioguide.engines.kokoro import KokoroEngine, _split_pieces, sessions
from audioguide.engines.kokoro.model_file import MODEL_SHA256, assemble_model
from audioguide.engines.kokoro.styles import voice_names
from audioguide.i18n.language_tags import primary_language
from audioguide.model import Sentence, Utterance, Voice
from audioguide.project import find_project

TEXTS = {
    "zh": "水磨头村位于城西十五里，东边是一条小河，西边是一座不高的山。|全村有二百一十六户人家，世代以种田和磨面为生。|"
    "村口的石桥建于清朝末年，桥下的水磨一直用到上个世纪七十年代。|老人们说，从前每到秋天，磨坊里的灯整夜都亮着。|"
    "后来通了公路，又通了电，水磨才慢慢停了下来。|如今磨坊修好了，里面摆着当年的石磨、木轮和账本。|"
    "请您往前走，左手边的院子就是村里的学校。|它只有六间教室，却出过三位校长和一位院士。|"
    "院子中间的那棵银杏树，据说比村子还老。|每年十一月，满地都是金黄的叶子。|欢迎！|您要是走累了，可以在凉亭里坐一坐。",
    "en": "The village lies west of the town.|A small river runs to the east, and a low hill rises to the west.|"
    "Welcome!|The stone bridge at its entrance was built late in the Qing dynasty.|"
    "In autumn the lamps of the mill burned all night.|"
    "Then came the road, and with it electricity, and the wheel slowly came to rest.|Please walk on.|"
    "The court on your left is the school of the village, which has six rooms and has taught three headmasters.",
    "es": "El pueblo está al oeste de la ciudad.|Al este corre un río pequeño.|¡Bienvenidos!|El puente es viejo.|"
    "En otoño, las lámparas del molino ardían toda la noche.|Sigan, por favor, hasta el patio de la izquierda.",
    "fr": "Le village se trouve à l'ouest de la ville.|À l'est coule une petite rivière.|Bienvenue !|Le pont est là.|"
    "En automne, les lampes du moulin brûlaient toute la nuit.|Avancez, s'il vous plaît, jusqu'à la cour de gauche.",
}
RATES = (1.0, 0.73, 1.2)
FORMS_COMPARED: tuple[sessions.Form, sessions.Form] = ("shipped", "exact")
Line = tuple[str, float, str]
"""Name, value and target of one line of the report."""


def pieces(count: int) -> list[tuple[str, Voice]]:
    """Return phonemes of so many sentences, every voice and rate in turn."""
    engine = KokoroEngine()
    spoken: list[tuple[str, Voice]] = []
    turns = {language: itertools.cycle(text.split("|")) for language, text in TEXTS.items()}
    for name, rate in itertools.islice(itertools.cycle(itertools.product(voice_names(), RATES)), count):
        language = next(voice.language for voice in engine.voices() if voice.name == name)
        voice, text = Voice("kokoro", name, language, rate), next(turns[primary_language(language)])
        for sentence in engine.render(Utterance("1", 0, 0, voice, (Sentence(text, text),))):
            spoken += [(phonemes, voice) for phonemes, _pause in _split_pieces(sentence)]
    return spoken


def script_pieces(path: Path) -> list[tuple[str, Voice]]:
    """Return the phonemes of everything a script has spoken by the embedded voice, each piece once."""
    engine, tour = KokoroEngine(), script.load_tour(path)
    settings = voices_yaml.merge_overrides(voices_yaml.load_settings(find_project(path.parent).voices), tour)
    cast = voices_yaml.assign_voices(settings, tour, engine)
    spoken = plan_utterances(tour, voices_yaml.tour_lexicon(settings, tour), cast, engine)
    return list(
        dict.fromkeys(
            (phonemes, utterance.voice)
            for utterance in spoken
            for sentence in engine.render(utterance)
            for phonemes, _pause in _split_pieces(sentence)
        )
    )


def engine_of(form: sessions.Form, model: Path, folder: Path) -> KokoroEngine:
    """Return an engine whose session has this form."""
    engine = KokoroEngine()
    engine.__dict__["_session"] = sessions._open_session(model, MODEL_SHA256, folder, form, assemble_model)
    return engine


def compare(engines: Sequence[KokoroEngine], asked: Sequence[tuple[str, Voice]]) -> tuple[list[float], list[int]]:
    """Return CPU seconds of each engine, and of each the samples that differ from the first engine's."""
    seconds, different = [0.0] * len(engines), [0] * len(engines)
    for index, (phonemes, voice) in enumerate(asked):
        first: Any = None
        order = [*range(len(engines))]
        results: dict[int, Any] = {}
        for which in order if index % 2 else order[::-1]:
            begun = time.process_time()
            results[which] = engines[which]._infer(phonemes, voice)
            seconds[which] += time.process_time() - begun
        first = results[0]
        for which in order:
            other = results[which]
            same_length = len(other) == len(first)
            different[which] += int((other != first).sum()) if same_length else max(len(other), len(first))
    return seconds, different


def wall_seconds(engine: KokoroEngine, asked: Sequence[tuple[str, Voice]]) -> float:
    """Return seconds of all pieces with a worker for each core."""
    begun = time.perf_counter()
    with ThreadPoolExecutor(usable_cores()) as pool:
        list(pool.map(lambda piece: engine._infer(*piece), asked))
    return time.perf_counter() - begun


def compare_scripts(names: Sequence[str]) -> Iterator[Line]:
    """Yield, for each script, the samples of the rewritten model that differ from the shipped model's."""
    engine = KokoroEngine()
    assemble_model(engine._model)
    shipped, exact = (engine_of(form, engine._model, engine._folder) for form in FORMS_COMPARED)
    for path in script.script_paths(find_project(), names):
        asked = script_pieces(path)
        (before, after), (_none, different) = compare([shipped, exact], asked)
        yield f"{path.stem}: samples that differ, of {len(asked)} pieces", different, "0"
        yield f"{path.stem}: exact ÷ shipped, CPU time of one thread", after / before, ""


def run(sentences: int = 24, rounds: int = 3, forms: Sequence[sessions.Form] = ("exact",)) -> list[Line]:
    """Every form against the shipped one."""
    engine = KokoroEngine()
    assemble_model(engine._model)
    all_forms: list[sessions.Form] = ["shipped", *forms]
    engines = [engine_of(form, engine._model, engine._folder) for form in all_forms]
    asked = pieces(sentences)
    for each in engines:
        each._infer(*asked[0])
    cpu, different = compare(engines, asked)
    few = asked[: min(len(asked), 24)]
    walls = [[wall_seconds(each, few) for each in engines] for _round in range(rounds)]
    best = [min(column) for column in zip(*walls, strict=True)]
    lines: list[Line] = [("pieces compared", len(asked), "")]
    for which, form in enumerate(all_forms[1:], 1):
        target = "0" if form == "exact" else ""
        lines += [
            (f"{form}: samples that differ from the shipped model's", different[which], target),
            (f"{form} ÷ shipped, CPU time of one thread", cpu[which] / cpu[0], ""),
            (f"{form} ÷ shipped, wall time, a worker a core", best[which] / best[0], "≤ 0.78, fast ≤ 0.66"),
        ]
    peak = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss / 1024
    return [*lines, ("peak memory of all of it, MB", peak, "")]


def main(arguments: list[str]) -> None:
    """Print the report."""
    parser = argparse.ArgumentParser(prog="python -m benchmarks voice_graph", description=__doc__)
    parser.add_argument("--sentences", type=int, default=24)
    parser.add_argument("--rounds", type=int, default=3)
    parser.add_argument("--forms", nargs="*", default=["exact"])
    parser.add_argument("--scripts", nargs="*", metavar="NAME")
    options = parser.parse_args(arguments)
    if options.scripts is None:
        lines: Iterable[Line] = run(options.sentences, options.rounds, options.forms)
    else:
        lines = compare_scripts(options.scripts)
    for name, value, target in lines:
        print(f"{name:64} {value:10.3f}  {target}", flush=True)


if __name__ == "__main__":
    main(sys.argv[1:])
