"""Numbers that are counted, ordered or reckoned with; what these leave goes to the grammar of ``wetext``."""

from __future__ import annotations

import re
import unicodedata

from ..clean import HAN
from .cardinal import cardinal, digits, number
from .rule import DASH, MEASURE, MYRIAD, NUMBER, Guards, Match, to, two

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


@guards("list", r"^(\d{1,2})[.、] ?(?=\D)|(?<=[。；：])(\d{1,2})\.(?=\D)")
def _list_number(found: Match) -> str:
    return cardinal(found[1] or found[2]) + "、"


@guards("page", rf"(?<![A-Za-z])[Pp]{{1,2}}\. ?(\d+)(?:{DASH}(\d+))?|(?<![A-Za-z])[Pp]{{2}} ?(\d+){DASH}(\d+)")
def _page(found: Match) -> str:
    return "第" + "到".join(cardinal(group) for group in found.groups() if group) + "页"


@guards("page", rf"(?<=[{HAN}])-(\d{{1,3}})-(?=[{HAN}\s]|$)")
def _folio(found: Match) -> str:
    """A page number caught in the text while scanning."""
    return f"，{cardinal(found[1])}，"


@guards("ordinal", r"(?<![A-Za-z])(?:[Nn][Oo][.：:]? ?|№ ?)(\d+)|(?<![\d.])(\d+)# ?(?=[一-龥])|#(\d+)")
def _numero(found: Match) -> str:
    number = found[1] or found[2] or found[3]
    return digits(number, telephone=True) if len(number) > 3 else cardinal(number) + "号"


@guards("ordinal", rf"第 ?(\d+)(?:({DASH})(第?)(\d+))?(?![\d.]*\d)")
def _ordinal(found: Match) -> str:
    say = digits if found[1].startswith("0") else cardinal
    return "第" + say(found[1]) + (to(found[2]) + found[3] + say(found[4]) if found[4] else "")


@guards("sum", rf"(?<![\d.])-?{NUMBER}(?:{_OPERATOR}-?{NUMBER})*{_BUT_MINUS}-?{NUMBER}(?:{_OPERATOR}-?{NUMBER})*(?!\d)")
def _sum(found: Match) -> str:
    said: list[str] = []
    for piece in re.findall(rf"{NUMBER}|[<>=]=|[+\-×*÷=≈≤≥<>]", found[0]):
        if piece[0].isdigit():
            said.append(number(piece))
        elif piece == "-" and (not said or said[-1] in _OPERATORS.values()):
            said.append("负")
        else:
            said.append(_OPERATORS[piece])
    return "".join(said)


@guards("sum", r"(?<![\d.])(\d+)[xX](\d+)(?![\d.])")
def _times(found: Match) -> str:
    return f"{cardinal(found[1])}乘{cardinal(found[2])}"


@guards("count", rf"(?<=\d\d)([wW万]?)\+(?=[{HAN}，。、；）]|$)")
def _and_more(found: Match) -> str:
    return ("万" if found[1] else "") + "多"


@guards("sum", rf"(?<![\d.])({NUMBER})(?:\^(-?\d+)|([²³⁴-⁹]))")
def _power(found: Match) -> str:
    power = found[2] or str(unicodedata.digit(found[3]))
    return f"{number(found[1])}的{number(power)}次方" if power != "2" else f"{number(found[1])}的平方"


@guards("fraction", r"[-负](?:(\d+) ?/ ?(\d+)|(\d+|百)分之(\d+))(?![\d/])")
def _negative(found: Match) -> str:
    below, above = (found[2], found[1]) if found[1] else (found[3], found[4])
    return f"负{'百' if below == '百' else cardinal(below)}分之{cardinal(above)}"


@guards("fraction", r"(?<![\d./])(\d+) ?/ ?(\d+)(?![\d/.])")
def _fraction(found: Match) -> str:
    return f"{cardinal(found[2])}分之{cardinal(found[1])}" if int(found[2]) > 1 else found[0]


@guards(
    "range",
    rf"(?<![\d.A-Za-z\-])({NUMBER})({MYRIAD}) ?({DASH}) ?({NUMBER})({MYRIAD}(?:余|多)?)(?![\d.\-]*\d)({MEASURE})?",
)
def _range(found: Match) -> str:
    low, low_scale, dash, high, high_scale, measure = found.groups()
    last = two(number(high), high_scale or measure or "")
    return f"{two(number(low), low_scale or measure or '')}{low_scale}{to(dash)}{last}{high_scale}{measure or ''}"


@guards("decimal", rf"(?<![\d.])(?:(?<![\d{HAN}])-)?\d*\.\d+(?![\d.])")
def _decimal(found: Match) -> str:
    return number(found[0])


@guards("decimal", r"(?<![\d.])\d+(?:\.\d+){2,}(?![\d.])")
def _dotted(found: Match) -> str:
    return "点".join(cardinal(part) for part in found[0].split("."))


@guards("count", r"(?<=[楼馆座区厅在于上到至的])2(?=层)")
def _second_floor(_found: Match) -> str:
    return "二"


@guards("count", rf"(?<![\d.第A-Za-z])2(?=[余多来]?{MEASURE}|[万亿千])(?!年级|号|日)")
def _pair(_found: Match) -> str:
    return "两"


@guards("count", r"^(?=(?:0*[1-9]){6,})\d{8}$")
def _looks_like_a_code(found: Match) -> str:
    return digits(found[0])


@guards("count", r"(?<![\d.])(?:\d{5,12}|1\d\d|9\d\d)(?![\d.])")
def _no_telephone(found: Match) -> str:
    """What the grammar would take for a service number or a telephone."""
    return cardinal(found[0])
