"""English words written alike and spoken differently: *lead*, *wound*, *bow*; decided by grammar and neighbours."""

from __future__ import annotations

import re
from dataclasses import dataclass, replace
from functools import lru_cache
from pathlib import Path

from ..pieces import cut_with_offsets
from .parts_of_speech import tag_words

_TOKEN = re.compile(r"[^\W\d_]+(?:['’][^\W\d_]+)*|\S")
_DISTANCES = (1, 3, 9)
"""Words on each side that can show a sense, the nearest first."""
_SHOWS_PAST = re.compile(
    r"\b(?:yesterday|ago|last (?:night|week|month|year|time)|once|then"
    r"|in (?:ten|eleven|twelve|\w+teen|twenty)(?: \w+)?)\b"
)
_SHOWS_PRESENT = re.compile(r"\b(?:often|usually|always|sometimes|still|today|now|every|never|rarely)\b")
_PAST = ("VVD", "VBD", "VHD", "VDD")
_PRESENT = ("VVZ", "VBZ", "VHZ", "VDZ", "VBB")


@dataclass(frozen=True)
class Sense:
    """One way to read a heteronym."""

    word: str
    label: str
    tags: tuple[str, ...]
    """Beginnings of the parts of speech it has."""
    american: str
    """IPA."""
    british: str
    cues: re.Pattern[str] | None
    """Words nearby that show it."""
    phrases: re.Pattern[str] | None
    """What it says with the words beside it, whatever its part of speech seems to be: *bullet wound*."""


@dataclass(frozen=True)
class Heteronym:
    """A heteronym in its sentence."""

    start: int
    written: str
    sense: Sense
    others: tuple[Sense, ...]
    """The other senses that sound differently."""
    is_sure: bool
    """Whether grammar or neighbours decided."""


def find_heteronyms(sentence: str) -> list[Heteronym]:
    """Return the heteronyms of a sentence, each with the sense it has there."""
    return [
        replace(heteronym, start=offset + heteronym.start)
        for offset, piece in cut_with_offsets(sentence)
        for heteronym in _heteronyms_in_piece(piece)
    ]


def _heteronyms_in_piece(sentence: str) -> list[Heteronym]:
    tokens = list(_TOKEN.finditer(sentence))
    senses = _load_senses()
    if not any(token[0].lower() in senses for token in tokens):
        return []
    words = tuple(token[0] for token in tokens)
    tags = tag_words(words)
    heteronyms = []
    for index, token in enumerate(tokens):
        candidates = senses.get(token[0].lower())
        if candidates:
            sense, is_sure = _choose_sense(candidates, words, tags, index)
            others = tuple({other.american: other for other in candidates if other.american != sense.american}.values())
            heteronyms.append(Heteronym(token.start(), token[0], sense, others, is_sure or not others))
    return heteronyms


def _choose_sense(
    candidates: tuple[Sense, ...], words: tuple[str, ...], tags: tuple[str, ...], index: int
) -> tuple[Sense, bool]:
    tag, word = tags[index], words[index]
    beside = " ".join(words[max(0, index - 1) : index + 2]).lower()
    for sense in candidates:
        if sense.phrases and sense.phrases.search(beside):
            return sense, True
    if not tag:
        return candidates[0], False
    proper = [sense for sense in candidates if sense.tags == ("NP",) or "NP" in sense.tags]
    if proper:
        return _choose_proper(candidates, proper[0], words, tags, index)
    if word.lower() == "read" and tag in ("VVB", "VVD"):
        return _choose_tense(candidates, words, tags, index)
    matches = {
        sense: max((len(part) for part in sense.tags if tag.startswith(part)), default=0) for sense in candidates
    }
    closest = max(matches.values())
    fitting = [sense for sense in candidates if matches[sense] == closest]
    if len({sense.american for sense in fitting}) == 1:
        return fitting[0], True
    for distance in _DISTANCES:  # a nearer word shows more
        near = " ".join(word.lower() for word in words[max(0, index - distance) : index + distance + 1])
        shown = [sense for sense in fitting if sense.cues and sense.cues.search(near)]
        if len({sense.american for sense in shown}) == 1:
            return shown[0], True
    return fitting[0], False


def _choose_proper(
    candidates: tuple[Sense, ...], proper: Sense, words: tuple[str, ...], tags: tuple[str, ...], index: int
) -> tuple[Sense, bool]:
    """Decide between a name (Polish, Reading, August) and a common word."""
    word, tag = words[index], tags[index]
    common = next(sense for sense in candidates if sense is not proper)
    if word[0].islower():
        return common, True
    opens = index == 0 or words[index - 1] in '.!?:“"'
    if not opens:
        return proper, True
    if tag.startswith(("VV", "NN")) and not tag.startswith(proper.tags):
        return common, False
    return (proper, True) if word.lower() in ("polish", "august") else (common, word.lower() != "nice")


def _choose_tense(
    candidates: tuple[Sense, ...], words: tuple[str, ...], tags: tuple[str, ...], index: int
) -> tuple[Sense, bool]:
    """Decide *read* without an ending by the tense of the sentence's other verbs."""
    past, present = candidates
    before = tags[index - 1] if index else ""
    if not before.startswith(("NN", "NP", "PN", "AV")):
        return present, True
    text = " ".join(word.lower() for word in words)
    if _SHOWS_PAST.search(text):
        return past, True
    others = [tag for place, tag in enumerate(tags) if place != index]
    if any(tag in _PAST for tag in others):
        return past, True
    shows_present = _SHOWS_PRESENT.search(text) or any(tag in _PRESENT or tag == "VVB" for tag in others)
    if shows_present:
        return present, True
    return (past if tags[index] == "VVD" else present), False


@lru_cache(maxsize=1)
def _load_senses() -> dict[str, tuple[Sense, ...]]:
    senses: dict[str, list[Sense]] = {}
    rows = Path(__file__).with_name("heteronyms.tsv").read_text(encoding="utf-8").splitlines()
    for row in rows:
        if row.startswith("# "):
            continue
        word, label, tags, american, british, *patterns = row.split("\t")
        cues, phrases = (re.compile(rf"\b(?:{part})\b") if part else None for part in (*patterns, "", "")[:2])
        senses.setdefault(word, []).append(Sense(word, label, tuple(tags.split()), american, british, cues, phrases))
    return {word: tuple(group) for word, group in senses.items()}
