"""Labels of what is built: which address, which style, what to remember."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass, replace
from pathlib import Path
from urllib.parse import urlsplit

from .. import manifest
from ..authoring import printed_labels, script, voices_yaml
from ..errors import ConfigError
from ..i18n import _
from ..model import Place, Problem, Tour
from ..outputs import labels
from ..project import Project


@dataclass(frozen=True)
class SiteLabels:
    """The labels of one site."""

    site: str
    count: int
    """Labels made."""
    files: tuple[Path, ...]
    problems: tuple[Problem, ...]
    unread: tuple[str, ...]
    """Addresses the decoder could not read back; empty as well when it was not asked."""


def make_labels(
    project: Project,
    names: tuple[str, ...],
    base_url: str | None,
    size: int | None,
    distance: float | None,
    verify: bool,
) -> Iterator[SiteLabels]:
    """Make the labels of each site named (default: all), in ``output/<site>/labels/``.

    Raises ConfigError without an address or for a tour that is not built, OutputError, ScriptError.
    """
    record = printed_labels.load_record(project)
    common = voices_yaml.load_settings(project.voices)
    base = _address(base_url or common.base_url or record.base_url)
    millimetres = size or (labels.size_for(distance) if distance else 30)
    for tour in [tour for tour in map(script.load_tour, script.script_paths(project, names)) if not tour.edition]:
        settings = voices_yaml.merge_overrides(common, tour)
        folder = project.output / tour.site
        built = [
            manifest_of_edition
            for path in sorted(folder.rglob(manifest.FILE))
            if (manifest_of_edition := manifest.read_manifest(path))
        ]
        if not any(not manifest_of_edition.edition for manifest_of_edition in built):
            raise ConfigError(
                _("{site} is not built yet; its label would lead nowhere.").format(site=tour.site),
                hint=_("First run: audioguide build {site}").format(site=tour.site),
            )
        style = settings.labels
        style = replace(style, accent=style.accent or tour.accent)
        sheet = replace(labels.label_sheet(built, base, style, millimetres), logo=_logo(project, tour, style.logo))
        warnings = (*printed_labels.label_problems(project, record, tour, base), *_dense(project, tour, sheet))
        files = labels.write_sheet(sheet, folder / labels.FOLDER)
        unread = labels.unreadable_addresses(sheet, folder / labels.FOLDER / "labels.pdf") if verify else []
        printed_labels.record_labels(project, base, tour.site, tuple(label.number for label in sheet.labels))
        yield SiteLabels(tour.site, len(sheet.labels), tuple(files), warnings, tuple(unread))


def _address(address: str) -> str:
    """The address without its trailing slash. Raises ConfigError for one that no phone can open."""
    if not address:
        raise ConfigError(
            _("The labels need the address where output/ is published."),
            hint=_("Give it once: audioguide qr --base-url https://guide.example.org"),
        )
    parts = urlsplit(address)
    if parts.scheme not in ("http", "https") or not parts.hostname or parts.query or parts.fragment:
        raise ConfigError(
            _("“{address}” is not an address a phone can open.").format(address=address),
            hint=_("It begins with https:// and has neither ? nor #, for example https://guide.example.org"),
        )
    return address.rstrip("/")


def _dense(project: Project, tour: Tour, sheet: labels.Sheet) -> Iterator[Problem]:
    dense = labels.dense_labels(sheet)
    if dense:
        longest = max((label.address for label in dense), key=len)
        yield Problem(
            "warning",
            "dense-code",
            _(
                "{address} has {length} characters: its code is denser than {modules} modules and harder to scan."
            ).format(address=longest, length=len(longest), modules=labels.MAX_MODULES),
            Place(project.display_path(tour.path)),
            _("Use at most 32: a shorter domain, or a shorter file name of the script; or print larger (--size)."),
        )


def _logo(project: Project, tour: Tour, logo: str) -> Path | None:
    """The logo named in the script, or in ``voices.yaml``, relative to the file that names it."""
    if not logo:
        return None
    named_in_script = "labels" in tour.overrides and "logo" in dict(tour.overrides["labels"])  # type: ignore[call-overload]
    return (tour.path.parent if named_in_script else project.root) / logo
