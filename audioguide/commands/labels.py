"""Labels of what is built: which address, which style, what to remember."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path
from urllib.parse import urlsplit

from .. import files, manifest
from ..assembly import journal, publishing
from ..authoring import printed_labels, script, site_yaml, voices_yaml
from ..errors import ConfigError, OutputError
from ..i18n import _
from ..model import Place, Problem, Settings, Tour
from ..outputs import labels
from ..project import Project
from .outputs import tour_settings


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
    paths_named = script.script_paths(project, names)
    record = printed_labels.load_record(project)
    common = voices_yaml.load_settings(project.voices)
    base = _address(base_url or site_yaml.site_address(project, common))
    millimetres = size or (labels.size_for(distance) if distance else labels.DEFAULT_SIZE_MM)
    tours = _own_tours(project, paths_named)
    sheets = [_sheet_of_site(project, common, tour, base, millimetres) for tour in tours]
    paths = _publish_sheets(project, base, sheets)
    for tour, sheet in zip(tours, sheets, strict=True):
        warnings = (*printed_labels.label_problems(project, record, tour, base), *_dense(project, tour, sheet))
        folder = project.output / tour.site / labels.LABELS_FOLDER
        unread = labels.unreadable_addresses(sheet, folder / "labels.pdf") if verify else []
        yield SiteLabels(tour.site, len(sheet.labels), paths[tour.site], warnings, tuple(unread))


def _own_tours(project: Project, paths: Sequence[Path]) -> list[Tour]:
    """Return the tours in the own language of the sites of scripts: all languages of a site share its labels."""
    sites = dict.fromkeys(path.stem.partition(".")[0] for path in paths)
    return [script.load_tour(script.script_path(project, site)) for site in sites]


def _sheet_of_site(project: Project, common: Settings, tour: Tour, base: str, millimetres: int) -> labels.Sheet:
    folder = project.output / tour.site
    built = [
        edition for path in sorted(folder.rglob(manifest.MANIFEST_FILE)) if (edition := manifest.read_manifest(path))
    ]
    if not any(edition.edition == tour.edition for edition in built):
        raise ConfigError(
            _("{site} is not built yet; its label would lead nowhere.").format(site=tour.site),
            hint=_("First run: audioguide build {site}").format(site=tour.site),
        )
    if any(edition.is_silent for edition in built):
        raise ConfigError(
            _("{site} is silent: nobody should be sent to it.").format(site=tour.site),
            hint=_("Build it with a voice first: audioguide build {site}").format(site=tour.site),
        )
    return labels.label_sheet(built, base, tour_settings(project, common, tour).labels, millimetres)


@contextmanager
def _labels_recorded(project: Project, base: str, sheets: Sequence[labels.Sheet]) -> Iterator[None]:
    """Remember the labels before the block makes them appear: nothing may hang on a wall that no record knows."""
    path = printed_labels.record_path(project)
    before = path.read_bytes() if path.exists() else b""
    try:
        for sheet in sheets:
            printed_labels.record_labels(project, base, sheet.site, tuple(label.number for label in sheet.labels))
        yield
    except BaseException:
        if before and not journal.is_pending(project.output):
            files.write_bytes(path, before)
        elif not journal.is_pending(project.output):
            files.operations.remove(path)
        raise


def _publish_sheets(project: Project, base: str, sheets: Sequence[labels.Sheet]) -> dict[str, tuple[Path, ...]]:
    """Publish the sheets; labels of other sites stay. Returns the files meant for people, by site.

    Where a PDF cannot be made, the other files are published before the error is raised.
    """
    owner = labels.LabelsOutput.name
    paths: dict[str, tuple[Path, ...]] = {}
    with publishing.open_publication(project.output) as publication:
        destination = publication.destination(owner)
        folders = tuple(f"{sheet.site}/{labels.LABELS_FOLDER}/" for sheet in sheets)
        for path in publication.owner_files(owner):
            if not path.startswith(folders):
                destination.keep_any(path)
        try:
            for sheet in sheets:
                written = labels.publish_sheet(sheet, destination)
                paths[sheet.site] = tuple(project.output / path for path in written)
        except OutputError:
            for path in publication.owner_files(owner):
                destination.keep_any(path)
            with _labels_recorded(project, base, sheets):
                publication.commit()
            raise
        with _labels_recorded(project, base, sheets):
            publication.commit()
    return paths


def _address(address: str) -> str:
    """The address without its trailing slash. Raises ConfigError for one that no phone can open."""
    if not address:
        raise ConfigError(
            _("The labels need the address where output/ is published."),
            hint=_(
                "Give it once: in the studio above the sheet, or audioguide qr --base-url https://guide.example.org"
            ),
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
            _(
                "Use at most 32: a shorter domain, or a shorter file name of the script; "
                "or print larger (--size, the width)."
            ),
        )
