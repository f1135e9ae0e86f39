"""The rules for what is not spoken: directions, credits, references, web furniture, captions, contacts, signatures."""

from __future__ import annotations

import re

from . import aside_patterns as aside
from . import patterns
from .addressees import (
    HINT,
    NOTE_SIGNS,
    SCRIPT_TALK,
    TO_LISTENERS,
    description_length,
    find_addressee,
    hint_length,
    is_for_guides,
)
from .credit_lines import is_credit_line
from .evidence import Rule, Surroundings
from .form_fields import is_field_row
from .imprint_lines import is_imprint_line, is_organisation_line
from .page_words import MAX_FURNITURE, is_page_furniture
from .quote_sources import CLOSES_QUOTE, is_labelled_source, is_source
from .script_notes import is_script_note
from .speaker_roles import find_speaker
from .staff_sections import is_staff_label
from .tombstones import OBJECT_CREDIT
from .unspoken import is_clear_direction


def is_stage_direction(s: Surroundings) -> bool:
    """(音乐起), [walk through the gate] alone on a line."""
    return bool(patterns.INLINE_CUE.fullmatch(s.text))


DOUBLED = re.compile(
    r"([\[<{(（【〈])\1([^\[\]<>{}()（）【】〈〉]{1,120})([\]>})）】〉])\3|[-–—=~]{2,}\s?([^-–—=~]{1,60})\s?[-–—=~]{2,}"
)
"""[[…]], <<…>> or --- … --- around a line."""


def is_sound_in_brackets(s: Surroundings) -> bool:
    """A sound, a silence or an action in brackets, alone on a line."""
    text = s.text.rstrip(":：.。 ")
    if len(text) > 200 or s.number is not None:
        return False
    if doubled := DOUBLED.fullmatch(text):
        return doubled[4] is None or aside.is_direction_content(doubled[4])
    bracket = aside.ANY_BRACKET.fullmatch(text)
    if bracket is None:
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


CUE_NUMBER = re.compile(rf"\d{{1,3}}[.．、)）][ \t　]+|{NOTE_SIGNS}")
"""What stands before the lines of a radio script, 12. MUSIC: …, and before notes: ※讲解提示：…"""


def is_production_note(s: Surroundings) -> bool:
    """讲解时长约8分钟, Duration: 2 min, 【时长】2分钟, Version 3."""
    unnumbered = CUE_NUMBER.sub("", s.text)
    if (aside.DIRECTION_LABEL.match(s.text) or aside.DIRECTION_LABEL.match(unnumbered)) and len(s.text) <= 160:
        return not (hint_length(s.text) or (s.is_below_heading and description_length(s.text)))
    return len(s.text) <= 80 and bool(aside.PRODUCTION.fullmatch(s.text))


def is_for_guide(s: Surroundings) -> bool:
    """※讲解员可省略…, Guides may skip…, 提示：语速放慢: for those who record the text and lead the tour."""
    if s.line.kind == "heading" or find_speaker(s.line.text, s.style.speakers) is not None:
        return False
    label = HINT.match(s.text)
    hinted = label is not None and len(s.text) <= 160 and find_addressee(s.text[label.end() :]) == "guides"
    return hinted or is_for_guides(s.text) or (len(s.text) <= 160 and is_staff_label(s.text))


def is_about_the_script(s: Surroundings) -> bool:
    """Above the first stop, a sentence that names the script or those who speak it, and addresses nobody."""
    if s.line.kind == "heading" or s.position >= s.style.first_heading or len(s.text) > 300:
        return False
    talks = patterns.SENTENCE_END.search(s.text) and SCRIPT_TALK.search(s.text) and not TO_LISTENERS.search(s.text)
    return bool(talks or (aside.ATTACHED.fullmatch(s.text)))


def shows_the_way(s: Surroundings) -> bool:
    """→ Follow the quay to the red door: an arrow before the way to the next stop."""
    return bool(patterns.ARROW.match(s.text)) and s.line.kind != "heading" and len(s.text) <= 200


def is_note_to_reader(s: Surroundings) -> bool:
    """本稿共1,032字, 翻到第12页给观众看, Pause here.: a paragraph of nothing but notes to whoever reads it aloud."""
    if s.line.kind in ("heading", "title", "cell") or find_speaker(s.line.text, s.style.speakers) is not None:
        return False
    return is_script_note(s.text, may_be_open=s.style.plain_headings >= 2)


def is_staff_note(s: Surroundings) -> bool:
    """讲解员注意：…, Ranger note: …, a timetable of the day, ne pas diffuser: for those who lead the tour."""
    return s.position in s.style.staff_notes


def is_field(s: Surroundings) -> bool:
    """时间：, 停留时间：, Attendees: a field of a form beside others, or at several stops."""
    return s.position in s.style.fields


def is_field_row_at_edge(s: Surroundings) -> bool:
    """Before the first heading or behind the last one nothing but fields: 配音：…　剪辑：…, Druck: Copyshop Meier."""
    is_edge = s.position < s.style.first_heading or s.position > s.style.last_heading
    if not is_edge or s.line.kind in ("heading", "title", "cell") or not is_field_row(s.line.text):
        return False
    return find_speaker(s.line.text, s.style.speakers) is None or not patterns.SENTENCE_END.search(s.text)


