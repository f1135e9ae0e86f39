"""Write what is printed: a code for each stop (SVG, PNG), label sheets (PDF, HTML), single labels, a poster.

Codes are QR codes of error level Q with the quiet zone of four modules that ISO/IEC 18004 asks for. Up to 32 bytes of
address fit a symbol of 29 modules, which a phone reads from 30 mm of paper at arm's length.
"""

from __future__ import annotations

import hashlib
import io
import json
import re
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from functools import lru_cache
from pathlib import Path
from typing import Any, ClassVar

from ... import files
from ...assembly.publishing import Destination
from ...errors import OutputError
from ...i18n import _
from ...i18n.language_tags import is_chinese, is_mainland_chinese, primary_language
from ...model import LabelStyle, Manifest
from .. import BuiltTours, Need, Output
from ..colour import contrast_ratio, derive_palettes
from ..visitor_texts import visitor_texts
from .logo import data_uri, logo_svg
from .verification import missing_addresses

LABELS_FOLDER = "labels"
DEFAULT_STYLE = LabelStyle()
DEFAULT_ACCENT = "#7a1f1f"
MAX_MODULES = 29
"""Side of the densest symbol that 30 mm carry well (version 3)."""
MIN_CODE_CONTRAST = 7.0
"""Of the code on white: paint and paper lose much of it in ten years of sun."""
LONG_WORD = re.compile(r"[^\s\u2e80-\u9fff\uf900-\uffef]{17,}")
"""A word that may not fit a label: it may be broken anywhere."""
ZERO_WIDTH_SPACE = "\u200b"
DEFAULT_SIZE_MM = 30
SIZES_MM = range(20, 181)
"""Sides of a code that can be printed."""
PDF_KINDS = {
    f"{name}.pdf": kind
    for name, kind in (
        ("labels", "sheet"),
        ("single", "single"),
        ("round", "round"),
        ("strip", "strip"),
        ("postcard", "postcard"),
        ("poster", "poster"),
    )
}
"""Name of a PDF → what the template calls it."""
CHINESE_FAMILIES = (
    "Noto Sans CJK SC",
    "Noto Sans SC",
    "Source Han Sans SC",
    "Source Han Sans CN",
    "PingFang SC",
    "Hiragino Sans GB",
    "Microsoft YaHei",
    "WenQuanYi Micro Hei",
    "WenQuanYi Zen Hei",
    "Noto Serif CJK SC",
    "SimHei",
    "SimSun",
)
"""Font families with Simplified Chinese, best first."""
TRADITIONAL_FAMILIES = ("Noto Sans CJK TC", "Noto Sans TC", "Source Han Sans TC", "PingFang TC", "Microsoft JhengHei")
LATIN_FAMILIES = ("Noto Sans", "Source Sans 3", "Helvetica Neue", "Arial", "Liberation Sans", "DejaVu Sans")
"""Font families for languages in Latin script, best first."""


@dataclass(frozen=True)
class Label:
    """One code and what is printed around it."""

    number: str
    """Empty for the poster."""
    titles: tuple[str, ...]
    """One for each language, the site's own first."""
    address: str
    """The address inside the code."""
    languages: tuple[str, ...] = ()
    """BCP 47 of each title; empty: all in the site's own."""
    marked: bool = False
    """It leads to synthetic speech and says so with a mark."""

    @property
    def display_path(self) -> str:
        """Return the address as a person would type it."""
        return self.address.partition("://")[2].rstrip("/")


@dataclass(frozen=True)
class Sheet:
    """All labels of a site."""

    site: str
    title: str
    language: str
    labels: tuple[Label, ...]
    poster: Label
    languages: tuple[str, ...]
    """BCP 47, the site's own first."""
    style: LabelStyle = DEFAULT_STYLE
    size: int = DEFAULT_SIZE_MM
    """Side of the code with its quiet zone, in millimetres."""
    logo: Path | None = None


def size_for(distance: float) -> int:
    """Return the side of a code in mm for a reading distance in metres: a tenth of it, 30 mm at least."""
    return max(30, round(distance * 100))


