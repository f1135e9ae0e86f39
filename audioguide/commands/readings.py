"""How a script's doubtful characters, numbers and Latin words are said: the list an author goes through.

``list_readings`` gathers, ``FORMATS`` turn the list into text, JSON or an HTML page.
"""

from __future__ import annotations

import json
import os
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from itertools import groupby
from pathlib import Path
from typing import Any
from urllib.parse import quote

from .. import manifest
from ..authoring import script, voices_yaml
from ..i18n import _
from ..lint.reader import Reader
from ..model import BuiltStop, Cue, Lexicon, Place
from ..project import Project
from ..text import Reading, find_language
from ..text.homophones import unrespellable_marks
from ..text.lexicon import apply_lexicon
from ..text.markup import split_marks, strip_marks
from ..web.report_page import render_report

READINGS_TEMPLATES = Path(__file__).parent / "templates"

AROUND = 8
"""Characters of context shown before and after a token."""


@dataclass(frozen=True)
class Playback:
    """Where a sentence is heard in what was built."""

    file: Path
    """The stop's MP3."""
    start: int
    """Milliseconds."""
    end: int


@dataclass(frozen=True)
class Entry:
    """One token of a script with its reading."""

    place: Place
    tour: str
    language: str
    stop: str
    title: str
    sentence: str
    """As written, marks taken out."""
    reading: Reading
    respellable: bool
    """False where an engine without phonemes cannot be made to say it: no common character sounds so."""
    playback: Playback | None = None
    """None until the sentence in its present form has been built."""

    @property
    def text_before(self) -> str:
        """The text before the token."""
        return self.sentence[max(0, self.reading.start - AROUND) : self.reading.start]

    @property
    def text_after(self) -> str:
        """The text after it."""
        end = self.reading.start + len(self.reading.written)
        return self.sentence[end : end + AROUND]


def list_readings(project: Project, names: Sequence[str] = (), doubtful: bool = False) -> list[Entry]:
    """Every choice of the named scripts (default: all), in the order written; ``doubtful``: only the unsure ones.

    Raises ConfigError for a name no script has, ScriptError for a script that cannot be used.
    """
    settings = voices_yaml.load_settings(project.voices)
    results: list[Entry] = []
    for tour in script.load_tours(project, names):
        folder = project.output / tour.folder
        reader = Reader(
            tour, voices_yaml.merge_overrides(settings, tour), manifest.read_manifest(folder / manifest.MANIFEST_FILE)
        )
        respelled = reader.settings.engine == "edge"
        results += (
            entry
            for entry in _tour_readings(reader, folder)
            if not doubtful or entry.reading.confidence == "doubtful" or (respelled and not entry.respellable)
        )
    return results


def _tour_readings(reader: Reader, folder: Path) -> Iterator[Entry]:
    built = {stop.number: stop for stop in reader.manifest.all_stops} if reader.manifest else {}
    for stop, segment, offset, sentence in reader.sentences:
        silent = _unrespellable_offsets(sentence, reader.lexicon)
        for reading in reader.language.readings(sentence, reader.lexicon):
            yield Entry(
                place=reader.place(stop, segment, _offset_in_segment(segment.text, offset, sentence, reading.start)),
                tour=reader.tour.id,
                language=reader.tour.language,
                stop=stop.number,
                title=stop.title,
                sentence=strip_marks(sentence),
                reading=reading,
                respellable=reading.start not in silent,
                playback=_cue_of_sentence(built.get(stop.number), sentence, folder),
            )


def _offset_in_segment(text: str, offset: int, sentence: str, start: int) -> int:
    """Return the position of a token in its segment.

    A sentence may have lost spaces, so visible characters are counted.
    """
    left = sum(not char.isspace() for char in sentence[: _offset_with_marks(sentence, start)])
    for place in range(offset, len(text)):
        if not text[place].isspace():
            if left == 0:
                return place
            left -= 1
    return offset


def _offset_with_marks(sentence: str, start: int) -> int:
    """Return a character's position with marks from its position without them."""
    raw = plain = 0
    for written, reading in split_marks(sentence):
        if start < plain + len(written):
            return raw + start - plain + (1 if reading else 0)
        plain += len(written)
        raw += len(f"{{{written}|{reading}}}") if reading else len(written)
    return raw


def _unrespellable_offsets(sentence: str, lexicon: Lexicon) -> set[int]:
    """Offsets, marks taken out, of decided readings no homophone expresses."""
    results: set[int] = set()
    start = 0
    for written, reading in split_marks(apply_lexicon(sentence, lexicon)):
        if reading and unrespellable_marks(f"{{{written}|{reading}}}"):
            results |= set(range(start, start + len(written)))
        start += len(written)
    return results


def _cue_of_sentence(built: BuiltStop | None, sentence: str, folder: Path) -> Playback | None:
    """The cue that says the sentence; None for a stop not built or built of other words."""
    wanted = _visible_characters(strip_marks(sentence))
    cues: Sequence[Cue] = built.cues if built else ()
    for cue in cues:
        if built and wanted and wanted in _visible_characters(cue.text):
            return Playback(folder / built.track.file, cue.start, cue.end)
    return None


def _visible_characters(text: str) -> str:
    return "".join(text.split())


# ---------------------------------------------------------------- text, JSON, HTML


def readings_text(entries: Sequence[Entry]) -> str:
    """One line a token, for the terminal."""
    return "".join(f"{_reading_line(entry)}\n" for entry in entries)


