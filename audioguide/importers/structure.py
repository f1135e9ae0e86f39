"""From mended paragraphs to tours: which line is a title, a heading, a cue, and what is said by whom."""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass, replace
from functools import cached_property
from statistics import median
from typing import Literal

from . import forms
from .mend import Paragraph, Table
from .source import Kind
from .strip import Strip

Role = Literal["title", "head", "cue", "say", "left"]

SHORT = 120
"""Narrated characters under which a soft border is not worth a stop: half a minute."""
LONG = 400
"""Narrated characters above which a stop is split: 100 to 120 seconds."""
WORD = 1.6
"""Chinese characters an English word counts for: 150 words take as long as 240 characters."""
ITEM = 150
"""Median characters of numbered items above which each is a stop of its own."""

TITLE_WORDS = (
    "经理|员工|主任|书记|部长|局长|所长|校长|院长|教授|村民|大户|党员|农户|站长|馆长|会长|秘书长|主席|市长|县长|镇长|乡长|村长|队长|"
    "厂长|代表|老师|教师|医生|记者|代表|专家|干部|职工|工人|学生|居民|董事长|总裁|负责人|员|师|长"
)
MAX_TITLES = 5
"""Lines of a title: collection, title, subtitle and the like; more are no titles."""
SHORT_LINE = 7
"""Depth of a heading that is merely a short line: below the numbered ones."""
GLUED_NAME = re.compile(rf"(?P<title>.*(?:{TITLE_WORDS}))\s*(?P<name>[\u4e00-\u9fff]{{2,3}})$")


def weight(text: str) -> int:
    """Length of narration in Chinese characters, punctuation included; an English word counts for ``WORD``."""
    words = len(re.findall(r"[A-Za-zÀ-ɏ'’-]+", text))
    return len(re.sub(r"[A-Za-zÀ-ɏ'’\-\s]", "", text)) + round(WORD * words)


@dataclass(frozen=True)
class Piece:
    """A stretch of text with its fate."""

    strip: Strip
    role: Role
    reason: str = ""
    """Why it is left out (message id)."""
    voice: str = "narrator"
    speaker: str = ""
    speaker_title: str = ""
    fresh: bool = True
    """Begins a paragraph."""

    @property
    def text(self) -> str:
        """As mended, without white space around it."""
        return self.strip.text.strip()


@dataclass(frozen=True)
class Part:
    """A stop in the making."""

    pieces: tuple[Piece, ...]
    chapter: tuple[Piece, ...] = ()
    head: Piece | None = None
    hard: bool = True
    """Its beginning is certain; a soft one gives way where stops would be short."""
    why: str = ""
    """What made it a stop."""
    depth: int = 0
    """Of its heading."""
    named: Piece | None = None
    """A heading that is spoken and gives the title all the same."""

    @cached_property
    def length(self) -> int:
        """Weight of the narration, in Chinese characters."""
        return sum(weight(piece.text) for piece in self.pieces if piece.role == "say")


@dataclass(frozen=True)
class Outline:
    """A tour in the making."""

    titles: tuple[Piece, ...]
    """Its own titles, best first."""
    generic: str
    """Title of the collection it stands in."""
    place: str
    """The place its articles are about."""
    parts: tuple[Part, ...]
    left: tuple[Piece, ...] = ()


@dataclass(frozen=True)
class Line:
    """A paragraph or what a glued one fell into."""

    strip: Strip
    kind: Kind = "paragraph"
    level: int = 0
    reason: str = ""
    """Not empty: it is left out."""

    @property
    def text(self) -> str:
        """As mended, without white space around it."""
        return self.strip.text.strip()


def outline(paragraphs: list[Paragraph], table: Table) -> list[Outline]:
    """The tours of a document, in order."""
    lines = [line for paragraph in paragraphs for line in _lines(paragraph, table)]
    groups = _groups(lines)
    return [_outline(group, part) for group in groups for part in _articles(group)]


# ---------------------------------------------------------------- lines


