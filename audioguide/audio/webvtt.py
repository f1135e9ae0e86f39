"""WebVTT (https://www.w3.org/TR/webvtt1/): what is said, and when."""

from __future__ import annotations

from collections.abc import Sequence

from ..model import Cue


def write_webvtt(title: str, language: str, cues: Sequence[Cue]) -> str:
    """The whole file; quoted speakers are named in voice tags."""
    blocks = [f"WEBVTT\n\nNOTE {_join_lines(title).replace('-->', '→')} ({language})"]
    for number, cue in enumerate(cues, 1):
        end = max(cue.end, cue.start + 1)  # a cue that ends when it begins is never shown
        blocks.append(f"{number}\n{_format_time(cue.start)} --> {_format_time(end)}\n{_cue_payload(cue)}")
    return "\n\n".join(blocks) + "\n"


def _cue_payload(cue: Cue) -> str:
    text = _escape_text(cue.text)
    return f"<v {_escape_text(cue.speaker)}>{text}</v>" if cue.speaker else text


def _escape_text(text: str) -> str:
    return _join_lines(text).replace("&", "&amp;").replace("<", "&lt;").replace(">", "&gt;")


def _join_lines(text: str) -> str:
    """A blank line would end the block."""
    return " ".join(text.split())


def _format_time(milliseconds: int) -> str:
    seconds, thousandths = divmod(milliseconds, 1000)
    minutes, seconds = divmod(seconds, 60)
    hours, minutes = divmod(minutes, 60)
    return f"{hours:02}:{minutes:02}:{seconds:02}.{thousandths:03}"
