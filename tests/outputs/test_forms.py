"""M4B, feed, EPUB and data of a tour, read back by programs that are not ours."""

from __future__ import annotations

import html
import json
import os
import subprocess
import zipfile
from collections.abc import Callable
from dataclasses import replace
from pathlib import Path
from typing import Any
from xml.etree import ElementTree as ET

import jsonschema
import mutagen.mp4
import pytest
from conftest import need, need_module
from epub_checks import list_epub_problems
from site_tours import HOSTILE, picture, tour

from audioguide.assembly import publishing
from audioguide.errors import ConfigError
from audioguide.model import BuiltPicture, BuiltSound, Disclosure, Manifest, Settings
from audioguide.outputs import BuiltTours, load_output
from audioguide.outputs.credits import credit_lines

DISCLOSED = Settings(disclosure=Disclosure(tag=True, producer="柳溪博物馆"))
TITLES = ("长" * 58 + "廊", "Straße — café “é”", "🎧 👩‍👩‍👧", "a;b=c#d\\e", "<b>&amp;</b>", "右\u202eleft")


def publish(name: str, manifests: list[Manifest], output: Path, settings: Settings = DISCLOSED) -> None:
    with publishing.open_publication(output) as publication:
        load_output(name).write(BuiltTours(tuple(manifests), lambda _manifest: settings), publication.destination(name))
        publication.commit()


@pytest.fixture
def titled(tmp_path: Path) -> Manifest:
    """A tour with six stops of titles that formats get wrong."""
    built = tour(tmp_path, numbers=("1", "2", "3", "4", "5", "6a"))
    stops = tuple(replace(stop, title=title) for stop, title in zip(built.stops, TITLES, strict=True))
    chapters = tuple(replace(chapter, title=title) for chapter, title in zip(built.chapters, TITLES, strict=True))
    return replace(built, stops=stops, chapters=chapters)


def files_of(folder: Path) -> dict[str, tuple[int, bytes]]:
    return {
        path.relative_to(folder).as_posix(): (path.stat().st_mtime_ns, path.read_bytes())
        for path in sorted(folder.rglob("*"))
        if path.is_file() and ".audioguide" not in path.parts
    }


def probe(file: Path) -> Any:
    tool = need("ffprobe", "apt-get install ffmpeg")
    command = [tool, "-v", "error", "-show_chapters", "-show_format", "-show_streams", "-of", "json", str(file)]
    return json.loads(subprocess.run(command, check=True, capture_output=True).stdout)


def mp4_tags(file: Path) -> Any:
    return mutagen.mp4.MP4(file).tags  # type: ignore[no-untyped-call]


@pytest.mark.parametrize("name", ["m4b", "feed", "epub", "json"])
def test_an_unchanged_tour_writes_nothing(name: str, titled: Manifest, tmp_path: Path) -> None:
    publish(name, [titled], tmp_path)
    before = files_of(tmp_path)
    publish(name, [titled], tmp_path)
    assert files_of(tmp_path) == before


@pytest.mark.parametrize("name", ["m4b", "feed", "epub", "json"])
def test_what_a_vanished_tour_had_goes(name: str, tmp_path: Path) -> None:
    both = [tour(tmp_path), tour(tmp_path, "village")]
    sound = set(files_of(tmp_path))
    publish(name, both, tmp_path)
    publish(name, [], tmp_path)
    assert set(files_of(tmp_path)) == sound


@pytest.mark.parametrize("name", ["m4b", "feed", "epub", "json"])
@pytest.mark.parametrize("text", HOSTILE, ids=lambda text: ascii(text)[:16])
def test_any_text_is_carried(name: str, text: str, tmp_path: Path) -> None:
    built = tour(tmp_path, numbers=("1",), title=text)
    built = replace(built, stops=(replace(built.stops[0], title=text),), description=text)
    publish(name, [built], tmp_path)


# ---------------------------------------------------------------- M4B


def test_an_m4b_has_the_chapters_of_the_tour(titled: Manifest, tmp_path: Path) -> None:
    publish("m4b", [titled], tmp_path)
    probed = probe(tmp_path / "school" / "school.m4b")
    expected = [(f"{c.number} {c.title}", c.start / 1000) for c in titled.chapters]
    assert [(c["tags"]["title"], float(c["start_time"])) for c in probed["chapters"]] == expected
    assert abs(float(probed["format"]["duration"]) * 1000 - titled.tour.duration) < 50
    assert {stream["codec_type"] for stream in probed["streams"]} >= {"audio", "video"}, "no cover"


