"""Pictures of plans: taken from a page into the project, and shown there as visitors will see them."""

from __future__ import annotations

import io
from dataclasses import dataclass
from functools import lru_cache
from pathlib import Path, PurePosixPath

from ..assembly import pictures, plans
from ..authoring import script, site_places
from ..errors import ConfigError, OutputError
from ..i18n import _
from ..model import Plan, Tour
from ..project import Project
from . import add_picture, edit_script, media_files
from .edit_script import EditedScript
from .history import digest_of
from .list_edits import free_name
from .plan_edits import AddPlan, SetPlanField

PLANS_FOLDER = "plans"
MAX_SHOWN_PLANS = 24
"""Prepared pictures kept in memory."""


@dataclass(frozen=True)
class PlanPicture:
    """The picture of a plan, as it will be published."""

    data: bytes
    media_type: str
    width: int
    """Pixels, or units of a drawing's view box."""
    height: int
    """As ``width``."""

    @property
    def version(self) -> str:
        """Changes with the picture."""
        return digest_of(self.data)[:16]


def load_plan_picture(tour: Tour, plan: Plan) -> PlanPicture:
    """Return the picture of a plan. Raises PictureError for one that cannot be published."""
    state = pictures.checked_path(tour, plan.file).stat()
    return _prepare(tour.path, plan.file, state.st_mtime_ns, state.st_size)


def all_plans(project: Project, tour: Tour) -> tuple[Plan, ...]:
    """Return the plans of a tour, those of ``site.yaml`` after its own."""
    return site_places.add_shared_places(project, tour).plans


def find_shown_plan(project: Project, tour: Tour, name: str) -> Plan:
    """Return a plan by its name. Raises ConfigError where there is none."""
    for plan in all_plans(project, tour):
        if plan.name == name:
            return plan
    raise ConfigError(_("There is no plan “{name}”.").format(name=name))


def add_plan_picture(project: Project, tour_id: str, filename: str, data: bytes, plan: str = "") -> EditedScript:
    """Store a picture below ``scripts/plans/`` and add a plan with it, or give it to the plan ``plan``.

    Raises OutputError for what cannot be published as a plan, and what ``apply_edit`` raises.
    """
    tour = script.load_tour(edit_script.script_file(project, tour_id))
    known = all_plans(project, tour)
    if plan:
        before = find_shown_plan(project, tour, plan).file
        file = store_picture(project, tour.path, plan, filename, data)
        return edit_script.apply_edit(project, tour_id, SetPlanField(plan, "file", before, file))
    name = free_name(PurePosixPath(filename).stem, {each.name for each in known}, "plan")
    file = store_picture(project, tour.path, f"{tour.site}-{name}", filename, data)
    shared = known[0].name if known and not tour.plans else ""
    return edit_script.apply_edit(project, tour_id, AddPlan(name, file, shared))


def store_picture(project: Project, script_path: Path, stem: str, filename: str, data: bytes) -> str:
    """Write the picture of a plan and return its path relative to the scripts, one of which names it.

    Raises OutputError for what cannot be published as a plan.
    """
    if not _is_drawing(filename, data):
        picture = add_picture.encode_picture(data, plans.MAX_PLAN_SIDE_PX)
        return media_files.store_media(project, PLANS_FOLDER, stem, picture.suffix, picture.data)
    target, is_new = media_files.write_media(project, PLANS_FOLDER, stem, ".svg", data)
    file = f"{PLANS_FOLDER}/{target.name}"
    try:
        plans.prepare_drawing(Tour("", "", "", (), path=script_path), Plan("new", file))
    except OutputError:
        if is_new:
            target.unlink()
        raise
    return file


def _is_drawing(filename: str, data: bytes) -> bool:
    return filename.lower().endswith(".svg") or b"<svg" in data[:2000]


@lru_cache(maxsize=MAX_SHOWN_PLANS)
def _prepare(path: Path, file: str, _changed: int, _size: int) -> PlanPicture:
    tour, plan = Tour("", "", "", (), path=path), Plan("shown", file)
    if plans.is_drawing(plan):
        drawing = plans.prepare_drawing(tour, plan)
        return PlanPicture(drawing.data, "image/svg+xml", drawing.width, drawing.height)
    from PIL import Image

    prepared = pictures.prepare_picture(tour, plan.file, plans.MAX_PLAN_SIDE_PX)
    with Image.open(io.BytesIO(prepared.data)) as picture:
        width, height = picture.size
    return PlanPicture(prepared.data, "image/png" if prepared.suffix == ".png" else "image/jpeg", width, height)
