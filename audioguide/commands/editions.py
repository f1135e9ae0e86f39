"""Which sentences of a translation are older than the words they translate, by the histories of the two scripts."""

from __future__ import annotations

import json
from collections.abc import Iterator
from dataclasses import dataclass
from datetime import UTC, datetime
from itertools import zip_longest

from .. import files
from ..authoring import script
from ..errors import AudioguideError
from ..model import Segment, Stop, Tour
from ..project import Project
from ..text import find_language
from ..yaml.bounded_diff import BoundedMatcher
from .history import History
from .text_marks import sentence_spans

CHECKED_FILE = "checked.json"
"""In the history of a translation: stop → when its author said that it is right as it stands."""


@dataclass(frozen=True)
class StaleSentence:
    """A sentence of the source that changed after its stop was translated."""

    segment: int
    """Index of the passage in the source's stop."""
    start: int
    """Code points in the passage as it is now."""
    end: int
    """Equal to ``start`` where sentences were taken out here."""
    before: str
    """What stood there when it was translated; empty for a new sentence."""
    translated: tuple[int, int, int] | None
    """Passage, start and end of the counterpart in the translation, by its place; None where there is none."""


@dataclass(frozen=True)
class StaleStop:
    """A stop of a translation that is older than its source."""

    stop: str
    sentences: tuple[StaleSentence, ...]


def stale_stops(project: Project, source: Tour, translation: Tour) -> tuple[StaleStop, ...]:
    """The stops whose source says something else than when the translation was last touched, sentence by sentence.

    A stop of the translation that was never edited here counts as old as its file.
    """
    times = _translation_times(project, translation)
    now = {stop.number: stop for stop in source.stops}
    stale: list[StaleStop] = []
    for stop in translation.stops:
        current = now.get(stop.number)
        before = _stop_at(project, source, stop.number, times[stop.number]) if current else None
        if current is None or before is None or _wording(before) == _wording(current):
            continue
        stale.append(StaleStop(stop.number, tuple(_stale_sentences(source, translation, before, current, stop))))
    return tuple(stale)


def confirm_translation(project: Project, translation: Tour, stop: str) -> None:
    """Remember that a stop of a translation is right as it stands. Raises OutputError."""
    folder = History(project, translation.id).folder
    checked = {**_checked_times(project, translation), stop: _now()}
    folder.mkdir(parents=True, exist_ok=True)
    files.write_text(folder / CHECKED_FILE, json.dumps(checked, ensure_ascii=False))


def _now() -> str:
    return datetime.now(UTC).isoformat(timespec="microseconds")


def _checked_times(project: Project, translation: Tour) -> dict[str, str]:
    try:
        data = json.loads((History(project, translation.id).folder / CHECKED_FILE).read_text("utf-8"))
    except (OSError, ValueError):
        return {}
    return {key: str(value) for key, value in data.items()} if isinstance(data, dict) else {}


def _translation_times(project: Project, translation: Tour) -> dict[str, str]:
    """Number of a stop → when its translation was edited or found right last."""
    versions = History(project, translation.id).list_versions()
    file_time = datetime.fromtimestamp(translation.path.stat().st_mtime, UTC).isoformat()
    times = dict.fromkeys((stop.number for stop in translation.stops), "" if versions else file_time)
    for version in versions:
        stop, slash, segment = version.field.partition("/")
        if slash and stop in times and segment.isdigit():
            times[stop] = version.time
    for stop, time in _checked_times(project, translation).items():
        times[stop] = max(times.get(stop, ""), time)
    return times


def _stop_at(project: Project, source: Tour, number: str, time: str) -> Stop | None:
    """The source's stop as it was at a time; None where nothing was changed since, or its version is not kept."""
    history = History(project, source.id)
    later = next((version for version in history.list_versions() if version.time > time), None)
    if later is None:
        return None
    try:
        tour = script.parse_tour(history.read_version(later.before), source.path)
    except AudioguideError:
        return None
    return next((stop for stop in tour.stops if stop.number == number), None)


def _wording(stop: Stop) -> list[str]:
    return [segment.text for segment in stop.segments if not segment.is_cue]


@dataclass(frozen=True)
class _Sentence:
    segment: int
    start: int
    end: int
    text: str


def _sentences_of(tour: Tour, stop: Stop) -> list[_Sentence]:
    language = find_language(tour.language)
    return [
        _Sentence(index, start, end, segment.text[start:end])
        for index, segment in enumerate(stop.segments)
        if not segment.is_cue
        for start, end in sentence_spans(language, segment.text)
    ]


def _stale_sentences(
    source: Tour, translation: Tour, before: Stop, now: Stop, translated: Stop
) -> Iterator[StaleSentence]:
    old, new, theirs = _sentences_of(source, before), _sentences_of(source, now), _sentences_of(translation, translated)
    matcher = BoundedMatcher([each.text for each in old], [each.text for each in new])
    for tag, i, j, k, m in matcher.get_opcodes():
        if tag == "equal":
            continue
        for place, (was, becomes) in enumerate(zip_longest(old[i:j], new[k:m])):
            here = becomes or (new[min(k + place, len(new) - 1)] if new else None)
            segment, start = (here.segment, here.start) if here else (_first_spoken(now), 0)
            counterpart = _counterpart(i + place if was else None, len(old), theirs)
            yield StaleSentence(segment, start, becomes.end if becomes else start, was.text if was else "", counterpart)


def _counterpart(place: int | None, count: int, theirs: list[_Sentence]) -> tuple[int, int, int] | None:
    """The translation of the sentence at a place: the same place where both have as many, else by proportion."""
    if place is None or not theirs:
        return None
    chosen = theirs[min(place if count == len(theirs) else place * len(theirs) // count, len(theirs) - 1)]
    return chosen.segment, chosen.start, chosen.end


def _first_spoken(stop: Stop) -> int:
    spoken: list[Segment] = [segment for segment in stop.segments if not segment.is_cue]
    return stop.segments.index(spoken[0]) if spoken else 0
