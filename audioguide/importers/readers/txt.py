"""Plain text: each line a block; tables with tabs or commas that somebody saved as text are read as tables."""

from __future__ import annotations

import re

from ...errors import DocumentError
from ...i18n import _
from ..document import MAX_BLOCKS, Block, Document, text_too_long
from ..encoding import decode_text
from . import csv, srt


def read(data: bytes, name: str) -> Document:
    """Return the lines of a plain text.

    Raises DocumentError for what is not text, is in two encodings at once, or is too long.
    """
    text = decode_text(data, name)
    if srt.looks_like_subtitles(text):
        return srt.read_text(text, name)
    if csv.looks_like_table(text):
        return csv.read_text(text, name)
    blocks: list[Block] = []
    start = 0
    # not splitlines(): it also breaks at U+2028 and form feeds, which copied text carries in mid-sentence
    for line in re.split(r"(\r\n|\r|\n)", text):
        end = start + len(line)
        if line.strip():
            blocks.append(Block(start, end, "line"))
        start = end
    if len(blocks) > MAX_BLOCKS:
        raise text_too_long(name)
    if not blocks:
        raise DocumentError(_("{file} holds no text.").format(file=name), hint=_("Check that it is the right file."))
    return Document(name, text, tuple(blocks))
