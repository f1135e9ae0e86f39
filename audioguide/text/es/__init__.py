"""Spanish."""

from __future__ import annotations

import re
from collections.abc import Mapping
from typing import ClassVar

from ..latin_base import Forms, Grammar, any_of, close_sentence, is_preceded, splitting_rules, text_before
from ..number_words import cardinal, ordinal
from ..roman import is_roman, roman_value
from ..romance import DASH, ROMAN_DATE, YEAR, YEAR_RANGE, RomanceLanguage
from ..semiotic import Match, Rule, Words, rule
from ..sentence_segmentation import Rules
from ..word_lists import split_words
from .grammar import FEMININE_NAMES, FEMININE_TITLES, GRAMMAR, MONTH_NAMES, SHORT_WEEKDAYS, is_feminine

_LOWER = "a-záéíóúñü"
_NO_NOUNS = split_words(
    "de del y e o u a al por para con sin en el la los las un una que se su sus fue fueron era es son hasta desde "
    "como más menos mil millones millón cuando donde pero ni si ya no le lo les también cada entre sobre tras "
    "según solo sólo después antes"
)
_NUMBERED_THING = re.compile(
    r"(?<!\w)(?:sala|planta|puerta|casa|página|vitrina|habitación|calle|número|línea|autobús|tren|estación|capítulo|piso"
    r"|parada|kilómetro|pieza|figura|lote|celda|torre|pabellón|vagón|galería|punto|panel|mesa|tumba|nicho|capilla) $",
    re.IGNORECASE,
)
"""What a number after it names, and no noun follows: “la sala 21 guarda”."""
_COUNTED = (
    "capítulo|capítulos|tomo|tomos|volumen|volúmenes|acto|actos|parte|libro|libros|sala|salas|fase|fases|tipo|grado"
    "|título|planta|cuadro|escena|lámina|nivel|región|serie|canto|artículo|apartado|zona"
    "|Guerra Mundial|número|vol\\.|t\\.|cap\\."
)
_COUNTED_OR_NAMED = f"{_COUNTED}|{any_of(GRAMMAR.counted)}"
_NUMBERED = (
    r"aniversario|congreso|concurso|festival|centenario|certamen|encuentro|premio|simposio|campeonato|conde|duque|marqués"
    r"|señor|barón|concilio|curso|ciclo|torneo|gran|rey|obispo|abad|batallón|regimiento|cuerpo|distrito|salón|foro"
)
"""What is numbered with Roman ordinals beyond ten; elsewhere “el XIX” is the century."""
_SHORT = {"primero": "primer", "tercero": "tercer"}


