"""Rich Text Format: its text as paragraphs; striprtf drops pictures, hidden text and field codes."""

from __future__ import annotations

import re

from striprtf.striprtf import rtf_to_text

from ...i18n import _
from ..document import MAX_TEXT, Block, Builder, Document, text_too_long
from .package import read_guarded

MAX_RTF_BYTES = 8 * 2**20
PICTURE = re.compile(rb"\{\\\*?\\?(?:shppict|pict|nonshppict)\b[^{}]*(?:\{[^{}]*\}[^{}]*)*\}")


def _text_of(source: str) -> str:
    return str(rtf_to_text(source, errors="replace"))  # type: ignore[no-untyped-call]


def read(data: bytes, name: str) -> Document:
    """Return the paragraphs of an RTF document.

    Raises DocumentError for a damaged file, or one without text.
    """
    if len(data) > MAX_RTF_BYTES:
        raise text_too_long(name)
    builder = Builder(name)
    pictures = PICTURE.findall(data)
    text = read_guarded(name, lambda: _text_of(PICTURE.sub(b"", data).decode("latin-1")))
    if len(text) > MAX_TEXT:
        raise text_too_long(name)
    for line in re.split(r"\n", text):
        builder.add_block(line.strip(), Block(0, 0, "line"))
    if pictures:
        builder.remarks.append(_("Pictures of an RTF file are not taken out: save it as .docx to keep them."))
    return builder.document()
