"""Every tour of the corpus, and one of sixty stops, in every form, read back by programs that are not ours.

The sentences last some hundredths of a second: all chimes, chapters, texts and titles are there, only shorter.
"""

from __future__ import annotations

import json
import os
import shutil
import subprocess
import zipfile
from collections.abc import Iterator
from pathlib import Path
from typing import Any
from xml.etree import ElementTree as ET

import mutagen.mp4
import numpy as np
import pytest
from conftest import ROOT, need, need_npm
from epub_checks import list_epub_problems

from audioguide import manifest as manifests
from audioguide.commands import build
from audioguide.commands.build import BuildRequest
from audioguide.engines.silent import SilentEngine
from audioguide.model import Clip, Manifest, Span, Voice
from audioguide.project import Project

TOLERANCE_MS = 50
SENTENCE_MS = 40
RATE_HZ = 8000
FORMS = ("m4b", "epub", "feed", "json", "geojson", "gpx")
TOURS = [path.stem for path in sorted((ROOT / "scripts").glob("*.yaml"))] + ["sixty"]
ALL_BOOKS = bool(os.environ.get("AUDIOGUIDE_ALL_BOOKS"))
ACE_TOURS = TOURS if ALL_BOOKS else ["longqing-school", "longqing-school.en"]
EPUBCHECK_TOURS = TOURS if ALL_BOOKS else [*ACE_TOURS, "nanchang-gaoxin", "sixty"]
"""Ace takes up to two minutes a book, EPUBCheck ten seconds, and the books are one template, which another checker
reads in all of them: a run of all is asked for by the variable."""
SIXTY = [f"第{n:02}站" + "长" * 40 + "é ß Ł ñ 🎧👩‍👩‍👧 " + "廊" for n in range(1, 61)]
SETTINGS = """\
engine: silent
base_url: https://guide.example
disclosure: {regimes: [cn, eu], producer: 柳溪博物馆}
pauses: {sentence: 40, paragraph: 60, speaker: 60, chime: 100, stop: 900}
"""


