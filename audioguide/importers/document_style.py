"""How a document is written: what its headings look like, who speaks in it, what comes again."""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field

from . import aside_patterns, patterns
from .administration import find_administration
from .cast_lists import find_cast
from .closing_lines import find_closing_contacts, find_closing_fragments, find_letter_closing
from .form_fields import find_fields, find_imprint, find_mail, find_quoted_mail
from .fragments import find_fragments
from .language import is_traditional
from .letterhead import find_letterhead
from .numbered_lists import find_lists
from .numbers_alone import find_numbers_alone
from .outline import Line
from .practical_sections import find_practical_lines
from .speaker_roles import Speaker, find_names_alone, find_speakers
from .staff_notes import find_staff_notes
from .staff_sections import find_staff_sections
from .stop_numbers import StopNumber, read_stop_number
from .tombstones import find_tombstones

FILM_LINES = 3
"""Labelled lines (画面：, 解说：, 同期声) from which a text is taken for a film script."""


@dataclass(frozen=True)
class DocumentStyle:
    """What decisions about single lines take from the rest of the document."""

    film: bool = False
    """画面 / 解说 / 同期声."""
    speakers: Mapping[str, Speaker] = field(default_factory=dict)
    """Label → speaker."""
    practical_lines: frozenset[int] = frozenset()
    """Lines (by position) of practical information, its heading included."""
    staff_sections: frozenset[int] = frozenset()
    """Lines (by position) of sections for the people who run the tour, their headings included."""
    fields: frozenset[int] = frozenset()
    """Lines (by position) that are fields of a form."""
    imprint: frozenset[int] = frozenset()
    """Lines (by position) about rights and publisher, their heading included."""
    administration: frozenset[int] = frozenset()
    """Lines (by position) of records of the document itself: versions, approval, distribution."""
    mail: frozenset[int] = frozenset()
    """Lines (by position) of a mail's head, and the words to its reader."""
    cast: frozenset[int] = frozenset()
    """Lines (by position) of a list of those who speak, its heading included."""
    staff_notes: frozenset[int] = frozenset()
    """Lines (by position) for those who lead the tour or keep the text: notes, reminders, timetables."""
    tombstones: frozenset[int] = frozenset()
    """Lines (by position) of date, material and place between the title of an object and its text."""
    first_heading: int = 0
    """Position of the first line that is a heading by style, number or bold type."""
    last_heading: int = 0
    """Position of the last such line; 0 without one."""
    closing_contacts: frozenset[int] = frozenset()
    """Lines (by position) among contacts behind the last narration."""
    closing_fragments: frozenset[int] = frozenset()
    """Lines (by position) without a full stop behind the last sentence."""
    fragments: frozenset[int] = frozenset()
    """Short lines (by position) without a full stop, where all that is said are whole sentences."""
    letter_closing: frozenset[int] = frozenset()
    """Lines (by position) of the wish that closes a letter, and what stands behind it."""
    numbers_alone: frozenset[int] = frozenset()
    """Lines (by position) that hold nothing but a number, where these count the stops."""
    names_alone: Mapping[str, Speaker] = field(default_factory=dict)
    """Names that stand alone on lines above what is said, as in plays."""
    plain_headings: int = 0
    """Headings that bear a style, a number or bold type, so that brackets are something else."""
    bracketed_lines: int = 0
    """Lines in square brackets that name no sound or action."""
    bold_headings: int = 0
    """Short bold lines before a text."""
    numbered_items_are_headings: bool = False
    """Most numbered items stand alone before a paragraph: the program's own numbers of headings."""
    recurring: frozenset[str] = frozenset()
    """Headings and bracketed labels that come twice or more: labels, not titles."""
    contents: frozenset[str] = frozenset()
    """Titles listed in a table of contents."""
    contents_lines: frozenset[int] = frozenset()
    """Lines (by position) of a table of contents that is typed."""
    reference_lines: frozenset[int] = frozenset()
    """Lines (by position) of lists of references, their heading included."""
    number_level: int = 0
    """Level of the headings that carry stop numbers; 0: none does."""
    bare_numbers: int = 0
    """Short lines of plain text like ``101 The Gate``."""
    styled_headings: int = 0
    """Headings by the format's own word."""
    is_slides: bool = False
    """【P3 …】: slides pasted as text."""
    first_slide: int = -1
    """Position of the first slide that is neither cover nor contents; -1 where there are no slides."""
    listed: frozenset[int] = frozenset()
    """Lines (by position) of a numbered list within the text, whose first stands behind a colon."""
    is_traditional: bool = False
    """It is written in traditional characters."""
    narration_is_labelled: bool = False
    """讲解： or 【讲解词】 marks what is said at several stops, so that the rest is shown or noted."""

    def matched(self, text: str) -> str:
        """Return a text as patterns are matched with it: traditional characters made simplified, each at its place."""
        return _in_simplified(text) if self.is_traditional else text


