"""The contract of languages for those written in Latin letters: sentences, spoken text, readings, doubts."""

from __future__ import annotations

import re
from collections.abc import Callable, Iterable
from dataclasses import replace
from functools import cached_property, lru_cache
from typing import ClassVar, Literal

from ..i18n import _
from ..model import Lexicon
from . import Confidence, Language, Reading, TextIssue, checks
from .latin_grammar import Forms, Grammar, any_of, close_sentence, is_followed, is_preceded, text_before
from .latin_verbaliser import LatinVerbaliser
from .lexicon import covered_characters
from .markup import rewrite_outside_marks, split_marks, strip_marks
from .pieces import cut_with_offsets
from .semiotic import Token, find_tokens, replace_tokens
from .sentence_segmentation import Rules, split_sentences
from .unread_signs import find_unread_signs
from .word_lists import split_words

__all__ = ["Forms", "Grammar", "LatinLanguage", "any_of", "close_sentence", "is_followed", "is_preceded", "text_before"]

_ONE_FORM = str.maketrans(
    {
        **{"\u00a0": " ", "\u202f": " ", "\u2009": " ", "\u2212": "-", "\u2011": "-"},
        **{"’": "'", "′": "'", "″": '"', "⁄": "/", "\u03bc": "\u00b5"},  # the Greek mu for the sign of micro
        **{chr(0x2080 + digit): str(digit) for digit in range(10)},  # H₂O
    }
)
_SPEAKABLE = re.compile(
    r"[A-Za-zÀ-ɏ\d\s.,;:!?¡¿'’‘“”„\"«»‹›()\[\]…—–\-/_{}|%‰°²³½¼¾⅓⅔⅛⅜⅕′″×+=&µ@#$€£¥<>±·ºª§¢~≈≥≤№ᵉʳᵈ\U000f0000-\U000ffffd]"
)
_MAX_ABBREVIATION_CHARS = 16
"""How far on each side of a full stop the rest of an abbreviation is looked for."""
_STAND_IN = "\U000f0000"
"""Fills the place of what an author decided, so that no rule sees it."""


def splitting_rules(abbreviations: str, before_numbers: str = "") -> Rules:
    """Return how sentences end in Latin letters; ``abbreviations``: words whose dot ends none.

    ``before_numbers``: of them those whose dot ends a sentence unless a number follows.
    """
    return Rules(
        ends="…",
        spaced=True,
        abbreviations=split_words(abbreviations),
        before_numbers=split_words(before_numbers),
        quote_limit=300,
    )


