"""The command line as its users meet it: help, exit codes, messages, languages."""

from __future__ import annotations

import os
import subprocess
import sys
from pathlib import Path

import click
import pytest
from conftest import NEVER_S, ROOT

from audioguide.cli import COMMANDS, group


def run(*arguments: str, cwd: Path, **environment: str) -> subprocess.CompletedProcess[str]:
    return subprocess.run(
        [sys.executable, "-m", "audioguide", *arguments],
        cwd=cwd,
        env={**os.environ, "AUDIOGUIDE_CACHE": str(cwd / "cache"), "AUDIOGUIDE_LANG": "en", **environment},
        capture_output=True,
        text=True,
        timeout=NEVER_S,
    )


@pytest.mark.parametrize("name", list(COMMANDS))
def test_every_command_has_help_and_an_example(name: str) -> None:
    command = group.get_command(click.Context(group), name)
    assert command is not None
    assert command.help
    assert command.epilog
    assert "audioguide" in command.epilog
    for parameter in command.params:
        if isinstance(parameter, click.Option):
            assert parameter.help, f"{name} {parameter.opts}"


@pytest.mark.parametrize("value", ["nan", "-nan", "inf", "1e400", "0x1", "1,5", "", "五", "²", "true"])
def test_no_option_takes_what_is_no_number_for_one(value: str) -> None:
    commands = [group.get_command(click.Context(group), name) for name in COMMANDS]
    options = [option for command in commands if command for option in command.params]
    numeric = [option for option in options if isinstance(option.type, click.IntRange | click.FloatRange)]
    assert numeric
    for option in numeric:
        with pytest.raises(click.BadParameter):
            option.process_value(click.Context(group), value)


def test_the_reference_is_what_help_says() -> None:
    # in a process of its own: click keeps the help option of a command that another test has called by itself
    command = [sys.executable, "-m", "audioguide.cli.reference"]
    printed = subprocess.run(command, capture_output=True, check=True, text=True, encoding="utf-8").stdout
    assert (ROOT / "docs" / "cli.md").read_text() == printed, "run: make docs"


def test_help_imports_nothing_heavy() -> None:
    probe = "import sys; sys.argv=['audioguide','--help']\nfrom audioguide.cli import main\n"
    probe += "try: main()\nexcept SystemExit: pass\n"
    probe += "print(sorted({'numpy','onnxruntime','jieba','pydub','yaml','edge_tts','rich'} & set(sys.modules)))"
    completed = subprocess.run([sys.executable, "-c", probe], capture_output=True, text=True, check=True)
    assert completed.stdout.splitlines()[-1] == "[]"


def test_the_help_speaks_chinese_under_a_chinese_locale(tmp_path: Path) -> None:
    completed = run("build", "--help", cwd=tmp_path, AUDIOGUIDE_LANG="", LC_ALL="zh_CN.UTF-8")
    assert "导览" in completed.stdout


@pytest.mark.parametrize(
    ("arguments", "code", "words"),
    [
        (["bild"], 2, "Did you mean “build”?"),
        (["chekc", "museum"], 2, "Did you mean “check”?"),
        (["museum"], 2, "No such command"),
        (["build", "--jobs", "0"], 2, "--jobs"),
        (["build", "--stop", "3"], 2, "one site"),
        (["build"], 1, "audioguide new"),
        (["build", "museum"], 1, "audioguide new"),
        (["say"], 2, "--stop"),
        (["say", "好", "--engine", "kokro"], 1, "Did you mean “kokoro”"),
    ],
)
def test_wrong_use_ends_in_a_message(tmp_path: Path, arguments: list[str], code: int, words: str) -> None:
    completed = run(*arguments, cwd=tmp_path)
    assert (completed.returncode, "Traceback" in completed.stderr) == (code, False)
    assert words in completed.stderr


def test_say_shows_what_will_be_said(tmp_path: Path) -> None:
    completed = run("say", "全村共有677户。", "--show-spoken", cwd=tmp_path)
    assert completed.stdout.strip() == "全村共有六百七十七户。"


