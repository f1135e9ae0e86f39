"""Who a label before a colon stands for: a table of the usual ones, and names that come again."""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Iterable, Mapping
from dataclasses import dataclass

from ..text.han import HAN_CHARACTER
from .aside_patterns import DIRECTION_LABEL, NARRATION_LABEL
from .patterns import PICTURE, SPEAKER

LABELS: dict[str, str] = {}
"""Role in ``voices.yaml`` → labels that mean it, in capitals where they are Latin."""
ROLES = {label: role for role, labels in LABELS.items() for label in labels.split()}
TOGETHER = frozenset(
    ["合", "齐", "众", "合唱", "全体", "男女", "男女合", "合白", "ALL", "BOTH", "TOGETHER", "TOUS", "TODOS", "ALLE"]
)
"""Several at once: one voice speaks for them."""
SPARE_ROLES = ("interviewee", "interviewee_female", "interviewee_male")
"""Roles for names, in turn, so that two persons have two voices."""
BRACKET_LABEL = re.compile(r"[【\[〔](?P<label>[^】\]〕\d\s]{1,8})(?P<remark>(?!))?[】\]〕][:：]?[ \t　]*(?=\S)")
"""【王师傅】 before what he says."""
NO_SPEAKER = re.compile(
    r"(?:地址|电话|联系|邮箱|网址|微信|门票|票价|开放|时间|日期|编号|序号|名称|标题|题目|材质|尺寸|年代|作者"
    r"|来源|主题|目的|对象|要求|目标|简介|概况|地点|路线|备注|注|提示|"
    r"例如|比如|其中|如下|包括|即|也就是|所以|因此|另外|此外|一是|二是|三是|四是|五是|第[一二三四五六七八九十]"
    r"|首先|其次|最后|关键词|摘要|图|表|附|参考|责任编辑|编辑|审核|"
    r"俗话说|古人云|常言道|有诗云|正如|写道|说道|说|云|曰|问道|答道|喊道|同期声|采访|各位.*|尊敬的.*|亲爱的.*"
    r"|同志们|朋友们|大家好|女士们.*)$"
    r"|(?i:(?:note|notes|address|phone|tel|e-?mail|web|date|time|title|author|source|number|material|size"
    r"|location|hours|tip|example|"
    r"remember|warning|figure|table|chapter|section|stop|track|http|https|ps|tour|welcome|dear .*|duration"
    r"|length|photo|image|caption|"
    r"visual|video|music|sot|sound ?bite|sound|sfx|interview|subtitle|super|scene|text|transcript|step|part|room"
    r"|gallery|playlist|length|version|subject|re|to|from|cc))$"
)


@dataclass(frozen=True)
class Speaker:
    """A label and whose voice it means."""

    label: str
    role: str
    name: str = ""
    """Shown beside the words; empty for the narrator and for labels that are no names."""
    title: str = ""
    is_sure: bool = True


def find_speakers(lines: Iterable[str]) -> dict[str, Speaker]:
    """Return label → speaker: labels of the table, and others that open two lines or more."""
    counts: Counter[str] = Counter()
    for line in lines:
        match = match_label(line)
        if match and not PICTURE.match(line) and not DIRECTION_LABEL.match(line):
            counts[match["label"].strip()] += 1
    speakers: dict[str, Speaker] = {}
    spare = 0
    for label, count in counts.items():
        first, _comma, rest = label.partition(", ")
        role = ROLES.get(first.upper())
        if NARRATION_LABEL.fullmatch(label) or (role is None and NO_SPEAKER.match(label)):
            continue
        if role is not None and (count >= 2 or len(label) > 1 or _beside_others(counts)):
            person = label if role != "narrator" and not _is_bare_role(label) else ""
            name, title = (_capitalised(rest), _capitalised(first)) if rest else (_capitalised(person), "")
            speakers[label] = Speaker(label, role, name, title)
        elif (
            role is None
            and not NARRATION_LABEL.match(f"{label}：")
            and not DIRECTION_LABEL.match(f"{label}：")
            and ((count >= 2 and _is_name_shaped(label)) or _is_capital_name(label))
        ):
            chosen = SPARE_ROLES[spare % len(SPARE_ROLES)]
            spare += 1
            name, title = (_capitalised(rest), _capitalised(first)) if rest else (_capitalised(label), "")
            speakers[label] = Speaker(label, chosen, name, title, is_sure=False)
    return speakers


def match_label(line: str) -> re.Match[str] | None:
    """A label before what is said: with a colon, or in square brackets."""
    return SPEAKER.match(line) or BRACKET_LABEL.match(line)


def find_speaker(line: str, speakers: Mapping[str, Speaker]) -> tuple[Speaker, re.Match[str]] | None:
    """Return who speaks a line and where the label stands in it; None where nobody is named."""
    match = match_label(line)
    speaker = speakers.get(match["label"].strip()) if match else None
    return (speaker, match) if speaker is not None and match is not None else None


def _beside_others(counts: Mapping[str, int]) -> bool:
    """Whether single-character labels (男, 问, Q) come in a dialogue: two of them at least."""
    return sum(label.upper() in ROLES for label in counts) >= 2


def _is_bare_role(label: str) -> bool:
    """男, 问, Q: no name to show."""
    return len(label) == 1 or label in ("男声", "女声", "主持人", "记者", "男主持", "女主持")


def _is_name_shaped(label: str) -> bool:
    """Whether a label that comes again may be a person: up to five Chinese characters, or capitalised words."""
    if HAN_CHARACTER.search(label):
        return len(label) <= 5
    return all(word[:1].isupper() for word in label.replace(",", "").split())


def _is_capital_name(label: str) -> bool:
    """ANNA, CURATOR, ANN DELL: a name in capitals is a speaker even where it comes but once."""
    letters = [char for char in label if char.isalpha()]
    return len(letters) >= 3 and label.upper() == label and not HAN_CHARACTER.search(label) and len(label.split()) <= 4


def _capitalised(name: str) -> str:
    """ANN DELL as Ann Dell; other names as they are."""
    return name.title() if name.isupper() and not HAN_CHARACTER.search(name) else name