def _in_simplified(text: str) -> str:
    from ..text.zh.traditional import to_simplified  # its tables take a tenth of a second

    return to_simplified(text)


def study_style(lines: Sequence[Line]) -> DocumentStyle:
    """Return the style of a document."""
    texts = [line.text for line in lines]
    numbers = [read_stop_number(line.text, line.kind == "heading" or line.block.bold) for line in lines]
    contents_lines = _find_contents(lines)
    references = _find_references(lines)
    mail, quoted = find_mail(lines), find_quoted_mail(lines)
    speakers = find_speakers(texts, any(line.block.is_subtitle for line in lines))
    in_traditional = sum(map(is_traditional, texts)) * 2 > len(texts)
    headings = [n for n in range(len(lines)) if _is_marked_heading(lines, numbers, n)]
    return DocumentStyle(
        film=is_film(lines),
        speakers=speakers,
        fields=find_fields(lines, speakers),
        imprint=find_imprint(lines) | find_letterhead(lines),
        administration=find_administration(lines),
        mail=mail | quoted,
        cast=find_cast(lines),
        tombstones=find_tombstones(lines),
        staff_notes=find_staff_notes(lines, *((headings[0], headings[-1]) if headings else (0, len(lines)))),
        first_heading=headings[0] if headings else 0,
        last_heading=headings[-1] if headings else 0,
        practical_lines=find_practical_lines(lines, _in_simplified if in_traditional else str),
        staff_sections=find_staff_sections(lines),
        closing_contacts=find_closing_contacts(lines),
        closing_fragments=find_closing_fragments(lines),
        fragments=find_fragments(lines),
        letter_closing=find_letter_closing(lines[: min(quoted, default=len(lines))], bool(mail)),
        numbers_alone=find_numbers_alone(lines),
        names_alone=find_names_alone(texts),
        plain_headings=_count_plain_headings(lines, numbers),
        bracketed_lines=sum(
            bool(patterns.BRACKET.fullmatch(text))
            and not aside_patterns.SOUND.search(text.strip("【】[]〔〕"))
            and not patterns.INLINE_CUE.fullmatch(text)
            for text in texts
        ),
        bold_headings=sum(_is_bold_heading(lines, n) for n in range(len(lines))),
        numbered_items_are_headings=_items_are_headings(lines),
        recurring=_find_recurring(lines),
        contents=frozenset(_bare_title(texts[n]) for n in contents_lines)
        | frozenset(_bare_title(line.text) for line in lines if line.kind == "contents"),
        contents_lines=contents_lines,
        reference_lines=references,
        number_level=_number_level(lines, numbers),
        bare_numbers=sum(
            has_bare_stop_number(text) and n + 1 < len(texts) and _is_text_of(texts[n + 1], text)
            for n, text in enumerate(texts)
        ),
        styled_headings=sum(line.kind == "heading" for line in lines),
        is_slides=sum(bool(aside_patterns.SLIDE.match(text)) for text in texts) >= 2,
        first_slide=next(
            (
                n
                for n, text in enumerate(texts)
                if (slide := aside_patterns.SLIDE.fullmatch(text)) and not aside_patterns.COVER.search(slide["title"])
            ),
            -1,
        ),
        listed=find_lists(lines),
        is_traditional=in_traditional,
        narration_is_labelled=sum(is_narration_label(text) for text in texts) >= 2,
    )


def _is_text_of(text: str, title: str) -> bool:
    """Whether a line is long enough to be the text below a title, or a sentence longer than it."""
    return len(text) > 30 or (len(text) > len(title) and bool(patterns.SENTENCE_END.search(text)))


def is_film(lines: Sequence[Line]) -> bool:
    """Whether the lines are a film script."""
    labels = (
        patterns.PICTURE.match(text) or patterns.NARRATOR.match(text) or patterns.labelled(text)
        for text in (line.text for line in lines)
    )
    return sum(map(bool, labels)) >= FILM_LINES


