"""The words that the scripts of the places show, in the reader's language."""

from __future__ import annotations

from ..commands.place_names import point_kind_name, route_kind_name
from ..i18n import _
from ..model import POINT_KINDS, ROUTE_KINDS


def place_words() -> dict[str, str]:
    """Key → text; ``{name}`` is filled in by the script."""
    return {
        **{f"kind_{kind}": point_kind_name(kind) for kind in POINT_KINDS},
        **{f"suits_{kind}": route_kind_name(kind) for kind in ("", *ROUTE_KINDS)},
        "access_steps": _("Steps, here and on the way"),
        "access_slope": _("Slope"),
        "access_seating": _("Seating"),
        "access_toilets": _("Nearest toilets"),
        "hint_pins": _(
            "Drag a pin, or choose it and use the arrow keys (with Shift: far). A click puts the chosen stop "
            "where it has no pin yet."
        ),
        "hint_references": _(
            "Click a spot whose coordinates you know, such as a corner of a building; four to six of them, far "
            "apart, tie the plan to the earth."
        ),
        "hint_route": _("Click the stops in the order of the way; a second click takes one out."),
        "hint_no_route": _("Choose a route beside the plan first, or begin one."),
        "pin_at": _("{name}: {x} % from the left, {y} % from the top"),
        "pin_computed": _("{name}: computed, or from the site's own language. Move it to give it a pin of its own."),
        "name_stop": _("Stop {number}, {title}"),
        "name_reference": _("Reference point {number}"),
        "name_new_reference": _("New reference point"),
        "plan_number": _("Plan {number}"),
        "plan_title": _("Title of the plan"),
        "plan_floor": _("Floor, such as 2F; empty where there is only one"),
        "plan_alt": _("What does the plan show? (for people who do not see it)"),
        "plan_replace": _("Another picture for this plan"),
        "plan_earlier": _("Show it earlier"),
        "plan_remove": _("Remove the plan"),
        "plan_remove_sure": _("Remove the plan “{name}” and the pins on it? Its picture stays in its folder."),
        "plan_shared": _(
            "This plan is in site.yaml or in the site's own language: its title and reference points are changed there."
        ),
        "fit_none": _("Not tied to the earth: give at least three reference points that are not on one line."),
        "fit_assumed": _(
            "Tied by three points, which fit any drawing: an error of about {error} m is assumed. "
            "A fourth one measures it."
        ),
        "fit_measured": _("Tied by {count} points: a position is off by about {error} m. The plan is {width} m wide."),
        "reference_off": _("{metres} m from where the others put it"),
        "reference_place": _("Coordinates of point {number}, or a link of a map application"),
        "reference_add": _("Add this reference point"),
        "reference_middle": _("A new point in the middle of the plan"),
        "reference_remove": _("Remove point {number}"),
        "cancel": _("Cancel"),
        "place_label": _("Coordinates, or a link of AMap, Tencent, Baidu, Apple, Google or OpenStreetMap"),
        "place_gone": _("{reason} What you changed there is kept in this browser:"),
        "place_again": _("It is back: put it in"),
        "place_set": _("Set"),
        "place_out": _("Take the place out"),
        "place_read": _("{application} {datum}: {place} in WGS-84"),
        "place_numbers": _("As coordinates"),
        "pin_left": _("Pin: % from the left"),
        "pin_top": _("Pin: % from the top"),
        "pin_on": _("Put it on this plan"),
        "pin_off": _("Take it off the plan"),
        "trigger_label": _("Offered within this radius, such as 30 m"),
        "next_label": _("The way to the next stop; spoken at the end"),
        "to_text": _("Text of this stop"),
        "no_stop_pin": _("on no plan"),
        "no_stop_place": _("no coordinates"),
        "point_title": _("Title of this point"),
        "point_place": _("Coordinates of this point"),
        "point_kind": _("Kind of this point"),
        "point_remove": _("Remove this point"),
        "point_shared": _("from site.yaml or the site's own language"),
        "nowhere_plan": _("There is no plan here yet: give coordinates, or drop a plan first."),
        "no_points": _("None yet."),
        "route_title": _("Title of the route"),
        "route_minutes": _("Minutes"),
        "route_for": _("For whom"),
        "route_choose": _("Draw on the plan"),
        "route_show": _("Show it on the plan"),
        "route_own_title": _("Title of the route (in the site's own language: {title})"),
        "route_shared": _("Its stops are chosen in the script in the site's own language."),
        "route_remove": _("Remove the route"),
        "route_add": _("Add a stop"),
        "route_earlier": _("Stop {number} earlier"),
        "route_out": _("Take stop {number} out of the route"),
        "route_now": _("{title}: {stops}"),
        "route_begun": _("“{title}” begins with the first stop that you click."),
        "nothing_remarked": _("Nothing to remark on."),
        "file_placed": _("Stops with a place from the file: {placed}."),
        "file_left": _("No stop has these names: {left}."),
        "with_note": _("{text} ({note})"),
        "none": _("none"),
        "reading_file": _("Reading the file…"),
        "plan_added": _("The plan is there: give it a title, and put its stops on it."),
    }
