"""Which proxy leads to a server, by the system's settings: ``HTTPS_PROXY``, ``HTTP_PROXY`` and ``NO_PROXY`` on most.

aiohttp would read these by itself, but ``~/.netrc`` with them, whose passwords it sends to servers instead of the key.
"""

from __future__ import annotations

from ipaddress import ip_address
from urllib.parse import urlsplit
from urllib.request import getproxies, proxy_bypass

from ..errors import EngineError
from ..i18n import _

SCHEMES = {"http": "http", "ws": "http", "https": "https", "wss": "https"}
"""Scheme of an address → that of the proxy's setting."""


def find_proxy(url: str) -> str:
    """Return the address of the proxy for a server; empty where there is none, and for this machine itself.

    Raises EngineError for a proxy that is no address of HTTP, ValueError for a server's address that is none.
    """
    server = urlsplit(url)
    host, scheme = server.hostname or "", SCHEMES.get(server.scheme, server.scheme)
    proxy = getproxies().get(scheme, "").strip()
    if not proxy or _is_this_machine(host) or proxy_bypass(host):
        return ""
    if "://" not in proxy:
        proxy = f"http://{proxy}"
    try:
        parts = urlsplit(proxy)
        is_usable = parts.scheme in ("http", "https") and bool(parts.hostname) and parts.port != 0
    except ValueError:  # brackets or a port that are none
        is_usable = False
    if not is_usable:
        raise EngineError(
            _("{proxy} cannot be used as a proxy: it is no address of HTTP.").format(proxy=without_login(proxy)),
            hint=proxy_hint(url),
        )
    return proxy


def name_proxy(reason: str, proxy: str) -> str:
    """Return why a server cannot be reached, with the proxy on the way to it if there is one."""
    if not proxy:
        return reason
    return _("{reason} (through the proxy {proxy})").format(reason=reason, proxy=without_login(proxy))


def proxy_refusal(url: str, status: str, hint: str = "") -> EngineError:
    """Return the error for a proxy that does not let us through; ``hint``: where it is set, if not by the system."""
    return EngineError(
        _("The proxy before {url} refuses us: it answered {status}.").format(url=url, status=status),
        hint=hint or proxy_hint(url),
    )


def without_login(proxy: str) -> str:
    """Return the address of a proxy without its user and password, as messages show it."""
    scheme, separator, rest = proxy.partition("://")
    return scheme + separator + rest.rpartition("@")[2]


def proxy_hint(url: str) -> str:
    """Return how to set the proxy for a server, or to go without."""
    server = urlsplit(url)
    variable = f"{SCHEMES.get(server.scheme, 'http').upper()}_PROXY"
    return _("Set {variable} to the address of a proxy, http://…, or name {host} in NO_PROXY.").format(
        variable=variable, host=server.hostname
    )


def _is_this_machine(host: str) -> bool:
    """Whether a host is this machine, which no proxy can reach."""
    if host == "localhost" or host.endswith(".localhost"):
        return True
    try:
        address = ip_address(host)
    except ValueError:
        return False
    return address.is_loopback or address.is_unspecified