def is_narration_label(text: str) -> bool:
    """Whether a line opens with 讲解： or 【讲解词】 or is Transcript alone."""
    match = aside_patterns.NARRATION_LABEL.match(text)
    return match is not None and (match.end() == len(text) or text[match.end() - 1] in "：:】]〕")


def has_bare_stop_number(text: str) -> bool:
    """Whether a short line opens with a number and no sign behind it: ``101 The Gate``, ``07 水车``."""
    return (
        bool(re.match(r"[A-Z]{0,2}\d{1,4}[a-zA-Z]?[ \t　]+[^\W\d]", text))
        and patterns.heading_like(text)
        and (read_stop_number(text, in_heading=True) is not None)
    )


def is_recurring_label(text: str) -> str:
    """The text by which a heading or bracketed label is counted."""
    bracket = re.match(r"[【\[〔]([^】\]〕]{1,12})[】\]〕]", text)
    return (bracket[1] if bracket else text).strip(" :：").lower()


def _bare_title(text: str) -> str:
    if slide := aside_patterns.SLIDE.fullmatch(text.strip()):
        return re.sub(r"\W", "", slide["title"])
    text = re.sub(r"(?:(?<![.．…·‥_ \t　])[.．…·‥_ \t　]+)?\d{1,3}\s*$", "", text.strip())
    number = read_stop_number(text, in_heading=True)
    return re.sub(r"\W", "", text[number.length :] if number else text)


def in_contents(text: str, style: DocumentStyle) -> bool:
    """Whether a line's title is listed in the table of contents."""
    return bool(style.contents) and _bare_title(text) in style.contents and bool(_bare_title(text))


def _count_plain_headings(lines: Sequence[Line], numbers: Sequence[StopNumber | None]) -> int:
    count = 0
    for n, (line, number) in enumerate(zip(lines, numbers, strict=True)):
        bracketed = patterns.BRACKET.fullmatch(line.text)
        if line.kind in ("heading",) or (line.block.number and line.kind == "item"):
            count += not bracketed or number is not None
        elif number is not None and patterns.heading_like(line.text) and number.family in ("stop", "figure", "chinese"):
            count += not patterns.INLINE_CUE.fullmatch(line.text)
        elif _is_bold_heading(lines, n):
            count += not bracketed
    return count


def _is_marked_heading(lines: Sequence[Line], numbers: Sequence[StopNumber | None], n: int) -> bool:
    """Whether a line behind the title is a heading by style, number or bold type."""
    return n > 0 and (
        lines[n].kind == "heading"
        or (numbers[n] is not None and patterns.heading_like(lines[n].text))
        or _is_bold_heading(lines, n)
    )


def _is_bold_heading(lines: Sequence[Line], n: int) -> bool:
    line = lines[n]
    following = lines[n + 1] if n + 1 < len(lines) else None
    return (
        line.block.bold
        and line.kind in ("paragraph", "line", "item")
        and patterns.heading_like(line.text)
        and following is not None
        and (not following.block.bold or len(following.text) > 45)
    )


def _items_are_headings(lines: Sequence[Line]) -> bool:
    """Whether most items that the program numbers are short and stand alone before a paragraph."""
    numbered = [n for n, line in enumerate(lines) if line.kind == "item" and line.block.number]
    alone = [
        n
        for n in numbered
        if patterns.heading_like(lines[n].text)
        and n + 1 < len(lines)
        and lines[n + 1].kind in ("paragraph", "item")
        and not lines[n + 1].block.number
        and len(lines[n + 1].text) > len(lines[n].text)
    ]
    return len(numbered) >= 1 and len(alone) >= 0.6 * len(numbered) and (len(alone) >= 2 or len(numbered) == 1)


def _find_recurring(lines: Sequence[Line]) -> frozenset[str]:
    counts = Counter(
        is_recurring_label(line.text)
        for line in lines
        if (line.kind == "heading" or re.match(r"[【\[〔]", line.text) or line.block.bold) and len(line.text) < 200
    )
    return frozenset(label for label, count in counts.items() if count >= 2 and label)


