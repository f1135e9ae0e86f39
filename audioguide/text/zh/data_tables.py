"""The data beside this module, read once."""

from __future__ import annotations

import re
from functools import lru_cache
from pathlib import Path

TABLES_FOLDER = Path(__file__).parent


@lru_cache
def read_pairs(name: str) -> dict[str, str]:
    """A two-column TSV; lines that begin with ``# `` are remarks."""
    rows = (TABLES_FOLDER / name).read_text(encoding="utf-8").splitlines()
    cells = [row.split("\t") for row in rows if row and not row.startswith("# ")]
    return {row[0]: row[1] for row in cells}


@lru_cache
def read_words(name: str) -> frozenset[str]:
    """A list of words separated by white space; lines that begin with ``# `` are remarks."""
    rows = (TABLES_FOLDER / name).read_text(encoding="utf-8").splitlines()
    return frozenset(word for row in rows if not row.startswith("# ") for word in row.split())


def any_of(entries: dict[str, str] | frozenset[str]) -> str:
    """The words as one regular-expression group, longest first."""
    return "(?:" + "|".join(re.escape(word) for word in sorted(entries, key=lambda w: (-len(w), w))) + ")"
