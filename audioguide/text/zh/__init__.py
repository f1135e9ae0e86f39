"""Chinese, as it is written and said on the mainland."""

from __future__ import annotations

import re
from typing import ClassVar

from ...model import Lexicon
from .. import Language, Reading, TextIssue
from ..markup import strip_marks
from ..sentence_segmentation import Rules, split_sentences

RULES = Rules(ends="。！？；…!?;", spaced=False, goes_on="，、；。,的地得等和与及之了这那为是", quote_limit=120)


class Chinese(Language):
    """Mandarin in simplified or traditional characters."""

    tag: ClassVar[str] = "zh"
    max_breath_units: ClassVar[int] = 60
    pace: ClassVar[int] = 240

    def sentences(self, paragraph: str) -> list[str]:
        """Split at 。！？；… outside quotes and brackets."""
        return split_sentences(paragraph, RULES)

    def normalise(self, sentence: str) -> str:
        """Numbers, units, letters and symbols in words."""
        from .normalise import normalise

        return normalise(sentence)

    def readings(self, sentence: str, lexicon: Lexicon = ()) -> list[Reading]:
        """Numbers, Latin letters and symbols, and characters of several readings, in the order written."""
        from ..lexicon import apply_lexicon
        from . import g2p, spoken_alignment
        from .normalise import in_words

        found = spoken_alignment.readings(sentence, in_words(apply_lexicon(sentence, lexicon)), lexicon)
        found += g2p.character_readings(sentence, lexicon)
        return sorted(found, key=lambda reading: reading.start)

    def unattested_readings(self, written: str, say: str) -> list[tuple[str, str]]:
        """As ``Language``, of tone-number pinyin; neutral tones and the changes of tones in a sentence are known."""
        from . import g2p

        return g2p.unheard_of(written, say)

    def text_issues(self, text: str, lexicon: Lexicon = ()) -> list[TextIssue]:
        """What would go unspoken, and numbers whose meaning only a person knows."""
        from .checks import doubts

        return doubts(text, lexicon)

    def spoken_length(self, text: str) -> int:
        """Characters, and a Latin letter or word as one each."""
        from .clean import HAN
        from .normalise import in_words

        return len(re.findall(rf"[{HAN}]|[A-Za-zÀ-ɏ]+", strip_marks(in_words(text))))
