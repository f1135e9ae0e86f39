"""Numbers with a sign or unit: percent, money, measures."""

from __future__ import annotations

import re

from ...han import HAN
from ..data_tables import any_of, read_pairs
from .cardinal import cardinal, speak_money, speak_number, spell_digits
from .rule import DASH, MEASURE, MYRIAD, NUMBER, SYMBOL, UNIT, Guards, Match, range_word, use_liang

guards = Guards()
sizes = Guards()
"""Dimensions, tried before anything takes their x for a letter."""

_SIGN = any_of(read_pairs("currencies.tsv"))
_FRACTIONS = "½⅓⅔¼¾"
_CODE = any_of(frozenset(sign for sign in read_pairs("currencies.tsv") if sign.isalpha()) | {"€", "£", "￡", "₩"})
_NO_UNIT = (
    "(?!网络|手机|时代|信号|通信|技术|基站|用户|产品|芯片|"
    r"打印|电影|视频|画面|[屏型]|版|级|系列|[班座栋楼]|展[厅区]|-|/(?!\d))"
)
"""After a letter these tell that it is a name, not a unit."""


@guards("percent", rf"(?<![\d.])({NUMBER})([%‰]?) ?({DASH}) ?({NUMBER})([%‰])")
def _say_range(match: Match) -> str:
    part = _percent_word(match[5])
    return f"{part}{speak_money(match[1])}{range_word(match[3])}{part if match[2] else ''}{speak_money(match[4])}"


@guards("percent", rf"(?<![\d.])([负\-]?)({NUMBER}) ?([%‰])")
def _say_percent(match: Match) -> str:
    return ("负" if match[1] else "") + _percent_word(match[3]) + speak_money(match[2])


def _percent_word(sign: str) -> str:
    return "百分之" if sign == "%" else "千分之"


@guards("money", rf"({_SIGN}) ?({NUMBER})({MYRIAD})(?:({DASH})({NUMBER})({MYRIAD}))?元?")
def _say_price(match: Match) -> str:
    spoken = use_liang(speak_money(match[2]), match[3] or "元") + match[3]
    if match[4]:
        spoken += range_word(match[4]) + speak_money(match[5]) + match[6]
    return spoken + read_pairs("currencies.tsv")[match[1]]


@guards("money", rf"(?<![\d.])({NUMBER})({MYRIAD}) ?({_CODE})(?![A-Za-z])")
def _price_after(match: Match) -> str:
    return use_liang(speak_money(match[1]), match[2] or "元") + match[2] + read_pairs("currencies.tsv")[match[3]]


@guards("money", r"(?<![\d.])\d+\.\d+(?=(元|块|人民币)|美元|欧元|英镑|港元|日元)")
def _say_sum(match: Match) -> str:
    """1.10美元 keeps its zero, as foreign prices are quoted; 14.60元 does not."""
    is_idle = match[1] or match[0].rstrip("0").endswith(".")
    return speak_money(match[0]) if is_idle else speak_number(match[0])


@guards(
    "money",
    rf"(?<=[元块角])/(?=[{HAN}])|(?<=[元块角]/[人天日年月次场户辆车间席位桌张])/(?=[{HAN}])|(?<=[{HAN}])/(?=平方米|平米|公斤|千克|小时|公里|立方米|千米|亩|人次)"
    rf"|(?<=\d)(?P<count>{MYRIAD}{MEASURE})/(?=[人户亩班间桌位\d]|小组)(?!人/)",
)
def _say_per(match: Match) -> str:
    """60岁/65岁 are two numbers, 15亩/人 is a rate."""
    follows = match.string[match.end() : match.end() + 1]
    return (match["count"] or "") + ("、" if follows.isdigit() else "每")


@guards("money", rf"(?<=[元块角])/({SYMBOL})(?![A-Za-z\d])")
def _per_unit(match: Match) -> str:
    return "每" + read_pairs("units.tsv")[match[1]]


_RATE_UNITS = {"d": "天", "a": "年"}
"""Letters that are a unit only below a stroke: 300 t/d."""
_LENGTH = "(?:mm|cm|m|M|毫米|厘米|公分|分米|米|尺|寸)"
_SIDE = rf"({NUMBER}) ?{_LENGTH}?"


@sizes("count", rf"(?<![A-Za-z\d.-])(\d{{1,2}})F? ?({DASH}) ?(\d{{1,2}})F(?![A-Za-z\d])")
def _say_floors(match: Match) -> str:
    """2F~3F, 1-2F."""
    return f"{cardinal(match[1])}楼{range_word(match[2])}{cardinal(match[3])}楼"


