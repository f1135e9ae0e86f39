"""Who a label before a colon stands for: a table of the usual ones, and names that come again."""

from __future__ import annotations

import re
from collections import Counter, defaultdict
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, replace
from itertools import pairwise

from ..text.han import HAN_CHARACTER
from . import speaker_labels
from .aside_patterns import DIRECTION_LABEL, NARRATION_LABEL, is_direction_content
from .form_fields import holds_fields
from .lone_labels import SURNAMES, is_conversation, is_said_behind_letter, is_said_by_person
from .patterns import PICTURE, SENTENCE_END, heading_like
from .speaker_labels import Label, label_key
from .speaker_voices import ROLES, TOGETHER, assign_roles, role_of

UNSURE_ROLES = frozenset({"甲", "乙", "M", "W", "F"})
"""Labels of the table that say less than the others."""
MIN_DIALOGUE = 2
"""Utterances by known speakers from which a label that comes once may be another."""
NO_SPEAKER = re.compile(
    r"(?:(?i:isbn|issn)|[\u4e00-\u9fff]{0,4}(?:时间|地点|日期|单位|电话|人员)|地址|电话|联系|邮箱|网址|微信|门票|票价|开放|时间|日期|编号|序号|名称|标题|题目|材质|尺寸|年代|作者"
    r"|来源|主题|目的|对象|要求|目标|简介|概况|地点|路线|备注|注|提示|高度|长度|重量|面积|特点|用途|出土|规格"
    r"|例如|比如|其中|如下|包括|即|也就是|所以|因此|另外|此外|一是|二是|三是|四是|五是|第[一二三四五六七八九十]"
    r"|首先|其次|最后|关键词|摘要|图|表|附|参考|责任编辑|编辑|审核|字幕.*|监制|导演|摄影"
    r"|俗话说|古人云|常言道|有诗云|正如|写道|说道|说|云|曰|问道|答道|喊道|同期声|采访|各位.*|尊敬的.*|亲爱的.*"
    r"|同志们|朋友们|大家好|女士们.*|先生们.*|[上下横]联|横批|匾额)$"
    r"|(?i:(?:notes?\b.*|address|phone|tel|e-?mail|web|date|time|title|author|source|number|material|size"
    r"|location|hours|tip|example|(?:please )?remember.*|warning|figure|table|chapter|section|stop|track|https?"
    r"|p\.?s\.?|tour|welcome.*|dear .*|ladies.*|duration|length|photo|image|caption|day|year|question \d"
    r"|visual|video|music|sot|sound ?bite|sound|sfx|fx|action|interview|subtitles?.*|super|scene|text|transcript|step"
    r"|part|room|gallery|playlist|version|subject|re|to|from|cc|start|finish|distance|toilets?|parking|todo.*"
    r"|reminder.*|left|right|top|bottom|above|below|north|south|east|west|inside|outside|here|there|now|then"
    r"|fun fact|did you know.*|look.*|listen.*|think.*|imagine.*|today|translation|inscription|motto))$"
)
COLON_WORDS = re.compile(
    r"(?:方法|黄金|白天|金秋|石头|石刻|江水|马上|毛病|高处|万一|万事|余下|田里|田间|水.*|何为|何时|何以|老话|小结|老规矩|[老小]的.*|.*[说道讲云曰话])"
    r"|(?i:question|answer|result|fact|why|how|what|who|where|when|first(?:ly)?|second(?:ly)?|third(?:ly)?|next"
    r"|finally|conclusion|meaning"
    r"|moral|lesson|rule|problem|solution|secret|reasons?|name|born|died|and|but|or|so|one|two|three|the [a-z ]+)"
)
"""Words that stand before a colon and name nobody, though they look like names."""
CREDIT = re.compile(r"[\u4e00-\u9fff·、 　（）()]{2,24}$|[A-ZÀ-Ý][\w’'-]+(?: [A-ZÀ-Ý][\w.’'-]*){1,3}(?:,[^.!?]*)?$")
"""A name and office behind a label, and nothing that is said."""
TITLED_NAME = re.compile(
    rf"(?:[老小]?[{SURNAMES}][\u4e00-\u9fff]{{0,2}}|老)(?:大爷|大妈|大娘|大叔|大伯|爷爷|奶奶|阿姨|叔叔|师傅|老师|教授|书记|主任|村长|馆长|先生"
    r"|女士|同志|婆婆|伯伯|医生|校长|老人|兵|師傅|老師|先生|館長)"
    r"|(?:Mr|Mrs|Ms|Miss|Dr|Prof|Professor|Sir|Lady|Father|Sister|Brother|Captain|Grandpa|Grandma|Uncle|Aunt|Mme|M"
    r"|Señora?|Don|Doña|Herr|Frau)\.? [A-Z][\w.'’-]+(?: [A-Z][\w.'’-]+){0,2}"
)
"""A surname with a title: a person, even where the label comes but once."""


