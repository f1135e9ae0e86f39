"""The rules of the evidence pass, each with a name, what it speaks for, a weight and a test table.

Weights are in votes: 1 is a hint, 3 decides where nothing contradicts, 5 and more decides against a format's own word.
Those for what is not spoken are in ``evidence_asides``.
"""

from __future__ import annotations

from ..text.han import HAN_CHARACTER
from . import aside_patterns as aside
from . import patterns
from .document_style import has_bare_stop_number, in_contents, is_narration_label, is_recurring_label
from .evidence import Rule, Surroundings
from .evidence_asides import ASIDE_RULES
from .numbers_alone import WORD_ALONE
from .outline import LIST_RULE
from .speaker_labels import label_key, may_stand_alone
from .speaker_roles import find_speaker
from .stop_numbers import StopNumber
from .unspoken import is_clear_direction

LONG_HEADING = 45
"""Characters of a heading behind its number."""


def _heading_like(text: str) -> bool:
    return patterns.heading_like(text)


def _is_heading_text(text: str, number: StopNumber | None) -> bool:
    """Whether what stands behind a number may be a title."""
    rest = text[number.length :] if number else text
    limit = LONG_HEADING if HAN_CHARACTER.search(rest) else 90
    return len(rest) <= limit and "。" not in rest and not (len(rest) > 12 and patterns.SENTENCE_END.search(rest))


def has_heading_style(s: Surroundings) -> bool:
    """A heading by the format's own word, unless it is as long as a paragraph."""
    return s.line.kind == "heading" and patterns.has_words(s.text) and len(s.text) <= 160


def has_stop_number(s: Surroundings) -> bool:
    """第3站, Stop 101, 【点位五】 before a title or alone."""
    number = s.number
    if number is None or number.family != "stop" or not patterns.has_words(s.text):
        return False
    rest = s.text[number.length :]
    if patterns.INLINE_CUE.match(rest):  # 站点二 [乘车前往下一站] 画面：… is looked at without its direction
        rest = ""
    return _is_heading_text(rest, None)


def has_section_number(s: Surroundings) -> bool:
    """一、 1. (一) ① before a short line that is no sentence."""
    depth, length = patterns.lead(s.text)
    number = s.number
    if (s.style.film and depth > 1) or s.position in s.style.listed:
        return False
    if s.style.styled_headings >= 2 or s.line.block.number:  # where headings have a style, 1. is a list
        return False
    if depth and depth != 6:
        return _is_heading_text(s.text[length:], None) and patterns.has_words(s.text[length:])
    if number is None or number.family == "stop" or number.family == "inner":
        return False
    return _is_heading_text(s.text, number) and patterns.has_words(s.text[number.length :])


def has_automatic_number(s: Surroundings) -> bool:
    """The program numbers it, and such items stand alone before a text."""
    return (
        bool(s.line.block.number)
        and s.line.kind == "item"
        and s.style.numbered_items_are_headings
        and _heading_like(s.text)
    )


def has_bare_number(s: Surroundings) -> bool:
    """101 The Gate on a line of plain text, as other lines of the document."""
    return s.style.bare_numbers >= 2 and has_bare_stop_number(s.text) and s.after is not None


def is_number_alone(s: Surroundings) -> bool:
    """A number alone on a line, as others that rise: the title stands below."""
    return s.position in s.style.numbers_alone


def is_word_before_number(s: Surroundings) -> bool:
    """PART on a line of its own above the number that counts a stop."""
    return s.position + 1 in s.style.numbers_alone and bool(WORD_ALONE.fullmatch(s.text))


def is_bold_line(s: Surroundings) -> bool:
    """Bold on a line of its own before text that is not."""
    return (
        s.line.block.bold
        and s.line.kind in ("paragraph", "line")
        and _heading_like(s.text)
        and not patterns.GREETING.match(s.text)
        and s.after is not None
        and (not s.after.block.bold or len(s.after.text) > LONG_HEADING)
        and not _is_label(s)
    )


def is_bracketed_line(s: Surroundings) -> bool:
    """【大门外】 alone on a line."""
    return bool(patterns.BRACKET.fullmatch(s.text)) and not patterns.INLINE_CUE.fullmatch(s.text)


def is_short_line_before_text(s: Surroundings) -> bool:
    """A short line without a full stop before a sentence, where headings bear no other mark."""
    text, line = s.text, s.line
    if s.position in s.style.fragments:
        return False
    if s.after is None or s.style.film or line.kind not in ("line", "paragraph") or s.position + 1 in s.style.listed:
        return False
    if patterns.BULLET.match(text) or text.startswith("——") or patterns.DATE_LINE.fullmatch(text):
        return False
    if aside.ANY_BRACKET.fullmatch(text) or _is_label(s):
        return False
    short = _heading_like(text) and not patterns.GREETING.match(text) and not patterns.SIGNER.match(text)
    label = len(text) <= 10 and text.endswith("：") and not patterns.GREETING.match(text)
    below = s.below or s.after
    narrated = patterns.SENTENCE_END.search(below.text) or patterns.BULLET.match(below.text)
    return (short or label) and bool(narrated)


