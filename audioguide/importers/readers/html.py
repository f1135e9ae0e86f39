"""Web pages, saved: headings, paragraphs, lists and tables; navigation is set aside, not lost."""

from __future__ import annotations

import re

from bs4 import BeautifulSoup, Tag
from bs4.dammit import EncodingDetector
from bs4.element import CData, NavigableString

from ..document import Builder, Document, Kind
from .txt import decode

INLINE = frozenset(
    """a abbr b bdi bdo big cite code data dfn em font i kbd label mark q rp rt ruby s samp small span strong sub sup
    strike tt u var wbr ins del time center nobr""".split()  # noqa: SIM905 – a list of words reads better as words
)
SILENT = frozenset({"script", "style", "template", "noscript", "head", "svg", "math", "object", "iframe", "canvas"})
ASIDE = {
    "nav": "site navigation",
    "header": "site navigation",
    "footer": "site navigation",
    "aside": "site navigation",
    "form": "site navigation",
    "button": "site navigation",
    "select": "site navigation",
    "textarea": "site navigation",
    "figcaption": "caption of a picture",
    "del": "struck out",
    "s": "struck out",
    "strike": "struck out",
    "rt": "reading above the characters",
    "rp": "reading above the characters",
}
"""Elements that are set aside, and why."""


def read(data: bytes, name: str) -> Document:
    """The blocks of a web page.

    Raises DocumentError for what is not text or holds none.
    """
    declared = EncodingDetector.find_declared_encoding(data[:4096], is_html=True) or ""
    soup = BeautifulSoup(decode(data, name, declared), "lxml")
    builder = Builder(name)
    runs: list[tuple[str, str]] = []
    shape: tuple[Kind, int] = ("paragraph", 0)

    def flush() -> None:
        nonlocal runs
        builder.runs(_trimmed(runs), *shape)
        runs = []

    # (node, reason inherited, kind and level inherited, entering); an explicit stack: pages nest without limit
    stack: list[tuple[Tag | NavigableString | None, str, tuple[Kind, int]]] = [(soup, "", ("paragraph", 0))]
    while stack:
        node, reason, inherited = stack.pop()
        if node is None:
            flush()
            shape = inherited
        elif isinstance(node, Tag):
            if node.name in SILENT:
                continue
            reason = reason or ASIDE.get(node.name, "") or ("hidden" if _hidden(node) else "")
            if node.name == "br":
                runs.append(("\n", reason))
                continue
            if node.name in ("td", "th") and runs:
                runs.append(("\t", reason))
            block = node.name not in INLINE and node.name not in ("td", "th")
            own = _shape(node, inherited)
            if block:
                flush()
                shape = own
                stack.append((None, reason, inherited))
            stack.extend(
                (child, reason, own) for child in reversed(node.contents) if isinstance(child, Tag | NavigableString)
            )
        elif type(node) in (NavigableString, CData):
            runs.append((re.sub(r"[ \t\r\n]+", " ", node), reason))
    flush()
    return builder.document()


def _shape(node: Tag, inherited: tuple[Kind, int]) -> tuple[Kind, int]:
    if re.fullmatch(r"h[1-6]", node.name):
        return "heading", int(node.name[1])
    kinds: dict[str, Kind] = {"li": "item", "tr": "row", "p": "paragraph", "dt": "item", "dd": "item"}
    if node.name == "p" and inherited[0] == "item":
        return inherited
    return (kinds[node.name], 0) if node.name in kinds else inherited


def _hidden(node: Tag) -> bool:
    return node.has_attr("hidden") or "display:none" in str(node.get("style", "")).replace(" ", "").lower()


def _trimmed(runs: list[tuple[str, str]]) -> list[tuple[str, str]]:
    """Without the white space between tags at both ends, which nobody sees."""
    while runs and not runs[0][0].strip():
        runs = runs[1:]
    while runs and not runs[-1][0].strip():
        runs = runs[:-1]
    if runs:
        runs = [(runs[0][0].lstrip(), runs[0][1]), *runs[1:]]
        runs = [*runs[:-1], (runs[-1][0].rstrip(), runs[-1][1])]
    return runs
