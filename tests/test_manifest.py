"""The manifest as JSON: there and back, damaged, and as its schema has it."""

from __future__ import annotations

import dataclasses
import json
from pathlib import Path
from typing import Any

import pytest
from conftest import ROOT, need_module

from audioguide import manifest
from audioguide.errors import OutputError
from audioguide.model import BuiltStop, Chapter, Cue, Manifest, Track, Voice


def example() -> Manifest:
    track = Track("stops/01.mp3", 60_000, 480_000, "0" * 64, -16.1, -1.4)
    cue = Cue(1247, 3000, "各位朋友。", 0, "interviewee", "裔开军", "村支书")
    return Manifest(
        schema=manifest.MANIFEST_VERSION,
        site="mozui-village",
        edition="",
        language="zh-CN",
        title="水磨头村",
        engine="kokoro",
        voices={"narrator": Voice("kokoro", "zm_yunyang", "zh-CN"), "a": Voice("kokoro", "zf_xiaoxiao", "zh-CN", 0.9)},
        tour=dataclasses.replace(track, file="mozui-village.mp3"),
        captions="mozui-village.vtt",
        chapters=(Chapter("1", "村口", 247, 60_000),),
        stops=(BuiltStop("1", "村口", track, "stops/01.vtt", (cue,), "上午", "images/01.jpg", "村口的牌楼"),),
        versions={"ffmpeg": "7.1", "audioguide": "0.1.0"},
        inputs="abc",
    )


def test_there_and_back() -> None:
    assert manifest.from_json(manifest.to_json(example())) == example()


def test_equal_manifests_give_equal_text_and_readable_chinese() -> None:
    other = dataclasses.replace(example(), voices=dict(reversed(list(example().voices.items()))))
    assert manifest.to_json(other) == manifest.to_json(example())
    assert "水磨头村" in manifest.to_json(example())


def test_fields_with_defaults_may_be_missing_and_unknown_ones_are_passed_over() -> None:
    data = json.loads(manifest.to_json(example()))
    del data["accent"], data["stops"][0]["chapter"]
    data["invented_later"] = 1
    assert manifest.from_json(json.dumps(data)).stops[0].chapter == ""


def damaged(**changes: Any) -> str:
    data: dict[str, Any] = json.loads(manifest.to_json(example()))
    return json.dumps({key: value for key, value in (data | changes).items() if value is not None})


@pytest.mark.parametrize(
    ("text", "named"),
    [
        ("", "truncated"),
        ("[]", "object"),
        ('{"schema": 99}', "schema"),
        (damaged(title=None), "title"),
        (damaged(title=3), "$.title"),
        (damaged(chapters=[{"number": "1"}]), "$.chapters[0]"),
        (damaged(tour={**dataclasses.asdict(example().tour), "duration": "long"}), "$.tour.duration"),
        (damaged(synthetic=1), "$.synthetic"),
    ],
)
def test_a_damaged_manifest_is_named_and_read_as_none(tmp_path: Path, text: str, named: str) -> None:
    path = tmp_path / manifest.MANIFEST_FILE
    path.write_text(text)
    with pytest.raises(OutputError) as error:
        manifest.load_manifest(path)
    assert str(path) in error.value.message and named in error.value.message
    assert "audioguide build" in error.value.hint
    assert manifest.read_manifest(path) is None


def test_bytes_that_are_no_text_are_damage_too(tmp_path: Path) -> None:
    path = tmp_path / manifest.MANIFEST_FILE
    path.write_bytes(manifest.to_json(example()).encode()[:-30] + b"\xff\xfe")
    assert manifest.read_manifest(path) is None


def test_a_missing_manifest_says_build(tmp_path: Path) -> None:
    with pytest.raises(OutputError, match="not been built"):
        manifest.load_manifest(tmp_path / manifest.MANIFEST_FILE)
    assert manifest.read_manifest(tmp_path / manifest.MANIFEST_FILE) is None


def test_the_schema_accepts_what_we_write_and_nothing_else() -> None:
    need_module("jsonschema", "pip install jsonschema")
    import jsonschema

    schema = manifest.json_schema()
    jsonschema.Draft202012Validator.check_schema(schema)
    validator = jsonschema.Draft202012Validator(schema)
    validator.validate(json.loads(manifest.to_json(example())))
    assert not validator.is_valid(json.loads(damaged(title=None)))
    assert not validator.is_valid(json.loads(damaged(chapters=[{"number": 1}])))


def test_every_field_is_documented() -> None:
    page = (ROOT / "docs" / "manifest.md").read_text("utf-8")
    schema = manifest.json_schema()
    for name, kind in {"Manifest": schema, **schema["$defs"]}.items():
        section = page.partition(f"## {name}\n")[2].partition("\n## ")[0]
        for field in kind["properties"]:
            assert f"| `{field}` |" in section, f"docs/manifest.md lacks {name}.{field}"