def test_an_m4b_says_what_it_is(titled: Manifest, tmp_path: Path) -> None:
    publish("m4b", [titled], tmp_path)
    tags = mp4_tags(tmp_path / "school" / "school.m4b")
    assert tags["\xa9nam"] == [titled.title] and tags["\xa9ART"] == ["柳溪博物馆"]
    label = json.loads(bytes(tags["----:com.apple.iTunes:AIGC"][0]))
    assert label["Label"] == "1" and label["ContentProducer"] == "柳溪博物馆"


def test_a_recorded_voice_is_not_labelled(titled: Manifest, tmp_path: Path) -> None:
    publish("m4b", [replace(titled, synthetic=False)], tmp_path)
    assert "----:com.apple.iTunes:AIGC" not in mp4_tags(tmp_path / "school" / "school.m4b")


def test_another_reader_agrees(titled: Manifest, tmp_path: Path) -> None:
    need_module("tinytag", "pip install tinytag")
    import tinytag

    publish("m4b", [titled], tmp_path)
    tag = tinytag.TinyTag.get(tmp_path / "school" / "school.m4b")
    assert tag.title == titled.title and tag.duration and abs(tag.duration * 1000 - titled.tour.duration) < 50


# ---------------------------------------------------------------- feed


def parse_with_feedparser(file: Path) -> list[tuple[str, str, int]]:
    import feedparser

    parsed = feedparser.parse(file.read_bytes())
    assert not parsed.bozo, parsed.get("bozo_exception")
    return [(e.title, e.enclosures[0].href, int(e.enclosures[0].length)) for e in parsed.entries]


def parse_with_podcastparser(file: Path) -> list[tuple[str, str, int]]:
    import io

    import podcastparser

    parsed = podcastparser.parse("https://guide.example/school/feed.xml", io.BytesIO(file.read_bytes()))
    return [(e["title"], e["enclosures"][0]["url"], e["enclosures"][0]["file_size"]) for e in parsed["episodes"]]


@pytest.mark.parametrize("reader", [parse_with_feedparser, parse_with_podcastparser])
def test_a_feed_has_an_episode_a_stop(
    reader: Callable[[Path], list[tuple[str, str, int]]], titled: Manifest, tmp_path: Path
) -> None:
    need_module(reader.__name__.removeprefix("parse_with_"), "pip install feedparser podcastparser")
    plain = replace(titled, stops=tuple(replace(s, title=f"第{s.number}站 café") for s in titled.stops))
    publish("feed", [plain], tmp_path)
    expected = [
        (f"{s.number} {s.title}", f"https://guide.example/school/{s.track.file}", s.track.bytes) for s in plain.stops
    ]
    assert sorted(reader(tmp_path / "school" / "feed.xml")) == sorted(expected)
    assert [title for title, _address, _size in reader(tmp_path / "feed.xml")] == [plain.title]
    chapters = json.loads((tmp_path / "school" / "chapters.json").read_text("utf-8"))["chapters"]
    assert [c["startTime"] for c in chapters] == [c.start / 1000 for c in plain.chapters]


def test_players_that_sort_by_date_have_the_stops_in_order(tmp_path: Path) -> None:
    import feedparser

    built = tour(tmp_path)
    for age, stop in enumerate(built.stops):  # the files are written side by side, in any order
        os.utime(tmp_path / built.folder / stop.track.file, (1_700_000_000 - age, 1_700_000_000 - age))
    publish("feed", [built], tmp_path)
    entries = feedparser.parse((tmp_path / "school" / "feed.xml").read_bytes()).entries
    by_date = sorted(entries, key=lambda entry: entry.published_parsed)
    assert [entry.title for entry in by_date] == [f"{stop.number} {stop.title}" for stop in built.stops]
    assert len({entry.published_parsed for entry in entries}) == len(built.stops) > 1