@dataclass(frozen=True)
class Speaker:
    """A label and whose voice it means."""

    label: str
    role: str
    name: str = ""
    """Shown beside the words; empty for the narrator and for labels that are no names."""
    title: str = ""
    is_sure: bool = True


def find_speakers(lines: Iterable[str], is_subtitles: bool = False) -> dict[str, Speaker]:
    """Return label (``Label.key``) → speaker: labels of the table, others that open two lines or more, and names.

    What stands behind the label of a person is a sentence; behind that of a field of a form it mostly is none. In
    subtitles a name that comes but once is a speaker too.
    """
    lines = list(lines)
    utterances: dict[str, list[Label]] = defaultdict(list)
    if not is_subtitles:
        lines = _without_title(lines)
    is_unpunctuated = is_subtitles and 4 * sum(bool(SENTENCE_END.search(line)) for line in lines) < len(lines)
    for label in _labels_of(lines):
        utterances[label.key].append(replace(label, is_unpunctuated=is_unpunctuated and label.form == "colon"))
    known = {key: labels for key, labels in utterances.items() if _is_known(key, labels, utterances)}
    dialogue = sum(map(len, known.values())) >= MIN_DIALOGUE
    speaking: dict[str, list[Label]] = {}
    for key, labels in utterances.items():
        colon = [label for label in labels if label.form != "spaced"]
        if key in known or ((dialogue or (is_subtitles and _is_name(colon))) and _may_join(key, colon)):
            speaking[key] = labels
    roles = assign_roles(speaking)
    speakers = {key: _speaker(key, speaking[key], role) for key, (role, _sure) in roles.items()}
    return {key: speaker if roles[key][1] else replace(speaker, is_sure=False) for key, speaker in speakers.items()}


def _without_title(lines: Sequence[str]) -> Sequence[str]:
    """The lines without a first one that is short and no sentence: THE HILL: A TRAIL is a title."""
    first = next((n for n, line in enumerate(lines) if line.strip()), 0)
    label = speaker_labels.read_label(lines[first]) if lines and heading_like(lines[first]) else None
    return lines if label is None or role_of(label.key) else lines[first + 1 :]


def find_names_alone(lines: Sequence[str]) -> dict[str, Speaker]:
    """Return name (``Label.key``) → speaker of the names that stand alone on lines before what is said, as in plays.

    Two of them at least come, and one of them comes again or is of the table.
    """
    counts: Counter[str] = Counter()
    written: dict[str, str] = {}
    for line, following in pairwise(lines):
        if speaker_labels.may_stand_alone(line) and SENTENCE_END.search(following) and len(following) > len(line):
            name = line.strip().rstrip(":：")
            counts[label_key(name)] += 1
            written.setdefault(label_key(name), name)
    names = {
        key
        for key, count in counts.items()
        if (key in ROLES or count >= 2) and not NO_SPEAKER.match(key) and not NARRATION_LABEL.fullmatch(key)
    }
    if names:  # NARRATOR beside GUIDE is a person, and by itself a label of what is said
        names |= {key for key in counts if key in ROLES and NARRATION_LABEL.fullmatch(key)}
    recurring = sum(counts[key] >= 2 for key in names)
    is_play = len(names) >= 2 and recurring
    return name_speakers(name for key, name in written.items() if key in names) if is_play else {}


def find_speaker(line: str, speakers: Mapping[str, Speaker]) -> tuple[Speaker, Label] | None:
    """Return who speaks a line and the label before it; None where nobody is named."""
    for label in (speaker_labels.read_label(line), speaker_labels.read_spaced_label(line) if speakers else None):
        if label is not None and label.key in speakers and not (label.form == "spaced" and not label.has_sentence):
            return speakers[label.key], label
    return None


def name_speakers(names: Iterable[str]) -> dict[str, Speaker]:
    """Return the speakers of names that nothing follows: alone on a line, or in a column of a table."""
    written = {label_key(name): name.strip() for name in names}
    return {
        key: Speaker(
            key,
            role,
            "" if _is_bare_role(key) or role == "narrator" else _capitalised(written[key]),
            is_sure=is_sure and key in ROLES,
        )
        for key, (role, is_sure) in assign_roles(written).items()
    }


def _labels_of(lines: Sequence[str]) -> Iterable[Label]:
    for line in lines:
        if len(line) > 5000 or holds_fields(line):
            continue
        label = speaker_labels.read_label(line)
        is_direction = DIRECTION_LABEL.match(line) is not None  # Voice: warm – but Voice: Who goes there?
        is_direction = is_direction and not (label and label.key in ROLES and is_conversation(label.rest))
        if label is not None and not PICTURE.match(line) and not is_direction:
            yield label
        elif (spaced := speaker_labels.read_spaced_label(line)) is not None and spaced.has_sentence:
            yield spaced
        yield from (inner for inner in speaker_labels.inner_labels(line) if not PICTURE.match(f"{inner.name}："))


