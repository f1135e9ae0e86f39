"""Where a server listens: an address and a port of this machine, and the words for those it cannot have."""

from __future__ import annotations

import errno
import socket
from contextlib import suppress

from ..errors import AudioguideError
from ..i18n import _

EVERYWHERE = ("0.0.0.0", "::")
"""All addresses of this machine, of IPv4 alone and of both versions."""
LOOPBACK = ("127.0.0.1", "localhost")
MAX_PORT = 65535
PORTS_TRIED = 20
FREE_PORTS = 8000
"""From here on ports are looked for that everybody may use and that are free."""


class PortTaken(AudioguideError):
    """The port is another program's, or not for everybody."""


def listen(host: str, port: int, backlog: int, command: str) -> socket.socket:
    """Return a socket that listens.

    ``command``: what the user typed, which the hint of an error completes. Raises PortTaken, or AudioguideError where
    this machine has no such address.
    """
    try:
        return _create_server(host, port, backlog)
    except OSError as error:
        if isinstance(error, socket.gaierror) or error.errno in (errno.EADDRNOTAVAIL, errno.EAFNOSUPPORT):
            raise AudioguideError(
                _("{host} is no address of this machine.").format(host=host),
                hint=_("--host 127.0.0.1 serves this machine alone, --host 0.0.0.0 all in the same network."),
            ) from error
        reason = error.strerror or str(error)
        free = _find_free_port(host, port, backlog)
        raise PortTaken(
            _("Port {port} cannot be used: {reason}.").format(port=port, reason=reason),
            hint=_("Try another: {command}").format(command=f"{command} --port {free}"),
        ) from error


def _create_server(host: str, port: int, backlog: int) -> socket.socket:
    family, *_kind, address = socket.getaddrinfo(host, port, type=socket.SOCK_STREAM, flags=socket.AI_PASSIVE)[0]
    both = host == "::" and socket.has_dualstack_ipv6()
    return socket.create_server(address[:2], family=family, backlog=backlog, dualstack_ipv6=both)


def listen_at_first(host: str, first: int, backlog: int) -> socket.socket | None:
    """Return a socket that listens at the first port that can be had from one on; None where none is near."""
    for port in range(first, first + PORTS_TRIED):
        with suppress(OSError):
            return _create_server(host, port, backlog)
    return None


def _find_free_port(host: str, taken: int, backlog: int) -> int:
    """Return a port near the one that cannot be had which can; the next one where none is."""
    first = taken + 1 if FREE_PORTS <= taken < MAX_PORT - PORTS_TRIED else FREE_PORTS
    if (listener := listen_at_first(host, first, backlog)) is None:
        return first
    with listener:
        port: int = listener.getsockname()[1]
    return port


def server_addresses(host: str, port: int) -> tuple[str, str]:
    """Return the address for this machine, and the one for a phone in the same network (empty where there is none)."""
    here = f"http://localhost:{port}/"
    if host not in EVERYWHERE:
        return (here if host in LOOPBACK else f"http://{bracketed(host)}:{port}/"), ""
    with socket.socket(socket.AF_INET, socket.SOCK_DGRAM) as probe:
        try:
            # a datagram socket sends nothing by connecting: it only learns which interface would be used (RFC 5737)
            probe.connect(("192.0.2.1", 9))
            address = probe.getsockname()[0]
        except OSError:
            return here, ""
    return here, "" if address.startswith("127.") else f"http://{address}:{port}/"


def bracketed(host: str) -> str:
    """Return a host as addresses have it: IPv6 in brackets (RFC 3986, 3.2.2)."""
    return f"[{host}]" if ":" in host else host
