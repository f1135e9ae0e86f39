"""Spoken Chinese → syllables: words by jieba, readings by dictionary, marks before everything else."""

from __future__ import annotations

from dataclasses import dataclass, replace
from functools import lru_cache
from typing import Any

from ..markup import is_pinyin, parts


@dataclass(frozen=True)
class Syllable:
    """One character with its reading, or a run of anything else."""

    text: str
    """A Chinese character, a Latin word, or one other character."""
    pinyin: str
    """Tone-number pinyin; empty for what is not Chinese; IPA between slashes where a mark says so."""
    start: int
    """Offset in the spoken text."""
    opens: bool
    """Whether a word begins here."""
    why: str = "dictionary"


@lru_cache(maxsize=1)
def _jieba() -> Any:
    import jieba

    jieba.setLogLevel("ERROR")
    jieba.initialize()
    return jieba


def syllables(spoken: str) -> list[Syllable]:
    """Every character of the spoken text, in order, with its reading."""
    from pypinyin import Style, lazy_pinyin

    found: list[Syllable] = []
    offset = 0
    for written, reading in parts(spoken):
        if reading and is_pinyin(reading) and len(reading.split()) == len(written):
            for i, (char, one) in enumerate(zip(written, reading.split(), strict=True)):
                found.append(Syllable(char, one.replace("u:", "v").replace("ü", "v"), offset + i, i == 0, "inline"))
        elif reading.startswith("/"):
            found.append(Syllable(written, reading, offset, True, "inline"))
        else:
            at = offset
            for word in _jieba().lcut(reading or written):
                if "一" <= word[0] <= "鿿":
                    for i, (char, one) in enumerate(
                        zip(word, lazy_pinyin(word, style=Style.TONE3, neutral_tone_with_five=True, v_to_u=False), strict=True)
                    ):
                        found.append(Syllable(char, one.replace("ü", "v"), at + i, i == 0))
                else:
                    found.append(Syllable(word, "", at, True))
                at += len(word)
        offset += len(written)
    return _sandhi(found)


def _sandhi(found: list[Syllable]) -> list[Syllable]:
    """不 and 一 before a fourth tone rise; 一 before others falls."""
    said = list(found)
    for i, this in enumerate(found[:-1]):
        tone = found[i + 1].pinyin[-1:]
        if this.why == "inline" or not tone.isdigit():
            continue
        if this.text == "不" and this.pinyin == "bu4" and tone == "4":
            said[i] = replace(this, pinyin="bu2")
    return said
