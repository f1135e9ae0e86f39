"""What every language looks for in a written text: broken marks, what nobody can say, quotes without a partner."""

from __future__ import annotations

import re
from collections.abc import Callable, Mapping

from ..i18n import _, compose
from . import TextIssue
from .markup import MARK


def mask_marks(text: str) -> str:
    """The text with every mark replaced by letters of the same length, so that offsets hold."""
    return MARK.sub(lambda mark: "x" * len(mark[0]), text)


def mark_issues(text: str, problem: Callable[[str, str], str | None]) -> list[TextIssue]:
    """Marks whose reading does not fit, and braces or bars that belong to none."""
    hint, message = _mark_hint(), _("“{character}” does not belong to a reading mark.")
    issues = [
        TextIssue("bad-markup", mark.start(), mark[0], wrong, hint)
        for mark in MARK.finditer(text)
        if (wrong := problem(mark[1], mark[2].strip()))
    ]
    issues += [
        TextIssue(
            "bad-markup",
            stray.start(),
            excerpt_around(text, stray.start(), stray.end()),
            message.format(character=stray[0]),
            hint,
        )
        for stray in re.finditer(r"[{}|]", mask_marks(text))
    ]
    return issues


def unspeakable_runs(text: str, speakable: Callable[[str], bool]) -> list[TextIssue]:
    """Each run of characters that no voice of the language can say."""
    message = _("“{character}” (U+{code}) cannot be spoken and will be skipped.")
    hint = _("Take it out, or write the words it stands for.")
    return [
        TextIssue(
            "unspeakable",
            run.start(),
            excerpt_around(text, run.start(), run.end()),
            message.format(character=run[0], code=f"{ord(run[0][0]):04X}"),
            hint,
        )
        for run in re.finditer(r"(.)\1*", _without_accents(mask_marks(text)), re.DOTALL)
        if not speakable(run[1])
    ]


def _without_accents(text: str) -> str:
    """The text with spaces for accents that are one with the letter before them, as Macs write é: e and an accent."""

    def blank_accents(accented: re.Match[str]) -> str:
        letter = accented[0]
        return letter[0] + " " * (len(letter) - 1) if len(compose(letter)) == 1 else letter

    return _ACCENTED.sub(blank_accents, text)


_ACCENTED = re.compile("[^\u0300-\u036f\u3099\u309a][\u0300-\u036f\u3099\u309a]+")


def unbalanced_pairs(text: str, pairs: Mapping[str, str]) -> list[TextIssue]:
    """Quotes and brackets without their partner."""
    places = []
    open_at: list[tuple[str, int]] = []
    closers = set(pairs.values())
    for place, character in enumerate(mask_marks(text)):
        if character in pairs:
            open_at.append((pairs[character], place))
        elif character in closers:
            if open_at and open_at[-1][0] == character:
                open_at.pop()
            else:
                places.append(place)
    places += [place for _closer, place in open_at]
    message = _("“{character}” is unmatched.")
    hint = _("Open and close every quotation and bracket within its paragraph.")
    return [
        TextIssue(
            "unbalanced-quotes",
            place,
            excerpt_around(text, place, place + 1),
            message.format(character=text[place]),
            hint,
        )
        for place in places
    ]


def excerpt_around(text: str, start: int, end: int) -> str:
    """A few characters on both sides, on one line."""
    return text[max(0, start - 8) : end + 8].replace("\n", " ").strip()


def _mark_hint() -> str:
    return _("A reading is written {example}: the word, a bar, its tone-number pinyin.").format(example="{长|zhang3}")
