"""`feeds doctor --net`: the site asked by its own address, and its hubs; nothing else is asked, and never unasked."""

from __future__ import annotations

import http.client
from typing import TYPE_CHECKING, NamedTuple
from urllib.parse import urlsplit

from feeds.cli.findings import Finding

if TYPE_CHECKING:
    from collections.abc import Iterator, Mapping

    from feeds.config import Settings

_TIMEOUT = 10.0
_LARGEST = 1 << 20
_OK, _MOVED, _NOT_MODIFIED, _FAULTY = 200, 301, 304, 500


class _Answer(NamedTuple):
    status: int
    headers: Mapping[str, str]
    """By names in lower case."""
    body: bytes


def of_network(settings: Settings) -> Iterator[Finding]:
    """Ask the site by its own address, as a reader does, and see that its hubs answer."""
    try:
        yield from _of_site(settings)
    except (OSError, http.client.HTTPException) as error:
        yield Finding("reached", f"{settings.site.url} does not answer: {error}", is_well=False)
    for hub in settings.hubs:
        try:
            status = _ask(hub).status
        except (OSError, http.client.HTTPException) as error:
            yield Finding("hub", f"{hub} does not answer: {error}", is_well=False)
        else:
            yield Finding("hub", f"{hub} answers {status}", is_well=status < _FAULTY)


def _of_site(settings: Settings) -> Iterator[Finding]:
    site = settings.site
    health = _ask(site.address("/healthz"))
    yield Finding("reached", f"{site.url}/healthz answers {health.status}", is_well=health.status == _OK)
    moved = _ask(site.address("/rss")).headers.get("location", "")
    wanted = site.address("/feed.xml")
    said = f"/rss leads to {wanted}"
    if moved != wanted:
        said = f"/rss leads to {moved or 'nowhere'}, not to {wanted}: is it this site, and is its path passed on?"
    yield Finding("path", said, is_well=moved == wanted)
    feed = _ask(wanted, **{"accept-encoding": "gzip"})
    tag = feed.headers.get("etag", "")
    again = _ask(wanted, **{"accept-encoding": "gzip", "if-none-match": tag}).status if tag else 0
    said = "a feed that did not change is answered 304"
    if again != _NOT_MODIFIED:
        said = f"a feed that did not change is answered {again or feed.status}: the proxy drops ETag or If-None-Match"
    yield Finding("validators", said, is_well=again == _NOT_MODIFIED)
    page = _ask(wanted, **{"sec-fetch-dest": "document"}).headers.get("content-type", "")
    is_page = page.startswith("text/html")
    said = (
        "a browser is shown a page"
        if is_page
        else "a browser is shown the feed as it is: Sec-Fetch-Dest is not passed on"
    )
    yield Finding("browsers", said, is_well=is_page)


def _ask(address: str, **headers: str) -> _Answer:
    """Ask for an address, and follow nothing. Raises OSError and HTTPException."""
    parts = urlsplit(address)
    kind = http.client.HTTPSConnection if parts.scheme == "https" else http.client.HTTPConnection
    connection = kind(parts.hostname or "", parts.port, timeout=_TIMEOUT)
    try:
        path = (parts.path or "/") + (f"?{parts.query}" if parts.query else "")
        connection.request("GET", path, headers={"user-agent": "feeds doctor", **headers})
        answer = connection.getresponse()
        found = {name.lower(): value for name, value in answer.getheaders()}
        return _Answer(answer.status, found, answer.read(_LARGEST))
    finally:
        connection.close()
