"""Titles that only signs tell from the text, and headings that a word counts."""

from __future__ import annotations

import pytest
from test_documents import HALL, LOOM, VAT, WHEEL
from test_import_lossless import holds

from audioguide.importers import read_bytes
from audioguide.importers.cleanup import load_confusions
from audioguide.importers.draft import draft_document
from audioguide.model import Tour

TABLE = load_confusions()
GATE = "城门高九米，门钉一共八十一颗，是明代的原物。"
STOPS = (("碾坊", WHEEL), ("过街楼", HALL), ("祠堂", GATE))
LATIN_STOPS = (("The Loom", LOOM), ("The Vat", VAT))


def drafted_tours(text: str, name: str = "a.txt") -> list[Tour]:
    result = draft_document(read_bytes(text.encode(), name), TABLE)
    holds(result)
    return [draft.tour for draft in result.drafts]


def titles_of(tour: Tour) -> list[str]:
    return [stop.title for stop in tour.stops]


def spoken_by(tour: Tour) -> str:
    return "".join(segment.text for stop in tour.stops for segment in stop.segments if not segment.is_cue)


@pytest.mark.parametrize(
    "form",
    [
        *(f"{sign} {{}}" for sign in "■□●○◎◆◇★☆▲△▼▶►※❖✦→➤•·§#*+>"),
        *("▶{}", "★★{}", "» {}", "## {}", "▌{}", "｜{}", "\ue000 {}", "📍 {}", "🏛️ {}"),
        *("★ {} ★", "== {} ==", "--- {} ---", "*** {} ***", "~ {} ~", "= {} =", "◆{}◆", "✿ {} ✿"),
        *("《{}》", "「{}」", "『{}』", "〖{}〗", "〈{}〉", "<{}>", "{{{}}}", "【{}】"),
    ],
)
@pytest.mark.parametrize("gap", ["\n", "\n\n"])
def test_signs_that_come_before_each_title_make_headings(form: str, gap: str) -> None:
    text = "云坪古村慢走记\n\n" + gap.join(f"{form.format(title)}\n{said}" for title, said in STOPS)
    (tour,) = drafted_tours(text)
    assert tour.title == "云坪古村慢走记"
    assert titles_of(tour) == [title for title, _said in STOPS]
    assert all(said in spoken_by(tour) for _title, said in STOPS)


@pytest.mark.parametrize("sign", list("=-~*_#+^") + list("—＝～─━═＊＿"))
def test_a_line_drawn_under_a_title_is_no_part_of_it(sign: str) -> None:
    stops = "\n\n".join(f"{title}\n{sign * 12}\n{said}" for title, said in LATIN_STOPS)
    (tour,) = drafted_tours(f"THE WEAVERS' WALK\n{sign * 20}\n\n{stops}")
    assert tour.title == "THE WEAVERS' WALK"
    assert titles_of(tour) == ["The Loom", "The Vat"]
    assert sign * 3 not in spoken_by(tour)


@pytest.mark.parametrize(("above", "below"), [("=", "-"), ("*", "~"), ("＝", "—"), ("=", "")])
def test_the_title_may_have_a_line_of_its_own_and_numbers_stay(above: str, below: str) -> None:
    line = f"{below * 10}\n" if below else ""
    stops = "\n\n".join(f"{n}) {title}\n{line}{said}" for n, (title, said) in enumerate(STOPS, 4))
    (tour,) = drafted_tours(f"云坪古村慢走记\n{above * 10}\n\n{stops}")
    assert tour.title == "云坪古村慢走记"
    assert [(stop.number, stop.title) for stop in tour.stops] == [("4", "碾坊"), ("5", "过街楼"), ("6", "祠堂")]


def test_a_line_between_paragraphs_makes_no_heading() -> None:
    (tour,) = drafted_tours(f"云坪古村慢走记\n\n第一站 碾坊\n{WHEEL}\n--------\n第二站 祠堂\n{HALL}\n********\n")
    assert titles_of(tour) == ["碾坊", "祠堂"]
    assert "---" not in spoken_by(tour) and "***" not in spoken_by(tour)


