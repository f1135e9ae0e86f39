"""Numbers that name something: dialled, copied or quoted digit by digit."""

from __future__ import annotations

import re

from ...han import HAN
from ..data_tables import any_of, read_words
from .cardinal import cardinal, spell_digits
from .rule import MEASURE, MYRIAD, YEAR, Guards, Match

guards = Guards()

_CODE = (
    "(?:编号|编码|尾号|工号|学号|账号|帐号|卡号|证号|证件号|警号|订单号|单号|型号|批号|书号|文号|邮编|邮政编码|代码|密码|验证码"
    "|房号|房间号|车牌|车牌号|航班|班次|车次|序列号|身份证|身份证号码?|号码|QQ号?|微信号?|区号|分辨率|输入|键入|按下)"
)
_WRITTEN = re.compile("编号|编码|型号|书号|文号|批号|分辨率|序列号|输入|键入|代码")
"""Before these 1 is 一; what is said to somebody, as over the telephone, has 幺."""
_PHONE = "(?:电话|热线|专线|手机|传真|拨打|致电|来电|拨通|拨|座机|短信|联系方式|客服|总机|分机)"
_IS = '(?:号码?)?(?:分别|依次)?(?:是|为|：|:|到|至)?[“" ]?'
_NAMES = "(?:歼|运|轰|直|东风|长征|红旗|神舟|嫦娥|天宫|长江|解放|海警|雪龙)"
_MAKERS = "(?:波音|空客|空中客车|标致|马自达|沃尔沃|诺基亚|麦道|图|伊尔|运|歼|轰|直|东风|红旗|解放)"
_COUNT_AFTER_CODE = rf"[\d.,%\-~/:+×*元A-Za-z㎡㎥°℃]|{MYRIAD}{MEASURE}|[十百千万亿余多几平克]"


_CALLS = re.compile("电话|拨|打|报警|急救|火警|求助|热线|投诉|咨询|致电|求救|抢救|号码|短信")
"""Words of a sentence that speaks of calls."""


_HOTLINE = any_of(read_words("hotlines.txt"))


def _say_dial(match: Match) -> str:
    return spell_digits(match[0], telephone=True)


def _say_plain(match: Match) -> str:
    return spell_digits(match[0])


def _say_tail(match: Match) -> str:
    """What stands before the number stays, the number is dialled."""
    return match[0][: match.start(1) - match.start()] + spell_digits(match[1], telephone=True)


@guards("version", r"(?<![\d.])\d{1,3}(?:\.\d{1,3}){3}(?![\d.]*\d)")
def _say_address(match: Match) -> str:
    return "点".join(spell_digits(part) for part in match[0].split("."))


@guards("version", rf"(?<=[Vv])\d+(?:\.\d+)+|(?<![\d.])(?!{YEAR})\d+(?:\.\d+){{2,}}(?=版)")
def _say_version(match: Match) -> str:
    return "点".join(cardinal(part) for part in match[0].split("."))


@guards("code", r"(?<=[A-Za-z]{2})\.(?=\d{1,3}(?![\d.]))")
def _say_dot(_match: Match) -> str:
    """Vol.3 is no decimal."""
    return " "


guards("telephone", r"\+?86-\d{2,4}-\d{7,8}(?!\d)")(_say_dial)


@guards("telephone", r"\+?86[- ]?(?=1[3-9]\d{9}(?!\d))")
def _say_country(_match: Match) -> str:
    return "八六"


@guards(
    "code",
    r"(ISBN|ISSN)[:： ]*(\d[\d\- ]*[\dXx])(?![\d\-])|(?<![\d\-])(97[89]-\d{1,5}-\d{2,7}-\d{1,6}-[\dXx])(?![\d\-])",
)
def _say_book_number(match: Match) -> str:
    number = match[2] or match[3]
    spoken = spell_digits(number) + (" X" if number[-1] in "Xx" else "")
    return f"{' '.join(match[1])} {spoken}" if match[1] else spoken


@guards("telephone", r"\+?86[- ]+(\d{2,4})[- ]+(\d{4,8}(?:[- ]\d{4})?)(?!\d)")
def _say_foreign_call(match: Match) -> str:
    return " ".join(spell_digits(part, telephone=True) for part in ("86", match[1], match[2]))


@guards("telephone", r"(?<![\d\-])[（(](0\d{2,3})[）)] ?(\d{3,4}[- ]?\d{4})(?!\d)")
def _say_area_code(match: Match) -> str:
    return f"{spell_digits(match[1], telephone=True)} {spell_digits(match[2], telephone=True)}"


