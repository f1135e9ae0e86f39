"""Find and replace in the narration of one tour, or of all tours of a project."""

from __future__ import annotations

import re
from dataclasses import dataclass

from ..authoring import script
from ..i18n import _, spellings_of
from ..model import Tour
from ..project import Project
from . import edit_script
from .script_edits import Edit, OpenScript, SetText

AROUND = 20
"""Characters shown before and after a match."""
MAX_MATCHES = 500


@dataclass(frozen=True)
class Match:
    """A place of a text."""

    tour: str
    stop: str
    segment: int
    before: str
    text: str
    after: str


@dataclass(frozen=True)
class Replaced:
    """What was replaced in a tour."""

    tour: str
    count: int
    revision: str
    """SHA-256 of the file now."""


def find_in_scripts(project: Project, words: str, tour: str = "") -> list[Match]:
    """Every place of a text, at most ``MAX_MATCHES``; ``tour``: only there. Raises ConfigError, ScriptError."""
    if not words:
        return []
    matches: list[Match] = []
    for each in _tours(project, tour):
        for stop in each.stops:
            for index, segment in enumerate(stop.segments):
                for hit in _pattern_of(words).finditer(segment.text):
                    before, after = segment.text[max(0, hit.start() - AROUND) : hit.start()], segment.text[hit.end() :]
                    matches.append(Match(each.id, stop.number, index, before, hit[0], after[:AROUND]))
    return matches[:MAX_MATCHES]


def replace_in_scripts(project: Project, words: str, replacement: str, tour: str = "") -> list[Replaced]:
    """Replace a text everywhere, each tour as one step of its history. Raises as ``edit_script.apply_edit``."""
    replaced: list[Replaced] = []
    for each in _tours(project, tour) if words else []:
        count = sum(len(_pattern_of(words).findall(segment.text)) for stop in each.stops for segment in stop.segments)
        if count:
            edited = edit_script.apply_edit(project, each.id, ReplaceText(words, replacement))
            replaced.append(Replaced(each.id, count, edited.revision))
    return replaced


@dataclass(frozen=True)
class ReplaceText(Edit):
    """A text replaced wherever a tour says it."""

    words: str
    replacement: str
    kind = "replace-text"

    def patch_text(self, script: OpenScript) -> str:
        """Change one passage after the other."""
        for stop in script.tour.stops:
            for index, segment in enumerate(stop.segments):
                wanted = _pattern_of(self.words).sub(lambda _hit: self.replacement, segment.text)
                if wanted != segment.text:
                    edit = SetText(stop.number, index, segment.text, wanted)
                    script = OpenScript(edit.patch_text(script), script.tour)
        return script.text

    @property
    def label(self) -> str:
        """Names both wordings."""
        return _("“{words}” replaced by “{replacement}”").format(words=self.words, replacement=self.replacement)


def _pattern_of(words: str) -> re.Pattern[str]:
    return re.compile("|".join(map(re.escape, spellings_of(words))))


def _tours(project: Project, tour: str) -> list[Tour]:
    return [script.load_tour(edit_script.script_file(project, tour))] if tour else script.load_tours(project)
