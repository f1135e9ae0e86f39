"""Years against spans of time: 618年 is a year, 建成618年 a span; years in brackets, eras, decades, seasons."""

from __future__ import annotations

import re

from .cardinal import cardinal, spell_digits
from .rule import DASH, MEASURE, UNIT, YEAR, Guards, Match, range_word

guards = Guards()

_SPAN_AFTER = (
    "(?:的?历史|的?(?:沧桑|风雨|文明|岁月|光阴|时光|积淀|树龄|寿命|建城史|建城|校庆|华诞|传承)|左右|以上|之久|之后|之前|多?来|间|余年"
    "|了|前(?!后|[秦蜀凉赵燕期])|后(?![周唐梁晋汉蜀赵燕秦凉期]))"
)
"""What follows a span of time."""
_LENGTH_AFTER = "(?:的?历史|左右|以上|之久|的?树龄|的?寿命)"
"""What follows a length of time also where the number could be a year."""
_CALENDAR_AFTER = re.compile(
    r"年(?:代|[初末底]|(?:0?[1-9]|1[0-2])月|[一二三四五六七八九十]{1,2}月|[、和与](?:1\d{3}|20\d\d)年)"
)
"""What follows a year of the calendar and never a span of time."""
_EVENT_BEFORE = re.compile(
    "(?:参加|参与|出席|通过|推动|举行|举办|赢得|获得|夺得|入选|主持|爆发|发生|取消|推出|发布|出版|回顾|记录|写下)了$"
)
"""What is done to events, which years name: 参加了1910年赛会."""
_EVENT = (
    "[\u4e00-\u9fff]{0,8}?(?:运动会|奥运|世博|杯|赛|[书车画美影]展|展览|艺术节|电影节|音乐节|博览会|论坛|峰会|大会|年会|议程|计划|行动"
    "|盛典|晚会|跨年|春晚|双年展|艺术季|大奖|颁奖|冠状病毒|新型)|[春夏秋冬](?:天|季)"
)
"""An event that a bare year stands before."""
_GREAT_EVENT = "(?:运动会|奥运会?|亚运会?|世博会?|博览会|锦标赛|世界杯|大奖赛|大赛|艺术节|电影节|音乐节|演唱会)"
"""An event that a number hardly ever counts something before."""
_SURE_SPAN_BEFORE = re.compile(
    "(?:距今|至今|迄今|长达|已有|已经有|拥有|具有|有着|树龄|寿龄|年龄|历时|历经|绵延|延续|持续|传承|沿用|存续|沉睡|尘封|相隔|跨越"
    "|经过|经历|走过|度过|流传|屹立|矗立|埋藏|第|每隔?|隔|存在|统治|(?:等|用|花|活|过|守|睡|住|藏|晚|早)了)(?:过|已|有|了)*(?:约|大约|大概|将近|接近|近|达|逾|超过?|整整|至少)?$"
)
"""What stands before a span of time and never before a year."""
_SPAN_BEFORE = re.compile(
    "(?:约|近|有|达|满|过|逾|超过?|整整|足足|共|仅|才|只|用|花|费|晚|早|再|经|历|隔|等|长|活|比.{1,6}[早晚])了?$"
)
"""What stands before a span of time, and sometimes before a year."""
_FASHION = (
    "(?:音乐|乐队|乐坛|流行|摇滚|复古|怀旧|风格|风情|风尚|时尚|潮流|老歌|金曲|经典|唱片|歌曲|曲风|迪斯科|服装|装修|家具"
    "|海报|电影|文化)"
)
"""What has the taste of a decade."""
_ERA = (
    "(?:民国|宣统|光绪|同治|咸丰|道光|嘉庆|乾隆|雍正|康熙|顺治|崇祯|天启|万历|隆庆|嘉靖|正德|弘治|成化|天顺|景泰|正统|宣德"
    "|洪熙|永乐|建文|洪武|至正|至元|绍兴|建炎|宣和|政和|元丰|熙宁|嘉祐|庆历|天圣|景德|咸平|开宝|建隆|天宝|开元|贞观|武德)"
)
_ERA_WORD = "(?:公元前|西元前|纪元前|前|约公元前|约前|公元|约)?"


@guards("year", rf"(?<=[A-Za-z])\.(?={YEAR}年)")
def _end_of_an_abbreviation(_match: Match) -> str:
    """Jr.1980年 is no decimal."""
    return " "


