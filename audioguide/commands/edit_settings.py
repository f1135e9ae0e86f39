"""Edits of ``voices.yaml``, which holds for all tours: a line changes, all others stay byte for byte."""

from __future__ import annotations

import re
from collections.abc import Callable

from .. import files
from ..authoring import schemas
from ..errors import EditRefused
from ..i18n import _
from ..i18n.language_tags import tag_and_prefixes
from ..project import Project
from ..yaml import patching
from ..yaml.patching import BYTE_ORDER_MARK
from .lexicon import refuse_problems, settings_problems

FIELDS = ("schema", "engine", "roles", "pauses", "loudness", "disclosure", "lexicon", "engines", "labels", "base_url")
"""Order in which fields are written."""
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

    return _rewrite(project, patch)


def set_reading(project: Project, language: str, word: str, say: str) -> bool:
    """Decide how a word is said in all tours of a language; return whether the file changed. Raises as above."""

    def patch(text: str) -> str:
        lexicon = patching.load_plain(text).get("lexicon")
        if not isinstance(lexicon, dict):
            return patching.set_field(text, (), "lexicon", {language: {word: say}}, FIELDS)
        tags = [tag for tag in tag_and_prefixes(language) if isinstance(lexicon.get(tag), dict)]
        tag = next((tag for tag in tags if word in lexicon[tag]), tags[0] if tags else language)
        if not tags:
            return patching.set_field(text, ("lexicon",), tag, {word: say}, (*lexicon, tag))
        if not isinstance(lexicon[tag].get(word, ""), str):
            raise EditRefused(
                _("The lexicon decides “{word}” by context.").format(word=word),
                hint=_("Choose “only here”, or change the lexicon in a text editor."),
            )
        return patching.set_field(text, ("lexicon", tag), word, say, (*lexicon[tag], word))

    return _rewrite(project, patch)


def _rewrite(project: Project, patch: Callable[[str], str]) -> bool:
    path = project.voices
    with files.lock_file(path, project.locks):
        before = path.read_bytes() if path.exists() else f"schema: {schemas.VERSION}\n".encode()
        refuse_problems(settings_problems(before, path), project.display_path(path))
        mark = BYTE_ORDER_MARK if before.startswith(BYTE_ORDER_MARK.encode()) else ""
        after = (mark + patch(before.decode("utf-8-sig"))).encode()
        refuse_problems(settings_problems(after, path), project.display_path(path))
        if after == before:
            return False
        files.write_bytes(path, after)
        return True
