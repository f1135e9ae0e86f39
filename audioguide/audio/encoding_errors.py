"""What went wrong in ffmpeg, in words for people: read from what it logged."""

from __future__ import annotations

import errno
import re
import shutil
import signal
import tempfile
from contextlib import suppress
from pathlib import Path

from .. import files
from ..errors import AudioError, OutputError
from ..i18n import _

DISK_FULL = "No space left on device"
"""How ffmpeg names it on every system, as it speaks English only."""
LEAST_FREE_BYTES = 1 << 16
"""Of a disk that is not full: what ffmpeg writes at once."""


def encoding_error(log_text: str, code: int = 0, hint: str = "") -> AudioError:
    """Return the error for what ffmpeg logged, or for the signal that ended it, on a line, and what to do."""
    reason = _readable_reason(log_text)
    if not reason and code < 0:
        with suppress(ValueError):
            reason = _("the system ended it with {signal}.").format(signal=signal.Signals(-code).name)
    hint = hint or _("Check the free disk space; run `audioguide doctor` to test ffmpeg.")
    if code == -getattr(signal, "SIGXFSZ", 0):
        hint = _("A file would become larger than this account may write: raise the limit (ulimit -f).")
    return AudioError(_("ffmpeg failed: {reason}").format(reason=reason or _("no output.")), hint=hint)


def writing_error(path: Path, log_text: str, code: int, hint: str = "") -> AudioError | OutputError:
    """Return the error for a file that ffmpeg could not write: of a full disk as elsewhere, else as above."""
    if DISK_FULL in log_text or (not log_text and _is_full(path)):  # a full disk may hold no log either
        return files.unwritable(path, OSError(errno.ENOSPC, DISK_FULL))
    return encoding_error(log_text, code, hint)


def _is_full(path: Path) -> bool:
    try:
        return min(shutil.disk_usage(folder).free for folder in (path.parent, tempfile.gettempdir())) < LEAST_FREE_BYTES
    except OSError:
        return False


_REPORTER = re.compile(r"\[[^\[\]]* @ (?:0x)?[0-9a-fA-F]+\]\s*")
"""Who logs: a part of ffmpeg, and its address in memory."""
_REFUSED_FORM = re.compile(r"^\[(\w+)[^\]]*\][^\n]*Format not on whitelist", re.MULTILINE)
_LEVEL = re.compile(r"\[(info|warning|error|fatal|panic)\]\s*")
_OPENING = re.compile(r"^Error opening (?:(?:in|out)put(?: files?)?:|(?:in|out)put file .*|output .*?: (?=\S))\s*")
_FOLDERS = re.compile(r"(?:file:)?(?:\b[A-Za-z]:(?=[\\/]))?(?:(?<![\w./])/|\\)(?:[^\n:'\"]*[/\\])?")
"""Of a path that begins at a root: all but the file's name."""


def _readable_reason(log_text: str) -> str:
    """Return the last errors in a log on a line, without addresses in memory, folders and repetition."""
    if other := _REFUSED_FORM.search(log_text):
        return _("it is no sound but a file in the form {form}, which may name other files.").format(form=other[1])
    if re.search(r"does not contain any stream|matches no streams", log_text):
        return _("the file holds no audio.")
    reasons: dict[str, None] = {}
    for line in log_text.splitlines():
        text = _REPORTER.sub("", line)
        level = _LEVEL.match(text)
        if level and level[1] in ("info", "warning"):
            continue
        text = _FOLDERS.sub("", _OPENING.sub("", _LEVEL.sub("", text))).strip(" .")
        if text and not text.startswith("Last message repeated"):
            reasons[text] = None
    return "; ".join(list(reasons)[-3:])
