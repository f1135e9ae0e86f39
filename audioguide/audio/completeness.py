"""Whether a file of sound has its end: by the lengths that its container gives, or by its last frame.

A copy that was interrupted decodes without an error up to where it breaks off. Writers of streams leave lengths open:
what says nothing about its length counts as complete.
"""

from __future__ import annotations

import math
import mmap
import re
import struct
from collections.abc import Callable, Iterator
from enum import Enum
from pathlib import Path

from . import ffmpeg, id3, mp4_boxes

SLACK_BYTES = 512
"""Bytes by which a length may be wrong: writers miscount padding, and so little is no word."""
SLACK_S = 0.3
"""Seconds by which a length may be wrong: encoders add and take away a few frames."""
FRAMES_IN_A_ROW = 3
"""Frames that follow each other where raw samples do not: each begins with 11 bits that are set."""
OPEN_LENGTH = 0x7FFF0000
"""Lengths of 32 bits from here on stand for an unknown one: 0x7FFFF000, 0xFFFFFFFF, 0xFFFFFFDB …"""
MP3_RATES_KBITS = {
    (3, 3): (32, 64, 96, 128, 160, 192, 224, 256, 288, 320, 352, 384, 416, 448),
    (3, 2): (32, 48, 56, 64, 80, 96, 112, 128, 160, 192, 224, 256, 320, 384),
    (3, 1): (32, 40, 48, 56, 64, 80, 96, 112, 128, 160, 192, 224, 256, 320),
    (2, 3): (32, 48, 56, 64, 80, 96, 112, 128, 144, 160, 176, 192, 224, 256),
    (2, 2): (8, 16, 24, 32, 40, 48, 56, 64, 80, 96, 112, 128, 144, 160),
    (2, 1): (8, 16, 24, 32, 40, 48, 56, 64, 80, 96, 112, 128, 144, 160),
}
"""kbit/s by MPEG version (3: 1, else 2) and layer (3: I, 2: II, 1: III), as their fields number them (ISO 11172-3)."""
MPEG_RATES_HZ = {3: (44_100, 48_000, 32_000), 2: (22_050, 24_000, 16_000), 0: (11_025, 12_000, 8_000)}
AMR_FRAME_BYTES = (13, 14, 16, 18, 20, 21, 27, 32, 6, 7, 6, 6, 1, 1, 1, 1)
AMR_WB_FRAME_BYTES = (18, 24, 33, 37, 41, 47, 51, 59, 61, 6, 6, 1, 1, 1, 1, 1)
"""Bytes of a frame by its type, with its header (RFC 4867, 5.3)."""
MP4_BOXES = frozenset({b"ftyp", b"moov", b"mdat", b"moof", b"free", b"skip", b"wide", b"meta", b"sidx", b"mfra"})
"""Outermost boxes of an MP4; what else follows them is no box."""
W64_DATA = b"data\xf3\xac\xd3\x11\x8c\xd1\x00\xc0\x4f\x8e\xdb\x8a"
ASF_HEADER = bytes.fromhex("3026b2758e66cf11a6d900aa0062ce6c")
ASF_FILE = bytes.fromhex("a1dcab8c47a9cf118ee400c00c205365")
EBML, SEGMENT, CLUSTER = 0x1A45DFA3, 0x18538067, 0x1F43B675

_ESTIMATE = "Estimating duration"
_DURATION = re.compile(r"Duration: (\d+):(\d\d):([\d.]+),")


class Ending(Enum):
    """How a file of sound ends."""

    COMPLETE = "complete"
    """As its lengths say, or they say nothing."""
    CUT = "cut"
    """Before its lengths say."""
    DOUBTFUL = "doubtful"
    """Within a frame, in a format that gives no length: a copy that broke off, or a writer that was switched off."""


