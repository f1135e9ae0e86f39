"""Traditional Chinese: converted inside, character by character, so that rules and dictionaries know its words.

What is spoken stays in the author's characters. OpenCC's tables (Apache-2.0) map one character to one.
"""

from __future__ import annotations

import re
from functools import lru_cache
from typing import Any

from ...yaml.bounded_diff import BoundedMatcher

_CONTINUED = (
    "看望瞧盯聽听住站坐躺立蹲跪走跑跳飛飞帶带拿握提端捧背抱扛挑掛挂懸悬刻鐫镌雕寫写畫画繪绘題题印記记載载藏存放擺摆堆種种"
    "長长開开關关穿戴披牽牵拉推拖跟隨随沿順顺朝對对守護护等想念唱喊叫笑哭說说講讲讀读唸吃喝活睡醒過过留流淌冒燒烧點点亮照映"
    "圍围繞绕靠挨貼贴連连接指向領领陪伴學学教忙急靜静鋪铺蓋盖插嵌鑲镶透含懷怀夾夹裝装盛養养餵喂依憑凭本為为"
)
"""Verbs whose lasting 著 tells, in both scripts."""
_BOOKS = re.compile(
    rf"(?<![{_CONTINUED}])著(?=有|《|書|书)|(?<=[名原巨專专合論论拙遺遗譯译顯显卓昭土所近新舊旧編编])著(?![《急])|著(?=[作述者稱称錄录]|名(?!字|稱|称)|[於于][\d一二12公])"
    "|著(?=書立|书立)"
)
"""Where 著 is to write or to be known, zhu4."""
_AFTER_VERB = re.compile(rf"(?<=[{_CONTINUED}])著")


@lru_cache(maxsize=4096)
def to_simplified(text: str) -> str:
    """Return the text in simplified characters, each at the place of the original."""
    if text.isascii():
        return text
    converted: str = _load_converter("t2s").convert(text)
    if len(converted) != len(text):
        return text
    return _simplify_particle(text, converted) if "著" in text else converted


def _simplify_particle(text: str, converted: str) -> str:
    """Return the text with 著 as 着 where it is the particle or a verb: traditional script writes both alike."""
    books = {match.start() for match in _BOOKS.finditer(text)}
    # simplified text writes 著 for books only, so that there a verb before it is needed
    places = re.finditer("著", text) if converted != text else _AFTER_VERB.finditer(text)
    particles = {match.start() for match in places} - books
    return "".join("着" if place in particles else character for place, character in enumerate(converted))


def restore_traditional(spoken: str, original: str, simplified: str) -> str:
    """Return what was made of the simplified text with the original's characters wherever they are left."""
    pieces = []
    for kind, start, end, first, last in BoundedMatcher(simplified, spoken).get_opcodes():
        if kind == "equal":
            pieces.append(original[start:end])
        elif last > first:
            pieces.append(_load_converter("s2t").convert(spoken[first:last]))
    return "".join(pieces)


@lru_cache(maxsize=2)
def _load_converter(name: str) -> Any:
    import opencc

    return opencc.OpenCC(name)
