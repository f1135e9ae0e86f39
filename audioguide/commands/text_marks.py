"""What a page shows at a text while it is written: sentences, how tokens will be said, and what should be decided."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Literal

from ..authoring import voices_yaml
from ..errors import EditRefused
from ..i18n import _
from ..model import Lexicon, Tour
from ..project import Project
from ..text import Language, Reading, find_language
from ..text.markup import MARK, is_pinyin, split_marks, strip_marks

MarkKind = Literal["problem", "doubtful", "likely", "sure", "spoken", "decided"]
"""``spoken``: a number or Latin word with what will be said; ``decided``: a mark ``{长|zhang3}`` of the author."""

TONES = {"a": "āáǎàa", "e": "ēéěèe", "i": "īíǐìi", "o": "ōóǒòo", "u": "ūúǔùu", "ü": "ǖǘǚǜü"}


@dataclass(frozen=True)
class Choice:
    """One way to say a token."""

    reading: str
    """As it is written in a mark: ``cang2``."""
    shown: str
    """As people write it: ``cáng``."""
    example: str
    """A common word that is read so; empty where none is known."""
    paste: str
    """What stands in the text when it is chosen for this place."""
    current: bool = False


@dataclass(frozen=True)
class TextMark:
    """A stretch of a text with something to show or to decide."""

    start: int
    """Code points from the start of the text."""
    end: int
    kind: MarkKind
    written: str
    spoken: str
    message: str
    """Why it is said so, or what is wrong, in the reader's language."""
    choices: tuple[Choice, ...] = ()
    word: str = ""
    """The word a lexicon line would be for."""


@dataclass(frozen=True)
class MarkedText:
    """A text with its sentences and marks."""

    sentences: tuple[tuple[int, int], ...]
    """Start and end of each, in code points."""
    marks: tuple[TextMark, ...]


def mark_text(project: Project, tour: Tour, text: str) -> MarkedText:
    """Find the sentences of a text, and everything in them that is a choice.

    Raises ConfigError for a language nobody knows or a ``voices.yaml`` that cannot be used.
    """
    settings = voices_yaml.merge_overrides(voices_yaml.load_settings(project.voices), tour)
    lexicon = voices_yaml.tour_lexicon(settings, tour)
    language = find_language(tour.language)
    sentences = sentence_spans(language, text)
    marks = [mark for start, end in sentences for mark in _sentence_marks(language, lexicon, text[start:end], start)]
    return MarkedText(tuple(sentences), tuple(marks))


def sentence_spans(language: Language, text: str) -> list[tuple[int, int]]:
    """Start and end of each sentence, in code points."""
    spans: list[tuple[int, int]] = []
    position = 0
    for paragraph in text.split("\n"):
        for sentence in language.sentences(paragraph) if paragraph.strip() else []:
            start = max(text.find(sentence.strip(), position), position)
            position = start + len(sentence.strip())
            spans.append((start, position))
    return spans


def sentence_at(tour: Tour, text: str, place: int) -> tuple[int, int] | None:
    """The sentence at a caret: the one before it where it stands between two. None for a text without sentences."""
    spans = _spoken_spans(tour, text)
    return next((span for span in spans if place <= span[1]), spans[-1] if spans else None)


def sentence_after(tour: Tour, text: str, place: int) -> tuple[int, int] | None:
    """The first sentence that begins at or behind a place; None where there is none."""
    return next((span for span in _spoken_spans(tour, text) if span[0] >= place), None)


def _spoken_spans(tour: Tour, text: str) -> list[tuple[int, int]]:
    language = find_language(tour.language)
    return [span for span in sentence_spans(language, text) if language.is_speakable(text[span[0] : span[1]])]


