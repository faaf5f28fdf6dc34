"""Addresses in texts: made whole by the article's own, mended where that is plain, else none."""

from __future__ import annotations

import re
from functools import cache
from pathlib import Path
from urllib.parse import urljoin, urlsplit

import yaml

_LONGEST = 2_000
_BREAKS = re.compile(r"[\t\n\r]+")
_SCHEME = re.compile(r"[A-Za-z][A-Za-z0-9+.-]*:")
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
    return _UNSAFE.sub(lambda found: f"%{ord(found[0]):02X}", address) if is_whole else None


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
