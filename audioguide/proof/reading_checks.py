"""Readings a script asks for that are none: they are said as asked, so that no ear would notice."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import replace

from ..i18n import _
from ..text import find_language
from ..text.markup import split_marks
from .expected import ExpectedStop
from .findings import Difference, ExpectedSentence, make_difference


def unattested_differences(spoken: ExpectedStop, lines: Sequence[ExpectedSentence]) -> Iterator[Difference]:
    """Characters asked for in a reading no dictionary has, unless a note of the lexicon vouches for it."""
    speaks = find_language(spoken.language)
    vouched = {
        (entry.written, each)
        for entry in spoken.lexicon
        if entry.note
        for each in speaks.unattested_readings(entry.written, entry.say)
    }
    tokens = [token for line in lines for token in line.tokens]
    reason = _("Said as the script asks for it, but no dictionary reads the character so.")
    odd = [
        {
            each
            for word, reading in split_marks(sentence.spoken)
            for each in speaks.unattested_readings(word, reading)
            if not any(each == known and vouching in sentence.written for vouching, known in vouched)
        }
        for sentence in spoken.sentences
    ]
    for at, token in enumerate(tokens):
        if (token.text, token.pinyin) in odd[token.sentence]:
            finding = make_difference(lines, tokens, [at], token.pinyin, "voice", reason)
            yield replace(finding, lexicon=_usual_lexicon_line(finding.lexicon.partition(":")[0]))


def _usual_lexicon_line(word: str) -> str:
    """The word as a lexicon has it, read as dictionaries do."""
    from ..text.zh import g2p

    return f"{word}: {' '.join(syllable.pinyin for syllable in g2p.to_syllables(word))}" if word else ""
