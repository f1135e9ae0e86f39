"""Writes docs/api.md: what authors of plug-ins write against, from the docstrings: ``make docs``."""

from __future__ import annotations

import ast
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path

PACKAGE = Path(__file__).parents[1]
INTRODUCTION = """\
# For authors of plug-ins

What a plug-in of each family is written against. Written from the docstrings by `make docs`. How to add and test one:
[CONTRIBUTING.md](../CONTRIBUTING.md#adding-a-plug-in); complete packages to copy: `tests/plugins/`.
"""
SECTIONS: tuple[tuple[str, str, tuple[str, ...]], ...] = (
    ("Engines", "engines/__init__.py", ("Engine", "VoiceInfo", "Status")),
    ("Options of an engine", "engines/options.py", ("EngineOption",)),
    ("Languages", "text/__init__.py", ("Language", "Reading", "CharacterReading", "Doubt", "TextIssue")),
    ("Importers", "importers/document.py", ("Document", "Block", "Skip")),
    ("Outputs", "outputs/__init__.py", ("Output", "BuiltTours")),
    ("Where outputs write", "assembly/publishing.py", ("Destination",)),
    ("What is spoken", "model/spoken.py", ("Utterance", "Sentence", "Clip", "Span")),
    ("Voices", "model/voices.py", ("Voice",)),
    ("What is built", "model/built.py", ("Manifest", "BuiltStop", "Track", "Chapter", "Cue")),
    ("What every manifest answers, too", "model/naming.py", ("NamedTour",)),
    ("Contracts: engines", "testing/engines.py", ("EngineContract",)),
    ("Contracts: languages", "testing/languages.py", ("LanguageContract",)),
    ("Contracts: importers", "testing/importers.py", ("ImporterContract",)),
    ("Contracts: outputs", "testing/outputs.py", ("OutputContract",)),
)
"""Heading, module, its classes in the order of the page."""


@dataclass(frozen=True)
class Member:
    """A field or method of a class, as the page shows it."""

    signature: str
    text: str


def render_page() -> str:
    """Return docs/api.md."""
    parts = [INTRODUCTION]
    for heading, path, names in SECTIONS:
        module = ast.parse((PACKAGE / path).read_text("utf-8"))
        classes = {node.name: node for node in module.body if isinstance(node, ast.ClassDef)}
        name = "audioguide." + path.removesuffix(".py").removesuffix("/__init__").replace("/", ".")
        parts.append(f"\n## {heading}\n\nModule `{name}`.\n")
        if heading == "Importers" and (text := ast.get_docstring(module)):
            parts.append(f"\n{_as_markdown(text)}\n")
        parts += [_render_class(classes[class_name]) for class_name in names]
    return "".join(parts)


def _render_class(node: ast.ClassDef) -> str:
    lines = [f"\n### {node.name}\n\n{_as_markdown(ast.get_docstring(node) or '')}\n"]
    for member in _members(node):
        text = _as_markdown(member.text).replace("\n\n", "\n\n  ")
        lines.append(f"\n- `{member.signature}`" + (f"  \n  {text}" if text else ""))
    return "".join(lines) + "\n"


def _members(node: ast.ClassDef) -> Iterator[Member]:
    for index, item in enumerate(node.body):
        match item:
            case ast.AnnAssign(target=ast.Name(id=name)) if not name.startswith("_"):
                following = node.body[index + 1] if index + 1 < len(node.body) else None
                text = ""
                if isinstance(following, ast.Expr) and isinstance(following.value, ast.Constant):
                    text = str(following.value.value)
                default = f" = {ast.unparse(item.value)}" if item.value else ""
                yield Member(f"{name}: {ast.unparse(item.annotation)}{default}", text)
            case ast.FunctionDef(name=name) if not name.startswith("_"):
                returns = f" -> {ast.unparse(item.returns)}" if item.returns else ""
                arguments = ast.unparse(item.args).removeprefix("self").removeprefix(", ")
                signature = name if _is_property(item) else f"{name}({arguments})"
                abstract = "abstract " if any("abstractmethod" in ast.unparse(d) for d in item.decorator_list) else ""
                yield Member(f"{abstract}{signature}{returns}", ast.get_docstring(item) or "")


def _is_property(item: ast.FunctionDef) -> bool:
    return any(ast.unparse(decorator) == "property" for decorator in item.decorator_list)


def _as_markdown(text: str) -> str:
    return "\n\n".join(" ".join(part.split()) for part in text.split("\n\n")).replace("``", "`")


if __name__ == "__main__":
    print(render_page(), end="")