class Spanish(RomanceLanguage):
    """Spanish."""

    tag: ClassVar[str] = "es"
    notices: ClassVar[Mapping[str, str]] = {"es": "Esta voz se ha generado con inteligencia artificial."}
    pace: ClassVar[int] = 150
    grammar: ClassVar[Grammar] = GRAMMAR
    first_day: ClassVar[str] = "primero"
    date_joint: ClassVar[str] = " de "
    year_joints: ClassVar[Forms] = ("a", "y")
    month_names: ClassVar[Mapping[str, str]] = MONTH_NAMES
    weekdays: ClassVar[Mapping[str, str]] = SHORT_WEEKDAYS
    weekday_joint: ClassVar[str] = " a "
    word_pattern: ClassVar[str] = r"^(?=.*[aeiouáéíóú]).*[aeosnlrdzáéíóú]$"
    splitting: ClassVar[Rules] = splitting_rules(
        "sr sra srta sres dr dra d dña ud uds vd vds etc p ej a c n.º núm pág págs pp vol t cap art fig lám ee uu sto "
        "sta avda av prof profa ing arq gral cnel col tte sgto cdte alm excmo excma ilmo ilma rvdo mons ntra ntro "
        "hnos cía pza plza ctra aprox ca cf dcha izda tel tfno ed inv cat fol h fr s ss jj oo ene feb febr mzo abr "
        "jun jul ago sept sep oct nov dic esc"
    )

    def own_rules(self) -> tuple[Rule, ...]:
        """Return dates, times, ordinals, centuries, rulers."""
        month = any_of(MONTH_NAMES)
        hour = r"([01]?\d|2[0-4])"
        return (
            self.weekday_rule(),
            rule(
                "fraction",
                rf"(?<![\w.,/-])(\d+ 1/2|\d+½)(?= ([{_LOWER}]+))",
                lambda m: re.sub("medio$", "media", self.say_quantity(m[1])) if is_feminine(m[2]) else None,
            ),
            rule(
                "date",
                rf"(?<![\w.,/-])(\d{{1,2}}){DASH}(\d{{1,2}})(?= de {month})",
                lambda m: f"{self.say_number(m[1])} a {self.say_number(m[2])}",
            ),
            rule("date", r"(?<=[Dd]el )1(?:\.?º|o)?(?= al \d)", lambda m: "uno"),
            rule(
                "date",
                rf"(?<![\w.,/-])(\d{{1,2}})(?:\.?º|o)? (?:de )?({month})(?:,? (?:del? )?{YEAR})?(?!\w)",
                self.say_written_date,
            ),
            rule("year", YEAR_RANGE, self.say_year_range),
            rule(
                "time",
                rf"(?<![\w:.,]){hour}[:.]([0-5]\d)(?: ?h)?(?:{DASH}| a (?:las )?){hour}[:.]([0-5]\d)"
                r"(?: ?(h(?:oras|rs|s)?)\b\.?)?(?![\d:%])",
                self._say_time_range,
            ),
            rule(
                "time",
                rf"(?<![\w:.,]){hour}(?:[:.]|h)([0-5]\d) ?(?:h(?:oras|rs|s)?)\b(?:\.(?= [{_LOWER}]))?",
                lambda m: self._say_hours(m),
            ),
            rule(
                "time",
                rf"(?<![\w:.,]){hour}[.]([0-5]\d)(?![\d:.])",
                lambda m: self.clock(int(m[1]), int(m[2])) if is_preceded(m, r"las?") else None,
            ),
            rule("time", r"(?<![\w:.,/])24/7(?![\w/])", lambda m: "veinticuatro siete"),
            rule("date", ROMAN_DATE, self.say_roman_date),
            rule("fraction", r"(?<![\w.,/])(\d+)/(\d+)(?= partes?(?!\w))", self._say_parts),
            rule("code", r"(?<![\w-])([A-Z]{1,2})-([IVX]+)(?!\w)", self._say_roman_code),
            rule(
                "telephone",
                r"(?<![\w.,])[679]\d{2} \d{3} \d{3}(?![\w.,]? ?\d| [^\W\d_]{3,})",
                lambda m: self.split_phone(m[0]),
            ),
            rule("measure", r"(?<![\w.,])(-?)(\d+)º(?=[ .,;:)]|$)", self._say_degrees),
            rule("per", r"(?<=€)/pers\.", lambda m: " por persona"),
            rule("fraction", r"(?<=y )1/2(?![\w/])", lambda m: "medio"),
            rule(
                "number",
                rf"(?<![\w.,])1(?= de cada \d+ ([{_LOWER}]+))",
                lambda m: "una" if is_feminine(m[1]) else "uno",
            ),
            rule("ordinal", r"(?<!\w)(\d+)\.?(er|[ºª]|[rdtvmn][oa]s?)(?!\w)", self._say_ordinal_sign),
            rule(
                "roman",
                rf"(?<!\w)(?:(siglos? |Siglos? |[Ss]s?\. ?))([IVX]+)(?:( y | al? | o |{DASH})([IVX]+))?(?!\w)",
                self._say_century,
            ),
            rule("roman", r"(?<![\w'.-])([IVXLCDM]+)(?![\w']|-[A-Z\d]|\.\w)", self._say_roman),
            rule(
                "abbreviation",
                r"(?<![\w.])(D|S|Fr)\.(?= [A-ZÁÉÍÓÚÑ])",
                lambda m: {"D": "don", "S": "san", "Fr": "fray"}[m[1]],
            ),
            rule(
                "code",
                r"(?<![\w-])([A-Z]{1,3})-?(\d{1,4})([A-Z]?)(?![\w-]|[.,:]\d|%)",
                self.say_code,
            ),
            rule("abbreviation", rf"(?<![\w.'-])([A-Za-z][{_LOWER}]{{0,5}})\.(?= [{_LOWER}])", self.doubt_abbreviation),
        )

    def clock(self, hour: int, minute: int) -> str:
        """Return a time: ``siete y media``, ``diecinueve horas``."""
        words = self.agree(cardinal(str(hour), "es"), True)
        if minute == 0:
            return f"{words} en punto" if hour <= 12 else f"{words} horas"
        if minute in (15, 30) and hour <= 12:
            return f"{words} y {'cuarto' if minute == 15 else 'media'}"
        return f"{words} y {cardinal(str(minute), 'es')}"

    def fraction(self, above: int, below: int) -> str:
        """Return a fraction: ``un medio``, ``dos tercios``, ``tres cuartos``."""
        names = {2: "medio", 3: "tercio", 100: "centésimo", 1000: "milésimo"}
        name = names.get(below) or (
            ordinal(str(below), "es") if below <= 10 else cardinal(str(below), "es").replace(" y ", "i") + "avo"
        )
        return f"un {name}" if above == 1 else f"{cardinal(str(above), 'es')} {name}s"

    def mixed_fraction(self, integer: str, above: int, below: int) -> str:
        """Return ``dos y medio``, ``tres cuartos``."""
        words = "medio" if (above, below) == (1, 2) else self.fraction(above, below)
        return f"{cardinal(integer, 'es')} y {words}" if integer and integer != "0" else words

    def cents(self, integer: str, cents: str, forms: Forms) -> str:
        """Return ``tres euros con cincuenta``."""
        if integer.strip("0.") == "":
            return (
                f"{self.agree(cardinal(cents, 'es'), False)} céntimos"
                if forms[0] == "euro"
                else f"{self.agree(cardinal(cents, 'es'), False)} centavos"
            )
        return f"{self.count(integer, forms)} con {cardinal(cents, 'es')}"

    def price(self, amount: str, forms: Forms, scale: str | None = None) -> str:
        """Return a sum; after ``mil`` no ``de`` is said."""
        words = super().price(amount, forms, scale)
        return words.replace(" mil de ", " mil ") if scale == "mil" else words

    def agree(self, words: str, feminine: bool) -> str:
        """Return ``veintiún``, ``una``, ``doscientas`` as a noun requires; millions are masculine."""
        millions, separator, rest = words.rpartition("millones")
        rest = rest if separator else words
        if feminine:
            rest = re.sub(r"cientos\b", "cientas", rest).replace("quinientos", "quinientas")
            rest = re.sub(r"\buno$|uno$", "una", rest)
        else:
            rest = re.sub(r"veintiuno$", "veintiún", rest)
            rest = re.sub(r"\buno$", "un", rest)
        return f"{millions}{separator}{rest}"

    def split_phone(self, number: str) -> str:
        """Return a number in the groups it is written in, each as a number; a long group digit by digit."""
        groups = [group for group in re.split(r"[ ./()-]+", number.lstrip("+")) if group]
        words = [
            self.say_digits(group) if group[0] == "0" or len(group) > 3 else cardinal(group, "es") for group in groups
        ]
        return ("más " if number.startswith("+") else "") + ", ".join(words)

    def say_plain_number(self, match: Match) -> str | Words:
        """Return a number in agreement with the noun after it."""
        words = super().say_plain_number(match)
        if isinstance(words, Words) or GRAMMAR.decimal in match[0]:
            return words
        after = re.match(rf" ((?:[{_LOWER}]+ )?[{_LOWER}]+)", match.string[match.end() :])
        if not after:
            return words
        nouns = after[1].split()
        if nouns[0] == "mil" and len(nouns) > 1:
            return self.agree(words, is_feminine(nouns[1]))  # 200 mil personas
        if nouns[0] in ("millón", "millones", "billón", "billones") or nouns == ["mil"]:
            return self.agree(words, False)
        if nouns[0] in ("solo", "sola", "único", "única") and len(nouns) > 1 and nouns[1] not in _NO_NOUNS:
            return self.agree(words, is_feminine(nouns[1]))  # 1 solo monje
        if nouns[0] in _NO_NOUNS or _NUMBERED_THING.search(text_before(match)):
            return words
        # “200 grandes ventanas”: an adjective without gender leaves the decision to the noun
        noun = (
            nouns[1]
            if len(nouns) > 1 and nouns[0] in ("grandes", "gran", "importantes", "enormes", "posibles")
            else nouns[0]
        )
        # the article before the number knows more than the noun's ending
        article = re.search(
            r"(?<!\w)(?:[Ll]|[Uu]n|[Ee]s[et]|[Aa]quell|[Oo]tr|[Mm]uch|[Aa]lgun)([ao])s $", text_before(match)
        )
        words = self.agree(words, article[1] == "a" if article else is_feminine(noun))
        return f"{words} {self.join_million(words)}".rstrip()

    def _say_time_range(self, match: Match) -> str | None:
        hour, minute, last_hour, last_minute, unit = match.groups()
        if "." in match[0] and (int(hour), int(minute)) >= (int(last_hour), int(last_minute)):
            return None
        first, last = (
            self.agree(cardinal(h, "es"), True) if int(m) == 0 else self.clock(int(h), int(m))
            for h, m in ((hour, minute), (last_hour, last_minute))
        )
        joint = " a las " if " a las " in match[0] else " a "
        return close_sentence(f"{first}{joint}{last}" + (" horas" if unit and int(last_minute) == 0 else ""), match)

    def _say_hours(self, match: Match) -> str:
        words = self.clock(int(match[1]), int(match[2]))
        return words.replace(" en punto", " horas" if int(match[1]) != 1 else " hora")

    def _say_parts(self, match: Match) -> str | None:
        above, below = int(match[1]), int(match[2])
        if not 3 <= below <= 10:
            return None
        plural = "" if above == 1 else "s"
        name = "tercera" if below == 3 else re.sub("o$", "a", ordinal(str(below), "es"))
        return f"{self.agree(cardinal(match[1], 'es'), True)} {name}{plural}"

    def _say_roman_code(self, match: Match) -> str | None:
        return f"{' '.join(match[1])} {cardinal(str(roman_value(match[2])), 'es')}" if is_roman(match[2]) else None

    def _say_degrees(self, match: Match) -> str | None:
        """Return degrees written with the sign of ordinals, where the sentence speaks of warmth or angles."""
        context = r"temperatura|máxima|mínima|grados|latitud|longitud|ángulo|inclina|calor|frío|°C|ºC|º C"
        if not re.search(context, match.string) or re.match(rf" [{_LOWER}]{{3,}}", match.string[match.end() :]):
            return None
        return self._sign(match[1]) + self.count(match[2], ("grado", "grados"))

    def _say_ordinal_sign(self, match: Match) -> str:
        words = ordinal(match[1], "es")
        if match[2] == "ª" or match[2].rstrip("s").endswith("a"):
            return re.sub(r"o\b", "a", words)
        after = re.match(rf" ([{_LOWER}]+)", match.string[match.end() :])
        last = words.rpartition(" ")[2]
        if match[2] == "er" or (after and after[1] not in _NO_NOUNS and not is_feminine(after[1])):
            return words.removesuffix(last) + _SHORT.get(last, last)
        return words

    def _say_century(self, match: Match) -> str | None:
        word, low, joint, high = match.groups()
        if not is_roman(low) or (high and not is_roman(high)):
            return None
        plural = word.strip().lower() in ("siglos", "ss.")
        names = {"S": "Siglo", "s": "siglo"}
        spoken = names[word[0]] + ("s" if plural else "")
        words = f"{spoken} {_say_century_number(roman_value(low))}"
        if not high:
            return words
        return (
            f"{words}{joint if joint.strip() not in ('-', '–', '—') else ' a '}{_say_century_number(roman_value(high))}"
        )

    def _say_roman(self, match: Match) -> str | Words | None:
        letters, text = match[1], match.string
        if not is_roman(letters):
            return None
        value = roman_value(letters)
        before = re.search(r"([\w-]+)\s$", text_before(match))
        after = re.match(r" ([\w-]+)", text[match.end() :])
        if len(letters) >= 4 and 1000 <= value <= 2100:
            return cardinal(str(value), "es")
        if set(letters) - set("IVXL"):
            return None
        if is_preceded(match, _COUNTED_OR_NAMED) or is_preceded(match, rf"(?:{_COUNTED}) [IVXL]+ (?:y|a|al|o)"):
            return cardinal(str(value), "es")
        century = re.search(r"(?:siglos?|[Ss]s?\.) ?[IVX]+(?!\w)", text_before(match))
        if century and is_preceded(match, r"y|al?|o|del?|el"):
            return _say_century_number(value)
        if is_preceded(match, r"[A-ZÁÉÍÓÚ][\w-]+ [IVX]+(?: de (?:la |el )?[A-ZÁÉÍÓÚ]\w+)? (?:y|e)"):
            return _say_ruler_number(value, False)
        if (
            before
            and re.fullmatch(r"[A-ZÁÉÍÓÚÑ][a-záéíóúñü-]+", before[1])
            and before[1] not in ("El", "La", "Los", "Las", "En", "Malcolm")
        ):
            feminine = (
                before[1] in FEMININE_NAMES
                or before[1].endswith("a")
                or is_preceded(match, rf"(?:{FEMININE_TITLES}) {before[1]}")
            )
            return _say_ruler_number(value, feminine)
        if (
            after
            and len(after[1]) > 2
            and before
            and before[1].lower() in ("la", "el", "los", "las", "del", "al", "su", "de")
        ):
            named = after[1][0].isupper() or re.match(_NUMBERED, after[1])
            if 11 <= value <= 21 and before[1].lower() in ("el", "al", "del") and not named:
                return cardinal(str(value), "es")  # en el XIX nacieron …
            words = ordinal(str(value), "es")
            if is_feminine(after[1].lower()):
                return re.sub(r"o\b", "a", words)
            last = words.rpartition(" ")[2]
            return words.removesuffix(last) + _SHORT.get(last, last)
        if 11 <= value <= 21 and is_preceded(match, r"el|al|del"):
            return cardinal(str(value), "es")
        if len(letters) > 1 and letters != "XL":
            words = cardinal(str(value), "es")
            return Words(words, "roman-numeral", (words, ordinal(str(value), "es"), " ".join(letters)))
        return None


def _say_century_number(value: int) -> str:
    return ordinal(str(value), "es") if value <= 10 else cardinal(str(value), "es")


def _say_ruler_number(value: int, feminine: bool) -> str:
    """Return ``segundo``, ``segunda``; from eleven on a cardinal: Alfonso XIII is ``trece``."""
    if value > 10:
        return cardinal(str(value), "es")
    words = ordinal(str(value), "es")
    return re.sub(r"o$", "a", words) if feminine else words
