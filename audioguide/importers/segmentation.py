"""From lines to tours: numbered parts of a collection, titles that come again, articles about one place."""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass, field, replace
from itertools import pairwise

from . import patterns, stop_detection
from .above_title import set_lines_above_title_apart
from .aside_patterns import CONTACT, WEB
from .cleanup import Paragraph, Table
from .counted_words import split_counted_words
from .document import Document
from .document_style import is_film, study_style
from .evidence import LONGEST_LINE, DecidedLines, decide_lines
from .format_versions import set_versions_apart
from .introduction import may_stand_above_title, split_introduction
from .languages_apart import set_languages_apart
from .line_splitting import split_lines
from .numbers_alone import find_numbers_alone
from .outline import Decision, Line, Outline, Part, Piece
from .records import arrange_records
from .routes import find_route_headings, take_collection_title
from .run_in_titles import split_run_in_titles
from .shot_tables import join_shots
from .stop_detection import heading_number, is_heading, is_number_alone
from .tables import arrange_tables

MAX_TITLES = 5
"""Lines of a title: collection, title, subtitle and the like; more are no titles."""
MAX_TITLE = 120
"""Characters of the longest title."""
OF_COLLECTION = re.compile(
    r"\s*(?:[(（【\[]?\s*(?:篇|之|第|(?i:part|no\.?)\s?)?\s*[一二三四五六七八九十\d]{1,3}\s*篇?\s*[)）】\]]?)\s*[:：]?\s*$"
)
"""Behind a title that comes again: 篇1, （二）, part 3."""
WELCOME_TITLE = re.compile(r"WELCOME TO [^,.!?:;a-z]{3,60}")
"""A greeting that is a title for its capitals, where no other stands above."""
BRACKET_RULES = {"round brackets around the line", "brackets where headings have none"}
COLLECTION_SIZE = re.compile(
    r"\s*[(（]?(?:精选|通用|优秀|热门|共|合集|范文|汇总|集锦)?\s*[\d一二三四五六七八九十]{1,3}\s*篇[)）]?(?:合集|汇总)?$"
)
"""Behind the title of a collection: （精选3篇）."""
TEXT_KINDS = re.compile(r"(?:解说词|讲解词|导游词|导览词|解说稿|讲解稿|发言稿|讲话)$")
OFTEN_NAMED = 4
"""Times a place comes in an article and its headline that needs no 县 or 市 behind it to be a place."""


@dataclass
class _Group:
    """The lines of a tour, before its stops are known."""

    titles: list[Piece] = field(default_factory=list)
    generic: str = ""
    """Title of the collection it stands in."""
    lines: list[Line] = field(default_factory=list)
    left: list[Piece] = field(default_factory=list)
    place: str = ""
    """The place its articles are about; empty where it is no collection of articles."""
    decided: DecidedLines | None = None
    """How its lines were decided, before articles were set apart."""


def outline_tours(paragraphs: list[Paragraph], table: Table, document: Document) -> list[Outline]:
    """Return the tours of a document, in order; none where nothing is said in it."""
    lines = [line for paragraph in paragraphs for line in split_lines(paragraph, table)]
    lines = arrange_records(set_versions_apart(join_shots(arrange_tables(lines))))
    lines = split_run_in_titles(set_languages_apart(lines))
    lines = set_lines_above_title_apart(_mark_page_title(split_counted_words(lines), document))
    versions = list(dict.fromkeys(line.version for line in sorted(lines, key=lambda line: bool(line.version))))
    groups = [group for version in versions for group in _split_groups([x for x in lines if x.version == version])]
    outlines: list[Outline] = []
    waiting: tuple[Piece, ...] = ()
    for outline in (_outline(part) for group in groups for part in _split_articles(_decided(group))):
        outline = replace(outline, is_version=len(versions) > 1)
        if any(part.length or part.head is not None for part in outline.parts):
            outlines.append(replace(outline, left=waiting + outline.left))
            waiting = ()
        else:
            waiting += tuple(
                replace(piece, role="left", reason="a part in which nothing is said") for piece in _all_pieces(outline)
            )
    if outlines and waiting:
        outlines[-1] = replace(outlines[-1], left=outlines[-1].left + waiting)
    return outlines


def _decided(group: _Group) -> _Group:
    """The group with a decision for each of its lines, taken in the style of this tour."""
    decided = decide_lines(group.lines)
    return replace(group, lines=decided.lines, decided=decided)


def _all_pieces(outline: Outline) -> Iterator[Piece]:
    yield from (*outline.titles, *outline.descriptions, *outline.left)
    for part in outline.parts:
        yield from (*part.chapter, *([part.head] if part.head else []), *part.pieces)


