"""Lists of a script that hold groups, such as its plans, points and routes: items appended, found again and removed."""

from __future__ import annotations

from collections.abc import Callable, Collection, Sequence
from typing import Any

from ..errors import EditRefused
from ..i18n import _
from ..yaml import patching
from .script_edits import EditConflict

MAX_NAME_CHARACTERS = 36


def append_item(text: str, path: patching.Path, key: str, item: dict[str, Any], order: Sequence[str]) -> str:
    """Append a group to the list ``key`` of the group at ``path``; a list that is missing or empty is written."""
    group = patching.load_value(text, path)
    if group.get(key):
        return patching.insert_item(text, (*path, key), len(group[key]), item)
    if key in group:
        text = patching.remove_field(text, path, key)
    return patching.set_field(text, path, key, [item], order)


def drop_item(text: str, path: patching.Path, key: str, index: int, count: int) -> str:
    """Remove one of ``count`` groups of the list ``key``, and the list with its last one."""
    if count == 1:
        return patching.remove_field(text, path, key)
    return patching.remove_item(text, (*path, key), index)


def free_name(title: str, taken: Collection[str], otherwise: str) -> str:
    """Return a name for a new item, made from its title: numbered where it is taken, ``otherwise`` without letters."""
    from ..importers.slugs import make_slug  # brings the dictionaries of pinyin along

    name = make_slug(title)[:MAX_NAME_CHARACTERS].strip("-") or otherwise
    return next(free for count in range(1, 1000) if (free := name if count == 1 else f"{name}-{count}") not in taken)


def find_seen(items: Sequence[str], index: int, seen: str) -> int:
    """Return the index of an item that a page has seen, also where another page moved it.

    Raises EditRefused for one that is gone or says something else now.
    """
    if 0 <= index < len(items) and items[index] == seen:
        return index
    if items.count(seen) == 1:
        return items.index(seen)
    raise EditRefused(
        _("This was changed elsewhere at the same time."),
        hint=_("The page shows it as it is now: look, then try again."),
    )


def change_seen(items: Sequence[str], index: int, seen: str, text: str, change: Callable[[int], str]) -> str:
    """Return the text of a script after the change of an item that a page has seen.

    Raises EditConflict where it says something else now, unless that is what the change wants: an answer may be lost.
    """
    try:
        at = find_seen(items, index, seen)
    except EditRefused:
        if not 0 <= index < len(items):
            raise
        if change(index) == text:
            return text
        raise EditConflict(items[index]) from None
    return change(at)