def label_sheet(
    manifests: Sequence[Manifest], base_url: str, style: LabelStyle = DEFAULT_STYLE, size: int = DEFAULT_SIZE_MM
) -> Sheet:
    """Return the labels of one site from the manifests of all its editions, the site's own language first."""
    editions = sorted(manifests, key=lambda manifest: manifest.edition)
    own = editions[0]
    root = f"{base_url.rstrip('/')}/{own.site}/"
    labels = tuple(
        Label(
            stop.number,
            tuple(titles),
            f"{root}{stop.number}/",
            tuple(titles.values()),
            marked=any(e.marked and s.synthetic for e in editions for s in e.public_stops if s.number == stop.number),
        )
        for stop in own.public_stops
        if (titles := _titles_of_stop(editions, stop.number))
    )
    languages = tuple(dict.fromkeys(manifest.language for manifest in editions))
    names = {manifest.title: manifest.language for manifest in reversed(editions)}
    titles_of_site = tuple(dict.fromkeys(manifest.title for manifest in editions))
    is_marked = any(edition.marked and edition.synthetic for edition in editions)
    poster = Label("", titles_of_site, root, tuple(names[title] for title in titles_of_site), is_marked)
    logo = Path(style.logo) if style.logo else None
    return Sheet(own.site, own.title, own.language, labels, poster, languages, style, size, logo)


def _titles_of_stop(editions: Iterable[Manifest], number: str) -> dict[str, str]:
    """Return each title of a stop, the site's own first, and the language it is in."""
    titles: dict[str, str] = {}
    for manifest in editions:
        for stop in manifest.public_stops:
            if stop.number == number:
                titles.setdefault(stop.title, manifest.language)
    return titles


def dense_labels(sheet: Sheet) -> list[Label]:
    """Return the labels whose address needs more than 29 modules."""
    return [
        label
        for label in (*sheet.labels, sheet.poster)
        if _make_code(label.address).symbol_size(border=0)[0] > MAX_MODULES
    ]


class LabelsOutput(Output):
    """The labels of every site whose address is known."""

    name: ClassVar[str] = "labels"
    needs: ClassVar[frozenset[Need]] = frozenset({"settings"})
    enabled_by_default: ClassVar[bool] = False

    def write(self, tours: BuiltTours, destination: Destination) -> None:
        """Write the labels in the style of the site's settings; ``options`` may give their ``size`` in millimetres."""
        for editions in tours.sites():
            settings = tours.settings_for(editions[0])
            if settings.base_url:
                sheet = label_sheet(editions, settings.base_url, settings.labels, self._size_mm())
                publish_sheet(sheet, destination)

    def _size_mm(self) -> int:
        size = self.options.get("size", DEFAULT_SIZE_MM)
        if not isinstance(size, int) or size not in SIZES_MM:
            raise OutputError(
                _("The size of a label is a whole number of millimetres from {least} to {most}, not {size}.").format(
                    least=SIZES_MM[0], most=SIZES_MM[-1], size=size
                )
            )
        return size


def publish_sheet(sheet: Sheet, destination: Destination) -> list[str]:
    """Hand everything of one site to the destination, or keep it; return the paths of the files meant for people.

    Raises OutputError as ``render_files``, after the files that could be made.
    """
    folder = f"{sheet.site}/{LABELS_FOLDER}"
    made_from = _sheet_digest(sheet)
    paths = [f"{folder}/{name}" for name in file_names(sheet)]
    if not all(destination.keep(path, made_from) for path in paths):
        for name, data in render_files(sheet):
            destination.write_bytes(f"{folder}/{name}", data, made_from)
    return [path for path in paths if "/codes/" not in path]


def write_sheet(sheet: Sheet, folder: Path) -> None:
    """Write everything of one site into a folder. Raises OutputError as ``render_files``."""
    for name, data in render_files(sheet):
        files.write_bytes(folder / name, data)


def file_names(sheet: Sheet) -> list[str]:
    """Return the names of all files of a sheet, those of the codes below ``codes/``."""
    codes = [f"codes/{label.number}.{suffix}" for label in sheet.labels for suffix in ("svg", "png")]
    return [*codes, "labels.html", *PDF_KINDS]


