"""Readings for engines that take no phonemes: a marked character becomes a homophone that is read no other way."""

from __future__ import annotations

from functools import lru_cache
from pathlib import Path

from .markup import is_pinyin, split_marks, with_suffix

TABLE = Path(__file__).parent / "zh" / "homophones.tsv"


def respell_marks(spoken: str) -> str:
    """Spoken text without marks: ``{射|she4}洪`` → ``设洪``, ``{鸟|niaor3}`` → ``鸟儿``.

    A character whose reading no common homophone has stays as written, and so does what is marked with IPA;
    ``unrespellable_marks`` names them.
    """
    said: list[str] = []
    for written, reading in split_marks(spoken):
        said.append(_homophones(written, reading) or with_suffix(written, reading)[0] if reading else written)
    return "".join(said)


def unrespellable_marks(spoken: str) -> tuple[tuple[str, str], ...]:
    """The marks (written, reading) of a spoken text that no homophone can express."""
    return tuple(
        (written, reading)
        for written, reading in split_marks(spoken)
        if reading and _homophones(written, reading) is None
    )


def find_homophone(syllable: str) -> str | None:
    """A common character read as this tone-number syllable and no other way; None where Chinese has none."""
    return _table().get(syllable.replace("u:", "ü").replace("v", "ü"))


def _homophones(written: str, reading: str) -> str | None:
    if not is_pinyin(reading):
        return None
    found = [find_homophone(syllable) for syllable in reading.split()]
    if len(found) != len(written) or None in found:
        return None
    return "".join(one for one in found if one)


@lru_cache
def _table() -> dict[str, str]:
    rows = TABLE.read_text(encoding="utf-8").splitlines()
    return dict(row.split("\t") for row in rows if "\t" in row)
