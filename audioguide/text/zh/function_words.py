"""为, 地 and 只 by grammar: what a word of one character does in its sentence, no dictionary and no short window tells.

A rule answers where it is sure and leaves the rest to the vote. 为 is wei4 before the one who gains (为各位领导介绍)
or an aim (为加强领导，…), wei2 where something is, becomes or serves as something (以水果为支柱); 地 is de5 between an
adverbial and its verb (更好地发挥); 只 is zhi1 after a numeral (两只羊, 有只鸟). After Lü Shuxiang, 现代汉语八百词, and
the entries of 现代汉语词典.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Iterator

from ..han import HAN
from .dictionary import word_frequency

_HAN = f"[{HAN}]"
_CLAUSE = re.compile(r"[，。！？；：…\n]")

_MORE = re.compile(r"[更最很极较越太真][好快多大早深久高低细少慢轻重]$")
_PLACES = re.compile(r"[里上下内外中的是有少多]")
_PIECES = re.compile(r"[亩块片处个家的]$")
_COUNTED = re.compile(r"(?:[一二三四五六七八九十百千万亿两几数半整双]|(?<![没只具所])有)$")
_ONLY = re.compile(r"[有是能要会得许准怕]")
_ONLY_THIS = re.compile(r"[有是能要会得许准怕不好需限占剩在]")

_BECOMES = re.compile(
    r"(?:[作成认以任封当化列评称视分变改定选译誉升降折合均皆即乃实最颇甚更较尤]|转化|转变|整合|概括|总结|归纳|确定|规定|命名|改建|评定|变更"
    r"|合并|起来|背景|总计|先后)$"
)
_SERVES = re.compile(
    r"(?:本|先|主|辅|荣|重|乐|准|限|止|首|期|例|界|[^，。]{0,6}?(?:核心|中心|主体|目标|重点|主线|基础|平台|龙头|契机|指导|支柱|依托|代表"
    r"|骨架|职能|特征|内容|形式|方式|原则|宗旨|载体|抓手|纽带|标准|动力|前提|根本))(?=的|$|[、，。；：”’）])"
)
_GAINS = re.compile(
    r"^(?:我们|你们|他们|她们|大家|各位|您|群众)(?!的)|^(?:每个|广大)|提供|服务|效力|效劳|解决|捐[款赠助]|引[进资]|[争赢]得|开发|[做作]出"
    r"|[做办]了?[好实]事|办[好实]|参政|贡献|献计|献策|注入|奠定|打下|打好|创造|增添|积累|培养|输送|介绍|再创|指导|排忧|脱贫|改造|兑现|理顺"
    r"|育肥|搭建|争光|着想|操心|负责|治病|讲[课解述]|送[来去上]|[制]定了?|畅通|实现|带来|做饭|鼓掌|喝彩|庆祝|报仇|祝福|祈福"
)
_AIM = re.compile(
    r"(?:进一步|深入|深化|全面|更好|切实|加强|增强|增加|提高|提升|促进|推动|推进|推行|稳定|协调|创新|学习|贯彻|落实|激发|确保|保证|保障"
    r"|保护|防止|避免|纪念|庆祝|方便|适应|满足|完成|实现|发展|扩大|改善|改变|解决|打造|建设|丰富|充分|调动|配合|迎接|弘扬|表彰|鼓励)"
)


def find_function_words(text: str, cut: list[tuple[int, str]]) -> Iterator[tuple[int, tuple[str, ...]]]:
    """(offset, reading) of every 为, 地 and 只 that is a word by itself and whose grammar is plain."""
    for i, (start, word) in enumerate(cut):
        if len(word) > 1 and word_frequency(word):
            continue
        for at, char in enumerate(word, start):
            if char in _RULES and (reading := _RULES[char](text, at, cut[i - 1][1] if i else "")):
                yield at, (reading,)


def _read_wei(text: str, at: int, _word: str) -> str:
    """The reading of 为, empty where it is not plain."""
    before = _CLAUSE.split(text[:at])[-1]
    after = _CLAUSE.split(text[at + 1 :])[0]
    if _BECOMES.search(before) or _SERVES.match(after):
        return "wei2"
    if re.search(r"(?:以|将|把)[^以]{1,30}$", before) and not re.search(r"了|提供|服务", after):
        return "wei2"
    if _GAINS.search(after) or (after and "了" in after[2:]):
        return "wei4"
    ends_the_sentence = re.match(r"[。！？；\n]|$", text[at + 1 + len(after) :]) is not None
    aims = re.match(r"[“‘]?$", before) is not None and _AIM.match(after) is not None
    return "wei4" if aims and not ends_the_sentence else ""


def _read_de(text: str, at: int, word: str) -> str:
    """The reading of 地, empty where it is not plain."""
    before, after = text[:at], text[at + 1 :]
    goes_on = re.match(_HAN, after) or re.match(r"、[^，。；！？]{1,8}地", after)
    if not goes_on or _PLACES.match(after):
        return ""
    if re.search(rf"({_HAN})\1$", before) or _MORE.search(before):
        return "de5"
    adverbial = len(word) > 1 and re.search(rf"{_HAN}{{2}}$", before) and not _PIECES.search(word)
    return "de5" if adverbial else ""


def _read_zhi(text: str, at: int, _word: str) -> str:
    """The reading of 只, empty where it is not plain."""
    before, after = text[:at], text[at + 1 :]
    counted = _COUNTED.search(before) and not _ONLY.match(after)
    pointed = re.search(r"[这那每哪]$", before) and not _ONLY_THIS.match(after)
    return "zhi1" if counted or pointed else ""


_RULES: dict[str, Callable[[str, int, str], str]] = {"为": _read_wei, "地": _read_de, "只": _read_zhi}
