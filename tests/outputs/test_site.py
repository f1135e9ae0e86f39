"""The visitor's pages as files: addresses, escaping, weight, what stays and what goes."""

from __future__ import annotations

import base64
import gzip
import hashlib
import io
import json
import re
from dataclasses import replace
from html.parser import HTMLParser
from pathlib import Path
from urllib.parse import unquote, urlsplit

import pytest
import yaml
from hypothesis import given
from hypothesis import strategies as st
from PIL import Image
from site_tours import HOSTILE, tour, write_site

from audioguide.assembly import integrity
from audioguide.errors import OutputError
from audioguide.i18n.language_tags import match_language
from audioguide.model import BuiltPicture, Cue, Manifest
from audioguide.outputs import visitor_texts
from audioguide.outputs.colour import contrast_ratio, derive_palettes
from audioguide.outputs.icons import draw_png


class Page(HTMLParser):
    """Elements and text of a page."""

    def __init__(self, path: Path) -> None:
        super().__init__(convert_charrefs=True)
        self.elements: list[tuple[str, dict[str, str | None]]] = []
        self.words = ""
        self.feed(path.read_text("utf-8"))

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        self.elements.append((tag, dict(attrs)))

    def handle_data(self, data: str) -> None:
        self.words += data

    def addresses(self) -> list[str]:
        names = ("href", "src", "data-audio", "data-script")
        return [str(a[name]) for tag, a in self.elements for name in names if a.get(name) and tag != "base"]


@pytest.fixture
def built(tmp_path: Path) -> tuple[list[Manifest], Path]:
    tours = [tour(tmp_path), tour(tmp_path, edition="en"), tour(tmp_path, "village", accent="#2f6b4f", base_url="")]
    write_site(tours, tmp_path)
    return tours, tmp_path


def state(folder: Path) -> dict[str, tuple[int, bytes]]:
    return {
        str(p): (p.stat().st_mtime_ns, p.read_bytes())
        for p in sorted(folder.rglob("[!.]*"))
        if p.is_file() and integrity.STATE not in p.parts
    }


def test_every_stop_has_its_address(built: tuple[list[Manifest], Path]) -> None:
    _tours, output = built
    for site in ("school", "school/en", "village"):
        for number in ("", "1", "2", "3a", "12"):
            assert (output / site / number / "index.html").is_file()


def test_every_address_is_relative_and_leads_to_a_file(built: tuple[list[Manifest], Path]) -> None:
    _tours, output = built
    for path in output.rglob("*.html"):
        for address in Page(path).addresses():
            parts = urlsplit(address)
            if parts.netloc == "guide.example":
                continue  # canonical and hreflang must be absolute
            assert not parts.scheme and not address.startswith("/"), address
            if parts.path:
                assert (path.parent / unquote(parts.path)).is_file(), f"{path}: {address}"
    for path in output.rglob("app.webmanifest"):
        for icon in json.loads(path.read_text("utf-8"))["icons"]:
            assert (path.parent / icon["src"]).is_file()


def test_a_page_works_without_its_script(built: tuple[list[Manifest], Path]) -> None:
    tours, output = built
    page = Page(output / "school/2/index.html")
    assert ("audio", "controls") in [(tag, name) for tag, attrs in page.elements for name in attrs]
    assert {attrs.get("rel") for _tag, attrs in page.elements} >= {"prev", "next"}
    assert all(cue.text in page.words for cue in tours[0].stops[1].cues)
    assert dict(page.elements[0:2])["html"]["lang"] == "zh-CN"


def test_nothing_inline_and_nothing_from_elsewhere(built: tuple[list[Manifest], Path]) -> None:
    _tours, output = built
    for path in output.rglob("*.html"):
        page = Page(path)
        for tag, attrs in page.elements:
            assert tag != "style" and "style" not in attrs
            assert not [name for name in attrs if name.startswith("on")]
        policy = next(attrs["content"] for _t, attrs in page.elements if "http-equiv" in attrs)
        assert policy and "default-src 'none'" in policy and "unsafe" not in policy
        inline = re.findall(r"<script>(.*?)</script>", path.read_text("utf-8"), re.S)
        hashes = [base64.b64encode(hashlib.sha256(code.encode()).digest()).decode() for code in inline]
        assert len(hashes) == 1 and f"'sha256-{hashes[0]}'" in policy


