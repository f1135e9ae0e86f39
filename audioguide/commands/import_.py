"""Draft scripts from documents and write them: the use case behind ``audioguide import``."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from pathlib import Path

from .. import files
from ..authoring.script_names import is_same_name, name_problems, scripts_in
from ..errors import ConfigError
from ..i18n import _
from ..i18n.language_tags import primary_language
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
    if site := request.wishes.site:
        _refuse_name(folder, site)
    table = load_confusions(project.root)
    taken: set[str] = set()
    results = [
        draft_document(read_document(path, request.encoding), table, request.wishes, taken)
        for path in request.documents
    ]
    if site:
        _refuse_language(results[0], site)
    imported: list[ImportedDocument] = []
    with files.lock_folder(folder):  # names that are free now, and scripts that are merged with
        for result, path in zip(results, request.documents, strict=True):
            named = name_pictures(result, folder, path)
            imported.append(ImportedDocument(named, tuple(write_drafts(named, folder))))
    return imported


def _refuse_name(folder: Path, site: str) -> None:
    """Raise ConfigError for what cannot be the name of a script, before a document is read."""
    problem = next(name_problems(Path(f"{site}.yaml"), site), None)
    if problem or Path(site).name != site:
        raise ConfigError(
            _("“{name}” cannot be the name of a site.").format(name=site),
            hint=problem.hint if problem else _("Use letters, digits and hyphens, as in longqing-school."),
        )
    same = (path for path in scripts_in(folder) if path.stem != site and is_same_name(path.stem, site))
    if taken := next(same, None):
        raise ConfigError(
            _("{file} and {other} would be one tour.").format(file=f"{site}.yaml", other=taken.name),
            hint=_("Choose another name; large and small letters alone do not count."),
        )


def _refuse_language(result: Import, site: str) -> None:
    """Raise ConfigError where a document is not in the language that the name asked for says: ``mill.fr``."""
    _site, dot, tag = site.partition(".")
    languages = [each.tour.language for each in result.drafts]
    if dot and [primary_language(each) for each in languages] != [primary_language(tag)]:
        raise ConfigError(
            _("The name “{name}” says “{tag}”, the document is in “{languages}”.").format(
                name=site, tag=tag, languages=", ".join(languages)
            ),
            hint=_("Give its own language to --site, or say with --language in which it is."),
        )
