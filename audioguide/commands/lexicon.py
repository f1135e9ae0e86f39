"""Lexicons of a project's files: written as W3C PLS, and added to without changing a line that is there."""

from __future__ import annotations

from dataclasses import dataclass
from pathlib import Path

from ..authoring import script, voices_yaml
from ..i18n import _
from ..model import Lexicon, LexiconEntry
from ..project import Project
from ..text import pls
from . import edit_script
from .edit_script import EditedScript
from .edit_settings import VOICES, rewrite_settings
from .lexicon_lines import Added, insert_entries
from .script_edits import OpenScript


def entries_of(project: Project, name: str, language: str = "") -> tuple[Lexicon, str]:
    """The entries of ``voices.yaml`` or of a script named by site, id or file, and their language.

    Raises ConfigError for a name no file has, and what ``script.load_tour`` and ``voices.load`` raise. Of a
    ``voices.yaml`` in several languages the entries of the first are given where no ``language`` is named.
    """
    if Path(name).name == project.voices.name:
        by_language = voices_yaml.load_settings(project.voices).lexicon
        if language:
            return by_language.get(language, ()), language
        return next(((entries, tag) for tag, entries in by_language.items()), ((), "zh-CN"))
    tour = script.load_tour(script.script_path(project, name))
    return tour.lexicon, tour.language


def export_lexicon(project: Project, name: str, language: str = "") -> bytes:
    """Return a lexicon as a PLS document. Raises as ``entries_of``."""
    return pls.render_pls(*entries_of(project, name, language)).encode()


def import_lexicon(project: Project, name: str, data: bytes, file: str, language: str = "") -> Added:
    """Add the entries of a PLS document, whose name is ``file`` in messages.

    ``language``: theirs in ``voices.yaml``; empty: what the document says. Raises DocumentError for what is no lexicon,
    and as ``add_entries``.
    """
    entries, tag = pls.parse_pls(data, file)
    return add_entries(project, name, entries, language or tag or "zh-CN")


def add_entries(project: Project, name: str, entries: Lexicon, language: str) -> Added:
    """Append entries to the lexicon of ``voices.yaml`` or of a script; what the file says already stays.

    It is one step of the file's history, which can be undone. Raises ConfigError or ScriptError when the file cannot be
    used, ConfigError where its lexicon is written on one line.
    """
    if Path(name).name == project.voices.name:
        return _add_to_settings(project, entries, language)
    return add_to_script(project, script.script_path(project, name).stem, entries)[0]


def add_to_script(project: Project, tour: str, entries: Lexicon) -> tuple[Added, EditedScript]:
    """Append entries to the lexicon of the tour with this id. Raises as ``add_entries``."""
    outcomes: list[Added] = []

    def patch_script(opened: OpenScript) -> str:
        changed, outcome = insert_entries(opened.text, entries, "", project.display_path(opened.tour.path))
        outcomes.append(outcome)
        return changed

    edited = edit_script.rewrite_script(project, tour, patch_script, _("Readings added from a file"))
    return outcomes[-1], edited


def _add_to_settings(project: Project, entries: Lexicon, language: str) -> Added:
    outcomes: list[Added] = []

    def add_lines(text: str) -> str:
        changed, outcome = insert_entries(text, entries, language, project.display_path(project.voices))
        outcomes.append(outcome)
        return changed

    rewrite_settings(project, VOICES, add_lines, _("Readings added from a file"))
    return outcomes[-1]


@dataclass(frozen=True)
class Difference:
    """A word that a document and a file say otherwise."""

    word: str
    say: str
    """What the document says."""
    here: str
    """What the file says, each of its readings."""
    is_plain: bool
    """Neither depends on a context: the document's can take the place of the file's."""


def list_differences(outcome: Added, now: Lexicon) -> tuple[Difference, ...]:
    """Return what was left as it is; ``now``: the file's entries."""
    return tuple(
        Difference(
            entry.written,
            _in_context(entry),
            "; ".join(_in_context(each) for each in now if each.written == entry.written),
            not entry.context and [each.context for each in now if each.written == entry.written] == [""],
        )
        for entry in outcome.differing
    )


def _in_context(entry: LexiconEntry) -> str:
    return f"{entry.say} ({entry.context})" if entry.context else entry.say
