"""What a colon means: a clock, a score or a ratio."""

from __future__ import annotations

import re

from ...han import HAN
from .cardinal import cardinal, speak_number
from .rule import NUMBER, PART_OF_DAY, Guards, Match, use_liang

guards = Guards()

_HOUR = r"(?:2[0-4]|1\d|0?\d)"
_HALF = r"(?: ?([aApP])\.?[mM]\.?(?![A-Za-z]))?"
_RESULT = (
    "(?:战胜|击败|战平|逼平|领先|落后|大胜|获胜|取胜|险胜|不敌|完胜|惜败|告负|胜出|大败|击退"
    "|淘汰|横扫|力克|力挫|打败|轻取|小胜|赢得|夺冠)"
)
_SCORE = (
    f"(?:比分|终场|半场|全场|点球(?:大战)?|[首次三四]局|决胜局|加时赛?|客场|主场|最终|"
    f"{_RESULT}|胜|负于|爆冷|局分|总分|战成|打成)"
)
_SIDE = (
    f"(?:[{HAN}]队|中国|国足|女足|男足|国安|申花|恒大|皇马|巴萨|曼联|曼城|切尔西|利物浦|拜仁|尤文|米兰|拉齐奥|日本|韩国|朝鲜|德国"
    "|法国|英格兰|西班牙|意大利|葡萄牙|荷兰|巴西|阿根廷|伊朗|泰国|越南|俄罗斯|美国)"
)
_PROPORTION = "(?:比例尺|比例|比率|配比|之比|比值|宽高比|画幅|画面|屏幕)"
_COPY = "(?:缩|复制|复原|仿制|仿造|仿建|模型|沙盘|还原|等比|微缩|放大|重建|比例|原样|制作|打造|建造|再现)"
"""What is done at a scale."""


_SCRIPTURES = (
    "(?:(?:马太|马可|路加|约翰)福音|使徒行传|启示录|诗篇|箴言|雅歌|传道书|创世记|出埃及记|利未记|民数记|申命记|约书亚记|士师记"
    "|路得记|约伯记|(?:撒母耳记|列王纪|历代志)[上下]|(?:以赛亚|耶利米|以西结|但以理|罗马|加拉太|以弗所|腓立比|歌罗西|希伯来|雅各|犹大"
    "|提多)书|(?:哥林多|帖撒罗尼迦|提摩太|彼得)[前后]书|约翰[一二三]书)"
)
"""Books of the Bible that are quoted by chapter and verse."""


def _speak_ratio(left: str, right: str) -> str:
    return f"{speak_number(left)}比{speak_number(right)}"


@guards("verse", rf"({_SCRIPTURES}) ?(\d{{1,3}})[:：](\d{{1,3}})(?:[-–—~～](\d{{1,3}}))?(?![\d:：])")
def _say_verse(match: Match) -> str:
    last = f"到{cardinal(match[4])}" if match[4] else ""
    return f"{match[1]}{cardinal(match[2])}章{cardinal(match[3])}{last}节"


@guards("score", rf"({_SCORE}[{HAN}]{{0,6}})(\d{{1,3}})[:：\-–/](\d{{1,3}})(?![\d:：])")
def _say_score(match: Match) -> str:
    return match[1] + _speak_ratio(match[2], match[3])


@guards(
    "score",
    rf"(?<![\d.])(\d{{1,3}})[:：\-–—](\d{{1,3}})(?=的?(?:大?比分)|[{HAN}]{{0,4}}{_RESULT}|[赢胜]了|[赢胜输负][，。；])",
)
def _score_before(match: Match) -> str:
    return _speak_ratio(match[1], match[2])


@guards(
    "score",
    rf"(以|作客|主场|协助|{_SIDE}) ?(\d{{1,3}})[:：\-–/](\d{{1,3}})(?![\d:：.\-–]|[{HAN}]{{0,2}}[岁年月日个名分])",
)
def _say_result(match: Match) -> str:
    return match[1] + _speak_ratio(match[2], match[3])


@guards("score", r"(?<=[赢输])(\d{1,3})[:：\-–](\d{1,3})(?![\d:：.\-–个名分]|[万亿])")
def _say_won(match: Match) -> str:
    return _speak_ratio(match[1], match[2])


@guards("ratio", r"(?<![\d.:])(\d+(?:\.\d+)?) ?∶ ?(\d+(?:\.\d+)?)")
def _ratio_sign(match: Match) -> str:
    return _speak_ratio(match[1], match[2])


@guards("ratio", rf"(?<![\d.:：]){NUMBER}(?:[:：]{NUMBER}){{2,}}(?![\d:：])")
def _say_shares(match: Match) -> str:
    """30.2:30.8:39.0 and 3:2:1; two figures after each colon are a clock."""
    shares = re.split("[:：]", match[0])
    is_clock = all(re.fullmatch(r"[0-5]\d", share) for share in shares[1:])
    return match[0] if is_clock else "比".join(map(speak_number, shares))


@guards("ratio", rf"({_PROPORTION}(?:是|为|约|约为|大约是|尺)?)({NUMBER})[:：]({NUMBER})(?![\d:])")
def _say_ratio(match: Match) -> str:
    return match[1] + _speak_ratio(match[2], match[3])


@guards("ratio", rf"(?<![\d:.])({NUMBER})[:：]({NUMBER})(?=的?{_PROPORTION})")
def _ratio_before(match: Match) -> str:
    return _speak_ratio(match[1], match[2])


@guards(
    "ratio",
    rf"(?<![\d.:])(1)[:：]({NUMBER})(?![\d:：])(?=[^，。；！？]{{0,8}}?{_COPY})|(?<=[按以用])(1)[:：]({NUMBER})(?![\d:：分])",
)
def _say_scale(match: Match) -> str:
    return _speak_ratio(match[1] or match[3], match[2] or match[4])


@guards("ratio", r"(?<![\d.:：])(\d+(?:\.\d+)?)[:：](\d+\.\d+|\d{3,}|\d(?!\d))(?![:：\d])")
def _no_clock(match: Match) -> str:
    return _speak_ratio(match[1], match[2])


@guards(
    "clock",
    rf"(?<![\d:.])({_HOUR})[:：]([0-5]\d)(?:[:：]([0-5]\d))?{_HALF}(?![\d:])( ?[-—–~～]+ ?(?={PART_OF_DAY}?\d))?",
)
def _say_clock(match: Match) -> str:
    hour, minute, second, half, dash = match.groups()
    if {hour, minute, second} == {"00"}:
        return "零点零分零秒"
    spoken = use_liang(cardinal(hour), "点") + "点"
    if minute != "00" or second not in (None, "00"):
        # 3:04 is 三点零四分; the display of a clock, 03:04:05, is 三点四分五秒
        shown = hour[0] == "0" and (second is not None or match[0] == match.string)
        spoken += ("零" if minute[0] == "0" and minute != "00" and not shown else "") + cardinal(minute) + "分"
    if second not in (None, "00"):
        spoken += cardinal(second) + "秒"
    # 13:10 pm: the hour already tells
    noon = {"a": "上午", "p": "下午"}[half.lower()] if half and int(hour) <= 12 else ""
    return noon + spoken + ("到" if dash else "")


@guards("ratio", r"(?<![\d:])(\d+)[:：](\d+)(?![\d:])")
def _left_over(match: Match) -> str:
    return _speak_ratio(match[1], match[2])
