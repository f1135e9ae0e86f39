"""What a number means where it stands: each guard is a pattern and how its match is said.

They run in order over cleaned text, before the grammar of ``wetext``, which takes what is left. What a guard has said
holds no digits any more, so the first one that matches decides. ``tests/data/text/zh/<guard>.txt`` shows each at work.
"""

from __future__ import annotations

import re
from collections.abc import Callable
from dataclasses import dataclass

from .clean import HAN
from .numbers import cardinal, digits, money, number
from .tables import either, pairs, words

Match = re.Match[str]


@dataclass(frozen=True)
class Guard:
    """One kind of number and how it is said."""

    name: str
    pattern: re.Pattern[str]
    say: Callable[[Match], str]


GUARDS: list[Guard] = []


def _guard(name: str, pattern: str, flags: int = 0) -> Callable[[Callable[[Match], str]], Callable[[Match], str]]:
    def add(say: Callable[[Match], str]) -> Callable[[Match], str]:
        GUARDS.append(Guard(name, re.compile(pattern, flags), say))
        return say

    return add


NUMBER = r"\d+(?:\.\d+)?"
ALONE = r"(?<![\d.\-])"  # a number's left border
END = r"(?![\d.]*\d)"  # and its right one
MYRIAD = "[十百千万亿]*"
MEASURE = either(words("measures.txt"))
UNIT = either(pairs("units.tsv")) + r"(?![A-Za-z\d])"
SIGN = either(pairs("currencies.tsv"))
DASH = "(?:-{1,2}|—{1,2}|–|~{1,2}|～|至|到)"
YEAR = r"(?:1\d{3}|20\d{2})"
MONTH = r"(?:1[0-2]|0?[1-9])"
DAY = r"(?:3[01]|[12]\d|0?[1-9])"
HOUR = r"(?:2[0-4]|1\d|0?\d)"
CODE = (
    "(?:编号|编码|尾号|工号|学号|账号|帐号|卡号|证号|证件号|警号|订单号|单号|型号|批号|书号|文号|邮编|邮政编码|代码|密码|验证码"
    "|房号|车牌|车牌号|航班|班次|车次|序列号|身份证号?码?|号码|QQ号?|微信号?|区号)"
)
PHONE = "(?:电话|热线|专线|手机|传真|拨打|致电|来电|拨通|拨|座机|小灵通|短信|联系方式|客服|总机|分机|号码)"
IS = '(?:号码)?(?:是|为|：|:|到|至)?[“" ]?'


def two(spoken: str, measure: str) -> str:
    """二 becomes 两 before a measure word."""
    return "两" if spoken == "二" and measure and re.match(MEASURE + "|[余多来]", measure) else spoken


def date(year: str, month: str, day: str = "") -> str:
    """Year digit by digit, month and day as they are counted."""
    said = digits(year) + "年" + cardinal(month) + "月"
    return said + (cardinal(day) + "日" if day else "")


# ---------------------------------------------------------------- what is dialled or copied, digit by digit


@_guard("address", r"(?<![\d.])\d{1,3}(?:\.\d{1,3}){3}(?![\d.]*\d)")
def _address(found: Match) -> str:
    return "点".join(digits(part) for part in found[0].split("."))


@_guard("version", rf"(?<=[Vv])\d+(?:\.\d+)+|(?<![\d.])(?!{YEAR})\d+(?:\.\d+){{2,}}(?=版|版本)")
def _version(found: Match) -> str:
    return "点".join(cardinal(part) for part in found[0].split("."))


@_guard("telephone", r"\+?86[- ]?(?=1[3-9]\d{9}(?!\d))")
def _country(found: Match) -> str:
    return "八六"


@_guard("telephone", r"(?<!\d)1[3-9]\d(?:[- ]?\d{4}){2}(?!\d)|(?<![\d\-])0\d{2,3}[-－ )）]\d{7,8}(?!\d)")
def _phone(found: Match) -> str:
    return digits(found[0], telephone=True)


@_guard("telephone", r"(?<![\d\-])[48]00[- ]?\d{3}[- ]?\d{4}(?!\d)|(?<![\d\-])[48]00-\d{4}-\d{3}(?!\d)")
def _toll_free(found: Match) -> str:
    return digits(found[0], telephone=True)


@_guard("telephone", rf"(?<=[打拨])\d{{3,12}}(?=[电，。、；！]|$)|{PHONE}{IS}(\d[\d\-]{{2,14}})(?!\d)")
def _dialled(found: Match) -> str:
    group = found[1]
    if group is None:
        return digits(found[0], telephone=True)
    return found[0][: -len(group)] + digits(group, telephone=True)


