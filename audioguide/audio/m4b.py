"""M4B: AAC in MP4 with chapters, a cover and tags, as audio book players read it.

ffmpeg writes the file; what its muxer cannot write is added here: a free-form item ``AIGC`` in ``moov.udta.meta.ilst``
(GB 45438-2025; ISO/IEC 14496-12 boxes, items as iTunes writes them), and ``moov`` before the sound, so that playing
begins before the whole file is there.
"""

from __future__ import annotations

import struct
from collections.abc import Callable, Iterator, Mapping, Sequence
from pathlib import Path
from typing import BinaryIO

from ..model import Chapter
from .ffmpeg import run_ffmpeg

_CONTAINERS = frozenset({b"moov", b"trak", b"mdia", b"minf", b"stbl", b"udta", b"edts"})
COPY_BYTES = 1 << 20
MAX_TRACK_HEAD_BYTES = 1000
"""Of a track before its tables: header, edits and handler."""
_META_HEADER_BYTES = 4
"""``meta`` is a full box: version and flags come before its children."""


def write_m4b(
    source: Path,
    target: Path,
    *,
    tags: Mapping[str, str],
    chapters: Sequence[Chapter],
    cover: Path | None = None,
    bit_rate: int = 64,
    free_form: Mapping[str, str] | None = None,
) -> None:
    """Encode a finished MP3 as AAC at ``bit_rate`` in kbit/s and write it with chapters.

    ``tags`` are named as ffmpeg names them (``title``, ``artist``, ``album`` …); ``free_form`` items belong to nobody's
    list, such as ``AIGC``. Equal arguments give equal bytes. Raises AudioError with what ffmpeg said.
    """
    described = target.with_suffix(".ffmetadata")
    described.write_text(_ffmetadata(tags, chapters), encoding="utf-8")
    command = ["-y", "-i", str(source)]
    command += ["-f", "ffmetadata", "-i", str(described)]
    if cover is not None:
        command += ["-i", str(cover)]
    command += ["-map", "0:a", "-map_metadata", "1", "-map_chapters", "1"]
    if cover is not None:
        command += ["-map", "2:v", "-c:v", _cover_codec(cover), "-disposition:v:0", "attached_pic"]
    command += ["-c:a", "aac", "-b:a", f"{bit_rate}k", "-fflags", "+bitexact", "-flags:a", "+bitexact"]
    command += ["-brand", "M4B ", "-f", "ipod", str(target)]
    try:
        run_ffmpeg(*command)
    finally:
        described.unlink(missing_ok=True)
    _put_items_first(target, free_form or {}, chapters[0].start if chapters else 0)


def _cover_codec(cover: Path) -> str:
    return "copy" if cover.suffix.lower() in (".jpg", ".jpeg", ".png") else "mjpeg"


def _ffmetadata(tags: Mapping[str, str], chapters: Sequence[Chapter]) -> str:
    """Return tags and chapters in ffmpeg's own form (https://ffmpeg.org/ffmpeg-formats.html#Metadata-2)."""
    lines = [";FFMETADATA1", *(f"{name}={_escape(text)}" for name, text in tags.items() if text)]
    for chapter in chapters:
        lines += ["[CHAPTER]", "TIMEBASE=1/1000", f"START={chapter.start}", f"END={chapter.end}"]
        lines.append(f"title={_escape(f'{chapter.number} {chapter.title}')}")
    return "\n".join(lines) + "\n"


def _escape(text: str) -> str:
    return "".join(f"\\{character}" if character in "=;#\\\n" else character for character in text)


# ---------------------------------------------------------------- boxes


def _boxes(data: bytes | memoryview) -> Iterator[tuple[bytes, int, int, int]]:
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


def _outer_boxes(source: BinaryIO) -> dict[bytes, tuple[int, int]]:
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


def _box(kind: bytes, body: bytes) -> bytes:
    return struct.pack(">I4s", len(body) + 8, kind) + body


def _put_items_first(file: Path, items: Mapping[str, str], first_chapter_ms: int) -> None:
    """Add the items to ``ilst`` and move ``moov`` before the sound, which is copied a block at a time.

    The muxer has the first chapter of the text track begin at 0; it is put where it begins.
    """
    added = b"".join(_free_form_item(name, text) for name, text in items.items())
    rewritten = file.with_name(f"{file.name}.rewritten")
    with file.open("rb") as source, rewritten.open("wb") as target:
        places = _outer_boxes(source)
        head, moov = (_read_span(source, *places[kind]) for kind in (b"ftyp", b"moov"))
        moov = _begin_chapters(moov, first_chapter_ms)
        start, end = places[b"mdat"]
        shift = len(head) + len(moov) + len(added) - start
        target.write(head)
        target.write(_rebuild(memoryview(moov), added, shift))
        source.seek(start)
        for at in range(start, end, COPY_BYTES):
            target.write(source.read(min(COPY_BYTES, end - at)))
    rewritten.replace(file)


