"""German."""

from __future__ import annotations

import re
from collections.abc import Mapping
from dataclasses import replace
from typing import ClassVar

from ...model import Lexicon
from .. import TextIssue
from ..latin_base import (
    Forms,
    Grammar,
    LatinLanguage,
    any_of,
    close_sentence,
    is_preceded,
    splitting_rules,
    text_before,
)
from ..number_words import cardinal, ordinal
from ..roman import is_roman, roman_value
from ..semiotic import Match, Rule, Words, rule
from ..sentence_segmentation import Rules
from ..word_lists import split_words
from .grammar import GRAMMAR, MONTH_NAMES, MONTHS, WEEKDAYS

_STARTERS = split_words(
    "Der Die Das Den Dem Des Ein Eine Einen Einem Einer Es Er Sie Wir Ich Ihr Man Hier Dort Dann Danach Später "
    "Heute Im In Am An Auf Aus Bei Bis Mit Nach Seit Von Vor Zu Zum Zur Über Unter Um Und Aber Doch Auch Als Wenn "
    "Weil Wer Was Wie Wo Diese Dieser Dieses Diesen Jeder Jede Jedes Alle Viele Einige Seine Sein Ihre Unser Unsere "
    "Nun Jetzt So Schon Noch Nur"
)
"""Words that begin a sentence after a number with a dot: no noun follows that the number could count."""
_DATIVE = (
    r"(?:[Aa]m|[Ii]m|[Vv]om|[Zz]um|[Bb]eim|[Dd]em|[Dd]en|[Dd]es|diesem|jedem|einem|eines|meinem|seinem|ihrem|[Aa]b"
    r"|[Ss]eit|[Bb]is|[Nn]ach|[Vv]or|(?:[Ii]n|[Aa]uf|[Aa]us|[Vv]on|[Mm]it|[Zz]u|[Nn]ach|[Aa]n|[Bb]ei|[Uu]nter|[Üü]ber"
    r"|[Vv]or|[Nn]eben|[Hh]inter|[Ww]ährend|[Ww]egen|[Ss]eit|[Gg]egenüber|[Ee]nde|[Aa]nfang|[Mm]itte) der)"
    r"(?: \d{1,2}\. (?:und|oder|bis))?"
)
"""Words after which an ordinal ends in ``-en``."""
_COUNTED_NAMES = any_of(GRAMMAR.counted)
_GENDERLESS = any_of(word for names in GRAMMAR.counted.items() for word in names) + r"|[A-Z][\wäöüß]+"
"""Words before a number that leave it without a gender: ``Raum 1``, ``Halle 1``."""
_WEAK = "[Dd]er|[Dd]ie|[Dd]as|[Dd]iese[rs]?|[Jj]ede[rs]?|[Ee]ine|[Kk]eine|[Ii]hre|[Ss]eine|[Uu]nsere"
"""Words after which it ends in ``-e``."""
_WITH_DATIVE = "(?:von|mit|bei|unter|nach|zu|aus|seit|neben|vor|an|auf|über|hinter)"
_WITH_ACCUSATIVE = "(?:für|gegen|durch|ohne|um)"
_QUEENS = split_words(
    "Elisabeth Elizabeth Katharina Maria Anna Christina Margarete Margrethe Viktoria Victoria Beatrix Juliana Isabella "
    "Johanna Wilhelmina Kleopatra Zarin Königin Kaiserin Bernadette"
)
_NAMES_IN_S = split_words("Klaus Julius Hans Franziskus Nikolaus Pius Markus Justus Augustus Karlos Andreas Johannes")
_TITLES = split_words("König Kaiser Papst Königin Kaiserin Zar Zarin Herzog Graf Fürst Sultan")
_FEMININE = re.compile(r"(?:ung|heit|keit|schaft|ion|son|tät|ik|ur|ei|in|enz|anz|ie|e)$")
_MASCULINE_IN_E = split_words("Junge Löwe Käse Name Kunde Franzose Chinese Russe Türke Zeuge Erbe Gedanke Buchstabe")
_COUNTED_NOUNS = r"Kapitel|Teil|Band|Akt|Szene|Raum|Saal|Tafel|Stufe|Typ|Gruppe|Klasse|Abschnitt|Apollo|Weltkrieg|Buch"
"""Words after which a Roman numeral counts: Saal IV."""
_DASH = r" ?(?:[-–—]|bis) ?"
_YEAR = r"(1[1-9]\d\d)"
_UPPER = "A-ZÄÖÜ"


