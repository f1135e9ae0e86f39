"""How often the character in question is read rightly, and how fast.

    python benchmarks/g2p.py SENT LB [SENT LB …]
    python benchmarks/g2p.py --scripts

SENT and LB are in the form of the CPP data set of g2pM (Apache-2.0): a sentence a line with the character between ▁
marks, and its pinyin. Printed: accuracy with the committed gate, which was learnt on the development split and is
therefore fitted to it (``train_g2p.py`` prints what unseen halves give); accuracy by how sure the reading is called;
what pypinyin with jieba and the large dictionary gives on the same sentences; characters a second, by the clock and
by the processor, which differ on a busy machine. With ``--scripts``: each place of the Chinese scripts where the front
end, without any lexicon, and that dictionary differ, neutral tones aside.
"""

from __future__ import annotations

import argparse
import time
from collections import Counter
from functools import lru_cache
from pathlib import Path
from typing import Any

from audioguide.authoring import script
from audioguide.project import Project, find_project
from audioguide.text import split_and_normalise, split_paragraphs
from audioguide.text.han import is_han
from audioguide.text.markup import strip_marks
from audioguide.text.zh import g2p
from audioguide.text.zh.normalise import in_words


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("files", type=Path, nargs="*", metavar="SENT LB")
    parser.add_argument("--scripts", action="store_true", help="compare on the scripts of this project")
    parser.add_argument("--errors", action="store_true", help="print each mistake")
    options = parser.parse_args()
    if options.scripts:
        ordinary(find_project())
    for texts, labels in zip(options.files[::2], options.files[1::2], strict=True):
        print(texts)
        score(
            texts.read_text(encoding="utf-8").splitlines(),
            labels.read_text(encoding="utf-8").split(),
            options.errors,
        )


def score(sentences: list[str], labels: list[str], errors: bool) -> None:
    texts = [line.replace("▁", "") for line in sentences]
    g2p.to_syllables("热身")  # loading is not part of the pace
    clock, processor = time.perf_counter(), time.process_time()
    read = [g2p.to_syllables(text) for text in texts]
    clock, processor = time.perf_counter() - clock, time.process_time() - processor
    hits: Counter[str] = Counter()
    cases: Counter[str] = Counter()
    for line, label, syllables in zip(sentences, labels, read, strict=True):
        place = line.index("▁")
        chosen = next(s for s in syllables if s.start == place)
        right = chosen.pinyin == label.replace("u:", "v")
        cases[chosen.confidence] += 1
        hits[chosen.confidence] += right
        if errors and not right:
            print(f"  {chosen.text} {label} read {chosen.pinyin} ({chosen.why}, {chosen.probability:.2f}): {line}")
    characters = sum(map(len, texts))
    print(f"  right: {hits.total() / cases.total():.2%} of {cases.total()}")
    for sure, count in cases.most_common():
        print(f"    called {sure}: {count}, right {hits[sure] / count:.2%}")
    print(f"  jieba, pypinyin and large_pinyin: {baseline(sentences, labels):.2%}")
    print(f"  {characters} characters: {characters / clock:,.0f} a second,", end=" ")
    print(f"{characters / processor:,.0f} a second of processor time")


def baseline(sentences: list[str], labels: list[str]) -> float:
    hits = 0
    for line, label in zip(sentences, labels, strict=True):
        read = dictionary(line.replace("▁", "")).get(line.index("▁"))
        hits += read == label.replace("u:", "v")
    return hits / len(sentences)


@lru_cache(maxsize=1)
def _jieba() -> Any:
    import jieba
    from pypinyin_dict.phrase_pinyin_data import large_pinyin

    jieba.setLogLevel("ERROR")
    large_pinyin.load()
    return jieba


def dictionary(text: str) -> dict[int, str]:
    """Offset → reading, by jieba, pypinyin and the large dictionary."""
    from pypinyin import Style, lazy_pinyin

    readings: dict[int, str] = {}
    start = 0
    for word in _jieba().cut(text):
        read = lazy_pinyin(word, style=Style.TONE3, neutral_tone_with_five=True)
        if len(read) == len(word):
            readings |= {start + i: syllable.replace("ü", "v") for i, syllable in enumerate(read)}
        start += len(word)
    return readings


def ordinary(project: Project) -> None:
    """Where the front end, without any lexicon, and the dictionary differ in the scripts: for a person to judge."""
    characters = 0
    places: dict[tuple[str, str, str], list[str]] = {}
    for path in script.script_paths(project, ()):
        tour = script.load_tour(path)
        texts = [segment.text for stop in tour.stops for segment in stop.segments]
        for text in texts if tour.language.startswith("zh") else ():
            for paragraph in split_paragraphs(strip_marks(text)):
                for sentence in split_and_normalise(paragraph, tour.language):
                    spoken = in_words(sentence.written)
                    known = dictionary(spoken)
                    for syllable in g2p.to_syllables(spoken):
                        if not is_han(syllable.text):
                            continue
                        characters += 1
                        other = known.get(syllable.start, "")
                        neutral = syllable.pinyin[:-1] == other[:-1] and "5" in syllable.pinyin[-1:] + other[-1:]
                        if syllable.pinyin != other and not neutral and syllable.text not in "一不":
                            around = spoken[max(0, syllable.start - 4) : syllable.start + 5]
                            places.setdefault((syllable.text, syllable.pinyin, other), []).append(around)
    for (char, ours, theirs), seen in sorted(places.items(), key=lambda item: -len(item[1])):
        print(f"  {char} ours {ours} dictionary {theirs or '—'}: {len(seen)}  {'；'.join(dict.fromkeys(seen[:4]))}")
    print(f"  {sum(map(len, places.values()))} differences in {characters} characters")


if __name__ == "__main__":
    main()
