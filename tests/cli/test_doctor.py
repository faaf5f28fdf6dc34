"""`feeds doctor` says of each thing that it is well, or what to do."""

from __future__ import annotations

import threading
from dataclasses import replace
from typing import TYPE_CHECKING
from wsgiref.simple_server import WSGIRequestHandler, make_server

import pytest

from feeds.cli.findings import size_of
from feeds.clock import SystemClock
from feeds.config import Settings
from feeds.store import open_store
from feeds.web import create_app
from feeds.web.base.services import EXTENSION

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable
    from wsgiref.types import StartResponse, WSGIEnvironment

    from tests.cli.shell import Shell


class Quiet(WSGIRequestHandler):
    def log_message(self, *_: object) -> None:
        """Say nothing."""


def told(shell: Shell, *options: str, **settings: str) -> tuple[int, dict[str, tuple[str, str]]]:
    done = shell.run("doctor", *options, **settings)
    rows = (line.split("\t") for line in done.stdout.splitlines())
    return done.returncode, {about: (state, said) for state, about, said in rows}


def test_site_that_is_well_is_said_to_be(filled: Shell) -> None:
    status, found = told(filled, FEEDS_SITE_URL="https://news.example.org")
    assert (status, {state for state, _ in found.values()}) == (0, {"ok"})
    assert {"site address", "folder", "store", "disk", "clock", "refused files", "open files"} <= set(found)


def test_what_is_wrong_is_said_with_what_to_do(shell: Shell) -> None:
    status, found = told(shell, FEEDS_ARTICLES="nowhere")
    assert status == 1
    assert found["site address"][0] == "to do" and "FEEDS_SITE_URL" in found["site address"][1]
    assert found["folder"] == ("to do", "nowhere cannot be read: No such file or directory")
    assert found["store"][0] == "to do" and "feeds ingest FOLDER" in found["store"][1]
    assert not (shell.folder / "instance").exists()


def test_links_extras_and_version_are_told(shell: Shell) -> None:
    (shell.folder / "elsewhere.txt").write_text("Elsewhere\n\nA text that lies somewhere else, and is long enough.\n")
    (shell.articles / "out.txt").symlink_to(shell.folder / "elsewhere.txt")
    shell.run("ingest")
    found = told(shell)[1]
    assert found[f"links in {shell.articles}"] == ("ok", "1 lead out of it, and are followed")
    assert found["store"][1].rpartition(" ")[2].isdecimal()
    lines = shell.run("doctor").stdout.splitlines()
    extras = [line.split("\t")[2].split(",")[0] for line in lines if "\textra\t" in line]
    assert extras == ["check", "html", "zst", "postgres", "cards", "cluster", "export"]


def test_fonts_in_which_titles_are_drawn_are_named(shell: Shell) -> None:
    assert told(shell, FEEDS_CARD_FONTS="fonts/a.ttf")[1]["fonts"] == ("ok", "a.ttf")
    assert told(shell)[1]["fonts"][0] == "ok"


@pytest.mark.parametrize(
    ("number", "said"),
    [
        (0, "0.0 kB"),
        (4096, "4.1 kB"),
        (999_499, "999 kB"),
        (999_600, "1.0 MB"),
        (53e9, "53 GB"),
        (2.5e15, "2,500.0 TB"),
    ],
)
def test_sizes_are_said_to_be_read(number: float, said: str) -> None:
    assert size_of(number) == said


def test_refused_files_are_counted(shell: Shell) -> None:
    (shell.articles / "empty.txt").write_bytes(b"")
    shell.run("ingest")
    assert told(shell)[1]["refused files"] == ("to do", "1, which `feeds list --refused` names")


def test_site_is_asked_by_its_own_address_only_when_that_is_wanted(filled: Shell) -> None:
    asked: list[str] = []

    def far(environ: WSGIEnvironment, start: StartResponse) -> Iterable[bytes]:
        asked.append(environ["PATH_INFO"])
        start("200 OK", [("Content-Type", "text/plain")])
        return [b"some other site"]

    settings = Settings(database_url=f"sqlite:///{filled.folder}/instance/feeds.db")
    with make_server("127.0.0.1", 0, far, handler_class=Quiet) as server:
        url = f"http://127.0.0.1:{server.server_port}"
        thread = threading.Thread(target=server.serve_forever, args=(0.01,))
        thread.start()
        told(filled, FEEDS_SITE_URL=url, FEEDS_HUBS=f"{url}/hub")
        assert asked == []
        done = filled.run("doctor", "--net", FEEDS_SITE_URL=url, FEEDS_HUBS=f"{url}/hub")
        assert done.returncode == 1 and asked
        lines = [line.split("\t") for line in done.stdout.splitlines()]
        wrong = {about for state, about, _ in lines if state == "to do"}
        assert {"path", "validators", "browsers"} <= wrong
        assert ["ok", "hub", f"{url}/hub answers 200"] in lines
        app = create_app(replace(settings, site_url=f"{url}/news"))
        server.set_app(app)
        found = told(filled, "--net", FEEDS_SITE_URL=f"{url}/news")[1]
        assert {found[about][0] for about in ("reached", "path", "validators", "browsers")} == {"ok"}
        app.extensions[EXTENSION].close()
        server.shutdown()
        thread.join()
    assert "does not answer" in told(filled, "--net", FEEDS_SITE_URL=url)[1]["reached"][1]


def test_store_on_a_server_tells_its_size(new_schema: Callable[[], str]) -> None:
    store = open_store(new_schema(), SystemClock())
    assert store.size() > 10_000
    store.close()
