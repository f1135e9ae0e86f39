"""``audioguide publish``: put the built site where visitors reach it."""

from __future__ import annotations

import click

from ..i18n import _, ngettext
from ..project import find_project
from .exit_codes import findings_code


@click.command(
    help=_("Publish the built site: only what changed is uploaded, new files before the pages that ask for them.")
    + "\n\n"
    + _(
        "TARGET is a name from publish: of site.yaml, or folder:DIR, zip:FILE, ssh://USER@HOST/PATH, "
        "s3://BUCKET/PREFIX, pages:BRANCH. Files in public/ are published as they are."
    ),
    epilog=_("Example: audioguide publish folder:/srv/guide --dry-run"),
)
@click.argument("target", metavar="[TARGET]", default="")
@click.option("--dry-run", is_flag=True, help=_("Only list what would change."))
@click.option(
    "--allow-problems", is_flag=True, help=_("Publish although todos are open, editions or printed labels disagree.")
)
@click.option(
    "--check", is_flag=True, help=_("Ask the live site at the address TARGET what a phone asks; publish nothing.")
)
@click.pass_context
def publish_command(context: click.Context, target: str, dry_run: bool, allow_problems: bool, check: bool) -> None:
    """Publish, print what changed; or check what is published."""
    from ..authoring import site_yaml
    from ..commands import publish
    from .report import print_message, print_problems

    project = find_project()
    if check:
        problems = publish.check_published(project, target)
        print_problems(problems)
        if not problems:
            print_message(_("Everything is as it should be."))
        context.exit(findings_code(any(problem.severity == "error" for problem in problems)))
    place = site_yaml.find_target(site_yaml.load_site(project), target)

    def print_plan(plan: publish.PublishPlan) -> None:
        if dry_run:
            for file in plan.upload:
                click.echo(f"+ {file.path}")
            for path in plan.remove:
                click.echo(f"- {path}")
        size = plan.upload_bytes / 1e6
        print_message(
            ngettext(
                "{count} file to upload ({size:.1f} MB), {gone} to remove, {unchanged} unchanged.",
                "{count} files to upload ({size:.1f} MB), {gone} to remove, {unchanged} unchanged.",
                len(plan.upload),
            ).format(count=len(plan.upload), size=size, gone=len(plan.remove), unchanged=plan.unchanged)
        )

    request = publish.PublishRequest(place.address, place.options, dry_run, allow_problems)
    plan = publish.publish_site(project, request, print_plan)
    if not dry_run:
        print_message(
            _("Nothing has changed at {target}.").format(target=place.address)
            if plan.is_empty
            else _("Published to {target}.").format(target=place.address)
        )
