from __future__ import annotations

import hashlib
import os
import random
import shutil
import subprocess
import sys
import time
from collections.abc import Callable
from concurrent.futures import ThreadPoolExecutor
from pathlib import Path

import pytest

from audioguide import files
from audioguide.assembly.clip_cache import Cache, clip_key
from audioguide.errors import OutputError
from audioguide.model import Clip, Span, Voice
from audioguide.project import cache_folder

VOICE = Voice("silent", "silence", "zh-CN")


def clip(seed: int = 0, samples: int = 2400) -> Clip:
    return Clip(random.Random(seed).randbytes(samples * 2), 24_000, (Span(0, 40), Span(50, 100)))


@pytest.mark.parametrize("samples", [0, 1, 2, 2401])
def test_a_clip_comes_back_as_it_was(tmp_path: Path, samples: int) -> None:
    cache = Cache(tmp_path)
    cache.put("ab1", clip(samples=samples))
    assert cache.get("ab1") == clip(samples=samples)


def test_extreme_samples_come_back(tmp_path: Path) -> None:
    pcm = b"\x00\x80\xff\x7f\x00\x80\x00\x00\xff\xff"
    Cache(tmp_path).put("ab1", Clip(pcm, 24_000, ()))
    clip_of_key = Cache(tmp_path).get("ab1")
    assert clip_of_key is not None
    assert clip_of_key.pcm == pcm


def test_the_key_tells_all_that_shapes_the_sound_apart() -> None:
    keys = [
        clip_key("a", VOICE, ("x",)),
        clip_key("b", VOICE, ("x",)),
        clip_key("a", Voice("silent", "silence", "zh-CN", rate=1.1), ("x",)),
        clip_key("a", Voice("silent", "silence", "zh-CN", pitch=1), ("x",)),
        clip_key("a", Voice("silent", "silence", "zh-CN", volume=1), ("x",)),
        clip_key("a", VOICE, ("y",)),
        clip_key("a", VOICE, ("x", "")),
    ]
    assert len(set(keys)) == len(keys)


def test_the_key_is_the_same_in_every_release() -> None:
    assert clip_key("silent/1", VOICE, ("射洪",)) == "e1f3dad998d5a07375f8cd816d85f36f3d015753dcee9e39fafeb093f8dec2b2"


@pytest.mark.parametrize("damage", ["truncated", "altered", "empty", "foreign"])
def test_a_damaged_file_is_dropped_silently(tmp_path: Path, damage: str) -> None:
    cache = Cache(tmp_path)
    cache.put("ab1", clip())
    [file] = tmp_path.rglob("*.clip")
    data = file.read_bytes()
    file.write_bytes(
        {
            "truncated": data[:-7],
            "altered": data[:-7] + b"\x00" + data[-6:],
            "empty": b"",
            "foreign": b"not a clip at all",
        }[damage]
    )
    assert cache.get("ab1") is None
    assert not file.exists()


def test_every_truncation_is_noticed(tmp_path: Path) -> None:
    cache = Cache(tmp_path)
    cache.put("ab1", clip(samples=20))
    [file] = tmp_path.rglob("*.clip")
    data = file.read_bytes()
    for length in range(len(data)):
        file.write_bytes(data[:length])
        assert cache.get("ab1") is None


def test_size_and_clear(tmp_path: Path) -> None:
    cache = Cache(tmp_path)
    (tmp_path / "models").mkdir()
    (tmp_path / "models" / "model.onnx").write_bytes(b"kept")
    assert cache.size().clips == 0
    for name in ("ab1", "ab2", "cd3"):
        cache.put(name, clip())
    size = cache.size()
    assert size.clips == 3
    assert size.bytes == sum(file.stat().st_size for file in tmp_path.rglob("*.clip"))
    assert cache.clear() == size
    assert cache.size().clips == 0
    assert (tmp_path / "models" / "model.onnx").exists()


