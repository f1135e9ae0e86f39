"""Lines to pieces: who says what, directions, datelines, signatures, marks of notes. The one place that cuts text."""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import replace

from ..i18n import _
from . import aside_patterns, patterns
from .addressees import NOTE_SIGNS, description_length, hint_length, is_for_guides
from .document_style import DocumentStyle
from .outline import LIST_RULE, Line, Piece, Role, Voice
from .provenance import Strip
from .script_notes import is_script_note
from .speaker_labels import Label, inner_labels, label_key
from .speaker_roles import Speaker, find_speaker
from .staff_notes import is_staff_bracket

TITLE_WORDS = (
    "经理|员工|主任|书记|部长|局长|所长|校长|院长|教授|村民|大户|党员|农户|站长|馆长|会长|秘书长|主席|市长|县长|镇长|乡长|村长|队长|"
    "厂长|代表|老师|教师|医生|记者|代表|专家|干部|职工|工人|学生|居民|董事长|总裁|负责人|员|师|长"
)
GLUED_NAME = re.compile(rf"(?P<title>.*(?:{TITLE_WORDS}))\s*(?P<name>[\u4e00-\u9fff]{{2,3}})$")
OPENING_MARKS = re.compile(
    r"(?:[\s●•■◆▪·◇○★※*\-–—“”\"'‘’「」『』（(【\[》）)】\].,，。、；;：:！？!?…]"
    r"|[一二三四五六七八九十]{1,3}、|\d{1,3}[.、．)）]|[①-⑳]|[(（][一二三四五六七八九十\d]{1,3}[)）]"
    r"|(?:镜头|场|镜|分镜)[一二三四五六七八九十\d]{1,3}[:：、.]?)*"
)
MANNER = re.compile(r"\s*[(（\[【](?:[^()（）\[\]【】。！？.!?]{1,8}|(?:[a-z’'-]+[ ,]*){1,4})[)）\]】]\s*(?=\S)")
"""(laughing), （低声） between a speaker's label and the words: how they are said."""
SECTION_LABEL = re.compile(
    r"[【\[]?(?:开场[白语]|结束语|过渡[语词]|导入语|结语|串词|欢迎[词语]|引导语|告别语|开头语|结尾语)[】\]]?[:：]\s*(?=[^\n]*[。！？!?])"
    r"|(?i:intro(?:duction)?|outro|opening(?: words)?|closing(?: words)?|ouverture|conclusion|apertura|cierre|despedida"
    r"|begrüßung|verabschiedung|überleitung|schlusswort)\s?:\s*(?=[A-ZÀ-Ý¿¡“][^\n]*[.!?])"
)
"""结束语：, Closing: before what is said there."""
MAX_DIALLED = 4_000
"""Characters of the longest text whose sentences are looked through for numbers to dial."""
BRACKETS_OF_LABELS = ("【", "[", "〔")
CLOSING_WORDS = re.compile(r"尾声\s*[:：]\s*(?=\S)")
"""尾声： before what is said at the end."""
LONG_DASH = re.compile(r"——\s*")
SENTENCE_BEFORE = re.compile(r"[。！？!?.…][”’\"』」]?\s*$")
SHORT_ASIDE = re.compile(r"[\u4e00-\u9fff]{1,6}|[a-zà-ÿ’'-]+(?: [a-zà-ÿ’'-]+){0,2}")
"""（敲钟）, (knocks): what stands in brackets behind the end of a sentence and is no sentence of its own."""
BOUNDARY_BEFORE = re.compile(r"(?:^|[。！？!?.…；;：:”’\"』」)）\]】〕])\s*$")

INNER_NOTE = re.compile(rf"(?<=[。！？!?.…”’」』）)]){NOTE_SIGNS}(?P<note>[^\n]*)", re.DOTALL)
"""What stands behind a sentence and such a sign, to the end of the line."""


NARRATOR = Voice()


