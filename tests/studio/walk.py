"""One author's way, by mouse and keys alone: a Word file of six stops → a built tour and its labels.

``take_walk`` is run by a test, and by ``film.py``, which takes a picture after each step.
"""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from pathlib import Path

from desk import Desk
from docx import Document
from docx.shared import Mm
from drivers import wait_for
from PIL import Image, ImageDraw

BUILD_S = 500
"""Seconds after which a build of a minute of speech has failed."""


@dataclass(frozen=True)
class Commentary:
    """A document as a village or a museum has it."""

    title: str
    stops: tuple[tuple[str, str], ...]
    table: tuple[tuple[str, ...], ...]
    direction: str
    signature: str
    doubtful: str
    """A word in it whose reading is to be decided; empty: none."""
    old: str
    new: str
    """A word of the first stop, and what the author makes of it."""
    alt: str


CHINESE = Commentary(
    "柳塘村史馆",
    (
        ("大樟树", "欢迎来到柳塘村。这棵大樟树有三百二十年了，树高18米，是全村的风水树。"),
        ("长生桥", "长生桥建于1736年，桥长12米。“我小时候天天从这座桥上学。”村民王桂兰说。"),
        ("老粮仓", "灾荒年月，全村一半的口粮都藏在这里。仓里的木板至今还有米香。"),
        ("曾氏祠堂", "这里是曾氏祠堂。祠堂共有三进，梁上的木雕是清代的原物。"),
        ("水井", "这口井深9米，从来没有干过。天旱的时候，邻村的人也来挑水。"),
        ("村史展柜", "展柜里有老照片、票证和农具，讲的是柳塘村七十年的变化。"),
    ),
    (("年份", "户数"), ("1985", "212"), ("2020", "386")),
    "（请大家跟我往左边走）",
    "柳塘村村民委员会",
    "藏",
    "三百二十",
    "三百五十",
    "村口的一棵大樟树",
)
ENGLISH = Commentary(
    "Mill Museum",
    (
        ("The Gate", "Welcome to the mill. The gate in front of you was built in 1842 and repaired twice since then."),
        ("The Wheel", "The wheel is 6 metres high. “I heard it turn every morning,” says Mary Bell, who lived here."),
        ("The Loom Hall", "Forty looms stood in this hall. The noise was so loud that people spoke with their hands."),
        ("The Counting House", "Wages were paid here every Friday. The book on the desk is open at March 1871."),
        ("The Pond", "The pond kept the wheel turning in dry summers. Today it is home to herons and newts."),
        ("The Kitchen", "Mrs Bell cooked for twelve people in this room. Her kettle still hangs over the fire."),
    ),
    (("Year", "Looms"), ("1850", "12"), ("1880", "40")),
    "(Please follow me to the left)",
    "The Friends of the Mill",
    "",
    "twice",
    "three times",
    "An iron gate between two stone posts",
)


def write_document(path: Path, text: Commentary) -> None:
    """The document, with headings, a table, a picture, a quotation, a direction and a signature."""
    picture = path.with_suffix(".png")
    draw_picture(picture)
    document = Document()
    document.add_heading(text.title, 0)
    for number, (title, body) in enumerate(text.stops, 1):
        document.add_heading(f"{number}. {title}", 1)
        document.add_paragraph(body)
        if number == 1:
            document.add_picture(str(picture), width=Mm(60))
        if number == 2:
            document.add_paragraph(text.direction)
        if number == 6:
            table = document.add_table(rows=0, cols=2)
            for row in text.table:
                for cell, words in zip(table.add_row().cells, row, strict=True):
                    cell.text = words
    document.add_paragraph(text.signature)
    document.save(str(path))


def draw_picture(path: Path) -> None:
    """A tree on a hill."""
    image = Image.new("RGB", (900, 600), "#cfe3ee")
    pen = ImageDraw.Draw(image)
    pen.rectangle((0, 430, 900, 600), fill="#8fae6b")
    pen.rectangle((420, 260, 470, 470), fill="#6b4a2f")
    pen.ellipse((270, 60, 620, 330), fill="#3f7346")
    image.save(path)


def take_walk(desk: Desk, text: Commentary, folder: Path, shown: Callable[[str], None] = lambda _step: None) -> int:
    """Walk, calling ``shown`` with the name of each step; returns how often the author acted (clicks, keys, texts)."""
    acts = 0
    document, picture = folder / f"{text.title}.docx", folder / f"{text.title}.png"
    write_document(document, text)

    desk.open("/")
    shown("home")
    desk.find("#document").send_keys(str(document))
    acts += 1
    desk.wait(lambda: desk.script("return document.querySelectorAll('.source .line').length") > 6)
    desk.wait(lambda: desk.script("return !document.querySelector('#accept').disabled"))
    shown("import")
    if line := line_index(desk, text.signature):
        desk.click(f"[data-index='{line}']")
        desk.click("#menu li:nth-child(6) .choose")  # leave it out
        desk.wait(lambda: desk.script(LINE_IS_OUT, line))
        acts += 2
        shown("import-wish")
    desk.click("#accept")
    acts += 1
    desk.wait(lambda: "/tours/" in desk.driver.current_url)
    desk.wait(lambda: desk.script("return document.querySelectorAll('#stops li').length") >= 6)

    acts += edit_first_stop(desk, text, picture, shown)
    acts += decide_reading(desk, text, shown)
    acts += build_tour(desk, shown)
    acts += make_labels(desk, shown)
    return acts


