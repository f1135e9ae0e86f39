"""Land or sea, to a kilometre: the GLOBE elevation model of the NOAA, whose sea the package global-land-mask carries.

The package itself unpacks all of its mask, 930 MB, as soon as it is imported. Here the rows that are asked for are read
from its file and nothing else is kept.
"""

from __future__ import annotations

import zipfile
from collections.abc import Iterable, Sequence
from importlib.util import find_spec
from pathlib import Path

from ..model import Position

CELLS_PER_DEGREE = 120
COLUMNS = 360 * CELLS_PER_DEGREE
ROWS = 180 * CELLS_PER_DEGREE
FILE = "globe_combined_mask_compressed.npz"
HEADER_BYTES = 128
"""Of the array's file (NPY 1.0): shape and type, which ``_read_rows`` verifies."""
SHAPE = b"'descr': '|b1', 'fortran_order': False, 'shape': (21600, 43200)"
BLOCK_BYTES = 1 << 20

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
    missing = sorted(set(wanted) - _known_rows.keys())
    spec = find_spec("global_land_mask")
    if missing and spec and spec.submodule_search_locations:
        _known_rows.update(_read_rows(Path(next(iter(spec.submodule_search_locations))) / FILE, missing))
    return _known_rows


def _read_rows(path: Path, wanted: Sequence[int]) -> dict[int, bytes]:
    """Return rows of the mask, from north to south; 1 is sea."""
    with zipfile.ZipFile(path) as archive, archive.open("mask.npy") as mask:
        if SHAPE not in mask.read(HEADER_BYTES):
            return {}
        rows, row = {}, 0
        for number in wanted:
            skipped = (number - row) * COLUMNS
            while skipped:
                skipped -= len(mask.read(min(BLOCK_BYTES, skipped)))
            rows[number], row = mask.read(COLUMNS), number + 1
        return rows
