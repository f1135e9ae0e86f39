"""Files edited by position: a word changed changes its line, and nothing else of the file, whatever its form."""

from __future__ import annotations

import random
from collections.abc import Callable
from typing import Any

import pytest
import yaml
from conftest import ROOT

from audioguide.errors import EditRefused
from audioguide.yaml import patching
from audioguide.yaml.writer import write_scalar

SCRIPTS = sorted((ROOT / "scripts").glob("*.yaml"))

FORMS: dict[str, Callable[[str], str]] = {
    "as it is": lambda text: text,
    "comments": lambda text: text.replace("  - number:", "  # above a stop\n  - number:"),
    "CRLF": lambda text: text.replace("\n", "\r\n"),
    "no last line end": lambda text: text.rstrip("\n"),
    "blank lines": lambda text: text.replace("  - number:", "\n\n  - number:"),
    "stripped blocks": lambda text: text.replace("text: |", "text: |-"),
    "kept blocks": lambda text: text.replace("text: |", "text: |+"),
    "trailing spaces": lambda text: text.replace("language: ", "language:   ").replace("stops:\n", "stops:  \n"),
    "spaces in flow": lambda text: text.replace("{say: ", "{ say:   "),
    "deep indentation": lambda text: "\n".join("  " + line if line else "" for line in text.split("\n")),
    "a document mark": lambda text: "---\n" + text,
}

WORDS = [
    "清水河",
    "village",
    "3.5亩",
    "“重点”",
    "don't",
    "a: b",
    "# no comment",
    "🙂",
    "长{长|zhang3}",
    "100%",
    "- dash",
]


def texts_of(text: str) -> list[tuple[Any, ...]]:
    """Path of every narrated or spoken text of a script."""
    paths: list[tuple[Any, ...]] = []
    for index, stop in enumerate(patching.load_plain(text)["stops"]):
        if "text" in stop:
            paths.append(("stops", index, "text"))
        paths += [
            ("stops", index, "segments", number, key)
            for number, segment in enumerate(stop.get("segments", ()))
            for key in ("text", "cue")
            if key in segment
        ]
    return paths


def value_at(text: str, path: tuple[Any, ...]) -> Any:
    value = patching.load_plain(text)
    for step in path:
        value = value[step]
    return value


def differing_lines(before: str, after: str) -> int:
    """Lines of the file that differ, where none came or went."""
    old, new = before.splitlines(keepends=True), after.splitlines(keepends=True)
    assert len(old) == len(new)
    return sum(a != b for a, b in zip(old, new, strict=True))


@pytest.mark.parametrize("form", FORMS)
@pytest.mark.parametrize("path", SCRIPTS, ids=lambda path: path.stem)
def test_one_word_changed_changes_one_line(path: Any, form: str) -> None:
    text = FORMS[form](path.read_text("utf-8"))
    dice = random.Random(path.stem + form)
    for place in dice.sample(texts_of(text), 4):
        old = value_at(text, place)
        assert patching.set_value(text, place, old) == text
        at = dice.randrange(1, len(old.strip()))
        new = old[:at] + "新" + old[at:]
        assert differing_lines(text, patching.set_value(text, place, new)) == 1


SCALARS = {
    "plain": "t: one two three\n",
    "single quotes": "t: 'one two three'\n",
    "double quotes": 't: "one two three"\n',
    "comment behind": "t: one two three   # why\nu: 1\n",
    "wrapped plain": "t: one\n  two\n  three\nu: 1\n",
    "wrapped quotes": 't: "one\n  two\n\n  three"\nu: 1\n',
    "folded": "t: >\n  one\n  two\n  three\nu: 1\n",
    "folded, stripped": "t: >-\n  one two\n  three\n",
    "literal": "t: |\n  one\n  two\n  three\nu: 1\n",
    "literal, indicator": "t: |2\n    one\n  two\n  three\nu: 1\n",
    "flow": "{a: 1, t: one two three, u: 2}\n",
    "flow quoted": "{a: 1, t: 'one two three'}\n",
}


@pytest.mark.parametrize("form", SCALARS)
@pytest.mark.parametrize("new", [" zwei ", "two: #2", '‘2’ "b"', "2\\2", "二"])
def test_a_scalar_of_any_style_takes_a_new_word_and_keeps_its_neighbours(form: str, new: str) -> None:
    text = SCALARS[form]
    old = value_at(text, ("t",))
    wanted = old.replace("two", new.strip())
    changed = patching.set_value(text, ("t",), wanted)
    assert value_at(changed, ("t",)).rstrip("\n") == wanted.rstrip("\n")
    others = {key: value for key, value in yaml.safe_load(text).items() if key != "t"}
    assert {key: value for key, value in yaml.safe_load(changed).items() if key != "t"} == others


