"""Ask a published site what a visitor's phone asks it, and name everything that is wrong.

The answers are compared with what was built: pages, sound, the service worker. Nothing is changed anywhere. Requests go
to the given host only; a redirect to another host is a finding, not followed.
"""

from __future__ import annotations

import hashlib
import http.client
import re
import ssl
from collections.abc import Callable, Iterator, Mapping, Sequence
from concurrent.futures import ThreadPoolExecutor
from dataclasses import dataclass
from pathlib import Path
from urllib.parse import quote, urljoin, urlsplit

from ..errors import ConfigError
from ..i18n import _
from ..model import Manifest, Place, Problem, Severity

TIMEOUT_S = 20
MAX_REDIRECTS = 5
MAX_BODY_BYTES = 4 << 20
"""Of a page, read at most; no page of ours is larger."""
PARALLEL_REQUESTS = 8
MAX_AGE_DIGITS = 9
"""Of ``max-age`` that are read: centuries."""
MAX_WORKER_AGE_S = 86_400
"""Browsers themselves ask for a service worker at least this often (Service Workers, 1: 24 hours)."""
GENERATOR = b'<meta name="generator" content="audioguide '
NOWHERE = "audioguide-check-nothing-is-here/"
"""A path that no site has."""
TYPES = {
    ".mp3": ("audio/mpeg", "audio/mp3"),
    ".vtt": ("text/vtt",),
    ".html": ("text/html",),
    ".css": ("text/css",),
    ".js": ("text/javascript", "application/javascript"),
    ".json": ("application/json",),
    ".webmanifest": ("application/manifest+json", "application/json"),
    ".svg": ("image/svg+xml",),
    ".png": ("image/png",),
    ".jpg": ("image/jpeg",),
}
"""Extension → what a server may call it."""


@dataclass(frozen=True)
class SiteAnswer:
    """What came back; ``status`` 0 means that nothing did, and ``body`` is the reason."""

    url: str
    """Of the last request."""
    status: int
    headers: Mapping[str, str]
    """Names in lower case."""
    body: bytes
    redirects: int = 0


@dataclass(frozen=True)
class LiveSite:
    """What should be at an address."""

    base_url: str
    """Without a trailing slash."""
    output: Path
    """What was built."""
    manifests: tuple[Manifest, ...]
    files: tuple[str, ...]
    """Paths of all published files."""
    labels: Mapping[str, tuple[str, ...]]
    """Site → numbers of its printed labels."""
    frame_ancestors: str = "'none'"
    """Who may show the pages in a frame, as site.yaml says."""


def check_live_site(site: LiveSite) -> tuple[Problem, ...]:
    """Return everything that is wrong, the worst first.

    Raises ConfigError for an address that is none, or where nothing answers.
    """
    parts = urlsplit(site.base_url)
    if parts.scheme not in ("http", "https") or not parts.hostname:
        raise ConfigError(
            _("“{address}” is not an address a phone can open.").format(address=site.base_url),
            hint=_("It begins with https:// and has neither ? nor #, for example https://guide.example.org"),
        )
    front = fetch(f"{site.base_url}/")
    if front.status == 0:
        raise ConfigError(
            _("{address} does not answer: {reason}.").format(address=site.base_url, reason=front.body.decode()),
            hint=_("Check the address, the certificate, and that the site is published there."),
        )
    checks: tuple[Callable[[LiveSite, SiteAnswer], Iterator[Problem]], ...] = (
        _check_encryption,
        _check_front_page,
        _check_pages,
        _check_sound,
        _check_types,
        _check_caching,
        _check_compression,
        _check_worker,
        _check_missing_pages,
        _check_redirects,
        _check_headers,
    )
    problems = [problem for check in checks for problem in check(site, front)]
    rank = {"error": 0, "warning": 1, "note": 2}
    return tuple(sorted(dict.fromkeys(problems), key=lambda problem: (rank[problem.severity], problem.place)))


# ---------------------------------------------------------------- requests