def test_every_form_names_who_made_the_music_and_whose_voice_it_is(tmp_path: Path) -> None:
    built = tour(tmp_path)
    sounds = (BuiltSound("music", "王二 & Söhne", "CC BY 4.0"), BuiltSound("ambience", "<Bach>"))
    spoken = replace(built.stops[0].cues[0], recorded=True, speaker="李奶奶")
    first = replace(built.stops[0], sounds=sounds, cues=(spoken, *built.stops[0].cues[1:]))
    credited = replace(built, stops=(first, *built.stops[1:]))
    lines = credit_lines(credited.stops, credited.language)
    assert len(lines) == 3 and "王二 & Söhne · CC BY 4.0" in lines[1] and "李奶奶" in lines[0]
    for name in ("m4b", "feed", "epub", "json", "stick"):
        publish(name, [credited], tmp_path)
    folder = tmp_path / built.folder
    assert str(mp4_tags(folder / "school.m4b")["\xa9cmt"][0]).splitlines()[-3:] == [*lines]
    for feed in (folder / "feed.xml", tmp_path / "feed.xml"):
        (description, *others) = (item.findtext("description", "") for item in ET.parse(feed).iter("item"))
        assert all(line in description.splitlines() for line in lines)
        assert not any(line in other for line in lines for other in others)
    with zipfile.ZipFile(folder / "school.epub") as book:
        package, page = (ET.fromstring(book.read(f"EPUB/{name}")) for name in ("package.opf", "stop-1.xhtml"))
    assert [right.text for right in package.iter("{http://purl.org/dc/elements/1.1/}rights")] == [*lines]
    assert set(lines) <= {"".join(part.itertext()) for part in page.iter("{http://www.w3.org/1999/xhtml}p")}
    data = json.loads((folder / "tour.json").read_text("utf-8"))
    jsonschema.validate(data, json.loads((tmp_path / "tour.schema.json").read_text("utf-8")))
    assert data["stops"][0]["credits"] == [*lines] and "credits" not in data["stops"][1]
    with zipfile.ZipFile(folder / "school.zip") as stick:
        (index,) = (name for name in stick.namelist() if name.endswith("index.html"))
        shown = stick.read(index).decode()
    assert all(html.escape(line) in shown for line in lines)


def test_music_by_somebody_else_is_written_into_every_form(tmp_path: Path) -> None:
    built = tour(tmp_path)
    names = ("m4b", "feed", "epub", "json", "stick")
    for name in names:
        publish(name, [built], tmp_path)
    before = files_of(tmp_path)
    scored = replace(built.stops[0], sounds=(BuiltSound("music", "王二", "CC0"),))
    for name in names:
        publish(name, [replace(built, stops=(scored, *built.stops[1:]))], tmp_path)
    changed = {path.rpartition("/")[2] for path, file in files_of(tmp_path).items() if before[path][1] != file[1]}
    assert changed == {"school.m4b", "feed.xml", "school.epub", "tour.json", "school.zip"}


def test_a_feed_needs_an_address(tmp_path: Path) -> None:
    with pytest.raises(ConfigError, match="address"):
        publish("feed", [tour(tmp_path, base_url="")], tmp_path)


# ---------------------------------------------------------------- EPUB


def test_epubcheck_has_nothing_to_say(tmp_path: Path) -> None:
    tours = [tour(tmp_path), tour(tmp_path, edition="en"), tour(tmp_path, "hostile", title="<b>“é” & 🎧")]
    publish("epub", tours, tmp_path)
    for book in sorted(tmp_path.rglob("*.epub")):
        assert list_epub_problems(book) == []


