"""voices.yaml: who speaks, at which speed, and what a script may change of it."""

from __future__ import annotations

from pathlib import Path

import pytest
from conftest import ROOT

from audioguide.authoring import script, voices_yaml
from audioguide.engines import Engine, Status, VoiceInfo
from audioguide.errors import ConfigError, ScriptError
from audioguide.model import Clip, Disclosure, Pauses, Problem, Settings, Tour, Utterance, Voice

GOOD = """\
schema: 1
engine: kokoro
roles:
  narrator:
    zh:
      kokoro: {name: zf_xiaoxiao, rate: "+10%"}
    zh-CN:
      kokoro: {pitch: 3Hz}
    en:
      kokoro: af_heart
  host:
    zh:
      kokoro: {name: zm_yunxi, pace: 240}
pauses: {sentence: 300}
loudness: {target: -18}
bit_rate: 96
disclosure: {spoken: 合成语音。}
lexicon:
  zh: {射洪: she4 hong2}
  zh-CN: {台州: tai1 zhou1}
engines:
  kokoro: {model: my.onnx}
labels: {ink: "#112233"}
base_url: https://guide.example.org/
"""

SCRIPT = """\
title: T
language: zh-CN
lexicon: {任秀萍: ren2 xiu4 ping2}
voices:
  pauses: {stop: 0}
  roles:
    narrator:
      zh: {kokoro: {pace: 220}}
stops:
  - number: 1
    title: 一
    segments:
      - text: 好。
      - voice: host
        text: 好。
      - cue: 画面
"""


class Speaker(Engine):
    """Knows nothing but how fast it speaks, and Chinese."""

    name = "kokoro"
    unit = "sentence"
    local = True

    def fingerprint(self) -> str:
        return ""

    def render(self, utterance: Utterance) -> tuple[str, ...]:
        raise NotImplementedError

    def speak(self, rendered: tuple[str, ...], voice: Voice) -> Clip:
        raise NotImplementedError

    def voices(self) -> tuple[VoiceInfo, ...]:
        return ()

    def default_voice(self, language: str, role: str) -> str | None:
        return "own" if language.startswith("zh") else None

    def natural_pace(self, voice: str, language: str) -> float | None:
        return 200.0 if voice != "unmeasured" else None

    def status(self) -> Status:
        return Status(True)


def _settings(folder: Path, text: str = GOOD) -> Settings:
    path = folder / "voices.yaml"
    path.write_text(text, "utf-8")
    return voices_yaml.load_settings(path)


def _tour(folder: Path, text: str = SCRIPT) -> Tour:
    path = folder / "site.yaml"
    path.write_text(text, "utf-8")
    return script.load_tour(path)


def _problems(folder: Path, text: str) -> tuple[Problem, ...]:
    with pytest.raises(ConfigError) as caught:
        _settings(folder, text)
    return caught.value.problems


def test_every_field_is_read(tmp_path: Path) -> None:
    settings = _settings(tmp_path)
    assert (settings.engine, settings.bit_rate, settings.loudness.target) == ("kokoro", 96, -18.0)
    assert settings.pauses == Pauses(sentence=300)
    assert settings.disclosure == Disclosure(spoken="合成语音。")
    assert settings.engines == {"kokoro": {"model": "my.onnx"}}
    assert (settings.labels.ink, settings.base_url) == ("#112233", "https://guide.example.org")
    assert settings.lexicon["zh"][0].place is not None and settings.lexicon["zh"][0].place.line == 19


def test_the_voices_of_the_project_are_right() -> None:
    settings = voices_yaml.load_settings(ROOT / "voices.yaml")
    assert {"narrator", "interviewee", "host", "quoted"} <= settings.roles.keys()
    for role in settings.roles.values():
        assert all({"kokoro", "edge"} <= role[language].keys() for language in ("zh-CN", "en", "es", "fr"))


@pytest.mark.parametrize(
    ("fields", "rate", "pitch", "volume"),
    [
        ("{rate: 1.2}", 1.2, 0, 0),
        ('{rate: "1.2"}', 1.2, 0, 0),
        ('{rate: "-20%", pitch: -5, volume: "+10%"}', 0.8, -5, 10),
        ('{rate: "+100 %", pitch: "+10 Hz", volume: -100}', 2.0, 10, -100),
        ("{rate: , pitch: , volume: , name: }", 1.0, 0, 0),
    ],
)
def test_speed_pitch_and_volume(tmp_path: Path, fields: str, rate: float, pitch: int, volume: int) -> None:
    settings = _settings(tmp_path, f"roles: {{host: {{zh: {{kokoro: {fields}}}}}}}")
    assert voices_yaml.assign_voices(settings, _tour(tmp_path), Speaker())["host"] == Voice(
        "kokoro", "own", "zh-CN", rate, pitch, volume
    )


