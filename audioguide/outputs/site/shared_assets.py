"""What all pages share: templates, interface texts, style, scripts and icons, each under a name with its hash."""

from __future__ import annotations

import base64
import hashlib
import json
import re
from dataclasses import dataclass, fields
from functools import cached_property, lru_cache
from pathlib import Path
from typing import TYPE_CHECKING, Any

from .. import icons
from ..colour import DEFAULT_ACCENT, Palette, derive_palettes
from ..visitor_texts import visitor_files, visitor_languages, visitor_texts
from .minify import bundle_modules, minify_script, minify_style
from .views import CODE_FILE

if TYPE_CHECKING:
    from collections.abc import Callable, Collection, Mapping

    import jinja2

HERE = Path(__file__).parent
ASSET_NAME = re.compile(
    r"(app|early|prepaint|later|lists|offline|stats|style|front|icon(-\d+)?)\.[0-9a-f]{10}\.(js|css|svg|png)"
)
"""Names this module gives to files in ``assets/``."""
PROVIDED = ("page.js",)
"""Modules in app.js whose names later scripts take from there."""
ICON_SIZES_PX = (180, 192, 512)
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


class SharedAssets:
    """The shared files; ``files`` collects those that pages asked for, and how each is made."""

    def __init__(self, most_editions: int = 1) -> None:
        """``most_editions``: of any site, for as many languages there is an offer."""
        self.files: dict[str, Callable[[], bytes]] = {}
        self._most_editions = most_editions
        self._looks: dict[str, Look] = {}
        self._later: dict[str, str] = {}
        self.prepaint = minify_script(_read_asset("prepaint.js")).strip()
        """The few lines that run before the page is drawn; they stand in the page itself."""
        self.app = self._add_script("app.js", "main.js")
        self.list_style = self._add_file("lists.css", minify_style(_read_asset("lists.css")).encode())
        """Address of the style of lists and covers, which pages of stops do not wait for."""
        self.later_style = self._add_file("later.css", minify_style(_read_asset("later.css")).encode())
        """Address of the style of what may wait until the page has loaded."""
        self.front_style = self._add_file("front.css", minify_style(_read_asset("front.css")).encode())
        """Address of the style of the front page of a site with a name, and of the accessibility statement."""
        self.offline = self._add_script("offline.js", "stand_in_page.js", provided=PROVIDED)
        """Address of what lists the saved tours, on the page that stands in for others."""
        self.missing = self._add_script("missing.js", "missing.js", provided=PROVIDED)
        """Address of what understands other spellings of an address, on the page for those that do not exist."""
        self.stats = self._add_script("stats.js", "stats.js", provided=PROVIDED)
        """Address of what counts; fetched only where the server asks for it."""

    @cached_property
    def prepaint_hash(self) -> str:
        """Return the source expression that lets the inline script pass a Content Security Policy."""
        return "sha256-" + base64.b64encode(hashlib.sha256(self.prepaint.encode()).digest()).decode()

    def later_script(self, language: str) -> str:
        """Return the address of what may wait until the page has loaded, with its texts in the language."""
        words = visitor_texts(language)
        tag = str(words["tag"])
        if tag not in self._later:
            markup = {name: self._render_part(name, words) for name in ("dialogs", "feedback")}
            texts = {**words["later"], "saves": words["saves"], **markup}
            self._later[tag] = self._add_script(f"later-{tag}.js", "later.js", PROVIDED, {"texts": texts})
        return self._later[tag]

    def _render_part(self, name: str, words: Mapping[str, Any]) -> str:
        """Return markup that a script puts into pages."""
        return " ".join(_load_templates().get_template(f"{name}.html").render(words=words).split())

    @cached_property
    def plan_style(self) -> str:
        """Address of the style of places, which only pages with places have."""
        return self._add_file("plan.css", minify_style(_read_asset("plan.css")).encode())

    def plan_files(self, language: str, *, has_map: bool = False) -> list[str]:
        """Return the addresses of all that pages with places have besides the others' files."""
        scripts = [self.plan_script(language), self.near_script(language), self.route_script(language)]
        return [self.plan_style, *scripts, *([self.tiles_script(language)] if has_map else [])]

    def plan_script(self, language: str) -> str:
        """Return the address of the plan page's script, with its texts in the language."""
        words = visitor_texts(language)
        texts = {name: words["nearby"][name] for name in ("cluster", "chosen")}
        return self._add_script(f"plan-{words['tag']}.js", "plan.js", PROVIDED, {"texts": texts})

    def near_script(self, language: str) -> str:
        """Return the address of what follows the visitor's position, fetched when somebody asks where they are."""
        words = visitor_texts(language)
        return self._add_script(
            f"near-{words['tag']}.js", "near.js", (*PROVIDED, "navigation.js"), {"texts": words["nearby"]}
        )

    def tiles_script(self, language: str) -> str:
        """Return the address of what draws the tiles of a real map, fetched when its tab is opened."""
        words = visitor_texts(language)
        texts = {"missing": words["plan"]["no_map"]}
        return self._add_script(f"tiles-{words['tag']}.js", "plan_tiles.js", PROVIDED, {"texts": texts})

    def route_script(self, language: str) -> str:
        """Return the address of the script that follows a route on the pages of stops and tours."""
        words = visitor_texts(language)
        texts = {"route": words["where"]["route"], "prev": words["previous"], "next": words["next"]}
        texts["near"] = self._render_part("near", words)
        return self._add_script(f"route-{words['tag']}.js", "route.js", PROVIDED, {"texts": texts})

    def _add_script(
        self, name: str, entry: str, provided: Collection[str] = (), constants: Mapping[str, object] | None = None
    ) -> str:
        return self._add_file(name, bundle_modules(HERE / "assets" / entry, provided, constants).encode())

    @cached_property
    def source_digest(self) -> str:
        """Hash of everything here that decides how a page looks."""
        total = hashlib.sha256()
        for path in sorted([*HERE.rglob("*"), *visitor_files().values()]):
            if path.suffix in {".py", ".html", ".css", ".js", ".yaml"}:
                total.update(path.read_bytes())
        return total.hexdigest()

    def look_for(self, accent: str) -> Look:
        """The look of pages with this accent."""
        if accent not in self._looks:
            themes = derive_palettes(accent)
            light = themes["light"]
            self._looks[accent] = Look(
                style=self._add_file("style.css", (_theme_variables(themes) + self._minified_style).encode()),
                svg=self._add_file("icon.svg", icons.draw_svg(light.accent, light.on_accent).encode()),
                png={size: self._add_icon(light, size) for size in ICON_SIZES_PX},
                light=light.paper,
                dark=themes["dark"].paper,
            )
        return self._looks[accent]

    @cached_property
    def _minified_style(self) -> str:
        offers = ",".join(f'[data-offer="{n}"] .o{n}' for n in range(1, self._most_editions + 1))
        return minify_style(f"{_read_asset('style.css')}\n{offers}{{display:flex}}")

    def service_worker(self) -> bytes:
        """The service worker, which knows the files it must always have."""
        look = self.look_for(DEFAULT_ACCENT)
        shell = ["offline.html", self.app, self.offline, look.style, self.list_style, look.svg]
        code = minify_script(_read_asset("sw.js"))
        known = {"digest": hashlib.sha256((code + self.source_digest).encode()).hexdigest()[:10], "shell": shell}
        return f"const kit={json.dumps(known)};\n{code}".encode()

    def render_page(self, page: Any, digest: str) -> str:
        """The page's HTML."""
        words = visitor_texts(page.language)
        return (
            _load_templates()
            .get_template(page.template)
            .render(page=page, words=words, look=self.look_for(page.accent), assets=self, digest=digest)
        )

    def _add_file(self, name: str, content: bytes) -> str:
        return self._register_file(name, content, lambda: content)

    def _add_icon(self, palette: Palette, size: int) -> str:
        """Drawn only when it is missing: that takes longer than all the rest."""
        colours = palette.accent, palette.on_accent
        key = f"{colours}{size}{(HERE.parent / 'icons.py').read_text('utf-8')}"
        return self._register_file(f"icon-{size}.png", key.encode(), lambda: icons.draw_png(*colours, size))

    def _register_file(self, name: str, key: bytes, make: Callable[[], bytes]) -> str:
        stem, _dot, suffix = name.rpartition(".")
        address = f"assets/{stem}.{hashlib.sha256(key).hexdigest()[:10]}.{suffix}"
        self.files[address] = make
        return address


def _read_asset(name: str) -> str:
    return (HERE / "assets" / name).read_text("utf-8")


def _theme_variables(themes: dict[str, Palette]) -> str:
    sheet = ""
    for media, selector, name in THEMES:
        scheme = "dark" if name.startswith("dark") else "light"
        colours = ";".join(f"--{f.name.replace('_', '-')}:{getattr(themes[name], f.name)}" for f in fields(Palette))
        rule = f"{selector}{{color-scheme:{scheme};{colours}}}"
        sheet += f"@media {media}{{{rule}}}\n" if media else f"{rule}\n"
    return sheet


@lru_cache(maxsize=1)
def _load_templates() -> jinja2.Environment:
    """Return the templates of the pages, each compiled once: the studio builds again and again."""
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
    environment.globals.update(texts=visitor_texts, locales=visitor_languages, code_file=CODE_FILE)
    return environment
