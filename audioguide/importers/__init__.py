"""Raw documents → draft scripts, with an account of every character.

``read`` (a format) → ``mend`` (what scanning broke) → ``structure`` (tours, stops, cues) → ``draft`` (scripts, titles,
doubts) → ``report`` (the account). Each reader is registered in the family ``importers`` under its file extension.
"""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING

from .. import registry
from ..errors import DocumentError
from ..i18n import _
from ..project import Project
from .document import MAX_BYTES, Document

if TYPE_CHECKING:
    from .draft import Import
    from .merge import Written

ALIASES = {"text": "txt", "markdown": "md", "htm": "html", "xhtml": "html", "docm": "docx"}
SIGNS: tuple[tuple[bytes, str], ...] = ((b"%PDF-", "pdf"), (b"PK\x03\x04", "docx"))
"""First bytes → the format they give away, whatever the file is called."""
FOREIGN: tuple[tuple[bytes, str], ...] = (
    (b"\xd0\xcf\x11\xe0", "Word 97"),
    (b"{\\rtf", "RTF"),
    (b"\x89PNG", "PNG"),
    (b"\xff\xd8\xff", "JPEG"),
    (b"\x1f\x8b", "gzip"),
    (b"Rar!", "RAR"),
    (b"7z\xbc\xaf", "7-Zip"),
)


def read(path: Path) -> Document:
    """The document at a path, by its content and its extension.

    Raises DocumentError for a file that is missing, too large, of an unknown format or cannot be read.
    """
    try:
        size = path.stat().st_size
        if size > MAX_BYTES:
            raise DocumentError(
                _("{file} has {size} MB; commentary is far smaller.").format(file=path.name, size=size // 2**20),
                hint=_("Check that it is the right file; take pictures out of it or save it as text."),
            )
        data = path.read_bytes()
    except OSError as error:
        raise DocumentError(
            _("{file} cannot be read: {reason}.").format(file=path, reason=error.strerror or error),
            hint=_("Check the path and its permissions."),
        ) from error
    return read_bytes(data, path.name)


def read_bytes(data: bytes, name: str) -> Document:
    """As ``read``, for bytes in hand."""
    for sign, program in FOREIGN:
        if data.startswith(sign):
            raise DocumentError(
                _("{file} is a {program} file, which cannot be imported.").format(file=name, program=program),
                hint=_("Open it in the program it comes from and save it as .docx or as text."),
            )
    suffix = Path(name).suffix.lower().lstrip(".")
    wanted = ALIASES.get(suffix, suffix)
    found = next((form for sign, form in SIGNS if data.startswith(sign)), "")
    form = found or wanted
    if form not in registry.plugin_names("importers"):
        raise DocumentError(
            _("{file}: documents of the kind “{suffix}” cannot be imported.").format(file=name, suffix=suffix),
            hint=_("Known: {known}.").format(known=", ".join(registry.plugin_names("importers"))),
        )
    if not found and form in ("docx", "pdf"):
        raise DocumentError(
            _("{file} is not a {form} file, although its name says so.").format(file=name, form=form),
            hint=_("Open it in the program it comes from and save it again."),
        )
    try:
        reader = registry.load_plugin("importers", form)
    except ImportError as error:
        raise DocumentError(
            _("Documents of the kind {form} need the package {package}.").format(form=form, package=error.name),
            hint=_("Install it: pip install {package}").format(package=error.name),
        ) from error
    document: Document = reader(data, name)
    return document


@dataclass(frozen=True)
class Done:
    """One document imported and written."""

    result: Import
    written: tuple[Written, ...]


def run(documents: Iterable[Path], folder: Path, project: Project, language: str = "") -> list[Done]:
    """Draft the scripts of all documents, then write them: a document that fails leaves nothing half done.

    Raises DocumentError, ConfigError for a table of confusions that cannot be read, ScriptError for an existing
    script that cannot, and OutputError.
    """
    from .cleanup import confusions
    from .draft import draft
    from .merge import write

    table = confusions(project.root)
    taken: set[str] = set()
    drafts = [draft(read(path), table, language, taken) for path in documents]
    return [Done(one, tuple(write([item.tour for item in one.drafts], folder))) for one in drafts]
