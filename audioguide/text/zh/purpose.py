"""为: wei4 before whom or what something is done for, wei2 where something is or becomes something.

By structure: what governs 为 (a person or thing, an abstract head, 以 or 被 before it) and what follows it (a verb, a
noun with a verb after it, 所, 而, a number).
"""

from __future__ import annotations

import re

from ..han import HAN
from .data_tables import any_of, read_words
from .dictionary import word_class

_CLAUSE = re.compile(r"[，。！？；：…\n]")
_AIM = re.compile(any_of(read_words("aims.txt")))
_BECOMES = re.compile(
    r"(?:[作成认以任封当化列评称视分变改定选译誉升降折合均皆即乃实最颇甚更较尤]|转化|转变|整合|概括|总结|归纳|确定|规定|命名|改建|评定|变更"
    r"|合并|起来|背景|总计|先后)$"
)
_NAMED = re.compile(
    "(?:立|封|拜|尊|奉|推举?|选举?|认|册封?|收|娶|聘|任命|提拔|追认|追赠|贬|降|升|擢|视|称)(?:[他她它谁其之我你]们?|此[人山寺地])$"
)
"""Makes somebody what follows: 立谁为王, 拜他为师."""
_SERVES = re.compile(
    r"(?:本|先|主|辅|荣|重|乐|准|限|止|首|期|例|界|[^，。]{0,6}?(?:核心|中心|主体|目标|重点|主线|基础|平台|龙头|契机|指导|支柱|依托|代表"
    r"|骨架|职能|特征|内容|形式|方式|原则|宗旨|载体|抓手|纽带|标准|动力|前提|根本))(?=的|$|[、，。；：”’）])"
)
_GAINS = re.compile(
    r"^(?:我们|你们|他们|她们|大家|各位|您|群众)(?!的)|^(?:每个|广大)|提供|服务|效力|效劳|解决|捐[款赠助]|引[进资]|[争赢]得|开发|[做作]出"
    r"|[做办]了?[好实]事|办[好实]|参政|贡献|献计|献策|注入|奠定|打下|打好|创造|增添|积累|培养|输送|介绍|再创|指导|排忧|脱贫|改造|兑现|理顺"
    r"|育肥|搭建|争光|着想|操心|负责|治病|讲[课解述]|送[来去上]|[制]定了?|畅通|实现|带来|做饭|鼓掌|喝彩|庆祝|报仇|祝福|祈福"
)
_HEADS = re.compile(
    "(?:任务|目的|宗旨|内容|功能|职能|职责|用途|方式|形式|目标|主题|原因|结果|面积|高度|长度|宽度|厚度|深度|高|长|宽|深|厚|径|重|容量"
    "|海拔|年代|时间|时代|身份|职务|前身|名|号|字|俗称|材质|质地|结构|平面|主体|题材|图案|纹饰|造型|工序|特点|特色|环节|步骤|意思|含义|寓意"
    "|均|皆|多|则|即|乃|实|应|或|仍|原|现|亦|总|共|其|上|下|内|外|侧|面|层|间|顶|部|端|底|两边|左|右|东|西|南|北|中央|本|最|更|较|极|颇|甚"
    "|尤|大|深|广|称|作|成|化|变|改|分|合|列|定|评|视|奉|尊|封|拜|立|推|选|认|译|升|降|划|并|聚|结|拆|转|沦|贬|命|誉|喻|谓|是以|何以)$"
)
"""What is or becomes something."""
_PEOPLE = re.compile(
    "(?:[人者员师工匠夫妇民兵军士将帅帝王后妃臣官吏僧尼徒生手农商客父母兄弟姐妹妻儿女孙友翁婆公爷奶叔伯姑姨们家队党]|政府|部队|村里|乡里|学校|国家"
    "|朝廷|官府|族人|祖先|先辈|后代|乡亲|百姓|群众|老百姓|志愿者|孩子|专家|作者|主人|古人|先民|皇上|丈夫|妻子|儿子|女儿|母亲|父亲|他|她|我|你|谁|大家|您"
    "|自己|人人|有人|众人)$"
)
"""Somebody who acts."""
_WHOM = frozenset(["自己", "我", "你", "您", "他", "她", "它", "咱", "我们", "你们", "他们", "她们", "它们", "咱们"])
"""Is done something for, whatever the dictionary calls the verb behind (为自己储藏粮食)."""
_NO_AIMS: tuple[list[str], ...] = ([], ["的"], ["所"], ["所有"], ["熟知"], ["熟悉"], ["知晓"])
"""After whom: what somebody is taken for (视学生为自己的孩子), whose it is, and by whom it is known."""
_ADVERBS = re.compile(
    "(?:只|专|专门|特|特地|特意|常|便|就|也|都|还|一直|一生|一辈子|毕生|终生|终身|世代|祖祖辈辈|常年|长年|多年|天天|每天|共同|纷纷|主动|自愿|甘愿|愿|愿意|能|能够|要|可以|来|去|不|并非|为的是|而是|不是"
    "|是|正是|全是|都是|又|再|曾|曾经|已|已经|日夜|多次|首次|先后|始终|默默|无偿|免费|亲自|连夜|当年|如今|今天|后来|当时|随后|这是|而|并|且|同时)$"
)
_CREATED = re.compile(
    "(?:所|[建修造筑铸刻雕绘画书写题撰制烧作编著立设置赐赠葬]|修建|建造|兴建|始建|重建|改建|创建|重修|铸造|雕刻|绘制|书写|题写|撰写|烧制|制作|编纂|设立|御赐|敕建|捐建|捐资|所建|遗存|遗物"
    "|特有|独有|出土)"
)
_TIMES = re.compile(
    f"(?:[唐宋元明清汉晋隋秦周商夏魏梁陈齐辽金](?![王帝皇太高军兵将])|[{'一二三四五六七八九十百千零〇两'}]+[年世]|[{HAN}]{{0,4}}(?:年间|时期|年代|代|朝|初年|末年|元年))"
)
_DELIVERS = re.compile(
    f"[{HAN}]{{2}}(?:[供送输引排蓄换灌浇喂抽][水电暖热气煤油粮草肥货奶菜饭马船药]|[喂捉捕引]虫|[换喂牵备]马|[指带引领]路|[缝补洗做]衣|[缝做补]鞋|[做煮送烧]饭|[修架铺]路"
    "|[遮挡][风雨光阳]|[站放]哨|[带送取]信|[点掌]灯|[祈消]灾|[祝贺]寿|[疗治]伤|[看治]病|[守扫]墓|[保接补]胎|[把望]风|[打撑]伞|[抬拉]轿|[伴鼓喝]彩|[配伴]音|[伴奏]乐|[加充]油|[充发]电"
    "|[减除降]温|[降减除]噪|[除灭]火|[松培]土|[授传]粉|[筑搭]巢|[哺喂]乳|[接引]生)$"
)
"""Ends a clause with a verb and what somebody is given or spared: 为下游三个县供水."""
_HEADS_OF = re.compile("[馆校村站船所局院厂队班组社会族镇乡县市区省部处科军师旅团营连排机厅台家酋]长$")
"""Somebody, where 长 alone may be a length."""
_MADE_FOR = re.compile("[立修建铸盖留搭写题造设做刻画塑雕准备买开]的$")
"""Ends a clause, after 是, that names for whom something was made (牌坊是为王氏立的)."""
_IS_A = re.compile(
    "(?:时间|阶段|时期|日子|部分|区域|之一|代表|中心|要冲|要道|咽喉|门户|枢纽|重镇|屏障|圣地|胜地|故里|故居|旧址|遗址|建筑|作品|文物|珍品|精品|题材"
    "|特色|形式|[楼阁殿堂塔桥寺庙宫馆院厅室墓碑像画图])$"
)
"""Ends a clause that says what something is."""
_NUMBERS = re.compile("(?:约|近|逾|超过?|达|至少|第)?[零〇一二三四五六七八九十百千万亿两几数半]")


