"""Rules about stops: their length, titles, numbers, pictures and roles."""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Iterator, Sequence
from dataclasses import replace
from itertools import combinations

from .. import files
from ..assembly import pictures, recordings
from ..audio.clipping import MAX_CLIPPED_SHARE
from ..audio.completeness import Ending
from ..authoring import voices_yaml
from ..errors import EngineError
from ..i18n import _, suggest_name
from ..i18n.language_tags import matching_values
from ..model import BuiltRecording, Problem, Segment, Stop, StopPicture
from ..project import lies_outside, named_path
from ..text.markup import strip_marks
from .reader import Reader, Rule, at

LONGEST = 180
"""Seconds after which a visitor standing before one thing has walked on."""
SHORTEST = 8
"""Seconds below which a stop is over before the telephone is at the ear."""
TITLE = {"zh": 16, "ja": 16, "ko": 16}
"""Characters of a title that fit a label and a car's display, by language; elsewhere 48."""
ALIKE = 0.6
"""Share of common four-character runs from which two texts are taken for the same."""
UNLIKE = 0.1
"""Share up to which two texts are taken to be about different things."""
FEWEST = 8
"""Runs of a text too short to be compared."""


def check_todos(reader: Reader) -> Iterator[Problem]:
    """Yield what only a person can decide and has not decided yet."""
    for stop in reader.tour.stops:
        for todo in stop.todos:
            hint = _("Decide it, correct the text and take the line out.")
            yield at(reader.line_of(stop, todo), stop, "warning", "todo", todo, hint)


