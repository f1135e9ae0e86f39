"""How many problems of a kind are listed: text that is no commentary has tens of thousands, and nobody reads them."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Iterator
from dataclasses import replace

from ..i18n import _, ngettext
from ..model import Problem, Severity

MAX_ALIKE_IN_STOP = 100
"""Problems of one kind and severity in a stop: more than a stop that visitors listen to can have."""
MAX_ALIKE_IN_SCRIPT = 1_000
"""The same in a script, in which each stop may have a few."""
Kind = tuple[str, str, Severity]
"""Path of a file, code and severity of a problem."""


def limit_alike(problems: Iterable[Problem]) -> Iterator[Problem]:
    """Yield the first problems of each kind, and one that counts those left out for each stop, or script, with more."""
    in_stop: Counter[tuple[Kind, str]] = Counter()
    in_script: Counter[Kind] = Counter()
    omitted: Counter[tuple[Kind, str]] = Counter()
    first_omitted: dict[tuple[Kind, str], Problem] = {}
    for problem in problems:
        kind = (problem.place.file, problem.code, problem.severity)
        key = (kind, problem.stop)
        if in_script[kind] >= MAX_ALIKE_IN_SCRIPT:
            key = (kind, "")  # one line for all stops to come
        elif in_stop[key] < MAX_ALIKE_IN_STOP or not problem.stop:
            in_stop[key] += 1
            in_script[kind] += 1
            yield problem
            continue
        omitted[key] += 1
        first_omitted.setdefault(key, problem)
    for key, problem in first_omitted.items():
        yield _count_omitted(problem, omitted[key])


def _count_omitted(first: Problem, count: int) -> Problem:
    """Return a problem at the place of the first that is left out, which says how many there are."""
    message = ngettext("{count} more of this kind is not listed.", "{count} more of this kind are not listed.", count)
    hint = _("Correct those that are listed, then check again.")
    return replace(first, message=message.format(count=f"{count:,}"), hint=hint, excerpt="")
