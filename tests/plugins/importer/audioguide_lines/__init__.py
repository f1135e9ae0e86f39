"""An importer of ``.lines`` files: UTF-8, one paragraph a line, ``=`` before a heading."""

from __future__ import annotations

from audioguide.errors import DocumentError
from audioguide.importers.document import Block, Document


def read(data: bytes, name: str) -> Document:
    """Return the document of a file's bytes. Raises DocumentError for what is no text."""
    try:
        text = data.decode("utf-8")
    except UnicodeDecodeError as error:
        raise DocumentError(f"{name} is not a file of lines.", "Save it as UTF-8.") from error
    blocks = []
    position = 0
    for line in text.splitlines(keepends=True):
        body = line.strip()
        if body:
            heading = body.startswith("=")
            start = position + line.index(body)
            blocks.append(Block(start, start + len(body), "heading" if heading else "paragraph", 2 * heading))
        position += len(line)
    return Document(name, text, tuple(blocks))
