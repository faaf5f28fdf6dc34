"""The publisher's side: the real server and the real commands, each a process that may be killed at any moment."""

from __future__ import annotations

import os
import signal
import sqlite3
import subprocess
import time
import urllib.request
from contextlib import closing
from dataclasses import dataclass, field
from pathlib import Path
from urllib.parse import parse_qsl

from sqlalchemy import create_engine, make_url, select

from feeds.publish.names import canonical_slug
from feeds.selection import read_query
from feeds.store.records import facets_of
from feeds.store.schema import PUBLIC, entry
from tests import forks
from tests.clocks import Clock
from tests.serving import FEEDS, free_port
from tests.simulation.history import PRIVATE


@dataclass(slots=True)
class Publisher:
    """A folder with articles and a store, its commands, and its server."""

    home: Path
    store_url: str
    window: int
    hours: int = 0
    port: int = field(default_factory=free_port)
    clock: Clock = field(init=False)
    """By which the server lives, and no command."""
    _server: subprocess.Popen[bytes] | None = None

    def __post_init__(self) -> None:
        self.clock = Clock(self.home)

    @property
    def articles(self) -> Path:
        """The folder of articles, which the server watches."""
        return self.home / "articles"

    def settings(self) -> dict[str, str]:
        """Give the environment of every process."""
        settings = {
            "ARTICLES": str(self.articles),
            "DATABASE_URL": self.store_url,
            "SITE_URL": f"http://127.0.0.1:{self.port}",
            "PORT": str(self.port),
            "WINDOW": str(self.window),
            "WINDOW_HOURS": str(self.hours),
            "WORKERS": "2",
            "PRIVATE": f"tag={PRIVATE}",
        }
        clean = {name: value for name, value in os.environ.items() if not name.startswith("FEEDS_")}
        return clean | {f"FEEDS_{name}": value for name, value in settings.items()}

    def run(self, *arguments: str, kill_after: float | None = None) -> int:
        """Run a command to its end, or kill it after seconds; gives its exit status, negative where it was killed."""
        log = self.home / "commands.log"
        process = forks.start(arguments, self.home, self.settings(), log, log)
        process.join(forks.PATIENCE if kill_after is None else kill_after)
        if process.is_alive():
            process.kill()
            process.join()
            if kill_after is None:
                raise RuntimeError(f"feeds {' '.join(arguments)} did not end")
        status = process.exitcode
        process.close()
        return -1 if status is None else status

    def ask(self, *arguments: str) -> str:
        """Run a command to its end, and give what it says. Raises RuntimeError where it does not do it."""
        done = forks.run(arguments, self.home, self.settings())
        if done.returncode:
            raise RuntimeError(f"feeds {' '.join(arguments)}: {done.stderr}")
        return done.stdout

    def start(self) -> None:
        """Start the server."""
        with (self.home / "server.log").open("ab") as log:
            self._server = subprocess.Popen(
                [FEEDS, "serve"],
                cwd=self.home,
                env=self.settings() | self.clock.environment(),
                stdout=log,
                stderr=log,
                start_new_session=True,
            )

    def wait_until_ready(self) -> None:
        """Wait until the server answers."""
        until = time.monotonic() + forks.PATIENCE
        while True:
            try:
                urllib.request.urlopen(f"http://127.0.0.1:{self.port}/healthz", timeout=5).close()
            except OSError:
                if time.monotonic() > until:
                    raise
                time.sleep(0.05)
            else:
                return

    def stop(self, *, gently: bool) -> None:
        """Stop the server as an operator does, or as a power cut does."""
        if self._server is None:
            return
        if gently:
            self._server.terminate()
        else:
            os.killpg(self._server.pid, signal.SIGKILL)
        self._server.wait(forks.PATIENCE)
        self._server = None

    def restore_copy(self) -> None:
        """Put a copy of the store in its place, as an owner does with a backup; a database of a server stays."""
        database = make_url(self.store_url).database if self.store_url.startswith("sqlite") else None
        if database is None:
            return
        copy = Path(f"{database}.copy")
        with closing(sqlite3.connect(database)) as source, closing(sqlite3.connect(copy)) as target:
            source.backup(target)
        for rest in ("-wal", "-shm"):
            Path(database + rest).unlink(missing_ok=True)
        copy.replace(database)

    def lose_store(self) -> None:
        """Take the store away, from which nobody reads; a database of a server stays."""
        if self.store_url.startswith("sqlite"):
            for part in ("", "-wal", "-shm"):
                Path(f"{make_url(self.store_url).database}{part}").unlink(missing_ok=True)

    def kill_reading(self) -> None:
        """Kill the process of the server that reads and watches the folder; it is to come back."""
        if self._server is None:
            return
        for listed in Path(f"/proc/{self._server.pid}/task").glob("*/children"):
            for child in listed.read_text().split():
                if b"spawn_main" in Path(f"/proc/{child}/cmdline").read_bytes():
                    os.kill(int(child), signal.SIGKILL)

    def places(self) -> list[tuple[str, str, int | None]]:
        """List id, title and place of every entry of the store."""
        engine = create_engine(self.store_url)
        with engine.connect() as connection:
            found = [tuple(row) for row in connection.execute(select(entry.c.id, entry.c.title, entry.c.place))]
        engine.dispose()
        return found

    def published(self, query: str) -> dict[str, int]:
        """List id and revision of what a selection chooses, by what each entry of the store is."""
        selection, _ = read_query(parse_qsl(query), canonical_slug)
        engine = create_engine(self.store_url)
        with engine.connect() as connection:
            rows = connection.execute(select(entry).where(entry.c.state == PUBLIC)).all()
        engine.dispose()
        groups = [{("tag", slug) for slug in group} for group in selection.tags]
        groups += [{("source", slug) for slug in group} for group in selection.sources]
        without = {("tag", slug) for slug in (*selection.not_tags, PRIVATE)}
        found = {}
        for row in rows:
            facets = facets_of(row.language, row.sources, row.tags)
            if all(facets & group for group in groups) and not facets & without:
                found[f"urn:uuid:{row.id}"] = row.revision
        return found

    def log(self) -> str:
        """Give what server and commands said."""
        return "".join(path.read_text(errors="replace") for path in sorted(self.home.glob("*.log")))
