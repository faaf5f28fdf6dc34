"""Share links from elsewhere into the store: each dump's codes, to the entries that their addresses mean.

Nothing is written over: what is taken, reserved, misspelt or leads to no entry is refused with its line and the reason.
"""

from __future__ import annotations

import re
from collections import defaultdict
from dataclasses import dataclass, field
from itertools import islice
from typing import TYPE_CHECKING, NamedTuple
from urllib.parse import urlsplit

from feeds.model import ShareLink
from feeds.sharing.dumps import KINDS
from feeds.sharing.pasted import CODE
from feeds.store.identity import canonical
from feeds.store.read import links
from feeds.store.schema import ALIAS, BLOCKED, PRINTED, PUBLIC, WITHDRAWN
from feeds.store.write import publication
from feeds.store.write.claims import Claims

if TYPE_CHECKING:
    from collections.abc import Collection, Iterable, Iterator, Sequence

    from feeds.clock import Clock
    from feeds.sharing.dump_formats import Record
    from feeds.sharing.resolver import Resolver
    from feeds.site import Site
    from feeds.store import Connection, Store
    from feeds.store.read.links import Outline

_AT_ONCE = 1000
_HOST = re.compile(r"(?!-)[a-z0-9-]{1,63}(?:\.[a-z0-9-]{1,63})+")
_EXACTLY = {"exact", "alias", "canonical", "old_slug", "guid"}
_KINDS = {name: kind for kind, name in KINDS.items()}
_STATES = {"gone": WITHDRAWN, "blocked": BLOCKED}


class Remark(NamedTuple):
    """A line of a dump, and what is wrong with it."""

    line: int
    reason: str


@dataclass(slots=True)
class Imported:
    """What an import did, or would do."""

    new: int = 0
    known: int = 0
    """Codes that led there already."""
    withdrawn: int = 0
    refused: list[Remark] = field(default_factory=list)
    noted: list[Remark] = field(default_factory=list)
    """What was imported all the same."""


def import_links(
    store: Store,
    clock: Clock,
    resolver: Resolver,
    site: Site,
    records: Iterable[Record],
    *,
    reserved: Collection[str],
    dry_run: bool = False,
) -> Imported:
    """Import a dump in one commit; codes whose host is not said are the site's own.

    A dry run tells the same and writes nothing.
    """
    if dry_run:
        with store.reading() as connection:
            return _Import(connection, 0, resolver, site, reserved).run(records, writes=False)
    with store.writing(clock) as (connection, second):
        return _Import(connection, second, resolver, site, reserved).run(records, writes=True)


class _Import:
    """One import."""

    def __init__(
        self, connection: Connection, second: int, resolver: Resolver, site: Site, reserved: Collection[str]
    ) -> None:
        self._connection = connection
        self._second = second
        self._resolver = resolver
        self._own_host = urlsplit(site.url).netloc
        hosts = resolver.hosts(connection)
        self._default_host = hosts[0] if hosts else ""
        self._claims = Claims(connection, second, reserved, self._default_host)
        self._turned: dict[int, int] = {}
        self._result = Imported()

    def run(self, records: Iterable[Record], *, writes: bool) -> Imported:
        """Take the records some at a time."""
        waiting = iter(records)
        while chunk := list(islice(waiting, _AT_ONCE)):
            self._take(chunk)
        if writes:
            self._claims.write()
            by_state: dict[int, list[int]] = defaultdict(list)
            for number, state in self._turned.items():
                by_state[state].append(number)
            for state, numbers in by_state.items():
                publication.withdraw(self._connection, self._second, sorted(numbers), reason=None, state=state)
        self._result.withdrawn = len(self._turned)
        self._result.refused.sort()
        return self._result

    def _take(self, records: Sequence[Record]) -> None:
        spelled = [(record, self._link(record)) for record in records]
        well = [(record, link) for record, link in spelled if isinstance(link, ShareLink)]
        self._result.refused += [Remark(record.line, why) for record, why in spelled if isinstance(why, str)]
        self._claims.fetch(link for _, link in well)
        targets = list(self._targets([record for record, _ in well]))
        public = [found.number for found in targets if found and found.state == PUBLIC]
        untouched = publication.never_changed(self._connection, public)
        for (record, link), found in zip(well, targets, strict=True):
            if found is None:
                self._refuse(record, f"unknown: {record.target} is no article of this site")
                continue
            self._claim(record, link, found.number)
            self._turn(record, found, untouched)

    def _link(self, record: Record) -> ShareLink | str:
        """Spell the short address of a record, or say why it is none."""
        host = "" if record.host in {None, self._own_host} else record.host or ""
        if not CODE.fullmatch(record.code):
            return f"bad code: {record.code[:80]!r} is not of 1 to 64 letters without marks, digits, - and _"
        return ShareLink(host, record.code) if not host or _HOST.fullmatch(host) else f"bad host: {host[:80]!r}"

    def _targets(self, records: Sequence[Record]) -> Iterator[Outline | None]:
        """Find the entry of each record: by its id, by an address it was published at, by one of this site."""
        ids = {record.entry.removeprefix("urn:uuid:") for record in records} - {""}
        by_id = {found.id: found for found in links.outlines(self._connection, "id", ids)} if ids else {}
        keys = {record.target: (f"url:{canonical(record.target)}", f"id:{record.target}") for record in records}
        by_key = links.named(self._connection, {key for both in keys.values() for key in both})
        resolutions = self._resolver.addresses([record.target for record in records])
        for record, resolution in zip(records, resolutions, strict=True):
            found = by_id.get(record.entry.removeprefix("urn:uuid:"))
            found = found or next((by_key[key] for key in keys[record.target] if key in by_key), None)
            if found is None and resolution.matched_by in _EXACTLY and len(resolution.every) == 1:
                found = resolution.every[0]
            yield found

    def _claim(self, record: Record, link: ShareLink, number: int) -> None:
        # A code without a host means one of the default host before one of the site.
        meant = {link, ShareLink(self._default_host, link.code)} if record.host is None else {link}
        if any(self._claims.has(each, number) for each in meant):
            self._result.known += 1
        elif why := self._claims.objection(link, number):
            self._refuse(record, f"{why} ({link.code})")
        else:
            if twin := self._claims.twin(link, number):
                self._result.noted.append(Remark(record.line, f"folded: {link.code} and {twin} differ in case only"))
            kind = _KINDS.get(record.kind, PRINTED if link.host else ALIAS)
            self._claims.give(link, number, kind, record.created)
            self._result.new += 1

    def _turn(self, record: Record, found: Outline, untouched: Collection[int]) -> None:
        """Take back what the dump says is gone, unless something was done with it here since it was first read."""
        state = _STATES.get(record.state)
        if state is None or found.state != PUBLIC:
            return
        if found.number in untouched:
            self._turned[found.number] = state
        else:
            self._refuse(record, f"state: it is {record.state} in the dump, and published here")

    def _refuse(self, record: Record, reason: str) -> None:
        self._result.refused.append(Remark(record.line, reason))