def _begin_chapters(moov: bytes, first_ms: int) -> bytes:
    """Return ``moov`` with chapters in the text track that begin where the first of them does.

    By an edit list (ISO/IEC 14496-12, 8.6.6): nothing at first, then the media, whose first sample is shorter by that.
    """
    inner = memoryview(moov)[8:]
    parts = [(kind, inner[start:end]) for kind, start, _body, end in _boxes(inner)]
    movie_scale = next(_time_scale(box) for kind, box in parts if kind == b"mvhd")
    rebuilt = (
        _delay_track(bytes(box), first_ms, movie_scale) if kind == b"trak" and _is_text_track(box) else box
        for kind, box in parts
    )
    return _box(b"moov", b"".join(rebuilt))


def _is_text_track(trak: memoryview) -> bool:
    head = bytes(trak[:MAX_TRACK_HEAD_BYTES])
    at = head.find(b"hdlr")
    return at > 0 and head[at + 12 : at + 16] == b"text"


def _delay_track(trak: bytes, first_ms: int, movie_scale: int) -> bytes:
    at = trak.find(b"mdhd") - 4
    media_lead = first_ms * _time_scale(trak[at:]) // 1000
    movie_lead = first_ms * movie_scale // 1000

    def change(kind: bytes, body: bytes) -> bytes:
        if kind == b"elst":
            duration = struct.unpack_from(">I", body, 8)[0]
            entries = ((movie_lead, -1), (max(0, duration - movie_lead), 0))
            return struct.pack(">II", 0, len(entries)) + b"".join(struct.pack(">IiI", *e, 0x10000) for e in entries)
        if kind == b"stts":
            count, first, delta = struct.unpack_from(">III", body, 4)
            rest = struct.pack(">II", first - 1, delta) if first > 1 else b""
            head = struct.pack(">IIII", 0, count + bool(rest), 1, max(0, delta - media_lead))
            return head + rest + body[16:]
        if kind == b"mdhd" and not body[0]:
            duration = struct.unpack_from(">I", body, 16)[0]
            return body[:16] + struct.pack(">I", max(0, duration - media_lead)) + body[20:]
        return body

    return _map_boxes(trak, change)


def _map_boxes(box: bytes, change: Callable[[bytes, bytes], bytes]) -> bytes:
    """Return a box with the body of every box in it that is no container as ``change`` returns it."""
    kind, _start, body, end = next(iter(_boxes(box)))
    inner = box[body:end]
    if kind not in _CONTAINERS:
        return _box(kind, change(kind, inner))
    return _box(kind, b"".join(_map_boxes(inner[start:stop], change) for _kind, start, _body, stop in _boxes(inner)))


def _time_scale(box: bytes | memoryview) -> int:
    """Return the units a second of ``mvhd`` or ``mdhd``: after two times of 4 bytes, or of 8 in version 1."""
    return int(struct.unpack_from(">I", box, 28 if box[8] else 20)[0])


def _read_span(source: BinaryIO, start: int, end: int) -> bytes:
    source.seek(start)
    return source.read(end - start)


def _rebuild(box: memoryview, added: bytes, shift: int) -> bytes | memoryview:
    """Return a box with ``added`` at the end of ``ilst`` and every chunk offset shifted."""
    kind, _start, body, end = next(iter(_boxes(box)))
    inner = box[body:end]
    if kind == b"ilst":
        return _box(kind, bytes(inner) + added)
    if kind == b"stco":
        return _box(kind, _shift_offsets(inner, ">I", shift))
    if kind == b"co64":
        return _box(kind, _shift_offsets(inner, ">Q", shift))
    header = bytes(inner[:_META_HEADER_BYTES]) if kind == b"meta" else b""
    if kind not in _CONTAINERS and kind != b"meta":
        return box[:end]
    children = inner[len(header) :]
    rebuilt = (_rebuild(children[start:stop], added, shift) for _kind, start, _body, stop in _boxes(children))
    return _box(kind, header + b"".join(rebuilt))


def _shift_offsets(body: bytes | memoryview, form: str, shift: int) -> bytes:
    count = struct.unpack_from(">I", body, 4)[0]
    width = struct.calcsize(form)
    offsets = (struct.unpack_from(form, body, 8 + width * index)[0] + shift for index in range(count))
    return bytes(body[:8]) + b"".join(struct.pack(form, offset) for offset in offsets)


def _free_form_item(name: str, text: str) -> bytes:
    """Return an item of a reader's own: ``----`` with ``mean``, ``name`` and UTF-8 ``data`` (type 1)."""
    mean = _box(b"mean", bytes(4) + b"com.apple.iTunes")
    return _box(b"----", mean + _box(b"name", bytes(4) + name.encode()) + _box(b"data", _utf8_data(text)))


def _utf8_data(text: str) -> bytes:
    return struct.pack(">II", 1, 0) + text.encode()
