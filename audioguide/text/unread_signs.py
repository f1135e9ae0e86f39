"""Find figures with a sign, a unit or an abbreviation beside them that no rule has put into words.

What no rule knows is spoken as if the sign were not there; a person has to hear of it.
"""

from __future__ import annotations

import re
from bisect import bisect_left, bisect_right
from collections.abc import Iterable, Sequence

from ..i18n import _
from . import TextIssue
from .semiotic import Token, replace_tokens

_FIGURES, _WORDS = "0", "\x01"
"""What stands in for a token that a rule has read: one with figures, one without."""
_UNREAD = re.compile(
    r"[°№‰%µ²³½¼¾⅓⅔⅛⅕≤≥≈±×=<>^]"  # never silent
    r"|(?<=0)[~*+#_|](?=[\w\x01~*+#.,-])|(?<![\w\x01/])[~*+#](?= ?0)|(?<=[\w\x01])[~*+#_|](?=0)"
    r"|(?<=[0\x01])/(?=[^\W\d])|(?<=[^\W\d])/(?=0)"  # between two that are read (50 mph/80 km/h) it is a breath
    r"|(?<=0)['\"](?=[0\"'])"  # 3'59"4
    r"|(?<=0)[,:](?=0)"
    r"|(?<=0)(?P<unit> ?[^\W\d_]{1,3})(?=\x01\x01)"  # 500 gal/min
    r"|(?<=0)(?P<short> [^\W\d_]{1,4}\.)(?=,? 0)"  # 3 Mk. 50 Pf.
)
_QUOTES = re.compile(r"(?<=0)\"")
_BLANK = re.compile(r"[\s()\[\]“”„«»…—;!?\U000f0000]")


def find_unread_signs(text: str, tokens: Sequence[Token]) -> list[TextIssue]:
    """Return an issue for every expression with such a sign, in order; what has a doubt already is left out.

    ``text`` is written with one form for each sign; ``tokens`` are those of its rules, from left to right.
    """
    issues: list[TextIssue] = []
    starts, ends = [token.start for token in tokens], [token.end for token in tokens]
    end = 0
    for sign in _find_signs(text, _hide_tokens(text, tokens)):
        if sign.start() < end:
            continue
        start, end = _expression_span(text, *sign.span())
        touching = tokens[bisect_right(ends, start) : bisect_left(starts, end)]
        if any(token.doubt for token in touching):
            continue
        inside = [token for token in touching if start <= token.start and token.end <= end]
        shifted = [Token(t.start - start, t.end - start, t.semiotic_class, t.spoken) for t in inside]
        spoken = re.sub(r" *[/ ] *", " ", replace_tokens(text[start:end], shifted)).strip()
        issues.append(unread_issue(start, text[start:end], sign[0].strip(), spoken))
    return issues


def unread_issue(start: int, written: str, sign: str, spoken: str) -> TextIssue:
    """Return the issue of an expression and the sign in it that is not spoken."""
    return TextIssue(
        "unread-sign",
        start,
        written,
        _("No rule knows how “{sign}” is said in “{written}”; it is read “{spoken}”.").format(
            sign=sign, written=written, spoken=spoken
        ),
        _("Write it in words, or mark how it is said: {example}").format(example=f"{{{written}|…}}"),
    )


def _hide_tokens(text: str, tokens: Iterable[Token]) -> str:
    """Return the text, of the same length, with a figure or a control character for all that is read."""
    hidden = list(text)
    for token in tokens:
        written = text[token.start : token.end]
        stand_in = _FIGURES if any(map(str.isnumeric, written)) else _WORDS
        for place in range(token.start, token.end):
            if not text[place].isspace():
                hidden[place] = stand_in
    return "".join(hidden)


def _find_signs(text: str, hidden: str) -> list[re.Match[str]]:
    signs = [match for match in _UNREAD.finditer(hidden) if not (match["unit"] and text[match.end()] != "/")]
    # a quotation mark after a figure closes what was opened before
    signs += [match for match in _QUOTES.finditer(hidden) if text.count('"', 0, match.start()) % 2 == 0]
    return sorted(signs, key=lambda match: match.start())


def _expression_span(text: str, start: int, end: int) -> tuple[int, int]:
    """Return the span of the expression around a sign: all that blanks and brackets do not part."""
    if text[start] == " ":  # a unit that stands apart from its figure
        start -= 1
    while start and not _BLANK.match(text[start - 1]):
        start -= 1
    while end < len(text) and not _BLANK.match(text[end]):
        end += 1
    written = text[start:end]
    return start + len(written) - len(written.lstrip(".,:'\"")), start + len(written.rstrip(".,:'"))
