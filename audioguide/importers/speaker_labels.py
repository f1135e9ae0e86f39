"""How a label before what is said is written: ANNA:, 男：, 【王师傅】, (甲), Q., HOST alone on a line."""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass

from ..text.han import HAN_CHARACTER
from .line_memory import remember_lines
from .patterns import BULLET, SENTENCE_END, SPEAKER

BRACKET_LABEL = re.compile(
    r"(?:[【\[〔](?P<square>[^】\]〕\d]{1,24})[】\]〕]"
    r"|[(（](?P<round>[^()（）\d\s]{1,12}(?: [A-Z][\w.'’-]{0,14}){0,2})[)）])"
    r"[:：]?[ \t　]*(?=\S)"
)
"""【王师傅】 or (甲) before what is said."""
SPACED_LABEL = re.compile(
    r"(?P<label>[甲乙丙丁男女问答合]|[\u4e00-\u9fff]{1,5}(?=[　\t])|[A-Z][\w'’]{0,14})"
    r"(?:[ \t　]{0,4}[-–—]{1,2}[ \t　]{1,4}|[　\t][ \t　]{0,4}|(?<=[\u4e00-\u9fff]) {1,4}|(?<=\b[A-Z])\. {1,4})(?=\S)"
)
"""甲　…, Tom – …, Q. …: without a colon."""
INNER_LABEL = re.compile(
    r"(?:(?<=[。！？!?.…”’\"」』）)\]】])|(?<=[\u4e00-\u9fff][ 　]))[ \t　]{0,4}"
    r"(?P<label>[\u4e00-\u9fff]{1,5}|[A-Z][\w'’-]{0,14}(?: [A-Z][\w'’-]{0,14}){0,2})"
    r"[ \t]{0,4}(?:[(（][^()（）\n]{1,20}[)）])?[:：]"
)
"""A label in the middle of a line, behind the end of a sentence."""
OPENING = re.compile(r"(?:(?:>{1,2}|＞{1,2}|\d{1,2}[、)）]|[①-⑳])[ \t　]{0,4})?")
"""A mark before a label that is none of its characters."""
MIN_SPOKEN_WORDS = 3
"""Words, each of two Chinese characters, of a line that says something without a full stop."""
MAX_ALONE = 30
"""Characters of a name alone on a line."""


@dataclass(frozen=True)
class Label:
    """A label in a line, with the place of what is said behind it."""

    name: str
    form: str
    """``colon``, ``bracket``, ``spaced``, ``inner`` or ``alone``."""
    rest: str
    """What stands behind it in the line."""
    end: int
    """Offset of ``rest`` in the line."""
    remark: tuple[int, int] | None = None
    """Place of a direction in brackets between name and colon."""
    is_unpunctuated: bool = False
    """It stands in a text without full stops, as subtitles are: a line of some words is a sentence."""

    @property
    def key(self) -> str:
        """The name by which labels are compared: without a title behind a comma, in capitals."""
        return label_key(self.name)

    @property
    def has_sentence(self) -> bool:
        """Whether what stands behind it is a sentence, as fields of forms are not."""
        if self.is_unpunctuated and count_words(self.rest) >= MIN_SPOKEN_WORDS:
            return True
        return bool(SENTENCE_END.search(self.rest)) or bool(re.search(r"[。！？!?]|[.…]\s", self.rest))


def count_words(text: str) -> int:
    """Return how many words a line has; two Chinese characters make one."""
    return len(re.findall(r"[^\W\d_\u3400-\u9fff]+", text)) + len(re.findall(r"[\u3400-\u9fff]", text)) // 2


def label_key(name: str) -> str:
    """Return the name by which labels are compared: without a title behind a comma, in capitals."""
    return re.sub(r"\s+", " ", name.partition(", ")[0]).strip().upper()


@remember_lines
def read_label(line: str) -> Label | None:
    """Return the label a line opens with, by a colon or brackets; None where it has none."""
    start = _opening_length(line)
    text = line[start:]
    if match := SPEAKER.match(text):
        remark = (start + match.start("remark"), start + match.end("remark")) if match["remark"] else None
        return Label(match["label"].strip(), "colon", text[match.end() :], start + match.end(), remark)
    if match := BRACKET_LABEL.match(text):
        name = (match["square"] or match["round"]).strip()
        return Label(name, "bracket", text[match.end() :], start + match.end())
    return None


@remember_lines
def read_spaced_label(line: str) -> Label | None:
    """Return the label a line opens with where neither colon nor brackets mark it: 甲　…, Tom – …, Q. …"""
    start = _opening_length(line)
    match = SPACED_LABEL.match(line, start)
    return Label(match["label"], "spaced", line[match.end() :], match.end()) if match else None


def inner_labels(line: str) -> Iterator[Label]:
    """Return the labels in the middle of a line."""
    for match in INNER_LABEL.finditer(line):
        yield Label(match["label"], "inner", line[match.end() :], match.end())


def is_name_shaped(name: str) -> bool:
    """Whether a label may be a person: up to eight Chinese characters, or capitalised words."""
    if HAN_CHARACTER.search(name):
        return len(name) <= 8 and not re.search(r"[，。！？；、]", name)
    words = name.partition(", ")[0].split()
    return 0 < len(words) <= 4 and words[0][:1].isupper() and all(word[:1].isalpha() for word in words)


def is_capital_name(name: str) -> bool:
    """ANNA, CURATOR, ANN DELL: a name in capitals is a speaker even where it comes but once."""
    letters = [char for char in name if char.isalpha()]
    return len(letters) >= 3 and name.upper() == name and not HAN_CHARACTER.search(name) and len(name.split()) <= 4


@remember_lines
def may_stand_alone(line: str) -> bool:
    """Whether a line may be the name of who speaks in the next: short, of letters alone."""
    name = line.strip().rstrip(":：")
    return (
        len(name) <= MAX_ALONE
        and not re.search(r"[^\w\s.'’,·-]|\d|_", name)
        and (is_name_shaped(name) if not HAN_CHARACTER.search(name) else len(name) <= 5)
    )


def _opening_length(line: str) -> int:
    bullet = BULLET.match(line)
    start = bullet.end() if bullet else 0
    opening = OPENING.match(line, start)
    return opening.end() if opening else start
