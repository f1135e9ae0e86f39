"""The edits that decide how a tour sounds: readings of words and voices of roles."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

from ..authoring.schemas import TOUR_FIELDS
from ..errors import EditRefused
from ..i18n import _
from ..yaml import patching
from . import lexicon_edits
from .script_edits import Edit, EditConflict, OpenScript, parse_number


@dataclass(frozen=True)
class DecideReading(Edit):
    """How a word is said in the whole tour: a line of the script's lexicon."""

    word: str
    say: str
    kind = "decide-reading"

    def patch_text(self, script: OpenScript) -> str:
        """Set the line; a script without a lexicon gets one above its stops."""
        lexicon = patching.load_plain(script.text).get("lexicon")
        if not lexicon:
            text = patching.remove_field(script.text, (), "lexicon") if lexicon is not None else script.text
            return patching.set_field(text, (), "lexicon", {self.word: self.say}, TOUR_FIELDS)
        if not isinstance(lexicon.get(self.word, ""), str):
            raise EditRefused(
                _("The lexicon decides “{word}” by context.").format(word=self.word),
                hint=_("Choose “only here”, or change the lexicon in a text editor."),
            )
        return patching.set_field(script.text, ("lexicon",), self.word, self.say, (*lexicon, self.word))

    @property
    def label(self) -> str:
        """Names word and reading."""
        return _("Reading: {word} {reading}").format(word=self.word, reading=self.say)


@dataclass(frozen=True)
class SetReading(Edit):
    """How a word is said in the tour, everywhere or only within a longer text; the other readings of the word stay."""

    word: str
    context: str
    """A longer text with the word in it; empty: everywhere."""
    base: str
    """What the page began with."""
    say: str
    """Empty: the reading goes."""
    kind = "set-reading"

    def patch_text(self, script: OpenScript) -> str:
        """Set it where nobody changed it meanwhile. Raises EditConflict, EditRefused."""
        word, context, say = (" ".join(each.split()) for each in (self.word, self.context, self.say))
        lexicon = patching.load_plain(script.text).get("lexicon") or {}
        now = lexicon_edits.reading_in(lexicon.get(word), context)
        if now not in (self.base, say):
            raise EditConflict(now)
        if now == say:
            return script.text
        if not lexicon:
            value = lexicon_edits.reading_value([{"say": say, **({"in": context} if context else {})}])
            is_empty = "lexicon" in patching.load_plain(script.text)
            text = patching.remove_field(script.text, (), "lexicon") if is_empty else script.text
            return patching.set_field(text, (), "lexicon", {word: value}, TOUR_FIELDS)
        if not say and lexicon_edits.is_last_reading(lexicon, word, context):
            return patching.remove_field(script.text, (), "lexicon")
        return lexicon_edits.set_reading_in(script.text, ("lexicon",), word, context, say)

    @property
    def label(self) -> str:
        """Names word and reading."""
        return _("Reading: {word} {reading}").format(word=self.word, reading=self.say).strip()


@dataclass(frozen=True)
class ForgetReading(Edit):
    """A line of the script's lexicon taken out."""

    word: str
    kind = "forget-reading"

    def patch_text(self, script: OpenScript) -> str:
        """Take it out, and the lexicon with its last line."""
        lexicon = patching.load_plain(script.text).get("lexicon") or {}
        if self.word not in lexicon:
            raise EditRefused(_("“{word}” is no longer in the lexicon.").format(word=self.word))
        path: patching.Path = () if len(lexicon) == 1 else ("lexicon",)
        return patching.remove_field(script.text, path, self.word if path else "lexicon")

    @property
    def label(self) -> str:
        """Names the word."""
        return _("Reading of {word} taken out").format(word=self.word)


@dataclass(frozen=True)
class SetVoice(Edit):
    """Who speaks a role in this tour, how fast, how high and how loud; what is left empty stays as it is."""

    role: str
    engine: str
    voice: str
    rate: str = ""
    """Multiple of the voice's natural speed, in place of a pace."""
    pitch: str = ""
    """Hertz above or below the voice's own."""
    volume: str = ""
    """Percent above or below the voice's own."""
    kind = "choose-voice"

    def patch_text(self, script: OpenScript) -> str:
        """Write it into the script's ``voices`` section; a role that has no name yet there is a new one."""
        refuse_role_name(self.role)
        given = {"rate": self.rate, "pitch": self.pitch, "volume": self.volume}
        amounts = {name: round(parse_number(text), 2) for name, text in given.items() if text}
        value: Any = {"name": self.voice, **amounts}
        steps = ("voices", "roles", self.role, script.tour.language, self.engine)
        there: Any = patching.load_plain(script.text)
        depth = 0
        while depth < len(steps) and isinstance(there, dict) and there.get(steps[depth]):
            there = there[steps[depth]]
            depth += 1
        if depth == len(steps) and isinstance(there, dict):
            return _with_fields(script.text, steps, there, value)
        if depth == len(steps):
            return patching.replace_field(script.text, steps[:-1], self.engine, {self.engine: value})
        for step in reversed(steps[depth + 1 :]):
            value = {step: value}
        order = TOUR_FIELDS if depth == 0 else (*there, steps[depth])
        return patching.set_field(script.text, steps[:depth], steps[depth], value, order)

    @property
    def label(self) -> str:
        """Names role and voice."""
        return _("Voice of {role}: {voice}").format(role=self.role, voice=self.voice)


def _with_fields(text: str, path: patching.Path, there: Mapping[str, Any], value: Mapping[str, Any]) -> str:
    """The script with other fields of a voice; those that are not given stay, but for a pace beside a new rate."""
    if "rate" in value and "pace" in there:
        text = patching.remove_field(text, path, "pace")
    for name, field in value.items():
        if there.get(name) != field:
            text = patching.set_field(text, path, name, field, VOICE_FIELDS)
    return text


VOICE_FIELDS = ("name", "rate", "pace", "pitch", "volume", "style")
"""Order in which the fields of a voice are written."""
MAX_ROLE_CHARACTERS = 40


def refuse_role_name(role: str) -> None:
    """Raise EditRefused for what cannot be the name of a role."""
    if role != " ".join(role.split()) or not 0 < len(role) <= MAX_ROLE_CHARACTERS or "/" in role:
        raise EditRefused(
            _("“{role}” cannot be the name of a role.").format(role=role),
            hint=_("A word or two, such as “grandmother”; no slash."),
        )


VOICE_EDITS: tuple[type[Edit], ...] = (DecideReading, SetReading, ForgetReading, SetVoice)
