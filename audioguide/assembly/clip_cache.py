"""Clips by content: what was once spoken is never asked for again, whatever happens to the files around it.

An entry is one file, named by the SHA-256 of all that shapes the sound. Its first line is the SHA-256 of that name and
the rest, so that a truncated, altered or exchanged file is noticed, dropped and spoken again. Samples are stored as
zlib-packed differences, about 0.6 of their size and faster to read than to speak by far.
"""

from __future__ import annotations

import hashlib
import json
import os
import time
import zlib
from collections.abc import Iterator
from contextlib import suppress
from dataclasses import asdict, dataclass
from pathlib import Path
from typing import TYPE_CHECKING

from .. import files
from ..errors import OutputError
from ..i18n import _, ngettext
from ..model import Clip, Span, Voice
from .shared_store import SharedStore

if TYPE_CHECKING:
    import numpy as np
    from numpy.typing import NDArray

CLIP_VERSION = 1
"""Raised when the key or the file changes its form: all that was stored before is then out of use."""
FORMAT = "s16le mono"
SUFFIX = ".clip"
DAY_S = 86_400
"""Seconds; a file's time tells to the day when it was last used."""


@dataclass(frozen=True)
class CacheSize:
    """What the cache, or a part of it, takes on the disk."""

    clips: int
    bytes: int


@dataclass(frozen=True)
class _Entry:
    path: Path
    bytes: int
    used: float


def clip_key(fingerprint: str, voice: Voice, rendered: tuple[str, ...]) -> str:
    """SHA-256 over canonical JSON of everything that shapes the sound: no time, no path."""
    content = {
        "schema": CLIP_VERSION,
        "format": FORMAT,
        "engine": fingerprint,
        "voice": _voice_fields(voice),
        "rendered": rendered,
    }
    text = json.dumps(content, sort_keys=True, separators=(",", ":"), ensure_ascii=False)
    return hashlib.sha256(text.encode()).hexdigest()


def _voice_fields(voice: Voice) -> dict[str, object]:
    """The fields of a voice; without a style as before there were styles, so that stored clips stay in use."""
    return {name: value for name, value in asdict(voice).items() if name != "style" or value}


class Cache:
    """Clips below a folder; several processes may use it at once."""

    def __init__(self, folder: Path, shared: SharedStore | None = None) -> None:
        """``shared``: a store of several machines, asked for what is not here and given what is new."""
        self.folder = folder / "clips"
        self._shared = shared

    def holds(self, key: str) -> bool:
        """Whether the clip is there, whole and unaltered; marks it as used, and removes its file if damaged."""
        return self._read_body(key) is not None

    def get(self, key: str) -> Clip | None:
        """The clip, marked as used; None when it is not there or its file is damaged, which is then removed."""
        body = self._read_body(key)
        return None if body is None else _decode_clip(body)

    def put(self, key: str, clip: Clip) -> None:
        """Store a clip. Raises OutputError where the folder cannot be written or the disk is full."""
        encoded = _encode_clip(key, clip)
        self._store_here(key, encoded)
        if self._shared:
            self._shared.write(_shared_name(key), encoded)

    def _store_here(self, key: str, encoded: bytes) -> None:
        path = self._clip_path(key)
        with files.atomic_write(path, durable=False) as part:  # a clip lost in a power cut is noticed and spoken again
            part.write_bytes(encoded)

    def size(self) -> CacheSize:
        """What all clips take. Raises OutputError where no folder can be."""
        return _total_size(self._list_entries())

    def prune(self, keep_bytes: int | None = None, days: float | None = None) -> CacheSize:
        """Remove what was not used for so many days, then the longest unused until at most ``keep_bytes`` remain.

        Parts that killed runs left go too. Returns what was removed. Raises OutputError where the disk does not let it.
        """
        self.remove_leftovers()
        now = time.time()
        oldest = now - days * DAY_S if days is not None else -1
        total, unused = 0, []
        for entry in sorted(self._list_entries(), key=lambda entry: entry.used, reverse=True):
            total += entry.bytes
            if min(entry.used, now) <= oldest or (keep_bytes is not None and total > keep_bytes):
                unused.append(entry)
            elif entry.used > now + DAY_S:  # a clock was wrong: from now on it grows old like others
                with suppress(OSError):
                    os.utime(entry.path)
        return self._remove_entries(unused)

    def clear(self) -> CacheSize:
        """Remove every clip, and what killed runs left half written.

        Returns what was removed. Raises OutputError where the disk does not let it.
        """
        self.remove_leftovers()
        return self._remove_entries(list(self._list_entries()))

    def remove_leftovers(self) -> None:
        """Remove what killed runs left half written."""
        files.remove_partial_files(self.folder)

    def _read_body(self, key: str) -> bytes | None:
        body = self._read_here(key)
        if body is None and self._shared and (stored := self._shared.read(_shared_name(key))):
            digest, _line, shared_body = stored.partition(b"\n")
            if digest == _entry_digest(key, shared_body):
                self._store_here(key, stored)
                body = shared_body
        return body

    def _read_here(self, key: str) -> bytes | None:
        path = self._clip_path(key)
        try:
            digest, _line, body = path.read_bytes().partition(b"\n")
        except OSError:
            return None
        if digest != _entry_digest(key, body) and digest != _digest_before_0_2(body):
            with suppress(OSError):
                path.unlink()
            return None
        with suppress(OSError):  # a cache that can be read but not written is still of use
            if abs(time.time() - path.stat().st_mtime) > DAY_S:
                os.utime(path)
        return body

    def _clip_path(self, key: str) -> Path:
        # folders of two letters keep listings short where there are many thousand clips
        return self.folder / key[:2] / f"{key}{SUFFIX}"

    def _refuse_no_folder(self) -> None:
        """Raise OutputError for a file, or a link that leads nowhere, in the cache's place: it holds not 0 clips."""
        for place in (self.folder.parent, self.folder):
            if os.path.lexists(place) and not place.is_dir():
                raise files.unwritable(self.folder / SUFFIX, NotADirectoryError())

    def _list_entries(self) -> Iterator[_Entry]:
        self._refuse_no_folder()
        for path in self.folder.rglob(f"*{SUFFIX}"):
            with suppress(OSError):  # another process may have removed it
                stat = path.stat()
                yield _Entry(path, stat.st_size, stat.st_mtime)

    def _remove_entries(self, entries: list[_Entry]) -> CacheSize:
        removed: list[_Entry] = []
        for entry in entries:
            try:
                entry.path.unlink()
                removed.append(entry)
            except FileNotFoundError:  # another process was quicker
                pass
            except OSError as error:
                size = _total_size(iter(removed))
                raise OutputError(
                    _("{file} cannot be removed: {reason}.").format(file=entry.path, reason=error.strerror or error),
                    hint=ngettext(
                        "{count} clip was removed before; check the disk and the folder's permissions.",
                        "{count} clips were removed before; check the disk and the folder's permissions.",
                        size.clips,
                    ).format(count=size.clips),
                ) from error
        return _total_size(iter(removed))


