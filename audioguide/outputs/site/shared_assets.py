"""What all pages share: templates, interface texts, style, scripts and icons, each under a name with its hash."""

from __future__ import annotations

import hashlib
import json
import re
from dataclasses import dataclass, fields
from functools import cache, cached_property
from pathlib import Path
from typing import TYPE_CHECKING, Any

from ...language_tags import matching_values
from . import icons
from .colour import DEFAULT, Palette, palettes

if TYPE_CHECKING:
    from collections.abc import Callable, Mapping

    import jinja2

HERE = Path(__file__).parent
ASSET = re.compile(r"(app|early|offline|stats|style|icon(-\d+)?)\.[0-9a-f]{10}\.(js|css|svg|png)")
"""Names this module gives to files in ``assets/``."""
WORD = re.compile(r"[\w$]")
STRING_OR_SPACE = re.compile(r"""("(?:\\.|[^"\\])*"|'(?:\\.|[^'\\])*'|`(?:\\.|[^`\\])*`)|\s+""")
ICON_SIZES = (180, 192, 512)
THEMES = (
    ("", ":root", "light"),
    ("(prefers-color-scheme:dark)", ":root", "dark"),
    ("(prefers-contrast:more)", ":root", "light-more"),
    ("(prefers-contrast:more) and (prefers-color-scheme:dark)", ":root", "dark-more"),
    ("", ":root[data-theme=light]", "light"),
    ("", ":root[data-theme=dark]", "dark"),
    ("", ":root[data-theme=contrast]", "dark-more"),
    ("print", ":root:root", "light-more"),
)
"""Media query, selector, palette: what the device wants, then what the visitor chose."""


@dataclass(frozen=True)
class Look:
    """How pages of one accent look: addresses below the output folder, and colours for the browser's own parts."""

    style: str
    svg: str
    """Icon for tabs."""
    png: Mapping[int, str]
    """Icon for home screens, by width in pixels."""
    light: str
    """``#rrggbb`` of the page in a light theme."""
    dark: str


class Kit:
    """The shared files; ``files`` collects those that pages asked for, and how each is made."""

    def __init__(self) -> None:
        self.files: dict[str, Callable[[], bytes]] = {}
        self._looks: dict[str, Look] = {}
        self.early = self._add("early.js", _dense(_asset("early.js")).encode())
        """Address of the few lines that run before the page is drawn."""
        self.app = self._add("app.js", bundle_modules(HERE / "assets" / "main.js").encode())
        self.offline = self._add("offline.js", bundle_modules(HERE / "assets" / "offline.js").encode())
        """Address of what saves tours; only some pages fetch it."""
        self.stats = self._add("stats.js", bundle_modules(HERE / "assets" / "stats.js").encode())
        """Address of what counts; fetched only where the server asks for it."""

    @cached_property
    def digest(self) -> str:
        """Hash of everything here that decides how a page looks."""
        total = hashlib.sha256()
        for path in sorted(HERE.rglob("*")):
            if path.suffix in {".py", ".html", ".css", ".js", ".yaml"}:
                total.update(path.read_bytes())
        return total.hexdigest()

    def look(self, accent: str) -> Look:
        """The look of pages with this accent."""
        if accent not in self._looks:
            themes = palettes(accent)
            light = themes["light"]
            self._looks[accent] = Look(
                style=self._add("style.css", (_variables(themes) + self._style).encode()),
                svg=self._add("icon.svg", icons.svg(light.accent, light.on_accent).encode()),
                png={size: self._icon(light, size) for size in ICON_SIZES},
                light=light.paper,
                dark=themes["dark"].paper,
            )
        return self._looks[accent]

    @cached_property
    def _style(self) -> str:
        return _dense_style(_asset("style.css"))

    def worker(self) -> bytes:
        """The service worker, which knows the files it must always have."""
        look = self.look(DEFAULT)
        shell = ["offline.html", self.early, self.app, self.offline, look.style, look.svg]
        code = _dense(_asset("sw.js"))
        known = {"digest": hashlib.sha256((code + self.digest).encode()).hexdigest()[:10], "shell": shell}
        return f"const kit={json.dumps(known)};\n{code}".encode()

    def render(self, page: Any, digest: str) -> str:
        """The page's HTML."""
        words = interface_texts(page.language)
        return self._environment.get_template(page.template).render(
            page=page, words=words, look=self.look(page.accent), kit=self, digest=digest
        )

    @cached_property
    def _environment(self) -> jinja2.Environment:
        import jinja2  # 60 ms: only when a page changed

        from . import filters

        environment = jinja2.Environment(
            loader=jinja2.FileSystemLoader(HERE / "templates"),
            autoescape=True,
            trim_blocks=True,
            lstrip_blocks=True,
            undefined=jinja2.StrictUndefined,
        )
        environment.filters.update(filters.FILTERS)
        environment.globals.update(texts=interface_texts, locales=interface_languages)
        return environment

    def missing(self, output: Path) -> dict[str, bytes]:
        """The shared files that are not in the folder yet; their names tell their content, so none is compared."""
        return {address: make() for address, make in self.files.items() if not (output / address).is_file()}

    def _add(self, name: str, content: bytes) -> str:
        return self._promise(name, content, lambda: content)

    def _icon(self, palette: Palette, size: int) -> str:
        """Drawn only when it is missing: that takes longer than all the rest."""
        colours = palette.accent, palette.on_accent
        key = f"{colours}{size}{(HERE / 'icons.py').read_text('utf-8')}"
        return self._promise(f"icon-{size}.png", key.encode(), lambda: icons.png(*colours, size))

    def _promise(self, name: str, key: bytes, make: Callable[[], bytes]) -> str:
        stem, _dot, suffix = name.rpartition(".")
        address = f"assets/{stem}.{hashlib.sha256(key).hexdigest()[:10]}.{suffix}"
        self.files[address] = make
        return address


