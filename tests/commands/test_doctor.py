"""The doctor asks engines with the options of voices.yaml."""

from __future__ import annotations

from pathlib import Path

from speech_peer import Peer, serve

from audioguide.commands import doctor
from audioguide.project import Project


def test_the_doctor_asks_the_server_that_voices_yaml_names(tmp_path: Path) -> None:
    with serve(Peer()) as peer:
        text = f"engines:\n  http: {{url: '{peer.url}/v1', model: kokoro}}\n"
        (tmp_path / "voices.yaml").write_text(text, encoding="utf-8")
        options = doctor._engine_options(Project(tmp_path))
        assert doctor._check_engine("http", options["http"]).ok
        peer.script = ["503"]
        assert "503" in doctor._check_engine("http", options["http"]).detail


def test_a_mistyped_option_is_a_line_of_the_doctor() -> None:
    check = doctor._check_engine("http", {"adress": "http://127.0.0.1/v1"})
    assert not check.ok
    assert not check.needed
    assert "adress" in check.detail


def test_broken_settings_do_not_end_the_doctor(tmp_path: Path) -> None:
    (tmp_path / "voices.yaml").write_text("engines: [", encoding="utf-8")
    assert doctor._engine_options(Project(tmp_path)) == {}