# ---------------------------------------------------------------- titles by the format's own word


def title_variants(title: str) -> list[str]:
    """A page's title with and without the site's name: 河湾村导游词 of 河湾村导游词-青石县文旅局."""
    return [title, *(part.strip() for part in re.split(r"\s[-–—|·:]\s|[|_｜]|(?<=[\u4e00-\u9fff])[-–—]+", title))]


def _mark_page_title(lines: list[Line], document: Document) -> list[Line]:
    """Titles by style decided; where there is none, the line that repeats the document's properties."""
    if any(line.kind == "title" for line in lines):
        styled = Decision("title", ("a title style",))
        return [replace(line, decision=styled) if line.kind == "title" and not line.reason else line for line in lines]
    if not document.title:
        return lines
    keys = map(patterns.letter_key, title_variants(document.title))
    variants = {key for key in keys if len(key) >= 2}
    for n, line in enumerate(lines[:40]):
        if line.reason or line.kind == "cell":
            continue
        if (
            patterns.letter_key(line.text) in variants
            and (line.kind != "heading" or line.level == 1)
            and heading_number(line) is None
        ):
            marked = list(lines)
            marked[n] = replace(line, decision=Decision("title", ("the title in the document's properties",)))
            return marked
        if line.kind == "heading":
            break
    return lines


def _kind(line: Line) -> str:
    return line.decision.kind if line.decision and not line.reason else ""


# ---------------------------------------------------------------- groups


def _split_groups(lines: list[Line]) -> list[_Group]:
    """Cut at 第一篇 … 第五篇, at a title style, and at a title that comes again as a line of its own."""
    stops = _numbers_of_stops(lines)
    title, repeated = _recurring_title([line for line in lines if id(line) not in stops])
    routes = find_route_headings(lines)
    groups: list[_Group] = []
    group = _Group()
    generic = ""

    def close() -> None:
        nonlocal group
        if group.lines or group.titles or group.left:
            groups.append(group)
        group = _Group(generic=generic)

    for n, line in enumerate(lines):
        if line.reason:
            group.left.append(Piece(line.strip, "left", line.reason, decision=line.decision))
            continue
        if n in routes:
            if n > routes[0]:
                close()
            else:
                group.titles = take_collection_title(group.titles, group.lines)
                generic = group.generic = group.titles[0].text if group.titles else ""
            group.titles.append(Piece(line.strip, "title"))
            continue
        if id(line) not in stops and (match := _part_label(line)):
            close()
            number, rest = line.strip.cut(line.indent + match.end())
            generic = group.generic = rest.text.strip()
            group.left.append(Piece(number, "left", "number of the part"))
            if rest:
                group.titles.append(Piece(rest, "title", "collection"))
        elif _kind(line) == "title":
            if any(other.kind not in ("title", "contents", "caption") for other in group.lines):
                close()
            group.titles.append(Piece(line.strip, "title", decision=line.decision))
        elif repeated and _is_title_again(line, title):
            if any(not patterns.heading_like(other.text) or patterns.opens(other.text) for other in group.lines):
                close()
            generic = group.generic = title
            _take_title_again(line, title, group)
        else:
            group.lines.append(line)
    close()
    return groups


def _numbers_of_stops(lines: list[Line]) -> set[int]:
    """Identities of the lines that hold nothing but a stop's number, among them PART 1, which else begins a tour."""
    shown = [line for line in lines if not line.reason]
    return {id(shown[n]) for n in find_numbers_alone(shown)}


def _recurring_title(lines: list[Line]) -> tuple[str, bool]:
    """The collection's title, and whether it comes again as a line of its own."""
    shown = [line for line in lines if not line.reason and line.kind not in ("contents", "caption", "cell")]
    shown = [line for line in shown if not WEB.fullmatch(line.text) and not CONTACT.fullmatch(line.text)]
    parts = [line.text[match.end() :].strip() for line in shown if (match := _part_label(line))]
    title = parts[0] if parts else next((line.text for line in shown if patterns.heading_like(line.text)), "")
    if not parts:  # 河湾景区导游词（精选3篇） stands above 河湾景区导游词 篇1
        title = COLLECTION_SIZE.sub("", title)
    again = sum(_is_title_again(line, title) for line in shown)
    usable = len(title) >= 4 and not patterns.BRACKET.match(title) and not patterns.opens(title)
    return title, again > 1 and usable