@cache
def interface_languages() -> tuple[str, ...]:
    """Languages the interface speaks."""
    return tuple(path.stem for path in sorted((HERE / "locale").glob("*.yaml")))


@cache
def interface_texts(language: str) -> dict[str, Any]:
    """The interface in a language, or its nearest relative, or English."""
    import yaml

    name = next(iter(matching_values({name: name for name in interface_languages()}, language)), "en")
    loaded: dict[str, Any] = yaml.safe_load((HERE / "locale" / f"{name}.yaml").read_text("utf-8"))
    return {**loaded, "tag": name}


def _asset(name: str) -> str:
    return (HERE / "assets" / name).read_text("utf-8")


def bundle_modules(entry: Path) -> str:
    """ES modules as one plain script: it also runs from a stick, where browsers refuse modules.

    Modules import only names, from siblings, one statement a line, and share no top-level name.
    """
    parts: dict[Path, str] = {}

    def visit(path: Path) -> None:
        if path in parts:
            return
        parts[path] = ""  # seen
        code = path.read_text("utf-8")
        for name in re.findall(r'^import .* from "\./(.+)";$', code, re.M):
            visit(path.parent / name)
        del parts[path]
        parts[path] = re.sub(r"^export ", "", re.sub(r"^import .*\n", "", code, flags=re.M), flags=re.M)

    visit(entry)
    return f'(()=>{{"use strict";{_dense("".join(parts.values())).strip()}}})();\n'


def _bare(code: str) -> str:
    """Style or script without comments and indentation; no string in it holds a comment's beginning and a space."""
    code = re.sub(r"/\*[^*]*\*/|(?:^|(?<=\s))// .*$", "", code, flags=re.M)
    lines = (line.strip() for line in code.splitlines())
    return "".join(f"{line}\n" for line in lines if line)


def _dense(script: str) -> str:
    """A script without the white space it can do without.

    It relies on how the scripts here are written: every statement ends in a semicolon or brace, and regular
    expressions hold neither quotes nor white space.
    """

    def squeeze(found: re.Match[str]) -> str:
        before, after = script[found.start() - 1 : found.start()], script[found.end() : found.end() + 1]
        return found[1] or (" " if WORD.fullmatch(before) and WORD.fullmatch(after) else "")

    script = _bare(script)
    return STRING_OR_SPACE.sub(squeeze, script) + "\n"


def _dense_style(sheet: str) -> str:
    """A style sheet without the white space it can do without; no string in it holds a brace, colon or comma."""
    return re.sub(r":\s+", ":", re.sub(r"\s*([{};,])\s*", r"\1", _bare(sheet))).replace(";}", "}")


def _variables(themes: dict[str, Palette]) -> str:
    sheet = ""
    for media, selector, name in THEMES:
        scheme = "dark" if name.startswith("dark") else "light"
        colours = ";".join(f"--{f.name.replace('_', '-')}:{getattr(themes[name], f.name)}" for f in fields(Palette))
        rule = f"{selector}{{color-scheme:{scheme};{colours}}}"
        sheet += f"@media {media}{{{rule}}}\n" if media else f"{rule}\n"
    return sheet
