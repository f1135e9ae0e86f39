"""Malformed scripts and voices files end in exit code 1 or 2 with file and line, never in a traceback."""

from __future__ import annotations

import re
import subprocess
import sys
from pathlib import Path

import pytest
from conftest import ROOT
from hypothesis import HealthCheck, example, given, settings
from hypothesis import strategies as st

from audioguide.cli import group, report

SCRIPT = """\
schema: 1
title: 龙庆民族中学
language: zh-CN
lexicon:
  射洪: {say: she4 hong2, note: 县名}
voices:
  pauses: {sentence: 300}
stops:
  - number: 1
    title: 大门外
    todo: [核对]
    text: |
      各位来宾，大家好，欢迎来到我们学校。

      现在请大家跟我走。
  - number: 2
    title: 操场
    segments:
      - voice: narrator
        text: "这里是操场。"
      - cue: 画面
"""
VOICES = """\
schema: 1
engine: silent
roles:
  narrator:
    zh-CN:
      kokoro: {name: zm_yunyang, rate: "+5%"}
pauses: {sentence: 450}
bit_rate: 64
labels: {ink: "#000000"}
"""

JUNK = [
    "\t", "{", "[", "]", "}", "'", '"', ": ", "- ", "? ", "|", ">", "&a ", "*a", "!!python/object:os.system ", "%", "@",
    "`", "\x00", "\x07", "---\n", "...\n", "<<: ", "~", "\ufeff", "\u2028", "9" * 400, "[" * 60, "1e999", "\n\n",
    "number: 1\n", "x: {y: {z: []}}\n", "多余: 字段\n", "stops:\n", "title: [1]\n",
]  # fmt: skip


@st.composite
def malformed(draw: st.DrawFn, good: str) -> bytes:
    """A right file with one to four things wrong: junk, lines lost, doubled or shifted, bytes changed, cut off."""
    text = good
    for _round in range(draw(st.integers(1, 4))):
        lines = text.splitlines(keepends=True)
        at = draw(st.integers(0, max(len(lines) - 1, 0)))
        match draw(st.sampled_from(["junk", "lose", "double", "shift", "cut", "value"])):
            case "junk":
                spot = draw(st.integers(0, len(text)))
                text = text[:spot] + draw(st.sampled_from(JUNK)) + text[spot:]
            case "lose":
                text = "".join(lines[:at] + lines[at + 1 :])
            case "double":
                text = "".join(lines[:at] + lines[at : at + 1] * 2 + lines[at + 1 :])
            case "shift":
                text = "".join([*lines[:at], " " * draw(st.integers(1, 9)), *lines[at:]])
            case "cut":
                text = text[: draw(st.integers(0, len(text)))]
            case "value":
                value = draw(
                    st.sampled_from(["", " []", " {}", " -5", " true", " 2024-01-01", " 0x1f", " null", " 1.5"])
                )
                text = "".join(
                    [*lines[:at], re.sub(r":[^:]*\n$", f":{value}\n", "".join(lines[at : at + 1])), *lines[at + 1 :]]
                )
    data = text.encode()
    if draw(st.integers(0, 9)) == 0:
        spot = draw(st.integers(0, len(data)))
        data = data[:spot] + draw(st.binary(min_size=1, max_size=3)) + data[spot:]
    return data


def _check(folder: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]) -> tuple[int, str]:
    monkeypatch.chdir(folder)
    monkeypatch.setattr(sys, "argv", ["audioguide", "check"])
    code = report.run_group(group)
    out, err = capsys.readouterr()
    return code, out + err


QUICK = settings(
    max_examples=100,
    deadline=None,
    suppress_health_check=[HealthCheck.function_scoped_fixture, HealthCheck.too_slow],
)


def _judge(code: int, output: str, file: str, sound: bool) -> None:
    assert code in (0, 1), output
    assert "Traceback" not in output and "fault of audioguide" not in output
    if not sound:
        assert code == 1 and re.search(rf"^{re.escape(file)}(:\d+)?(:\d+)?: error: ", output, re.MULTILINE), output


def _sound(data: bytes, name: str) -> bool:
    """Whether a mutation left the file right after all, decided by the loader the product builds with."""
    from audioguide.authoring import script, voices_yaml
    from audioguide.errors import ProblemsError

    path = Path(name)
    try:
        script.load_tour(path) if path.parent.name == "scripts" else voices_yaml.load_settings(path)
    except ProblemsError as error:
        assert error.problems
        assert all(p.place.file == name and (p.place.line or "name" in p.code) for p in error.problems)
        return False
    return True


@QUICK
@given(data=malformed(SCRIPT))
def test_malformed_scripts(
    data: bytes, tmp_path: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    (tmp_path / "scripts").mkdir(exist_ok=True)
    (tmp_path / "scripts/school.yaml").write_bytes(data)
    code, output = _check(tmp_path, monkeypatch, capsys)
    _judge(code, output, "scripts/school.yaml", _sound(data, "scripts/school.yaml"))


@QUICK
@example(data=b"\x80" + VOICES.encode())
@given(data=malformed(VOICES))
def test_malformed_voices(
    data: bytes, tmp_path: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    (tmp_path / "scripts").mkdir(exist_ok=True)
    (tmp_path / "scripts/school.yaml").write_text(SCRIPT, "utf-8")
    (tmp_path / "voices.yaml").write_bytes(data)
    code, output = _check(tmp_path, monkeypatch, capsys)
    _judge(code, output, "voices.yaml", _sound(data, "voices.yaml"))


@pytest.mark.parametrize(
    ("arguments", "code"),
    [(["check"], 1), (["check", "scool"], 1), (["build"], 1), (["check", "--fromat", "x"], 2), (["schema", "x"], 2)],
)
def test_the_program_itself_ends_with_a_message(tmp_path: Path, arguments: list[str], code: int) -> None:
    (tmp_path / "scripts").mkdir()
    (tmp_path / "scripts/school.yaml").write_text(SCRIPT.replace("number: 2", "number: 1"), "utf-8")
    run = subprocess.run(
        [sys.executable, "-c", "from audioguide.cli import main; main()", *arguments],
        cwd=tmp_path,
        env={"PYTHONPATH": str(ROOT), "PATH": "", "LANG": "C.UTF-8", "AUDIOGUIDE_CACHE": str(tmp_path / "cache")},
        capture_output=True,
        text=True,
    )
    assert run.returncode == code, run.stderr
    assert "Traceback" not in run.stderr and run.stderr.strip()
    if arguments == ["check"]:
        assert "scripts/school.yaml:16:" in run.stdout
