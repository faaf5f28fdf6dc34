"""`feeds serve` as a subscriber and an operator meet it: the real server, real readers, real signals."""

from __future__ import annotations

import contextlib
import gzip
import os
import shutil
import signal
import socket
import sqlite3
import subprocess
import sys
import threading
import time
from pathlib import Path
from typing import TYPE_CHECKING

import atoma  # type: ignore[import-untyped]
import feedparser  # type: ignore[import-untyped]
import pytest
import watchfiles
from reader import make_reader

from feeds.clock import SystemClock
from feeds.ingest import watch
from feeds.ingest.importer import Target
from feeds.store import open_store
from tests.programs import do_without
from tests.serving import ARTICLE, FEEDS, ROOT, SOON, Server, eventually, free_port

if TYPE_CHECKING:
    from collections.abc import Iterator


def is_alive(number: int) -> bool:
    with contextlib.suppress(OSError):
        return Path(f"/proc/{number}/stat").read_text().rpartition(")")[2].split()[0] != "Z"
    return False


@pytest.fixture(scope="module")
def server(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Server]:
    folder = tmp_path_factory.mktemp("serve")
    shutil.copytree(ROOT / "seeds", folder / "seeds")
    running = Server(folder)
    yield running.start()
    running.stop()


@pytest.fixture
def own_server(tmp_path: Path) -> Iterator[Server]:
    # Whoever runs the tests under `nohup` has every program below them ignore that the terminal is gone.
    running = Server(tmp_path, "env", "--default-signal=HUP", str(FEEDS), "serve")
    running.write("one.txt", "La passerelle du port rouvre", "aaa111")
    yield running.start()
    running.stop()


pytestmark = pytest.mark.xdist_group("serve")


@pytest.mark.parametrize("path", ["/feed.xml", "/atom.xml"])
def test_feedparser_reads_every_entry_and_its_second_poll_is_304(server: Server, path: str) -> None:
    first = feedparser.parse(server.url + path)
    assert (first.status, first.bozo, len(first.entries)) == (200, False, 28)
    assert all(entry.id.startswith("urn:uuid:") and entry.author and entry.title for entry in first.entries)
    second = feedparser.parse(server.url + path, etag=first.etag, modified=first.modified)
    assert (second.status, len(second.entries)) == (304, 0)
    assert feedparser.parse(server.url + path, modified=first.modified).status == 304


def test_atoma_reads_every_format_to_the_same_entries(server: Server) -> None:
    rss = atoma.parse_rss_bytes(server.get("/feed.xml")[2])
    atom = atoma.parse_atom_bytes(server.get("/atom.xml")[2])
    feed = atoma.parse_json_feed_bytes(server.get("/feed.json")[2])
    assert (
        [item.guid for item in rss.items] == [entry.id_ for entry in atom.entries] == [item.id_ for item in feed.items]
    )


def test_reader_sees_each_change_once(own_server: Server, tmp_path: Path) -> None:
    with contextlib.closing(make_reader(str(tmp_path / "reader.sqlite"))) as reader:
        urls = [f"{own_server.url}/{name}" for name in ("feed.xml", "atom.xml", "feed.json")]
        for url in urls:
            reader.add_feed(url)

        def update() -> list[tuple[int, int]]:
            updated = [reader.update_feed(url) for url in urls]
            return [(one.new, one.modified) if one else (0, 0) for one in updated]

        assert update() == [(1, 0)] * 3
        assert update() == [(0, 0)] * 3
        own_server.write("two.txt", "Le marché couvert ferme", "bbb222")
        eventually(lambda: len(own_server.titles()) == 2)
        time.sleep(SOON)  # the other worker may look later
        assert update() == [(1, 0)] * 3
        own_server.write("two.txt", "Le marché couvert rouvre", "bbb222")
        eventually(lambda: "Le marché couvert rouvre" in own_server.titles())
        time.sleep(SOON)
        assert update() == [(0, 1)] * 3
        assert update() == [(0, 0)] * 3
        assert {entry.title for entry in reader.get_entries()} == {
            "La passerelle du port rouvre",
            "Le marché couvert rouvre",
        }


def test_new_file_is_in_every_worker_soon(own_server: Server) -> None:
    own_server.write("two.txt", "Le marché couvert ferme", "bbb222")
    eventually(lambda: all(len(own_server.titles()) == 2 for _ in range(12)))
    (own_server.articles / "two.txt").rename(own_server.articles / "three.txt")
    time.sleep(1)
    assert len(own_server.titles()) == 2


def test_folder_put_in_the_place_of_another_is_watched(own_server: Server) -> None:
    shutil.copytree(own_server.articles, own_server.folder / "next")
    own_server.articles.rename(own_server.folder / "last")
    (own_server.folder / "next").rename(own_server.articles)
    for number in (2, 3):
        own_server.write(f"{number}.txt", f"Le marché numéro {number} ferme", f"bbb22{number}")
        eventually(lambda number=number: len(own_server.titles()) == number)  # type: ignore[misc]


