"""Plans and points that ``site.yaml`` has for all tours, and what an edition inherits, laid below those of a script."""

from __future__ import annotations

import os
from dataclasses import replace
from pathlib import Path

from ..model import Plan, Settings, Tour
from ..project import Project
from ..yaml.fitting import Checked
from ..yaml.reader import Map
from . import place_fields, script, script_names, site_yaml
from .edition_places import INHERITED_PLACES, inherit_places
from .site_yaml import UsableSite


def add_shared_places(project: Project, tour: Tour) -> Tour:
    """Return the tour with the plans and points of ``site.yaml`` after its own, their texts in its language.

    An edition inherits the places of its site. A plan of the script replaces the site's of the same name. Raises
    ConfigError for a file that cannot be used.
    """
    site_yaml.load_site(project)  # says all that is wrong with the file
    return add_usable_places(project, tour, site_yaml.check_site(project).value.root)


def add_usable_places(project: Project, tour: Tour, root: Map | None) -> Tour:
    """Return the same with the fields of ``site.yaml`` that fit, whatever is wrong with the rest of it."""
    tour = inherit_places(project, tour)
    if root is None:
        return tour
    own = {plan.name for plan in tour.plans}
    plans = place_fields.read_plans(root.fields.get("plans"), tour.language)
    points = place_fields.read_points(root.fields.get("points"), tour.language)
    shared = tuple(seen_from_script(project, tour, plan) for plan in plans if plan.file and plan.name not in own)
    return replace(tour, plans=(*tour.plans, *shared), points=(*tour.points, *points))


def check_placed_script(
    project: Project, path: Path, settings: Checked[Settings], site: Checked[UsableSite]
) -> Checked[Tour | None]:
    """The tour of a script with the places it shares, the problems of its file, and all that is in doubt about it.

    ``settings`` and ``site`` are those of the project: what is wrong in them is in doubt here too.
    """
    checked = script.check_script(path)
    if checked.value is None:
        return checked
    doubtful = checked.doubtful | settings.doubtful | site.doubtful
    first = script_names.find_own_script(project, checked.value.site) if checked.value.edition else None
    if first and script.check_script(first).problems:
        doubtful |= {INHERITED_PLACES}
    return replace(checked, value=add_usable_places(project, checked.value, site.value.root), doubtful=doubtful)


def seen_from_script(project: Project, tour: Tour, plan: Plan) -> Plan:
    """Return the plan with its file as seen from the script, which all other paths of a tour are relative to."""
    file = os.path.relpath(project.root / plan.file, tour.path.parent)
    return replace(plan, file=file.replace(os.sep, "/"))
