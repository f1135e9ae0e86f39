"""What written Chinese becomes when it is said: every line of ``tests/data/text/zh``."""

from __future__ import annotations

import re
import socket
from pathlib import Path

import pytest
from conftest import ROOT
from hypothesis import given, settings
from hypothesis import strategies as st

from audioguide.text import find_language, split_and_normalise
from audioguide.text.markup import MARK, strip_marks
from audioguide.text.zh import grammar, normalise
from audioguide.text.zh.numbers.cardinal import cardinal, speak_number
from audioguide.text.zh.numbers.rules import GUARDS

FOLDER = ROOT / "tests/data/text/zh"
CHINESE = find_language("zh")
SOURCE = ROOT / "seeds" / "000_12bf688862e8a96f.txt"
TOKEN = re.compile(r"[^\W_㐀-鿿]+|[零〇○◯]|[^\w\s，。、；：？！“”‘’‚‛（）《》〈〉【】「」『』…—·,.;:?!()\[\]\"'-]+")
"""A number, a Latin word or a symbol: whatever is neither Chinese nor a mark."""


def pairs(folder: Path) -> list[tuple[str, str, str]]:
    """(file, written, spoken) of every line ``written => spoken``."""
    rows = []
    for file in sorted(folder.glob("*.txt")):
        for line in file.read_text(encoding="utf-8").splitlines():
            if line.strip() and not line.startswith("# "):
                written, _arrow, spoken = line.partition(" => ")
                rows.append((file.stem, written, spoken))
    return rows


@pytest.mark.parametrize(("kind", "written", "spoken"), pairs(FOLDER))
def test_said(kind: str, written: str, spoken: str) -> None:
    assert CHINESE.normalise(written) == spoken


def test_every_number_of_the_source_is_judged_and_said_so_in_its_sentence() -> None:
    judged = {written: strip_marks(spoken) for kind, written, spoken in pairs(FOLDER) if kind == "corpus"}
    unjudged, otherwise = [], []
    for line in SOURCE.read_text(encoding="utf-8").splitlines():
        places = [(match.start(), match.end(), w) for w in judged for match in re.finditer(re.escape(w), line)]
        for token in TOKEN.finditer(line):
            if not any(start <= token.start() and token.end() <= end for start, end, _written in places):
                unjudged.append(line[max(0, token.start() - 10) : token.end() + 10])
        spoken = "".join(strip_marks(sentence.spoken) for sentence in split_and_normalise(line, "zh"))
        otherwise += [w for _start, _end, w in places if bare(judged[w]) not in bare(spoken)]
    assert (unjudged, otherwise) == ([], [])


def bare(text: str) -> str:
    """Without punctuation and spaces."""
    return re.sub(r"[\W_]", "", text)


def test_no_network_is_needed(monkeypatch: pytest.MonkeyPatch) -> None:
    def refuse(*_arguments: object) -> None:
        raise OSError("no network")

    monkeypatch.setattr(socket.socket, "connect", refuse)
    grammar._load_transducer.cache_clear()
    normalise._rewrite_in_words.cache_clear()
    assert CHINESE.normalise("共3件事") == "共三件事"


def test_every_guard_has_its_lines() -> None:
    assert {guard.name for guard in GUARDS} <= {file.stem for file in FOLDER.glob("*.txt")}


@pytest.mark.parametrize(
    ("figure", "spoken"),
    [
        ("0", "零"),
        ("10", "十"),
        ("110", "一百一十"),
        ("2002", "两千零二"),
        ("12515", "一万二千五百一十五"),
        ("20000", "两万"),
        ("100010", "十万零一十"),
        ("10000100000", "一百亿零十万"),
        ("10010000000", "一百亿一千万"),
        ("200000000", "两亿"),
        ("12345678901234567", "一二三四五六七八九零一二三四五六七"),
    ],
)
def test_cardinal(figure: str, spoken: str) -> None:
    assert cardinal(figure) == spoken


def test_decimals() -> None:
    assert speak_number("-.50") == "负零点五零"


@settings(max_examples=200, deadline=None)
@given(st.text(alphabet="0123456789.,:-—~/%+*年月日号个第元米至到ABkmXx()（）“”，。 {}|●一二", max_size=24))
def test_nothing_written_in_digits_is_left(text: str) -> None:
    spoken = MARK.sub("", CHINESE.normalise(text))
    assert not any(character in "0123456789%" for character in spoken)


@given(st.text(max_size=40))
@settings(max_examples=200, deadline=None)
def test_any_text_is_survived(text: str) -> None:
    CHINESE.normalise(text)
    CHINESE.text_issues(text)
    assert "".join(CHINESE.sentences(text)).split() == "".join(CHINESE.sentences(text)).split()


@pytest.mark.parametrize(
    ("written", "spoken"),
    [
        ("2{只|zhi1}羊", "两{只|zhi1}羊"),
        ("618{年|nian2}建", "六一八{年|nian2}建"),
        ("2146{户|hu4}人家", "两千一百四十六{户|hu4}人家"),
        ("身高110{厘|li2}米", "身高一百一十{厘|li2}米"),
        ("{长|zhang3}110厘米", "{长|zhang3}一百一十厘米"),
    ],
)
def test_a_number_knows_the_word_behind_it_though_it_is_marked(written: str, spoken: str) -> None:
    assert CHINESE.normalise(written) == spoken
