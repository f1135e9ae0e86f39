"""Roman numerals after a ruler's name, after 第 and after Chinese words; the A's of a scenic area's grade."""

from __future__ import annotations

import re

from ...han import HAN
from .cardinal import cardinal

_RULERS = (
    "(?:路易|亨利|查理|爱德华|乔治|詹姆斯|詹姆士|威廉|腓特烈|弗里德里希|伊丽莎白|凯瑟琳|叶卡捷琳娜|亚历山大|尼古拉|彼得|菲利普"
    "|费利佩|阿方索|卡洛斯|若昂|拿破仑|古斯塔夫|约翰|保罗|庇护|本笃|拉美西斯|拉美西|托勒密|奥托|利奥波德|伊凡|理查|理查德|玛丽"
    "|维克托|弗朗茨|费迪南|斐迪南|克里斯蒂安|弗雷德里克|哈康|哈拉尔|阿尔贝|拉玛)"
)
_ROMAN = "[IVXⅠⅡⅢⅣⅤⅥⅦⅧⅨⅩ]"
_ROMAN_DIGITS = {"I": 1, "V": 5, "X": 10}
_CANONICAL = re.compile("X{0,3}(?:IX|IV|V?I{0,3})")

_UNICODE_ROMAN = dict(zip("ⅠⅡⅢⅣⅤⅥⅦⅧⅨⅩ", ["I", "II", "III", "IV", "V", "VI", "VII", "VIII", "IX", "X"], strict=True))


def speak_roman(text: str) -> str:
    """Return the text with its Roman numerals in words: 路易XIV → 路易十四, 第II展厅 → 第二展厅."""
    for pattern, say in _RULES:
        text = pattern.sub(say, text)
    return text


def roman_value(text: str) -> int:
    """Return the value of a Roman numeral below 40; 0 for letters that are none."""
    letters = "".join(_UNICODE_ROMAN.get(letter, letter) for letter in text)
    if not letters or not _CANONICAL.fullmatch(letters):
        return 0
    values = [_ROMAN_DIGITS[letter] for letter in letters]
    return sum(-value if value < max(values[i:]) else value for i, value in enumerate(values))


def _say_ruler(match: re.Match[str]) -> str:
    """路易十四, but 亨利八世."""
    value = roman_value(match[2])
    suffix = match[3] or ("" if match[1] == "路易" else "世")
    return f"{match[1]}{cardinal(str(value))}{suffix}" if value else match[0]


def _say_nth_roman(match: re.Match[str]) -> str:
    value = roman_value(match[1])
    return f"第{cardinal(str(value))}" if value else match[0]


def _say_bare_roman(match: re.Match[str]) -> str:
    value = roman_value(match[1])
    return cardinal(str(value)) if value and match[1] not in ("XX", "XXX") else match[0]


def _say_stars(match: re.Match[str]) -> str:
    """AAAAA级景区."""
    return f"{cardinal(str(len(match[1])))}A"


_RULES = (
    (re.compile("(?<=[Ⅰ-Ⅻ])[-–—~～]{1,2}(?=[Ⅰ-Ⅻ])"), lambda _stroke: "到"),
    (re.compile(rf"({_RULERS})·?({_ROMAN}+)(世?)(?![A-Za-z])"), _say_ruler),
    (re.compile(rf"第 ?({_ROMAN}+) ?(?=[{HAN}])"), _say_nth_roman),
    (re.compile(rf"(?<=[{HAN}])([IVX]{{2,}})(?![A-Za-z\d.])"), _say_bare_roman),
    (re.compile(r"(?<![A-Za-z])(A{2,5})(?=级|景区|旅游)"), _say_stars),
)
