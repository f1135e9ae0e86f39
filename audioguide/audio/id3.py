"""ID3v2.3 tags, written: https://id3.org/id3v2.3.0, chapters by https://id3.org/id3v2-chapters-1.0.

Version 2.3, not 2.4: in 2.4 several readers lose a chapter whose frame passes 127 bytes, some 42 Chinese characters.
Chapters stand in the order of time, because readers list them as they find them.
"""

from __future__ import annotations

import struct
from collections.abc import Mapping, Sequence
from typing import BinaryIO

from ..i18n.language_tags import three_letter_code
from ..model import Chapter, Cue

MANIFEST_OBJECT = b"\0application/c2pa\0c2pa\0c2pa manifest store\0"
"""Head of the ``GEOB`` frame with a C2PA manifest store: Latin-1, media type, file name, description."""
MAX_TABLE_ENTRIES = 255
"""Entries a table of contents can hold: its counter is one byte."""


def build_tag(
    *,
    title: str,
    album: str,
    track: str,
    language: str,
    artist: str = "",
    lyrics: str = "",
    timed_lyrics: Sequence[Cue] = (),
    user: Mapping[str, str] | None = None,
    contents: str = "",
    chapters: Sequence[Chapter] = (),
    picture: bytes = b"",
) -> bytes:
    """A whole tag, to stand before the first MP3 frame.

    ``track`` is ``3/20``, empty for a file that is no track of its album; ``language`` is BCP 47, ``timed_lyrics`` are
    the sentences that a player shows in step with the sound (SYLT), ``user`` is description → text (TXXX),
    ``contents`` the title of the table of contents, ``picture`` the bytes of a JPEG or PNG.
    """
    code = three_letter_code(language)
    texts = {"TIT2": title, "TPE1": artist, "TPE2": artist, "TALB": album, "TRCK": track, "TLAN": code}
    body = b"".join(_text_frame(name, text) for name, text in texts.items() if text)
    for description, text in (user or {}).items():
        body += _build_frame("TXXX", b"\1" + _encode_utf16(description) + b"\0\0" + _encode_utf16(text))
    if lyrics:
        body += _build_frame("USLT", b"\1" + code.encode() + _encode_utf16("") + b"\0\0" + _encode_utf16(lyrics))
    body += _timed_lyrics_frame(code, timed_lyrics)
    body += _chapter_frames(contents or title, chapters)
    if picture:
        body += _picture_frame(picture)
    return b"ID3\3\0\0" + _encode_size(len(body)) + body


def add_picture(tagged: bytes, picture: bytes) -> bytes:
    """Return an MP3, or its beginning with all of a tag of ``build_tag``, with a cover put into the tag.

    One with another kind of tag is returned as it is.
    """
    if not tagged.startswith(b"ID3\3"):
        return tagged
    end = 10 + decode_size(tagged[6:10])
    body = tagged[10:end] + _picture_frame(picture)
    return b"ID3\3\0\0" + _encode_size(len(body)) + body + tagged[end:]


def read_tag(source: BinaryIO) -> bytes:
    """Return the tag of ``build_tag`` at the beginning of a file, which is left at its first frame of sound.

    A file without one gets an empty tag.
    """
    header = source.read(10)
    if not header.startswith(b"ID3\3"):
        source.seek(0)
        return b"ID3\3\0\0" + _encode_size(0)
    return header + source.read(decode_size(header[6:]))


def add_manifest(tag: bytes, store: bytes) -> tuple[bytes, int]:
    """Return the tag with a C2PA manifest store in place of any it had, and the offset of the store in it."""
    body = _without_manifest(tag[10:])
    before = body + _build_frame("GEOB", MANIFEST_OBJECT + store)[: -len(store)]
    return b"ID3\3\0\0" + _encode_size(len(before) + len(store)) + before + store, 10 + len(before)


def remove_manifest(tagged: bytes) -> bytes:
    """Return an MP3, or its beginning with all of a tag of ``build_tag``, without a C2PA manifest store."""
    if not tagged.startswith(b"ID3\3"):
        return tagged
    end = 10 + decode_size(tagged[6:10])
    body = _without_manifest(tagged[10:end])
    return b"ID3\3\0\0" + _encode_size(len(body)) + body + tagged[end:]


def _without_manifest(body: bytes) -> bytes:
    remaining, at = [], 0
    while at + 10 <= len(body):
        end = at + 10 + int(struct.unpack_from(">L", body, at + 4)[0])
        if not (body[at : at + 4] == b"GEOB" and body[at + 10 : end].startswith(MANIFEST_OBJECT)):
            remaining.append(body[at:end])
        at = end
    return b"".join(remaining)


def _picture_frame(picture: bytes) -> bytes:
    mime = b"image/png" if picture.startswith(b"\x89PNG") else b"image/jpeg"
    return _build_frame("APIC", b"\0" + mime + b"\0\3\0" + picture)


def _timed_lyrics_frame(code: str, cues: Sequence[Cue]) -> bytes:
    """SYLT: UTF-16, milliseconds (2), lyrics (1), no description; then each text with the time it begins at."""
    if not cues:
        return b""
    lines = b"".join(_encode_utf16(cue.text) + b"\0\0" + struct.pack(">L", cue.start) for cue in cues)
    return _build_frame("SYLT", b"\1" + code.encode() + b"\2\1" + _encode_utf16("") + b"\0\0" + lines)


def _chapter_frames(title: str, chapters: Sequence[Chapter]) -> bytes:
    if not chapters:
        return b""
    names = [f"chp{n}".encode() for n in range(len(chapters))]
    groups = [names[n : n + MAX_TABLE_ENTRIES] for n in range(0, len(names), MAX_TABLE_ENTRIES)]
    if len(groups) == 1:
        tables = _table_frame(b"toc", 3, names, title)
    else:  # a table of tables
        tops = [f"toc{n}".encode() for n in range(len(groups))]
        tables = _table_frame(b"toc", 3, tops, title)
        tables += b"".join(_table_frame(top, 1, group, "") for top, group in zip(tops, groups, strict=True))
    # byte offsets of all ones: readers go by time
    return tables + b"".join(
        _build_frame(
            "CHAP",
            name + b"\0" + struct.pack(">4L", c.start, c.end, 2**32 - 1, 2**32 - 1) + _text_frame("TIT2", c.title),
        )
        for name, c in zip(names, chapters, strict=True)
    )


def _table_frame(name: bytes, flags: int, children: Sequence[bytes], title: str) -> bytes:
    """CTOC; flag 1: the children are in order, 2: it is the topmost one."""
    entries = b"".join(child + b"\0" for child in children)
    return _build_frame(
        "CTOC", name + b"\0" + bytes((flags, len(children))) + entries + (_text_frame("TIT2", title) if title else b"")
    )


def _text_frame(name: str, text: str) -> bytes:
    return _build_frame(name, b"\1" + _encode_utf16(text))


def _encode_utf16(text: str) -> bytes:
    return b"\xff\xfe" + text.replace("\0", "").encode("utf-16-le", "replace")


def _build_frame(name: str, body: bytes) -> bytes:
    return name.encode() + struct.pack(">LH", len(body), 0) + body


def _encode_size(size: int) -> bytes:
    """Seven bits a byte, so that a size never looks like the start of an MP3 frame."""
    return bytes((size >> shift) & 0x7F for shift in (21, 14, 7, 0))


def decode_size(size: bytes) -> int:
    """Return the bytes that a tag's four bytes of length stand for (ID3v2.3, 3.1)."""
    return sum((byte & 0x7F) << shift for byte, shift in zip(size, (21, 14, 7, 0), strict=True))
