"""Two people and an editor at one script: every word typed must be in the file in the end, or given up knowingly.

``python tests/studio/operations.py 500 SEED KILLS [FOLDER]`` makes a long run of it, in which the program is killed so
many times while somebody types; a folder keeps the project, whose history shows when a text went.
"""

from __future__ import annotations

import os
import random
import re
import sys
import tempfile
from collections.abc import Sequence
from contextlib import nullcontext
from dataclasses import dataclass, field
from pathlib import Path

ROOT = Path(__file__).resolve().parents[2]
if __name__ == "__main__":
    sys.path[:0] = [str(ROOT), str(ROOT / "tests"), str(ROOT / "tests" / "browser"), str(Path(__file__).parent)]

from desk import SCRIPT, Desk, RunningStudio, new_project  # noqa: E402
from drivers import wait_for  # noqa: E402

SETTLED_S = 120
"""Seconds after which a page that has not saved is taken to have lost something."""

BRIDGE = "".join(f"从桥头数起的{n}块石板是清代的原物，其余的是后来换上去的。" for n in "一二三四五六七八九十")
HALL = "".join(f"祠堂的{n}进供着先人的牌位，每年清明全村的人都要回到这里。" for n in "一二三四五六七八九十")
LONG_SCRIPT = SCRIPT.replace("桥长十二米。", f"桥长十二米。{BRIDGE}").replace("这是祠堂。", f"这是祠堂。{HALL}")
"""Room for hundreds of texts."""
TOKEN = re.compile(r"x\d+y")
BETWEEN_HAN = re.compile(r"(?<=[\u4e00-\u9fff])(?=[\u4e00-\u9fff])")


@dataclass
class Outcome:
    """What was typed, and what somebody decided against."""

    typed: list[str] = field(default_factory=list)
    given_up: set[str] = field(default_factory=set)
    conflicts: int = 0
    kills: int = 0


def run_operations(desks: Sequence[Desk], count: int, seed: int, kills: int = 0) -> Outcome:
    """Type on the same and different stops at once, move stops, add passages, and let an editor write the file.

    ``kills``: so many of the operations are a kill of the program under the keys of whoever types.
    """
    dice, outcome = random.Random(seed), Outcome()
    killed_at = set(random.Random(seed).sample(range(count), kills))
    for desk in desks:
        desk.open_stop("1")
    for number in range(count):
        desk = dice.choice(desks)
        decide(desk, outcome)
        kind = dice.choices(["type", "outside", "move", "add"], [80, 10, 5, 5])[0]
        go_to(desk, dice.choice("123"))
        if number in killed_at:
            kill_while_typing(desk, f"x{number}y", dice, outcome)
        elif kind == "move":
            desk.script("document.querySelector(`#stops li[data-number='${arguments[0]}'] .grip`).focus()", "2")
            desk.press(dice.choice(["ARROW_UP", "ARROW_DOWN"]))
        elif kind == "add":
            desk.script("document.querySelector('#editor > .chips button:last-child').click()")
        elif kind == "outside":
            settle(desks, outcome)
            write_outside(desk.studio, f"x{number}y", dice)
            outcome.typed.append(f"x{number}y")
        elif type_token(desk, f"x{number}y", dice):
            outcome.typed.append(f"x{number}y")
    settle(desks, outcome)
    return outcome


def kill_while_typing(desk: Desk, token: str, dice: random.Random, outcome: Outcome) -> None:
    """A text of which a half is typed before the kill and the other half while nobody answers."""
    half = len(token) // 2
    with desk.keys_pressed() if dice.random() < 0.5 else nullcontext():  # saved or not yet when the program dies
        is_typed = type_token(desk, token[:half], dice)
        desk.studio.kill()
    if is_typed:
        desk.press(token[half:])
        outcome.typed.append(token)
    desk.studio.start()
    outcome.kills += 1


def go_to(desk: Desk, stop: str) -> None:
    desk.script("location.hash = `#write/${arguments[0]}`", stop)
    desk.wait(lambda: desk.script("return document.querySelector('.badge')?.textContent") == stop)


def type_token(desk: Desk, token: str, dice: random.Random) -> bool:
    from selenium.webdriver import ActionChains

    # chosen and gone to in one turn of the page: it may take over others' words at any other moment
    if not desk.script(CARET_BETWEEN_HAN, dice.random()):
        return False
    ActionChains(desk.driver).send_keys(token).perform()
    shown = desk.script("return [...document.querySelectorAll('#editor .surface')].map((e) => e.textContent).join('')")
    assert token in shown, (token, shown)
    return True


CARET_BETWEEN_HAN = """
const surfaces = [...document.querySelectorAll('#editor .surface')];
const betweenHan = /(?<=[\\u4e00-\\u9fff])(?=[\\u4e00-\\u9fff])/g;
const places = surfaces.flatMap((surface) =>
  [...surface.textContent.matchAll(betweenHan)].map(({ index }) => [surface, index]));
if (!places.length) return false;
let [surface, left] = places[Math.floor(arguments[0] * places.length)];
surface.focus();
const walker = document.createTreeWalker(surface, NodeFilter.SHOW_TEXT);
for (let node = walker.nextNode(); node; left -= node.data.length, node = walker.nextNode())
  if (left <= node.data.length) { getSelection().collapse(node, left); return true; }
return false;
"""


