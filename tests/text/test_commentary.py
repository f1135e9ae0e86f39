"""Guide commentary in English, Spanish, French and German is said as it must be, or the author is asked."""

from __future__ import annotations

import pytest

from benchmarks import reading


@pytest.mark.parametrize("tag", ["en", "es", "fr", "de"])
def test_commentary_is_read_rightly(tag: str) -> None:
    results = reading.score_files([reading.DATA / tag / "commentary.tsv"], tag)
    assert reading.percentage_where(results, lambda result: result.is_right) >= 98
    silent = [result.expectation.span for result in results if reading.is_wrong_and_sure(result)]
    assert len(silent) <= 1
