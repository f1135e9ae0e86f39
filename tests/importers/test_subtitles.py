"""Who speaks in subtitles, where a name before a colon is the rule and may come but once."""

from __future__ import annotations

import re

import pytest
from test_import_lossless import holds

from audioguide.importers import read_bytes
from audioguide.importers.cleanup import load_confusions
from audioguide.importers.draft import draft_document
from audioguide.model import Segment

TABLE = load_confusions()
LATIN = ("The quarry opened in 1798.", "Today the only sound is water.")
HAN = ("采石场是一七九八年开的。", "如今这里只剩下水声。")


def subtitles(line: str, *, web: bool = False) -> str:
    first, last = HAN if any("\u4e00" <= char <= "\u9fff" for char in line) else LATIN
    cues = (f"{n}\n00:00:{n:02},000 --> 00:00:{n:02},500\n{text}\n" for n, text in enumerate((first, line, last), 1))
    text = "\n".join(cues)
    return "WEBVTT\n\n" + re.sub(r",(?=\d{3}\b)", ".", text) if web else text


def segments(line: str, *, web: bool = False) -> tuple[Segment, ...]:
    name = "a.vtt" if web else "a.srt"
    result = draft_document(read_bytes(subtitles(line, web=web).encode(), name), TABLE)
    holds(result)
    return tuple(segment for draft in result.drafts for stop in draft.tour.stops for segment in stop.segments)


SPEAKERS = {
    "OWEN PRICE: My father lost two fingers here.": "Owen Price",
    "Owen: My father lost two fingers here.": "Owen",
    "Owen Price: My father lost two fingers here.": "Owen Price",
    "- Owen Price: My father lost two fingers here.": "Owen Price",
    ">> OWEN: My father lost two fingers here.": "Owen",
    "Jeanne de la Tour: My father lost two fingers here.": "Jeanne de la Tour",
    "张建国：我父亲在这里断了两根手指。": "张建国",
    "老周：我父亲在这里断了两根手指。": "老周",
    "阿婆：我父亲在这里断了两根手指。": "阿婆",
    "王师傅：我父亲在这里断了两根手指。": "王师傅",
}
NO_SPEAKERS = (
    "Remember: the stone was cut by hand.",
    "The result: a hole of ninety metres.",
    "The Rule: nobody works alone.",
    "Result: nine hundred steps.",
    "方法：先凿一排孔，再灌水。",
    "老话说：靠山吃山。",
    "江水：一年涨三次。",
)


@pytest.mark.parametrize("web", [False, True], ids=["srt", "vtt"])
@pytest.mark.parametrize("line", SPEAKERS)
def test_a_name_that_comes_once_is_who_speaks_and_is_asked_about(line: str, web: bool) -> None:
    first, spoken, last = segments(line, web=web)
    assert (spoken.speaker, spoken.is_cue) == (SPEAKERS[line], False)
    assert spoken.text == line.replace("：", ": ").partition(": ")[2]
    assert spoken.role != first.role == last.role == "narrator"


@pytest.mark.parametrize("line", NO_SPEAKERS)
def test_other_words_before_a_colon_are_spoken(line: str) -> None:
    assert line in "\n".join(segment.text for segment in segments(line) if segment.role == "narrator")


def test_a_speech_that_goes_on_without_a_pause_stays_the_speakers() -> None:
    text = subtitles("OWEN: My father lost two fingers here.").replace("00:00:02,500", "00:00:02,960")
    (_first, spoken) = draft_document(read_bytes(text.encode(), "a.srt"), TABLE).drafts[0].tour.stops[0].segments
    assert spoken.text == "My father lost two fingers here. Today the only sound is water."


