"""Scripts and style sheets as small as browsers need them."""

from __future__ import annotations

import json
import re
from collections.abc import Collection, Mapping
from functools import lru_cache
from pathlib import Path

import rcssmin  # type: ignore[import-untyped]
import rjsmin  # type: ignore[import-untyped]

from .short_names import shorten_names

IMPORT = re.compile(r'^import \{ (.+) \} from "\./(.+)";\n', re.M)


@lru_cache(maxsize=64)
def minify_script(code: str) -> str:
    """Return a script without comments and needless white space, its own names short."""
    return f"{shorten_names(rjsmin.jsmin(code))}\n"


def minify_style(sheet: str) -> str:
    """Return a style sheet without comments and needless white space."""
    return str(rcssmin.cssmin(sheet))


def bundle_modules(entry: Path, provided: Collection[str] = (), constants: Mapping[str, object] | None = None) -> str:
    """Join ES modules into one plain script: it also runs from a stick, where browsers refuse modules.

    Modules import only names, from siblings, one statement a line, and share no top-level name. What is imported from
    one of the modules in ``provided`` is taken from the global object ``audioguide``, which another script has set;
    what is imported from ``texts.js`` are the ``constants``.
    """
    parts: dict[Path, str] = {}
    names: set[str] = set()

    def collect(path: Path) -> None:
        if path in parts:
            return
        parts[path] = ""  # so that a circle of imports ends
        code = path.read_text("utf-8")
        for imported, module in IMPORT.findall(code):
            if module == "texts.js":
                continue
            if module in provided:
                names.update(name.strip() for name in imported.split(","))
            else:
                collect(path.parent / module)
        del parts[path]
        parts[path] = re.sub(r"^export ", "", IMPORT.sub("", code), flags=re.M)

    collect(entry)
    head = f"const{{{','.join(sorted(names))}}}=self.audioguide;" if names else ""
    for name, value in (constants or {}).items():
        head += f"const {name}={json.dumps(value, ensure_ascii=False)};"
    return minify_script(f'(()=>{{"use strict";{head}{"".join(parts.values())}}})();')
