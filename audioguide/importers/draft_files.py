"""Drafts as files: new tours into scripts/, merged ones into scripts/drafts/; nothing a person edited is overwritten.

Beside them ``scripts/.imported/`` keeps each draft as it was last imported, the base of the next merge, and each
proposal as it was last written, by which an edited one is known.
"""

from __future__ import annotations

import difflib
import re
from collections.abc import Iterator, Mapping
from dataclasses import dataclass, replace
from hashlib import sha256
from pathlib import Path

from .. import files
from ..authoring import script
from ..authoring.script_names import is_same_name, scripts_in
from ..errors import ScriptError
from ..model import Tour
from .document import MAX_PICTURE_BYTES
from .draft import Draft, Import
from .matching import is_taken_over, pair_tours
from .merge import merge_tour
from .placed_pictures import PlacedPicture

DRAFTS = "drafts"
"""Folder below the scripts for drafts of tours that have a script already; scripts in it are not built."""
IMPORTED = ".imported"
"""Hidden folder below the scripts for what was imported last."""


@dataclass(frozen=True)
class WrittenDraft:
    """What an import did with one tour."""

    tour: Tour
    path: Path
    existing: Path | None = None
    """The script it was merged with."""
    difference: tuple[str, ...] = ()
    """Unified diff from the existing script to the draft; empty where there is none."""
    edited: Path | None = None
    """An earlier draft that somebody edited and that stays as it is."""


def write_drafts(imported: Import, folder: Path) -> list[WrittenDraft]:
    """Write the drafts of a document and its pictures, which ``name_pictures`` named and read before.

    Raises OutputError where a file cannot be written, ScriptError where an existing script cannot be read.
    """
    tours = [draft.tour for draft in imported.drafts]
    existing, unspoken = _load_scripts(folder)
    pairs = pair_tours(tours, existing)
    taken = {old.id for old in existing} | unspoken
    written: list[WrittenDraft] = []
    sites: dict[str, str] = {}  # the site in the document → the one its script has, which its editions have too
    write_pictures(imported, folder)
    for n, tour in enumerate(tours):
        if n in pairs:
            numbers = imported.drafts[n].written_numbers
            written.append(_write_merged(tour, existing[pairs[n]], folder, numbers))
        else:
            site = sites.get(tour.site, tour.site) if tour.edition else tour.site
            written.append(_write_new(replace(tour, site=site), folder, taken))
            taken.add(written[-1].tour.id)
        if not tour.edition:
            sites[tour.site] = written[-1].tour.site
    return written


def _load_scripts(folder: Path) -> tuple[list[Tour], set[str]]:
    """Scripts of the folder, and the names of those in a language nobody can speak yet, which cannot be loaded."""
    tours: list[Tour] = []
    unspoken: set[str] = set()
    for path in scripts_in(folder):
        try:
            tours.append(script.load_tour(path))
        except ScriptError as error:
            if any(problem.code != "unknown-language" for problem in error.problems):
                raise
            unspoken.add(path.stem)
    return tours, unspoken


def _write_new(tour: Tour, folder: Path, taken: set[str]) -> WrittenDraft:
    text = script.write_script(tour)
    path = folder / f"{tour.id}.yaml"
    if path.exists() and path.read_text("utf-8", "replace") == text:
        return WrittenDraft(tour, path, path)
    count = 2
    site = tour.site
    while any(is_same_name(tour.id, other) for other in taken):
        tour, count = replace(tour, site=f"{site}-{count}"), count + 1
    path = folder / f"{tour.id}.yaml"
    text = script.write_script(tour)
    files.write_text(_base_path(folder, tour.id), text)  # first: a script without its base could not be merged with
    files.write_text(path, text)
    return WrittenDraft(tour, path)


def _write_merged(tour: Tour, old: Tour, folder: Path, written_numbers: frozenset[str]) -> WrittenDraft:
    base = _load_base(folder, old)
    merged = merge_tour(tour, old, base, written_numbers, _settled_todos(folder, old, base))
    text = script.write_script(merged)
    draft_text = script.write_script(replace(tour, site=old.site, edition=old.edition))
    if text == script.write_script(old):  # compared as both would be written: comments and layout are the author's own
        files.write_text(_base_path(folder, old.id), draft_text)
        return WrittenDraft(merged, old.path, old.path)
    path, edited = _free_draft_path(folder, old.id, text)
    files.write_text(path, text)
    files.write_text(_proposal_path(folder, path.stem), text)
    return WrittenDraft(merged, path, old.path, tuple(_difference(old, merged, path)), edited)


def _settled_todos(folder: Path, old: Tour, base: Tour | None) -> frozenset[str]:
    """The todos of the last proposal, where its draft was moved or copied over the script, or deleted."""
    path, draft = _proposal_path(folder, old.id), folder / DRAFTS / f"{old.id}.yaml"
    if not path.exists():
        return frozenset()
    try:
        proposal = script.parse_tour(path.read_bytes(), path)
    except ScriptError:
        return frozenset()
    if draft.exists() and not (base is not None and is_taken_over(proposal, old, base)):
        return frozenset()
    return frozenset(todo for stop in proposal.stops for todo in stop.todos)