class LineCutter:
    """Cuts the lines of a tour in turn; remembers the caption that names the next interview."""

    def __init__(self, style: DocumentStyle, film: bool) -> None:
        self.style = style
        self.film = film
        self.caption = NARRATOR
        self.voice = NARRATOR
        """Who says what has no label, by the author's word."""
        self.speaker = NARRATOR
        """Who speaks lines without a label: the narrator, or the name that stands alone above them."""
        self.todos: list[str] = []
        """What a person is asked about the lines cut so far; whoever shows them takes them out."""
        self.asked: set[str] = set()

    def cut(self, line: Line) -> list[Piece]:
        """Return the pieces of a line; directions stay directions whatever stands in them."""
        pieces = [piece for piece in self._cut(line) if piece.strip]
        if line.decision is not None and line.decision.kind in ("direction", "contact", "signature", "subheading"):
            labelled = patterns.NARRATOR.search(line.text) or patterns.INTERVIEW.search(line.text)
            if not (labelled and self.film):
                pieces = [replace(piece, role="cue") if piece.role == "say" else piece for piece in pieces]
        return [replace(_with_voice(piece, line.voice or self.voice), decision=line.decision) for piece in pieces]

    def _cut(self, line: Line) -> Iterator[Piece]:
        if line.decision is not None and LIST_RULE in line.decision.evidence:
            mark, rest = line.strip.cut(line.indent + patterns.lead(line.text)[1])
            yield Piece(mark, "left", "list mark")
            line = replace(line, strip=rest, decision=replace(line.decision, evidence=()))
        strip, text, indent = line.strip, line.text, line.indent
        if patterns.INLINE_CUE.fullmatch(self.style.matched(text)) or (self.film and patterns.BARE_CUE.fullmatch(text)):
            yield Piece(strip, "cue")
            return
        labels = self._label_places(strip.text)
        first = labels[0] if labels else -1
        if labels and not self._is_own_form(text):
            opening = OPENING_MARKS.match(strip.text)
            before, *fragments = strip.cut(*labels)
            if before and opening is not None and opening.end() >= first:
                yield Piece(before, "left", "list mark" if before.text.strip() else "white space")
            elif before:
                yield from self._fragment(replace(line, strip=before), 0)
            for n, fragment in enumerate(fragments):
                for piece in self._fragment(replace(line, strip=fragment), 0):
                    yield from self._without_narration(piece, is_first=n == 0 and not before.text.strip())
            return
        yield from self._fragment(line, indent)

    def _label_places(self, text: str) -> list[int]:
        """Where labels of film scripts and known speakers stand in a line; those within brackets belong to them."""
        if len(text) > 5000:
            return [match.start() for match in patterns.INNER_LABEL.finditer(text)]
        brackets = [match.span() for match in aside_patterns.ANY_BRACKET.finditer(text) if match[0][0] not in "*_"]
        places = {match.start() for match in patterns.INNER_LABEL.finditer(text)}
        places = {at for at in places if not any(start < at < end for start, end in brackets)}
        for label in inner_labels(text):
            if label.key in self.style.speakers:
                places.add(text.rindex(label.name, 0, label.end))
        return sorted(places)

    def _without_narration(self, piece: Piece, is_first: bool) -> Iterator[Piece]:
        """The piece; a direction in mid-line ends with its sentence, and a person is asked about what follows."""
        sentences = patterns.split_sentences(piece.strip.text)
        if piece.role != "cue" or is_first or len(sentences) < 2:
            yield piece
            return
        if self.film:
            self.todos.append(
                _("“{text}” stands behind a direction in the same line and is not spoken: is it narration?").format(
                    text="".join(sentences[1:]).strip()[:30]
                )
            )
            yield piece
            return
        direction, rest = piece.strip.cut(len(sentences[0]))
        self.todos.append(
            _("“{text}” stands behind a direction in the same line and is spoken: is it narration?").format(
                text=rest.text.strip()[:30]
            )
        )
        yield replace(piece, strip=direction)
        yield from self.narrate(rest)

    def _is_own_form(self, text: str) -> bool:
        """Whether the label of a line stands where its own pattern looks for it."""
        inner = next((place for place in self._label_places(text) if place), None)
        picture = patterns.PICTURE.match(text)
        return inner is None and bool(picture or patterns.NARRATOR.match(text) or patterns.labelled(text))

    def _fragment(self, line: Line, indent: int) -> Iterator[Piece]:
        strip, text = line.strip, line.text
        indent = line.indent
        if not text:
            yield Piece(strip, "left", "white space")
        elif self.film and (scene := patterns.SCENE_OPEN.match(text)):
            cue, rest = strip.cut(indent + scene.end())
            yield Piece(cue, "cue")
            yield from self.narrate(rest)
        elif label := self._narration_label(self.style.matched(text)) or _hint_label(line, self.style.matched(text)):
            cue, rest = strip.cut(indent + label)
            yield Piece(cue, "left", "label: it became the voice")
            yield from self.narrate(rest)
        elif speaker := find_speaker(text, self.style.speakers):
            yield from self._speech(strip, indent, *speaker)
        elif interview := patterns.labelled(text):
            yield from self._interview(strip, indent, interview)
            self.caption = NARRATOR
        elif self._is_direction(self.style.matched(text)):
            if shown := patterns.CAPTION.match(text):
                self.caption = read_person(text[shown.end() :])
            yield Piece(strip, "cue")
        else:
            yield from self._plain(strip, text, indent)

    def _narration_label(self, text: str) -> int:
        """Length of a narrator's label, a stage direction before it included; 0 without one."""
        label = patterns.NARRATOR.match(text) or (patterns.NARRATOR_GLUED.match(text) if self.film else None)
        if label:
            return label.end()
        if section := SECTION_LABEL.match(text):
            return section.end()
        bracketed = aside_patterns.NARRATION_LABEL.match(text)
        if bracketed and bracketed.end() < len(text) and text[bracketed.end() - 1] in "：:】]〕":
            return bracketed.end()
        return 0

    def _speech(self, strip: Strip, indent: int, speaker: Speaker, label: Label) -> Iterator[Piece]:
        voice = self._voice_of(speaker)
        cuts = (*(indent + place for place in label.remark or ()), indent + label.end)
        *pieces, rest = strip.cut(*cuts)
        for n, piece in enumerate(pieces):
            yield Piece(piece, "cue") if n == 1 else Piece(piece, "left", "label: it became the voice")
        if remark := MANNER.match(rest.text):
            manner, rest = rest.cut(remark.end())
            yield Piece(manner, "cue")
        yield from self.narrate(rest, voice)

    def name_speaker(self, line: Line) -> Piece:
        """Return the piece of a name that stands alone on a line: the lines behind it are what that person says."""
        self.speaker = self._voice_of(self.style.names_alone[label_key(line.text.rstrip(":："))])
        return Piece(line.strip, "left", "label: it became the voice", decision=line.decision)

    def _voice_of(self, speaker: Speaker) -> Voice:
        """The voice of a speaker; a person is asked about one that is not sure, once a tour."""
        if not speaker.is_sure and speaker.label not in self.asked:
            self.asked.add(speaker.label)
            self.todos.append(
                _("“{label}” was taken for a speaker, with the voice {role}: choose the voice.").format(
                    label=speaker.label, role=speaker.role
                )
            )
        return Voice(speaker.role, speaker.name, speaker.title)

    def _is_direction(self, text: str) -> bool:
        if text[:1] in BRACKETS_OF_LABELS and aside_patterns.DIRECTION_LABEL.match(text):
            return True
        if CLOSING_WORDS.match(text):
            return False
        direction = patterns.INLINE_CUE.match(text)
        shot = text[direction.end() :].lstrip() if direction else text  # [乘车前往下一站] 画面：…
        picture = patterns.PICTURE.match(shot)
        if picture and (self.film or not picture[0].rstrip()[-1:].isalpha()):
            return True
        return bool(patterns.DATE_LINE.fullmatch(text) or patterns.SIGNER.fullmatch(text))

    def _plain(self, strip: Strip, text: str, indent: int) -> Iterator[Piece]:
        if credits := CLOSING_WORDS.match(text):
            cue, rest = strip.cut(indent + credits.end())
            yield Piece(cue, "cue")
            yield from self.narrate(rest)
        elif end := _list_marks_end(text):
            dot, rest = strip.cut(indent + end)
            yield Piece(dot, "left", "list mark")
            yield from self._fragment(Line(rest), 0) if rest else ()
        elif dateline := patterns.DATELINE.match(text):
            cue, rest = strip.cut(indent + dateline.end())
            yield Piece(cue, "cue")
            yield from self.narrate(rest)
        elif (signature := patterns.SIGNATURE.search(strip.text)) and re.search(
            r"[。！？”]\s*$", strip.text[: signature.start()]
        ):
            spoken, cue = strip.cut(signature.start())
            yield from self.narrate(spoken)
            yield Piece(cue, "cue")
        else:
            yield from self.narrate(strip)

    def narrate(self, strip: Strip, voice: Voice | None = None) -> Iterator[Piece]:
        """Return narration with the directions and the marks of notes in it taken out."""
        voice = voice or self.speaker
        fresh = True
        spans = find_inner_spans(self.style.matched(strip.text))
        # cut once: each cut of what is left over would go through all of it again
        *pieces, rest = strip.cut(*(place for start, end, _role, _reason in spans for place in (start, end)))
        for before, inner, (_start, _end, role, reason) in zip(pieces[::2], pieces[1::2], spans, strict=True):
            for piece in self._spoken(before, voice, fresh):
                fresh = fresh and piece.role != "say"
                yield piece
            yield Piece(inner, role, reason)
        yield from self._spoken(rest, voice, fresh)

    @staticmethod
    def _spoken(strip: Strip, voice: Voice, fresh: bool) -> Iterator[Piece]:
        if strip and not strip.text.strip():
            yield Piece(strip, "left", "white space")
        elif strip:
            yield Piece(strip, "say", voice=voice.role, speaker=voice.name, speaker_title=voice.title, fresh=fresh)

    def _interview(self, strip: Strip, indent: int, label: re.Match[str]) -> Iterator[Piece]:
        voice = read_person(label["who"]) if label["who"].strip() else self.caption
        cue, rest = strip.cut(indent + label.end())
        if not rest or patterns.INLINE_CUE.search(rest.text.strip(), max(0, len(rest.text.strip()) - 12)):
            yield Piece(strip, "cue")  # 谈对企业工作的肯定（略）: a note of what was said, not the words
            return
        yield Piece(cue, "cue")
        yield from self.narrate(rest, replace(voice, role="interviewee"))


