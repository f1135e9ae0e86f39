"""How long the tours are: the table of docs/corpus.md, from the scripts and from what has been built.

``python -m benchmarks.corpus`` prints it, ``--write`` puts it into the page. Chinese is expected at 220 characters
a minute and English at 150 words, without pauses and chimes; measured is the whole tour's MP3, with them.
"""

from __future__ import annotations

import re
import sys
from pathlib import Path

from audioguide import manifest
from audioguide.authoring import script
from audioguide.model import Tour
from audioguide.text import markup

ROOT = Path(__file__).resolve().parents[1]
PAGE = ROOT / "docs" / "corpus.md"
TABLE = re.compile(r"(?<=<!-- table -->\n).*(?=<!-- /table -->)", re.DOTALL)


def units(tour: Tour) -> int:
    """Characters and figures without punctuation; words where a language has spaces."""
    text = " ".join(markup.strip_marks(s.text) for stop in tour.stops for s in stop.segments if not s.is_cue)
    return len(re.findall(r"\w" if tour.language.startswith("zh") else r"\w[\w.,'’-]*", text))


def row(tour: Tour) -> str:
    """One line of the table; a dash where the tour has not been built."""
    chinese = tour.language.startswith("zh")
    count = units(tour)
    built = manifest.read_manifest(ROOT / "output" / tour.folder / manifest.MANIFEST_FILE)
    measured = f"{built.tour.duration / 60000:.1f}" if built else "—"
    cells = (
        f"`{tour.id}`",
        tour.title,
        str(len(tour.stops)),
        f"{count:,}" if chinese else f"{count:,} words",
        f"{count / (220 if chinese else 150):.1f}",
        measured,
        str(sum(len(stop.todos) for stop in tour.stops) or "—"),
    )
    return f"| {' | '.join(cells)} |\n"


def table() -> str:
    """The table, in Markdown."""
    head = "| tour | title | stops | characters | expected min | measured min | blanks |\n"
    head += "|---|---|--:|--:|--:|--:|--:|\n"
    tours = [script.load_tour(path) for path in sorted((ROOT / "scripts").glob("*.yaml"))]
    chinese = [tour for tour in tours if tour.language.startswith("zh")]
    total = sum(map(units, chinese))
    stops = sum(len(tour.stops) for tour in chinese)
    last = f"| all in Chinese | | {stops} | {total:,} | {total / 220:.1f} | | |\n"
    return head + "".join(map(row, tours)) + last


if __name__ == "__main__":
    if "--write" in sys.argv:
        PAGE.write_text(TABLE.sub(table(), PAGE.read_text(encoding="utf-8")), encoding="utf-8")
    else:
        print(table(), end="")
