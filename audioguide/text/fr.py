"""French."""

from __future__ import annotations

import re
from typing import ClassVar

from .en import roman
from .latin_base import Forms, Grammar, Match, Rule, Spaced, cardinal, ordinal, rules
from .sentence_segmentation import Rules

_MONTHS = "janvier février mars avril mai juin juillet août septembre octobre novembre décembre"
MONTHS = tuple(_MONTHS.split())
_DOTTED = "m mm etc p ex c.-à-d av j.-c j apr env vol chap pp"
"""Abbreviations whose dot ends no sentence."""

GRAMMAR = Grammar(
    code="fr",
    thousands=" .",
    decimal=",",
    point="virgule",
    to="à",
    minus="moins",
    percent="pour cent",
    cents="",
    of="de ",
    one=("un", "une"),
    feminine=frozenset(("tonne", "livre", "heure", "minute")),
    scales=("millions", "million", "milliards", "milliard"),
    months=MONTHS,
    spoken_length={
        "km²": ("kilomètre carré", "kilomètres carrés"),
        "m²": ("mètre carré", "mètres carrés"),
        "m³": ("mètre cube", "mètres cubes"),
        "km/h": ("kilomètre heure", "kilomètres heure"),
        "km": ("kilomètre", "kilomètres"),
        "m": ("mètre", "mètres"),
        "cm": ("centimètre", "centimètres"),
        "mm": ("millimètre", "millimètres"),
        "kg": ("kilo", "kilos"),
        "g": ("gramme", "grammes"),
        "t": ("tonne", "tonnes"),
        "ha": ("hectare", "hectares"),
        "l": ("litre", "litres"),
        "L": ("litre", "litres"),
        "ml": ("millilitre", "millilitres"),
        "°C": ("degré Celsius", "degrés Celsius"),
        "°": ("degré", "degrés"),
        "min": ("minute", "minutes"),
    },
    currencies={
        "€": ("euro", "euros"),
        "$": ("dollar", "dollars"),
        "£": ("livre", "livres"),
        "¥": ("yuan", "yuans"),
    },
    abbreviations={
        "M.": "monsieur",
        "MM.": "messieurs",
        "Mme": "madame",
        "Mmes": "mesdames",
        "Mlle": "mademoiselle",
        "Dr": "docteur",
        "Pr": "professeur",
        "St": "saint",
        "Ste": "sainte",
        "etc.": "et cetera",
        "p. ex.": "par exemple",
        "c.-à-d.": "c'est-à-dire",
        "av. J.-C.": "avant Jésus-Christ",
        "apr. J.-C.": "après Jésus-Christ",
        "env.": "environ",
    },
    counted={
        "n°": "numéro",
        "N°": "numéro",
        "nº": "numéro",
        "p.": "page",
        "pp.": "pages",
        "vol.": "volume",
        "chap.": "chapitre",
    },
    symbols={
        "&": "et",
        "+": "plus",
        "=": "égale",
        "×": "fois",
        "@": "arobase",
        "<": "inférieur à",
        ">": "supérieur à",
        "±": "plus ou moins",
    },
)


class French(Spaced):
    """French."""

    tag: ClassVar[str] = "fr"
    max_breath_units: ClassVar[int] = 220
    pace: ClassVar[int] = 155
    grammar: ClassVar[Grammar] = GRAMMAR
    splitting: ClassVar[Rules] = Rules(
        ends="…",
        spaced=True,
        abbreviations=frozenset(_DOTTED.split()),
        quote_limit=300,
    )

    def special(self) -> tuple[Rule, ...]:
        """Hours, ordinals, centuries and rulers."""
        return rules(
            (r"(?<!\w)(\d{1,2}) ?h(?: ?([0-5]\d))?(?!\w)", lambda m: self.clock(m[1], m[2] or "00")),
            (r"(?<!\w)1(er|re|ère)(?!\w)", lambda m: "premier" if m[1] == "er" else "première"),
            (r"(?<!\w)(\d+)(?:e|ème|nd|nde|d|de)(?!\w)", lambda m: ordinal(m[1], "fr")),
            (r"(?<!\w)([IVX]+)(?:e|ème|er)(?!\w)", self._century),
            (r"(?<=[a-zàâçéèêëîïôûü] )([IVX]{2,6}|I(?:er)?(?=[ ,.;])|V(?=[ ,.;])|X(?=[ ,.;]))(?![\w'])", self._ruler),
        )

    def date(self, day: str, month: str, year: str) -> str:
        """Premier mai deux mille dix."""
        first = "premier" if int(day) == 1 else cardinal(day, "fr")
        return f"{first} {MONTHS[int(month) - 1]} {cardinal(year, 'fr')}"

    def clock(self, hour: str, minute: str) -> str:
        """Sept heures trente."""
        said = "une heure" if int(hour) == 1 else cardinal(hour, "fr") + " heures"
        return said if minute == "00" else f"{said} {cardinal(minute, 'fr')}"

    def fraction(self, above: str, below: str) -> str:
        """Un demi, deux tiers, trois quarts."""
        name = {"2": "demi", "3": "tiers", "4": "quart"}.get(below) or ordinal(below, "fr")
        return f"{cardinal(above, 'fr')} {name if above == '1' or name == 'tiers' else name + 's'}"

    def price(self, amount: str, forms: Forms, scale: str | None) -> str:
        """Cinq millions d'euros."""
        return re.sub(r" de (?=[aeiouy])", " d'", super().price(amount, forms, scale))

    def _century(self, found: Match) -> str:
        value = roman(found[1])
        return "premier" if value == 1 else ordinal(str(value), "fr")

    def _ruler(self, found: Match) -> str:
        """François Ier → premier, Louis XIV → quatorze."""
        before = re.search(r"([\w-]+) $", found.string[: found.start(1)])
        if not before or not before[1][0].isupper():
            return found[0]
        value = roman(found[1].removesuffix("er"))
        return "premier" if value == 1 else cardinal(str(value), "fr")
