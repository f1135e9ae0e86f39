"""YAML as plain data, also where a value only looks like a date or a number: PyYAML itself stops there."""

from __future__ import annotations

from typing import Any

import yaml

QUICKEST_LOADER: Any = getattr(yaml, "CSafeLoader", yaml.SafeLoader)
"""libyaml where there is one: ten times as quick, and its marks count characters as PyYAML's own do."""


class Lookalike(str):
    """A value that looks like a date or a number and is none: ``2023-02-30``, ``0x_``, five thousand figures."""


class LenientLoader(QUICKEST_LOADER):  # type: ignore[misc]
    """A safe loader to whom a value that only looks like a date or a number is a ``Lookalike``."""


def _add_lenient_constructor(tag: str) -> None:
    construct = QUICKEST_LOADER.yaml_constructors[tag]

    def construct_if_possible(loader: Any, node: yaml.ScalarNode) -> Any:
        try:
            return construct(loader, node)
        except (ValueError, OverflowError):
            return Lookalike(loader.construct_scalar(node))

    LenientLoader.add_constructor(tag, construct_if_possible)


for _kind in ("int", "float", "timestamp"):
    _add_lenient_constructor(f"tag:yaml.org,2002:{_kind}")
