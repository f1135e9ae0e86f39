"""Pipes and devices in the place of files: they are named, and nobody waits for them."""

import os
from collections.abc import Callable
from pathlib import Path

import pytest

from audioguide import files, importers
from audioguide.assembly import beds, recordings
from audioguide.errors import AudioguideError
from audioguide.importers import coordinates
from audioguide.model import Segment, Sentence, Stop, Tour, Utterance, Voice
from audioguide.text import pls
from audioguide.web import access_log


def describe_recording(path: Path) -> object:
    voice = Voice("silent", "silence", "en")
    return recordings.describe_recording(Utterance("1", 0, 0, voice, (Sentence("a", "a"),), recording=str(path)))


READERS: tuple[tuple[str, Callable[[Path], object]], ...] = (
    ("a.txt", importers.read_document),
    ("a.csv", importers.read_document),
    ("a.gpx", coordinates.read_places),
    ("a.geojson", coordinates.read_places),
    ("a.kml", coordinates.read_places),
    ("a.pls", pls.read_document),
    ("a.wav", describe_recording),
)


@pytest.mark.parametrize(("name", "read"), READERS, ids=lambda value: value if isinstance(value, str) else "")
@pytest.mark.parametrize("special", ["pipe", "device"])
def test_what_never_ends_is_named(tmp_path: Path, name: str, read: Callable[[Path], object], special: str) -> None:
    path = tmp_path / name
    if special == "pipe":
        os.mkfifo(path)
    else:
        path.symlink_to("/dev/zero")
    with pytest.raises(AudioguideError) as caught:
        read(path)
    assert name in caught.value.message


def test_a_log_that_never_ends_is_named(tmp_path: Path) -> None:
    (tmp_path / "access.log").symlink_to("/dev/zero")
    with pytest.raises(AudioguideError, match=r"access\.log"):
        access_log.read_log(tmp_path / "access.log", ())


def test_a_pipe_in_the_place_of_a_recording_is_missing(tmp_path: Path) -> None:
    os.mkfifo(tmp_path / "a.wav")
    segment = Segment("a", audio="a.wav")
    tour = Tour("mill", "en", "Mill", (Stop("1", "Gate", (segment,)),), path=tmp_path / "mill.yaml")
    assert recordings.missing_recordings(tour) == ["a.wav"]
    assert recordings.recording_digest(tour, segment) == ""
    assert files.file_digest(tmp_path / "a.wav") == ""


@pytest.mark.parametrize("name", ["a" * 5_000, "a/" * 5_000, "字" * 300 + ".wav"])
def test_a_path_longer_than_the_system_takes_has_no_digest_and_no_sound(tmp_path: Path, name: str) -> None:
    assert files.file_digest(tmp_path / name) == ""
    with pytest.raises(AudioguideError):
        beds.sound_facts(tmp_path / name)
