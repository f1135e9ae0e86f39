"""What is said in a presentation: the notes below its slides, or the text on them where the notes are for the guide."""

from __future__ import annotations

from collections.abc import Iterable, Sequence

from ..addressees import HINT, find_addressee, is_for_guides
from ..outline import weight
from ..patterns import SENTENCE_END, split_sentences
from ..stop_numbers import read_stop_number
from ..unspoken import is_clear_direction

MIN_PROSE = 12
"""Weight of the sentences of a slide from which they may be its narration."""
MIN_SLIDES = 2
Slide = tuple[Sequence[str], Sequence[str]]
"""The paragraphs on a slide, its title left out, and those of its notes."""


def are_notes_spoken(slides: Sequence[Slide]) -> bool:
    """Whether the notes of a presentation are what is said; False too where it has none.

    They are unless several slides hold sentences, fewer than half as many notes do, and the notes are shorter.
    """
    if not any(notes for _shown, notes in slides):
        return False
    shown = [texts for texts, _notes in slides if _is_prose(texts)]
    noted = [notes for _texts, notes in slides if _is_prose(notes)]
    shorter = _weigh(notes for _texts, notes in slides) < _weigh(shown)
    return not (len(shown) >= MIN_SLIDES and 2 * len(noted) < len(shown) and shorter)


def is_cover(title: str, has_spoken_notes: bool) -> bool:
    """Whether the first slide bears the title of the tour: nothing is said at it, and it is no numbered stop."""
    number = read_stop_number(title, in_heading=True)
    return not has_spoken_notes and (number is None or number.family != "stop")


def _weigh(pages: Iterable[Sequence[str]]) -> int:
    return sum(weight(text) for page in pages for text in page)


def _is_prose(paragraphs: Sequence[str]) -> bool:
    """Whether paragraphs hold sentences that are no words to the guide."""
    sentences = [
        sentence.strip()
        for text in paragraphs
        if not (is_for_guides(text) or HINT.match(text) or find_addressee(text[:12]) == "guides")
        for sentence in split_sentences(text)
    ]
    return (
        sum(
            weight(sentence)
            for sentence in sentences
            if SENTENCE_END.search(sentence) and not is_clear_direction(sentence)
        )
        >= MIN_PROSE
    )
