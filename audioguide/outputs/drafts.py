"""What only its author may see: drafts are built, and never published."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import replace

from ..model import BuiltStop, Manifest


def split_drafts(manifests: Sequence[Manifest]) -> tuple[tuple[Manifest, ...], tuple[Manifest, ...]]:
    """Return the tours for visitors and the drafts: where a site's own language is one, all its editions are."""
    own = {manifest.site for manifest in manifests if manifest.draft and not manifest.edition}

    def is_draft(manifest: Manifest) -> bool:
        return manifest.draft or manifest.site in own

    public = tuple(manifest for manifest in manifests if not is_draft(manifest))
    return public, tuple(replace(manifest, draft=True) for manifest in manifests if is_draft(manifest))


def draft_filter(manifests: Sequence[Manifest]) -> Callable[[str], bool]:
    """Return whether a path in the output folder belongs to a tour or a stop that is a draft."""
    public, drafts = split_drafts(manifests)
    folders = {built.folder: built.draft for built in (*public, *drafts)}
    longest_first = sorted(folders, key=len, reverse=True)
    shown = {path for built in public for stop in built.public_stops for path in _stop_files(built, stop)}
    kept_back = {path for built in public for stop in built.unlisted if stop.draft for path in _stop_files(built, stop)}

    def is_draft(path: str) -> bool:
        folder = next((folder for folder in longest_first if path.startswith(f"{folder}/")), "")
        return folders.get(folder, False) or (path in kept_back and path not in shown)

    return is_draft


def _stop_files(built: Manifest, stop: BuiltStop) -> tuple[str, ...]:
    pictures = (file for picture in stop.all_pictures for file in (picture.file, picture.small))
    files = (f"{stop.number}/index.html", stop.track.file, stop.captions, *pictures)
    return tuple(f"{built.folder}/{file}" for file in files if file)
