"""Ask the application for many addresses, on every core where there are many, and for those that the answers name."""

from __future__ import annotations

from collections import Counter, defaultdict
from concurrent.futures import FIRST_COMPLETED, wait
from contextlib import ExitStack, nullcontext
from itertools import islice
from typing import TYPE_CHECKING, NamedTuple, Self

from feeds.export.asking import MOVED, SAID, Answer, ask
from feeds.export.naming import named_in, path_of
from feeds.formats import FORMATS
from feeds.ingest import processes
from feeds.web import create_app
from feeds.web.base.services import EXTENSION

if TYPE_CHECKING:
    from collections import deque
    from collections.abc import Callable, Iterator
    from concurrent.futures import Future, ProcessPoolExecutor
    from contextlib import AbstractContextManager

    from _typeshed.wsgi import WSGIApplication

    from feeds.config import Settings
    from feeds.site import Site
    from feeds.web.base.services import Services

    _Holding = Callable[[], AbstractContextManager[None]]

_CHUNK = 16
"""Addresses handed to a process at once."""
_AHEAD = 4
"""Chunks a core that are asked for before what came of them is taken."""
_FEWEST = 1000
"""Addresses for which it pays to start processes."""
_PLACES = {form.filename: place for place, form in enumerate(FORMATS)}
_FEEDS = tuple(f"/{name}" for name in _PLACES)
"""What is no page to those who ask for it: where one leads on, its file is what it leads to."""
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

    def __init__(self, application: WSGIApplication, site: Site, holding: _Holding = nullcontext) -> None:
        """Ask; `holding` lets what is asked for at once see one moment of the store."""
        self._application = application
        self._site = site
        self._holding = holding
        self._told: set[str] = set()

    def __call__(self, paths: list[str]) -> list[Asked]:
        """Ask for addresses."""
        with self._holding():
            return [self._asked(path) for path in paths]

    def _asked(self, path: str) -> Asked:
        answer = ask(self._application, self._site, path)
        if answer.status in MOVED and path.endswith(_FEEDS) and (to := path_of(answer.location, path, self._site)):
            answer = ask(self._application, self._site, to)._replace(location=answer.location)
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
        self._pools: list[ProcessPoolExecutor] = []
        """Each of one process."""
        self._running: dict[Future[list[Asked]], int] = {}
        """What is asked for, with the number of the process."""

    def __enter__(self) -> Self:
        return self

    def __exit__(self, *_: object) -> None:
        self._until_the_end.close()

    def ask_all(self, pending: deque[str], more: Iterator[str]) -> Iterator[Asked]:
        """Ask for what is pending, and put there while answers are taken; and for more, as soon as there is room."""
        ready = max(_FEWEST, _CHUNK)
        while True:
            pending.extend(islice(more, max(0, ready - len(pending))))
            if not pending and not self._running:
                return
            if not self._pools and len(pending) >= _FEWEST and processes.CORES > 1:
                self._start()
                ready = _CHUNK * _AHEAD * processes.CORES  # what is named comes soon: it may name more
            if not self._pools:
                yield from self._ask(_taken(pending))
                continue
            while pending and len(self._running) < _AHEAD * processes.CORES:
                self._hand_out(_taken(pending))
            for done in wait(self._running, return_when=FIRST_COMPLETED).done:
                del self._running[done]
                yield from done.result()

    def _start(self) -> None:
        for _ in range(processes.CORES):
            started = processes.started(1, __name__, _begin, self._settings)
            self._pools.append(self._until_the_end.enter_context(started))

    def _hand_out(self, paths: list[str]) -> None:
        """Hand addresses to the process that has least to do; feeds of a format to one that holds entries in it."""
        busy = Counter(self._running.values())
        idle = min(range(len(self._pools)), key=busy.__getitem__)
        parts = defaultdict[int, list[str]](list)
        for path in paths:
            form = _PLACES.get(path.rpartition("/")[2])
            parts[idle if form is None else form % len(self._pools)].append(path)
        for number, part in parts.items():
            self._running[self._pools[number].submit(_ask_here, part)] = number


def _taken(pending: deque[str]) -> list[str]:
    return [pending.popleft() for _ in range(min(_CHUNK, len(pending)))]


_here: Asker


def _begin(settings: Settings) -> None:
    global _here  # noqa: PLW0603 - a process has one application, which all its work asks
    application = create_app(settings, publishes=False)
    use: Services = application.extensions[EXTENSION]
    _here = Asker(application.wsgi_app, use.site, use.store.holding)


def _ask_here(paths: list[str]) -> list[Asked]:
    return _here(paths)
