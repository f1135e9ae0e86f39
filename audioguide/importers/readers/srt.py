"""Subtitles (SubRip, WebVTT): their text without times, joined to paragraphs where the sound pauses."""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import replace

from ...text.han import HAN_CHARACTER
from ..addressees import TO_LISTENERS
from ..aside_patterns import PRODUCTION
from ..document import Block, Builder, Document
from ..encoding import decode_text
from ..patterns import heading_like
from ..stop_numbers import read_stop_number
from . import plain

TIMES = re.compile(
    r"(?:(\d{1,3}):)?(\d{1,2}):(\d{2})[,.](\d{1,3})[ \t]*(?:-->"
    r"|,)[ \t]*(?:(\d{1,3}):)?(\d{1,2}):(\d{2})[,.](\d{1,3})[^\n]*"
)
TAG = re.compile(r"</?[a-zA-Z][^<>\n]{0,80}>|\{\\[^{}\n]{0,80}\}")
SOUND = re.compile(r"[ \t]*(?:[\[(（【♪*][^\[\]()（）【】\n]{1,120}[\])）】♪*]|♪[^\n]{0,120})[ \t]*")
"""A line in brackets or with notes: what is heard, not said."""
DASH = re.compile(r"(?:[-–—]|>{2,3})[ \t]*(?=\S)")
"""A dash or >> before a line: another person speaks."""
VOICE = re.compile(r"<v[ .]([^<>\n]{1,40})>")
PAUSE_MS = 3000
"""Silence between two subtitles that begins a paragraph."""
TURN_MS = 250
"""Silence behind a sentence of a named speaker from which what has no name is no longer said by that person."""
LABEL = re.compile(r"[^\s:：][^:：\n]{0,40}[:：]")
MAX_PARAGRAPH = 400
"""Characters after which a paragraph ends with its sentence."""
SENTENCE_END = re.compile(r"[。！？!?….][”’\"』」)）]*\s*$")
HEADER = re.compile(r"\ufeff?WEBVTT[^\n]*")
GOES_ON = re.compile("[a-zà-ÿ]|[就便]?是|[来來]到|位于|位於|[叫在有到]")
"""How a sentence goes on whose subject is the number of a stop."""
MAX_TITLE = 40
"""Characters of a stop's title that is a subtitle of its own."""
MIN_DOUBLE = 3
"""Subtitles in two languages from which a film shows both."""
Subtitle = tuple[str, tuple[int, int], list[str]]
"""Number and times as they stand, begin and end in milliseconds, lines."""


def read(data: bytes, name: str) -> Document:
    """Return the text of a subtitle file.

    Raises DocumentError for what is not text or holds none.
    """
    text = decode_text(data, name)
    return read_text(text, name) if TIMES.search(text) else plain.read_lines(text, name)


def looks_like_subtitles(text: str) -> bool:
    """Whether a plain text is a subtitle file, whatever it is called."""
    return len(TIMES.findall(text[:4000])) >= 2 and bool(re.match(r"\s*(?:\ufeff?WEBVTT|\d{1,5}\s*\n)", text))


def read_text(text: str, name: str) -> Document:
    """Return the text of subtitles in hand."""
    builder = Builder(name)
    for version, subtitles in enumerate(_split_languages(_subtitles(text, builder))):
        _add_subtitles(builder, subtitles, "second" if version else "")
    return builder.document()


def _add_subtitles(builder: Builder, subtitles: list[Subtitle], version: str) -> None:
    """Add the subtitles of one language, joined to paragraphs."""
    runs: list[tuple[str, str]] = []
    previous_end = 0
    voice = ""
    titles = find_stop_titles([lines for _number, _times, lines in subtitles])
    for place, (number, times, lines) in enumerate(subtitles):
        begin, end = times
        spoken = "".join(run for run, reason in runs if not reason)
        if runs and (
            place in titles
            or place - 1 in titles
            or begin - previous_end > PAUSE_MS
            or SOUND.fullmatch(spoken)
            or (begin - previous_end > TURN_MS and LABEL.match(spoken.strip()) and SENTENCE_END.search(spoken))
            or (len(spoken) > MAX_PARAGRAPH and SENTENCE_END.search(spoken))
            or (_begins_line(lines) and not _goes_on(lines, voice, spoken))
        ):
            _add_paragraph(builder, runs, version, is_title=place - 1 in titles)
            runs = []
        previous_end = end
        runs += [(f"{number} ", "time of a subtitle")] if number else []
        for n, line in enumerate(lines):
            if n and (DASH.match(line) or SOUND.fullmatch(line) or SOUND.fullmatch(lines[n - 1])):
                _add_paragraph(builder, runs, version)
                runs = []
            named = VOICE.match(line)
            same = named is not None and named[1] == voice and _is_open(runs)
            runs += _line_runs(line, _is_open(runs), same)
            voice = named[1] if named else voice
    _add_paragraph(builder, runs, version)


