"""Anonymous counts per stop: how often started and finished, seconds heard, in which language and on which day.

Nothing else is stored: no cookie, no address, no time of day, no device. One row is a sum.
"""

from __future__ import annotations

import csv
import io
import sqlite3
from collections.abc import Iterator, Mapping, Sequence
from contextlib import closing, contextmanager
from dataclasses import dataclass
from datetime import date
from pathlib import Path

from ..errors import OutputError
from ..i18n import _

TABLE = """
create table if not exists heard (
    day text not null, tour text not null, language text not null, stop text not null,
    started integer not null default 0, finished integer not null default 0, seconds integer not null default 0,
    primary key (day, tour, language, stop)
) without rowid
"""
ANSWERS_TABLE = """
create table if not exists answers (
    day text not null, tour text not null, language text not null, stop text not null,
    good integer not null default 0, bad integer not null default 0, wrong integer not null default 0,
    primary key (day, tour, language, stop)
) without rowid
"""
LISTENING, ANSWERS = ("started", "heard", "finished"), ("good", "bad", "wrong")
"""Kinds of events: what a player tells by itself, and what a visitor says with a thumb."""
MAX_EVENT_S = 3600
"""More than an hour of one stop in one message is not a listener."""


@dataclass(frozen=True)
class Event:
    """What a page tells."""

    kind: str
    """One of ``LISTENING`` or ``ANSWERS``."""
    tour: str
    """Folder of the tour below ``output/``: ``museum`` or ``museum/en``."""
    stop: str
    """Empty for the player of the whole tour."""
    language: str
    seconds: int = 0


@dataclass(frozen=True)
class Count:
    """The sums of one stop in one language."""

    tour: str
    language: str
    stop: str
    started: int
    finished: int
    seconds: int


@dataclass(frozen=True)
class Answers:
    """How many visitors pressed each key at a stop."""

    good: int = 0
    bad: int = 0
    wrong: int = 0
    """“Something is wrong here”."""


@dataclass(frozen=True)
class KnownTour:
    """What messages about a tour may say."""

    language: str
    stops: frozenset[str]
    """Numbers."""


def parse_event(data: object, known: Mapping[str, KnownTour]) -> Event | None:
    """A page's message as an event; None for anything a page of ours would not send.

    ``known``: folder of each tour that is built → the tour.
    """
    if not isinstance(data, dict):
        return None
    kind, tour, stop = data.get("event"), data.get("tour"), data.get("stop", "")
    language, seconds = data.get("language"), data.get("seconds", 0)
    if kind not in (*LISTENING, *ANSWERS) or not isinstance(tour, str) or tour not in known:
        return None
    if kind in ANSWERS and not stop:
        return None
    if not isinstance(stop, str) or (stop and stop not in known[tour].stops) or language != known[tour].language:
        return None
    if isinstance(seconds, bool) or not isinstance(seconds, int | float) or not 0 <= seconds <= MAX_EVENT_S:
        return None
    return Event(kind, tour, stop, known[tour].language, round(seconds))


def add_event(path: Path, event: Event, day: date) -> None:
    """Add an event to its day's sums. Raises OutputError where the file cannot be written."""
    with _open_database(path) as database:
        if event.kind in ANSWERS:
            database.execute(
                "insert into answers values (?, ?, ?, ?, ?, ?, ?) on conflict do update set "
                "good = good + excluded.good, bad = bad + excluded.bad, wrong = wrong + excluded.wrong",
                (day.isoformat(), event.tour, event.language, event.stop, *(event.kind == kind for kind in ANSWERS)),
            )
            return
        database.execute(
            "insert into heard values (?, ?, ?, ?, ?, ?, ?) on conflict do update set "
            "started = started + excluded.started, finished = finished + excluded.finished, "
            "seconds = seconds + excluded.seconds",
            (
                day.isoformat(),
                event.tour,
                event.language,
                event.stop,
                event.kind == "started",
                event.kind == "finished",
                event.seconds if event.kind == "heard" else 0,
            ),
        )