def _shared_name(key: str) -> str:
    return f"clips/{key[:2]}/{key}{SUFFIX}"


def _total_size(entries: Iterator[_Entry]) -> CacheSize:
    sizes = [entry.bytes for entry in entries]
    return CacheSize(len(sizes), sum(sizes))


def _encode_clip(key: str, clip: Clip) -> bytes:
    head: dict[str, object] = {"rate": clip.rate, "spans": [[span.start, span.end] for span in clip.spans]}
    if clip.estimated:
        head["estimated"] = True
    body = json.dumps(head).encode() + b"\n" + zlib.compress(_pack_samples(clip.pcm).data, 1)
    return b"\n".join((_entry_digest(key, body), body))


def _entry_digest(key: str, body: bytes) -> bytes:
    """Return the first line of an entry; it holds the key too, so that no entry passes for another."""
    digest = hashlib.sha256(key.encode() + b"\n")
    digest.update(body)
    return digest.hexdigest().encode()


def _digest_before_0_2(body: bytes) -> bytes:
    return hashlib.sha256(body).hexdigest().encode()


def _decode_clip(body: bytes) -> Clip:
    head, _line, packed = body.partition(b"\n")
    fields = json.loads(head)
    spans = tuple(Span(start, end) for start, end in fields["spans"])
    return Clip(_unpack_samples(zlib.decompress(packed)), fields["rate"], spans, fields.get("estimated", False))


def _pack_samples(pcm: bytes) -> NDArray[np.uint8]:
    """Differences of neighbouring samples, folded so that small ones have a high byte of 0, high bytes apart."""
    import numpy as np

    from ..audio.limiter import BLOCK_SAMPLES

    samples = np.frombuffer(pcm, dtype="<i2")
    planes = np.empty((2, len(samples)), np.uint8)
    before = np.int16(0)
    for start in range(0, len(samples), BLOCK_SAMPLES):
        block = samples[start : start + BLOCK_SAMPLES]
        steps = np.diff(block, prepend=before)  # wraps around, and back in _unpack_samples
        before = block[-1]
        folded = (steps << 1) ^ (steps >> 15)
        planes[:, start : start + len(block)] = folded.astype("<i2").view(np.uint8).reshape(-1, 2).T
    return planes


def _unpack_samples(packed: bytes) -> bytes:
    """The samples that ``_pack_samples`` came from."""
    import numpy as np

    from ..audio.limiter import BLOCK_SAMPLES, join_blocks

    planes = np.frombuffer(packed, dtype=np.uint8).reshape(2, -1)

    def blocks() -> Iterator[bytes]:
        before = np.uint16(0)
        for start in range(0, planes.shape[1], BLOCK_SAMPLES):
            folded = np.ascontiguousarray(planes[:, start : start + BLOCK_SAMPLES].T).view("<u2").ravel()
            steps = (folded >> 1) ^ (-(folded & 1).astype(np.int16)).astype(np.uint16)
            steps[:1] += before  # an array wraps around without a warning
            block = np.cumsum(steps, dtype=np.uint16).astype("<u2")
            before = block[-1]
            yield block.tobytes()

    return join_blocks(blocks())
