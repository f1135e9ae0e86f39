"""Names of scripts and addresses: whole words of the title in lower case, pinyin for Chinese, as few as tell it."""

from __future__ import annotations

import re
import unicodedata

from ..text.han import HAN_CHARACTER
from .patterns import words
from .titles import clean_title

MAX_CHARACTERS = 20
"""Length where there is a choice: the address is printed as a code, and shorter codes scan better."""
LONGEST_WORD = 40
"""Length of a single word that is longer than that."""
PLACE_KINDS = [
    "村史馆",
    "纪念馆",
    "博物馆",
    "展览馆",
    "陈列馆",
    "文化馆",
    "美术馆",
    "科技馆",
    "图书馆",
    "革命纪念馆",
    "名人馆",
    "校史馆",
    "规划馆",
    "展示馆",
    "体验馆",
    "故居",
    "旧居",
    "旧址",
    "遗址",
    "祠堂",
    "古村",
    "古镇",
    "古城",
    "老街",
    "古街",
    "公园",
    "景区",
    "风景区",
    "景点",
    "园区",
    "基地",
    "教育基地",
    "红色教育基地",
    "党建",
    "党建馆",
    "农场",
    "庄园",
    "小学",
    "中学",
    "大学",
    "学校",
    "社区",
    "街道",
    "村",
    "镇",
    "乡",
    "寺",
    "庙",
    "塔",
    "桥",
    "楼",
    "馆",
    "寨",
    "街",
    "巷",
    "湖",
    "山",
    "江",
    "河",
    "湾",
    "岛",
    "洞",
    "沟",
    "峡",
    "谷",
    "坝",
    "关",
    "城",
]
"""What a place is: the end of its name, or a word of its own behind it."""
TEXT_KINDS = re.compile(
    r"(?:双人|单人|参观|现场|语音)?(?:解说词|讲解词|导游词|导览词|講解詞|解說詞|導遊詞|導覽詞|解说稿|讲解稿|讲解点位|导览|導覽|介绍|简介|语音|音频|点位|宣传片|分镜头|脚本|文稿)+"
)
"""What kind of text it is: says nothing of the place."""
EMPTY_WORDS = frozenset(
    [
        "through",
        "with",
        "by",
        "from",
        "the",
        "a",
        "an",
        "of",
        "and",
        "for",
        "to",
        "in",
        "at",
        "on",
        "guide",
        "audio",
        "tour",
        "script",
        "text",
        "le",
        "la",
        "les",
        "el",
        "los",
        "las",
        "der",
        "die",
        "das",
        "und",
        "et",
        "y",
        "de",
        "du",
        "des",
    ]
)


def make_slug(title: str, limit: int = MAX_CHARACTERS) -> str:
    """Return a name out of whole words, of at most ``limit`` characters where a choice exists."""
    title = (
        re.sub(r"[(（【\[][^()（）【】\[\]]*[)）】\]]", " ", clean_title(title))
        if len(title) > 12
        else clean_title(title)
    )
    if HAN_CHARACTER.search(title):
        from pypinyin import lazy_pinyin

        shorter = TEXT_KINDS.sub(" ", re.sub(r"^(?:走进|走近|探访|欢迎来到|漫步|游览)", "", title))
        title = shorter if HAN_CHARACTER.search(shorter) else title
        pieces = re.findall(r"[\u3400-\u9fff]+|[A-Za-z0-9]+", title)
        parts = [part for piece in pieces for part in _split_name(piece)]
        words = [re.sub(r"[^a-z0-9]", "", "".join(lazy_pinyin(part)).lower().replace("ü", "v")) for part in parts]
    else:
        plain = unicodedata.normalize(
            "NFKD", title.replace("ß", "ss").replace("æ", "ae").replace("ø", "o").replace("œ", "oe")
        )
        words = re.findall(r"[a-z0-9]+", plain.encode("ascii", "ignore").decode().lower().replace("'", ""))
        telling = [word for word in words if word not in EMPTY_WORDS]
        words = words if len("-".join(words)) <= limit else telling or words
    return _join_words([word for word in words if word], limit)


def _join_words(words: list[str], limit: int) -> str:
    name = ""
    for word in words:
        if name and len(name) + 1 + len(word) > limit:
            break
        name += ("-" if name else "") + word
    return name[:LONGEST_WORD].strip("-") or "tour"


def _split_name(text: str) -> list[str]:
    """A Chinese name as the place's own name and what it is: 柳塘 + 村史馆, 河湾 + 红色 + 教育基地."""
    if not HAN_CHARACTER.search(text):
        return [text]
    kind = max((kind for kind in PLACE_KINDS if text.endswith(kind) and len(text) > len(kind)), key=len, default="")
    name = text[: len(text) - len(kind)]
    if len(kind) == 1 and len(text) <= 5:  # 石桥村 is one name
        return [text]
    parts = _split_words(name)
    return [*parts, kind] if kind else parts


def _split_words(name: str) -> list[str]:
    if len(name) <= 3:
        return [name]
    for size in (4, 3, 2):  # a village's or town's name stands first: 石桥村 in 石桥村村史馆
        if name[size - 1] in "村镇乡县市区街" and len(name) > size:
            return [name[:size], *_split_words(name[size:])]
    parts: list[str] = []
    for word in words(name):
        if parts and (len(word) == 1 or len(parts[-1]) == 1):  # a single character leans on the word before
            parts[-1] += word
        else:
            parts.append(word)
    return parts
