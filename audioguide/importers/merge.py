"""A new draft merged into the script people have edited: their words, readings, numbers and pictures stay.

Three versions meet: the last draft, the edited script and the new draft. What the document changed is taken over, what
the author changed is kept, and where both changed the same words the author's stay and a todo shows the document's.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence, Set
from dataclasses import replace
from pathlib import Path

from ..i18n import _
from ..model import Segment, Stop, Tour
from .matching import pair_stops, spoken_characters
from .three_way import merge_sequences, merge_texts

Unit = tuple[str, str, str, bool, str]
"""(role, speaker, title, whether it is a cue, one paragraph)."""


def merge_tour(
    new: Tour,
    script: Tour,
    base: Tour | None,
    written_numbers: Set[str] = frozenset(),
    settled: Set[str] = frozenset(),
) -> Tour:
    """Return the script with what the document changed; ``base`` is the last draft, None where none was kept.

    ``written_numbers`` are those of the new draft that the document holds, and ``settled`` the todos that an earlier
    merge showed and the author has dealt with.
    """
    stops = _merge_stops(new, script, base, written_numbers) if base is not None else _adopt_stops(new, script)
    if base is not None and stops and new.title not in (base.title, script.title) and script.title != base.title:
        todo = _("The document now calls the tour “{title}”.").format(title=new.title)
        stops[0] = _with_todos(stops[0], [todo])
    known = {old.number: set(old.todos) for old in script.stops}
    stops = [
        replace(stop, todos=tuple(t for t in stop.todos if t not in settled or t in known.get(stop.number, ())))
        for stop in stops
    ]
    return replace(
        script,
        language=script.language if base is None or script.language != base.language else new.language,
        title=_merge_field(new.title, script.title, base.title if base else None),
        description=_merge_field(new.description, script.description, base.description if base else None),
        cover=script.cover or new.cover,
        cover_alt=script.cover_alt or new.cover_alt,
        source=script.source if Path(script.source).name == new.source else new.source,
        stops=tuple(stops),
    )


def _merge_field(new: str, script: str, base: str | None) -> str:
    """The author's value where the author changed it or there is nothing to compare with, else the document's."""
    if base is None:
        return script or new
    return new if script == base else script


# ---------------------------------------------------------------- without the last draft


def _adopt_stops(new: Tour, script: Tour) -> list[Stop]:
    """The draft's stops; where the script has the same words, the script's stop as it stands."""
    pairs = pair_stops(new.stops, script.stops)
    stops: list[Stop] = []
    fresh: set[int] = set()
    for n, stop in enumerate(new.stops):
        old = script.stops[pairs[n]] if n in pairs else None
        if old is None:
            fresh.add(len(stops))
            stops.append(stop)
        elif spoken_characters(old) == spoken_characters(stop):  # the same words: what a person made of them stays
            stops.append(old)
        else:
            stops.append(_with_authors_fields(stop, old))
    return _with_free_numbers(stops, fresh, script)


def _with_authors_fields(stop: Stop, old: Stop) -> Stop:
    return replace(
        old,
        segments=stop.segments,
        todos=stop.todos,
        title=old.title or stop.title,
        chapter=old.chapter or stop.chapter,
        image=old.image or stop.image,
        alt=old.alt or stop.alt,
        images=old.images or stop.images,
        notes=old.notes or stop.notes,
    )


def _with_free_numbers(stops: list[Stop], fresh: set[int], script: Tour) -> list[Stop]:
    """New stops keep their number where it is free, and else go on behind the highest: numbers hang on walls."""
    taken = {stop.number for n, stop in enumerate(stops) if n not in fresh} | {stop.number for stop in script.stops}
    highest = max((int(re.sub(r"\D", "", number) or 0) for number in taken), default=0)
    numbered: list[Stop] = []
    for n, stop in enumerate(stops):
        if n in fresh:
            if stop.number in taken:
                highest += 1
                stop = replace(stop, number=str(highest))
            taken.add(stop.number)
        numbered.append(stop)
    return numbered


# ---------------------------------------------------------------- with it


def _with_todos(stop: Stop, todos: Sequence[str]) -> Stop:
    """The stop with todos that it does not have yet."""
    return replace(stop, todos=(*stop.todos, *(todo for todo in todos if todo not in stop.todos)))


def _merge_stops(new: Tour, script: Tour, base: Tour, written_numbers: Set[str]) -> list[Stop]:
    in_base = pair_stops(new.stops, base.stops)
    in_script = _pair_with_script(base, script)
    merged: list[Stop] = []
    fresh: set[int] = set()
    used: set[int] = set()
    asked: dict[int, list[str]] = {}
    for n, stop in enumerate(new.stops):
        old = in_base.get(n)
        if old is None:
            fresh.add(len(merged))
            merged.append(stop)
        elif old in in_script:
            used.add(in_script[old])
            mine, before = script.stops[in_script[old]], base.stops[old]
            both = merge_stop(stop, mine, before)
            if stop.number in written_numbers and stop.number not in (before.number, mine.number):
                both = _with_todos(both, [_explain_number(stop.number, mine.number)])
            merged.append(both)
        elif spoken_characters(stop) != spoken_characters(base.stops[old]):
            asked.setdefault(len(merged), []).append(_explain_taken_out(stop))
        # else the author took the stop out, and it stays out
    for n, todos in asked.items() if merged else ():
        merged[max(0, n - 1)] = _with_todos(merged[max(0, n - 1)], todos)
    gone = {in_script[old] for old in range(len(base.stops)) if old in in_script and old not in in_base.values()}
    merged, fresh = _insert_kept(merged, fresh, script, used, gone)
    return _with_free_numbers(merged, fresh, script)


def _explain_number(written: str, number: str) -> str:
    return _(
        "The document now numbers this stop {written}; here it stays {number}, which may hang on a wall. "
        "Change it if it does not."
    ).format(written=written, number=number)


def _explain_taken_out(stop: Stop) -> str:
    text = " ".join(segment.text for segment in stop.segments if not segment.is_cue)
    return _("The document changed “{title}”, which was taken out here. It now says: {text}").format(
        title=stop.title, text=text[:300]
    )


def _pair_with_script(base: Tour, script: Tour) -> dict[int, int]:
    """Position in the last draft → in the script: by words, else by number, since a stop may be written anew."""
    pairs = pair_stops(base.stops, script.stops)
    for n, stop in enumerate(base.stops):
        if n not in pairs:
            same = next((m for m, other in enumerate(script.stops) if other.number == stop.number), None)
            if same is not None and same not in pairs.values():
                pairs[n] = same
    return pairs


def _insert_kept(
    merged: list[Stop], fresh: set[int], script: Tour, used: set[int], gone: set[int]
) -> tuple[list[Stop], set[int]]:
    """Put the script's stops that the document does not have behind the one they follow."""
    numbers = {stop.number: n for n, stop in enumerate(merged) if n not in fresh}
    behind: dict[int, list[Stop]] = {}
    last = -1
    for m, stop in enumerate(script.stops):
        if m in used:
            last = numbers.get(stop.number, last)
            continue
        if m in gone:
            todo = _("The document no longer has this stop; take it out if it is gone.")
            stop = stop if todo in stop.todos else replace(stop, todos=(*stop.todos, todo))
        behind.setdefault(last, []).append(stop)
    stops: list[Stop] = list(behind.get(-1, []))
    shifted: set[int] = set()
    for n, stop in enumerate(merged):
        if n in fresh:
            shifted.add(len(stops))
        stops += [stop, *behind.get(n, [])]
    return stops, shifted


