"""Whether the notes of a presentation are said, or what stands on its slides."""

from __future__ import annotations

import pytest
from test_documents import HALL, LOOM, VAT, WHEEL, slides
from test_import_lossless import holds

from audioguide.importers import read_bytes
from audioguide.importers.cleanup import load_confusions
from audioguide.importers.draft import draft_document
from audioguide.importers.readers.slides import are_notes_spoken

TABLE = load_confusions()
SAID_ON_SLIDES = {
    "notes at two for the guide": ([HALL, "提醒讲解员：落果季注意防滑"], [WHEEL, ""], [HALL, "本页控制在九十秒"]),
    "a note at one": ([LOOM, ""], [VAT, "Remind guides: wet floor"], [LOOM, ""]),
    "notes that are sentences to the guide": ([LOOM, "Guides should wait here."], [VAT, "Pause for a minute."]),
    "German": (
        ["Hier kamen die Züge aus dem ganzen Ruhrgebiet an.", "Regie: Pause"],
        [VAT, ""],
    ),
    "French": (["Le moulin tournait jour et nuit, même le dimanche.", "2 min"], [VAT, ""]),
    "Spanish": (["El molino giraba de día y de noche sin parar.", "Pausa"], [VAT, ""]),
    "Traditional": (["這座橋建於清朝末年，用青石砌成，長兩丈四。", "導覽員注意安全"], [HALL, ""]),
}
SAID_IN_NOTES = {
    "points on slides": (["326户\n建于1890年", HALL], ["青石", WHEEL]),
    "a quotation on one slide": ([LOOM, VAT], ["1881", VAT], ["1890", LOOM]),
    "both, as long": ([LOOM, VAT], [VAT, LOOM]),
    "notes without full stops": (["村情", "全村三百二十六户，一千二百口人"], ["水车", "水车直径两米四"]),
    "longer notes at half of them": ([LOOM, VAT + VAT], [VAT, ""], ["Wool", LOOM]),
}


@pytest.mark.parametrize("name", SAID_ON_SLIDES)
def test_text_on_slides_is_said_where_the_notes_are_for_the_guide(name: str) -> None:
    pages = SAID_ON_SLIDES[name]
    assert not are_notes_spoken([([shown], [notes] if notes else []) for shown, notes in pages])
    deck = slides(
        ("Green Hill", "by the office", ""), *((f"Stop {n}", page[0], page[1]) for n, page in enumerate(pages, 1))
    )
    result = draft_document(read_bytes(deck(), "a.pptx"), TABLE)
    holds(result)
    spoken = [s.text for draft in result.drafts for stop in draft.tour.stops for s in stop.segments if not s.is_cue]
    assert sum(any(shown in text for text in spoken) for shown, _notes in pages) == len(pages)
    assert not any(notes and notes in text for _shown, notes in pages for text in spoken)


@pytest.mark.parametrize("name", SAID_IN_NOTES)
def test_notes_are_said_where_they_hold_as_much(name: str) -> None:
    assert are_notes_spoken([(shown.split("\n"), [notes] if notes else []) for shown, notes in SAID_IN_NOTES[name]])


def test_no_notes_are_not_said() -> None:
    assert not are_notes_spoken([([LOOM], []), ([VAT], [])])
