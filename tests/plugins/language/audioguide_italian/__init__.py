"""Italian in one file, its data, and one file with everything visitors read."""

from __future__ import annotations

import re
from pathlib import Path
from typing import ClassVar

from audioguide.model import Lexicon
from audioguide.text import Language, Reading, TextIssue, checks
from audioguide.text.markup import rewrite_outside_marks, strip_marks
from audioguide.text.number_words import cardinal
from audioguide.text.sentence_segmentation import Rules, split_sentences

ABBREVIATIONS = dict(
    line.split("\t") for line in Path(__file__).with_name("abbreviations.tsv").read_text("utf-8").splitlines()
)
SYMBOLS = {"%": " per cento", "€": " euro", "&": " e ", "+": " più ", "/": " ", ":": " e "}


class Italian(Language):
    """Italian, as much of it as a test needs."""

    tag: ClassVar[str] = "it"
    max_breath_units: ClassVar[int] = 220
    pace: ClassVar[int] = 150
    visitor_file: ClassVar[Path | None] = Path(__file__).with_name("visitors.yaml")

    def sentences(self, paragraph: str) -> list[str]:
        """Split where a stop is followed by a fresh start."""
        words = frozenset(name.rstrip(".").lower() for name in ABBREVIATIONS)
        return split_sentences(paragraph, Rules(ends="…", spaced=True, abbreviations=words))

    def normalise(self, sentence: str) -> str:
        """Abbreviations, numbers and symbols in words."""
        return rewrite_outside_marks(sentence, self._say)

    def _say(self, text: str) -> str:
        for written, spoken in ABBREVIATIONS.items():
            text = text.replace(written, spoken)
        text = re.sub(r"(?<=\d)[.](?=\d{3})", "", text)
        text = re.sub(r"[0-9]+", lambda match: f" {cardinal(match[0], 'it')} ", text)
        for symbol, words in SYMBOLS.items():
            text = text.replace(symbol, words)
        return re.sub(r"\s+([,.;!?])", r"\1", " ".join(text.split()))

    def readings(self, sentence: str, lexicon: Lexicon = ()) -> list[Reading]:
        """Every number."""
        return [
            Reading(match[0], cardinal(match[0], "it"), match.start(), "number", "rule", "likely")
            for match in re.finditer(r"[0-9]+", strip_marks(sentence))
        ]

    def text_issues(self, text: str, lexicon: Lexicon = ()) -> list[TextIssue]:
        """Broken marks, unbalanced brackets."""
        issues = checks.mark_issues(text, lambda written, reading: None)
        return issues + checks.unbalanced_pairs(text, {"“": "”", "(": ")", "«": "»"})

    def spoken_length(self, text: str) -> int:
        """Words as spoken."""
        return len(re.findall(r"[^\W\d_]+", strip_marks(self.normalise(text))))
