"""Learn ``audioguide/text/zh/surnames.json``: when a surname of two readings begins a person's name.

    python -m benchmarks.train_names SENT LB [TEXT …] [--write]

SENT and LB are the development split of the CPP data set of g2pM (Apache-2.0), TEXT files with a sentence a line. Names
there that the tagger or the segmenter knows by an unmistakable surname (王力群) get one of two readings in its place
(任力群): natural sentences with a person. The same characters where nobody is named, the labels of the data set and the
development sets of ``tests/data/text/zh`` are the rest. Persons and words weigh alike. Printed is what is right, and
what is wrong and sure, by weights learnt on the other four fifths; what is written is learnt on all.
"""

from __future__ import annotations

import argparse
import json
import random
import re
from collections import Counter
from collections.abc import Iterator
from dataclasses import dataclass
from functools import partial
from pathlib import Path
from typing import Any

import numpy as np

from audioguide.text.zh import names, person_model
from audioguide.text.zh.dictionary import cut_words, word_class
from audioguide.text.zh.parts_of_speech import TaggedText
from audioguide.text.zh.tagger import tag_words

from .reading import data_files, find_occurrence, read_rows

UNMISTAKABLE = frozenset(
    "王李张刘陈杨黄赵吴周徐孙马朱胡郭何林高罗郑梁谢许韩冯邓曹彭董袁潘蒋蔡余杜苏吕丁沈姚卢姜崔钟谭陆汪范廖贾夏付方邹熊孟邱江尹薛闫段雷侯史陶黎贺顾毛郝龚邵万钱严武戴莫孔向汤"
)
"""Surnames of one reading that are hardly ever words."""
FREQUENCIES = {
    "任": 9,
    "曾": 9,
    "华": 5,
    "单": 4,
    "解": 4,
    "查": 4,
    "应": 4,
    "葛": 4,
    "仇": 3,
    "区": 3,
    "翟": 3,
    "纪": 3,
}
"""How often a surname is put in; all others once."""
NOT_PERSONS = frozenset("王宋末魏吴国军氏帝公侯后某家唐汉梁陈")
"""Second characters of what the tagger takes for names of two characters: 赵王, 刘宋."""
AMBIGUOUS = frozenset("应薄盛相占宁肖那哈车要曲幺过员祭")
"""Read as the surname in words too: the label does not tell a person."""
LABELLED_WEIGHT = 3.0
MOST_WORDS = 400
"""Places a character at most where nobody is named."""
PRIOR = 2.0
FOLDS = 5


@dataclass(frozen=True)
class Case:
    """A place whose truth is known."""

    text: str
    start: int
    is_person: bool
    source: str


def read_texts(paths: list[Path]) -> list[str]:
    lines = (line.replace("▁", "") for path in paths for line in path.read_text(encoding="utf-8").splitlines())
    return list(dict.fromkeys(line for line in lines if line))


def exchange_surnames(texts: list[str]) -> Iterator[Case]:
    """Persons of natural sentences under another surname."""
    surnames = list(names.surname_readings())
    weights = [FREQUENCIES.get(surname, 1) for surname in surnames]
    for text in texts:
        for start, name, source in find_unmistakable_names(text):
            if name[1] in NOT_PERSONS or not names._TRANSLITERATED.isdisjoint(name[1:]):
                continue
            (surname,) = random.choices(surnames, weights)
            yield cut_clause(f"{text[:start]}{surname}{text[start + 1 :]}", start, True, source)


def find_unmistakable_names(text: str) -> Iterator[tuple[int, str, str]]:
    for word in tag_words(text):
        if word.tag == "PER" and 2 <= len(word.text) <= 3 and word.text[0] in UNMISTAKABLE:
            yield word.start, word.text, "tagged names"
    start = 0
    for token in cut_words(text):
        if len(token) == 3 and token[0] in UNMISTAKABLE and word_class(token) == "nr":
            yield start, token, "known names"
        start += len(token)


def find_words(texts: list[str]) -> Iterator[Case]:
    """Places of surnames where neither the tagger nor a frame sees a person."""
    seen: Counter[str] = Counter()
    for text in texts:
        places = [place for place, character in enumerate(text) if character in names.surname_readings()]
        if not places:
            continue
        words = [word for word in tag_words(text) for _character in word.text]
        for place in places:
            framed = re.match("[氏姓]|家[^里]", text[place + 1 :]) or text[max(0, place - 1) : place] in tuple(
                "姓老小阿"
            )
            if words[place].tag != "PER" and not framed and seen[text[place]] < MOST_WORDS:
                seen[text[place]] += 1
                yield cut_clause(text, place, False, "words")


def read_labels(sentences: Path, labels: Path) -> Iterator[Case]:
    for line, label in zip(
        sentences.read_text(encoding="utf-8").splitlines(), labels.read_text(encoding="utf-8").split(), strict=True
    ):
        place = line.index("▁")
        text = line.replace("▁", "")
        reading = names.surname_readings().get(text[place])
        is_surname = label.replace("u:", "v") == reading
        if reading and text[place] != "华" and not (text[place] in AMBIGUOUS and is_surname):
            yield cut_clause(text, place, is_surname, "labels")


