"""English Roman numerals, titles, streets and saints."""

from __future__ import annotations

import re

from ..latin_base import any_of, close_sentence, is_preceded, text_before
from ..number_words import cardinal, ordinal
from ..roman import is_roman, roman_value
from ..semiotic import Match, Rule, Words, rule
from ..word_lists import read_words, split_words
from .calendar import say_year
from .grammar import GRAMMAR, NEEDS_DOT, STREETS, TITLES

_RULERS = read_words(__file__, "rulers.txt")
_ROYAL = (
    "King|Queen|Pope|Emperor|Empress|Tsar|Czar|Sultan|Prince|Princess|Duke|Count|Shah|Pharaoh"
    "|Kaiser|Saint|Patriarch|Antipope|Doge"
)
_COUNTED = split_words(
    "Vatican War Part Chapter Volume Vol Book Act Scene Phase Type Class Grade Category Stage Level Section "
    "Article Title Canto Psalm Plate Figure Fig Table Appendix Room Gallery Hall Case Bay Pier Gate Site Zone "
    "Tomb Area Trench Period Group Series Mark Mk Model Apollo Bowl Saturn Gemini Soyuz Vostok Ariane Division "
    "Tier Factor Number Route Line Tome Tablet Sonata Symphony Movement Station Panel Stela Stele Altar Cabinet "
    "Folio Opus Temple Structure Building Block Sector Unit Episode Season Schedule Annex Pavilion Pyramid "
    "Quarter Region Cave Reactor Shaft Dock"
)
_COUNTED_PATTERN = rf"(?:{'|'.join(_COUNTED)})s?"
_ABBREVIATED_PATTERN = r"(?:vol|Vol|vols|ch|Ch|chap|pt|Pt|fig|Fig|pl|Pl|bk|Bk|no|No|pp?)\."
_SERIES = (
    r"century|centuries|c\.|dynasty|Dynasty|Dynasties|Century|arrondissement|millennium|Olympiad"
    r"|Corps|Legion|Army|Congress|Olympic"
)
_LOWER_CONTEXT = (
    r"scene|page|pages|pp?\.|chapter|verse|canto|psalm|act|part|line|stanza|plate|volume|section|book|figure|step|phase"
    r"|ch\.|chap\.|vol\.|bk\.|pt\."
)
_PRONOUN_VERBS = split_words("am think know believe hope love want like feel wonder mean suppose guess 'm 've 'd 'll")
_SENTENCE_STARTS = split_words(
    "The He She It In They There This A An On At We You When After For His Her Its Their Today"
)
_BEFORE_SAINTS = split_words(
    "Old Great Little Lake Port Mount Bury Church Fort Point Cape Chapel Cathedral Parish Priory Abbey Hospital "
    "College East West North South Isle Collegiate Basilica Bridge Convent Ottery Chalfont Mont Near Upper Lower "
    "New"
)


def roman_rules() -> tuple[Rule, ...]:
    """Return Roman numerals after rulers, after counted nouns, before centuries, and as years."""
    return (
        rule(
            "roman",
            r"(?<!\w)WW ?(I{1,2}|1|2)(?!\w)",
            lambda m: f"World War {cardinal(str(len(m[1])) if m[1][0] == 'I' else m[1], 'en').title()}",
        ),
        rule("roman", r"(?<![\w.-])([IVXL]+) ?(?:[-–—]|/) ?([IVXL]+)(?![\w'-]| ?[-–])", _say_range),
        rule("roman", r"(?<![\w'.-])([IVXLCDM]+)('s)?(?![\w]|\.\w|-\w|')", _say_roman),
        rule("roman", r"(?<![\w'.-])([ivxl]+)[-–]([ivxl]+)(?![\w'-])", _say_lower_range),
        rule("roman", r"(?<![\w'.-])([IVX]+)(?:st|nd|rd|th)(?!\w)", _say_roman_ordinal),
        rule("roman", r"(?<![\w'.-])([ivxl]+)(?![\w'-]|\.\w)", _say_lower_roman),
    )


