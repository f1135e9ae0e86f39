"""A picture for a stop: checked, turned upright, scaled for a page, without the place where it was taken."""

from __future__ import annotations

from dataclasses import dataclass
from io import BytesIO
from pathlib import Path

from ..errors import OutputError
from ..i18n import _
from ..project import Project
from .media_files import find_media, store_media

FORMATS = ("JPEG", "PNG", "WEBP")
"""What may be uploaded: what every browser shows."""
MAX_UPLOAD_BYTES = 30_000_000
MAX_PIXELS = 60_000_000
"""Above it a small file could fill the memory when it is opened."""
MAX_EDGE_PIXELS = 1600
JPEG_QUALITY = 85
IMAGES_FOLDER = "images"
PICTURE_SUFFIXES = frozenset({".jpg", ".jpeg", ".png", ".webp", ".gif", ".avif"})


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
    return store_media(project, IMAGES_FOLDER, f"{tour}-{stop}", picture.suffix, picture.data)


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
    return find_media(project, relative, PICTURE_SUFFIXES)
