"""What an owner looks for is said: by `feeds status`, `ingest`, `parse`, `list --refused` and `/healthz`."""

from __future__ import annotations

import json
from typing import TYPE_CHECKING

import pytest

from feeds.clock import SystemClock
from feeds.config import Settings
from feeds.errors import FolderMissing
from feeds.ingest.importer import Target, ingest
from feeds.store import open_store
from feeds.web import create_app
from feeds.web.base.readiness import NOBODY_READS
from feeds.web.base.services import EXTENSION

if TYPE_CHECKING:
    from collections.abc import Iterator
    from pathlib import Path

    from flask.testing import FlaskClient

    from tests.cli.shell import Shell

LATER = "---\ntitle: Secret plans\ndate: 2062-01-01\n---\n\nThis is for later: nobody is to see it before that day.\n"


@pytest.fixture
def told(shell: Shell) -> Shell:
    (shell.articles / "empty.txt").write_bytes(b"")
    (shell.articles / "later.md").write_text(LATER)
    (shell.articles / "data.parquet").write_bytes(b"PAR1")
    (shell.articles / "README.md").write_text("# Read me\n\nThis is about the folder.\n")
    (shell.folder / "elsewhere.txt").write_text("Elsewhere\n\nA text that lies somewhere else, and is long enough.\n")
    (shell.articles / "out.txt").symlink_to(shell.folder / "elsewhere.txt")
    return shell


def test_ingest_says_what_is_refused_scheduled_and_passed_over(told: Shell) -> None:
    done = told.run("ingest")
    assert done.returncode == 1
    assert "1 refused" in done.stdout and "1 scheduled" in done.stdout
    assert "2 passed over (1 .parquet, 1 by name)" in done.stdout
    assert "scheduled: seeds/later.md: until 2062-01-01T00:00:00+00:00" in done.stderr


def test_status_tells_everything_a_record_a_line(told: Shell) -> None:
    told.run("ingest")
    lines = told.run("status").stdout.splitlines()
    found = {tuple(line.split("\t")[:2]): line.split("\t")[2] for line in lines}
    assert found["entries", "public"] == "3" and found["entries", "scheduled"] == "1"
    assert found["refused", "seeds/empty.txt"]
    assert found["scheduled", "seeds/later.md"] == "until 2062-01-01T00:00:00+00:00: Secret plans"
    root = str(told.articles)
    assert "5 files, looked at" in found["folder", root]
    assert found["link out", root] == "out.txt"
    assert {line for line in lines if "passed over" in line} == {
        f"passed over\t{root}\t1 .parquet",
        f"passed over\t{root}\t1 by name",
    }
    rows = [json.loads(line) for line in told.run("status", "--json").stdout.splitlines()]
    assert [list(row) for row in rows] == [["about", "which", "said"]] * len(lines)


def test_refused_files_are_listed(told: Shell) -> None:
    told.run("ingest")
    [line] = told.run("list", "--refused").stdout.splitlines()
    assert line.startswith("seeds/empty.txt\t")
    assert json.loads(told.run("list", "--refused", "--json").stdout)["file"] == "seeds/empty.txt"


def test_parse_says_that_an_article_is_held_back(told: Shell) -> None:
    assert "scheduled: it is held back until 2062-01-01T00:00:00+00:00" in told.run("parse", "seeds/later.md").stdout


@pytest.mark.parametrize("date", ["2200-01-01", "9999-12-31", "9999-12-31T23:59:59-11:00"])
def test_stated_future_is_held_however_far(shell: Shell, date: str) -> None:
    (shell.articles / "far.md").write_text(LATER.replace("2062-01-01", date))
    assert "1 scheduled" in shell.run("ingest").stdout


class Health:
    """What strangers are told."""

    def __init__(self, shell: Shell) -> None:
        self.app = create_app(Settings(database_url=f"sqlite:///{shell.folder}/instance/feeds.db"))
        self.client: FlaskClient = self.app.test_client()

    def close(self) -> None:
        self.app.extensions[EXTENSION].close()


@pytest.fixture
def health(told: Shell) -> Iterator[Health]:
    told.run("ingest")
    health = Health(told)
    yield health
    health.close()


def test_healthz_names_refused_files_and_the_next_moment_and_no_title(health: Health, told: Shell) -> None:
    answer = health.client.get("/healthz")
    assert answer.status_code == 200
    report = answer.get_json()
    assert report["status"] == "ok, but for files that are refused"
    assert report["files"] == {
        "refused": ["seeds/empty.txt"],
        "refused_in_all": 1,
        "kept_back": 0,
        "scheduled": 1,
        "next_scheduled": "2062-01-01T00:00:00+00:00",
    }
    assert report["entries"] == {"public": 3, "scheduled": 1, "withdrawn": 0}
    [folder] = report["folders"]
    assert (folder["name"], folder["passed_over"], folder["error"]) == ("seeds", {".parquet": 1, "by name": 1}, None)
    for secret in ("Secret", "later.md", str(told.folder)):
        assert secret not in answer.text


def test_healthz_says_when_a_folder_cannot_be_read(health: Health, told: Shell) -> None:
    told.articles.rename(told.folder / "away")
    store = open_store(f"sqlite:///{told.folder}/instance/feeds.db", SystemClock())
    with pytest.raises(FolderMissing):
        ingest(store, [Target(told.articles)], Settings().site, SystemClock())
    store.close()
    report = health.client.get("/healthz").get_json()
    assert report["status"] == "degraded: the folders are not being read"
    assert report["folders"][0]["error"] == "it cannot be read" and report["folders"][0]["last_good_look"]


def test_look_that_is_too_long_ago_is_said(shell: Shell, tmp_path: Path) -> None:
    del tmp_path
    shell.run("ingest")

    class Later:
        def now(self) -> float:
            return 4e9

        def sleep(self, seconds: float) -> None:
            raise AssertionError(seconds)

    app = create_app(Settings(database_url=f"sqlite:///{shell.folder}/instance/feeds.db"), Later(), publishes=False)
    report = app.test_client().get("/healthz").get_json()
    assert report["status"].startswith("degraded") and report["folders"][0]["is_too_old"]
    app.extensions[EXTENSION].close()


def test_application_alone_says_that_nobody_reads_and_answers_503(
    shell: Shell, caplog: pytest.LogCaptureFixture
) -> None:
    health = Health(shell)
    assert NOBODY_READS in caplog.text
    for path in (
        "/feed.xml",
        "/tags/turkey/atom.xml",
        "/",
        "/abc123",
        "/feeds.opml",
        "/sitemap.xml",
        "/entries/x-00000000",
    ):
        answer = health.client.get(path)
        assert (answer.status_code, answer.headers.get("Retry-After")) == (503, "10"), path
    answer = health.client.get("/healthz")
    assert (answer.status_code, answer.get_json()["status"]) == (503, NOBODY_READS)
    assert answer.headers["Retry-After"]
    for path in ("/metrics", "/robots.txt", "/static/style.css", "/favicon.ico"):
        assert health.client.get(path).status_code == 200
    (shell.folder / "none").mkdir()
    assert shell.run("ingest", "none").returncode == 0
    assert health.client.get("/feed.xml").status_code == 200
    health.close()
