"""Which stops of a translation are older than the words they translate, by the histories of the two scripts."""

from __future__ import annotations

from datetime import UTC, datetime

from ..model import Tour
from ..project import Project
from .history import History


def stale_stops(project: Project, source: Tour, translation: Tour) -> tuple[str, ...]:
    """Numbers of the stops whose source was changed after the translation's stop was.

    A stop of the translation that was never edited here counts as old as its file.
    """
    file_time = datetime.fromtimestamp(translation.path.stat().st_mtime, UTC).isoformat()
    translated = _last_changes(project, translation)
    known = bool(History(project, translation.id).list_versions())
    changed = _last_changes(project, source)
    return tuple(
        stop.number
        for stop in translation.stops
        if changed.get(stop.number, "") > translated.get(stop.number, "" if known else file_time)
    )


def _last_changes(project: Project, tour: Tour) -> dict[str, str]:
    """Number of a stop → when a passage of it was edited last."""
    times: dict[str, str] = {}
    for version in History(project, tour.id).list_versions():
        stop, slash, segment = version.field.partition("/")
        if slash and stop and segment.isdigit():
            times[stop] = version.time
    return times
