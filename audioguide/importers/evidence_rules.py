"""The rules of the evidence pass, each with a name, what it speaks for, a weight and a test table.

Weights are in votes: 1 is a hint, 3 decides where nothing contradicts, 5 and more decides against a format's own word.
"""

from __future__ import annotations

import re

from ..text.han import HAN_CHARACTER
from . import aside_patterns as aside
from . import patterns
from .document_style import has_bare_stop_number, in_contents, is_narration_label, is_recurring_label
from .evidence import Rule, Surroundings
from .speaker_roles import find_speaker
from .stop_numbers import StopNumber

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
    if s.style.film and depth > 1:
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
    if s.after is None or s.style.film or line.kind not in ("line", "paragraph"):
        return False
    if patterns.BULLET.match(text) or text.startswith("——") or patterns.DATE_LINE.fullmatch(text):
        return False
    if aside.ANY_BRACKET.fullmatch(text) or _is_label(s) or patterns.SPEAKER.match(text):
        return False
    short = _heading_like(text) and not patterns.GREETING.match(text) and not patterns.SIGNER.match(text)
    label = len(text) <= 10 and text.endswith("：") and not patterns.GREETING.match(text)
    narrated = patterns.SENTENCE_END.search(s.after.text) or patterns.BULLET.match(s.after.text)
    return (short or label) and bool(narrated)


def is_in_contents(s: Surroundings) -> bool:
    """Its title is listed in the table of contents."""
    return in_contents(s.text, s.style) and s.position not in s.style.contents_lines and _heading_like(s.text)


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
    return bool(aside.NARRATION_LABEL.fullmatch(s.text))


def is_recurring_heading(s: Surroundings) -> bool:
    """A heading whose words come at several stops: a label, not a title."""
    marked = s.line.kind == "heading" or s.line.block.bold or bool(patterns.BRACKET.fullmatch(s.text))
    return marked and is_recurring_label(s.text) in s.style.recurring and s.number is None


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
    if find_speaker(s.text, s.style.speakers) is not None:
        return True
    label = aside.NARRATION_LABEL.match(s.text)
    return label is not None and label.end() < len(s.text) and s.text[label.end() - 1] in "：:】]〕"


def holds_film_label(s: Surroundings) -> bool:
    """画面：, MUSIC: or 解说： somewhere in the line, which is cut there."""
    return s.line.kind != "heading" and bool(patterns.INNER_LABEL.search(s.text))


def is_stage_direction(s: Surroundings) -> bool:
    """(音乐起), [walk through the gate] alone on a line."""
    return bool(patterns.INLINE_CUE.fullmatch(s.text))


def is_sound_in_brackets(s: Surroundings) -> bool:
    """A sound, a silence or an action in brackets, alone on a line."""
    bracket = aside.ANY_BRACKET.fullmatch(s.text.rstrip(":：.。 "))
    if bracket is None or s.number is not None:
        return False
    content = aside.bracket_content(bracket)
    return bool(aside.SOUND.search(content) or aside.ACTION.match(content)) or s.text[0] in "<♪＜"


def is_bracket_amid_narration(s: Surroundings) -> bool:
    """Brackets alone on a line, where headings look otherwise."""
    bracketed = patterns.BRACKET.fullmatch(s.text) or aside.ANY_BRACKET.fullmatch(s.text)
    other = s.style.plain_headings >= 2 and s.style.plain_headings * 2 >= s.style.bracketed_lines
    return bool(bracketed) and other and s.number is None and s.line.kind != "heading"


def is_round_bracket_line(s: Surroundings) -> bool:
    """（…） alone on a line."""
    return bool(re.fullmatch(r"[(（][^()（）]{1,160}[)）]", s.text)) and s.number is None


def is_production_note(s: Surroundings) -> bool:
    """讲解时长约8分钟, Duration: 2 min, 【时长】2分钟, Version 3."""
    if aside.DIRECTION_LABEL.match(s.text) and len(s.text) <= 160:
        return True
    return len(s.text) <= 80 and bool(aside.PRODUCTION.fullmatch(s.text))


def is_object_credit(s: Surroundings) -> bool:
    """Where an object comes from and its number in the collection."""
    return len(s.text) <= 160 and bool(aside.OBJECT_CREDIT.fullmatch(s.text)) and s.line.kind != "heading"


def is_cover_slide(s: Surroundings) -> bool:
    """【P1 封面】: the title stands below."""
    match = aside.SLIDE.fullmatch(s.text)
    return match is not None and s.style.is_slides and bool(aside.COVER.search(match["title"]))


def is_instruction(s: Surroundings) -> bool:
    """Slanted or quoted words that tell the speaker what to do."""
    return s.line.block.italic and len(s.text) <= 120 and bool(aside.INSTRUCTION.match(s.text))


def is_on_slide(s: Surroundings) -> bool:
    """Text on a slide whose notes are what is said."""
    return s.line.block.slide


def is_bullet_of_labelled_slide(s: Surroundings) -> bool:
    """A bullet point where 讲解： marks what is said."""
    return s.style.narration_is_labelled and s.position > s.style.first_slide >= 0 and not opens_with_speaker(s)


def is_reference(s: Surroundings) -> bool:
    """In a list of references, or a note to a mark in the text."""
    return s.position in s.style.reference_lines


