"""Numbers of the calendar: dates, years, eras, decades."""

from __future__ import annotations

from .cardinal import cardinal, spell_digits
from .rule import DASH, DAY, MONTH, YEAR, Guards, Match, range_word, speak_date

guards = Guards()

_LONG_AGO = "(?:的?历史|的?(?:沧桑|风雨|文明)|左右|以上|之久|来|间|前(?!后))"
_ERA = (
    "(?:民国|宣统|光绪|同治|咸丰|道光|嘉庆|乾隆|雍正|康熙|顺治|崇祯|天启|万历|隆庆|嘉靖|正德|弘治|成化|天顺|景泰|正统|宣德"
    "|洪熙|永乐|建文|洪武|至正|至元|绍兴|建炎|宣和|政和|元丰|熙宁|嘉祐|庆历|天圣|景德|咸平|开宝|建隆|天宝|开元|贞观|武德)"
)


@guards("date", rf"(?<![\d.\-])({YEAR})([-/.·])({MONTH})\2({DAY})(?!\d|\.\d)日?")
def _say_full(match: Match) -> str:
    return speak_date(match[1], match[3], match[4])


@guards("date", rf"(?<![\d.\-])(0[1-9]|1[0-2])([-/.])({DAY})\2({YEAR})(?!\d)")
def _month_first(match: Match) -> str:
    return speak_date(match[4], match[1], match[3])


@guards("date", rf"(?<![\d.\-])({YEAR})\.({MONTH})(?=[-—–~～至到] ?(?:{YEAR}\.|今))")
def _from_month(match: Match) -> str:
    return speak_date(match[1], match[2])


@guards("date", rf"(?<=月)([-—–~～至到])({YEAR})\.({MONTH})(?![\d.])")
def _to_month(match: Match) -> str:
    return range_word(match[1]) + speak_date(match[2], match[3])


@guards("date", rf"(?<![\d/])({MONTH})/({MONTH})(?=月)")
def _two_months(match: Match) -> str:
    return f"{cardinal(match[1])}、{cardinal(match[2])}"


@guards("date", rf"(?<!\d)({MONTH})月({DAY})(?=[日号])")
def _say_day(match: Match) -> str:
    return f"{cardinal(match[1])}月{cardinal(match[2])}"


@guards("date", rf"(?<![\d.\-])(?:({YEAR})[-/.](0[1-9]|1[0-2])|(0[1-9]|1[0-2])[-/.]({YEAR}))(?!\d|\.\d)")
def _say_month(match: Match) -> str:
    return speak_date(match[1] or match[4], match[2] or match[3])


@guards("date", rf"(?<![\d.\-A-Za-z])(\d\d)([/.])({MONTH})\2({DAY})(?!\d|\.\d|版)")
def _say_short(match: Match) -> str:
    return speak_date(match[1], match[3], match[4])


@guards("date", r"(?<![\d.\-])(?:(0[1-9])[-/.](0[1-9]|[12]\d|3[01])|(1[0-2])[-/](0[1-9]))(?=$|日|[，。；])日?")
def _say_padded(match: Match) -> str:
    return f"{cardinal(match[1] or match[3])}月{cardinal(match[2] or match[4])}日"


@guards("date", rf"(?<![\d.])0{MONTH}(?=月)|(?<![\d.])0[1-9](?=[日号])")
def _say_zero(match: Match) -> str:
    return cardinal(match[0])


@guards("range", r"(?<=[年月日号时点分])[-–—~～](?=[\d一二三四五六七八九十])")
def _from_to(_found: Match) -> str:
    return "到"


@guards("range", r"(?<=[前\d年])[-—–~～]{1,2}(?=前\d{1,4})")
def _both_before(_found: Match) -> str:
    return "到"


@guards("year", rf"(?<=[《〔\[]){YEAR}(?=[》〕\]])")
def _say_title(match: Match) -> str:
    return spell_digits(match[0])


