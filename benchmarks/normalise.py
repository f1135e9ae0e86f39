"""Score text normalisation on a set of ``{"cat", "i", "o"}`` lines, per category.

    python benchmarks/normalise.py FILE.jsonl [--misses]

Compared with punctuation, spaces and letter case left out; 两 = 二, 到 = 至. A mark counts by what it is on:
鸟儿 is said ``{鸟|niaor3}``, and sets made for speech recognition write 鸟. They leave out 呃 as well: a guide says
what is written.
"""

from __future__ import annotations

import argparse
import json
import re
import time
from collections import Counter
from pathlib import Path

ALIKE = str.maketrans("两至", "二到")


def key(text: str) -> str:
    return re.sub(r"[\W_]", "", text).translate(ALIKE).lower()


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("file", type=Path)
    parser.add_argument("--misses", action="store_true", help="print what is said otherwise")
    options = parser.parse_args()

    from audioguide.text import find_language
    from audioguide.text.markup import strip_marks

    chinese = find_language("zh")
    chinese.normalise("1个事儿")  # loading is not part of the pace
    total: Counter[str] = Counter()
    right: Counter[str] = Counter()
    characters = 0
    spent = 0.0
    for line in options.file.read_text(encoding="utf-8").splitlines():
        row = json.loads(line)
        begun = time.process_time()
        spoken = strip_marks(chinese.normalise(row["i"]))
        spent += time.process_time() - begun
        total[row["cat"]] += 1
        characters += len(row["i"])
        if key(spoken) == key(row["o"]):
            right[row["cat"]] += 1
        elif options.misses:
            print(f"{row['cat']}: {row['i']}\n    want {row['o']}\n    said {spoken}")
    for category, count in sorted(total.items(), key=lambda item: right[item[0]] / item[1]):
        print(f"{category:<14}{right[category]:>5} of {count:<5}{right[category] / count:>7.1%}")
    print(f"{'all':<14}{right.total():>5} of {total.total():<5}{right.total() / total.total():>7.1%}")
    print(f"{characters / spent:,.0f} characters a second of one core")


if __name__ == "__main__":
    main()
