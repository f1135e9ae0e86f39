"""More pictures of a stop, each with what it shows, a line below it and who made it."""

from __future__ import annotations

from dataclasses import dataclass
from typing import ClassVar

from ..authoring.picture_fields import FIELDS as PICTURE_FIELDS
from ..authoring.schemas import STOP_FIELDS
from ..i18n import _
from .list_edits import append_item, drop_item, find_seen
from .script_edits import Edit, LineChange, OpenScript, refuse_unknown, write_line


@dataclass(frozen=True)
class AddPicture(Edit):
    """One more picture of a stop."""

    stop: str
    file: str
    """Path relative to the script."""
    kind = "add-picture"

    def patch_text(self, script: OpenScript) -> str:
        """Name it as the last."""
        path = ("stops", script.index_of(self.stop))
        return append_item(script.text, path, "images", {"file": self.file}, STOP_FIELDS)

    @property
    def label(self) -> str:
        """Names the stop."""
        return _("Stop {number}: picture").format(number=self.stop)


@dataclass(frozen=True)
class SetPictureField(Edit):
    """What is said about one of the further pictures of a stop."""

    stop: str
    index: int
    file: str
    """The picture the page means."""
    name: str
    base: str
    value: str
    kind = "set-picture-field"
    FIELDS: ClassVar[tuple[str, ...]] = ("alt", "caption", "credit")

    def patch_text(self, script: OpenScript) -> str:
        """Set it where nobody changed it meanwhile."""
        refuse_unknown(self.name, self.FIELDS)
        images = script.find_stop(self.stop).images
        index = find_seen([picture.file for picture in images], self.index, self.file)
        change = LineChange(self.base, getattr(images[index], self.name), self.value)
        path = ("stops", script.index_of(self.stop), "images", index, self.name)
        return write_line(script.text, path, change, PICTURE_FIELDS)

    @property
    def label(self) -> str:
        """Names the stop."""
        return _("Stop {number}: picture").format(number=self.stop)

    @property
    def field(self) -> str:
        """Typing in a field is one step."""
        return f"{self.stop}/{self.file}/{self.name}"


@dataclass(frozen=True)
class RemovePicture(Edit):
    """One of the further pictures of a stop, taken out; its file stays."""

    stop: str
    index: int
    file: str
    kind = "remove-picture"

    def patch_text(self, script: OpenScript) -> str:
        """Take it out of the list, and the list with the last one."""
        images = script.find_stop(self.stop).images
        index = find_seen([picture.file for picture in images], self.index, self.file)
        return drop_item(script.text, ("stops", script.index_of(self.stop)), "images", index, len(images))

    @property
    def label(self) -> str:
        """Names the stop."""
        return _("Stop {number}: picture taken out").format(number=self.stop)


PICTURE_EDITS: tuple[type[Edit], ...] = (AddPicture, SetPictureField, RemovePicture)