def judge_ending(path: Path, seconds: float = math.inf) -> Ending:
    """Return how a file ends of which ``seconds`` can be decoded; complete where its format is not known here.

    Where it was not decoded, formats that give only a duration count as complete. Raises OSError for a file that cannot
    be read.
    """
    with path.open("rb") as source:
        if not source.seek(0, 2):
            return Ending.COMPLETE
        with mmap.mmap(source.fileno(), 0, access=mmap.ACCESS_READ) as data:
            begin = _after_id3(data)
            for magic, judge in _JUDGES:
                if re.match(magic, data[begin : begin + 16], re.DOTALL):
                    return judge(data, begin)
            if math.isfinite(seconds) and re.match(rb"fLaC|TTA1|wvpk|MAC |tBaK|MPCK|MP\+", data[begin : begin + 4]):
                declared = _declared_s(path)
                return Ending.CUT if declared and seconds < declared - SLACK_S else Ending.COMPLETE
    return Ending.COMPLETE


def is_container(data: bytes) -> bool:
    """Whether sound says by how it begins which form it has; frames are some in a row, as samples may look like one."""
    if data.startswith((b"ID3", b"fLaC")):
        return True
    judge = next((judge for pattern, judge in _JUDGES if re.match(pattern, data[:64], re.DOTALL)), None)
    if judge not in (_judge_mpeg, _judge_adts):
        return judge is not None
    return any(_frames_in_a_row(data, size) for size in (_mpeg_frame_bytes, _adts_frame_bytes))


def _frames_in_a_row(data: bytes, frame_bytes: Callable[[bytes], int]) -> bool:
    at = 0
    for _frame in range(FRAMES_IN_A_ROW):
        if at >= len(data) or not (size := frame_bytes(data[at : at + 6])):
            return at == len(data)
        at += size
    return True


def _declared_s(path: Path) -> float | None:
    """Return the seconds that a file says it lasts; None where it does not say so."""
    logged = ffmpeg.run_ffmpeg(*ffmpeg.sound_input(path), "-t", "0.01", "-f", "null", "-", log=True)
    log = logged.decode(errors="replace")
    duration = _DURATION.search(log)
    if duration is None or _ESTIMATE in log:
        return None
    hours, minutes, seconds = map(float, duration.groups())
    return hours * 3600 + minutes * 60 + seconds


def _after_id3(data: mmap.mmap) -> int:
    """Return where the sound begins: after an ID3v2 tag, if there is one."""
    at = 0
    while data[at : at + 3] == b"ID3" and at + 10 <= len(data):
        at += 10 + id3.decode_size(data[at + 6 : at + 10]) + (10 if data[at + 5] & 0x10 else 0)
    return at


def _cut_if(missing: int) -> Ending:
    return Ending.CUT if missing > SLACK_BYTES else Ending.COMPLETE


# ---------------------------------------------------------------- containers with lengths


def _judge_riff(data: mmap.mmap, begin: int) -> Ending:
    order = ">" if data[begin : begin + 4] == b"RIFX" else "<"
    long_size = 0
    for name, body, size in _chunks(data, begin + 12, f"{order}4sI"):
        if name == b"ds64":
            long_size = struct.unpack_from("<Q", data, body + 8)[0]
        if name == b"data":
            if size == 0xFFFFFFFF and long_size:
                size = long_size
            elif size >= OPEN_LENGTH:
                size = 0
            return _cut_if(body + size - len(data))
    return Ending.COMPLETE


def _judge_aiff(data: mmap.mmap, begin: int) -> Ending:
    for name, body, size in _chunks(data, begin + 12, ">4sI"):
        if name == b"SSND":
            return _cut_if(body + (0 if size >= OPEN_LENGTH else size) - len(data))
    return Ending.COMPLETE


def _judge_caf(data: mmap.mmap, begin: int) -> Ending:
    for name, body, size in _chunks(data, begin + 8, ">4sq", padded=False):
        if name == b"data":
            return _cut_if(body + max(size, 0) - len(data))
    return Ending.COMPLETE


def _chunks(data: mmap.mmap, at: int, header: str, padded: bool = True) -> Iterator[tuple[bytes, int, int]]:
    """Yield (name, offset of the body, size) of each chunk."""
    length = struct.calcsize(header)
    while at + length <= len(data):
        name, size = struct.unpack_from(header, data, at)
        yield name, at + length, size
        at += length + max(size, 0) + (size % 2 if padded else 0)


