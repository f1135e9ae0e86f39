"""A switch that is interrupted anywhere: all of it holds or none, and the next command sees to that."""

from __future__ import annotations

import os
import re
import shutil
import signal
from collections.abc import Mapping
from dataclasses import replace
from pathlib import Path

import pytest

from audioguide import files
from audioguide.assembly import integrity, journal, publishing
from audioguide.errors import OutputError
from benchmarks.crashes import CountedOperations, Crash

Site = Mapping[str, Mapping[str, bytes]]
"""Owner → path → content."""


def page(*links: str) -> bytes:
    return "".join(f'<a href="{link}">' for link in links).encode()


BEFORE: Site = {
    "tour:barn": {"barn/manifest.json": b"1", "barn/stops/01.mp3": b"one", "barn/stops/02.mp3": b"two"},
    "tour:mill": {"mill/manifest.json": b"1", "mill/stops/01.mp3": b"mill", "mill/images/01.jpg": b"picture"},
    "tour:shed": {"shed/manifest.json": b"1", "shed/stops/01.mp3": b"shed"},
    "site": {
        "index.html": page("barn/index.html", "mill/index.html", "shed/index.html"),
        "barn/index.html": page("stops/01.mp3", "2/index.html"),
        "barn/2/index.html": page("../stops/02.mp3"),
        "mill/index.html": page("stops/01.mp3", "images/01.jpg"),
        "shed/index.html": page("stops/01.mp3"),
        "assets/app.0123456789.js": b"script",
    },
}
AFTER: Site = {
    "tour:barn": {"barn/manifest.json": b"2", "barn/stops/01.mp3": b"one", "barn/stops/03.mp3": b"three"},
    "tour:mill": {"mill/manifest.json": b"2", "mill/stops/01.mp3": b"other mill", "mill/stops/02.mp3": b"new"},
    "tour:shed": BEFORE["tour:shed"],
    "site": {
        "index.html": page("barn/index.html", "mill/index.html", "shed/index.html"),
        "barn/index.html": page("stops/01.mp3", "3/index.html"),
        "barn/3/index.html": page("../stops/03.mp3"),
        "mill/index.html": page("stops/01.mp3", "stops/02.mp3", "x/index.html", "y/index.html"),
        "mill/x/index.html": page("../index.html", "../y/index.html"),
        "mill/y/index.html": page("../x/index.html"),
        "shed/index.html": page("stops/01.mp3", "tour.webmanifest", "fr/index.html"),
        "shed/fr/index.html": page("../index.html"),
        "shed/tour.webmanifest": b"{}",
        "assets/app.abcdef0123.js": b"other script",
    },
}


def publish(output: Path, site: Site) -> None:
    with publishing.open_publication(output) as publication:
        for owner, contents in site.items():
            destination = publication.destination(owner)
            for path, content in contents.items():
                destination.write_bytes(path, content)
        publication.commit()


def crash(output: Path, site: Site, operation: int, monkeypatch: pytest.MonkeyPatch) -> None:
    """Publish until the power goes: nothing tidies up any more."""
    with monkeypatch.context() as patch:
        patch.setattr(files, "operations", CountedOperations(operation))
        patch.setattr(publishing.Publication, "discard", lambda _publication: None)
        with pytest.raises(Crash):
            publish(output, site)


def tree(output: Path) -> dict[str, bytes]:
    return {
        path.relative_to(output).as_posix(): path.read_bytes()
        for path in sorted(output.rglob("*"))
        if path.is_file() and path.name != files.LOCK
    }


def visible(state: dict[str, bytes]) -> dict[str, bytes]:
    return {path: content for path, content in state.items() if not path.startswith(integrity.STATE)}


def dead_links(output: Path) -> list[str]:
    return [
        f"{path}: {link}"
        for path in output.rglob("*.html")
        if integrity.STATE not in path.parts
        for link in re.findall(r'href="([^"]+)"', path.read_text())
        if not (path.parent / link).is_file()
    ]


def count_operations(folder: Path) -> int:
    counting = CountedOperations()
    files.operations, before = counting, files.operations
    try:
        publish(folder, BEFORE)
        counting.count = 0
        publish(folder, AFTER)
    finally:
        files.operations = before
    return counting.count


