"""Numbers that name events, units, hills, models and classes: said digit by digit where custom does so.

What people dial is in ``identifiers``; here 1 is 一 (九一八, 一一五师), but 幺 in models of three and more digits.
"""

from __future__ import annotations

import unicodedata

from ...han import HAN
from .cardinal import cardinal, speak_number, spell_digits
from .rule import NUMBER, Guards, Match

guards = Guards()

_EVENTS = (
    "(?:地震|事件|惨案|晚会|运动|事变|起义|讲话|恐怖|空难|枪击|暴动|文件|指示|会战|抗战|战役|大?罢工|政变|海战|洪水|火灾|爆炸|案"
    "|社论|工程|大捷|突围|兵变|学潮|大屠杀|救援)"
)
_MONTH, _DAY = r"(?:1[0-2]|0?[1-9])", r"(?:3[01]|[12]\d|0?[1-9])"
_VALUES = (
    "(?:气温|温度|体温|室温|水温|地温|低温|高温|低|低至|降[至到]|跌[至到]|升[至到]|零下"
    "|海拔|高程|标高|水位|深度|深|[为是到至约在达于近与和或从])"
)
"""Before these a stroke is a minus; after any other Chinese word it belongs to a name (米格-15)."""


def _spell_match(match: Match) -> str:
    return spell_digits(match[0])


# ------------------------------------------------------------ events


@guards(
    "idiom",
    r"(?<![\d.])(10|[1-9])[.·•・‧/](\d)(?=[”\"]?(?:国庆|劳动节|妇女节|儿童节|青年节|建军节|黄金周|假期|小长假|长假))",
)
def _say_holiday(match: Match) -> str:
    return cardinal(match[1]) + cardinal(match[2])


@guards("idiom", r"(?<![\d.])5[.·•・‧]30(?=[”\"]?(?:运动|惨案))")
def _say_may_thirtieth(_match: Match) -> str:
    """The movement of 1925 keeps the old numeral."""
    return "五卅"


@guards(
    "idiom",
    rf"(?<![\d.·])({_MONTH})[·•・‧]({_DAY})(?![\d·])"
    rf"|(?<![\d.])({_MONTH})[./]({_DAY})(?![\d.])(?=[”\"]?(?![级度米厘公])[{HAN}]{{0,4}}?{_EVENTS})",
)
def _say_day_name(match: Match) -> str:
    month, day = match[1] or match[3], match[2] or match[4]
    return spell_digits(month.lstrip("0") + day.lstrip("0") if day[0] == "0" else month + day)


guards("idiom", r"(?<![\d.])(?!\d00)\d{3,4}(?=[”\"]?(?:事变|惨案|抗战|抗洪|大地震|恐怖袭击))")(_spell_match)
guards("idiom", r"(?:全天)?(?<![\d.])24/7(?!\d)(?=[开营服运])")(lambda _match: "全天")

# ------------------------------------------------------------ army, hills, factories, classes

guards(
    "army",
    r"(?<![\d.])\d{3}(?=(?:加强|独立|步兵|装甲|机械化|合成|摩步|坦克|炮兵|空降|骑兵)?"
    r"(?:师(?![生傅资范徒父者])|旅(?![游行客馆店程费人途顺社居])|团(?![员圆队体结伙扇购聚费])))",
)(_spell_match)
guards("army", r"(?<![\d.])\d{3,5}(?=部队)|(?<=代号)\d{3,5}|(?<![\d.])\d{3}(?=[舰艇](?!队))")(_spell_match)


@guards("hill", r"(?<![\d.])(\d{2,4})(?:\.(\d))?(?=(?:号|米)?高地)")
def _say_hill(match: Match) -> str:
    return spell_digits(match[1]) + (f"点{spell_digits(match[2])}" if match[2] else "")


guards("factory", r"(?<![\d.])\d{3}(?=厂(?![家房商])|联合厂|艺术[区园]|文创园|信箱|矿山?(?![井石])|工厂|基地|核工程)")(
    _spell_match
)
guards(
    "class",
    r"(?<![\d.])\d\d(?=级(?:[新学毕本研校同师的]|大学|专业|[一-龥]{0,4}(?:专业|学员|学生|校友|班)))",
)(_spell_match)
guards("model", r"(?<![\d.])\d\d(?=式(?![样微子])(?![一-龥]{0,3}(?:太极|拳|剑法|功|刀法|棍|瑜伽)))")(_spell_match)
guards("code", r"(?<=小行星)(?:第)?\d{3,}|(?<=编号为)\d{3,}(?=号)")(_spell_match)
guards(
    "bus",
    r"(?<=[车专列])\d{4}(?=次)|(?<![\d.])\d{3,4}(?=次(?:列车|特快|快车|普快|慢车|客车))|(?<![\d.])\d{3}(?=线(?:公交|班次|路))|(?<=轻铁)\d{3}",
)(_spell_match)

