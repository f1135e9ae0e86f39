"""French."""

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
from .grammar import FEMININE_NAMES, GRAMMAR, MONTH_NAMES, SHORT_WEEKDAYS, is_feminine

_LOWER = "a-zàâäçéèêëîïôöùûüœæ"
_UPPER = "A-ZÀÂÇÉÈÊËÎÏÔŒÙÛ"
_NO_NOUNS = split_words(
    "de du des d et ou à au aux en par pour sur sous dans avec sans le la les un une que qui se sa son ses fut "
    "furent était est sont jusque depuis comme plus moins mille million millions milliard milliards quand où mais "
    "ni si ne lui leur on il elle ils elles y s l entre vers puis dont a ont avait virgule"
)
_COUNTED = (
    "[Cc]hapitres?|[Tt]omes?|[Vv]olumes?|[Aa]ctes?|[Ll]ivres?|[Ss]cènes?|[Pp]lanches?|[Ss]alles?|[Pp]arties?|mondiale|[Tt]ype|[Gg]roupe"
    "|[Pp]hase|[Nn]iveau|[Tt]itre|[Aa]rticle|[Cc]atégorie|[Cc]lasse|Apollo|[Tt]ableau|[Nn]uméro|[Ff]igure|[Cc]hant|[Ss]ection|vol\\.|t\\.|chap\\."
)
_COUNTED_OR_NAMED = f"{_COUNTED}|{any_of(GRAMMAR.counted)}"
_ENDINGS = r"(?:ers?|ères?|res?|ᵉʳ|ʳᵉ|nde?s?|des?|ds?|ièmes?|èmes?|es?|ᵉ)"


