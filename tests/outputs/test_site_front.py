"""What the owner says in site.yaml, shown on the pages, and what other programs read of them."""

from __future__ import annotations

import json
import re
import subprocess
import xml.etree.ElementTree as ET
from dataclasses import replace
from html.parser import HTMLParser
from pathlib import Path
from typing import Any

import pytest
from conftest import need, need_npm
from site_tours import HOSTILE, tour

from audioguide.assembly import publishing
from audioguide.authoring import site_yaml
from audioguide.authoring.site_config import NO_SITE, SiteConfig, apply_states
from audioguide.errors import ConfigError
from audioguide.model import Manifest, Position
from audioguide.outputs import BuiltTours, site
from audioguide.outputs.drafts import split_drafts
from audioguide.outputs.visitor_texts import visitor_languages, visitor_texts
from audioguide.project import Project

FULL = """
schema: 1
name: {zh: 柳溪导览, en: Willow Creek guides}
description: {zh: 一座水边的老村子。, en: An old village by the water.}
address: {zh: 柳溪村 1 号, en: "1 Willow Creek"}
hours: {zh: 每天 9:00—17:00, en: Daily 9 to 5}
contact: {text: guide@g.example, url: "mailto:guide@g.example"}
logo: logo.svg
base_url: https://g.example
tours: [village, school]
closed: {school: {zh: 修缮至五月, en: in restoration until May}}
embed: [https://www.example.org]
footer:
  icp: {text: 某ICP备00000000号, url: "https://beian.example.cn/"}
  imprint: {text: {zh: 版权信息, en: Imprint}, url: "https://g.example/imprint"}
  privacy: {text: {zh: 隐私, en: Privacy}, url: "https://g.example/privacy"}
  lines: ["© 2026"]
accessibility:
  date: 2026-05-01
  status: partial
  limits: [{zh: 老磨坊有台阶。, en: The old mill has steps.}]
  enforcement: {text: Ombudsman, url: "https://ombud.example"}
"""


def load(folder: Path, text: str) -> SiteConfig:
    (folder / "site.yaml").write_text(text, "utf-8")
    (folder / "logo.svg").write_text('<svg xmlns="http://www.w3.org/2000/svg"/>', "utf-8")
    return site_yaml.load_site(Project(folder))


def publish(config: SiteConfig, tours: list[Manifest], output: Path) -> None:
    with publishing.open_publication(output) as publication:
        public, drafts = split_drafts(apply_states(config, tours))
        built = BuiltTours(public, drafts=drafts, site=config)
        site.write_site(built, publication.destination("site"))
        publication.commit()


def three_tours(output: Path) -> list[Manifest]:
    url = "https://g.example"
    return [tour(output, base_url=url), tour(output, edition="en", base_url=url), tour(output, "village", base_url=url)]


class Links(HTMLParser):
    """Addresses of a page."""

    def __init__(self, file: Path) -> None:
        super().__init__()
        self.hrefs: list[str] = []
        self.feed(file.read_text("utf-8"))

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        self.hrefs += [value for name, value in attrs if name in ("href", "src", "data-later") and value]


def linked_data(file: Path) -> Any:
    script = re.search(r'<script type="application/ld\+json">(.*?)</script>', file.read_text("utf-8"))
    return json.loads(script[1]) if script else None


def test_the_front_page_is_the_door_of_the_site_in_every_language(tmp_path: Path) -> None:
    publish(load(tmp_path, FULL), three_tours(tmp_path / "out"), tmp_path / "out")
    chinese, english = ((tmp_path / "out" / name).read_text("utf-8") for name in ("index.html", "index.en.html"))
    for text in ("柳溪导览", "一座水边的老村子。", "柳溪村 1 号", "每天 9:00—17:00", "mailto:guide@g.example"):
        assert text in chinese
    for text in ("Willow Creek guides", "An old village", "1 Willow Creek", "Daily 9 to 5", "in restoration until May"):
        assert text in english
    assert chinese.index("village/index.html") < chinese.index("school/index.html")  # the order of site.yaml
    assert 'href="school/en/index.html"' in english and english.index("school/en/") < english.index('"school/index')
    assert '<a href="index.en.html" lang="en"' in chinese and '<a href="index.html" lang="zh-CN"' in english
    assert 'href="../../index.en.html"' in (tmp_path / "out/school/en/index.html").read_text("utf-8")


def test_the_foot_is_on_every_page_in_its_language(tmp_path: Path) -> None:
    output = tmp_path / "out"
    publish(load(tmp_path, FULL), three_tours(output), output)
    for page in output.rglob("*.html"):
        if page.name == "offline.html":
            continue
        text = page.read_text("utf-8")
        is_english = page.relative_to(output).parts[:2] == ("school", "en") or page.name.endswith(".en.html")
        foot = text.partition('<footer class="foot">')[2]
        assert ("Imprint" if is_english else "版权信息") in foot and "某ICP备00000000号" in foot and "© 2026" in foot
        assert ("accessibility.en.html" if is_english else "accessibility.html") in foot
        folder = output if page.name == "404.html" else page.parent
        for href in Links(page).hrefs:
            if not re.match(r"[a-z]+:|#|/$", href):
                assert (folder / re.split("[?#]", href)[0]).resolve().is_file(), (page, href)


