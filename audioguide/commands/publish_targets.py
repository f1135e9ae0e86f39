"""Targets of a publication, to choose from and to write down: what makes up the address of each kind."""

from __future__ import annotations

from dataclasses import dataclass

from ..authoring import site_yaml
from ..errors import EditRefused
from ..i18n import _
from ..project import Project
from .edit_settings import SITE
from .project_settings import SettingChange, change_setting


@dataclass(frozen=True)
class TargetKind:
    """A kind of place to publish to."""

    scheme: str
    """What its address begins with."""
    label: str
    parts: tuple[tuple[str, str], ...]
    """Name and label of what makes up its address."""
    address: str
    """With the names of the parts in braces."""


@dataclass(frozen=True)
class NamedTarget:
    """A target of ``site.yaml``."""

    name: str
    address: str


def list_kinds() -> tuple[TargetKind, ...]:
    """Return the kinds of targets, in the reader's language."""
    folder = ("folder", _("Folder there, such as /srv/guide"))
    return (
        TargetKind(
            "ssh",
            _("an SSH server"),
            (("user", _("User")), ("host", _("Server")), folder),
            "ssh://{user}@{host}/{folder}",
        ),
        TargetKind(
            "s3",
            _("a bucket (S3, OSS, COS, R2)"),
            (("bucket", _("Bucket")), ("prefix", _("Folder in it, or nothing"))),
            "s3://{bucket}/{prefix}",
        ),
        TargetKind(
            "pages",
            _("a branch of this git repository"),
            (("branch", _("Branch, such as gh-pages")),),
            "pages:{branch}",
        ),
        TargetKind(
            "folder",
            _("a folder of this computer"),
            (("folder", _("Folder, such as public or /srv/guide")),),
            "folder:{folder}",
        ),
        TargetKind("zip", _("a ZIP file"), (("file", _("File, such as site.zip")),), "zip:{file}"),
    )


def list_targets(project: Project) -> tuple[NamedTarget, ...]:
    """Return the targets that ``site.yaml`` names. Raises ConfigError where it cannot be used."""
    return tuple(NamedTarget(name, target.address) for name, target in site_yaml.load_site(project).publish.items())


def add_target(project: Project, name: str, scheme: str, parts: dict[str, str]) -> None:
    """Write a new target into ``site.yaml``.

    Raises EditConflict where the name is taken, EditRefused for parts that are missing, ConfigError, OutputError.
    """
    kind = next((kind for kind in list_kinds() if kind.scheme == scheme), None)
    if kind is None or not name.strip() or "/" in name:
        raise EditRefused(_("A target needs a name of its own, without a slash."))
    given = {part: parts.get(part, "").strip() for part, _label in kind.parts}
    for part, label in kind.parts:
        if part != "prefix" and not given[part]:
            raise EditRefused(_("This is missing: {label}.").format(label=label))
    if scheme == "ssh":
        given["folder"] = given["folder"].lstrip("/")
    address = kind.address.format(**given).rstrip("/") if scheme == "s3" else kind.address.format(**given)
    change_setting(project, SettingChange(SITE, ("publish", name.strip()), "", "", address))