def read_wei(text: str, at: int, words_before: tuple[str, ...], words_after: tuple[str, ...]) -> str:
    """Return the reading of the 为 at an offset, empty where its grammar is not plain."""
    before = _CLAUSE.split(text[:at])[-1].lstrip("“‘《（")
    after = _CLAUSE.split(text[at + 1 :])[0].rstrip("”’）")
    if not after:
        return ""
    if re.match(
        "(?:什么|甚么|何(?!种|物|等)|此(?![地处人事])|了|着|之(?:[动倾一震骄感奋自叹神心惊付献努])|的是|啥|的就是|这|那)",
        after,
    ):
        return "wei4"
    if _BECOMES.search(before) or _SERVES.match(after):
        return "wei2"
    if re.search(r"(?:以|将|把)[^以]{1,30}$", before) and not re.search(r"了|提供|服务", after):
        return "wei2"
    if _NAMED.search(before):
        return "wei2"
    words = _clause_words(words_after, len(after))
    if any(word == "所" or (word[0] == "所" and len(word) == 2 and word[1] not in "在有以谓需") for word in words[1:]):
        return "wei2"
    if re.search("[^。]而(?![不非是])", after[1:]):
        return "wei4"
    if before.endswith("是") and _MADE_FOR.search(after):
        return "wei4"
    if _GAINS.search(after) or (_DELIVERS.search(after) and not _is_defined(before)):
        return "wei4"
    return _by_structure(text, at, before, after, words)


