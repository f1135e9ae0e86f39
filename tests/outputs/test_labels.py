"""Labels read back by decoders that had no part in making them."""

from __future__ import annotations

import json
import re
import shutil
import subprocess
from dataclasses import replace
from pathlib import Path

import pytest
from conftest import ROOT, need, need_module

from audioguide.authoring import printed_labels
from audioguide.commands import build
from audioguide.commands import labels as labels_command
from audioguide.commands.build import BuildRequest
from audioguide.errors import ConfigError, OutputError
from audioguide.model import LabelStyle, Manifest
from audioguide.outputs import labels
from audioguide.outputs.colour import contrast_ratio
from audioguide.outputs.labels import Label, Sheet
from audioguide.project import Project

BASE = "https://g.example.org"
HOSTILE = '<script>alert("1")</script> #let x = [*] $ \\ @ 中文 العربية 🎧'


def sixty() -> Sheet:
    numbers = [str(n) for n in range(1, 60)] + ["59a"]
    editions = tuple(
        Label(
            number, (f"第{number}站:厚德楼一楼至四楼楼梯", f"Stop {number}: Houde Building"), f"{BASE}/mozui/{number}/"
        )
        for number in numbers
    )
    return Sheet("mozui", "磨嘴村", "zh-CN", editions, Label("", ("磨嘴村",), f"{BASE}/mozui/"), ("zh", "en"))


@pytest.fixture(scope="module")
def folder(tmp_path_factory: pytest.TempPathFactory) -> Path:
    path = tmp_path_factory.mktemp("labels")
    labels.write_sheet(sixty(), path)
    return path


@pytest.fixture(scope="module")
def pages(folder: Path) -> list[Path]:
    tool = need("pdftoppm", "apt install poppler-utils")
    subprocess.run([tool, "-r", "150", "-png", "labels.pdf", "page"], cwd=folder, check=True)
    return sorted(folder.glob("page-*.png"))


def expected() -> set[str]:
    return {label.address for label in sixty().labels}


def test_every_label_of_sixty_is_read_at_150_dpi_by_zxing(pages: list[Path]) -> None:
    import zxingcpp
    from PIL import Image

    assert {code.text for page in pages for code in zxingcpp.read_barcodes(Image.open(page))} == expected()


def test_and_by_zbar(pages: list[Path]) -> None:
    need_module("pyzbar", "pip install pyzbar")
    from PIL import Image
    from pyzbar import pyzbar

    addresses = {code.data.decode() for page in pages for code in pyzbar.decode(Image.open(page))}
    assert addresses == expected()


def test_verify_finds_what_is_missing(folder: Path) -> None:
    sheet = sixty()
    assert labels.unreadable_addresses(sheet, folder / "labels.pdf") == []
    wrong = replace(sheet, labels=(*sheet.labels, Label("61", ("x",), f"{BASE}/mozui/61/")))
    assert labels.unreadable_addresses(wrong, folder / "labels.pdf") == [f"{BASE}/mozui/61/"]


def test_the_chinese_is_text_in_an_embedded_font(folder: Path) -> None:
    need("pdffonts", "apt install poppler-utils")
    fonts = subprocess.run(["pdffonts", "labels.pdf"], cwd=folder, check=True, capture_output=True, text=True).stdout
    assert all(line.split()[-5] == "yes" for line in fonts.splitlines()[2:])
    text = subprocess.run(
        ["pdftotext", "labels.pdf", "-"], cwd=folder, check=True, capture_output=True, text=True
    ).stdout
    assert "扫码收听" in text
    assert "厚德楼一楼至四楼楼梯" in text
    assert "g.example.org/mozui/59a" in text


def test_single_labels_and_the_poster(folder: Path) -> None:
    need("pdfinfo", "apt install poppler-utils")
    about = subprocess.run(["pdfinfo", "single.pdf"], cwd=folder, check=True, capture_output=True, text=True).stdout
    assert "Pages:           60" in about
    poster = replace(sixty(), labels=(sixty().poster,))
    assert labels.unreadable_addresses(poster, folder / "poster.pdf") == []


def small_museum(**changes: object) -> Sheet:
    titles = ("厚德楼一楼至四楼楼梯", "Mrs Bell’s “Kitchen”", "Donaudampfschifffahrtsgesellschaftskapitän")
    labels_of_site = tuple(
        Label(str(number), titles, f"{BASE}/m/{number}/", ("zh-CN", "en", "de")) for number in range(1, 8)
    )
    languages = ("zh-CN", "en", "de")
    sheet = Sheet("m", "村史馆", "zh-CN", labels_of_site, Label("", ("村史馆",), f"{BASE}/m/"), languages)
    return replace(sheet, **changes)  # type: ignore[arg-type]