def test_the_statement_says_what_tests_know_and_what_the_owner_adds(tmp_path: Path) -> None:
    output = tmp_path / "out"
    tours = three_tours(output)
    tours[0] = replace(tours[0], stops=tuple(replace(stop, alt="") for stop in tours[0].stops))
    publish(load(tmp_path, FULL), tours, output)
    english = (output / "accessibility.en.html").read_text("utf-8")
    for text in ("The old mill has steps.", "2026-05-01", "conforms partly", "Ombudsman", "mailto:guide@g.example"):
        assert text in english
    pictures = sum(1 for stop in tours[0].stops if stop.image)
    assert f"described yet: {pictures}." in english
    assert "老磨坊有台阶。" in (output / "accessibility.html").read_text("utf-8")


def test_without_site_yaml_there_is_one_front_page_and_a_statement(tmp_path: Path) -> None:
    publish(NO_SITE, three_tours(tmp_path), tmp_path)
    home = (tmp_path / "index.html").read_text("utf-8")
    assert not (tmp_path / "index.en.html").exists() and "<h1>语音导览</h1>" in home and "door" not in home
    assert "application/ld+json" not in home and "og:" not in home
    assert (tmp_path / "accessibility.en.html").is_file()
    assert not list(tmp_path.rglob("oembed.json"))


def test_linked_data_names_the_tour_its_parts_and_the_place(tmp_path: Path) -> None:
    tours = three_tours(tmp_path / "out")
    first = replace(tours[0].stops[0], position=Position(30.5, 120.25))
    tours[0] = replace(tours[0], stops=(first, *tours[0].stops[1:]))
    publish(load(tmp_path, FULL), tours, tmp_path / "out")
    data = linked_data(tmp_path / "out/school/index.html")
    assert data["@type"] == "AudioObject" and data["about"]["@type"] == "TouristAttraction"
    assert [part["url"] for part in data["hasPart"]] == [
        f"https://g.example/school/{s.number}/" for s in tours[0].stops
    ]
    assert data["contentUrl"].startswith("https://g.example/school/") and data["contentSize"] == str(
        tours[0].tour.bytes
    )
    assert data["about"]["geo"] == {"@type": "GeoCoordinates", "latitude": 30.5, "longitude": 120.25}
    stop = linked_data(tmp_path / "out/school/1/index.html")
    assert stop["isPartOf"]["@id"] == "https://g.example/school/"
    assert linked_data(tmp_path / "out/index.html")["@type"] == "TouristAttraction"


def test_every_data_block_is_of_the_types_of_schema_org(tmp_path: Path) -> None:
    """By the types that Google derives from the vocabulary: no unknown property, no value of another type."""
    output = tmp_path / "out"
    tours = three_tours(output)
    first = replace(tours[0].stops[0], position=Position(30.5, 120.25))
    tours[0] = replace(tours[0], stops=(first, *tours[0].stops[1:]))
    publish(load(tmp_path, FULL), tours, output)
    blocks = list(filter(None, map(linked_data, sorted(output.rglob("*.html")))))
    assert {block["@type"] for block in blocks} == {"AudioObject", "TouristAttraction"}
    types = Path(need_npm("schema-dts/package.json")).parent.as_posix()
    lines = [f'import type {{ WithContext, AudioObject, TouristAttraction }} from "{types}";']
    for number, block in enumerate(blocks):
        lines.append(f"export const block{number}: WithContext<{block['@type']}> = {json.dumps(block)};")
    source = tmp_path / "blocks.ts"
    source.write_text("\n".join(lines), "utf-8")
    command = [need("node", "apt-get install nodejs"), need_npm("typescript/bin/tsc"), "--noEmit", "--strict"]
    command += ["--skipLibCheck", "--moduleResolution", "node10", str(source)]
    completed = subprocess.run(command, capture_output=True, text=True)
    assert (completed.returncode, completed.stdout) == (0, "")


@pytest.mark.parametrize("text", HOSTILE)
def test_nothing_an_author_writes_leaves_the_data_block(text: str, tmp_path: Path) -> None:
    built = tour(tmp_path, base_url="https://g.example")
    publish(NO_SITE, [replace(built, title=text, description=text)], tmp_path)
    data = linked_data(tmp_path / "school/index.html")
    assert data["name"] == text


def test_a_picture_is_shown_where_an_address_is_known(tmp_path: Path) -> None:
    publish(NO_SITE, [tour(tmp_path, base_url="https://g.example"), tour(tmp_path, "bare", base_url="")], tmp_path)
    page = (tmp_path / "school/index.html").read_text("utf-8")
    assert '<meta property="og:image" content="https://g.example/school/images/gate.png">' in page
    bare = (tmp_path / "bare/index.html").read_text("utf-8")
    assert "og:title" in bare and "og:image" not in bare and "og:url" not in bare


