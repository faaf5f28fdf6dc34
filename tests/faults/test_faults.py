"""What the world does to a running server: a full disk, a store that is locked, a clock that jumps."""

from __future__ import annotations

import contextlib
import os
import shutil
import signal
import sqlite3
import time
from email.utils import parsedate_to_datetime
from pathlib import Path
from typing import TYPE_CHECKING

import pytest

from tests import postgres
from tests.clocks import Clock
from tests.programs import do_without
from tests.serving import FEEDS, SOON, Server, eventually

if TYPE_CHECKING:
    from collections.abc import Iterator

DAY = 86400
HUNG = 20.0
"""Seconds within which ten answers come though the database gives none."""


@pytest.fixture
def on_small_disk(tmp_path: Path) -> Iterator[Server]:
    """Run a server whose store lies on a disk of its own, of six megabytes; nobody else sees it."""
    mounted = "mount -t tmpfs -o size=6m none instance && exec"
    if not shutil.which("unshare"):
        do_without("not installed: unshare (Debian: util-linux)")
    (tmp_path / "instance").mkdir()
    own = ["unshare", "--map-root-user", "--mount", "sh", "-c", f"{mounted} {FEEDS} serve"]
    running = Server(tmp_path, *own)
    running.write("one.txt", "La passerelle du port rouvre", "aaa111")
    yield running.start()
    running.stop()


def test_a_full_disk_keeps_back_what_is_new_and_nothing_else(on_small_disk: Server) -> None:
    server = on_small_disk
    filler = Path(f"/proc/{server.process.pid}/root{server.folder}/instance/filler")
    with contextlib.suppress(OSError), filler.open("wb", buffering=0) as file:
        while file.write(bytes(4096)):
            pass
    for number in range(60):
        server.write(f"new-{number}.txt", f"Le marché numéro {number} ferme " + "x" * 20_000, f"bbb{number:03}")
    log = server.folder / "log"
    eventually(lambda: "the disk is full" in log.read_text())
    assert server.titles() == ["La passerelle du port rouvre"]
    assert server.status("/aaa111") == 301
    assert "Traceback" not in log.read_text()
    filler.unlink()
    eventually(lambda: len(server.titles()) >= 15)  # of long ones no more are shown at once


def test_a_store_that_another_program_writes_keeps_back_what_is_new_and_nothing_else(tmp_path: Path) -> None:
    server = Server(tmp_path)
    server.write("one.txt", "La passerelle du port rouvre", "aaa111")
    server.start()
    with contextlib.closing(sqlite3.connect(tmp_path / "instance" / "feeds.db")) as other:
        other.execute("BEGIN IMMEDIATE")
        server.write("two.txt", "Le marché couvert ferme", "bbb222")
        time.sleep(2)
        assert server.titles() == ["La passerelle du port rouvre"]
        other.rollback()
    eventually(lambda: len(server.titles()) == 2)
    assert server.stop() == 0
    assert "Traceback" not in (tmp_path / "log").read_text()


@contextlib.contextmanager
def stopped(database: postgres.Server) -> Iterator[None]:
    """Let a database hang: its connections stay open, and nobody answers."""
    main = int((database.folder / "data" / "postmaster.pid").read_text().split()[0])
    processes = [main, *map(int, Path(f"/proc/{main}/task/{main}/children").read_text().split())]
    for process in processes:
        os.kill(process, signal.SIGSTOP)
    yield
    for process in processes:
        os.kill(process, signal.SIGCONT)


def test_a_database_that_hangs_keeps_nobody_from_what_is_held(tmp_path: Path) -> None:
    with postgres.private_server() as database:
        server = Server(tmp_path, FEEDS_DATABASE_URL=database.url)
        server.write("one.txt", "La passerelle du port rouvre", "aaa111")
        server.start()
        held, *_ = server.each("/feed.json")
        with stopped(database):
            server.write("two.txt", "Le marché couvert ferme", "bbb222")
            time.sleep(SOON)
            began = time.monotonic()
            answers = [server.get("/feed.json") for _ in range(10)]
            assert time.monotonic() - began < HUNG
            assert {(status, body) for status, _, body in answers} == {(200, held[2])}
            status, headers, _ = server.get("/tags/syria/atom.xml")
            assert (status, "retry-after" in headers) == (503, True)
        eventually(lambda: len(server.titles()) == 2)
        assert server.stop() == 0


@pytest.fixture
def clock(tmp_path: Path) -> Clock:
    if not shutil.which("cc"):
        do_without("not installed: cc (Debian: gcc)")
    return Clock(tmp_path)


@pytest.mark.parametrize("days", [-400, 400])
def test_a_clock_that_jumps_and_is_put_right_loses_nothing(tmp_path: Path, clock: Clock, days: int) -> None:
    server = Server(tmp_path, **clock.environment())
    server.write("one.txt", "La passerelle du port rouvre", "aaa111")
    server.start()
    seen = [("La passerelle du port rouvre", server.get("/feed.json"))]
    for moved, title in ((days, "Le marché couvert ferme"), (-days, "Le train de nuit revient")):
        clock.move(moved * DAY)
        server.write(f"{len(seen)}.txt", title, f"bbb00{len(seen)}")
        server.comes_to_show("/feed.json", 200, title)
        assert server.titles() == [title, *(old for old, _ in reversed(seen))]
        status, headers, body = server.get("/feed.json")
        assert status == 200 and server.status("/healthz") == 200
        assert parsedate_to_datetime(headers["last-modified"]) <= parsedate_to_datetime(headers["date"])
        assert server.get("/feed.json", If_None_Match=headers["etag"])[0] == 304
        for _, (_, before, other) in seen:
            assert (before["etag"] == headers["etag"]) == (other == body)
            assert server.get("/feed.json", If_None_Match=before["etag"])[0] == 200
        seen.append((title, (status, headers, body)))
    server.stop()
