"""English."""

from __future__ import annotations

import re
from functools import lru_cache
from typing import ClassVar

from .latin_base import Grammar, Match, Rule, Spaced, cardinal, ordinal, rules
from .sentence_segmentation import Rules

_MONTHS = "January February March April May June July August September October November December"
MONTHS = tuple(_MONTHS.split())
_DOTTED = (
    "dr mr mrs ms prof st mt no nos vol p pp ch fig jr sr vs etc approx ave ca c e.g i.e a.m p.m jan feb "
    "mar apr jun jul aug sep sept oct nov dec gen col capt rev hon inc ltd co"
)
"""Abbreviations whose dot ends no sentence."""
_ROMAN = {"I": 1, "V": 5, "X": 10}

GRAMMAR = Grammar(
    code="en",
    thousands=",",
    decimal=".",
    point="point",
    to="to",
    minus="minus",
    percent="percent",
    cents="",
    of="",
    one=("one", "one"),
    feminine=frozenset(),
    scales=("thousand", "million", "billion", "trillion"),
    months=MONTHS,
    spoken_length={
        "km²": ("square kilometre", "square kilometres"),
        "m²": ("square metre", "square metres"),
        "m³": ("cubic metre", "cubic metres"),
        "km/h": ("kilometre an hour", "kilometres an hour"),
        "km": ("kilometre", "kilometres"),
        "m": ("metre", "metres"),
        "cm": ("centimetre", "centimetres"),
        "mm": ("millimetre", "millimetres"),
        "kg": ("kilogram", "kilograms"),
        "g": ("gram", "grams"),
        "t": ("tonne", "tonnes"),
        "ha": ("hectare", "hectares"),
        "L": ("litre", "litres"),
        "l": ("litre", "litres"),
        "ml": ("millilitre", "millilitres"),
        "°C": ("degree Celsius", "degrees Celsius"),
        "°F": ("degree Fahrenheit", "degrees Fahrenheit"),
        "°": ("degree", "degrees"),
        "mph": ("mile an hour", "miles an hour"),
        "ft": ("foot", "feet"),
        "in.": ("inch", "inches"),
        "lb": ("pound", "pounds"),
        "lbs": ("pound", "pounds"),
        "kW": ("kilowatt", "kilowatts"),
        "min": ("minute", "minutes"),
    },
    currencies={
        "$": ("dollar", "dollars"),
        "US$": ("US dollar", "US dollars"),
        "€": ("euro", "euros"),
        "£": ("pound", "pounds"),
        "¥": ("yuan", "yuan"),
        "RMB": ("yuan", "yuan"),
        "CNY": ("yuan", "yuan"),
    },
    abbreviations={
        "Dr.": "Doctor",
        "Mr.": "Mister",
        "Mrs.": "Missus",
        "Ms.": "Miz",
        "Prof.": "Professor",
        "St.": "Saint",
        "Mt.": "Mount",
        "e.g.": "for example",
        "i.e.": "that is",
        "etc.": "et cetera",
        "vs.": "versus",
        "approx.": "approximately",
        "Ave.": "Avenue",
        "a.m.": "A M",
        "p.m.": "P M",
        "c.": "circa",
        "ca.": "circa",
        "Jr.": "Junior",
        "Sr.": "Senior",
    },
    counted={
        "No.": "number",
        "no.": "number",
        "Nos.": "numbers",
        "p.": "page",
        "pp.": "pages",
        "vol.": "volume",
        "Vol.": "Volume",
        "ch.": "chapter",
        "fig.": "figure",
        "Fig.": "Figure",
        "#": "number",
    },
    symbols={
        "&": "and",
        "+": "plus",
        "=": "equals",
        "×": "times",
        "@": "at",
        "<": "less than",
        ">": "more than",
        "±": "plus or minus",
    },
)


@lru_cache(maxsize=1024)
def _year(number: str) -> str:
    from num2words import num2words

    return str(num2words(int(number), lang="en", to="year"))


class English(Spaced):
    """English as it is said in Britain, or any other."""

    tag: ClassVar[str] = "en"
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
        """Dates, decades, ordinals, rulers, centuries."""
        month = "|".join(MONTHS)
        return rules(
            (
                rf"({month}) (\d{{1,2}})(?:st|nd|rd|th)?,? (\d{{4}})(?!\d)",
                lambda m: f"{m[1]} {ordinal(m[2], 'en')}, {_year(m[3])}",
            ),
            (rf"({month}) (\d{{1,2}})(?:st|nd|rd|th)?(?![\d:%-])", lambda m: f"{m[1]} {ordinal(m[2], 'en')}"),
            (
                rf"(?<!\d)(the )?(\d{{1,2}})(?:st|nd|rd|th)?(?: of)? ({month})",
                lambda m: f"the {ordinal(m[2], 'en')} of {m[3]}",
            ),
            (r"(?<!\w)'?(\d{2}|1[1-9]\d0|20\d0)'?s(?!\w)", self._decade),
            (r"(?<!\w)(\d+)(?:st|nd|rd|th)(?!\w)", lambda m: ordinal(m[1], "en")),
            (r"(?<=[a-z] )([IVX]{2,6}|V|X)(?![\w'.])", self._roman),
            (r"(\d{1,4}) ?(BC|AD|BCE|CE)(?!\w)", lambda m: f"{_year(m[1])} {' '.join(m[2])}"),
            (r"(?<!\w)(?:AD) (\d{1,4})(?!\d)", lambda m: f"A D {_year(m[1])}"),
        )

    def year(self, number: str) -> str:
        """Nineteen seventy-six."""
        return _year(number)

    def date(self, day: str, month: str, year: str) -> str:
        """May third, twenty ten."""
        return f"{MONTHS[int(month) - 1]} {ordinal(day, 'en')}, {_year(year)}"

    def clock(self, hour: str, minute: str) -> str:
        """Seven thirty, nine o'clock, seven oh five."""
        said = cardinal(hour, "en")
        if minute == "00":
            return f"{said} o'clock" if 0 < int(hour) <= 12 else f"{said} hundred hours"
        return f"{said} {'oh ' if minute[0] == '0' else ''}{cardinal(minute, 'en')}"

    def fraction(self, above: str, below: str) -> str:
        """One half, three quarters, two thirds."""
        name = {"2": "half", "4": "quarter"}.get(below) or ordinal(below, "en")
        plural = {"half": "halves"}.get(name, name + "s")
        return f"{cardinal(above, 'en')} {name if above == '1' else plural}"

    def _decade(self, found: Match) -> str:
        number = found[1]
        said = _year(number) if len(number) == 4 else cardinal(number, "en")
        return re.sub("y$", "ie", said) + "s" if not said.endswith("n") else said + "s"

    def _roman(self, found: Match) -> str:
        """Henry VIII → the eighth, after a name; World War II → two."""
        before = re.search(r"(\w+) $", found.string[: found.start(1)])
        value = str(roman(found[1]))
        if not before or not before[1][0].isupper():
            return found[0]
        counted = before[1] in ("War", "Chapter", "Part", "Volume", "Book", "Act", "Phase", "Type", "Class")
        return cardinal(value, "en") if counted else f"the {ordinal(value, 'en')}"


def roman(numeral: str) -> int:
    """The value of a Roman numeral below 40."""
    values = [_ROMAN[letter] for letter in numeral]
    return sum(-v if i + 1 < len(values) and v < values[i + 1] else v for i, v in enumerate(values))
