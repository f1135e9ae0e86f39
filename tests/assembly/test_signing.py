"""Content Credentials: signed last, read back by two programs that are not ours, with every chapter as it was."""

from __future__ import annotations

import io
import json
import subprocess
import zipfile
from dataclasses import replace
from pathlib import Path
from typing import Any

import mutagen.id3
import mutagen.mp4
import pytest
from certificates import KeyPair, make_certificate
from conftest import need, need_module
from site_tours import tone, tour

from audioguide.assembly import publishing, signing
from audioguide.assembly.disclosure import aigc_label
from audioguide.audio import id3
from audioguide.audio.credentials import Credentials, Statement, sign_mp3
from audioguide.authoring.site_config import Signing, SiteConfig
from audioguide.commands import build
from audioguide.commands.build import BuildRequest
from audioguide.errors import ConfigError, ProblemsError
from audioguide.lint.labelling import label_report
from audioguide.model import Chapter, Cue, Disclosure, Manifest, Settings
from audioguide.outputs import BuiltTours, load_output
from audioguide.project import Project

TITLES = [f"第{n:02}站" + "长" * 50 + ("é🎧ß" * 3)[:6] for n in range(60)]
SCRIPT = "title: 学堂\nlanguage: zh-CN\nstops:\n  - {number: 1, title: 大门, text: 这里是大门。}\n"
SECOND = "  - {number: 2, title: 操场, text: 这里是操场。}\n"


@pytest.fixture
def pair(tmp_path: Path) -> KeyPair:
    need_module("c2pa", "pip install audioguide[c2pa]")
    keys = tmp_path / "keys"
    keys.mkdir()
    return make_certificate(keys)


def signing_of(pair: KeyPair) -> Signing:
    return Signing(pair.certificate, pair.key)


def credentials_of(pair: KeyPair) -> Credentials:
    loaded = signing.load_credentials(signing_of(pair))
    assert loaded is not None
    return loaded


def verdicts(content: bytes, media_type: str) -> tuple[bool, bool]:
    """What two independent readers say: the library of the C2PA's founders, and that of Encypher."""
    import c2pa
    import encypher_c2pa

    with c2pa.Reader(media_type, io.BytesIO(content)) as reader:
        answer = json.loads(reader.json())
    faults = {status["code"] for status in answer.get("validation_status", ())} - {"signingCredential.untrusted"}
    other = encypher_c2pa.verify(content, mime_type=media_type)
    is_intact = (other["integrity"], other["signature"], other["hard_binding"]) == ("valid", "valid", "match")
    return answer["validation_state"] in ("Valid", "Trusted") and not faults, is_intact


def source_type(content: bytes) -> str:
    import c2pa

    with c2pa.Reader("audio/mpeg", io.BytesIO(content)) as reader:
        answer = json.loads(reader.json())
    assertions = answer["manifests"][answer["active_manifest"]]["assertions"]
    actions = next(each["data"]["actions"] for each in assertions if each["label"].startswith("c2pa.actions"))
    return str(actions[0]["digitalSourceType"]).rpartition("/")[2]


def is_signed(content: bytes) -> bool:
    return b"application/c2pa" in content or b"jumdc2pa" in content


def probe(file: Path) -> Any:
    tool = need("ffprobe", "apt-get install ffmpeg")
    command = [tool, "-v", "error", "-show_chapters", "-show_format", "-of", "json", str(file)]
    return json.loads(subprocess.run(command, check=True, capture_output=True).stdout)


def chapters_of(file: Path) -> list[tuple[str, str]]:
    return [(chapter["start_time"], chapter["tags"]["title"]) for chapter in probe(file)["chapters"]]


def long_mp3(folder: Path) -> Path:
    """An MP3 with 60 chapters whose titles have 60 characters."""
    chapters = [Chapter(str(n), title, n * 100, (n + 1) * 100) for n, title in enumerate(TITLES)]
    cues = [Cue(n * 100, (n + 1) * 100, title, 0, "narrator") for n, title in enumerate(TITLES)]
    label = {"AIGC": aigc_label("柳溪博物馆", "0" * 64)}
    tag = id3.build_tag(
        title="学堂 🎧",
        album="学堂",
        track="",
        language="zh-CN",
        lyrics="词",
        timed_lyrics=cues,
        user=label,
        chapters=chapters,
    )
    file = folder / "tour.mp3"
    file.write_bytes(tag + tone(6000, 300))
    return file