@pytest.mark.parametrize(
    ("narrator", "name", "lines"),
    [
        (
            "旁白",
            "阿福伯",
            ("凌晨三点，码头上的灯先亮了", "今天刮东南风，出得去", "船开出去四十分钟", "网不能撒得太急"),
        ),
        ("解说", "老周", ("窑火烧了三天三夜", "开窑那天谁也睡不着", "这只碗裂了一道口子", "裂了的也舍不得扔")),
        ("Narrator", "Maggie", ("The lamps go on at three", "No wind today, we can go", "An hour out", "Not so fast")),
        ("旁白", "林阿姨", ("茶山上雾还没有散", "采茶要趁早，晚了就老了", "她的手快得看不清", "一天能采四斤")),
    ],
)
def test_who_speaks_is_known_in_subtitles_without_full_stops(narrator: str, name: str, lines: tuple[str, ...]) -> None:
    labelled = [f"{label}: {line}" for label, line in zip((narrator, name) * 2, lines, strict=True)]
    if narrator != "Narrator":
        labelled = [line.replace(": ", "：") for line in labelled]
    text = "\n".join(
        f"{n}\n00:00:{4 * n:02},000 --> 00:00:{4 * n + 4:02},000\n{x}\n" for n, x in enumerate(labelled, 1)
    )
    result = draft_document(read_bytes(text.encode(), "a.srt"), TABLE)
    holds(result)
    spoken = [s for draft in result.drafts for stop in draft.tour.stops for s in stop.segments if not s.is_cue]
    assert [s.text for s in spoken] == list(lines)
    assert [s.speaker for s in spoken] == ["", name, "", name]


def _titled(*cues: str) -> str:
    return "\n".join(
        f"{n}\n00:00:{4 * n:02},000 --> 00:00:{4 * n + 3:02},900\n{text}\n" for n, text in enumerate(cues, 1)
    )


@pytest.mark.parametrize(
    ("cues", "stops"),
    [
        (("第一站 老码头", *HAN, "第二站 税关楼", *HAN), [("1", "老码头"), ("2", "税关楼")]),
        (("第一站：老码头", *HAN, "第二站：税关楼", *HAN), [("1", "老码头"), ("2", "税关楼")]),
        (("第三站\n老码头", *HAN, "第五站\n税关楼", *HAN), [("3", "老码头"), ("5", "税关楼")]),
        (("【点位一】老码头", *HAN, "【点位二】税关楼", *HAN), [("1", "老码头"), ("2", "税关楼")]),
        (("STOP 1 - THE QUARRY", *LATIN, "STOP 2 - THE CRANE", *LATIN), [("1", "THE QUARRY"), ("2", "THE CRANE")]),
        (
            ("Stop 101: The Quarry", *LATIN, "Stop 102: The Crane", *LATIN),
            [("101", "The Quarry"), ("102", "The Crane")],
        ),
        (("<b>Stop 1: The Quarry</b>", *LATIN, "Stop 2: The Crane", *LATIN), [("1", "The Quarry"), ("2", "The Crane")]),
    ],
)
def test_a_subtitle_with_number_and_title_begins_a_stop(cues: tuple[str, ...], stops: list[tuple[str, str]]) -> None:
    result = draft_document(read_bytes(_titled(*cues).encode(), "a.srt"), TABLE)
    holds(result)
    (draft,) = result.drafts
    assert [(stop.number, stop.title) for stop in draft.tour.stops] == stops
    for stop in draft.tour.stops:
        spoken = "".join(s.text for s in stop.segments if not s.is_cue)
        assert all(sentence in spoken for sentence in (HAN if cues[1] == HAN[0] else LATIN))


@pytest.mark.parametrize(
    "cues",
    [
        ("第一站是老码头", *HAN, "第二站是税关楼", *HAN),
        ("第一站 我们来到老码头", *HAN, "第二站 我们来到税关楼", *HAN),
        ("第一站我最喜欢老码头", *HAN, "第二站我最喜欢税关楼", *HAN),
        ("Stop 1 is the quarry", *LATIN, "Stop 2 is the crane", *LATIN),
        ("第一站 老码头，", "是一七九八年开的。", *HAN, "第二站 税关楼，", "晚了十年。"),
        (*HAN, "第一站 老码头", *HAN),
    ],
)
def test_a_subtitle_that_goes_on_behind_a_number_is_spoken(cues: tuple[str, ...]) -> None:
    result = draft_document(read_bytes(_titled(*cues).encode(), "a.srt"), TABLE)
    holds(result)
    spoken = "".join(s.text for d in result.drafts for stop in d.tour.stops for s in stop.segments if not s.is_cue)
    assert all(cue.replace(" ", "") in spoken.replace(" ", "") for cue in cues)
