"""``map:`` of ``site.yaml``: what it means, and what keeps visitors from seeing the map, with its line."""

from __future__ import annotations

import shutil
from pathlib import Path

import pytest
from tiled_maps import write_archive

from audioguide.authoring import site_yaml
from audioguide.errors import ConfigError
from audioguide.project import Project


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    write_archive(tmp_path / "public/maps/village.pmtiles", [(0, 0, 0)])
    shutil.copy(tmp_path / "public/maps/village.pmtiles", tmp_path / "beside.pmtiles")
    (tmp_path / "public/photo.pmtiles").write_bytes(b"\xff\xd8\xff" * 100)
    return tmp_path


def test_a_map_has_an_address_a_title_and_a_credit(folder: Path) -> None:
    (folder / "site.yaml").write_text(
        "map:\n  file: public/maps/village.pmtiles\n  title: {zh: 航拍图, en: Aerial view}\n"
        "  credit: {text: {zh: 村委会}, url: https://v.example/}\n",
        "utf-8",
    )
    shown = site_yaml.load_site(Project(folder)).map
    assert shown and shown.address == "maps/village.pmtiles" and shown.file.is_absolute()
    assert shown.title.text_for("en-GB") == "Aerial view"
    assert shown.credit and shown.credit.text.text_for("zh") == "村委会" and shown.credit.url == "https://v.example/"


def test_without_the_field_there_is_no_map(folder: Path) -> None:
    (folder / "site.yaml").write_text("name: A\n", "utf-8")
    assert site_yaml.load_site(Project(folder)).map is None


@pytest.mark.parametrize(
    ("text", "line", "word"),
    [
        ("name: A\nmap: {file: public/none.pmtiles}\n", 2, "no file"),
        ("map:\n  file: beside.pmtiles\n", 2, "not in public/"),
        ("map:\n  file: public/../beside.pmtiles\n", 2, "not in public/"),
        ("map:\n  file: public/photo.pmtiles\n", 2, "no PMTiles file"),
        ("map:\n  file: public/maps\n", 2, "no file"),
        ("map: public/maps/village.pmtiles\n", 1, "map"),
        ("map: {title: A}\n", 1, "file"),
        ("map: {file: public/maps/village.pmtiles, titel: A}\n", 1, "titel"),
        ("map: {file: public/maps/village.pmtiles, credit: {text: A, url: ftp://a}}\n", 1, "ftp"),
        ("map:\n  file: public/maps/village.pmtiles\n  title: {english: A}\n", 3, "english"),
        ("map:\n  file: public/maps/village.pmtiles\n  credit: {text: {english: A}}\n", 3, "english"),
    ],
)
def test_a_mistake_has_its_line(folder: Path, text: str, line: int, word: str) -> None:
    (folder / "site.yaml").write_text(text, "utf-8")
    with pytest.raises(ConfigError) as caught:
        site_yaml.load_site(Project(folder))
    (problem,) = caught.value.problems
    assert problem.place.line == line and word in f"{problem.message} {problem.hint}"
