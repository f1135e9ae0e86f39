"""The author's say over readings: lexicon, inline marks, homophones, W3C PLS."""

from __future__ import annotations

from concurrent.futures import ThreadPoolExecutor
from pathlib import Path
from xml.etree import ElementTree as ET

import pytest
from click.testing import CliRunner
from hypothesis import given, settings
from hypothesis import strategies as st

from audioguide.authoring import script
from audioguide.cli import group
from audioguide.commands import lexicon
from audioguide.errors import ConfigError, DocumentError
from audioguide.model import LexiconEntry
from audioguide.project import Project
from audioguide.text import find_language, pls
from audioguide.text.homophones import respell_marks, unrespellable_marks
from audioguide.text.lexicon import apply_lexicon, entry_error, is_syllable
from audioguide.text.markup import is_pinyin, strip_marks


def entry(written: str, say: str, context: str = "", note: str = "") -> LexiconEntry:
    return LexiconEntry(written, say, context, note)


@pytest.mark.parametrize(
    ("sentence", "lexicon", "spoken"),
    [
        ("在射洪县", [entry("射洪", "she4 hong2")], "在{射洪|she4 hong2}县"),
        ("长水长", [entry("长", "chang2"), entry("长水", "zhang3 shui3")], "{长水|zhang3 shui3}{长|chang2}"),
        ("{长|zhang3}水", [entry("长", "chang2")], "{长|zhang3}水"),
        ("{长|zhang3}水", [entry("长水", "chang2 shui3")], "{长|zhang3}水"),
        ("好问的人好", [entry("好", "hao4", "好问"), entry("好", "hao3")], "{好|hao4}问的人{好|hao3}"),
        ("好人", [entry("好", "hao4", "好问")], "好人"),
        ("蔡长水来", [entry("长水", "zhang3 shui3"), entry("长", "chang2", "蔡长水")], "蔡{长|chang2}水来"),
        ("拨12371吧", [entry("12371", "幺二三七幺")], "拨幺二三七幺吧"),
        ("共112371", [entry("12371", "幺二三七幺")], "共112371"),
        ("NGO和NGOS", [entry("NGO", "非政府组织")], "非政府组织和NGOS"),
        ("the Exe river, Exeter", [entry("Exe", "/ɛks/")], "the {Exe|/ɛks/} river, Exeter"),
        ("{射洪|社红}县", [], "社红县"),
        ("射洪", [entry("射洪", "she4")], "射洪"),
        ("无", [], "无"),
    ],
)
def test_apply(sentence: str, lexicon: list[LexiconEntry], spoken: str) -> None:
    assert apply_lexicon(sentence, tuple(lexicon)) == spoken


@given(st.text(alphabet="长水镇好a1 {}|", max_size=20))
def test_what_is_written_stays_readable(sentence: str) -> None:
    lexicon = (entry("长水", "zhang3 shui3"), entry("好", "hao4"))
    assert strip_marks(apply_lexicon(sentence, lexicon)) == strip_marks(sentence) or "|" in sentence


@pytest.mark.parametrize(
    ("written", "say", "context", "fault"),
    [
        ("射洪", "she4 hong2", "", ""),
        ("绿", "lü4", "", ""),
        ("事儿", "shir4", "", ""),
        ("花儿", "hua1 er5", "", ""),
        ("射洪", "社红", "", ""),
        ("kokoro", "/kɒkəɹəʊ/", "", ""),
        ("射洪", "she4", "", "1 and 2"),
        ("射洪", "she4 hong", "", "tone"),
        ("射洪", "xhe4 hong2", "", "xhe4"),
        ("好", "hao4", "学问", "does not occur"),
        ("", "a", "", "needs"),
        ("a{b", "c", "", "braces"),
    ],
)
def test_problems(written: str, say: str, context: str, fault: str) -> None:
    error = entry_error(entry(written, say, context))
    assert (error is None) if not fault else (error is not None and fault in error)


def test_syllables() -> None:
    assert all(is_syllable(s) for s in ("zhang3", "lü4", "lv4", "lu:4", "er2", "huar1"))
    assert not any(is_syllable(s) for s in ("xhe4", "fiang1", "q3"))


def test_homophones_for_engines_without_phonemes() -> None:
    assert respell_marks("{射|she4}洪和{蔡长水|cai4 chang2 shui3}") == "设洪和" + respell_marks(
        "{蔡长水|cai4 chang2 shui3}"
    )
    assert respell_marks("没有标记") == "没有标记"
    assert respell_marks("拨{12371|幺二三七幺}，{lead|led}") == "拨幺二三七幺，led"
    assert unrespellable_marks("{射|she4}洪{Exe|/ɛks/}{诶|ei2}") == (("Exe", "/ɛks/"), ("诶", "ei2"))
    assert respell_marks("{Exe|/ɛks/}河") == "Exe河"
    assert respell_marks("一只{鸟|niaor3}和{而|er2}") == "一只鸟儿和" + respell_marks("{而|er2}")


