"""Tags, read back by programs that share no line with ours."""

from __future__ import annotations

import json
import subprocess
from pathlib import Path
from typing import Any

import pytest
from conftest import need, need_module

from audioguide.audio import ffmpeg, id3
from audioguide.i18n import language_tags
from audioguide.model import Chapter

LONG = (
    "水磨头村的老槐树与戏台和四百年前从山西洪洞县迁来的人们留下的"
    "水井石碾祠堂牌坊以及今天孩子们上学要走的那条青石板路的来历故"
)
PNG = bytes.fromhex(
    "89504e470d0a1a0a0000000d4948445200000001000000010802000000907753de0000000c49444154789c63f8cfc000000301010018dd8db0"
    "0000000049454e44ae426082"
)


def chapters(count: int) -> list[Chapter]:
    titles = [f"{n:03}{LONG}"[:60] for n in range(1, count + 1)]
    return [Chapter(str(n + 1), title, 1000 * n + 247, 1000 * n + 1247) for n, title in enumerate(titles)]


@pytest.fixture
def mp3(tmp_path: Path) -> Path:
    path = tmp_path / "tour.mp3"
    with ffmpeg.open_encoder(path, 32) as encoder:
        encoder.write(ffmpeg.silent_pcm(61_000))
    return path


def tagged(path: Path, **fields: Any) -> Path:
    known = {"title": "水磨头村", "album": "水磨头村", "track": "3/60", "language": "zh-CN"}
    path.write_bytes(id3.build_tag(**known | fields) + path.read_bytes())
    return path


def probe(path: Path) -> dict[str, Any]:
    command = [need("ffprobe", "apt install ffmpeg"), "-v", "error", "-show_chapters", "-show_format", "-show_streams"]
    completed = subprocess.run([*command, "-of", "json", str(path)], capture_output=True, text=True, check=True)
    assert not completed.stderr
    answer: dict[str, Any] = json.loads(completed.stdout)
    return answer


def mutagen_tags(path: Path) -> Any:
    need_module("mutagen", "pip install mutagen")
    import mutagen.id3

    read: Any = mutagen.id3.ID3  # it has type hints for some of itself only
    return read(path)


def test_ffprobe_reads_sixty_long_chinese_titles_in_order(mp3: Path) -> None:
    wanted = chapters(60)
    assert {len(c.title) for c in wanted} == {60}
    probed = probe(tagged(mp3, chapters=wanted, picture=PNG))
    assert [(c["tags"]["title"], c["start"], c["end"]) for c in probed["chapters"]] == [
        (c.title, c.start, c.end) for c in wanted
    ]
    assert probed["format"]["tags"]["title"] == "水磨头村"
    assert probed["format"]["tags"]["track"] == "3/60"
    assert [s["codec_name"] for s in probed["streams"]] == ["mp3", "png"]
    assert float(probed["format"]["duration"]) == pytest.approx(61.1, abs=0.1)


def test_eyed3_reads_the_same_chapters_in_the_order_of_the_table(mp3: Path) -> None:
    need_module("eyed3", "pip install eyed3")
    import eyed3

    wanted = chapters(60)
    tag = eyed3.load(str(tagged(mp3, chapters=wanted))).tag
    assert [toc.toplevel and toc.ordered for toc in tag.table_of_contents] == [True]
    (table,) = tag.table_of_contents
    named = [tag.chapters[name] for name in table.child_ids]
    assert [(c.title, *c.times) for c in named] == [(c.title, c.start, c.end) for c in wanted]
    # readers without a table of contents go by the order of the frames
    assert [c.title for c in tag.frame_set[b"CHAP"]] == [c.title for c in wanted]


def test_mutagen_reads_every_frame(mp3: Path) -> None:
    text = "第一段。\n第二段，讲“水磨”。"
    tags = mutagen_tags(tagged(mp3, artist="村委会", lyrics=text, user={"AIGC": '{"Label": "1"}'}, picture=PNG))
    assert tags.version == (2, 3, 0)
    assert tags["TIT2"].text == tags["TALB"].text == ["水磨头村"]
    assert tags["TPE1"].text == ["村委会"]
    assert tags["TRCK"].text == ["3/60"]
    assert tags["TLAN"].text == ["zho"]
    assert tags["USLT::zho"].text == text
    assert tags["TXXX:AIGC"].text == ['{"Label": "1"}']
    assert (tags["APIC:"].mime, tags["APIC:"].type, tags["APIC:"].data) == ("image/png", 3, PNG)
    assert "CTOC:toc" not in tags


def test_a_picture_can_be_added_to_a_tag_that_is_there(mp3: Path) -> None:
    before = tagged(mp3, lyrics="第一段。", chapters=chapters(3)).read_bytes()
    mp3.write_bytes(id3.add_picture(before, PNG))
    tags = mutagen_tags(mp3)
    assert tags["APIC:"].data == PNG
    assert tags["USLT::zho"].text == "第一段。"
    assert ffmpeg.decode_audio(mp3.read_bytes()) == ffmpeg.decode_audio(before)


def test_more_chapters_than_one_table_holds_are_nested(mp3: Path) -> None:
    wanted = chapters(600)
    path = tagged(mp3, chapters=wanted)
    tags = mutagen_tags(path)
    top = tags["CTOC:toc"]
    assert (top.flags, len(top.child_element_ids)) == (3, 3)
    nested = [name for table in top.child_element_ids for name in tags[f"CTOC:{table}"].child_element_ids]
    assert [tags[f"CHAP:{name}"].sub_frames["TIT2"].text[0] for name in nested] == [c.title for c in wanted]
    assert [c["tags"]["title"] for c in probe(path)["chapters"]] == [c.title for c in wanted]


def test_the_file_stays_a_sound_mp3(mp3: Path) -> None:
    frames = ffmpeg.decode_audio(mp3.read_bytes())
    tagged(mp3, chapters=chapters(60), picture=b"\xff\xd8\xff\xe0" + b"\xff\xfb\x90\x00" * 500)
    assert ffmpeg.decode_audio(mp3.read_bytes()) == frames
    completed = subprocess.run([need("mp3val", "apt install mp3val"), str(mp3)], capture_output=True, text=True)
    assert "WARNING" not in completed.stdout and "ID3v2" in completed.stdout


@pytest.mark.parametrize("size", [0, 127, 128, 16_383, 16_384, 2_000_000])
def test_sizes_on_both_sides_of_every_border(mp3: Path, size: int) -> None:
    text = "x" * size
    assert [frame.text for frame in mutagen_tags(tagged(mp3, lyrics=text)).getall("USLT")] == ([text] if text else [])


@pytest.mark.parametrize(
    ("tag", "code"), [("zh-CN", "zho"), ("en", "eng"), ("yue-HK", "yue"), ("fr-CA", "fra"), ("xx", "und")]
)
def test_languages_in_three_letters(tag: str, code: str) -> None:
    assert language_tags.three_letter_code(tag) == code
