"""What stands at the foot of a leaflet is not spoken: printer, support, credits, hours, signatures, last changes."""

from __future__ import annotations

import pytest
from drafting import checked_tour, narration
from test_documents import HALL, LOOM, VAT, WHEEL

from audioguide.importers.imprint_lines import is_imprint_line

FEET = (
    "Supported by the Hollis Foundation. Registered charity 1099887. Opening hours: daily 10 am to 5 pm.",
    "Depósito legal: SE-0412-2023. Imprime: Gráficas Nervión. Horario: de lunes a sábado, de 10 a 18 h.",
    "Texte : Office de tourisme. Relecture : Mme Pasquier.",
    "Text: Dr. Anna Berg. Gestaltung: Studio Elf. Öffnungszeiten: täglich 10–18 Uhr.",
    "Mise en page : Atelier Vert. Dépôt légal : mars 2023.",
    "Con el apoyo de la Diputación. Edita: Ayuntamiento de Villar.",
    "Printed by Grey & Sons. ISBN 978-1-23456-789-0.",
    "Funded by the Lottery Fund.",
    "Zuletzt geändert am 07.02.2024 durch Frau Öztürk",
    "Last reviewed: 3 May 2024",
    "Dernière mise à jour : 4 mars 2024 par Luc",
    "Última modificación: 4/3/2024",
    "gez. Bernd Kowalski",
    "Fdo. Marta Ruiz",
    "Knappenverein e. V., Telefon 02325 5550123",
    "Museo del Pan, teléfono 955 012 345",
)
HAN_FEET = (
    "撰文／徐美珍　摄影／范明文",
    "印刷：新华印刷厂。开放时间：9:00—17:00。",
    "主办单位：白鹭村委会　　设计：小舟工作室",
    "本册由青山基金会资助印制。准印证号：2023-014。",
    "最后更新：2024年3月5日 小邱",
)
NO_FEET = (
    "Printed in Antwerp in 1640. Printed by hand, a page took an hour.",
    "Supported by four oak pillars, the roof has stood since 1640.",
    "Open the gate. Mind the step.",
    "印刷术是从这里传出去的。活字要一个个捡。",
    "Text: Nobody came home that night. The lamp burned on.",
    "The telephone of 1914-1918 hung on this wall.",
)


@pytest.mark.parametrize("foot", FEET)
def test_the_foot_of_a_leaflet_is_not_spoken(foot: str) -> None:
    tour = checked_tour(f"Mill\n\n## Stop 1: The Loom\n\n{LOOM}\n\n## Stop 2: The Vat\n\n{VAT}\n\n{foot}\n", "a.md")
    assert narration(tour).splitlines() == [LOOM, VAT]
    assert [stop.title for stop in tour.stops] == ["The Loom", "The Vat"]


@pytest.mark.parametrize("foot", HAN_FEET)
def test_the_foot_of_a_chinese_leaflet_is_not_spoken(foot: str) -> None:
    tour = checked_tour(f"河湾村\n\n## 1 水碾\n\n{WHEEL}\n\n## 2 祠堂\n\n{HALL}\n\n{foot}\n", "a.md")
    assert narration(tour).splitlines() == [WHEEL, HALL]


@pytest.mark.parametrize("text", NO_FEET)
def test_sentences_that_only_begin_like_an_imprint_are_spoken(text: str) -> None:
    assert not is_imprint_line(text)
    assert not is_imprint_line(text, is_last=True)


@pytest.mark.parametrize(
    ("mark", "numbers"),
    [
        (("TRACK 04", "TRACK 05", "TRACK 08"), ["4", "5", "8"]),
        (("卡片二", "卡片三", "卡片十二"), ["2", "3", "12"]),
        (("Ficha 11", "Ficha 12", "Ficha 14"), ["11", "12", "14"]),
        (("TRACK 3", "TRACK 3", "TRACK 3"), ["1", "2", "3"]),
    ],
)
def test_the_mark_above_labelled_fields_is_the_number_of_the_stop(mark: tuple[str, ...], numbers: list[str]) -> None:
    fields = zip(mark, ("The Loom", "The Vat", "The Wheel"), (LOOM, VAT, LOOM), strict=True)
    text = "\n\n".join(f"{m}\nTITLE: {title}\nSFX: bell\nTEXT: {text}\nRUNNING TIME: 0:35" for m, title, text in fields)
    tour = checked_tour(f"WITHY VALLEY RAILWAY\n\n{text}\n")
    assert [(stop.number, stop.title) for stop in tour.stops] == list(
        zip(numbers, ("The Loom", "The Vat", "The Wheel"), strict=True)
    )