@guards("year", r"(?<=民国前)\d{1,2}(?=年)")
def _before_the_republic(match: Match) -> str:
    return cardinal(match[0])


@guards("year", r"(?<![\d.时续约共达])(?:1[6-9]|20)\d0['’]?s(?![A-Za-z])")
def _say_english_decade(match: Match) -> str:
    """1920s."""
    return spell_digits(match[0][:4]) + "年代"


@guards(
    "year",
    rf"(?<=[（(，；])({_ERA_WORD})(\d{{2,4}})(年?) ?[-—–~～至到]{{1,2}} ?"
    rf"({_ERA_WORD})(\d{{2,4}})(?=年?[）)，；])",
)
def _say_life(match: Match) -> str:
    """Years of a life or a dynasty stand in brackets."""
    first, last = (f"{match[group]}{spell_digits(match[group + 1])}" for group in (1, 4))
    return f"{first}{match[3]}到{last}"


@guards("range", r"(?<=[前\d年])[-—–~～]{1,2}(?=前\d{1,4})")
def _both_before(_match: Match) -> str:
    return "到"


@guards("year", r"(?<=[（(])(\d{4})年?[-—–~～]{1,2} ?(?=[）)])")
def _say_birth(match: Match) -> str:
    return f"{spell_digits(match[1])}至今"


@guards("year", r"(?<=年（)\d\d(?=年[）)])")
def _say_early_year(match: Match) -> str:
    return spell_digits(match[0])


@guards("year", rf"(?<=[年号季纪代朝])（({_ERA_WORD})(\d{{2,4}})(?=[）)，；])")
def _say_explained_year(match: Match) -> str:
    """乾隆四十九年（1784）: what is explained is a year, so is what explains it."""
    return f"（{match[1]}{spell_digits(match[2])}"


@guards("year", rf"(?<=[\u4e00-\u9fff])（({_ERA_WORD})({YEAR})(?=[）)])|(?<=[（，；])(前)(\d{{2,4}})(?=[）)])")
def _say_year_in_brackets(match: Match) -> str:
    if match[3]:
        return match[3] + spell_digits(match[4])
    return f"（{match[1]}{spell_digits(match[2])}"


@guards("year", rf"(?<=[》”A-Za-z])(?: ?[（(]|，)({YEAR})(?=[）)])")
def _say_publication(match: Match) -> str:
    """《九条命》（2005） and (Heidegger，1977) name when a work came out."""
    return match[0].replace(match[1], spell_digits(match[1]))


@guards("year", rf"(?:^|(?<=[《“‘（，。；、：在于因的]))(?:19\d\d|20[0-3]\d)(?!{MEASURE}|[余多来人])(?={_EVENT})")
def _say_event(match: Match) -> str:
    return spell_digits(match[0])


@guards("year", rf"(?<![\d.])(?:19\d\d|20[0-3]\d)(?!{MEASURE}|[余多来人年])(?=[\u4e00-\u9fff]{{0,14}}?{_GREAT_EVENT})")
def _say_great_event(match: Match) -> str:
    """香港2009东亚运动会."""
    return spell_digits(match[0])


@guards(
    "year",
    rf"(?:^|(?<=[《“（：]))(?:19\d\d|20[0-3]\d)(?! ?{UNIT})(?= ?[A-Z][A-Za-z]{{2,}})|(?<=《){YEAR}(?= ?[A-Z]{{2}})",
)
def _say_foreign_event(match: Match) -> str:
    """（2015 Generali Open）."""
    return spell_digits(match[0])


@guards("year", rf"(?<=[在于])({YEAR})(?=的?[\u4e00-\u9fff]{{0,6}}?(?:战争|战役|大战|革命|起义|事变|会战))")
def _say_year_of_war(match: Match) -> str:
    return spell_digits(match[0])


@guards(
    "year",
    r"(?<![\d.])20[1-6]\d(?=(?:可持续发展|远景|健康|教育|碳中和|碳达峰)?(?:议程|愿景|远景|目标|规划纲要|战略))",
)
def _say_horizon(match: Match) -> str:
    """2030议程 and 2035远景目标 are named after a year."""
    return spell_digits(match[0])


@guards("year", r"(?<=[“《])([一-龥]{2,8})(19[5-9]\d|20[0-6]\d|(?<=公元)\d{4})(?=[”》])")
def _say_programme(match: Match) -> str:
    """“健康中国2030”: a name that ends in a year."""
    return match[1] + spell_digits(match[2])


