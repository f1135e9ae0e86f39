"""What surrounds the article of a web page: menus, cookie bars, breadcrumbs, sharing, related pages, footers.

Three signs, in this order: the element itself (``nav``), its class or id, and that its text consists of links.
"""

from __future__ import annotations

import re
from collections import defaultdict

from bs4 import Tag
from bs4.element import NavigableString

NAVIGATION = "site navigation"
ADDITIONS = "menus, cookies, comments or sharing"
"""Why an element is set aside that is a small share of the page and says what it is."""
CLEAR_SHARE = 4
"""One part of so many of a page's characters an element may hold to be set aside without a question."""
CLEAR_WORDS = frozenset(
    """ad ads advert advertisement breadcrumb breadcrumbs comment comments consent cookie cookies copyright gdpr login
    nav navbar navigation newsletter pagination search share sharing social sponsor subscribe""".split()  # noqa: SIM905
)
"""Words of class names of what is never the article, unless it is much of the page."""
ELEMENTS = frozenset({"nav", "header", "footer", "aside", "form", "button", "select", "textarea", "dialog"})
ROLES = frozenset({"navigation", "banner", "contentinfo", "search", "dialog", "complementary", "alert", "menu"})
WORDS = frozenset(
    """ad ads advert advertisement banner breadcrumb breadcrumbs colophon comment comments consent cookie cookies
    copyright crumb crumbs footer footnav gdpr header legal login masthead menu menus meta modal nav navbar
    navigation newsletter pager pagination player popup position pos promo prevnext qrcode qr recommend recommended
    related search share sharing sidebar sitemap skip social sponsor subscribe tag tags toolbar topbar widget
    byline""".split()  # noqa: SIM905
)
"""Words of class names and ids (split at - _ and capitals) by which themes call what is not the article."""
MENUS = frozenset({"nav", "footer", "button", "select", "textarea"})
"""Elements that hold no article, however much of the page they hold; old servers put all of it into a ``form``."""
WEAK_WORDS = frozenset(
    """date time posted published author autor auteur info infos views source credit credits fecha migas byline
    standfirst-meta entrydate postmeta weizhi laiyuan riqi""".split()  # noqa: SIM905
)
"""Words of class names that say little: such an element is set aside where it holds no sentence."""
PANEL_WORDS = frozenset({"transcript", "accordion", "collapse", "panel", "tab", "tabs", "toggle", "content", "expand"})
"""Words of class names of what a visitor opens with a button."""
CONTENT_WORDS = frozenset({"content", "article", "transcript", "main", "body", "entry"})
"""Words of class names of what may be the article, whatever else its name says."""
MAX_DEPTH = 200
MAX_HIDDEN = 200
"""Most hidden elements that are looked at."""
CONTROLS = ("aria-controls", "data-target", "data-bs-target", "href")
"""Attributes by which a button names what it shows."""
SENTENCE = re.compile(r"[。！？]|[.!?](?:\s|$)")
MAIN_LEAD = 4
"""Times as long as the second an article is that is the page's only one."""
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
    telling = {id(parent) for tag in root.find_all(["h1", "h2", "h3", "h4"]) for parent in _ancestors(tag, 200)}
    """Elements that hold a heading or a sentence."""
    for text in root.find_all(string=True):
        if type(text) is not NavigableString or _in_head(text):
            continue
        if SENTENCE.search(text) and not any(_is_hidden(parent) for parent in _ancestors(text, 8)):
            telling.update(id(parent) for parent in _ancestors(text, 200))
        size = len("".join(text.split()))
        total += size
        linked = any(parent.name == "a" for parent in _ancestors(text, 4))
        for parent in _ancestors(text, 200):
            lengths[id(parent)] += size
            if linked:
                count, linked_size = links[id(parent)]
                links[id(parent)] = (count + 1, linked_size + size)
    main = _find_main(root, lengths, total)
    inside = {id(tag) for tag in main.find_all(True)} | {id(main)} if main is not None else set()
    outside = {id(parent) for parent in main.parents} if main is not None else set()
    for tag in root.find_all(True):
        if tag.name in ("html", "body", "head") or id(tag) in outside:
            continue
        size = lengths[id(tag)]
        if (
            (main is not None and id(tag) not in inside)
            or (
                tag.name in ELEMENTS
                and (tag.name in MENUS or size * 2 < total)
                and not (tag.name == "header" and id(tag) in inside and tag.find("h1"))
            )
            or (
                size * 2 < total
                and (_is_named_aside(tag, id(tag) in telling) or _is_made_of_links(tag, size, links[id(tag)]))
            )
        ):
            reasons[id(tag)] = ADDITIONS if size * CLEAR_SHARE < total and _is_clear(tag) else NAVIGATION
    return reasons


