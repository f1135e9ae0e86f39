"""What surrounds the article of a web page: menus, cookie bars, breadcrumbs, sharing, related pages, footers.

Three signs, in this order: the element itself (``nav``), its class or id, and that its text consists of links.
"""

from __future__ import annotations

import re
from collections import defaultdict

from bs4 import Tag
from bs4.element import NavigableString

NAVIGATION = "site navigation"
ELEMENTS = frozenset({"nav", "header", "footer", "aside", "form", "button", "select", "textarea", "dialog"})
ROLES = frozenset({"navigation", "banner", "contentinfo", "search", "dialog", "complementary", "alert", "menu"})
WORDS = frozenset(
    """ad ads advert advertisement banner breadcrumb breadcrumbs colophon comment comments consent cookie cookies
    copyright crumb crumbs footer footnav gdpr header legal login masthead menu menus meta modal nav navbar
    navigation newsletter pager pagination popup position pos promo prevnext qrcode qr recommend recommended related
    search share sharing
    sidebar sitemap skip social sponsor subscribe tag tags toolbar topbar widget byline""".split()  # noqa: SIM905
)
"""Words of class names and ids (split at - _ and capitals) by which themes call what is not the article."""
CONTENT = frozenset({"main", "article"})
MIN_LINKS = 2
LINK_SHARE = 0.6
"""Share of an element's characters that are links from which it is a menu."""


def text_length(node: Tag) -> int:
    """Return how many characters other than white space an element shows."""
    return sum(len("".join(text.split())) for text in node.find_all(string=True) if type(text) is NavigableString)


def aside_reasons(root: Tag) -> dict[int, str]:
    """Return id of an element → why it is set aside."""
    reasons: dict[int, str] = {}
    total = 0
    lengths: dict[int, int] = defaultdict(int)
    links: dict[int, tuple[int, int]] = defaultdict(lambda: (0, 0))
    for text in root.find_all(string=True):
        if type(text) is not NavigableString or _in_head(text):
            continue
        size = len("".join(text.split()))
        total += size
        linked = any(parent.name == "a" for parent in _ancestors(text, 4))
        for parent in _ancestors(text, 200):
            lengths[id(parent)] += size
            if linked:
                count, linked_size = links[id(parent)]
                links[id(parent)] = (count + 1, linked_size + size)
    main = next((tag for tag in root.find_all(["main", "article"]) if lengths[id(tag)] * 3 > total), None)
    inside = {id(tag) for tag in main.find_all(True)} | {id(main)} if main is not None else set()
    outside = {id(parent) for parent in main.parents} if main is not None else set()
    for tag in root.find_all(True):
        if tag.name in ("html", "body", "head") or id(tag) in outside:
            continue
        size = lengths[id(tag)]
        if (
            (main is not None and id(tag) not in inside)
            or (tag.name in ELEMENTS and not (tag.name == "header" and id(tag) in inside and tag.find("h1")))
            or (size * 2 < total and (_is_named_aside(tag) or _is_made_of_links(tag, size, links[id(tag)])))
        ):
            reasons[id(tag)] = NAVIGATION
    return reasons


def _ancestors(node: NavigableString, limit: int) -> list[Tag]:
    parents: list[Tag] = []
    for parent in node.parents:
        if len(parents) >= limit:
            break
        parents.append(parent)
    return parents


def _in_head(text: NavigableString) -> bool:
    return any(parent.name in ("head", "script", "style", "template") for parent in _ancestors(text, 3))


def _is_named_aside(tag: Tag) -> bool:
    if tag.name in ("a", "span", "strong", "b", "em", "i", "p", "h1", "h2", "h3") and tag.name != "p":
        return False
    if str(tag.get("role", "")) in ROLES:
        return True
    names = [str(tag.get("id", "")), *map(str, tag.get_attribute_list("class"))]
    words = {word.lower() for name in names for word in re.findall(r"[A-Z]?[a-z]+|[A-Z]+", name)}
    return bool(words & WORDS) and not words & {"content", "article", "transcript", "main", "body", "entry"}


def _is_made_of_links(tag: Tag, size: int, links: tuple[int, int]) -> bool:
    """Whether an element is a menu: two links or more that are most of its text, and no sentence in it."""
    count, linked = links
    if tag.name in ("a", "b", "strong", "span", "em", "i", "li", "table", "tr", "td"):
        return False
    return count >= MIN_LINKS and linked > LINK_SHARE * size and size < 400 * max(1, count // 8)
