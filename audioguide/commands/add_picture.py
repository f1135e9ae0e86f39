"""A picture for a stop: checked, turned upright, scaled for a page, without the place where it was taken."""

from __future__ import annotations

import re
from dataclasses import dataclass
from io import BytesIO
from pathlib import Path

from .. import files
from ..errors import OutputError
from ..i18n import _
from ..project import Project

FORMATS = ("JPEG", "PNG", "WEBP")
"""What may be uploaded: what every browser shows."""
MAX_UPLOAD_BYTES = 30_000_000
MAX_PIXELS = 60_000_000
"""Above it a small file could fill the memory when it is opened."""
MAX_EDGE_PIXELS = 1600
JPEG_QUALITY = 85
IMAGES_FOLDER = "images"


@dataclass(frozen=True)
class EncodedPicture:
    """A picture as a page may show it."""

    suffix: str
    data: bytes


def add_picture(project: Project, tour: str, stop: str, data: bytes) -> str:
    """Store a picture below ``scripts/images/`` and return its path relative to the scripts.

    Raises OutputError for what is no picture, or too large.
    """
    picture = encode_picture(data)
    target = free_path(project, IMAGES_FOLDER, f"{tour}-{stop}", picture.suffix, picture.data)
    files.write_bytes(target, picture.data)
    return f"{IMAGES_FOLDER}/{target.name}"


def encode_picture(data: bytes, edge: int = MAX_EDGE_PIXELS) -> EncodedPicture:
    """Return a picture encoded again, so that no metadata and nothing that only claims to be a picture is shown.

    ``edge``: pixels of its longer side at most. Raises OutputError for what is no picture, or too large.
    """
    from PIL import Image, ImageOps, UnidentifiedImageError

    if len(data) > MAX_UPLOAD_BYTES:
        raise OutputError(
            _("The picture has {size} MB.").format(size=len(data) // 1_000_000),
            hint=_("Take one of at most {limit} MB.").format(limit=MAX_UPLOAD_BYTES // 1_000_000),
        )
    try:
        with Image.open(BytesIO(data), formats=FORMATS) as opened:
            if opened.width * opened.height > MAX_PIXELS:
                raise OutputError(_("The picture has too many pixels."), hint=_("Make it smaller first."))
            upright = ImageOps.exif_transpose(opened)
            keeps_alpha = upright.mode in ("RGBA", "LA", "P") and opened.format == "PNG"
            picture = upright.convert("RGBA" if keeps_alpha else "RGB")
            picture.thumbnail((edge, edge))
    except (UnidentifiedImageError, OSError, SyntaxError, ValueError) as error:
        raise OutputError(
            _("This file is not a picture that a browser shows."), hint=_("Use a JPEG, PNG or WebP file.")
        ) from error
    encoded = BytesIO()
    if keeps_alpha:
        picture.save(encoded, "PNG", optimize=True)
    else:
        picture.save(encoded, "JPEG", quality=JPEG_QUALITY, optimize=True, progressive=True)
    return EncodedPicture(".png" if keeps_alpha else ".jpg", encoded.getvalue())


def picture_file(project: Project, relative: str) -> Path | None:
    """The file of a picture that a script names; None for one outside the scripts' folder, or that is missing."""
    path = (project.scripts / relative).resolve()
    inside = path.is_relative_to(project.scripts.resolve())
    is_picture = path.suffix.lower() in (".jpg", ".jpeg", ".png", ".webp", ".gif", ".avif")
    return path if inside and is_picture and path.is_file() else None


def free_path(project: Project, folder: str, name: str, suffix: str, data: bytes) -> Path:
    """Return a path in a folder of the scripts that holds nothing, or the same picture already.

    An earlier version of the script may still name the old one.
    """
    safe = re.sub(r"[^A-Za-z0-9._-]", "-", name)
    for number in range(1, 1000):
        path = project.scripts / folder / f"{safe}{'' if number == 1 else f'-{number}'}{suffix}"
        if not path.exists() or path.read_bytes() == data:
            return path
    raise OutputError(_("There are too many pictures of this stop."))
