"""为, 得, 地 and 只 by grammar: what a word of one character does, which no dictionary and no short window tells.

A rule answers where it is sure and leaves the rest to the vote. 为 is in ``purpose``. 得 is de5 between a verb and
its complement, dei3 before what must be done; 地 is de5 between an adverbial and its verb (更好地发挥); 只 is zhi1
after a numeral (两只羊, 有只鸟). After Lü Shuxiang, 现代汉语八百词, and the entries of 现代汉语词典. Parts of speech
are those of the segmenter's dictionary.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Iterator
from dataclasses import dataclass

from ..han import HAN
from . import purpose
from .dictionary import word_class, word_frequency
from .parts_of_speech import load_table

_HAN = f"[{HAN}]"
_NUMERAL = "一二三四五六七八九十百千万两几半好"
_MEASURES = "个块斤次遍天年月日人吨米里只头根条张份件道趟朵担袋桶车船亩层步刀下回圈元两钱口"
_MORE = re.compile(r"[更最很极较越太真][好快多大早深久高低细少慢轻重]$")
_PLACES = re.compile(r"[里上下内外中的是有少多]")
_PIECES = re.compile(r"[亩块片处个家的]$")
_AFTER_COUNT = re.compile(r"(?:[一二三四五六七八九十百千万亿两几数半整双]|(?<![没只具所])有)$")
_ONLY = re.compile(r"[有是能要会得许准怕]")
_ONLY_THIS = re.compile(r"[有是能要会得许准怕不好需限占剩在]")

_DEGREE = re.compile(
    "(?:很|非常|十分|极|太|更|最|越|比|像|如|满|格外|特别|异常|相当|这么|那么|这样|那样|有些|一|不|多|好|真|够|出|入|飞|通|发|直|干)"
)
"""Begins a complement of degree or result."""
_CAN = frozenset(["可", "可以", "能", "能够", "会", "应", "必", "必能", "想", "欲", "各", "共", "均"])
"""Before 得 and what is gained, it is de2: 可以得一盏灯."""
_LIKE = re.compile(f"[跟和同]{_HAN}{{1,8}}(?:一样|似的|一般|差不多)")
"""Begins a complement that compares: 画得跟真的一样."""
_DIRECTED = re.compile(r"[上下进出过回起][来去]$")
_PRECAUTION = re.compile(
    r"先|小心|侧[着身]|弯[着腰]|低[着头]|爬|换[上下乘车船鞋]|绕|穿过|脱|排队|扶着?|趁|赶在|翻过|交[钱出]|买|当心|留神|注意|提前"
)
"""After 得 behind a way: what one must do there (进去得先脱鞋), not how one goes it (来得早)."""
_COSTS = re.compile(
    "(?:等|花|费|要|用)(?:上|了)?[一二三四五六七八九十百千万两几半好][^，。；]{0,4}"
    "(?:天|年|月|小时|分钟|日|块|元|人|个|钟头|辈子|工|斤|吨|遍)"
)
"""Begins what time or money something takes: 开窑得等三天."""
_TAKES = re.compile(
    f"(?![有出到过起成像见住了上下开来去及动清完满多高大长宽深厚重快慢远近早晚好不很更最比])[^，。；]{{1,2}}(?<![了过着得的])[{_NUMERAL}]+[{_MEASURES}]"
)
"""Begins how often or how much must be done: 得采三千朵, 得磨五遍."""
_QUANTITY = re.compile(f"(?:多少|[{_NUMERAL}]+[{_MEASURES}])")
"""Is needed, after a noun: 修这座塔得多少砖."""
_MUST_AFTER = re.compile(
    "(?:还|就|总|都|要|也|便|必|非|先|才|又|都|再|可|必须|至少|起码|只好|往往|常常|有时|平时|以后|今后|每天|每年|从此|但|却|而且|不然)$"
)


_PRONOUNS = frozenset(
    ["我", "你", "您", "他", "她", "咱", "谁", "我们", "你们", "他们", "她们", "咱们", "大家", "人人"]
)
_KEEPS_PRONOUN = re.compile(r"[了过到出此以益名知罪意势体病奖救逞天]")
"""After 得: it is de2 after all (他得了奖)."""
_OBTAINS = frozenset("获取夺博赢求所自不只难可才就会能要以使应还总都也便必先又再")
"""Before 得, which is de2 after them."""
_GAINS = frozenset("分换挣赚赢讨购募捐借觅寻拾捕猎摘缴争夺骗租售求买抢领")
"""Verbs whose 得 is de2 before what is gained (换得三斗米)."""
_GAIN = re.compile("[一两二三四五六七八九十百千几数半](?![样般]|干二净|清二楚|塌|[丝动滴点]不|[^，。；]不)|此")
_NO_DUTY = frozenset("值记觉舍懂晓使免省显")
"""Before 得 of a word (值得)."""
_COMPLEMENT = re.compile("[见出到起住了上下开来去及过动清着成完]|[出起过回进]来|[下出上过回进]去|清楚|明白")
_MANNERS = frozenset(
    ["用", "用力", "自己", "亲自", "好好", "小心", "重新", "认真", "仔细", "提前", "赶紧", "慢慢", "轻轻"]
)


_DOUBLED = re.compile(rf"({_HAN})\1$|({_HAN}){_HAN}\2{_HAN}$")
"""Ends an adverbial: 慢慢, 一层层, 一针一线."""
_NO_VERBS = re.compile(r"[上下里中外面方点区位]")


@dataclass(frozen=True)
class Place:
    """A function word in its sentence."""

    text: str
    at: int
    """Offset of the character."""
    before: tuple[str, ...]
    """Words of the text before the one the character stands in."""
    after: tuple[str, ...]
    """Words after it."""


def divide_adverbials(cut: list[tuple[int, str]]) -> tuple[list[tuple[int, str]], frozenset[int]]:
    """Return the words with 地 and its verb apart where the segmenter joins them, and the offsets of those 地.

    一针一线|地缝 is 一针一线|地|缝: a word that doubles itself before, and a verb behind.
    """
    if not any(word[0] == "地" and len(word) == 2 for _start, word in cut):
        return cut, frozenset()
    divided: list[tuple[int, str]] = []
    particles = set()
    for start, word in cut:
        before = divided[-1][1] if divided else ""
        is_joined = len(word) == 2 and word[0] == "地" and not _NO_VERBS.match(word[1])
        if (
            is_joined
            and _DOUBLED.search(before)
            and (word_class(word[1])[:1] == "v" or "v" in load_table().get(word[1], {}))
        ):
            particles.add(start)
            divided += [(start, "地"), (start + 1, word[1])]
        else:
            divided.append((start, word))
    return divided, frozenset(particles)


def find_function_words(text: str, cut: list[tuple[int, str]]) -> Iterator[tuple[int, tuple[str, ...]]]:
    """Yield (offset, reading) of every 为, 得, 地 and 只 that is a word by itself and whose grammar is plain."""
    if not any(character in text for character in _RULES):
        return
    words = tuple(word for _start, word in cut)
    for i, (start, word) in enumerate(cut):
        for at, character in enumerate(word, start):
            if character not in _RULES:
                continue
            rule, alone = _RULES[character]
            if character == "得" and len(word) > 1 and _is_potential(words, i, at - start):
                yield at, ("de5",)
                continue
            if alone and len(word) > 1 and word_frequency(word):
                continue
            within = len(word) > 1
            place = Place(
                text,
                at,
                (*words[max(0, i - 12) : i], *([word[: at - start]] if within and at > start else [])),
                (*([word[at - start + 1 :]] if within and at < start + len(word) - 1 else []), *words[i + 1 : i + 16]),
            )
            if reading := rule(place):
                yield at, (reading,)


def _is_potential(words: tuple[str, ...], index: int, offset: int) -> bool:
    """Whether 得 stands between a verb and what can come of it, though a word is cut around it: 看得见, 拉|得出."""
    word = words[index]
    verb, complement = word[:offset], word[offset + 1 :]
    if not offset and index and len(words[index - 1]) == 1:
        verb = words[index - 1]
    return (
        len(verb) == 1
        and verb not in _OBTAINS
        and _COMPLEMENT.fullmatch(complement) is not None
        and (word_class(verb)[:1] == "v" or not word_frequency(word))
    )


def _read_wei(place: Place) -> str:
    return purpose.read_wei(place.text, place.at, place.before, place.after)


def _read_get(place: Place) -> str:
    """The reading of 得, empty where it is not plain."""
    before = place.before[-1] if place.before else ""
    after = place.after[0] if place.after else ""
    follows = place.text[place.at + 1 :]
    if not re.match(_HAN, follows):
        return ""
    if before in _PRONOUNS and not _KEEPS_PRONOUN.match(follows):
        return "dei3"
    if before[-1:] in _GAINS and len(before) <= 2 and _GAIN.match(follows):
        return "de2"
    is_head = not re.search(_HAN, before)
    if (before in _CAN or is_head) and _GAIN.match(follows):
        return "de2"
    if _DIRECTED.search(before) and _PRECAUTION.match(follows):
        return "dei3"
    if _LIKE.match(follows):
        return "de5"
    if _COSTS.match(follows) and before[-1:] not in _OBTAINS and before[-1:] not in _NO_DUTY:
        return "dei3"
    if _TAKES.match(follows) and before[-1:] not in _OBTAINS and before[-1:] not in _NO_DUTY:
        return "dei3"
    verbal = purpose.is_verbal(before) or _is_quality(before)
    if _QUANTITY.match(follows) and not verbal and word_class(before)[:1] in ("n", "i", "j"):
        return "dei3"
    acts = (
        purpose.is_verbal(after)
        or (len(after) == 2 and word_class(after[0])[:1] == "v" and _MUST_AFTER.search(before) is not None)
        or word_class(after)[:1] == "p"
        or after in _MANNERS
        or re.match(f"{_HAN}得{_HAN}", follows) is not None
        or re.match(f"[重再先]{_HAN}(?:[，。；！？]|$)", follows) is not None
    )
    if _MUST_AFTER.search(before):
        return "dei3" if acts or word_class(after)[:1] in ("d", "m", "r") else ""
    if _DEGREE.match(follows) and (verbal or word_class(before)[:1] not in ("r", "d") or len(before) == 1):
        return "" if follows[0] in "出入通发" and not verbal else "de5"
    if follows[0] in "了过到以出此":
        return "de5" if verbal and (follows[0] in "出到" or follows[:2] in ("过来", "过去")) else ""
    if verbal:
        return "" if word_class(after)[:1] in ("n", "m") and not purpose.is_verbal(after) else "de5"
    if acts or (word_class(before)[:1] in ("n", "r", "t", "s", "f") and word_class(after)[:1] in ("v", "q", "d")):
        return "dei3" if before and re.match(_HAN, before[-1]) else ""
    return ""


def _is_quality(word: str) -> bool:
    """Whether a word is an adjective, by its class or, where that calls it a name, by its last character (雪深得…)."""
    tag = word_class(word)
    if tag in ("nr", "nz", "") and word:
        return word_class(word[-1]) == "a"
    return tag[:1] == "a" or tag == "z"


def _read_de(place: Place) -> str:
    """The reading of 地, empty where it is not plain."""
    before, after = place.text[: place.at], place.text[place.at + 1 :]
    word = place.before[-1] if place.before else ""
    goes_on = re.match(_HAN, after) or re.match(r"、[^，。；！？]{1,8}地", after)
    if not goes_on or _PLACES.match(after):
        return ""
    if re.search(rf"({_HAN})\1$", before) or _MORE.search(before):
        return "de5"
    adverbial = len(word) > 1 and re.search(rf"{_HAN}{{2}}$", before) and not _PIECES.search(word)
    return "de5" if adverbial else ""


def _read_zhi(place: Place) -> str:
    """The reading of 只, empty where it is not plain."""
    before, after = place.text[: place.at], place.text[place.at + 1 :]
    counted = _AFTER_COUNT.search(before) and not _ONLY.match(after)
    pointed = re.search(r"[这那每哪]$", before) and not _ONLY_THIS.match(after)
    return "zhi1" if counted or pointed else ""


_RULES: dict[str, tuple[Callable[[Place], str], bool]] = {
    "为": (_read_wei, True),
    "得": (_read_get, True),
    "地": (_read_de, True),
    "只": (_read_zhi, False),
}
"""Character → its rule, and whether it holds only where the character is a word by itself."""