def fetch(url: str, headers: Mapping[str, str] | None = None, *, follow: bool = True) -> SiteAnswer:
    """Return the answer to a GET request; redirects within the host are followed, a loop ends as status 0."""
    seen = [url]
    while True:
        answer = _fetch_answer(seen[-1], headers or {})
        location = answer.headers.get("location", "")
        if not follow or answer.status not in (301, 302, 303, 307, 308) or not location:
            return SiteAnswer(answer.url, answer.status, answer.headers, answer.body, len(seen) - 1)
        target = urljoin(seen[-1], location)
        if urlsplit(target).hostname != urlsplit(url).hostname:
            return SiteAnswer(target, answer.status, answer.headers, answer.body, len(seen))
        if target in seen or len(seen) > MAX_REDIRECTS:
            return SiteAnswer(target, 0, answer.headers, _("it redirects in a circle").encode(), len(seen))
        seen.append(target)


def _fetch_answer(url: str, headers: Mapping[str, str]) -> SiteAnswer:
    parts = urlsplit(url)
    kind = http.client.HTTPSConnection if parts.scheme == "https" else http.client.HTTPConnection
    connection = kind(parts.hostname or "", parts.port, timeout=TIMEOUT_S)
    try:
        path = quote(parts.path or "/", safe="/%:@!$&'()*+,;=~-._") + (f"?{parts.query}" if parts.query else "")
        connection.request("GET", path, headers={"User-Agent": "audioguide publish --check", **headers})
        response = connection.getresponse()
        named = {name.lower(): value for name, value in response.getheaders()}
        return SiteAnswer(url, response.status, named, response.read(MAX_BODY_BYTES))
    except (OSError, ssl.SSLError, http.client.HTTPException) as error:
        return SiteAnswer(url, 0, {}, str(error).encode() or type(error).__name__.encode())
    finally:
        connection.close()


def _fetch_all(urls: Sequence[str], headers: Mapping[str, str] | None = None) -> list[SiteAnswer]:
    with ThreadPoolExecutor(PARALLEL_REQUESTS) as pool:
        return list(pool.map(lambda url: fetch(url, headers), urls))


def _finding(severity: Severity, code: str, message: str, url: str, hint: str) -> Problem:
    return Problem(severity, code, message, Place(url), hint)


# ---------------------------------------------------------------- checks


def _check_encryption(site: LiveSite, front: SiteAnswer) -> Iterator[Problem]:
    if urlsplit(front.url).scheme != "https":
        message = _("The site is not encrypted: phones cannot save a tour for listening offline.")
        hint = _(
            "Set up HTTPS: on nginx a certificate from certbot, on Caddy a domain name; Pages, OSS and COS have it."
        )
        yield _finding("error", "no-https", message, site.base_url, hint)
        return
    plain = fetch(f"http://{urlsplit(site.base_url).netloc}{urlsplit(site.base_url).path}/", follow=False)
    if plain.status == 200:
        message = _("The unencrypted address does not lead to the encrypted one.")
        hint = _("nginx: return 301 https://$host$request_uri; in a server for port 80.")
        yield _finding("warning", "http-stays", message, plain.url, hint)


def _check_front_page(site: LiveSite, front: SiteAnswer) -> Iterator[Problem]:
    if front.status != 200 or GENERATOR not in front.body:
        message = _("The front page is not the one that was built (status {status}).").format(status=front.status)
        yield _finding("error", "front-page", message, front.url, _("Publish output/ to this address."))


