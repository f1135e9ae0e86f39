"""What a person should decide in a sentence, with everything that could be meant, ready to paste."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING

from ..i18n import _
from ..model import Lexicon
from .markup import MARK, strip_marks

if TYPE_CHECKING:
    from . import Doubt, Language, Reading, TextIssue


_SHOWN_WITH_SURROUNDINGS = frozenset(["unspeakable", "unbalanced-quotes", "placeholder", "bad-markup"])
"""Issues about one character or a run of it, whose excerpt shows what is around."""
_RUN = re.compile(r"(.)\1*", re.DOTALL)


def list_doubts(language: Language, sentence: str, lexicon: Lexicon = ()) -> list[Doubt]:
    """Return the issues of the text and the readings that are not sure, in order of place."""
    from . import Doubt

    plain = strip_marks(sentence)
    issues = [
        _doubt_of_issue(plain, _plain_offset(sentence, i.start), i) for i in language.text_issues(sentence, lexicon)
    ]
    covered = {place for doubt in issues for place in range(doubt.start, doubt.start + max(1, len(doubt.text)))}
    readings = [
        Doubt(reading.start, reading.written, doubt_message(language, reading), reading.choices)
        for reading in language.readings(sentence, lexicon)
        if reading.confidence != "sure" and reading.alternatives and reading.start not in covered
    ]
    return sorted([*issues, *readings], key=lambda doubt: doubt.start)


def _doubt_of_issue(plain: str, start: int, issue: TextIssue) -> Doubt:
    """An issue as a doubt: what lies at its place, where the excerpt shows what is around it as well."""
    from . import Doubt

    text = issue.excerpt
    if issue.code in _SHOWN_WITH_SURROUNDINGS and not MARK.fullmatch(text):
        run = _RUN.match(plain, start)
        text = run[0] if run else ""
    return Doubt(start, text, issue.message, issue.choices)


def doubt_message(language: Language, reading: Reading) -> str:
    """Return what can be meant by a token, each reading with a word that has it: ``藏 cang2 收藏 · zang4 西藏``."""
    options = " · ".join(
        f"{option} {language.example_word(reading.written, option)}".rstrip()
        for option in sorted({reading.spoken, *reading.alternatives})
    )
    return _("“{written}” can be read in several ways: {options}. Now it is read {spoken}.").format(
        written=reading.written, options=options, spoken=reading.spoken
    )


def _plain_offset(text: str, offset: int) -> int:
    """Where an offset in a text with marks lies once they are taken out."""
    removed = 0
    for mark in MARK.finditer(text):
        if mark.start() >= offset:
            break
        written_end = mark.start() + 1 + len(mark[1])
        removed += 1  # the opening brace
        if offset > written_end:
            removed += min(offset, mark.end()) - written_end
    return offset - removed