@guards(
    "telephone", r"(?<![\d\-])0\d{2,3}[-– ]+\d{3,4}[- ]\d{4}(?!\d)|(?<![\d\-])(?<!\d)0\d{2,3}[-–]\d{7,8}/\d{7,8}(?!\d)"
)
def _say_grouped_call(match: Match) -> str:
    return "，或".join(spell_digits(part, telephone=True) for part in match[0].split("/"))


@guards("telephone", rf"(?<![\d.\-+第/]){_HOTLINE}(?:/{_HOTLINE})+(?![\d/])")
def _say_hotlines(match: Match) -> str:
    """12345/12315."""
    return "或".join(_say_dial(number) for number in re.finditer(r"\d+", match[0]))


guards("telephone", r"(?<=转)\d{1,5}(?=[，。；、）)号]|$)")(_say_dial)


@guards(
    "code",
    r"(?<=[京津沪渝冀豫云辽黑湘皖鲁新苏浙赣鄂桂甘晋蒙陕吉闽贵粤青藏川宁琼])([A-Z])[·・ ]?"
    r"(?=[A-Z\d]*\d)([A-Z\d]{5,6})(?![A-Z\d])",
)
def _say_plate(match: Match) -> str:
    signs = re.sub(
        r"\d+", lambda run: spell_digits(run[0], telephone=True), " ".join(re.findall(r"[A-Z]|\d+", match[2]))
    )
    return f" {match[1]} {signs}"


@guards("web", r"(?:https?://|(?<=[A-Za-z\d])@|www\.)[A-Za-z\d./_-]+")
def _say_web(match: Match) -> str:
    """Dots are spoken and digits one by one; letters are left to what knows words."""
    text = re.sub(r"^https?://", "", match[0]).replace("@", "艾特").rstrip(".")
    return re.sub(r"\d+", _say_plain, text.replace(".", "点").replace("/", "斜杠"))


guards("telephone", r"(?<!\d)1[3-9]\d(?:[- ]?\d{4}){2}(?!\d)")(_say_dial)
guards("telephone", r"(?<![\d\-])[（(]?0\d{2,3}[- )）]\d{7,8}(?!\d)")(_say_dial)
guards("telephone", r"(?<![\d\-])[48]00[- ]?(?:\d{3}[- ]?\d{4}|\d{4}-\d{3}|\d-\d{3}-\d{3})(?!\d)")(_say_dial)


@guards(
    "telephone",
    r"(?<![\d\-.])([2-9]\d{3})[- ]\d{4}(?![\d\-.~～–—])(?! ?(?:年|[万亿米人元]|公里|平方))",
)
def _say_local_call(match: Match) -> str:
    """服务台：6588-1234, where the clause speaks of calls or the number stands by itself after a colon."""
    before = re.split("[。！？；]", match.string[: match.start()])[-1]
    is_call = _CALLS.search(before) or re.search("[台室处部馆心站点]?[：:] ?$|(?:台|室|处|部|中心)$", before)
    return _say_dial(match) if is_call else match[0]


guards("telephone", rf"{_PHONE}{_IS}(\d[\d\-]{{2,14}})(?!\d|{MYRIAD}{MEASURE}|\.)")(_say_tail)
guards("telephone", r"打(\d{3,12})(?=[电，。、；！]|$)")(_say_tail)
guards("telephone", r"(?<![\d.])\d{3,12}(?=[”\"]?(?:服务)?(?:热线|专线|报警|急救|火警|电话|短信|党员咨询))")(_say_dial)


guards("telephone", r"(?<![\d.])1[12]\d(?=民警|巡警|指挥|接警|出警|救护|急救|消防|报警)")(_say_dial)


@guards("telephone", rf"(?<![\d.\-+第]){_HOTLINE}(?!{_COUNT_AFTER_CODE})")
def _say_hotline(match: Match) -> str:
    # a lone 10000 is more often a sum than a telephone company
    if len(match[0]) == 5 and match[0].startswith("100") and match[0][3:] < "11":
        return match[0]
    clause = (
        re.split("[。！？；]", match.string[: match.start()])[-1]
        + re.split("[。！？；]", match.string[match.end() :])[0]
    )
    # 110 is a police call only where calls are spoken of; 口长110 is a length
    return _say_dial(match) if len(match[0]) > 3 or not clause or _CALLS.search(clause) else match[0]


