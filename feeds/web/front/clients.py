"""Who asks, as far as it can be believed: the address of the connection, or what trusted proxies say of it.

Addresses are for slowing alone: they stay in memory, and are neither logged nor stored.
"""

from __future__ import annotations

import ipaddress
import re
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from collections.abc import Collection, Iterator

    from _typeshed.wsgi import WSGIEnvironment

    Address = ipaddress.IPv4Address | ipaddress.IPv6Address
    Network = ipaddress.IPv4Network | ipaddress.IPv6Network

_LONGEST = 2048
"""Characters of a forwarding header that are looked at, from its end."""
_FOR = re.compile(r'(?i)(?:^|;)\s*for\s*=\s*"?([^";]*)')
_PORT = re.compile(r"\[([^\]]*)\](?::\d+)?|([^:]*):\d+")
_HOUSEHOLD = 64
"""Bits of an IPv6 address that one client has for itself: it may choose the others at will."""


def client_of(environ: WSGIEnvironment, trusted: Collection[Network]) -> str:
    """Name the client: the address nearest to us that is no trusted proxy; of IPv6 its network."""
    said = str(environ.get("REMOTE_ADDR", ""))
    nearest = _address(said)
    if nearest is None:
        return said
    if trusted:
        for forwarded in _forwarded(environ):
            if not any(nearest in network for network in trusted):
                break
            before = _address(forwarded)
            if before is None:
                break  # whoever that was, the proxy does not say
            nearest = before
    return _name(nearest)


def _forwarded(environ: WSGIEnvironment) -> Iterator[str]:
    """List whom each proxy had it from, the nearest first: by `X-Forwarded-For`, or without it RFC 7239."""
    if listed := environ.get("HTTP_X_FORWARDED_FOR", "")[-_LONGEST:]:
        yield from reversed(listed.split(","))
        return
    for element in reversed(environ.get("HTTP_FORWARDED", "")[-_LONGEST:].split(",")):
        found = _FOR.search(element)
        yield found[1] if found else ""


def _address(text: str) -> Address | None:
    """Read an address, with a port or without."""
    text = text.strip()
    if with_port := _PORT.fullmatch(text):
        text = with_port[1] or with_port[2] or ""
    try:
        address = ipaddress.ip_address(text)
    except ValueError:
        return None
    return getattr(address, "ipv4_mapped", None) or address


def _name(address: Address) -> str:
    if address.version == 4:  # noqa: PLR2004 - IPv4
        return str(address)
    return str(ipaddress.ip_network((int(address), _HOUSEHOLD), strict=False))
