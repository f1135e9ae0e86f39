"""One stop as an earlier version of its script had it, brought back without touching the others."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any

from ..authoring import script
from ..errors import AudioguideError, EditRefused
from ..i18n import _
from ..project import Project
from ..yaml import patching
from . import edit_script
from .history import History
from .script_edits import Edit, OpenScript


@dataclass(frozen=True)
class RestoreStop(Edit):
    """A stop as an earlier version has it, in its place or where it was."""

    stop: str
    version: str
    """The text of the earlier script."""
    kind = "restore-stop"

    def patch_text(self, script: OpenScript) -> str:
        """Put its fields in the place of the stop's, or below the stop it followed."""
        earlier = patching.load_plain(self.version)["stops"]
        numbers = [str(item["number"]) for item in earlier]
        if self.stop not in numbers:
            raise EditRefused(_("Stop {number} is not in that version.").format(number=self.stop))
        place = numbers.index(self.stop)
        now = [stop.number for stop in script.tour.stops]
        if self.stop in now:
            index = now.index(self.stop)
            if patching.load_value(script.text, ("stops", index)) == earlier[place]:
                return script.text
            text = patching.copy_item(script.text, ("stops",), index, self.version, place)
            return patching.remove_item(text, ("stops",), index + 1)
        above = [number for number in numbers[:place] if number in now]
        index = now.index(above[-1]) + 1 if above else 0
        return patching.copy_item(script.text, ("stops",), index, self.version, place)

    @property
    def label(self) -> str:
        """Names the number."""
        return _("Stop {number} restored").format(number=self.stop)


def restore_stop(project: Project, name: str, digest: str, stop: str) -> edit_script.EditedScript:
    """Bring one stop of a version of the history back, as a new edit.

    Raises EditRefused where the version is no longer kept or has no such stop, and what ``apply_edit`` raises.
    """
    text = History(project, name).read_version(digest).decode("utf-8-sig")
    return edit_script.apply_edit(project, name, RestoreStop(stop, text))


def list_differing_stops(project: Project, name: str, digest: str) -> list[str]:
    """Numbers of the stops that a version of the history has, and says something else of than the script does now."""
    data = History(project, name).read_version(digest)
    try:
        path = edit_script.script_file(project, name)
        script.parse_tour(data, path)
        now = _stops_by_number(path.read_bytes().decode("utf-8-sig"))
        earlier = _stops_by_number(data.decode("utf-8-sig"))
    except AudioguideError:
        return []
    return [number for number, fields in earlier.items() if now.get(number) != fields]


def _stops_by_number(text: str) -> dict[str, Any]:
    return {str(item["number"]): item for item in patching.load_plain(text)["stops"]}
