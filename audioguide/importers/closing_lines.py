"""What stands behind the last narration of a text: contacts, practical information, credits without a full stop."""

from __future__ import annotations

import re
from collections.abc import Sequence

from ..text.han import HAN_CHARACTER
from . import aside_patterns, patterns
from .outline import Line, weight
from .stop_numbers import read_stop_number

MAX_CLOSING_LINES = 40
SHORT_SENTENCE = 60
"""Weight of a sentence that may stand among contacts."""
LONG_LINE = 25
"""Characters of a line that has room for a sentence."""
LONG_OFFICE = 80
"""Characters of the longest line below a letter that says what its writer does: Secretary, Canal Society."""
LETTER_CLOSING = re.compile(
    r"(?:顺|順|谨|謹|敬|恭)?祝(?:[好安]|[顺順]利|商祺|春[祺安]|近安)?[：:，,。！!]?|此致(?:敬[礼禮][！!]?)?|(?:即|顺|順|敬)[颂頌].{0,6}"
    r"|(?i:(?:(?:with )?(?:best|kind|warm|many)(?:est)? (?:regards|wishes|thanks)|regards"
    r"|yours(?: (?:sincerely|faithfully|truly))?"
    r"|sincerely(?: yours)?|cordialement|bien (?:à vous|cordialement)|(?:un )?saludos?(?: cordial(?:es)?)?|atentamente"
    r"|mit freundlichen grü(?:ß|ss)en|(?:viele|liebe|herzliche) grü(?:ß|ss)e|mfg)[,，.!]?)"
)
"""A line that closes a letter: 祝, 此致, Best regards."""
SIGNATURE_MARK = re.compile(r"-- ?|—")
"""What mail programs put above a signature (RFC 3676)."""
LETTER_THANKS = re.compile(
    r"(?:多?[谢謝]{1,2}|感[谢謝]|辛苦了|麻烦[您你]了|以上)[了您你]?[！!。~]?"
    r"|(?i:(?:many )?thanks|cheers|(?:all (?:the|my) )?best|take care|love|warmly|yours|merci|amitiés|amicalement"
    r"|à bientôt|gracias|(?:un )?(?:fuerte )?abrazos?|(?:vielen )?danke?|lg"
    r"|gru(?:ß|ss)|herzlich(?:st)?|bis bald|bises|cdt)[,，.!]?"
)
"""Thanks alone on a line."""
OPEN_FIELD = re.compile(r"[^:：。.!?！？]{1,24}[:：][^。!?！？]*(?<![.])$")
"""Crédits : mairie de Brécy, 2022."""
MAX_LETTER_CLOSING_LINES = 7
TO_VISITORS = re.compile(
    r"大家|各位|您|你们|我们|谢谢|謝謝|再见|再見|祝|(?i:\b(?:thank|goodbye|farewell|you|your|we|our|merci"
    r"|au revoir|vous"
    r"|gracias|adiós|usted(?:es)?|danke|wiedersehen|sie)\b)"
)
"""Words by which a closing line speaks to somebody."""


def find_closing_contacts(lines: Sequence[Line]) -> frozenset[int]:
    """Return the positions of short lines that stand among contacts behind the last narration."""
    first = -1
    for n in _closing(lines):
        if aside_patterns.is_contact(lines[n].text):
            first = n
        elif patterns.SENTENCE_END.search(lines[n].text) and weight(lines[n].text) > SHORT_SENTENCE:
            break
    return frozenset(n for n in range(first, len(lines)) if first >= 0 and not TO_VISITORS.search(lines[n].text))


def find_letter_closing(lines: Sequence[Line], is_mail: bool = False) -> frozenset[int]:
    """Return the positions of the wish that closes a letter and of the short lines behind it, to the end.

    ``is_mail``: it is known for a letter, which thanks alone may close.
    """
    signature = len(lines)
    for n in range(len(lines) - 1, max(-1, len(lines) - 1 - MAX_LETTER_CLOSING_LINES), -1):
        if SIGNATURE_MARK.fullmatch(lines[n].text) and not any(
            patterns.SENTENCE_END.search(line.text) for line in lines[n + 1 :]
        ):
            signature = n
            continue
        if LETTER_CLOSING.fullmatch(lines[n].text) or (is_mail and LETTER_THANKS.fullmatch(lines[n].text)):
            return frozenset(range(n, len(lines)))
        text = lines[n].text
        is_office = len(text) <= LONG_OFFICE and not patterns.SENTENCE_END.search(text) and is_name_like(text)
        is_long = len(text) > LONG_LINE and not (is_office or aside_patterns.WEB.fullmatch(text))
        if is_long or lines[n].kind in ("heading", "cell"):
            break
    return frozenset(range(signature, len(lines)))


def find_closing_fragments(lines: Sequence[Line]) -> frozenset[int]:
    """Return the positions of lines without a full stop behind the last sentence, where other texts have one."""
    long = [
        line
        for n, line in enumerate(lines)
        if len(line.text) > LONG_LINE
        and line.kind not in ("heading", "cell")
        and not OPEN_FIELD.match(line.text)
        and (n or patterns.SENTENCE_END.search(line.text))
    ]
    ended = sum(bool(patterns.SENTENCE_END.search(line.text)) for line in long)
    if ended < 2 or ended * 6 < len(long) * 5:
        return frozenset()
    positions: list[int] = []
    for n in _closing(lines):
        if patterns.SENTENCE_END.search(lines[n].text):
            return frozenset(m for m in positions if is_name_like(lines[m].text))
        positions.append(n)
    before = positions[-1] - 1 if positions else -1  # the text below a heading, which ends as sentences do
    if (
        before > 0
        and patterns.SENTENCE_END.search(lines[before].text)
        and lines[before].kind not in ("heading", "cell")
    ):
        return frozenset(m for m in positions if is_name_like(lines[m].text))
    return frozenset()


def is_name_like(text: str) -> bool:
    """Whether a line without a full stop is made of names, as credits and addresses are, and is no broken sentence."""
    if TO_VISITORS.search(text):
        return False
    if HAN_CHARACTER.search(text):
        return len(text) <= 30 and not re.search("[，,；：:“]", text)
    words = text.split()
    names = sum(not word[:1].islower() for word in words)
    return len(words) <= 5 or names * 2 >= len(words)


def _is_numbered(text: str) -> bool:
    return patterns.heading_like(text) and read_stop_number(text, in_heading=True) is not None


def _closing(lines: Sequence[Line]) -> list[int]:
    """Positions of the last lines, from the end, up to a heading: what stands below one is its text."""
    positions: list[int] = []
    for n in range(len(lines) - 1, max(-1, len(lines) - 1 - MAX_CLOSING_LINES), -1):
        line = lines[n]
        if line.kind in ("heading", "cell") or line.block.bold or _is_numbered(line.text):
            break
        if n and _is_numbered(lines[n - 1].text):
            break
        positions.append(n)
    return positions