@sizes("count", r"(?<=\d)#(?=(?:[/、和与及至到~-]\d+#)+)")
def _say_numbers(_match: Match) -> str:
    """3#/4#楼."""
    return "号"


@sizes("count", r"(?:^|(?<=[，。；：（、有达为重高长宽深是价共约]))[~～] ?(?=\d)")
def _say_about(match: Match) -> str:
    """~500年."""
    return "" if match.string[match.start() - 1 : match.start()] == "约" else "约"


@sizes("fraction", rf"(?<![\d.])({_SIGN})? ?(\d+)([{_FRACTIONS}])")
def _say_mixed_fraction(match: Match) -> str:
    """9½, $5½."""
    currency = read_pairs("currencies.tsv")[match[1]] if match[1] else ""
    return f"{cardinal(match[2])}又{read_pairs('symbols.tsv')[match[3]]}{currency}"


@sizes("unit", r"(?:直径|口径)? ?[ΦφϕØø⌀] ?(?=\d)")
def _say_diameter(match: Match) -> str:
    return "口径" if match[0].startswith("口径") else "直径"


@sizes(
    "unit",
    rf"(?<![\d.]){_SIDE} ?[×✕*xX] ?{_SIDE}(?: ?[×✕*xX] ?{_SIDE})? ?(?<=\d|m|M|米|分|尺|寸"
    rf"|\s)(?P<unit>{_LENGTH})?(?![A-Za-z\d×*⁻⁰¹²³⁴-⁹^万亿]|\.\d)",
)
def _say_size(match: Match) -> str:
    """45×30×12cm: the unit is that of every side; a unit after each side is said each time."""
    sides = re.findall(rf"({NUMBER}) ?({_LENGTH}?)", match[0])
    if not sides[-1][1] and ("×" not in match[0] or len(sides[0][0]) > 3):
        return match[0]
    names = read_pairs("units.tsv")
    return "乘".join(speak_number(side) + names.get(unit, unit) for side, unit in sides)


@guards("unit", rf"(?<=[\d米])[×✕](?=[{HAN}]{{1,2}}\d)")
def _say_times_dimension(_match: Match) -> str:
    """高12.5×宽3.6厘米."""
    return "乘"


@guards("unit", rf"(?<=件)(?:/|（)套）?(?![{HAN}]{{0,2}}\d)")
def _say_set(_match: Match) -> str:
    """12件/套 counts pieces and sets at once."""
    return "套"


@sizes("unit", r"(?<=\d度)(\d{1,2})[′'](?:(\d{1,2}(?:\.\d+)?)[″\"])?")
def _say_minutes_of_arc(match: Match) -> str:
    """北纬35度38'."""
    parts = zip(match.groups(), "分秒", strict=True)
    return "".join(f"{'零' * (value[:1] == '0')}{speak_number(value)}{name}" for value, name in parts if value)


@sizes("percent", r"(?<=[%％])[Vv]ol\.?")
def _say_volume(_match: Match) -> str:
    return ""


@guards("unit", r"(?<=\d)(mm|cm|m|毫米|厘米|公分|米)[*xX](?=\d)")
def _say_by(match: Match) -> str:
    return match[1] + "×"


@guards(
    "unit",
    r"(?<![\d.A-Za-z])(?:(\d{1,2}) ?(?:h|hr) ?)?(\d{1,2}) ?(?:min|m|′)(?: ?(\d{1,2}) ?(?:s|sec))?(?![A-Za-z\d²³])",
)
def _say_hours_and_minutes(match: Match) -> str:
    """1h30min, 5min30s; metres alone are left to what knows units."""
    hours, minutes, seconds = match.groups()
    if not hours and not seconds:
        return match[0]
    spoken = (f"{use_liang(cardinal(hours), '个')}小时" if hours else "") + use_liang(cardinal(minutes), "个")
    return spoken + (f"分{cardinal(seconds)}秒" if seconds else "分钟")


@guards("unit", rf"(气温[{HAN}]{{0,6}}|温度[{HAN}]{{0,6}}|降[到至])-({NUMBER}) ?(?:°C|℃)")
def _say_frost(match: Match) -> str:
    return f"{match[1]}零下{speak_number(match[2])}摄氏度"


@guards(
    "unit",
    rf"(?<![\d.A-Za-z])(-?{NUMBER})({MYRIAD}) ?({SYMBOL})/({SYMBOL}|[da]|{MEASURE}|[人天日月亩])(?![A-Za-z\d])",
)
def _say_rate(match: Match) -> str:
    units = read_pairs("units.tsv")
    per = _RATE_UNITS.get(match[4]) or units.get(match[4], match[4])
    return f"每{per}{use_liang(speak_number(match[1]), match[2] or '米')}{match[2]}{units[match[3]]}"