def test_a_crash_at_any_operation_leaves_all_or_nothing(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    operations = count_operations(tmp_path / "after")
    publish(tmp_path / "before", BEFORE)
    before, after = tree(tmp_path / "before"), tree(tmp_path / "after")
    assert operations > 25
    rolled_back = completed = 0
    for number in range(1, operations + 1):
        output = tmp_path / f"crash-{number}"
        shutil.copytree(tmp_path / "before", output)
        crash(output, AFTER, number, monkeypatch)
        assert dead_links(output) == []
        if not journal.is_pending(output):  # who looks now sees one of the two
            assert visible(tree(output)) in (visible(before), visible(after))
        message = journal.recover_output(output)
        assert tree(output) in (before, after), number
        rolled_back, completed = rolled_back + ("unfinished" in message), completed + ("completed" in message)
        publish(output, AFTER)
        assert tree(output) == after
        assert integrity.output_problems(output, "output") == ()
    assert rolled_back > 5 and completed > 5


def test_a_crash_while_recovering_is_recovered_too(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    operations = count_operations(tmp_path / "after")
    after = tree(tmp_path / "after")
    publish(tmp_path / "out", BEFORE)
    while not journal.is_pending(tmp_path / "out"):
        shutil.rmtree(tmp_path / "out")
        publish(tmp_path / "out", BEFORE)
        crash(tmp_path / "out", AFTER, operations, monkeypatch)
        operations -= 1
    for number in range(1, 60):
        monkeypatch.setattr(files, "operations", CountedOperations(number))
        try:
            journal.recover_output(tmp_path / "out")
            break
        except Crash:
            assert dead_links(tmp_path / "out") == []
    assert tree(tmp_path / "out") == after


@pytest.mark.parametrize("number", [signal.SIGINT, signal.SIGTERM])
def test_signals_wait_for_the_switch(tmp_path: Path, monkeypatch: pytest.MonkeyPatch, number: int) -> None:
    count_operations(tmp_path / "after")

    class Interrupting(CountedOperations):
        def replace(self, source: Path, target: Path) -> None:
            super().replace(source, target)
            if "index.html" in target.name:
                signal.raise_signal(number)

    def stop(_number: int, _frame: object) -> None:
        raise KeyboardInterrupt

    publish(tmp_path / "out", BEFORE)
    monkeypatch.setattr(files, "operations", Interrupting())
    before = signal.signal(number, stop)
    try:
        with pytest.raises(KeyboardInterrupt):
            publish(tmp_path / "out", AFTER)
    finally:
        signal.signal(number, before)
    assert tree(tmp_path / "out") == tree(tmp_path / "after")


def test_a_full_disk_in_the_middle_of_the_switch_is_told_and_finished_later(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    count_operations(tmp_path / "after")

    class Full(files.FileOperations):
        def replace(self, source: Path, target: Path) -> None:
            if target.name == "01.mp3":
                raise OSError(28, "No space left on device")
            super().replace(source, target)

    publish(tmp_path / "out", BEFORE)
    monkeypatch.setattr(files, "operations", Full())
    with pytest.raises(OutputError, match="No space left"):
        publish(tmp_path / "out", AFTER)
    monkeypatch.undo()
    assert "completed" in journal.recover_output(tmp_path / "out")
    assert tree(tmp_path / "out") == tree(tmp_path / "after")


@pytest.mark.parametrize(
    "written",
    [
        b'{"moves": [], "removals": ["../kept.txt"]}',
        b'{"moves": [], "removals": ["site/../../kept.txt"]}',
        b'{"moves": [{"source": "../kept.txt", "target": "index.html"}], "removals": []}',
        b'{"moves": [{"source": "index.html", "target": "/tmp/x"}], "removals": []}',
        b'{"moves": [], "removals": ["a\\u0000b"]}',
        b'{"moves": [], "removals": [""]}',
        b'{"moves": [], "removals": ["index.html"], "sha256": "00"}',
        b'{"moves": [], "removals": [], "other": ' + b"[" * 100_000,
        b'{"moves": [',
        b"\xff",
    ],
)
def test_a_damaged_journal_touches_nothing_and_is_removed(tmp_path: Path, written: bytes) -> None:
    output = tmp_path / "output"
    publish(output, BEFORE)
    (tmp_path / "kept.txt").write_text("kept")
    before = tree(output)
    (output / journal.JOURNAL).write_bytes(written)
    with pytest.raises(OutputError, match="was damaged"):
        journal.recover_output(output)
    assert (tmp_path / "kept.txt").read_text() == "kept"
    assert tree(output) == before
    assert journal.recover_output(output) == ""


def test_a_bit_flipped_in_a_journal_is_noticed(tmp_path: Path) -> None:
    sealed = journal.Journal((journal.Move("a/b", "c/d"),), ("e", "f/g")).with_digest()
    assert sealed.is_intact()
    for damaged in (
        replace(sealed, removals=("e", "f/h")),
        replace(sealed, moves=(journal.Move("a/b", "c/e"),)),
        replace(sealed, removals=()),
    ):
        assert not damaged.is_intact()


def test_what_another_command_works_on_is_left_to_it(tmp_path: Path) -> None:
    publish(tmp_path, BEFORE)
    with publishing.open_publication(tmp_path) as publication:
        publication.destination("site").write_bytes("new.html", b"new")
        pid = os.fork()
        if pid == 0:
            vars(files._mine).clear()  # a process of its own holds nothing
            os._exit(len(journal.recover_output(tmp_path)))
        assert os.waitstatus_to_exitcode(os.waitpid(pid, 0)[1]) == 0
        publication.protect("")
        publication.commit()
    assert (tmp_path / "new.html").read_bytes() == b"new"


def test_equal_files_are_left_alone_and_the_rest_of_an_owner_goes(tmp_path: Path) -> None:
    publish(tmp_path, BEFORE)
    times = {path: path.stat().st_mtime_ns for path in tmp_path.rglob("*")}
    publish(tmp_path, BEFORE)
    assert {path: path.stat().st_mtime_ns for path in tmp_path.rglob("*")} == times
    (tmp_path / "barn/notes.txt").write_text("mine")
    publish(tmp_path, {"tour:barn": {}})
    assert not (tmp_path / "barn/stops").exists()
    assert (tmp_path / "barn/notes.txt").exists() and (tmp_path / "barn/index.html").exists()


def test_two_owners_of_one_file_are_named(tmp_path: Path) -> None:
    with publishing.open_publication(tmp_path) as publication:
        publication.destination("one").write_bytes("index.html", b"1")
        with pytest.raises(OutputError, match=r"one and other both write index\.html"):
            publication.destination("other").write_bytes("index.html", b"2")


@pytest.mark.parametrize("path", ["/etc/passwd", "../out.html", "a/../../b", "a//b", "./a"])
def test_only_paths_below_the_output_are_written(tmp_path: Path, path: str) -> None:
    with publishing.open_publication(tmp_path) as publication, pytest.raises(OutputError):
        publication.destination("site").write_bytes(path, b"")


def test_a_folder_in_the_place_of_a_file_and_the_other_way_round(tmp_path: Path) -> None:
    publish(tmp_path, BEFORE)
    complete = tree(tmp_path)
    (tmp_path / "mill/manifest.json").unlink()
    (tmp_path / "mill/manifest.json").mkdir()
    (tmp_path / "mill/manifest.json/x").write_text("x")
    shutil.rmtree(tmp_path / "barn/stops")
    (tmp_path / "barn/stops").write_text("a file")
    publish(tmp_path, BEFORE)
    assert tree(tmp_path) == complete


def test_a_tour_may_be_a_link_to_another_disk(tmp_path: Path) -> None:
    elsewhere = Path("/dev/shm") / tmp_path.name
    if not Path("/dev/shm").is_dir() or Path("/dev/shm").stat().st_dev == tmp_path.stat().st_dev:
        pytest.skip("no second device here")
    try:
        (elsewhere / "stops").mkdir(parents=True)
        publish(tmp_path / "plain", AFTER)
        output = tmp_path / "out"
        publish(output, {owner: written for owner, written in BEFORE.items() if owner != "tour:mill"} | {"site": {}})
        (output / "mill").symlink_to(elsewhere)
        (output / "barn/stops").rename(tmp_path / "moved")
        (elsewhere / "barn").mkdir()
        shutil.copytree(tmp_path / "moved", elsewhere / "barn/stops")
        (output / "barn/stops").symlink_to(elsewhere / "barn/stops")
        publish(output, AFTER)
        for owner in AFTER.values():
            for path, content in owner.items():
                assert (output / path).read_bytes() == content
        assert not [path for path in elsewhere.rglob("*") if path.name.endswith(files.PART)]
        assert not (output / "barn/stops/02.mp3").exists()
    finally:
        shutil.rmtree(elsewhere, ignore_errors=True)


# ---------------------------------------------------------------- the record


def test_every_flipped_bit_is_found(tmp_path: Path) -> None:
    publish(tmp_path, BEFORE)
    names = sorted(tree(tmp_path))
    for number in range(300):
        path = tmp_path / names[number % len(names)]
        data = path.read_bytes()
        bit = number * 7919 % (8 * len(data))
        path.write_bytes(data[: bit // 8] + bytes([data[bit // 8] ^ 1 << bit % 8]) + data[bit // 8 + 1 :])
        assert [p for p in integrity.output_problems(tmp_path, "output") if p.severity == "error"], (path, bit)
        path.write_bytes(data)
    assert integrity.output_problems(tmp_path, "output") == ()


@pytest.mark.parametrize("damage", [b"", b"{}", b"0" * 64 + b"\n{}\n", b"[" * 100_000, b"\xff\xfe"])
def test_a_damaged_record_is_told_and_written_again(tmp_path: Path, damage: bytes) -> None:
    publish(tmp_path, BEFORE)
    complete = tree(tmp_path)
    (tmp_path / integrity.RECORD).write_bytes(damage)
    (problem,) = integrity.output_problems(tmp_path, "output")
    assert problem.code == "no-record" and "audioguide build" in problem.hint
    publish(tmp_path, BEFORE)
    assert tree(tmp_path) == complete


def test_a_site_of_an_earlier_version_is_taken_over(tmp_path: Path) -> None:
    publish(tmp_path, BEFORE)
    for name, content in BEFORE["site"].items():
        if name.endswith(".html"):
            (tmp_path / name).write_bytes(integrity.GENERATOR + b'0123456789abcdef">' + content)
    shutil.rmtree(tmp_path / integrity.STATE)
    publish(tmp_path, AFTER)
    assert tree(tmp_path).keys() == {path for owner in AFTER.values() for path in owner} | {integrity.RECORD}
