"""What all languages share: sentences, doubts, readings; and what English, Spanish and French say."""

from __future__ import annotations

import re

import pytest
from conftest import ROOT
from hypothesis import given, settings
from hypothesis import strategies as st

from audioguide import registry
from audioguide.errors import ConfigError
from audioguide.model import LexiconEntry
from audioguide.text import find_language, split_and_normalise

FOLDER = ROOT / "tests/data/text"
LANGUAGES = list(registry.BUILT_IN["languages"])


def pairs() -> list[tuple[str, str, str]]:
    lines = []
    for path in sorted((*FOLDER.glob("*/said.txt"), *FOLDER.glob("*/commentary.txt"))):
        tag = path.parent.name
        for line in path.read_text(encoding="utf-8").splitlines():
            written, _arrow, spoken = line.partition(" => ")
            lines.append((tag, written, spoken))
    return lines


@pytest.mark.parametrize(("tag", "written", "spoken"), pairs())
def test_said(tag: str, written: str, spoken: str) -> None:
    assert find_language(tag).normalise(written) == spoken


@pytest.mark.parametrize(
    ("tag", "paragraph", "expected"),
    [
        ("zh", "他来了。她走了！真的？是……好；行", ["他来了。", "她走了！", "真的？", "是……", "好；", "行"]),
        ("zh", "他说：“好！走吧。”然后走了。", ["他说：“好！走吧。”", "然后走了。"]),
        ("zh", "做到“好！”的标准。完", ["做到“好！”的标准。", "完"]),
        ("zh", "《你好。》是书。（注：见后。）完。", ["《你好。》是书。", "（注：见后。）", "完。"]),
        ("zh", "面积3.5亩，占47.94%。1.选准载体。", ["面积3.5亩，占47.94%。", "1.选准载体。"]),
        ("zh", "他走了.她来了.", ["他走了.", "她来了."]),
        ("zh", "“没有收尾。引号", ["“没有收尾。", "引号"]),
        ("zh", "好？！”！。", ["好？！”！。"]),
        ("zh", "……好。", ["……好。"]),
        ("zh", "一行\n二行。\n三行", ["一行二行。", "三行"]),
        ("zh", "{长。|zhang3}水。好", ["{长。|zhang3}水。", "好"]),
        (
            "en",
            "Dr. Smith came. No. 5 is here, e.g. this. OK.",
            ["Dr. Smith came.", "No. 5 is here, e.g. this.", "OK."],
        ),
        ("en", "The U.S. is 3.5 km away! Really? Yes…", ["The U.S. is 3.5 km away!", "Really?", "Yes…"]),
        (
            "en",
            'He said "Go. Now." and left. "Fine." She left.',
            ['He said "Go. Now." and left.', '"Fine."', "She left."],
        ),
        ("en", "J. R. R. Tolkien wrote. Mr. T. came.", ["J. R. R. Tolkien wrote.", "Mr. T. came."]),
        ("fr", "M. Dupont est là. « Oui. Non. » Il part.", ["M. Dupont est là.", "« Oui. Non. » Il part."]),
        ("es", "¿Qué? ¡Ah! El Sr. Pérez vino.", ["¿Qué?", "¡Ah!", "El Sr. Pérez vino."]),
        ("de", "Am 3. Mai kam er. Das 19. Jahrhundert begann.", ["Am 3. Mai kam er.", "Das 19. Jahrhundert begann."]),
        ("de", "Hier lebte Ludwig XIV. Er baute viel.", ["Hier lebte Ludwig XIV.", "Er baute viel."]),
        ("de", "„Geht es? Ja!“ Sie ging z. B. nach Rom.", ["„Geht es? Ja!“", "Sie ging z. B. nach Rom."]),
        ("de", "Dr. Maier kam um 1750. Dann ging er.", ["Dr. Maier kam um 1750.", "Dann ging er."]),
        ("de", "Um 52 v. Chr. kam Cäsar. Rom fiel.", ["Um 52 v. Chr. kam Cäsar.", "Rom fiel."]),
        ("de", "Das Tor ist mit 52 z. B. hier.", ["Das Tor ist mit 52 z. B. hier."]),
        ("es", "En el 52 a. C., César vino.", ["En el 52 a. C., César vino."]),
        ("fr", "En 52 av. J.-C., César vint.", ["En 52 av. J.-C., César vint."]),
    ],
)
def test_sentences(tag: str, paragraph: str, expected: list[str]) -> None:
    assert [piece.strip() for piece in find_language(tag).sentences(paragraph)] == expected