@pytest.mark.parametrize("text", HOSTILE, ids=range(len(HOSTILE)))
def test_hostile_text_is_text(tmp_path: Path, text: str) -> None:
    good = tour(tmp_path)
    cue = Cue(start=0, end=900, text=text, speaker=text, speaker_title=text, role=text)
    first = replace(good.stops[0], title=text, alt=text, chapter=text, cues=(cue,))
    bad = replace(good, title=text, description=text, cover_alt=text, stops=(first, *good.stops[1:]))
    write_site([good], tmp_path)
    plain = {path: tags(path) for path in tmp_path.rglob("*.html")}
    write_site([bad], tmp_path)
    shown = " ".join(text.split())
    for path in (tmp_path / "index.html", tmp_path / "school/index.html", tmp_path / "school/1/index.html"):
        assert shown in " ".join(Page(path).words.split())
    assert set(tags(tmp_path / "school/1/index.html")) <= set(plain[tmp_path / "school/1/index.html"])
    assert tags(tmp_path / "school/index.html").count("script") == plain[tmp_path / "school/index.html"].count("script")
    data = re.search(r'id="data">(.*?)</script>', (tmp_path / "school/1/index.html").read_text("utf-8"), re.S)
    assert data and json.loads(data[1])["title"] == text


def tags(path: Path) -> list[str]:
    return [tag for tag, _attrs in Page(path).elements]


def test_what_is_drawn_and_played_first_stands_before_the_policy(built: tuple[list[Manifest], Path]) -> None:
    """A policy in a meta element stops Chrome's preload scanner: what stands behind it comes a round trip later."""
    _tours, output = built
    for page in ("school/index.html", "school/1/index.html"):
        before, policy, after = (
            (output / page).read_text("utf-8").partition('<meta http-equiv="Content-Security-Policy"')
        )
        assert policy and '<link rel="stylesheet"' in before and " defer></script>" in before
        assert "<script>" in before and "'sha256-" in after  # the early script is in the page, by its hash
        assert "<script" not in after.partition("</head>")[0]


def test_light_enough(tmp_path: Path) -> None:
    """Page, style and scripts before the sound: 25 stops, three minutes of text each."""
    numbers = [str(n) for n in range(1, 26)]
    write_site([tour(tmp_path, numbers=numbers, sentences=90)], tmp_path)
    for name in ("school/index.html", "school/7/index.html", "index.html"):
        path = tmp_path / name
        needed = [path]
        for tag, attrs in Page(path).elements:
            if attrs.get("media") != "print" and (
                (tag == "script" and attrs.get("src")) or attrs.get("rel") == "stylesheet"
            ):
                needed.append(path.parent / str(attrs.get("src") or attrs.get("href")))
        assert sum(len(gzip.compress(file.read_bytes())) for file in needed) <= 16 * 1024


def test_no_word_of_a_page_is_a_method_of_the_dictionary_it_stands_in(built: tuple[list[Manifest], Path]) -> None:
    _tours, output = built
    assert [path for path in output.rglob("*.html") if "built-in method" in path.read_text("utf-8")] == []


def test_a_run_without_changes_touches_nothing(built: tuple[list[Manifest], Path]) -> None:
    tours, output = built
    before = state(output)
    write_site(tours, output)
    assert state(output) == before


def test_equal_manifests_give_equal_bytes(
    built: tuple[list[Manifest], Path], tmp_path_factory: pytest.TempPathFactory
) -> None:
    _tours, output = built
    other = tmp_path_factory.mktemp("other")
    write_site([tour(other), tour(other, edition="en"), tour(other, "village", accent="#2f6b4f", base_url="")], other)
    ours = {str(p.relative_to(output)): p.read_bytes() for p in output.rglob("*") if p.is_file()}
    assert ours == {str(p.relative_to(other)): p.read_bytes() for p in other.rglob("*") if p.is_file()}