def is_imprint(s: Surroundings) -> bool:
    """The page with rights and publisher, or a line of nothing but printer, support, credits and hours."""
    if s.position in s.style.imprint:
        return True
    if s.line.kind in ("heading", "title", "cell") or find_speaker(s.line.text, s.style.speakers) is not None:
        return False
    if s.position < s.style.first_heading and is_credit_line(s.text):
        return True
    is_above = 0 < s.position < s.style.first_heading
    if is_above and patterns.SENTENCE_END.search(s.text) and is_organisation_line(s.text):
        return True
    return is_imprint_line(s.text, s.is_last and s.before is not None)


def is_administration(s: Surroundings) -> bool:
    """Document history, 会签表, Verteiler: a record of the document itself, and what stands below that heading."""
    return s.position in s.style.administration


def is_mail(s: Surroundings) -> bool:
    """From: To: Subject:, and the words to the mail's reader above the title."""
    return s.position in s.style.mail


def is_cast(s: Surroundings) -> bool:
    """CAST, and JOAN, a ferrywoman below it."""
    return s.position in s.style.cast


def is_tombstone(s: Surroundings) -> bool:
    """Oak, about 1640: between the title of an object and its text, at two objects at least."""
    return s.position in s.style.tombstones


def is_object_credit(s: Surroundings) -> bool:
    """Where an object comes from and its number in the collection."""
    return len(s.text) <= 160 and bool(OBJECT_CREDIT.fullmatch(s.text)) and s.line.kind != "heading"


def is_cover_slide(s: Surroundings) -> bool:
    """【P1 封面】: the title stands below."""
    match = aside.SLIDE.fullmatch(s.text)
    return match is not None and s.style.is_slides and bool(aside.COVER.search(match["title"]))


def is_instruction(s: Surroundings) -> bool:
    """Slanted or quoted words that tell the speaker what to do."""
    if not s.line.block.italic or len(s.text) > 120:
        return False
    spoken = find_speaker(s.line.text, s.style.speakers)  # > Narrator: long pause here.
    behind = s.text[spoken[1].end :] if spoken else ""
    if spoken is None and len(s.style.speakers) >= 2 and patterns.SENTENCE_END.search(s.text):  # as in plays
        return True
    return bool(aside.INSTRUCTION.match(s.text)) or (bool(behind) and is_clear_direction(behind))


def is_marked_direction(s: Surroundings) -> bool:
    """A direction by the format's own word: a sound in subtitles."""
    return s.line.block.is_direction


def is_on_slide(s: Surroundings) -> bool:
    """Text on a slide whose notes are what is said."""
    return s.line.block.slide


def is_slide_note(s: Surroundings) -> bool:
    """Notes to the guide where the text on the slides is what is said."""
    return s.line.block.is_slide_note


def is_closing_slide(s: Surroundings) -> bool:
    """谢谢观看, Credits: the heading of a last slide or page on which nothing is said."""
    shown = s.line.kind == "heading" and bool(aside.CLOSING_SLIDE.fullmatch(s.text.strip()))
    return shown and s.is_last and (s.after is None or s.after.block.slide or s.after.kind == "heading")


def is_reference(s: Surroundings) -> bool:
    """In a list of references, or a note to a mark in the text."""
    return s.position in s.style.reference_lines


def is_quote_source(s: Surroundings) -> bool:
    """— From the works paper, no. 4/1953, p. 7: where a quotation stands, on a line of its own below it."""
    if s.before is None or s.line.kind in ("heading", "cell") or s.number is not None:
        return False
    if is_labelled_source(s.text):
        return True
    return is_source(s.text) and (CLOSES_QUOTE.search(s.before.text) is not None or s.before.block.italic)


def _without_brackets(text: str) -> str:
    return text[1:-1].strip() if re.fullmatch(r"[\[【(（][^\[\]【】()（）]*[\]】)）]", text) else text


def is_web_furniture(s: Surroundings) -> bool:
    """Words of web sites: 当前位置, 责任编辑, Accept cookies."""
    if find_speaker(s.line.text, s.style.speakers) is not None:  # 记者： before a question, as at others
        return False
    if s.line.kind == "heading" and s.after is not None and not s.is_last:
        return len(s.text) <= MAX_FURNITURE and aside.WEB.fullmatch(_without_brackets(s.text)) is not None
    return is_page_furniture(s.text)


def is_dividing_line(s: Surroundings) -> bool:
    """***, ＊＊＊, =====: nothing in it to read."""
    return not patterns.has_words(s.text)


def is_caption_style(s: Surroundings) -> bool:
    """A caption by the format's own word."""
    return s.line.kind == "caption"


def is_caption_text(s: Surroundings) -> bool:
    """图1 …, Figure 2: …, （2023年摄）."""
    return len(s.text) <= 140 and bool(aside.CAPTION.fullmatch(s.text)) and s.line.kind != "heading"


def is_contact(s: Surroundings) -> bool:
    """Telephone, address, opening hours, tickets: for the eye."""
    return len(s.text) <= 160 and bool(aside.CONTACT.fullmatch(s.text)) and s.line.kind != "heading"