class German(LatinLanguage):
    """German."""

    tag: ClassVar[str] = "de"
    notices: ClassVar[Mapping[str, str]] = {"de": "Diese Stimme wurde mit künstlicher Intelligenz erzeugt."}
    pace: ClassVar[int] = 135
    grammar: ClassVar[Grammar] = GRAMMAR
    splitting: ClassVar[Rules] = splitting_rules(
        "dr prof hr hrn fr frl st str nr nrn bd bde abb kap taf jh jhs jhd ca usw usf etc bzw vgl sog evtl ggf inkl "
        "einschl max min mind geb gest gegr verh urspr mio mrd tsd chr v.chr n.chr z.b d.h u.a v.a z.t i.d.r u.ä o.ä "
        "b h a ä d r t u o s z v n i tel einw hl sek std gebr dipl ing inv kat art abs ztr jan feb apr aug sept sep "
        "okt nov dez"
    )

    def sentences(self, paragraph: str) -> list[str]:
        """Split where a stop is followed by a fresh start, but not after ``19.`` of ``19. Jahrhundert``."""
        there, back = _quote_tables(paragraph)
        pieces: list[str] = []
        for piece in super().sentences(paragraph.translate(there)):
            if pieces and _goes_on(pieces[-1][-_MAX_END_CHARS:], piece):
                pieces[-1] += piece
            else:
                pieces.append(piece)
        return [piece.translate(back) for piece in pieces]

    def text_issues(self, text: str, lexicon: Lexicon = ()) -> list[TextIssue]:
        """Return what cannot be said or known; German quotation marks open below and close with ``“``."""
        there, _back = _quote_tables(text)
        issues = super().text_issues(text.translate(there), lexicon)
        return [replace(issue, excerpt=text[issue.start : issue.start + len(issue.excerpt)]) for issue in issues]

    def own_rules(self) -> tuple[Rule, ...]:
        """Return dates, years, times, ordinals, centuries, rulers."""
        month = any_of(MONTH_NAMES)
        day = r"(0?[1-9]|[12]\d|3[01])"
        hour, minute = r"([01]?\d|2[0-4])", r"([0-5]\d)"
        clock = rf"{hour}(?:[.:]{minute})?"
        name = rf"[{_UPPER}][\wäöüß-]+"
        return (
            rule(
                "date", rf"(?<![\w.,/-]){day}\.?{_DASH}{day}\. ?({month})(?: (1\d{{3}}|20\d\d))?(?!\w)", self._say_days
            ),
            rule("date", rf"(?<![\w.,/-]){day}\. ?({month})(?: (1\d{{3}}|20\d\d))?(?!\w)", self._say_date),
            rule(
                "time",
                rf"(?<![\w:.,]){clock}(?: Uhr)?{_DASH}{clock} Uhr(?!\w)",
                lambda m: f"{_say_clock(m[1], m[2])} bis {_say_clock(m[3], m[4], 'Uhr')}",
            ),
            rule(
                "duration",
                r"(?<![\w:.,])(\d{1,2}) ?(?:h|Std\.?) ?(\d{1,2}) ?[Mm]in(?:\.(?= [a-zäöü]))?(?!\w)",
                lambda m: f"{self.count(m[1], ('Stunde', 'Stunden'))} {self.count(m[2], ('Minute', 'Minuten'))}",
            ),
            rule("time", rf"(?<![\w:.,]){clock} ?(?:Uhr|h)(?!\w)", lambda m: _say_clock(m[1], m[2], "Uhr")),
            rule("year", rf"(?<![\w.,/-]){_YEAR}(?:{_DASH}|/)(1\d{{3}}|20\d\d|\d\d)(?![\w/%-]|[.,]\d)", _say_years),
            rule("decade", r"(?<![\w.,])((?:1[1-9]|20)\d0|\d0)er(n?)(?!\w)", lambda m: f"{say_year(m[1])}er{m[2]}"),
            rule(
                "century",
                r"(?<![\w.,])(\d{1,2})\.(?: ?(/|[-–]|bis|und|oder) ?(\d{1,2})\.)? ?"
                r"(Jh\.|Jhd\.|Jhs\.|Jahrhunderts?)(?!\w)",
                self._say_century,
            ),
            rule("ordinal", rf"(?<![\w.,/-])(\d{{1,3}})\.(?= (?:{name}|[a-zäöü]))", self._say_dotted_number),
            rule("roman", rf"(?<![\w.-])([IVX]+)\.(?= Jahrhundert| Weltkrieg| Stock| {name})", self._say_dotted_roman),
            rule("roman", r"(?<![\w.-])([IVX]+)\.(?!\w)", self._say_ruler),
            rule("roman", r"(?<![\w.-])([IVXLCDM]+)(?![\w']|-\w|\.\w)", self._say_undotted_roman),
            rule("per", r"(?<=€)/Pers\.", lambda m: " pro Person"),
            rule("per", r"(?<=[€.])/(?:Std\.|h(?!\w))", lambda m: " pro Stunde"),
            rule("percent", r"(?<![\w.,–-])1 ?%", lambda m: "ein Prozent"),
            rule("date", rf"(?<!\w)({any_of(WEEKDAYS)})\.?{_DASH}({any_of(WEEKDAYS)})\b\.?", _say_weekdays),
            rule("abbreviation", r"(?<![\w.])(hl|Hl)\.(?= )", self._say_holy),
            rule(
                "abbreviation", r"(?<=[a-zäöüß])str\.(?= \d|[,;)]| [a-zäöü]|$)", lambda m: close_sentence("straße", m)
            ),
            rule("abbreviation", rf"(?<![\w.])Fr\.(?= {name})", lambda m: "Frau"),
            rule(
                "number",
                r"(?<![\w.,])1 ?(?:(Mio\.?+|Million)|Mrd\.?+|Milliarde)(?! ?[€$£]| Euro)(?!\w)",
                lambda m: "eine Million" if m[1] else "eine Milliarde",
            ),
        )

    def late_rules(self) -> tuple[Rule, ...]:
        """Return four digits that are a year where no quantity follows."""
        return (rule("year", rf"(?<![\w.,/$£€#:-]){_YEAR}(?![\d/%:]|[.,]\d|[-–]\d|[A-Za-z])", self._say_lone_year),)

    def year(self, number: str) -> str:
        """Return a year: ``neunzehnhundertfünf``."""
        return say_year(number)

    def date(self, day: int, month: int, year: str) -> str:
        """Return a date on its own: ``dritter Mai neunzehnhunderteins``."""
        words = f"{ordinal(str(day), 'de')}r {MONTHS[month - 1]}"
        return f"{words} {say_year(year)}" if year else words

    def numeric_date(self, match: Match) -> str | Words | None:
        """Return a date in three numbers: the day comes first."""
        day, month, year = int(match[1]), int(match[3]), match[4]
        if month > 12:
            return None
        words = f"{_inflect(ordinal(str(day), 'de'), match)} {MONTHS[month - 1]}"
        return f"{words} {say_year(year) if len(year) == 4 else self.say_digits(year)}"

    def clock(self, hour: int, minute: int) -> str:
        """Return a time: ``siebzehn Uhr fünfundvierzig``, ``ein Uhr``."""
        return _say_clock(str(hour), str(minute), "Uhr")

    def fraction(self, above: int, below: int) -> str:
        """Return a fraction: ``ein halb``, ``zwei Drittel``, ``drei Viertel``."""
        name = "halb" if below == 2 else (ordinal(str(below), "de").removesuffix("te") + "tel").capitalize()
        return f"{self.agree(cardinal(str(above), 'de'), False)} {name.replace('sstel', 'stel')}"

    def mixed_fraction(self, integer: str, above: int, below: int) -> str:
        """Return ``zweieinhalb``, ``drei und drei Viertel``."""
        if not integer or integer == "0":
            return "ein halb" if (above, below) == (1, 2) else self.fraction(above, below)
        if (above, below) == (1, 2):
            return f"{self.agree(cardinal(integer, 'de'), False)}einhalb"
        return f"{cardinal(integer, 'de')} und {self.fraction(above, below)}"

    def cents(self, integer: str, cents: str, forms: Forms) -> str:
        """Return ``drei Euro fünfzig``, ``vierzig Cent``."""
        if integer.strip("0 .") == "":
            return f"{cardinal(cents, 'de')} {'Pfennig' if 'ark' in forms[0] else 'Cent'}"
        return f"{self.count(integer, forms)} {cardinal(cents, 'de')}"

    def agree(self, words: str, feminine: bool) -> str:
        """Return ``ein``, ``eine`` as a noun requires."""
        return re.sub(r"(?:^|(?<=hundert)|(?<=tausend))eins$", "eine" if feminine else "ein", words)

    def join_scale(self, amount: str, scale: str, noun: str, singular: bool) -> str:
        """Return an amount in millions: ``eine Million Euro``, ``drei Komma zwei Millionen Euro``."""
        if singular and scale.startswith("Milli"):
            return f"eine {scale.removesuffix('en').removesuffix('e') + ('e' if 'ard' in scale else '')} {noun}"
        return f"{amount} {scale} {noun}"

    def say_score(self, match: Match) -> str:
        """Return a result: ``drei zu zwei``."""
        return f"{self.say_number(match[1])} zu {self.say_number(match[2])}"

    def say_plain_number(self, match: Match) -> str | Words:
        """Return a number; ``eins`` before a noun in the noun's gender, doubted where that is unknown."""
        words = super().say_plain_number(match)
        after = re.match(rf" ([{_UPPER}][\wäöüß]+)", match.string[match.end() :])
        if words != "eins" or not after or is_preceded(match, _GENDERLESS):
            return words
        if _FEMININE.search(after[1]) and after[1] not in _MASCULINE_IN_E:
            return "eine"
        return Words("ein", "ambiguous-number", ("ein", "eine", "einen", "einem"))

    # ------------------------------------------------------------ dates and years

    def _say_days(self, match: Match) -> str:
        first, last, month, year = match.groups()
        dative = "n" if is_preceded(match, _DATIVE) else ""
        words = f"{ordinal(str(int(first)), 'de')}{dative} bis {ordinal(str(int(last)), 'de')}n {MONTH_NAMES[month]}"
        return f"{words} {say_year(year)}" if year else words

    def _say_date(self, match: Match) -> str:
        day, month, year = match.groups()
        words = f"{_inflect(ordinal(str(int(day)), 'de'), match)} {MONTH_NAMES[month]}"
        return f"{words} {say_year(year)}" if year else words

    def _say_lone_year(self, match: Match) -> str | Words:
        number, after = match[1], match.string[match.end() :]
        words = say_year(number)
        before = (
            "(?:Jahr|Jahre|Jahres|Jahren|[Ss]eit|[Uu]m|[Aa]b|[Bb]is|[Vv]on|[Nn]ach|[Vv]or|[Aa]nno|[Cc]a\\.|circa|geboren"
            "|gestorben|und|Sommer|Herbst|Winter|Frühling|Frühjahr|Anfang|Mitte|Ende|Ostern|Weihnachten|"
            + any_of(MONTH_NAMES)
            + ")"
        )
        if not re.match(rf" [{_UPPER}]", after) or is_preceded(match, before):
            return words
        quantity = cardinal(number, "de")
        is_count = re.match(r" [A-ZÄÖÜ][a-zäöüß]+(?:er|en|n|e|(?<![su])s)\b", after) and not is_preceded(
            match, "wurden?"
        )
        return quantity if is_count else Words(words, "ambiguous-number", (words, quantity))

    def _say_century(self, match: Match) -> str:
        first, joint, second, noun = match.groups()
        genitive = "s" if noun in ("Jhs.", "Jahrhunderts") or is_preceded(match, "des") else ""
        words = _inflect(ordinal(str(int(first)), "de"), match, "s")
        if second:
            between = {"/": "und", "-": "bis", "–": "bis"}.get(joint, joint)
            dative = "n" if words.endswith("n") else words[len(ordinal(str(int(first)), "de")) :]
            words = f"{words} {between} {ordinal(str(int(second)), 'de')}{dative}"
        return close_sentence(f"{words} Jahrhundert{genitive}", match)

    # ------------------------------------------------------------ ordinals and Roman numerals

    def _say_dotted_number(self, match: Match) -> str | Words | None:
        following = re.match(r" ([\wäöüßÄÖÜ]+)", match.string[match.end() :])
        if is_preceded(match, _COUNTED_NAMES):
            return None
        if following and (following[1] in _STARTERS or (following[1][0].islower() and len(match[1]) > 2)):
            return None
        return _inflect_or_doubt(ordinal(match[1], "de"), match)

    def _say_dotted_roman(self, match: Match) -> str | Words | None:
        if not is_roman(match[1]) or _ruler_before(match) or _starts_after(match):
            return None
        return _inflect_or_doubt(ordinal(str(roman_value(match[1])), "de"), match)

    def _say_ruler(self, match: Match) -> str | Words | None:
        ruler = _ruler_before(match)
        if not is_roman(match[1]) or not ruler:
            return None
        if is_preceded(match, _COUNTED_NOUNS):
            return cardinal(str(roman_value(match[1])), "de") + "."  # Saal IV. is no ruler: the sentence ends
        nth = ordinal(str(roman_value(match[1])), "de").capitalize()
        # titles and first names between the preposition and the name: unter Kaiser Karl V., König Friedrich Wilhelm IV.
        names = rf"(?:(?:{'|'.join(_TITLES)})\s+)?(?:[{_UPPER}][\wäöüß]+\s+)?"
        before = re.search(rf"(?:^|(?<!\w))([\wäöüß]+)\s+{names}{ruler}\s$", text_before(match))
        words = _say_nth_ruler(ruler, nth, before[1] if before else "")
        ends = _starts_after(match) or not match.string[match.end() :].strip(" \"”'’)»")
        return replace(words, text=words.text + "." * ends)

    def _say_undotted_roman(self, match: Match) -> str | Words | None:
        letters = match[1]
        if not is_roman(letters):
            return None
        value = roman_value(letters)
        if len(letters) >= 4 and 1000 <= value <= 2100:
            return say_year(str(value))
        if is_preceded(match, _COUNTED_NOUNS):
            return cardinal(str(value), "de")
        if len(letters) > 1 and not set(letters) - set("IVXL") and letters != "XL":
            number = cardinal(str(value), "de")
            return Words(number, "roman-numeral", (number, f"der {ordinal(str(value), 'de').capitalize()}"))
        return None

    def _say_holy(self, match: Match) -> str:
        return _inflect("heilige" if match[1] == "hl" else "Heilige", match, "")


