"""Figures with a sign that no rule has put into words are doubted, ordinary prose is not."""

from __future__ import annotations

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from audioguide.text import find_language
from benchmarks import reading

UNREAD = [
    ("zh", "银锭重50两/锭。", "50两/锭"),
    ("zh", "每周开放6d×8h。", "6d×8h"),
    ("zh", "车厢里有座位120座/节。", "120座/节"),
    ("zh", "热水器每天用电1.5kW·h/24h。", "1.5kW·h/24h"),
    ("zh", "零件号是7^3。", "7^3"),
    ("en", "The number is 12*4.", "12*4"),
    ("en", "It moved 500 bbl/min.", "500 bbl/min"),
    ("en", "The mark is 3^4.", "3^4"),
    ("fr", "Il courut le mille en 3'59\"4.", "3'59\"4"),
    ("fr", "Le numéro est 12*4.", "12*4"),
    ("es", "Corrió la milla en 3'59\"4.", "3'59\"4"),
    ("es", "Vivió (°1843) aquí.", "°1843"),
    ("de", "Der Lohn war 3 Mk. 50 am Tag.", "3 Mk"),
    ("de", "Der Wert ist 5^2.", "5^2"),
]
PROSE = [
    ("zh", "他在1935年和/或1936年来过，“70”是门牌，占地601亩/901亩。"),
    ("zh", "全程42.195公里，用时2小时8分；电压220V/50Hz，海拔-150米。"),
    ("zh", "负氧离子每立方厘米8 000个，成绩是4′25″，北纬30°15′。"),
    ("en", 'The "class of 1843" and the Beatles\' 1963 single cost 50 mph/80 km/h and/or £5/person.'),
    ("en", "From 1850 to 1900 and/or later, he/she paid 3/4 of it; it's 5'3\" tall."),
    ("fr", "L'entrée/sortie de 1843 « d'époque » mesure 3,5 m et coûte 5 €/kg."),
    ("es", "El/la visitante de 1843 paga 5 €/kg; la “torre de 1900” mide 30 m."),
    ("de", "Die Besucher/innen von 1843 zahlten „3 Mark“ oder 5 €/kg; es waren 1900 etwa 30 m."),
]


@pytest.mark.parametrize(("tag", "sentence", "written"), UNREAD)
def test_a_sign_beside_a_figure_that_no_rule_reads_is_doubted(tag: str, sentence: str, written: str) -> None:
    doubts = find_language(tag).doubts(sentence)
    start = sentence.index(written)
    assert [d for d in doubts if d.start < start + len(written) and start < d.start + len(d.text)]
    assert all(sentence.startswith(doubt.text, doubt.start) for doubt in doubts)


@pytest.mark.parametrize(("tag", "sentence"), PROSE)
def test_prose_has_no_unread_signs(tag: str, sentence: str) -> None:
    assert [i.excerpt for i in find_language(tag).text_issues(sentence) if i.code == "unread-sign"] == []


@pytest.mark.parametrize(("tag", "sentence", "written"), UNREAD)
def test_what_an_author_has_marked_is_not_doubted(tag: str, sentence: str, written: str) -> None:
    say = {"zh": "五十", "en": "fifty"}.get(tag, "cinco")
    marked = sentence.replace(written, f"{{{written}|{say}}}")
    assert [i.excerpt for i in find_language(tag).text_issues(marked) if i.code == "unread-sign"] == []


@pytest.mark.parametrize("tag", reading.LANGUAGES)
def test_expressions_with_signs_are_read_rightly_or_doubted(tag: str) -> None:
    """``signs-….tsv`` holds sixty expressions a language, written before the rules were read."""
    results = reading.score_files([reading.DATA / tag / "signs-2026-11-26.tsv"], tag)
    assert [result.expectation.span for result in results if reading.is_wrong_and_sure(result)] == []
    assert reading.percentage_where(results, lambda result: result.is_right) >= 80


@pytest.mark.parametrize("tag", reading.LANGUAGES)
@settings(max_examples=40, deadline=None)
@given(st.text(alphabet="0123456789年m/'\"°×Φ²½µ№~#^*+-.,: €人kgW()", max_size=16))
def test_an_unread_sign_lies_where_it_is_reported(tag: str, text: str) -> None:
    for issue in find_language(tag).text_issues(text):
        if issue.code == "unread-sign":
            assert issue.excerpt
            assert text.startswith(issue.excerpt, issue.start)