def test_a_long_quotation_is_split_after_all() -> None:
    quotation = "他说：“" + "今天天气很好，我们一起去看看山上的花。" * 12 + "”"
    pieces = find_language("zh").sentences(quotation)
    assert len(pieces) > 5
    assert "".join(pieces) == quotation


@pytest.mark.parametrize("tag", LANGUAGES)
@settings(max_examples=150, deadline=None)
@given(st.text(alphabet="ab1.5 。！？；…“”‘’（）《》「」\"'.!?;:,一二三{}|\n", max_size=60))
def test_nothing_written_is_lost(tag: str, paragraph: str) -> None:
    lang = find_language(tag)
    pieces = lang.sentences(paragraph)
    assert re.sub(r"\s", "", "".join(pieces)) == re.sub(r"\s", "", paragraph)
    assert len(pieces) <= 1 or all(lang.is_speakable(piece) for piece in pieces)


@pytest.mark.parametrize("tag", LANGUAGES)
@settings(max_examples=100, deadline=None)
@given(st.text(max_size=40))
def test_any_text_is_survived(tag: str, text: str) -> None:
    lang = find_language(tag)
    spoken = lang.normalise(text)
    assert lang.normalise(text) == spoken
    for doubt in lang.text_issues(text):
        assert 0 <= doubt.start <= len(text)
        assert doubt.message
    lang.spoken_length(text)


def test_blank_text_has_no_sentences() -> None:
    assert split_and_normalise(" \n ", "zh-CN") == ()
    assert split_and_normalise("……！", "zh-CN") == ()


SILENT_SENTENCES = [
    ("en", "This is the gate. 你好。", [("This is the gate. 你好。", "This is the gate.")]),
    ("en", "你好。 This is the gate.", [("你好。 This is the gate.", "This is the gate.")]),
    ("fr", "Bonjour. 你好! 再见! Oui.", [("Bonjour. 你好! 再见!", "Bonjour."), ("Oui.", "Oui.")]),
    ("de", "Hallo. Привет. Gut.", [("Hallo. Привет.", "Hallo."), ("Gut.", "Gut.")]),
    ("zh-CN", "你好。ไทย。再见。", [("你好。ไทย。", "你好。"), ("再见。", "再见。")]),
    ("en", "你好。", []),
]


@pytest.mark.parametrize(("tag", "paragraph", "expected"), SILENT_SENTENCES)
def test_a_sentence_of_which_nothing_can_be_spoken_joins_its_neighbour(
    tag: str, paragraph: str, expected: list[tuple[str, str]]
) -> None:
    assert [(each.written, each.spoken.strip()) for each in split_and_normalise(paragraph, tag)] == expected


def test_a_sentence_is_written_and_spoken() -> None:
    (first, second) = split_and_normalise(
        "{长|zhang3}水镇有3个村。在射洪。", "zh-CN", (LexiconEntry("射洪", "she4 hong2"),)
    )
    assert (first.written, first.spoken) == ("长水镇有3个村。", "{长|zhang3}水镇有三个村。")
    assert second.spoken == "在{射洪|she4 hong2}。"


def test_an_unknown_language_is_named() -> None:
    with pytest.raises(ConfigError, match="tlh"):
        find_language("tlh")