LINE_IS_OUT = "return document.querySelector(`[data-index='${arguments[0]}'] .fate-left-out`) !== null"


def line_index(desk: Desk, words: str) -> str:
    """Which line of the document has these words and is not left out already."""
    violations = desk.script(
        """const lines = [...document.querySelectorAll(".source .line")];
        const line = lines.find((each) => each.textContent.includes(arguments[0]));
        return line && !line.querySelector('.fate-left-out') ? line.dataset.index : ''""",
        words,
    )
    return str(violations)


def edit_first_stop(desk: Desk, text: Commentary, picture: Path, shown: Callable[[str], None]) -> int:
    """A word changed, the sentence heard, a picture with its description."""
    desk.wait(lambda: desk.passage_with(text.old) >= 0)
    index = desk.passage_with(text.old)
    desk.caret(desk.passage(index).index(text.old), index)
    desk.script("const s = getSelection(); s.extend(s.anchorNode, s.anchorOffset + arguments[0])", len(text.old))
    desk.write(text.new)
    desk.wait_saved()
    desk.watch_lit()
    desk.press("CONTROL", "ENTER")
    desk.wait(lambda: desk.script("return lit.length"))
    shown("hearing")
    desk.press("ESCAPE")
    acts = 4  # into the word, the new word, the sentence heard, stopped
    if desk.script("return !document.querySelector('#picture img')"):
        desk.find("#picture-file").send_keys(str(picture))
        acts += 1
    desk.wait(lambda: desk.script("return document.querySelector('#picture input')"))
    desk.click("#picture input")
    desk.find("#picture input").clear()
    desk.find("#picture input").send_keys(text.alt)
    desk.wait_saved()
    shown("picture")
    return acts + 2


def decide_reading(desk: Desk, text: Commentary, shown: Callable[[str], None]) -> int:
    """A doubtful word: every candidate, the right one chosen."""
    if not text.doubtful:
        return 0
    number = desk.script(
        "return [...document.querySelectorAll('#stops li')][2].dataset.number",
    )
    if not desk.script("return document.querySelector('#stops a').offsetParent !== null"):
        desk.click("#fold")
    desk.click(f"#stops li[data-number='{number}'] a")
    desk.wait(lambda: desk.passage_with(text.doubtful) >= 0)
    desk.open_readings(text.doubtful)
    shown("reading")
    desk.click("#menu input[value=here]")
    desk.click("#menu li:first-child .choose")
    desk.wait(lambda: desk.passage_with("|") >= 0)
    desk.wait_saved()
    return 4


def build_tour(desk: Desk, shown: Callable[[str], None]) -> int:
    """Built with the embedded voice, and looked at as a visitor does."""
    desk.click(".tabs [href='#build']")
    desk.script("document.querySelector('#engine').value = 'kokoro'")
    desk.click("#start-build")
    wait_for(lambda: desk.script("return document.querySelector('#build').dataset.state") == "over", BUILD_S)
    assert desk.script("return document.querySelector('#build-problems').textContent") == ""
    shown("build")
    desk.click(".tabs [href='#pages']")
    desk.wait(lambda: desk.script("return document.querySelector('#phone').dataset.shown"))
    shown("pages")
    return 4


LINK_STATES = """const done = arguments[0];
const addresses = [...document.querySelectorAll('#label-result a')].map((link) => link.href);
addresses.push(document.querySelector('#label-result iframe').src);
Promise.all(addresses.map((address) => fetch(address).then((answer) => answer.status))).then(done);"""


def make_labels(desk: Desk, shown: Callable[[str], None]) -> int:
    """The sheet, read back by a decoder."""
    desk.click(".tabs [href='#labels']")
    desk.find("#base-url").send_keys("https://guide.example.org")
    desk.click("#make-labels")
    desk.wait(lambda: desk.script("return document.querySelector('#label-result a, #label-result .alarm-box')"))
    assert desk.script("return document.querySelector('#label-result .alarm-box')?.textContent ?? ''") == ""
    links = desk.driver.execute_async_script(LINK_STATES)
    assert len(links) > 2
    assert set(links) == {200}
    shown("labels")
    return 3