def test_what_vanished_goes_and_what_others_wrote_stays(built: tuple[list[Manifest], Path]) -> None:
    tours, output = built
    foreign = output / "about/index.html"
    foreign.parent.mkdir()
    foreign.write_text("<p>Ours", "utf-8")
    beside = output / "village/2/index.html"
    write_site([replace(tours[0], stops=tours[0].stops[:2])], output)
    assert "12" in Page(output / "school/12/index.html").words  # it says that number 12 is gone
    assert not (output / "school/12/app.webmanifest").exists()
    assert not (output / "school/en/index.html").exists()
    assert not beside.exists() and not (output / "village/app.webmanifest").exists()
    assert (output / "village/stops/02.mp3").exists()  # audio is not ours to remove
    assert foreign.exists()
    styles = list((output / "assets").glob("style.*.css"))
    assert len(styles) == 1  # the village's colours went with it


def test_a_removed_stop_keeps_a_page_that_says_so(built: tuple[list[Manifest], Path]) -> None:
    tours, output = built
    fewer = [replace(tours[0], stops=tours[0].stops[:2]), replace(tours[1], stops=tours[1].stops[:1])]
    write_site(fewer, output)
    write_site(fewer, output)  # and keeps it in later builds
    page = Page(output / "school/3a/index.html")
    assert "第 3a 站已不属于这条导览" in page.words
    assert {"../index.html#keypad", "../1/index.html"} <= set(page.addresses())
    assert "Stop 2 is not part of this tour any more" in Page(output / "school/en/2/index.html").words
    assert "3a/" not in [file[0] for file in json.loads((output / "school/offline.json").read_text("utf-8"))["files"]]
    write_site(tours, output)
    assert "门楣上的四个字" in Page(output / "school/3a/index.html").words


def test_an_address_that_does_not_exist_is_answered_in_every_language(built: tuple[list[Manifest], Path]) -> None:
    _tours, output = built
    page = Page(output / "404.html")
    assert "这个网址没有内容" in page.words and "There is nothing at this address" in page.words
    assert ("base", {"href": "/"}) in page.elements
    assert {"school/index.html", "school/en/index.html"} <= set(page.addresses())


def test_the_page_for_missing_addresses_knows_the_folder_on_the_server(tmp_path: Path) -> None:
    write_site([tour(tmp_path, base_url="https://guide.example/museum")], tmp_path)
    assert ("base", {"href": "/museum/"}) in Page(tmp_path / "404.html").elements


def test_a_picture_says_its_size_before_it_loads(built: tuple[list[Manifest], Path]) -> None:
    _tours, output = built
    (picture,) = [a for tag, a in Page(output / "school/1/index.html").elements if tag == "img" and a.get("src")]
    assert (picture["width"], picture["height"]) == ("90", "60")


def test_a_slow_line_is_offered_the_small_picture(tmp_path: Path) -> None:
    built = tour(tmp_path)
    (tmp_path / "school/images/small.png").write_bytes((tmp_path / "school/images/gate.png").read_bytes())
    first = replace(built.stops[0], image_small="images/small.png")
    write_site([replace(built, stops=(first, *built.stops[1:]))], tmp_path)
    (picture,) = [a for tag, a in Page(tmp_path / "school/1/index.html").elements if tag == "img" and a.get("src")]
    small, large = str(picture["srcset"]).split(", ")
    assert small.startswith("../images/small.png?v=") and small.endswith(" 90w") and large.endswith(" 90w")
    files = [file[0] for file in json.loads((tmp_path / "school/offline.json").read_text("utf-8"))["files"]]
    assert len([name for name in files if name.startswith("images/small.png?v=")]) == 1


def test_a_changed_title_changes_only_the_pages_that_show_it(built: tuple[list[Manifest], Path]) -> None:
    tours, output = built
    before = state(output)
    stop = replace(tours[0].stops[0], title="新名")
    write_site([replace(tours[0], stops=(stop, *tours[0].stops[1:])), *tours[1:]], output)
    changed = {Path(p).relative_to(output).as_posix() for p, what in state(output).items() if before.get(p) != what}
    assert changed == {"school/index.html", "school/1/index.html", "school/2/index.html", "school/offline.json"}


def test_the_way_to_the_next_stop_is_on_the_page_of_its_stop_alone(tmp_path: Path) -> None:
    built = tour(tmp_path)
    write_site([built], tmp_path)
    before = {path: path.read_text("utf-8") for path in tmp_path.rglob("index.html")}
    way = "过桥 <b>&\n\n再左转"
    write_site([replace(built, stops=(replace(built.stops[0], directions=way), *built.stops[1:]))], tmp_path)
    changed = {path for path, text in before.items() if path.read_text("utf-8") != text}
    assert changed == {tmp_path / "school" / "1" / "index.html"}
    page = (tmp_path / "school" / "1" / "index.html").read_text("utf-8")
    assert "<p>过桥 &lt;b&gt;&amp;</p>" in page and "<p>再左转</p>" in page


