"""Numbers that are counted, ordered or calculated with; what these leave goes to the grammar of ``wetext``."""

from __future__ import annotations

import re
import unicodedata

from ...han import HAN
from ..data_tables import read_pairs
from .cardinal import cardinal, speak_number, spell_digits
from .rule import DASH, MEASURE, MYRIAD, NUMBER, SYMBOL, UNIT, Guards, Match, range_word, use_liang

guards = Guards()

_OPERATORS = {
    "+": "加",
    "-": "减",
    "×": "乘",
    "*": "乘",
    "÷": "除以",
    "=": "等于",
    "≈": "约等于",
    "≤": "小于等于",
    "≥": "大于等于",
    "<": "小于",
    ">": "大于",
    "<=": "小于等于",
    ">=": "大于等于",
    "==": "等于",
}
_OPERATOR = r" ?(?:[<>=]=|[+\-×*÷=≈≤≥<>]) ?"
_BUT_MINUS = r" ?(?:[<>=]=|[+×*÷=≈≤≥<>]) ?"


_POWER = "(?:\\^-?\\d+|⁻?[⁰¹²³⁴-⁹]+)"
_TERM = rf"{NUMBER}{_POWER}?"
"""A number, or a power of one: 10⁴, 2^10."""


def _speak_term(term: str) -> str:
    base, *powers = re.split(r"\^|(?=[⁻²³¹⁰⁴-⁹])", term, maxsplit=1)
    if not powers:
        return speak_number(base)
    raised = "".join("-" if sign in "⁻-" else str(unicodedata.digit(sign)) for sign in powers[0])
    return speak_number(base) + ("的平方" if raised == "2" else f"的{speak_number(raised)}次方")


@guards("list", r"^(\d{1,2})[.、] ?(?=\D)|(?<=[。；：])(\d{1,2})\.(?=\D)")
def _list_number(match: Match) -> str:
    return cardinal(match[1] or match[2]) + "、"


@guards("page", rf"(?<![A-Za-z])[Pp]{{1,2}}\. ?(\d+)(?:{DASH}(\d+))?|(?<![A-Za-z])[Pp]{{2}} ?(\d+){DASH}(\d+)")
def _say_page(match: Match) -> str:
    return "第" + "到".join(cardinal(group) for group in match.groups() if group) + "页"


@guards("page", rf"(?<=[{HAN}])-(\d{{1,3}})-(?=[{HAN}\s]|$)")
def _say_folio(match: Match) -> str:
    """A page number caught in the text while scanning."""
    return f"，{cardinal(match[1])}，"


@guards("ordinal", r"(?<![A-Za-z])(?:[Nn][Oo][.：:]? ?|№ ?)(\d+)号?|(?<![\d.])(\d+)# ?(?=[一-龥])|#(\d+)")
def _say_numero(match: Match) -> str:
    number = match[1] or match[2] or match[3]
    return spell_digits(number, telephone=True) if len(number) > 3 else cardinal(number) + "号"


@guards("ordinal", rf"第 ?(\d+)(?:({DASH})(第?)(\d+))?(?![\d.]*\d)")
def _say_nth(match: Match) -> str:
    say = spell_digits if match[1].startswith("0") else cardinal
    return "第" + say(match[1]) + (range_word(match[2]) + match[3] + say(match[4]) if match[4] else "")


@guards(
    "sum",
    rf"(?<![\d.])-?{_TERM}(?:{_OPERATOR}-?{_TERM})*{_BUT_MINUS}-?{_TERM}(?:{_OPERATOR}-?{_TERM})*"
    rf"(?:{MYRIAD} ?{UNIT})?(?!\d)",
)
def _say_sum(match: Match) -> str:
    spoken: list[str] = []
    for piece in re.findall(rf"{_TERM}|{SYMBOL}|{MYRIAD[:-1]}|[<>=]=|[+\-×*÷=≈≤≥<>]", match[0]):
        if piece[0].isdecimal():
            spoken.append(_speak_term(piece))
        elif piece[0] in "十百千万亿":
            spoken.append(piece)
        elif piece in read_pairs("units.tsv"):
            spoken.append(read_pairs("units.tsv")[piece])
        elif piece == "-" and (not spoken or spoken[-1] in _OPERATORS.values()):
            spoken.append("负")
        else:
            spoken.append(_OPERATORS[piece])
    return "".join(spoken)


