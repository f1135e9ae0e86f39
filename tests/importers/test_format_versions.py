"""Languages that a format holds apart become a tour each: sheets of a workbook, two lines of each subtitle."""

from __future__ import annotations

import io

import openpyxl
import pytest
from drafting import checked_import
from test_languages_apart import EN, FR, ZH, Stops

HEADERS = {
    "English": ("No.", "Tank", "Narration", "Checked by"),
    "Français": ("N°", "Bassin", "Texte", "Relu par"),
    "中文": ("编号", "水池", "讲解词", "审稿"),
}


def workbook(sheets: dict[str, Stops], first: dict[str, int] | None = None) -> bytes:
    book = openpyxl.Workbook()
    book.remove(book.active)
    for name, stops in sheets.items():
        sheet = book.create_sheet(name)
        sheet.append(HEADERS[name])
        for number, (title, text) in enumerate(stops, (first or {}).get(name, 1)):
            sheet.append([number, title, text, "Jo"])
    out = io.BytesIO()
    book.save(out)
    return out.getvalue()


@pytest.mark.parametrize(
    ("sheets", "languages"),
    [
        ({"English": EN, "Français": FR}, ["en", "fr"]),
        ({"中文": ZH, "English": EN}, ["zh-CN", "en"]),
        ({"Français": FR, "中文": ZH, "English": EN}, ["fr", "zh-CN", "en"]),
    ],
)
def test_a_sheet_in_each_language_is_a_tour_each(sheets: dict[str, Stops], languages: list[str]) -> None:
    tours = [draft.tour for draft in checked_import(workbook(sheets), "aquarium.xlsx").drafts]
    assert [tour.language for tour in tours] == languages
    for tour, stops in zip(tours, sheets.values(), strict=True):
        assert [(stop.number, stop.title) for stop in tour.stops] == [
            (str(n), title) for n, (title, _text) in enumerate(stops, 1)
        ]
        spoken = [s.text for stop in tour.stops for s in stop.segments if not s.is_cue]
        assert spoken == [text for _title, text in stops]


def test_sheets_with_other_stops_stay_one_tour() -> None:
    data = workbook({"English": EN, "Français": FR}, {"Français": 4})
    (draft,) = checked_import(data, "aquarium.xlsx").drafts
    assert [stop.number for stop in draft.tour.stops] == ["1", "2", "3", "4", "5", "6"]


CHINESE = (
    *("凌晨三点，灯先亮了", "今天刮东南风，出得去", "网不能撒得太急", "船开出去四十分钟"),
    *("天亮以前要赶回码头", "鱼贩子已经等在岸上", "一筐一筐抬下来"),
)
ENGLISH = (
    *("The lamps go on at three", "A south-east wind today", "Cast the net slowly", "Forty minutes out"),
    *("They must be back before dawn", "The dealers wait on the quay", "Basket after basket comes ashore"),
)


def subtitles(*pairs: tuple[str, ...]) -> bytes:
    return "\n".join(
        f"{n}\n00:00:{4 * n:02},000 --> 00:00:{4 * n + 3:02},900\n" + "\n".join(lines) + "\n"
        for n, lines in enumerate(pairs, 1)
    ).encode()


@pytest.mark.parametrize("chinese_first", [True, False])
def test_subtitles_in_two_languages_are_a_tour_each(chinese_first: bool) -> None:
    first, second = (CHINESE, ENGLISH) if chinese_first else (ENGLISH, CHINESE)
    result = checked_import(subtitles(*zip(first, second, strict=True)), "harbour.srt")
    tours = [draft.tour for draft in result.drafts]
    assert [tour.language[:2] for tour in tours] == (["zh", "en"] if chinese_first else ["en", "zh"])
    for tour, lines in zip(tours, (first, second), strict=True):
        spoken = "".join(s.text for stop in tour.stops for s in stop.segments if not s.is_cue)
        assert all(line in spoken for line in lines)
        assert not any(line in spoken for line in (*CHINESE, *ENGLISH) if line not in lines)


def test_a_few_words_of_another_language_make_no_second_tour() -> None:
    pairs = [(line,) for line in CHINESE]
    assert len(checked_import(subtitles(*pairs, ("她说", "Good night")), "harbour.srt").drafts) == 1


@pytest.mark.parametrize("sound", ["♪ 二胡渐起 ♪", "（二胡渐起）", "[炊烟升起]", "♪ 船歌"])
def test_a_sound_amid_subtitles_without_full_stops_is_a_cue(sound: str) -> None:
    lines = [(line,) for line in (*CHINESE, *CHINESE)]
    (draft,) = checked_import(subtitles(*lines[:6], (sound,), *lines[6:]), "harbour.srt").drafts
    segments = [s for stop in draft.tour.stops for s in stop.segments]
    assert [s.text for s in segments if s.is_cue] == [sound]
    assert sound.strip("♪（）[] ") not in "".join(s.text for s in segments if not s.is_cue)
