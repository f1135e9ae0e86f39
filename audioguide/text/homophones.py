"""Readings for engines that take no phonemes: a marked character becomes a homophone that is read no other way."""

from __future__ import annotations

from functools import lru_cache
from pathlib import Path

from .markup import is_pinyin, split_marks, with_suffix

HOMOPHONES_FILE = Path(__file__).parent / "zh" / "homophones.tsv"


def respell_marks(spoken: str) -> str:
    """Spoken text without marks: ``{射|she4}洪`` → ``设洪``, ``{鸟|niaor3}`` → ``鸟儿``, ``{lead|led}`` → ``led``.

    A character whose reading no common homophone has stays as written, and so does what is marked with IPA;
    ``unrespellable_marks`` names them.
    """
    parts: list[str] = []
    for written, reading in split_marks(spoken):
        parts.append(_respelling_of(written, reading) or with_suffix(written, reading)[0] if reading else written)
    return "".join(parts)


def unrespellable_marks(spoken: str) -> tuple[tuple[str, str], ...]:
    """The marks (written, reading) of a spoken text that no respelling can express."""
    return tuple(
        (written, reading)
        for written, reading in split_marks(spoken)
        if reading and _respelling_of(written, reading) is None
    )


def find_homophone(syllable: str) -> str | None:
    """A common character read as this tone-number syllable and no other way; None where Chinese has none."""
    return _homophone_table().get(syllable.replace("u:", "ü").replace("v", "ü"))


def _respelling_of(written: str, reading: str) -> str | None:
    if reading.startswith("/"):
        return None  # IPA
    if not is_pinyin(reading):
        return reading  # words, as they are to be said
    characters = [find_homophone(syllable) for syllable in reading.split()]
    if len(characters) != len(written) or None in characters:
        return None
    return "".join(character for character in characters if character)


@lru_cache
def _homophone_table() -> dict[str, str]:
    rows = HOMOPHONES_FILE.read_text(encoding="utf-8").splitlines()
    return dict(row.split("\t") for row in rows if "\t" in row)
