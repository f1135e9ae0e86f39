"""Who says what: film labels, interviews and their speakers, stage directions, datelines, signatures."""

from __future__ import annotations

import re

from . import patterns
from .outline import Line, Piece
from .provenance import Strip

TITLE_WORDS = (
    "经理|员工|主任|书记|部长|局长|所长|校长|院长|教授|村民|大户|党员|农户|站长|馆长|会长|秘书长|主席|市长|县长|镇长|乡长|村长|队长|"
    "厂长|代表|老师|教师|医生|记者|代表|专家|干部|职工|工人|学生|居民|董事长|总裁|负责人|员|师|长"
)
GLUED_NAME = re.compile(rf"(?P<title>.*(?:{TITLE_WORDS}))\s*(?P<name>[\u4e00-\u9fff]{{2,3}})$")


def said(line: Line, film: bool, caption: tuple[str, str]) -> tuple[list[Piece], tuple[str, str]]:
    """The pieces of a line, and the (name, title) its caption gives to the next interview."""
    strip = line.strip
    indent = len(strip.text) - len(strip.text.lstrip())
    text = line.text
    if patterns.INLINE_CUE.fullmatch(text) or (film and patterns.BARE_CUE.fullmatch(text)):
        return [Piece(strip, "cue")], caption
    if film and (scene := patterns.SCENE_OPEN.match(text)):
        cue, rest = strip.cut(indent + scene.end())
        return [Piece(cue, "cue"), *narrated(rest)], caption
    if label := patterns.NARRATOR.match(text) or (patterns.NARRATOR_GLUED.match(text) if film else None):
        cue, rest = strip.cut(indent + label.end())
        return [Piece(cue, "left", "label: it became the voice"), *narrated(rest)], caption
    if interview := patterns.labelled(text):
        return _interview(strip, indent, interview, caption), ("", "")
    if credits := re.match(r"尾声\s*[:：]\s*(?=\S)", text):
        cue, rest = strip.cut(indent + credits.end())
        return [Piece(cue, "cue"), *narrated(rest)], caption
    if shown := patterns.CAPTION.match(text):
        return [Piece(strip, "cue")], _person(text[shown.end() :])
    direction = patterns.INLINE_CUE.match(text)
    shot = text[direction.end() :].lstrip() if direction else text  # [乘车前往下一站] 画面：…
    if (picture := patterns.PICTURE.match(shot)) and (film or not picture[0].isalpha()):
        return [Piece(strip, "cue")], caption
    if patterns.DATE_LINE.fullmatch(text) or patterns.SIGNER.fullmatch(text):
        return [Piece(strip, "cue")], caption
    if mark := patterns.BULLET.match(text) or re.match(r"——\s*", text):
        dot, rest = strip.cut(indent + mark.end())
        return [Piece(dot, "left", "list mark"), *narrated(rest)], caption
    if dateline := patterns.DATELINE.match(text):
        cue, rest = strip.cut(indent + dateline.end())
        return [Piece(cue, "cue"), *narrated(rest)], caption
    if (signature := patterns.SIGNATURE.search(strip.text)) and re.search(
        r"[。！？”]\s*$", strip.text[: signature.start()]
    ):
        said, cue = strip.cut(signature.start())
        return [*narrated(said), Piece(cue, "cue")], caption
    return narrated(strip), caption


def narrated(strip: Strip, voice: str = "narrator", speaker: str = "", title: str = "") -> list[Piece]:
    """Narration, stage directions inside it taken out as cues."""
    if not strip:
        return []
    found: list[Piece] = []
    places = [place for match in patterns.INLINE_CUE.finditer(strip.text) for place in match.span()]
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
    if not rest or patterns.INLINE_CUE.search(rest.text.strip(), max(0, len(rest.text.strip()) - 12)):
        return [Piece(strip, "cue")]  # 谈对企业工作的肯定（略）: a note of what was said, not the words
    return [Piece(cue, "cue"), *narrated(rest, "interviewee", name, title)]


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