@_guard("telephone", r"(?<![\d.])\d{3,12}(?=[”\"]?(?:热线|专线|服务热线|报警|急救|火警|电话|党员咨询|短信))")
def _line(found: Match) -> str:
    return digits(found[0], telephone=True)


@_guard(
    "telephone",
    rf"(?<![\d.\-+第]){either(words('hotlines.txt'))}(?![\d.,%\-~/:+×*元A-Za-z㎡㎥°℃]|{MYRIAD}{MEASURE}|[十百千万亿余多几平克])",
)
def _hotline(found: Match) -> str:
    alone = found[0] == found.string.strip()
    if (len(found[0]) == 5 and found[0].endswith("00")) or (alone and found[0] in ("10000", "10001", "10010")):
        return found[0]
    return digits(found[0], telephone=True)


@_guard("code", rf"{CODE}{IS}([A-Za-z\d\-]*\d{{2,}})(?![\d.])")
def _code(found: Match) -> str:
    return found[0][: -len(found[1])] + re.sub(r"\d+", lambda run: digits(run[0], telephone=True), found[1])


@_guard(
    "code", r"(?<![\d.])\d{4,}(?=[”\"]?号(?!楼|线))|(?<![\d.])\d{3,5}(?=室|房间|宿舍|教室|国道|省道|县道|次列车|航班)"
)
def _numbered(found: Match) -> str:
    return digits(found[0], telephone=True)


@_guard("code", r"(?<![\d.])\d{3}(?=路(?:公交|汽车|车|电车))")
def _line_number(found: Match) -> str:
    return digits(found[0], telephone=True)


@_guard("code", r"(?<![\d.:：/\-·])0\d+(?![\d.]|年|月|日|号|[-/:：·]\d|后)")
def _leading_zero(found: Match) -> str:
    return digits(found[0])


@_guard("code", r"(?<![\d.])\d{13,}(?![\d.])")
def _long(found: Match) -> str:
    return digits(found[0])


@_guard(
    "idiom",
    r"(?<![\d.])(?:985|211)(?=[、/]|工程|高校|大学|院校|计划|$)|(?<![\d.])(?!\d00)\d{3}(?=新政|计划|工程|专案|事件|惨案|大案)",
)
def _idiom(found: Match) -> str:
    return digits(found[0])


@_guard(
    "idiom",
    r"(?<![\d.])(\d{1,2})[.·•](\d{1,2})(?=[”\"]?(?:[一-龥]{0,4}(?:地震|事件|惨案)|晚会|运动|事变|起义|讲话|恐怖|空难|枪击|暴动|文件))",
)
def _day_name(found: Match) -> str:
    return digits(found[1] + found[2], telephone=True)


@_guard(
    "model",
    r"(?:波音|空客|空中客车|标致|马自达|捷豹|沃尔沃|诺基亚|麦道|图|伊尔|运|歼|轰|直|东风|红旗|解放)-?(\d{3,4})(?![\d年个辆架])",
)
def _model(found: Match) -> str:
    return found[0][: -len(found[1])].rstrip("-") + digits(found[1], telephone=True)


# ---------------------------------------------------------------- dates


@_guard("date", rf"(?<![\d.\-])({YEAR})([-/.·])({MONTH})\2({DAY})(?![\d]|\.\d)日?")
def _full_date(found: Match) -> str:
    return date(found[1], found[3], found[4])


@_guard("date", rf"(?<![\d.\-])(0[1-9]|1[0-2])([-/.])({DAY})\2({YEAR})(?!\d)")
def _american(found: Match) -> str:
    return date(found[4], found[1], found[3])


@_guard(
    "date", rf"(?<![\d.\-])({YEAR})[-/.](0[1-9]|1[0-2])(?![\d]|\.\d)|(?<![\d.\-])(0[1-9]|1[0-2])[-/.]({YEAR})(?!\d)"
)
def _month_of_year(found: Match) -> str:
    return date(found[1] or found[4], found[2] or found[3])


@_guard("date", rf"(?<![\d.\-A-Za-z])(\d\d)([/.])({MONTH})\2({DAY})(?![\d]|\.\d|版)")
def _short_year(found: Match) -> str:
    return date(found[1], found[3], found[4])


