"""The settings for all tours that an author finds in a form: which field of which file each is, and its name."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, replace
from typing import Any

from ..audio.ffmpeg import BIT_RATES_KBITS
from ..engines.options import find_option_table, find_voice_options
from ..i18n import _
from ..i18n.language_tags import primary_language
from ..registry import plugin_names
from .edit_settings import SITE, VOICES

Choices = tuple[tuple[str, str], ...]

OPTIONS_OF_TARGETS = {"ssh": ("identity", "known_hosts"), "s3": ("endpoint", "region"), "pages": ("remote",)}
"""What begins the address of a target → its options."""
KINDS_OF_OPTIONS = {
    "text": "text",
    "address": "text",
    "number": "number",
    "integer": "number",
    "switch": "choice",
    "choice": "choice",
    "fields": "pairs",
}
"""Kind of an engine's option → kind of its field."""


@dataclass(frozen=True)
class Setting:
    """One field of the form."""

    file: str
    """``site.yaml`` or ``voices.yaml``."""
    path: tuple[str, ...]
    """Keys from the top of the file."""
    label: str
    kind: str = "text"
    """``text``, ``number``, ``amount`` (a number, or one with its unit), ``colour``, ``picture``, ``voice``,
    ``choice`` (one), ``names`` (several), ``order`` (all of them, in an order), ``lines``, or ``pairs`` (a group, a
    line for each of its fields)."""
    language: str = ""
    """Tag of the text, where the file has one a language or the project has several; else empty."""
    first_language: str = ""
    """The language whose field shows a text that holds for all."""
    choices: Choices = ()
    """Value in the file and name, for what is chosen."""
    fold: str = ""
    """Title of the fold that this and its neighbours are in; empty: always shown."""


Row = Setting | tuple[Any, ...]
"""A setting, or what makes one: its path with slashes, its label, its kind, its choices."""


@dataclass(frozen=True)
class SettingsGroup:
    """Settings that belong together."""

    title: str
    file: str
    settings: tuple[Setting, ...]
    takes: str = ""
    """What more can be named here: ``targets`` of a publication, or ``roles``."""


@dataclass(frozen=True)
class ProjectFacts:
    """What the form asks about, besides the two files."""

    sites: Sequence[tuple[str, str]]
    """Name and title of each site, in the order of the front page."""
    languages: Sequence[str]
    """Languages of the tours, without regions."""
    tags: Sequence[str] = ()
    """The same as they are written, with regions."""


def list_groups(facts: ProjectFacts, site: Mapping[str, Any], voices: Mapping[str, Any]) -> list[SettingsGroup]:
    """Return the form in the reader's language; ``site`` and ``voices`` are what the two files hold."""
    groups = (*_site_groups(facts, site), *_voices_groups(voices))
    return [_in_languages(group, facts, site if group.file == SITE else voices) for group in groups]


def _site_groups(facts: ProjectFacts, site: Mapping[str, Any]) -> Iterator[SettingsGroup]:
    sites = tuple(facts.sites)
    yield _group(
        SITE,
        _("The front page"),
        ("name", _("Name of the museum or village"), "words"),
        ("description", _("A sentence or two"), "words"),
        ("address", _("Postal address"), "words"),
        ("hours", _("Opening hours"), "words"),
        ("contact/text", _("Who answers questions"), "words"),
        ("contact/url", _("Where that leads: mailto:…, tel:… or https://…")),
        ("logo", _("Logo"), "picture"),
        ("accent", _("Colour"), "colour"),
        ("base_url", _("Address where the pages will be: https://…")),
    )
    yield _group(
        SITE,
        _("Which tours visitors find"),
        ("tours", _("Order on the front page"), "order", sites),
        ("hidden", _("In no list; their labels still work"), "names", sites),
        ("drafts", _("Only for you: never published"), "names", sites),
        *((f"closed/{name}", _("Why “{tour}” is closed").format(tour=title), "words") for name, title in sites),
    )
    yield _group(
        SITE,
        _("At the foot of every page"),
        ("footer/icp/text", _("ICP number"), "words"),
        ("footer/icp/url", _("Where it leads: https://…")),
        ("footer/imprint/text", _("Imprint"), "words"),
        ("footer/imprint/url", _("Where it leads: https://…")),
        ("footer/privacy/text", _("Privacy"), "words"),
        ("footer/privacy/url", _("Where it leads: https://…")),
        ("footer/lines", _("Other lines"), "lines"),
    )
    outputs = tuple((name, output_name(name)) for name in plugin_names("outputs"))
    yield _group(
        SITE,
        _("What a build makes"),
        ("outputs", _("Nothing ticked: the pages alone"), "names", outputs),
        ("embed", _("Whose pages may show ours in a frame: none, any, or one address a line"), "lines"),
        ("map/file", _("Map below the plans: a .pmtiles file in public/")),
        ("map/title", _("What its tab says"), "words"),
        ("map/credit/text", _("Whose map it is"), "words"),
        ("map/credit/url", _("Where that leads: https://…")),
    )
    yield replace(_group(SITE, _("Where to publish"), *_target_rows(site)), takes="targets")
    answers = (("", "–"), ("full", _("fully")), ("partial", _("in part")), ("none", _("not at all")))
    yield _group(
        SITE,
        _("Accessibility statement and signature"),
        ("accessibility/contact/text", _("Who takes feedback"), "words"),
        ("accessibility/contact/url", _("Where that leads: mailto:…, tel:… or https://…")),
        ("accessibility/date", _("When it was prepared, as 2026-05-01")),
        ("accessibility/status", _("The pages conform to WCAG 2.2 AA"), "choice", answers),
        ("accessibility/limits", _("Known limits"), "lines"),
        ("accessibility/enforcement/text", _("Whom visitors may turn to"), "words"),
        ("accessibility/enforcement/url", _("Where that leads: https://…")),
        ("signing/certificate", _("Certificate to sign the files with (PEM)")),
        ("signing/key", _("Private key (PEM)")),
        ("signing/timestamp", _("Address of a time-stamp service")),
    )


