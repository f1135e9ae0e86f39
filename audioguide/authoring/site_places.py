"""Plans and points that ``site.yaml`` has for all tours, and what an edition inherits, laid below those of a script."""

from __future__ import annotations

import os
from dataclasses import replace

from ..model import Plan, Tour
from ..project import Project
from ..yaml import reader
from ..yaml.reader import Map
from . import place_fields, site_yaml
from .edition_places import inherit_places


def add_shared_places(project: Project, tour: Tour) -> Tour:
    """Return the tour with the plans and points of ``site.yaml`` after its own, their texts in its language.

    An edition inherits the places of its site. A plan of the script replaces the site's of the same name. Raises
    ConfigError for a file that cannot be used.
    """
    tour = inherit_places(project, tour)
    path = site_yaml.site_file(project)
    if not os.path.lexists(path):
        return tour
    site_yaml.load_site(project)  # says all that is wrong with the file
    root, _problems = reader.read_tree(path, project.display_path(path))
    if not isinstance(root, Map):
        return tour
    own = {plan.name for plan in tour.plans}
    plans = place_fields.read_plans(root.fields.get("plans"), tour.language)
    points = place_fields.read_points(root.fields.get("points"), tour.language)
    shared = tuple(seen_from_script(project, tour, plan) for plan in plans if plan.name not in own)
    return replace(tour, plans=(*tour.plans, *shared), points=(*tour.points, *points))


def seen_from_script(project: Project, tour: Tour, plan: Plan) -> Plan:
    """Return the plan with its file as seen from the script, which all other paths of a tour are relative to."""
    file = os.path.relpath(project.root / plan.file, tour.path.parent)
    return replace(plan, file=file.replace(os.sep, "/"))