def _sentence_marks(language: Language, lexicon: Lexicon, sentence: str, offset: int) -> list[TextMark]:
    marks: list[TextMark] = []
    covered: set[int] = set()
    for issue in language.text_issues(sentence, lexicon):
        length = max(1, len(issue.excerpt))
        choices = tuple(Choice(choice, strip_marks(choice), "", choice) for choice in issue.choices)
        message = f"{issue.message} {issue.hint}".strip()
        at = issue.start
        marks.append(TextMark(offset + at, offset + at + length, "problem", issue.excerpt, "", message, choices))
        covered |= set(range(at, at + length))
    for reading in language.readings(sentence, lexicon):
        start, end = _raw_span(sentence, reading.start, len(reading.written))
        settled = reading.kind == "character" and not reading.alternatives and sentence[start] != "{"
        if start in covered or settled:
            continue
        marks.append(
            TextMark(
                offset + start,
                offset + end,
                _kind_of(reading, sentence[start:end]),
                reading.written,
                shown_reading(reading.spoken),
                _(reading.why),
                _choices(language, reading),
                reading.word or reading.written,
            )
        )
    return sorted(marks, key=lambda mark: mark.start)


def _kind_of(reading: Reading, raw: str) -> MarkKind:
    if raw.startswith("{"):
        return "decided"
    return "spoken" if reading.kind != "character" and reading.confidence == "sure" else reading.confidence


def _choices(language: Language, reading: Reading) -> tuple[Choice, ...]:
    if not reading.alternatives:
        return ()
    return tuple(
        Choice(
            option,
            shown_reading(option),
            language.example_word(reading.written, option),
            f"{{{reading.written}|{option}}}",
            option == reading.spoken,
        )
        for option in sorted({reading.spoken, *reading.alternatives})
    )


def word_reading(tour: Tour, sentence: str, start: int, written: str, reading: str, word: str) -> str:
    """The reading of a whole word in which the token at ``start`` of a written sentence is read as decided.

    Raises EditRefused where the word does not stand there.
    """
    if word == written:
        return reading
    language = find_language(tour.language)
    plain = strip_marks(sentence)
    start = len(strip_marks(sentence[:start]).removesuffix("{"))
    places = range(max(0, start - len(word) + len(written)), start + 1)
    begin = next((at for at in places if plain.startswith(word, at) and at + len(word) >= start + len(written)), -1)
    by_place = {each.start: each.reading for each in language.character_readings(plain)}
    syllables = [by_place.get(place, "") for place in range(begin, begin + len(word))]
    if begin < 0 or not all(syllables) or len(written) != 1 or not is_pinyin(reading):
        raise EditRefused(
            _("“{word}” is not the word around “{written}” here.").format(word=word, written=written),
            hint=_("Give the word as it stands in the text, or choose “only here”."),
        )
    syllables[start - begin] = reading
    return " ".join(syllables)


def _raw_span(sentence: str, start: int, length: int) -> tuple[int, int]:
    """Where a token stands in a sentence with its marks; a marked one with its braces."""
    raw = plain = 0
    begin = end = -1
    for written, reading in split_marks(sentence):
        size = len(f"{{{written}|{reading}}}") if reading else len(written)
        if begin < 0 and start < plain + len(written):
            begin = raw if reading else raw + start - plain
        if begin >= 0 and start + length <= plain + len(written):
            end = raw + size if reading else raw + start + length - plain
            break
        plain += len(written)
        raw += size
    return begin, end if end >= 0 else len(sentence)


def shown_reading(reading: str) -> str:
    """Tone-number pinyin as people write it: ``cang2`` → ``cáng``; anything else as it is."""
    if not is_pinyin(reading):
        return MARK.sub(r"\1", reading)
    return " ".join(_accented(syllable) for syllable in reading.split())


def _accented(syllable: str) -> str:
    base, tone = syllable[:-1].replace("u:", "ü").replace("v", "ü"), int(syllable[-1])
    vowels = [index for index, char in enumerate(base) if char in TONES]
    if not vowels:
        return base
    # a and e carry the tone, the o of ou too, else the last vowel
    place = next((index for index in vowels if base[index] in "ae"), base.find("o") if "ou" in base else vowels[-1])
    return base[:place] + TONES[base[place]][tone - 1] + base[place + 1 :]
