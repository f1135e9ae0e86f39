"""Land or sea, to a kilometre: the GLOBE elevation model of the NOAA, whose sea the package global-land-mask carries.

The package itself unpacks all of its mask, 930 MB, as soon as it is imported. Here the rows that are asked for are read
from its file and nothing else is kept.
"""

from __future__ import annotations

import struct
import threading
import zipfile
import zlib
from bisect import bisect_right
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from functools import lru_cache
from importlib.util import find_spec
from operator import attrgetter
from pathlib import Path
from typing import Any

from ..model import Position

CELLS_PER_DEGREE = 120
COLUMNS = 360 * CELLS_PER_DEGREE
ROWS = 180 * CELLS_PER_DEGREE
FILE = "globe_combined_mask_compressed.npz"
HEADER_BYTES = 128
"""Of the array's file (NPY 1.0): shape and type, which ``_open_mask`` verifies."""
SHAPE = b"'descr': '|b1', 'fortran_order': False, 'shape': (21600, 43200)"
BLOCK_BYTES = 1 << 16
READ_BYTES = 1 << 14
START_BYTES = 20 << 20
"""Between two places from which reading can go on: each holds 40 KB."""
LENGTHS_OFFSET = 26
"""Of the lengths of name and extra field in a local header (ZIP application note, 4.3.7)."""
LOCAL_HEADER_BYTES = 30


@dataclass(frozen=True)
class _Start:
    """A place in the array from which its file can be read on."""

    offset: int
    """In the array's bytes."""
    position: int
    """In the file, behind ``rest``."""
    rest: bytes
    """What was read and not yet unpacked."""
    inflater: Any


_mask_lock = threading.Lock()
_known_rows: dict[int, bytes] = {}


def are_at_sea(positions: Sequence[Position]) -> list[bool]:
    """Return for each position whether its square kilometre is sea; False for all where the package is missing.

    Lakes and rivers are land; an island smaller than a square kilometre may be sea.
    """
    cells = [_cell_of(position) for position in positions]
    rows = _load_rows({row for row, _column in cells})
    return [bool(rows) and rows[row][column] == 1 for row, column in cells]


def _cell_of(position: Position) -> tuple[int, int]:
    row = int((90 - position.lat) * CELLS_PER_DEGREE)
    return min(ROWS - 1, max(0, row)), int((position.lon + 180) * CELLS_PER_DEGREE) % COLUMNS


def _load_rows(wanted: Iterable[int]) -> dict[int, bytes]:
    with _mask_lock:
        if missing := sorted(set(wanted) - _known_rows.keys()):
            mask = _open_mask()
            _known_rows.update({row: mask.read_row(row) for row in missing} if mask else {})
        return _known_rows


@lru_cache(maxsize=1)
def _open_mask() -> _Mask | None:
    """Return the mask; None where the package is missing, or has it otherwise."""
    spec = find_spec("global_land_mask")
    if not spec or not spec.submodule_search_locations:
        return None
    path = Path(next(iter(spec.submodule_search_locations))) / FILE
    with zipfile.ZipFile(path) as archive:
        member = archive.getinfo("mask.npy")
        with archive.open(member) as array:
            is_known = SHAPE in array.read(HEADER_BYTES)
    return _Mask(path, member.header_offset) if is_known and member.compress_type == zipfile.ZIP_DEFLATED else None


class _Mask:
    """The rows of the mask, from north to south; 1 is sea.

    A deflated file is read from its beginning. On the way it is noted, now and then, how to go on from there: a second
    row far in the south, or a neighbour, takes a hundredth of the time.
    """

    def __init__(self, path: Path, header_offset: int) -> None:
        self._file = path.open("rb")
        self._file.seek(header_offset + LENGTHS_OFFSET)
        lengths: tuple[int, int] = struct.unpack("<HH", self._file.read(4))
        begin = header_offset + LOCAL_HEADER_BYTES + sum(lengths)
        self._starts = [_Start(0, begin, b"", zlib.decompressobj(-zlib.MAX_WBITS))]

    def read_row(self, row: int) -> bytes:
        """Return the bytes of a row."""
        offset = HEADER_BYTES + row * COLUMNS
        start = self._starts[bisect_right(self._starts, offset, key=attrgetter("offset")) - 1]
        self._file.seek(start.position)
        inflater, rest, at = start.inflater.copy(), start.rest, start.offset
        content = bytearray()
        while len(content) < COLUMNS:
            rest = rest or self._file.read(READ_BYTES)
            end = offset if at < offset else offset + COLUMNS
            unpacked = inflater.decompress(rest, min(BLOCK_BYTES, end - at))
            if not unpacked and not rest:
                raise EOFError(f"{self._file.name} ends before row {row}")
            at, rest = at + len(unpacked), inflater.unconsumed_tail
            if at > offset:
                content += unpacked
            elif at >= self._starts[-1].offset + START_BYTES:
                self._starts.append(_Start(at, self._file.tell(), rest, inflater.copy()))
        return bytes(content)
