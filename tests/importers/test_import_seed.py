"""The seed document: what the import drafts against what an editor made of the same text by hand."""

from __future__ import annotations

import difflib
import re
from dataclasses import dataclass
from functools import cache
from pathlib import Path

import pytest
from conftest import ROOT
from test_import_lossless import holds

from audioguide.authoring import script
from audioguide.importers import read_document
from audioguide.importers.cleanup import load_confusions
from audioguide.importers.draft import Import, draft_document
from audioguide.model import Tour

SEED = next((ROOT / "seeds").glob("*.txt"))
SCRIPTS = [path for path in sorted((ROOT / "scripts").glob("*.yaml")) if "." not in path.stem]
NEAR = 6
"""Characters by which a border may be off: an editor's “1.” or 。 before it is no other border."""


@cache
def imported() -> Import:
    return draft_document(read_document(SEED), load_confusions())


def narration(tour: Tour) -> list[str]:
    """Spoken characters of each stop, without punctuation, which mends change."""
    return [
        "".join(re.sub(r"[\W_]", "", segment.text) for segment in stop.segments if not segment.is_cue)
        for stop in tour.stops
    ]


@dataclass(frozen=True)
class Comparison:
    edited: int
    """Borders between stops of the edited script."""
    drafted: int
    common: int
    ratio: float
    """Share of narrated characters that are the same."""
    changes: int
    """Characters the editor put in, took out or changed."""


@cache
def compared(path: Path) -> Comparison:
    edited = narration(script.load_tour(path))
    complete = "".join(edited)
    drafted = max(
        (narration(each.tour) for each in imported().drafts),
        key=lambda texts: difflib.SequenceMatcher(None, complete[:300], "".join(texts)[:300], autojunk=False).ratio(),
    )
    matcher = difflib.SequenceMatcher(None, complete, "".join(drafted), autojunk=False)
    place = {a + n: b + n for a, b, size in matcher.get_matching_blocks() for n in range(size + 1)}
    theirs, ours = borders(edited), borders(drafted)
    matched = {
        border: next((mine for mine in ours for n in range(-NEAR, NEAR + 1) if place.get(border + n) == mine + n), None)
        for border in theirs
    }
    changes = sum(max(b - a, d - c) for tag, a, b, c, d in matcher.get_opcodes() if tag != "equal")
    return Comparison(
        len(theirs), len(ours), len({b for b in matched.values() if b is not None}), matcher.ratio(), changes
    )


def borders(texts: list[str]) -> list[int]:
    matched, at = [], 0
    for text in texts[:-1]:
        at += len(text)
        matched.append(at)
    return matched


def test_eleven_tours_and_nothing_lost() -> None:
    assert len(imported().drafts) == len(SCRIPTS) == 11
    holds(imported())


def test_stop_borders_are_found() -> None:
    every = [compared(path) for path in SCRIPTS]
    common = sum(each.common for each in every)
    assert common >= 0.95 * sum(each.edited for each in every), "recall"
    assert common >= 0.95 * sum(each.drafted for each in every), "precision"


@pytest.mark.parametrize("path", SCRIPTS, ids=lambda path: path.stem)
def test_narrated_characters_are_the_editors(path: Path) -> None:
    """What the draft says and the script does not, or the other way round, is an editor's doing: a few characters."""
    assert compared(path).ratio > 0.99


def test_cues_are_never_narrated() -> None:
    labels = re.compile(
        r"画面[：:；]|字幕[：:]|同期声|解说[：: ]|解说加字幕|（略）"
        r"|本站精心|希望对你有帮助|第[一二三四五]篇|-1-|[‚‛„●臵]"
    )
    for each in imported().drafts:
        for stop in each.tour.stops:
            for segment in stop.segments:
                assert segment.is_cue or not labels.search(segment.text), (stop.number, segment.text[:60])


def test_film_scripts_have_their_voices() -> None:
    voices = {
        each.tour.site: {segment.role for stop in each.tour.stops for segment in stop.segments if not segment.is_cue}
        for each in imported().drafts
    }
    assert voices["jiangning"] == {"narrator", "interviewee"}
    speakers = [
        (segment.speaker, segment.speaker_title)
        for each in imported().drafts
        if each.tour.site == "jiangning"
        for stop in each.tour.stops
        for segment in stop.segments
        if segment.role == "interviewee"
    ]
    assert ("王晓荣", "区政协、提案文史委主任") in speakers and len(speakers) == 8


def test_titles_fit_a_label() -> None:
    for each in imported().drafts:
        for stop in each.tour.stops:
            assert 2 <= len(stop.title) <= 16, stop.title
            assert not re.search(r"[。，：；、]$", stop.title), stop.title


def test_stops_are_of_speakable_length() -> None:
    """No stop above 430 characters but those that are one paragraph, which only a person may cut."""
    for each in imported().drafts:
        for stop in each.tour.stops:
            paragraphs = [p for s in stop.segments if not s.is_cue for p in s.text.split("\n\n")]
            if sum(map(len, paragraphs)) > 530:
                assert max(map(len, paragraphs)) > 400, (each.tour.site, stop.number)