def _say_nth_ruler(ruler: str, nth: str, before: str) -> Words:
    """Return the number of a ruler in the case that the word before the name asks for, doubted where it does not."""
    queen = ruler in _QUEENS
    choices = (f"die {nth}", f"der {nth}n") if queen else tuple(f"{word} {nth}n" for word in ("den", "dem", "des"))
    if not queen and ruler.endswith("s") and ruler not in _NAMES_IN_S:
        return Words(f"des {nth}n")
    if re.fullmatch(_WITH_DATIVE, before, re.IGNORECASE):
        return Words(f"{'der' if queen else 'dem'} {nth}n")
    if re.fullmatch(_WITH_ACCUSATIVE, before, re.IGNORECASE):
        return Words(f"die {nth}" if queen else f"den {nth}n")
    words = f"{'die' if queen else 'der'} {nth}"
    return Words(words) if not before or before in _TITLES else Words(words, "roman-numeral", (words, *choices))


def say_year(number: str) -> str:
    """Return a year: ``neunzehnhundertfünf``, ``tausendsechsundsechzig``, ``zweitausendeins``."""
    value = int(number)
    if not 1100 <= value < 2000:
        return re.sub("^eintausend", "tausend", cardinal(str(value), "de"))
    rest = value % 100
    return f"{cardinal(str(value // 100), 'de')}hundert{cardinal(str(rest), 'de') if rest else ''}"


