"""M4B: AAC in MP4 with chapters, a cover and tags, as audio book players read it.

ffmpeg's muxer keeps an index of every frame in memory, some 60 bytes each, until the file ends: 50 MB for ten hours.
So it encodes a plain stream of frames (ADTS), and writes a head with all but the sound: tags, cover, chapters and the
track of a moment of silence. Here the two are joined: the track's tables are filled in, with 4 bytes a frame, and
``moov`` precedes the sound, so that playing begins before the whole file is there. What ffmpeg cannot write is added:
a free-form item ``AIGC`` in ``moov.udta.meta.ilst`` (GB 45438-2025; items as iTunes writes them), and the beginning of
the first chapter (ISO/IEC 14496-12).
"""

from __future__ import annotations

import struct
import sys
from array import array
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from itertools import islice
from pathlib import Path

from ..errors import AudioError
from ..i18n import _
from ..model import Chapter
from .ffmpeg import SAMPLE_RATE_HZ, ms_to_samples, run_ffmpeg
from .mp4_boxes import Pieces, find_body, find_outer_boxes, iter_boxes, make_box, map_boxes, read_time_scale

AAC_FRAME_SAMPLES = 1024
"""Samples of one frame of AAC."""
AAC_CHOICES = ("-aac_coder", "fast", "-aac_tns", "0")
"""What ffmpeg's encoder goes without. Its own choice of quantisers (``twoloop``) takes three times as long for
speech at these rates and leaves more noise below 2 kHz (measured: 18 dB under the speech against 23; alike above); its
shaping of noise in time (TNS) takes a tenth more, and leaves more noise just before a sound, not less."""
PRIMING_SAMPLES = 1024
"""What ffmpeg's encoder puts before the sound; the head's edit list says that players leave it out."""
CHUNK_FRAMES = 24
"""Frames a chunk: about a second, the unit in which players read."""
READ_BYTES = 1 << 20
MAX_NUMBER = (1 << 32) - 1
"""Of an offset or a duration in samples, in the boxes with 32 bits that every player reads: 49 hours."""
_BARE_ADTS_HEADER_BYTES = 7
_CRC_BYTES = 2
_DECODER_CONFIG = b"\x04\x80\x80\x80"
"""Tag and long form of the length of ``DecoderConfigDescriptor`` (ISO/IEC 14496-1, 7.2.6.6)."""
_AVERAGE_RATE_AT = 14
"""Of the average bit rate within that descriptor, from its tag."""


def write_m4b(
    source: Path,
    target: Path,
    *,
    duration: int,
    tags: Mapping[str, str],
    chapters: Sequence[Chapter],
    cover: Path | None = None,
    bit_rate: int = 64,
    free_form: Mapping[str, str] | None = None,
) -> None:
    """Encode a finished MP3 of ``duration`` ms as AAC at ``bit_rate`` in kbit/s and write it with chapters.

    ``tags`` are named as ffmpeg names them (``title``, ``artist``, ``album`` …); ``free_form`` items belong to nobody's
    list, such as ``AIGC``. Equal arguments give equal bytes. Raises AudioError with what ffmpeg said.
    """
    described, frames, head = (target.with_suffix(suffix) for suffix in (".ffmetadata", ".aac", ".head"))
    described.write_text(_ffmetadata(tags, chapters), encoding="utf-8")
    encoding = ["-c:a", "aac", *AAC_CHOICES, "-b:a", f"{bit_rate}k", "-ar", str(SAMPLE_RATE_HZ), "-ac", "1"]
    encoding += ["-fflags", "+bitexact", "-flags:a", "+bitexact"]
    command = ["-y", "-i", str(source), "-f", "ffmetadata", "-i", str(described)]
    command += ["-f", "s16le", "-ar", str(SAMPLE_RATE_HZ), "-ac", "1", "-i", "pipe:0"]
    command += [] if cover is None else ["-i", str(cover)]
    command += ["-map", "0:a", *encoding, "-f", "adts", str(frames)]
    command += ["-map", "2:a", "-map_metadata", "1", "-map_chapters", "1"]
    if cover is not None:
        command += ["-map", "3:v", "-c:v", _cover_codec(cover), "-disposition:v:0", "attached_pic"]
    command += [*encoding, "-brand", "M4B ", "-f", "ipod", str(head)]
    try:
        run_ffmpeg(*command, data=bytes(2 * AAC_FRAME_SAMPLES))
        _join(head, _measure_sound(frames, duration), target, free_form or {}, chapters[0].start if chapters else 0)
    finally:
        for file in (described, frames, head):
            file.unlink(missing_ok=True)


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


# ---------------------------------------------------------------- frames