def _is_known(key: str, labels: Sequence[Label], utterances: Mapping[str, Sequence[Label]]) -> bool:
    """Whether a label is a speaker's by itself."""
    if NARRATION_LABEL.fullmatch(key) and key not in ROLES:
        return False
    spaced = [label for label in labels if label.form == "spaced"]
    marked = [label for label in labels if label.form != "spaced"]
    if key in ROLES or key in TOGETHER:
        beside_others = sum(other in ROLES or other in TOGETHER for other in utterances) >= 2
        if not marked:
            return len(key) == 1 and len(spaced) >= 1 and (beside_others or any(map(is_said_behind_letter, spaced)))
        first = labels[0]  # 主持：文旅站站长 何丽, 讲解：小林　指导老师：何敏
        is_credit = bool(CREDIT.match(first.rest)) or (not first.has_sentence and re.search(r"[:：]", first.rest))
        names_somebody = len(labels) == 1 and is_credit
        is_option = key == "A" and "B" in utterances  # A: 1820 / B: 1850, the answers of a quiz
        is_said = any(map(is_said_behind_letter, marked)) and not is_option
        return not names_somebody and (len(labels) >= 2 or len(key) > 1 or beside_others or is_said)
    if NO_SPEAKER.match(re.sub(r" ?\d{1,2}$", "", key)) or not marked:
        return False
    if not role_of(key) and any(label.form == "bracket" and is_direction_content(label.name) for label in marked):
        return False
    if DIRECTION_LABEL.match(f"{key}：") or NARRATION_LABEL.match(f"{key}："):
        return False
    name = marked[0].name
    sentences = sum(label.has_sentence for label in marked)
    if re.search(r"\d$", key):
        return bool(role_of(re.sub(r" ?\d{1,2}$", "", key))) and sentences >= 1
    if TITLED_NAME.fullmatch(name.partition(", ")[0]):
        return sentences >= 1
    if all(label.form == "bracket" for label in marked) and not (role_of(key) or len(marked) >= 2):
        return False
    if any(map(is_said_by_person, marked)):
        return True
    recurs = len(marked) >= 2 and sentences * 2 > len(marked) and speaker_labels.is_name_shaped(name)
    return recurs or (speaker_labels.is_capital_name(name) and marked[0].form == "colon")


def _may_join(key: str, labels: Sequence[Label]) -> bool:
    """Whether a label that comes once belongs to a dialogue others lead."""
    name = labels[0].name if labels else ""
    return (
        bool(labels)
        and not NO_SPEAKER.match(key)
        and not DIRECTION_LABEL.match(f"{key}：")
        and not NARRATION_LABEL.match(f"{key}：")
        and any(label.has_sentence and label.form != "bracket" for label in labels)
        and (len(name) <= 5 if HAN_CHARACTER.search(name) else speaker_labels.is_name_shaped(name))
    )


def _is_name(labels: Sequence[Label]) -> bool:
    """Whether a label may be a name by itself: a surname and a given name or a title, or capitalised words."""
    name = labels[0].name if labels else ""
    if HAN_CHARACTER.search(name):
        return len(name) <= 4 and name[:1] in SURNAMES + "老小阿" and not COLON_WORDS.fullmatch(name)
    words = name.partition(", ")[0].split()
    capitals = all(
        word[:1].isupper() or word.lower() in ("de", "von", "van", "la", "du", "of", "the") for word in words
    )
    return capitals and len(words) <= 4 and not COLON_WORDS.fullmatch(name)


def _speaker(key: str, labels: Sequence[Label], role: str) -> Speaker:
    written = max((label.name for label in labels), key=len)
    first, _comma, rest = written.partition(", ")
    is_sure = key in ROLES and key not in UNSURE_ROLES
    if rest and ROLES.get(first.upper()):  # CURATOR, ANN DELL: the title first
        return Speaker(written, role, _capitalised(rest), _capitalised(first), is_sure=False)
    if role == "narrator" or _is_bare_role(key):
        return Speaker(written, role, is_sure=is_sure)
    return Speaker(written, role, _capitalised(first), rest, is_sure)


def _is_bare_role(key: str) -> bool:
    """男, 问, Q: no name to show."""
    return len(key) == 1 or key in ("男声", "女声", "主持人", "记者", "男主持", "女主持") or key in TOGETHER


def _capitalised(name: str) -> str:
    """ANN DELL as Ann Dell; other names as they are."""
    return name.title() if name.isupper() and not HAN_CHARACTER.search(name) else name
