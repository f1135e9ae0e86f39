"""Whose recorded voices a tour has, and who made its sounds: what licences ask every form to print."""

from __future__ import annotations

from collections.abc import Iterator, Sequence

from ..i18n.language_tags import sentence_separator
from ..model import BuiltStop
from .visitor_texts import visitor_texts


def credit_lines(stops: Sequence[BuiltStop], language: str) -> tuple[str, ...]:
    """Return whose recorded voices are heard in the stops, and who made their sounds, each once, a line each."""
    words = visitor_texts(language)
    people = dict.fromkeys(name for stop in stops for name in _recorded_speakers(stop))
    lines: list[str] = []
    if names := [name for name in people if name]:
        lines.append(words["recorded"].format(names=("、" if not sentence_separator(language) else ", ").join(names)))
    elif people:
        lines.append(words["recorded_unnamed"])
    for sound in dict.fromkeys(sound for stop in stops for sound in stop.sounds):
        if credit := " · ".join(filter(None, (sound.credit, sound.licence))):
            lines.append(words["sounds"][sound.kind].format(credit=credit))
    return tuple(lines)


def _recorded_speakers(stop: BuiltStop) -> Iterator[str]:
    """Yield who is heard in recordings, in order; empty where nobody is named. Without a text there are no cues."""
    yield from (cue.speaker for cue in stop.cues if cue.recorded)
    yield from (recording.speaker for recording in stop.recordings)
