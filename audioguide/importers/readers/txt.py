"""Plain text: each line a block; tables with tabs or commas that somebody saved as text are read as tables."""

from __future__ import annotations

from dataclasses import replace

from ...i18n import _
from ..document import Document
from ..encoding import decode_text
from . import csv, plain, srt


def read(data: bytes, name: str) -> Document:
    """Return the lines of a plain text.

    Raises DocumentError for what is not text, is in two encodings at once, or is too long.
    """
    text = decode_text(data, name)
    if srt.looks_like_subtitles(text):
        return _with_remark(srt.read_text(text, name), _("subtitles"))
    if csv.looks_like_table(text):
        return _with_remark(csv.read_text(text, name), _("a table"))
    return plain.read_lines(text, name)


def _with_remark(document: Document, kind: str) -> Document:
    remark = _("{file} is {kind} by its content, and was read as such.").format(file=document.name, kind=kind)
    return replace(document, remarks=(*document.remarks, remark))