def test_say_writes_an_mp3(tmp_path: Path) -> None:
    completed = run("say", "欢迎。", "--engine", "silent", "-o", "hello.mp3", cwd=tmp_path)
    assert completed.stdout.strip() == "hello.mp3"
    assert (tmp_path / "hello.mp3").stat().st_size > 1000


def test_new_check_build_and_the_cache(tmp_path: Path) -> None:
    assert run("new", "museum", cwd=tmp_path).returncode == 0
    assert run("check", "museum", cwd=tmp_path).returncode == 0
    completed = run("build", "museum", "--engine", "silent", cwd=tmp_path)
    assert (completed.returncode, completed.stdout.strip()) == (0, "output/museum/museum.mp3"), completed.stderr
    assert not run("cache", "size", cwd=tmp_path).stdout.startswith("0 clips")
    assert run("cache", "clear", cwd=tmp_path).returncode == 0
    assert run("cache", "size", cwd=tmp_path).stdout.startswith("0 clips")


def test_play_without_a_sound_device_names_the_file(tmp_path: Path) -> None:
    from audioguide.audio import playback

    if playback.is_available():
        pytest.skip("this machine has a sound device")
    run("new", "museum", cwd=tmp_path)
    completed = run("play", "museum", "--engine", "silent", cwd=tmp_path)
    assert completed.returncode == 1
    assert "no sound device" in completed.stderr
    assert "01.mp3" in completed.stderr


def test_voices_lists_the_eight_chinese_ones(tmp_path: Path) -> None:
    completed = run("voices", "--engine", "kokoro", "--language", "zh", cwd=tmp_path)
    assert len(completed.stdout.splitlines()) == 8


def test_doctor_names_what_mends_it(tmp_path: Path) -> None:
    completed = run("doctor", cwd=tmp_path)
    assert "Traceback" not in completed.stderr
    assert "ffmpeg" in completed.stdout
    assert "→" in completed.stdout


def test_an_empty_folder_is_told_how_to_begin(tmp_path: Path) -> None:
    completed = run(cwd=tmp_path, AUDIOGUIDE_LANG="en")
    assert completed.returncode == 0
    for command in ("audioguide studio", "audioguide import", "audioguide new museum"):
        assert command in completed.stdout
    (tmp_path / "scripts").mkdir()
    (tmp_path / "scripts" / "mill.yaml").write_text("title: Mill\n")
    assert "Commands" in run(cwd=tmp_path, AUDIOGUIDE_LANG="en").stdout


@pytest.mark.parametrize(
    ("typed", "offered"),
    [
        (("build", "m"), ["mill", "mill.en"]),
        (("build", "mill", "--stop", ""), ["1", "3a", "12"]),
        (("build", "mill", "--stop", "1"), ["1", "12"]),
        (("play", "mill", "3"), ["3a"]),
        (("build", "--engine", "ko"), ["kokoro"]),
        (("say", "--engine", "si"), ["silent"]),
    ],
)
def test_the_shell_completes(
    typed: tuple[str, ...], offered: list[str], tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    from click.shell_completion import ShellComplete

    (tmp_path / "scripts").mkdir()
    stops = "stops:\n  - number: 1\n    title: a\n  - {number: 3a, title: b}\n  - number: '12'\n"
    for name in ("mill", "mill.en"):
        (tmp_path / "scripts" / f"{name}.yaml").write_text(stops)
    monkeypatch.chdir(tmp_path)
    offers = ShellComplete(group, {}, "audioguide", "_X").get_completions(list(typed[:-1]), typed[-1])
    assert [item.value for item in offers] == offered


@pytest.mark.parametrize("shell", ["bash", "zsh", "fish"])
def test_the_shell_is_given_its_completion(shell: str, tmp_path: Path) -> None:
    assert "_AUDIOGUIDE_COMPLETE" in run("completion", shell, cwd=tmp_path).stdout
