"""What the shell offers when the Tab key is pressed after a command."""

from __future__ import annotations

import re

import click

from ..authoring.script_names import script_files
from ..project import find_project
from ..registry import plugin_names


def complete_sites(context: click.Context, parameter: click.Parameter, begun: str) -> list[str]:
    """Sites and editions of the project that begin as typed."""
    stems = {path.stem for path in script_files(find_project())}
    return sorted(name for name in stems | {stem.partition(".")[0] for stem in stems} if name.startswith(begun))


def complete_stops(context: click.Context, parameter: click.Parameter, begun: str) -> list[str]:
    """Numbers of the stops of the site that is typed already, in the order of its script; all sites' without one."""
    typed = context.params.get("sites") or context.params.get("site") or ()
    sites = (typed,) if isinstance(typed, str) else tuple(typed)
    numbers: dict[str, None] = {}
    for path in script_files(find_project()):
        if not sites or path.stem in sites or path.stem.partition(".")[0] in sites:
            # by its lines: a script that is being written need not be valid
            in_script = _STOP_NUMBER.findall(path.read_text("utf-8", "replace"))
            numbers.update(dict.fromkeys(number for number in in_script if number.startswith(begun)))
    return list(numbers)


def complete_engines(context: click.Context, parameter: click.Parameter, begun: str) -> list[str]:
    """Engines that are installed."""
    return [name for name in ("auto", *plugin_names("engines")) if name.startswith(begun)]


_STOP_NUMBER = re.compile(r"^[ \t]*+(?:-[ \t]*+)?(?:\{[ \t]*+)?number:[ \t]*+[\"']?([1-9][0-9]*[a-z]?)", re.MULTILINE)