def test_signs_of_a_list_make_no_headings() -> None:
    text = f"第一站 碾坊\n{WHEEL}\n● 石碾\n● 石磨\n● 水车\n第二站 祠堂\n{HALL}\n"
    (tour,) = drafted_tours(text)
    assert titles_of(tour) == ["碾坊", "祠堂"]
    assert "石碾" in spoken_by(tour)


def test_signs_above_signs_are_chapters() -> None:
    text = f"老街导览\n◆ 东段\n▲ 城门\n{GATE}\n▲ 碾坊\n{WHEEL}\n◆ 西段\n▲ 祠堂\n{HALL}\n▲ 染坊\n{WHEEL}\n"
    (tour,) = drafted_tours(text)
    assert [(stop.chapter, stop.title) for stop in tour.stops] == [
        ("东段", "城门"),
        ("", "碾坊"),
        ("西段", "祠堂"),
        ("", "染坊"),
    ]


@pytest.mark.parametrize("word", ["Step", "Day", "Post", "Loop", "Question"])
@pytest.mark.parametrize("name", ["a.md", "a.txt"])
def test_a_word_that_counts_every_heading_is_no_part_of_the_titles(word: str, name: str) -> None:
    mark = "## " if name.endswith("md") else ""
    title = "# The Weavers' Walk" if mark else "The Weavers' Walk"
    stops = "\n\n".join(f"{mark}{word} {n}: {head}\n\n{said}" for n, (head, said) in enumerate(LATIN_STOPS, 1))
    (tour,) = drafted_tours(f"{title}\n\n{stops}\n", name)
    assert [(stop.number, stop.title) for stop in tour.stops] == [("1", "The Loom"), ("2", "The Vat")]


def test_a_word_counts_the_headings_of_each_tour_anew() -> None:
    body = "\n\n".join(f"## Step {n}: {head}\n\n{said}" for n, (head, said) in enumerate(LATIN_STOPS, 1))
    tours = drafted_tours(f"# Morning Walk\n\n{body}\n\n# Evening Walk\n\n{body}\n", "a.md")
    assert [tour.title for tour in tours] == ["Morning Walk", "Evening Walk"]
    assert [titles_of(tour) for tour in tours] == [["The Loom", "The Vat"]] * 2


def test_steps_beside_other_headings_stay_titles() -> None:
    text = f"# Mill\n\n## Step 1: Corn\n\n{LOOM}\n\n## The Yard\n\n{VAT}\n\n## Step 2: Flour\n\n{LOOM}\n"
    (tour,) = drafted_tours(text, "a.md")
    assert "Step 1: Corn" in titles_of(tour)


@pytest.mark.parametrize("below", ["", "This mill has ground corn since 1740, and it still does.\n\n"])
def test_a_welcome_in_capitals_above_all_else_is_the_title(below: str) -> None:
    (tour,) = drafted_tours(f"WELCOME TO HARLOW MILL\n\n{below}1. The Loom\n{LOOM}\n\n2. The Vat\n{VAT}\n")
    assert tour.title == "WELCOME TO HARLOW MILL"
    assert [(stop.number, stop.title) for stop in tour.stops if stop.title.startswith("The ")] == [
        ("1", "The Loom"),
        ("2", "The Vat"),
    ]


@pytest.mark.parametrize(
    "form", ["【第{}站 {}】", "【第{}站　{}】", "【第{}点：{}】", "【第{}站】{}", "【第{}處 {}】", "〔第{}站 {}〕"]
)
def test_a_bracket_that_counts_stops_is_no_slide(form: str) -> None:
    text = "老街导览\n\n" + "\n\n".join(f"{form.format(n, title)}\n{said}" for n, (title, said) in enumerate(STOPS, 1))
    (tour,) = drafted_tours(text)
    assert [(stop.number, stop.title) for stop in tour.stops] == [("1", "碾坊"), ("2", "过街楼"), ("3", "祠堂")]
