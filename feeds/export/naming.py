"""Which file answers an address on any host of files, and which addresses a document names."""

from __future__ import annotations

import re
from html import unescape
from typing import TYPE_CHECKING
from urllib.parse import unquote, urljoin

if TYPE_CHECKING:
    from collections.abc import Iterator

    from feeds.site import Site

_PAGE, _TABLE = "text/html", "text/csv"
_INDEX = "index.html"
_REFERENCE = re.compile(r"""\s(?:href|src)=(?:"([^"]*)"|'([^']*)')""")
_SIGNS = r"""/[^\s"'<>\\\])]*"""
"""What an address has behind that of the site, whatever stands around it."""
_NEVER = ("/api/", "/healthz", "/metrics")
"""What only a program can answer."""


def file_of(path: str, media_type: str) -> str:
    """Name the file of a path of the site. A page has a folder: so hosts find it, with a slash behind it or not."""
    name = unquote(path).lstrip("/")
    if not media_type.startswith(_PAGE):
        return name
    return f"{name.rstrip('/')}/{_INDEX}".lstrip("/")


def named_in(body: bytes, media_type: str, site: Site) -> Iterator[str]:
    """List the addresses that a document names: of a page all, as they stand there; else those of the site.

    A table has every page and short address of the store, which are known without it.
    """
    if media_type.startswith(_TABLE):
        return iter(())
    text = body.decode("utf-8", "replace")
    if media_type.startswith(_PAGE):
        return (unescape(one or other) for one, other in _REFERENCE.findall(text))
    return (unescape(one).replace("\\/", "/") for one in re.findall(re.escape(site.url) + _SIGNS, text))


def path_of(address: str, path: str, site: Site) -> str | None:
    """Give the path below the site's own of what a document at a path names; None of what files cannot answer."""
    whole = address
    if not address.startswith(f"{site.url}/"):
        try:
            whole = urljoin(site.url + path, address)
        except ValueError:
            return None
    below = whole.partition("#")[0].removeprefix(site.url)
    if below == whole.partition("#")[0] or not below.startswith("/") or "?" in below or below.startswith(_NEVER):
        return None
    return None if any(part in {".", ".."} for part in unquote(below).split("/")) else below