@guards("unit", rf"(?<![\d.])({NUMBER})({MYRIAD})({MEASURE})/({SYMBOL})(?![A-Za-z\d])")
def _say_count_per_unit(match: Match) -> str:
    """8000个/cm³."""
    counted = f"{use_liang(speak_number(match[1]), match[2] or match[3])}{match[2]}{match[3]}"
    return f"每{read_pairs('units.tsv')[match[4]]}{counted}"


@guards("unit", r"(?<=身高|身长|个头|个子)((?:约|为|达|有|是|近|仅|只有|不到)?)([3-8])[′'](\d|1[01])[″\"]")
def _say_feet(match: Match) -> str:
    """身高5'3"."""
    return f"{match[1]}{use_liang(cardinal(match[2]), '米')}英尺{use_liang(cardinal(match[3]), '米')}英寸"


@guards("unit", r"(?<![\d.°′'])(\d{1,2})[″\"](\d{1,2})(?![\d″′'\"])")
def _say_seconds(match: Match) -> str:
    """10"2 is the time of a race."""
    return f"{cardinal(match[1])}秒{spell_digits(match[2])}"


@guards("unit", r"(?<![\d.°])(\d{1,3})[′'](\d{1,2})[″\"]")
def _say_minutes(match: Match) -> str:
    return f"{use_liang(cardinal(match[1]), '个')}分{cardinal(match[2])}秒"


@guards("unit", r"(?<![\d.])(\d{1,3})°(?:(\d{1,2})[′'])?(?:(\d{1,2}(?:\.\d+)?)[″\"])?(?![CFcf\d])")
def _say_angle(match: Match) -> str:
    parts = zip(match.groups(), "度分秒", strict=True)
    return "".join(
        "零" * (value[:1] == "0" != value) + use_liang(speak_number(value), "个") + name
        for value, name in parts
        if value
    )


@guards("fraction", rf"(?<![\d./A-Za-z])([1-9]\d?)/([1-9]\d{{0,2}}) ?({UNIT}){_NO_UNIT}")
def _say_part_of_unit(match: Match) -> str:
    """1/4W; 3/2km is something else."""
    if int(match[1]) >= int(match[2]):
        return match[0]
    return f"{cardinal(match[2])}分之{cardinal(match[1])}{read_pairs('units.tsv')[match[3]]}"


@guards(
    "unit",
    rf"((?:载重|限载|限重|自重|总重|全重|毛重|净重|起重|吨位|荷载|载荷|排水)量?[为约达至：:]? ?)"
    rf"({NUMBER}) ?T(?![A-Za-z\d])",
)
def _say_tonnes(match: Match) -> str:
    """限载15T: a capital T is a tonne of load."""
    return f"{match[1]}{use_liang(speak_number(match[2]), '米')}吨"


@guards("unit", rf"((?:树龄|距今)[为约达近已有超过：:]{{0,3}} ?)({NUMBER})({MYRIAD}) ?a(?![A-Za-z\d])")
def _say_annum(match: Match) -> str:
    return f"{match[1]}{use_liang(speak_number(match[2]), match[3] or '年')}{match[3]}年"


@guards("count", r"(?:^|(?<=[、，。；（：在到至上从和与]))(\d{1,2})F(?=$|[，。；、）至到—-]|[是为有在设的])")
def _say_floor(match: Match) -> str:
    """5F是观景台."""
    return cardinal(match[1]) + "楼"


@guards(
    "unit",
    rf"(?<![\d.A-Za-z])({NUMBER})({MYRIAD}) ?(?:{UNIT})? ?({DASH}) ?({NUMBER})({MYRIAD}) ?({UNIT}){_NO_UNIT}",
)
def _from_to(match: Match) -> str:
    unit = read_pairs("units.tsv")[match[6]]
    low, high = (use_liang(speak_number(match[group]), "米") for group in (1, 4))
    return f"{low}{match[2]}{range_word(match[3])}{high}{match[5]}{unit}"


@guards("unit", rf"(?<![\d.A-Za-z])((?:(?<![\d{HAN}])-)?{NUMBER})({MYRIAD}[多余]?) ?({UNIT}){_NO_UNIT}")
def _say_measure(match: Match) -> str:
    return use_liang(speak_number(match[1]), match[2] or "米") + match[2] + read_pairs("units.tsv")[match[3]]


@guards("money", r"(\d+)块(\d)(?!\d|[毛角分个])")
def _small_change(match: Match) -> str:
    return f"{use_liang(cardinal(match[1]), '块钱' if re.fullmatch('2', match[1]) else '元')}块{cardinal(match[2])}"
