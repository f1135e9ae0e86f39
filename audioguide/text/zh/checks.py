"""What a listener would not hear, or perhaps hear wrongly."""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import replace
from itertools import islice

from ...i18n import _
from ...model import Lexicon
from .. import TextIssue, checks
from ..han import is_han
from ..lexicon import covered_characters, reading_problem
from ..pieces import cut_with_offsets
from .dictionary import load_dictionary
from .latin import PLACEHOLDER, is_known, is_spelt
from .normalise import is_pronounceable
from .spoken_alignment import ambiguous_numbers, spoken_for, ways_to_say
from .traditional import to_simplified
from .unread_signs import find_unread_signs

_FOREIGN = re.compile(r"[A-Za-zÀ-ɏ][A-Za-zÀ-ɏ'’]+(?: [A-Za-zÀ-ɏ'’]+)*")
_PRIMES = re.compile(r"(?<=\d)[′″]")
"""Minutes and seconds of arc, said after their numbers."""
MAX_ISSUES = 1_200
"""Most doubts of a text that each take a thousandth of a second to tell; nobody clears up more before looking again."""
_PAIRS = dict(zip("“‘「『（《【‚", "”’」』）》】‛", strict=True))


def find_text_issues(text: str, lexicon: Lexicon) -> list[TextIssue]:
    """Every doubt of a written text, in order of place; what a mark or the lexicon decides raises none."""
    decided = covered_characters(text, lexicon)
    open_text = "".join("一" if hidden else character for character, hidden in zip(text, decided, strict=True))
    issues = [
        *checks.mark_issues(text, reading_problem),
        *checks.unspeakable_runs(
            _PRIMES.sub("一", PLACEHOLDER.sub(lambda blank: "一" * len(blank[0]), open_text)),
            lambda sign: sign in "{|}" or (is_pronounceable(sign) and _has_reading(sign)),
        ),
        *islice(_find_issues_by_piece(open_text), MAX_ISSUES),
        *checks.unbalanced_pairs(text, _PAIRS),
    ]
    return sorted(issues, key=lambda doubt: (doubt.start, doubt.code))


def _find_issues_by_piece(text: str) -> Iterator[TextIssue]:
    for offset, piece in cut_with_offsets(text):
        for find in (_placeholder_issues, _ambiguous_number_issues, find_unread_signs, _foreign_word_issues):
            yield from (replace(issue, start=offset + issue.start) for issue in find(piece))


def _has_reading(character: str) -> bool:
    """Whether a dictionary can read the character; the rarest of the later planes nobody can."""
    if not is_han(character) or "\u4e00" <= character <= "\u9fff":
        return True
    return to_simplified(character) in load_dictionary().characters


def _placeholder_issues(text: str) -> list[TextIssue]:
    return [
        TextIssue(
            "placeholder",
            blank.start(),
            checks.excerpt_around(text, blank.start(), blank.end()),
            _("“{blank}” stands for something left out; it is said as 某.").format(blank=blank[0]),
            _("Write what is meant, or leave the words out."),
        )
        for blank in PLACEHOLDER.finditer(text)
    ]


def _ambiguous_number_issues(text: str) -> list[TextIssue]:
    """Numbers whose surroundings do not tell what they are."""
    issues = []
    for start, end in ambiguous_numbers(text):
        number, spoken = text[start:end], spoken_for(text, start, end)
        choices = tuple(f"{{{number}|{way}}}" for way in sorted({spoken, *ways_to_say(number)}))
        issues.append(
            TextIssue(
                "ambiguous-number",
                start,
                number,
                _("“{number}” can be said in more than one way; now it is said “{spoken}”.").format(
                    number=number, spoken=spoken
                ),
                _("Write how it is said: {choices}; or name what is counted.").format(choices=" / ".join(choices)),
                "note",
                choices,
            )
        )
    return issues


def _foreign_word_issues(text: str) -> list[TextIssue]:
    """Words neither spelt nor known, which the voice reads as English."""
    return [
        TextIssue(
            "stray-latin",
            run.start(),
            run[0],
            _("“{word}” is said as an English word.").format(word=run[0]),
            _("Give it a reading in the lexicon, or write it in Chinese."),
            "note",
        )
        for run in _FOREIGN.finditer(PLACEHOLDER.sub(lambda blank: "一" * len(blank[0]), text))
        if not all(is_spelt(word) or is_known(word) for word in run[0].split())
        and not re.search(r"\d ?$", text[max(0, run.start() - 2) : run.start()])
    ]
