"""What a file is, by its content first and its name second; what cannot be read is named with a way out."""

from __future__ import annotations

import io
import re
import zipfile
import zlib
from pathlib import Path

from .. import registry
from ..errors import DocumentError
from ..i18n import _

ALIASES = {
    "text": "txt",
    "markdown": "md",
    "mdown": "md",
    "htm": "html",
    "xhtml": "html",
    "shtml": "html",
    "mht": "html",
    "mhtml": "html",
    "docm": "docx",
    "dotx": "docx",
    "xlsm": "xlsx",
    "pptm": "pptx",
    "ppsx": "pptx",
    "tsv": "csv",
    "vtt": "srt",
    "fodt": "odt",
    "ots": "ods",
    "otp": "odp",
    "sbv": "srt",
    "lrc": "txt",
}
SIGNS: tuple[tuple[bytes, str], ...] = ((b"%PDF-", "pdf"), (b"{\\rtf", "rtf"))
"""First bytes → the format they give away, whatever the file is called."""
MEMBERS: tuple[tuple[str, str], ...] = (
    ("word/document.xml", "docx"),
    ("xl/workbook.xml", "xlsx"),
    ("ppt/presentation.xml", "pptx"),
    ("META-INF/container.xml", "epub"),
    ("content.xml", "odt"),
)
"""File in a zip package → the format it gives away."""
FOREIGN: tuple[tuple[bytes, str], ...] = (
    (b"\x89PNG", "PNG"),
    (b"\xff\xd8\xff", "JPEG"),
    (b"GIF8", "GIF"),
    (b"\x1f\x8b", "gzip"),
    (b"Rar!", "RAR"),
    (b"7z\xbc\xaf", "7-Zip"),
    (b"ID3", "MP3"),
    (b"RIFF", "RIFF"),
)
SNIFFED_BYTES = 20_000
"""Bytes at the start of a text file that are looked at for its own marks."""
PAGE_START = re.compile(
    r"(?:\xef\xbb\xbf|\ufeff)?\s*(?:<\?xml[^>]{0,200}>\s*)?(?:<!--[^>]{0,200}-->\s*)?<(?:!doctype html|html"
    r"|head|body)\b",
    re.I,
)
PAGE_TAGS = re.compile(r"<(?:p|div|h[1-6]|br|li|t[dhr]|table|span|strong)\b[^<>\n]{0,200}>", re.I)
MIN_TAGS = 6
CONTROL_BYTES = re.compile(r"[\x00-\x08\x0e-\x1f]")
MIN_WORDS = 4
"""Words, or lines, of a text that somebody named like a document."""
PROGRAM_FORMATS = frozenset(
    {"docx", "doc", "wps", "rtf", "odt", "ods", "odp", "xlsx", "xls", "et", "pdf", "pptx", "ppt"}
)
"""Formats that never are plain text."""
MARKDOWN_HEADINGS = re.compile(r"(?m)^#{1,6}[ \t]+\S")
FRONT_MATTER = re.compile(r"(?:\xef\xbb\xbf)?---[ \t]*\r?\n(?:[^\n]{0,200}\n){0,30}?(?:title|lang)[ \t]*:", re.I)
OLE = b"\xd0\xcf\x11\xe0"
BINARY = frozenset({"docx", "pdf", "xlsx", "pptx", "odt", "ods", "odp", "epub", "rtf"})
"""Formats that their first bytes prove."""


def find_format(data: bytes, name: str) -> str:
    """Return the name of the reader for a file.

    Raises DocumentError for what no reader reads, with what to do instead.
    """
    suffix = Path(name).suffix.lower().lstrip(".")
    if data.startswith(OLE):
        raise _old_office(name, suffix)
    for sign, program in FOREIGN:
        if data.startswith(sign):
            raise DocumentError(
                _("{file} is a {program} file, which cannot be imported.").format(file=name, program=program),
                hint=_("Import the text itself: as .docx, .txt or another kind of document."),
            )
    by_content = _text_format(data, suffix) or next((form for sign, form in SIGNS if data.startswith(sign)), "")
    if data.startswith(b"PK\x03\x04"):
        by_content = _format_of_package(data, name, suffix)
    wanted = ALIASES.get(suffix, suffix)
    form = by_content or wanted
    known = registry.plugin_names("importers")
    if form in ("doc", "wps", "ppt", "xls", "et", "dps"):
        raise _not_what_it_says(name, suffix) if data else _old_office(name, suffix)
    if form not in known:
        if name.startswith(("http:", "https:")) or suffix in ("com", "cn", "org"):
            hint = _("Save the page from the browser as .html and import that.")
        else:
            hint = _("Known: {known}.").format(known=", ".join(known))
        raise DocumentError(
            _("{file}: documents of the kind “{suffix}” cannot be imported.").format(file=name, suffix=suffix),
            hint=hint,
        )
    if not by_content and form in BINARY:
        raise _not_what_it_says(name, suffix)
    return form