@guards("sum", r"(?<![\d.])(\d+)[xX](\d+)(?![\d.])")
def _say_times(match: Match) -> str:
    return f"{cardinal(match[1])}乘{cardinal(match[2])}"


@guards("count", rf"(?<=\d\d)([wW万]?)\+(?=[{HAN}，。、；）]|$)")
def _and_more(match: Match) -> str:
    return ("万" if match[1] else "") + "多"


@guards("sum", rf"(?<![\d.])({NUMBER}{_POWER})(?: ?({UNIT}))?")
def _say_power(match: Match) -> str:
    return _speak_term(match[1]) + (read_pairs("units.tsv")[match[2]] if match[2] else "")


@guards("fraction", r"[-负](?:(\d+) ?/ ?(\d+)|(\d+|百)分之(\d+))(?![\d/])")
def _say_negative(match: Match) -> str:
    below, above = (match[2], match[1]) if match[1] else (match[3], match[4])
    return f"负{'百' if below == '百' else cardinal(below)}分之{cardinal(above)}"


@guards("fraction", r"(?<![\d.,，])(\d{1,3}) ([1-9])/([2-9]|\d\d)(?![\d/.])")
def _say_mixed(match: Match) -> str:
    return f"{cardinal(match[1])}又{cardinal(match[3])}分之{cardinal(match[2])}"


@guards("fraction", r"(?<![\d./])(\d+) ?/ ?(\d+)(?![\d/.])")
def _say_fraction(match: Match) -> str:
    return f"{cardinal(match[2])}分之{cardinal(match[1])}" if int(match[2]) > 1 else match[0]


@guards(
    "range",
    rf"(?<![\d.A-Za-z\-])({NUMBER})({MYRIAD}) ?({DASH}) ?({NUMBER})({MYRIAD}(?:余|多)?)(?![\d.\-]*\d)({MEASURE})?",
)
def _say_range(match: Match) -> str:
    low, low_scale, dash, high, high_scale, measure = match.groups()
    if measure == "层" and not re.search("[高共有达约仅建筑]$", match.string[: match.start()]):
        return f"{speak_number(low)}{range_word(dash)}{speak_number(high)}层"  # 1-2层为展厅: floors are numbered
    last = use_liang(speak_number(high), high_scale or measure or "")
    first = use_liang(speak_number(low), low_scale or measure or "")
    return f"{first}{low_scale}{range_word(dash)}{last}{high_scale}{measure or ''}"


@guards("decimal", rf"(?<![\d.])(?:(?<![\d{HAN}])-)?\d*\.\d+(?![\d.])")
def _say_decimal(match: Match) -> str:
    return speak_number(match[0])


@guards("decimal", r"(?<![\d.])\d+(?:\.\d+){2,}(?![\d.])")
def _say_dotted(match: Match) -> str:
    return "点".join(cardinal(part) for part in match[0].split("."))


@guards("count", r"(?<=[楼馆座区厅在于上到至的])2(?=层)")
def _second_floor(_match: Match) -> str:
    return "二"


@guards("count", rf"(?<![\d.第A-Za-z])2(?=[余多来]?{MEASURE}|[万亿千])(?!年级|号|日)")
def _say_pair(_match: Match) -> str:
    return "两"


@guards("count", r"^(?=(?:0*[1-9]){6,})\d{8}$")
def _looks_like_a_code(match: Match) -> str:
    return spell_digits(match[0])


@guards("count", r"(?<![\d.])(?:\d{5,12}|1\d\d|9\d\d)(?![\d.])")
def _no_telephone(match: Match) -> str:
    """What the grammar would take for a service number or a telephone."""
    return cardinal(match[0])
