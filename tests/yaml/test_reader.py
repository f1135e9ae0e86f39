"""What only escapes can write into a YAML file: a character of JSON is read, what nobody can see is a problem."""

from __future__ import annotations

import pytest

from audioguide.yaml.reader import Map, Scalar, parse_bytes


def read(escape: str, key: bool = False) -> tuple[Map | None, list[str]]:
    data = f'"a{escape}b": c\n' if key else f'first: 1\ntext: "a{escape}b"\n'
    root, problems = parse_bytes(data.encode(), "mill.yaml")
    assert all(problem.place.line == (1 if key else 2) for problem in problems)
    return (root if isinstance(root, Map) else None), [problem.message for problem in problems]


@pytest.mark.parametrize("escape", ["\\0", "\\x00", "\\a", "\\e", "\\ud800", "\\udfff", "\\ude00\\ud83d", "\\uFFFE"])
@pytest.mark.parametrize("key", [False, True])
def test_an_invisible_character_is_a_problem(escape: str, key: bool) -> None:
    root, messages = read(escape, key)
    assert "invisible control character" in " ".join(messages)
    if root is not None:
        for text in [*root.fields, *(node.text for node in root.fields.values() if isinstance(node, Scalar))]:
            text.encode()
            assert text.isprintable()


@pytest.mark.parametrize("escape", ["\\U00110000", "\\UFFFFFFFF", "\\U7FFFFFFF"])
def test_a_number_that_is_no_character_is_a_problem(escape: str) -> None:
    root, messages = read(escape)
    assert root is None and "no character with this number" in " ".join(messages)


def test_a_character_written_as_json_does_is_read() -> None:
    root, messages = read("\\ud83d\\ude00")
    assert messages == []
    assert root is not None and isinstance(node := root.fields["text"], Scalar)
    assert node.text == "a😀b"


@pytest.mark.parametrize(
    ("text", "line", "key"),
    [
        ("schema: 1\ntitle： 祠堂\nlanguage: zh-CN\n", 2, "title"),
        ("schema: 1\nstops:\n  - number： 1\n    title: 门\n", 3, "number"),
        ("schema: 1\nstops:\n  - number: 1\n    title：门\n    text: 好\n", 4, "title"),
    ],
)
def test_a_chinese_colon_is_named_where_it_is(text: str, line: int, key: str) -> None:
    _node, problems = parse_bytes(text.encode(), "barn.yaml")
    assert [(problem.place.line, f"“{key}”" in problem.hint) for problem in problems] == [(line, True)]