def speak_briefly(_engine: SilentEngine, rendered: tuple[str, ...], _voice: Voice) -> Clip:
    spans = tuple(Span(2 * n * SENTENCE_MS, (2 * n + 1) * SENTENCE_MS) for n in range(len(rendered)))
    rate = 24_000
    return Clip(bytes(spans[-1].end * rate // 1000 * 2), rate, spans)


@pytest.fixture(scope="module")
def project(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Project]:
    root = tmp_path_factory.mktemp("corpus")
    shutil.copytree(ROOT / "scripts", root / "scripts")
    stops = "".join(
        f"  - {{number: {n}, title: {title}, text: 这里是{n}。, place: {{lat: {30 + n / 1e4:.4f}, lon: 105.38}}}}\n"
        for n, title in enumerate(SIXTY, 1)
    )
    (root / "scripts" / "sixty.yaml").write_text(f"title: é 🎧 六十站\nlanguage: zh-CN\nstops:\n{stops}", "utf-8")
    (root / "voices.yaml").write_text(SETTINGS, "utf-8")
    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(SilentEngine, "speak", speak_briefly)
        patch.setenv("AUDIOGUIDE_CACHE", str(root / "cache"))
        build.build_tours(Project(root), BuildRequest(outputs=FORMS))
        yield Project(root)


def manifest_of(project: Project, tour: str) -> Manifest:
    site, _dot, edition = tour.partition(".")
    return manifests.load_manifest(project.output / site / edition / manifests.MANIFEST_FILE)


def file_of(project: Project, tour: str, suffix: str) -> Path:
    built = manifest_of(project, tour)
    return project.output / built.folder / f"{built.id}.{suffix}"


def probe(file: Path) -> Any:
    command = [
        need("ffprobe", "apt-get install ffmpeg"),
        "-v",
        "error",
        "-show_chapters",
        "-show_format",
        "-of",
        "json",
    ]
    return json.loads(subprocess.run([*command, str(file)], check=True, capture_output=True).stdout)


def onsets_ms(file: Path) -> list[float]:
    """Where a chime begins: sound after at least half a second of silence."""
    command = [need("ffmpeg", "apt-get install ffmpeg"), "-v", "error", "-i", str(file), "-ac", "1"]
    command += ["-ar", str(RATE_HZ), "-f", "s16le", "-map", "0:a", "-"]
    samples = np.frombuffer(subprocess.run(command, check=True, capture_output=True).stdout, dtype=np.int16)
    loud = np.flatnonzero(np.abs(samples.astype(np.int32)) > 100)
    begins = np.concatenate(([True], np.diff(loud) > RATE_HZ // 2))
    return [float(sample) * 1000 / RATE_HZ for sample in loud[begins]]


# ---------------------------------------------------------------- sound


@pytest.mark.parametrize("tour", TOURS)
def test_chapters_begin_with_the_chime_in_every_container(project: Project, tour: str) -> None:
    built = manifest_of(project, tour)
    marks = {
        "mp3": [float(c["start_time"]) * 1000 for c in probe(file_of(project, tour, "mp3"))["chapters"]],
        "m4b": [float(c["start_time"]) * 1000 for c in probe(file_of(project, tour, "m4b"))["chapters"]],
        "feed": [
            c["startTime"] * 1000
            for c in json.loads((project.output / built.folder / "chapters.json").read_text("utf-8"))["chapters"]
        ],
        "json": [
            c["start"] for c in json.loads((project.output / built.folder / "tour.json").read_text("utf-8"))["chapters"]
        ],
    }
    for sound in ("mp3", "m4b"):
        played = onsets_ms(file_of(project, tour, sound))
        assert len(played) == len(built.stops), sound
        for form, starts in marks.items():
            worst = max(abs(start - onset) for start, onset in zip(starts, played, strict=True))
            assert worst <= TOLERANCE_MS, (sound, form, worst)


@pytest.mark.parametrize("tour", TOURS)
def test_an_m4b_lasts_as_long_as_the_mp3(project: Project, tour: str) -> None:
    import tinytag

    lasting = [
        manifest_of(project, tour).tour.duration,
        float(probe(file_of(project, tour, "m4b"))["format"]["duration"]) * 1000,
        mutagen_seconds(file_of(project, tour, "m4b")) * 1000,
        (tinytag.TinyTag.get(file_of(project, tour, "m4b")).duration or 0) * 1000,
    ]
    assert max(lasting) - min(lasting) <= TOLERANCE_MS, lasting


def mutagen_seconds(file: Path) -> float:
    info: Any = mutagen.mp4.MP4(file).info  # type: ignore[no-untyped-call]
    return float(info.length)


# ---------------------------------------------------------------- titles


@pytest.mark.parametrize("tour", TOURS)
def test_titles_survive_everywhere(project: Project, tour: str) -> None:
    import feedparser
    import podcastparser

    built = manifest_of(project, tour)
    folder = project.output / built.folder
    titles = [stop.title for stop in built.stops]
    numbered = [f"{stop.number} {stop.title}" for stop in built.stops]
    if tour == "sixty":
        assert titles == SIXTY and min(map(len, titles)) >= 60
    assert [c["tags"]["title"] for c in probe(folder / f"{built.id}.mp3")["chapters"]] == titles
    assert [c["tags"]["title"] for c in probe(folder / f"{built.id}.m4b")["chapters"]] == numbered
    chapters = mutagen.mp4.MP4(folder / f"{built.id}.m4b").chapters or ()  # type: ignore[no-untyped-call]
    assert [chapter.title for chapter in chapters] == numbered
    feed = folder / "feed.xml"
    assert [entry.title for entry in feedparser.parse(feed.read_bytes()).entries] == numbered
    with feed.open("rb") as stream:
        episodes = podcastparser.parse("https://guide.example/feed.xml", stream)["episodes"]
    assert sorted(episode["title"] for episode in episodes) == sorted(" ".join(title.split()) for title in numbered)
    with zipfile.ZipFile(folder / f"{built.id}.epub") as book:
        contents = ET.fromstring(book.read("EPUB/nav.xhtml"))
    links = ["".join(link.itertext()) for link in contents.iter("{http://www.w3.org/1999/xhtml}a")]
    assert links == [built.title, *numbered]
    data = json.loads((folder / "tour.json").read_text("utf-8"))
    assert [stop["title"] for stop in data["stops"]] == titles


def test_podcast_partytime_reads_every_feed(project: Project, tmp_path: Path) -> None:
    script = tmp_path / "read.mjs"
    module = Path(need_npm("podcast-partytime/dist/index.js")).as_uri()
    script.write_text(
        f"import partytime from '{module}'; import {{ readFileSync }} from 'node:fs';\n"
        "const feed = partytime.parseFeed(readFileSync(process.argv[2], 'utf8'));\n"
        "console.log(JSON.stringify({type: feed.itunesType, language: feed.language, items: feed.items}));\n"
    )
    for tour in TOURS:
        built = manifest_of(project, tour)
        command = [
            need("node", "apt-get install nodejs"),
            str(script),
            str(project.output / built.folder / "feed.xml"),
        ]
        feed = json.loads(subprocess.run(command, check=True, capture_output=True).stdout)
        assert (feed["type"], feed["language"].lower()) == ("serial", built.language.lower())
        by_guid = {item["guid"]: item for item in feed["items"]}
        for stop in built.stops:
            item = by_guid[f"https://guide.example/{built.folder}/{stop.number}/"]
            assert item["title"] == f"{stop.number} {stop.title}" and item["enclosure"]["length"] == stop.track.bytes
            assert [transcript["type"] for transcript in item["podcastTranscripts"]] == ["text/vtt"]
    command = [need("node", "apt-get install nodejs"), str(script), str(project.output / "feed.xml")]
    (first, *_others) = json.loads(subprocess.run(command, check=True, capture_output=True).stdout)["items"]
    assert first["podcastChapters"]["type"] == "application/json+chapters"


# ---------------------------------------------------------------- books


@pytest.mark.parametrize("tour", TOURS)
def test_overlays_are_where_the_sentences_are(project: Project, tour: str) -> None:
    built = manifest_of(project, tour)
    with zipfile.ZipFile(file_of(project, tour, "epub")) as book:
        for stop in built.stops:
            overlay = ET.fromstring(book.read(f"EPUB/stop-{stop.number}.smil"))
            clips = [
                (float(sound.attrib["clipBegin"][:-1]) * 1000, float(sound.attrib["clipEnd"][:-1]) * 1000)
                for sound in overlay.iter("{http://www.w3.org/ns/SMIL}audio")
            ]
            for (begin, end), cue in zip(clips, stop.cues, strict=True):
                assert abs(begin - cue.start) <= TOLERANCE_MS and abs(end - cue.end) <= TOLERANCE_MS
            sound = book.read(f"EPUB/audio/stop-{stop.number}.mp3")
            assert len(sound) == stop.track.bytes


@pytest.mark.parametrize("tour", EPUBCHECK_TOURS)
def test_epubcheck_finds_nothing(project: Project, tour: str) -> None:
    assert list_epub_problems(file_of(project, tour, "epub")) == []


@pytest.mark.parametrize("tour", TOURS)
def test_another_checker_finds_no_error(project: Project, tour: str) -> None:
    command = [need_npm(".bin/epubcheck-ts"), "--json", "-", str(file_of(project, tour, "epub"))]
    completed = subprocess.run(command, capture_output=True, text=True)
    assert completed.returncode == 0, completed.stdout + completed.stderr


@pytest.mark.browser
@pytest.mark.parametrize("tour", ACE_TOURS)
def test_ace_finds_nothing_serious(project: Project, tour: str, tmp_path: Path) -> None:
    command = [
        need_npm(".bin/ace-cli"),
        "--silent",
        "--outdir",
        str(tmp_path / "ace"),
        str(file_of(project, tour, "epub")),
    ]
    environment = os.environ | {"PUPPETEER_EXECUTABLE_PATH": need("chromium", "apt-get install chromium")}
    completed = subprocess.run(command, capture_output=True, text=True, env=environment)
    assert completed.returncode == 0, completed.stdout + completed.stderr
    report = json.loads((tmp_path / "ace" / "report.json").read_text("utf-8"))
    serious = [
        (page["earl:testSubject"]["url"], assertion["earl:test"]["dct:title"])
        for page in report["assertions"]
        for assertion in page["assertions"]
        if assertion["earl:test"]["earl:impact"] in ("serious", "critical")
    ]
    assert serious == []


# ---------------------------------------------------------------- places


def test_check_geojson_accepts_every_file(project: Project, tmp_path: Path) -> None:
    script = tmp_path / "check.mjs"
    module = Path(need_npm("@placemarkio/check-geojson/dist/index.esm.mjs")).as_uri()
    script.write_text(
        f"import {{ check }} from '{module}'; import {{ readFileSync }} from 'node:fs';\n"
        "for (const file of process.argv.slice(2)) check(readFileSync(file, 'utf8'));\n"
    )
    places = sorted(map(str, project.output.rglob("*.geojson")))
    assert [Path(file).name for file in places] == ["sixty.geojson"]
    features = json.loads(Path(places[0]).read_text("utf-8"))["features"]
    assert sum(feature["geometry"]["type"] == "Point" for feature in features) == len(SIXTY)
    completed = subprocess.run(
        [need("node", "apt-get install nodejs"), str(script), *places], capture_output=True, text=True
    )
    assert completed.returncode == 0, completed.stderr


# ---------------------------------------------------------------- built again; last, since it changes a tour


def test_only_what_holds_a_changed_stop_is_written_again(project: Project) -> None:
    def written() -> dict[str, int]:
        files = (path for path in project.output.rglob("*") if path.is_file() and ".audioguide" not in path.parts)
        return {path.relative_to(project.output).as_posix(): path.stat().st_mtime_ns for path in files}

    before = written()
    build.build_tours(project, BuildRequest(outputs=FORMS))
    assert written() == before, "an unchanged corpus was written again"
    file = project.scripts / "sixty.yaml"
    file.write_text(file.read_text("utf-8").replace("这里是31。", "这里是新的三十一。"), "utf-8")
    build.build_tours(project, BuildRequest(outputs=FORMS))
    changed = {path for path, time in written().items() if before.get(path) != time}
    assert {path for path in changed if path.startswith("sixty/stops/")} == {"sixty/stops/31.mp3", "sixty/stops/31.vtt"}
    assert {"sixty/sixty.m4b", "sixty/sixty.epub", "sixty/feed.xml", "sixty/tour.json", "feed.xml"} <= changed
    others = {path for path in changed if not path.startswith("sixty/")}
    assert not [path for path in others if path.endswith((".m4b", ".epub", ".mp3", ".geojson"))]
