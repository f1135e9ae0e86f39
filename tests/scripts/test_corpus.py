"""The eleven tours hold all of the document, in its order, up to the corrections in data/corpus/corrections.yaml."""

from __future__ import annotations

import re
import subprocess
import sys
from functools import cache
from pathlib import Path
from typing import Any

import pytest
import yaml
from conftest import ROOT

from audioguide import lint
from audioguide.authoring import script
from audioguide.model import Segment, Stop, Tour
from audioguide.project import Project
from audioguide.text import markup

SCRIPTS = ROOT / "scripts"
SOURCE = ROOT / "seeds" / "000_12bf688862e8a96f.txt"
CORRECTIONS: dict[str, dict[str, Any]] = yaml.safe_load(
    (ROOT / "tests/data/corpus/corrections.yaml").read_text(encoding="utf-8")
)
FILMS = ("nanchang-gaoxin", "jiangning")
ENGLISH = ("longqing-school", "mozui-village")

# What stands before a text in the document and is neither title nor text: who speaks, and the number of a section.
MARK = "(?:解说加字幕|解说|同期声)?[一二三四五六七八九十1-9]?"


@cache
def tour(name: str) -> Tour:
    return script.load_tour(SCRIPTS / f"{name}.yaml")


def letters(text: str) -> str:
    """Letters and figures; the one character the scan always got wrong is put right."""
    return re.sub(r"[\W_]", "", text).replace("臵", "置")


@cache
def passages() -> dict[str, str]:
    """The document cut where the tours begin: nothing lies between two of them."""
    text = letters(SOURCE.read_text(encoding="utf-8"))
    begins = [text.index(entry["begins"]) for entry in CORRECTIONS.values()]
    assert begins[0] == 0
    assert begins == sorted(begins)
    return {site: text[a:b] for site, a, b in zip(CORRECTIONS, begins, [*begins[1:], len(text)], strict=True)}


def corrected_passage(site: str) -> tuple[str, list[int]]:
    """A tour's passage as in its script, and where the corrections are that an author must know of."""
    text, places = passages()[site], []
    pairs = [(pair if isinstance(pair, list) else [pair, ""]) for pair in CORRECTIONS[site].get("left", ())]
    for was, now in pairs:
        assert was in text, f"{site}: {was}"
        text = text.replace(was, now, 1)
    at = 0
    for was, now in CORRECTIONS[site].get("corrections", ()):
        assert was in text[at:], f"{site}: {was}"
        at = text.index(was, at)
        places.append(at)
        text = text[:at] + now + text[at + len(was) :]
    return text, places


def pattern(segment: Segment) -> str:
    """The letters of a segment, with the marks that may stand before it and its paragraphs."""
    paragraphs = [letters(markup.strip_marks(part)) for part in segment.text.split("\n\n")]
    spoken = "".join(MARK + re.escape(part) for part in paragraphs)
    who = letters(segment.speaker_title + segment.speaker)
    return MARK + re.escape(who) + spoken


def body(stop: Stop) -> re.Pattern[str]:
    """A stop in the document: all its segments, with its headings above them or after an opening cue."""
    chapter, title = (f"(?:{MARK}{re.escape(letters(head))})?" for head in (stop.chapter, stop.title))
    first, *others = stop.segments
    opening = chapter + title + pattern(first) + (title if first.is_cue else "")
    return re.compile(opening + "".join(map(pattern, others)))


def test_the_document_has_these_tours() -> None:
    scripts = {path.stem for path in SCRIPTS.glob("*.yaml") if "." not in path.stem}
    assert scripts == set(CORRECTIONS)


@pytest.mark.parametrize("site", CORRECTIONS)
def test_nothing_of_the_document_is_lost(site: str) -> None:
    text, places = corrected_passage(site)
    at = 0
    for stop in tour(site).stops:
        passage = body(stop).match(text, at)
        assert passage, f"{site} {stop.number}: the document goes on with {text[at : at + 60]}"
        is_reported = bool(stop.notes or stop.todos)
        assert is_reported or not any(passage.start() <= place < passage.end() for place in places), (
            f"{site} {stop.number}"
        )
        at = passage.end()
    assert not text[at:], f"{site}: missing {text[at : at + 60]}"


@pytest.mark.parametrize("site", CORRECTIONS)
def test_stops_can_be_found_and_listened_to(site: str) -> None:
    """Numbers rise, titles fit a label, and a stop is about two minutes at most, since paragraphs stay whole."""
    stops = tour(site).stops
    assert [stop.stem for stop in stops] == sorted({stop.stem for stop in stops})
    for stop in stops:
        assert len(stop.title) <= 16
        assert not stop.title.endswith("。")
        assert 40 <= sum(len(s.text) for s in stop.segments if not s.is_cue) <= 530
    assert len({stop.title for stop in stops}) == len(stops)
    assert tour(site).accent
    assert tour(site).description


