"""Frames that only surnames have: 姓任, 任氏, 任家大院, 任、解两家, 老任."""

from __future__ import annotations

import re

from ..han import HAN
from .dictionary import word_class, word_frequency

ROLE_BEFORE = re.compile(
    "(?:[一-龥](?:[员者家师匠手兵民生工农医友童士长]|主任|书记)|支书|会计|社长|保长|甲长|地主|财主|贫农|渔民|船工|同志|书记|主任|主席|老师|校长|教授|博士|院士|医生|将军|司令|政委|烈士|英雄|妻子|丈夫|夫人|母亲|父亲|儿子|女儿|祖父|祖母"
    "|长子|次子|乡绅|知青|邻居|主编|导演|编剧|状元|举人|进士|秀才|掌柜|名叫|名为|叫"
    "|妯娌|连襟|[大小老二三四五阿][爷娘妈叔婶伯嫂哥姐姑姨舅妹弟婆]|公公|婆婆|奶奶|爷爷|姑姑|舅舅|外[婆公]|师[兄弟姐妹]|华侨|侨商|侨领|(?:匠|艺|商|诗|词|军|传|猎|始|起|持|责|门|承)人|知[县府州]|县[令太尹]|太守|刺史|御史|尚书|巡抚|总督|总兵|学者|画家)$"
)
"""A role, which a name follows."""
_FAMILY = re.compile(
    "(?:家(?:大院|大宅|老宅|老屋|老店|老铺|宅|祠|祠堂|宗祠|家祠|花园|公馆|庄园|大屋|院子|村|庄|寨|湾|冲|坝|坪|桥|巷|弄|胡同|港|渡|堡|坟|山|岗|河|塘|沟|峪|集|店|楼|门楼|媳妇"
    "|父子|兄弟|姐妹|母女|小姐"
    "|少爷|老爷|后人|子弟|子孙|军|的(?:后人|大院|祖|宅|祠|老|族|媳妇|门楼|先|子孙|田|地|小姐|少爷)|来自|从|在|世代|祖[上先籍]|人)|府(?![城县州志])|氏|姓|门(?:一|三|子弟"
    "|忠烈)|族(?:人|谱|长)|公(?:祠|讳|桥|堤|墓|庙|井)|宅|祠|祠堂|宗祠|家)"
)
"""What belongs to a clan."""
_DOES = "[说讲问想带拿把一今听看笑从在就也才跟的是和来去又干每种坐站指当修做守走告打写没]"
"""Begins what somebody does who is called by surname: 老任当过兵."""
_CALLED_AFTER = re.compile("(?:导游|司机|保安|护士|村官|店主|同事|同学|青年|姑娘|小伙子)$")
"""Who is called 小 or 老 and a surname, beside the roles before a whole name."""
_NAMED_FAMILY = re.compile("(?:姓|俗姓|本姓|原姓|娘家姓|随母姓|改姓|赐姓)$")
_OTHER_FAMILIES = re.compile("(?:百|老百|贵|同|异|复|大|他|她|各)姓$")
_FAMILIES_BEFORE = re.compile(f"姓[{HAN}]{{1,3}}[，、][^，。]{{0,6}}姓$")
_LISTED_AFTER = re.compile(f"、[{HAN}](?:、[{HAN}])*(?:[两二三四五六七八]?[家姓人]|等[姓家])")
_LISTED_BEFORE = re.compile(f"[{HAN}]、(?:[{HAN}]、)*$")
_LIST_ENDS = re.compile(f"(?:、[{HAN}](?![{HAN}]))*(?:[两二三四五六七八][家姓人]|等[姓家]|[。，]|氏)")
_LIST_BEGINS = re.compile(f"(?:^|[，。；：是为有与和由]|分别)[{HAN}]、")
_FAMILIAR = re.compile("(?:^|[，。；：！？、“（是叫喊问和与跟给对向由被把让请找的他她称员师工匠友生长记任])[老小阿]$")
_GOES_ON = re.compile(f"(?:[^{HAN}]|{_DOES})|$")
_BESIDE_A_WORD = re.compile("[的是在到和与向从给由]$")
_NO_FAMILY = re.compile("家(?:里|中|乡|庭|具|用|电|长|务|属|园|常|禽|畜|教|访|规|训|书|传|史|谱|当|底)")
HEAD = re.compile("(?:^|[，。；：！？、“‘《（(\\s—])$")
RARE_SURNAMES = frozenset("那要过洗折能相幺哈撒车区宁朝召祭种员秘繁占")


def is_clan_name(surname: str, before: str, after: str, placed: tuple[int, str]) -> bool:
    """Whether a frame is there that only surnames have."""
    if before[-1:] == "姓" and (
        (_NAMED_FAMILY.search(before) and not _OTHER_FAMILIES.search(before)) or _FAMILIES_BEFORE.search(before)
    ):
        return True
    family = _FAMILY.match(after)
    if family and not _NO_FAMILY.match(after) and not (surname == "华" and re.match("氏[度温]", after)):
        common = (
            placed[1][:1] == surname
            and len(placed[1]) > 1
            and word_frequency(placed[1]) > 0
            and placed[1]
            not in (surname + "家", surname + "氏", surname + "姓", surname + "府", surname + "门", surname + "公")
        )
        plain = family[0] in ("家", "门", "宅", "府", "族", "祠", "公")
        if surname in RARE_SURNAMES and (plain or family[0].startswith(("家的", "家人", "家在", "家从"))):
            return False
        if plain and surname == "仇":
            return False
        if plain and surname in "应任解曾查盖种乐单" and not HEAD.search(before) and not _BESIDE_A_WORD.search(before):
            return False
        return not common
    if _LISTED_AFTER.match(after):
        return True
    if _LISTED_BEFORE.search(before) and _LIST_ENDS.match(after) and _LIST_BEGINS.search(before):
        return True
    if is_called_by_surname(surname, before, after):
        return True
    if not _FAMILIAR.search(before) or not _GOES_ON.match(after):
        return False
    return word_frequency(before[-1] + surname) < 20 or word_class(before[-1] + surname)[:2] == "nr"


def is_called_by_surname(surname: str, before: str, after: str) -> bool:
    """Whether somebody with a role is called 小 or 老 and a surname that begins no word: 讲解员小曲带着."""
    role = before[:-1] if before[-1:] in ("小", "老") else ""
    if surname in RARE_SURNAMES or not (ROLE_BEFORE.search(role) or _CALLED_AFTER.search(role)):
        return False
    return not role.endswith("艺人") and word_frequency(surname + after[:1]) == 0
