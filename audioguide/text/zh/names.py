"""Surnames read otherwise than the word they are written like, where a person is meant.

Evidence is weighed: a known person (``persons.tsv``); a frame that only a surname has (姓任, 任氏, 任家大院, 老任); a
title or a profession beside it; how usual the characters after it are in given names; against it, words of the
dictionary that the characters form, and the grammar of a verb (1928年任军长).
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass
from functools import lru_cache, partial
from pathlib import Path

from ..han import is_han
from .clans import HEAD, RARE_SURNAMES, ROLE_BEFORE, is_called_by_surname, is_clan_name
from .dictionary import given_name_score, load_dictionary, read_word_table, word_class, word_frequency
from .parts_of_speech import TaggedText
from .person_model import COMMON_SURNAME, SurnamePlace, may_be_name, person_probability
from .traditional import to_simplified

SURNAMES_FILE = Path(__file__).with_name("names.tsv")
PERSONS_FILE = Path(__file__).with_name("persons.tsv")
SURE_PROBABILITY, LIKELY_PROBABILITY, DOUBTFUL_PROBABILITY = 1.0, 0.9, 0.6
NAME_PROBABILITY = 0.5
"""From here on a character is read as a surname."""
LEAST_LIKELY = 0.8
"""What a name, or that there is none, must be to be likely."""
WORD_PROBABILITY = 0.05
"""Up to here a name is out of the question."""

TITLES = (
    "同志|书记|主任|主席|先生|女士|小姐|老师|[老少]爷|少爷|老太[太爷]|老先生|老汉|老伯|老人|老爹|校长|[院所局县市省区乡镇村厂部处科组队班排连营团旅师军站社店]长"
    "|教授|讲师|博士|院士|医生|医师|大夫|郎中|[大老]?[爷娘妈叔婶伯嫂哥姐姑姨舅]|大[爷娘妈叔婶伯嫂哥姐姑姨舅]|奶奶|爷爷|婆婆|公公|姑娘|媳妇|师傅|师父|师爷|掌柜|老板|将军|司令|政委"
    "|参谋长?|指挥|元帅|都督|总督|巡抚|提督|总兵|知[县府州]|县[令太尹]|太守|刺史|御史|尚书|侍郎|学士|翰林|状元|榜眼|探花|进士|举人|秀才|书生|员外|财主|地主|贡生|监生"
    "|丞相|宰相|大人|大帅|督军|道台|太监|夫人|太太|贵妃|皇后|太后|妃|姬|道士|法师|和尚|工程师|工(?!作|人|程|业|艺)|经理|董事长|主编|记者|导演|校尉|都尉|太尉|太医|馆长"
    "|烈士|英雄|委员|代表|干事|会计|船长|木匠|石匠|铁匠|裁缝|氏|某"
    "|[上中少大][将校尉]|[上中下]士|警官|法官|检察官|律师|教练|护士|大使|领事|大师|禅师|方丈|住持|天师|真人|神父|牧师|主教|修女"
)
"""Follow a surname."""
_OFFICES = re.compile(
    "(?:书记|主任|主席|校长|[院所局县市省区乡镇村厂部处科组队班排连营团旅师军站社店]长|教授|讲师|教|职|司令|政委|参谋|指挥|都督|总督|巡抚|提督|总兵|知[县府州]"
    "|县令|太守|刺史|尚书|侍郎|主编|经理|董事|馆长|委员|代表|干事|会计|[上中少大][将校尉]|法官|检察官|律师|教练|护士|大使|领事|方丈|住持|主教"
    "|神父|牧师)"
)
"""What one can be appointed to: 任 before it may be the verb."""
_TITLE_AFTER = re.compile(f"(?:{TITLES})")
_TITLE_BEFORE = re.compile(
    "(?:同志|书记|主任|主席|老师|校长|[院所局县市省区乡镇村厂部处科组队班排连营团旅师军站社店]长|教授|博士|院士|医生|将军|司令|政委|烈士|英雄|[人员者家师匠手兵民生工农医友童士]"
    "|妻|妻子|丈夫|夫人|母亲|父亲|祖父|祖母|外婆|儿子|女儿|长子|次子|之子|兄弟|姐妹|哥哥|弟弟|姐姐|妹妹|叔父|族长|乡绅|知青|邻居|街坊|主编|导演|编剧|状元|举人|进士|秀才|掌柜"
    "|名叫|叫做?|名为|名|由|是|有|与|和|跟着?|同|找到|请来|访问|采访|献给|授予|任命|推举|推选|拜|师从|以及|及|：|、)$"
)
"""Stand before a name."""
_OPEN_FAMILY = re.compile("[家府门氏](?:的|里|在|是|有|人)")
_OPEN_CALL = re.compile("(?:^|[，。；：！？、“‘《（(\\s—])[老小]$")
"""Of a person or a common word: 仇家的药铺, 老区."""
_AFTER_NAME = re.compile(
    "(?:故居|旧居|纪念馆|之墓|墓|祠|像|等|说|道|讲|告诉|回忆|介绍|认为|带[着领]?|率|领|回到|来到|牺牲|出生|逝世|去世|生于|卒于|病逝|任|当|在|是|的|和|与|及|、|，|（|。|一家"
    "|夫妇|父子|兄弟|母女"
    "|先生|女士|同志|烈士|将军|老师|教授|书记|主任|大爷|大娘|奶奶|爷爷|题|书|绘|撰|著|作|创办|设计|主编|主持|捐|拍摄|，字|，号)"
)
_FILLED_WITH = re.compile("[米盐水酒饭汤粥油茶酱糖墨]|泡菜")  # after 盛: no given name but what a vessel holds
_VERB_CONTEXT = re.compile(
    "(?:[年月日]|时|曾|后|历|先后|调|担|出|兼|继|转|升|连|现|接|留|改|首|委|聘|就|离|卸|到|续|连|其|他|她|我|并|且|也|都|再|又|重新"
    "|一直|长期|次年|同年|翌年|后来|随后|期间|不再|，任.{1,12})$"
)
"""Before these 任 is a verb."""
_LATE = re.compile(f"{_OFFICES.pattern}(?:期间|时(?![候常])|一职|以来|之[前后]|至今)")
_MOSTLY_SURNAMES = frozenset("翟缪覃冼逄郗佴訾隗郇乜於牟葛臧")
_WEAK_SURNAMES = frozenset("仇区种员宁洗应折乐纪那哈召祭撒车朝过要盖尉秘繁幺盛薄肖说能相华燕解曾任查单朴长曲")
"""Mostly words of their own: a name needs more evidence."""
_VERBS = frozenset("任解查种应曾要召盖过洗折撒朝")
_TRANSLITERATED = frozenset("尔斯克特拉莉扎雷萨迪伦茨普顿森姆夫奇洛维贝图瓦里利亚加巴卡塔莱基罗萨尼")
"""Characters that write foreign names."""
LEAST_GIVEN_SCORE = 0.5
"""What characters after an ordinary word must at least score as a given name."""
_ORDINARY_WORDS = frozenset("区那要过洗折能相幺哈撒朝召祭种员秘繁占车")
"""So common as words, and so rare as surnames, that nobody asks."""


@dataclass(frozen=True)
class NamedReading:
    """Characters of a name with their readings."""

    start: int
    readings: tuple[str, ...]
    probability: float
    """How probable a name is: 1 where only a name can be meant."""


def limit_probability(probability: float) -> float:
    """Return what is granted to a reading that is right with some probability by the model of persons."""
    if probability >= 1 - WORD_PROBABILITY:
        return SURE_PROBABILITY
    return LIKELY_PROBABILITY if probability >= LEAST_LIKELY else DOUBTFUL_PROBABILITY


@lru_cache(maxsize=1)
def surname_readings() -> dict[str, str]:
    """Return the reading as a surname of each character that has another as a word."""
    return {word: reading[0] for word, reading in read_word_table(SURNAMES_FILE)}


@lru_cache(maxsize=1)
def _persons() -> dict[str, tuple[str, ...]]:
    return {to_simplified(name): readings for name, readings in read_word_table(PERSONS_FILE)}


@lru_cache(maxsize=1)
def _person_heads() -> dict[str, tuple[int, ...]]:
    """First character of a known person → the lengths such names have, the longest first."""
    lengths: dict[str, set[int]] = {}
    for name in _persons():
        lengths.setdefault(name[0], set()).add(len(name))
    return {head: tuple(sorted(sizes, reverse=True)) for head, sizes in lengths.items()}


def find_names(text: str, cut: list[tuple[int, str]], tagged: TaggedText) -> Iterator[NamedReading]:
    """Yield the readings of known persons and of every surname whose reading is a question.

    What is improbable is yielded too, as far as it cannot be ruled out. The tagger is asked only for characters that
    may be surnames and are not by anything else.
    """
    heads = _person_heads()
    words = _words_by_place(cut)
    edges = {start for start, _word in cut} | {len(text)}
    taken: set[int] = set()
    candidates: list[SurnamePlace] = []
    for start, character in enumerate(text):
        if start in taken or (character not in heads and character not in surname_readings()):
            continue
        if person := _known_person(text, start, words, edges):
            taken.update(range(start, start + len(person.readings)))
            yield person
        elif character in surname_readings() and (place := _find_surname_place(text, start, words, edges)):
            candidates.append(place)
    if candidates:
        tagged.tag_with(COMMON_SURNAME, [place.start for place in candidates])
    for place in candidates:
        probability = person_probability(place, tagged, partial(_frame_features, place.start))
        if is_called_by_surname(text[place.start], text[: place.start], text[place.start + 1 :]):
            probability = max(probability, LIKELY_PROBABILITY)
        if probability > WORD_PROBABILITY:
            yield NamedReading(place.start, (place.reading,), probability)


def _find_surname_place(
    text: str, start: int, words: dict[int, tuple[int, str]], edges: set[int]
) -> SurnamePlace | None:
    """Return the character as a possible surname; None where nothing speaks for one."""
    surname, (word_start, word) = text[start], words[start]
    if surname == "盛" and _FILLED_WITH.match(text[start + 1 : start + 3]) and not _has_role_before(text, start):
        return None
    is_clan = is_clan_name(surname, text[max(0, start - 12) : start], text[start + 1 : start + 13], words[start])
    given = _best_given_name(text, start, edges)
    probability = SURE_PROBABILITY if is_clan else _weigh(text, start, words, edges, given)
    if not probability:
        following = words.get(word_start + len(word), (0, ""))[1]
        before, after = text[max(0, start - 2) : start], text[start + 1 : start + 3]
        is_open = (HEAD.search(before) and _OPEN_FAMILY.match(after)) or (_OPEN_CALL.search(before) and after)
        is_cut_before = given[0] >= LEAST_GIVEN_SCORE and _may_be_cut_before(text, start, word_start, word)
        if not is_open and not is_cut_before and not may_be_name(text, start, word_start, word, following):
            return None
        is_placed = HEAD.search(before) or _TITLE_BEFORE.search(text[max(0, start - 4) : start])
        if surname in _ORDINARY_WORDS and (given[0] < LEAST_GIVEN_SCORE or not is_placed):
            return None
    return SurnamePlace(text, start, surname_readings()[surname], word_start, word, probability, is_clan, given)


def _may_be_cut_before(text: str, start: int, word_start: int, word: str) -> bool:
    """Whether a word that a possible surname ends may end before it: 出|自查|永福."""
    return len(word) == 2 and start == word_start + 1 and word_frequency(text[max(0, start - 2) : start]) > 0


def _frame_features(start: int, text: str, length: int) -> dict[str, float]:
    """Return what stands around a name of some length, as 1 and 0."""
    before, after = text[max(0, start - 12) : start], text[start + 1 : start + 13]
    follows = text[start + length : start + length + 8]
    is_after_verb, has_office = _VERB_CONTEXT.search(before) is not None, _OFFICES.search(after[:8]) is not None
    listed = re.search("[：、（]$", before) and re.match("[、。，）]|等|和|与", follows)
    features = {
        "role before": ROLE_BEFORE.search(before),
        "title before": _TITLE_BEFORE.search(before),
        "nothing before": HEAD.search(before),
        "title after": _TITLE_AFTER.match(after),
        "after a name": follows == "" or _AFTER_NAME.match(follows),
        "title after a name": _TITLE_AFTER.match(follows),
        "grammar of a verb": is_after_verb,
        "office after": has_office,
        "verb and office": is_after_verb and has_office,
        "listed": listed,
    }
    return {name: float(bool(holds)) for name, holds in features.items()}


def _words_by_place(cut: list[tuple[int, str]]) -> dict[int, tuple[int, str]]:
    return {place: (start, word) for start, word in cut for place in range(start, start + len(word))}


def _known_person(text: str, start: int, words: dict[int, tuple[int, str]], edges: set[int]) -> NamedReading | None:
    for length in _person_heads().get(text[start], ()):
        name = text[start : start + length]
        if name not in _persons():
            continue
        apart = start in edges and start + length in edges
        opens = HEAD.search(text[:start]) and text[start + length : start + length + 1] in tuple("是，字号在与和")
        if length > 2 or ((apart or opens) and not _is_ambiguous(text, start)):
            return NamedReading(start, _persons()[name], SURE_PROBABILITY)
    return None


def _is_ambiguous(text: str, start: int) -> bool:
    """Whether two characters that can be a person are as well an adverb or verb and what follows (曾三次)."""
    follows = text[start + 2 : start + 3]
    return text[start] in _VERBS and not (
        _has_role_before(text, start) or follows in "，、。）（：" or follows == "" or HEAD.search(text[:start])
    )


def _weigh(
    text: str, start: int, words: dict[int, tuple[int, str]], edges: set[int], best_given: tuple[float, int]
) -> float:
    """Return how probable it is that the character is a surname in no frame of a clan; 0: nothing speaks for one."""
    surname, before, after = text[start], text[max(0, start - 12) : start], text[start + 1 : start + 13]
    word_start, word = words[start]
    titled = _is_titled(surname, before, after)
    title = _TITLE_AFTER.match(after)
    if surname == "区" and re.match("(?:[小中大]?队|委|政府|公所|法院|党|内|里|级|域|[长的][，。、的由是])", after):
        return 0
    if titled and title and start == word_start and len(title[0]) > 1 and start + 1 + len(title[0]) in edges:
        return titled
    if _is_common_word(text, start, word_start, word):
        return 0
    if titled:
        return titled
    score, given = best_given
    if given and _known_as_person(text[start : start + 1 + given]):
        score += 3
    score += _frame_score(text, start, before, after, given)
    if surname in _MOSTLY_SURNAMES:
        score += 1
    score -= 4 if surname in RARE_SURNAMES else 1 if surname in _WEAK_SURNAMES else 0
    if score >= 4:
        return SURE_PROBABILITY
    if score >= 2:
        return LIKELY_PROBABILITY
    return DOUBTFUL_PROBABILITY if score >= 1 else 0


def _is_common_word(text: str, start: int, word_start: int, word: str) -> bool:
    """Whether the character belongs to an ordinary word: what the segmenter calls a name counts as one."""
    surname = text[start]
    pair = text[start : start + 2]
    named = _has_role_before(text, start)
    sources = [source for source, _reading in load_dictionary().attested_readings(pair, 0)]
    is_known = word_frequency(pair) > 0 or len(sources) > 1  # else one dictionary has it, perhaps as a name
    is_word = is_known and (word == pair or word_class(pair)[:2] != "nr")
    if start == word_start and is_word and (readings := _phrase_readings(pair)):
        return surname_readings()[surname] not in readings and not named
    if len(word) == 1 or word_frequency(word) < (10 if named else 1):
        return False
    if word_class(word)[:2] == "nr" and start == word_start:
        return len(word) == 2 and word_frequency(word) > 60 and surname in _VERBS
    return True


def _has_role_before(text: str, start: int) -> bool:
    """Whether a role, of at most four characters, ends at an offset."""
    return ROLE_BEFORE.search(text[max(0, start - 4) : start]) is not None


def _phrase_readings(phrase: str) -> set[str]:
    """What dictionaries give for the first character of a phrase; nothing for a phrase they do not have."""
    return {reading for _source, reading in load_dictionary().attested_readings(phrase, 0)}


def _is_titled(surname: str, before: str, after: str) -> float:
    """How probable a surname is for standing alone before a title."""
    title = _TITLE_AFTER.match(after)
    if title is None:
        return 0
    if surname in _VERBS or surname in RARE_SURNAMES:
        if surname == "任" and _OFFICES.match(after):
            if _VERB_CONTEXT.search(before) or _LATE.match(after):
                return 0
            if HEAD.search(before) and not re.match(f"{_OFFICES.pattern}(?:[，。；、]|$)", after):
                return SURE_PROBABILITY
            return LIKELY_PROBABILITY if re.search("[的是和与向跟对给问请由被让叫、：“（]$", before) else 0
        placed = (
            HEAD.search(before) or re.search("[的是和与向跟对给问请由被让叫]$", before) or ROLE_BEFORE.search(before)
        )
        return SURE_PROBABILITY if placed else DOUBTFUL_PROBABILITY
    return SURE_PROBABILITY if len(title[0]) > 1 or title[0] in "氏某" else LIKELY_PROBABILITY


def _best_given_name(text: str, start: int, edges: set[int]) -> tuple[float, int]:
    """Score and length of the most probable given name after a surname; lengths that end amid a word count less."""
    best = (-9.0, 0)
    for length in (2, 1):
        given = text[start + 1 : start + 1 + length]
        if len(given) < length or not all(map(is_han, given)):
            continue
        score = given_name_score(given)
        if start + 1 + length not in edges:
            score -= 4
        if length == 2 and word_frequency(given) > 0 and word_class(given)[:2] != "nr":
            score -= min(3.0, 0.5 + word_frequency(given) / 800)
            if word_class(given)[:1] in "vdpc":
                score -= 1
        if length == 1:
            score -= 1.5
        if given[0] in _TRANSLITERATED:
            score -= 4
        best = max(best, (score, length))
    return best


def _frame_score(text: str, start: int, before: str, after: str, given: int) -> float:
    """What stands around a name for and against it."""
    score = 0.0
    if ROLE_BEFORE.search(before):
        score += 4
    elif _TITLE_BEFORE.search(before):
        score += 1.5
    elif HEAD.search(before):
        score += 1
    follows = text[start + 1 + given : start + 1 + given + 8]
    if (
        given
        and re.search("[：、（]$", before)
        and re.match("[、。，）]|(?:等|[两二三四五六七八九十]+位|和|与)", follows)
    ):
        score += 2  # one of a list
    if given and _TITLE_AFTER.match(follows):
        score += 2
    elif given and (follows == "" or _AFTER_NAME.match(follows)):
        score += 1
    if text[start] in "任曾应" and _VERB_CONTEXT.search(before) and not ROLE_BEFORE.search(before):
        score -= 3
    if text[start] == "任" and _OFFICES.search(after[:8]) and not HEAD.search(before):
        score -= 2
    return score


def _known_as_person(name: str) -> bool:
    return word_class(name)[:2] == "nr" and len(name) > 2
