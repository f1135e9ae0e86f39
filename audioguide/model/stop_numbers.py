"""Which numbers a stop may have."""

from __future__ import annotations

STOP_NUMBER = "^[1-9][0-9]{0,3}[a-z]?$"
"""A regular expression: digits, then at most one small letter. It is printed on the wall and part of the address."""
