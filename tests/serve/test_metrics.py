"""What Prometheus is told of all processes of a server."""

from __future__ import annotations

import os
import re
import shutil
import signal
import sys
import time
from pathlib import Path
from typing import TYPE_CHECKING

import pytest

from tests import forks
from tests.metrics import numbers, total
from tests.serving import ROOT, Server, eventually

if TYPE_CHECKING:
    from collections.abc import Iterator

pytestmark = pytest.mark.xdist_group("serve")


def scrape(server: Server) -> str:
    return server.get("/metrics")[2].decode()


def folders(server: Server) -> list[Path]:
    """List the folders that servers have for their numbers."""
    return list(server.folder.glob("feeds-metrics-*"))


def serve_in(folder: Path) -> Iterator[Server]:
    running = Server(folder, TMPDIR=str(folder))
    running.write("one.txt", "La passerelle du port rouvre", "aaa111")
    running.write("two.txt", "Le marché couvert ferme", "bbb222")
    (running.articles / "empty.txt").write_bytes(b"")
    yield running.start()
    running.stop()


@pytest.fixture(scope="module")
def counted(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Server]:
    """Give the server of all tests that only ask."""
    yield from serve_in(tmp_path_factory.mktemp("counted"))


@pytest.fixture
def server(tmp_path: Path) -> Iterator[Server]:
    yield from serve_in(tmp_path)


def test_every_scrape_tells_the_sum_over_all_processes(counted: Server) -> None:
    before = total(scrape(counted), "feeds_requests_total")
    for _ in range(20):
        counted.get("/feed.xml")
    sums = [total(scrape(counted), "feeds_requests_total") - before for _ in range(8)]
    assert sums == [21 + scraped for scraped in range(8)]  # each scrape counts, from the next one on
    told = numbers(scrape(counted))
    assert told['feeds_requests_total{route="feeds.feed",status="200"}'] == 20
    # The process that reads counts too.
    assert (told['feeds_files_total{outcome="new"}'], told['feeds_files_total{outcome="changed"}']) == (2, 0)
    assert told['feeds_files_total{outcome="refused"}'] >= told["feeds_files_refused"] == 1
    assert time.time() - 300 < told["feeds_last_look_timestamp_seconds"] <= time.time()


@pytest.mark.fault
def test_what_a_killed_worker_counted_is_not_lost(server: Server) -> None:
    (reading,) = (child for child in server.children() if b"spawn_main" in command_of(child))
    workers = server.children() - {reading}
    for _ in range(10):
        server.get("/feed.xml")
    before, files = total(scrape(server), "feeds_requests_total"), sorted(folders(server)[0].iterdir())
    for child in (max(workers), reading):
        os.kill(child, signal.SIGKILL)
    # Whatever those are that follow on them, they go on where these ended.
    eventually(lambda: len(server.children() - workers - {reading}) == 2)
    server.write("three.txt", "La bibliothèque ouvre le dimanche", "ccc333")
    eventually(lambda: len(server.titles()) == 3)
    eventually(lambda: numbers(scrape(server))['feeds_files_total{outcome="new"}'] == 3)
    assert total(scrape(server), "feeds_requests_total") > before
    assert {path.name for path in folders(server)[0].iterdir() if path.suffix == ".lock"} == {
        path.name for path in files if path.suffix == ".lock"
    }


@pytest.mark.fault
@pytest.mark.parametrize("number", [signal.SIGTERM, signal.SIGKILL])
def test_the_folder_of_the_numbers_goes_with_the_server(server: Server, number: signal.Signals) -> None:
    (folder,) = folders(server)
    assert folder.stat().st_mode & 0o077 == 0
    server.process.send_signal(number)
    server.process.wait(180)
    eventually(lambda: not folders(server))


def test_a_command_beside_a_server_writes_none_of_its_numbers(counted: Server, tmp_path: Path) -> None:
    shared = tmp_path / "shared"
    shared.mkdir()
    environment = counted.environment | {"PROMETHEUS_MULTIPROC_DIR": str(shared)}
    assert forks.run(["check"], counted.folder, environment).returncode == 0
    assert list(shared.iterdir()) == []


def test_workers_of_another_server_share_a_folder_that_is_named(tmp_path: Path) -> None:
    shutil.copy(ROOT / "wsgi.py", tmp_path)
    (tmp_path / "shared").mkdir()
    # Granian by itself waits for ever for a worker that is told to end while it begins.
    command = (sys.executable, "-m", "granian", "--workers", "2", "--workers-kill-timeout", "1", "--interface", "wsgi")
    shared = {"PROMETHEUS_MULTIPROC_DIR": str(tmp_path / "shared")}
    running = Server(tmp_path, *command, "--port", "{port}", "wsgi:application", **shared)
    try:
        eventually(lambda: running.status("/healthz") == 503)
        eventually(lambda: len(list((tmp_path / "shared").glob("counter_*.db"))) == 2)
        eventually(lambda: running.shows("/metrics", 200))  # the store is made
        before = total(scrape(running), "feeds_requests_total")
        for _ in range(20):
            running.get("/feed.xml")
        assert total(scrape(running), "feeds_requests_total") == before + 21
    finally:
        running.stop()


def test_every_number_is_documented_and_no_other(counted: Server) -> None:
    told = set(re.findall(r"^# TYPE (\w+)", scrape(counted), re.MULTILINE))
    table = (ROOT / "docs" / "operations.md").read_text(encoding="utf-8")
    rows = [row.split("|")[1] for row in table.splitlines() if row.startswith("| `feeds_")]
    assert {name for row in rows for name in re.findall(r"`(\w+)`", row)} == told


def command_of(number: int) -> bytes:
    return Path(f"/proc/{number}/cmdline").read_bytes()
