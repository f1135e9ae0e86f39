"""Surnames read otherwise than the word they are written like, where a person is meant."""

from __future__ import annotations

import re
from collections.abc import Iterator
from functools import lru_cache
from pathlib import Path

from .dictionary import load_dictionary, read_word_table, word_frequency

SURNAMES_FILE = Path(__file__).with_name("names.tsv")
TITLE = (
    "同志|书记|主任|主席|先生|女士|老师|校长|[院所局县市省区乡镇村厂部处科]长|经理|教授|博士|医生|大夫|大爷|大娘|奶奶|爷爷"
    "|师傅|将军|烈士|氏|某"
)
"""Follow a surname or stand before a name."""


GIVEN_NAME_CHARACTERS = frozenset(
    "伟芳娜敏静丽强磊军洋勇艳杰娟涛明超秀霞平刚桂英华玉萍红建国志文斌辉鹏飞鑫波宁亮俊峰林清海山仁全贵福生龙元胜学祥才"
    "发武新利庆富顺信昌成康光达安岩中茂进有坚和彪博诚先敬震振壮会思群豪心邦承乐绍功松善厚裕河哲江浩翔旭雷东南西北宏"
    "兴义良民友云兰莲梅琴素莉珍贞雪荣爱妹香月莺媛瑞凡佳嘉琼勤珠翠凤洁婷琳晶颖露瑶怡婵雁蓓仪荷丹蓉眉君蕊薇菁梦岚苑馨"
    "瑗琰韵融园艺咏卿聪澜纯毓悦昭冰爽琬茗羽希欣飘育滢馥筠柔竹霭凝晓欢霄枫芸菲寒伊亚宜可姬舒影荔枝丝树树保银永忠德"
    "根喜堂宝连铁柱长大小春夏秋冬少天正家世锦鸿伯仲叔季锋钢健彬斌淑慧巧美惠雅芝芬燕彩菊勋藩弼时礼智孝廷炳耀宗泽润邓镛"
)
"""Characters usual in given names."""


@lru_cache(maxsize=1)
def surname_readings() -> dict[str, str]:
    """Surname of one character → its reading as a surname."""
    return {word: reading[0] for word, reading in read_word_table(SURNAMES_FILE)}


def find_surnames(text: str, cut: list[tuple[int, str]]) -> Iterator[tuple[int, tuple[str, ...]]]:
    """(offset, reading) of every surname that is surely one.

    Surely: alone before a title (任主任); at the head of a word of three characters that no dictionary reads and that
    goes on like a given name (任秀萍); of two, beside a title (任强书记); alone before such a given name (任 秀萍).
    """
    special = surname_readings()
    phrases = load_dictionary().phrases
    for i, (start, word) in enumerate(cut):
        if word[0] not in special:
            continue
        before = cut[i - 1][1] if i else ""
        after = cut[i + 1][1] if i + 1 < len(cut) else ""
        given = word[1:]
        titled = re.match(TITLE, after) is not None
        if not given:
            named = titled or (len(after) == 2 and is_given_name(after) and not word_frequency(word + after))
        elif len(given) == 1:
            named = (
                is_given_name(given)
                and not word_frequency(word)
                and (titled or re.fullmatch(TITLE, before) is not None)
            )
        else:
            named = len(given) == 2 and is_given_name(given) and word not in phrases
        if named:
            yield start, (special[word[0]],)


def is_given_name(word: str) -> bool:
    """Whether a word looks like a given name."""
    return all(char in GIVEN_NAME_CHARACTERS for char in word)