def is_in_contents(s: Surroundings) -> bool:
    """Its title is listed in the table of contents."""
    return in_contents(s.line.text, s.style) and s.position not in s.style.contents_lines and _heading_like(s.text)


def is_section_name(s: Surroundings) -> bool:
    """前言, 结束语, Welcome: what a section of any tour may be called, alone on a line before a text."""
    return bool(aside.SECTION_NAME.fullmatch(s.text)) and s.after is not None and len(s.after.text) > 20


def is_slide_title(s: Surroundings) -> bool:
    """【P3 村情概况】."""
    match = aside.SLIDE.fullmatch(s.text)
    return match is not None and s.style.is_slides


def _is_label(s: Surroundings) -> bool:
    return is_narration_label(s.text) or bool(aside.DIRECTION_LABEL.match(s.text))


def is_narration_label_alone(s: Surroundings) -> bool:
    """Transcript, 【讲解词】, 解说词： on a line of its own."""
    return bool(aside.NARRATION_LABEL.fullmatch(s.text)) and not is_name_alone(s)


def is_recurring_heading(s: Surroundings) -> bool:
    """A heading whose words come at several stops: a label, not a title."""
    marked = s.line.kind == "heading" or s.line.block.bold or bool(patterns.BRACKET.fullmatch(s.text))
    return marked and is_recurring_label(s.line.text) in s.style.recurring and s.number is None


def is_listed(s: Surroundings) -> bool:
    """An item of a numbered list within the text."""
    return s.position in s.style.listed


def is_running_text(s: Surroundings) -> bool:
    """Every line is narration unless something speaks against it."""
    return True


def ends_as_sentences_do(s: Surroundings) -> bool:
    """A full stop, question mark or exclamation mark at its end."""
    return bool(patterns.SENTENCE_END.search(s.text)) and s.line.kind != "heading"


def is_longer_than_headings(s: Surroundings) -> bool:
    """Longer than a heading is."""
    return not _heading_like(s.text) and len(s.text) > LONG_HEADING


def opens_with_speaker(s: Surroundings) -> bool:
    """ANNA:, 男：, 讲解： before its words."""
    spoken = find_speaker(s.line.text, s.style.speakers)
    if spoken is not None:
        return not (s.line.block.italic and is_clear_direction(s.text[spoken[1].end :]))
    label = aside.NARRATION_LABEL.match(s.text)
    if label is None or label.end() == len(s.text) or s.text[label.end() - 1] not in "：:】]〕":
        return False
    # Guion: Radio Comarca above the first stop names who wrote it
    return s.position >= s.style.first_heading or not aside.PRODUCTION.fullmatch(s.text)


def is_name_alone(s: Surroundings) -> bool:
    """HOST alone on a line above what is said, as in plays."""
    return may_stand_alone(s.text) and label_key(s.line.text.rstrip(":：")) in s.style.names_alone


def holds_film_label(s: Surroundings) -> bool:
    """画面：, MUSIC: or 解说： somewhere in the line, which is cut there."""
    return s.line.kind != "heading" and bool(patterns.INNER_LABEL.search(s.text))


def is_bullet_of_labelled_slide(s: Surroundings) -> bool:
    """A bullet point where 讲解： marks what is said."""
    return s.style.narration_is_labelled and s.position > s.style.first_slide >= 0 and not opens_with_speaker(s)


def is_document_title(s: Surroundings) -> bool:
    """The document's title by the format's own word."""
    return s.line.kind == "title"


EVIDENCE_RULES: tuple[Rule, ...] = (
    Rule("a title style", "title", 6, is_document_title),
    Rule("a heading style", "heading", 4, has_heading_style),
    Rule("the number of a stop", "heading", 4, has_stop_number),
    Rule("a section number", "heading", 2.6, has_section_number),
    Rule("a number without a point", "heading", 3, has_bare_number),
    Rule("a number the program shows", "heading", 3, has_automatic_number),
    Rule("a number alone on a line", "heading", 7, is_number_alone),
    Rule("a word above the number of a stop", "label", 12, is_word_before_number),
    Rule("bold on a line of its own", "heading", 2.6, is_bold_line),
    Rule("brackets around the line", "heading", 2.6, is_bracketed_line),
    Rule("a short line before a text", "heading", 1.6, is_short_line_before_text),
    Rule("listed in the table of contents", "heading", 2, is_in_contents),
    Rule("a name that sections have", "heading", 3.5, is_section_name),
    Rule("the title of a slide", "heading", 6, is_slide_title),
    Rule("a label of the narration", "label", 9, is_narration_label_alone),
    Rule("words that come at several stops", "subheading", 5, is_recurring_heading),
    Rule("a name alone above what is said", "speaker", 9, is_name_alone),
    Rule("running text", "narration", 1, is_running_text),
    Rule(LIST_RULE, "narration", 2, is_listed),
    Rule("an end as sentences have", "narration", 1.5, ends_as_sentences_do),
    Rule("longer than headings are", "narration", 1.5, is_longer_than_headings),
    Rule("a speaker before it", "narration", 7, opens_with_speaker),
    Rule("a label of a film script in it", "narration", 8, holds_film_label),
    Rule("beside what 讲解： marks", "direction", 5, is_bullet_of_labelled_slide),
    *ASIDE_RULES,
)
"""All of them; their order decides nothing."""