@_guard("date", r"(?<![\d.\-])(0[1-9]|1[0-2])[-/.](0[1-9]|[12]\d|3[01])(?=$|日|[，。；])")
def _padded(found: Match) -> str:
    if not (found[1].startswith("0") or found[2].startswith("0")) or (found[1][0] != "0" and found[0][2] == "."):
        return found[0]
    return cardinal(found[1]) + "月" + cardinal(found[2]) + "日"


@_guard("year", r"(?<![\d.])(\d{2,4})年?" + DASH + r"(\d{2,4})(学?年)(?![级代以之])")
def _years(found: Match) -> str:
    first, last = found[1], found[2]
    if len(first) == len(last) == 4 or (len(first) == 4 and len(last) == 2 and re.match(YEAR, first)):
        return digits(first) + "到" + digits(last) + found[3]
    if len(first) == len(last) == 3 and int(first) < int(last) and (int(first) % 10 or int(last) % 10):
        return digits(first) + "到" + digits(last) + found[3]
    return found[0]


@_guard("year", rf"(?<![\d.\-])({YEAR}){DASH}({YEAR}|\d\d(?=[）)]))(?=$|[）)，。；、]|年间|年代)")
def _bare_years(found: Match) -> str:
    return (
        digits(found[1]) + "到" + digits(found[2])
        if int(found[1][-2:]) < int(found[2][-2:]) or int(found[1]) < int(found[2].rjust(4, "0"))
        else found[0]
    )


@_guard("year", r"(公元前?|西元前?|纪元前?|前(?=\d{1,4}年))(\d{1,4})(?=年|[-—–~至到])")
def _era(found: Match) -> str:
    return found[1] + digits(found[2])


@_guard("year", rf"(近|约|有|达|已有|长达|了|满|过|逾|超过|整整|共)({YEAR})(?=年(?:的?历史|左右|以上|之久|来|间|前))")
def _duration(found: Match) -> str:
    return found[1] + cardinal(found[2])


@_guard("year", rf"(?<![\d.])({YEAR}|0\d)(?=年)(?!年(?:历史|之久))")
def _year(found: Match) -> str:
    return digits(found[1])


@_guard(
    "year",
    r"(?<![\d.])([5-9]\d)(?=年(?:0?\d|1[0-2])月)|(?:(?<=^)|(?<=[在自从于，；至到]))([6-9]\d)(?=年(?:[，、初底末中春夏秋冬起考毕入开]))",
)
def _short(found: Match) -> str:
    return digits(found[0])


@_guard("year", r"(?<!\d)(\d)0(?=后)|(?<!\d)(\d)0(?=、\d0后)")
def _generation(found: Match) -> str:
    return digits(found[0])


@_guard("year", r"(?<!\d)((?:[1-9]|1[0-9]|20)世纪)?(\d0)(?=年代)")
def _decade(found: Match) -> str:
    century = cardinal(found[1][:-2]) + "世纪" if found[1] else ""
    return century + (digits(found[2]) if found[2] == "00" else cardinal(found[2]))


@_guard("year", r"(?<!\d)(\d{1,4})(?:年(\d{1,2})月)? ?([aA]\.?[dD]\.?|[bB]\.?[cC]\.?(?:[eE]\.?)?)(?![A-Za-z])")
def _latin_era(found: Match) -> str:
    era = "公元前" if found[3][0] in "bB" else "公元"
    return era + digits(found[1]) + "年" + (cardinal(found[2]) + "月" if found[2] else "")


@_guard("date", rf"(?<![\d.])0({MONTH})(?=月)|(?<![\d.])0([1-9])(?=[日号])")
def _zero(found: Match) -> str:
    return cardinal(found[0])


# ---------------------------------------------------------------- clocks, scores, ratios

CLOCK_HALF = r"(?: ?([aApP])\.?[mM]\.?(?![A-Za-z]))?"
SCORE = "(?:比分|战胜|击败|战平|逼平|胜|负于|不敌|领先|落后|大胜|完胜|险胜|惜败|爆冷|大比分|局分|总分)"


@_guard("score", rf"({SCORE}[{HAN}]{{0,6}})(\d{{1,3}})[:：\-/](\d{{1,3}})(?![\d:：])")
def _score(found: Match) -> str:
    return f"{found[1]}{cardinal(found[2])}比{cardinal(found[3])}"


@_guard(
    "score",
    rf"(?<![\d.])(\d{{1,3}})[:：\-](\d{{1,3}})(?=(?:的比分|的?大比分|[{HAN}]{{0,2}}(?:战胜|击败|战平|逼平|领先|落后|大胜|获胜|取胜|险胜|不敌)))",
)
def _score_before(found: Match) -> str:
    return f"{cardinal(found[1])}比{cardinal(found[2])}"