class French(RomanceLanguage):
    """French."""

    tag: ClassVar[str] = "fr"
    notices: ClassVar[Mapping[str, str]] = {"fr": "Cette voix a été générée par une intelligence artificielle."}
    pace: ClassVar[int] = 155
    grammar: ClassVar[Grammar] = GRAMMAR
    first_day: ClassVar[str] = "premier"
    date_joint: ClassVar[str] = " "
    year_joints: ClassVar[Forms] = ("à", "et")
    month_names: ClassVar[Mapping[str, str]] = MONTH_NAMES
    weekdays: ClassVar[Mapping[str, str]] = SHORT_WEEKDAYS
    weekday_joint: ClassVar[str] = " au "
    word_pattern: ClassVar[str] = r"[aeiouyéèêàôœù]\w*[a-zéèê]$"
    splitting: ClassVar[Rules] = splitting_rules(
        "m mm etc p ex c.-à-d av j.-c j apr ap env vol chap pp t fig pl inv cat art fol v ca c cf auj dép arr max min "
        "tél éd attr anc imp boul bd gén dr pr mme mgr n.-d janv févr fév avr juil sept oct nov déc sc"
    )

    def own_rules(self) -> tuple[Rule, ...]:
        """Return dates, hours, ordinals, centuries, rulers."""
        month = any_of(MONTH_NAMES)
        hour, minute = r"([01]?\d|2[0-4])", r"([0-5]\d)"
        clock = rf"{hour} ?(?:h|H)(?: ?{minute})?(?: ?min)?"
        name = rf"(?:[{_UPPER}]|\U000f0000)"
        return (
            self.weekday_rule(),
            rule(
                "date",
                rf"(?<![\w.,/-])(\d{{1,2}})(?:er)?{DASH}(\d{{1,2}}) ({month})(?!\w)",
                lambda m: f"{self.say_day(m[1])} à {self.say_day(m[2])} {m[3]}",
            ),
            rule("date", rf"(?<![\w.,/-])(\d{{1,2}})(?:er|ᵉʳ)? ({month})(?: {YEAR})?(?!\w)", self.say_written_date),
            rule(
                "year",
                r"(?<![\w.,/-])(14|39)[-–](18|45)(?![\w/%-])",
                lambda m: f"{cardinal(m[1], 'fr')} {cardinal(m[2], 'fr')}",
            ),
            rule("year", YEAR_RANGE, self.say_year_range),
            rule(
                "time",
                r"(?<!\w)24 ?h(?:eures)? ?(?:/|sur) ?24(?: ?h)?(?!\w)",
                lambda m: "vingt-quatre heures sur vingt-quatre",
            ),
            rule("time", r"(?<!\w)7 ?j(?:ours)? ?(?:/|sur) ?7(?: ?j)?(?!\w)", lambda m: "sept jours sur sept"),
            rule(
                "time",
                r"(?<![\w/])24/7(?![\w/])",
                lambda m: "vingt-quatre heures sur vingt-quatre, sept jours sur sept",
            ),
            rule(
                "time",
                rf"(?<![\w:.,]){clock}{DASH}{clock}(?!\w)",
                lambda m: f"{self.clock(int(m[1]), int(m[2] or 0))} à {self.clock(int(m[3]), int(m[4] or 0))}",
            ),
            rule(
                "time",
                rf"(?<![\w:.,]){hour}:{minute}{DASH}{hour}:{minute}(?![\d:])",
                lambda m: f"{self.clock(int(m[1]), int(m[2]))} à {self.clock(int(m[3]), int(m[4]))}",
            ),
            rule("time", rf"(?<![\w:.,]){clock}(?!\w)", lambda m: self.clock(int(m[1]), int(m[2] or 0))),
            rule("money", r"(?<![\w.,])(\d+) ?€ ?(\d\d)(?!\w)", lambda m: self.cents(m[1], m[2], ("euro", "euros"))),
            rule("date", ROMAN_DATE, self.say_roman_date),
            rule("abbreviation", r"(?<=Mme )V(?:ve|e)(?= [A-Z])", lambda m: "veuve"),
            rule("ordinal", rf"(?<!\w)(\d+)({_ENDINGS})(?!\w)", self._say_ordinal),
            rule("number", rf"(?<!\w)([Dd]|[Qq]u)e 1(?= ([{_LOWER}]{{3,}}))", self._say_elided_one),
            rule("fraction", rf"(?<=[{_LOWER}] )1/2(?![\w/])", self._say_and_a_half),
            rule(
                "roman",
                rf"(?<![\w'.-])([IVX]+)({_ENDINGS})(?:{DASH}([IVX]+)({_ENDINGS}))?(?: (s)\.)?(?!\w)",
                self._say_roman_ending,
            ),
            rule("roman", r"(?<![\w.-])([IVXLCDM]+)(?![\w']|-[A-Z\d]|\.\w)", self._say_roman),
            rule("abbreviation", rf"(?<![\w.])(M|Me)(\.?) (?={name}|et M[ml])", self._say_title),
            rule(
                "abbreviation",
                rf"(?<!\w)(St|Ste|Sts|Stes)([- ])(?={name})",
                lambda m: {"St": "Saint", "Ste": "Sainte", "Sts": "Saints", "Stes": "Saintes"}[m[1]].lower() + m[2],
            ),
            rule("abbreviation", r"(?<![\w.])([Aa])v\. (?=J\.?-? ?C)", lambda m: f"{m[1]}vant "),
            rule("abbreviation", rf"(?<![\w.])[Aa]v\.? (?={name}|d(?:e|u|es) )", lambda m: "avenue "),
            rule("abbreviation", rf"(?<![\w.])([Pp])l\. (?!(?:[IVX]+|\d+)\b)(?={name}|d[eu] )", lambda m: "place "),
            rule("per", r"(?<=€)/pers\.", lambda m: " par personne"),
            rule("measure", r"(?<![\w.,])(\d+) ?m ?(\d\d)(?!\w)", self._say_height),
            rule("code", r"(?<![\w-])([A-Z]{1,3})[- ]?(\d{1,4})([A-Z]?)(?![\w-]|[.,:]\d|%| ?[€%])", self.say_code),
            rule(
                "abbreviation", rf"(?<![\w.'-])([A-Za-zÉ][{_LOWER}]{{0,5}})\.(?= [{_LOWER}])", self.doubt_abbreviation
            ),
        )

    def clock(self, hour: int, minute: int) -> str:
        """Return a time: ``sept heures trente``, ``une heure``."""
        words = f"{self.agree(cardinal(str(hour), 'fr'), True)} {'heure' if hour <= 1 else 'heures'}"
        return f"{words} {self.agree(cardinal(str(minute), 'fr'), True)}" if minute else words

    def fraction(self, above: int, below: int) -> str:
        """Return a fraction: ``un demi``, ``deux tiers``, ``trois quarts``."""
        name = {2: "demi", 3: "tiers", 4: "quart"}.get(below) or ordinal(str(below), "fr")
        return f"{cardinal(str(above), 'fr')} {name if above == 1 or name == 'tiers' else name + 's'}"

    def mixed_fraction(self, integer: str, above: int, below: int) -> str:
        """Return ``deux et demi``, ``trois quarts``."""
        words = self.fraction(above, below)
        if not integer or integer == "0":
            return words
        return f"{cardinal(integer, 'fr')} et {'demi' if (above, below) == (1, 2) else words}"

    def cents(self, integer: str, cents: str, forms: Forms) -> str:
        """Return ``trois euros cinquante``, ``quarante centimes``."""
        if integer.strip("0 .") == "":
            return f"{cardinal(cents, 'fr')} {'centimes' if forms[0] in ('euro', 'franc') else 'cents'}"
        return f"{self.count(integer, forms)} {cardinal(cents, 'fr')}"

    def count(self, quantity: str, forms: Forms) -> str:
        """Return a quantity of a thing, ``de`` elided."""
        return _elide(super().count(quantity, forms))

    def price(self, amount: str, forms: Forms, scale: str | None = None) -> str:
        """Return a sum: ``cinq millions d'euros``, ``deux mille euros``."""
        words = super().price(amount, forms, scale)
        return _elide(words.replace(" mille de ", " mille "))

    def is_singular(self, quantity: str) -> bool:
        """Whether a quantity takes the singular: all below two."""
        if re.fullmatch(r"[01](?:,\d+)?", quantity):
            return True
        return super().is_singular(quantity)

    def agree(self, words: str, feminine: bool) -> str:
        """Return ``une``, ``vingt et une`` as a noun requires."""
        return re.sub(r"\bun$", "une", words) if feminine else words

    def split_phone(self, number: str) -> str:
        """Return a number in the pairs it is written in: ``zéro un, vingt-trois``."""
        digits = number.lstrip("+")
        groups = [group for group in re.split(r"[ ./()-]+", digits) if group]
        if len(groups) == 1 and len(groups[0]) == 10:
            groups = re.findall("..", groups[0])
        words = [
            " ".join(cardinal(digit, "fr") for digit in group)
            if group[0] == "0" or len(group) > 3
            else cardinal(group, "fr")
            for group in groups
        ]
        return ("plus " if number.startswith("+") else "") + ", ".join(words)

    def say_scale(self, match: Match) -> str | Words:
        """Return a scale: ``au cinquantième``, ``un sur cent``."""
        if "/" in match[0] and match[1] == "1":
            nth = ordinal(re.sub(r"\D", "", match[2]), "fr")
            return nth if is_preceded(match, r"au") else f"un {nth}"
        return super().say_scale(match)

    def say_plain_number(self, match: Match) -> str | Words:
        """Return a number in agreement with the noun after it; doubted where its gender is unknown."""
        words = super().say_plain_number(match)
        if isinstance(words, Words) or GRAMMAR.decimal in match[0]:
            return words
        after = re.match(rf" ([{_LOWER}]+)(?: ([{_LOWER}]+))?", match.string[match.end() :])
        if not after or after[1] in _NO_NOUNS:
            return words
        joint = self.join_million(words)
        if joint:
            return f"{words} {_elide(f'de {after[1]}').removesuffix(after[1]).rstrip()}".rstrip()
        if not re.search(r"\bun$", words) or is_preceded(
            match, rf"{_COUNTED}|[Bb]us|[Ll]igne|[Pp]ages?|[Nn]uméros?|[Cc]hambre"
        ):
            return words
        adjectives = (
            "petites",
            "grandes",
            "belles",
            "vieilles",
            "nouvelles",
            "anciennes",
            "autres",
            "petits",
            "grands",
            "beaux",
            "grande",
            "petite",
        )
        noun = after[2] if after[1] in adjectives and after[2] else after[1]
        feminine = (
            True
            if after[1].endswith(("elles", "andes", "etites", "iennes", "eilles")) and after[1] in adjectives
            else is_feminine(noun)
        )
        if feminine is None:
            choices = (self.agree(words, False), self.agree(words, True))
            return Words(words, "ambiguous-number", choices)
        return self.agree(words, feminine)

    def _say_ordinal(self, match: Match) -> str | None:
        number, ending = match.groups()
        plural = "s" if ending.endswith("s") else ""
        if number == "1":
            return ("première" if ("r" in ending and ending[0] in "rèʳ") or "ère" in ending else "premier") + plural
        if ending.startswith(("er", "ère", "re", "ʳ")):
            return None
        if number == "2" and ending.startswith(("n", "d")):
            return ("seconde" if "de" in ending else "second") + plural
        return ordinal(number, "fr") + plural

    def _say_roman_ending(self, match: Match) -> str | None:
        low, low_ending, high, high_ending, century = match.groups()
        if not is_roman(low) or (high and not is_roman(high)):
            return None
        if low_ending.lstrip("è").startswith(("r", "er", "ʳ")) and low != "I":
            return None  # Vers
        words = _say_nth(low, low_ending)
        if high:
            # des XIIe-XIIIe s., du XVe-XVIe s.
            joint = (
                "et" if is_preceded(match, "(?:[Dd]es|[Aa]ux|[Ll]es)") else "au" if is_preceded(match, "[Dd]u") else "à"
            )
            words += f" {joint} {_say_nth(high, high_ending)}"
        return close_sentence(f"{words} siècle", match, before_capital=True) if century else words

    def _say_roman(self, match: Match) -> str | Words | None:
        letters = match[1]
        if not is_roman(letters):
            return None
        value = roman_value(letters)
        if len(letters) >= 4 and 1000 <= value <= 2100:
            return cardinal(str(value), "fr")
        if set(letters) - set("IVXL"):
            return None
        number = cardinal(str(value), "fr")
        if is_preceded(match, _COUNTED_OR_NAMED) or is_preceded(match, rf"(?:{_COUNTED}) [IVXL]+ (?:et|à|ou)"):
            return number
        if is_preceded(match, rf"[{_UPPER}][\w-]+ (?:Ier|[IVX]+)(?: d(?:e |u |')[{_UPPER}]\w+)? et"):
            return number
        before = re.search(r"([\w-]+)\s$", text_before(match))
        if (
            before
            and re.fullmatch(rf"[{_UPPER}][{_LOWER}]+(?:-[{_UPPER}][{_LOWER}]+)?", before[1])
            and before[1] not in ("Le", "La", "Les", "En", "Malcolm")
        ):
            return ("première" if before[1] in FEMININE_NAMES else "premier") if value == 1 else number
        if len(letters) > 1 and letters != "XL":
            return Words(number, "roman-numeral", (number, ordinal(str(value), "fr"), " ".join(letters)))
        return None

    def _say_title(self, match: Match) -> str | None:
        if match[1] == "M":
            return "monsieur " if match[2] else None
        return "maître " if not match[2] else None

    def _say_elided_one(self, match: Match) -> str | None:
        """Return ``d'un sou`` for ``de 1 sou``."""
        if match[2] in _NO_NOUNS:
            return None
        return f"{match[1]}'{'une' if is_feminine(match[2]) else 'un'}"

    def _say_and_a_half(self, match: Match) -> str | None:
        """Return ``et demi`` after a counted noun: ``3 ans 1/2``."""
        noun = re.search(rf"\d ([{_LOWER}]+) $", text_before(match))
        if not noun:
            return None
        return "et demie" if is_feminine(noun[1].removesuffix("s")) else "et demi"

    def _say_height(self, match: Match) -> str:
        return f"{self.count(match[1], ('mètre', 'mètres'))} {cardinal(match[2], 'fr')}"

    def say_code(self, match: Match) -> str | None:
        """Return a road, room or model; a letter and a number apart are one only for roads."""
        spaced = " " in match[0]
        if spaced and not (len(match[1]) == 1 and match[1] in "ANDE"):
            return None
        return super().say_code(match)


def _say_nth(numeral: str, ending: str) -> str:
    value = roman_value(numeral)
    if value == 1:
        return "première" if ending[0] in "rèʳ" else "premier"
    return ordinal(str(value), "fr") + ("s" if ending.endswith("s") else "")


def _elide(words: str) -> str:
    return re.sub(r"\bde (?=[aeiouyéèêh])", "d'", words)
