"""Scripts and style sheets as small as browsers need them."""

from __future__ import annotations

import re
from pathlib import Path

import rcssmin  # type: ignore[import-untyped]
import rjsmin  # type: ignore[import-untyped]


def minify_script(code: str) -> str:
    """Return a script without comments and needless white space."""
    return f"{rjsmin.jsmin(code)}\n"


def minify_style(sheet: str) -> str:
    """Return a style sheet without comments and needless white space."""
    return str(rcssmin.cssmin(sheet))


def bundle_modules(entry: Path) -> str:
    """Join ES modules into one plain script: it also runs from a stick, where browsers refuse modules.

    Modules import only names, from siblings, one statement a line, and share no top-level name.
    """
    parts: dict[Path, str] = {}

    def collect(path: Path) -> None:
        if path in parts:
            return
        parts[path] = ""  # so that a circle of imports ends
        code = path.read_text("utf-8")
        for name in re.findall(r'^import .* from "\./(.+)";$', code, re.M):
            collect(path.parent / name)
        del parts[path]
        parts[path] = re.sub(r"^export ", "", re.sub(r"^import .*\n", "", code, flags=re.M), flags=re.M)

    collect(entry)
    return minify_script(f'(()=>{{"use strict";{"".join(parts.values())}}})();')
