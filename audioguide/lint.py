"""Reading scripts like a careful editor: everything a listener would stumble over, with its line and what to do.

Each rule is a function from what is known of a tour to problems. Errors keep a tour from being built or from
being right; warnings are what an author settles before publishing (``--strict``); notes never fail.
"""

from __future__ import annotations

import difflib
import re
from collections import Counter
from collections.abc import Callable, Iterable, Iterator
from dataclasses import dataclass, replace
from functools import cached_property
from itertools import combinations

from . import script, voices, yamlfile
from .errors import ConfigError, ScriptError
from .i18n import _
from .model import Lexicon, Manifest, Place, Problem, Segment, Settings, Severity, Stop, Tour
from .project import Project
from .text import Language, language
from .text.markup import strip

LONGEST = 180
"""Seconds after which a visitor who stands before one thing has gone on."""
SHORTEST = 8
"""Seconds below which a stop is over before the telephone is at the ear."""
TITLE = {"zh": 16, "ja": 16, "ko": 16}
"""Characters of a title that fit a label and a car's display, by language; elsewhere 48."""
ALIKE = 0.6
"""Share of common four-character runs from which two texts are taken for the same."""


@dataclass(frozen=True)
class Reader:
    """What the rules know of a tour, gathered once."""

    tour: Tour
    settings: Settings
    manifest: Manifest | None = None
    """What was built last, if anything was."""

    @cached_property
    def language(self) -> Language:
        """The tour's language."""
        return language(self.tour.language)

    @cached_property
    def lexicon(self) -> Lexicon:
        """The entries that hold for the tour."""
        return voices.lexicon(self.settings, self.tour)

    @cached_property
    def source(self) -> list[str]:
        """Lines of the script's file; none for a tour that is not in a file."""
        if not self.tour.path.is_file():
            return []
        return yamlfile.lines(self.tour.path.read_text(encoding="utf-8-sig"))

    def place(self, stop: Stop, segment: Segment, offset: int = 0) -> Place:
        """Where a character of a segment's text stands in the file.

        Unwrapping changes only white space, so as many visible characters are stepped over as stand before it.
        """
        begin = segment.place or stop.place or Place(str(self.tour.path))
        left = sum(not c.isspace() for c in segment.text[:offset])
        for number in range(begin.line, len(self.source) + 1):
            line = self.source[number - 1]
            for column in range(begin.column - 1 if number == begin.line else 0, len(line)):
                if line[column].isspace():
                    continue
                if left == 0:
                    return Place(begin.file, number, column + 1)
                left -= 1
        return begin

    def find(self, stop: Stop, text: str) -> Place:
        """Line of a text that stands somewhere below a stop's beginning."""
        begin = stop.place or Place(str(self.tour.path))
        needle = text.split("\n")[0][:30]
        for number in range(max(begin.line, 1), len(self.source) + 1):
            if needle in self.source[number - 1]:
                return Place(begin.file, number, self.source[number - 1].index(needle) + 1)
        return begin

    def head(self) -> Place:
        """The script as a whole."""
        return Place(Project(self.tour.path.parent).shown(self.tour.path))

    @cached_property
    def sentences(self) -> list[tuple[Stop, Segment, int, str]]:
        """Every spoken sentence as written, with its offset in the segment's text."""
        return list(self._sentences())

    def _sentences(self) -> Iterator[tuple[Stop, Segment, int, str]]:
        for stop in self.tour.stops:
            for segment in stop.segments:
                position = 0
                for paragraph in [] if segment.is_cue else segment.text.split("\n\n"):
                    for sentence in self.language.sentences(paragraph):
                        position = max(segment.text.find(sentence, position), position)
                        yield stop, segment, position, sentence
                        position += len(sentence)


Rule = Callable[[Reader], Iterable[Problem]]


def check(tour: Tour, settings: Settings, manifest: Manifest | None = None) -> tuple[Problem, ...]:
    """Everything an editor would remark on, in the order of the file. ``settings`` are those of ``voices.yaml``."""
    reader = Reader(tour, voices.merge(settings, tour), manifest)
    try:
        language(tour.language)
    except ImportError as error:
        message = _("The language {tag} needs the package {name}, which is not installed.")
        hint = _("audioguide doctor names the command that installs it.")
        return (Problem("error", "language", message.format(tag=tour.language, name=error.name), reader.head(), hint),)
    return tuple(sorted((p for rule in RULES for p in rule(reader)), key=lambda p: (p.place, p.code)))


