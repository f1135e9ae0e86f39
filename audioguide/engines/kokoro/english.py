"""Spoken English → phonemes of Kokoro's alphabet: from the lexicons the voice was trained with, heteronyms by grammar.

espeak-ng is asked only for words no lexicon holds. How words change in their sentence (*the* before a vowel, *to*,
*used to*, compounds) follows misaki 0.9.4 by hexgrad (Apache License 2.0).
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, replace

from ...text import markup
from ...text.en.heteronyms import Heteronym, find_heteronyms
from ...text.en.parts_of_speech import tag_words
from . import espeak
from .alphabet import MARKS_IN_A_ROW, to_trained_alphabet
from .english_lexicon import (
    PRIMARY,
    SECONDARY,
    VOWELS,
    EnglishLexicon,
    add_plural,
    add_stress,
    load_lexicon,
    weaken_stress,
)
from .pinyin_names import pinyin_phonemes

_TYPOGRAPHY = str.maketrans({"–": "—", "’": "'", "(": ", ", ")": ", ", **dict.fromkeys('“”„«»"¿¡', " ")})
_TOKEN = re.compile(
    r"(?P<word>[^\W_]+(?:'[^\W_]+)*'?(?:-[^\W_]+(?:'[^\W_]+)*)*)"
    r"|(?P<mark>(?<![,;:.!?…—])[,;:.!?…—]+(?=[\s—]|$)|—)"
)
_DIPHTHONGS = {"aɪ": "I", "aʊ": "W", "eɪ": "A", "oʊ": "O", "əʊ": "Q", "ɔɪ": "Y", "tʃ": "ʧ", "dʒ": "ʤ"}
_VBD_TAGS = {"VVD": "VBD", "VVN": "VBN", "VBD": "VBD", "VHD": "VBD", "VDD": "VBD"}
_PARENTS = (("V", "VERB"), ("NN", "NOUN"), ("NP", "NOUN"), ("AJ", "ADJ"), ("AV", "ADV"), ("AT", "DT"))
_UNTRAINED = str.maketrans({"x": "k", "ç": "k", "ɬ": "l", "\u0303": None})
"""Sounds of espeak-ng's English that the voice's English was not trained with → those nearest (as misaki has them)."""
_CONSONANTS = frozenset("bdfhjklmnpstvwzðŋɡɹɾʃʒʤʧθ")


@dataclass(frozen=True)
class _Token:
    """A word or mark of the spoken text."""

    text: str
    is_mark: bool = False
    phonemes: str = ""
    """Decided by the author, or found."""
    tag: str = ""
    """C5 part of speech."""


def phoneme_pieces(spoken: str, british: bool) -> tuple[tuple[str, int], ...]:
    """Return phonemes to be spoken at a time, each with the milliseconds of pause after it (the last: 0)."""
    tokens = _read_tokens(spoken, british)
    return espeak.pack_clauses(list(_clauses(_pronounce(tokens, british))))


def kokoro_phonemes(ipa: str) -> str:
    """Return IPA as dictionaries write it in the letters of the voice, stress before the vowel."""
    for letters, letter in _DIPHTHONGS.items():
        ipa = ipa.replace(letters, letter)
    ipa = to_trained_alphabet(ipa)
    phonemes, pending = "", ""
    for character in ipa:
        if character in PRIMARY + SECONDARY:
            pending = character
        elif pending and character in VOWELS:
            phonemes, pending = phonemes + pending + character, ""
        else:
            phonemes += character
    return phonemes


def _american(phonemes: str) -> str:
    """Return phonemes without the marks of length American voices were not trained with."""
    return phonemes.replace("ɜːɹ", "ɜɹ").replace("ɜː", "ɜɹ").replace("ː", "")


def _read_tokens(spoken: str, british: bool) -> list[_Token]:
    """Return words and marks, words with their part of speech; what an author decided keeps its phonemes."""
    tokens: list[_Token] = []
    marks = 0
    for written, reading in markup.split_marks(spoken.translate(_TYPOGRAPHY)):
        if markup.is_ipa(reading):
            phonemes = add_stress(kokoro_phonemes(reading.strip("/")))
            tokens.append(_Token(written, phonemes=phonemes if british else _american(phonemes)))
            marks = 0
            continue
        text = reading or written
        if text.startswith("'s") and tokens and tokens[-1].phonemes and not text[2:3].isalpha():
            phonemes = tokens[-1].phonemes
            tokens[-1] = replace(tokens[-1], phonemes=add_plural(phonemes, british))
            text = text[2:]
        for match in _TOKEN.finditer(text):
            is_mark = match["mark"] is not None
            marks = marks + 1 if is_mark else 0
            if marks <= MARKS_IN_A_ROW:
                tokens.append(_Token(match[0], is_mark))
    tags = tag_words(tuple(token.text for token in tokens))
    tagged = [_Token(token.text, token.is_mark, token.phonemes, tag) for token, tag in zip(tokens, tags, strict=True)]
    return _decide_heteronyms(tagged, british)


def _decide_heteronyms(tokens: list[_Token], british: bool) -> list[_Token]:
    sentence = ""
    places: dict[int, int] = {}
    for index, token in enumerate(tokens):
        places[len(sentence)] = index
        sentence += token.text + " "
    decided = list(tokens)
    for heteronym in find_heteronyms(sentence):
        index = places.get(heteronym.start, -1)
        if index >= 0 and not decided[index].phonemes and decided[index].text == heteronym.written:
            decided[index] = replace(decided[index], phonemes=_sense_phonemes(heteronym, british))
    return decided


def _sense_phonemes(heteronym: Heteronym, british: bool) -> str:
    sense = heteronym.sense
    return add_stress(kokoro_phonemes(sense.british if british else sense.american))


def _pronounce(tokens: Sequence[_Token], british: bool) -> list[_Token]:
    """Return the tokens with phonemes, from the last to the first: *the* and *to* depend on what follows."""
    lexicon = load_lexicon(british)
    pronounced: list[_Token] = []
    for index in range(len(tokens) - 1, -1, -1):
        token = tokens[index]
        following = pronounced[-1] if pronounced else None
        if not token.is_mark and not token.phonemes:
            token = _Token(token.text, False, _word_phonemes(tokens, index, following, lexicon), token.tag)
        pronounced.append(token)
    return pronounced[::-1]


def _word_phonemes(tokens: Sequence[_Token], index: int, following: _Token | None, lexicon: EnglishLexicon) -> str:
    token = tokens[index]
    before_vowel = _starts_with_vowel(following)
    special = _special_phonemes(tokens, index, before_vowel, following)
    if special is not None:
        return special
    if len(token.text) == 1 and token.text.isalpha():
        return lexicon.letter(token.text) or espeak.tied_phonemes(token.text, _voice(lexicon))
    if re.fullmatch("[A-Z]s", token.text):
        return add_plural(lexicon.letter(token.text[0]), lexicon.british)
    known = lexicon.find(token.text, _part_of_speech(token.tag), at_end=before_vowel is None)
    if known is not None:
        return _trained(known)
    if "-" in token.text:
        return _compound_phonemes(token, lexicon)
    return _trained(_unknown_phonemes(token.text, lexicon))


def _special_phonemes(
    tokens: Sequence[_Token], index: int, before_vowel: bool | None, following: _Token | None
) -> str | None:
    """Return what a function word sounds like in its place; None for every other word."""
    token = tokens[index]
    word = token.text
    lower = word.lower()
    if word == "A" and _is_letter(tokens, index):
        return "ˈA"
    if lower == "a":
        return "ɐ"
    if lower == "an":
        return "ɐn"
    if word == "I":
        return "ˈI" if _is_letter(tokens, index) else "ˌI"
    if lower == "the":
        return "ði" if before_vowel else "ðə"
    if lower == "to":
        return {None: "tˈu", True: "tʊ", False: "tə"}[before_vowel]
    if lower == "in":
        return "ɪn" if before_vowel is not None and token.tag.startswith("PR") else "ˈɪn"
    if lower == "am" and before_vowel is not None:
        return "ɐm"
    if lower == "used" and following is not None and following.text.lower() == "to" and token.tag != "VVN":
        return "jˈust"
    return None


def _is_letter(tokens: Sequence[_Token], index: int) -> bool:
    """Whether a capital A or I is a letter: beside another single capital, or inside a sentence."""
    around = [tokens[place].text for place in (index - 1, index + 1) if 0 <= place < len(tokens)]
    if any(len(text) == 1 and text.isupper() and text not in "AI" for text in around):
        return True
    if tokens[index].text == "I":
        return False
    return index > 0 and not tokens[index - 1].is_mark


def _compound_phonemes(token: _Token, lexicon: EnglishLexicon) -> str:
    """Return the parts of a hyphenated word as one, with one main stress."""
    parts = [part for part in token.text.split("-") if part]
    sounds = [
        lexicon.find(part, "", at_end=False) or _unknown_phonemes(part, lexicon)
        if len(part) > 1
        else lexicon.letter(part) or part
        for part in parts
    ]
    if len(sounds) == 2 and PRIMARY in sounds[0] and PRIMARY in sounds[1]:
        sounds[0] = weaken_stress(sounds[0])
    return _trained("".join(sounds))


def _unknown_phonemes(word: str, lexicon: EnglishLexicon) -> str:
    """Return the phonemes of a word no lexicon holds: those of a Chinese name, else espeak-ng's."""
    name = pinyin_phonemes(word.removesuffix("'s").removesuffix("'"))
    if name:
        return add_plural(name, lexicon.british) if word.endswith("'s") else name
    phonemes = espeak.tied_phonemes(word, _voice(lexicon)).translate(_UNTRAINED)
    if lexicon.british:
        return phonemes.replace("eə", "ɛː").replace("iə", "ɪə").replace("o", "ɔ")
    phonemes = _american(phonemes.replace("ɚ", "əɹ").replace("ɪə", "iə"))
    return phonemes.replace("ɐ", "ə").replace("o", "ɔ").replace("e", "A")


def _voice(lexicon: EnglishLexicon) -> str:
    return "en" if lexicon.british else "en-us"


def _trained(phonemes: str) -> str:
    """Return phonemes in the letters Kokoro 1.0 was trained with: T for a tap, t for a glottal stop."""
    return phonemes.replace("ɾ", "T").replace("ʔ", "t")


def _starts_with_vowel(token: _Token | None) -> bool | None:
    """Whether a word begins with a vowel; None where a pause or the end follows."""
    if token is None or token.is_mark:
        return None
    for phoneme in token.phonemes:
        if phoneme in VOWELS:
            return True
        if phoneme in _CONSONANTS:
            return False
    return None


def _part_of_speech(tag: str) -> str:
    if tag in _VBD_TAGS:
        return _VBD_TAGS[tag]
    return next((parent for prefix, parent in _PARENTS if tag.startswith(prefix)), "")


def _clauses(tokens: Sequence[_Token]) -> Iterator[str]:
    """Return phonemes clause by clause, each with the mark that ends it."""
    words: list[str] = []
    for token in tokens:
        if not token.is_mark:
            words += [token.phonemes] if token.phonemes else []
        elif words:
            yield " ".join(words) + token.text[-1]
            words = []
    if words:
        yield " ".join(words)