@pytest.mark.parametrize("form", [name for name in SCALARS if "wrapped" in name or "folded" in name])
def test_a_wrapped_scalar_stays_wrapped(form: str) -> None:
    old = value_at(SCALARS[form], ("t",))
    changed = patching.set_value(SCALARS[form], ("t",), old.replace("two", "zwei"))
    assert changed == SCALARS[form].replace("two", "zwei")


@pytest.mark.parametrize("form", FORMS)
def test_items_move_and_come_back(form: str) -> None:
    text = FORMS[form](SCRIPTS[0].read_text("utf-8"))
    count = len(patching.load_plain(text)["stops"])
    for old, new in ((0, count - 1), (count - 1, 0), (1, 2)):
        moved = patching.move_item(text, ("stops",), old, new)
        assert sorted(moved.splitlines()) == sorted(text.splitlines())
        assert patching.move_item(moved, ("stops",), new, old) == text


@pytest.mark.parametrize("form", FORMS)
def test_an_item_inserted_and_removed_leaves_the_file_as_it_was(form: str) -> None:
    text = FORMS[form](SCRIPTS[0].read_text("utf-8"))
    count = len(patching.load_plain(text)["stops"])
    item = {"number": 999, "title": "新的一站", "text": "第一段。\n\n第二段。\n"}
    for index in (0, 1, count):
        more = patching.insert_item(text, ("stops",), index, item)
        assert patching.load_plain(more)["stops"][index]["title"] == "新的一站"
        assert patching.remove_item(more, ("stops",), index) == text


def test_fields_come_in_their_order_and_go_again() -> None:
    text = "stops:\n  - number: 1\n    title: A  # note\n    text: |\n      Hello.\n\n  - number: 2\n    title: B\n"
    order = ("number", "title", "image", "alt", "text")
    more = patching.set_field(text, ("stops", 0), "alt", "A tree", order)
    more = patching.set_field(more, ("stops", 0), "image", "tree.jpg", order)
    assert "title: A  # note\n    image: tree.jpg\n    alt: A tree\n    text: |" in more
    assert patching.remove_field(patching.remove_field(more, ("stops", 0), "alt"), ("stops", 0), "image") == text


def test_a_text_becomes_segments_in_its_place() -> None:
    text = "stops:\n- number: 1\n  text: |\n    Hello.\n\n    There.\n  note: n\n"
    changed = patching.replace_field(text, ("stops", 0), "text", {"segments": [{"text": "Hello.\n"}, {"cue": "wind"}]})
    assert changed.startswith(
        "stops:\n- number: 1\n  segments:\n    - text: |\n        Hello.\n    - cue: wind\n  note: n"
    )


LOOKALIKES = ("2023-02-30", "0x_", "0b_", "9" * 5_000, "2001-01-01 00:00:00+99:00", "-0x__")


@pytest.mark.parametrize("value", LOOKALIKES, ids=lambda value: value[:12])
def test_what_only_looks_like_a_date_or_a_number_is_text(value: str) -> None:
    changed = patching.set_value("title: Mill\nopened: 1900\n", ("title",), value)
    assert yaml.safe_load(changed) == {"title": value, "opened": 1900}  # any parser reads it
    beside = patching.set_value(f"title: Mill\nopened: {value}\n", ("title",), "Barn")
    assert beside == f"title: Barn\nopened: {value}\n"
    assert patching.load_value(beside, ("opened",)) == value


REFUSED = {
    "an alias": ("a: &x one\nt: *x\n", ("t",)),
    "no such key": ("a: 1\n", ("t",)),
    "not a scalar": ("t: [1, 2]\n", ("t",)),
    "not YAML": ("t: [1, 2\n", ("t",)),
}


@pytest.mark.parametrize("name", REFUSED)
def test_what_would_touch_more_than_was_asked_is_refused(name: str) -> None:
    text, path = REFUSED[name]
    with pytest.raises(EditRefused):
        patching.set_value(text, path, "two")


