"""How much a visitor waits for: what a stop's page needs before its sound can be played, with everything on it."""

from __future__ import annotations

import gzip
import re
from dataclasses import replace
from pathlib import Path
from zlib import crc32

import pytest
import yaml
from placed_tours import placed_tour
from site_tours import picture, write_site

from audioguide.authoring.site_config import Accessibility, Link, SiteConfig, Words
from audioguide.model import (
    Access,
    BuiltPicture,
    BuiltPoint,
    BuiltRecording,
    BuiltRoute,
    BuiltSound,
    BuiltStop,
    Cue,
    Manifest,
)

MAX_STOP_BYTES = 16 * 1024
"""Gzipped, of all that the page of a stop needs before its sound can be played."""
MARGIN_BYTES = 300
"""Left for what owners write at greater length than here."""
COMPRESSION_LEVEL = 6
"""Of our own server and of Caddy, and what docs/hosting.md sets for nginx."""
STOP_MS = 180_000
"""Three minutes: longer stops get a warning."""
CORPUS = Path(__file__).parents[2] / "scripts"
NARRATION = Path(__file__).parents[1] / "data" / "narration"
SCRIPTS = {"zh-CN": "mozui-village.yaml", "en": "mozui-village.en.yaml"}
"""Real text: what is made up by repeating sentences compresses too well."""
MS_PER_CHARACTER = {"zh-CN": 220, "en": 70, "fr": 62, "de": 60}
EDITIONS = ("", "en", "de", "fr", "es", "zh-Hant", "en-x-easy")
SENTENCE = re.compile(r".+?(?:[。！？]+[”」]?|[.!?…]+[ »”“]*(?=\s|$)|$)")


def written_paragraphs(language: str) -> list[str]:
    if language in SCRIPTS:
        stops = yaml.safe_load((CORPUS / SCRIPTS[language]).read_text("utf-8"))["stops"]
        texts = [str(stop.get("text", "")) for stop in stops[1:]]  # not the greeting
    else:
        texts = [(NARRATION / f"{language}.txt").read_text("utf-8")]
    return [line.strip() for text in texts for line in text.splitlines() if line.strip()]


def spoken_cues(language: str) -> tuple[Cue, ...]:
    """Return three minutes of narration, its sentences at times as irregular as those of speech."""
    cues: list[Cue] = []
    start = 620
    for paragraph, text in enumerate(written_paragraphs(language)):
        quoted = paragraph % 4 == 2
        for sentence in SENTENCE.findall(text):
            end = start + len(sentence) * MS_PER_CHARACTER[language] + crc32(sentence.encode()) % 500
            if end > STOP_MS:
                return tuple(cues)
            cue = Cue(start, end, sentence.strip(), paragraph, "interviewee" if quoted else "narrator")
            cues.append(replace(cue, speaker="任秀萍", speaker_title="社区书记") if quoted else cue)
            start = end + 180 + crc32(text.encode()) % 90
    return tuple(cues)