@settings(deadline=None)
@given(st.sampled_from(["she4", "hong2", "zhang3", "chang2", "huan2", "gan3", "tai1", "zhou1", "ren2"]))
def test_a_homophone_is_read_as_meant(syllable: str) -> None:
    from pypinyin import Style, lazy_pinyin

    character = respell_marks("{字|" + syllable + "}")
    assert lazy_pinyin(character, style=Style.TONE3, neutral_tone_with_five=True) == [syllable]


# ---------------------------------------------------------------- PLS

LEXICON = (
    entry("射洪", "she4 hong2", note="县名"),
    entry("好", "hao4", "好问"),
    entry("Exe", "/ɛks/"),
    entry("12371", "幺二三七幺"),
    entry("A&B <C>", "甲乙"),
)


def test_pls_goes_there_and_back() -> None:
    document = pls.render_pls(LEXICON, "zh-CN")
    root = ET.fromstring(document.encode())
    assert root.tag == "{http://www.w3.org/2005/01/pronunciation-lexicon}lexicon"
    assert root.get("version") == "1.0"
    assert pls.parse_pls(document.encode()) == (LEXICON, "zh-CN")


def test_pls_of_others() -> None:
    document = """<?xml version="1.0" encoding="UTF-16"?>
    <lexicon version="1.0" xmlns="http://www.w3.org/2005/01/pronunciation-lexicon" alphabet="ipa" xml:lang="en-GB">
      <meta name="x" content="y"/>
      <lexeme><grapheme>colour</grapheme><grapheme>color</grapheme><phoneme>ˈkʌlə</phoneme></lexeme>
      <lexeme><grapheme>W3C</grapheme><phoneme>dʌb</phoneme>
      <alias prefer="true">World Wide Web Consortium</alias></lexeme>
      <lexeme><grapheme>射洪</grapheme><phoneme alphabet="sapi">she 4 - hong 2</phoneme></lexeme>
      <lexeme><grapheme>台州</grapheme><phoneme alphabet="x-amazon-pinyin">tai1zhou1</phoneme></lexeme>
    </lexeme></lexicon>""".replace("</lexeme></lexicon>", "</lexicon>")
    entries, tag = pls.parse_pls(document.encode("utf-16"))
    assert tag == "en-GB"
    assert [(e.written, e.say) for e in entries] == [
        ("colour", "/ˈkʌlə/"),
        ("color", "/ˈkʌlə/"),
        ("W3C", "World Wide Web Consortium"),
        ("射洪", "she4 hong2"),
        ("台州", "tai1 zhou1"),
    ]


@pytest.mark.parametrize(
    "document",
    [
        "not xml",
        "<html/>",
        "<!DOCTYPE x [<!ENTITY a 'b'>]><lexicon/>",
        '<lexicon alphabet="x-sampa"><lexeme><grapheme>a</grapheme><phoneme>b</phoneme></lexeme></lexicon>',
        "<lexicon><lexeme><grapheme>射洪</grapheme></lexeme></lexicon>",
    ],
)
def test_what_is_no_lexicon_is_refused(document: str) -> None:
    with pytest.raises(DocumentError):
        pls.parse_pls(document.encode())


# ---------------------------------------------------------------- files of a project

SCRIPT = """# 龙庆中学
schema: 1
title: 龙庆中学
language: zh-CN

lexicon:
  射洪: she4 hong2 # 县名
  好: {say: hao4, in: 好问}

# 各站
stops:
  - number: 1
    title: 大门
    text: |
      欢迎。
"""


@pytest.fixture
def project(tmp_path: Path) -> Project:
    (tmp_path / "scripts").mkdir()
    (tmp_path / "scripts" / "school.yaml").write_text(SCRIPT, encoding="utf-8")
    return Project(tmp_path)


def test_added_entries_leave_every_line_alone(project: Project) -> None:
    path = project.scripts / "school.yaml"
    new = (
        *(entry("射洪", "she4 hong2"), entry("好", "hao3"), entry("台州", "tai1 zhou1", note="市名")),
        *(entry("长", "zhang3", "长水"), entry("长", "chang2")),
    )
    outcome = lexicon.add_entries(project, "school", new, "zh-CN")
    assert [e.written for e in outcome.present] == ["射洪"]
    assert [e.written for e in outcome.differing] == ["好"]
    text = path.read_text(encoding="utf-8")
    remaining = iter(text.splitlines())
    assert all(line in remaining for line in SCRIPT.splitlines()), "the old lines, in order"
    assert [(e.written, e.say, e.context) for e in script.load_tour(path).lexicon] == [
        ("射洪", "she4 hong2", ""),
        ("好", "hao4", "好问"),
        ("台州", "tai1 zhou1", ""),
        ("长", "zhang3", "长水"),
        ("长", "chang2", ""),
    ]


