"""The field ``images`` of a stop ↔ values of the model."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

from ..model import StopPicture
from ..yaml.reader import List, Map, Node, Scalar, is_null
from ..yaml.writer import Flow

FIELDS = ("file", "alt", "caption", "credit")


def read_pictures(node: Node | None) -> tuple[StopPicture, ...]:
    """Return the pictures of ``images``, in the order of the file."""
    if not isinstance(node, List):
        return ()
    return tuple(
        StopPicture(**{name: _text_of(item, name) for name in FIELDS}) for item in node.items if isinstance(item, Map)
    )


def pictures_data(pictures: Sequence[StopPicture]) -> list[dict[str, Any]]:
    """Return the pictures as a script has them."""
    return [Flow({name: text for name in FIELDS if (text := getattr(picture, name))}) for picture in pictures]


def _text_of(node: Map, key: str) -> str:
    child = node.fields.get(key)
    return child.text.strip() if isinstance(child, Scalar) and not is_null(child) else ""