@pytest.mark.parametrize(
    ("lines", "faults"),
    [
        ("  http:\n    workers: 2.5\n    url: nowhere\n", [(3, "workers"), (4, "url")]),
        ("  edge: {timeout: soon, proxi: x}\n", [(2, "timeout"), (2, "proxi")]),
        ("  kokoro:\n    fast: quick\n  acme:\n    anything: goes\n", [(3, "fast")]),
        ("  kokoro:\n    model: my.onnx\n", []),
    ],
)
def test_options_of_engines_are_checked_with_their_lines(
    tmp_path: Path, lines: str, faults: list[tuple[int, str]]
) -> None:
    if not faults:
        assert _settings(tmp_path, f"engines:\n{lines}").engines
        return
    with pytest.raises(ConfigError) as caught:
        _settings(tmp_path, f"engines:\n{lines}")
    assert [(each.place.line, each.code) for each in caught.value.problems] == [
        (line, "bad-option") for line, _ in faults
    ]
    assert all(name in each.message for each, (_line, name) in zip(caught.value.problems, faults, strict=True))


def test_a_missing_or_empty_file_means_the_defaults(tmp_path: Path) -> None:
    assert voices_yaml.load_settings(tmp_path / "none.yaml") == Settings() == _settings(tmp_path, "# nothing\n")


def test_a_role_is_cast_from_general_to_exact_language(tmp_path: Path) -> None:
    tour = _tour(tmp_path, SCRIPT.replace("{kokoro: {pace: 220}}", "{}"))
    cast = voices_yaml.assign_voices(_settings(tmp_path), tour, Speaker())
    assert cast == {
        "narrator": Voice("kokoro", "zf_xiaoxiao", "zh-CN", rate=1.1, pitch=3),
        "host": Voice("kokoro", "zm_yunxi", "zh-CN", rate=1.2),
    }


def test_a_script_is_laid_over_field_by_field(tmp_path: Path) -> None:
    tour = _tour(tmp_path)
    settings = voices_yaml.merge_overrides(_settings(tmp_path), tour)
    assert settings.pauses == Pauses(sentence=300, stop=0)
    assert (
        voices_yaml.assign_voices(settings, tour, Speaker())["narrator"].rate == 1.1
    )  # its pace puts out the rate below
    assert [entry.written for entry in voices_yaml.tour_lexicon(settings, tour)] == ["任秀萍", "台州", "射洪"]


def test_a_role_left_open_gets_the_engine_s_choice_or_an_error(tmp_path: Path) -> None:
    tour = _tour(tmp_path)
    assert voices_yaml.assign_voices(Settings(), tour, Speaker())["host"].name == "own"
    french = _tour(tmp_path, SCRIPT.replace("zh-CN", "fr"))
    with pytest.raises(ConfigError) as caught:
        voices_yaml.assign_voices(_settings(tmp_path), french, Speaker())
    assert [(p.place.line, p.stop) for p in caught.value.problems] == [(13, "1"), (15, "1")]
    assert "fr" in caught.value.problems[0].message and "host" in caught.value.problems[1].message


@pytest.mark.parametrize("fields", ["{name: unmeasured, pace: 200}", "{name: slow, pace: 500}"])
def test_a_pace_no_voice_can_keep_is_an_error(tmp_path: Path, fields: str) -> None:
    tour = _tour(tmp_path)
    settings = _settings(tmp_path, f"roles: {{host: {{zh: {{kokoro: {fields}}}}}}}")
    with pytest.raises(ConfigError) as caught:
        voices_yaml.assign_voices(settings, tour, Speaker())
    assert "pace" in caught.value.problems[0].message


@pytest.mark.parametrize(
    ("old", "new", "line", "hint"),
    [
        ("engine: kokoro", "engine: kokkoro", 2, "kokoro"),
        ("roles:", "rolls:", 3, "roles"),
        ("kokoro: {name: zf_", "kokkoro: {name: zf_", 6, "kokoro"),
        ('rate: "', 'rat: "', 6, "rate"),
        ('"+10%"', '"+10"', 6, "+10%"),
        ('"+10%"', "9", 6, "0.5"),
        ('"+10%"', '"9"', 6, "0.5"),
        ('"+10%"', '"+101%"', 6, "0.5"),
        ('"+10%"', '"-51%"', 6, "0.5"),
        ('"+10%"', "1, pace: 200", 6, ""),
        ("3Hz", "high", 8, "-200"),
        ("sentence: 300", "sentence: -1", 14, "20000"),
        ("bit_rate: 96", "bit_rate: 97", 16, "96"),
        ("she4 hong2", "she4", 19, ""),
        ("#112233", "red", 23, "#000000"),
        ("https:", "ftp:", 24, "https"),
        ("engine: kokoro", "engine: [", 2, "Close"),
    ],
)
def test_a_fault_is_told_with_its_line(tmp_path: Path, old: str, new: str, line: int, hint: str) -> None:
    assert GOOD.count(old) == 1
    findings = _problems(tmp_path, GOOD.replace(old, new))
    assert [p for p in findings if p.place.line == line and hint in p.hint], findings


def test_voices_for_an_engine_that_is_not_installed_are_no_fault(tmp_path: Path) -> None:
    assert "acme" in _settings(tmp_path, "roles: {narrator: {zh: {acme: {name: a}}}}").roles["narrator"]["zh"]


def test_a_script_s_voices_are_checked_with_its_lines(tmp_path: Path) -> None:
    with pytest.raises(ScriptError) as caught:
        _tour(tmp_path, SCRIPT.replace("pace: 220", "pase: 220").replace("stop: 0", "stop: soon"))
    assert [(p.place.line, p.place.file[-9:]) for p in caught.value.problems] == [(5, "site.yaml"), (8, "site.yaml")]
