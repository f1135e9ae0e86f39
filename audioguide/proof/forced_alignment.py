"""A recording and its text → when each sentence is said.

The recogniser hears the recording and gives the time of every word it writes. What it writes is aligned with the text
by sound, so that a homophone, a slip or a word too many costs nothing; each boundary between two sentences then goes
to the pause between their words.
"""

from __future__ import annotations

from collections.abc import Sequence
from functools import cached_property
from itertools import pairwise
from pathlib import Path
from statistics import median

import numpy as np

from ..assembly.synthesis import usable_cores
from ..engines import pcm
from ..engines.sentence_timing import inner_pauses
from ..files import package_folder
from ..model import Clip, Sentence, Span
from ..project import Project
from ..yaml.bounded_diff import BoundedMatcher
from . import chunks, recogniser
from .align import Token, align_tokens, expected_tokens, recognised_tokens
from .recogniser import INSTALL, TimedWord, WordListener
from .reference_voices import clip_as_recogniser_pcm

__all__ = ["INSTALL", "RecordingAligner", "open_aligner"]

ALIGNMENT_VERSION = 1
"""Raised whenever a boundary may fall elsewhere: it belongs to the cache key of recordings."""
MIN_RECOGNISED_SHARE = 0.4
"""Of the text's syllables, from which on a recording is taken to say its text; below, times are estimated."""
MAX_LATE_MS = 250
"""Milliseconds by which a word may begin after the time that the recogniser gives it."""


def open_aligner(project: Project) -> RecordingAligner | None:
    """The aligner of this installation; None where the packages of ``audioguide[proof]`` are missing."""
    needed = ("faster_whisper", *(package for package, _part in recogniser.MODEL_PARTS))
    return RecordingAligner(project.cache) if all(map(package_folder, needed)) else None


class RecordingAligner:
    """Times the sentences of recordings; the recogniser is loaded with the first of them."""

    def __init__(self, cache: Path, listener: WordListener | None = None) -> None:
        self._cache, self._given = cache, listener
        self.fingerprint = f"{ALIGNMENT_VERSION}/{recogniser.MODEL_SHA256[:12]}"

    @cached_property
    def _listener(self) -> WordListener:
        return self._given or recogniser.open_listener(None, self._cache, usable_cores())

    def align_sentences(self, clip: Clip, language: str, sentences: Sequence[Sentence]) -> tuple[Span, ...] | None:
        """Return when each sentence is said; None where the recording hardly says them.

        Raises ConfigError and OutputError as ``recogniser.open_listener`` does.
        """
        expected = [
            token
            for index, sentence in enumerate(sentences)
            for token in expected_tokens(sentence.spoken, language, index)
        ]
        if len(sentences) < 2 or not expected:
            return (Span(0, clip.duration),) * len(sentences)
        sound = clip_as_recogniser_pcm(clip)
        recognised: list[Token] = []
        times: list[float] = []
        text = "".join(token.text for token in expected)
        for chunk in chunks.pack_sentences(_stretches(sound), sound):
            words = self._listener.recognise_words(chunks.cut_span(sound, chunk.span), language)
            tokens, places = _timed_tokens(words, language, text)
            recognised += tokens
            times += [chunk.span.start + at for at in places]
        at = {
            step.expected: times[step.recognised]
            for step in align_tokens(expected, recognised)
            if step.same and step.expected >= 0 and step.recognised >= 0
        }
        if len(at) < MIN_RECOGNISED_SHARE * len(expected):
            return None
        return _sentence_spans(expected, at, len(sentences), clip)


def _stretches(sound: bytes) -> list[Span]:
    return [piece for span in chunks.speech_spans(sound) for piece in chunks.split_span(span, sound)]


def _timed_tokens(words: Sequence[TimedWord], language: str, expected: str) -> tuple[list[Token], list[float]]:
    """Return the sounds of what was recognised, and the milliseconds at which each begins."""
    raw = "".join(word.text for word in words)
    text, tokens = recognised_tokens(raw, language, expected)
    knots, passed = [(0, 0.0)], 0
    for word in words:
        knots += [(passed, word.start), (passed + len(word.text), word.end)]
        passed += len(word.text)
    places, at_ms = zip(*knots, strict=True)
    # numbers in words take more letters than digits: equal letters are the marks that both texts share
    blocks = BoundedMatcher(text, raw).get_matching_blocks()
    ours = [edge for block in blocks for edge in (block.a, block.a + block.size)]
    theirs = [edge for block in blocks for edge in (block.b, block.b + block.size)]
    in_raw = np.interp([token.place for token in tokens], ours, theirs)
    return tokens, [float(value) for value in np.interp(in_raw, places, at_ms)]


def _sentence_spans(expected: Sequence[Token], at: dict[int, float], count: int, clip: Clip) -> tuple[Span, ...]:
    """Return the span of each sentence: boundaries in the pauses between the words before and after them."""
    frame_ms = 1000 * pcm.QUIET_FRAME_S
    spoken = pcm.spoken_frames(pcm.from_bytes(clip.pcm), clip.rate)
    pauses = [(first * frame_ms, last * frame_ms) for first, last in inner_pauses(spoken)]
    known = sorted(at)
    pace = median([(at[b] - at[a]) / (b - a) for a, b in pairwise(known)] or [200.0])
    firsts = [next(i for i, token in enumerate(expected) if token.sentence >= index) for index in range(count)]
    edges: list[tuple[float, float]] = []
    for first in firsts[1:]:
        before = max((i for i in known if i < first), default=None)
        after = min((i for i in known if i >= first), default=None)
        # words that were not recognised take their time between the ones that were
        earliest = at[before] if before is not None else 0.0
        latest = at[after] if after is not None else float(clip.duration)
        start = latest - (after - first) * pace if after is not None else earliest + (first - known[-1]) * pace
        start = min(max(start, earliest), latest)
        inside = [(a, b) for a, b in pauses if b > earliest and a < start + MAX_LATE_MS and b <= latest + _reach(a, b)]
        edges.append(max(inside, key=lambda pause: _fitness(pause, start), default=(start, start)))
    return _ordered_spans(edges, clip.duration)


def _reach(a: float, b: float) -> float:
    """The recogniser counts the pause before a word to the word."""
    return MAX_LATE_MS + b - a


def _fitness(pause: tuple[float, float], start: float) -> float:
    """Long and near: milliseconds of the pause less those between its end and the time that was expected."""
    first, last = pause
    return (last - first) - (0 if first <= start <= last else min(abs(first - start), abs(last - start)))


def _ordered_spans(edges: Sequence[tuple[float, float]], duration: int) -> tuple[Span, ...]:
    spans: list[Span] = []
    begin = 0
    for end, following in edges:
        last = min(max(round(end), begin), duration)
        spans.append(Span(begin, last))
        begin = min(max(round(following), last), duration)
    return (*spans, Span(begin, duration))