def _judge_w64(data: mmap.mmap, begin: int) -> Ending:
    at = begin + 40
    while at + 24 <= len(data):
        name, size = struct.unpack_from("<16sQ", data, at)
        if name == W64_DATA:
            return _cut_if(at + size - len(data)) if size < 1 << 62 else Ending.COMPLETE
        at += max(24, size + -size % 8)
    return Ending.COMPLETE


def _judge_au(data: mmap.mmap, begin: int) -> Ending:
    offset, size = struct.unpack_from(">II", data, begin + 4)
    return _cut_if(begin + offset + size - len(data)) if size < OPEN_LENGTH else Ending.COMPLETE


def _judge_asf(data: mmap.mmap, begin: int) -> Ending:
    at = data.find(ASF_FILE, begin, begin + 65_536)
    if at < 0 or at + 92 > len(data):
        return Ending.COMPLETE
    size, flags = struct.unpack_from("<Q", data, at + 40)[0], struct.unpack_from("<I", data, at + 88)[0]
    is_live = flags & 1
    return Ending.COMPLETE if is_live else _cut_if(begin + size - len(data))


def _judge_mp4(data: mmap.mmap, _begin: int) -> Ending:
    for kind, end in mp4_boxes.iter_outer_ends(data):
        if kind in MP4_BOXES and end > len(data):
            return Ending.CUT
    return Ending.COMPLETE


def _judge_ogg(data: mmap.mmap, begin: int) -> Ending:
    """Ogg gives no length, but pages do, and the last of a stream says so (RFC 3533)."""
    at, flags = begin, 0
    while data[at : at + 4] == b"OggS":
        if at + 27 > len(data):
            return Ending.CUT
        flags, count = data[at + 5], data[at + 26]
        at += 27 + count + sum(data[at + 27 : at + 27 + count])
        if at > len(data):
            return Ending.CUT
    rest = data[at : at + 4]
    if rest and b"OggS".startswith(rest):
        return Ending.CUT
    return Ending.COMPLETE if flags & 4 else Ending.DOUBTFUL


def _judge_matroska(data: mmap.mmap, begin: int) -> Ending:
    at = begin
    while at < len(data):
        element = _ebml_header(data, at)
        if element is None:
            return Ending.COMPLETE
        kind, body, size = element
        if size is None and kind not in (SEGMENT, CLUSTER):
            return Ending.COMPLETE
        at = body if size is None else body + size
        if at > len(data):
            return Ending.CUT
    return Ending.COMPLETE


def _ebml_header(data: mmap.mmap, at: int) -> tuple[int, int, int | None] | None:
    """Return (kind, offset of the body, size) of an element, its size None where it is open; None for no element."""
    kind_bytes = 9 - data[at].bit_length()
    if kind_bytes > 4 or at + kind_bytes >= len(data):
        return None
    size_at = at + kind_bytes
    size_bytes = 9 - data[size_at].bit_length()
    if size_bytes > 8 or size_at + size_bytes > len(data):
        return None
    mask = (1 << 7 * size_bytes) - 1
    size = int.from_bytes(data[size_at : size_at + size_bytes], "big") & mask
    kind = int.from_bytes(data[at:size_at], "big")
    return kind, size_at + size_bytes, None if size == mask else size


# ---------------------------------------------------------------- frames without a container


def _judge_mpeg(data: mmap.mmap, begin: int) -> Ending:
    """Frames are counted where the first one says how many there are (Xing, Info, VBRI)."""
    declared, at, count = None, begin, 0
    while (size := _mpeg_frame_bytes(data[at : at + 4])) and at + size <= len(data):
        if not count:
            declared = _declared_frames(data[at : at + size])
        at, count = at + size, count + 1
    if declared and at < len(data) and not size:
        return Ending.COMPLETE  # what follows is no frame: a tag, or something that hides the others
    if declared:
        missing_s = (declared - count) * _mpeg_frame_s(data[begin : begin + 4])
        return Ending.CUT if missing_s > SLACK_S else Ending.COMPLETE
    return Ending.DOUBTFUL if size and count else Ending.COMPLETE


