"""The contract of languages."""

from __future__ import annotations

import random
import re
from collections.abc import Iterator, Mapping, Sequence
from typing import ClassVar

from ..i18n.language_tags import primary_language
from ..outputs.visitor_texts import visitor_texts
from ..registry import load_plugin, plugin_names
from ..text import Language

HARD_TO_SPLIT = "ab1.5 。！？；…“”‘’（）《》「」\"'.!?;:,一二三äé{}|\n"


class LanguageContract:
    """What every language does, whatever the text."""

    kind: ClassVar[type[Language]]
    cases: ClassVar[Sequence[tuple[str, str]]] = ()
    """Written → spoken text."""

    def test_it_is_registered_under_its_tag(self) -> None:
        """The entry point's name is the primary language subtag."""
        assert self.kind.tag == primary_language(self.kind.tag)
        if self.kind.tag in plugin_names("languages"):
            assert load_plugin("languages", self.kind.tag) is self.kind
        assert self.kind.max_breath_units > 0
        assert 50 < self.kind.pace < 500

    def test_cases(self) -> None:
        """Each of the suite's own cases is spoken as it says."""
        for written, spoken in self.cases:
            assert self.kind().normalise(written) == spoken, written

    def test_nothing_written_is_lost_between_sentences(self) -> None:
        """The pieces joined are the paragraph; a piece without anything to say joins its neighbour."""
        language = self.kind()
        for paragraph in _random_texts(HARD_TO_SPLIT, 60):
            pieces = language.sentences(paragraph)
            assert re.sub(r"\s", "", "".join(pieces)) == re.sub(r"\s", "", paragraph)
            assert len(pieces) <= 1 or all(map(language.is_speakable, pieces)), paragraph

    def test_any_text_is_read_without_an_error(self) -> None:
        """Speaking is pure; issues and readings name places of the text."""
        language = self.kind()
        for text in (
            *_random_texts("".join(map(chr, range(32, 0x2FF))), 40),
            *_random_texts("中文abc☃😀\u200b{}|1.", 30),
        ):
            assert language.normalise(text) == language.normalise(text)
            for issue in language.text_issues(text):
                assert 0 <= issue.start <= len(text)
                assert issue.message
                assert issue.code == issue.code.lower()
            assert language.spoken_length(text) >= 0
        for reading in language.readings("In 1976: 3 × 47 %"):
            assert reading.spoken
            assert "In 1976: 3 × 47 %"[reading.start :].startswith(reading.written)

    def test_no_digit_is_left_to_the_engine(self) -> None:
        """An engine reads digits as it likes."""
        for number in ("0", "3", "21", "100", "1999", "2001", "123456", "007", "3/4", "10:30"):
            assert not re.search(r"\d", self.kind().normalise(number)), number

    def test_what_the_author_decided_stays(self) -> None:
        """``{written|said}`` passes through, digits in it included."""
        assert "{7b|seven bee}" in self.kind().normalise("{7b|seven bee} 3")
        assert self.kind().text_issues("{7b|")[0].code == "bad-markup"

    def test_visitors_read_their_own_language(self) -> None:
        """One file holds every word of pages and labels, with the fields the English one has."""
        own, english = visitor_texts(self.kind.tag), visitor_texts("en")
        assert primary_language(own["tag"]) == self.kind.tag, "set visitor_file"
        assert _fields_of(own) == _fields_of(english)
        if self.kind.tag != "en":
            assert own["labels"]["scan"] != english["labels"]["scan"]


def _random_texts(alphabet: str, length: int, count: int = 150) -> Iterator[str]:
    chance = random.Random(f"{alphabet}{length}")
    for _number in range(count):
        yield "".join(chance.choices(alphabet, k=chance.randrange(length)))


def _fields_of(texts: object) -> object:
    if isinstance(texts, Mapping):
        return {key: _fields_of(value) for key, value in texts.items() if key != "tag"}
    return len(texts) if isinstance(texts, list) else sorted(re.findall(r"\{\w+\}", str(texts)))
