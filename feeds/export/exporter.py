"""Write the site: ask for every address that is known, and for every one that the answers name.

The first export asks for everything, a later one for what commits touched since, which the journal of the store tells,
and which each file shows, which the record of the last one tells. Where the journal does not reach back that far
everything is asked for again; what is as it was is not written.
"""

from __future__ import annotations

import json
import re
from collections import deque
from contextlib import closing
from dataclasses import dataclass
from functools import partial
from hashlib import blake2b
from importlib import resources
from itertools import chain
from typing import TYPE_CHECKING

from feeds.errors import FeedsError
from feeds.export import addresses
from feeds.export.addresses import HOME, NOT_FOUND
from feeds.export.askers import Asker, Askers
from feeds.export.asking import MOVED, SAID
from feeds.export.naming import file_of, path_of
from feeds.export.record import Kept, Record, opened
from feeds.export.redirects import RULES, page_of
from feeds.export.target import remove_all, write_all
from feeds.formats.characters import rfc_3339
from feeds.ingest.processes import settle
from feeds.publish.concerns import Concern
from feeds.publish.following import follow
from feeds.selection import EVERYTHING
from feeds.store.read import changes, reader
from feeds.store.records import moment
from feeds.store.tables import journal
from feeds.web import create_app
from feeds.web.base.services import EXTENSION
from feeds.web.front.news import Newsroom

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable, Iterator

    from feeds.config import Settings
    from feeds.export.asking import Answer
    from feeds.export.target import Target
    from feeds.store.tables.journal import Touched
    from feeds.web.base.services import Services

    Progress = Callable[[int, int], None]

CHANGES = "/changes.json"
_ENTRY = re.compile(r"/entries/[^\s\"'<>?#]*?([0-9a-f]{8})(?=[\s\"'<>?#.])")
_MISSING = 404
_CHANGES_AT_ONCE = 2000
"""As many as are looked at for one answer anyway."""
_OF_AN_ENTRY = 6
"""Addresses: its page, data, Markdown, picture, short address and QR code."""


@dataclass(frozen=True, slots=True)
class Exported:
    """What an export did."""

    written: int
    removed: int
    files: int
    """That there are."""
    is_whole: bool
    """Whether everything was asked for."""


@dataclass(frozen=True, slots=True)
class Wanted:
    """What is to be written beside what every site has."""

    selections: tuple[str, ...] = ()
    """As they are spelled."""
    codings: tuple[str, ...] = ()
    """Of compressed copies, by their suffix."""
    rules: tuple[str, ...] = ()
    """Kinds of hosts that redirect by rules."""


def export(settings: Settings, target: Target, wanted: Wanted, progress: Progress) -> Exported:
    """Write the site that settings and store make, as far as it is not there. Raises FeedsError."""
    application = create_app(settings, publishes=False)
    use: Services = application.extensions[EXTENSION]
    settle()
    with (
        closing(use),
        Askers(Asker(application.wsgi_app, use.site, use.store.holding), settings) as askers,
        opened(target, _made_by(use, wanted)) as record,
    ):
        return _export(use, _Work(use, askers, target, wanted, progress, record))


def _export(use: Services, work: _Work) -> Exported:
    record = work.record
    with use.store.reading() as connection:
        history, _ = changes.history_of(connection)
        state = reader.state(connection)
        touched: Touched | None = None
        if record.history == history:
            is_same = record.state == state
            touched = journal.Touched() if is_same else journal.touched_between(connection, record.state, state)
        last = reader.last_number(connection)
    if touched is None:
        work.is_whole, work.expected = True, last * _OF_AN_ENTRY
        work.ask_all(chain(addresses.listed(use, work.wanted.selections), addresses.known(use)))
    elif touched != journal.Touched():
        news = Newsroom()
        news.learn(touched)
        concerned = record.concerned(news.touched, partial(news.is_touched, since=0))
        work.ask_all(list(chain(concerned, addresses.concerned(use, touched))))
    work.finish()
    record.end(history, state)
    return Exported(work.written, work.removed, len(record), work.is_whole)


