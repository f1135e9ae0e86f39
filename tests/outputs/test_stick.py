"""The tour to take away: unpacked, looked at, and opened without a server."""

from __future__ import annotations

import zipfile
from dataclasses import replace
from pathlib import Path
from typing import Any
from urllib.parse import unquote

import pytest
from bs4 import BeautifulSoup
from site_tours import HOSTILE, tour, write_site

from audioguide.assembly import publishing
from audioguide.audio import id3
from audioguide.model import BuiltPicture, Manifest
from audioguide.outputs import BuiltTours, load_output


def pack(manifest: Manifest, output: Path) -> Path:
    with publishing.open_publication(output) as publication:
        load_output("stick").write(BuiltTours((manifest,)), publication.destination("stick"))
        publication.commit()
    return output / manifest.folder / f"{manifest.id}.zip"


def unpack(archive: Path, target: Path) -> Path:
    with zipfile.ZipFile(archive) as opened:
        assert opened.testzip() is None
        opened.extractall(target)
    (folder,) = target.iterdir()
    return folder


def with_tags(manifest: Manifest, output: Path) -> Manifest:
    """Our own tags on the sounds."""
    for stop in manifest.stops:
        path = output / manifest.folder / stop.track.file
        sound = path.read_bytes()
        if sound.startswith(b"ID3"):
            sound = sound[10 + int("".join(f"{byte:07b}" for byte in sound[6:10]), 2) :]
        tag = id3.build_tag(title=stop.title, album=manifest.title, track=stop.number, language="zh-CN")
        path.write_bytes(tag + sound)
    return manifest


def test_files_say_what_they_are_and_play_in_their_order(tmp_path: Path) -> None:
    import mutagen.id3

    output = tmp_path / "output"
    folder = unpack(pack(with_tags(tour(output), output), output), tmp_path / "stick")
    assert folder.name == "龙庆学堂"
    names = sorted(path.name for path in folder.glob("*.mp3"))
    assert names == [
        "01 1 旧学堂的门 1.mp3",
        "02 2 旧学堂的门 2.mp3",
        "03 3a 旧学堂的门 3a.mp3",
        "04 12 旧学堂的门 12.mp3",
    ]
    playlist = (folder / "龙庆学堂.m3u8").read_text("utf-8").splitlines()
    assert playlist[0] == "#EXTM3U"
    assert [line for line in playlist if not line.startswith("#")] == names
    assert "#EXTINF:9,龙庆学堂 - 3a 旧学堂的门 3a" in playlist
    read: Any = mutagen.id3.ID3
    assert [read(folder / name)["APIC:"].mime for name in names] == ["image/png"] * 4
    beside = (output / "school/school.m3u8").read_text("utf-8").splitlines()
    assert all((output / "school" / line).is_file() for line in beside if not line.startswith("#"))


@pytest.mark.parametrize("title", [*HOSTILE, "con", "a/b\\c:d", "..", "  ", "ends.", "NUL.txt"], ids=range(13))
def test_no_title_harms_a_name_or_the_page(tmp_path: Path, title: str) -> None:
    output = tmp_path / "output"
    good = tour(output)
    first = replace(good.stops[0], title=title)
    archive = pack(replace(good, title=title, stops=(first, *good.stops[1:])), output)
    with zipfile.ZipFile(archive) as opened:
        for name in opened.namelist():
            assert not set(name) & set('<>:"\\|?*') and ".." not in name.split("/") and not name.startswith("/")
            assert all(len(part.encode()) < 255 and part == part.strip(" .") for part in name.split("/"))
    folder = unpack(archive, tmp_path / "stick")
    page = BeautifulSoup((folder / "index.html").read_text("utf-8"), "html.parser")
    assert page.find("script") is None
    heading = page.find("h2")
    assert heading is not None and title.strip() in heading.get_text()
    for sound in page.find_all("audio"):
        assert (folder / unquote(str(sound["src"]))).is_file()


def test_pictures_come_with_their_words(tmp_path: Path) -> None:
    output = tmp_path / "output"
    good = tour(output)
    pictures = (BuiltPicture("images/gate.png", alt="门", caption="一九三六年", credit="县档案馆"),)
    stop = replace(good.stops[0], pictures=pictures)
    folder = unpack(pack(replace(good, stops=(stop, *good.stops[1:])), output), tmp_path / "stick")
    page = BeautifulSoup((folder / "index.html").read_text("utf-8"), "html.parser")
    assert all((folder / unquote(str(image["src"]))).is_file() for image in page.find_all("img"))
    caption = page.find("figcaption")
    assert caption is not None and caption.get_text(" ", strip=True) == "一九三六年 县档案馆"


def test_equal_tours_give_equal_bytes_and_an_unchanged_one_is_not_packed_again(tmp_path: Path) -> None:
    output = tmp_path / "output"
    good = tour(output)
    archive = pack(good, output)
    content, time = archive.read_bytes(), archive.stat().st_mtime_ns
    assert pack(good, output).stat().st_mtime_ns == time
    archive.unlink()
    assert pack(good, output).read_bytes() == content


def test_a_tour_links_what_is_packed_for_a_stick(tmp_path: Path) -> None:
    built = tour(tmp_path)
    write_site([built], tmp_path)
    page = tmp_path / "school/index.html"
    assert "school.zip" not in page.read_text("utf-8")
    pack(built, tmp_path)
    write_site([built], tmp_path)
    (link,) = BeautifulSoup(page.read_text("utf-8"), "html.parser").select('a[href="school.zip"]')
    assert "U 盘" in link.text and str(link["download"]).endswith(".zip")
