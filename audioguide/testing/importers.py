"""The contract of importers."""

from __future__ import annotations

import random
from collections.abc import Callable, Sequence
from typing import ClassVar
from unittest import SkipTest

from ..errors import DocumentError
from ..importers.document import Document
from ..registry import load_plugin, plugin_names


class ImporterContract:
    """What every importer does: a document with an account of every character, or a clear error."""

    read: ClassVar[Callable[[bytes, str], Document]]
    extension: ClassVar[str]

    def sample(self, paragraphs: Sequence[str]) -> bytes | None:
        """Return a document of the format with these paragraphs; None: only broken files are tried."""
        return None

    def test_it_is_registered_under_its_extension(self) -> None:
        """The entry point's name is the file name extension, without its dot."""
        if self.extension in plugin_names("importers"):
            assert load_plugin("importers", self.extension) is type(self).read
        assert self.extension == self.extension.lower().lstrip(".")

    def test_every_paragraph_is_read_in_order(self) -> None:
        """Text, blocks and skips agree, and nothing is lost."""
        paragraphs = (
            "The Front Hall",
            "Thirty-six names are on the wall.",
            "前厅的墙上写着三十六位烈士的名字。",
            "第二段。",
        )
        data = self.sample(paragraphs)
        if data is None:
            raise SkipTest("the suite has no sample of this format")
        document = type(self).read(data, f"museum.{self.extension}")
        check_document(document)
        positions = [document.text.find(paragraph) for paragraph in paragraphs]
        assert min(positions) >= 0
        assert positions == sorted(positions)
        assert document == type(self).read(data, f"museum.{self.extension}")

    def test_broken_files_end_in_a_clear_error(self) -> None:
        """Any bytes make a document or a DocumentError that names the file and the next step."""
        complete = self.sample(("A", "B")) or b"PK\x03\x04 sample"
        chance = random.Random(7)
        broken = [b"", b"\0" * 100, complete[: len(complete) // 2], complete[:-10], complete + complete]
        broken += [bytes(chance.randrange(256) for _ in range(200)) for _ in range(20)]
        for data in broken:
            try:
                document = type(self).read(data, f"museum.{self.extension}")
            except DocumentError as error:
                assert error.message
            else:
                check_document(document)


def check_document(document: Document) -> None:
    """Assert that blocks and skips are in order within the text, with nothing but white space between blocks."""
    position = 0
    for block in document.blocks:
        assert position <= block.start < block.end <= len(document.text)
        assert not document.text[position : block.start].strip()
        position = block.end
    assert not document.text[position:].strip()
    position = 0
    for skip in document.skips:
        assert position <= skip.start < skip.end <= len(document.text)
        assert skip.reason
        position = skip.end