# ------------------------------------------------------------ models, minus


@guards("model", r"(?<![\d.\-])(\d{2})-(\d|[ⅠⅡⅢⅣⅤ])(?=[型式])")
def _say_year_and_number(match: Match) -> str:
    return f"{spell_digits(match[1])}杠{cardinal(str(int(unicodedata.numeric(match[2]))))}"


guards("idiom", r"(?<![\d.])\d\d(?=[”\"]?(?:抗洪|特大洪水|世界杯|奥运|亚运))")(_spell_match)


@guards("minus", rf"(?<![\d.])[-–](?={NUMBER}的(?:绝对值|平方|立方|相反数|倒数|和|积))")
def _say_negative(_match: Match) -> str:
    return "负"


@guards("minus", r"(?<![\d.])[-–](\d{1,2})(?=[层楼](?![-–]))")
def _say_basement(match: Match) -> str:
    return "负" + cardinal(match[1])


@guards(
    "minus",
    rf"(?P<value>{_VALUES}|(?<![\d.])) ?[-–](?P<low>{NUMBER}) ?(?P<sign>℃|°C|°|度|摄氏度)?"
    rf"(?:[~～至到]|[-–—]{{1,2}})(?P<minus>[-–]?)(?P<high>{NUMBER}) ?(?P<unit>℃|°C|摄氏度|度)",
)
def _say_frost_range(match: Match) -> str:
    """气温-5~8℃."""
    first = f"零下{speak_number(match['low'])}" + ("度" if match["sign"] else "")
    last = ("零下" if match["minus"] else "零上" if match["sign"] else "") + speak_number(match["high"])
    unit = "度" if match["unit"] == "度" or match["sign"] else "摄氏度"
    return f"{match['value'] or ''}{first}到{last}{unit}"


@guards("minus", rf"({_VALUES}) ?[-–]({NUMBER}) ?(℃|°C|摄氏度|度)(?![-–~～至到]|\d)")
def _say_frost(match: Match) -> str:
    lead = match[1].removesuffix("零下")
    return f"{lead}零下{speak_number(match[2])}{'度' if match[3] == '度' else '摄氏度'}"


@guards("minus", rf"(?<=[{HAN}]) ?[-–]({NUMBER}) ?(?:℃|°C|摄氏度)(?![-–~～至到]|\d)")
def _say_frost_anywhere(match: Match) -> str:
    return f"零下{speak_number(match[1])}摄氏度"  # no name of a model ends in degrees


@guards(
    "minus",
    rf"(?:({_VALUES})|(?<=[，、；：（“:])|^)[-–](?={NUMBER}(?:[%％‰]|[十百千万亿]*[米mkc公厘毫万元℃度帕伏]|[。，、；）]|$|[~～]))(?!\d+-)",
)
def _say_minus(match: Match) -> str:
    return (match[1] or "") + "负"


@guards(
    "model",
    rf"(?<=[{HAN}])(?<![为是到至约在达于近与和或从共第号年月日时点分秒前百千万亿])[-–](\d{{1,3}})(?![\d.\-–~～:：]|[{HAN}]?-)(?=[A-Z{HAN}，。、；）”》\s]|$)",
)
def _say_model(match: Match) -> str:
    number = match[1]
    if match.string[match.start() - 1] in "书页记录办文章节":
        return match[0]  # a page number caught in scanning
    return cardinal(number) if len(number) < 3 else spell_digits(number, telephone=True)


@guards("coordinate", r"(?:(?:[南北]纬|[东西]经) ?)?(?<![A-Za-z])([NSEW]) ?(?=\d{1,3}(?:\.\d+)?°)")
def _say_hemisphere(match: Match) -> str:
    return _HEMISPHERES[match[1]]


@guards(
    "coordinate", r"(\d{1,3}(?:\.\d+)?°(?:\d{1,2}(?:\.\d+)?[′'])?(?:\d{1,2}(?:\.\d+)?[″\"])?) ?([NSEW])(?![A-Za-z])"
)
def _say_hemisphere_after(match: Match) -> str:
    return _HEMISPHERES[match[2]] + match[1]


_HEMISPHERES = {"N": "北纬", "S": "南纬", "E": "东经", "W": "西经"}
