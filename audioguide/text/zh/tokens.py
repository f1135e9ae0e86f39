"""Which written number, Latin word or symbol became which spoken words: written and spoken text laid side by side."""

from __future__ import annotations

import re

from .. import Reading
from ..markup import parts, strip
from .clean import HAN

_STOPS = {"，": ",", "。": ".", "！": "!", "？": "?", "；": ";", "：": ":", "、": ""}
_HALF = "".join(_STOPS.values())
_ANCHOR = re.compile(rf"[{HAN}]+|[{''.join(_STOPS)}]|(?<!\d)[{_HALF}]|[{_HALF}](?!\d)")
_TOKEN = re.compile(r"[0-9０-９A-Za-zＡ-Ｚａ-ｚ]|[^\w\s，。、；：？！“”‘’（）《》〈〉【】「」『』…—,.;:?!()\[\]\"'\-·]")


def readings(sentence: str, spoken: str) -> list[Reading]:
    """Numbers, Latin words and symbols of a written sentence with what is said for each."""
    from .normalise import normalise

    written = strip(sentence)
    found: list[Reading] = []
    for start, token, said in _aligned(written, strip(spoken)):
        if not _TOKEN.search(token):
            continue
        lead = len(token) - len(token.lstrip(_EDGE))
        core = token.strip(_EDGE)
        how = said.strip(_EDGE) if said is not None else normalise(core)
        kind = _kind(core)
        sure = "doubtful" if kind == "symbol" and how == core else "likely" if _bare(core) else "sure"
        found.append(Reading(core, how, start + lead, kind, _why(sentence, core), sure))  # type: ignore[arg-type]
    return found


def spoken_for(written: str, start: int, end: int) -> str:
    """What is said for a stretch of written text where it stands."""
    from .normalise import normalise

    begin = max(written.rfind(stop, 0, start) for stop in "。！？；，\n") + 1
    until = min(written.find(stop, end) % (len(written) + 1) for stop in "。！？；，\n")
    clause = written[begin:until]
    for place, token, said in _aligned(clause, strip(normalise(clause))):
        if place <= start - begin and end - begin <= place + len(token) and said is not None:
            return said.strip(_EDGE)
    return normalise(written[start:end])


_EDGE = " ，。、；：？！“”‘’（）《》〈〉【】「」『』…—,;:?!()[]\"'"


def _aligned(written: str, spoken: str) -> list[tuple[int, str, str | None]]:
    """(offset, what stands between two runs of Chinese, what is said there or None where the two do not match)."""
    anchors = list(_ANCHOR.finditer(written))
    pattern = "(.*?)" + "".join(_same(anchor[0]) + "(.*?)" for anchor in anchors)
    match = re.fullmatch(pattern, spoken, re.DOTALL)
    edges = [0, *(edge for anchor in anchors for edge in anchor.span()), len(written)]
    gaps = [(edges[i], written[edges[i] : edges[i + 1]]) for i in range(0, len(edges), 2)]
    said = match.groups() if match else [None] * len(gaps)
    return [(start, gap, how) for (start, gap), how in zip(gaps, said, strict=True) if gap.strip()]


def _same(anchor: str) -> str:
    """A pattern for an anchor in spoken text, where punctuation has become full-width."""
    full = next((wide for wide, half in _STOPS.items() if half and half == anchor), "")
    return f"[{re.escape(anchor)}{full}]" if full else re.escape(anchor)


def _kind(core: str) -> str:
    if re.search(r"[0-9０-９]", core):
        return "number"
    return "latin" if re.search(r"[A-Za-zＡ-Ｚａ-ｚ]", core) else "symbol"


def _bare(core: str) -> bool:
    return re.fullmatch(r"\d{3,}", core) is not None or re.search(r"\d[-/:]\d", core) is not None


def _why(sentence: str, core: str) -> str:
    marked = any(reading and core in written for written, reading in parts(sentence))
    return "inline" if marked else "rule"