@_guard(
    "ratio",
    r"(?<![\d.:])(\d+(?:\.\d+)?)[∶](\d+(?:\.\d+)?)|(?<![\d.:：])(\d+(?:\.\d+)?)[:：](\d+\.\d+|\d{3,}|\d(?!\d))(?![:：\d])",
)
def _ratio(found: Match) -> str:
    left, right = (found[1], found[2]) if found[1] else (found[3], found[4])
    return f"{number(left)}比{number(right)}"


@_guard(
    "ratio",
    r"(?:比例|比率|比|配比|之比|比值|画幅|宽高比|画面|屏幕)(?:是|为|约|约为)?(\d+)[:：](\d+)(?!\d)|(?<![\d:])(\d+)[:：](\d+)(?=的?(?:比例|比率|画幅|画面|宽屏|屏幕))",
)
def _named_ratio(found: Match) -> str:
    left, right = (found[1], found[2]) if found[1] else (found[3], found[4])
    head = found[0][: found.start(1) - found.start()] if found[1] else ""
    return f"{head}{cardinal(left)}比{cardinal(right)}"


@_guard("clock", rf"(?<![\d:.])({HOUR})[:：]([0-5]\d)(?:[:：]([0-5]\d))?{CLOCK_HALF}(?![\d:])({DASH}(?=\d))?")
def _clock(found: Match) -> str:
    hour, minute, second, half, dash = found.groups()
    noon = {"a": "上午", "p": "下午"}.get((half or "").lower(), "")
    said = noon + two(cardinal(hour), "点") + "点"
    if minute != "00" or second not in (None, "00"):
        said += ("零" if minute[0] == "0" and minute != "00" else "") + cardinal(minute) + "分"
    if second not in (None, "00"):
        said += cardinal(second) + "秒"
    return said + ("到" if dash else "")


@_guard("ratio", r"(?<![\d:.])(\d+)[:：](\d+)(?![\d:])")
def _left_over(found: Match) -> str:
    return f"{cardinal(found[1])}比{cardinal(found[2])}"


# ---------------------------------------------------------------- percent, money, measures


@_guard("percent", rf"(?<![\d.])({NUMBER})%?{DASH}({NUMBER})([%‰])")
def _percents(found: Match) -> str:
    part = "百分之" if found[3] == "%" else "千分之"
    second = part if "%" in found[0][:-1] else ""
    return f"{part}{money(found[1])}到{second}{money(found[2])}"


@_guard("percent", rf"(?<![\d.])(负|-)?({NUMBER})([%‰])")
def _percent(found: Match) -> str:
    return ("负" if found[1] else "") + ("百分之" if found[3] == "%" else "千分之") + money(found[2])


@_guard("money", rf"({SIGN}) ?({NUMBER})({MYRIAD})(?:{DASH}({NUMBER})({MYRIAD}))?元?")
def _price(found: Match) -> str:
    name = pairs("currencies.tsv")[found[1]]
    said = two(money(found[2]), "元" if not found[3] else "") + found[3]
    if found[4]:
        said += "到" + money(found[4]) + found[5]
    return said + name


@_guard(
    "money",
    rf"(?<![\d.])({NUMBER})({MYRIAD}) ?({either(frozenset(k for k in pairs('currencies.tsv') if k.isalpha()))}|[€£￡₩])(?![A-Za-z])",
)
def _price_after(found: Match) -> str:
    return money(found[1]) + found[2] + pairs("currencies.tsv")[found[3]]


@_guard("money", r"(?<![\d.])(\d+\.\d+)(?=元|块|美元|欧元|英镑|港元|日元|人民币)")
def _sum(found: Match) -> str:
    return money(found[1])


@_guard("model", rf"(?<![\d.])(\d+)([A-Z]) ?(?=[{HAN}]{{0,8}}(?:公司|集团|品牌|厂|店|制品))")
def _brand(found: Match) -> str:
    return f"{digits(found[1]) if len(found[1]) > 1 else cardinal(found[1])} {found[2]} "


@_guard("unit", rf"(气温[{HAN}]{{0,6}}|温度[{HAN}]{{0,6}}|降[到至])-({NUMBER}) ?(?:°C|℃)")
def _frost(found: Match) -> str:
    return f"{found[1]}零下{number(found[2])}摄氏度"


