"""Spanish."""

from __future__ import annotations

import re
from typing import ClassVar

from .en import roman
from .latin_base import Grammar, Match, Rule, Spaced, cardinal, ordinal, rules
from .sentence_segmentation import Rules

_MONTHS = "enero febrero marzo abril mayo junio julio agosto septiembre octubre noviembre diciembre"
MONTHS = tuple(_MONTHS.split())
_DOTTED = "sr sra dr dra d dña ud uds etc p ej a c n.º núm pág págs vol ee uu sto sta avda prof"
"""Abbreviations whose dot ends no sentence."""

GRAMMAR = Grammar(
    code="es",
    thousands=". ",
    decimal=",",
    point="coma",
    to="a",
    minus="menos",
    percent="por ciento",
    cents="con ",
    of="de ",
    one=("un", "una"),
    feminine=frozenset(("hectárea", "tonelada", "libra", "milla por hora", "hora")),
    scales=("millones", "millón", "mil millones", "mil"),
    months=MONTHS,
    spoken_length={
        "km²": ("kilómetro cuadrado", "kilómetros cuadrados"),
        "m²": ("metro cuadrado", "metros cuadrados"),
        "m³": ("metro cúbico", "metros cúbicos"),
        "km/h": ("kilómetro por hora", "kilómetros por hora"),
        "km": ("kilómetro", "kilómetros"),
        "m": ("metro", "metros"),
        "cm": ("centímetro", "centímetros"),
        "mm": ("milímetro", "milímetros"),
        "kg": ("kilo", "kilos"),
        "g": ("gramo", "gramos"),
        "t": ("tonelada", "toneladas"),
        "ha": ("hectárea", "hectáreas"),
        "l": ("litro", "litros"),
        "ml": ("mililitro", "mililitros"),
        "°C": ("grado centígrado", "grados centígrados"),
        "ºC": ("grado centígrado", "grados centígrados"),
        "°": ("grado", "grados"),
        "min": ("minuto", "minutos"),
        "h": ("hora", "horas"),
    },
    currencies={
        "€": ("euro", "euros"),
        "$": ("dólar", "dólares"),
        "£": ("libra", "libras"),
        "¥": ("yuan", "yuanes"),
    },
    abbreviations={
        "Sr.": "señor",
        "Sra.": "señora",
        "Dr.": "doctor",
        "Dra.": "doctora",
        "D.": "don",
        "Dña.": "doña",
        "Ud.": "usted",
        "etc.": "etcétera",
        "p. ej.": "por ejemplo",
        "a. C.": "antes de Cristo",
        "d. C.": "después de Cristo",
        "EE. UU.": "Estados Unidos",
        "EE.UU.": "Estados Unidos",
        "Sto.": "santo",
        "Sta.": "santa",
        "Avda.": "avenida",
    },
    counted={
        "n.º": "número",
        "nº": "número",
        "N.º": "número",
        "núm.": "número",
        "pág.": "página",
        "págs.": "páginas",
        "vol.": "volumen",
        "p.": "página",
    },
    symbols={
        "&": "y",
        "+": "más",
        "=": "igual a",
        "×": "por",
        "@": "arroba",
        "<": "menor que",
        ">": "mayor que",
        "±": "más menos",
    },
)

_MASCULINE = {"primero": "primer", "tercero": "tercer"}


class Spanish(Spaced):
    """Spanish."""

    tag: ClassVar[str] = "es"
    max_breath_units: ClassVar[int] = 220
    pace: ClassVar[int] = 150
    grammar: ClassVar[Grammar] = GRAMMAR
    splitting: ClassVar[Rules] = Rules(
        ends="…",
        spaced=True,
        abbreviations=frozenset(_DOTTED.split()),
        quote_limit=300,
    )

    def special(self) -> tuple[Rule, ...]:
        """Dates, ordinals, centuries and rulers, numbers that shorten before a noun."""
        month = "|".join(MONTHS)
        return rules(
            (rf"(?<!\d)1 de ({month})", lambda m: f"primero de {m[1]}"),
            (r"(?<!\w)(\d+)\.?(º|ª|er|o|a)(?!\w)", self._ordinal),
            (r"(?<=[Ss]iglo )([IVX]+)(?!\w)|(?<=[Ss]iglos )([IVX]+)(?!\w)", lambda m: cardinal(str(roman(m[0])), "es")),
            (r"(?<=[a-záéíóúñ] )([IVX]{2,6}|[IVX](?=[ ,.;]))(?![\w'])", self._ruler),
            (r"(?<![\d.,])(\d*1)(?= [a-záéíóúñ]+)(?<!11)(?! (?:de|y|a|por)\b)", self._one),
        )

    def date(self, day: str, month: str, year: str) -> str:
        """Tres de mayo de dos mil diez."""
        first = "primero" if int(day) == 1 else cardinal(day, "es")
        return f"{first} de {MONTHS[int(month) - 1]} de {cardinal(year, 'es')}"

    def clock(self, hour: str, minute: str) -> str:
        """Siete y media, las siete en punto is left to the author."""
        said = "una" if int(hour) == 1 else cardinal(hour, "es")
        if minute == "00":
            return said + " en punto"
        return (
            f"{said} {'y media' if minute == '30' else 'y cuarto' if minute == '15' else 'y ' + cardinal(minute, 'es')}"
        )

    def fraction(self, above: str, below: str) -> str:
        """Un medio, dos tercios, tres cuartos."""
        names = {"2": "medio", "3": "tercio"}
        name = names.get(below) or (ordinal(below, "es") if int(below) <= 10 else cardinal(below, "es") + "avo")
        return f"un {name}" if above == "1" else f"{cardinal(above, 'es')} {name}s"

    def _ordinal(self, found: Match) -> str:
        said = ordinal(found[1], "es")
        if found[2] in ("ª", "a"):
            return re.sub(r"o\b", "a", said)
        return _MASCULINE.get(said, said) if found[2] == "er" else said

    def _ruler(self, found: Match) -> str:
        """Felipe II → segundo; from eleven on cardinals: Alfonso XIII → trece."""
        before = re.search(r"(\w+) $", found.string[: found.start(1)])
        if not before or not before[1][0].isupper():
            return found[0]
        value = roman(found[1])
        return ordinal(str(value), "es") if value <= 10 else cardinal(str(value), "es")

    def _one(self, found: Match) -> str:
        """Veintiún alumnos, una hora: the gender follows the noun's ending."""
        noun = found.string[found.end() :].strip().partition(" ")[0].rstrip(",.;:!?")
        said = cardinal(found[1], "es")
        if re.search(r"as?$", noun) and not noun.endswith("ma"):
            return re.sub("uno$", "una", said)
        return re.sub("veintiuno$", "veintiún", said) if said.endswith("veintiuno") else re.sub("uno$", "un", said)
