"""What becomes of a document, and that nothing of it is lost on the way."""

from __future__ import annotations

from test_import_lossless import holds

from audioguide.importers import read_bytes
from audioguide.importers.cleanup import load_confusions
from audioguide.importers.draft import Import, Wishes, draft_document
from audioguide.model import Tour

TABLE = load_confusions()


def checked_import(document: str | bytes, name: str = "a.txt", wishes: Wishes | None = None) -> Import:
    """The drafts of a document that accounts for each of its characters."""
    data = document.encode() if isinstance(document, str) else document
    result = draft_document(read_bytes(data, name), TABLE, wishes)
    holds(result)
    return result


def checked_tour(document: str | bytes, name: str = "a.txt") -> Tour:
    """The only tour of a document that accounts for each of its characters."""
    (draft,) = checked_import(document, name).drafts
    return draft.tour


def narration(tour: Tour) -> str:
    """What is spoken of a tour, a line a segment."""
    return "\n".join(s.text for stop in tour.stops for s in stop.segments if not s.is_cue)
