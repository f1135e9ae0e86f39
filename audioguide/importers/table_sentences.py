"""A table of facts as a sentence that a person may use."""

from __future__ import annotations

from ..text.han import HAN_CHARACTER


def propose_sentence(texts: dict[tuple[int, int], str]) -> str:
    """Return a table of facts as a sentence a person may use: each value behind the name of its column."""
    rows = sorted({row for row, _column in texts})
    columns = sorted({column for _row, column in texts})
    han = any(HAN_CHARACTER.search(text) for text in texts.values())
    comma, colon, end = ("，", "：", "。") if han else (", ", ": ", ".")
    names = {column: texts.get((rows[0], column), "") for column in columns}
    sentences = []
    for row in rows[1:3] or rows[:1]:
        facts = [
            f"{names[column]}{colon}{texts[row, column]}" if row != rows[0] and names[column] else texts[row, column]
            for column in columns
            if texts.get((row, column))
        ]
        sentences.append(comma.join(facts) + end)
    return ("" if han else " ").join(sentences)[:200]