def _lines(paragraph: Paragraph, table: Table) -> Iterator[Line]:
    """What stands glued in one paragraph, taken apart; sentences known as boilerplate set aside."""
    spans = sorted(
        (match.start(), match.end(), rule.why)
        for rule in table.leave
        for match in rule.pattern.finditer(paragraph.text)
        if match.end() > match.start()
    )
    rest, at = paragraph.strip, 0
    for start, end, why in spans:
        if start < at:
            continue
        before, found, rest = rest.cut(start - at, end - at)
        at = end
        yield from _unglued(before, paragraph)
        yield Line(found, reason=why)
    yield from _unglued(rest, paragraph)


def _unglued(strip: Strip, paragraph: Paragraph) -> Iterator[Line]:
    if not strip:
        return
    if not strip.text.strip():
        yield Line(strip, reason="white space")
        return
    text = strip.text
    places = {match.start() for match in re.finditer(r"(?<=\S)\s*(?=[●■◆▪]\s*\S)", text)}
    places |= {match.start() for match in re.finditer(r"(?<=[。！？”])(?=——[\u4e00-\u9fff])", text)}
    if (
        forms.lead(text)[0]
        and "。" in text
        and (gap := re.search(r"(?<=[^，。：；、\s])\s+(?=[\u4e00-\u9fff“])", text))
    ):
        # 一、健全制度，发挥作用 俗话说：“……” – heading and narration in one line
        places |= {gap.end()} if gap.start() <= 36 and "。" not in text[: gap.start()] else set()
    if tail := forms.place_tail(text):
        places.add(tail)
    if doubled := re.match(r"([\u4e00-\u9fff]{2,4}[省市县区镇乡村])[^。，：；]{8,36}?(?=\1)", text):
        # 三河市推行……水平三河市整合…… – a headline runs into its text, which takes up its subject again
        places.add(doubled.end())
    for piece in strip.cut(*sorted(places)):
        if piece:
            yield Line(piece, paragraph.kind, paragraph.level)


# ---------------------------------------------------------------- tours


@dataclass(frozen=True)
class _Group:
    titles: tuple[Piece, ...]
    generic: str
    lines: tuple[Line, ...]
    left: tuple[Piece, ...] = ()
    place: str = ""


def _groups(lines: list[Line]) -> list[_Group]:
    """Cut at 第一篇 … 第五篇, at a title that comes again, and at top headings that each head a tour."""
    spoken = [line for line in lines if not line.reason]
    parts = [line.text[match.end() :].strip() for line in spoken if (match := _part(line))]
    title = parts[0] if parts else next((line.text for line in spoken if forms.heading_like(line.text)), "")
    repeated = sum(line.text.startswith(title) for line in spoken) > 1
    repeated = repeated and len(title) >= 4 and not forms.BRACKET.match(title) and not forms.opens(title)
    groups: list[_Group] = []
    titles: list[Piece] = []
    left: list[Piece] = []
    body: list[Line] = []
    generic = ""

    def close() -> None:
        nonlocal titles, left, body
        if body or titles:
            groups.append(_Group(tuple(titles), generic, tuple(body), tuple(left)))
            titles, left, body = [], [], []

    for line in lines:
        if line.reason:
            left.append(Piece(line.strip, "left", line.reason))
            continue
        strip = line.strip
        indent = len(strip.text) - len(strip.text.lstrip())
        if match := _part(line):
            close()
            number, rest = strip.cut(indent + match.end())
            generic = rest.text.strip()
            left.append(Piece(number, "left", "number of the part"))
            if rest:
                titles.append(Piece(rest, "title", "collection"))
        elif repeated and line.text.startswith(title):
            if any(not forms.heading_like(other.text) or forms.opens(other.text) for other in body):
                close()
            generic = title
            first = not any(piece.reason == "collection" for piece in titles)
            again, rest = strip.cut(indent + len(title))
            if first:
                titles.append(Piece(again, "title", "collection"))
            else:
                left.append(Piece(again, "left", "a title that stands twice"))
            own = re.match(r"\s*[—\-–:：]+\s*", rest.text) if rest else None
            if own:
                dash, rest = rest.cut(own.end())
                left.append(Piece(dash, "left", "a dash before a title"))
            if rest and rest.text.strip():
                if own or (forms.heading_like(rest.text) and not forms.GREETING.match(rest.text.strip())):
                    titles.append(Piece(rest, "title"))
                else:
                    body.append(replace(line, strip=rest))
            elif rest:
                left.append(Piece(rest, "left", "white space"))
        else:
            body.append(line)
    close()
    return groups