guards("telephone", r"(?<![\d.])(?:110|119|120|122)(?:[、/和及与](?:110|119|120|122))+(?!\d)")(
    lambda match: re.sub(r"\d+", _say_dial, match[0])
)


@guards("code", rf"{_CODE}{_IS}((?=[A-Za-z\d.-]*/|\d+\.\d+-)[A-Za-z\d]+(?:[./-]\d+)+)(?![\w./-])")
def _say_parted_code(match: Match) -> str:
    """编号2019.1-45/3: the number in a museum's register."""
    signs = re.sub(r"\d+", _say_plain, match[1])
    return match[0][: match.start(1) - match.start()] + signs.replace(".", "点").replace("-", "杠").replace("/", "杠")


@guards(
    "code",
    rf"{_CODE}{_IS}([A-Za-z\d_\-]*\d{{2,}}[Xx]?)(?![\d.])"
    rf"((?:[、和与及或至到][A-Za-z]*\d{{2,}}(?!\d|(?!号){_COUNT_AFTER_CODE}))*)",
)
def _say_code(match: Match) -> str:
    """编号为551、552: numbers in a row, equally long, are codes too."""
    head = match[0][: match.start(1) - match.start()]
    dialled = _WRITTEN.match(head) is None
    signs, following = match[1], match[2]
    if all(len(code) == len(signs) for code in re.findall(r"[A-Za-z\d]+", following)):
        signs, following = signs + following, ""
    signs = re.sub(r"\d+", lambda run: spell_digits(run[0], telephone=dialled), signs)
    return head + signs.replace("-", "杠").replace("_", "下划线") + following


@guards("room", r"(?<![\d.第])2(?=单元(?!楼))|(?<![\d.第])2(?=[栋幢座](?:\d|[A-Z]|[一-龥]?单元))")
def _second_building(_match: Match) -> str:
    """2栋105室 is the building's number; 2栋 alone are two of them."""
    return "二"


@guards("room", r"(?<![\d.\-月])(\d{1,4})-(\d{1,3})(?=号(?![馆厅楼柜坑窟井]))")
def _say_house_number(match: Match) -> str:
    """人民路123-5号 is one house; a number that rises is a row of them."""
    falls = int(match[1]) > int(match[2])
    return f"{cardinal(match[1])}杠{cardinal(match[2])}" if falls else match[0]


@guards(
    "room",
    rf"(?<![\d.])\d+(?:-\d+){{1,3}}(?=室|号房|房)|(?<![\d.\-])\d{{1,3}}-\d{{1,3}}-(?!{YEAR}(?!\d))\d{{3,4}}(?![\d\-=])",
)
def _say_room(match: Match) -> str:
    parts = match[0].split("-")
    return "杠".join(spell_digits(part, telephone=True) if len(part) > 2 else cardinal(part) for part in parts)


@guards(
    "code",
    r"(?<![A-Za-z])((?:GB|DB|ISO|IEC|HJ|JGJ|CJJ|LB|WW|TB|SL)(?:/[TZ])?) ?(\d+(?:\.\d+)?)"
    r"(?:([-—:：])(\d{4}|\d{1,2})(?!\d))?(?!\d)",
)
def _say_standard(match: Match) -> str:
    """Standards are named by number and year, or part: GB/T 17775-2003, ISO 32000-1, ISO 9001:2015."""
    number = spell_digits(match[2]) if "." not in match[2] else "点".join(map(spell_digits, match[2].split(".")))
    say = spell_digits if len(match[4] or "") == 4 else cardinal
    joint = "，" if match[3] in (":", "：") else "杠"
    return f"{match[1]} {number}" + (f"{joint}{say(match[4])}" if match[4] else "")


@guards("code", r"(?<=[Kk])(\d+)\+(\d{3})(?!\d)")
def _say_milestone(match: Match) -> str:
    return f"{spell_digits(match[1])}加{spell_digits(match[2])}"


guards("code", r"(?<![\d.])\d{4,}(?=[”\"]?号(?!楼|线))")(_say_plain)
guards("code", r"(?<![\d.])\d{3,5}(?=室|房间|宿舍|教室|国道|省道|县道|次列车|航班)")(_say_dial)
guards("code", r"(?<![\d.])\d{3}(?=路(?:公交|公车|巴士|客运|汽车|车|电车))")(_say_dial)
guards("idiom", r"(?<=台北)101(?!\d)")(_say_plain)
guards("code", r"(?<![\d.:：/\-·])0\d+(?![\d.′″'\"]|年|月|日|号|[-/:：·]\d|后)")(_say_plain)
guards("code", r"(?<![\d.])\d{13,}(?![\d.])")(_say_plain)
guards("code", r"(?<![\d.])\d{3,4}(?=[Pp](?![A-Za-z]))")(_say_dial)


