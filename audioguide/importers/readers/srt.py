"""Subtitles (SubRip, WebVTT): their text without times, joined to paragraphs where the sound pauses."""

from __future__ import annotations

import re

from ..document import Builder, Document
from ..encoding import decode_text

TIMES = re.compile(
    r"(?:(\d{1,3}):)?(\d{1,2}):(\d{2})[,.](\d{1,3})[ \t]*-->[ \t]*(?:(\d{1,3}):)?(\d{1,2}):(\d{2})[,.](\d{1,3})[^\n]*"
)
TAG = re.compile(r"</?[a-zA-Z][^<>\n]{0,80}>|\{\\[^{}\n]{0,80}\}")
VOICE = re.compile(r"<v[ .]([^<>\n]{1,40})>")
PAUSE_MS = 3000
"""Silence between two subtitles that begins a paragraph."""
MAX_PARAGRAPH = 400
"""Characters after which a paragraph ends with its sentence."""
SENTENCE_END = re.compile(r"[。！？!?….][”’\"』」)）]*\s*$")
HEADER = re.compile(r"\ufeff?WEBVTT[^\n]*")


def read(data: bytes, name: str) -> Document:
    """Return the text of a subtitle file.

    Raises DocumentError for what is not text or holds none.
    """
    return read_text(decode_text(data, name), name)


def looks_like_subtitles(text: str) -> bool:
    """Whether a plain text is a subtitle file, whatever it is called."""
    return len(TIMES.findall(text[:4000])) >= 2 and bool(re.match(r"\s*(?:\ufeff?WEBVTT|\d{1,5}\s*\n)", text))


def read_text(text: str, name: str) -> Document:
    """Return the text of subtitles in hand."""
    builder = Builder(name)
    runs: list[tuple[str, str]] = []
    previous_end = 0
    for number, times, lines in _subtitles(text, builder):
        begin, end = times
        spoken = "".join(run for run, reason in runs if not reason)
        if runs and (
            begin - previous_end > PAUSE_MS
            or (len(spoken) > MAX_PARAGRAPH and SENTENCE_END.search(spoken))
            or _begins_line(lines)
        ):
            builder.add_runs(runs)
            runs = []
        previous_end = end
        runs += [(f"{number} ", "time of a subtitle")] if number else []
        for line in lines:
            runs += _line_runs(line, bool(runs))
    builder.add_runs(runs)
    return builder.document()


def _subtitles(text: str, builder: Builder) -> list[tuple[str, tuple[int, int], list[str]]]:
    """(number and times, (begin, end) in milliseconds, lines) of each subtitle; headers and notes are set aside."""
    subtitles: list[tuple[str, tuple[int, int], list[str]]] = []
    for chunk in re.split(r"\n[ \t]*\n", text.replace("\r\n", "\n").replace("\r", "\n")):
        lines = [line for line in chunk.split("\n") if line.strip()]
        at = next((n for n, line in enumerate(lines[:3]) if TIMES.match(line.strip())), -1)
        if at < 0:
            if lines and (HEADER.match(lines[0]) or re.match(r"(?:NOTE|STYLE|REGION)\b", lines[0]) or subtitles):
                builder.add_block("\n".join(lines), skip="time of a subtitle")
            elif lines:
                subtitles.append(("", (0, 0), lines))
            continue
        match = TIMES.match(lines[at].strip())
        if match is not None:
            times = (_milliseconds(match.groups()[:4]), _milliseconds(match.groups()[4:]))
            subtitles.append((" ".join(lines[: at + 1]), times, lines[at + 1 :]))
    return subtitles


def _line_runs(line: str, joined: bool) -> list[tuple[str, str]]:
    """(text, reason) of a line: a voice becomes a label, other tags are set aside."""
    runs: list[tuple[str, str]] = [(" ", "")] if joined and line[:1].isascii() else []
    line = VOICE.sub(lambda match: f"{match[1]}: ", line)
    at = 0
    for tag in TAG.finditer(line):
        runs += [(line[at : tag.start()], ""), (tag[0], "code or markup")]
        at = tag.end()
    return [*runs, (line[at:], "")]


def _begins_line(lines: list[str]) -> bool:
    """Whether a subtitle opens with a speaker or a direction, which stand on lines of their own."""
    return bool(lines) and bool(re.match(r"<v[ .]|[【\[(（♪-]|[^\s:：]{1,16}[:：]", lines[0]))


def _milliseconds(groups: tuple[str | None, ...]) -> int:
    hours, minutes, seconds, fraction = groups
    return ((int(hours or 0) * 60 + int(minutes or 0)) * 60 + int(seconds or 0)) * 1000 + int(
        (fraction or "0").ljust(3, "0")
    )