def generated_script(dice: random.Random) -> str:
    """A script as people write them: comments, quotes, blocks, wraps, several indentations and line ends."""
    step = dice.choice(["", "  ", "    "])
    lines = [
        dice.choice(["", "# 讲解稿\n"]) + f"title: {dice.choice(['A tour', repr('it'), '导览'])}",
        "language: zh-CN",
    ]
    lines += [dice.choice(["stops:", "stops:  # in order"])]
    for number in range(1, dice.randrange(3, 7)):
        lines += [""] * dice.randrange(3) + [f"{step}# stop {number}"] * dice.randrange(2)
        lines.append(f"{step}- number: {number}{dice.choice(['', '  # on the wall'])}")
        lines.append(f"{step}  title: {dice.choice(['Gate', '大门', chr(34) + 'a: b' + chr(34)])}")
        words = [" ".join(dice.choices(WORDS, k=4)) for _ in range(dice.randrange(1, 4))]
        if dice.random() < 0.5:
            lines.append(f"{step}  text: {dice.choice(['|', '|-', '|+'])}")
            lines += [f"{step}      x{line}" for line in words]
        else:
            lines.append(f"{step}  segments:")
            lines += [f"{step}    - {dice.choice(['text', 'cue'])}: {write_scalar('y' + line)}" for line in words]
    return dice.choice(["\n", "\r\n"]).join([*lines, dice.choice(["", "# end"])])


@pytest.mark.parametrize("seed", range(300))
def test_generated_scripts_keep_every_other_byte(seed: int) -> None:
    dice = random.Random(seed)
    text = generated_script(dice)
    place = dice.choice(texts_of(text))
    old = value_at(text, place)
    assert patching.set_value(text, place, old) == text
    at = dice.randrange(1, len(old.rstrip("\n")))
    assert differing_lines(text, patching.set_value(text, place, old[:at] + "新" + old[at:])) == 1


IN_LINES = {
    "a pin": ("stops:\n  - number: 1\n    plan: {x: 0.1,  y: 0.2}   # by the gate\n", ("stops", 0, "plan")),
    "a pin of several lines": ("plan:\n  x: 0.1 # left\n  y: 0.2\n", ("plan",)),
    "a pin in a stop on one line": (
        "stops:\n  - {number: 1, plan: {x: 0.1, y: 0.2}, text: Hello}\n",
        ("stops", 0, "plan"),
    ),
    "a pin with CRLF": ("plan: { x: 0.1, y: 0.2 }\r\nt: 1\r\n", ("plan",)),
}


@pytest.mark.parametrize("name", IN_LINES)
def test_a_number_changes_its_digits_alone(name: str) -> None:
    text, path = IN_LINES[name]
    assert patching.set_field(text, path, "x", 0.35) == text.replace("0.1", "0.35")
    named = patching.set_field(text, path, "name", "site")
    assert value_at(named, path) == {"x": 0.1, "y": 0.2, "name": "site"}
    assert patching.remove_field(named, path, "name") == text


FLOW_LISTS = {
    "one line": "a: 1\nitems: [{n: 1}, {n: 2},   {n: 3}] # three\n",
    "lines": "items: [\n  {n: 1}, # first\n  {n: 2}, # second\n  {n: 3}, # third\n]\n",
    "lines without the last comma": "items:\n  [{n: 1},\n   {n: 2}, # second\n   {n: 3}\n  ]\n",
    "scalars": "items: [1, two,3 ]\n",
}


@pytest.mark.parametrize("name", FLOW_LISTS)
def test_items_within_lines_come_and_go_and_move(name: str) -> None:
    text = FLOW_LISTS[name]
    before = value_at(text, ("items",))
    comments = [line.partition("#")[2] for line in text.splitlines() if "#" in line]
    for index in range(4):
        more = patching.insert_item(text, ("items",), index, {"n": 9})
        assert value_at(more, ("items",)) == [*before[:index], {"n": 9}, *before[index:]]
        assert [value_at(patching.remove_item(more, ("items",), index), ("items",))] == [before]
    for index in range(3):
        less = patching.remove_item(text, ("items",), index)
        assert value_at(less, ("items",)) == [*before[:index], *before[index + 1 :]]
        assert [line.partition("#")[2] for line in less.splitlines() if "#" in line] == comments
    moved = patching.move_item(text, ("items",), 0, 2)
    assert value_at(moved, ("items",)) == [*before[1:], before[0]]
    assert patching.move_item(moved, ("items",), 2, 0) == text


def test_a_list_within_a_line_is_replaced_there() -> None:
    text = "routes:\n  - {name: short, stops: [1, 2, 3a]}   # the gate first\n  - name: long\n    stops: [1]\n"
    changed = patching.set_field(text, ("routes", 0), "stops", [1, "3a"])
    assert changed == text.replace("[1, 2, 3a]", "[1, 3a]")
    assert patching.remove_field(changed, ("routes", 0), "name") == changed.replace("name: short, ", "")
