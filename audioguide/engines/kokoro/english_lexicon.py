"""The pronunciations Kokoro's English was trained with, and those of inflected words made from them.

Lexicons and rules are those of misaki 0.9.4 by hexgrad (https://github.com/hexgrad/misaki, Apache License 2.0; see
lexicons/NOTICE): gold and silver merged, the gold entry where a word has both.
"""

from __future__ import annotations

import lzma
import re
import unicodedata
from functools import lru_cache
from pathlib import Path

from ...text.loading import register_loader

LEXICON_FOLDER = Path(__file__).with_name("lexicons")
VOWELS = frozenset("AIOQWYaiuæɑɒɔəɛɜɪʊʌᵻɐ")
PRIMARY, SECONDARY = "ˈ", "ˌ"
_TAPPED_AFTER = frozenset("AIOWYiuæɑəɛɪɹʊʌ")
"""American sounds after which a t before a vowel becomes a tap."""
_DOUBLED = re.compile(r"([bcdgklmnprstvxz])\1ing$|cking$")

Variants = dict[str, str]
"""Part of speech (DEFAULT, NOUN, VERB, VBD …) → phonemes."""


class EnglishLexicon:
    """Pronunciations of one accent."""

    def __init__(self, british: bool) -> None:
        self.british = british
        data = (LEXICON_FOLDER / f"{'gb' if british else 'us'}.txt.xz").read_bytes()
        self._entries = dict(line.split("\t", 1) for line in lzma.decompress(data).decode().split("\n"))

    def find(self, word: str, part_of_speech: str = "", at_end: bool = False) -> str | None:
        """Return the phonemes of a word as written, or of what it is inflected from; None where nothing is known.

        ``part_of_speech`` is NOUN, VERB, ADJ, ADV, VBD or VBN; ``at_end`` says that a pause follows.
        """
        plain = word if word.isascii() else _without_accents(word)
        for form in dict.fromkeys((word, plain, plain.lower(), plain.capitalize())):
            phonemes = self._find_form(form, part_of_speech, at_end)
            if phonemes is not None:
                return _stress_capitals(phonemes, word)
        return None

    def letter(self, letter: str) -> str:
        """Return the name of a letter."""
        return self._pick(self._entries.get(letter.upper(), ""), "", False) or ""

    def _find_form(self, word: str, part_of_speech: str, at_end: bool) -> str | None:
        entry = self._entries.get(word)
        if entry is not None:
            return self._pick(entry, part_of_speech, at_end)
        if word.endswith("'"):
            return self._find_form(word[:-1], part_of_speech, at_end)
        for inflect in (self._plural, self._past, self._gerund):
            phonemes = inflect(word, part_of_speech)
            if phonemes is not None:
                return phonemes
        return None

    def _pick(self, entry: str, part_of_speech: str, at_end: bool) -> str | None:
        if "=" not in entry:
            return entry or None
        variants: Variants = dict(pair.split("=", 1) for pair in entry.split("|"))
        if at_end and "None" in variants:
            return variants["None"]
        parent = "VERB" if part_of_speech.startswith("VB") else part_of_speech
        return variants.get(part_of_speech) or variants.get(parent) or variants["DEFAULT"]

    def _stem(self, stem: str, part_of_speech: str) -> str | None:
        entry = self._entries.get(stem)
        return self._pick(entry, part_of_speech, False) if entry is not None else None

    def _plural(self, word: str, part_of_speech: str) -> str | None:
        """Return a word ending in -s: cats, boxes, cities, king's."""
        if len(word) < 3 or not word.endswith("s"):
            return None
        stem = None if word.endswith("ss") else self._stem(word[:-1], part_of_speech)
        long_es = len(word) > 4 and word.endswith("es") and not word.endswith("ies")
        if stem is None and (word.endswith("'s") or long_es):
            stem = self._stem(word[:-2], part_of_speech)
        if stem is None and len(word) > 4 and word.endswith("ies"):
            stem = self._stem(word[:-3] + "y", part_of_speech)
        return add_plural(stem, self.british) if stem else None

    def _past(self, word: str, part_of_speech: str) -> str | None:
        """Return a word ending in -ed: walked, wanted."""
        if len(word) < 4 or not word.endswith("d"):
            return None
        stem = None if word.endswith("dd") else self._stem(word[:-1], part_of_speech)
        if stem is None and len(word) > 4 and word.endswith("ed") and not word.endswith("eed"):
            stem = self._stem(word[:-2], part_of_speech)
        if not stem:
            return None
        if stem[-1] in "pkfθʃsʧ":
            return stem + "t"
        if stem[-1] == "d":
            return stem + ("ɪd" if self.british else "ᵻd")
        if stem[-1] != "t":
            return stem + "d"
        if self.british or len(stem) < 2:
            return stem + "ɪd"
        return stem[:-1] + "ɾᵻd" if stem[-2] in _TAPPED_AFTER else stem + "ᵻd"

    def _gerund(self, word: str, part_of_speech: str) -> str | None:
        """Return a word ending in -ing: walking, making, running."""
        if len(word) < 5 or not word.endswith("ing"):
            return None
        stem = self._stem(word[:-3], part_of_speech) if len(word) > 5 else None
        stem = stem or self._stem(word[:-3] + "e", part_of_speech)
        if not stem and len(word) > 5 and _DOUBLED.search(word):
            stem = self._stem(word[:-4], part_of_speech)
        if not stem or (self.british and stem[-1] in "əː"):
            return None
        if not self.british and len(stem) > 1 and stem[-1] == "t" and stem[-2] in _TAPPED_AFTER:
            return stem[:-1] + "ɾɪŋ"
        return stem + "ɪŋ"


@register_loader
@lru_cache(maxsize=2)
def load_lexicon(british: bool) -> EnglishLexicon:
    """Return the lexicon of an accent, read once."""
    return EnglishLexicon(british)


def add_plural(phonemes: str, british: bool) -> str:
    """Return phonemes with the ending -s has after them."""
    if phonemes[-1] in "ptkfθ":
        return phonemes + "s"
    return phonemes + (("ɪz" if british else "ᵻz") if phonemes[-1] in "szʃʒʧʤ" else "z")


def weaken_stress(phonemes: str) -> str:
    """Return phonemes with their main stress made secondary, for a word within a compound."""
    if PRIMARY not in phonemes:
        return phonemes
    return phonemes.replace(SECONDARY, "").replace(PRIMARY, SECONDARY)


def add_stress(phonemes: str, mark: str = PRIMARY) -> str:
    """Return phonemes with a stress before their first vowel, unless they have one."""
    if PRIMARY in phonemes or SECONDARY in phonemes:
        return phonemes
    for index, phoneme in enumerate(phonemes):
        if phoneme in VOWELS:
            return phonemes[:index] + mark + phonemes[index:]
    return phonemes


def _without_accents(word: str) -> str:
    return "".join(
        character for character in unicodedata.normalize("NFKD", word) if not unicodedata.combining(character)
    )


def _stress_capitals(phonemes: str, word: str) -> str:
    """Return phonemes as a capitalised word has them: never without any stress."""
    if word == word.lower() or (len(word) > 1 and word == word.upper()):
        return phonemes
    return add_stress(phonemes, SECONDARY) if len(word) > 1 else phonemes
