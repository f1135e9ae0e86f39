"""What a tour is called in files and addresses."""

from __future__ import annotations


class NamedTour:
    """What site and edition of a tour name, as it is written and as it was built."""

    site: str
    edition: str

    @property
    def id(self) -> str:
        """``site`` or ``site.edition``: the script's file stem, unique in a project."""
        return f"{self.site}.{self.edition}" if self.edition else self.site

    @property
    def folder(self) -> str:
        """Output folder relative to ``output/``, with forward slashes."""
        return f"{self.site}/{self.edition}" if self.edition else self.site
