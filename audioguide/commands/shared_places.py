"""Plans and points that ``site.yaml`` has for all tours: shown in a form, and changed by the edits that scripts know.

A line changes and all others stay byte for byte; every version is in the history, and a step can be undone.
"""

from __future__ import annotations

import os
from dataclasses import dataclass, replace
from pathlib import PurePosixPath
from typing import Any, ClassVar

from ..authoring import place_fields, site_places, site_yaml
from ..authoring.place_schemas import PLAN_FIELDS, POINT_FIELDS
from ..errors import ConfigError, EditRefused
from ..i18n import _
from ..model import Plan, Point, Tour
from ..project import Project
from ..yaml import patching, reader
from ..yaml.reader import Map
from . import edit_script, plan_edits, plan_pictures, point_edits
from .edit_settings import SITE, rewrite_settings
from .list_edits import find_seen, free_name
from .place_edits import pin_text, position_text
from .place_names import field_name
from .place_view import ShownPlan, show_plan
from .script_edits import Edit, EditConflict, OpenScript, refuse_unknown

ORDERS = {"points": POINT_FIELDS, "plans": PLAN_FIELDS}
"""List in ``site.yaml`` → order in which the fields of its items are written."""


@dataclass(frozen=True)
class SharedItem:
    """A plan or a point of ``site.yaml`` as a page shows it."""

    seen: str
    """What an edit begins with: ``point_text`` of a point, the name of a plan."""
    kind: str
    """Of a point."""
    file: str
    """Of a plan, relative to the project."""
    place: str
    """``position_text`` of a point."""
    pin: str
    """``pin_text`` of a point."""
    words: dict[str, dict[str, str]]
    """Field → language → text; one of no language where a text holds for all."""
    shown: ShownPlan | None = None
    """Of a plan: its picture, its reference points, how it lies on the earth."""


@dataclass(frozen=True)
class SharedPlaces:
    """What ``site.yaml`` has for all tours."""

    points: tuple[SharedItem, ...]
    plans: tuple[SharedItem, ...]


def list_shared(project: Project, languages: tuple[str, ...]) -> SharedPlaces:
    """Return plans and points, their texts in these languages. Raises ConfigError, EditRefused for a broken file."""
    path = site_yaml.site_file(project)
    text = path.read_bytes().decode("utf-8-sig") if path.exists() else ""
    values, tour = patching.load_plain(text) or {}, _read_places(text)
    seen = _seen_from_scripts(project, tour)
    return SharedPlaces(
        tuple(
            SharedItem(
                point_edits.point_text(point),
                point.kind,
                "",
                position_text(point.position),
                pin_text(point.pin),
                {"title": _words_of(raw.get("title"), languages)},
            )
            for point, raw in zip(tour.points, values.get("points") or (), strict=True)
        ),
        tuple(
            SharedItem(
                plan.name,
                "",
                plan.file,
                "",
                "",
                {name: _words_of(raw.get(name), languages) for name in ("title", "floor", "alt")},
                show_plan(seen, shown),
            )
            for plan, shown, raw in zip(tour.plans, seen.plans, values.get("plans") or (), strict=True)
        ),
    )


def load_shared_picture(project: Project, name: str) -> plan_pictures.PlanPicture:
    """Return the picture of a plan that all tours have. Raises ConfigError where there is none, PictureError."""
    path = site_yaml.site_file(project)
    seen = _seen_from_scripts(project, _read_places(path.read_bytes().decode("utf-8-sig") if path.exists() else ""))
    for plan in seen.plans:
        if plan.name == name:
            return plan_pictures.load_plan_picture(seen, plan)
    raise ConfigError(_("There is no plan “{name}”.").format(name=name))


def _seen_from_scripts(project: Project, tour: Tour) -> Tour:
    """The tour at a place among the scripts, which the files of its plans are relative to."""
    tour = replace(tour, path=project.scripts / SITE)
    return replace(tour, plans=tuple(site_places.seen_from_script(project, tour, plan) for plan in tour.plans))


def _read_places(text: str) -> Tour:
    """The plans and points of the file as those of a tour without stops."""
    root, _none = reader.parse_bytes(text.encode(), SITE)
    points: tuple[Point, ...] = ()
    plans: tuple[Plan, ...] = ()
    if isinstance(root, Map):
        points = place_fields.read_points(root.fields.get("points"))
        plans = place_fields.read_plans(root.fields.get("plans"))
    return Tour("", "", "", (), points=points, plans=plans)


