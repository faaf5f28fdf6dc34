"""What keeps a command from running is said in a line."""

from __future__ import annotations

import os
import sqlite3
from pathlib import Path

import pytest
from click.testing import CliRunner

from feeds.cli import main
from feeds.store.dialects import sqlite
from tests.cli.shell import Shell


def test_file_that_is_no_article_is_said_to_be_none(shell: Shell) -> None:
    done = shell.run("ingest", "/etc/ld.so.conf")
    assert (done.returncode, done.stdout) == (2, "")
    assert "/etc/ld.so.conf: not an article" in done.stderr


UNUSABLE = [
    (["ingest", "nowhere"], {}, "nowhere: no such file or folder"),
    (["ingest"], {"FEEDS_ARTICLES": "nowhere"}, "nowhere: no such file or folder"),
    (["parse", "nowhere"], {}, "nowhere: no such file or folder"),
    (["serve"], {"FEEDS_ARTICLES": "nowhere"}, "nowhere: no such folder"),
    (["serve", "--articles", "nowhere"], {}, "nowhere: no such folder"),
    (["serve"], {"FEEDS_PORT": "0"}, "FEEDS_PORT: '0' cannot be used"),
    (["serve", "--port", "0"], {"FEEDS_PORT": "1"}, "--port: '0' cannot be used"),
    (["serve", "--site-url", "x"], {}, "--site-url: 'x' cannot be used"),
    (["serve"], {"FEEDS_HOST": "no.such.host.invalid"}, "no.such.host.invalid:8000 cannot be served"),
    (["serve"], {"FEEDS_HOST": "a..b"}, "a..b:8000 cannot be served"),
    (["list"], {"FEEDS_SITE_URL": "x"}, "FEEDS_SITE_URL: 'x' cannot be used"),
    (["list"], {"FEEDS_DATABASE_URL": "nonsense"}, "FEEDS_DATABASE_URL"),
    (["list"], {"FEEDS_DATABASE_URL": "oracle+nope://x/y"}, "FEEDS_DATABASE_URL"),
    (["ingest"], {"FEEDS_DATABASE_URL": "sqlite:////dev/null/x.db"}, "cannot be made"),
    (["ingest"], {"FEEDS_DATABASE_URL": "sqlite:///seeds"}, "cannot be opened"),
    (
        ["ingest"],
        {"FEEDS_DATABASE_URL": "sqlite:///no/such/x.db"},
        "cannot be made: there is no folder no: make it first",
    ),
    (["list"], {"FEEDS_DATABASE_URL": "sqlite:///seeds/aaa111.txt"}, "is no database"),
]


@pytest.mark.parametrize(("arguments", "settings", "said"), UNUSABLE)
def test_what_keeps_it_from_running_is_said_in_a_line(
    shell: Shell, arguments: list[str], settings: dict[str, str], said: str
) -> None:
    done = shell.run(*arguments, **settings)
    assert (done.returncode, done.stdout) == (2, "")
    assert done.stderr.startswith("feeds: ") and done.stderr.count("\n") == 1
    assert said in done.stderr


@pytest.mark.parametrize(
    "arguments",
    [["nonsense"], ["ingest", "--nonsense"], ["resolve"], ["withdraw"], ["parse"], ["ingest", "--seen-at", "noon"]],
)
def test_wrong_usage_exits_with_2_and_shows_how(shell: Shell, arguments: list[str]) -> None:
    done = shell.run(*arguments)
    assert (done.returncode, done.stdout) == (2, "")
    assert "Usage: feeds" in done.stderr


def test_store_of_a_newer_version_is_left_alone(filled: Shell) -> None:
    with sqlite3.connect(filled.folder / "instance" / "feeds.db") as connection:
        connection.execute("UPDATE alembic_version SET version_num = '9999'")
    connection.close()
    done = filled.run("list")
    assert done.returncode == 2
    assert "newer than this program knows" in done.stderr and done.stderr.count("\n") == 1


def test_locked_store_is_said_in_a_line(filled: Shell, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.chdir(filled.folder)
    monkeypatch.setattr(sqlite, "_BUSY_TIMEOUT", 0.1)
    connection = sqlite3.connect(filled.folder / "instance" / "feeds.db", isolation_level=None)
    connection.execute("BEGIN EXCLUSIVE")
    done = CliRunner().invoke(main, ["withdraw", "short.example/aaa111"])
    connection.close()
    assert (done.exit_code, done.stdout) == (2, "")
    assert "is locked by another program" in done.stderr and done.stderr.count("\n") == 1
    assert opened(filled) == []


def opened(shell: Shell) -> list[str]:
    """List the files of the store that this process has open."""
    paths = [os.path.realpath(place) for place in Path("/proc/self/fd").iterdir()]
    return [path for path in paths if path.startswith(str(shell.folder / "instance"))]


@pytest.mark.parametrize(
    "words",
    [
        ["list"],
        ["status"],
        ["config"],
        ["explain", "short.example/aaa111"],
        ["check"],
        ["doctor"],
        ["backup", "kept.db"],
    ],
    ids=" ".join,
)
def test_command_lets_go_of_the_store_when_it_ends(
    filled: Shell, monkeypatch: pytest.MonkeyPatch, words: list[str]
) -> None:
    monkeypatch.chdir(filled.folder)
    assert CliRunner().invoke(main, words).exit_code in {0, 1}
    assert opened(filled) == []
