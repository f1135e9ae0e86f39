"""Draft scripts from documents and write them: the use case behind ``audioguide import``."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from pathlib import Path

from .. import files
from ..errors import ConfigError
from ..i18n import _
from ..importers import read_document
from ..importers.cleanup import load_confusions
from ..importers.draft import Import, Wishes, draft_document
from ..importers.draft_files import WrittenDraft, name_pictures, write_drafts
from ..project import Project

NO_WISHES = Wishes()


@dataclass(frozen=True)
class ImportRequest:
    """What is imported, and what the author decides beforehand."""

    documents: Sequence[Path]
    folder: Path | None = None
    """Folder of the scripts; None: the project's."""
    wishes: Wishes = NO_WISHES
    encoding: str = ""
    """Encoding of text files; empty: detected."""


@dataclass(frozen=True)
class ImportedDocument:
    """One document imported and written."""

    result: Import
    written: tuple[WrittenDraft, ...]


def import_documents(request: ImportRequest, project: Project) -> list[ImportedDocument]:
    """Draft the scripts of all documents, then write them: a document that fails leaves nothing half done.

    Raises DocumentError, ConfigError for a title or name given for several documents or a table of confusions that
    cannot be read, ScriptError for an existing script that cannot, and OutputError.
    """
    if len(request.documents) > 1 and (request.wishes.title or request.wishes.site):
        raise ConfigError(
            _("--title and --site name one tour, and there are {count} documents.").format(
                count=len(request.documents)
            ),
            hint=_("Import the documents one by one."),
        )
    folder = request.folder or project.scripts
    table = load_confusions(project.root)
    taken: set[str] = set()
    results = [
        draft_document(read_document(path, request.encoding), table, request.wishes, taken)
        for path in request.documents
    ]
    imported: list[ImportedDocument] = []
    with files.lock_folder(folder):  # names that are free now, and scripts that are merged with
        for result, path in zip(results, request.documents, strict=True):
            named = name_pictures(result, folder, path)
            imported.append(ImportedDocument(named, tuple(write_drafts(named, folder))))
    return imported