@dataclass(slots=True)
class _Work:
    use: Services
    askers: Askers
    target: Target
    wanted: Wanted
    progress: Progress
    record: Record
    is_whole: bool = False
    """Whether everything is asked for, and not what commits touched alone."""
    written: int = 0
    removed: int = 0
    expected: int = 0
    """Addresses, about, before all are known."""
    _met: int = 0
    _home: Answer | None = None
    """The home page, which is written last: it leads to what is there by then."""

    def ask_all(self, paths: Iterable[str]) -> None:
        """Ask for addresses, and for those that are named there and were never asked for."""
        self.record.see(CHANGES)  # which are written whole, and not as the application answers
        named_too: deque[str] = deque()
        for count, (path, answer, named) in enumerate(self.askers.ask_all(named_too, self._unmet(paths)), 1):
            self._take(path, answer)
            named_too.extend(self._unmet(one for one in named if self.is_whole or one not in self.record))
            self.progress(count, max(self._met, self.expected))

    def _unmet(self, paths: Iterable[str]) -> Iterator[str]:
        """Leave out what was asked for already."""
        for path in paths:
            if self.record.see(path):
                self._met += 1
                yield path

    def finish(self) -> None:
        """Write what is made of all: changes, rules, and the home page; remove what nothing leads to any more."""
        if self.written or self.removed or self._home:
            self._write(CHANGES, CHANGES[1:], _all_changes(self.use), Concern())
        for rule in self.wanted.rules:
            name, write = RULES[rule]
            self.record.see(f"/{name}")
            self._write(f"/{name}", name, write(addresses.redirects(self.use)).encode(), Concern())
        if self._home:
            self._write(HOME, file_of(HOME, self._home.media_type), self._home.body, self._home.concern)
        for path in self.record.unseen() if self.is_whole else ():
            self._remove(path)

    def _take(self, path: str, answer: Answer) -> None:
        if answer.status in MOVED and path_of(answer.location, path, self.use.site):
            self._write(path, file_of(path, "text/html"), page_of(answer.location), answer.concern)
        elif answer.status in SAID or path == NOT_FOUND:
            name = path[1:] if path == NOT_FOUND else file_of(path, answer.media_type)
            if path == HOME:
                self._home = answer
            else:
                self._write(path, name, answer.body, self._concern(path, answer))
        elif answer.status == _MISSING:
            self._remove(path)
        else:
            raise FeedsError(f"{self.use.site.address(path)} is answered with {answer.status}: nothing more is written")

    def _concern(self, path: str, answer: Answer) -> Concern | None:
        """Tell what concerns a file: a closed archive page its own entries alone, those that it had included.

        An open one leads to the feed, which more concerns.
        """
        if path == NOT_FOUND or path.startswith("/static/"):
            return Concern()
        if answer.concern is None or "page=" not in path or answer.location:
            return answer.concern
        handles = _ENTRY.findall(answer.body.decode("utf-8", "replace"))
        before = self.record.get(path)
        had = before.concern.groups[0] if before and before.concern and before.concern.groups else ()
        keys = tuple(sorted({*had, *(f"entry:{handle}" for handle in handles)}))
        return Concern(groups=(keys,) if keys else (), itself=answer.concern.itself)

    def _write(self, path: str, name: str, data: bytes, concern: Concern | None) -> None:
        digest = blake2b(data, digest_size=12).digest()
        before = self.record.get(path)
        if before is None or (before.file, before.digest) != (name, digest):
            if before and before.file != name:
                remove_all(self.target, before.file, self.wanted.codings)
            write_all(self.target, name, data, self.wanted.codings)
            self.written += 1
        self.record.put(path, Kept(name, digest, concern))

    def _remove(self, path: str) -> None:
        if kept := self.record.pop(path):
            remove_all(self.target, kept.file, self.wanted.codings)
            self.removed += 1


def _all_changes(use: Services) -> bytes:
    """Write everything that `/changes.json` tells from the beginning on, in one file.

    Whoever asks a host of files for what came since is given all of it again, and that there is no more.
    """
    told, since = [], ""
    while True:
        found = follow(use.publisher, EVERYTHING, since, _CHANGES_AT_ONCE)
        told += [
            {"id": one.id, "change": one.change, "revision": one.revision, "time": rfc_3339(moment(one.second))}
            for one in found.changes
        ]
        if found.next == (since or "0"):
            break
        since = found.next
    return json.dumps({"changes": told, "next": since or "0"}, separators=(",", ":")).encode()


def _made_by(use: Services, wanted: Wanted) -> str:
    """Name what decides the files beside the store."""
    digest = blake2b(
        repr((use.site, use.languages, wanted, use.cards.means)).encode("utf-8", "backslashreplace"), digest_size=12
    )
    waiting = [resources.files("feeds")]
    while waiting:
        for part in sorted(waiting.pop().iterdir(), key=lambda part: part.name):
            if part.is_dir() and not part.name.startswith("__"):
                waiting.append(part)
            elif part.is_file() and not part.name.endswith(".pyc"):
                digest.update(part.name.encode() + part.read_bytes())
    return digest.hexdigest()
