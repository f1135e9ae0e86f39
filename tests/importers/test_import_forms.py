"""The forms of commentary, in Chinese and English: each document of ``data/import`` against what it should become.

A new form is tested by adding ``<form>.<language>.txt`` and, beside it, ``.expected``.
"""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

import pytest
from test_import_lossless import holds

from audioguide.importers import read_document
from audioguide.importers.cleanup import load_confusions
from audioguide.importers.draft import Import, draft_document

FOLDER = Path(__file__).parent / "data"
CASES = sorted(FOLDER.glob("*.txt"))


def draft_lines(result: Import) -> Iterator[str]:
    """Drafts as lines a person can check: number and title, then who says what, cues in brackets, doubts."""
    for each in result.drafts:
        yield f"== {each.tour.site}: {each.tour.title}" + (
            f" ({each.tour.description})" if each.tour.description else ""
        )
        for stop in each.tour.stops:
            if stop.chapter:
                yield f"# {stop.chapter}"
            yield f"{stop.number} {stop.title}"
            for segment in stop.segments:
                who = " ".join(filter(None, (segment.speaker_title, segment.speaker)))
                for paragraph in segment.text.split("\n\n"):
                    text = paragraph if len(paragraph) <= 60 else f"{paragraph[:30]}…{paragraph[-25:]}"
                    if segment.is_cue:
                        yield f"    ({text})"
                    elif segment.role == "narrator":
                        yield f"    {text}"
                    else:
                        yield f"    {segment.role} <{who}> {text}"
            for todo in stop.todos:
                yield f"    ? {todo}"


@pytest.mark.parametrize("path", CASES, ids=lambda path: path.stem)
def test_form(path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("AUDIOGUIDE_LANG", "en")
    result = draft_document(read_document(path), load_confusions())
    holds(result)
    assert list(draft_lines(result)) == path.with_suffix(".expected").read_text("utf-8").splitlines()