def _voices_groups(voices: Mapping[str, Any]) -> Iterator[SettingsGroup]:
    switch = (("", "–"), ("true", _("yes")), ("false", _("no")))
    engines = (("", "–"), ("auto", "auto"), *((name, name) for name in plugin_names("engines")))
    rates = (("", "–"), *((str(rate), f"{rate} kbit/s") for rate in BIT_RATES_KBITS))
    yield _group(
        VOICES,
        _("Sound"),
        ("engine", _("Voice engine"), "choice", engines),
        ("bit_rate", _("Size of the sound files"), "choice", rates),
        ("loudness/target", _("Loudness in LUFS, −40 to −8"), "number"),
        ("loudness/true_peak", _("Highest peak in dBTP, −9 to 0"), "number"),
        ("pauses/sentence", _("Pause between sentences, in milliseconds"), "number"),
        ("pauses/paragraph", _("Pause between paragraphs, in milliseconds"), "number"),
        ("pauses/speaker", _("Pause between speakers, in milliseconds"), "number"),
        ("pauses/stop", _("Pause between stops, in milliseconds"), "number"),
        ("pauses/chime", _("Pause after the chime, in milliseconds"), "number"),
    )
    yield replace(_group(VOICES, _("Voices of the roles"), *_role_rows(voices)), takes="roles")
    yield _group(VOICES, _("Options of the voice engines"), *_engine_rows(switch))
    regimes = (("", "–"), ("auto", _("those of the tour's language")), ("cn", "cn"), ("eu", "eu"), ("cn eu", "cn, eu"))
    yield _group(
        VOICES,
        _("How listeners learn that the speech is synthetic"),
        ("disclosure/regimes", _("Whose rules hold"), "choice", regimes),
        ("disclosure/producer", _("Who answers for the content: a name, or a code")),
        ("disclosure/chime", _("Rhythm at the start of each file"), "choice", switch),
        ("disclosure/spoken", _("A sentence said instead of the rhythm")),
        ("disclosure/tag", _("Metadata in the files"), "choice", switch),
        ("disclosure/mark", _("Mark on pages and labels"), "choice", switch),
    )
    yield _group(
        VOICES,
        _("Printed labels"),
        ("labels/ink", _("Colour of the code"), "colour"),
        ("labels/accent", _("Colour of the number"), "colour"),
        ("labels/logo", _("Logo"), "picture"),
        ("labels/font", _("Font: its family, or a file")),
    )


def _target_rows(site: Mapping[str, Any]) -> Iterator[Setting]:
    """The address of each target, and the options that places of its kind have."""
    for name, target in _items(site.get("publish")):
        fields = target if isinstance(target, dict) else {"to": target}
        known = OPTIONS_OF_TARGETS.get(str(fields.get("to", "")).partition(":")[0], ())
        for option in dict.fromkeys(("to", *known, *fields)):
            yield Setting(
                SITE,
                ("publish", name, option),
                _("{what}: {thing}").format(what=name, thing=_target_option_name(option)),
            )


def _engine_rows(switch: Choices) -> Iterator[Row]:
    """The options that each engine here has in its table."""
    for engine in plugin_names("engines"):
        for option in find_option_table(engine) or ():
            kind, choices = KINDS_OF_OPTIONS[option.kind], tuple((name, _choice_name(name)) for name in option.choices)
            if choices:
                choices = (("", "–"), *choices)
            name = _engine_option_name(engine, option.name)
            if option.kind in ("number", "integer"):
                name = _("{name}, {least:g} to {most:g}").format(name=name, least=option.least, most=option.most)
            label = _("{what}: {thing}").format(what=engine, thing=name)
            yield f"engines/{engine}/{option.name}", label, kind, switch if option.kind == "switch" else choices