def _words_of(value: Any, languages: tuple[str, ...]) -> dict[str, str]:
    if isinstance(value, dict):
        return {**{tag: str(text) for tag, text in value.items()}, **{tag: "" for tag in languages if tag not in value}}
    if len(languages) < 2:
        return {"": str(value or "")}
    return {tag: str(value or "") if tag == languages[0] else "" for tag in languages}


@dataclass(frozen=True)
class SetSharedWords(Edit):
    """A text of a plan or point, in one language."""

    items: str
    """``points`` or ``plans``."""
    index: int
    seen: str
    name: str
    language: str
    """Empty, or the first of the page's: the text that holds for all."""
    first: str
    """The language whose field shows a text that holds for all."""
    base: str
    value: str
    kind = "set-shared-words"
    FIELDS: ClassVar[tuple[str, ...]] = ("title", "floor", "alt")

    def patch_text(self, script: OpenScript) -> str:
        """Set it where nobody changed it meanwhile; an empty value takes it out."""
        refuse_unknown(self.name, self.FIELDS)
        refuse_unknown(self.items, tuple(ORDERS))
        points = [point_edits.point_text(point) for point in script.tour.points]
        seen = points if self.items == "points" else [plan.name for plan in script.tour.plans]
        path = (self.items, find_seen(seen, self.index, self.seen))
        raw = patching.load_value(script.text, path).get(self.name)
        now, base, value = self._now(raw), " ".join(self.base.split()), " ".join(self.value.split())
        if now not in (base, value):
            raise EditConflict(now)
        return script.text if now == value else self._patched(script.text, path, raw, value)

    def _now(self, raw: Any) -> str:
        """The text of the language; one that holds for all is that of the first."""
        if isinstance(raw, dict):
            return str(raw.get(self.language, ""))
        return str(raw or "") if self.language in ("", self.first) else ""

    def _patched(self, text: str, path: patching.Path, raw: Any, value: str) -> str:
        order = ORDERS[self.items]
        if isinstance(raw, dict):
            inside = (*path, self.name)
            if value:
                return patching.set_field(text, inside, self.language, value, (*raw, self.language))
            return patching.remove_field(text, *((inside, self.language) if len(raw) > 1 else (path, self.name)))
        if value and self.language != self.first:
            words = {**({self.first: str(raw)} if raw else {}), self.language: value}
            return patching.set_field(text, path, self.name, words, order)
        if value:
            return patching.set_field(text, path, self.name, value, order)
        return patching.remove_field(text, path, self.name)

    @property
    def label(self) -> str:
        """Names the field."""
        return f"{SITE}: {field_name(self.name)}"

    @property
    def field(self) -> str:
        """Typing in a field is one step."""
        return f"{self.items}/{self.index}/{self.name}/{self.language}"


SHARED_EDITS: tuple[type[Edit], ...] = (
    *point_edits.POINT_EDITS,
    plan_edits.RemovePlan,
    plan_edits.MovePlan,
    plan_edits.AddReference,
    plan_edits.SetReference,
    plan_edits.RemoveReference,
    SetSharedWords,
)


def parse_shared_edit(data: object) -> Edit:
    """Return the edit a page asks for. Raises EditRefused for one that ``site.yaml`` does not take."""
    return edit_script.parse_edit(data, {edit.kind: edit for edit in SHARED_EDITS})


def apply_shared_edit(project: Project, edit: Edit) -> None:
    """Change ``site.yaml`` by an edit of plans or points.

    Raises EditConflict, EditRefused, ConfigError, OutputError.
    """

    def patch(text: str) -> str:
        return edit.patch_text(OpenScript(text, _read_places(text)))

    rewrite_settings(project, SITE, patch, edit.label, edit.field)


def add_shared_plan(project: Project, filename: str, data: bytes) -> None:
    """Store a picture below ``scripts/plans/`` and add a plan for all tours with it.

    Raises OutputError for what cannot be published as a plan, and what ``apply_shared_edit`` raises.
    """
    known = {plan.seen for plan in list_shared(project, ()).plans}
    name = free_name(PurePosixPath(filename).stem, known, "plan")
    stored = plan_pictures.store_picture(project, project.scripts / SITE, f"site-{name}", filename, data)
    file = os.path.relpath(project.scripts / stored, project.root).replace(os.sep, "/")
    if file.startswith(".."):
        raise EditRefused(_("The scripts lie outside of the project: put the plan beside site.yaml."))
    apply_shared_edit(project, plan_edits.AddPlan(name, file, ""))