def _say_years(match: Match) -> str | None:
    low, high = match[1], match[2]
    last = int(high) if len(high) == 4 else int(low) // 100 * 100 + int(high)
    if last <= int(low):
        return None
    words = cardinal(str(int(high)), "de") if len(high) == 2 else say_year(high)
    return f"{say_year(low)} {'' if '/' in match[0] else 'bis '}{words}"


def _say_weekdays(match: Match) -> str:
    return close_sentence(f"{WEEKDAYS[match[1]]} bis {WEEKDAYS[match[2]]}", match)


def _say_clock(hour: str, minute: str | None, unit: str = "") -> str:
    words = cardinal(str(int(hour)), "de")
    if not unit and not int(minute or 0):
        return words
    words = f"{'ein' if words == 'eins' else words} Uhr"
    return f"{words} {cardinal(str(int(minute)), 'de')}" if minute and int(minute) else words


def _inflect(adjective: str, match: Match, bare: str = "r") -> str:
    """Return an adjective or ordinal in ``-e`` with the ending that the word before it asks for; ``bare``: without."""
    if is_preceded(match, _DATIVE):
        return adjective + "n"
    if is_preceded(match, _WEAK):
        return adjective
    return adjective + bare


def _inflect_or_doubt(adjective: str, match: Match) -> str | Words:
    if not is_preceded(match, f"{_DATIVE}|{_WEAK}"):
        return Words(adjective + "r", "ambiguous-number", tuple(adjective + ending for ending in ("", "n", "r", "s")))
    return _inflect(adjective, match)


