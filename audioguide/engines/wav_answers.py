"""Audio as services send it: WAV files with a length, without one, and with one that is wrong; or no audio at all."""

from __future__ import annotations

import struct

from ..errors import AudioError, NoAudio
from ..i18n import _
from .back_off import TransientFailure
from .http_client import MAX_ANSWER_BYTES

STREAMED_LENGTH = 0xFFFFFFFF
"""Where a WAV file has its length: all that follows is audio."""


def require_complete(body: bytes) -> bytes:
    """Return an answer; of a WAV file whose length cannot be that of its audio, with one that says so.

    Raises TransientFailure for a WAV file that is shorter than its header says.
    """
    if not body.startswith(b"RIFF"):
        return body
    position = 12
    while position + 8 <= len(body):
        name, length = struct.unpack_from("<4sI", body, position)
        end = position + 8 + length
        if name == b"data":
            # servers that stream write 0 or a number no answer reaches: 0xFFFFFFFF, 0x7FFFF000, 0xFFFFFFDB …
            if length == 0 or length > MAX_ANSWER_BYTES or not _begins_chunk(body, end + length % 2):
                return body[: position + 4] + struct.pack("<I", STREAMED_LENGTH) + body[position + 8 :]
            if end > len(body):
                raise cut_off()
            return body
        position = end + length % 2
    raise cut_off()


def decode_answer(audio: bytes, rate: int) -> bytes:
    """Return the PCM of an answer at ``rate``.

    Raises TransientFailure, to try again, for what is no audio, and as ``require_complete``.
    """
    from ..audio import ffmpeg

    try:
        return ffmpeg.decode_audio(require_complete(audio), rate)
    except AudioError as error:
        message = _("The speech service sent something that is no audio: {reason}").format(reason=error.message)
        hint = _("Check under “engines” in voices.yaml the service's address, model and format, or try again later.")
        raise TransientFailure(NoAudio(message, hint), attempts=2) from error


def mix_channels(body: bytes, channels: int) -> bytes:
    """Return raw samples of 16 bits as one channel. Raises TransientFailure where some are incomplete."""
    if len(body) % (2 * channels):
        raise cut_off()
    if channels == 1:
        return body
    import numpy as np

    mixed: bytes = np.frombuffer(body, "<i2").reshape(-1, channels).mean(axis=1).astype("<i2").tobytes()
    return mixed


def cut_off() -> TransientFailure:
    """Return the failure of audio that is not complete."""
    return TransientFailure(
        NoAudio(
            _("The speech service broke off amid its audio."),
            _("Try again later, go on where it stopped; or build offline with --engine kokoro."),
        )
    )


def _begins_chunk(body: bytes, position: int) -> bool:
    """Whether a chunk, or nothing more, follows: else the length before it is wrong and this is audio."""
    name = body[position : position + 4]
    return len(name) < 4 or (name.isascii() and all(32 <= byte < 127 for byte in name))
