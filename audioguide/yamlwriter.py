"""YAML that is pleasant to edit: long text as blocks, Chinese as it is, groups set apart by blank lines."""

from __future__ import annotations

import re
from typing import Any

import yaml


class Block(str):
    """Text written as a block (``|``), unwrapped, wherever YAML can hold it so."""


class Flow(dict[str, Any]):
    """A group written on one line."""


class _Dumper(yaml.SafeDumper):
    """Indents lists below their key, as most authors do."""

    def increase_indent(self, flow: bool = False, indentless: bool = False) -> None:
        super().increase_indent(flow, False)

    def ignore_aliases(self, data: Any) -> bool:
        return True


_STRING = "tag:yaml.org,2002:str"
_MAP = "tag:yaml.org,2002:map"
# the line feed makes it a plain “|”; whoever reads it takes the ends off
_Dumper.add_representer(Block, lambda dumper, text: dumper.represent_scalar(_STRING, f"{text}\n", style="|"))
_Dumper.add_representer(Flow, lambda dumper, fields: dumper.represent_mapping(_MAP, dict(fields), flow_style=True))


def scalar(text: str) -> str:
    """The text as one line of YAML, in quotes where it needs them."""
    return yaml.dump(text, Dumper=_Dumper, allow_unicode=True, width=1 << 30).partition("\n...")[0].strip()


def write(data: dict[str, Any]) -> str:
    """The document; a blank line stands before each group and each item of a top-level list."""
    text = yaml.dump(data, Dumper=_Dumper, allow_unicode=True, sort_keys=False, width=1 << 30)
    # content of blocks is indented deeper, and other text never runs over lines: these anchors meet only keys
    text = re.sub(r"^(?=(?:[a-z]+:$|  - ))", "\n", text, flags=re.MULTILINE)
    return re.sub(r":\n\n  - ", ":\n  - ", text)
