"""Boxes of an MP4 file: how it is put together, whatever it holds (ISO/IEC 14496-12)."""

from __future__ import annotations

import struct
from collections.abc import Callable, Iterator, Sequence
from mmap import mmap
from typing import BinaryIO

CONTAINERS = frozenset({b"moov", b"trak", b"mdia", b"minf", b"stbl", b"udta", b"edts", b"meta"})
"""Boxes that hold boxes."""
_META_HEADER_BYTES = 4
"""``meta`` is a full box: version and flags come before its children."""
Bytes = bytes | memoryview
Pieces = list[Bytes]
"""What is written one after the other: a long table is not copied into every box around it."""


def iter_boxes(data: Bytes) -> Iterator[tuple[bytes, int, int, int]]:
    """Yield (type, offset, offset of the body, end) of each box."""
    at = 0
    while at + 8 <= len(data):
        size, kind = struct.unpack_from(">I4s", data, at)
        body = at + 8
        if size == 1:
            size, body = struct.unpack_from(">Q", data, body)[0], body + 8
        end = at + size if size else len(data)
        yield kind, at, body, end
        at = end


def iter_outer_ends(data: Bytes | mmap) -> Iterator[tuple[bytes, int]]:
    """Yield (type, end) of the outermost boxes of a file, the end as its length says, up to where there is no box."""
    at = 0
    while at + 16 <= len(data):
        size, kind, long_size = struct.unpack_from(">I4sQ", data, at)
        size = (long_size if size == 1 else size) or len(data) - at
        if size < 8:
            return
        at += size
        yield kind, at


def find_outer_boxes(source: BinaryIO) -> dict[bytes, tuple[int, int]]:
    """Return type → (offset, end) of the outermost boxes, without reading what is in them."""
    places: dict[bytes, tuple[int, int]] = {}
    at, end_of_file = 0, source.seek(0, 2)
    while at + 8 <= end_of_file:
        source.seek(at)
        size, kind = struct.unpack(">I4s", source.read(8))
        if size == 1:
            size = struct.unpack(">Q", source.read(8))[0]
        end = at + size if size else end_of_file
        places[kind] = (at, end)
        at = end
    return places


def make_box(kind: bytes, pieces: Sequence[Bytes]) -> Pieces:
    """Return a box, in pieces."""
    return [struct.pack(">I4s", 8 + sum(map(len, pieces)), kind), *pieces]


def map_boxes(box: Bytes, change: Callable[[bytes, memoryview], Pieces]) -> Pieces:
    """Return a box with the body of every box in it that is no container as ``change(type, body)`` returns it."""
    kind, _start, at, end = next(iter_boxes(box))
    body = memoryview(box)[at:end]
    if kind not in CONTAINERS:
        return make_box(kind, change(kind, body))
    header, children = _split_header(kind, body)
    inner: Pieces = [header]
    for _kind, start, _body, stop in iter_boxes(children):
        inner += map_boxes(children[start:stop], change)
    return make_box(kind, inner)


def find_body(box: Bytes, kind: bytes) -> memoryview:
    """Return the body of the first box of a type within a box. Raises LookupError where there is none."""
    outer, _start, at, end = next(iter_boxes(box))
    body = memoryview(box)[at:end]
    if outer == kind:
        return body
    if outer in CONTAINERS:
        _header, children = _split_header(outer, body)
        for _kind, start, _body, stop in iter_boxes(children):
            try:
                return find_body(children[start:stop], kind)
            except LookupError:
                continue
    raise LookupError(kind)


def _split_header(kind: bytes, body: memoryview) -> tuple[memoryview, memoryview]:
    """Return what precedes the children of a container, and the children."""
    length = _META_HEADER_BYTES if kind == b"meta" else 0
    return body[:length], body[length:]


def read_time_scale(body: Bytes) -> int:
    """Return the units a second of ``mvhd`` or ``mdhd``: after two times of 4 bytes, or of 8 in version 1."""
    return int(struct.unpack_from(">I", body, 20 if body[0] else 12)[0])
