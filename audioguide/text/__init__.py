"""Written text → spoken text: a language is one module plus data, registered in ``registry``.

Spoken text is normalised (no digits, units or symbols left) and may carry decided readings as ``{长|zhang3}``,
the notation authors use in scripts. ``markup`` reads and strips it.
"""

from __future__ import annotations

from abc import ABC, abstractmethod
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from functools import lru_cache
from itertools import groupby
from pathlib import Path
from typing import ClassVar, Literal, cast

from ..i18n import compose
from ..i18n.language_tags import match_language, primary_language, sentence_separator
from ..model import Lexicon, Sentence

Confidence = Literal["sure", "likely", "doubtful"]


@dataclass(frozen=True)
class Reading:
    """How one written token is said, and why."""

    written: str
    """The token as the author wrote it: a character of several readings, a number, a Latin word."""
    spoken: str
    """What is said: tone-number pinyin, or words."""
    start: int
    """Offset of the token in the written text."""
    kind: Literal["character", "number", "latin", "symbol"]
    why: str
    """What decided it: inline, lexicon, name, dictionary, model, rule."""
    confidence: Confidence
    alternatives: tuple[str, ...] = ()
    """The other readings it could have."""
    word: str = ""
    """The word the token belongs to, where that is more than the token."""

    @property
    def choices(self) -> tuple[str, ...]:
        """Every reading as a mark an author can paste, in alphabetical order: none is preferred."""
        return tuple(f"{{{self.written}|{reading}}}" for reading in sorted({self.spoken, *self.alternatives}))


@dataclass(frozen=True)
class CharacterReading:
    """How one character of a spoken text is read."""

    start: int
    """Offset in the spoken text, marks taken out."""
    text: str
    reading: str
    """Tone-number pinyin, 5 for the neutral tone."""
    confidence: Confidence
    why: str
    """inline, decided, name, rule, dictionary or model; empty where the character has one reading only."""
    others: tuple[str, ...] = ()
    """The other readings in use, the likeliest first."""


@dataclass(frozen=True)
class Doubt:
    """A place a person should decide."""

    start: int
    """Offset in the written text, marks taken out."""
    text: str
    message: str
    choices: tuple[str, ...] = ()
    """What can be pasted in its place; no choice is preferred."""


@dataclass(frozen=True)
class TextIssue:
    """A place of the written text that cannot be spoken, or not surely."""

    code: str
    """Kebab-case, becomes ``Problem.code``: ``unspeakable``, ``ambiguous-number``, ``unbalanced-quotes`` …"""
    start: int
    """Offset in the written text."""
    excerpt: str
    message: str
    hint: str = ""
    severity: Literal["error", "warning", "note"] = "warning"
    choices: tuple[str, ...] = ()
    """What can be pasted in its place; no choice is preferred."""