def _ruler_before(match: Match) -> str:
    """Return the name of a person right before a match; empty where another word stands there."""
    before = re.search(rf"([{_UPPER}][a-zäöüßé]+)\s$", text_before(match))
    return before[1] if before and before[1] not in _STARTERS else ""


def _starts_after(match: Match) -> bool:
    following = re.match(r" ([\wäöüßÄÖÜ]+)", match.string[match.end() :])
    return following is not None and following[1] in _STARTERS


_MAX_END_CHARS = 60
"""Of a piece that tell whether it goes on: thousands of pieces may have become one."""


def _goes_on(before: str, after: str) -> bool:
    """Whether a piece that ends with ``19.`` or ``XIV.`` and the next one are the same sentence."""
    word = re.match(r"\W*([\wäöüßÄÖÜ]+)", after)
    if re.fullmatch(r"\s*(?:\d{1,2}|[IVXL]+)\.\s*", before) or re.search(r"[a-zäöüß]str\.\s*$", before):
        return True
    number = re.search(r"(?<![\w.,])(?:\d{1,2}|[IVXL]+)\.\s*$", before)
    return number is not None and word is not None and word[1] not in _STARTERS


def _quote_tables(text: str) -> tuple[dict[int, int], dict[int, int]]:
    """Return tables that turn „…“ into “…”, »…« into «…», and back; empty where the text does not quote so."""
    there, back = "", ""
    if "„" in text and "”" not in text:
        there, back = "„“", "“”"
    if 0 <= text.find("»") < text.find("«"):
        there, back = there + "»«", back + "«»"
    return str.maketrans(there, back), str.maketrans(back, there)