def test_the_site_map_names_every_page_for_visitors_with_its_languages(tmp_path: Path) -> None:
    output = tmp_path / "out"
    tours = three_tours(output)
    publish(load(tmp_path, FULL + "hidden: [village]\n"), tours, output)
    space = {"s": "http://www.sitemaps.org/schemas/sitemap/0.9", "x": "http://www.w3.org/1999/xhtml"}
    urls = ET.parse(output / "sitemap.xml").getroot().findall("s:url", space)
    properties = {
        url.findtext("s:loc", "", space): [a.get("hreflang") for a in url.findall("x:link", space)] for url in urls
    }
    assert properties["https://g.example/school/1/"] == ["zh-CN", "en"]
    assert properties["https://g.example/"] == ["zh-CN", "en"] and "https://g.example/index.en.html" in properties
    assert not any("village" in address for address in properties)


def test_other_forms_are_offered_with_their_size_in_the_visitors_language(tmp_path: Path) -> None:
    for path, size in (("school/school.m4b", 3_200_000), ("school/en/school.en.epub", 12_000_000)):
        (tmp_path / path).parent.mkdir(parents=True, exist_ok=True)
        (tmp_path / path).write_bytes(b"x" * size)
    (tmp_path / "school/feed.xml").write_text("<rss/>")
    publish(NO_SITE, three_tours(tmp_path), tmp_path)
    chinese, english = ((tmp_path / f"school/{name}index.html").read_text("utf-8") for name in ("", "en/"))
    assert 'href="school.m4b"' in chinese and "有声书 M4B（3.2\u00a0MB）" in chinese
    assert 'href="school.en.epub"' in english and "E-book with sound, EPUB (12\u00a0MB)" in english
    assert '<a href="feed.xml">播客</a>' in chinese and 'type="application/rss+xml"' in chinese
    assert "feed.xml" not in english


@pytest.mark.parametrize(
    ("embed", "ancestors"),
    [("none", "'none'"), ("any", "*"), ("[https://a.example]", "'self' https://a.example")],
)
def test_who_may_frame_the_pages_is_configured(embed: str, ancestors: str, tmp_path: Path) -> None:
    config = load(tmp_path, f"base_url: https://g.example\nembed: {embed}\n")
    assert config.frame_ancestors == ancestors
    publish(config, three_tours(tmp_path / "out"), tmp_path / "out")
    answer = tmp_path / "out/school/1/oembed.json"
    assert answer.is_file() is (embed != "none")
    if embed != "none":
        data = json.loads(answer.read_text("utf-8"))
        assert (data["version"], data["type"]) == ("1.0", "rich")
        assert (
            data["html"].startswith('<iframe src="https://g.example/school/1/?embed"') and "script" not in data["html"]
        )
        page = (tmp_path / "out/school/1/index.html").read_text("utf-8")
        assert 'type="application/json+oembed"' in page and "https://g.example/school/1/oembed.json" in page


@pytest.mark.parametrize("tag", visitor_languages())
def test_every_language_says_all_of_the_statement(tag: str) -> None:
    english, words = visitor_texts("en"), visitor_texts(tag)
    for group in ("statement", "downloads"):
        assert words[group].keys() == english[group].keys()
        if tag != "en":
            assert all(words[group][key] != english[group][key] for key in words[group] if key not in ("feed",))


@pytest.mark.parametrize(
    ("text", "line", "word"),
    [
        ("name: A\nlogo: missing.svg\n", 2, "missing.svg"),
        ("logo: site.yaml\n", 1, "picture"),
        ("accessibility:\n  date: 2026-13-40\n", 2, "no date"),
        ("accessibility:\n  status: good\n", 2, "status"),
        ("accessibility:\n  limits:\n    - {zz1: a}\n", 3, "zz1"),
        ("closed:\n  mill: {english: shut}\n", 2, "english"),
        ("embed: some\n", 1, "embed"),
        ("embed: [ftp://a]\n", 1, "ftp"),
        ("footer:\n  imprint: {text: {toolonglanguage: a}, url: https://a.example}\n", 2, "toolonglanguage"),
        ("contact: {text: a, url: javascript:alert(1)}\n", 1, "javascript"),
    ],
)
def test_a_mistake_has_its_line(text: str, line: int, word: str, tmp_path: Path) -> None:
    with pytest.raises(ConfigError) as caught:
        load(tmp_path, text)
    problems = caught.value.problems
    assert [problem.place.line for problem in problems] == [line]
    assert word in problems[0].message + problems[0].hint and problems[0].hint


def test_a_site_that_no_script_has_is_a_warning(tmp_path: Path) -> None:
    (tmp_path / "scripts").mkdir()
    (tmp_path / "scripts" / "mill.yaml").write_text("title: M\nlanguage: en\nstops: []\n")
    load(tmp_path, "tours: [mill]\nhidden:\n  - mil\nclosed:\n  school: shut\ndrafts: [mill]\n")
    problems = site_yaml.site_problems(Project(tmp_path))
    assert [(p.severity, p.place.line, p.code) for p in problems] == [
        ("warning", 3, "unknown-site"),
        ("warning", 5, "unknown-site"),
    ]
    assert "mill" in problems[0].hint
