"""The one inline notation of scripts and spoken text: ``{written|reading}``.

The reading is tone-number pinyin (``{长|zhang3}水``), IPA between slashes, or a respelling. In spoken text only
the first two are left: a respelling has become the text itself.
"""

from __future__ import annotations

import re
from collections.abc import Callable

MARK = re.compile(r"\{([^{}|\n]+)\|([^{}|\n]+)\}")
PINYIN = re.compile(r"[a-zü:]+[1-5](?:[ ]+[a-zü:]+[1-5])*")
SUFFIX = "r5"
"""The reading of a 儿 that is no syllable of its own."""

_FIRST = 0xF0000  # Supplementary Private Use Area-A: one character stands in for a mark while others are rewritten
_STAND_IN = re.compile("[\U000f0000-\U000ffffd]")


def strip_marks(text: str) -> str:
    """The text as it is read: marks replaced by what was written."""
    return MARK.sub(r"\1", text)


def split_marks(text: str) -> list[tuple[str, str]]:
    """(written, reading) in order; reading is empty outside marks."""
    pieces: list[tuple[str, str]] = []
    end = 0
    for mark in MARK.finditer(text):
        if mark.start() > end:
            pieces.append((text[end : mark.start()], ""))
        pieces.append((mark[1], mark[2].strip()))
        end = mark.end()
    if end < len(text):
        pieces.append((text[end:], ""))
    return pieces


def is_pinyin(reading: str) -> bool:
    """Whether a reading is tone-number pinyin (5 is the neutral tone)."""
    return PINYIN.fullmatch(reading) is not None


def without_erhua(syllable: str) -> str:
    """The syllable that has taken in a 儿 (``niaor3`` → ``niao3``); empty where it has taken in none."""
    coloured = re.fullmatch(r"(?!e?r\d)([a-zü:]+)r([1-5])", syllable)
    return coloured[1] + coloured[2] if coloured else ""


def with_suffix(written: str, reading: str) -> tuple[str, str]:
    """A mark of one character whose reading has taken in a 儿, with the 儿 put back: 鸟 niaor3 → 鸟儿 niao3 r5."""
    base = without_erhua(reading) if len(written) == 1 else ""
    return (f"{written}儿", f"{base} {SUFFIX}") if base else (written, reading)


def is_ipa(reading: str) -> bool:
    """Whether a reading is IPA between slashes."""
    return len(reading) > 2 and reading[0] == reading[-1] == "/"


def is_reading(reading: str) -> bool:
    """Whether a reading is sounds (pinyin or IPA), not a respelling."""
    return is_pinyin(reading) or is_ipa(reading)


def rewrite_outside_marks(text: str, rewrite: Callable[[str], str]) -> str:
    """Rewrite a text as a whole while its marks stand by untouched; ``rewrite`` sees one character for each."""
    marks: list[str] = []

    def hide(mark: re.Match[str]) -> str:
        marks.append(mark[0])
        return chr(_FIRST + len(marks) - 1)

    hidden = MARK.sub(hide, _STAND_IN.sub("", text))
    return _STAND_IN.sub(lambda stand_in: marks[ord(stand_in[0]) - _FIRST], rewrite(hidden))
