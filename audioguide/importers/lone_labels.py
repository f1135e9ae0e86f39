"""Labels that come once, 男：请看左边。 or Anna: I ground corn here. – known by the word, or by an I behind it."""

from __future__ import annotations

import re

from ..text.han import HAN_CHARACTER
from .speaker_labels import Label, count_words, is_name_shaped

SURNAMES = (
    "王李张刘陈杨黄赵吴周徐孙马朱胡郭何林高罗郑梁谢宋唐许韩邓冯曹彭曾肖田董潘袁蔡蒋余于杜叶程魏苏吕丁任卢姚沈钟姜崔谭陆范汪廖石金"
    "韦贾夏付方邹熊白孟秦邱侯江尹薛闫段雷龙黎史陶贺毛郝顾龚邵万覃武钱戴严莫孔向汤張劉陳楊黃趙吳孫馬鄭許韓鄧馮蕭"
)
MIN_WORDS = 2
"""Words (pairs of Chinese characters) that are said behind a label of one letter."""
PERSON_WORD = re.compile(
    r"(?:[老小大阿][\u4e00-\u9fff]{0,3}|[\u4e00-\u9fff]{0,4})"
    r"(?:老人家?|老汉|大爷|大妈|大娘|大叔|大伯|大哥|大姐|爷爷|奶奶|阿姨|叔叔|师傅|師傅|村长|支书|书记|主任|馆长|校长|厂长"
    r"|队长|老师|老師|医生|教授|专家|匠人|工人|农民|渔民|牧民|船工|纤夫|战士|老兵|乡亲|村民|居民|志愿者|传承人|讲解员"
    r"|导游|主持人|学生|同学|孩子|游客|观众|后人|先生|女士|老板|掌柜|住持|师父|法师|道长)"
    r"(?:[甲乙丙丁]|[老小]?[\u4e00-\u9fff]{1,2}(?<!要求)(?<![提说]示)(?<![提说]明)(?<!注意))?"
)
"""Words for a person, alone or with a name before or behind them."""
SURNAMED = re.compile(rf"(?:[{SURNAMES}][\u4e00-\u9fff]{{1,2}}|[老小阿][{SURNAMES}\u4e00-\u9fff])")
FIRST_PERSON = re.compile(
    r"我|咱|俺|(?i:\b(?:I|I['’](?:m|ve|d|ll)|my|we|our|me|us|je|j['’]\w+|mon|ma|mes|nous|notre|yo|mi|mis|nosotros|nuestr[oa]s?"
    r"|ich|mein\w*|wir|unser\w*)\b)|^¿?(?:\w+[éí]|Soy|Tengo|Vivo|Nací|Éramos|\w+amos|\w+imos)\b"
)
"""Words of somebody who speaks of himself; a Spanish verb may do without."""
NO_PERSON = re.compile(
    r"(?i:question|answer|result|facts?|why|how|what|reasons?|moral|lesson|rule|problem|solution|secret|conclusion"
    r"|inscription|motto|sign|legend|letter|quote|proverb|song|poem|verse|prayer|oath|pledge|slogan|mission|aim|plan .*"
    r"|devise|légende|proverbe|chanson|poème|prière|serment|lema|inscripción|leyenda|refrán|canción|poema|oración|juramento"
    r"|inschrift|sage|sprichwort|lied|gedicht|gebet|schwur|ziel|unsere? .*|our .*|my .*|note.*|nota|remarque|hinweis.*)"
)
"""Words before a colon behind which a text may say I, though no person speaks there."""
CONVERSATION = re.compile(r"[?？!！]\W*$|您|你|(?i:\byou(?:r|['’]\w+)?\b|\bvous\b|\bvotre\b|\bSie\b|\bIhre?\b|\busted)")
"""Words that somebody says to another."""
NAMED_AFTER_COLON = re.compile(rf"[{SURNAMES}][\u4e00-\u9fff]{{1,2}}(?:[、 　（(][^。]{{0,20}})?[。.]?$")
"""村长：张大年。 – who it is, and nothing that is said."""
ARTICLE = re.compile(r"(?i:the|an?|le|la|les|l['’]|un|une|el|los|las|una|der|die|das|ein|eine) ?[\w’'-]+")


def is_said_by_person(label: Label) -> bool:
    """Whether a label that comes once names who says the sentence behind it."""
    if not label.has_sentence or label.form not in ("colon", "bracket"):
        return False
    name, rest = label.name.partition(", ")[0], label.rest
    if HAN_CHARACTER.search(name):
        if PERSON_WORD.fullmatch(name):
            return not NAMED_AFTER_COLON.fullmatch(rest)
        return label.form == "colon" and SURNAMED.fullmatch(name) is not None and bool(FIRST_PERSON.search(rest))
    if label.form != "colon" or NO_PERSON.fullmatch(name) or not FIRST_PERSON.search(rest):
        return False
    return is_name_shaped(name) or ARTICLE.fullmatch(name) is not None


def is_conversation(text: str) -> bool:
    """Whether somebody speaks of himself or to another."""
    return bool(CONVERSATION.search(text) or FIRST_PERSON.search(text))


def is_said_behind_letter(label: Label) -> bool:
    """Whether a label of one character that comes once opens what is said: 男：, 问 …？, Q: …?"""
    words = count_words(label.rest)
    if not label.has_sentence or (words < MIN_WORDS and not label.rest.rstrip().endswith(("！", "？"))):
        return False
    if label.form == "spaced":  # 女 书 is a title in wide letters
        is_question = label.name == "问" and label.rest.rstrip().endswith(("？", "?"))
        return (is_question or label.name in "男女") and re.match(r"[\u4e00-\u9fff]{4}", label.rest) is not None
    return label.name != "Q" or "?" in label.rest
