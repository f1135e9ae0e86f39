"""The family's contract: every registered importer passes it, by being registered; a writer lets it read more."""

from __future__ import annotations

from collections.abc import Callable, Sequence

from test_import_formats import WRITERS

from audioguide.testing import contract_suites


def sample_of(form: str) -> Callable[[object, Sequence[str]], bytes]:
    return lambda _suite, paragraphs: WRITERS[form]([(0, paragraph) for paragraph in paragraphs])


globals().update(contract_suites("importers", sample={form: sample_of(form) for form in WRITERS}))
