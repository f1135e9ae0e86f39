"""Plain text: UTF-8, UTF-16, GB18030, or whatever charset-normalizer finds; each line a block."""

from __future__ import annotations

import codecs
import re

from ...errors import DocumentError
from ...i18n import _
from ..document import MAX_BLOCKS, MAX_TEXT, Block, Document, too_long

BOMS = ((codecs.BOM_UTF8, "utf-8"), (codecs.BOM_UTF16_LE, "utf-16-le"), (codecs.BOM_UTF16_BE, "utf-16-be"))
CONTROL = re.compile(r"[\x00-\x08\x0e-\x1f]")
HAN = re.compile(r"[\u3400-\u9fff]")


def read(data: bytes, name: str) -> Document:
    """The lines of a plain text.

    Raises DocumentError for what is not text, is in two encodings at once, or is too long.
    """
    text = decode(data, name)
    blocks: list[Block] = []
    start = 0
    # not splitlines(): it also breaks at U+2028 and form feeds, which copied text carries in mid-sentence
    for line in re.split(r"(\r\n|\r|\n)", text):
        end = start + len(line)
        if line.strip():
            blocks.append(Block(start, end, "line"))
        start = end
    if len(blocks) > MAX_BLOCKS:
        raise too_long(name)
    if not blocks:
        raise DocumentError(_("{file} holds no text.").format(file=name), hint=_("Check that it is the right file."))
    return Document(name, text, tuple(blocks))


def decode(data: bytes, name: str, declared: str = "") -> str:
    """Bytes as text.

    Raises DocumentError where they are none, mix encodings, or hold more than ``MAX_TEXT`` characters.
    """
    if len(data) > 4 * MAX_TEXT:
        raise too_long(name)
    text = _decode(data, name, declared)
    if found := CONTROL.search(text):
        line = text.count("\n", 0, found.start()) + 1
        raise DocumentError(
            _("{file} is not a text: line {line} holds the control character U+{code:04X}.").format(
                file=name, line=line, code=ord(found[0])
            ),
            hint=_("Open it in the program it comes from and save it as .docx or as text."),
        )
    if len(text) > MAX_TEXT:
        raise too_long(name)
    return text


def _decode(data: bytes, name: str, declared: str) -> str:
    for bom, encoding in BOMS:
        if data.startswith(bom):
            return _strict(data[len(bom) :], encoding, name)
    if data[:4000].count(0) * 4 > len(data[:4000]) and len(data) % 2 == 0:
        # UTF-16 without a mark: of Latin text every second byte is NUL
        return _strict(data, "utf-16-le" if data[1:4000:2].count(0) > data[0:4000:2].count(0) else "utf-16-be", name)
    try:
        return data.decode("utf-8")
    except UnicodeDecodeError:
        pass
    _refuse_mixture(data, name)
    for encoding in (declared, "gb18030"):
        if not encoding:
            continue
        try:
            text = data.decode("gb18030" if encoding.lower() in ("gb2312", "gbk") else encoding)
        except (UnicodeDecodeError, LookupError):
            continue
        if encoding == declared or len(HAN.findall(text)) * 4 > len(text):
            return text
    from charset_normalizer import from_bytes

    best = from_bytes(data[: 1 << 20]).best()
    if best is None:
        raise DocumentError(
            _("{file} is not a text in any known encoding.").format(file=name),
            hint=_("Open it in the program it comes from and save it as .docx or as UTF-8 text."),
        )
    return _strict(data, best.encoding, name)


def _strict(data: bytes, encoding: str, name: str) -> str:
    try:
        return data.decode(encoding)
    except UnicodeDecodeError as error:
        line = data.count(b"\n", 0, error.start) + 1
        raise DocumentError(
            _("{file} is not clean {encoding}: line {line} holds bytes that are none.").format(
                file=name, encoding=encoding.upper(), line=line
            ),
            hint=_("Save the document again as UTF-8 and import that."),
        ) from error


def _refuse_mixture(data: bytes, name: str) -> None:
    """A file pasted together from two encodings has no right reading: better an error than rubbish in a script."""
    clean: int | None = None
    other: int | None = None
    for number, line in enumerate(data.split(b"\n"), 1):
        if line.isascii():
            continue
        try:
            # a short line of GB18030 may be UTF-8 by chance, three characters of it hardly ever
            if len(HAN.findall(line.decode("utf-8"))) >= 3:
                clean = clean or number
        except UnicodeDecodeError:
            other = other or number
        if clean and other:
            raise DocumentError(
                _("{file} mixes encodings: line {clean} is UTF-8, line {other} is not.").format(
                    file=name, clean=clean, other=other
                ),
                hint=_("Save the parts as UTF-8 and join them again."),
            )
