"""One server with caches of every kind in front of it, for all tests here."""

from __future__ import annotations

import contextlib
from collections.abc import Callable
from contextlib import AbstractContextManager
from pathlib import Path
from typing import TYPE_CHECKING

import pytest

from tests.caches.proxies import Cache, Tap, missing_programs, nginx, shown, tapped, varnish
from tests.clocks import Clock
from tests.programs import do_without
from tests.serving import Server

if TYPE_CHECKING:
    from collections.abc import Iterator

DATA = Path(__file__).with_name("data")

Run = Callable[[str, Path, Tap, Clock], AbstractContextManager[int]]
BEHIND: dict[str, tuple[Run, str, frozenset[str]]] = {
    "nginx": (nginx, shown("nginx"), frozenset({"gzip"})),
    "by_vary": (nginx, (DATA / "by_vary.conf").read_text(), frozenset({"gzip", "br"})),
    "compressing": (nginx, (DATA / "compressing.conf").read_text(), frozenset({"gzip"})),
    "compressing_only": (nginx, (DATA / "compressing_only.conf").read_text(), frozenset({"gzip"})),
    "varnish": (varnish, shown("vcl"), frozenset({"gzip"})),
}
"""How each cache is run, its configuration, and the codings that it gives."""


@pytest.fixture(scope="session")
def get_cache(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Callable[[str], Cache]]:
    """Give a cache by its name; each is started once, when it is first asked for."""
    if missing := missing_programs():
        do_without(f"not installed: {', '.join(missing)} (Debian: nginx-light, varnish)")
    running: dict[str, Cache] = {}
    with contextlib.ExitStack() as stack:
        origin = Server(tmp_path_factory.mktemp("origin"), FEEDS_SITE_URL="https://news.example.org")
        stack.callback(origin.stop)
        for number in range(12):
            origin.write(f"{number}.txt", f"La passerelle numéro {number} rouvre", f"aaa{number:03}")
        origin.start()

        def get(name: str) -> Cache:
            if name not in running:
                run, configuration, codings = BEHIND[name]
                folder = tmp_path_factory.mktemp(name)
                tap, clock = stack.enter_context(tapped(origin)), Clock(folder)
                port = stack.enter_context(run(configuration, folder, tap, clock))
                running[name] = Cache(name, port, tap, clock, codings, folder)
            return running[name]

        yield get


@pytest.fixture(params=["nginx", "by_vary", "compressing", "varnish"])
def cache(request: pytest.FixtureRequest, get_cache: Callable[[str], Cache]) -> Cache:
    """Give each kind of cache that keeps something."""
    return get_cache(request.param)


@pytest.fixture(params=["nginx", "varnish"])
def advised_cache(request: pytest.FixtureRequest, get_cache: Callable[[str], Cache]) -> Cache:
    """Give the caches that the documentation shows."""
    return get_cache(request.param)