def test_an_mp3_keeps_sixty_chapters_and_both_readers_trust_its_bytes(tmp_path: Path, pair: KeyPair) -> None:
    need_module("metatoolkit", "pip install metatoolkit")
    import metatoolkit.audio

    file = long_mp3(tmp_path)
    before, frames = chapters_of(file), mutagen.id3.ID3(file)  # type: ignore[no-untyped-call]
    assert len(before) == 60 and [title for _start, title in before] == TITLES
    sign_mp3(file, Statement("学堂", "audioguide 1", signing.SYNTHETIC), credentials_of(pair))
    assert chapters_of(file) == before
    after = mutagen.id3.ID3(file)  # type: ignore[no-untyped-call]
    assert {key: after[key] for key in after if not key.startswith("GEOB")} == {key: frames[key] for key in frames}
    assert after.version == (2, 3, 0)
    assert verdicts(file.read_bytes(), "audio/mpeg") == (True, True)
    assert source_type(file.read_bytes()) == "trainedAlgorithmicMedia"
    assert metatoolkit.audio.read_audio_metadata(str(file), "AIGC")["ContentProducer"] == "柳溪博物馆"


def test_a_changed_byte_breaks_the_signature(tmp_path: Path, pair: KeyPair) -> None:
    file = long_mp3(tmp_path)
    sign_mp3(file, Statement("学堂", "audioguide 1", signing.SYNTHETIC), credentials_of(pair))
    content = file.read_bytes()
    for at in (200, len(content) - 100):  # in the tag, in the sound
        changed = content[:at] + bytes([content[at] ^ 1]) + content[at + 1 :]
        assert verdicts(changed, "audio/mpeg") == (False, False)


def test_signing_once_more_replaces_the_signature(tmp_path: Path, pair: KeyPair) -> None:
    file = long_mp3(tmp_path)
    plain = file.read_bytes()
    for _time in range(2):
        sign_mp3(file, Statement("学堂", "audioguide 1", signing.SYNTHETIC), credentials_of(pair))
    signed = file.read_bytes()
    assert signed.count(b"application/c2pa\0") == 1 and verdicts(signed, "audio/mpeg") == (True, True)
    assert id3.remove_manifest(signed) == plain


def write_output(name: str, manifest: Manifest, output: Path, pair: KeyPair) -> None:
    settings = Settings(disclosure=Disclosure(producer="柳溪博物馆"))
    tours = BuiltTours((manifest,), lambda _manifest: settings, site=SiteConfig(signing=signing_of(pair)))
    with publishing.open_publication(output) as publication:
        load_output(name).write(tours, publication.destination(name))
        publication.commit()


def test_an_m4b_keeps_its_chapters(tmp_path: Path, pair: KeyPair) -> None:
    need_module("metatoolkit", "pip install metatoolkit")
    import metatoolkit.audio

    built = tour(tmp_path, numbers=[str(n) for n in range(1, 7)], sentences=2)
    built = replace(built, chapters=tuple(replace(c, title=TITLES[n]) for n, c in enumerate(built.chapters)))
    write_output("m4b", built, tmp_path, pair)
    file = tmp_path / "school" / "school.m4b"
    assert verdicts(file.read_bytes(), "audio/mp4") == (True, True)
    expected = [f"{c.number} {c.title}" for c in built.chapters]
    assert [title for _start, title in chapters_of(file)] == expected
    chapters = mutagen.mp4.MP4(file).chapters or ()  # type: ignore[no-untyped-call]
    assert [chapter.title for chapter in chapters] == expected
    assert [round(chapter.start * 1000) for chapter in chapters] == [c.start for c in built.chapters]
    read = metatoolkit.audio.read_audio_metadata(str(file.rename(file.with_suffix(".m4a"))), "AIGC")
    assert read["ContentProducer"] == "柳溪博物馆"


def test_an_unchanged_book_is_not_signed_again(tmp_path: Path, pair: KeyPair) -> None:
    built = tour(tmp_path, numbers=["1"], sentences=1)
    for name in ("m4b", "stick"):
        write_output(name, built, tmp_path, pair)
    before = {path: path.read_bytes() for path in (tmp_path / "school").glob("school.*")}
    pair.key.unlink()  # whoever only writes pages needs no key
    for name in ("m4b", "stick"):
        write_output(name, built, tmp_path, pair)
    assert {path: path.read_bytes() for path in (tmp_path / "school").glob("school.*")} == before


def test_the_covers_of_a_stick_are_signed_too(tmp_path: Path, pair: KeyPair) -> None:
    built = tour(tmp_path, numbers=["1", "2"], sentences=1)
    built = replace(built, stops=(built.stops[0], replace(built.stops[1], synthetic=False)))
    for stop in built.stops:
        file = tmp_path / "school" / stop.track.file
        file.write_bytes(id3.build_tag(title="x", album="x", track="", language="zh-CN") + file.read_bytes())
    write_output("stick", built, tmp_path, pair)
    with zipfile.ZipFile(tmp_path / "school" / "school.zip") as archive:
        first, second = (archive.read(name) for name in sorted(archive.namelist()) if name.endswith(".mp3"))
    assert verdicts(first, "audio/mpeg") == (True, True) and b"APIC" in first
    assert not is_signed(second), "a recorded voice is not marked"