@pytest.mark.parametrize("newline", ["\n", "\r\n"])
@pytest.mark.parametrize("mark", ["", "\ufeff"])
@pytest.mark.parametrize("last", ["", "\n", "\n\n"])
@pytest.mark.parametrize(
    "text",
    [
        "title: 村\nlanguage: zh-CN\nlexicon:\n  长水: chang2 shui3 #  \n\nstops:\n- {number: 1, title: 门, text: 文}",
        "title: 村 #\u2028#\nlanguage: zh-CN\n\n# 以下\nstops:\n  - number: 1\n    title: 门\n    text: |\n      文\n",
        "stops:\n- number: 1\n  title: 门\n  text: 文\ntitle: 村\nlanguage: zh-CN\nlexicon:\n  长水: chang2 shui3",
        "stops:\n- number: 1\n  title: 门\n  text: 文\ntitle: 村\nlanguage: zh-CN",
    ],
)
def test_every_byte_that_was_there_stays(project: Project, newline: str, mark: str, last: str, text: str) -> None:
    path = project.scripts / "museum.yaml"
    before = (mark + text.rstrip("\n").replace("\n", newline) + last.replace("\n", newline)).encode()
    path.write_bytes(before)
    lexicon.add_entries(project, "museum", (entry("射洪", "she4 hong2"),), "zh-CN")
    after = path.read_bytes()
    assert after.startswith(mark.encode())
    rest = iter(after[len(mark.encode()) :].splitlines(keepends=True))
    for line in before[len(mark.encode()) :].splitlines(keepends=True):
        assert any(there == line or (not line.endswith(b"\n") and there.startswith(line)) for there in rest), line
    assert after.count(b"\r\n") == (after.count(b"\n") if newline == "\r\n" else 0)
    assert script.load_tour(path).lexicon[-1].written == "射洪"


def test_a_section_is_begun_where_there_is_none(project: Project) -> None:
    path = project.scripts / "school.yaml"
    begin, end = SCRIPT.index("lexicon:"), SCRIPT.index("# 各站")
    path.write_text(SCRIPT[:begin] + SCRIPT[end:], encoding="utf-8")
    lexicon.add_entries(project, "school", LEXICON, "zh-CN")
    assert len(script.load_tour(path).lexicon) == len(LEXICON)
    lexicon.add_entries(project, "voices.yaml", LEXICON, "zh-CN")
    lexicon.add_entries(project, "voices.yaml", (entry("Exe", "/ɛks/"),), "en")
    lexicon.add_entries(project, "voices.yaml", (entry("台州", "tai1 zhou1"),), "zh-CN")
    entries, tag = lexicon.entries_of(project, "voices.yaml")
    assert (len(entries), tag) == (len(LEXICON) + 1, "zh-CN")


def test_a_lexicon_on_one_line_is_refused(project: Project) -> None:
    path = project.scripts / "school.yaml"
    begin, end = SCRIPT.index("lexicon:"), SCRIPT.index("# 各站")
    written = SCRIPT[:begin] + "lexicon: {射洪: she4 hong2}\n" + SCRIPT[end:]
    path.write_text(written, encoding="utf-8")
    with pytest.raises(ConfigError, match="one line"):
        lexicon.add_entries(project, "school", (entry("台州", "tai1 zhou1"),), "zh-CN")
    assert path.read_text(encoding="utf-8") == written


def test_commands(project: Project, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.chdir(project.root)
    run = CliRunner()
    exported = run.invoke(group, ["lexicon", "export", "school", "-o", "names.pls"])
    assert exported.exit_code == 0, exported.output
    imported = run.invoke(group, ["lexicon", "import", "names.pls", "--to", "voices.yaml"])
    assert imported.exit_code == 0, imported.output
    assert "射洪: she4 hong2" in imported.output
    assert "射洪" in (project.root / "voices.yaml").read_text(encoding="utf-8")
    shown = run.invoke(group, ["lexicon", "export", "voices.yaml"])
    assert "<grapheme>射洪</grapheme>" in shown.output


def test_pinyin() -> None:
    assert is_pinyin("she4 hong2")
    assert is_pinyin("lü4")
    assert not is_pinyin("she hong")
    assert find_language("zh").normalise("{3|san1}个2") == "{3|san1}个二"


def test_six_imports_at_once_lose_no_entry(project: Project) -> None:
    path = project.scripts / "museum.yaml"
    path.write_text("title: 村\nlanguage: zh-CN\nstops:\n- {number: 1, title: 门, text: 文}\n")
    words = ("射洪", "台州", "师宗", "姚安", "睢县", "乐亭")

    def add(word: str) -> None:
        lexicon.add_entries(project, "museum", (entry(word, "she4 hong2"),), "zh-CN")

    with ThreadPoolExecutor(6) as pool:
        list(pool.map(add, words))
    assert {item.written for item in script.load_tour(path).lexicon} == set(words)
