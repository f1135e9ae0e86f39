"""Chinese, as it is written and said on the mainland."""

from __future__ import annotations

import re
from collections.abc import Mapping
from typing import ClassVar

from ...model import Lexicon
from .. import CharacterReading, Language, Reading, TextIssue
from ..markup import strip_marks
from ..sentence_segmentation import Rules, split_sentences

RULES = Rules(ends="。！？；…!?;", spaced=False, goes_on="，、；。,的地得等和与及之了这那为是", quote_limit=120)


class Chinese(Language):
    """Mandarin in simplified or traditional characters."""

    tag: ClassVar[str] = "zh"
    notices: ClassVar[Mapping[str, str]] = {"zh": "本段语音由人工智能合成。", "zh-Hant": "本段語音由人工智慧合成。"}
    max_breath_units: ClassVar[int] = 60
    pace: ClassVar[int] = 240

    def sentences(self, paragraph: str) -> list[str]:
        """Split at 。！？；… outside quotes and brackets."""
        return split_sentences(paragraph, RULES)

    def normalise(self, sentence: str) -> str:
        """Numbers, units, letters and symbols in words."""
        from .marking import normalise

        return normalise(sentence)

    def readings(self, sentence: str, lexicon: Lexicon = ()) -> list[Reading]:
        """Numbers, Latin letters and symbols, and characters of several readings, in the order written."""
        from .readings import find_readings

        return find_readings(sentence, lexicon)

    def character_readings(self, spoken: str) -> list[CharacterReading]:
        """As ``Language``: an entry for every Chinese character, tone changes of 一 and 不 included."""
        from .readings import spoken_readings

        return spoken_readings(spoken)

    def example_word(self, written: str, reading: str) -> str:
        """As ``Language``, from the words all dictionaries agree on."""
        from .readings import example_word

        return example_word(written, reading)

    def unattested_readings(self, written: str, say: str) -> list[tuple[str, str]]:
        """As ``Language``, of tone-number pinyin; neutral tones and the changes of tones in a sentence are known."""
        from .readings import unattested_readings

        return unattested_readings(written, say)

    def text_issues(self, text: str, lexicon: Lexicon = ()) -> list[TextIssue]:
        """What would go unspoken, and numbers whose meaning only a person knows."""
        from .checks import find_text_issues

        return find_text_issues(text, lexicon)

    def spoken_length(self, text: str) -> int:
        """Characters, and a Latin letter or word as one each."""
        from ..han import HAN
        from .normalise import in_words

        return len(re.findall(rf"[{HAN}]|[A-Za-zÀ-ɏ]+", strip_marks(in_words(text))))
