"""Share links as text that outlives the program: CSV, RFC 4180, and lines of code, pipe and address."""

from __future__ import annotations

import csv
from typing import TYPE_CHECKING

from feeds.model import ShareLink
from feeds.site import entry_path
from feeds.store.records import moment
from feeds.store.schema import ALIAS, BLOCKED, MINTED, PRINTED, PRUNED, PUBLIC, WITHDRAWN

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator

    from feeds.site import Site
    from feeds.store.read.share_codes import Row

COLUMNS = ("host", "code", "short_url", "canonical_url", "entry", "state", "kind", "created")
STATES = {PUBLIC: "live", WITHDRAWN: "gone", PRUNED: "gone", BLOCKED: "blocked"}
KINDS = {PRINTED: "printed", MINTED: "minted", ALIAS: "alias"}


def csv_lines(rows: Iterable[Row], site: Site) -> Iterator[str]:
    """Write share links as CSV, a heading first; codes of the site itself have no host."""
    line = csv.writer(_Returned()).writerow
    yield line(COLUMNS)
    for row in rows:
        created = f"{moment(row.second).replace(tzinfo=None).isoformat()}Z"
        short = site.share(ShareLink(row.host, row.code))
        state, kind = STATES[row.state], KINDS[row.kind]
        yield line((row.host, row.code, short, _page(row, site), f"urn:uuid:{row.id}", state, kind, created))


def pipe_lines(rows: Iterable[Row], site: Site, default_host: str) -> Iterator[str]:
    """Write `code|address` as archives of short links do; a code of another host is preceded by the way to it."""
    for row in rows:
        way = "" if row.host in {"", default_host} else f"s/{row.host}/"
        yield f"{way}{row.code}|{_page(row, site)}\n"


def _page(row: Row, site: Site) -> str:
    """Give the page of an entry, without the words of its title where it was taken back."""
    return site.address(entry_path(row.title if row.state == PUBLIC else "", row.handle))


class _Returned:
    """Gives a line back to whoever has it written."""

    def write(self, line: str) -> str:
        return line
