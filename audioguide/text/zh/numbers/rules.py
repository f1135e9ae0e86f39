"""What a number means where it stands: guards tried in order over cleaned text.

The output of a guard holds no digits, so the first one that knows decides; what none knows goes on to the
grammar of ``wetext``. ``tests/data/text/zh/<name>.txt`` shows each guard at work.
"""

from __future__ import annotations

from . import counts, dates, designations, identifiers, measures, times, years
from .rule import Guard

GUARDS: tuple[Guard, ...] = (
    *measures.sizes,
    *designations.guards,
    *identifiers.guards,
    *years.guards,
    *dates.guards,
    *times.guards,
    *measures.guards,
    *counts.guards,
)
