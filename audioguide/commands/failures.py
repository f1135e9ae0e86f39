"""What a person reads of whatever went wrong: our own errors as they are, a full disk as such, all else as a bug."""

from __future__ import annotations

import errno
import sys
import tempfile
import traceback
from pathlib import Path

from .. import files
from ..errors import AudioguideError, OutputError
from ..i18n import _

DISK_ERRORS = frozenset({errno.ENOSPC, errno.EDQUOT, errno.EROFS, errno.EIO})
"""What a disk does, whatever was written to it."""


def explain_failure(error: Exception) -> AudioguideError:
    """Return an error with a message for people; under ``--debug`` print where it came from, unless it is ours."""
    if isinstance(error, AudioguideError):
        return error
    if "--debug" in sys.argv:
        traceback.print_exception(error)
    if isinstance(error, OSError) and (failure := _explain_disk(error)) is not None:
        return failure
    if isinstance(error, MemoryError):
        return AudioguideError(
            _("There is not enough memory."), hint=_("Close other programs, or split what is so long, and try again.")
        )
    return AudioguideError(
        f"{type(error).__name__}: {error}",
        hint=_("This is a bug in audioguide. Run it again as audioguide --debug … and report what it prints."),
    )


def _explain_disk(error: OSError) -> OutputError | None:
    try:
        temporary = tempfile.gettempdir()
    except FileNotFoundError as nowhere:
        return OutputError(
            _("No folder for temporary files can be written."),
            hint=_("Name one that you may write to in the variable TMPDIR. {reason}").format(reason=nowhere.strerror),
        )
    if error.errno not in DISK_ERRORS:
        return None
    if isinstance(error.filename, str):
        return files.unwritable(Path(error.filename), error)
    return OutputError(
        _("A file cannot be written: {reason}.").format(reason=error.strerror),
        hint=_("Check the free disk space, also of the folder for temporary files, {folder}.").format(folder=temporary),
    )
