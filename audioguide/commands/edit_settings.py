"""Edits of ``voices.yaml`` and ``site.yaml``, which hold for all tours.

A line changes and all others stay byte for byte; every version is in the history, and a step can be undone.
"""

from __future__ import annotations

import re
from collections.abc import Callable
from functools import partial
from pathlib import Path
from typing import Any

from .. import files
from ..authoring import schemas, site_yaml, voices_yaml
from ..errors import ConfigError, EditRefused
from ..i18n import _
from ..i18n.language_tags import tag_and_prefixes
from ..model import Problem
from ..project import Project
from ..yaml import patching, reader, validation
from ..yaml.patching import BYTE_ORDER_MARK
from . import lexicon_edits
from .history import History, digest_of
from .script_edits import EditConflict

FIELDS = ("schema", "engine", "roles", "pauses", "loudness", "disclosure", "lexicon", "engines", "labels", "base_url")
"""Order in which fields are written."""
SITE, VOICES = "site.yaml", "voices.yaml"
"""The files that hold for all tours."""
LABEL_FIELDS = ("ink", "accent", "logo", "font")
COLOUR = re.compile(r"#[0-9a-fA-F]{6}")


def set_label_colours(project: Project, ink: str, accent: str) -> bool:
    """Write the colours of printed labels; return whether the file changed.

    Raises EditRefused for what is no colour or where the file cannot take it, ConfigError for one that has problems.
    """
    for colour in (ink, accent):
        if not COLOUR.fullmatch(colour):
            raise EditRefused(_("“{colour}” is no colour such as #8a1f1f.").format(colour=colour))

    def patch(text: str) -> str:
        if not isinstance(patching.load_plain(text).get("labels"), dict):
            return patching.set_field(text, (), "labels", {"ink": ink, "accent": accent}, FIELDS)
        text = patching.set_field(text, ("labels",), "ink", ink, LABEL_FIELDS)
        return patching.set_field(text, ("labels",), "accent", accent, LABEL_FIELDS)

    return rewrite_settings(project, VOICES, patch, _("Colours of printed labels"))


def set_reading(project: Project, language: str, word: str, say: str) -> bool:
    """Decide how a word is said in all tours of a language; return whether the file changed. Raises as above."""

    def patch(text: str) -> str:
        lexicon = patching.load_plain(text).get("lexicon") or {}
        tags = [tag for tag in tag_and_prefixes(language) if isinstance(lexicon.get(tag), dict)]
        tag = next((tag for tag in tags if word in lexicon[tag]), tags[0] if tags else language)
        if not isinstance((lexicon.get(tag) or {}).get(word, ""), str):
            raise EditRefused(
                _("The lexicon decides “{word}” by context.").format(word=word),
                hint=_("Choose “only here”, or change the lexicon in a text editor."),
            )
        return _with_reading(text, lexicon, tag, word, say)

    return rewrite_settings(project, VOICES, patch, _("Reading of “{word}”").format(word=word))


def change_reading(project: Project, language: str, word: str, context: str, base: str, value: str) -> None:
    """Set how a word is said in all tours of a language, or take it out where ``value`` is empty.

    ``context``: a longer text that the reading holds in; empty: everywhere. ``base``: what the page began with. Raises
    EditConflict where the file says something else, and as above.
    """
    if not word or (value and not re.fullmatch(schemas.LANGUAGE, language)):
        raise EditRefused(_("This page and the program do not fit each other: reload the page."))

    def patch(text: str) -> str:
        values = patching.load_plain(text)
        lexicon = values.get("lexicon") or {}
        words = lexicon.get(language) or {}
        now = lexicon_edits.reading_in(words.get(word), context)
        if now not in (base, value):
            raise EditConflict(now)
        if now == value:
            return text
        if value and not words:
            fields = {"say": value, **({"in": context} if context else {})}
            return _with_reading(text, lexicon, language, word, lexicon_edits.reading_value([fields]))
        if value or not lexicon_edits.is_last_reading(words, word, context):
            return lexicon_edits.set_reading_in(text, ("lexicon", language), word, context, value)
        if len(lexicon) > 1:
            return patching.remove_field(text, ("lexicon",), language)
        if len(values) == 1:  # a file without fields would be none
            text = patching.set_field(text, (), "schema", schemas.VERSION, ("schema",))
        return patching.remove_field(text, (), "lexicon")

    rewrite_settings(project, VOICES, patch, _("Reading of “{word}”").format(word=word))