def find_stop_titles(subtitles: Sequence[Sequence[str]]) -> frozenset[int]:
    """Return the places of subtitles that are the number and title of a stop; several with numbers that rise, or none.

    One that breaks off without an end mark is no title where the number goes on as a sentence does.
    """
    numbers: dict[int, tuple[int, str]] = {}
    for n, lines in enumerate(subtitles):
        text = " ".join(TAG.sub("", line).strip() for line in lines)
        number = read_stop_number(text)
        if number is None or number.family != "stop" or not heading_like(text):
            continue
        rest = text[number.length :]
        has_border = re.search(r"[\s　:：.．、·|｜—–】\]〕)）-]$", text[: number.length]) or rest[:1] in " \t　】]〕"
        goes_on = GOES_ON.match(rest.strip()) or re.search(r"[,，;；、]$", rest) or TO_LISTENERS.search(rest)
        if (has_border or not rest) and not goes_on and len(rest) <= MAX_TITLE:
            numbers[n] = (number.value, number.letter)
    values = list(numbers.values())
    return frozenset(numbers) if len(values) >= 2 and values == sorted(set(values)) else frozenset()


def _split_languages(subtitles: list[Subtitle]) -> list[list[Subtitle]]:
    """The subtitles of each language of a film that shows two at once, Chinese and another; else all of them."""
    double = [lines for _number, _times, lines in subtitles if len(set(map(_is_chinese, lines))) > 1]
    if len(double) < MIN_DOUBLE or 4 * len(double) < 3 * sum(bool(lines) for _number, _times, lines in subtitles):
        return [subtitles]
    chinese_first = 2 * sum(_is_chinese(lines[0]) for lines in double) > len(double)
    first: list[Subtitle] = []
    second: list[Subtitle] = []
    for number, times, lines in subtitles:
        own = [line for line in lines if _is_chinese(line) == chinese_first]
        first.append((number, times, own))
        if translated := [line for line in lines if line not in own]:
            second.append(("", times, translated))
    return [first, second]


def _is_chinese(line: str) -> bool:
    return bool(HAN_CHARACTER.search(TAG.sub("", line)))


def _add_paragraph(builder: Builder, runs: list[tuple[str, str]], version: str, is_title: bool = False) -> None:
    """Add what belongs together; a sound in brackets is a direction."""
    spoken = "".join(run for run, reason in runs if not reason)
    is_sound = bool(SOUND.fullmatch(spoken))
    block = Block(0, 0, is_direction=is_sound, is_subtitle=True, version=version)
    builder.add_runs(runs, replace(block, kind="heading", level=1) if is_title else block)


def _is_open(runs: list[tuple[str, str]]) -> bool:
    return any(text.strip() for text, reason in runs if not reason)


def _goes_on(lines: list[str], voice: str, spoken: str) -> bool:
    """Whether the first line is the rest of a sentence of the same voice."""
    named = VOICE.match(lines[0]) if lines else None
    return named is not None and named[1] == voice and bool(spoken.strip()) and not SENTENCE_END.search(spoken)


def _subtitles(text: str, builder: Builder) -> list[Subtitle]:
    """(number and times, (begin, end) in milliseconds, lines) of each subtitle; headers and notes are set aside."""
    subtitles: list[Subtitle] = []
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


def _line_runs(line: str, joined: bool, same_voice: bool = False) -> list[tuple[str, str]]:
    """(text, reason) of a line: a voice becomes a label unless it goes on, other tags are set aside."""
    runs: list[tuple[str, str]] = [(" ", "")] if joined and line[:1].isascii() else []
    line = VOICE.sub(lambda match: "" if same_voice else f"{match[1]}: ", line)
    at = 0
    if dash := DASH.match(line):
        runs.append((dash[0], "code or markup"))
        at = dash.end()
        while (tag := TAG.match(line, at)) is not None:
            runs.append((tag[0], "code or markup"))
            at = tag.end()
    for tag in TAG.finditer(line, at):
        runs += [(line[at : tag.start()], ""), (tag[0], "code or markup")]
        at = tag.end()
    return [*runs, (line[at:], "")]


def _begins_line(lines: list[str]) -> bool:
    """Whether a subtitle opens with a speaker or a direction, which stand on lines of their own."""
    return bool(lines) and bool(
        re.match(r"<v[ .]|[【\[(（♪*–-]|>>|[^\s:：]{1,16}[:：]|[A-Z][\w.'’-]*(?: [\w.'’-]{1,14}){0,3}[:：]", lines[0])
        or PRODUCTION.fullmatch(lines[0].strip())
    )


def _milliseconds(groups: tuple[str | None, ...]) -> int:
    hours, minutes, seconds, fraction = groups
    return ((int(hours or 0) * 60 + int(minutes or 0)) * 60 + int(seconds or 0)) * 1000 + int(
        (fraction or "0").ljust(3, "0")
    )
