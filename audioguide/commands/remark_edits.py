"""Open questions and remarks of a stop, added and taken out by the author."""

from __future__ import annotations

from dataclasses import dataclass
from typing import ClassVar

from ..authoring.schemas import STOP_FIELDS
from ..errors import EditRefused
from ..i18n import _
from ..yaml import patching
from .script_edits import Edit, OpenScript, refuse_unknown


@dataclass(frozen=True)
class SetRemark(Edit):
    """A question to decide (``todo``) or a remark (``note``) of a stop: a new one, or one that goes."""

    stop: str
    name: str
    base: str
    """The wording that goes; empty: none does."""
    value: str
    """The wording that comes; empty: none does."""
    kind = "set-remark"
    FIELDS: ClassVar[tuple[str, ...]] = ("todo", "note")

    def patch_text(self, script: OpenScript) -> str:
        """Write the list again, without it where it is empty."""
        refuse_unknown(self.name, self.FIELDS)
        stop = script.find_stop(self.stop)
        now = list(stop.todos if self.name == "todo" else stop.notes)
        value = " ".join(self.value.split())
        if not (self.base or value):
            raise EditRefused(_("Write a few words first."))
        if self.base and self.base not in now:
            raise EditRefused(
                _("This was changed elsewhere at the same time."),
                hint=_("The page shows it as it is now: look, then try again."),
            )
        if self.base:
            now[now.index(self.base) : now.index(self.base) + 1] = [value] if value else []
        elif value not in now:
            now.append(value)
        path = ("stops", script.index_of(self.stop))
        if not now:
            return patching.remove_field(script.text, path, self.name)
        return patching.set_field(script.text, path, self.name, now, STOP_FIELDS)

    @property
    def label(self) -> str:
        """Names the stop."""
        if self.name == "todo":
            return _("Stop {number}: open question").format(number=self.stop)
        return _("Stop {number}: remark").format(number=self.stop)


REMARK_EDITS: tuple[type[Edit], ...] = (SetRemark,)