def _free_draft_path(folder: Path, site: str, text: str) -> tuple[Path, Path | None]:
    """(where the proposal goes, the earlier one that somebody edited): an edited draft is never overwritten."""
    path = folder / DRAFTS / f"{site}.yaml"
    edited: Path | None = None
    count = 2
    while path.exists() and not _is_ours(folder, path, text):
        edited = edited or path
        path = folder / DRAFTS / f"{site}-{count}.yaml"
        count += 1
    return path, edited


def _is_ours(folder: Path, path: Path, text: str) -> bool:
    """Whether a draft is as an import wrote it."""
    content = path.read_text("utf-8", "replace")
    proposal = _proposal_path(folder, path.stem)
    return content == text or (proposal.exists() and proposal.read_text("utf-8", "replace") == content)


def _base_path(folder: Path, site: str) -> Path:
    return folder / IMPORTED / f"{site}.yaml"


def _proposal_path(folder: Path, stem: str) -> Path:
    return folder / IMPORTED / f"{stem}.proposal"


def _load_base(folder: Path, old: Tour) -> Tour | None:
    path = _base_path(folder, old.id)
    try:
        return script.load_tour(path) if path.exists() else None
    except ScriptError:
        return None  # a damaged copy of ours: merge without it


def _difference(old: Tour, new: Tour, path: Path) -> Iterator[str]:
    """From the script to the draft, both written the same way, so that only what differs shows."""
    before = script.write_script(old).splitlines()
    after = script.write_script(new).splitlines()
    yield from difflib.unified_diff(before, after, str(old.path), str(path), lineterm="", n=1)


def name_pictures(imported: Import, folder: Path, source: Path | None = None) -> Import:
    """Return the import with its pictures read, under names that no other picture has in the folder of the scripts.

    A picture that is there already keeps the name it has, also where its stop was renumbered. One the document only
    names is read from beside ``source``, the document's path, and from nowhere else.
    """
    names: dict[str, str] = {}
    pictures: list[PlacedPicture] = []
    for placed in imported.pictures:
        data = (placed.picture.data or _beside(placed.picture.target, source)) if placed.file else b""
        if data:
            names[placed.file] = _picture_name(folder, placed, data)
            placed = replace(placed, file=names[placed.file], picture=replace(placed.picture, data=data))
        pictures.append(placed)
    drafts = imported.drafts
    if any(old != new for old, new in names.items()):
        drafts = tuple(_with_picture_names(draft, names) for draft in drafts)
    return replace(imported, drafts=drafts, pictures=tuple(pictures))


def _picture_name(folder: Path, placed: PlacedPicture, data: bytes) -> str:
    path = folder / placed.file
    if path.is_file() and path.read_bytes() == data:
        return placed.file
    for other in sorted(path.parent.glob(f"{placed.tour}-*{path.suffix}")):
        if other.stat().st_size == len(data) and other.read_bytes() == data:
            return other.relative_to(folder).as_posix()
    if path.exists():
        path = path.with_stem(f"{path.stem}-{sha256(data).hexdigest()[:8]}")
    return path.relative_to(folder).as_posix()


def _with_picture_names(draft: Draft, names: Mapping[str, str]) -> Draft:
    def renamed(texts: tuple[str, ...]) -> tuple[str, ...]:
        return tuple(_replace_names(text, names) for text in texts)

    tour = draft.tour
    stops = tuple(
        replace(stop, image=names.get(stop.image, stop.image), todos=renamed(stop.todos), notes=renamed(stop.notes))
        for stop in tour.stops
    )
    pairs = tuple((stop, pieces) for stop, (_old, pieces) in zip(stops, draft.stops, strict=True))
    return replace(draft, tour=replace(tour, stops=stops, cover=names.get(tour.cover, tour.cover)), stops=pairs)


def _replace_names(text: str, names: Mapping[str, str]) -> str:
    return re.sub(r"images/[\w.-]+", lambda match: names.get(match[0], match[0]), text)


def write_pictures(imported: Import, folder: Path) -> None:
    """Write the document's pictures below the scripts; one that is there already with other content stays."""
    for placed in imported.pictures:
        path = folder / placed.file
        if placed.file and placed.picture.data and not path.exists():
            files.write_bytes(path, placed.picture.data)


def _beside(target: str, source: Path | None) -> bytes:
    """A picture in the document's folder or below it; empty where it is not there."""
    if source is None or not target:
        return b""
    home = source.resolve().parent
    try:
        path = (home / target.split("?")[0].split("#")[0]).resolve()
        if path.is_relative_to(home) and path.is_file() and path.stat().st_size <= MAX_PICTURE_BYTES:
            return path.read_bytes()
    except (OSError, ValueError):
        pass
    return b""
