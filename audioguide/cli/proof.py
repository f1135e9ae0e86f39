"""``audioguide proof``: listen to what was built and report what is misheard."""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING

import click

from ..i18n import _
from . import complete
from .exit_codes import findings_code

if TYPE_CHECKING:
    from ..proof import StopReport

COLOURS = {"red": "red", "amber": "yellow", "green": "green"}
_FILE = click.Path(path_type=Path, dir_okay=False)


@click.command(
    help=_("Listen to what was built and report where something else is heard than was written.")
    + "\n\n"
    + _("Writes output/SITE/proof/index.html and report.json. Without SITE, all that is built. Exits with 1 on red.")
    + " "
    + _("With --audio and --text, any recording."),
    epilog=_("Examples: audioguide proof museum --stop 3 · audioguide proof --audio tour.mp3 --text tour.txt"),
)
@click.argument("sites", nargs=-1, metavar=_("[SITE]..."), shell_complete=complete.complete_sites)
@click.option(
    "--stop",
    default="",
    metavar="N",
    shell_complete=complete.complete_stops,
    help=_("Only this stop; its page is proof/N/index.html."),
)
@click.option(
    "--model",
    type=click.Path(path_type=Path, file_okay=False, exists=True),
    help=_("Folder of another Whisper model in CTranslate2's format."),
)
@click.option("--json", "as_json", is_flag=True, help=_("Print JSON."))
@click.option("--baseline", type=_FILE, help=_("Compare with this file and tell what became better or worse."))
@click.option("--update-baseline", is_flag=True, help=_("Write the result to the baseline."))
@click.option("--audio", type=_FILE, help=_("Listen to this recording instead; needs --text."))
@click.option("--text", type=_FILE, help=_("What the recording should say."))
@click.option("--language", default="zh-CN", show_default=True, help=_("Language of the recording."))
@click.pass_context
def proof_command(
    context: click.Context,
    sites: tuple[str, ...],
    stop: str,
    model: Path | None,
    as_json: bool,
    baseline: Path | None,
    update_baseline: bool,
    audio: Path | None,
    text: Path | None,
    language: str,
) -> None:
    """Listen, report, compare."""
    from ..commands import proof
    from ..project import find_project
    from ..proof import report
    from .report import print_message

    if (audio is None) != (text is None):
        raise click.UsageError(_("--audio and --text go together."), context)
    if update_baseline and baseline is None:
        raise click.UsageError(_("--update-baseline needs --baseline FILE."), context)
    project = find_project()
    recording = proof.Recording(audio, text, language) if audio is not None and text is not None else None
    result = proof.proof_tours(
        project,
        proof.ProofRequest(sites, stop, recording, model),
        _print_report,
        lambda page: print_message(_("Written: {file}").format(file=project.display_path(page))),
    )
    if as_json:
        click.echo(report.report_json(result.reports), nl=False)
    if baseline is not None:
        for change in proof.compare_with_baseline(baseline, result.reports, update_baseline):
            word = _("better") if change.kind == "better" else _("worse")
            print_message(f"{word}: {change.stop}  {change.what}")
        if update_baseline:
            print_message(_("Written: {file}").format(file=baseline))
    context.exit(findings_code(result.has_errors))


def _print_report(stop_report: StopReport) -> None:
    """One line a stop, and what the voice is blamed for."""
    from ..proof import report
    from .report import print_message

    print_message(
        f"{click.style('●', fg=COLOURS[stop_report.colour])} {stop_report.id}  {report.measures_line(stop_report)}"
    )
    for fault in stop_report.faults:
        print_message(f"    {fault}")
    for difference in stop_report.differences:
        if difference.verdict == "voice":
            what = report.expected_and_recognised(difference) or difference.written
            print_message(f"    {report.format_time(difference.start)}  {what}  {difference.reason}")