def _is_title_again(line: Line, title: str) -> bool:
    """Whether a line is the title, alone or with a dash and a subtitle; never a sentence that begins with it."""
    text = line.text
    if not title or not text.startswith(title):
        return False
    rest = text[len(title) :]
    if not rest.strip() or OF_COLLECTION.fullmatch(rest):
        return True
    if re.match(r"\s*(?:[—–:：]|-{1,2}\s?|[(（])", rest):
        return len(text) <= MAX_TITLE and not patterns.SENTENCE_END.search(text)
    # 村史馆解说词各位来宾：大家好: a kind of text is no subject of a sentence
    return bool(TEXT_KINDS.search(title)) and not re.match(r"[\s，,、的是由共在为将有分从以按于被及和与]", rest)


def _take_title_again(line: Line, title: str, group: _Group) -> None:
    """Sort a line that is the title again into the group's titles."""
    first = not any(piece.reason == "collection" for piece in group.titles)
    behind = line.text[len(title) :]
    if OF_COLLECTION.fullmatch(behind) and behind.strip():
        group.titles.append(Piece(line.strip, "title", decision=line.decision))
        return
    again, rest = line.strip.cut(line.indent + len(title))
    if COLLECTION_SIZE.fullmatch(behind):
        group.titles.append(Piece(again, "title", "collection"))
        group.left.append(Piece(rest, "left", "how many texts there are"))
        return
    if first:
        group.titles.append(Piece(again, "title", "collection"))
    else:
        group.left.append(Piece(again, "left", "a title that comes twice"))
    own = re.match(r"\s*[—\-–:：]+\s*", rest.text) if rest else None
    if own:
        dash, rest = rest.cut(own.end())
        group.left.append(Piece(dash, "left", "a dash before a title"))
    if rest and rest.text.strip():
        if (own and patterns.has_words(rest.text)) or (
            patterns.heading_like(rest.text) and not patterns.GREETING.match(rest.text.strip())
        ):
            group.titles.append(Piece(rest, "title"))
        else:
            group.lines.append(replace(line, strip=rest))
    elif rest:
        group.left.append(Piece(rest, "left", "white space"))


def _part_label(line: Line) -> re.Match[str] | None:
    if line.kind == "cell" or len(line.text) > 60 or "。" in line.text:
        return None
    return patterns.PART.match(line.text)


# ---------------------------------------------------------------- collections of articles


def _split_articles(group: _Group) -> list[_Group]:
    """A collection of articles as one group a place; any other group as it is."""
    lines = group.lines
    if is_film(lines) or stop_detection.count_marked_headings(lines) >= 2 or any(map(is_number_alone, lines)):
        return [group]
    heads = [n for n in range(len(lines)) if _is_headline(lines, n)]
    if not heads:
        return [group]
    numbers = [heading_number(line) for line in lines if is_heading(line)]
    if any(number is not None and number.family == "stop" for number in numbers):
        return [group]
    if heads == [0] and not group.generic and len(numbers) >= 2:  # a title that names the place, and numbered stops
        return [group]
    groups: list[_Group] = []
    if heads[0] > 0 and any(not patterns.heading_like(line.text) for line in lines[: heads[0]]):
        groups.append(replace(group, lines=lines[: heads[0]]))
        current = _Group(generic=group.generic)
    else:
        titles = [Piece(line.strip, "title") for line in lines[: heads[0]]]
        current = replace(group, lines=[], titles=[*group.titles, *titles])
    before = ""
    for n, m in zip(heads, [*heads[1:], len(lines)], strict=True):
        text = "".join(line.text for line in lines[n:m])
        named = patterns.find_places(lines[n].text)
        if current.lines and not any(before.count(name) >= 2 for name in named):
            groups.append(current)
            current, before = _Group(generic=group.generic), ""
        current.place = current.place or max(sorted(named), key=text.count, default="")
        head = replace(lines[n], block=replace(lines[n].block, kind="heading", level=1))
        current.lines += [replace(head, decision=Decision("heading", ("a headline about a place",))), *lines[n + 1 : m]]
        before += text
    groups.append(current)
    return groups


def _is_headline(lines: list[Line], n: int) -> bool:
    line = lines[n]
    text = line.text
    if line.kind in ("heading", "cell") or patterns.opens(text) or not patterns.heading_like(text) or len(text) < 2:
        return False
    if _kind(line) not in ("heading", "narration"):
        return False
    if n + 1 == len(lines) or patterns.GREETING.match(text) or not patterns.find_places(text):
        return False
    following = "".join(other.text for other in lines[n : n + 12])
    return any(
        following.count(name) >= OFTEN_NAMED
        or (following.count(name) >= 2 and re.search(re.escape(name) + "[省市县区州镇乡村]", following))
        for name in patterns.find_places(text)
    )


# ---------------------------------------------------------------- one tour