def read_development() -> Iterator[Case]:
    for path in data_files("zh"):
        for row in read_rows(path):
            for expectation in row.expectations:
                reading = names.surname_readings().get(expectation.span)
                if expectation.occurrence and reading:
                    is_surname = reading in expectation.alternatives
                    if not is_surname or row.kind.startswith("person"):
                        yield Case(row.written, find_occurrence(row.written, expectation), is_surname, "development")


def cut_clause(text: str, start: int, is_person: bool, source: str) -> Case:
    """The sentence around a place."""
    begin = max(text.rfind(sign, 0, start) for sign in "。；！？") + 1
    ends = [place for sign in "。；！？" if (place := text.find(sign, start)) >= 0]
    end = min(ends, default=len(text) - 1) + 1
    return Case(text[begin:end], start - begin, is_person, source)


def find_features(case: Case) -> person_model.Features | None:
    """What is known of a place; None where the product asks nobody."""
    cut, at = [], 0
    for word in cut_words(case.text):
        cut.append((at, word))
        at += len(word)
    edges = {start for start, _word in cut} | {len(case.text)}
    tagged = TaggedText(case.text)
    place = names._find_surname_place(case.text, case.start, names._words_by_place(cut), edges)
    if place is None:
        return None
    return person_model.find_features(place, tagged, partial(names._frame_features, case.start))


def learn(inputs: Any, truth: Any, weights: Any, steps: int = 1500) -> Any:
    """The weights of the features, by gradient descent with Adam and an L2 prior."""
    learned, first, second = np.zeros((3, inputs.shape[1]))
    for step in range(1, steps + 1):
        share = 1 / (1 + np.exp(-inputs @ learned))
        gradient = inputs.T @ (weights * (share - truth)) + PRIOR * learned
        first = 0.9 * first + 0.1 * gradient
        second = 0.999 * second + 0.001 * gradient**2
        learned = learned - 0.02 * (first / (1 - 0.9**step)) / (np.sqrt(second / (1 - 0.999**step)) + 1e-8)
    return learned


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("sentences", type=Path)
    parser.add_argument("labels", type=Path)
    parser.add_argument("texts", type=Path, nargs="*")
    parser.add_argument("--write", action="store_true", help="replace the weights of the package")
    options = parser.parse_args()
    random.seed(0)
    texts = read_texts([options.sentences, *options.texts])
    cases = [*exchange_surnames(texts), *find_words(texts), *read_labels(options.sentences, options.labels)]
    cases = list(dict.fromkeys([*cases, *read_development()]))
    asked = [(case, features) for case in cases if (features := find_features(case))]
    print(f"{len(cases)} places, asked about {len(asked)}")
    columns = sorted({name for _case, features in asked for name in features})
    raw = np.array([[features.get(name, 0.0) for name in columns] for _case, features in asked])
    scale = np.maximum(np.abs(raw).max(axis=0), 1e-9)
    inputs, truth = raw / scale, np.array([float(case.is_person) for case, _features in asked])
    weights = np.array([LABELLED_WEIGHT if case.source == "development" else 1.0 for case, _features in asked])
    for side in (0.0, 1.0):
        weights[truth == side] *= len(asked) / 2 / weights[truth == side].sum()
    fold = np.random.default_rng(0).integers(FOLDS, size=len(asked))
    share = np.zeros(len(asked))
    for number in range(FOLDS):
        here = fold == number
        share[here] = 1 / (1 + np.exp(-inputs[here] @ learn(inputs[~here], truth[~here], weights[~here])))
    print_shares([case for case, _features in asked], share)
    table = dict(zip(columns, (learn(inputs, truth, weights) / scale).round(3).tolist(), strict=True))
    print(json.dumps(table, ensure_ascii=False, indent=1))
    if options.write:
        source = (
            "Learnt by benchmarks/train_names.py from the development split of the CPP data set "
            "(Park and Lee 2020, github.com/kakaobrain/g2pM, Apache-2.0), further sentences of Wikipedia and the "
            "development sets of this project; holds weights only."
        )
        person_model.WEIGHTS_FILE.write_text(
            json.dumps({"source": source, "weights": table}, ensure_ascii=False, indent=1) + "\n", encoding="utf-8"
        )


def print_shares(cases: list[Case], share: Any) -> None:
    for source, is_person in sorted({(case.source, case.is_person) for case in cases}):
        mine = [
            probability if is_person else 1 - probability
            for case, probability in zip(cases, share, strict=True)
            if (case.source, case.is_person) == (source, is_person)
        ]
        kind = "persons" if is_person else "words"
        print(f"{source}, {kind}: {len(mine)}", end="")
        for label, holds in (
            ("right", [probability > 0.5 for probability in mine]),
            ("sure", [probability > 0.95 for probability in mine]),
            ("wrong and sure", [probability < 0.05 for probability in mine]),
        ):
            print(f", {label} {100 * sum(holds) / len(mine):.2f} %", end="")
        print()


if __name__ == "__main__":
    main()
