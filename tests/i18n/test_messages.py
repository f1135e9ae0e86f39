"""Chinese is a first-class language: every message has its translation, with the same fields and one word a term."""

from __future__ import annotations

import ast
import re
import string
from pathlib import Path

import polib
import pytest
from conftest import ROOT

from audioguide import i18n
from audioguide.cli import COMMANDS

PACKAGE = ROOT / "audioguide"
CATALOGUES = sorted((PACKAGE / "i18n" / "locale").rglob("*.po"))
DOCUMENTS = [ROOT / "README.zh.md", *sorted((ROOT / "docs").rglob("*.zh.md"))]
HALF_WIDTH = re.compile(r"[\u3400-\u9fff”】》）][,:;!?](?!//)|\([^()]*[\u3400-\u9fff]")
NOT_OUR_WORDS = ("脚本", "读音表", "标牌", "参观者", "提醒", "备注", "线路", "稿子")
"""Second words for terms of the glossary: 讲解稿, 词库, 标签, 游客, 警告, 提示, 导览."""


def messages(path: Path) -> list[str]:
    return [
        argument.value
        for node in ast.walk(ast.parse(path.read_text()))
        if isinstance(node, ast.Call) and isinstance(node.func, ast.Name) and node.func.id in ("_", "ngettext")
        for argument in node.args[:1]
        if isinstance(argument, ast.Constant) and isinstance(argument.value, str)
    ]


IN_TEMPLATES = {
    message
    for path in PACKAGE.rglob("*.j2")
    for message in re.findall(r'\b(?:_|ngettext)\("((?:[^"\\]|\\.)+)"[,)]', path.read_text("utf-8"))
}
ALL = {message for path in PACKAGE.rglob("*.py") for message in messages(path)} | IN_TEMPLATES | set(COMMANDS.values())


def entries(file: Path) -> list[tuple[str, str]]:
    """(English, translation) of a catalogue; of a plural its last form."""
    return [
        (entry.msgid_plural or entry.msgid, entry.msgstr or entry.msgstr_plural[max(entry.msgstr_plural)])
        for entry in polib.pofile(str(file))
        if entry.msgid and (entry.msgstr or entry.msgstr_plural)
    ]


def fields(text: str) -> set[str]:
    return {name for _text, name, _spec, _conversion in string.Formatter().parse(text) if name}


def test_every_message_has_its_chinese() -> None:
    known = i18n.load_catalogue("zh")
    assert sorted(ALL - set(known)) == []


@pytest.mark.parametrize("file", CATALOGUES, ids=lambda path: path.parent.name)
def test_translations_keep_their_fields(file: Path) -> None:
    for english, translation in entries(file):
        try:
            expected = fields(english)
        except ValueError:
            continue  # a message that is not a format
        assert fields(translation) == expected, english


def test_a_language_has_one_catalogue() -> None:
    assert [file.name for file in CATALOGUES] == [i18n.CATALOGUE] * len(CATALOGUES)


def test_chinese_has_full_width_punctuation() -> None:
    chinese = [translation for _english, translation in entries(PACKAGE / "i18n" / "locale" / "zh" / i18n.CATALOGUE)]
    assert [text for text in chinese if HALF_WIDTH.search(text)] == []


def test_chinese_has_one_word_a_term() -> None:
    chinese = [translation for _english, translation in entries(PACKAGE / "i18n" / "locale" / "zh" / i18n.CATALOGUE)]
    assert [text for text in chinese if any(word in text for word in NOT_OUR_WORDS)] == []


@pytest.mark.parametrize("document", DOCUMENTS, ids=lambda path: path.name)
def test_chinese_documents_are_written_like_the_messages(document: Path) -> None:
    prose = re.sub(r"```.*?```|`[^`]*`|\]\([^)]*\)", "", document.read_text("utf-8"), flags=re.S)
    assert HALF_WIDTH.findall(prose) == []
    assert [word for word in NOT_OUR_WORDS if word in prose] == []


def test_a_count_decides_the_form(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("AUDIOGUIDE_LANG", "en")
    forms = "{count} error", "{count} errors"
    assert [i18n.ngettext(*forms, count) for count in (0, 1, 2)] == [
        "{count} errors",
        "{count} error",
        "{count} errors",
    ]
    monkeypatch.setenv("AUDIOGUIDE_LANG", "zh")
    assert i18n.ngettext(*forms, 1) == "{count} 个错误"


def test_the_environment_decides(monkeypatch: pytest.MonkeyPatch) -> None:
    for name in ("AUDIOGUIDE_LANG", "LC_ALL", "LC_MESSAGES"):
        monkeypatch.delenv(name, raising=False)
    monkeypatch.setenv("LANG", "zh_CN.UTF-8")
    assert i18n.message_language() == "zh"
    monkeypatch.setenv("LC_ALL", "C.UTF-8")
    assert i18n.message_language() == "en"
