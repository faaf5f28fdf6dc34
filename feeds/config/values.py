"""How the value of each setting is written: what is read of it, or why it cannot be used."""

from __future__ import annotations

import ipaddress
import os
import re
from pathlib import Path
from typing import TYPE_CHECKING, Any
from urllib.parse import parse_qsl, urlsplit
from zoneinfo import ZoneInfo

from feeds.enrich.language import is_language
from feeds.errors import InvalidSelection
from feeds.publish.names import canonical_slug
from feeds.selection import read_query, spell
from feeds.selection.private import read_private

if TYPE_CHECKING:
    from collections.abc import Callable

LARGEST_WINDOW = 200

Network = ipaddress.IPv4Network | ipaddress.IPv6Network

_HOST = re.compile(r"(?!-)[a-z0-9-]{1,63}(?:\.[a-z0-9-]{1,63})*")
_URL = re.compile(r"[A-Za-z0-9%:/?#@!$&'()*+,;=._~\[\]-]+")
_SERVICE = re.compile(r"(?:fastly|cloudflare)://[A-Za-z0-9]+")
PAGE_LANGUAGES = ("ar", "de", "en", "es", "fr", "tr")
"""Languages that pages speak: each has its sentences in feeds/web/languages."""
FILE_BEGINS = ("/", "./", "../")
"""What tells the path of a file from an address."""
CONTENT_SIGNALS = ("search", "ai-input", "ai-train")
"""What articles may be used for or not: found in a search, said in an answer of a machine, learnt from by one."""
PICTURES = {
    ".gif": "image/gif",
    ".jpeg": "image/jpeg",
    ".jpg": "image/jpeg",
    ".png": "image/png",
    ".svg": "image/svg+xml",
    ".webp": "image/webp",
}
"""The media types of a logo by the ending of its file."""


def read_text(value: Any) -> str:
    """Take text in one line."""
    if not isinstance(value, str):
        raise TypeError("it takes text")
    if not value.isprintable():
        raise ValueError("it holds a control character")
    return value.strip()


def _listed(value: Any, separator: str) -> list[str]:
    parts = value.split(separator) if isinstance(value, str) else value
    if not isinstance(parts, list) or not all(isinstance(part, str) for part in parts):
        raise TypeError("it takes text, or a list of texts")
    return [read_text(part) for part in parts if part.strip()]


def _folders(value: Any) -> tuple[Path, ...]:
    folders = tuple(Path(part) for part in _listed(value, os.pathsep))
    if not folders:
        raise ValueError("it takes a folder at least")
    return folders


def _files(value: Any) -> tuple[Path, ...]:
    return tuple(Path(part) for part in _listed(value, os.pathsep))


def read_hosts(value: Any) -> tuple[str, ...]:
    """Take host names with commas or spaces between them."""
    hosts = [host.lower().removesuffix(".") for part in _listed(value, ",") for host in part.split()]
    for host in hosts:
        if not _HOST.fullmatch(host):
            raise ValueError(f"{host!r} is no host name (one with other letters is written xn--…)")
    return tuple(host.removeprefix("www.") for host in hosts)


def _url(value: Any) -> str:
    url = read_text(value)
    parts = urlsplit(url)
    if parts.scheme not in {"http", "https"} or not parts.hostname or parts.username or parts.port == 0:
        raise ValueError("it takes an address such as https://example.org/news")
    if not _URL.fullmatch(url):
        raise ValueError("it takes a percent-encoded address (and an xn-- host)")
    return parts._replace(netloc=parts.netloc.lower()).geturl()


def _logo(value: Any) -> str:
    """Take an address, or the path of a file, which begins with a slash or a dot."""
    text = read_text(value)
    if not text.startswith(FILE_BEGINS):
        try:
            return _url(text)
        except ValueError as error:
            file = f"a file that begins with / or ./, such as ./{Path(text).name if '://' not in text else 'logo.svg'}"
            raise ValueError(f"it takes the address of a picture, https://…, or {file}") from error
    if Path(text).suffix.lower() not in PICTURES:
        raise ValueError(f"it takes a picture, whose name ends in one of {', '.join(PICTURES)}")
    return text


def _contact(value: Any) -> str:
    text = read_text(value)
    if re.fullmatch(r"[^\s@/:<>]+@[^\s@/:<>]+", text):
        return text
    try:
        return _url(text)
    except ValueError as error:
        wanted = (
            "it takes an e-mail address such as desk@example.org, or a web address such as https://example.org/contact"
        )
        raise ValueError(wanted) from error


def _purge(value: Any) -> tuple[str, ...]:
    """Take caches with spaces or commas between them: how each is told, and where it is."""
    targets = [part for listed in _listed(value, ",") for part in listed.split()]
    for target in targets:
        kind, _, rest = target.partition("+")
        named = _SERVICE.fullmatch(target)
        if not named and (kind not in {"xkey", "ban", "purge"} or not _url(rest)):
            raise ValueError(
                f"{target!r} is none of xkey+http://…, ban+…, purge+…, fastly://SERVICE, cloudflare://ZONE"
            )
    return tuple(dict.fromkeys(targets))