def _part(line: Line) -> re.Match[str] | None:
    return forms.PART.match(line.text) if len(line.text) <= 60 and "。" not in line.text else None


def _is_film(lines: tuple[Line, ...]) -> bool:
    marks = sum(
        bool(forms.PICTURE.match(line.text) or forms.NARRATOR.match(line.text) or forms.labelled(line.text))
        for line in lines
    )
    return marks >= 3


def _heads(lines: tuple[Line, ...]) -> int:
    return sum(bool(_marked_head(line)) for line in lines)


def _marked_head(line: Line) -> bool:
    """A heading by its mark: Word, Markdown or HTML heading, 【…】, 第一站."""
    text = line.text
    if forms.INLINE_CUE.fullmatch(text):
        return False
    bracket = forms.BRACKET.fullmatch(text)
    station = forms.STATION.match(text)
    return line.kind == "heading" or bool(bracket) or bool(station and forms.heading_like(text))


def _articles(group: _Group) -> list[_Group]:
    """A collection of articles as one group a place; any other group as it is."""
    lines = group.lines
    heads = [n for n in range(len(lines)) if _headline(lines, n)]
    if _is_film(lines) or _heads(lines) >= 2 or not heads:
        return [group]
    found: list[_Group] = []
    if heads[0] > 0 and any(not forms.heading_like(line.text) for line in lines[: heads[0]]):
        found.append(replace(group, lines=lines[: heads[0]]))
        group = _Group((), group.generic, ())
        before = ""
    else:
        group = replace(group, titles=(*group.titles, *(Piece(line.strip, "title") for line in lines[: heads[0]])))
        before = ""
    current: list[Line] = []
    place = ""
    for n, m in zip(heads, [*heads[1:], len(lines)], strict=True):
        text = "".join(line.text for line in lines[n:m])
        named = forms.named(lines[n].text)
        if current and not any(before.count(name) >= 2 for name in named):
            found.append(replace(group, lines=tuple(current), place=place))
            group, current, before, place = _Group((), group.generic, ()), [], "", ""
        place = place or max(sorted(named), key=text.count, default="")
        current += [replace(lines[n], kind="heading", level=1), *lines[n + 1 : m]]
        before += text
    found.append(replace(group, lines=tuple(current), place=place))
    return found


def _headline(lines: tuple[Line, ...], n: int) -> bool:
    text = lines[n].text
    if lines[n].kind == "heading" or forms.opens(text) or not forms.heading_like(text) or len(text) < 2:
        return False
    if n + 1 == len(lines) or forms.GREETING.match(text) or not forms.named(text):
        return False
    following = "".join(line.text for line in lines[n : n + 12])
    return any(following.count(name) >= 2 for name in forms.named(text))


# ---------------------------------------------------------------- stops


def _outline(whole: _Group, group: _Group) -> Outline:
    film = _is_film(group.lines)
    lines = [piece for line in group.lines for piece in (_film_lines(line, group) if film else (line,))]
    titles = list(group.titles)
    rest = list(lines)
    if not group.place:
        while rest and len(titles) < MAX_TITLES and _title_line(rest, film, titles):
            titles.append(Piece(rest.pop(0).strip, "title"))
        if len(titles) > len(group.titles) and len(titles) > 1 and _short_heads(rest, film):
            # the last of several short lines is the first stop's heading where other stops have such headings too
            first = next(line for line in lines if line.strip is titles[-1].strip)
            if first.kind != "heading" and not re.match(r"[(（—]", first.text):
                titles.pop()
                rest.insert(0, first)
    left = list(group.left)
    parts = _parts(rest, film, bool(group.place))
    return Outline(tuple(titles), group.generic, group.place, tuple(parts), tuple(left))


def _short_heads(lines: list[Line], film: bool) -> bool:
    marked = _heads(tuple(lines)) >= 2
    pairs = zip(lines, lines[1:], strict=False)
    return any(_head(line, following, film, False, marked)[0] == SHORT_LINE for line, following in pairs)