class LatinLanguage(LatinVerbaliser, Language):
    """A language written in Latin letters."""

    max_breath_units: ClassVar[int] = 220
    splitting: ClassVar[Rules]

    def sentences(self, paragraph: str) -> list[str]:
        """Split where a stop is followed by a fresh start, but not within 52 v. Chr., 3 a. C. or 12 av. J.-C."""
        pieces: list[str] = []
        for piece in split_sentences(paragraph, self.splitting):
            if pieces and self._is_within_abbreviation(pieces[-1], piece):
                pieces[-1] += piece
            else:
                pieces.append(piece)
        return pieces

    def _is_within_abbreviation(self, before: str, after: str) -> bool:
        tail = before[-_MAX_ABBREVIATION_CHARS:]
        border = len(tail)
        matches = self._spaced_abbreviations.finditer(tail + after[:_MAX_ABBREVIATION_CHARS])
        return any(match.start() < border < match.end() for match in matches)

    @cached_property
    def _spaced_abbreviations(self) -> re.Pattern[str]:
        spaced = any_of([written for written in self.grammar.abbreviations if " " in written] or ["\0"])
        return re.compile(rf"(?<![\w.]){spaced}(?!\w)")

    def normalise(self, sentence: str) -> str:
        """Return numbers, units, symbols and abbreviations in words."""
        return rewrite_outside_marks(sentence, self._normalise_plain)

    def readings(self, sentence: str, lexicon: Lexicon = ()) -> list[Reading]:
        """Return every token that is spoken otherwise than it is written."""
        written = strip_marks(sentence)
        readings = list(self._decided_readings(sentence, written, lexicon))
        masked = self.hide_decided(written, lexicon, self.hide_marks(sentence))
        for token in self.find_tokens(masked):
            token_text = written[token.start : token.end]
            start = token.start + len(token_text) - len(token_text.lstrip())
            spoken = token.spoken.strip()
            if token_text.strip() and (token_text.strip() != spoken or token.doubt):
                confidence: Confidence = "doubtful" if token.doubt else "likely"
                others = tuple(choice for choice in token.choices if choice != spoken)
                kind = _kind(token_text)
                readings.append(Reading(token_text.strip(), spoken, start, kind, "rule", confidence, others))
        return sorted(readings, key=lambda each: each.start)

    def text_issues(self, text: str, lexicon: Lexicon = ()) -> list[TextIssue]:
        """Return what cannot be said or known: characters, broken marks, quotes, numbers of several meanings."""
        issues = checks.mark_issues(text, lambda written, reading: None)
        issues += checks.unspeakable_runs(text, _is_speakable)
        issues += checks.unbalanced_pairs(text, {"“": "”", "(": ")", "[": "]", "«": "»"})
        open_text = self.hide_decided(text, lexicon)
        tokens = self.find_tokens(open_text)
        issues += [_doubt(text, token) for token in tokens if token.doubt]
        issues += find_unread_signs(open_text.translate(_ONE_FORM), tokens)
        return sorted(issues, key=lambda doubt: doubt.start)

    def spoken_length(self, text: str) -> int:
        """Return the number of words as spoken."""
        return len(re.findall(r"[^\W\d_]+(?:['’][^\W\d_]+)*", strip_marks(self.normalise(text))))

    def find_tokens(self, text: str) -> list[Token]:
        """Return the semiotic tokens of a text, marks hidden or taken out."""
        return [
            replace(token, start=offset + token.start, end=offset + token.end) if offset else token
            for offset, piece in cut_with_offsets(text.translate(_ONE_FORM))
            for token in self._piece_tokens(piece)
        ]

    @cached_property
    def _piece_tokens(self) -> Callable[[str], list[Token]]:
        """Return the tokens of a piece, which who checks a text asks for three times: doubts, readings, length."""
        return lru_cache(maxsize=256)(lambda piece: find_tokens(piece, self.rules))

    def _normalise_plain(self, text: str) -> str:
        text = text.translate(_ONE_FORM)
        text = replace_tokens(text, self.find_tokens(text))
        text = re.sub(r"(?<=[(\[“]) | (?=[)\]”])", "", re.sub(r"[/ ]+", " ", text)).strip()
        return "".join(character for character in text if _SPEAKABLE.match(character))

    def hide_marks(self, sentence: str) -> str:
        """Return a sentence without its marks, what they decide hidden from every rule."""
        return "".join(_STAND_IN * len(text) if reading else text for text, reading in split_marks(sentence))

    def hide_decided(self, text: str, lexicon: Lexicon, masked: str = "") -> str:
        """Return a text, or ``masked`` of the same length, with what marks and the lexicon decide hidden."""
        decided = covered_characters(text, lexicon)
        return "".join(_STAND_IN if decided[i] else character for i, character in enumerate(masked or text))

    def _decided_readings(self, sentence: str, written: str, lexicon: Lexicon) -> Iterable[Reading]:
        position = 0
        for text, reading in split_marks(sentence):
            if reading:
                yield Reading(text, reading, position, _kind(text), "inline", "sure")
            position += len(text)
        decided = covered_characters(written, lexicon)
        for entry in lexicon:
            for match in re.finditer(re.escape(entry.written), written):
                if all(decided[match.start() : match.end()]):
                    yield Reading(match[0], entry.say.strip(), match.start(), _kind(match[0]), "lexicon", "sure")


def _is_speakable(character: str) -> bool:
    return _SPEAKABLE.match(character.translate(_ONE_FORM)) is not None


def _doubt(text: str, token: Token) -> TextIssue:
    written = text[token.start : token.end].strip()
    start = token.start + len(text[token.start : token.end]) - len(text[token.start : token.end].lstrip())
    choices = tuple(f"{{{written}|{choice}}}" for choice in sorted({choice.strip() for choice in token.choices}))
    hint = _("Write how it is said: {choices}").format(choices=" / ".join(choices)) if choices else ""
    message = _doubt_message(token.doubt).format(written=written, spoken=token.spoken.strip())
    return TextIssue(token.doubt, start, written, message, hint, choices=choices)


def _doubt_message(doubt: str) -> str:
    match doubt:
        case "ambiguous-date":
            return _("“{written}” can be two dates; it is read “{spoken}”.")
        case "unknown-abbreviation":
            return _("“{written}” may be an abbreviation; it is read “{spoken}”.")
        case "ambiguous-abbreviation":
            return _("“{written}” has several meanings; it is read “{spoken}”.")
        case "roman-numeral":
            return _("“{written}” may be a Roman numeral; it is read “{spoken}”.")
        case _other:
            return _("“{written}” can be read in several ways; it is read “{spoken}”.")


def _kind(token: str) -> Literal["number", "latin", "symbol"]:
    if re.search(r"\d", token):
        return "number"
    return "latin" if re.search(r"[^\W\d_]", token) else "symbol"
