"""A signal ends everything, and what was killed is replaced."""

from __future__ import annotations

import contextlib
import json
import os
import re
import signal
import sqlite3
import time
from pathlib import Path

import pytest

from tests.serve.processes import is_alive, reading_process
from tests.serving import FEEDS, Server, eventually

pytestmark = pytest.mark.fault


@pytest.mark.parametrize("number", [signal.SIGTERM, signal.SIGINT, signal.SIGHUP])
def test_signal_ends_everything(own_server: Server, number: signal.Signals) -> None:
    time.sleep(0.5)
    children = own_server.children()
    assert len(children) >= 3
    own_server.process.send_signal(number)
    assert own_server.process.wait(180) == 0
    eventually(lambda: not any(map(is_alive, children)))
    assert "Traceback" not in (own_server.folder / "log").read_text()


def test_started_by_nohup_it_goes_on_when_its_terminal_is_gone(tmp_path: Path) -> None:
    server = Server(tmp_path, "nohup", str(FEEDS), "serve")
    server.write("one.txt", "La passerelle du port rouvre", "aaa111")
    server.start()
    before = server.children()
    for process in (server.process.pid, *before):
        os.kill(process, signal.SIGHUP)
    server.write("two.txt", "Le marché couvert ferme", "bbb222")
    eventually(lambda: len(server.titles()) == 2)
    assert server.children() == before
    assert server.stop() == 0


def test_killed_server_leaves_nothing_behind(own_server: Server) -> None:
    children = own_server.children()
    own_server.process.kill()
    own_server.process.wait(180)
    eventually(lambda: not any(map(is_alive, children)))


def test_killed_worker_is_replaced(own_server: Server) -> None:
    before = own_server.children()
    worker = max(before)
    os.kill(worker, signal.SIGKILL)
    eventually(lambda: not is_alive(worker) and len(own_server.children() - before) == 1)
    eventually(lambda: own_server.status("/feed.xml") == 200)


def test_killed_reading_process_is_replaced(own_server: Server) -> None:
    reading = reading_process(own_server)
    os.kill(reading, signal.SIGKILL)
    own_server.write("two.txt", "Le marché couvert ferme", "bbb222")
    eventually(lambda: len(own_server.titles()) == 2)


def test_what_keeps_reading_from_beginning_anew_is_said_in_one_line(own_server: Server) -> None:
    reading = reading_process(own_server)
    (own_server.folder / "feeds.toml").write_text("window = 'many'\n")
    os.kill(reading, signal.SIGKILL)
    log = own_server.folder / "log"
    eventually(lambda: "'many' cannot be used" in log.read_text())
    (own_server.folder / "feeds.toml").unlink()
    assert "Traceback" not in log.read_text()
    own_server.write("two.txt", "Le marché couvert ferme", "bbb222")
    eventually(lambda: len(own_server.titles()) == 2)


def test_worker_that_ends_while_the_store_is_away_does_not_take_the_server_with_it(own_server: Server) -> None:
    def application(child: int) -> bool:
        return b"feeds\0serve" in Path(f"/proc/{child}/cmdline").read_bytes()

    database = own_server.folder / "instance" / "feeds.db"
    with contextlib.closing(sqlite3.connect(database)) as connection:
        connection.execute("PRAGMA wal_checkpoint(TRUNCATE)")  # so that the file alone is the store
    database.rename(own_server.folder / "feeds.db")
    database.write_text("This is no database. " * 1000)
    before = own_server.children()
    for worker in filter(application, before):
        os.kill(worker, signal.SIGKILL)
    log = own_server.folder / "log"
    eventually(lambda: log.read_text().count("is no database") >= 4)  # each worker has tried twice
    assert own_server.process.poll() is None
    assert "Traceback" not in log.read_text()
    (own_server.folder / "feeds.db").replace(database)
    eventually(lambda: own_server.status("/feed.xml") == 200)


def test_large_folder_is_read_by_processes_that_end_with_the_server(tmp_path: Path) -> None:
    def in_folder() -> set[str]:
        here = set()
        for process in Path("/proc").iterdir():
            with contextlib.suppress(OSError):
                if process.name.isdecimal() and (process / "cwd").readlink() == tmp_path:
                    here.add(process.name)
        return here

    text = "The bridge of the town was opened to everybody on a sunny day, says the paper."
    lines = (json.dumps({"title": f"Title {n}", "text": f"{text} {n}"}) for n in range(3000))
    (tmp_path / "seeds").mkdir()
    (tmp_path / "seeds" / "many.jsonl").write_text("\n".join(lines), encoding="utf-8")
    server = Server(tmp_path)
    try:
        eventually(lambda: len(in_folder()) > len(server.children()) + 1)
    finally:
        server.process.kill()
        server.stop()
    eventually(lambda: not in_folder())
    again = Server(tmp_path).start()
    # Some of them may have been committed before the first was killed.
    summed_up = re.compile(r"([\d,]+) new, ([\d,]+) changed, ([\d,]+) unchanged")
    told = eventually(lambda: summed_up.search((tmp_path / "log").read_text()))
    assert sum(int(number.replace(",", "")) for number in told.groups()) == 3000
    assert again.stop() == 0
