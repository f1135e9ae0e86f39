"""The lines of a plain text as blocks, whatever the file is called; times before them are set aside."""

from __future__ import annotations

import re

from ...errors import DocumentError
from ...i18n import _
from ..document import MAX_BLOCKS, Block, Document, Skip, too_many_lines
from ..radicals import unify_radicals
from .page_furniture import find_page_furniture

TIME_CODE = re.compile(r"[ \t]*[\[(（]?\d{1,2}:\d{2}(?::\d{2})?(?:[.,]\d{1,3})?[\])）]?(?=[ \t\r\n]|[^\d:]|$)[ \t]*")
"""A time before a line of a transcript: 0:04, [00:12.50]."""
LYRICS_HEADER = re.compile(r"\[(?:ti|ar|al|by|offset|re|ve|length):[^\]\n]{0,80}\]")
MIN_TIMES = 3


def read_lines(text: str, name: str) -> Document:
    """Return the lines of a text in hand.

    Raises DocumentError for what holds none or is too long.
    """
    text = unify_radicals(text)
    timed = _is_timed(text)
    blocks: list[Block] = []
    skips: list[Skip] = []
    start = 0
    # not splitlines(): it also breaks at U+2028 and form feeds, which copied text carries in mid-sentence
    for line in re.split(r"(\r\n|\r|\n)", text):
        end = start + len(line)
        if (timed and (code := LYRICS_HEADER.match(line))) or (timed and (code := TIME_CODE.match(line))):
            skips.append(Skip(start, start + code.end(), "time of a subtitle"))
        if line.strip():
            blocks.append(Block(start, end, "line"))
        start = end
    if len(blocks) > MAX_BLOCKS:
        raise too_many_lines(name)
    if not blocks:
        raise DocumentError(_("{file} holds no text.").format(file=name), hint=_("Check that it is the right file."))
    if not timed:
        skips = find_page_furniture(text, blocks)
    return Document(name, text, tuple(blocks), tuple(skips))


def _is_timed(text: str) -> bool:
    """Whether lines open with rising times, as transcripts of recordings do."""
    codes = [match for match in map(TIME_CODE.match, text[:20_000].splitlines()) if match is not None]
    times = [[int(part) for part in re.findall(r"\d+", match[0])[:3]] for match in codes]
    lines = sum(bool(line.strip()) for line in text[:20_000].splitlines())
    return len(times) >= MIN_TIMES and len(times) * 3 >= lines and times == sorted(times, key=lambda t: (len(t), t))