def _engine_option_name(engine: str, option: str) -> str:
    names = {
        ("kokoro", "model"): _("another model (ONNX), path of the file"),
        ("kokoro", "fast"): _("faster, with slightly other sound"),
        ("edge", "proxy"): _("address of a proxy, http://…"),
        ("azure", "region"): _("region of your account"),
        ("azure", "url"): _("address of another cloud, instead of a region"),
        ("http", "url"): _("address of the server, up to /v1"),
        ("http", "model"): _("name of the model"),
        ("http", "format"): _("format of the sound"),
        ("http", "sample_rate"): _("samples a second of the format pcm"),
        ("http", "unit"): _("text of one request"),
        ("http", "fields"): _("further fields of a request, one a line, as name = value"),
    }
    of_any = {"workers": _("requests at once"), "timeout": _("seconds until an answer is given up")}
    return names.get((engine, option)) or of_any.get(option, option)


def _choice_name(choice: str) -> str:
    return {"sentence": _("a sentence"), "paragraph": _("a paragraph")}.get(choice, choice)


def _role_rows(voices: Mapping[str, Any]) -> Iterator[Setting]:
    for role, languages in _items(voices.get("roles")):
        for language, engines in _items(languages):
            for engine, voice in _items(engines):
                path = ("roles", role, language, engine)
                shown = f"{role} · {language} · {engine}"
                yield Setting(VOICES, path, shown, "voice")
                fold = _("Speed and pitch: {voice}").format(voice=shown)
                known = (*find_voice_options(engine), *(voice if isinstance(voice, dict) else ()))
                for option in dict.fromkeys(known):
                    if option != "name":
                        yield Setting(VOICES, (*path, option), *_voice_option(option), fold=fold)


def _voice_option(option: str) -> tuple[str, str]:
    """Name and kind of what can be said of a voice."""
    known = {
        "pace": (_("Characters of Chinese, or words, a minute: 60 to 500"), "number"),
        "rate": (_("Multiple of its own speed, 0.5 to 2, or a change such as +10%"), "amount"),
        "pitch": (_("Pitch, higher or lower by so many hertz: −200 to 200"), "amount"),
        "volume": (_("Louder or softer by so many percent: −100 to 100"), "amount"),
        "style": (_("Way of speaking, such as calm"), "text"),
    }
    return known.get(option, (option, "text"))


def _items(value: object) -> Sequence[tuple[str, Any]]:
    return list(value.items()) if isinstance(value, dict) else []


def output_name(name: str) -> str:
    """Return what an output makes, in the reader's language."""
    names = {
        "site": _("the visitors' pages"),
        "labels": _("label sheets"),
        "m4b": _("an audio book (M4B)"),
        "epub": _("a book with sound (EPUB)"),
        "feed": _("a podcast"),
        "json": _("data (JSON)"),
        "geojson": _("places (GeoJSON)"),
        "gpx": _("places (GPX)"),
        "stick": _("a memory stick"),
    }
    return names.get(name, name)


def _target_option_name(option: str) -> str:
    names = {
        "to": _("address"),
        "endpoint": _("address of the S3 server"),
        "region": _("region of the S3 server"),
        "identity": _("file with the SSH key"),
        "known_hosts": _("file with the known SSH hosts"),
        "remote": _("remote of the git repository"),
    }
    return names.get(option, option)


def _group(file: str, title: str, *rows: Row) -> SettingsGroup:
    settings = (row if isinstance(row, Setting) else _setting_of_row(file, *row) for row in rows)
    return SettingsGroup(title, file, tuple(settings))


def _setting_of_row(file: str, path: str, label: str, kind: str = "text", choices: Choices = ()) -> Setting:
    return Setting(file, tuple(path.split("/")), label, kind, choices=choices)


def _in_languages(group: SettingsGroup, facts: ProjectFacts, values: Mapping[str, Any]) -> SettingsGroup:
    """The group with a field a language for each text that may have several."""
    shown: list[Setting] = []
    for setting in group.settings:
        if setting.kind != "words":
            shown.append(setting)
            continue
        value = value_at(values, setting.path)
        tags = list(value) if isinstance(value, dict) else []
        if tags or len(facts.languages) > 1:
            known = {primary_language(tag) for tag in tags}
            tags += [language for language in facts.languages if language not in known]
        for tag in tags or [""]:
            label = f"{setting.label} · {tag}" if tag else setting.label
            shown.append(
                replace(setting, kind="text", language=tag, first_language=tags[0] if tags else "", label=label)
            )
    return replace(group, settings=tuple(shown))


def value_at(values: Mapping[str, Any], path: Sequence[str]) -> Any:
    """Return what a file holds at a path; None where it holds nothing there.

    The address of a target without options is its ``to``, a voice without options its ``name``.
    """
    value: Any = values
    for index, key in enumerate(path):
        if isinstance(value, str) and tuple(path[index:]) in (("to",), ("name",)):
            return value
        value = value.get(key) if isinstance(value, dict) else None
    return value