@pytest.mark.parametrize("size", [20, 30, 60])
@pytest.mark.parametrize("name", ["labels", "single", "round", "strip", "postcard"])
def test_every_kind_of_label_is_read_at_every_size(name: str, size: int, tmp_path: Path) -> None:
    sheet = small_museum(size=size)
    labels.write_sheet(sheet, tmp_path)
    assert labels.unreadable_addresses(sheet, tmp_path / f"{name}.pdf") == []


def test_quotation_marks_of_latin_text_come_from_a_latin_font(tmp_path: Path) -> None:
    need("pdftotext", "apt install poppler-utils")
    labels.write_sheet(small_museum(), tmp_path)
    tool = ["pdftotext", "-bbox", "-f", "1", "-l", "1", "single.pdf", "-"]
    boxes = subprocess.run(tool, cwd=tmp_path, check=True, capture_output=True, text=True).stdout
    (word,) = [line for line in boxes.splitlines() if "Bell" in line]
    left, right = (float(re.search(rf'{side}="([\d.]+)"', word)[1]) for side in ("xMin", "xMax"))  # type: ignore[index]
    assert right - left < 10 * 4.5  # Bell’s in ten points; with a Chinese mark it is a whole em wider


def test_a_pale_accent_and_a_pale_code_are_darkened() -> None:
    style = LabelStyle(ink="#9aa0a6", accent="#f5d90a")
    assert contrast_ratio(labels._accent(style), "#ffffff") >= 4.5
    assert contrast_ratio(labels._code_ink(style), "#ffffff") >= 7
    assert labels._code_ink(LabelStyle(ink="#1a1a1a")) == "#1a1a1a"


def test_the_museum_is_named_on_every_label(tmp_path: Path) -> None:
    need("pdftotext", "apt install poppler-utils")
    labels.write_sheet(small_museum(), tmp_path)
    tool = ["pdftotext", "labels.pdf", "-"]
    text = subprocess.run(tool, cwd=tmp_path, check=True, capture_output=True, text=True).stdout
    assert text.count("村史馆") == 7


def test_codes_as_svg_and_png(folder: Path) -> None:
    import zxingcpp
    from PIL import Image

    with Image.open(folder / "codes/59a.png") as picture:
        (code,) = zxingcpp.read_barcodes(picture.convert("RGB"))
    assert code.text == f"{BASE}/mozui/59a/"
    assert (folder / "codes/59a.svg").read_text().startswith("<svg")


def test_hostile_titles_are_text(tmp_path: Path) -> None:
    label = Label("1", (HOSTILE, "x" * 3000), f"{BASE}/m/1/")
    labels.write_sheet(replace(sixty(), labels=(label,), title=HOSTILE, poster=replace(label, number="")), tmp_path)
    page = (tmp_path / "labels.html").read_text()
    assert "<script>" not in page
    assert "&lt;script&gt;" in page
    need("pdftotext", "apt install poppler-utils")
    text = subprocess.run(
        ["pdftotext", "poster.pdf", "-"], cwd=tmp_path, check=True, capture_output=True, text=True
    ).stdout
    assert "<script>" in text


def test_a_logo_stays_outside_the_code(tmp_path: Path) -> None:
    from PIL import Image

    Image.new("RGB", (40, 20), "red").save(tmp_path / "logo.png")
    sheet = replace(sixty(), logo=tmp_path / "logo.png")
    labels.write_sheet(sheet, tmp_path)
    assert labels.unreadable_addresses(sheet, tmp_path / "labels.pdf") == []
    with pytest.raises(OutputError, match=r"logo\.gif"):
        labels.write_sheet(replace(sheet, logo=tmp_path / "logo.gif"), tmp_path)
    with pytest.raises(OutputError, match=r"none\.png"):
        labels.write_sheet(replace(sheet, logo=tmp_path / "none.png"), tmp_path)