def test_refused_file_is_logged_and_the_rest_is_served(own_server: Server) -> None:
    (own_server.articles / "empty.txt").write_bytes(b"")
    own_server.write("two.txt", "Le marché couvert ferme", "bbb222")
    eventually(lambda: len(own_server.titles()) == 2)
    eventually(lambda: "empty.txt" in (own_server.folder / "log").read_text())
    assert "detected" not in (own_server.folder / "log").read_text()  # watching says nothing by itself


def test_answers_over_the_wire_are_whole(server: Server) -> None:
    status, headers, body = server.get("/feed.xml", Accept_Encoding="gzip")
    assert (status, headers["content-encoding"], headers["content-length"]) == (200, "gzip", str(len(body)))
    assert gzip.decompress(body) == server.get("/feed.xml")[2]
    for path in ("/feed.xml", "/", "/rss", "/nope", "/6Y5jLH"):
        head, got = server.get(path, "HEAD"), server.get(path)
        assert (head[0], head[2]) == (got[0], b"")
        assert {k: v for k, v in head[1].items() if k != "date"} == {k: v for k, v in got[1].items() if k != "date"}
    again = server.get("/feed.xml", If_None_Match=headers["etag"])
    assert (again[0], again[2]) == (304, b"")
    assert "content-length" not in again[1] or again[1]["content-length"] == "0"


@pytest.mark.parametrize(
    "line",
    [
        "GET //evil.example/x HTTP/1.1",
        "GET /%0d%0aSet-Cookie:x=1 HTTP/1.1",
        "GET /\\evil HTTP/1.1",
        "GET /tags//x HTTP/1.1",
        "GET http://evil.example/6Y5jLH HTTP/1.1",
        "GET /6Y5jLH HTTP/1.0",
        "FOO / HTTP/1.1",
        "GET /%00 HTTP/1.1",
        "GET /" + "x" * 20000 + " HTTP/1.1",
        "OPTIONS * HTTP/1.1",
        "GET /é HTTP/1.1",
    ],
)
@pytest.mark.parametrize("host", ["evil.example", "a..b", "evil.example:99999", "[", "x" * 300])
def test_no_raw_request_leads_to_a_foreign_host(server: Server, line: str, host: str) -> None:
    with socket.create_connection(("127.0.0.1", server.port), timeout=10) as connection:
        connection.sendall(f"{line}\r\nHost: {host}\r\nConnection: close\r\n\r\n".encode("latin-1"))
        answer = b""
        with contextlib.suppress(ConnectionResetError):
            while part := connection.recv(65536):
                answer += part
    head = answer.partition(b"\r\n\r\n")[0].lower()
    assert b"evil" not in head and b"set-cookie" not in head and b"traceback" not in answer.lower()
    assert not head.startswith((b"http/1.1 5", b"http/1.0 5"))


def test_taken_port_is_said_in_a_line(server: Server, tmp_path: Path) -> None:
    (tmp_path / "seeds").mkdir()
    done = subprocess.run(
        [FEEDS, "serve", "--port", str(server.port)],
        cwd=tmp_path,
        capture_output=True,
        text=True,
        timeout=30,
        check=False,
    )
    assert (done.returncode, done.stdout) == (2, "")
    assert done.stderr == f"feeds: 127.0.0.1:{server.port} cannot be served: Address already in use\n"


@pytest.mark.parametrize("number", [signal.SIGTERM, signal.SIGINT, signal.SIGHUP])
def test_signal_ends_everything(own_server: Server, number: signal.Signals) -> None:
    time.sleep(0.5)
    children = own_server.children()
    assert len(children) >= 3
    own_server.process.send_signal(number)
    assert own_server.process.wait(60) == 0
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
    own_server.process.wait(60)
    eventually(lambda: not any(map(is_alive, children)))


def test_killed_worker_is_replaced(own_server: Server) -> None:
    before = own_server.children()
    worker = max(before)
    os.kill(worker, signal.SIGKILL)
    eventually(lambda: not is_alive(worker) and len(own_server.children() - before) == 1)
    eventually(lambda: own_server.status("/feed.xml") == 200)


def test_killed_reading_process_is_replaced(own_server: Server) -> None:
    (reading,) = (
        child for child in own_server.children() if b"spawn_main" in Path(f"/proc/{child}/cmdline").read_bytes()
    )
    os.kill(reading, signal.SIGKILL)
    own_server.write("two.txt", "Le marché couvert ferme", "bbb222")
    eventually(lambda: len(own_server.titles()) == 2)


def test_what_keeps_reading_from_beginning_anew_is_said_in_one_line(own_server: Server) -> None:
    (reading,) = (
        child for child in own_server.children() if b"spawn_main" in Path(f"/proc/{child}/cmdline").read_bytes()
    )
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


