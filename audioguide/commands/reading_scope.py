"""What else a reading of the lexicon changes: the other places of its word that are read otherwise today."""

from __future__ import annotations

from collections.abc import Iterator

from ..model import Tour
from ..project import Project
from ..text import find_language
from ..text.markup import strip_marks
from . import find_text

AROUND = 4
"""Characters shown before and after the word."""
MAX_PARAGRAPHS = 60
"""Paragraphs read at most: each takes some milliseconds."""


def list_changed_places(project: Project, tour: Tour, word: str, say: str, everywhere: bool, here: str) -> list[str]:
    """Return an excerpt of each other place, of this tour or of all tours of its language, that is read otherwise.

    ``here``: the paragraph for which it was decided. Raises ConfigError, ScriptError.
    """
    matches = find_text.find_in_scripts(project, word, "" if everywhere else tour.id)
    places = dict.fromkeys((match.tour, match.stop, match.segment) for match in matches)
    excerpts: list[str] = []
    language = find_language(tour.language)
    wanted, read = say.split(), 0
    for paragraph in _paragraphs(project, tour, list(places)):
        plain = strip_marks(paragraph)
        if word not in plain or plain == strip_marks(here) or paragraph.count("{"):
            continue
        read += 1
        if read > MAX_PARAGRAPHS:
            break
        by_place = {each.start: each.reading for each in language.character_readings(plain)}
        at = plain.find(word)
        while at >= 0:
            now = [by_place.get(place, "") for place in range(at, at + len(word))]
            if all(now) and now != wanted:
                end = at + len(word)
                excerpts.append(f"{plain[max(0, at - AROUND) : at]}{word}{plain[end : end + AROUND]}")
            at = plain.find(word, at + len(word))
    return excerpts


def _paragraphs(project: Project, tour: Tour, places: list[tuple[str, str, int]]) -> Iterator[str]:
    from . import edit_script

    tours = {tour.id: tour}
    for name, number, index in places:
        if name not in tours:
            tours[name] = edit_script.read_script(project, name).tour
        if tours[name].language != tour.language:
            continue
        stop = next(stop for stop in tours[name].stops if stop.number == number)
        if not stop.segments[index].is_cue:
            yield from stop.segments[index].text.split("\n")