@guards("year", rf"(?<![\d.])(\d{{2,4}})(年?)({DASH})(\d{{2,4}})(?=学?年(?![级以之]))")
def _say_years(match: Match) -> str:
    """1998—2003年 and 618—907年 are years, 100-200年 is a span of time."""
    first, last = match[1], match[4]
    long = len(first) == 4 and len(last) in (2, 4)
    early = len(first) == len(last) == 3 and int(first) < int(last) and (first[-1] != "0" or last[-1] != "0")
    return f"{spell_digits(first)}{match[2]}{range_word(match[3])}{spell_digits(last)}" if long or early else match[0]


@guards("year", r"(?<=[（(，；])(前?)(\d{2,4})(年?)[-—–~～]{1,2}(前?)(\d{2,4})(?=年?[）)])")
def _say_life(match: Match) -> str:
    """Years of a life or a dynasty stand in brackets."""
    return f"{_era_prefix(match[1])}{spell_digits(match[2])}{match[3]}到{_era_prefix(match[4])}{spell_digits(match[5])}"


def _era_prefix(era: str) -> str:
    return "公元前" if era else ""


@guards("year", rf"(?<![\d.\-])({YEAR})({DASH})({YEAR})(?=$|[，。；、]|年间|年代)")
def _say_bare(match: Match) -> str:
    return (
        f"{spell_digits(match[1])}{range_word(match[2])}{spell_digits(match[3])}" if match[1] < match[3] else match[0]
    )


@guards("year", r"(公元前?|西元前?|纪元前?|前(?=\d{1,4}年(?!的)))(\d{1,4})(?=年|[-—–~～至到])")
def _counted_from_christ(match: Match) -> str:
    return match[1] + spell_digits(match[2])


@guards("year", r"(?<!\d)(\d{1,4})(?:年(\d{1,2})月)? ?([aA]\.?[dD]\.?|[bB]\.?[cC]\.?(?:[eE]\.?)?)(?![A-Za-z])")
def _latin_era(match: Match) -> str:
    month = f"{cardinal(match[2])}月" if match[2] else ""
    return f"{'公元前' if match[3][0] in 'bB' else '公元'}{spell_digits(match[1])}年{month}"


@guards(
    "year",
    rf"(近|约|有|达|了|满|过|逾|超过|整整|共|持续|历经|历时)({YEAR})(?=年{_LONG_AGO})|(?<!\d)()([12]\d00)(?=年{_LONG_AGO})",
)
def _say_duration(match: Match) -> str:
    return (match[1] or "") + cardinal(match[2] or match[4])


@guards(
    "year", rf"(?<![\d.])(?:{YEAR}|0\d)(?=年(?!历史|之久)|(?:、|和|与){YEAR}年|[届级](?!别)|赛季|财年|北京|奥运|世界杯)"
)
def _say_year(match: Match) -> str:
    return spell_digits(match[0])


@guards(
    "year",
    r"(?<![\d.])[5-9]\d(?=年(?:0?\d|1[0-2]|[一二三四五六七八九十]{1,2})月)|(?:^|(?<=[在自从于，；]))[6-9]\d(?=年[，、初底末中春夏秋冬起考毕入开])",
)
def _two_digits(match: Match) -> str:
    return spell_digits(match[0])


@guards("year", rf"({_ERA})2(?=年)")
def _second_of_an_era(match: Match) -> str:
    return match[1] + "二"


@guards("year", r"(?<!\d)\d0(?=后(?![天续面来])|、\d0后)")
def _say_generation(match: Match) -> str:
    return spell_digits(match[0])


@guards("year", r"(?<!\d)(?:([1-9]|1\d|20)世纪)?(\d0)(?=年代)")
def _say_decade(match: Match) -> str:
    century = f"{cardinal(match[1])}世纪" if match[1] else ""
    return century + (spell_digits(match[2]) if match[2] == "00" else cardinal(match[2]))
