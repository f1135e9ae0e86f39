"""The pictures a script names → the pictures visitors see: upright, of a size for phones, without what cameras add.

A picture is only taken from inside the project, and decoded in a process with limits: a file that is none, or that was
made to harm, ends in a message. Its place and time (EXIF, GPS, XMP) are not published.
"""

from __future__ import annotations

import io
from collections.abc import Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING

from .. import files
from ..errors import OutputError
from ..i18n import _
from ..model import Tour
from ..project import lies_outside, named_path
from . import sandbox

if TYPE_CHECKING:
    from PIL.Image import Image

ISOLATED_MODULES = ("PIL.Image", "PIL.ImageOps")
MAX_SIDE_PX = 1600
"""Longest side of a published picture: a phone shows no more."""
SMALL_SIDE_PX = 640
"""Longest side of the variant for slow lines."""
MAX_PICTURE_BYTES = 60_000_000
"""Of a file that is read at all."""
MAX_PICTURE_PIXELS = 120_000_000
"""Of a picture that is decoded at all."""
JPEG_QUALITY = 85
MAX_DECODING_S = 30
"""Seconds for one picture, on a slow machine."""
MAX_DECODING_MB = 2000
"""Megabytes of address space for decoding, libraries included."""
KINDS = ("JPEG", "PNG", "WEBP", "GIF", "TIFF", "BMP", "AVIF")
"""Formats that are read; a picture of several frames gives its first."""
MAX_REMEMBERED_PICTURES = 10_000
"""Of those that were decoded without a fault; more than any project has."""
_sound_pictures: set[tuple[Path, int, int, int]] = set()
"""Signatures of files that were decoded without a fault: the studio asks about all of them after each change."""


@dataclass(frozen=True)
class Picture:
    """A picture ready to be published."""

    data: bytes
    suffix: str
    """``.jpg`` or ``.png``."""
    small: bytes
    """At most ``SMALL_SIDE_PX`` wide and high; empty where the picture itself is no larger."""


class PictureError(OutputError):
    """A picture that cannot be published."""


def prepare_picture(tour: Tour, picture: str, side: int = MAX_SIDE_PX) -> Picture:
    """Return a picture the script names, at most ``side`` pixels wide and high, for visitors. Raises PictureError."""
    source = checked_path(tour, picture)
    try:
        return sandbox.run_limited(_convert_picture, MAX_DECODING_S, MAX_DECODING_MB, source, side)
    except sandbox.LimitExceeded as error:
        raise unusable_picture(picture, _("it is too large or too complex to decode")) from error


def picture_errors(tour: Tour, pictures: Sequence[str]) -> dict[str, PictureError]:
    """Return what keeps each of the pictures from being published; those that can be are left out."""
    errors: dict[str, PictureError] = {}
    sources: dict[str, Path] = {}
    for picture in dict.fromkeys(pictures):
        try:
            sources[picture] = checked_path(tour, picture)
        except PictureError as error:
            errors[picture] = error
    signatures = {picture: _read_signature(source) for picture, source in sources.items()}
    sources = {picture: source for picture, source in sources.items() if signatures[picture] not in _sound_pictures}
    if not sources:
        return errors
    try:
        seconds = MAX_DECODING_S * len(sources)
        reasons = sandbox.run_limited(_decode_faults, seconds, MAX_DECODING_MB, list(sources.values()))
        errors |= {p: unusable_picture(p, reason) for p, reason in zip(sources, reasons, strict=True) if reason}
        if len(_sound_pictures) > MAX_REMEMBERED_PICTURES:
            _sound_pictures.clear()
        _sound_pictures.update(signatures[picture] for picture in sources if picture not in errors)
    except sandbox.LimitExceeded:
        for picture in sources:  # one of them: each by itself
            try:
                prepare_picture(tour, picture)
            except PictureError as error:
                errors[picture] = error
    return errors


def _read_signature(source: Path) -> tuple[Path, int, int, int]:
    """Return what is another as soon as a file is written again."""
    status = source.stat()
    return source, status.st_mtime_ns, status.st_size, status.st_ino


def write_picture(
    tour: Tour, picture: str, stem: str, root: Path, side: int = MAX_SIDE_PX, *, small: bool = True
) -> tuple[str, str]:
    """Write a picture the script names, and its small variant unless not wanted, below ``root/images``.

    Returns their paths relative to ``root``, empty for none. Raises PictureError.
    """
    if not picture:
        return "", ""
    prepared = prepare_picture(tour, picture, side)
    (root / "images").mkdir(parents=True, exist_ok=True)
    target = f"images/{stem}{prepared.suffix}"
    (root / target).write_bytes(prepared.data)
    if not (small and prepared.small):
        return target, ""
    small_target = f"images/{stem}-small{prepared.suffix}"
    (root / small_target).write_bytes(prepared.small)
    return target, small_target


