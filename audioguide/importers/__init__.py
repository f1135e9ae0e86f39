"""Raw documents → draft scripts, with an account of every character.

``read`` (a format's typed document) → ``cleanup`` (what scanning broke) → ``evidence`` (what each line is) →
``segmentation`` and ``stop_detection`` (tours, stops) → ``draft`` (numbers, titles, todos) → ``report`` (the account).
Each reader is registered in the family ``importers`` under its file extension.
"""

from __future__ import annotations

from dataclasses import replace
from pathlib import Path

from .. import files, registry
from ..assembly import sandbox
from ..errors import DocumentError
from ..i18n import _
from .document import MAX_BYTES, Document, reject_shredded_text
from .file_kinds import ALIASES, find_format
from .rare_collection import collect_rarely

ISOLATED_FORMATS = {"pdf", "docx", "xlsx", "pptx", "odt", "ods", "odp", "epub", "rtf", "html"}
"""Read in a process of their own: some hundred bytes can keep their readers busy for ever, or ask for gigabytes."""
MAX_READING_S = 60
"""For one document; most take less than one second."""
MAX_READING_MB = 1500
"""Megabytes of address space for reading, libraries included."""


def read_document(path: Path, encoding: str = "") -> Document:
    """Return the document at a path, read by its content and its extension; ``encoding`` is that of a text file.

    Raises DocumentError for a file that is missing, too large, of an unknown format or cannot be read.
    """
    try:
        size = path.stat().st_size
        if size > MAX_BYTES:
            raise DocumentError(
                _("{file} has {size} MB; commentary is far smaller.").format(file=path.name, size=size // 2**20),
                hint=_("Check that it is the right file; take pictures out of it or save it as text."),
            )
        data = files.read_regular_file(path)
    except OSError as error:
        raise DocumentError(
            _("{file} cannot be read: {reason}.").format(file=path, reason=error.strerror or error),
            hint=_("Check the path and its permissions."),
        ) from error
    return read_isolated(data, path.name, encoding)


def read_isolated(data: bytes, name: str, encoding: str = "") -> Document:
    """Return what ``read_bytes`` does; formats with large readers are read in a process with limits.

    Raises DocumentError too for what takes too long, or too much memory, to be read.
    """
    if find_format(data, name) not in ISOLATED_FORMATS:
        return read_bytes(data, name, encoding)
    try:
        return sandbox.run_limited(read_bytes, MAX_READING_S, MAX_READING_MB, data, name, encoding)
    except sandbox.LimitExceeded as error:
        raise DocumentError(
            _("{file} is too large or too complex to read.").format(file=name),
            hint=_("Save its text alone as .docx or .txt and import that."),
        ) from error


@collect_rarely()
def read_bytes(data: bytes, name: str, encoding: str = "") -> Document:
    """Return the document in bytes in hand; otherwise as ``read_document``."""
    form = find_format(data, name)
    if encoding:
        data = _recode(data, name, encoding)
    try:
        reader = registry.load_plugin("importers", form)
    except ImportError as error:
        raise DocumentError(
            _("Documents of the kind {form} need the package {package}.").format(form=form, package=error.name),
            hint=_("Install it: pip install {package}").format(package=error.name),
        ) from error
    document: Document = reader(data, name)
    reject_shredded_text(document)
    suffix = Path(name).suffix.lower().lstrip(".")
    if suffix and form != ALIASES.get(suffix, suffix):
        remark = _("{file} is {kind} by its content, and was read as such.").format(file=name, kind=f".{form}")
        document = replace(document, remarks=(*document.remarks, remark))
    return document


def _recode(data: bytes, name: str, encoding: str) -> bytes:
    """A text in the encoding its author names, as UTF-8 with a mark."""
    try:
        return b"\xef\xbb\xbf" + data.decode(encoding).encode("utf-8")
    except LookupError as error:
        raise DocumentError(
            _("There is no encoding “{encoding}”.").format(encoding=encoding),
            hint=_("Usual ones: utf-8, gb18030, big5, shift_jis, windows-1252."),
        ) from error
    except UnicodeDecodeError as error:
        raise DocumentError(
            _("{file} is not {encoding}.").format(file=name, encoding=encoding),
            hint=_("Leave --encoding out, or name another."),
        ) from error
