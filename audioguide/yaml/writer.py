"""YAML that is pleasant to edit: long text as blocks, Chinese as it is, groups set apart by blank lines."""

from __future__ import annotations

import json
import textwrap
from typing import Any

import yaml


class Block(str):
    """Text written as a block (``|``), not wrapped, wherever YAML can hold it so."""


class Flow(dict[str, Any]):
    """A group written on one line."""


def write_scalar(text: str) -> str:
    """The text as one line of YAML, in quotes where it needs them."""
    return _dump_yaml({"": text}).partition(": ")[2].strip()


def write_document(data: dict[str, Any]) -> str:
    """The document; a blank line comes before each group and each item of a list of groups."""
    parts = []
    for key, value in data.items():
        if isinstance(value, list):
            items = "\n".join(textwrap.indent(_dump_yaml([item]), "  ") for item in value)
            parts.append(f"\n{key}:\n{items}")
        else:
            parts.append(("\n" if isinstance(value, dict) else "") + _dump_yaml({key: value}))
    return "".join(parts)


def write_field(key: str, value: Any) -> str:
    """A field as lines of YAML; text of several lines becomes a block."""
    return _dump_yaml({key: value})


def write_item(item: dict[str, Any]) -> str:
    """A group as an item of a list."""
    return _dump_yaml([item])


def write_flow(value: Any) -> str:
    """A value as it stands within a line: ``0.5``, ``{x: 0.5, y: 0.2}``, ``[1, 3]``; text in quotes."""
    if isinstance(value, (list, dict)):
        written = yaml.dump(
            value, Dumper=_Dumper, allow_unicode=True, sort_keys=False, width=1 << 30, default_flow_style=True
        )
        return str(written).strip()
    return json.dumps(value, ensure_ascii=False) if isinstance(value, str) else _dump_yaml([value])[2:].strip()


class _Dumper(yaml.SafeDumper):
    """Indents lists below their key, as most authors do."""

    def increase_indent(self, flow: bool = False, indentless: bool = False) -> None:
        super().increase_indent(flow, False)

    def ignore_aliases(self, data: Any) -> bool:
        return True

    def represent_text(self, text: str) -> yaml.ScalarNode:
        """Lines stay lines: the one style in which they do is the block."""
        style = "|" if "\n" in text and not _BREAKS & set(text) else None
        return self.represent_scalar("tag:yaml.org,2002:str", text, style or ('"' if "\n" in text else None))

    def represent_block(self, text: Block) -> yaml.ScalarNode:
        """The line feed at the end makes it a plain ``|``; whoever reads it takes the ends off."""
        return self.represent_text(f"{text}\n")

    def represent_decimal(self, number: float) -> yaml.ScalarNode:
        """Without an exponent, which our reader takes for text: 0.00001."""
        if "e" not in repr(number):
            return self.represent_float(number)
        digits = f"{number:.15f}".rstrip("0")
        return self.represent_scalar("tag:yaml.org,2002:float", digits + "0" * digits.endswith("."))

    def represent_flow(self, fields: Flow) -> yaml.MappingNode:
        """``{say: …, in: …}``."""
        return self.represent_mapping("tag:yaml.org,2002:map", dict(fields), flow_style=True)


_BREAKS = set("\r\x85\u2028\u2029")
"""Line breaks that a block would turn into line feeds."""
_Dumper.add_representer(str, _Dumper.represent_text)
_Dumper.add_representer(float, _Dumper.represent_decimal)
_Dumper.add_representer(Block, _Dumper.represent_block)
_Dumper.add_representer(Flow, _Dumper.represent_flow)


def _dump_yaml(data: Any) -> str:
    return yaml.dump(data, Dumper=_Dumper, allow_unicode=True, sort_keys=False, width=1 << 30)
