"""Chinese is a first-class language: every message has its translation, with the same fields."""

from __future__ import annotations

import ast
import string
from pathlib import Path

import polib
import pytest
from conftest import ROOT

from audioguide import i18n
from audioguide.cli import COMMANDS

PACKAGE = ROOT / "audioguide"


def messages(path: Path) -> list[str]:
    return [
        node.args[0].value
        for node in ast.walk(ast.parse(path.read_text()))
        if isinstance(node, ast.Call)
        and isinstance(node.func, ast.Name)
        and node.func.id == "_"
        and node.args
        and isinstance(node.args[0], ast.Constant)
        and isinstance(node.args[0].value, str)
    ]


ALL = {message for path in PACKAGE.rglob("*.py") for message in messages(path)} | set(COMMANDS.values())


def fields(text: str) -> set[str]:
    return {name for _text, name, _spec, _conversion in string.Formatter().parse(text) if name}


def test_every_message_has_its_chinese() -> None:
    known = i18n.load_catalogue("zh")
    assert sorted(ALL - set(known)) == []


@pytest.mark.parametrize("file", sorted((PACKAGE / "locale").rglob("*.po")), ids=lambda path: path.name)
def test_translations_keep_their_fields(file: Path) -> None:
    for entry in polib.pofile(str(file)):
        if entry.msgstr and entry.msgid:
            try:
                expected = fields(entry.msgid)
            except ValueError:
                continue  # a message that is not a format
            assert fields(entry.msgstr) == expected, entry.msgid


def test_the_environment_decides(monkeypatch: pytest.MonkeyPatch) -> None:
    for name in ("AUDIOGUIDE_LANG", "LC_ALL", "LC_MESSAGES"):
        monkeypatch.delenv(name, raising=False)
    monkeypatch.setenv("LANG", "zh_CN.UTF-8")
    assert i18n.message_language() == "zh"
    monkeypatch.setenv("LC_ALL", "C.UTF-8")
    assert i18n.message_language() == "en"