def _text_format(data: bytes, suffix: str) -> str:
    """The format that a text file's own marks give away: a page, a web archive, Markdown; empty where none do."""
    head = data[:SNIFFED_BYTES].decode("latin-1")
    kind = ALIASES.get(suffix, suffix)
    if CONTROL_BYTES.search(head) or kind in ("md", "epub") or any(data.startswith(sign) for sign, _form in SIGNS):
        return ""
    if kind == "html":
        return "txt" if "<" not in head and "MIME-Version:" not in head and data.strip() else ""
    if PAGE_START.match(head) or ("MIME-Version:" in head and "multipart/related" in head.lower()):
        return "html"
    if len(PAGE_TAGS.findall(head)) >= MIN_TAGS:
        return "html"
    if len(MARKDOWN_HEADINGS.findall(head)) >= 2 or FRONT_MATTER.match(head):
        return "md"
    return "txt" if kind in PROGRAM_FORMATS and len(data.split()) >= MIN_WORDS else ""


def _format_of_package(data: bytes, name: str, suffix: str) -> str:
    try:
        with zipfile.ZipFile(io.BytesIO(data)) as package:
            members = set(package.namelist())
            kind = package.read("mimetype")[:100].decode("ascii", "replace") if "mimetype" in members else ""
    except (zipfile.BadZipFile, zlib.error, OSError, EOFError, KeyError, RuntimeError, NotImplementedError, ValueError):
        return suffix if suffix in BINARY else "docx"  # its reader says what is damaged
    if any(member.endswith((".iwa", "Index.zip")) for member in members):
        raise DocumentError(
            _("{file} is a Pages file, which cannot be imported.").format(file=name),
            hint=_("Open it in Pages, choose “Export to” and Word, and import that."),
        )
    for member, form in MEMBERS:
        if member in members:
            if form == "odt" and "opendocument.spreadsheet" in kind:
                return "ods"
            if form == "odt" and "opendocument.presentation" in kind:
                return "odp"
            if form == "odt" and "opendocument" in kind and ".text" not in kind:
                raise DocumentError(
                    _("{file} is an OpenDocument file, but no text ({kind}).").format(file=name, kind=kind),
                    hint=_("Open it in LibreOffice, save it as .xlsx or .pptx, and import that."),
                )
            return form
    raise DocumentError(
        _("{file} is an archive without a document in it.").format(file=name),
        hint=_("Unpack it and import the documents inside."),
    )


def _old_office(name: str, suffix: str) -> DocumentError:
    program = {"wps": "WPS Office", "et": "WPS Office", "dps": "WPS Office", "xls": "Excel", "ppt": "PowerPoint"}.get(
        suffix, "Word"
    )
    ending = {"xls": ".xlsx", "et": ".xlsx", "ppt": ".pptx", "dps": ".pptx"}.get(suffix, ".docx")
    kind = {"wps": _("an old WPS file"), "xls": _("an old Excel file"), "ppt": _("an old PowerPoint file")}.get(
        suffix, _("an old Word file (97–2003)")
    )
    return DocumentError(
        _("{file} is {kind}, which cannot be imported.").format(file=name, kind=kind),
        hint=_("Open it in {program} or LibreOffice, choose “Save as” and the type {ending}, and import that.").format(
            program=program, ending=ending
        ),
    )


def _not_what_it_says(name: str, suffix: str) -> DocumentError:
    return DocumentError(
        _("{file} is not a .{suffix} file, although its name says so.").format(file=name, suffix=suffix),
        hint=_("Open it in the program it comes from and save it again; a plain text should be named .txt."),
    )
