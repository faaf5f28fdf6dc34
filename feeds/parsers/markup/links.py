"""Addresses in texts: made whole by the article's own, mended where that is plain, else none."""

from __future__ import annotations

import re
from functools import cache
from pathlib import Path
from urllib.parse import SplitResult, quote, urljoin, urlsplit, urlunsplit

import yaml

_LONGEST = 2_000
_BREAKS = re.compile(r"[\t\n\r]+")
_SCHEME = re.compile(r"[A-Za-z][A-Za-z0-9+.-]*:")
_SAFE = "!#$%&'()*+,/:;=?@~._-"
_STRAY_PERCENT = re.compile(r"%(?![0-9A-Fa-f]{2})")
_UNSAFE = re.compile(r'[ "<>\\^`{|}\x00-\x1f\x7f]')


def whole_address(address: str, base: str | None = None) -> str | None:
    """Give an address as an absolute http(s) one; None where it is none, or only part of one that nobody knows.

    `//host/…` is taken for https, blanks are encoded, `/path` is completed by `base`.
    """
    address = _BREAKS.sub("", address).strip()
    if not address or len(address) > _LONGEST:
        return None
    try:
        if address.startswith("//"):
            address = "https:" + address
        elif not _SCHEME.match(address):
            if base is None or address.startswith("#"):
                return None
            address = urljoin(base, address)
        parts = urlsplit(address)
        is_whole = parts.scheme.lower() in {"http", "https"} and bool(parts.hostname) and parts.port != 0
    except ValueError:
        return None
    return _encoded(parts) if is_whole else None


def _encoded(parts: SplitResult) -> str | None:
    """Spell an address in ASCII, as every feed may carry it; what is encoded already stays."""
    try:
        host = parts.netloc if parts.netloc.isascii() else parts.netloc.encode("idna").decode("ascii")
    except UnicodeError:
        return None
    path, query, fragment = (
        quote(_STRAY_PERCENT.sub("%25", part), safe=_SAFE) for part in (parts.path, parts.query, parts.fragment)
    )
    return urlunsplit((parts.scheme.lower(), quote(host, safe="%@:[]._-"), path, query, fragment))


def link_address(address: str, base: str | None) -> str | None:
    """Give what a link may lead to: a whole address, or one of mail."""
    address = address.strip()
    if address[:7].lower() == "mailto:" and "@" in address and not _UNSAFE.search(address):
        return address
    return whole_address(address, base)


def page_of_player(address: str) -> str:
    """Give the page of what a player plays, where it is known, else the player."""
    for pattern, page in _players():
        if found := pattern.match(address):
            return page.format(found[1])
    return address


@cache
def _players() -> list[tuple[re.Pattern[str], str]]:
    table = yaml.safe_load(Path(__file__).with_name("players.yaml").read_text("utf-8"))
    return [(re.compile(pattern, re.IGNORECASE), page) for pattern, page in table]