def check_lengths(reader: Reader) -> Iterator[Problem]:
    """Yield stops that are too long or too short to listen to."""
    units: Counter[str] = Counter()
    for stop, _segment, _position, sentence in reader.sentences:
        units[stop.number] += reader.language.spoken_length(strip_marks(sentence))
    for stop in reader.tour.stops:
        seconds = round(units[stop.number] * 60 / reader.language.pace)
        place = stop.place or reader.script_place()
        if seconds > LONGEST:
            message = _("The stop takes about {seconds} seconds; visitors listen {most} at most.")
            hint = _("Part it into {count} stops such as 3a and 3b, or shorten it.").format(count=-(-seconds // 90))
            yield at(place, stop, "warning", "stop-too-long", message.format(seconds=seconds, most=LONGEST), hint)
        elif seconds < SHORTEST and all(segment.text for segment in recordings.recorded_segments(stop)):
            message = _("The stop takes only about {seconds} seconds.").format(seconds=seconds)
            yield at(place, stop, "warning", "stop-too-short", message, _("Join it to the stop before or after it."))


def check_titles(reader: Reader) -> Iterator[Problem]:
    """Yield titles that do not fit on a label or are missing."""
    most = TITLE.get(reader.language.tag, 48)
    for stop in reader.tour.stops:
        place = reader.line_of(stop, stop.title)
        if len(stop.title) > most:
            message = _("The title has {count} characters; {most} fit on a label.")
            message = message.format(count=len(stop.title), most=most)
            hint = _("Name the place as a visitor would.")
            yield at(place, stop, "warning", "title-too-long", message, hint, stop.title)
        if stop.title[-1:] in "。.，,；;、：:":
            hint = _("Take the mark at its end out.")
            yield at(place, stop, "warning", "title-mark", _("The title ends like a sentence."), hint, stop.title)
    by_title: dict[str, Stop] = {}
    for stop in reader.tour.stops:
        first = by_title.setdefault(stop.title, stop)
        if first is not stop:
            message = _("Stop {number} has the same title.").format(number=first.number)
            hint = _("Give each a title of its own: they stand side by side in the list of chapters.")
            yield at(reader.line_of(stop, stop.title), stop, "warning", "titles-alike", message, hint, stop.title)


def check_similarity(reader: Reader) -> Iterator[Problem]:
    """Yield stops that say nearly the same."""
    texts = [(stop, shingles(narration_text(stop))) for stop in reader.tour.stops]
    for (first, a), (second, b) in combinations(texts, 2):
        if jaccard_index(a, b) >= ALIKE:
            message = _("The stop says nearly the same as stop {number}.").format(number=first.number)
            yield at(
                second.place or reader.script_place(),
                second,
                "warning",
                "stops-alike",
                message,
                _("Keep one of the two."),
            )


def check_order(reader: Reader) -> Iterator[Problem]:
    """Yield stops whose number is lower than the one before."""
    for before, stop in zip(reader.tour.stops, reader.tour.stops[1:], strict=False):
        if stop_sort_key(stop.number) < stop_sort_key(before.number):
            message = _("Stop {number} comes after stop {before}.").format(number=stop.number, before=before.number)
            hint = _("Nothing is wrong if visitors walk in this order.")
            yield at(stop.place or reader.script_place(), stop, "note", "number-order", message, hint)


def check_numbers(reader: Reader) -> Iterator[Problem]:
    """Numbers are printed on walls: what a number means must not change between builds."""
    if reader.manifest is None:
        return
    now = {stop.number: (stop, shingles(narration_text(stop))) for stop in reader.tour.stops}
    hint = _("The number may be printed on a wall: give it back, and give new stops new numbers.")
    for built in reader.manifest.all_stops:
        runs = shingles("".join(cue.text for cue in built.cues))
        same = now.get(built.number)
        if same and (same[0].title == built.title or jaccard_index(runs, same[1]) >= ALIKE):
            continue
        moved = max(now.values(), key=lambda candidate: jaccard_index(runs, candidate[1]), default=None)
        if moved and jaccard_index(runs, moved[1]) >= ALIKE:
            message = _("“{title}” was stop {number} in the last build.")
            message = message.format(title=built.title, number=built.number)
            yield at(moved[0].place or reader.script_place(), moved[0], "warning", "number-changed", message, hint)
        elif not same:
            message = _("Stop {number}, “{title}”, of the last build is gone.")
            message = message.format(number=built.number, title=built.title)
            yield Problem("warning", "number-gone", message, reader.script_place(), hint)
        elif len(runs) >= FEWEST and jaccard_index(runs, same[1]) <= UNLIKE:
            message = _("Stop {number} was “{title}” in the last build and is another thing now.")
            message = message.format(number=built.number, title=built.title)
            yield at(same[0].place or reader.script_place(), same[0], "warning", "number-changed", message, hint)


def check_pictures(reader: Reader) -> Iterator[Problem]:
    """Yield pictures that cannot be published."""
    shown = list(_shown_pictures(reader))
    errors = pictures.picture_errors(reader.tour, [picture.file for _stop, picture in shown])
    for stop, picture in shown:
        if error := errors.get(picture.file):
            yield at(reader.line_of(stop, picture.file), stop, "error", "no-picture", error.message, error.hint)


def check_descriptions(reader: Reader) -> Iterator[Problem]:
    """Yield pictures without an alternative text."""
    for stop, picture in _shown_pictures(reader):
        if not picture.alt:
            message = _("The picture has no description for those who do not see it.")
            hint = _("Say in “alt:” (“cover_alt:” for the cover) what it shows.")
            yield at(reader.line_of(stop, picture.file), stop, "warning", "no-alt", message, hint, picture.file)


def _shown_pictures(reader: Reader) -> Iterator[tuple[Stop, StopPicture]]:
    """Yield the cover and every picture of a stop, in the order of the file."""
    tour = reader.tour
    cover = Stop("", "", (), image=tour.cover, alt=tour.cover_alt, place=replace(reader.script_place(), line=1))
    yield from ((stop, picture) for stop in (cover, *tour.stops) for picture in stop.pictures)


def check_recordings(reader: Reader) -> Iterator[Problem]:
    """Yield recordings that are not there, hold no speech or break off.

    What was built before is not decoded again.
    """
    missing = set(recordings.missing_recordings(reader.tour))
    for stop, recorded in reader.recorded:
        known = _built_recordings(reader, stop)
        for segment, digest in recorded:
            place = reader.line_of(stop, segment.audio)
            if lies_outside(reader.tour.path, segment.audio):
                message = _("The recording {file} lies outside of the project.").format(file=segment.audio)
                hint = _("Copy it into the project: what lies elsewhere is not published.")
                yield at(place, stop, "error", "no-recording", message, hint)
                continue
            if segment.audio in missing:
                message = _("There is no recording {file}.").format(file=segment.audio)
                hint = files.suggest_file(reader.tour.path.parent, segment.audio) or _(
                    "Put the file there, or correct its path, which is relative to the script."
                )
                yield at(place, stop, "error", "no-recording", message, hint)
                continue
            ending = recordings.recording_ending(named_path(reader.tour.path.parent, segment.audio), digest)
            if ending is Ending.DOUBTFUL:
                message = _("The recording {file} may lack its end: the file breaks off amid its sound.").format(
                    file=segment.audio
                )
                hint = _("Listen to its end. If words are missing, copy the file again from where it was recorded.")
                yield at(place, stop, "warning", "recording-doubtful", message, hint)
            if error := _recording_error(reader, segment, digest, known):
                yield at(place, stop, "error", "bad-recording", error.message, error.hint)


def check_words_of_recordings(reader: Reader) -> Iterator[Problem]:
    """Yield recordings that can be heard and whose text is missing or no longer theirs."""
    missing = set(recordings.missing_recordings(reader.tour))
    for stop, recorded in reader.recorded:
        known = _built_recordings(reader, stop)
        texts = recordings.recorded_texts(recorded, known)
        for (segment, digest), text in zip(recorded, texts, strict=True):
            if segment.audio in missing or lies_outside(reader.tour.path, segment.audio):
                continue
            if _recording_error(reader, segment, digest, known):
                continue
            if not segment.text:
                message = _("The recording {file} has no text.").format(file=segment.audio)
                hint = _("Write in “text:” what is said, for those who do not hear it.")
                place = reader.line_of(stop, segment.audio)
                yield at(place, stop, "warning", "recording-text-missing", message, hint)
            elif recordings.spoken_letters(text) != recordings.spoken_letters(segment.text):
                message = _("The text was changed after the recording {file}.").format(file=segment.audio)
                hint = _(
                    "Record it again. If the text now says what the recording says: audioguide build {tour} --force"
                ).format(tour=reader.tour.id)
                yield at(reader.place(stop, segment), stop, "warning", "recording-text-changed", message, hint)


def _built_recordings(reader: Reader, stop: Stop) -> tuple[BuiltRecording, ...]:
    """Return the recordings that the last build of a stop has."""
    built = reader.manifest.all_stops if reader.manifest else ()
    return next((each.recordings for each in built if each.number == stop.number), ())


def _recording_error(
    reader: Reader, segment: Segment, digest: str, known: Sequence[BuiltRecording]
) -> EngineError | None:
    """Return why a recording cannot be heard; None for one that can, or was built before and is all there."""
    path = named_path(reader.tour.path.parent, segment.audio)
    is_cut = recordings.recording_ending(path, digest) is Ending.CUT
    if not is_cut and any(digest == recording.sha256 for recording in known):
        return None
    return recordings.recording_facts(path, segment.audio, digest).error


def check_sound_of_recordings(reader: Reader) -> Iterator[Problem]:
    """Yield recordings that are distorted or damaged."""
    return _faults_of_sound(reader, frozenset())


def check_sound_of_new_recordings(reader: Reader) -> Iterator[Problem]:
    """Yield the same of recordings that were not built yet: the others are not decoded again."""
    built = reader.manifest.all_stops if reader.manifest else ()
    return _faults_of_sound(reader, frozenset(recording.sha256 for stop in built for recording in stop.recordings))


def _faults_of_sound(reader: Reader, known: frozenset[str]) -> Iterator[Problem]:
    missing = set(recordings.missing_recordings(reader.tour))
    for stop, recorded in reader.recorded:
        for segment, digest in recorded:
            if segment.audio in missing or lies_outside(reader.tour.path, segment.audio) or digest in known:
                continue
            path = named_path(reader.tour.path.parent, segment.audio)
            facts = recordings.recording_facts(path, segment.audio, digest)
            if facts.damaged:
                message = _("The recording {file} is damaged: parts of it cannot be decoded and are not heard.").format(
                    file=segment.audio
                )
                hint = _("Listen to it. If words are missing, copy the file again from where it was recorded.")
                yield at(reader.line_of(stop, segment.audio), stop, "warning", "recording-damaged", message, hint)
            if facts.clipped > MAX_CLIPPED_SHARE:
                message = _("{file} is distorted: it was recorded too loud.").format(file=segment.audio)
                hint = _(
                    "Record it again, further from the microphone or with its level turned down; making the file "
                    "softer does not help."
                )
                place = reader.line_of(stop, segment.audio)
                yield at(place, stop, "warning", "recording-too-loud", message, hint)


def check_roles(reader: Reader) -> Iterator[Problem]:
    """Yield roles that ``voices.yaml`` does not have."""
    known = reader.settings.roles
    for role, (place, number) in voices_yaml.speaking_roles(reader.tour).items() if known else ():
        if role not in known:
            add = _("Add it to voices.yaml, or use one of: {known}.").format(known=", ".join(known))
            hint = suggest_name(role, known, otherwise=add)
            message = _("voices.yaml has no role “{role}”.").format(role=role)
            yield Problem("error", "unknown-role", message, place, hint, number)


def check_voices(reader: Reader) -> Iterator[Problem]:
    """Yield roles that have no voice in the language of the tour."""
    known = reader.settings.roles
    for role, (place, number) in voices_yaml.speaking_roles(reader.tour).items():
        if role in known and not matching_values(known[role], reader.tour.language):
            message = _("The role “{role}” has no voice for {language}; the engine will choose one.")
            message = message.format(role=role, language=reader.tour.language)
            hint = _("Name one in voices.yaml: audioguide voices lists them.")
            yield Problem("warning", "no-voice", message, place, hint, number)


def narration_text(stop: Stop) -> str:
    """Return all spoken text of a stop without marks."""
    return "".join(strip_marks(segment.text) for segment in stop.segments if not segment.is_cue)


def shingles(text: str) -> frozenset[str]:
    """Runs of four characters: quick to compare, and indifferent to small edits and moved sentences."""
    text = re.sub(r"\W+", "", text)
    return frozenset(text[i : i + 4] for i in range(max(len(text) - 3, 0)))


def jaccard_index(a: frozenset[str], b: frozenset[str]) -> float:
    """Jaccard index of two sets of runs; texts too short to judge are never alike."""
    return len(a & b) / len(a | b) if min(len(a), len(b)) >= FEWEST else 0.0


def stop_sort_key(number: str) -> tuple[int, str]:
    """Key that sorts ``3a`` after ``3`` and before ``10``."""
    digits = re.sub(r"\D", "", number)
    return int(digits or 0), number


BLOCKING: tuple[Rule, ...] = (check_pictures, check_recordings, check_sound_of_new_recordings, check_roles)
STOP_RULES: tuple[Rule, ...] = (
    check_recordings,
    check_words_of_recordings,
    check_sound_of_recordings,
    check_todos,
    check_lengths,
    check_titles,
    check_similarity,
    check_order,
    check_numbers,
    check_pictures,
    check_descriptions,
    check_roles,
    check_voices,
)