def _mpeg_frame_bytes(header: bytes) -> int:
    """Return the length of an MPEG audio frame by its header; 0 for none, and for free format."""
    if len(header) < 4 or header[0] != 0xFF or header[1] & 0xE0 != 0xE0:
        return 0
    version, layer, rate, frequency = header[1] >> 3 & 3, header[1] >> 1 & 3, header[2] >> 4, header[2] >> 2 & 3
    if version == 1 or not layer or rate in (0, 15) or frequency == 3:
        return 0
    bits = MP3_RATES_KBITS[3 if version == 3 else 2, layer][rate - 1] * 1000
    padding, hertz = header[2] >> 1 & 1, MPEG_RATES_HZ[version][frequency]
    if layer == 3:
        return (12 * bits // hertz + padding) * 4
    return (72 if layer == 1 and version != 3 else 144) * bits // hertz + padding


def _mpeg_frame_s(header: bytes) -> float:
    """Return the seconds of an MPEG audio frame of layer III by its header."""
    version, frequency = header[1] >> 3 & 3, header[2] >> 2 & 3
    return (1152 if version == 3 else 576) / MPEG_RATES_HZ[version][frequency]


def _declared_frames(frame: bytes) -> int | None:
    """Return how many frames follow, by the first one; None where it does not say so."""
    for name in (b"Xing", b"Info"):
        at = frame.find(name, 4, 64)
        if at >= 0 and at + 12 <= len(frame):
            flags, count = struct.unpack_from(">II", frame, at + 4)
            return count if flags & 1 else None
    if frame[36:40] == b"VBRI":
        return int(struct.unpack_from(">I", frame, 50)[0])
    return None


def _judge_adts(data: mmap.mmap, begin: int) -> Ending:
    return _judge_frames(data, begin, lambda at: _adts_frame_bytes(data[at : at + 6]))


def _adts_frame_bytes(header: bytes) -> int:
    """Return the length of a frame of AAC by its header; 0 for none."""
    if len(header) < 6 or header[0] != 0xFF or header[1] & 0xF6 != 0xF0:
        return 0
    return (header[3] & 3) << 11 | header[4] << 3 | header[5] >> 5


def _judge_amr(data: mmap.mmap, begin: int) -> Ending:
    wide = data[begin : begin + 9] == b"#!AMR-WB\n"
    sizes = AMR_WB_FRAME_BYTES if wide else AMR_FRAME_BYTES
    return _judge_frames(data, begin + (9 if wide else 6), lambda at: sizes[data[at] >> 3 & 15])


def _judge_frames(data: mmap.mmap, at: int, frame_bytes: Callable[[int], int]) -> Ending:
    while at < len(data) and (size := frame_bytes(at)):
        at += size
    return Ending.DOUBTFUL if at > len(data) else Ending.COMPLETE


_JUDGES: tuple[tuple[bytes, Callable[[mmap.mmap, int], Ending]], ...] = (
    (rb"(RIFF|RIFX|RF64|BW64)....WAVE", _judge_riff),
    (rb"FORM....AIF[FC]", _judge_aiff),
    (rb"caff", _judge_caf),
    (rb"riff\x2e\x91", _judge_w64),
    (rb"\.snd", _judge_au),
    (re.escape(ASF_HEADER), _judge_asf),
    (rb"....(ftyp|moov|mdat|wide|free|skip)", _judge_mp4),
    (rb"OggS", _judge_ogg),
    (re.escape(EBML.to_bytes(4, "big")), _judge_matroska),
    (rb"#!AMR", _judge_amr),
    (rb"\xff[\xf0\xf1\xf8\xf9]", _judge_adts),
    (rb"\xff[\xe2-\xef\xf2-\xf7\xfa-\xff]", _judge_mpeg),
)
"""What files begin with, and who knows how they end."""