def test_languages_know_each_other(built: tuple[list[Manifest], Path]) -> None:
    _tours, output = built
    page = Page(output / "school/3a/index.html")
    links = {attrs["hreflang"]: attrs["href"] for tag, attrs in page.elements if tag == "link" and "hreflang" in attrs}
    assert links == {"zh-CN": "https://guide.example/school/3a/", "en": "https://guide.example/school/en/3a/"}
    anchors = {attrs["hreflang"]: attrs["href"] for tag, attrs in page.elements if tag == "a" and "hreflang" in attrs}
    assert anchors == {"zh-CN": "../../school/3a/index.html", "en": "../../school/en/3a/index.html"}


def test_a_stop_missing_in_the_other_language_leads_to_the_tour(tmp_path: Path) -> None:
    write_site([tour(tmp_path), tour(tmp_path, edition="en", numbers=("1",))], tmp_path)
    links = Page(tmp_path / "school/2/index.html").addresses()
    assert "../../school/en/index.html" in links


def test_a_site_without_an_edition_of_its_own_language_offers_those_there_are(tmp_path: Path) -> None:
    write_site([tour(tmp_path, edition="en")], tmp_path)
    assert "en/index.html" in Page(tmp_path / "school/index.html").addresses()


def test_what_a_saved_tour_consists_of(built: tuple[list[Manifest], Path]) -> None:
    tours, output = built
    listed = json.loads((output / "school/offline.json").read_text("utf-8"))
    names = [address for address, _size, _version in listed["files"]]
    assert names[:5] == ["./", "1/", "2/", "3a/", "12/"]
    assert len(set(names)) == len(names)
    for address, size, version in listed["files"]:
        file = output / "school" / unquote(address.partition("?")[0])
        if size:
            assert file.stat().st_size == size
        else:
            assert f'audioguide {version}"' in (file / "index.html").read_text("utf-8")
    assert listed["bytes"] == sum(size for _address, size, _version in listed["files"])
    assert sum(stop.track.bytes for stop in tours[0].stops) < listed["bytes"]
    assert tours[0].tour.file not in "".join(names)  # the same sound a second time


def test_a_missing_picture_is_named(tmp_path: Path) -> None:
    built = tour(tmp_path)
    (tmp_path / "school/images/gate.png").unlink()
    with pytest.raises(OutputError, match=r"gate\.png"):
        write_site([built], tmp_path)


def test_no_tours_give_an_empty_first_page(tmp_path: Path) -> None:
    write_site([], tmp_path)
    assert (tmp_path / "index.html").is_file()


@given(st.integers(0, 0xFFFFFF))
def test_any_accent_is_safe_to_read(number: int) -> None:
    for name, theme in derive_palettes(f"#{number:06x}").items():
        more = name.endswith("more")
        for behind in (theme.paper, theme.card, theme.tint):
            assert contrast_ratio(theme.ink, behind) >= 7
            assert contrast_ratio(theme.accent, behind) >= (7 if more else 4.5)
        assert contrast_ratio(theme.on_accent, theme.accent) >= (7 if more else 4.5)
        assert min(contrast_ratio(theme.quiet, theme.paper), contrast_ratio(theme.quiet, theme.card)) >= 4.5


def test_a_readable_accent_is_left_as_it_is() -> None:
    assert derive_palettes("#8a3b12")["light"].accent == "#8a3b12"


def test_icons_are_png_in_the_colours_of_the_tour() -> None:
    picture = Image.open(io.BytesIO(draw_png("#8a3b12", "#ffffff", 64)))
    assert (picture.format, picture.size) == ("PNG", (64, 64))
    assert picture.convert("RGB").getpixel((1, 1)) == (0x8A, 0x3B, 0x12)
    assert picture.convert("RGB").getpixel((23, 32)) == (255, 255, 255)