class Language(ABC):
    """What every language offers; all methods are pure and safe to call from several threads."""

    tag: ClassVar[str]
    """Primary BCP 47 subtag."""
    max_breath_units: ClassVar[int]
    """Characters of the longest sentence that can be said in one breath comfortably."""
    pace: ClassVar[int]
    """Units (characters of Chinese, words elsewhere) a minute of calm narration."""
    notices: ClassVar[Mapping[str, str]] = {}
    """BCP 47 tag → the sentence that tells listeners that the voice is synthetic; without any, an author writes it."""
    visitor_file: ClassVar[Path | None] = None
    """YAML file with every word that visitors read on pages and labels; None for our own, which are in
    ``outputs/locale/``, and for a language whose visitors read English."""

    @abstractmethod
    def sentences(self, paragraph: str) -> list[str]:
        """Split a written paragraph: quotes, brackets, decimals and abbreviations hold together; nothing is lost."""

    @abstractmethod
    def normalise(self, sentence: str) -> str:
        """Written → spoken text, outside ``{…|…}``."""

    @abstractmethod
    def readings(self, sentence: str, lexicon: Lexicon = ()) -> list[Reading]:
        """Every token of the written sentence whose reading was a choice."""

    @abstractmethod
    def text_issues(self, text: str, lexicon: Lexicon = ()) -> list[TextIssue]:
        """What a listener would stumble over or what would go unspoken."""

    @abstractmethod
    def spoken_length(self, text: str) -> int:
        """Characters (Chinese) or words of the text as spoken: the measure of its length."""

    def character_readings(self, spoken: str) -> list[CharacterReading]:
        """How each character of a spoken text is read; nothing for scripts that are spelled by sound."""
        return []

    def doubts(self, sentence: str, lexicon: Lexicon = ()) -> list[Doubt]:
        """What a person should decide in a written sentence: unclear numbers, unsure readings."""
        from .doubts import list_doubts

        return list_doubts(self, sentence, lexicon)

    def synthetic_notice(self, tag: str) -> str:
        """The nearest of ``notices`` for a tour's BCP 47 tag; empty where there is none."""
        nearest = match_language(tag, tuple(self.notices))
        return self.notices[nearest] if nearest else ""

    def example_word(self, written: str, reading: str) -> str:
        """A common word in which the character is read so; empty where there is none."""
        return ""

    def unattested_readings(self, written: str, say: str) -> list[tuple[str, str]]:
        """Characters of a word whose given reading no dictionary has, each with that reading: slips, mostly."""
        return []

    def is_speakable(self, text: str) -> bool:
        """Whether there is anything to say: a letter, a character or a digit."""
        return any(map(str.isalnum, text))

    def spoken(self, sentence: str, lexicon: Lexicon = ()) -> str:
        """Lexicon applied, then normalised; inline readings beat the lexicon, which beats everything else."""
        from .lexicon import apply_lexicon

        return self.normalise(apply_lexicon(sentence, lexicon))


@lru_cache
def find_language(tag: str) -> Language:
    """The language of a BCP 47 tag.

    Raises ConfigError, naming the known ones, for a language nobody registered.
    """
    from .. import registry

    return cast(Language, registry.load_plugin("languages", primary_language(tag))())


def split_paragraphs(text: str) -> list[str]:
    """Return the paragraphs of a text, which blank lines separate; none is empty."""
    lines = groupby(text.splitlines(), key=lambda line: bool(line.strip()))
    return ["\n".join(group).strip() for filled, group in lines if filled]


def split_and_normalise(paragraph: str, tag: str, lexicon: Lexicon = ()) -> tuple[Sentence, ...]:
    """A written paragraph as sentences ready to be spoken; empty when there is nothing to say.

    A "sentence" without a speakable character joins its neighbour, so that nothing written is lost.
    """
    from .markup import strip_marks

    lang = find_language(tag)
    # halves of a character, as from bytes of another encoding on the command line or in JSON, can be written nowhere
    paragraph = paragraph.encode(errors="ignore").decode()
    if not lang.is_speakable(strip_marks(paragraph)):
        return ()
    pieces = (piece.strip() for piece in lang.sentences(paragraph))
    sentences = [Sentence(strip_marks(piece), lang.spoken(compose(piece), lexicon)) for piece in pieces if piece]
    return _join_silent(sentences, sentence_separator(tag))


def _join_silent(sentences: Sequence[Sentence], separator: str) -> tuple[Sentence, ...]:
    """Join sentences of which nothing can be said, as those in another script, to the one before, or to the next."""
    joined: list[Sentence] = []
    for sentence in sentences:
        if joined and not (_is_audible(joined[-1]) and _is_audible(sentence)):
            before = joined.pop()
            audible = [each.spoken for each in (before, sentence) if _is_audible(each)]
            sentence = Sentence(before.written + separator + sentence.written, separator.join(audible))
        joined.append(sentence)
    return tuple(filter(_is_audible, joined))


def _is_audible(sentence: Sentence) -> bool:
    return any(map(str.isalnum, sentence.spoken))
