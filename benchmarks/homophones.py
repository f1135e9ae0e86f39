"""Print the table ``audioguide/text/zh/homophones.tsv``: for each syllable a common character read no other way.

    python benchmarks/homophones.py > audioguide/text/zh/homophones.tsv

A character qualifies when pypinyin gives it that one reading, or when at least 99 in 100 of the words of its phrase
dictionary that hold it read it so. Of those the one most frequent in jieba's dictionary is taken.
"""

from __future__ import annotations

from collections import Counter, defaultdict
from pathlib import Path

COMMON = 3500
"""Size of the list of characters everyone learns at school (GB 8105, level 1)."""
PARTICLES = {"de5": "的", "le5": "了", "ne5": "呢", "ma5": "吗", "ba5": "吧"}
"""Said so wherever a sentence has them, though dictionaries list more readings."""


def main() -> None:
    import jieba
    from pypinyin.contrib.tone_convert import to_tone3
    from pypinyin.phrases_dict import phrases_dict
    from pypinyin.pinyin_dict import pinyin_dict

    frequency: Counter[str] = Counter()
    for line in (Path(str(jieba.__file__)).parent / "dict.txt").read_text(encoding="utf-8").splitlines():
        word, count, _kind = line.split()
        for character in word:
            frequency[character] += int(count)
    spoken: dict[str, Counter[str]] = defaultdict(Counter)
    for phrase, readings in phrases_dict.items():
        for character, reading in zip(phrase, readings, strict=False):
            spoken[character][tone_number(to_tone3, reading[0])] += 1
    table = dict(PARTICLES)
    for character, _count in frequency.most_common(COMMON):
        every = [
            tone_number(to_tone3, reading) for reading in pinyin_dict.get(ord(character), "").split(",") if reading
        ]
        if not every:
            continue
        likely = every[0]
        used = spoken[character]
        if len(set(every)) == 1 or (used.total() >= 5 and used[likely] / used.total() >= 0.99):
            table.setdefault(likely, character)
    print("# made by benchmarks/homophones.py from the data of pypinyin and jieba (both MIT)")
    for syllable, character in sorted(table.items()):
        print(f"{syllable}\t{character}")


def tone_number(to_tone3: object, reading: str) -> str:
    assert callable(to_tone3)
    return str(to_tone3(reading, v_to_u=True, neutral_tone_with_five=True)).replace("v", "ü")


if __name__ == "__main__":
    main()