def test_results_go_to_standard_output_and_messages_to_standard_error(tmp_path: Path) -> None:
    port = free_port()
    (tmp_path / "seeds").mkdir()
    (tmp_path / "seeds" / "one.txt").write_text(ARTICLE.format(title="Un", code="aaa111"), encoding="utf-8")
    environment = {name: value for name, value in os.environ.items() if not name.startswith("FEEDS_")}
    with subprocess.Popen(
        [FEEDS, "serve", "--port", str(port), "--workers", "1"],
        cwd=tmp_path,
        env=environment,
        stdout=subprocess.PIPE,
        stderr=subprocess.PIPE,
        text=True,
    ) as process:
        assert process.stderr is not None
        assert "1 new" in process.stderr.readline()
        process.terminate()
        printed, _ = process.communicate(timeout=60)
    lines = [line.split() for line in printed.splitlines()]
    assert lines[0] == ["Serving", "seeds", "at", f"http://127.0.0.1:{port}/"]
    names = ("feed.xml", "atom.xml", "feed.json")
    assert [line[-1] for line in lines[1:]] == [f"http://127.0.0.1:{port}/{name}" for name in names]


@pytest.mark.parametrize(
    "command",
    [
        ("-m", "flask", "--app", "wsgi", "run", "--port", "{port}"),
        ("-m", "granian", "--interface", "wsgi", "--port", "{port}", "wsgi:application"),
    ],
)
def test_any_wsgi_server_serves_the_application(tmp_path: Path, command: tuple[str, ...]) -> None:
    shutil.copy(ROOT / "wsgi.py", tmp_path)
    running = Server(tmp_path, sys.executable, *command)
    try:
        eventually(lambda: running.status("/healthz") == 503)
        running.write("one.txt", "La passerelle du port rouvre", "aaa111")
        environment = os.environ | {"FEEDS_SITE_URL": running.url}
        subprocess.run([FEEDS, "ingest"], cwd=tmp_path, env=environment, check=True, capture_output=True)
        eventually(lambda: running.status("/healthz") == 200)
        status, headers, _ = running.get("/aaa111", Host="evil.example")
        assert (status, headers["location"][: len(running.url) + 9]) == (301, f"{running.url}/entries/")
        assert running.get("/feed.xml", If_None_Match=running.get("/feed.xml")[1]["etag"])[0] == 304
    finally:
        running.stop()


def test_built_wheel_serves_in_a_folder_with_nothing_else(tmp_path: Path) -> None:
    pip = [sys.executable, "-m", "pip", "--quiet", "--disable-pip-version-check"]
    built = subprocess.run(
        [*pip, "wheel", "--no-deps", "--wheel-dir", tmp_path, ROOT], capture_output=True, check=False
    )
    if built.returncode:
        do_without("the build tool cannot be had here")
    installed, folder = tmp_path / "installed", tmp_path / "folder"
    subprocess.run([*pip, "install", "--no-deps", "--target", installed, *tmp_path.glob("*.whl")], check=True)
    folder.mkdir()
    command = (sys.executable, "-c", "import feeds.cli; feeds.cli.main()", "serve")
    running = Server(folder, *command, PYTHONPATH=str(installed))
    try:
        running.write("one.txt", "La passerelle du port rouvre", "aaa111")
        running.start()
        eventually(lambda: running.titles() == ["La passerelle du port rouvre"])
        for path in ("/", "/static/style.css", "/favicon.ico", "/tags/", "/aaa112"):
            assert running.status(path) == (404 if path == "/aaa112" else 200)
        asked = f"import feeds; assert feeds.__file__.startswith({str(installed)!r})"
        subprocess.run([sys.executable, "-c", asked], cwd=folder, env={"PYTHONPATH": str(installed)}, check=True)
    finally:
        running.stop()


def test_folders_that_cannot_be_watched_are_looked_through(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    def refuse(*_: object, **__: object) -> None:
        raise OSError("the limit of watches is reached")

    monkeypatch.setattr(watchfiles, "watch", refuse)
    monkeypatch.setattr(watch, "RETRY", 0.01)
    stopping = threading.Event()
    looks = iter(watch.Changes([tmp_path], open_store(f"sqlite:///{tmp_path}/x.db", SystemClock()), stopping))
    assert next(looks) == next(looks) == next(looks) == [Target(tmp_path)]
    stopping.set()
    assert list(looks) == []


def test_watch_outlives_a_store_that_fails(own_server: Server) -> None:
    with sqlite3.connect(own_server.folder / "instance" / "feeds.db") as connection:
        connection.execute("ALTER TABLE file RENAME TO fled")
        connection.execute("ALTER TABLE entry RENAME TO entered")
    own_server.write("two.txt", "Le marché couvert ferme", "bbb222")
    eventually(lambda: "no such table" in (own_server.folder / "log").read_text())
    with connection:
        connection.execute("ALTER TABLE fled RENAME TO file")
        connection.execute("ALTER TABLE entered RENAME TO entry")
    connection.close()
    eventually(lambda: own_server.status("/feed.json") == 200 and len(own_server.titles()) == 2)
    assert "Traceback" not in (own_server.folder / "log").read_text()