def _find_contents(lines: Sequence[Line]) -> frozenset[int]:
    """Lines of a typed table of contents: behind its heading, up to the first that comes again below."""
    positions: set[int] = set()
    below = Counter(re.sub(r"\W", "", line.text) for line in lines)
    for n, line in enumerate(lines[:200]):
        if not aside_patterns.CONTENTS_HEADING.fullmatch(line.text):
            continue
        entries: list[int] = []
        titles: set[str] = set()
        for m in range(n + 1, min(n + 80, len(lines))):
            text = lines[m].text
            if lines[m].kind == "contents":
                continue
            bare = re.sub(r"\W", "", text)
            entry = patterns.heading_like(text) and len(text) <= 60 and not aside_patterns.SLIDE.match(text)
            listed = aside_patterns.CONTENTS_LINE.fullmatch(text)
            if not entry or bare in titles or (lines[m].kind == "heading" and not listed):
                break
            comes_again = below[bare] >= 2 or any(
                _bare_title(text) and _bare_title(text) == _bare_title(other.text) for other in lines[m + 1 :]
            )
            if not (listed or comes_again or (entries and not _is_before_text(lines, m))):
                break
            titles.add(bare)
            entries.append(m)
        positions |= {n, *entries}
    positions |= {n for n, line in enumerate(lines) if patterns.CONTENTS_ENTRY.fullmatch(line.text)}
    return frozenset(positions)


def _is_before_text(lines: Sequence[Line], n: int) -> bool:
    following = lines[n + 1] if n + 1 < len(lines) else None
    return following is not None and bool(patterns.SENTENCE_END.search(following.text))


def _find_references(lines: Sequence[Line]) -> frozenset[int]:
    """Lines of reference lists: behind their heading, or opening with a mark that a text before refers to."""
    positions: set[int] = set()
    marks: set[str] = set()
    listing = False
    for n, line in enumerate(lines):
        text = line.text
        if aside_patterns.REFERENCES.fullmatch(text):
            listing = True
            positions.add(n)
            continue
        note = aside_patterns.NOTE_MARK.match(text)
        mark = _mark_of(note[0].strip()) if note else ""
        if listing:
            number = read_stop_number(text, in_heading=line.kind == "heading")
            ends = line.kind == "heading" or (number is not None and (number.family == "stop" or _is_title(lines, n)))
            if ends or (len(text) > 160 and not note):
                listing = False
            else:
                positions.add(n)
                continue
        if note and mark in marks:
            positions.add(n)
            continue
        marks |= {_mark_of(match[0]) for match in aside_patterns.CITATION.finditer(text)}
        marks |= {
            f"[{figure}]" for match in aside_patterns.CITATION.finditer(text) for figure in re.findall(r"\d+", match[0])
        }
    return frozenset(positions)


def _is_title(lines: Sequence[Line], n: int) -> bool:
    """Whether a numbered line in a list of references is the title of what stands below it, and no reference."""
    text = lines[n].text
    following = lines[n + 1].text if n + 1 < len(lines) else ""
    number = read_stop_number(text)
    return (
        number is not None
        and number.family in ("figure", "chinese")
        and patterns.heading_like(text)
        and patterns.has_words(text[number.length :])
        and not aside_patterns.REFERENCE.search(text)
        and len(following) > len(text)
        and bool(patterns.SENTENCE_END.search(following))
    )


def _mark_of(text: str) -> str:
    return text.strip().rstrip(":：.").replace("[^", "[").replace("〔", "[").replace("〕", "]")


def _number_level(lines: Sequence[Line], numbers: Sequence[StopNumber | None]) -> int:
    """The level at which most headings carry a number of their own; the shallower of two."""
    every: Counter[int] = Counter(line.level for line in lines if line.kind == "heading")
    numbered: Counter[int] = Counter(
        line.level
        for line, number in zip(lines, numbers, strict=True)
        if line.kind == "heading" and (number is not None or line.block.number)
    )
    levels = [level for level, count in numbered.items() if count * 2 > every[level] and count >= 1]
    levels = [level for level in levels if not _are_chapters(lines, level)] or levels
    named = {
        line.level
        for line, number in zip(lines, numbers, strict=True)
        if line.kind == "heading" and number is not None and number.family == "stop"
    }
    preferred = [level for level in levels if level in named]
    return min(preferred or levels, default=0)


def _are_chapters(lines: Sequence[Line], level: int) -> bool:
    """Whether each heading of a level stands directly above one of a deeper level."""
    places = [n for n, line in enumerate(lines) if line.kind == "heading" and line.level == level]
    above = (n + 1 < len(lines) and lines[n + 1].kind == "heading" and lines[n + 1].level > level for n in places)
    return all(above)