def _check_pages(site: LiveSite, front: SiteAnswer) -> Iterator[Problem]:
    """Yield stops that are missing, and printed labels that lead elsewhere."""
    numbers = {manifest.site: {stop.number for stop in manifest.public_stops} for manifest in site.manifests}
    wanted: dict[str, tuple[str, bool]] = {}
    for manifest in site.manifests:
        for stop in manifest.public_stops:
            wanted[f"{site.base_url}/{manifest.folder}/{stop.number}/"] = (f"{manifest.folder}/{stop.number}/", False)
    for name, printed in site.labels.items():
        for number in printed:
            known = number in numbers.get(name, ())
            if known or (site.output / name / number / "index.html").is_file():
                wanted[f"{site.base_url}/{name}/{number}/"] = (f"{name}/{number}/", True)
            else:
                message = _("The label of stop {number} of {site} leads to nothing: it was not built.")
                hint = _("Give the stop its number back, or take the label down.")
                url = f"{site.base_url}/{name}/{number}/"
                yield _finding("error", "dead-label", message.format(number=number, site=name), url, hint)
    for url, answer in zip(wanted, _fetch_all(list(wanted)), strict=True):
        path, is_label = wanted[url]
        built = site.output / path / "index.html"
        if answer.status == 0 and answer.redirects:
            yield _redirect_circle(url)
        elif answer.status != 200:
            message = _("The stop's page is missing (status {status}).").format(status=answer.status)
            yield _finding("error", "page-missing", message, url, _("Publish again: audioguide publish"))
        elif urlsplit(answer.url).hostname != urlsplit(url).hostname or urlsplit(answer.url).path != urlsplit(url).path:
            message = _("The label leads to {address}.") if is_label else _("The page leads to {address}.")
            hint = _("Remove the redirect: a label must open its own stop.")
            yield _finding("error", "leads-elsewhere", message.format(address=answer.url), url, hint)
        elif built.is_file() and answer.body != built.read_bytes():
            message = _("The page is not the one that was built.")
            yield _finding("error", "page-differs", message, url, _("Publish again: audioguide publish"))


def _check_sound(site: LiveSite, front: SiteAnswer) -> Iterator[Problem]:
    """Yield MP3s that are missing, of another size, or whose server cannot seek."""
    tracks = {
        f"{site.base_url}/{manifest.folder}/{track.file}": track
        for manifest in site.manifests
        for track in (manifest.tour, *(stop.track for stop in manifest.public_stops))
    }
    for url, answer in zip(tracks, _fetch_all(list(tracks), {"Range": "bytes=0-1"}), strict=True):
        size = answer.headers.get("content-range", "").rpartition("/")[2]
        if answer.status == 206 and size == str(tracks[url].bytes) and len(answer.body) == 2:
            continue
        if answer.status == 200:
            message = _("The server cannot send a part of a file: visitors cannot seek.")
            hint = _("nginx, Caddy and object storage can; switch off what is in between, or max_ranges 0; in nginx.")
            yield _finding("error", "no-ranges", message, url, hint)
        elif answer.status == 206:
            message = _("The sound is not the one that was built: it has {size} bytes.").format(size=size)
            yield _finding("error", "sound-differs", message, url, _("Publish again: audioguide publish"))
        else:
            message = _("The sound is missing (status {status}).").format(status=answer.status)
            yield _finding("error", "sound-missing", message, url, _("Publish again: audioguide publish"))


def _samples(site: LiveSite) -> dict[str, str]:
    """Return an example of each kind of file: extension → path."""
    samples: dict[str, str] = {}
    for path in sorted(site.files):
        suffix = Path(path).suffix
        if suffix in TYPES and not path.startswith("."):
            samples.setdefault(suffix, path)
    return samples


def _check_types(site: LiveSite, front: SiteAnswer) -> Iterator[Problem]:
    samples = _samples(site)
    urls = [f"{site.base_url}/{path}" for path in samples.values()]
    for suffix, answer in zip(samples, _fetch_all(urls, {"Range": "bytes=0-99"}), strict=True):
        kind = answer.headers.get("content-type", "").partition(";")[0].strip().lower()
        if answer.status in (200, 206) and kind not in TYPES[suffix]:
            message = _("Files *{suffix} are sent as “{kind}”.").format(suffix=suffix, kind=kind)
            hint = _("nginx: types {{ {kind} {name}; }}; on object storage set the header Content-Type.").format(
                kind=TYPES[suffix][0], name=suffix[1:]
            )
            yield _finding("error", "wrong-type", message, answer.url, hint)