@dataclass(frozen=True)
class _Sound:
    """Encoded frames and what the tables say of them."""

    file: Path
    """ADTS: each frame behind a header."""
    sizes: array[int]
    """Bytes of each frame without its header."""
    samples: int
    """How many are played, ``PRIMING_SAMPLES`` included."""

    @property
    def bytes(self) -> int:
        return sum(self.sizes)


def _measure_sound(file: Path, duration: int) -> _Sound:
    """Return the frames that ``duration`` ms take, without those that hold nothing but the encoder's padding."""
    asked = ms_to_samples(duration) + PRIMING_SAMPLES
    sizes = array("I", map(len, islice(_iter_frames(file), -(-asked // AAC_FRAME_SAMPLES))))
    return _Sound(file, sizes, min(asked, len(sizes) * AAC_FRAME_SAMPLES))


def _iter_frames(file: Path) -> Iterator[memoryview]:
    """Yield each frame of a stream in ADTS, without its header (ISO/IEC 13818-7, 6.2)."""
    rest = b""
    with file.open("rb") as source:
        while block := source.read(READ_BYTES):
            data, at = memoryview(rest + block), 0
            while at + _BARE_ADTS_HEADER_BYTES <= len(data):
                size = (data[at + 3] & 3) << 11 | data[at + 4] << 3 | data[at + 5] >> 5
                if at + size > len(data):
                    break
                has_crc = not data[at + 1] & 1
                yield data[at + _BARE_ADTS_HEADER_BYTES + _CRC_BYTES * has_crc : at + size]
                at += size
            rest = bytes(data[at:])


# ---------------------------------------------------------------- the file


def _join(head: Path, sound: _Sound, target: Path, items: Mapping[str, str], first_chapter_ms: int) -> None:
    """Write the file: the boxes of the head with the sound's tables, the head's own samples, the sound."""
    added = [piece for name, text in items.items() for piece in _free_form_item(name, text)]
    with head.open("rb") as source:
        places = find_outer_boxes(source)

        def read_box(kind: bytes) -> bytes:
            start, end = places[kind]
            source.seek(start)
            return source.read(end - start)

        opening, moov, samples = (read_box(kind) for kind in (b"ftyp", b"moov", b"mdat"))
    samples_at = places[b"mdat"][0]
    # its length does not depend on the offsets in it: laid out once to learn it, then with what they are
    room = len(opening) + sum(map(len, _fill_movie(moov, sound, added, first_chapter_ms, 0, 0)))
    sound_at = room + len(samples)
    if max(sound_at + sound.bytes, sound.samples) > MAX_NUMBER:
        raise AudioError(
            _("{file} would be larger than an M4B can be.").format(file=target.name),
            hint=_("Split the tour: an M4B holds at most 49 hours."),
        )
    with target.open("wb") as book:
        book.write(opening)
        book.writelines(_fill_movie(moov, sound, added, first_chapter_ms, room - samples_at, sound_at))
        book.write(struct.pack(">I4s", len(samples) + sound.bytes, b"mdat") + samples[8:])
        book.writelines(islice(_iter_frames(sound.file), len(sound.sizes)))


def _fill_movie(moov: bytes, sound: _Sound, added: Pieces, first_chapter_ms: int, shift: int, sound_at: int) -> Pieces:
    """Return ``moov`` with the sound from ``sound_at`` on, and the samples of other tracks later by ``shift``."""
    movie_scale = read_time_scale(find_body(moov, b"mvhd"))
    lasting = (sound.samples - PRIMING_SAMPLES) * movie_scale // SAMPLE_RATE_HZ

    def change(kind: bytes, body: memoryview) -> Pieces:
        if kind == b"mvhd":
            return _put_number(body, 16, max(lasting, struct.unpack_from(">I", body, 16)[0]))
        return [body, *added] if kind == b"ilst" else [body]

    boxes = memoryview(moov)[8:]
    filled: Pieces = []
    for kind, start, _body, end in iter_boxes(boxes):
        box = boxes[start:end]
        if kind != b"trak":
            filled += map_boxes(box, change)
        elif bytes(find_body(box, b"hdlr")[8:12]) == b"soun":
            filled += _fill_track(box, sound, lasting, sound_at)
        else:
            filled += _shift_track(box, shift, first_chapter_ms, movie_scale)
    return make_box(b"moov", filled)


def _fill_track(trak: memoryview, sound: _Sound, lasting: int, sound_at: int) -> Pieces:
    """Return the track of the sound with its durations and its tables (ISO/IEC 14496-12, 8.6 and 8.7)."""
    count = len(sound.sizes)
    last = sound.samples - (count - 1) * AAC_FRAME_SAMPLES
    runs = [(count - 1, AAC_FRAME_SAMPLES)] * (count > 1) + [(1, last)]
    chunks, over = divmod(count, CHUNK_FRAMES)
    fills = [(1, CHUNK_FRAMES, 1)] * (chunks > 0) + [(chunks + 1, over, 1)] * (over > 0)
    average = sound.bytes * 8 * SAMPLE_RATE_HZ // sound.samples

    def change(kind: bytes, body: memoryview) -> Pieces:
        match kind:
            case b"tkhd":
                return _put_number(body, 20, lasting)
            case b"elst":
                return _put_number(body, 8, lasting)
            case b"mdhd":
                return _put_number(body, 16, sound.samples)
            case b"stts":
                return _pack_table(">II", runs)
            case b"stsc":
                return _pack_table(">III", fills)
            case b"stsz":
                return [struct.pack(">III", 0, 0, count), _big_endian(sound.sizes)]
            case b"stco":
                offsets = array("I", _chunk_offsets(sound.sizes, sound_at))
                return [struct.pack(">II", 0, len(offsets)), _big_endian(offsets)]
            case b"sbgp":  # every frame belongs to the only group
                return _put_number(body, 12, count)
            case b"stsd":
                return _put_number(body, bytes(body).index(_DECODER_CONFIG) + _AVERAGE_RATE_AT, average)
        return [body]

    return map_boxes(trak, change)


def _chunk_offsets(sizes: array[int], start: int) -> Iterator[int]:
    for index in range(0, len(sizes), CHUNK_FRAMES):
        yield start
        start += sum(sizes[index : index + CHUNK_FRAMES])


def _shift_track(trak: memoryview, shift: int, first_ms: int, movie_scale: int) -> Pieces:
    """Return the track of the chapters, whose samples are later in the file, beginning where the first chapter does.

    The muxer has it begin at 0. By an edit list (8.6.6): nothing at first, then the media, whose first sample is
    shorter by that. Each sample is a chunk of its own: some players read no other track of chapters.
    """
    chunks = [offset + shift for offset in _sample_offsets(trak)]
    media_lead = first_ms * read_time_scale(find_body(trak, b"mdhd")) // 1000
    movie_lead = first_ms * movie_scale // 1000

    def change(kind: bytes, body: memoryview) -> Pieces:
        match kind:
            case b"elst":
                duration = struct.unpack_from(">I", body, 8)[0]
                return _pack_table(">IiI", [(movie_lead, -1, 1 << 16), (max(0, duration - movie_lead), 0, 1 << 16)])
            case b"stts":
                (count, delta), *others = struct.iter_unpack(">II", body[8:])
                rest = [(count - 1, delta)] * (count > 1)
                return _pack_table(">II", [(1, max(0, delta - media_lead)), *rest, *others])
            case b"mdhd":
                return _put_number(body, 16, max(0, struct.unpack_from(">I", body, 16)[0] - media_lead))
            case b"stsc":
                return _pack_table(">III", [(1, 1, 1)])
            case b"stco":
                return _pack_table(">I", [(offset,) for offset in chunks])
        return [body]

    return map_boxes(trak, change)


def _sample_offsets(trak: memoryview) -> Iterator[int]:
    """Yield where each sample of a track is in its file: chunk by chunk, as ``stsc`` fills them (8.7.4)."""
    sizes_body = find_body(trak, b"stsz")
    common, count = struct.unpack_from(">II", sizes_body, 4)
    sizes = iter([common] * count if common else [size for (size,) in struct.iter_unpack(">I", sizes_body[12:])])
    fills = list(struct.iter_unpack(">III", find_body(trak, b"stsc")[8:]))
    for number, (offset,) in enumerate(struct.iter_unpack(">I", find_body(trak, b"stco")[8:]), 1):
        filled = next(samples for first, samples, _description in reversed(fills) if first <= number)
        for size in islice(sizes, filled):
            yield offset
            offset += size


def _put_number(body: memoryview, at: int, number: int) -> Pieces:
    """Return a body with another 32-bit number at an offset."""
    return [body[:at], struct.pack(">I", number), body[at + 4 :]]


def _pack_table(form: str, rows: Sequence[tuple[int, ...]]) -> Pieces:
    """Return the body of a full box with the number of rows, and the rows."""
    return [struct.pack(">II", 0, len(rows)), *(struct.pack(form, *row) for row in rows)]


def _big_endian(numbers: array[int]) -> memoryview:
    turned = numbers[:]
    if sys.byteorder == "little":
        turned.byteswap()
    return memoryview(turned).cast("B")


def _free_form_item(name: str, text: str) -> Pieces:
    """Return an item of a reader's own: ``----`` with ``mean``, ``name`` and UTF-8 ``data`` (type 1)."""
    mean = make_box(b"mean", [bytes(4), b"com.apple.iTunes"])
    data = make_box(b"data", [struct.pack(">II", 1, 0), text.encode()])
    return make_box(b"----", mean + make_box(b"name", [bytes(4), name.encode()]) + data)