def _without_brackets(text: str) -> str:
    return text[1:-1].strip() if re.fullmatch(r"[\[【(（][^\[\]【】()（）]*[\]】)）]", text) else text


def is_web_furniture(s: Surroundings) -> bool:
    """Words of web sites: 当前位置, 责任编辑, Accept cookies."""
    return len(s.text) <= 300 and bool(
        aside.WEB.fullmatch(_without_brackets(s.text)) or aside.LICENCE.fullmatch(s.text)
    )


def is_caption_style(s: Surroundings) -> bool:
    """A caption by the format's own word."""
    return s.line.kind == "caption"


def is_caption_text(s: Surroundings) -> bool:
    """图1 …, Figure 2: …, （2023年摄）."""
    return len(s.text) <= 140 and bool(aside.CAPTION.fullmatch(s.text)) and s.line.kind != "heading"


def is_contact(s: Surroundings) -> bool:
    """Telephone, address, opening hours, tickets: for the eye."""
    return len(s.text) <= 160 and bool(aside.CONTACT.fullmatch(s.text)) and s.line.kind != "heading"


def is_mostly_address(s: Surroundings) -> bool:
    """A web address, mail address or telephone number that is most of its line."""
    without = aside.HAS_CONTACT.sub("", s.text)
    return len(without) < 0.5 * len(s.text) and len(s.text) > 6


def is_date_or_signer(s: Surroundings) -> bool:
    """A date or a signature alone on a line."""
    return bool(patterns.DATE_LINE.fullmatch(s.text) or patterns.SIGNER.fullmatch(s.text))


def is_closing_signature(s: Surroundings) -> bool:
    """An organisation's or a person's name on the last lines."""
    if not s.is_last or s.before is None or s.line.kind == "heading":
        return False
    organisation = re.fullmatch(
        r"[\u4e00-\u9fff（）()·]{3,28}(?:委员会|村委会|居委会|党支部|党委|政府|[局馆社司所校院]|公司|中心|办公室"
        r"|宣讲团|编写组|讲解组|领导小组)",
        s.text,
    )
    english = re.fullmatch(
        r"(?:The )?(?:[A-Z][\w’'&.-]*(?: of| the| and| &)* ?){2,7}(?:Museum|Trust|Society|Council|Committee|Team"
        r"|Department|Ltd\.?|Office|Association)",
        s.text,
    )
    return bool(organisation or english) and not patterns.SENTENCE_END.search(s.text)


def is_in_contents_style(s: Surroundings) -> bool:
    """An entry of a table of contents by the format's own word."""
    return s.line.kind == "contents"


def is_typed_contents(s: Surroundings) -> bool:
    """The heading 目录 or Contents and the titles behind it, which come again below."""
    return s.position in s.style.contents_lines


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
    Rule("bold on a line of its own", "heading", 2.6, is_bold_line),
    Rule("brackets around the line", "heading", 2.6, is_bracketed_line),
    Rule("a short line before a text", "heading", 1.6, is_short_line_before_text),
    Rule("listed in the table of contents", "heading", 2, is_in_contents),
    Rule("a name that sections have", "heading", 3.5, is_section_name),
    Rule("the title of a slide", "heading", 6, is_slide_title),
    Rule("a label of the narration", "label", 9, is_narration_label_alone),
    Rule("words that come at several stops", "subheading", 5, is_recurring_heading),
    Rule("running text", "narration", 1, is_running_text),
    Rule("an end as sentences have", "narration", 1.5, ends_as_sentences_do),
    Rule("longer than headings are", "narration", 1.5, is_longer_than_headings),
    Rule("a speaker before it", "narration", 7, opens_with_speaker),
    Rule("a label of a film script in it", "narration", 8, holds_film_label),
    Rule("a stage direction", "direction", 7, is_stage_direction),
    Rule("a sound or an action in brackets", "direction", 6, is_sound_in_brackets),
    Rule("brackets where headings have none", "direction", 5, is_bracket_amid_narration),
    Rule("round brackets around the line", "direction", 3.5, is_round_bracket_line),
    Rule("a note on the recording", "direction", 6.5, is_production_note),
    Rule("where an object comes from", "direction", 6, is_object_credit),
    Rule("the cover of a presentation", "label", 12, is_cover_slide),
    Rule("an instruction to the speaker", "direction", 5, is_instruction),
    Rule("text on a slide", "direction", 8, is_on_slide),
    Rule("beside what 讲解： marks", "direction", 5, is_bullet_of_labelled_slide),
    Rule("a list of references", "citation", 9, is_reference),
    Rule("words of web sites", "boilerplate", 9, is_web_furniture),
    Rule("a caption style", "caption", 9, is_caption_style),
    Rule("the words of a caption", "caption", 7, is_caption_text),
    Rule("contact, hours or prices", "contact", 6, is_contact),
    Rule("an address or a number to dial", "contact", 4.5, is_mostly_address),
    Rule("a date or a signature", "signature", 6, is_date_or_signer),
    Rule("an organisation on the last line", "signature", 4, is_closing_signature),
    Rule("a table-of-contents style", "contents", 9, is_in_contents_style),
    Rule("a table of contents", "contents", 10, is_typed_contents),
)
"""All of them; their order decides nothing."""