@_guard(
    "unit",
    rf"(?<![\d.A-Za-z])(-?{NUMBER})({MYRIAD}) ?({either(pairs('units.tsv'))})/({either(pairs('units.tsv'))})(?![A-Za-z\d])",
)
def _rate(found: Match) -> str:
    units = pairs("units.tsv")
    return f"每{units[found[4]]}{two(number(found[1]), '米')}{found[2]}{units[found[3]]}"


@_guard("unit", r"(?<![\d.])(\d{1,3})°(?:(\d{1,2})[′'])?(?:(\d{1,2}(?:\.\d+)?)[″\"])?(?![CFcf\d])")
def _angle(found: Match) -> str:
    parts = zip(found.groups(), "度分秒", strict=True)
    return "".join(two(number(value), "个") + name for value, name in parts if value)


@_guard(
    "unit",
    rf"(?<![\d.A-Za-z])({NUMBER})({MYRIAD}) ?(?:{UNIT})? ?{DASH} ?({NUMBER})({MYRIAD}) ?({UNIT})(?!网络|手机|时代|信号|[\-/])",
)
def _unit_range(found: Match) -> str:
    return f"{number(found[1])}{found[2]}到{number(found[3])}{found[4]}{pairs('units.tsv')[found[5]]}"


@_guard(
    "unit",
    rf"(?<![\d.A-Za-z])((?:(?<![\d{HAN}])-)?{NUMBER})({MYRIAD}[多余]?) ?({UNIT})(?!网络|手机|时代|信号|通信|技术|基站|用户|产品|芯片|打印|电影|视频|画面|屏|型|版|级|系列|班|座|栋|楼|展厅|展区)",
)
def _measure(found: Match) -> str:
    unit = found[3]
    if re.fullmatch(r"[2-6]G", found[1] + unit):
        return found[0]
    said = number(found[1])
    return (two(said, "米") if not found[2] else said) + found[2] + pairs("units.tsv")[unit]


@_guard("money", rf"(?<=[元块角])/(?=[{HAN}])|(?<=[{HAN}])/(?=平方米|平米|公斤|千克|小时|公里|立方米|千米|亩|人次)")
def _per(found: Match) -> str:
    return "每"


# ---------------------------------------------------------------- ordinals, pages, list numbers


@_guard("list", r"^(\d{1,2})[.、](?=\D)|(?<=[。；：])(\d{1,2})\.(?=\D)")
def _list_number(found: Match) -> str:
    return cardinal(found[1] or found[2]) + "、"


@_guard("page", r"(?<![A-Za-z])[Pp]{1,2}\. ?(\d+)(?:" + DASH + r"(\d+))?|(?<![A-Za-z])[Pp]{2} ?(\d+)" + DASH + r"(\d+)")
def _page(found: Match) -> str:
    numbers = [cardinal(group) for group in found.groups() if group]
    return "第" + "到".join(numbers) + "页"


@_guard("page", rf"(?<=[{HAN}])-(\d{{1,3}})-(?=[{HAN}])")
def _folio(found: Match) -> str:
    return f"，{cardinal(found[1])}，"


@_guard("ordinal", r"(?<![A-Za-z])(?:[Nn][Oo]\.? ?|№ ?)(\d+)")
def _numero(found: Match) -> str:
    return cardinal(found[1]) + "号"


@_guard("ordinal", r"(?<![\d.])(\d+)# ?(?=[一-龥])|#(\d+)")
def _hash(found: Match) -> str:
    return cardinal(found[1] or found[2]) + "号"


@_guard("ordinal", rf"第 ?(\d+)(?:{DASH}(\d+))?(?![\d.]*\d)")
def _ordinal(found: Match) -> str:
    say = digits if found[1].startswith("0") else cardinal
    return "第" + say(found[1]) + ("到" + say(found[2]) if found[2] else "")


@_guard("room", r"(?<![\d.])\d+(?:-\d+){1,3}(?=室|号房|房)|(?<![\d.])\d+-\d+-\d+(?![\d\-=])")
def _room(found: Match) -> str:
    return "杠".join(digits(part, telephone=True) if len(part) > 2 else cardinal(part) for part in found[0].split("-"))


# ---------------------------------------------------------------- sums, fractions, ranges


@_guard(
    "sum",
    rf"(?<![\d.])-?{NUMBER}(?: ?[+\-×*÷=≤≥<>≈]{{1,2}} ?-?{NUMBER})*(?: ?[+×*÷=≤≥<>≈]{{1,2}} ?-?{NUMBER})(?: ?[+\-×*÷=≤≥<>≈]{{1,2}} ?-?{NUMBER})*(?!\d)",
)
def _sum_of(found: Match) -> str:
    return _arithmetic(found[0])