def _with_voice(piece: Piece, voice: Voice) -> Piece:
    """The piece, said by whom its author names where its own words name nobody."""
    if voice.role == NARRATOR.role or piece.role != "say" or piece.voice != NARRATOR.role:
        return piece
    return replace(piece, voice=voice.role, speaker=voice.name, speaker_title=voice.title)


def _list_marks_end(text: str) -> int:
    """Length of the marks of a list that open a line, which may be nothing but marks; 0 without one."""
    end = 0
    while (mark := patterns.BULLET.match(text, end) or LONG_DASH.match(text, end)) and mark.end() > end:
        end = mark.end()
    return end


def _hint_label(line: Line, text: str) -> int:
    """Length of 提示： or Note: before words for visitors, and of 说明： where what follows is the narration."""
    decided = line.decision is not None and line.decision.kind == "narration"
    return hint_length(text) or (description_length(text) if decided else 0)


def _is_border_note(content: str) -> bool:
    """Whether a bracket between sentences holds something to do or to know for those who lead or read."""
    return aside_patterns.is_border_action(content) or is_staff_bracket(content) or is_script_note(content)


def find_inner_spans(text: str) -> list[tuple[int, int, Role, str]]:
    """(start, end, role, reason) of what stands within narration and is not spoken, in order, without overlap."""
    spans: list[tuple[int, int, Role, str]] = []
    for match in aside_patterns.CITATION.finditer(text):
        before = text[max(0, match.start() - aside_patterns.MAX_UNIT_CHARS) : match.start()]
        if not aside_patterns.UNIT_BEFORE.search(before) or match[0][0] not in "²³":
            spans.append((*match.span(), "left", "mark of a note"))
    spans += [(*match.span(), "cue", "") for match in patterns.INLINE_CUE.finditer(text)]
    for match in aside_patterns.ANY_BRACKET.finditer(text):
        content = aside_patterns.bracket_content(match)
        known = aside_patterns.is_direction_content(content) or _is_labelled(content)
        known = known or aside_patterns.OPEN_QUESTION.search(content) is not None
        square = match[0][0] in "[【〔［<＜〈{♪"
        at_border = _is_at_border(text, *match.span())
        starred = match[0][0] in "*_"
        behind_sentence = bool(SENTENCE_BEFORE.search(text[max(0, match.start() - 12) : match.start()]))
        if (known and (at_border or not starred)) or (
            not starred
            and (
                (at_border and (square or _is_border_note(content)))
                or (behind_sentence and SHORT_ASIDE.fullmatch(content))
            )
        ):
            start, end = match.span()
            if text[start - 1 : start] == match[0][0] and text[end : end + 1] == match[0][-1]:  # [[Image: …]]
                start, end = start - 1, end + 1
            spans.append((start, end, "cue", ""))
    spans += [(*match.span(), "cue", "") for match in INNER_NOTE.finditer(text) if _is_note(match["note"])]
    spans += [(*span, "cue", "an address or a number to dial") for span in find_dialled_sentences(text)]
    chosen: list[tuple[int, int, Role, str]] = []
    for span in sorted(spans, key=lambda span: (span[0], -span[1])):
        if not chosen or span[0] >= chosen[-1][1]:
            chosen.append(span)
    return chosen


