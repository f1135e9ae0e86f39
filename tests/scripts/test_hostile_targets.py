"""What ``fuzz`` and ``growth`` feed: a reader that refuses every input finds nothing."""

from __future__ import annotations

from pathlib import Path

import pytest

from audioguide.errors import AudioguideError
from audioguide.importers import read_bytes
from benchmarks.hostile_documents import WRITERS, replace_member
from benchmarks.hostile_targets import TEXT_FORMATS, all_targets
from benchmarks.hostile_texts import CHARACTER_CLASSES, MAX_INPUT_BYTES, class_text

NARRATION = (
    "The gate was built in 1449 by the monks.\n这里的磨坊是1949年修的，水从山上来。\nPlease walk on to the mill."
)


def test_every_document_without_damage_is_read(tmp_path: Path) -> None:
    refused = []
    targets = [target for target in all_targets(tmp_path) if target.write or target.name.startswith("import ")]
    for target in targets:
        try:
            target.read(NARRATION)
        except AudioguideError as error:
            refused.append(f"{target.name}: {error}")
    assert len(targets) > len(WRITERS) + len(TEXT_FORMATS)
    assert refused == []


@pytest.mark.parametrize("form", (*TEXT_FORMATS, *WRITERS))
def test_a_document_of_each_format_holds_its_text(form: str) -> None:
    data = WRITERS[form](NARRATION) if form in WRITERS else NARRATION.encode()
    text = read_bytes(data, f"a.{form}").text
    assert "The gate was built in 1449 by the monks." in text
    assert "这里的磨坊是1949年修的，水从山上来。" in text


PACKAGES = {
    "docx": "word/document.xml",
    "xlsx": "xl/worksheets/sheet1.xml",
    "pptx": "ppt/slides/slide1.xml",
    "odt": "content.xml",
    "epub": "o/a.xhtml",
}
"""Formats that are ZIP archives, and the member that holds the text."""


@pytest.mark.parametrize("form", PACKAGES)
def test_a_change_inside_a_package_reaches_its_reader(form: str) -> None:
    data = replace_member(
        WRITERS[form](NARRATION), lambda _names: PACKAGES[form], lambda content: content.replace(b"monks", b"nuns")
    )
    assert "The gate was built in 1449 by the nuns." in read_bytes(data, f"a.{form}").text


@pytest.mark.parametrize("name", CHARACTER_CLASSES)
def test_a_text_of_a_class_is_as_long_as_inputs_may_be_and_can_be_made_again(name: str) -> None:
    text = class_text(name, 7)
    assert MAX_INPUT_BYTES - 4 < len(text.encode()) <= MAX_INPUT_BYTES
    assert text == class_text(name, 7) != class_text(name, 8)