def write_outside(studio: RunningStudio, token: str, dice: random.Random) -> None:
    """An editor saves the file, as editors do: a new file in the place of the old."""
    path = studio.project.scripts / "liutang.yaml"
    text = path.read_text("utf-8")
    body = [match.start() for match in BETWEEN_HAN.finditer(text) if "text:" in line_of(text, match.start())]
    place = dice.choice(body)
    part = path.with_name(".liutang.yaml.swp")
    part.write_text(text[:place] + token + text[place:], "utf-8")
    os.replace(part, path)


def line_of(text: str, place: int) -> str:
    return text[text.rfind("\n", 0, place) + 1 :].partition("\n")[0]


def decide(desk: Desk, outcome: Outcome) -> None:
    """Where both wordings are shown, the person keeps what is on the page, and gives up the other knowingly."""
    while desk.script("return document.querySelector('.clash')"):
        theirs = desk.script("return document.querySelector('.clash blockquote').textContent")
        mine = desk.script("return document.querySelector('.clash').closest('.segment')?.textContent ?? ''")
        outcome.conflicts += 1
        outcome.given_up |= set(TOKEN.findall(theirs)) - set(TOKEN.findall(mine.replace(theirs, "")))
        desk.script("document.querySelector('.clash button:last-child').click()")


def settle(desks: Sequence[Desk], outcome: Outcome) -> None:
    """Until everything typed is in the file and every page shows the file."""

    def is_settled() -> bool:
        for desk in desks:
            decide(desk, outcome)
            unsaved = desk.script("return document.querySelector('#stops .unsaved')?.closest('li').dataset.number")
            if unsaved and not desk.script("return document.querySelector('.clash')"):
                go_to(desk, unsaved)
                desk.wait(lambda desk=desk: desk.script(SAVED_OR_ASKED))  # type: ignore[misc]
        shown = [desk.script(SHOWN_AND_FILE) for desk in desks]
        return all(text and text == shown[0] for text in shown)

    try:
        wait_for(is_settled, SETTLED_S)
    except AssertionError as error:
        raise AssertionError([desk.script(STATE) for desk in desks]) from error


STATE = """
return {
  stop: document.querySelector('.badge').textContent,
  status: document.querySelector('#status').textContent,
  clashes: [...document.querySelectorAll('.clash')].map((each) => each.textContent),
  unsaved: [...document.querySelectorAll('#stops .unsaved')].map((each) => each.closest('li').dataset.number),
  shown: [...document.querySelectorAll('#editor .surface')].map((each) => each.textContent),
  drafts: Object.entries(localStorage).filter(([key]) => key.startsWith('audioguide-draft')),
};
"""
SAVED_OR_ASKED = """
const start = `audioguide-draft:liutang:${document.querySelector('.badge').textContent}/`;
const isSaved = !Object.keys(localStorage).some((key) => key.startsWith(start));
return isSaved || document.querySelector('.clash') !== null;
"""
"""A person who goes to a stop that is not saved stays until it is, or until both wordings are shown."""
SHOWN_AND_FILE = """
const answered = new XMLHttpRequest();
answered.open('GET', '/api/tours/liutang', false);
answered.send();
const { revision, stops } = JSON.parse(answered.responseText);
const here = stops.find((stop) => stop.number === document.querySelector('.badge').textContent);
const shown = [...document.querySelectorAll('#editor .surface')].map((each) => each.textContent);
const drafts = Object.keys(localStorage).some((key) => key.startsWith('audioguide-draft'));
const bare = (text) => text.replace(/\\s/g, '');
const isShown = here?.segments.length === shown.length
  && here.segments.every(({ text }, at) => bare(text) === bare(shown[at]));
return isShown && !drafts ? revision : '';
"""


def lost_tokens(outcome: Outcome, text: str) -> list[str]:
    """Tokens that are not in the file exactly once, though nobody gave them up."""
    return [token for token in outcome.typed if token not in outcome.given_up and text.count(token) != 1]


def main(count: int, seed: int, kills: int, folder: Path) -> None:
    """A long run in Chromium and Firefox."""
    from drivers import chromium, firefox

    from audioguide.authoring import script

    with chromium() as first, firefox() as other:
        studio = RunningStudio(new_project(folder, LONG_SCRIPT))
        try:
            outcome = run_operations([Desk(first, studio), Desk(other, studio)], count, seed, kills)
            script.load_tour(studio.project.scripts / "liutang.yaml")
            lost = lost_tokens(outcome, studio.text())
            print(f"{count} operations, seed {seed}, {outcome.kills} kills: {len(outcome.typed)} texts typed,")
            print(f"{outcome.conflicts} conflicts,", end=" ")
            print(f"{len(outcome.given_up)} given up knowingly, lost: {lost or 'none'}")
        finally:
            studio.kill()


if __name__ == "__main__":
    with tempfile.TemporaryDirectory() as scratch:
        options = sys.argv[1:] + ["500", "1", "0", scratch][len(sys.argv) - 1 :]
        main(int(options[0]), int(options[1]), int(options[2]), Path(options[3]))
