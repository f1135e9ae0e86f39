"""Written Chinese → spoken text: numbers and symbols in words, and every merged 儿 in the reading of its syllable."""

from __future__ import annotations

import re
from itertools import pairwise

from ..markup import SUFFIX, is_pinyin, split_marks
from .g2p import to_syllables
from .normalise import in_words
from .syllable import parse_marks


def normalise(sentence: str) -> str:
    """Return the sentence as it is spoken: ``in_words``, every 儿 that is no syllable merged into its neighbour."""
    return mark_erhua(in_words(sentence))


def mark_erhua(spoken: str) -> str:
    """Spoken text with every 儿 that merges written into the reading of its syllable: 鸟儿 → ``{鸟|niaor3}``.

    What is heard stays the same. A 儿 beside or within a mark stays as it is.
    """
    if "儿" not in spoken:
        return spoken
    coloured = {
        base.start: f"{{{base.text}|{base.pinyin[:-1]}r{base.pinyin[-1]}}}"
        for base, suffix in pairwise(to_syllables(spoken))
        if (suffix.text, suffix.pinyin) == ("儿", SUFFIX) and is_pinyin(base.pinyin)
    }
    marked = ""
    at = 0
    for written, reading in split_marks(spoken):
        if reading:
            mark = f"{{{written}|{reading}}}"
            marked += mark
            at += len(parse_marks(mark)[0])
        else:
            marked += re.sub("(.)儿", lambda pair, at=at: coloured.get(at + pair.start(), pair[0]), written)  # type: ignore[misc]
            at += len(written)
    return marked