@_guard("sum", rf"(?<![\d.])(-?{NUMBER})([+\-]{NUMBER})+(?==)")
def _left_of_equals(found: Match) -> str:
    return _arithmetic(found[0])


_OPERATORS = {
    "+": "加",
    "-": "减",
    "×": "乘",
    "*": "乘",
    "÷": "除以",
    "=": "等于",
    "≤": "小于等于",
    "≥": "大于等于",
    "<": "小于",
    ">": "大于",
    "<=": "小于等于",
    ">=": "大于等于",
    "==": "等于",
    "≈": "约等于",
    "--": "减负",
}


def _arithmetic(text: str) -> str:
    said = []
    for piece in re.findall(rf"{NUMBER}|[+\-×*÷=≤≥<>≈]{{1,2}}", text):
        if piece[0].isdigit():
            said.append(number(piece))
        elif piece == "-" and (not said or said[-1] in _OPERATORS.values()):
            said.append("负")
        else:
            said.append(
                _OPERATORS.get(piece) or "".join(_OPERATORS[p] if i == 0 else "负" for i, p in enumerate(piece))
            )
    return "".join(said)


@_guard("sum", r"(?<![\d.])(\d+)[×*xX](\d+)(?![\d.])")
def _times(found: Match) -> str:
    return f"{cardinal(found[1])}乘{cardinal(found[2])}"


@_guard("fraction", r"(-|负)(?:(\d+) ?/ ?(\d+)|(\d*)百?分之(\d+))(?![\d/])")
def _negative_fraction(found: Match) -> str:
    if found[2]:
        return f"负{cardinal(found[3])}分之{cardinal(found[2])}"
    return "负" + (cardinal(found[4]) if found[4] else "百") + "分之" + cardinal(found[5])


@_guard("fraction", r"(?<![\d./])(\d+) ?/ ?(\d+)(?![\d/.])")
def _fraction(found: Match) -> str:
    above, below = int(found[1]), int(found[2])
    if below in (0, 1):
        return found[0]
    return f"{cardinal(found[2])}分之{cardinal(found[1])}" if above or below else found[0]


@_guard(
    "score",
    rf"((?:[{HAN}]队|中国|国足|女足|男足|国安|申花|恒大|皇马|巴萨|曼联|曼城|切尔西|利物浦|拜仁|尤文|米兰|日本|韩国|朝鲜|德国|法国|英格兰|西班牙|意大利|葡萄牙|荷兰|巴西|阿根廷|伊朗|泰国|越南|俄罗斯|美国)) ?(\d{{1,2}})-(\d{{1,2}})(?![\d.\-{HAN}])",
)
def _match_score(found: Match) -> str:
    return f"{found[1]}{cardinal(found[2])}比{cardinal(found[3])}"


@_guard(
    "range",
    rf"(?<![\d.A-Za-z\-])({NUMBER})({MYRIAD}) ?{DASH} ?({NUMBER})({MYRIAD})(?![\d.\-]*\d)([月日号年点]|{MEASURE})?",
)
def _range(found: Match) -> str:
    low, many, high, more, measure = found.groups()
    said = two(number(low), measure or "")
    return f"{said}{many}到{two(number(high), measure or '') if not more else number(high)}{more}{measure or ''}"


# ---------------------------------------------------------------- counting


@_guard("model", r"(?<![A-Za-z])([A-Za-z]{1,6})-?(\d{3,})(?![\d.])")
def _type_number(found: Match) -> str:
    return f"{found[1]} {digits(found[2], telephone=True)}"


@_guard("decimal", r"(?<![\d.])(?:(?<![\d" + HAN + r"])-)?\d*\.\d+(?![\d.])")
def _decimal(found: Match) -> str:
    return number(found[0])


@_guard("count", rf"(?<![\d.第])2(?=[余多来]?{MEASURE})(?!年级|号|日)")
def _pair(found: Match) -> str:
    return "两"


@_guard("count", r"^(?=\d{8}$)(?=(?:0*[1-9]){6,})\d+$")
def _looks_like_a_code(found: Match) -> str:
    return digits(found[0])


@_guard("count", r"(?<![\d.])\d{5,12}(?![\d.])|(?<![\d.])111(?![\d.])")
def _cardinal(found: Match) -> str:
    return cardinal(found[0])