def full_tour(output: Path, edition: str) -> Manifest:
    """Return an edition of a tour that has everything a page can have."""
    language = {"": "zh-CN", "zh-Hant": "zh-CN", "de": "de", "fr": "fr"}.get(edition, "en")
    built = placed_tour(output, edition)
    # files are few: what is listed is long
    every = tuple(replace(built.stops[n % 4], number=str(n + 1), pictures=()) for n in range(25))
    images = output / built.folder / "images"
    for index in range(3):
        (images / f"view-{index}.png").write_bytes(picture(90, 40 * index, 70))
    seven = every[6]
    assert seven.position
    full = replace(
        seven,
        title="旧学堂的门楣与先生的手迹" if language == "zh-CN" else "The lintel of the old school, and who wrote it",
        track=replace(seven.track, duration=STOP_MS),
        cues=spoken_cues(language),
        image="images/view-0.png",
        pictures=tuple(
            BuiltPicture(f"images/view-{n}.png", "images/gate.png", alt, caption, credit)
            for n, (alt, caption, credit) in enumerate(
                (
                    ("木门，漆色斑驳，门环上系着红绳", "学堂大门，2019 年修缮以后", "王小明摄，CC BY 4.0"),
                    ("院子里的水井，井沿有绳痕", "井沿上的绳痕有两指深", "县文物局藏"),
                    ("一张旧课桌，桌面刻满了字", "最后一批学生用过的课桌", "李华捐赠"),
                )
            )
        ),
        directions="沿石板路上山，走到水井边左转，过了小桥就能看见祠堂的白墙；雨天路滑，请扶好栏杆。",
        access=Access(steps="三级台阶", slope="百分之八", seating="两条长凳", toilets="祠堂后院"),
        closed="屋顶修缮，预计十月重新开放",
        recordings=(BuiltRecording("recordings/07.wav", "0" * 64, ""),),
        sounds=(BuiltSound("music", "Anna Example, Quiet Water", "CC BY 4.0"), BuiltSound("ambience", "J. Doe", "CC0")),
    )
    stops: tuple[BuiltStop, ...] = (*every[:6], full, *every[7:])
    if edition == "es":
        stops = (*stops[:6], *stops[7:])  # a stop that an edition lacks is said on the others' pages
    numbers = [stop.number for stop in stops]
    return replace(
        built,
        stops=stops,
        description="一座百年学堂，二十五处停留。",
        label={"en-x-easy": "Easy language"}.get(edition, ""),
        marked=True,
        points=(
            *built.points,
            BuiltPoint("toilet", seven.position, "祠堂后院"),
            BuiltPoint("lift", seven.position, "北楼"),
        ),
        routes=(
            BuiltRoute("short", "二十分钟", tuple(numbers[::2]), 20),
            BuiltRoute("easy", "无台阶路线", tuple(numbers[:9]), 0, "wheelchair"),
            BuiltRoute("children", "和孩子一起走", tuple(numbers[3:20:2]), 40, "children"),
        ),
    )


FOOT = SiteConfig(
    name=Words({"zh": "柳溪导览", "en": "Willow Creek guides"}),
    contact=Link(Words({"": "guide@guide.example"}), "mailto:guide@guide.example"),
    base_url="https://guide.example",
    footer=(
        Link(Words({"": "某ICP备00000000号"}), "https://beian.example.cn/"),
        Link(Words({"zh": "版权信息", "en": "Imprint"}), "https://guide.example/imprint"),
        Link(Words({"zh": "隐私", "en": "Privacy"}), "https://guide.example/privacy"),
        Link(Words({"": "© 2026 柳溪文化站"})),
    ),
    accessibility=Accessibility(status="partial", date="2026-05-01"),
    embed=("any",),
)


@pytest.fixture(scope="module")
def published(tmp_path_factory: pytest.TempPathFactory) -> Path:
    output = tmp_path_factory.mktemp("output")
    tours = [full_tour(output, edition) for edition in EDITIONS]
    for tour in tours:
        (output / tour.folder / "feed.xml").write_text("<rss/>", "utf-8")
    write_site(tours, output, FOOT)
    return output


@pytest.mark.parametrize("edition", EDITIONS)
def test_a_stop_with_everything_on_its_page_is_light_before_it_plays(published: Path, edition: str) -> None:
    page = published / "school" / edition / ("6" if edition == "es" else "7") / "index.html"
    html = page.read_text("utf-8")
    scripted = re.sub(r"<noscript>.*?</noscript>", "", html, flags=re.S)
    names = re.findall(r'<(?:script|link rel="stylesheet")[^>]* (?:src|href)="([^"]+)"', scripted)
    assert {Path(name).suffix for name in names} == {".js", ".css"}
    weights = {
        name: len(gzip.compress((page.parent / name).read_bytes(), COMPRESSION_LEVEL))
        for name in ("index.html", *names)
    }
    assert sum(weights.values()) <= MAX_STOP_BYTES - MARGIN_BYTES, weights