def project(project: Project, names: Iterable[str] = (), strict: bool = False) -> tuple[Problem, ...]:
    """The same for all scripts of a project, or those named; files that cannot be used are problems like others.

    Raises ConfigError for a name no script has. ``strict`` turns warnings into errors.
    """
    from . import manifest

    found: list[Problem] = []
    settings = Settings()
    try:
        settings = voices.load(project.voices)
    except ConfigError as error:
        found += error.problems
    tours: list[Tour] = []
    for path in script.paths(project, tuple(names)):
        try:
            tours.append(script.load(path))
        except ScriptError as error:
            found += error.problems
    for tour in tours:
        found += check(tour, settings, manifest.read(project.output / tour.folder / "manifest.json"))
    found += _editions(tours)
    return tuple(replace(p, severity="error") if strict and p.severity == "warning" else p for p in found)


# ---------------------------------------------------------------- the stops


def _todos(reader: Reader) -> Iterator[Problem]:
    for stop in reader.tour.stops:
        for todo in stop.todos:
            hint = _("Decide it, correct the text and take the line out.")
            yield _at(reader.find(stop, todo), stop, "warning", "todo", todo, hint)


def _lengths(reader: Reader) -> Iterator[Problem]:
    units: Counter[str] = Counter()
    for stop, _segment, _position, sentence in reader.sentences:
        units[stop.number] += reader.language.units(strip(sentence))
    for stop in reader.tour.stops:
        seconds = round(units[stop.number] * 60 / reader.language.pace)
        place = stop.place or reader.head()
        if seconds > LONGEST:
            message = _("The stop takes about {seconds} seconds; visitors listen {most} at most.")
            hint = _("Part it into {count} stops such as 3a and 3b, or shorten it.").format(count=-(-seconds // 90))
            yield _at(place, stop, "warning", "stop-too-long", message.format(seconds=seconds, most=LONGEST), hint)
        elif seconds < SHORTEST:
            message = _("The stop takes only about {seconds} seconds.").format(seconds=seconds)
            yield _at(place, stop, "warning", "stop-too-short", message, _("Join it to the stop before or after it."))


def _titles(reader: Reader) -> Iterator[Problem]:
    most = TITLE.get(reader.language.tag, 48)
    for stop in reader.tour.stops:
        place = reader.find(stop, stop.title)
        if len(stop.title) > most:
            message = _("The title has {count} characters; {most} fit on a label.")
            message = message.format(count=len(stop.title), most=most)
            hint = _("Name the place as a visitor would.")
            yield _at(place, stop, "warning", "title-too-long", message, hint, stop.title)
        if stop.title[-1:] in "。.，,；;、：:":
            hint = _("Take the mark at its end out.")
            yield _at(place, stop, "warning", "title-mark", _("The title ends like a sentence."), hint, stop.title)
    by_title: dict[str, Stop] = {}
    for stop in reader.tour.stops:
        first = by_title.setdefault(stop.title, stop)
        if first is not stop:
            message = _("Stop {number} has the same title.").format(number=first.number)
            hint = _("Give each a title of its own: they stand side by side in the list of chapters.")
            yield _at(reader.find(stop, stop.title), stop, "warning", "titles-alike", message, hint, stop.title)


def _alike(reader: Reader) -> Iterator[Problem]:
    texts = [(stop, _runs(_narration(stop))) for stop in reader.tour.stops]
    for (one, a), (two, b) in combinations(texts, 2):
        if _likeness(a, b) >= ALIKE:
            message = _("The stop says nearly the same as stop {number}.").format(number=one.number)
            yield _at(two.place or reader.head(), two, "warning", "stops-alike", message, _("Keep one of the two."))


def _order(reader: Reader) -> Iterator[Problem]:
    for before, stop in zip(reader.tour.stops, reader.tour.stops[1:], strict=False):
        if _sortable(stop.number) < _sortable(before.number):
            message = _("Stop {number} comes after stop {before}.").format(number=stop.number, before=before.number)
            hint = _("Nothing is wrong if visitors walk in this order.")
            yield _at(stop.place or reader.head(), stop, "note", "number-order", message, hint)


def _numbers(reader: Reader) -> Iterator[Problem]:
    """Numbers are printed on walls: what a number means must not change between builds."""
    if reader.manifest is None:
        return
    now = {stop.number: (stop, _runs(_narration(stop))) for stop in reader.tour.stops}
    hint = _("The number may be printed on a wall: give it back, and give new stops new numbers.")
    for built in reader.manifest.stops:
        runs = _runs("".join(cue.text for cue in built.cues))
        same = now.get(built.number)
        if same and (same[0].title == built.title or _likeness(runs, same[1]) >= ALIKE):
            continue
        moved = max(now.values(), key=lambda candidate: _likeness(runs, candidate[1]), default=None)
        if moved and _likeness(runs, moved[1]) >= ALIKE:
            message = _("“{title}” was stop {number} in the last build.")
            message = message.format(title=built.title, number=built.number)
            yield _at(moved[0].place or reader.head(), moved[0], "warning", "number-changed", message, hint)
        elif not same:
            message = _("Stop {number}, “{title}”, of the last build is gone.")
            message = message.format(number=built.number, title=built.title)
            yield Problem("warning", "number-gone", message, reader.head(), hint)


def _pictures(reader: Reader) -> Iterator[Problem]:
    tour = reader.tour
    pictures = [(stop.image, stop.alt, stop, stop.number) for stop in tour.stops]
    whole = Stop("", "", (), place=replace(reader.head(), line=1))
    for image, alt, stop, _number in [(tour.cover, tour.cover_alt, whole, ""), *pictures]:
        if not image:
            continue
        place = reader.find(stop, image)
        if not (tour.path.parent / image).is_file():
            message = _("There is no picture “{image}”.").format(image=image)
            hint = _("Paths are relative to the script: {folder}").format(folder=reader.head().file.rpartition("/")[0])
            yield _at(place, stop, "error", "no-picture", message, hint)
        if not alt:
            message = _("The picture has no description for those who do not see it.")
            hint = _("Say in “alt:” (“cover_alt:” for the cover) what it shows.")
            yield _at(place, stop, "warning", "no-alt", message, hint, image)


def _roles(reader: Reader) -> Iterator[Problem]:
    known = reader.settings.roles
    for role, (place, number) in voices.speaking_roles(reader.tour).items() if known else ():
        if role not in known:
            close = difflib.get_close_matches(role, known, 1)
            hint = (
                _("Did you mean “{close}”?").format(close=close[0])
                if close
                else _("Add it to voices.yaml, or use one of: {known}.").format(known=", ".join(known))
            )
            message = _("voices.yaml has no role “{role}”.").format(role=role)
            yield Problem("error", "unknown-role", message, place, hint, number)
        elif not voices.for_language(known[role], reader.tour.language):
            message = _("The role “{role}” has no voice for {language}; the engine will choose one.")
            message = message.format(role=role, language=reader.tour.language)
            hint = _("Name one in voices.yaml: audioguide voices lists them.")
            yield Problem("warning", "no-voice", message, place, hint, number)


# ---------------------------------------------------------------- the words


def _doubts(reader: Reader) -> Iterator[Problem]:
    for stop in reader.tour.stops:
        for segment in stop.segments:
            if segment.is_cue:
                continue
            position = 0
            for paragraph in segment.text.split("\n\n"):
                for doubt in reader.language.doubts(paragraph, reader.lexicon):
                    place = reader.place(stop, segment, position + doubt.start)
                    yield _at(place, stop, doubt.severity, doubt.code, doubt.message, doubt.hint, doubt.excerpt)
                position += len(paragraph) + 2


def _readings(reader: Reader) -> Iterator[Problem]:
    for stop, segment, position, sentence in reader.sentences:
        for reading in reader.language.readings(sentence, reader.lexicon):
            if reading.sure != "doubtful":
                continue
            message = _("“{written}” is read {spoken}, but that is not sure.")
            if reading.alternatives:
                message = _("“{written}” is read {spoken}; it could also be {others}.")
            message = message.format(
                written=reading.written, spoken=reading.spoken, others=", ".join(reading.alternatives)
            )
            hint = _("Decide it in the text: {{{written}|{spoken}}}, or put the word into the lexicon.")
            yield _at(
                reader.place(stop, segment, position + reading.start),
                stop,
                "warning",
                "doubtful-reading",
                message,
                hint.format(written=reading.written, spoken=reading.spoken),
                _around(sentence, reading.start, len(reading.written)),
            )


_BREATH = re.compile(r"[，、；：。！？…—,;:.!?–]+")


def _breaths(reader: Reader) -> Iterator[Problem]:
    """A speaker breathes at the marks; what is between two of them has to fit one breath."""
    breath = reader.language.breath
    for stop, segment, position, sentence in reader.sentences:
        if (count := len(strip(sentence))) > 2 * breath:
            message = _("The sentence has {count} characters; by its end a listener has lost its beginning.")
            hint = _("Make two of it.")
            place = reader.place(stop, segment, position)
            yield _at(place, stop, "note", "long-sentence", message.format(count=count), hint, _around(sentence, 0, 30))
        start = 0
        for mark in [*_BREATH.finditer(sentence), None]:
            stretch = sentence[start : mark.start() if mark else len(sentence)]
            if (count := len(strip(stretch).strip())) > breath // 2:
                message = _("{count} characters without a pause are hard to say in one breath.").format(count=count)
                severity: Severity = "warning" if count > breath else "note"
                hint = _("Set a comma where a speaker would breathe, or part the sentence.")
                place = reader.place(stop, segment, position + start)
                yield _at(place, stop, severity, "long-breath", message, hint, stretch.strip())
            start = mark.end() if mark else start


RULES: tuple[Rule, ...] = (
    _todos,
    _lengths,
    _titles,
    _alike,
    _order,
    _numbers,
    _pictures,
    _roles,
    _doubts,
    _readings,
    _breaths,
)


# ---------------------------------------------------------------- several scripts


def _editions(tours: list[Tour]) -> Iterator[Problem]:
    """Editions of one site share the labels on the wall, and so the numbers."""
    own = {tour.site: tour for tour in tours if not tour.edition}
    for tour in tours:
        if tour.edition and (first := own.get(tour.site)):
            theirs, ours = ({stop.number for stop in t.stops} for t in (first, tour))
            if theirs != ours:
                message = _("The stops differ from those of {site}: {numbers}.").format(
                    site=first.id, numbers=", ".join(sorted(theirs ^ ours, key=_sortable))
                )
                hint = _("Editions share the labels on the wall: give the same things the same numbers.")
                yield Problem("warning", "edition-differs", message, Reader(tour, Settings()).head(), hint)


# ---------------------------------------------------------------- helpers


def _at(
    place: Place, stop: Stop, severity: Severity, code: str, message: str, hint: str = "", excerpt: str = ""
) -> Problem:
    return Problem(severity, code, message, place, hint, stop.number, excerpt)


def _narration(stop: Stop) -> str:
    return "".join(strip(segment.text) for segment in stop.segments if not segment.is_cue)


def _runs(text: str) -> frozenset[str]:
    """Runs of four characters: quick to compare, and indifferent to small edits and moved sentences."""
    text = re.sub(r"\W+", "", text)
    return frozenset(text[i : i + 4] for i in range(max(len(text) - 3, 0)))


def _likeness(a: frozenset[str], b: frozenset[str]) -> float:
    """Jaccard index of two sets of runs; texts too short to judge are never alike."""
    return len(a & b) / len(a | b) if min(len(a), len(b)) >= 8 else 0.0


def _sortable(number: str) -> tuple[int, str]:
    digits = re.sub(r"\D", "", number)
    return int(digits or 0), number


def _around(sentence: str, start: int, length: int, reach: int = 14) -> str:
    begin, end = max(start - reach, 0), start + length + reach
    return ("…" if begin else "") + sentence[begin:end].strip() + ("…" if end < len(sentence) else "")