def _title_line(rest: list[Line], film: bool, titles: list[Piece]) -> bool:
    line = rest[0]
    text = line.text
    if forms.GREETING.match(text) or _spoken_label(text) or (film and forms.PICTURE.match(text)):
        return False
    if forms.BARE_CUE.fullmatch(text) or forms.INLINE_CUE.fullmatch(text):
        return False
    if line.kind == "heading":
        deeper = len(rest) > 1 and any(other.kind == "heading" and other.level > line.level for other in rest[1:])
        alone = not any(other.kind == "heading" and other.level <= line.level for other in rest[1:])
        return not any(piece.reason != "collection" for piece in titles) and alone and (deeper or len(rest) > 1)
    if forms.BRACKET.fullmatch(text) or forms.STATION.match(text) or forms.BULLET.match(text):
        return False
    if text.startswith("——") and titles:
        return len(text) < 45
    if forms.lead(text)[0]:
        return bool(re.fullmatch(r"[(（].{4,40}[)）]", text)) and bool(titles)
    return forms.heading_like(text) or bool(re.fullmatch(r"[(（].{4,40}[)）]", text))


def _film_lines(line: Line, group: _Group) -> Iterator[Line]:
    cuts = [match.start() for match in forms.GLUED_PICTURE.finditer(line.strip.text) if match.start() < 40]
    if not cuts or forms.PICTURE.match(line.text) or forms.NARRATOR.match(line.text):
        yield line
        return
    before, rest = line.strip.cut(cuts[0])
    own = before.text.strip() in {piece.text for piece in group.titles}
    yield Line(before, line.kind, line.level, "a title that stands twice" if own else "")
    yield Line(rest, line.kind, line.level)


def _parts(lines: list[Line], film: bool, article: bool) -> list[Part]:
    marked = not article and _heads(tuple(lines)) >= (1 if film else 2)
    numbered = sum(bool(forms.lead(line.text)[0]) for line in lines)
    sections = film and sum(forms.lead(line.text)[0] == 1 for line in lines) >= 2
    announced = not film and not article and not marked and numbered < 3
    parts: list[Part] = []
    pieces: list[Piece] = []
    chapter: list[Piece] = []
    head: Piece | None = None
    hard, why = True, ""
    depth_of_head = 0
    caption: tuple[str, str] = ("", "")

    def close() -> None:
        nonlocal pieces, chapter, head
        if pieces or chapter or head:
            parts.append(Part(tuple(pieces), tuple(chapter), head, hard, why, depth_of_head if head else 0))
            pieces, chapter, head = [], [], None

    for n, line in enumerate(lines):
        if line.reason:
            pieces.append(Piece(line.strip, "left", line.reason))
            continue
        following = next((other for other in lines[n + 1 :] if not other.reason), None)
        depth, length = _head(line, following, film, article, marked)
        if depth:
            silent = not any(piece.role == "say" for piece in pieces)
            if article and line.kind == "heading":
                if not silent or head is not None:
                    close()
                hard, why = True, "headline"
                chapter.append(Piece(line.strip, "head"))
                continue
            if head is not None and silent and depth > depth_of_head:
                chapter, head = [*chapter, head], None
                hard, why = True, "heading"
            elif head is not None and silent:
                # a heading without a text of its own stays as a cue before the next
                pieces.append(replace(head, role="cue"))
                head = None
            elif not (silent and head is None and parts == [] and not any(p.role == "say" for p in pieces)):
                close()
                hard, why = True, "heading"
            before, number = line.strip, None
            if length:
                number, before = line.strip.cut(length)
            if number:
                pieces.append(Piece(number, "left", "section number: stops have their own"))
            head = Piece(before, "head")
            depth_of_head = depth
            continue
        start = _soft_start(line, film, sections, announced)
        if start:
            silent = not any(piece.role == "say" for piece in pieces)
            if not (silent and (head is not None or (film and not parts))):
                close()
                hard, why = start == "announced", start
            elif head is not None and start == "announced" and silent and not film:
                pass
        new, caption = _said(line, film, caption)
        pieces += new
    close()
    return _merged(_items_merged(parts))


