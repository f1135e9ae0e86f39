"""Build the dictionary of Chinese readings from what pypinyin, pypinyin-dict and g2pM carry.

python -m benchmarks.chinese_dictionary

Raise ``DICTIONARY_VERSION`` in audioguide/text/zh/dictionary.py when what it yields changes.
"""

from __future__ import annotations

import gzip
from collections.abc import Iterator
from functools import cache

from audioguide.text.zh.dictionary import DICTIONARY_FILE
from audioguide.text.zh.polyphone_model import load_model


def entries() -> Iterator[tuple[str, str]]:
    """The dictionaries boiled down to what can change a choice."""
    from pypinyin.constants import PHRASES_DICT, PINYIN_DICT
    from pypinyin.contrib.tone_convert import to_tone3
    from pypinyin_dict.phrase_pinyin_data import cc_cedict, large_pinyin

    @cache
    def number(marked: str) -> str:
        return str(to_tone3(marked, neutral_tone_with_five=True)).replace("ü", "v")

    several = {char for char, readings in load_model().readings.items() if len(readings) > 1}
    usual: dict[str, str] = {}
    for code, marked in PINYIN_DICT.items():
        readings = list(dict.fromkeys(number(m) for m in marked.split(",")))
        usual[chr(code)] = readings[0]
        yield chr(code), " ".join(readings)
    phrases: dict[str, dict[str, str]] = {}
    for letter, source in (("b", PHRASES_DICT), ("l", large_pinyin.phrases_dict), ("c", cc_cedict.phrases_dict)):
        for phrase, syllables in source.items():
            reading = " ".join(number(s[0]) for s in syllables)
            if 1 < len(phrase) == len(syllables) and any(
                char in several or usual.get(char) != syllable
                for char, syllable in zip(phrase, reading.split(" "), strict=True)
            ):
                by = phrases.setdefault(phrase, {})
                by[reading] = by.get(reading, "") + letter
    for phrase, by in phrases.items():
        yield phrase, "|".join(f"{sources}:{reading}" for reading, sources in by.items())


def main() -> None:
    """Write the file; equal packages give equal bytes."""
    text = "".join(f"{key}\t{value}\n" for key, value in entries())
    DICTIONARY_FILE.write_bytes(gzip.compress(text.encode(), compresslevel=9, mtime=0))


if __name__ == "__main__":
    main()