@guards("year", rf"(?<![\d.\-])({YEAR})({DASH}|/)(\d\d)(?=学?年(?![级以之代])|赛季|球季|马季|季后赛|财年|年度|榜|联赛)")
def _say_season(match: Match) -> str:
    """2003-04赛季 and 1911-12年: the second year is written short."""
    word = "到" if match[2] == "/" else range_word(match[2])
    return f"{spell_digits(match[1])}{word}{spell_digits(match[3])}"


@guards("year", rf"(?<![\d.\-/])({YEAR})({DASH}|/)(\d{{2}}|{YEAR})(?=$|[，。；、）]|学年|赛季|球季|马季|财年|年度)")
def _say_following_years(match: Match) -> str:
    """2015-16 and 2014/2015 are a season where the second year is the next one."""
    if int(match[3][-2:]) != (int(match[1]) + 1) % 100:
        return match[0]
    word = "到" if match[2] == "/" else range_word(match[2])
    return f"{spell_digits(match[1])}{word}{spell_digits(match[3])}"


@guards("range", rf"(?<=年代){DASH}(?=(?:{YEAR}|\d0)年代)")
def _say_decades(match: Match) -> str:
    return range_word(match[0])


@guards("year", r"(?<=[在于自从与和、，。（])(\d{3})年([至到])(\d{4})(?=年(?![的多余来内以左]|之久))")
def _say_early_years(match: Match) -> str:
    """与800年至1000年; a span of time is no place in time."""
    return f"{spell_digits(match[1])}年{match[2]}{spell_digits(match[3])}"


@guards("year", rf"(?<![\d.])(\d{{4}})({DASH})(\d{{4}})(?=年)")
def _say_long_span(match: Match) -> str:
    """距今5300-4300年: no years of our era, and the older comes first; 1840—1949年间 are two years of the calendar."""
    before, after = match.string[: match.start()], match.string[match.end() :]
    falls = int(match[1]) > int(match[3]) and not before.endswith(("前", "公元前"))
    years = re.fullmatch(YEAR, match[1]) and re.fullmatch(YEAR, match[3]) and not match[1].endswith("00")
    long = re.match(f"年{_LENGTH_AFTER if years else _SPAN_AFTER}", after)
    spans = falls or int(match[1]) > 2100 or _SURE_SPAN_BEFORE.search(before) or long
    return f"{cardinal(match[1])}{range_word(match[2])}{cardinal(match[3])}" if spans else match[0]


@guards("year", r"(?<![\d.\-])(\d{3,4})(?=[年]|多年|余年)")
def _say_year_or_span(match: Match) -> str:
    """Three digits before 年 are a year unless their neighbours speak of a span; four digits the other way round."""
    number, before, after = match[0], match.string[: match.start()], match.string[match.end() :]
    if number[0] == "0" or after[0] != "年" or re.search(r"(?:公元|西元|纪元|前)$|[第\d][-—–~～至到]$", before):
        return number
    if len(number) == 4 and (_CALENDAR_AFTER.match(after) or (number <= "2100" and _EVENT_BEFORE.search(before))):
        return number
    spanned = re.match(f"年{_SPAN_AFTER}", after) is not None
    lasted = re.search("(?<![到入来成])了$", before) and not re.fullmatch(YEAR, number)  # 介绍了1919年
    if _SURE_SPAN_BEFORE.search(before) or lasted or (spanned and _SPAN_BEFORE.search(before)):
        return cardinal(number)
    if len(number) == 4 and number.endswith("00") and re.search("(?:约|近|逾|超过|达)$", before):
        return cardinal(number)
    if len(number) == 4:
        return number if number <= "2100" else cardinal(number)
    return _three_digits(number, before, after, spanned)


def _three_digits(number: str, before: str, after: str, spanned: bool) -> str:
    """A round hundred is a span unless a date is explained; any other number a year unless it is said to be a span."""
    explained = re.search(r"[年月]（$", before) is not None
    if explained and not re.match("年(?:的?历史|左右|以上|之久|间|来)", after):
        return spell_digits(number)
    if number.endswith("00"):
        dated = re.search("(?:于|公元)$", before) or (
            re.search("(?:^|[。；，（在自从])$", before) and re.match("年[，、（春夏秋冬初末底]", after)
        )
        return spell_digits(number) if dated else cardinal(number)
    if re.match("年(?:的?历史|以上|之久|的?树龄|校庆|华诞)", after) or _SPAN_BEFORE.search(before):
        return cardinal(number)
    if number.endswith("0") and (spanned or not re.search("(?:^|[，。；（在于自从到至])$", before)):
        return cardinal(number)
    return spell_digits(number)


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