def test_without_a_chinese_font_the_html_is_there_and_the_error_says_what_to_install(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(labels, "_installed_families", lambda: ("Libertinus Serif",))
    with pytest.raises(OutputError) as error:
        labels.write_sheet(sixty(), tmp_path)
    assert "fonts-noto-cjk" in error.value.hint
    assert (tmp_path / "labels.html").is_file()
    with pytest.raises(OutputError, match="Nowhere Sans"):
        labels.write_sheet(replace(sixty(), style=LabelStyle(font="Nowhere Sans")), tmp_path)


def test_sizes_follow_the_reading_distance() -> None:
    assert [labels.size_for(metres) for metres in (0.2, 0.5, 1.5)] == [30, 50, 150]


def test_the_29_modules_end_at_32_characters() -> None:
    short, long = (Label("1", ("x",), "https://g.example.org/" + "m" * n) for n in (10, 11))
    assert labels.dense_labels(replace(sixty(), labels=(short, long))) == [long]


# ---------------------------------------------------------------- the command


@pytest.fixture
def project(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Project:
    monkeypatch.setenv("AUDIOGUIDE_CACHE", str(tmp_path / "cache"))
    monkeypatch.chdir(tmp_path)
    # labels refuse a tour that nobody speaks; speech itself takes too long here
    monkeypatch.setattr(Manifest, "is_silent", False)
    (tmp_path / "scripts").mkdir()
    shutil.copy(ROOT / "voices.yaml", tmp_path)
    (tmp_path / "scripts/museum.yaml").write_text(
        "schema: 1\ntitle: 村史馆\nlanguage: zh-CN\nstops:\n"
        "  - {number: 1, title: 大门, text: 这里是大门。}\n  - {number: 2, title: 老井, text: 这是老井。}\n"
    )
    return Project(tmp_path)


class Listener(build.BuildListener):
    """Keeps what a build tells."""

    def __init__(self) -> None:
        self.lines: list[str] = []

    def say(self, message: str) -> None:
        self.lines.append(message)


def test_labels_need_a_build_and_an_address(project: Project) -> None:
    with pytest.raises(ConfigError, match="address"):
        list(labels_command.make_labels(project, (), None, None, None, False))
    for bad in ("g.example.org", "ftp://g.example.org", "https://g.example.org/?x=1", "https://"):
        with pytest.raises(ConfigError, match="phone can open"):
            list(labels_command.make_labels(project, (), bad, None, None, False))
    with pytest.raises(ConfigError, match="not built"):
        list(labels_command.make_labels(project, (), BASE, None, None, False))


def test_the_address_is_remembered_and_a_change_is_told(project: Project) -> None:
    order = BuildRequest(engine="silent", pages=False)
    build.build_tours(project, order)
    (sheet,) = labels_command.make_labels(project, (), BASE + "/", None, None, True)
    assert (sheet.count, sheet.unread, sheet.problems) == (2, (), ())
    assert json.loads(printed_labels.record_path(project).read_text())["base_url"] == BASE
    (again,) = labels_command.make_labels(project, (), None, None, None, False)
    assert again.problems == ()

    listener = Listener()
    build.build_tours(project, order, listener)
    assert not [line for line in listener.lines if "label" in line.lower()]
    script = project.scripts / "museum.yaml"
    script.write_text(script.read_text().replace("number: 2", "number: 7"))
    build.build_tours(project, order, listener)
    assert any("2" in line and "labels" in line.lower() for line in listener.lines)

    (moved,) = labels_command.make_labels(project, (), "https://other.example.org", None, None, False)
    assert any(problem.code == "printed-address" for problem in moved.problems)


def test_a_long_address_is_told(project: Project) -> None:
    build.build_tours(project, BuildRequest(engine="silent", pages=False))
    (sheet,) = labels_command.make_labels(project, (), "https://a-very-long-name.example.org/guide", None, None, False)
    (problem,) = sheet.problems
    assert problem.code == "dense-code"
    assert "32" in problem.hint


def test_a_label_of_synthetic_speech_says_so(tmp_path: Path) -> None:
    synthetic = Label("1", ("大门",), f"{BASE}/mozui/1/", marked=True)
    recorded = Label("2", ("操场",), f"{BASE}/mozui/2/")
    poster = Label("", ("磨嘴村",), f"{BASE}/mozui/", marked=True)
    labels.write_sheet(Sheet("mozui", "磨嘴村", "zh-CN", (synthetic, recorded), poster, ("zh-CN",)), tmp_path)
    html = (tmp_path / "labels.html").read_text("utf-8")
    assert html.count("<b>AI</b> 人工智能合成语音") == 1 and "g.example.org/mozui/1" in html
    tool = need("pdftotext", "apt install poppler-utils")
    for name, count in (("labels", 1), ("single", 1), ("strip", 1), ("postcard", 1), ("poster", 1), ("round", 0)):
        text = subprocess.run([tool, tmp_path / f"{name}.pdf", "-"], check=True, capture_output=True, text=True).stdout
        assert text.replace("\n", "").count("人工智能合成语音") == count, name
        assert text.count("AI") == max(count, 1), name