def _reading_line(entry: Entry) -> str:
    reading = entry.reading
    fields = [
        f"{entry.place}",
        _("stop {number}").format(number=entry.stop),
        f"{reading.written} → {reading.spoken}",
        f"{_(reading.confidence)} ({_(reading.why)})",
    ]
    if reading.alternatives:
        fields.append(_("or {readings}").format(readings=", ".join(reading.alternatives)))
    if not entry.respellable:
        fields.append(_("no homophone available: edge cannot be given this reading"))
    return "  ".join([*fields, f"{entry.text_before}[{reading.written}]{entry.text_after}"])


def readings_json(entries: Sequence[Entry]) -> str:
    """An array of objects, one a token."""
    return json.dumps([_plain_sentence(entry) for entry in entries], ensure_ascii=False, indent=1) + "\n"


def _plain_sentence(entry: Entry) -> dict[str, object]:
    reading, playback = entry.reading, entry.playback
    return {
        "file": entry.place.file,
        "line": entry.place.line,
        "column": entry.place.column,
        "tour": entry.tour,
        "stop": entry.stop,
        "written": reading.written,
        "spoken": reading.spoken,
        "kind": reading.kind,
        "why": reading.why,
        "sure": reading.confidence,
        "alternatives": list(reading.alternatives),
        "before": entry.text_before,
        "after": entry.text_after,
        "sentence": entry.sentence,
        "respellable": entry.respellable,
        "audio": {"file": playback.file.as_posix(), "start": playback.start, "end": playback.end} if playback else None,
    }


CandidateClips = dict[tuple[str, str, str], str]
"""(tour, written, mark) → the MP3 that says it, relative to the page."""


@dataclass(frozen=True)
class _Candidate:
    """One way to read a token."""

    mark: str
    """What can be pasted into the script."""
    word: str
    """A common word that is read so; may be empty."""
    clip: str
    """Its sound, relative to the page; empty: it has none."""


@dataclass(frozen=True)
class _Note:
    """What a person should look at, with every reading there is; none is preferred."""

    text: str
    candidates: tuple[_Candidate, ...]


@dataclass(frozen=True)
class _Part:
    """A piece of a sentence on the page; ``reading`` is empty where nothing was chosen."""

    text: str
    reading: str = ""
    confidence: str = ""


def readings_html(entries: Sequence[Entry], file: Path, clips: CandidateClips | None = None) -> str:
    """Return a page without outside resources: each sentence with its readings, played in place.

    ``file`` is where it will be; audio is linked relative to it, with a media fragment (W3C Media Fragments 1.0).
    ``clips``: the sound of each candidate, as ``reading_clips`` has written it. Where there is nothing to decide, the
    page has no script.
    """
    stops = groupby(entries, key=lambda entry: (entry.tour, entry.stop))
    return render_report(
        READINGS_TEMPLATES,
        "readings",
        with_script=any(map(candidates_of, entries)),
        title=_("How it is read"),
        stops=[_stop_view(list(group), file, clips or {}) for _key, group in stops],
    )


def _stop_view(entries: list[Entry], file: Path, clips: CandidateClips) -> dict[str, Any]:
    first = entries[0]
    sentences = groupby(entries, key=lambda entry: (entry.sentence, entry.playback))
    return {
        "heading": " · ".join((first.tour, _("stop {number}").format(number=first.stop), first.title)),
        "sentences": [_sentence_view(list(group), file, clips) for _key, group in sentences],
    }


def _sentence_view(entries: list[Entry], file: Path, clips: CandidateClips) -> dict[str, Any]:
    first = entries[0]
    parts: list[_Part] = []
    end = 0
    for entry in entries:
        reading = entry.reading
        if reading.start < end:
            continue  # two findings on one token
        parts.append(_Part(first.sentence[end : reading.start]))
        parts.append(_Part(reading.written, reading.spoken, reading.confidence))
        end = reading.start + len(reading.written)
    parts.append(_Part(first.sentence[end:]))
    return {
        "place": first.place,
        "language": first.language,
        "parts": parts,
        "notes": [_Note(_note_text(entry), _candidates(entry, clips)) for entry in entries if _needs_note(entry)],
        "audio": _audio_address(first.playback, file) if first.playback else "",
        "label": first.sentence[:40],
    }


def candidates_of(entry: Entry) -> tuple[str, ...]:
    """Return every way to read a token that is not sure, as marks to paste, in alphabetical order."""
    reading = entry.reading
    return reading.choices if reading.confidence != "sure" and reading.alternatives else ()


def _candidates(entry: Entry, clips: CandidateClips) -> tuple[_Candidate, ...]:
    written = entry.reading.written
    example_word = find_language(entry.language).example_word
    return tuple(
        _Candidate(
            mark,
            example_word(written, mark.partition("|")[2].rstrip("}")),
            clips.get((entry.tour, written, mark), ""),
        )
        for mark in candidates_of(entry)
    )


def _needs_note(entry: Entry) -> bool:
    confidence = entry.reading.confidence
    is_open = confidence == "doubtful" or (confidence == "likely" and bool(entry.reading.alternatives))
    return is_open or not entry.respellable


def _note_text(entry: Entry) -> str:
    reading = entry.reading
    note = f"{reading.written} → {reading.spoken}: {_(reading.confidence)} ({_(reading.why)})"
    if reading.alternatives:
        note += "; " + _("or {readings}").format(readings=", ".join(reading.alternatives))
    if not entry.respellable:
        note += "; " + _("no homophone available: edge cannot be given this reading")
    return note


def _audio_address(playback: Playback, file: Path) -> str:
    address = quote(Path(os.path.relpath(playback.file, file.resolve().parent)).as_posix())
    return f"{address}#t={playback.start / 1000:.3f},{playback.end / 1000:.3f}"