@guards(
    "year",
    rf"(?<=[在于自从])([4-9]\d)(年?)({DASH})([4-9]\d)(?=年(?![级以之的多余来内左]|历史))",
)
def _say_short_years(match: Match) -> str:
    """在73至75年; 在50至60年 may be a span and is left alone."""
    first, last = match[1], match[4]
    if first >= last or (first[1] == last[1] == "0" and not match[2]):
        return match[0]
    return f"{spell_digits(first)}{match[2]}{range_word(match[3])}{spell_digits(last)}"


@guards("year", rf"(?<![\d.\-])({YEAR})({DASH})({YEAR})(?=$|[，。；、]|年间|年代|[一这两]个?[季届])")
def _say_bare(match: Match) -> str:
    return (
        f"{spell_digits(match[1])}{range_word(match[2])}{spell_digits(match[3])}" if match[1] < match[3] else match[0]
    )


@guards("range", rf"(?<![\d.])(\d{{1,2}}) ?({DASH}) ?((?:公元)?前)?(\d{{1,2}})(?=世纪)")
def _say_centuries(match: Match) -> str:
    """公元1-2世纪: centuries are numbered, so 2 is 二."""
    return f"{cardinal(match[1])}{range_word(match[2])}{match[3] or ''}{cardinal(match[4])}"


@guards(
    "year",
    r"(公元前?|西元前?|纪元前?|前(?=\d{1,4}年(?!的))"
    r"|前(?=\d{1,4} ?[-—–~～至到]{1,2} ?前?\d))(\d{1,4})(?=年|[-—–~～至到])",
)
def _counted_from_christ(match: Match) -> str:
    return match[1] + spell_digits(match[2])


@guards("year", r"(?<!\d)(\d{1,4})(?:年(\d{1,2})月)? ?([aA]\.?[dD]\.?|[bB]\.?[cC]\.?(?:[eE]\.?)?)(?![A-Za-z])")
def _latin_era(match: Match) -> str:
    month = f"{cardinal(match[2])}月" if match[2] else ""
    return f"{'公元前' if match[3][0] in 'bB' else '公元'}{spell_digits(match[1])}年{month}"


@guards(
    "year",
    rf"(近|约|有|达|(?<![到入来成])了|满|过|逾|超过|整整|共|持续|历经|历时)({YEAR})(?=年(?!代){_SPAN_AFTER})|(?<!\d)()([12]\d00)(?=年{_SPAN_AFTER})",
)
def _say_duration(match: Match) -> str:
    return (match[1] or "") + cardinal(match[2] or match[4])


@guards(
    "year",
    rf"(?<![\d.])(?:{YEAR}|0\d)(?=年(?!历史|之久)|级(?=[新学毕本研大的]|[\u4e00-\u9fff]{{0,4}}(?:专业|班))|(?:、|和|与){YEAR}年"
    rf"|届(?!别)|赛季|财年|学年|北京|奥运|世界杯)",
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


@guards("range", rf"(?<!\d)(\d\d)?(\d0)(年代)? ?({DASH}) ?(\1)?(\d0)(?=年代)")
def _say_decades_from_to(match: Match) -> str:
    """20世纪50—70年代, 1950-70年代."""
    century, first, word, dash, again, last = match.groups()
    say = spell_digits if century or "00" in (first, last) else cardinal
    return f"{say((century or '') + first)}{word or ''}{range_word(dash)}{say((again or '') + last)}"


@guards("year", r"(?<!\d)(?:([1-9]|1\d|20)世纪)?(\d0)(?=年代)")
def _say_decade(match: Match) -> str:
    century = f"{cardinal(match[1])}世纪" if match[1] else ""
    return century + (spell_digits(match[2]) if match[2] == "00" else cardinal(match[2]))


@guards("year", r"(?<![\dA-Za-z])[’'](\d\d)(?=年(?!代))")
def _say_short_year(match: Match) -> str:
    """'98年."""
    return spell_digits(match[1])


@guards("year", rf"(?<![\d.A-Za-z'’])[’']?(\d\d)?([1-9]0)(?:['’]s|s(?=的?{_FASHION}))(?![A-Za-z])")
def _say_foreign_decade(match: Match) -> str:
    """50's, 70s音乐."""
    return (spell_digits(match[1] + match[2]) if match[1] else cardinal(match[2])) + "年代"