@pytest.mark.parametrize(
    ("tag", "text", "code", "start"),
    [
        ("zh", "好●吗", "unspeakable", 1),
        ("zh", "好😀", "unspeakable", 1),
        ("zh", "共12371。", "ambiguous-number", 1),
        ("zh", "在1-2。", "ambiguous-number", 1),
        ("zh", "建于XX年", "placeholder", 2),
        ("zh", "来到******区", "placeholder", 2),
        ("zh", "说“好", "unbalanced-quotes", 1),
        ("zh", "说好”", "unbalanced-quotes", 2),
        ("zh", "叫Longqing的人", "stray-latin", 1),
        ("zh", "{长|zhan3 shui3}水", "bad-markup", 0),
        ("zh", "{长|zhang3水", "bad-markup", 0),
        ("en", "a ● b", "unspeakable", 2),
        ("en", "a 村 b", "unspeakable", 2),
        ("en", "(a", "unbalanced-quotes", 0),
        ("fr", "un {mot", "bad-markup", 3),
        ("de", "„Gut. Und", "unbalanced-quotes", 0),
        ("de", "Das Bild zeigt Karl V. beim Mahl.", "roman-numeral", 20),
        ("de", "Es gibt 1 Raum.", "ambiguous-number", 8),
    ],
)
def test_doubts(tag: str, text: str, code: str, start: int) -> None:
    assert (code, start) in [(doubt.code, doubt.start) for doubt in find_language(tag).text_issues(text)]


@pytest.mark.parametrize(
    "text",
    [
        "{长|zhang3}水镇有33万人口，占47.94%。",
        "DVD机、3+1模式、10km²、7:00~8:00，拨打12371热线",
        "“好，”他说（笑）。《书》——完……",
        "比例1∶500的图，主持人∶你好",
    ],
)
def test_plain_text_raises_no_doubt(text: str) -> None:
    assert find_language("zh").text_issues(text) == []


def test_what_the_lexicon_decides_is_no_doubt() -> None:
    lexicon = (LexiconEntry("12371", "幺二三七幺"), LexiconEntry("Longqing", "龙庆"))
    assert find_language("zh").text_issues("共12371，叫Longqing。", lexicon) == []


def test_readings_of_numbers_and_letters() -> None:
    tokens = [r for r in find_language("zh").readings("全县33万人，拨12371，DVD机占47.94%") if r.kind != "character"]
    assert [(r.written, r.spoken, r.start, r.kind) for r in tokens] == [
        ("33", "三十三", 2, "number"),
        ("12371", "幺二三七幺", 8, "number"),
        ("DVD", "D V D", 14, "latin"),
        ("47.94%", "百分之四十七点九四", 19, "number"),
    ]
    english = find_language("en").readings("In 1976 the NGO paid $5.")
    assert [(r.written, r.spoken, r.start) for r in english] == [
        ("1976", "nineteen seventy-six", 3),
        ("NGO", "N G O", 12),
        ("$5", "five dollars", 21),
    ]


def test_units() -> None:
    assert find_language("zh").spoken_length("共3个，DVD") == 6
    assert find_language("en").spoken_length("In 1976 it's 5.") == 6


def test_readings_tell_who_decided() -> None:
    lexicon = (LexiconEntry("12371", "幺二三七幺"),)
    chinese = find_language("zh")
    tokens = chinese.readings("共12371，{DVD|得微得}，又12315。", lexicon)
    decided = {r.written: (r.spoken, r.why, r.confidence) for r in tokens if r.kind != "character"}
    assert decided == {
        "12371": ("幺二三七幺", "lexicon", "sure"),
        "DVD": ("得微得", "inline", "sure"),
        "12315": ("幺二三幺五", "rule", "doubtful"),
    }


def test_marks_do_not_count_as_speech() -> None:
    assert find_language("zh").spoken_length("{长|zhang3}水") == 2


def test_german_quotation_marks_are_balanced() -> None:
    assert find_language("de").text_issues("„Hallo“, sagte er. „Gut.“ Und »ja«, sagte sie.") == []
