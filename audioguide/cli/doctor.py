"""``audioguide doctor``."""

from __future__ import annotations

import click

from ..i18n import _
from ..project import find_project
from .exit_codes import findings_code


@click.command(
    help=_("Check the installation: what is installed, reachable and missing, and the command that fixes it."),
    epilog=_("Example: audioguide doctor"),
)
@click.pass_context
def doctor_command(ctx: click.Context) -> None:
    """Print one line a finding; exit with 1 when something needed is missing."""
    from ..commands import doctor

    lacking = False
    for finding in doctor.examine_installation(find_project()):
        lacking = lacking or (finding.needed and not finding.ok)
        mark = click.style("✓", fg="green") if finding.ok else click.style("✗" if finding.needed else "–", fg="yellow")
        click.echo(f"{mark} {finding.what}: {finding.detail}")
        if finding.fix:
            click.echo(f"    → {finding.fix}")
    ctx.exit(findings_code(lacking))
