"""Failures that nobody foresaw, in words for people."""

from __future__ import annotations

import errno
import os
import tempfile
from pathlib import Path

import pytest

from audioguide.commands.failures import explain_failure
from audioguide.errors import ConfigError


def test_our_own_errors_stay_as_they_are() -> None:
    error = ConfigError("bad", hint="better")
    assert explain_failure(error) is error


@pytest.mark.parametrize("number", [errno.ENOSPC, errno.EDQUOT, errno.EROFS, errno.EIO])
def test_a_disk_that_takes_nothing_is_no_fault_of_ours(number: int, tmp_path: Path) -> None:
    reason = os.strerror(number)
    named = explain_failure(OSError(number, reason, str(tmp_path / "tour.mp3")))
    assert named.message == f"{tmp_path / 'tour.mp3'} cannot be written: {reason}."
    unnamed = explain_failure(OSError(number, reason))
    assert unnamed.message == f"A file cannot be written: {reason}."
    assert tempfile.gettempdir() in unnamed.hint


def test_no_folder_for_temporary_files_is_named(monkeypatch: pytest.MonkeyPatch) -> None:
    def find_none() -> str:
        raise FileNotFoundError(errno.ENOENT, "No usable temporary directory found in ['/tmp']")

    monkeypatch.setattr(tempfile, "gettempdir", find_none)
    failure = explain_failure(FileNotFoundError(errno.ENOENT, "No usable temporary directory found in ['/tmp']"))
    assert "TMPDIR" in failure.hint and "/tmp" in failure.hint


def test_what_nobody_foresaw_is_a_fault_of_ours() -> None:
    failure = explain_failure(KeyError("stop"))
    assert failure.message == "KeyError: 'stop'"
    assert "bug in audioguide" in failure.hint