def site_counts(path: Path, site: str) -> list[Count]:
    """The sums of a site over all days, its editions apart."""
    if not path.is_file():
        return []
    with _open_database(path) as database:
        rows = database.execute(
            "select tour, language, stop, sum(started), sum(finished), sum(seconds) from heard "
            "where tour = :site or substr(tour, 1, length(:site) + 1) = :site || '/' group by tour, language, stop",
            {"site": site},
        )
        return [Count(*row) for row in rows]


def counted_tours(path: Path) -> frozenset[str]:
    """Return the folders of the tours that somebody listened to or said something of."""
    if not path.is_file():
        return frozenset()
    with _open_database(path) as database:
        rows = database.execute("select tour from heard union select tour from answers")
        return frozenset(tour for (tour,) in rows)


def stop_answers(path: Path, site: str) -> dict[str, Answers]:
    """Return what visitors said of each stop of a site, by its number: all days, all editions."""
    if not path.is_file():
        return {}
    with _open_database(path) as database:
        rows = database.execute(
            "select stop, sum(good), sum(bad), sum(wrong) from answers "
            "where tour = :site or substr(tour, 1, length(:site) + 1) = :site || '/' group by stop",
            {"site": site},
        )
        return {stop: Answers(good, bad, wrong) for stop, good, bad, wrong in rows}


def daily_rows(path: Path, site: str) -> Iterator[tuple[str, Count]]:
    """Every stored row of a site with its day, oldest first."""
    if not path.is_file():
        return
    with _open_database(path) as database:
        rows = database.execute(
            "select day, tour, language, stop, started, finished, seconds from heard "
            "where tour = :site or substr(tour, 1, length(:site) + 1) = :site || '/' "
            "order by day, tour, language, stop",
            {"site": site},
        )
        yield from ((day, Count(*row)) for day, *row in rows)


def rename_site(path: Path, old: str, new: str) -> None:
    """Count what visitors did at a site, its editions included, for its new name. Raises OutputError."""
    if not path.is_file():
        return
    with _open_database(path) as database:
        for table, kinds in (("heard", ("started", "finished", "seconds")), ("answers", ANSWERS)):
            ours = "where tour = :old or substr(tour, 1, length(:old) + 1) = :old || '/'"
            sums = ", ".join(f"{kind} = {kind} + excluded.{kind}" for kind in kinds)
            database.execute(
                f"insert into {table} select day, :new || substr(tour, length(:old) + 1), language, stop, "
                f"{', '.join(kinds)} from {table} {ours} on conflict do update set {sums}",
                {"old": old, "new": new},
            )
            database.execute(f"delete from {table} {ours}", {"old": old})


def counts_csv(rows: Iterator[tuple[str, Count]]) -> str:
    """The stored rows as CSV, for a spreadsheet."""
    target = io.StringIO()
    writer = csv.writer(target, lineterminator="\n")
    writer.writerow(("day", "tour", "language", "stop", "started", "finished", "seconds"))
    for day, row in rows:
        writer.writerow((day, row.tour, row.language, row.stop, row.started, row.finished, row.seconds))
    return target.getvalue()


def stop_totals(counts: Sequence[Count], numbers: Sequence[str]) -> list[Count]:
    """One sum a stop over all languages, in the order of the tour, stops nobody heard included."""
    totals = []
    for number in numbers:
        same_stop = [count for count in counts if count.stop == number]
        totals.append(
            Count(
                "",
                "",
                number,
                sum(c.started for c in same_stop),
                sum(c.finished for c in same_stop),
                sum(c.seconds for c in same_stop),
            )
        )
    return totals


@contextmanager
def _open_database(path: Path) -> Iterator[sqlite3.Connection]:
    try:
        path.parent.mkdir(parents=True, exist_ok=True)
        with closing(sqlite3.connect(path, timeout=10)) as database, database:
            database.execute("pragma journal_mode = wal")
            database.execute(TABLE)
            database.execute(ANSWERS_TABLE)
            yield database
    except (sqlite3.Error, OSError) as error:
        raise OutputError(
            _("The counts in {file} cannot be used: {reason}.").format(file=path, reason=error),
            hint=_("Check the disk and the file's permissions, or move the file away to start again."),
        ) from error
