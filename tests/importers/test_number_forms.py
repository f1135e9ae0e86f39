"""How authors write a stop's number before its title."""

from __future__ import annotations

import pytest

from audioguide.importers.stop_numbers import read_stop_number

FORMS = [
    ("Stop 5 of 8: The Loom", "5", "The Loom"),
    ("Stop 3 (of 6): The Loom", "3", "The Loom"),
    ("Stop 3/8 The Well", "3", "The Well"),
    ("Parada 3 de 8: El pozo", "3", "El pozo"),
    ("Étape 3 sur 8 : Le puits", "3", "Le puits"),
    ("Station 3 von 8 – Der Brunnen", "3", "Der Brunnen"),
    ("第3站（共8站） 古井", "3", "古井"),
    ("第三站/共八站：古井", "3", "古井"),
    ("Arrêt trois : Le puits", "3", "Le puits"),
    ("Étape deux – Le pont", "2", "Le pont"),
    ("Parada tres: El pozo", "3", "El pozo"),
    ("Parada uno: El pozo", "1", "El pozo"),
    ("Parada n.º 3: El pozo", "3", "El pozo"),
    ("Estación III: El pozo", "3", "El pozo"),
    ("Station fünf: Der Brunnen", "5", "Der Brunnen"),
    ("STOP TWO – The Carding Room", "2", "The Carding Room"),
    ("Stop five The Vat", "5", "The Vat"),
    ("语音点3：古井", "3", "古井"),
    ("语音5：古井", "5", "古井"),
    ("音频03 古井", "3", "古井"),
    ("二维码4：古井", "4", "古井"),
    ("序号5 古井", "5", "古井"),
    ("展项3：古井", "3", "古井"),
    ("第三景：古井", "3", "古井"),
]
NO_NUMBERS = [
    "No one knows where the well is",
    "Site seven miles away",
    "Stop two of the mill hands",
    "Point de vue sur la vallée",
    "Punto de encuentro",
    "第一景区的大门在前面",
    "语音导览的历史",
    "Station dreier Linien",
]


@pytest.mark.parametrize(("text", "number", "title"), FORMS)
def test_a_number_is_read_and_the_title_is_without_it(text: str, number: str, title: str) -> None:
    found = read_stop_number(text)
    assert found is not None
    assert (found.number, found.family, text[found.length :]) == (number, "stop", title)


@pytest.mark.parametrize("text", NO_NUMBERS)
def test_a_title_that_only_looks_like_one_has_no_number(text: str) -> None:
    assert read_stop_number(text) is None
