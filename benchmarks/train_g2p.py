"""Learn ``audioguide/text/zh/gate.json``: how far each source of readings is to be trusted.

    python benchmarks/train_g2p.py SENT LB [--write]

SENT and LB are the development split of the CPP data set of g2pM (Apache-2.0): a sentence a line with the character
in question between ▁ marks, and its pinyin. Printed is the accuracy on each half by weights learnt on the other;
what is written is learnt on all. Only the few weights are kept, no text of the data set.

The model is a conditional log-linear one over each character's candidates (a softmax whose features are those of
``candidates.find_candidates`` and the likelihood), fitted by gradient descent with Adam (Kingma and Ba, 2015) and an
L2 prior.
"""

from __future__ import annotations

import argparse
import json
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import numpy as np

from audioguide.text.zh import candidates
from audioguide.text.zh.dictionary import cut_words
from audioguide.text.zh.polyphone_model import log_likelihoods


@dataclass(frozen=True)
class Case:
    paper: candidates.Candidates
    row: Any
    """The model's logarithms of its classes' likelihoods."""
    label: str


def cases(sentences: Path, labels: Path) -> list[Case]:
    rows = []
    for line, label in zip(
        sentences.read_text(encoding="utf-8").splitlines(), labels.read_text(encoding="utf-8").split(), strict=True
    ):
        place, text = line.index("▁"), line.replace("▁", "")
        start = 0
        for word in cut_words(text):
            if start <= place < start + len(word):
                break
            start += len(word)
        paper = candidates.find_candidates(word, place - start)
        rows.append(Case(paper, log_likelihoods(text, [place])[0], label.replace("u:", "v")))
    return rows


def learn(sample: list[Case], names: list[str], prior: float = 1.0, steps: int = 500) -> dict[str, float]:
    usable = [case for case in sample if case.label in case.paper.options and not case.paper.settled]
    most = max(len(case.paper.options) for case in usable)
    inputs = np.zeros((len(usable), most, len(names)), np.float32)
    mask = np.full((len(usable), most), -1e9)
    right = np.array([case.paper.options.index(case.label) for case in usable])
    for i, case in enumerate(usable):
        for k, name in enumerate(names):
            for reading, points in candidates.score_candidates(
                case.paper, case.row, {"likelihood": 0.0, name: 1.0}
            ).items():
                inputs[i, case.paper.options.index(reading), k] = points
        mask[i, : len(case.paper.options)] = 0
    weights, first, second = np.zeros((3, len(names)))
    rows = np.arange(len(usable))
    for step in range(1, steps + 1):
        points = inputs @ weights + mask
        points = np.exp(points - points.max(axis=1, keepdims=True))
        points /= points.sum(axis=1, keepdims=True)
        points[rows, right] -= 1
        gradient = np.einsum("nm,nmf->f", points, inputs) + prior * weights
        first = 0.9 * first + 0.1 * gradient
        second = 0.999 * second + 0.001 * gradient**2
        weights = weights - 0.03 * (first / (1 - 0.9**step)) / (np.sqrt(second / (1 - 0.999**step)) + 1e-8)
    return {name: round(float(weight), 3) for name, weight in zip(names, weights, strict=True)}


def accuracy(sample: list[Case], weights: dict[str, float]) -> float:
    hits = 0
    for case in sample:
        points = candidates.score_candidates(case.paper, case.row, weights)
        hits += (case.paper.settled or max(case.paper.options, key=points.__getitem__)) == case.label
    return hits / len(sample)


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("sentences", type=Path)
    parser.add_argument("labels", type=Path)
    parser.add_argument("--write", action="store_true", help="replace the gate of the package")
    options = parser.parse_args()
    rows = cases(options.sentences, options.labels)
    features = {name for case in rows for mine in case.paper.features.values() for name in mine}
    names = ["likelihood", *sorted(features)]
    order = np.random.default_rng(0).permutation(len(rows))
    halves = [[rows[i] for i in half] for half in np.array_split(order, 2)]
    for here, there in ((0, 1), (1, 0)):
        share = accuracy(halves[there], learn(halves[here], names))
        print(f"learnt on half {here + 1}, right on half {there + 1}: {share:.2%} of {len(halves[there])}")
    table = learn(rows, names)
    print(f"learnt on all, right on all: {accuracy(rows, table):.2%}")
    print(json.dumps(table, indent=1))
    if options.write:
        source = (
            "Learnt by benchmarks/train_g2p.py from the development split of the CPP data set "
            "(Park and Lee 2020, github.com/kakaobrain/g2pM, Apache-2.0); holds weights only."
        )
        candidates.WEIGHTS_FILE.write_text(
            json.dumps({"source": source, "weights": table}, indent=1) + "\n", encoding="utf-8"
        )


if __name__ == "__main__":
    main()
