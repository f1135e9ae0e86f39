"""Figures of a Chinese text with a sign, letter or unit beside them that no rule has put into words."""

from __future__ import annotations

import re
from collections.abc import Iterator
from functools import lru_cache

from ...i18n import _
from .. import TextIssue
from ..han import HAN
from ..unread_signs import unread_issue
from .numbers.cardinal import cardinal
from .spoken_alignment import ambiguous_numbers, spoken_for

_PARTING = rf"{HAN}\s，。、；：！？“”‘’（）《》〈〉【】…—()\[\],;!?\U000f0000-\U000ffffd"
_BEFORE_FIGURE = rf"[^{_PARTING}\d]{{0,40}}"
_EXPRESSION = re.compile(
    rf"{_BEFORE_FIGURE}\d[\d.]*(?: \d{{3}}(?!\d))*(?:(?![和或与及])[{HAN}]){{1,3}}"
    rf"(?:/(?!或)[{HAN}\dA-Za-z²³㎡㎥]{{1,4}}(?:·[{HAN}]{{1,2}})?)+"  # 30元/人/次, 20元/台·天
    rf"|{_BEFORE_FIGURE}\d(?: \d{{3}}(?!\d)|[^{_PARTING}])*"
)
_SUSPECT = re.compile(r"[^\d.,%A-Z]")
"""An expression without any such sign leaves nothing unread."""
_SPOKEN_FIGURES = "零一二三四五六七八九十百千万亿两幺"
_UNREAD = re.compile(
    rf"[_^*=<>|#~°′″]|(?<=[{_SPOKEN_FIGURES}])(?:缪|井号)|(?<=[{_SPOKEN_FIGURES}])/|/(?![{_SPOKEN_FIGURES}])|/(?=[{_SPOKEN_FIGURES}]+(?:小时|分钟|[天秒年月周]))|(?<=[{_SPOKEN_FIGURES}])['\":.-]|['\":.-](?=[{_SPOKEN_FIGURES}])"
    rf"|(?<=[{_SPOKEN_FIGURES}])[a-z](?![a-z])|(?<![A-Za-z])[a-z](?=[{_SPOKEN_FIGURES}])"
)
"""A stroke between two measures (220V/50Hz, 601型/901型) is a breath."""
_SPOKEN_LETTER = re.compile(rf"[{_SPOKEN_FIGURES}] ?[A-Z](?![A-Za-z])")
_LETTER_UNIT = re.compile(r"(?<=\d)(?!(?<=[2-5])g|(?<=[248])k|(?<=[23])d)[a-z](?![A-Za-z])")
"""A small letter after a figure, but for 5g, 4k and 3d."""
_DECADE_OR_SECONDS = re.compile(r"(?<![\d.A-Za-z])([2-9]0)s(?![A-Za-z])")
_FEET_OR_MINUTES = re.compile(r"(?<![\d.°])([3-8])[′'](\d|1[01])[″\"]")
_TIMED = re.compile("时间|用时|耗时|时长|限时|计时|成绩|纪录|记录|跑|游|赛|经|纬|度|秒|[每约仅需内后]")
"""Words of a clause that speaks of seconds or of places on the earth."""


def find_unread_signs(text: str) -> list[TextIssue]:
    """Return an issue for each expression that is spoken as if a sign in it were not there, or were another."""
    issues = list(_find_ambiguous_signs(text))
    covered = [*ambiguous_numbers(text), *((issue.start, issue.start + len(issue.excerpt)) for issue in issues)]
    for expression in _EXPRESSION.finditer(text):
        written = expression[0].rstrip("'\".:-/")
        start, end = expression.start(), expression.start() + len(written)
        if not _SUSPECT.search(written) or any(begin < end and start < until for begin, until in covered):
            continue
        spoken = spoken_for(text, start, end)
        sign = _search_spoken(_UNREAD, spoken) or (re.search("负", spoken) if re.match(r"\d[\d.]*-", written) else None)
        if not sign and "/" in written:
            sign = re.search("·", spoken)
        if not sign and _search_spoken(_SPOKEN_LETTER, spoken):
            sign = _LETTER_UNIT.search(written)
        if sign:
            issues.append(unread_issue(start, written, sign[0].replace("负", "-"), spoken))
    return issues


@lru_cache(maxsize=256)
def _search_spoken(pattern: re.Pattern[str], spoken: str) -> re.Match[str] | None:
    """Return what a pattern finds in what is said: hundreds of expressions in a row may be said as one."""
    return pattern.search(spoken)


def _find_ambiguous_signs(text: str) -> Iterator[TextIssue]:
    """Yield what two kinds of figures share: 70s can be seconds or a decade, 5'3" minutes or feet."""
    for pattern, ways in ((_DECADE_OR_SECONDS, _say_decade), (_FEET_OR_MINUTES, _say_feet)):
        for match in pattern.finditer(text):
            clause = (
                re.split("[，。；！？]", text[: match.start()])[-1] + re.split("[，。；！？]", text[match.end() :])[0]
            )
            spoken = spoken_for(text, *match.span())
            choices = tuple(f"{{{match[0]}|{way}}}" for way in sorted({spoken, *ways(match)}))
            if _TIMED.search(clause) or "秒" not in spoken:
                continue
            yield TextIssue(
                "ambiguous-number",
                match.start(),
                match[0],
                _("“{number}” can be said in more than one way; now it is said “{spoken}”.").format(
                    number=match[0], spoken=spoken
                ),
                _("Write how it is said: {choices}; or name what is counted.").format(choices=" / ".join(choices)),
                choices=choices,
            )


def _say_decade(match: re.Match[str]) -> tuple[str, str]:
    return cardinal(match[1]) + "秒", cardinal(match[1]) + "年代"


def _say_feet(match: re.Match[str]) -> tuple[str, str]:
    first, second = cardinal(match[1]), cardinal(match[2])
    return f"{first}分{second}秒", f"{first}英尺{second}英寸"
