"""Pictures that stand in a document as ``data:`` addresses."""

from __future__ import annotations

import base64
import binascii
import re

DATA = re.compile(r"data:image/(png|jpe?g|gif|webp|svg\+xml);base64,", re.IGNORECASE)
MAX_ADDRESS = 12 * 2**20
"""Longest address that is decoded, in characters."""


def picture_bytes(address: str) -> tuple[bytes, str]:
    """Return the picture in an address and its ending; (b"", "") for any other address."""
    match = DATA.match(address)
    if match is None or len(address) > MAX_ADDRESS:
        return b"", ""
    try:
        data = base64.b64decode(address[match.end() :], validate=False)
    except (binascii.Error, ValueError):
        return b"", ""
    return data, match[1].lower().replace("jpeg", "jpg").removesuffix("+xml")
