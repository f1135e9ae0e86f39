"""Shorter names for what a script declares: a tenth of its weight on the line.

Why not a library: docs/decisions/0020-scripts-are-shortened-here.md. This one knows no scopes: a name gets the same new
one wherever it stands as a variable, which changes no meaning as long as the new names stand nowhere else.
"""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Iterator
from dataclasses import dataclass
from itertools import product

MIN_NAME_CHARACTERS = 3
LETTERS = "etnairoslcdupmfghvbywxkjqzTSCEADILMNOPRBFGHJKQUVWXYZ"
"""Those that scripts have often anyway come first, and compress best."""
TOKEN = re.compile(
    r"""(?P<quoted>"(?:[^"\\]|\\.)*"|'(?:[^'\\]|\\.)*')
    |(?P<pattern>/(?:[^/\\\[\n]|\\.|\[(?:[^\]\\]|\\.)*\])+/[a-z]*)
    |(?P<number>\d[\w.]*)
    |(?P<name>[A-Za-z_$][\w$]*)
    |(?P<space>\s+)
    |(?P<sign>=>|\.\.\.|.)""",
    re.VERBOSE | re.DOTALL,
)
TEMPLATE_TEXT = re.compile(r"(?:[^`\\$]|\\.|\$(?!\{))*(?:`|\$\{)", re.DOTALL)
"""Up to the end of the template, or to an expression in it."""
BEFORE_PATTERN = frozenset({"(", ",", "=", ":", "[", "!", "&", "|", "?", "{", "}", ";", "=>", "return"})
"""A slash behind one of these begins a regular expression, behind others it divides."""
BEFORE_OBJECT = frozenset({"(", ",", "=", ":", "[", "?", "&", "|", "...", "return", "const", "let"})
"""A brace behind one of these holds properties, behind others statements."""
BEFORE_PARAMETER = frozenset({"(", ",", "[", "..."})
_KEYWORDS = (
    "async await break case catch class const continue default delete do else export extends false finally for "
    "function if import in instanceof let new null of return static super switch this throw true try typeof undefined "
    "var void while yield"
)
KEYWORDS = frozenset(_KEYWORDS.split())
_GLOBALS = (
    "addEventListener caches close document event fetch find focus frames history innerHeight innerWidth length "
    "location matchMedia name navigator open origin parent performance print registration screen scroll scrollTo self "
    "skipWaiting clients status stop top"
)
GLOBALS = frozenset(_GLOBALS.split())
"""Names of browsers' own: one that a script declares in one place may mean the browser's in another."""


@dataclass
class _Token:
    kind: str
    text: str
    is_variable: bool = False
    is_shorthand: bool = False
    """A property named like the variable it holds."""


def shorten_names(code: str) -> str:
    """Return a script in which what it declares has shorter names; constants in capitals keep theirs."""
    short = choose_short_names(code)
    tokens = _tokens(code)
    return "".join(short.get(token.text, token.text) if token.is_variable else token.text for token in tokens)


def choose_short_names(code: str) -> dict[str, str]:
    """Return the new name of each that gets one, the shortest for the most frequent."""
    tokens = list(_tokens(code))
    fixed = {token.text for token in tokens if token.is_shorthand} | KEYWORDS | GLOBALS
    uses = Counter(token.text for token in tokens if token.is_variable)
    declared = {
        name for name in _declared_names(tokens) if len(name) >= MIN_NAME_CHARACTERS and not name.isupper()
    } - fixed
    taken = {token.text for token in tokens if token.kind == "name"} | KEYWORDS
    names = (name for name in (*LETTERS, *map("".join, product(LETTERS, repeat=2))) if name not in taken)
    return dict(zip(sorted(declared, key=lambda name: (-uses[name], name)), names, strict=False))


def _tokens(code: str) -> Iterator[_Token]:
    """Yield the tokens of a script; a template comes as pieces of text, with tokens between them."""
    brackets: list[str] = []  # those that are open: ( [ block object template
    previous = "("
    place = 0
    while place < len(code):
        match = TOKEN.match(code, place)
        if not match:
            raise ValueError(code[place : place + 40])
        kind, text = str(match.lastgroup), match[0]
        if kind == "pattern" and previous not in BEFORE_PATTERN:
            kind, text = "sign", "/"
        ends_expression = text == "}" and brackets[-1] == "template"
        if ends_expression:
            brackets.pop()
        if text == "`" or ends_expression:
            piece = TEMPLATE_TEXT.match(code, place + 1)
            if not piece:
                raise ValueError(code[place : place + 40])
            kind, text = "template", text + piece[0]
        place += len(text)
        token = _Token(kind, text)
        if kind == "name":
            is_key = brackets[-1:] == ["object"] and previous in ("{", ",", "async")
            follower = code[place:].lstrip()[:1] if code[place : place + 1].isspace() else code[place : place + 1]
            token.is_shorthand = is_key and follower in (",", "}", "=")
            token.is_variable = previous != "." and not (is_key and follower in (":", "("))
        elif kind == "template" and text.endswith("${"):
            brackets.append("template")
            previous = "("
        elif kind == "sign":
            if text in "([":
                brackets.append(text)
            elif text == "{":
                brackets.append("object" if previous in BEFORE_OBJECT else "block")
            elif text in ")]}":
                brackets.pop()
        yield token
        if kind != "space" and not text.endswith("${"):
            previous = text


def _declared_names(tokens: list[_Token]) -> Iterator[str]:
    """Yield what const, let and function declare, and the parameters of functions."""
    seen = [token for token in tokens if token.kind != "space"]
    opened: list[int] = []
    for index, token in enumerate(seen):
        before = seen[index - 1].text if index else ""
        follower = seen[index + 1].text if index + 1 < len(seen) else ""
        if token.is_variable and (follower == "=>" or before in ("const", "let", "function")):
            yield token.text
        if token.kind != "sign":
            continue
        if token.text == "(":
            opened.append(index)
        elif token.text == ")":
            start = opened.pop()
            if follower == "=>" or "function" in (seen[start - 1].text, seen[start - 2].text):
                names = zip(seen[start:index], seen[start + 1 : index], strict=False)
                yield from (name.text for sign, name in names if name.is_variable and sign.text in BEFORE_PARAMETER)
