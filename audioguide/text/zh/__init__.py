"""Chinese, as it is written and said on the mainland."""

from __future__ import annotations

import re
from typing import ClassVar

from ...model import Lexicon
from .. import Doubt, Language, Reading
from ..markup import strip
from ..sentence_segmentation import Rules, split

RULES = Rules(ends="。！？；…!?;", spaced=False, goes_on="，、；。,的地得等和与及之了这那为是", quote_limit=120)


class Chinese(Language):
    """Mandarin in simplified or traditional characters."""

    tag: ClassVar[str] = "zh"
    breath: ClassVar[int] = 60
    pace: ClassVar[int] = 240

    def sentences(self, paragraph: str) -> list[str]:
        """Split at 。！？；… outside quotes and brackets."""
        return split(paragraph, RULES)

    def normalise(self, sentence: str) -> str:
        """Numbers, units, letters and symbols in words."""
        from .normalise import normalise

        return normalise(sentence)

    def readings(self, sentence: str, lexicon: Lexicon = ()) -> list[Reading]:
        """Numbers, Latin letters and symbols, and characters of several readings, in the order written."""
        from ..lexicon import apply
        from . import g2p, spoken_alignment
        from .normalise import in_words

        found = spoken_alignment.readings(sentence, in_words(apply(sentence, lexicon)), lexicon)
        found += g2p.character_readings(sentence, lexicon)
        return sorted(found, key=lambda reading: reading.start)

    def unheard_of(self, written: str, say: str) -> list[tuple[str, str]]:
        """As ``Language``, of tone-number pinyin; neutral tones and the changes of tones in a sentence are known."""
        from . import g2p

        return g2p.unheard_of(written, say)

    def doubts(self, text: str, lexicon: Lexicon = ()) -> list[Doubt]:
        """What would go unspoken, and numbers whose meaning only a person knows."""
        from .checks import doubts

        return doubts(text, lexicon)

    def units(self, text: str) -> int:
        """Characters, and a Latin letter or word as one each."""
        from .clean import HAN
        from .normalise import in_words

        return len(re.findall(rf"[{HAN}]|[A-Za-zÀ-ɏ]+", strip(in_words(text))))
