"""How often the character in question is read rightly, and how fast.

    python benchmarks/g2p.py SENT LB [SENT LB …]

SENT and LB are in the form of the CPP data set of g2pM (Apache-2.0): a sentence a line with the character between ▁
marks, and its pinyin. Printed: accuracy with the committed gate, which was learnt on the development split and is
therefore fitted to it (``train_g2p.py`` prints what unseen halves give); accuracy by how sure the reading is called;
what pypinyin with jieba and the large dictionary gives on the same sentences; characters a second, by the clock and
by the processor, which differ on a busy machine.
"""

from __future__ import annotations

import argparse
import time
from collections import Counter
from pathlib import Path

from audioguide.text.zh import g2p


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("files", type=Path, nargs="+", metavar="SENT LB")
    parser.add_argument("--errors", action="store_true", help="print each mistake")
    options = parser.parse_args()
    for sentences, labels in zip(options.files[::2], options.files[1::2], strict=True):
        print(sentences)
        score(
            sentences.read_text(encoding="utf-8").splitlines(),
            labels.read_text(encoding="utf-8").split(),
            options.errors,
        )


def score(sentences: list[str], labels: list[str], errors: bool) -> None:
    texts = [line.replace("▁", "") for line in sentences]
    g2p.syllables("热身")  # loading is not part of the pace
    clock, processor = time.perf_counter(), time.process_time()
    read = [g2p.syllables(text) for text in texts]
    clock, processor = time.perf_counter() - clock, time.process_time() - processor
    hits: Counter[str] = Counter()
    cases: Counter[str] = Counter()
    for line, label, syllables in zip(sentences, labels, read, strict=True):
        place = line.index("▁")
        chosen = next(s for s in syllables if s.start == place)
        right = chosen.pinyin == label.replace("u:", "v")
        cases[chosen.sure] += 1
        hits[chosen.sure] += right
        if errors and not right:
            print(f"  {chosen.text} {label} read {chosen.pinyin} ({chosen.why}, {chosen.share:.2f}): {line}")
    characters = sum(map(len, texts))
    print(f"  right: {hits.total() / cases.total():.2%} of {cases.total()}")
    for sure, count in cases.most_common():
        print(f"    called {sure}: {count}, right {hits[sure] / count:.2%}")
    print(f"  jieba, pypinyin and large_pinyin: {baseline(sentences, labels):.2%}")
    print(f"  {characters} characters: {characters / clock:,.0f} a second,", end=" ")
    print(f"{characters / processor:,.0f} a second of processor time")


def baseline(sentences: list[str], labels: list[str]) -> float:
    import jieba
    from pypinyin import Style, lazy_pinyin
    from pypinyin_dict.phrase_pinyin_data import large_pinyin

    jieba.setLogLevel("ERROR")
    large_pinyin.load()
    hits = 0
    for line, label in zip(sentences, labels, strict=True):
        place, text = line.index("▁"), line.replace("▁", "")
        start = 0
        for word in jieba.cut(text):
            if start <= place < start + len(word):
                read = lazy_pinyin(word, style=Style.TONE3, neutral_tone_with_five=True)
                hits += len(read) == len(word) and read[place - start].replace("ü", "v") == label.replace("u:", "v")
            start += len(word)
    return hits / len(sentences)


if __name__ == "__main__":
    main()