def _with_reading(text: str, lexicon: dict[str, Any], language: str, word: str, say: Any) -> str:
    """The file with a reading of a language that has its own section, or gets one."""
    if not lexicon:
        return patching.set_field(text, (), "lexicon", {language: {word: say}}, FIELDS)
    if not lexicon.get(language):
        return patching.set_field(text, ("lexicon",), language, {word: say}, (*lexicon, language))
    return patching.set_field(text, ("lexicon", language), word, say, (*lexicon[language], word))


def rewrite_settings(project: Project, file: str, patch: Callable[[str], str], label: str, field: str = "") -> bool:
    """Change a settings file, keep both versions, and return whether it changed.

    Raises EditRefused where the file cannot take it, ConfigError where it has problems, before or after.
    """
    path = settings_path(project, file)
    shown = project.display_path(path)
    with files.lock_file(path, project.locks):
        before = path.read_bytes() if path.exists() else b""
        mark = BYTE_ORDER_MARK if before.startswith(BYTE_ORDER_MARK.encode()) else ""
        text = before.decode("utf-8-sig")
        if patching.load_plain(text) is None:
            text = f"{text}{'' if not text or text.endswith(chr(10)) else chr(10)}schema: {schemas.VERSION}\n"
        _refuse_problems(_problems_of(project, file, text.encode()), shown)
        after = (mark + patch(text)).encode()
        if after in (before, (mark + text).encode()):
            return False
        _refuse_problems(_problems_of(project, file, after), shown)
        record = partial(History(project, file).record_edit, before, after, label, field=field)
        if not path.exists():
            with files.atomic_write(path) as part:
                part.write_bytes(after)
                record()
        elif not files.replace_unchanged(path, before, after, record):
            raise EditRefused(_("The file is being changed by another program; try again in a moment."))
        return True


def _problems_of(project: Project, file: str, data: bytes) -> list[Problem]:
    if file == SITE:
        return site_yaml.find_file_problems(data, project)
    root, problems = reader.parse_bytes(data, project.voices.name)
    if root is not None:
        problems += [*validation.schema_problems(root, schemas.VOICES_SCHEMA), *voices_yaml.semantic_problems(root)]
    return problems


def _refuse_problems(problems: list[Problem], shown: str) -> None:
    if errors := [problem for problem in problems if problem.severity == "error"]:
        raise ConfigError(_("{file} has problems.").format(file=shown), errors)


def settings_path(project: Project, file: str) -> Path:
    """Return where a settings file is. Raises EditRefused for any other name."""
    if file not in (SITE, VOICES):
        raise EditRefused(_("This page and the program do not fit each other: reload the page."))
    return project.voices if file == VOICES else site_yaml.site_file(project)


def undo_setting(project: Project, file: str) -> None:
    """Take the last change of a file back. Raises EditRefused where there is none, or the file changed since."""
    path, history = settings_path(project, file), History(project, file)
    steps = history.available_steps().undo
    if not steps:
        raise EditRefused(_("There is nothing to undo."))
    with files.lock_file(path, project.locks):
        now = path.read_bytes() if path.exists() else b""
        if digest_of(now) != steps[-1].after:
            raise EditRefused(
                _("The file was changed with another program since."), hint=_("The history still has every version.")
            )
        before = history.read_version(steps[-1].before)
        record = partial(history.record_edit, now, before, steps[-1].label, "undo")
        if before:
            with files.atomic_write(path) as part:
                part.write_bytes(before)
                record()
            return
        try:  # there was no file
            path.unlink(missing_ok=True)
        except OSError as error:
            raise files.unwritable(path, error) from error
        record()