@pytest.fixture
def project(tmp_path: Path, pair: KeyPair) -> Project:
    (tmp_path / "scripts").mkdir()
    (tmp_path / "scripts" / "school.yaml").write_text(SCRIPT + SECOND, "utf-8")
    (tmp_path / "voices.yaml").write_text("engine: silent\ndisclosure: {regimes: [cn, eu], producer: 学堂}\n", "utf-8")
    (tmp_path / "site.yaml").write_text("signing: {certificate: keys/museum.pem, key: keys/museum.key}\n", "utf-8")
    return Project(tmp_path)


def sounds(project: Project) -> dict[str, bytes]:
    return {path.name: path.read_bytes() for path in sorted(project.output.rglob("*.mp3"))}


def test_a_build_signs_every_sound_and_an_unchanged_one_signs_nothing(project: Project) -> None:
    build.build_tours(project, BuildRequest())
    signed = sounds(project)
    assert len(signed) == 3 and all(verdicts(content, "audio/mpeg") == (True, True) for content in signed.values())
    (result,) = build.build_tours(project, BuildRequest())
    assert result.unchanged and sounds(project) == signed
    script = project.scripts / "school.yaml"
    script.write_text(script.read_text("utf-8").replace("这里是操场。", "这里是新操场。"), "utf-8")
    build.build_tours(project, BuildRequest(sites=("school",), stop="2"))
    assert all(verdicts(content, "audio/mpeg") == (True, True) for content in sounds(project).values())
    make_certificate(project.root / "keys")
    (result,) = build.build_tours(project, BuildRequest())
    assert not result.unchanged and verdicts(sounds(project)["01.mp3"], "audio/mpeg") == (True, True)


def test_check_counts_the_signature(project: Project) -> None:
    from audioguide.authoring import script, voices_yaml
    from audioguide.commands import label_state

    (state,) = label_state.label_states(project, ())
    assert "a C2PA signature" in state.report.carries
    tour_read = script.load_tour(project.scripts / "school.yaml")
    settings = voices_yaml.load_settings(project.voices)
    assert "signed metadata (C2PA)" in dict(label_report(tour_read, settings, False).missing)["eu"]


def test_the_key_may_be_in_the_environment(tmp_path: Path, pair: KeyPair, monkeypatch: pytest.MonkeyPatch) -> None:
    bare = Signing(pair.certificate)
    monkeypatch.delenv(signing.KEY_VARIABLE, raising=False)
    with pytest.raises(ConfigError, match="no signing key"):
        signing.load_credentials(bare)
    for value in (pair.key.read_text("ascii"), str(pair.key)):
        monkeypatch.setenv(signing.KEY_VARIABLE, value)
        assert signing.load_credentials(bare) == credentials_of(pair)


def test_what_cannot_sign_is_refused_before_anything_is_built(project: Project, tmp_path: Path) -> None:
    keys = project.root / "keys"
    other = make_certificate(keys, "other")
    cases = (
        ((keys / "museum.key").read_bytes(), b"no certificate\n", "no certificate"),
        (b"no key\n", (keys / "museum.pem").read_bytes(), "key cannot be used"),
        (other.key.read_bytes(), (keys / "museum.pem").read_bytes(), "does not belong"),
        ((old := make_certificate(keys, "old", days=-1)).key.read_bytes(), old.certificate.read_bytes(), "ran out"),
    )
    for key, certificate, message in cases:
        (keys / "museum.key").write_bytes(key)
        (keys / "museum.pem").write_bytes(certificate)
        with pytest.raises(ConfigError, match=message) as caught:
            build.build_tours(project, BuildRequest())
        assert caught.value.hint and not list(project.output.rglob("*.mp3"))


def test_a_certificate_that_is_not_there_is_named_with_its_line(project: Project) -> None:
    (project.root / "keys" / "museum.pem").unlink()
    with pytest.raises(ProblemsError) as caught:
        build.build_tours(project, BuildRequest())
    assert [problem.place.line for problem in caught.value.problems] == [1]


def test_recorded_voices_beside_synthetic_ones_are_said_to_be_both(tmp_path: Path, pair: KeyPair) -> None:
    built = tour(tmp_path, numbers=["1", "2"], sentences=2)
    mixed = replace(built.stops[0], cues=(replace(built.stops[0].cues[0], recorded=True), built.stops[0].cues[1]))
    recorded = replace(built.stops[1], synthetic=False)
    built = replace(built, stops=(mixed, recorded))
    signed = signing.sign_tour(built, tmp_path / "school", credentials_of(pair))
    files = [(tmp_path / "school" / stop.track.file).read_bytes() for stop in signed.stops]
    assert source_type(files[0]) == "compositeWithTrainedAlgorithmicMedia" and not is_signed(files[1])
    assert signed.stops[0].track.bytes == len(files[0]) and signed.stops[1] == recorded