def _check_caching(site: LiveSite, front: SiteAnswer) -> Iterator[Problem]:
    age = _max_age(front.headers)
    if age > MAX_WORKER_AGE_S:
        message = _("Pages are kept for {days} days: visitors will not see a change.").format(days=age // 86_400)
        hint = _("Send Cache-Control: no-cache for pages; docs/hosting.md shows how on nginx and Caddy.")
        yield _finding("warning", "pages-cached", message, front.url, hint)
    hashed = next((path for path in site.files if path.startswith("assets/") and path.endswith(".css")), "")
    if hashed:
        answer = fetch(f"{site.base_url}/{hashed}")
        if answer.status == 200 and _max_age(answer.headers) < MAX_WORKER_AGE_S:
            message = _("Files in assets/ are not kept by phones, though their names change with their content.")
            hint = _("Send Cache-Control: public, max-age=31536000, immutable for assets/; see docs/hosting.md.")
            yield _finding("note", "assets-not-cached", message, answer.url, hint)


def _max_age(headers: Mapping[str, str]) -> int:
    """Return for how many seconds an answer may be kept; 0 where it has to be asked for again."""
    control = headers.get("cache-control", "").lower()
    if "no-cache" in control or "no-store" in control:
        return 0
    ages = [part.partition("=")[2] for part in control.replace(" ", "").split(",") if part.startswith("max-age=")]
    age = ages[0][:MAX_AGE_DIGITS] if ages else ""
    return int(age) if age.isdecimal() else 0


def _check_compression(site: LiveSite, front: SiteAnswer) -> Iterator[Problem]:
    answer = fetch(front.url, {"Accept-Encoding": "gzip"})
    if answer.status == 200 and not answer.headers.get("content-encoding"):
        message = _("Pages are sent uncompressed: the first page takes longer on a slow line.")
        hint = _("nginx: gzip on; gzip_types text/css text/javascript …; Caddy: encode gzip.")
        yield _finding("warning", "no-compression", message, answer.url, hint)


def _check_worker(site: LiveSite, front: SiteAnswer) -> Iterator[Problem]:
    built = site.output / "sw.js"
    if not built.is_file():
        return
    answer = fetch(f"{site.base_url}/sw.js")
    repair = _("Publish again, and send Cache-Control: no-cache for sw.js.")
    if answer.status != 200:
        message = _("The service worker is missing (status {status}): nothing works offline.")
        yield _finding("error", "no-worker", message.format(status=answer.status), answer.url, repair)
    elif hashlib.sha256(answer.body).digest() != hashlib.sha256(built.read_bytes()).digest():
        message = _("The service worker is an old one: phones keep old pages.")
        yield _finding("error", "stale-worker", message, answer.url, repair)
    elif _max_age(answer.headers) > MAX_WORKER_AGE_S:
        message = _("The service worker may be kept for more than a day: phones keep old pages.")
        yield _finding("error", "stale-worker", message, answer.url, repair)


def _check_missing_pages(site: LiveSite, front: SiteAnswer) -> Iterator[Problem]:
    answer = fetch(f"{site.base_url}/{NOWHERE}")
    if answer.status != 404:
        message = _("An address that does not exist is answered with status {status}, not 404.")
        hint = _("nginx: try_files $uri $uri/ =404;")
        yield _finding("warning", "no-404", message.format(status=answer.status), answer.url, hint)
    elif GENERATOR not in answer.body:
        message = _("A wrong address shows the server's own page, not the site's.")
        hint = _("nginx: error_page 404 /404.html; Caddy: handle_errors; Pages and object storage: 404.html.")
        yield _finding("warning", "no-404-page", message, answer.url, hint)
    for manifest in site.manifests[:1]:
        other_case = fetch(f"{site.base_url}/{manifest.folder.upper()}/")
        own = site.output / manifest.folder / "index.html"
        if own.is_file() and other_case.body == own.read_bytes() and not other_case.redirects:
            message = _("Addresses in capitals show the same pages a second time: visits and saved tours are split.")
            hint = _("Publish on a host that tells upper and lower case apart, or redirect to lower case.")
            yield _finding("note", "wrong-case", message, other_case.url, hint)


def _check_redirects(site: LiveSite, front: SiteAnswer) -> Iterator[Problem]:
    for manifest in site.manifests[:1]:
        url = f"{site.base_url}/{manifest.folder}"
        answer = fetch(url)
        if answer.status == 0 and answer.redirects:
            yield _redirect_circle(url)
        elif answer.status != 200:
            message = _("An address without its last slash is not understood (status {status}).")
            hint = _("nginx: index index.html; and no rewrite that removes slashes.")
            yield _finding("warning", "no-slash", message.format(status=answer.status), url, hint)
        elif urlsplit(answer.url).scheme != urlsplit(url).scheme or urlsplit(answer.url).port != urlsplit(url).port:
            message = _("A redirect leads to another address: {address}.").format(address=answer.url)
            yield _finding("error", "redirect-elsewhere", message, url, _("nginx: absolute_redirect off;"))


def _redirect_circle(url: str) -> Problem:
    message = _("The address redirects in a circle.")
    hint = _("Look for two rules that undo each other, such as one that adds a slash and one that removes it.")
    return _finding("error", "redirect-loop", message, url, hint)


def _check_headers(site: LiveSite, front: SiteAnswer) -> Iterator[Problem]:
    policy = front.headers.get("content-security-policy", "")
    yield from _frame_problems(site, front, policy)
    origin = front.headers.get("access-control-allow-origin", "")
    if origin and front.headers.get("access-control-allow-credentials", "").lower() == "true":
        message = _("Any site may read the pages with the visitor's cookies (CORS).")
        yield _finding("error", "cors", message, front.url, _("Remove Access-Control-Allow-Credentials."))
    elif origin == "*":
        message = _("Pages allow every site to read them (CORS); only tour.json and sound need that.")
        hint = _("Send Access-Control-Allow-Origin for tour.json and MP3s only.")
        yield _finding("note", "cors", message, front.url, hint)
    if front.headers.get("x-content-type-options", "").lower() != "nosniff":
        message = _("Browsers may guess what a file is.")
        hint = _("nginx: add_header X-Content-Type-Options nosniff always;")
        yield _finding("note", "no-nosniff", message, front.url, hint)


def _frame_problems(site: LiveSite, front: SiteAnswer, policy: str) -> Iterator[Problem]:
    """Yield what the headers say of frames other than site.yaml does."""
    header = front.headers.get("x-frame-options", "")
    ancestors = re.search(r"frame-ancestors ([^;,]*)", policy)
    if site.frame_ancestors == "*":
        if header or (ancestors and "*" not in ancestors[1].split()):
            message = _("Other sites cannot show the pages in a frame, though site.yaml lets them.")
            hint = _("Remove X-Frame-Options, and frame-ancestors from the Content-Security-Policy.")
            yield _finding("warning", "frame-policy", message, front.url, hint)
    elif site.frame_ancestors != "'none'":
        wanted = f"frame-ancestors {site.frame_ancestors}"
        if header or not ancestors or set(ancestors[1].split()) != set(site.frame_ancestors.split()):
            message = _("The sites that may show the pages in a frame are not those of site.yaml.")
            hint = _('nginx: add_header Content-Security-Policy "{policy}" always; and no X-Frame-Options.')
            yield _finding("warning", "frame-policy", message, front.url, hint.format(policy=wanted))
    elif not header and not ancestors:
        message = _("Any site may show the pages in a frame of its own.")
        hint = _("nginx: add_header X-Frame-Options DENY always; or a Content-Security-Policy with frame-ancestors.")
        yield _finding("warning", "frame-policy", message, front.url, hint)
