"""Figures with a sign that no rule has put into words are doubted, ordinary prose is not."""

from __future__ import annotations

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from audioguide.text import find_language
from audioguide.text.zh.checks import MAX_ISSUES
from benchmarks import reading

UNREAD = [
    ("zh", "银锭重50两/锭。", "50两/锭"),
    ("zh", "每周开放6d×8h。", "6d×8h"),
    ("zh", "车厢里有座位120座/节。", "120座/节"),
    ("zh", "热水器每天用电1.5kW·h/24h。", "1.5kW·h/24h"),
    ("zh", "零件号是7^3。", "7^3"),
    ("zh", "限流≤3人/次。", "≤3人/次"),
    ("zh", "门牌号是18-2#。", "18-2#"),
    ("zh", "租金20元/台·天。", "20元/台·天"),
    ("en", "Wages were 15s/week.", "15s/week"),
    ("zh", "租金120元/㎡/年。", "120元/㎡/年"),
    ("zh", "电流是100μA。", "100μA"),
    ("en", "The number is 12*4.", "12*4"),
    ("en", "See No. 3/4 upstairs.", "3/4"),
    ("en", "It moved 500 bbl/min.", "500 bbl/min"),
    ("en", "The mark is 3^4.", "3^4"),
    ("fr", "Il courut le mille en 3'59\"4.", "3'59\"4"),
    ("fr", "Le numéro est 12*4.", "12*4"),
    ("es", "Corrió la milla en 3'59\"4.", "3'59\"4"),
    ("es", "Vivió (°1843) aquí.", "°1843"),
    ("de", "Der Lohn war 3 Mk. 50 am Tag.", "3 Mk"),
    ("de", "Der Wert ist 5^2.", "5^2"),
]
READ = [
    ("zh", "80s风格", "八十年代风格"),
    ("zh", "停车5元/次/辆", "停车五元每次每辆"),
    ("zh", "南纬S12°", "南纬十二度"),
    ("zh", "φ20×3", "直径二十乘三"),
    ("zh", "3/8kW", "八分之三千瓦"),
    ("zh", "GB50016:2014", "G B 五零零一六，二零一四"),
    ("zh", "3#/4#楼", "三号/四号楼"),
    ("zh", "1~2F", "一楼到二楼"),
    ("zh", "5F-6F", "五楼到六楼"),
    ("zh", '9"8', "九秒八"),
    ("zh", "3'08\"5", "三分八秒五"),
    ("zh", "编号A.12-3/4", "编号 A 点一二杠三杠四"),
    ("zh", "€3¼", "三又四分之一欧元"),
    ("zh", "Vol.12", "Vol 十二"),
    ("zh", "Ch.3", "C H 三"),
    ("zh", "9½", "九又二分之一"),
    ("zh", "12½英寸", "十二又二分之一英寸"),
    ("zh", "'98年", "九八年"),
    ("zh", "~500年", "约五百年"),
    ("zh", "身高6'1\"", "身高六英尺一英寸"),
    ("zh", "12345/12315热线", "幺二三四五或幺二三幺五热线"),
    ("en", "c.1650-1700", "circa sixteen fifty to seventeen hundred"),
    ("en", "ca.1850", "circa eighteen fifty"),
    ("en", "4'59\"", "four minutes fifty-nine seconds"),
    ("en", "$5/hr/person", "five dollars per hour per person"),
    ("en", "5¢/week", "five cents per week"),
    ("en", "4m +/-0.5m", "four metres plus or minus zero point five metres"),
    ("en", "240V", "two hundred and forty volts"),
    ("en", "CO₂", "C O two"),
    ("en", "12μm", "twelve micrometres"),
    ("fr", "lun.-ven.", "lundi au vendredi."),
    ("fr", "sam. et dim.", "samedi et dimanche."),
    ("fr", "v.1720", "vers mille sept cent vingt"),
    ("fr", "12W", "douze watts"),
    ("fr", "CO₂", "C O deux"),
    ("es", "lun.-vie.", "lunes a viernes."),
    ("es", "sáb. y dom.", "sábado y domingo."),
    ("es", "2½ horas", "dos y media horas"),
    ("es", "3 1/2 leguas", "tres y media leguas"),
    ("es", "~30 m", "aproximadamente treinta metros"),
    ("de", "1 %", "ein Prozent"),
    ("de", "3 €/Pers./Std.", "drei Euro pro Person pro Stunde"),
    ("de", "ca.1720", "circa siebzehnhundertzwanzig"),
    ("de", "~30", "etwa dreißig"),
    ("de", "35‰", "fünfunddreißig Promille"),
    ("de", "№5", "Nummer fünf"),
    ("de", "≥5", "mindestens fünf"),
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


@pytest.mark.parametrize(("tag", "written", "spoken"), READ)
def test_expressions_of_the_same_kinds_are_read(tag: str, written: str, spoken: str) -> None:
    assert find_language(tag).spoken(written) == spoken


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


def test_of_thousands_of_doubts_the_first_are_told() -> None:
    issues = find_language("zh").text_issues("银锭重50两/锭。" * 2_000)
    assert [issue.start for issue in issues] == [3 + 9 * number for number in range(MAX_ISSUES)]
