"""``audioguide check``: read the scripts like a careful editor."""

from __future__ import annotations

import dataclasses
import json
from collections import Counter
from collections.abc import Callable, Sequence
from typing import TYPE_CHECKING, Any

import click

from ..i18n import _, ngettext
from ..model import Problem
from . import complete, report
from .exit_codes import findings_code

if TYPE_CHECKING:
    from ..commands.label_state import LabelState


def _print_json(problems: Sequence[Problem]) -> None:
    _echo_json([{**_problem_fields(problem.place), **_problem_fields(problem)} for problem in problems])


def _print_sarif(problems: Sequence[Problem]) -> None:
    from ..lint import sarif

    _echo_json(sarif.sarif_log(problems))


def _print_github(problems: Sequence[Problem]) -> None:
    """Workflow commands; the characters that separate them are escaped as GitHub's toolkit does."""
    for problem in problems:
        place = problem.place
        where = {"file": place.file, "line": place.line, "col": place.column, "title": problem.code}
        parameters = ",".join(f"{key}={_escape_github(str(value), ':,')}" for key, value in where.items() if value)
        text = "\n".join(part for part in (problem.message, problem.excerpt, problem.hint) if part)
        kind = "notice" if problem.severity == "note" else problem.severity
        click.echo(f"::{kind} {parameters}::{_escape_github(text)}")


FORMATS: dict[str, Callable[[Sequence[Problem]], None]] = {
    "text": report.print_problems,
    "json": _print_json,
    "sarif": _print_sarif,
    "github": _print_github,
}


@click.command(
    help=_("Read the scripts like a careful editor: everything a listener would stumble over, and what to do about it.")
    + "\n\n"
    + _("Without SITE, all scripts. Exits with 1 when there is an error; notes never fail."),
    epilog=_("Example: audioguide check longqing-school --strict"),
)
@click.argument("sites", metavar=_("[SITE]..."), nargs=-1, shell_complete=complete.complete_sites)
@click.option("--strict", is_flag=True, help=_("Treat warnings as errors."))
@click.option("--format", "form", type=click.Choice(list(FORMATS)), help=_("How problems are printed (text)."))
@click.option("--json", "form", flag_value="json", help=_("Short for --format json."))
@click.option("--output", "verify", is_flag=True, help=_("Verify the files that are built instead of the scripts."))
@click.pass_context
def check_command(context: click.Context, sites: tuple[str, ...], strict: bool, form: str | None, verify: bool) -> None:
    """Check scripts and print what was found."""
    from .. import lint
    from ..assembly import integrity
    from ..commands import label_state, named_tours
    from ..project import find_project

    project = find_project()
    if verify:
        folders = [named_tours.published_folder(project, site) for site in sites]
        problems = integrity.output_problems(project.output, project.display_path(project.output), folders)
    else:
        problems = lint.check_project(project, sites, strict)
    FORMATS[form or "text"](problems)
    if not verify and (form or "text") == "text":
        _print_labels(label_state.label_states(project, sites))
    count = Counter(problem.severity for problem in problems)
    report.print_message(_severity_counts(count["error"], count["warning"], count["note"]))
    context.exit(findings_code(count["error"] > 0))


def _print_labels(states: Sequence[LabelState]) -> None:
    """Print what each tour carries, and what it lacks, in one place."""
    if not states:
        return
    click.echo(_("Labels of synthetic speech (docs/labels.md; this is no legal advice):"))
    for state in states:
        carried = _("; ").join(state.report.carries)
        click.echo("  " + _("{tours}: {labels}").format(tours=_(", ").join(state.tours), labels=carried))
        for regime, missing in state.report.missing:
            lacks = _("; ").join(missing) or _("nothing at all")
            click.echo("    " + _("{regime}, what is missing: {missing}").format(regime=regime, missing=lacks))


def _severity_counts(errors: int, warnings: int, notes: int) -> str:
    return _("{errors}, {warnings}, {notes}.").format(
        errors=ngettext("{count} error", "{count} errors", errors).format(count=errors),
        warnings=ngettext("{count} warning", "{count} warnings", warnings).format(count=warnings),
        notes=ngettext("{count} note", "{count} notes", notes).format(count=notes),
    )


def _problem_fields(value: Any) -> dict[str, Any]:
    return {name: item for name, item in dataclasses.asdict(value).items() if not isinstance(item, dict)}


def _echo_json(data: Any) -> None:
    click.echo(json.dumps(data, ensure_ascii=False, indent=2))


def _escape_github(text: str, also: str = "") -> str:
    for character in "%\r\n" + also:
        text = text.replace(character, f"%{ord(character):02X}")
    return text
