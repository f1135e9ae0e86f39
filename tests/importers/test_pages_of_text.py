"""Running headers, footers and page numbers of plain text are set aside, and a sentence goes on across them."""

from __future__ import annotations

import pytest
from drafting import checked_tour, narration
from test_documents import HALL, LOOM, VAT, WHEEL

from audioguide.importers.wrapping import find_wrapping

FIRST, SECOND = "Put your palm on the brick by the door and you will feel where", "the shovels wore it away."
HAN_FIRST, HAN_SECOND = "编钟一共十三件，最小的只有饭碗那么大，敲正面和敲", "侧面，能发出两个不同的音。"
TURNS = {
    "form feed": (False, "Harrow Trail   page 1\n\fHarrow Trail   page 2"),
    "number between dashes": (False, "- 1 -"),
    "German": (False, "Heimatverein Harrow\nSeite 1 von 2\n\nHeimatverein Harrow"),
    "French": (False, "Sentier de Harrow\n1 / 2"),
    "Spanish": (False, "Ruta de Harrow\n\nPágina 1 de 2\n"),
    "number alone at a form feed": (False, "1\n\f"),
    "Chinese": (True, "县博物馆宣教部　　内部资料\n— 1 —\n\f县博物馆宣教部　　内部资料"),
    "Chinese with a total": (True, "第1页/共2页"),
    "Chinese without a mark but its number": (True, "第 1 页"),
}


def second_footer(turn: str) -> str:
    """The footer of the last page: the first one's, with its number."""
    first = turn.split("\f")[0].rstrip("\n")
    return first.replace("1", "2", 1)


@pytest.mark.parametrize("turn", TURNS)
def test_what_stands_at_the_turn_of_a_page_is_not_spoken_and_the_sentence_goes_on(turn: str) -> None:
    is_chinese, between = TURNS[turn]
    first, second, last = (HAN_FIRST, HAN_SECOND, WHEEL) if is_chinese else (FIRST, SECOND, VAT)
    stop = "第{}站 {}" if is_chinese else "Stop {}: {}"
    title = "青铜厅讲解稿" if is_chinese else "A walk round the works"
    text = "\n".join(
        (
            title,
            "",
            stop.format(1, "编钟" if is_chinese else "Doors"),
            *(first, "", between, "", second, ""),
            stop.format(2, "水碾" if is_chinese else "Vats"),
            *(last, "", second_footer(between)),
        )
    )
    tour = checked_tour(text)
    spoken = [s.text for stop in tour.stops for s in stop.segments if not s.is_cue]
    assert spoken == [first + ("" if is_chinese else " ") + second, last]
    assert tour.title == title


def test_a_header_that_comes_again_amid_sentences_is_set_aside_without_any_page_number() -> None:
    header = "河湾村文化站　内部资料"
    stops = (
        ("老码头", "老码头的石阶有六十四级，每一级都被挑夫的脚磨出了一", "个浅浅的窝，下雨天里面会积一小汪水。"),
        ("油坊", "油坊里的木榨有三吨重，八个人喊着号子才能撞得动，榨", "出来的第一碗油要先供灶王爷。"),
        ("渡口", "渡口的船老大姓秦，他家五代人都在这里撑船，从来没有", "翻过一次船。"),
    )
    lines = [line for n, (name, a, b) in enumerate(stops, 1) for line in (f"{n}、{name}", a, header, b)]
    tour = checked_tour("\n".join(("河湾村讲解稿", *lines)))
    assert [
        (stop.title, narration(tour).count(a + b)) for stop, (_name, a, b) in zip(tour.stops, stops, strict=True)
    ] == [(name, 1) for name, _first, _second in stops]
    assert header not in narration(tour)


@pytest.mark.parametrize(
    "lines",
    [
        (
            "Mill",
            "Stop 1: Loom",
            "Transcript",
            LOOM,
            "Stop 2: Vat",
            "Transcript",
            VAT,
            "Stop 3: Yard",
            "Transcript",
            LOOM,
        ),
        ("古镇", "第1站 水碾", "想一想", WHEEL, "第2站 祠堂", "想一想", HALL, "第3站 晒场", "想一想", WHEEL),
        ("古镇导览", "1 / 3", "水碾", WHEEL, "2 / 3", "祠堂", HALL, "3 / 3", "晒场", WHEEL),
    ],
    ids=["transcript", "question", "numbers of stops"],
)
def test_lines_that_come_again_within_stops_take_no_sentence_with_them(lines: tuple[str, ...]) -> None:
    tour = checked_tour("\n\n".join(lines))
    assert len(tour.stops) == 3
    spoken = narration(tour)
    assert all(line in spoken for line in lines if line.endswith((".", "。")))


WRAPPED = {
    "Chinese without a comma": ("讲堂里没有桌子学生们坐在蒲团上听课冬天", "要自带手炉。"),
    "narrow English": ("The gate was made by the", "blacksmith Amos Bell, who", "Took three weeks over it."),
}


@pytest.mark.parametrize("name", WRAPPED)
def test_lines_broken_at_a_width_are_one_sentence(name: str) -> None:
    is_chinese = name.startswith("Chinese")
    lines = WRAPPED[name]
    stop = "第{}站 讲堂" if is_chinese else "{}. Gate"
    text = "\n".join(line for n in range(1, 4) for line in (stop.format(n), *lines, ""))
    tour = checked_tour(("书院" if is_chinese else "School") + "\n\n" + text)
    assert {s.text for stop in tour.stops for s in stop.segments} == {("" if is_chinese else " ").join(lines)}


@pytest.mark.parametrize(
    ("lines", "is_chinese", "width"),
    [
        ([WHEEL, HALL, WHEEL, HALL], True, 0),
        ([LOOM, VAT, LOOM, VAT], False, 0),
        (
            [
                "讲堂里没有桌子学生们坐在蒲团",
                "上听课冬天要自带手炉和点心还",
                "有一本书还有笔墨和一块砚台和",
                "一张纸。",
            ],
            True,
            28,
        ),
        (
            ["one two three four five", "six seven eight nine ten", "eleven twelve thirteen", "fourteen fifteen."],
            False,
            24,
        ),
    ],
)
def test_the_width_of_a_text(lines: list[str], is_chinese: bool, width: int) -> None:
    assert find_wrapping(lines, is_chinese).width == width
