"""Lines between the title of an object and its text, and behind it: date, material, size, number in the collection."""

from __future__ import annotations

import pytest
from drafting import checked_tour, narration
from test_documents import HALL, LOOM, VAT, WHEEL

from audioguide.importers.tombstones import OBJECT_CREDIT

NUMBERED = [
    "商代晚期　高48.5厘米　馆藏号：HB-00317",
    "春秋中期　共9件　馆藏号：HB-01106至HB-01114",
    "绢本设色　纵 162 厘米　馆藏编号：SH0021",
    "清代　一组　馆藏编号：WF0003 至 WF0019",
    "清代，一组，文物登记号：00317",
    "馆藏编号：SH0134",
    "明代　入藏号 1958.0032",
    "宋代　瓷　登錄號：K1B017",
    "Oak and iron, about 1640. Accession number 1978.14.2",
    "Bronze, 12th century, Inv. no. 1234/5",
    "Iron, 1848 (inv. 77-12)",
    "Eiche, um 1640, Inv.-Nr.: 1978/14",
    "Chêne, vers 1640, n° inv. 1978.14",
    "Roble, hacia 1640. N.º inv. 1978/14",
]
SENTENCES = [
    "这把剑的登记号是一〇二，是馆里最早的一件。",
    "The sword got the inventory number 55 when it came here in 1901.",
    "Its accession number was lost in the flood of 1910, and nobody wrote a new one.",
    "一九五八年，它以馆藏号一号的身份进了库房。",
    "库房里的每一件都有馆藏号。您看，这件是HB-00317，写在底下。",
    "An inventory of 1720 names four chairs and a bed.",
]


@pytest.mark.parametrize("line", NUMBERED)
@pytest.mark.parametrize("objects", [1, 2])
def test_a_line_with_an_inventory_number_is_not_spoken(line: str, objects: int) -> None:
    chinese = any("\u4e00" <= char <= "\u9fff" for char in line)
    titles, texts = (("铜鼎", "水碾"), (HALL, WHEEL)) if chinese else (("The Vat", "The Loom"), (VAT, LOOM))
    own = [line, line if objects > 1 else ""]
    rows = [row for title, text, shown in zip(titles, texts, own, strict=True) for row in (title, shown, text) if row]
    tour = checked_tour("\n\n".join(("馆藏导览" if chinese else "A House of Things", *rows)))
    assert [stop.title for stop in tour.stops] == list(titles)
    assert line not in narration(tour)
    assert all(text in narration(tour).replace("\n", "") for text in texts)


@pytest.mark.parametrize("line", SENTENCES)
def test_a_sentence_about_a_number_is_spoken(line: str) -> None:
    assert OBJECT_CREDIT.fullmatch(line) is None
    texts = (HALL, WHEEL) if line[0] >= "\u4e00" else (VAT, LOOM)
    assert line in narration(checked_tour("\n\n".join(("1. 鼎", texts[0], line, "2. 剑", texts[1]))))
