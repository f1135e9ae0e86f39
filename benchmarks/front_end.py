"""How fast Chinese is read with everything on, and how soon the first sentence is: ``python -m benchmarks front_end``

Processor time, which other processes on the machine stretch less than the clock but stretch too: measure when idle.
"""

from __future__ import annotations

import os
import subprocess
import sys
import time
from pathlib import Path

from audioguide.authoring import script
from audioguide.project import find_project
from audioguide.text import find_language, split_and_normalise, split_paragraphs
from audioguide.text.markup import strip_marks

from .first_sound import run_process
from .reading import data_files, read_rows

ROUNDS = 3
COLD = "from audioguide.text.zh.g2p import to_syllables; to_syllables('重阳节那天，村长率众人为老人祝寿。')"
Line = tuple[str, float, str]


def run() -> list[Line]:
    """Return characters a second, of scripts and of commentary full of polyphones, and the time of a cold start."""
    environment = {**os.environ, "PYTHONPATH": str(Path(__file__).parents[1])}
    subprocess.run([sys.executable, "-c", COLD], env=environment, check=True)  # makes the dictionaries, once for all
    cold = min(run_process(["-c", COLD], environment, ".")[1] for _round in range(ROUNDS))
    commentary = [row.written for path in data_files("zh") for row in read_rows(path)]
    return [
        ("front end, cold process to the first sentence: CPU s", cold, "≤ 1.5"),
        ("characters a second of processor time, scripts", measure_pace(script_sentences()), "≥ 20000"),
        ("characters a second of processor time, polyphones", measure_pace(commentary), ""),
    ]


def script_sentences() -> list[str]:
    """Return every Chinese sentence of the project's scripts once."""
    project = find_project()
    sentences: dict[str, None] = {}
    for path in script.script_paths(project, ()):
        tour = script.load_tour(path)
        for segment in (segment for stop in tour.stops for segment in stop.segments if tour.language.startswith("zh")):
            for paragraph in split_paragraphs(strip_marks(segment.text)):
                sentences |= {s.written: None for s in split_and_normalise(paragraph, tour.language)}
    return list(sentences)


def measure_pace(sentences: list[str]) -> float:
    """Return characters a second of processor time from written sentences to syllables, each read once."""
    from audioguide.text.zh import g2p, normalise

    language = find_language("zh")
    for sentence in sentences[:100]:  # loading is not part of the pace
        g2p.to_syllables(language.spoken(sentence))
    for remembered in (g2p.to_syllables, normalise._rewrite_piece, normalise._rewrite_in_words):
        remembered.cache_clear()
    begun = time.process_time()
    for sentence in sentences:
        g2p.to_syllables(language.spoken(sentence))
    return sum(map(len, sentences)) / (time.process_time() - begun)


def main(_arguments: list[str]) -> None:
    """Print the report."""
    for name, value, target in run():
        print(f"{name:60} {value:10.2f}  {target}")