def test_prune_keeps_what_was_used_last(tmp_path: Path) -> None:
    cache = Cache(tmp_path)
    for age, name in enumerate(("ab0", "ab1", "ab2", "ab3")):
        cache.put(name, clip(age))
        when = time.time() - age * 10 * 86_400
        os.utime(cache._clip_path(name), (when, when))
    assert cache.get("ab3") is not None  # used: now the newest but one
    clip_bytes = cache.size().bytes // 4
    assert cache.prune(days=15).clips == 1
    assert cache.get("ab2") is None
    assert cache.prune(keep_bytes=2 * clip_bytes + clip_bytes // 2).clips == 1
    assert cache.get("ab1") is None
    assert cache.get("ab0") is not None


def test_many_writers_of_one_clip(tmp_path: Path) -> None:
    cache = Cache(tmp_path)
    with ThreadPoolExecutor(8) as pool:
        for future in [pool.submit(cache.put, "ab1", clip()) for _ in range(40)]:
            future.result()
    assert cache.get("ab1") == clip()
    assert [file.name for file in tmp_path.rglob("*") if file.is_file()] == ["ab1.clip"]


def test_a_folder_that_cannot_be_written(tmp_path: Path) -> None:
    (tmp_path / "clips").write_text("a file where the folder should be")
    with pytest.raises(OutputError):
        Cache(tmp_path).put("ab1", clip())


def test_who_may_not_write_to_the_cache_learns_how_to_move_it(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("AUDIOGUIDE_CACHE", str(tmp_path / "cache"))
    (tmp_path / "cache").write_text("a file where the folder should be")
    writes: tuple[Callable[[], object], ...] = (
        lambda: Cache(cache_folder()).put("ab1", clip()),
        lambda: files.write_text(cache_folder() / "models" / "model.json", "{}"),
        lambda: files.lock_file(tmp_path / "voices.yaml", cache_folder() / "locks").__enter__(),
    )
    for write in writes:
        with pytest.raises(OutputError) as caught:
            write()
        assert "AUDIOGUIDE_CACHE" in caught.value.hint
    (tmp_path / "output").write_text("a file where the folder should be")
    with pytest.raises(OutputError) as caught:
        files.write_text(tmp_path / "output" / "page.html", "")
    assert "AUDIOGUIDE_CACHE" not in caught.value.hint


def test_an_entry_that_is_another_clip_is_dropped(tmp_path: Path) -> None:
    cache = Cache(tmp_path)
    cache.put("ab1", clip())
    cache.put("cd2", Clip(b"\1\0" * 100, 24_000, ()))
    first, other = sorted(tmp_path.rglob("*.clip"))
    shutil.copyfile(other, first)
    assert cache.get("ab1") is None and not first.exists()
    assert cache.get("cd2") is not None


def test_an_entry_of_an_earlier_version_is_still_of_use(tmp_path: Path) -> None:
    cache = Cache(tmp_path)
    cache.put("ab1", clip())
    [file] = tmp_path.rglob("*.clip")
    _digest, _line, body = file.read_bytes().partition(b"\n")
    file.write_bytes(hashlib.sha256(body).hexdigest().encode() + b"\n" + body)
    assert cache.get("ab1") == clip()


def test_what_killed_runs_left_goes_and_what_is_being_written_stays(tmp_path: Path) -> None:
    cache = Cache(tmp_path)
    cache.put("ab1", clip())
    killed = subprocess.run(
        [sys.executable, "-c", "import sys; from audioguide import files; sys.stdout.write(files._writer())"],
        capture_output=True,
        text=True,
        check=True,
    ).stdout
    left = tmp_path / f"clips/ab/.ab1.clip.{killed}.x{files.PART}"
    ours = tmp_path / f"clips/ab/.ab1.clip.{files._writer()}.x{files.PART}"
    left.write_bytes(b"half")
    ours.write_bytes(b"half")
    cache.prune(days=30)
    assert not left.exists() and ours.exists()
    assert cache.get("ab1") == clip()


def test_a_cache_that_cannot_be_cleared_says_so(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    cache = Cache(tmp_path)
    cache.put("ab1", clip())

    def refuse(self: Path, missing_ok: bool = False) -> None:
        raise OSError(30, "Read-only file system")

    monkeypatch.setattr(Path, "unlink", refuse)
    with pytest.raises(OutputError, match="Read-only") as error:
        cache.clear()
    assert error.value.hint.startswith("0 clips")