def title_rules() -> tuple[Rule, ...]:
    """Return titles before names, saints and streets."""
    titles = any_of(TITLES)
    return (
        rule("abbreviation", r"(?<![\w.])St(\.?)(?!\w)", _say_saint_or_street),
        rule(
            "abbreviation",
            r"(?<![\w.])(Lt|Maj|Brig|Col|Capt|Vice)(\.?)[- ](Col|Gen|Cdr|Cmdr|Gov|Adm)(\.|(?= [A-Z]))(?!\w)",
            _say_double_title,
        ),
        rule("abbreviation", rf"(?<![\w.])({any_of(STREETS)})(\.?)(?!\w)", _say_street),
        rule(
            "abbreviation",
            rf"(?<![\w.])({titles})(\.?)(?= ?(?:the |& |and )?(?:{titles}\.? )*[A-Z\"“\U000f0000])",
            _say_title,
        ),
        rule("abbreviation", r"(?<![\w.])c\.(?!\w)", _say_century),
        rule("abbreviation", r"(?<![\w.'-])([A-Za-z][a-z]{0,4})\.(?= [a-z])", _doubt_abbreviation),
    )


def _context(match: Match) -> tuple[str, str]:
    """Return the word before and the word after a match."""
    before = re.search(r"([\w'-]+\.?)\s$", text_before(match))
    after = re.match(r"\s?([\w'-]+|[^\w\s])", match.string[match.end() :])
    return (before[1] if before else ""), (after[1] if after else "")


def _say_roman(match: Match) -> str | Words | None:
    letters, suffix = match[1], match[2] or ""
    if not is_roman(letters):
        return None
    value = roman_value(letters)
    number, nth = cardinal(str(value), "en"), ordinal(str(value), "en")
    text = match.string
    before, after = _context(match)
    small = not set(letters) - set("IVXL")
    if small and is_preceded(match, rf"{_COUNTED_PATTERN}|{_ABBREVIATED_PATTERN}"):
        return number + suffix
    if small and is_preceded(match, rf"(?:{_COUNTED_PATTERN}) [IVXL]+(?:, [IVXL]+)*,? (?:and|or|to|through)"):
        return number
    if small and re.match(rf" ?(?:and|or|to|[-–]) [IVXL]+ (?:{_SERIES})| (?:{_SERIES})(?!\w)", text[match.end() :]):
        return nth
    if small and value < 40 and is_preceded(match, r"[A-Z][\w'-]+ [IVX]+(?: of [A-Z]\w+)? (?:and|or|to)"):
        return f"the {nth}{suffix}"
    if len(letters) >= 4 and 1000 <= value <= 2100:
        return say_year(value)
    name = re.fullmatch(r"[A-Z][a-zà-ÿ'-]*[a-zà-ÿ]", before) is not None
    if name and small and value < 40:
        ruler = before in _RULERS or is_preceded(match, rf"(?:{_ROYAL}) {re.escape(before)}")
        if len(letters) > 1 or ruler:
            return _say_after_name(match, nth, ruler, after)
        return _say_after_unknown_name(match, nth, after)
    if small and len(letters) > 1 and re.search(r"(?<!\w)[Tt]he $", text[: match.start()]) and after[:1].isupper():
        return nth
    if small and len(letters) > 1 and letters != "XL":
        return Words(number, "roman-numeral", (number, nth, " ".join(letters)))
    return None


def _say_after_name(match: Match, nth: str, ruler: bool, after: str) -> str | Words | None:
    letters, suffix = match[1], match[2] or ""
    words = f"the {nth}{suffix}"
    if letters == "I" and (after in _PRONOUN_VERBS or (after in ("will", "have", "had", "saw", "would") and not ruler)):
        return None
    if letters in ("X", "V") and is_preceded(match, r"Malcolm"):
        return None
    return words