def merge_stop(new: Stop, script: Stop, base: Stop) -> Stop:
    """Return the script's stop with what the document changed in it."""
    conflicts: list[str] = []

    def resolve(old: Sequence[Unit], mine: Sequence[Unit], theirs: Sequence[Unit]) -> Sequence[Unit]:
        if len(old) == len(mine) == len(theirs):
            return [_merge_unit(*units, conflicts) for units in zip(old, mine, theirs, strict=True)]
        conflicts.append(" ".join(unit[4] for unit in theirs))
        return mine

    units = merge_sequences(_units(base), _units(script), _units(new), resolve)
    settled = set(base.todos) - set(script.todos)
    todos = [todo for todo in new.todos if todo not in settled and todo not in script.todos and todo not in base.todos]
    todos += [_("The document now says: {text}").format(text=text[:300]) for text in conflicts]
    if new.title not in (base.title, script.title) and script.title != base.title:
        todos.append(_("The document now calls this stop “{title}”.").format(title=new.title))
    image, alt, asked = _merge_image(new, script, base)
    todos += asked
    return replace(
        script,
        title=_merge_field(new.title, script.title, base.title),
        chapter=_merge_field(new.chapter, script.chapter, base.chapter),
        image=image,
        alt=alt,
        todos=(*script.todos, *(todo for todo in todos if todo not in script.todos)),
        segments=tuple(_segments(units)) if units != _units(script) else script.segments,
    )


def _merge_image(new: Stop, script: Stop, base: Stop) -> tuple[str, str, list[str]]:
    """(picture, alt text, todos): the document's new picture where the author has the old one, else the author's."""
    if not script.image or not new.image or new.image in (base.image, script.image):
        return script.image or new.image, script.alt or new.alt, []
    if script.image != base.image:
        todo = _("The document now has another picture here: {file}").format(file=new.image)
        return script.image, script.alt or new.alt, [todo]
    if script.alt == base.alt:
        return new.image, new.alt, []
    todo = _("The document has a new picture here, {file}: does alt still say what it shows?").format(file=new.image)
    return new.image, script.alt, [todo]


def _merge_unit(old: Unit, mine: Unit, theirs: Unit, conflicts: list[str]) -> Unit:
    voice = mine[:4] if mine[:4] != old[:4] else theirs[:4]
    text = merge_texts(old[4], mine[4], theirs[4])
    if text is None:
        conflicts.append(theirs[4])
        text = mine[4]
    return (*voice, text)


def _units(stop: Stop) -> list[Unit]:
    return [
        (segment.role, segment.speaker, segment.speaker_title, segment.is_cue, paragraph)
        for segment in stop.segments
        for paragraph in re.split(r"\n\s*\n", segment.text.strip())
    ]


def _segments(units: Sequence[Unit]) -> Iterator[Segment]:
    """Segments out of paragraphs: those of one voice belong together, a cue stands alone."""
    waiting: Segment | None = None
    for role, speaker, title, is_cue, paragraph in units:
        segment = Segment(paragraph, role, speaker, title, is_cue)
        if waiting is not None and not is_cue and replace(waiting, text=paragraph) == segment:
            waiting = replace(waiting, text=f"{waiting.text}\n\n{paragraph}")
            continue
        if waiting is not None:
            yield waiting
        waiting = segment
    if waiting is not None:
        yield waiting