def render_files(sheet: Sheet) -> Iterator[tuple[str, bytes]]:
    """Yield the name and content of each file of a sheet.

    Raises OutputError for a font or a logo that cannot be used. The HTML sheet needs no font of ours and comes first.
    """
    for label in sheet.labels:
        yield f"codes/{label.number}.svg", _code_svg(label.address, _code_ink(sheet.style)).encode()
        png = io.BytesIO()
        _make_code(label.address).save(png, kind="png", scale=16, border=4, dark=_code_ink(sheet.style))
        yield f"codes/{label.number}.png", png.getvalue()
    yield "labels.html", _render_html(sheet).encode()
    fonts = _choose_fonts(sheet)
    for name, kind in PDF_KINDS.items():
        yield name, _typeset_pdf(sheet, kind, fonts)


def _sheet_digest(sheet: Sheet) -> str:
    """Digest of all that the files depend on, the programs that draw them included."""
    total = hashlib.sha256(repr(sheet).encode())
    for path in (*sorted(Path(__file__).parent.glob("*.*")), *([sheet.logo] if sheet.logo else [])):
        total.update(path.read_bytes() if path.is_file() else b"")
    texts = [(visitor_texts(tag)["labels"], visitor_texts(tag)["mark"]) for tag in sheet.languages]
    total.update(repr((texts, _installed_families())).encode())
    return total.hexdigest()


# ---------------------------------------------------------------- codes


def _make_code(address: str) -> Any:
    import segno

    return segno.make(address, error="q", micro=False, boost_error=False)


def _code_ink(style: LabelStyle) -> str:
    """Return the ink of the code: the author's, darkened where it would fade out within the life of a label."""
    if contrast_ratio(style.ink, "#ffffff") >= MIN_CODE_CONTRAST:
        return style.ink
    return derive_palettes(style.ink)["light-more"].accent


def _accent(style: LabelStyle) -> str:
    """Return the colour of numbers, as dark on white as it is on the pages."""
    return derive_palettes(style.accent or DEFAULT_ACCENT)["light"].accent


@lru_cache(maxsize=1024)
def _code_svg(address: str, ink: str) -> str:
    target = io.BytesIO()
    _make_code(address).save(target, kind="svg", border=4, dark=ink, light="#ffffff", xmldecl=False, scale=4)
    return target.getvalue().decode().strip()


# ---------------------------------------------------------------- PDF


@dataclass(frozen=True)
class FontChoice:
    """Font families by script, best first: one for all would set ’ and “ ” of Latin text as wide as a Chinese one."""

    latin: tuple[str, ...]
    simplified: tuple[str, ...]
    traditional: tuple[str, ...]

    def families_for(self, language: str) -> list[object]:
        """Return what Typst takes as ``font`` for text in a language."""
        if not is_chinese(language) and primary_language(language) not in {"ja", "ko", "yue"}:
            return [*self.latin, *self.simplified]
        # quotation marks and dashes, which both kinds of font have, belong to the Chinese one here
        covers = [{"name": family, "covers": "latin-in-cjk"} for family in self.latin[:1]]
        mainland = is_mainland_chinese(language)
        return [*covers, *(self.simplified if mainland else (*self.traditional, *self.simplified)), *self.latin]


def _choose_fonts(sheet: Sheet) -> FontChoice:
    """Return the font families for the text. Raises OutputError where Chinese has none."""
    import typst

    named = sheet.style.font
    have = set(_installed_families())
    own: tuple[str, ...] = ()
    if named and Path(named).suffix.lower() in (".ttf", ".otf", ".ttc"):
        own = tuple(typst.Fonts(False, False, [str(Path(named).parent)]).families())
        if not own:
            raise OutputError(_("{font} is not a font file.").format(font=named), hint=_("Name another under labels."))
    elif named and named not in have:
        raise OutputError(
            _("There is no font “{font}” on this machine.").format(font=named),
            hint=_("Install it, or name another under labels in voices.yaml."),
        )
    elif named:
        own = (named,)
    simplified = (*own, *(family for family in CHINESE_FAMILIES if family in have))
    if not simplified and any(map(is_chinese, sheet.languages)):
        raise OutputError(
            _("No font for Chinese was found. The PDF was not created; labels.html is ready to print."),
            hint=_("Install one, for example: apt install fonts-noto-cjk. Or name a font file under labels."),
        )
    traditional = tuple(family for family in TRADITIONAL_FAMILIES if family in have)
    latin = tuple(family for family in LATIN_FAMILIES if family in have)
    return FontChoice((*latin, "Libertinus Serif"), simplified, (*own, *traditional))


