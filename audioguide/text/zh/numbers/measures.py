"""Numbers with a sign or unit: percent, money, measures."""

from __future__ import annotations

import re

from ..clean import HAN
from ..data_tables import either, pairs
from .cardinal import cardinal, money, number
from .rule import DASH, MYRIAD, NUMBER, SYMBOL, UNIT, Guards, Match, to, two

guards = Guards()

_SIGN = either(pairs("currencies.tsv"))
_CODE = either(frozenset(sign for sign in pairs("currencies.tsv") if sign.isalpha()) | {"€", "£", "￡", "₩"})
_NO_UNIT = (
    "(?!网络|手机|时代|信号|通信|技术|基站|用户|产品|芯片|"
    "打印|电影|视频|画面|[屏型]|版|级|系列|[班座栋楼]|展[厅区]|[-/])"
)
"""After a letter these tell that it is a name, not a unit."""


@guards("percent", rf"(?<![\d.])({NUMBER})([%‰]?) ?({DASH}) ?({NUMBER})([%‰])")
def _range(found: Match) -> str:
    part = _part(found[5])
    return f"{part}{money(found[1])}{to(found[3])}{part if found[2] else ''}{money(found[4])}"


@guards("percent", rf"(?<![\d.])([负\-]?)({NUMBER}) ?([%‰])")
def _percent(found: Match) -> str:
    return ("负" if found[1] else "") + _part(found[3]) + money(found[2])


def _part(sign: str) -> str:
    return "百分之" if sign == "%" else "千分之"


@guards("money", rf"({_SIGN}) ?({NUMBER})({MYRIAD})(?:({DASH})({NUMBER})({MYRIAD}))?元?")
def _price(found: Match) -> str:
    said = two(money(found[2]), found[3] or "元") + found[3]
    if found[4]:
        said += to(found[4]) + money(found[5]) + found[6]
    return said + pairs("currencies.tsv")[found[1]]


@guards("money", rf"(?<![\d.])({NUMBER})({MYRIAD}) ?({_CODE})(?![A-Za-z])")
def _price_after(found: Match) -> str:
    return two(money(found[1]), found[2] or "元") + found[2] + pairs("currencies.tsv")[found[3]]


@guards("money", r"(?<![\d.])\d+\.\d+(?=元|块|美元|欧元|英镑|港元|日元|人民币)")
def _sum(found: Match) -> str:
    return money(found[0])


@guards("money", rf"(?<=[元块角])/(?=[{HAN}])|(?<=[{HAN}])/(?=平方米|平米|公斤|千克|小时|公里|立方米|千米|亩|人次)")
def _per(_found: Match) -> str:
    return "每"


@guards("money", rf"(?<=[元块角])/({SYMBOL})(?![A-Za-z\d])")
def _per_unit(found: Match) -> str:
    return "每" + pairs("units.tsv")[found[1]]


@guards("unit", r"(?<=\d)(mm|cm|m|毫米|厘米|公分|米)[*xX](?=\d)")
def _by(found: Match) -> str:
    return found[1] + "×"


@guards("unit", rf"(气温[{HAN}]{{0,6}}|温度[{HAN}]{{0,6}}|降[到至])-({NUMBER}) ?(?:°C|℃)")
def _frost(found: Match) -> str:
    return f"{found[1]}零下{number(found[2])}摄氏度"


@guards("unit", rf"(?<![\d.A-Za-z])(-?{NUMBER})({MYRIAD}) ?({SYMBOL})/({SYMBOL})(?![A-Za-z\d])")
def _rate(found: Match) -> str:
    units = pairs("units.tsv")
    return f"每{units[found[4]]}{two(number(found[1]), found[2] or '米')}{found[2]}{units[found[3]]}"


@guards("unit", r"(?<![\d.°])(\d{1,3})[′'](\d{1,2})[″\"]")
def _minutes(found: Match) -> str:
    return f"{two(cardinal(found[1]), '个')}分{cardinal(found[2])}秒"


@guards("unit", r"(?<![\d.])(\d{1,3})°(?:(\d{1,2})[′'])?(?:(\d{1,2}(?:\.\d+)?)[″\"])?(?![CFcf\d])")
def _angle(found: Match) -> str:
    parts = zip(found.groups(), "度分秒", strict=True)
    return "".join(two(number(value), "个") + name for value, name in parts if value)


@guards(
    "unit",
    rf"(?<![\d.A-Za-z])({NUMBER})({MYRIAD}) ?(?:{UNIT})? ?({DASH}) ?({NUMBER})({MYRIAD}) ?({UNIT}){_NO_UNIT}",
)
def _from_to(found: Match) -> str:
    unit = pairs("units.tsv")[found[6]]
    return f"{two(number(found[1]), '米')}{found[2]}{to(found[3])}{two(number(found[4]), '米')}{found[5]}{unit}"


@guards("unit", rf"(?<![\d.A-Za-z])((?:(?<![\d{HAN}])-)?{NUMBER})({MYRIAD}[多余]?) ?({UNIT}){_NO_UNIT}")
def _measure(found: Match) -> str:
    return two(number(found[1]), found[2] or "米") + found[2] + pairs("units.tsv")[found[3]]


@guards(
    "unit", rf"(?<![\d.])({NUMBER})(?:m|M|米)?[×*xX]({NUMBER})(?:(?:m|M|米)?[×*xX]({NUMBER}))?(?=米|厘米|公分|毫米)"
)
def _size(found: Match) -> str:
    return "乘".join(number(side) for side in found.groups() if side)


@guards("money", r"(\d+)块(\d)(?!\d|[毛角分个])")
def _small_change(found: Match) -> str:
    return f"{two(cardinal(found[1]), '块钱' if re.fullmatch('2', found[1]) else '元')}块{cardinal(found[2])}"