@pytest.mark.parametrize("site", CORRECTIONS)
def test_only_what_is_heard_is_narrated(site: str) -> None:
    narrated = "\n".join(s.text for stop in tour(site).stops for s in stop.segments if not s.is_cue)
    assert not re.search(r"画面：|字幕|同期声|现场（|解说|（略）|记者|XX|\*|本站|-1-|尾声", narrated)
    assert not re.search(r"[‚‛„●臵]|[\u4e00-\u9fff](?:[,;:!?]| +[\u4e00-\u9fff\d])|\d +[\u4e00-\u9fff]", narrated)
    for opening, closing in ("“”", "（）", "《》"):
        assert narrated.count(opening) == narrated.count(closing)


@pytest.mark.parametrize("site", FILMS)
def test_films_have_two_voices(site: str) -> None:
    segments = [segment for stop in tour(site).stops for segment in stop.segments]
    assert len({segment.role for segment in segments if not segment.is_cue}) >= 2
    assert any(segment.is_cue for segment in segments)
    assert all(segment.role.startswith("interviewee") for segment in segments if segment.speaker)


@pytest.mark.parametrize("site", ENGLISH)
def test_english_editions_go_in_step(site: str) -> None:
    """Same stops, same paragraphs, same blanks; and no Chinese left in what is said."""
    chinese, english = tour(site), tour(f"{site}.en")
    assert english.language == "en"
    assert english.accent == chinese.accent
    for ours, theirs in zip(chinese.stops, english.stops, strict=True):
        assert (ours.number, len(ours.todos)) == (theirs.number, len(theirs.todos))
        for a, b in zip(ours.segments, theirs.segments, strict=True):
            assert (a.role, a.is_cue, a.text.count("\n\n")) == (b.role, b.is_cue, b.text.count("\n\n"))
            assert not re.search(r"[\u3000-\u9fff]", b.text)


def test_the_table_in_the_docs_is_up_to_date() -> None:
    """All columns but the measured minutes, which depend on what has been built."""
    command = [sys.executable, "-m", "benchmarks.corpus"]
    printed = subprocess.run(command, cwd=ROOT, capture_output=True, text=True, check=True, encoding="utf-8").stdout
    page = (ROOT / "docs/corpus.md").read_text(encoding="utf-8")
    for line in printed.splitlines():
        cells = line.split("|")
        pattern = r"\|".join([*map(re.escape, cells[:6]), "[^|]*", *map(re.escape, cells[7:])])
        assert re.search(pattern, page), f"renew it: python -m benchmarks.corpus --write\n{line}"


# ---------------------------------------------------------------- readings


@pytest.mark.parametrize("path", sorted(SCRIPTS.glob("*.yaml")), ids=lambda path: path.stem)
def test_every_reading_is_decided_with_a_reason(path: Path) -> None:
    """Each entry is noted, occurs in its tour, and gives every character a reading that the character has."""
    from pypinyin import Style, pinyin

    held = path.read_text(encoding="utf-8").partition("\nstops:")[2]
    assert tour(path.stem).lexicon
    for entry in tour(path.stem).lexicon:
        assert entry.note, entry.written
        assert entry.written in held, entry.written
        if not markup.is_pinyin(entry.say):
            continue
        syllables = entry.say.split()
        assert len(syllables) == len(entry.written), entry.written
        for character, syllable in zip(entry.written, syllables, strict=True):
            known = pinyin(character, style=Style.TONE3, heteronym=True, v_to_u=True, neutral_tone_with_five=True)[0]
            # 一 and 不 change their tone before others; any syllable may lose its tone.
            tones = "245" if character in "一不" else "5"
            changed = [k[:-1] + tone for k in known for tone in tones]
            assert syllable in [*known, *changed], f"{entry.written}: {character} is {known}, not {syllable}"


def test_the_check_objects_to_nothing_but_the_blanks() -> None:
    """``check --strict`` fails on what the document leaves open and where nobody answers for the content."""
    problems = [problem for problem in lint.check_project(Project(ROOT)) if problem.severity != "note"]
    unanswered = [problem for problem in problems if problem.code == "no-producer"]
    assert len(unanswered) == 1, unanswered
    objections = [problem for problem in problems if problem.code != "no-producer"]
    assert {problem.code for problem in objections} == {"todo"}, objections
    assert len(objections) == sum(len(stop.todos) for path in SCRIPTS.glob("*.yaml") for stop in tour(path.stem).stops)


def test_the_known_misreadings_are_put_right() -> None:
    decided = {entry.written: entry.say for site in CORRECTIONS for entry in tour(site).lexicon}
    wanted = {
        "任秀萍": "ren2 xiu4 ping2",
        "蔡长水": "cai4 chang2 shui3",
        "水磨头": "shui3 mo4 tou2",
        "还利于民": "huan2 li4 yu2 min2",
        "还权于民": "huan2 quan2 yu2 min2",
        "好问": "hao4 wen4",
        "解民难": "jie3 min2 nan4",
        "秸杆": "jie1 gan3",
    }
    assert {word: decided.get(word) for word in wanted} == wanted
