"""Zip packages of XML (Office, OpenDocument, EPUB): opened within limits, parsed without entities or network."""

from __future__ import annotations

import lzma
import posixpath
import warnings
import zipfile
import zlib
from collections.abc import Callable, Iterator
from io import BytesIO
from typing import Any, TypeVar

from lxml import etree

from ...errors import DocumentError
from ...i18n import _

MAX_UNPACKED_BYTES = 128 * 2**20
"""Bytes all files of a package may unpack to; a zip bomb passes it at once."""
MAX_XML_BYTES = 32 * 2**20
"""Bytes one XML file may unpack to: it becomes a tree in memory, some ten times as large."""
LOST_SHEET = "File contains an invalid specification"
"""What openpyxl warns of where it leaves a sheet out."""
UNREADABLE = (
    *(KeyError, EOFError, OSError, ValueError, RuntimeError, NotImplementedError),
    *(zipfile.BadZipFile, zlib.error, lzma.LZMAError),
)
"""What reading a file of a damaged or encrypted package raises."""
Value = TypeVar("Value")


def open_package(data: bytes, name: str, required: str) -> zipfile.ZipFile:
    """Open a package and check its limits before anything is unpacked.

    Raises DocumentError for what is no archive, unpacks to too much, or lacks the file ``required``.
    """
    try:
        package = zipfile.ZipFile(BytesIO(data))
        sizes = {member.filename: member.file_size for member in package.infolist()}
    except UNREADABLE as error:
        raise damaged(name, error) from error
    if sum(sizes.values()) > MAX_UNPACKED_BYTES or any(
        size > MAX_XML_BYTES for file, size in sizes.items() if file.endswith((".xml", ".rels", ".xhtml", ".opf"))
    ):
        raise DocumentError(
            _("{file} unpacks to {size} MB, which no commentary does.").format(
                file=name, size=sum(sizes.values()) // 2**20
            ),
            hint=_("Check where it comes from; save its text alone as .docx."),
        )
    if required not in sizes:
        raise DocumentError(
            _("{file} is an archive without a document in it.").format(file=name),
            hint=_("Unpack it and import the documents inside."),
        )
    return package


def read_xml(package: zipfile.ZipFile, member: str, name: str) -> Any:
    """Parse an XML file of a package.

    Raises DocumentError where it is missing or damaged.
    """
    try:
        return etree.fromstring(package.read(member), safe_parser())
    except (etree.XMLSyntaxError, *UNREADABLE) as error:
        raise damaged(name, error) from error


def safe_parser() -> etree.XMLParser:
    """Return a parser that resolves no entities and opens no network connection."""
    return etree.XMLParser(resolve_entities=False, no_network=True)


def own_parts(element: Any, tag: str, border: str) -> Iterator[Any]:
    """Return the parts of an element with a tag in order, but none within another such part or within ``border``.

    The rows of a table without those of the tables in its cells, which would be read once for each table around them.
    """
    stack = list(reversed(element))
    while stack:
        part = stack.pop()
        if part.tag == tag:
            yield part
        elif part.tag != border:
            stack += reversed(part)


def read_member(package: zipfile.ZipFile, folder: str, target: str) -> bytes:
    """Return a file named relative to a folder of the package; empty where it is missing."""
    try:
        return package.read(posixpath.normpath(posixpath.join(folder, target)))
    except UNREADABLE:
        return b""


def damaged(name: str, error: object) -> DocumentError:
    """Return the error for a file that its own format cannot read."""
    return DocumentError(
        _("{file} is damaged: {reason}.").format(file=name, reason=error or type(error).__name__),
        hint=_("Open it in the program it comes from and save it again."),
    )


def read_guarded(name: str, read: Callable[[], Value]) -> Value:
    """Call a library that lets any error through, and turn all but ours into the error for a damaged file.

    What the library warns of is nothing an author could act on, but for a sheet that it leaves out.
    """
    try:
        with warnings.catch_warnings():
            warnings.simplefilter("ignore")
            warnings.filterwarnings("error", LOST_SHEET)
            return read()
    except DocumentError:
        raise
    except Exception as error:  # libraries let KeyError, BadZipFile, XMLSyntaxError and more through
        raise damaged(name, error) from error