def find_open_clause(text: str, at: int) -> tuple[int, int]:
    """Return where the clause after a 为 read wei2 begins and ends, if a verb in it would make it wei4.

    An empty clause where a frame decides: 成为, 以…为, 为主, 为三层. 蜜蜂为花朵传粉 looks like 此地为水陆要冲.
    """
    before = _CLAUSE.split(text[:at])[-1].lstrip("“‘《（")
    after = _CLAUSE.split(text[at + 1 :])[0].rstrip("”’）")
    is_framed = (
        _BECOMES.search(before)
        or _HEADS.search(before)
        or _SERVES.match(after)
        or _TIMES.match(after)
        or _NUMBERS.match(after)
        or re.search(r"[以将把][^以]{1,30}$", before)
        or "所" in after
    )
    return (at + 1, at + 1 if is_framed else at + 1 + len(after))


def _clause_words(words: tuple[str, ...], length: int) -> list[str]:
    """The words of the clause after 为."""
    clause: list[str] = []
    for word in words:
        if _CLAUSE.match(word) or sum(map(len, clause)) >= length:
            break
        clause.append(word)
    return clause


def _by_structure(text: str, at: int, before: str, after: str, words: list[str]) -> str:
    ends_the_sentence = re.match(r"[。！？；\n”]|$", text[at + 1 + len(after) :]) is not None
    governed = _is_defined(before)
    acts = not before or _ADVERBS.search(before) is not None or _is_somebody(before)
    verbs = [index for index, word in enumerate(words) if is_verbal(word)]
    if _AIM.match(after) and 0 not in verbs:
        verbs.insert(0, 0)
    if words and words[0] in _WHOM and words[1:2] not in _NO_AIMS and not governed:
        return "wei4"
    if not words or not verbs:
        return "wei4" if "了" in after[2:] and not governed else "wei2"
    if _IS_A.search(after) and not acts and not re.search("[了过]", after):
        return "wei2"
    if word_class(words[0]) == "r" and words[0] not in ("这", "那", "其"):
        return "wei4"
    attributive = _is_attributive(words, verbs[-1])
    if verbs[0] == 0:
        return _before_a_verb(before, after, acts, governed, attributive, ends_the_sentence, len(verbs))
    if governed and not _is_somebody(before):
        return "" if "了" in after else "wei2"
    if _TIMES.match(after) or (
        not acts and _CREATED.fullmatch(words[verbs[-1]]) and (attributive or verbs[-1] == len(words) - 1)
    ):
        return "wei2"
    if _NUMBERS.match(after) and not acts:
        return "wei2" if "了" not in after else "wei4"
    if before.endswith("是") and after.endswith("的"):
        return "wei4"
    if attributive and not acts:
        return "wei2"
    return "wei4"


def _before_a_verb(
    before: str, after: str, acts: bool, governed: bool, attributive: bool, ends_the_sentence: bool, verbs: int
) -> str:
    """为 + verb: an aim, unless an abstract head is defined by it (主要任务为保护文物)."""
    if governed and not (acts and not ends_the_sentence):
        return "wei2"
    if attributive and not after.endswith("的") and not acts:
        return "wei2"
    if acts or not ends_the_sentence or verbs > 1:
        return "wei4"
    return "wei2"


def _is_attributive(words: list[str], last_verb: int) -> bool:
    """Whether the last verb belongs to a noun: 修建的石桥."""
    follows = words[last_verb + 1 : last_verb + 2]
    return follows not in (["了"], ["过"], ["着"]) and "的" in words[last_verb + 1 :]


def _is_defined(before: str) -> bool:
    """Whether something that 为 defines ends before it: 主要任务为…, but not 老馆长为…."""
    return _HEADS.search(before) is not None and not before.endswith("是") and not _HEADS_OF.search(before)


def _is_somebody(before: str) -> bool:
    return _PEOPLE.search(before) is not None or _HEADS_OF.search(before) is not None


def is_verbal(word: str) -> bool:
    """Whether a word can be a verb: by its class, or where that calls it a name, by its first character."""
    tag = word_class(word)
    if tag[:1] == "v" or word in read_words("aims.txt"):
        return True
    if tag in ("nr", "nrt", "nrfg", "nz", "zg", "g", "p", "x", "") and word:
        return len(word) <= 2 and word_class(word[0])[:1] == "v" and word not in _NOT_VERBS
    return word in _ALSO_VERBS


_NOT_VERBS = frozenset(
    ["有", "是", "在", "为", "于", "和", "与", "以", "被", "把", "将", "从", "到", "向", "对", "给", "让", "使", "由"]
)
_ALSO_VERBS = frozenset(
    [
        "生产",
        "建筑",
        "祝寿",
        "安抚",
        "牟利",
        "做手术",
        "送行",
        "治病",
        "采光",
        "站岗",
        "放哨",
        "做饭",
        "烧水",
        "缝衣",
        "值守",
        "讲解",
        "服务",
        "除尘",
        "送粮",
        "送饭",
        "求情",
        "求雨",
        "作画",
    ]
)
