"""Ask the application for many addresses, on every core where there are many, and for those that the answers name."""

from __future__ import annotations

from collections import deque
from contextlib import ExitStack
from itertools import islice
from typing import TYPE_CHECKING, NamedTuple, Self

from feeds.export.asking import MOVED, SAID, Answer, ask
from feeds.export.naming import named_in, path_of
from feeds.ingest import processes
from feeds.web import create_app
from feeds.web.base.services import EXTENSION

if TYPE_CHECKING:
    from collections.abc import Iterator
    from concurrent.futures import Future, ProcessPoolExecutor

    from _typeshed.wsgi import WSGIApplication

    from feeds.config import Settings
    from feeds.site import Site

_CHUNK = 16
"""Addresses handed to a process at once."""
_AHEAD = 4
"""Chunks a core that are asked for before what came of them is taken."""
_FEWEST = 1000
"""Addresses for which it pays to start processes, and that are held ready."""
_MOST_TOLD = 50_000
"""Addresses that are remembered, so as not to be named over and over."""
_ANYWHERE = ("/", "http://", "https://")
"""How addresses begin that mean the same in any document."""


class Asked(NamedTuple):
    """What came of an address."""

    path: str
    answer: Answer
    named: list[str]
    """The addresses that the answer names, as paths below the site's own, but for many that were told before."""


class Asker:
    """Asks one application."""

    def __init__(self, application: WSGIApplication, site: Site) -> None:
        self._application = application
        self._site = site
        self._told: set[str] = set()

    def __call__(self, paths: list[str]) -> list[Asked]:
        """Ask for addresses."""
        return [self._asked(path) for path in paths]

    def _asked(self, path: str) -> Asked:
        answer = ask(self._application, self._site, path)
        if len(self._told) > _MOST_TOLD:
            self._told.clear()
        return Asked(path, answer, list(self._named(path, answer)))

    def _named(self, path: str, answer: Answer) -> Iterator[str]:
        for address in self._addresses(answer):
            if address in self._told:
                continue
            if address.startswith(_ANYWHERE):
                self._told.add(address)
            if (below := path_of(address, path, self._site)) is not None:
                yield below

    def _addresses(self, answer: Answer) -> Iterator[str]:
        if answer.status in SAID:
            yield from named_in(answer.body, answer.media_type, self._site)
        leads = answer.location if answer.status in MOVED else answer.next if answer.status in SAID else ""
        if leads:
            yield leads


class Askers:
    """Ask an application, and others like it in processes of their own where that pays."""

    def __init__(self, asker: Asker, settings: Settings) -> None:
        self._ask = asker
        self._settings = settings
        self._until_the_end = ExitStack()
        self._pool: ProcessPoolExecutor | None = None

    def __enter__(self) -> Self:
        return self

    def __exit__(self, *_: object) -> None:
        self._until_the_end.close()

    def ask_all(self, pending: deque[str], more: Iterator[str]) -> Iterator[Asked]:
        """Ask for what is pending, and put there while answers are taken; and for more, as soon as there is room."""
        running: deque[Future[list[Asked]]] = deque()
        while True:
            pending.extend(islice(more, max(0, max(_FEWEST, _CHUNK) - len(pending))))
            if not pending and not running:
                return
            if self._pool is None and len(pending) >= _FEWEST and processes.CORES > 1:
                self._pool = self._until_the_end.enter_context(
                    processes.started(processes.CORES, __name__, _begin, self._settings)
                )
            if self._pool is None:
                yield from self._ask([pending.popleft()])
                continue
            while pending and len(running) < _AHEAD * processes.CORES:
                running.append(self._pool.submit(_ask_here, _first(pending)))
            yield from running.popleft().result()


def _first(pending: deque[str]) -> list[str]:
    return [pending.popleft() for _ in range(min(_CHUNK, len(pending)))]


_here: Asker


def _begin(settings: Settings) -> None:
    global _here  # noqa: PLW0603 - a process has one application, which all its work asks
    application = create_app(settings, publishes=False)
    _here = Asker(application.wsgi_app, application.extensions[EXTENSION].site)


def _ask_here(paths: list[str]) -> list[Asked]:
    return _here(paths)