def _outline(group: _Group) -> Outline:
    film = is_film(group.lines)
    own = (line for line in group.lines if not line.reason and line.kind != "cell")
    shown = [line for line in own if len(line.strip.text) <= LONGEST_LINE]
    style = group.decided.style_of(shown) if group.decided else study_style(shown)
    lines = [piece for line in group.lines for piece in (_film_lines(line, group) if film else (line,))]
    titles = list(group.titles)
    styled = any(piece.decision is not None and piece.decision.kind == "title" for piece in titles)
    skipped = next((n for n, line in enumerate(lines) if not may_stand_above_title(line)), 0)
    furniture, lines = lines[:skipped], lines[skipped:]
    count = 0
    if not group.place:
        while count < len(lines) and len(titles) < MAX_TITLES and _is_title_line(lines[count:], film, titles, styled):
            titles.append(Piece(lines[count].strip, "title", decision=lines[count].decision))
            count += 1
        last = lines[count - 1] if count and len(titles) > 1 else None
        plain = last is not None and last.kind not in ("heading", "title") and not re.match(r"[(（—]", last.text)
        if plain and (_has_short_headings(lines[count:]) or _has_headings_like(last, lines[count:])):
            # the last of several short lines is the first stop's heading where other stops have such headings too
            titles.pop()
            count -= 1
    form = stop_detection.find_tour_form(lines[count:], bool(group.place), style)
    introduction = split_introduction([*furniture, *lines[count:]], form)
    parts: list[Part] = stop_detection.detect_stops(introduction.rest, form, style)
    return Outline(
        tuple(titles), group.generic, group.place, tuple(parts), tuple(group.left), introduction.descriptions
    )


def _has_short_headings(lines: list[Line]) -> bool:
    return any(
        is_heading(line) and stop_detection.heading_depth(line) == stop_detection.SHORT_LINE_DEPTH
        for line, _following in pairwise(lines)
    )


def _has_headings_like(line: Line | None, lines: list[Line]) -> bool:
    """Whether a bold line is a heading as others below it are."""
    return (
        line is not None
        and line.block.bold
        and is_heading(line)
        and any(is_heading(other) and other.block.bold and other.kind == line.kind for other in lines)
    )


def _is_title_line(rest: list[Line], film: bool, titles: list[Piece], styled: bool) -> bool:
    line = rest[0]
    text = line.text
    if not patterns.has_words(text) or len(text) > MAX_TITLE or line.kind in ("cell", "item") or line.begins:
        return False
    if _kind(line) not in ("heading", "narration", "direction"):
        return False
    if line.kind == "heading":
        return not styled and _is_only_top_heading(rest, titles)
    number = heading_number(line)
    if number is not None or (patterns.GREETING.match(text) and (titles or not WELCOME_TITLE.fullmatch(text))):
        return False
    if line.decision is not None and "a speaker before it" in line.decision.evidence:
        return False
    if patterns.BARE_CUE.fullmatch(text) or patterns.INLINE_CUE.fullmatch(text) or patterns.is_spoken_label(text):
        return False
    bracketed = bool(re.fullmatch(r"[(（].{4,40}[)）]", text))
    if _kind(line) == "direction" and not bracketed:
        return False
    if _kind(line) == "direction" and line.decision and not set(line.decision.evidence) <= BRACKET_RULES:
        return False
    if styled:  # behind a title by style only a subtitle
        return text.startswith("——") or bracketed
    if patterns.BRACKET.fullmatch(text) or patterns.STATION.match(text) or patterns.BULLET.match(text):
        return False
    if film and patterns.PICTURE.match(text):
        return False
    if text.startswith("——") and titles:
        return len(text) < 45
    if patterns.lead(text)[0]:
        return bracketed and bool(titles)
    return patterns.heading_like(text) or (bracketed and bool(titles))


def _is_only_top_heading(rest: list[Line], titles: list[Piece]) -> bool:
    """Whether a heading by style is the only one of its level and what follows stands below it."""
    line = rest[0]
    if heading_number(line) is not None and heading_number(line).family == "stop":  # type: ignore[union-attr]
        return False
    others = [other for other in rest[1:] if other.kind == "heading" and _kind(other) == "heading"]
    alone = not any(other.level <= line.level for other in others)
    return not any(piece.reason != "collection" for piece in titles) and alone and len(rest) > 1


def _film_lines(line: Line, group: _Group) -> Iterator[Line]:
    cuts = [match.start() for match in patterns.GLUED_PICTURE.finditer(line.strip.text) if match.start() < 40]
    if not cuts or patterns.PICTURE.match(line.text) or patterns.NARRATOR.match(line.text):
        yield line
        return
    before, rest = line.strip.cut(cuts[0])
    own = before.text.strip() in {piece.text for piece in group.titles}
    yield replace(line, strip=before, reason="a title that comes twice" if own else "")
    yield replace(line, strip=rest)
