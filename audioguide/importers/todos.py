"""What only a person can decide: blanks, placeholders, texts that break off, numbers that cannot be right.

Each doubt becomes a TODO of its stop; ``check`` lists it until the author has taken it out of the script.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Iterator

from ..i18n import _
from .cleanup import Table

PLACEHOLDER = re.compile(
    r"\*{2,}|(?<![A-Za-z])[Xx×✕]{2,}(?![A-Za-z])|[○〇]{2,}|_{3,}|\?{3,}|\bTBD\b|\bTODO\b|\[insert[^\]]*\]"
)
DAMAGED = re.compile("\ufffd+")
BLANK = re.compile(
    r"(?<=[\u4e00-\u9fff]) +(?=(?:[户个人亩年月日元名条台座所家间口株头只部]|万元)[，。；、）]?)"
    r"|(?<=[\u4e00-\u9fff])（ +）|\( {2,}\)"
)
NO_MONTH = re.compile(r"(?:^|(?<=[。！？；\n]))月\d{1,2}日")
SHORT_YEAR = re.compile(r"(?<!\d)0\d年")
SAME_YEAR = re.compile(r"(\d{4})年、\1年")
NEAR_AND_MORE = re.compile(r"(?:近|将近|约|不足)\d[\d,.]*[百千万亿]?余")
RANGE = re.compile(r"(\d{1,4}) ?至 ?(\d{1,4})(?= ?[亿万元年户人])")
TWICE = re.compile(r"((?!一)[\u4e00-\u9fff]{2})\1(?!\1)")
PER_CENT = re.compile(r"(?<![\d.])(\d{3,}(?:\.\d+)?)[%％]")
MONTH_DAY = re.compile(r"(?<!\d)(\d{1,2})月(\d{1,2})日")
DAYS = (31, 29, 31, 30, 31, 30, 31, 31, 30, 31, 30, 31)
UNFINISHED = re.compile(r"[，,、；;：:（(“《]$|[\u4e00-\u9fffA-Za-z0-9]$")
LIST_END = re.compile(r"[；;]$")


_DOUBTS: tuple[tuple[re.Pattern[str], Callable[[], str]], ...] = (
    (PLACEHOLDER, lambda: _("Placeholder: {excerpt}. Fill it in, or rephrase.")),
    (DAMAGED, lambda: _("A character could not be read: {excerpt}.")),
    (BLANK, lambda: _("Something is missing here: {excerpt}. Fill the blank, or rephrase.")),
    (NO_MONTH, lambda: _("The month is missing here: {excerpt}.")),
    (SHORT_YEAR, lambda: _("A year of two digits: {excerpt}. Write it out.")),
    (SAME_YEAR, lambda: _("The same year twice in a list: {excerpt}. Which years are they?")),
    (NEAR_AND_MORE, lambda: _("Less and more than a number at once: {excerpt}.")),
    (TWICE, lambda: _("A word comes twice: {excerpt}.")),
    (PER_CENT, lambda: _("More than a hundred per cent: {excerpt}. Is that right?")),
    (MONTH_DAY, lambda: _("No such date: {excerpt}.")),
    (RANGE, lambda: _("A range that falls: {excerpt}.")),
)
"""What is doubtful, and the message, translated only where something is: most stops have no doubt."""


def find_doubts(text: str, table: Table) -> Iterator[str]:
    """What is doubtful in the narration of a stop, in the author's language."""
    for pattern, message in _DOUBTS:
        for match in pattern.finditer(text):
            if _is_doubtful(pattern, match):
                yield message().format(excerpt=_excerpt(text, match))
    for rule in table.ask:
        for match in rule.pattern.finditer(text):
            proposal = _("“{old}” may be a slip for “{new}”: {excerpt}.")
            yield proposal.format(old=match[0], new=rule.new, excerpt=_excerpt(text, match))


def find_broken_end(paragraph: str) -> str:
    """The doubt about a last paragraph that does not end; empty where it does."""
    paragraph = paragraph.strip()
    if not paragraph or not UNFINISHED.search(paragraph):
        return ""
    return _("The text breaks off here: {excerpt}. Complete it, or end the sentence before.").format(
        excerpt="…" + paragraph[-14:]
    )


def _is_doubtful(pattern: re.Pattern[str], match: re.Match[str]) -> bool:
    if pattern is PER_CENT:
        return float(match[1]) > 100
    if pattern is MONTH_DAY:
        return not (1 <= int(match[1]) <= 12 and 1 <= int(match[2]) <= DAYS[int(match[1]) - 1])
    if pattern is RANGE:
        return int(match[1]) > int(match[2])
    return True


def _excerpt(text: str, match: re.Match[str]) -> str:
    before = text[max(0, match.start() - 8) : match.start()]
    after = text[match.end() : match.end() + 8]
    return f"“{before}{match[0]}{after}”".replace("\n", " ")
