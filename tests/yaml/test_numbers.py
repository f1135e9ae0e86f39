"""What people type as a number, wherever they do: read as they see it, or refused."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from audioguide.yaml.numbers import MAX_DECIMALS, parse_decimal
from audioguide.yaml.reader import parse_bytes, to_plain
from audioguide.yaml.writer import write_field

NUMBERS = {
    "5": 5,
    " 5 ": 5,
    "+5": 5,
    "-5": -5,
    "−5": -5,
    "1.5": 1.5,
    ".5": 0.5,
    "5.": 5,
    "5.0": 5,
    "-0": 0,
    "-0.0": 0,
    "007": 7,
    "１２": 12,
    "－１．５": -1.5,
    "١٢": 12,
    "0.30000000000000004": 0.3,
}
OTHERS = (
    *("", " ", ".", "-", "--5", "1-2", "5 m", "1,5", "1 000", "1_000", "1.2.3", "0x10", "1e3", "1e400", "½", "²", "五"),
    *("nan", "NaN", "-nan", "inf", "-inf", "Infinity", "∞", ".nan", ".inf", "true", "null", "9" * 16, "9" * 5000),
)


@pytest.mark.parametrize(("text", "number"), NUMBERS.items())
def test_a_number_is_read_as_people_see_it(text: str, number: float) -> None:
    parsed = parse_decimal(text)
    assert parsed == number and type(parsed) is type(number) and not str(parsed).startswith("-0")


@pytest.mark.parametrize("text", OTHERS)
def test_what_is_no_finite_number_is_none(text: str) -> None:
    assert parse_decimal(text) is None


@given(st.floats(-1e14, 1e14).map(lambda number: round(number, MAX_DECIMALS)))
def test_what_is_read_can_be_written_and_read_again(number: float) -> None:
    parsed = parse_decimal(f"{number:.{MAX_DECIMALS}f}")
    assert parsed == pytest.approx(number, abs=10**-MAX_DECIMALS)
    node, problems = parse_bytes(write_field("level", parsed).encode(), "site.yaml")
    assert node and not problems and to_plain(node) == {"level": parsed}
