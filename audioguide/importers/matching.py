"""Which tour or stop of a script a draft is a new version of: by the words that are spoken there."""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Sequence

from ..model import Stop, Tour

SAME_STOP = 0.5
"""Share of common three-character runs from which two stops count as the same one, edited."""
SAME_TOUR = 0.3
"""Share of a draft's eight-character runs that a script must hold to be taken for its edited form."""


def spoken_characters(stop: Stop) -> str:
    """Return what is spoken at a stop, without white space, punctuation and marks of readings."""
    texts = (re.sub(r"\{([^{}|]*)\|[^{}]*\}", r"\1", segment.text) for segment in stop.segments if not segment.is_cue)
    return "".join(re.sub(r"\W", "", text) for text in texts)


def pair_tours(tours: Sequence[Tour], existing: Sequence[Tour]) -> dict[int, int]:
    """Return position of a draft → position of the script it is a new version of; no script serves two drafts.

    The closest pairs first, so that the order of tours and a run that was killed halfway change nothing.
    """
    mine = [_shingles("".join(map(spoken_characters, tour.stops)), 8) for tour in tours]
    theirs = [_shingles("".join(map(spoken_characters, tour.stops)), 8) for tour in existing]
    scores = sorted(
        (
            (len(own & other) / max(1, len(own)), len(own & other) / max(1, len(own | other)), -n, -m)
            for n, own in enumerate(mine)
            for m, other in enumerate(theirs)
        ),
        key=lambda score: (-score[1], -score[0], -score[2], -score[3]),
    )
    pairs: dict[int, int] = {}
    for share, _union, minus_n, minus_m in scores:
        n, m = -minus_n, -minus_m
        if share >= SAME_TOUR and n not in pairs and m not in pairs.values():
            pairs[n] = m
    for n, tour in enumerate(tours):
        same_name = next((m for m, old in enumerate(existing) if old.id == tour.id), None)
        if n not in pairs and same_name is not None and same_name not in pairs.values():
            pairs[n] = same_name
    return pairs


def pair_stops(stops: Sequence[Stop], others: Sequence[Stop]) -> dict[int, int]:
    """Return position of a stop → position of the other that is the same one; by words, then by a title of its own."""
    mine = [_shingles(spoken_characters(stop), 3) for stop in stops]
    theirs = [_shingles(spoken_characters(stop), 3) for stop in others]
    scores = sorted(
        (
            (-len(own & other) / max(1, len(own | other)), abs(n - m), n, m)
            for n, own in enumerate(mine)
            for m, other in enumerate(theirs)
            if own & other
        )
    )
    pairs: dict[int, int] = {}
    for score, _distance, n, m in scores:
        if -score >= SAME_STOP and n not in pairs and m not in pairs.values():
            pairs[n] = m
    return pairs | _pair_titles(stops, others, pairs)


def is_taken_over(proposal: Tour, script: Tour, base: Tour) -> bool:
    """Return whether a script has what a proposal took from a document; ``base`` is the draft before that.

    The words of one changed stop at least are as proposed, and none of the others is as it was.
    """
    places = pair_stops(proposal.stops, base.stops)
    before = {stop.number: _words(base.stops[places[n]]) for n, stop in enumerate(proposal.stops) if n in places}
    now = {stop.number: _words(stop) for stop in script.stops}
    changed = [stop for stop in proposal.stops if _words(stop) != before.get(stop.number)]
    taken = [stop for stop in changed if now.get(stop.number) == _words(stop)]
    waiting = [stop for stop in changed if now.get(stop.number) == before.get(stop.number)]
    return bool(taken) and not waiting


def _words(stop: Stop) -> tuple[str, str]:
    return stop.title, spoken_characters(stop)


def _pair_titles(stops: Sequence[Stop], others: Sequence[Stop], pairs: dict[int, int]) -> dict[int, int]:
    """Stops that were written anew under a title that no other stop has."""
    mine = Counter(stop.title for stop in stops)
    theirs = {stop.title: m for m, stop in enumerate(others) if m not in pairs.values()}
    once = {title for title, count in Counter(stop.title for stop in others).items() if count == 1}
    return {
        n: theirs[stop.title]
        for n, stop in enumerate(stops)
        if n not in pairs and stop.title in theirs and stop.title in once and mine[stop.title] == 1
    }


def _shingles(text: str, size: int) -> set[str]:
    return {text[n : n + size] for n in range(max(1, len(text) - size + 1))} if text else set()