def _head(line: Line, following: Line | None, film: bool, article: bool, marked: bool) -> tuple[int, int]:
    """(depth, length of the number to take off) of a heading; (0, 0) for any other line."""
    text = line.text
    indent = len(line.strip.text) - len(line.strip.text.lstrip())
    if line.kind == "heading":
        return line.level, indent + forms.lead(text)[1] if forms.lead(text)[0] else 0
    if forms.INLINE_CUE.fullmatch(text) or _spoken_label(text):
        return 0, 0
    if forms.BRACKET.fullmatch(text):
        return 2, 0
    if (station := forms.STATION.match(text)) and forms.heading_like(text):
        return 2, indent + station.end() if station.end() < len(text) else 0
    depth, length = forms.lead(text)
    if depth and depth != 6:
        sentence = "。" in text or len(text) - length > 45 or forms.SENTENCE_END.search(text)
        return (0, 0) if sentence or (film and depth > 1) else (2 + depth, indent + length)
    if (
        film
        or following is None
        or forms.BULLET.match(text)
        or text.startswith("——")
        or forms.DATE_LINE.fullmatch(text)
    ):
        return 0, 0
    short = forms.heading_like(text) and not forms.GREETING.match(text) and not forms.SIGNER.match(text)
    label = len(text) <= 10 and text.endswith("：") and not forms.GREETING.match(text)
    narrated = bool(forms.SENTENCE_END.search(following.text)) or forms.BULLET.match(following.text)
    if (short or label) and narrated and line.kind in ("line", "paragraph") and not marked:
        return SHORT_LINE, 0
    return 0, 0


def _spoken_label(text: str) -> bool:
    """Whether a line says in words what it is: 画面：…, 解说：…, 同期声 …"""
    picture = forms.PICTURE.match(text)
    return bool((picture and not picture[0].isalpha()) or forms.NARRATOR.match(text) or forms.labelled(text))


def _soft_start(line: Line, film: bool, sections: bool, announced: bool) -> str:
    """What, short of a heading, begins a stop here; empty: nothing does."""
    text = line.text
    if film:
        if sections:
            return ""
        return "shot" if forms.SHOT.match(text) else "credits" if forms.CREDITS.match(text) else ""
    if announced and forms.ANNOUNCE.match(text):
        return "announced"
    depth, _length = forms.lead(text)
    return f"item {depth}" if depth in (3, 4, 5, 6) else ""


def _items_merged(parts: list[Part]) -> list[Part]:
    """Numbered items that are short stay together in the stop they stand in."""
    found: list[Part] = []
    n = 0
    while n < len(parts):
        m = n
        while m < len(parts) and parts[m].why.startswith("item") and parts[m].why == parts[n].why:
            m += 1
        if m == n:
            found.append(parts[n])
            n += 1
            continue
        family = parts[n:m]
        if median(part.length for part in family) < ITEM and found:
            pieces = tuple(piece for part in (found[-1], *family) for piece in part.pieces)
            found[-1] = replace(found[-1], pieces=pieces)
        else:
            found += family
        n = m
    return found


def _merged(parts: list[Part]) -> list[Part]:
    """Soft stops too short to stand alone join the following one, the last one the one before."""
    found: list[Part] = []
    for part in parts:
        if found and not part.hard and _joinable(found[-1], part):
            found[-1] = replace(found[-1], pieces=found[-1].pieces + part.pieces)
        elif found and _introduces(found[-1], part):
            # “two: the main contents” with one sentence before “1.”: its heading becomes the chapter
            first = found.pop()
            assert first.head is not None and part.head is not None
            spoken = replace(part.head, role="say")
            pieces = (*first.pieces, spoken, *part.pieces)
            found.append(replace(part, pieces=pieces, head=None, chapter=(*first.chapter, first.head), named=part.head))
        else:
            found.append(part)
    short = len(found) > 1 and not found[-1].hard and found[-1].length < SHORT
    if short and found[-2].length + found[-1].length <= LONG:
        last = found.pop()
        found[-1] = replace(found[-1], pieces=found[-1].pieces + last.pieces)
    return found


def _introduces(before: Part, part: Part) -> bool:
    """Whether a section's first words are too few for a stop and its first sub-section follows."""
    return (
        before.head is not None
        and part.head is not None
        and not part.chapter
        and part.depth > before.depth
        and 0 < before.length < SHORT
    )


def _joinable(before: Part, part: Part) -> bool:
    return before.length < SHORT and not part.chapter and part.head is None


# ---------------------------------------------------------------- who says what


