"""The logo of a label, and pictures inside text."""

from __future__ import annotations

import base64
from pathlib import Path

from ...errors import OutputError
from ...i18n import _


def logo_svg(path: Path | None) -> str:
    """Return the logo as SVG, whatever its format: Typst and HTML both take it as text.

    Raises OutputError for a file that is none of SVG, PNG or JPEG.
    """
    if path is None:
        return ""
    suffix = path.suffix.lower()
    try:
        if suffix == ".svg":
            return path.read_text(encoding="utf-8")
        if suffix in (".png", ".jpg", ".jpeg"):
            from PIL import Image

            with Image.open(path) as picture:
                width, height = picture.size
            data = data_uri(f"image/{'png' if suffix == '.png' else 'jpeg'}", path.read_bytes())
            return (
                f'<svg xmlns="http://www.w3.org/2000/svg" width="{width}" height="{height}">'
                f'<image width="{width}" height="{height}" href="{data}"/></svg>'
            )
    except (OSError, UnicodeDecodeError) as error:
        raise OutputError(
            _("The logo {file} cannot be read: {reason}.").format(file=path, reason=error),
            hint=_("Put the file there, or correct its path, which is relative to the file that names it."),
        ) from error
    raise OutputError(_("Unsupported logo format: {file}.").format(file=path), hint=_("Use an SVG, PNG or JPEG file."))


def data_uri(kind: str, data: bytes) -> str:
    """Return bytes as an address that needs no file (RFC 2397)."""
    return f"data:{kind};base64,{base64.b64encode(data).decode()}"
