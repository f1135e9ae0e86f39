"""The pictures a script names → the pictures visitors see."""

from __future__ import annotations

from pathlib import Path

from ..errors import OutputError
from ..i18n import _
from ..model import Tour


def copy_picture(tour: Tour, picture: str, stem: str, root: Path) -> str:
    """Copy a picture the script names to ``images/<stem>.<suffix>`` below ``root``; return that path, empty for none.

    Raises OutputError where the picture cannot be read.
    """
    if not picture:
        return ""
    source = tour.path.parent / picture
    target = f"images/{stem}{source.suffix.lower()}"
    try:
        data = source.read_bytes()
    except OSError as error:
        raise OutputError(
            _("The picture {file} of {script} cannot be read: {reason}.").format(
                file=picture, script=tour.path, reason=error.strerror or error
            ),
            hint=_("Put the file there, or correct its path, which is relative to the script."),
        ) from error
    (root / target).parent.mkdir(parents=True, exist_ok=True)
    (root / target).write_bytes(data)
    return target