def _say_after_unknown_name(match: Match, nth: str, after: str) -> Words | None:
    """Decide whether an I after a name that is not a known ruler's is a numeral or a pronoun."""
    if match[1] != "I" or not re.fullmatch(r"[,.;)]|of|and|was|reigned|ruled|died|became|who|himself|herself", after):
        return None
    prepositions = r"[Ii]n|[Aa]t|[Ff]rom|[Tt]o|[Nn]ear|[Ww]ith|[Oo]f|[Ff]or|[Oo]n|[Tt]hen|[Aa]fter|[Bb]efore|[Aa]s"
    if is_preceded(match, rf"(?:{prepositions})(?: [A-Z][\w'-]+)+"):
        return None
    return Words(f"the {nth}", "roman-numeral", (f"the {nth}", "I"))


def _say_range(match: Match) -> str | Words | None:
    if not (is_roman(match[1]) and is_roman(match[2])):
        return None
    low, high = roman_value(match[1]), roman_value(match[2])
    joint = "to" if "/" not in match[0] else "and"
    if is_preceded(match, rf"{_COUNTED_PATTERN}|{_ABBREVIATED_PATTERN}") and low < high:
        return f"{cardinal(str(low), 'en')} {joint} {cardinal(str(high), 'en')}"
    words = f"{ordinal(str(low), 'en')} {joint} {ordinal(str(high), 'en')}"
    if re.match(rf" (?:{_SERIES})", match.string[match.end() :]) and low < high:
        return words
    if len(match[1]) + len(match[2]) < 3:
        return None
    return Words(words, "roman-numeral", (words, f"{cardinal(str(low), 'en')} {joint} {cardinal(str(high), 'en')}"))


def _say_roman_ordinal(match: Match) -> str | None:
    return ordinal(str(roman_value(match[1])), "en") if is_roman(match[1]) else None


def _say_lower_roman(match: Match) -> str | None:
    if not is_roman(match[1].upper()) or not is_preceded(match, _LOWER_CONTEXT):
        return None
    return cardinal(str(roman_value(match[1])), "en")


def _say_lower_range(match: Match) -> str | None:
    low, high = (numeral.upper() for numeral in match.groups())
    if not (is_roman(low) and is_roman(high)) or not is_preceded(match, _LOWER_CONTEXT):
        return None
    return f"{cardinal(str(roman_value(low)), 'en')} to {cardinal(str(roman_value(high)), 'en')}"


def _say_saint_or_street(match: Match) -> str | Words:
    before, after = _context(match)
    is_name = before[:1].isupper() or re.fullmatch(r"\d+(?:st|nd|rd|th)", before) is not None
    if not (after[:1].isupper() or after[:1] >= "\U000f0000"):
        return close_sentence("Street" if is_name else "Saint", match)
    if not is_name or before in _BEFORE_SAINTS or before.endswith("."):
        return "Saint"
    opens = not text_before(match).rstrip().removesuffix(before).strip()
    if after in _SENTENCE_STARTS:
        return "Street" + match[1]
    return "Saint" if opens else Words("Saint", "ambiguous-abbreviation", ("Saint", "Street"))


def _say_double_title(match: Match) -> str:
    first = {"Vice": "Vice"}.get(match[1], TITLES.get(match[1], match[1]))
    return f"{first} {TITLES[match[3]]}"


def _say_street(match: Match) -> str | None:
    before, after = _context(match)
    word, dot = match.groups()
    is_name = before[:1].isupper() or re.fullmatch(r"\d+(?:st|nd|rd|th)", before) is not None
    if (
        not is_name
        or (word in TITLES and (after[:1].isupper() or not dot))
        or (not dot and word in ("Pl", "Ct", "Ln", "Pk", "Av"))
    ):
        return None
    return close_sentence(STREETS[word], match)


def _say_title(match: Match) -> str | None:
    word, dot = match.groups()
    return None if not dot and word in NEEDS_DOT else TITLES[word]


def _say_century(match: Match) -> str | None:
    return close_sentence("century", match) if is_preceded(match, r"\d+(?:st|nd|rd|th)|[IVXL]+") else None


def _doubt_abbreviation(match: Match) -> Words | None:
    known = match[0] in GRAMMAR.abbreviations or match[0] in GRAMMAR.counted or match[0] in GRAMMAR.units
    if known or match[1] in TITLES or len(match[1]) == 1:
        return None
    word = match[0] if re.search("[aeiouy]", match[1]) else match[1]
    return Words(word, "unknown-abbreviation")
