"""Rules about words: what cannot be said, is said unsurely, or leaves the speaker without breath."""

from __future__ import annotations

import re
from collections.abc import Iterator

from ..i18n import _
from ..model import Problem, Segment, Severity, Stop
from ..text import Reading, split_paragraphs
from ..text.doubts import doubt_message
from ..text.markup import MARK, strip_marks
from .reader import Reader, Rule, at


def check_text_issues(reader: Reader) -> Iterator[Problem]:
    """Yield what would go unspoken or is ambiguous in the text."""
    for stop in reader.tour.stops:
        for segment in stop.spoken_segments:
            if segment.is_cue:
                continue
            position = 0
            for paragraph in split_paragraphs(segment.text):
                for doubt in reader.language.text_issues(paragraph, reader.lexicon):
                    place = reader.place(stop, segment, position + doubt.start)
                    excerpt = _excerpt(paragraph, doubt.start, 1)
                    yield at(place, stop, doubt.severity, doubt.code, doubt.message, doubt.hint, excerpt)
                position += len(paragraph) + 2


def check_readings(reader: Reader) -> Iterator[Problem]:
    """Characters whose reading is not sure, each word once however often it occurs, with every reading to choose."""
    places: dict[tuple[str, str], list[tuple[Stop, Segment, int, str, Reading]]] = {}
    for stop, segment, position, sentence in reader.sentences:
        for reading in reader.language.readings(sentence, reader.lexicon):
            # signs are among the doubts already
            if reading.kind == "character" and reading.confidence != "sure" and reading.alternatives:
                key = (reading.word or reading.written, reading.written)
                places.setdefault(key, []).append((stop, segment, position, sentence, reading))
    for occurrences in places.values():
        # the least sure one speaks for all
        stop, segment, position, sentence, reading = min(occurrences, key=lambda each: each[4].confidence == "likely")
        message = doubt_message(reader.language, reading)
        if len(occurrences) > 1:
            message += " " + _("This word occurs in {count} places.").format(count=len(occurrences))
        yield at(
            reader.place(stop, segment, position + reading.start),
            stop,
            "warning" if reading.confidence == "doubtful" else "note",
            "doubtful-reading",
            message,
            _("Paste the right one into the text, {choices}, or put the word into the lexicon.").format(
                choices=" / ".join(reading.choices)
            ),
            _excerpt(sentence, reading.start, len(reading.written)),
        )


def check_lexicon(reader: Reader) -> Iterator[Problem]:
    """A word that is mistyped, or gone from the text, does nothing and nobody would notice."""
    for entry in reader.tour.lexicon:
        if (entry.context or entry.written) not in reader.text:
            message = _("The word “{word}” does not occur in the tour.").format(word=entry.context or entry.written)
            hint = _("Correct it, or take the entry out.")
            yield Problem("note", "unused-word", message, entry.place or reader.script_place(), hint)


def check_unattested_readings(reader: Reader) -> Iterator[Problem]:
    """A reading no dictionary has is mostly a slip of the keyboard, and is said all the same; a note vouches for it."""
    message = _("No dictionary reads “{character}” as {reading}, and so it is said.")
    hint = _("Correct it; if it is right, say why in the lexicon: {example}")

    def example(word: str, say: str) -> str:
        return f"{word}: {{say: {say}, note: …}}"

    for entry in reader.lexicon:
        if entry.note or entry.written not in reader.text:
            continue
        for character, reading in reader.language.unattested_readings(entry.written, entry.say):
            message_shown = message.format(character=character, reading=reading)
            way_out = hint.format(example=example(entry.written, entry.say))
            yield Problem(
                "warning",
                "odd-reading",
                message_shown,
                entry.place or reader.script_place(),
                way_out,
                excerpt=entry.written,
            )
    for stop in reader.tour.stops:
        for segment in stop.spoken_segments:
            for mark in MARK.finditer(segment.text):
                for character, reading in reader.language.unattested_readings(mark[1], mark[2].strip()):
                    yield at(
                        reader.place(stop, segment, mark.start()),
                        stop,
                        "warning",
                        "odd-reading",
                        message.format(character=character, reading=reading),
                        hint.format(example=example(mark[1], mark[2].strip())),
                        mark[0],
                    )


_BREATH = re.compile(r"[，、；：。！？…—,;:.!?–]+")


def check_breaths(reader: Reader) -> Iterator[Problem]:
    """A speaker breathes at the marks; what is between two of them has to fit one breath."""
    breath = reader.language.max_breath_units
    for stop, segment, position, sentence in reader.sentences:
        if (count := len(strip_marks(sentence))) > 2 * breath:
            message = _("The sentence has {count} characters; by its end a listener has lost its beginning.")
            hint = _("Make two of it.")
            place = reader.place(stop, segment, position)
            yield at(place, stop, "note", "long-sentence", message.format(count=count), hint, _excerpt(sentence, 0, 30))
        start = 0
        for mark in [*_BREATH.finditer(sentence), None]:
            stretch = sentence[start : mark.start() if mark else len(sentence)]
            if (count := len(strip_marks(stretch).strip())) > breath // 2:
                message = _("{count} characters without a pause are hard to say in one breath.").format(count=count)
                severity: Severity = "warning" if count > breath else "note"
                hint = _("Set a comma where a speaker would breathe, or part the sentence.")
                place = reader.place(stop, segment, position + start)
                yield at(place, stop, severity, "long-breath", message, hint, stretch.strip())
            start = mark.end() if mark else start


def _excerpt(sentence: str, start: int, length: int, reach: int = 14) -> str:
    begin, end = max(start - reach, 0), start + length + reach
    return ("…" if begin else "") + sentence[begin:end].strip() + ("…" if end < len(sentence) else "")


BLOCKING: tuple[Rule, ...] = (check_text_issues,)
WORD_RULES: tuple[Rule, ...] = (
    check_text_issues,
    check_readings,
    check_unattested_readings,
    check_lexicon,
    check_breaths,
)