def checked_path(tour: Tour, picture: str) -> Path:
    """Return where the picture lies. Raises PictureError for one outside of the project or that is no file."""
    source = named_path(tour.path.parent, picture)
    if lies_outside(tour.path, picture):
        raise PictureError(
            _("The picture {file} lies outside of the project.").format(file=picture),
            hint=_("Copy it into the project: what lies elsewhere is not published."),
        )
    if not files.names_file(source):  # a folder, a pipe and a device are none either
        raise PictureError(
            _("There is no picture “{image}”.").format(image=picture),
            hint=files.suggest_file(tour.path.parent, picture)
            or _("Paths are relative to the script: {folder}").format(folder=tour.path.parent),
        )
    if source.stat().st_size > MAX_PICTURE_BYTES:
        raise unusable_picture(picture, _("it is larger than {size} MB").format(size=MAX_PICTURE_BYTES // 1_000_000))
    return source


def unusable_picture(picture: str, reason: str) -> PictureError:
    """Return the error of a picture that cannot be published, with what to do."""
    return PictureError(
        _("The picture {file} cannot be used: {reason}.").format(file=picture, reason=reason),
        hint=_("Save it as JPEG or PNG."),
    )


# ---------------------------------------------------------------- in a process of its own


def _decode_faults(sources: Sequence[Path]) -> list[str]:
    """Return for each file why it is no picture, empty for one that is."""
    return [_decode_fault(source) for source in sources]


def _decode_fault(source: Path) -> str:
    try:
        _open_picture(source, draft=True)
    except PictureError as error:
        return error.message
    return ""


def _convert_picture(source: Path, side: int) -> Picture:
    """Return the picture upright, scaled, and without anything but its pixels and colours."""
    try:
        picture = _open_picture(source)
    except PictureError as error:
        raise unusable_picture(source.name, error.message) from None
    keep_png = picture.mode in ("P", "RGBA", "LA", "1", "L") and source.suffix.lower() != ".jpg"
    large = _scaled(picture, side)
    small = _scaled(picture, SMALL_SIDE_PX) if max(picture.size) > SMALL_SIDE_PX else None
    encode = _as_png if keep_png else _as_jpeg
    return Picture(encode(large), ".png" if keep_png else ".jpg", encode(small) if small else b"")


def _open_picture(source: Path, *, draft: bool = False) -> Image:
    """Return the decoded picture, upright. Raises PictureError with the reason alone."""
    from PIL import Image, ImageOps, UnidentifiedImageError

    Image.init()  # else some formats are known only once they were met
    Image.MAX_IMAGE_PIXELS = MAX_PICTURE_PIXELS // 2  # Pillow refuses twice as many
    data = source.read_bytes()
    if data[4:12] in (b"ftypheic", b"ftypheix", b"ftypmif1", b"ftyphevc", b"ftypmsf1"):
        raise PictureError(_("it is a HEIC picture, as iPhones take them"))
    try:
        with Image.open(io.BytesIO(data), formats=[kind for kind in KINDS if kind in Image.OPEN]) as picture:
            if draft:
                picture.draft("RGB", (SMALL_SIDE_PX, SMALL_SIDE_PX))
            picture.load()
            return ImageOps.exif_transpose(picture)
    except UnidentifiedImageError:
        raise PictureError(_("it is no picture of a known format")) from None
    except Image.DecompressionBombError:
        raise PictureError(_("it is too large or too complex to decode")) from None
    except (OSError, SyntaxError, ValueError, EOFError, IndexError, TypeError, ZeroDivisionError) as error:
        raise PictureError(_("it is damaged ({detail})").format(detail=str(error)[:80])) from None


def _scaled(picture: Image, side: int) -> Image:
    from PIL import Image

    if max(picture.size) <= side:
        return picture
    factor = side / max(picture.size)
    size = (max(1, round(picture.width * factor)), max(1, round(picture.height * factor)))
    if picture.mode in ("P", "1"):
        picture = picture.convert("RGBA" if "transparency" in picture.info else "RGB")
    return picture.resize(size, Image.Resampling.LANCZOS)


def _as_png(picture: Image) -> bytes:
    target = io.BytesIO()
    _bare(picture).save(target, "PNG", optimize=True, icc_profile=picture.info.get("icc_profile"))
    return target.getvalue()


def _as_jpeg(picture: Image) -> bytes:
    target = io.BytesIO()
    bare = _bare(picture.convert("RGB"))
    profile = picture.info.get("icc_profile") if picture.mode == "RGB" else None
    bare.save(target, "JPEG", quality=JPEG_QUALITY, optimize=True, progressive=True, icc_profile=profile)
    return target.getvalue()


def _bare(picture: Image) -> Image:
    """Return the pixels alone: what ``info`` holds besides would be written again."""
    bare = picture.copy()
    bare.info = {key: value for key, value in picture.info.items() if key == "transparency"}
    return bare
