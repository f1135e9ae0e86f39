"""The one inline notation of scripts and spoken text: ``{written|reading}``.

The reading is tone-number pinyin (``{长|zhang3}水``), IPA between slashes, or a respelling.
"""

from __future__ import annotations

import re

MARK = re.compile(r"\{([^{}|\n]+)\|([^{}|\n]+)\}")
PINYIN = re.compile(r"[a-zü:]+[1-5](?:[ ]+[a-zü:]+[1-5])*")


def strip(text: str) -> str:
    """The text as it is read: marks replaced by what was written."""
    return MARK.sub(r"\1", text)


def parts(text: str) -> list[tuple[str, str]]:
    """(written, reading) in order; reading is empty outside marks."""
    found: list[tuple[str, str]] = []
    end = 0
    for mark in MARK.finditer(text):
        if mark.start() > end:
            found.append((text[end : mark.start()], ""))
        found.append((mark[1], mark[2].strip()))
        end = mark.end()
    if end < len(text):
        found.append((text[end:], ""))
    return found


def is_pinyin(reading: str) -> bool:
    """Whether a reading is tone-number pinyin (5 is the neutral tone)."""
    return PINYIN.fullmatch(reading) is not None