def _said(line: Line, film: bool, caption: tuple[str, str]) -> tuple[list[Piece], tuple[str, str]]:
    """The pieces of a line, and the (name, title) its caption gives to the next interview."""
    strip = line.strip
    indent = len(strip.text) - len(strip.text.lstrip())
    text = line.text
    if forms.INLINE_CUE.fullmatch(text) or (film and forms.BARE_CUE.fullmatch(text)):
        return [Piece(strip, "cue")], caption
    if film and (scene := forms.SCENE_OPEN.match(text)):
        cue, rest = strip.cut(indent + scene.end())
        return [Piece(cue, "cue"), *_narrated(rest)], caption
    if label := forms.NARRATOR.match(text) or (forms.NARRATOR_GLUED.match(text) if film else None):
        cue, rest = strip.cut(indent + label.end())
        return [Piece(cue, "left", "label: it became the voice"), *_narrated(rest)], caption
    if interview := forms.labelled(text):
        return _interview(strip, indent, interview, caption), ("", "")
    if credits := re.match(r"尾声\s*[:：]\s*(?=\S)", text):
        cue, rest = strip.cut(indent + credits.end())
        return [Piece(cue, "cue"), *_narrated(rest)], caption
    if shown := forms.CAPTION.match(text):
        return [Piece(strip, "cue")], _person(text[shown.end() :])
    if (picture := forms.PICTURE.match(text)) and (film or not picture[0].isalpha()):
        return [Piece(strip, "cue")], caption
    if forms.DATE_LINE.fullmatch(text) or forms.SIGNER.fullmatch(text):
        return [Piece(strip, "cue")], caption
    if mark := forms.BULLET.match(text) or re.match(r"——\s*", text):
        dot, rest = strip.cut(indent + mark.end())
        return [Piece(dot, "left", "list mark"), *_narrated(rest)], caption
    if dateline := forms.DATELINE.match(text):
        cue, rest = strip.cut(indent + dateline.end())
        return [Piece(cue, "cue"), *_narrated(rest)], caption
    if (signature := forms.SIGNATURE.search(strip.text)) and re.search(
        r"[。！？”]\s*$", strip.text[: signature.start()]
    ):
        said, cue = strip.cut(signature.start())
        return [*_narrated(said), Piece(cue, "cue")], caption
    return _narrated(strip), caption


def _narrated(strip: Strip, voice: str = "narrator", speaker: str = "", title: str = "") -> list[Piece]:
    """Narration, stage directions inside it taken out as cues."""
    if not strip:
        return []
    found: list[Piece] = []
    places = [place for match in forms.INLINE_CUE.finditer(strip.text) for place in match.span()]
    for number, piece in enumerate(strip.cut(*places)):
        if piece and not piece.text.strip():
            found.append(Piece(piece, "left", "white space"))
        elif piece and number % 2:
            found.append(Piece(piece, "cue"))
        elif piece:
            fresh = not any(other.role == "say" for other in found)
            found.append(Piece(piece, "say", voice=voice, speaker=speaker, speaker_title=title, fresh=fresh))
    return found


def _interview(strip: Strip, indent: int, label: re.Match[str], caption: tuple[str, str]) -> list[Piece]:
    name, title = _person(label["who"]) if label["who"].strip() else caption
    cue, rest = strip.cut(indent + label.end())
    if not rest or forms.INLINE_CUE.search(rest.text.strip(), max(0, len(rest.text.strip()) - 12)):
        return [Piece(strip, "cue")]  # 谈对企业工作的肯定（略）: a note of what was said, not the words
    return [Piece(cue, "cue"), *_narrated(rest, "interviewee", name, title)]


def _person(text: str) -> tuple[str, str]:
    """(name, title) out of 区政协主任 王晓荣 or 公司总经理黄代放."""
    text = text.strip().rstrip("：:，,")
    name, comma, title = text.partition(", ")
    if comma:  # Jane Smith, harbour master
        return name, title
    title, space, name = text.rpartition(" ")
    if space and not re.search(r"[A-Za-z]", text):
        return name, title.strip()
    if glued := GLUED_NAME.fullmatch(text):
        return glued["name"], glued["title"]
    return ("", text) if re.search(rf"(?:{TITLE_WORDS})$", text) else (text, "")