def _hubs(value: Any) -> tuple[str, ...]:
    """Take addresses with commas or spaces between them."""
    hubs = [_url(part) for listed in _listed(value, ",") for part in listed.split()]
    if any("#" in hub for hub in hubs):
        raise ValueError("it takes addresses without #")
    return tuple(dict.fromkeys(hubs))


def _networks(value: Any) -> tuple[Network, ...]:
    """Take addresses and networks with commas or spaces between them."""
    listed = [part for text in _listed(value, ",") for part in text.split()]
    return tuple(ipaddress.ip_network(part) for part in listed)


def _patterns(value: Any) -> tuple[str, ...]:
    return tuple(_listed(value, ",") if isinstance(value, list) or "," in value else _listed(value, " "))


def _switch(value: Any) -> bool:
    said = {True: "on", False: "off"}[value] if isinstance(value, bool) else read_text(value).lower()
    if said in {"on", "true", "yes", "1"}:
        return True
    if said in {"off", "false", "no", "0"}:
        return False
    raise ValueError("it takes on or off")


def _site_url(value: Any) -> str:
    url = _url(value)
    if "?" in url or "#" in url:
        raise ValueError("it takes an address without ? and #")
    return url.rstrip("/")


def _zone(value: Any) -> str:
    try:
        return str(ZoneInfo(read_text(value)))
    except (KeyError, ValueError, OSError) as error:
        raise ValueError("it takes a time zone such as Europe/Paris") from error


def _language(value: Any) -> str:
    language = read_text(value)
    primary, *parts = language.split("-")
    if not is_language(primary.lower()) or not all(part.isalnum() and part.isascii() for part in parts):
        raise ValueError("it takes the code of a language, such as fr or pt-BR")
    return language


def _page_language(value: Any) -> str:
    if (language := read_text(value).lower()) not in PAGE_LANGUAGES:
        raise ValueError(f"it takes one of {', '.join(PAGE_LANGUAGES)}")
    return language


def _links(value: Any) -> str:
    if (word := read_text(value).lower()) not in {"here", "original"}:
        raise ValueError("it takes here or original")
    return word


def _number(least: int, most: int) -> Callable[[Any], int]:
    def read(value: Any) -> int:
        if not isinstance(value, int | str) or isinstance(value, bool):
            raise TypeError("it takes a whole number")
        written = str(value).strip()
        if not re.fullmatch(r"-?[0-9]{1,9}", written) or not least <= int(written) <= most:
            raise ValueError(f"it takes a whole number from {least} to {most}")
        return int(written)

    return read


def _private(value: Any) -> tuple[str, ...]:
    """Take selections with spaces between them."""
    try:
        return read_private([word for part in _listed(value, " ") for word in part.split()], canonical_slug)
    except InvalidSelection as error:
        raise ValueError(str(error)) from error


def _addresses(value: Any) -> str:
    if (word := read_text(value).lower()) not in {"queries", "files"}:
        raise ValueError("it takes queries or files")
    return word


def _selections(value: Any) -> tuple[str, ...]:
    """Take selections with spaces between them, and how much of each a feed shows."""
    found: dict[str, None] = {}
    for query in [word for part in _listed(value, " ") for word in part.split()]:
        try:
            selection, presentation = read_query(parse_qsl(query, keep_blank_values=True), canonical_slug)
        except InvalidSelection as error:
            raise ValueError(f"{query}: {error}") from error
        spelled = spell(selection, presentation, below_its_place=False)
        if not spelled:
            raise ValueError(f"{query} is everything, which has its feeds anyway")
        found[spelled] = None
    return tuple(found)


def _content_signal(value: Any) -> str:
    """Take what robots are told that they may use articles for: https://contentsignals.org."""
    signals = dict.fromkeys(part for text in _listed(value, ",") for part in text.lower().split())
    for signal in signals:
        name, _, answer = signal.partition("=")
        if name not in CONTENT_SIGNALS or answer not in {"yes", "no"}:
            raise ValueError(f"{signal}: it takes {', '.join(CONTENT_SIGNALS)}, each with =yes or =no")
    if len({signal.partition("=")[0] for signal in signals}) < len(signals):
        raise ValueError("it says one thing twice")
    return ", ".join(signals)


READERS: dict[str, Callable[[Any], Any]] = {
    "articles": _folders,
    "site_url": _site_url,
    "site_logo": _logo,
    "site_license": _url,
    "site_contact": _contact,
    "card_fonts": _files,
    "site_language": _language,
    "page_language": _page_language,
    "site_timezone": _zone,
    "share_hosts": read_hosts,
    "hubs": _hubs,
    "links": _links,
    "addresses": _addresses,
    "selections": _selections,
    "tombstones": _switch,
    "private": _private,
    "content_signal": _content_signal,
    "trusted_proxies": _networks,
    "count_clicks": _switch,
    "count_readers": _switch,
    "surrogate_keys": _switch,
    "purge": _purge,
    "ignore": _patterns,
    "follow_links": _switch,
    "window": _number(1, LARGEST_WINDOW),
    "window_hours": _number(0, 24 * 366),
    "port": _number(1, 65535),
    "workers": _number(1, 256),
    "max_connections": _number(1, 1_000_000),
    "idle_seconds": _number(1, 3600),
}
