"""Build the lexicons of the embedded voice's English from an unpacked misaki package.

python -m benchmarks english_lexicon FOLDER     (the folder that holds us_gold.json)
"""

from __future__ import annotations

import argparse
import json
import lzma
from pathlib import Path

from audioguide.engines.kokoro.english_lexicon import LEXICON_FOLDER


def build_lexicon(source: Path, accent: str) -> bytes:
    """Return a lexicon as xz: a line for each word, ``word<TAB>phonemes`` or ``word<TAB>TAG=phonemes|…``."""
    entries: dict[str, str | dict[str, str | None]] = {}
    for grade in ("silver", "gold"):
        entries |= json.loads((source / f"{accent}_{grade}.json").read_text(encoding="utf-8"))
    lines = [f"{word}\t{_format_entry(entry)}" for word, entry in sorted(entries.items())]
    return lzma.compress("\n".join(lines).encode(), preset=9 | lzma.PRESET_EXTREME)


def _format_entry(entry: str | dict[str, str | None]) -> str:
    if isinstance(entry, str):
        return entry
    return "|".join(f"{tag}={phonemes}" for tag, phonemes in entry.items() if phonemes)


def main(arguments: list[str] | None = None) -> None:
    """Write the lexicons of both accents."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("folder", type=Path)
    source = parser.parse_args(arguments).folder
    LEXICON_FOLDER.mkdir(exist_ok=True)
    for accent in ("us", "gb"):
        (LEXICON_FOLDER / f"{accent}.txt.xz").write_bytes(build_lexicon(source, accent))


if __name__ == "__main__":
    main()