guards("idiom", r"(?<![\d.])(?:985|211)(?=[、/和”\"]|工程|高校|大学|院校|计划|$)")(_say_plain)
guards("idiom", r"(?<![\d.])618(?=大促|购物节|年中)|(?<![\d.])\d{3}(?=错误|页面)")(_say_plain)
guards("idiom", r"(?<![\d.])(?!\d00)\d{3}(?=[”\"]?(?:新政|计划|工程|专案|事件|惨案|大案))")(_say_plain)


@guards("model", rf"({_NAMES})-(\d{{1,2}})(?!\d)")
def _say_namesake(match: Match) -> str:
    return match[1] + cardinal(match[2])


@guards("model", r"(?<![\d.])(\d{4})[×xX*](\d{3,4})(?!\d|[米厘公毫])")
def _say_resolution(match: Match) -> str:
    return f"{spell_digits(match[1])}乘{spell_digits(match[2])}"


guards("idiom", r"(?<![\d.])360(?=安全|浏览器|搜索|公司|集团|卫士|杀毒|软件)|(?<![\d.])1905(?=电影)")(_say_plain)
guards("model", r"(?<![\d.])7[0-8]7(?=(?:-\d{3})? ?(?:MAX|NG|客机|飞机|型))")(_say_dial)
guards(
    "model",
    r"(?<![\d.])\d{3}(?=[A-Z]{0,2}(?:/\d{3})?[型系][^，。；\d]{0,6}(?:/\d{3}型)?[^，。；\d]{0,6}(?:动车|机车|列车|电车|客机|飞机|轿车|坦克|潜艇))",
)(_say_dial)


@guards("model", r"(?<![A-Za-z\d.])(\d{1,2})V(\d{3})([A-Z]{1,4})(?![A-Za-z])")
def _say_engine(match: Match) -> str:
    """12V240ZJ is an engine of twelve cylinders, not of so many volts."""
    return f"{cardinal(match[1])} V {spell_digits(match[2])} {match[3]}"


guards("model", rf"{_MAKERS}-?(\d{{3,4}})(?![\d年个辆架])")(_say_tail)


@guards("model", rf"(?<![\d.])(\d+)([A-Z]) ?(?=[{HAN}]{{0,8}}(?:公司|集团|品牌|厂|店|制品))")
def _say_brand(match: Match) -> str:
    return f"{spell_digits(match[1]) if len(match[1]) > 1 else cardinal(match[1])} {match[2]} "


@guards("model", r"(?<![A-Za-z])([A-Za-z]{1,6})-?(\d{3,})(?:[-/](\d{1,3}))?(?![\d.])")
def _type_number(match: Match) -> str:
    """C620-1: the variant follows a stroke, which is no minus."""
    variant = f"杠{cardinal(match[3])}" if match[3] else ""
    return f"{match[1]} {spell_digits(match[2], telephone=True)}{variant}"


@guards(
    "model",
    r"(?<![\d./])(\d{2,4})/(\d{2,4})(?=(?:系列|系(?![数统])|车型|机型|型(?=[号的，。、）]|[一-龥]?[机车炮枪舰艇])|款))",
)
def _say_models(match: Match) -> str:
    """240/275系列 are two models, no fraction; 幺 as in every model of three digits and more."""
    return "、".join(spell_digits(number, telephone=len(number) > 2) for number in match.groups())


@guards("model", r"(?<![A-Za-z])([A-Z]{1,3})-?(\d{1,2})/(\d{1,3})(?![\d/%])")
def _type_and_calibre(match: Match) -> str:
    """T-34/85 is no fraction."""
    return f"{match[1]} {cardinal(match[2])}杠{cardinal(match[3])}"


@guards("model", r"(?<=[A-Za-z])(?<!\d[mM])(?<!\d m)(?<!\d[ckd]m)(?<!\d [ckd]m)\d{1,2}(?![\d.年月日A-Za-z])")
def _type_count(match: Match) -> str:
    return cardinal(match[0])


@guards("model", r"(?<=[A-Za-z])-(?=\d)")
def _say_hyphen(_match: Match) -> str:
    return " "