def test_every_language_of_the_interface_says_everything() -> None:
    def shape(value: object) -> object:
        if isinstance(value, dict):
            return {key: shape(item) for key, item in value.items()}
        return len(value) if isinstance(value, list) else sorted(re.findall(r"\{\w+\}", str(value)))

    files = {tag: yaml.safe_load(file.read_text("utf-8")) for tag, file in visitor_texts.visitor_files().items()}
    assert {"en", "zh", "zh-Hant", "es", "fr", "de"} <= set(files)
    for tag, texts in files.items():
        assert shape(texts) == shape(files["en"]), tag


@pytest.mark.parametrize(
    ("wanted", "best"),
    [
        ("zh-CN", "zh"),
        ("zh-Hans", "zh"),
        ("zh-SG", "zh"),
        ("zh-TW", "zh-Hant"),
        ("zh-Hant-HK", "zh-Hant"),
        ("zh-MO", "zh-Hant"),
        ("ZH-cn", "zh"),
        ("en-AU", "en"),
        ("en-x-easy", "en"),
        ("fr-CA", "fr"),
        ("de-AT", "de"),
        ("es-419", "es"),
        ("ast", "en"),
        ("ja", "en"),
    ],
)
def test_the_interface_is_in_the_language_closest_to_the_tour(wanted: str, best: str) -> None:
    assert visitor_texts.visitor_texts(wanted)["tag"] == best


@pytest.mark.parametrize(
    ("wanted", "available", "best"),
    [
        ("zh-TW", ("zh-CN", "zh-Hant"), "zh-Hant"),
        ("zh-CN", ("zh-Hant", "zh-CN"), "zh-CN"),
        ("zh-HK", ("zh-CN", "en"), "zh-CN"),
        ("en-AU", ("en-x-easy", "en-US", "en-GB"), "en-US"),
        ("en-GB", ("en-US", "en-GB"), "en-GB"),
        ("en", ("en-x-easy", "en-GB"), "en-GB"),
        ("en-x-easy", ("en", "en-x-easy"), "en-x-easy"),
        ("fr-CH", ("es", "de"), ""),
    ],
)
def test_the_best_edition_shares_the_script_then_the_region(wanted: str, available: tuple[str, ...], best: str) -> None:
    assert match_language(wanted, available) == best


def test_pictures_have_size_variant_caption_and_credit(tmp_path: Path) -> None:
    good = tour(tmp_path)
    for name, size in (("tall.jpg", (900, 1600)), ("tall-small.jpg", (360, 640))):
        Image.new("RGB", size).save(tmp_path / "school/images" / name)
    pictures = (
        BuiltPicture("images/tall.jpg", "images/tall-small.jpg", "门", "一九三六年的门", "县档案馆 <CC BY>"),
        BuiltPicture("images/gate.png", alt="匾额"),
    )
    stop = replace(good.stops[0], image="images/tall.jpg", pictures=pictures)
    write_site([replace(good, stops=(stop, *good.stops[1:]))], tmp_path)
    page = Page(tmp_path / "school/1/index.html")
    images = [attributes for tag, attributes in page.elements if tag == "img"]
    assert [(a["alt"], a["width"], a["height"]) for a in images] == [("门", "900", "1600"), ("匾额", "90", "60")]
    assert re.fullmatch(r"\S+tall-small\.jpg\?v=\w+ 360w, \S+tall\.jpg\?v=\w+ 900w", str(images[0]["srcset"]))
    assert "srcset" not in images[1]
    assert "一九三六年的门" in page.words and "县档案馆 <CC BY>" in page.words
    listed = [address for address, *_rest in json.loads((tmp_path / "school/offline.json").read_text())["files"]]
    for name in ("tall.jpg", "tall-small.jpg", "gate.png"):
        assert [address for address in listed if f"/{name}?" in address]


def test_an_edition_of_one_tour_leaves_no_page_of_another_without_its_files(tmp_path: Path) -> None:
    write_site([tour(tmp_path), tour(tmp_path, "village")], tmp_path)
    write_site([tour(tmp_path), tour(tmp_path, edition="en"), tour(tmp_path, "village")], tmp_path)
    linked = re.compile(r'(?:href|src)="([^"#?]*assets/[^"#?]+)')
    pages = list(tmp_path.rglob("*.html"))
    missing = {
        f"{page.relative_to(tmp_path)}: {address}"
        for page in pages
        for address in linked.findall(page.read_text(encoding="utf-8"))
        if not (page.parent / address).is_file()
    }
    assert len(pages) > 10 and not missing