def _is_note(text: str) -> bool:
    """Whether what stands behind ※ is for the guide, and none of the narration."""
    label = aside_patterns.DIRECTION_LABEL.match(text)
    return (label is not None and not hint_length(text)) or is_for_guides(text)


def find_dialled_sentences(text: str) -> list[tuple[int, int]]:
    """Return the places of sentences with an address or a number to dial, where others stand beside them."""
    if len(text) > MAX_DIALLED or not aside_patterns.DIALLED.search(text):
        return []
    spans: list[tuple[int, int]] = []
    at = 0
    sentences = patterns.split_sentences(text)
    for sentence in sentences:
        start = text.index(sentence, at)
        at = start + len(sentence)
        if aside_patterns.DIALLED.search(sentence):
            spans.append((start, at))
    return spans if len(spans) < len(sentences) else []


def _is_at_border(text: str, start: int, end: int) -> bool:
    """Whether a bracket stands between sentences: behind the end of one, or at either end of the text."""
    return bool(BOUNDARY_BEFORE.search(text[max(0, start - 12) : start])) or not text[end : end + 200].strip()


def _is_labelled(content: str) -> bool:
    """Whether a bracket opens with the label of a direction: （画面：江面）."""
    return bool(patterns.PICTURE.match(content) and re.match(r"[^:：]{1,12}[:：]", content)) or bool(
        aside_patterns.DIRECTION_LABEL.match(content)
    )


def read_person(text: str) -> Voice:
    """Return who speaks: name and title out of 区政协主任 王晓荣 or 公司总经理黄代放."""
    text = text.strip().rstrip("：:，,")
    name, comma, title = text.partition(", ")
    if comma:  # Jane Smith, harbour master
        return Voice("interviewee", name, title)
    title, space, name = text.rpartition(" ")
    if space and not re.search(r"[A-Za-z]", text):
        return Voice("interviewee", name, title.strip())
    if glued := GLUED_NAME.fullmatch(text):
        return Voice("interviewee", glued["name"], glued["title"])
    ends_in_title = re.search(rf"(?:{TITLE_WORDS})$", text)
    return Voice("interviewee", "", text) if ends_in_title else Voice("interviewee", text)