def _find_main(root: Tag, lengths: dict[int, int], total: int) -> Tag | None:
    """The element that holds the page's text by its own word; None where several share it, as stops do."""
    mains = [tag for tag in root.find_all("main") if lengths[id(tag)] * 3 > total]
    if mains:
        return mains[0]
    articles = [tag for tag in root.find_all("article") if tag.find_parent("article") is None]
    longest = max(articles, key=lambda tag: lengths[id(tag)], default=None)
    if longest is None or lengths[id(longest)] * 3 <= total:
        return None
    others = [tag for tag in articles if tag is not longest and SENTENCE.search(tag.get_text(" "))]
    return None if any(lengths[id(tag)] * MAIN_LEAD > lengths[id(longest)] for tag in others) else longest


def _parents(tag: Tag) -> list[Tag]:
    """The elements around one, a bounded number of them."""
    return [parent for _n, parent in zip(range(MAX_DEPTH), tag.parents, strict=False)]


def _ancestors(node: NavigableString | Tag, limit: int) -> list[Tag]:
    parents: list[Tag] = []
    for parent in node.parents:
        if len(parents) >= limit:
            break
        parents.append(parent)
    return parents


def _in_head(text: NavigableString) -> bool:
    return any(parent.name in ("head", "script", "style", "template") for parent in _ancestors(text, 3))


def _is_named_aside(tag: Tag, is_telling: bool) -> bool:
    if tag.name in ("a", "span", "strong", "b", "em", "i", "p", "h1", "h2", "h3") and tag.name != "p":
        return False
    if str(tag.get("role", "")) in ROLES:
        return True
    words = _class_words(tag)
    if words & WEAK_WORDS and not is_telling:
        return True
    return bool(words & WORDS) and not (is_telling and words & CONTENT_WORDS)


def _is_clear(tag: Tag) -> bool:
    return tag.name in MENUS or str(tag.get("role", "")) == "navigation" or bool(_class_words(tag) & CLEAR_WORDS)


def _class_words(tag: Tag) -> set[str]:
    names = [str(tag.get("id", "")), *map(str, tag.get_attribute_list("class"))]
    return {word.lower() for name in names for word in re.findall(r"[A-Z]?[a-z]+|[A-Z]+", name)}


def hidden_elements(root: Tag) -> set[int]:
    """Return ids of the elements that are hidden for good, not of what a button shows (transcripts, panels)."""
    tags = root.find_all(True)
    hidden = [tag for tag in tags if _is_hidden(tag)][:MAX_HIDDEN]
    if not hidden:
        return set()
    opened = {str(tag[name]).lstrip("#") for name in CONTROLS for tag in tags if tag.has_attr(name)}
    for_good = [tag for tag in hidden if str(tag.get("id", "")) not in opened and not _class_words(tag) & PANEL_WORDS]
    ids = {id(tag) for tag in for_good}
    outermost = [tag for tag in for_good if not any(id(parent) in ids for parent in _parents(tag))]
    if sum(map(text_length, outermost)) * 2 >= text_length(root):  # the page itself is shown by its script
        return set()
    return {id(tag) for tag in for_good}


def _is_hidden(tag: Tag) -> bool:
    if not tag.attrs:
        return False
    style = str(tag.get("style", "")).replace(" ", "").lower()
    return (
        tag.has_attr("hidden")
        or tag.get("aria-hidden") == "true"
        or "display:none" in style
        or "visibility:hidden" in style
    )


def _is_made_of_links(tag: Tag, size: int, links: tuple[int, int]) -> bool:
    """Whether an element is a menu: two links or more that are most of its text, and no sentence in it."""
    count, linked = links
    if tag.name in ("a", "b", "strong", "span", "em", "i", "li", "table", "tr", "td"):
        return False
    return count >= MIN_LINKS and linked > LINK_SHARE * size and size < 400 * max(1, count // 8)