@lru_cache
def _installed_families() -> tuple[str, ...]:
    import typst

    return tuple(typst.Fonts().families())


def _typeset_pdf(sheet: Sheet, kind: str, fonts: FontChoice) -> bytes:
    import typst

    style = sheet.style
    data = {
        "kind": kind,
        "title": sheet.title,
        "language": primary_language(sheet.language),
        "fonts": fonts.families_for(sheet.language),
        "name": _typeset_text(sheet.title, sheet.language, fonts),
        "ink": style.ink,
        "accent": _accent(style),
        "logo": logo_svg(sheet.logo),
        "size": sheet.size,
        "scan": [_typeset_text(text, tag, fonts) for text, tag in _label_texts(sheet, "scan").items()],
        "labels": [_label_values(label, sheet, fonts) for label in sheet.labels],
        "poster": {
            **_label_values(sheet.poster, sheet, fonts),
            "keypad": [_typeset_text(text, tag, fonts) for text, tag in _label_texts(sheet, "keypad").items()],
        },
    }
    template = Path(__file__).with_name("sheet.typ")
    folder = [Path(style.font).parent] if Path(style.font).suffix else []
    try:
        return typst.compile(
            template, font_paths=folder, sys_inputs={"data": json.dumps(data, ensure_ascii=False)}, format="pdf"
        )
    except (RuntimeError, typst.TypstError) as error:
        raise OutputError(_("The PDF could not be created: {reason}").format(reason=error)) from error


def _label_values(label: Label, sheet: Sheet, fonts: FontChoice) -> dict[str, object]:
    languages = label.languages or (sheet.language,) * len(label.titles)
    return {
        "number": label.number,
        "titles": [_typeset_text(*title, fonts) for title in zip(label.titles, languages, strict=True)],
        "shown": label.display_path,
        "svg": _code_svg(label.address, _code_ink(sheet.style)),
        "mark": _typeset_mark(sheet, fonts) if label.marked else None,
    }


def _typeset_mark(sheet: Sheet, fonts: FontChoice) -> dict[str, object]:
    """Return the letters and the words of the mark of synthetic speech, in the site's own language."""
    mark = visitor_texts(sheet.language)["mark"]
    return {key: _typeset_text(mark[key], sheet.language, fonts) for key in ("letters", "alt")}


def _typeset_text(text: str, language: str, fonts: FontChoice) -> dict[str, object]:
    """Return a text with what Typst has to know of its language."""
    return {
        "text": LONG_WORD.sub(lambda word: ZERO_WIDTH_SPACE.join(_split_every(word[0], 8)), text),
        "lang": primary_language(language),
        "region": "TW" if is_chinese(language) and not is_mainland_chinese(language) else None,
        "font": fonts.families_for(language),
    }


def _split_every(word: str, length: int) -> list[str]:
    return [word[at : at + length] for at in range(0, len(word), length)]


def _label_texts(sheet: Sheet, key: str) -> dict[str, str]:
    """Return one of the texts of labels in each language of the sheet, without repetition, with its language."""
    texts: dict[str, str] = {}
    for language in sheet.languages:
        words = visitor_texts(language)
        texts.setdefault(words["labels"][key], words["tag"])
    return texts


def _render_html(sheet: Sheet) -> str:
    from jinja2 import Environment, PackageLoader

    environment = Environment(loader=PackageLoader(__package__, ""), autoescape=True)
    logo = logo_svg(sheet.logo)
    return environment.get_template("sheet.html.j2").render(
        sheet=sheet,
        accent=_accent(sheet.style),
        logo=data_uri("image/svg+xml", logo.encode()) if logo else "",
        scan=_label_texts(sheet, "scan"),
        mark=visitor_texts(sheet.language)["mark"],
        code=lambda label: data_uri("image/svg+xml", _code_svg(label.address, _code_ink(sheet.style)).encode()),
    )


def unreadable_addresses(sheet: Sheet, pdf: Path, dpi: int = 150) -> list[str]:
    """Read every code of a rendered sheet with an independent decoder; return the addresses that were not found.

    Raises OutputError for a PDF that cannot be opened.
    """
    return missing_addresses((label.address for label in sheet.labels), pdf, dpi)
