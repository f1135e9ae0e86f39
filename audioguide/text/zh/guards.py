"""What a number means where it stands: guards tried in order over cleaned text.

What a guard has said holds no digits any more, so the first one that knows decides; what none knows goes on to the
grammar of ``wetext``. ``tests/data/text/zh/<name>.txt`` shows each guard at work.
"""

from __future__ import annotations

from . import amounts, clocks, codes, counts, dates
from .guard import Guard

GUARDS: tuple[Guard, ...] = (*codes.guards, *dates.guards, *clocks.guards, *amounts.guards, *counts.guards)
