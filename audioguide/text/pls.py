"""Lexicons as W3C Pronunciation Lexicon Specification 1.0 (https://www.w3.org/TR/pronunciation-lexicon/).

A reading becomes ``<phoneme>`` with the alphabet ``ipa`` or our vendor alphabet ``x-audioguide-pinyin``, a respelling
``<alias>``. Context and note, which PLS does not know, stand as attributes of a namespace of ours that other readers
pass over (PLS 1.0, section 3.1).
"""

from __future__ import annotations

import re
from pathlib import Path
from xml.etree import ElementTree as ET

from ..errors import DocumentError
from ..files import read_regular_file
from ..i18n import _
from ..model import Lexicon, LexiconEntry
from .lexicon import entry_error
from .markup import is_ipa, is_pinyin

NAMESPACE = "http://www.w3.org/2005/01/pronunciation-lexicon"
OURS = "urn:audioguide:lexicon"
PINYIN = "x-audioguide-pinyin"
XML = "http://www.w3.org/XML/1998/namespace"


def render_pls(lexicon: Lexicon, language: str) -> str:
    """The lexicon as a PLS document in UTF-8."""
    ET.register_namespace("", NAMESPACE)
    ET.register_namespace("audioguide", OURS)
    root = ET.Element(f"{{{NAMESPACE}}}lexicon", {"version": "1.0", "alphabet": "ipa", f"{{{XML}}}lang": language})
    for entry in lexicon:
        extra = {f"{{{OURS}}}{name}": text for name, text in (("in", entry.context), ("note", entry.note)) if text}
        lexeme = ET.SubElement(root, f"{{{NAMESPACE}}}lexeme", extra)
        ET.SubElement(lexeme, f"{{{NAMESPACE}}}grapheme").text = entry.written
        if is_ipa(entry.say):
            ET.SubElement(lexeme, f"{{{NAMESPACE}}}phoneme").text = entry.say.strip("/")
        elif is_pinyin(entry.say):
            ET.SubElement(lexeme, f"{{{NAMESPACE}}}phoneme", {"alphabet": PINYIN}).text = entry.say
        else:
            ET.SubElement(lexeme, f"{{{NAMESPACE}}}alias").text = entry.say
    ET.indent(root)
    return '<?xml version="1.0" encoding="UTF-8"?>\n' + ET.tostring(root, encoding="unicode") + "\n"


def read_document(path: Path) -> bytes:
    """Return the bytes of a document. Raises DocumentError for what cannot be read."""
    try:
        return read_regular_file(path)
    except OSError as error:
        raise DocumentError(
            _("{file} cannot be read: {reason}.").format(file=path, reason=error.strerror or error)
        ) from error


def parse_pls(data: bytes, name: str = "PLS") -> tuple[Lexicon, str]:
    """The entries of a PLS document and its language.

    Every grapheme of a lexeme becomes an entry with its preferred pronunciation, else the first. Raises DocumentError
    for what is not PLS, and for readings in an alphabet we cannot say, naming every one.
    """
    if b"<!ENTITY" in data:  # entities may expand without bound; a lexicon needs none
        raise DocumentError(_("{file} defines XML entities, which a lexicon does not need.").format(file=name))
    try:
        root = ET.fromstring(data)
    except ET.ParseError as error:
        raise DocumentError(
            _("{file} is not valid XML: {reason}.").format(file=name, reason=error),
            hint=_("Export the lexicon again, or correct the line named."),
        ) from error
    if _local_name(root.tag) != "lexicon":
        raise DocumentError(
            _("{file} is not a pronunciation lexicon (PLS).").format(file=name),
            hint=_("Its first element should be <lexicon>."),
        )
    entries: list[LexiconEntry] = []
    faults: list[str] = []
    for lexeme in root:
        if _local_name(lexeme.tag) != "lexeme":
            continue
        for entry in _lexeme_entries(lexeme, root.get("alphabet", "ipa")):
            fault = (
                entry_error(entry)
                if entry.say
                else _("“{word}” has no supported pronunciation.").format(word=entry.written)
            )
            if fault:
                faults.append(fault)
            else:
                entries.append(entry)
    if faults:
        raise DocumentError("\n".join(faults), hint=_("Readings are IPA, tone-number pinyin or an alias."))
    return tuple(dict.fromkeys(entries)), root.get(f"{{{XML}}}lang", "")


def _lexeme_entries(lexeme: ET.Element, alphabet: str) -> list[LexiconEntry]:
    elements = [child for child in lexeme if _local_name(child.tag) in ("phoneme", "alias")]
    chosen = next((child for child in elements if child.get("prefer") == "true"), elements[0] if elements else None)
    say = _pronunciation_of(chosen, alphabet) if chosen is not None else ""
    context, note = (lexeme.get(f"{{{OURS}}}{key}", "") for key in ("in", "note"))
    words = [(child.text or "").strip() for child in lexeme if _local_name(child.tag) == "grapheme"]
    return [LexiconEntry(word, say, context, note) for word in words if word]


def _pronunciation_of(element: ET.Element, alphabet: str) -> str:
    text = " ".join((element.text or "").split())
    if _local_name(element.tag) == "alias":
        return text
    alphabet = element.get("alphabet", alphabet).lower()
    if alphabet == "ipa":
        return f"/{text}/" if text else ""
    if "pinyin" in alphabet or "sapi" in alphabet:  # other vendors part the tone (she 4 - hong 2)
        joined = re.sub(r"(?<=[a-zü:]) (?=[1-5])", "", text.replace("-", " ").lower())
        pinyin = " ".join(re.sub(r"(?<=[1-5])(?=[a-zü])", " ", joined).replace("v", "ü").split())
        return pinyin if is_pinyin(pinyin) else ""
    return ""


def _local_name(tag: str) -> str:
    return tag.rpartition("}")[2]