def test_a_book_shows_every_picture_and_says_what_it_is(tmp_path: Path) -> None:
    import zipfile
    from xml.etree import ElementTree as ET

    built = tour(tmp_path)
    images = tmp_path / "school" / "images"
    pictures = []
    for index, (caption, credit) in enumerate((("Die Tür, é & 🎧", "Foto: 王"), ("", "CC0"), ("", ""))):
        (images / f"{index}.png").write_bytes(picture(60 * index, 90, 90))
        pictures.append(BuiltPicture(f"images/{index}.png", "", f"alt {index} <&>", caption, credit))
    stops = (replace(built.stops[0], image="images/0.png", pictures=tuple(pictures)), *built.stops[1:])
    built = replace(built, stops=stops, marked=True)
    publish("epub", [built], tmp_path, Settings(disclosure=Disclosure(regimes=("cn",), producer="柳溪博物馆")))
    with zipfile.ZipFile(tmp_path / "school" / "school.epub") as book:
        page = ET.fromstring(book.read("EPUB/stop-1.xhtml"))
        space = "{http://www.w3.org/1999/xhtml}"
        shown = [(image.get("src", ""), image.get("alt")) for image in page.iter(f"{space}img")]
        assert [alt for _file, alt in shown] == ["alt 0 <&>", "alt 1 <&>", "alt 2 <&>"]
        assert all(book.read(f"EPUB/{file}") for file, _alt in shown)
        below = ["".join(line.itertext()) for line in page.iter(f"{space}figcaption")]
        assert below == ["Die Tür, é & 🎧 · Foto: 王", "CC0"]
        package = ET.fromstring(book.read("EPUB/package.opf"))
        (label,) = (meta for meta in package.iter("{http://www.idpf.org/2007/opf}meta") if meta.get("name") == "AIGC")
        assert json.loads(label.get("content", ""))["ContentProducer"] == "柳溪博物馆"
        mark = ET.fromstring(book.read("EPUB/title.xhtml")).find(f".//{space}span[@role='img']")
        assert mark is not None and (mark.text, mark.get("aria-label")) == ("AI", "人工智能合成语音")


def test_the_mark_is_in_every_form(tmp_path: Path) -> None:
    import feedparser

    built = replace(tour(tmp_path), engine="kokoro", marked=True)
    built = replace(built, stops=(replace(built.stops[0], synthetic=False), *built.stops[1:]))
    for name in ("feed", "json", "site"):
        publish(name, [built], tmp_path)
    folder = tmp_path / "school"
    entries = feedparser.parse((folder / "feed.xml").read_bytes()).entries
    assert [("AI · " in entry.description) for entry in entries] == [False, True, True, True]
    assert json.loads((folder / "tour.json").read_text("utf-8"))["mark"] == {"letters": "AI", "alt": "人工智能合成语音"}
    pages = {number: (folder / number / "index.html").read_text("utf-8") for number in ("1", "2")}
    mark = 'aria-label="人工智能合成语音"'
    assert mark not in pages["1"] and mark in pages["2"] and mark in (folder / "index.html").read_text("utf-8")
    publish("site", [replace(built, marked=False)], tmp_path)
    assert mark not in (folder / "2" / "index.html").read_text("utf-8")


def test_overlays_follow_the_cues(tmp_path: Path) -> None:
    import zipfile
    from xml.etree import ElementTree as ET

    built = tour(tmp_path)
    publish("epub", [built], tmp_path)
    with zipfile.ZipFile(tmp_path / "school" / "school.epub") as book:
        assert book.namelist()[0] == "mimetype" and book.read("mimetype") == b"application/epub+zip"
        for stop in built.stops:
            smil = ET.fromstring(book.read(f"EPUB/stop-{stop.number}.smil"))
            page = ET.fromstring(book.read(f"EPUB/stop-{stop.number}.xhtml"))
            texts = {e.get("id"): "".join(e.itertext()) for e in page.iter() if e.get("id")}
            clips = [
                (texts[par[0].attrib["src"].partition("#")[2]], par[1].attrib["clipBegin"], par[1].attrib["clipEnd"])
                for par in smil.iter("{http://www.w3.org/ns/SMIL}par")
            ]
            assert clips == [(c.text, f"{c.start / 1000:.3f}s", f"{c.end / 1000:.3f}s") for c in stop.cues]
            assert book.read(f"EPUB/audio/stop-{stop.number}.mp3")


# ---------------------------------------------------------------- data


def test_the_data_fits_its_schema(titled: Manifest, tmp_path: Path) -> None:
    publish("json", [titled, tour(tmp_path, edition="en")], tmp_path)
    schema = json.loads((tmp_path / "tour.schema.json").read_text("utf-8"))
    jsonschema.Draft202012Validator.check_schema(schema)
    listing = json.loads((tmp_path / "tours.json").read_text("utf-8"))
    assert [entry["id"] for entry in listing["tours"]] == ["school", "school.en"]
    for entry in listing["tours"]:
        file = tmp_path / entry["data"]
        data = json.loads(file.read_text("utf-8"))
        jsonschema.validate(data, schema)
        assert (file.parent / data["$schema"]).resolve() == (tmp_path / "tour.schema.json").resolve()
        assert all((file.parent / stop["audio"]["file"]).is_file() for stop in data["stops"])