def holds_address(s: Surroundings) -> bool:
    """A web address, mail address or telephone number in a line of one sentence, or as most of its line."""
    if len(s.text) > 400 or not aside.HAS_CONTACT.search(s.text) or s.line.kind == "heading":
        return False
    without = aside.HAS_CONTACT.sub("", s.text)
    single = bool(aside.DIALLED.search(s.text)) and len(patterns.split_sentences(s.text)) == 1
    return single or (len(without) < 0.5 * len(s.text) and len(s.text) > 6)


def is_practical(s: Surroundings) -> bool:
    """Under a heading like 温馨提示 or Practical information, or that heading itself."""
    return s.position in s.style.practical_lines


def is_for_staff(s: Surroundings) -> bool:
    """Under a heading like Logistics or 工作人员检查表, or that heading itself."""
    return s.position in s.style.staff_sections


def is_amid_contacts(s: Surroundings) -> bool:
    """A short line among contacts behind the last narration."""
    return s.position in s.style.closing_contacts


def is_closing_fragment(s: Surroundings) -> bool:
    """Behind the last sentence of a text whose sentences all end with a full stop, and without one."""
    return s.position in s.style.closing_fragments


def is_fragment(s: Surroundings) -> bool:
    """A short line without a full stop below the headings of a text whose other lines are sentences."""
    return s.position in s.style.fragments


def is_date_or_signer(s: Surroundings) -> bool:
    """A date or a signature alone on a line."""
    return bool(patterns.DATE_LINE.fullmatch(s.text) or patterns.SIGNER.fullmatch(s.text))


def is_letter_closing(s: Surroundings) -> bool:
    """The wish that closes a letter, and name and date behind it."""
    return s.position in s.style.letter_closing


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
        r"(?:The )?(?:[A-Z][\w’'&.-]*(?: of| the| and| &)* ){2,7}(?:Museum|Trust|Society|Council|Committee|Team"
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


ASIDE_RULES: tuple[Rule, ...] = (
    Rule("a stage direction", "direction", 7, is_stage_direction),
    Rule("a sound or an action in brackets", "direction", 6, is_sound_in_brackets),
    Rule("brackets where headings have none", "direction", 5, is_bracket_amid_narration),
    Rule("round brackets around the line", "direction", 3.5, is_round_bracket_line),
    Rule("a note on the recording", "direction", 6.5, is_production_note),
    Rule("words to the guide", "direction", 5, is_for_guide),
    Rule("about the script itself", "direction", 4, is_about_the_script),
    Rule("an arrow before the way", "direction", 5, shows_the_way),
    Rule("a note to the reader of the script", "direction", 6.5, is_note_to_reader),
    Rule("a note for staff", "direction", 13, is_staff_note),
    Rule("a field of a form", "direction", 6, is_field),
    Rule("nothing but fields", "direction", 12, is_field_row_at_edge),
    Rule("rights and publisher", "boilerplate", 12, is_imprint),
    Rule("a record of the document itself", "boilerplate", 20, is_administration),
    Rule("the head of a mail", "boilerplate", 20, is_mail),
    Rule("a list of those who speak", "direction", 14, is_cast),
    Rule("date and material of an object", "direction", 9, is_tombstone),
    Rule("where an object comes from", "direction", 6, is_object_credit),
    Rule("the cover of a presentation", "label", 12, is_cover_slide),
    Rule("an instruction to the speaker", "direction", 5, is_instruction),
    Rule("a sound in subtitles", "direction", 9, is_marked_direction),
    Rule("text on a slide", "direction", 30, is_on_slide),
    Rule("notes to slides whose text is said", "direction", 30, is_slide_note),
    Rule("what a last slide says", "direction", 12, is_closing_slide),
    Rule("a list of references", "citation", 9, is_reference),
    Rule("where a quotation comes from", "citation", 6, is_quote_source),
    Rule("words of web sites", "boilerplate", 9, is_web_furniture),
    Rule("a dividing line", "boilerplate", 20, is_dividing_line),
    Rule("a caption style", "caption", 9, is_caption_style),
    Rule("the words of a caption", "caption", 7, is_caption_text),
    Rule("contact, hours or prices", "contact", 6, is_contact),
    Rule("an address or a number to dial", "contact", 4.5, holds_address),
    Rule("practical information", "contact", 8, is_practical),
    Rule("a section for staff", "direction", 9, is_for_staff),
    Rule("among contacts at the end", "contact", 3, is_amid_contacts),
    Rule("no full stop, behind the last sentence", "signature", 3, is_closing_fragment),
    Rule("no full stop among whole sentences", "direction", 1.3, is_fragment),
    Rule("a date or a signature", "signature", 6, is_date_or_signer),
    Rule("the closing of a letter", "signature", 9, is_letter_closing),
    Rule("an organisation on the last line", "signature", 4, is_closing_signature),
    Rule("a table-of-contents style", "contents", 9, is_in_contents_style),
    Rule("a table of contents", "contents", 10, is_typed_contents),
)
"""All of them; their order decides nothing."""
