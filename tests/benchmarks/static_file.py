"""The running server against nginx, which serves the same bytes from a file."""

from __future__ import annotations

import os
import shutil
import tempfile
from contextlib import ExitStack, contextmanager
from pathlib import Path
from typing import TYPE_CHECKING

from tests.benchmarks.contenders import Contender, free_port, running, serving_feeds
from tests.benchmarks.corpus import fill_store
from tests.benchmarks.load import CONNECTIONS, Asked, Load, loaded, missing_wrk
from tests.benchmarks.rounds import Figure, at_least, interleave, ratios

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator

_ENTRIES = 1000
_GOALS = {"200, identity": 0.6, "200, gzip": 0.3, "304": 0.25}
_CONFIG = """
daemon off; worker_processes 1; pid {home}/nginx.pid; error_log stderr; {user}
events {{ worker_connections 1024; }}
http {{
  access_log off; sendfile on; tcp_nopush on; open_file_cache max=100; keepalive_requests 1000000000;
  client_body_temp_path {home}; proxy_temp_path {home}; fastcgi_temp_path {home};
  uwsgi_temp_path {home}; scgi_temp_path {home};
  types {{ application/rss+xml xml; }}
  server {{ listen 127.0.0.1:{port}; root {home}/site; gzip_static on; gzip_vary on; }}
}}
"""


def run() -> Iterator[Figure | str]:
    """Compare a document as it is, in gzip, and a 304."""
    nginx = shutil.which("nginx", path=f"{os.environ['PATH']}:/usr/sbin")
    if not nginx:
        yield "skipped: nginx is missing (Debian: apt-get install nginx-light)"
        return
    if missing := missing_wrk():
        yield missing
        return
    with ExitStack() as stack:
        home = Path(stack.enter_context(tempfile.TemporaryDirectory()))
        fill_store(f"sqlite:///{home}/feeds.db", _ENTRIES).close()
        ours = stack.enter_context(serving_feeds(home, f"sqlite:///{home}/feeds.db"))
        theirs = stack.enter_context(_serving_files(nginx, home, ours))
        rounds: dict[str, Callable[[], Load]] = {}
        for what, headers in _HEADERS.items():
            rounds[f"ours {what}"] = loaded(_asked(ours, ours, *headers), home)
            rounds[f"nginx {what}"] = loaded(_asked(theirs, ours, *headers), home)
        loads = interleave(rounds)
    yield f"{CONNECTIONS} connections; requests a second against nginx with one worker"
    for what, goal in _GOALS.items():
        mine, other = ([load.rate for load in loads[f"{who} {what}"]] for who in ("ours", "nginx"))
        note = f"{max(mine):,.0f} against {max(other):,.0f} a second"
        yield Figure(what, ratios(mine, other), "× the requests", at_least(goal), note)


_HEADERS: dict[str, tuple[str, bool]] = {
    "200, identity": ("identity", False),
    "200, gzip": ("gzip", False),
    "304": ("gzip", True),
}
"""The coding asked for, and whether the client has the document."""


def _asked(contender: Contender, ours: Contender, coding: str, is_known: bool) -> Asked:  # noqa: FBT001 - of a table
    headers = [f"Accept-Encoding: {coding}"]
    if is_known:
        etag = contender.ask("/feed.xml", *headers).headers["ETag"]
        asked = Asked(contender, ["/feed.xml"], (*headers, f"If-None-Match: {etag}"), 304)
        return asked.verify(b"")
    body = ours.ask("/feed.xml", f"Accept-Encoding: {coding}").body
    return Asked(contender, ["/feed.xml"], tuple(headers)).verify(body)


@contextmanager
def _serving_files(nginx: str, home: Path, ours: Contender) -> Iterator[Contender]:
    site, port = home / "site", free_port()
    home.chmod(0o755)  # its worker may be another user
    site.mkdir()
    for name, coding in (("feed.xml", "identity"), ("feed.xml.gz", "gzip")):
        (site / name).write_bytes(ours.ask("/feed.xml", f"Accept-Encoding: {coding}").body)
    user = "user root;" if os.geteuid() == 0 else ""
    (home / "nginx.conf").write_text(_CONFIG.format(home=home, port=port, user=user))
    with running([nginx, "-c", str(home / "nginx.conf"), "-p", str(home)], home, port, "/feed.xml") as contender:
        yield contender
