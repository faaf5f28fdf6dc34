"""Hooks are kept by commands, which refuse what would never be told."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from click.testing import CliRunner

from feeds.cli import main

if TYPE_CHECKING:
    import pytest


def test_hooks_are_added_listed_paused_and_removed(tmp_path: Any, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("FEEDS_DATABASE_URL", f"sqlite:///{tmp_path}/feeds.db")
    (tmp_path / "articles").mkdir()
    run = CliRunner()
    assert run.invoke(main, ["ingest", str(tmp_path / "articles")]).exit_code in {0, 1}

    def hooked(*arguments: str, status: int = 0) -> str:
        done = run.invoke(main, ["hooks", *arguments])
        assert done.exit_code == status, done.output
        return done.output

    refused = hooked("add", "http://127.0.0.1:1/x", status=2)
    assert "--allow-private" in refused
    for wrong in ("ftp://example.org/", "example.org"):
        hooked("add", wrong, status=2)
    number, secret = hooked("add", "http://127.0.0.1:1/x", "--select", "tag=Turquie", "--allow-private").split()
    assert secret.startswith("whsec_")
    hooked("add", "http://127.0.0.1:1/x", "--select", "tag=turkey", "--allow-private", status=1)
    assert hooked("list") == f"{number}\thttp://127.0.0.1:1/x\ttag=turkey\tactive\t\n"
    hooked("pause", number)
    assert "\tpaused\t" in hooked("list")
    hooked("resume", "http://127.0.0.1:1/x")
    hooked("remove", number)
    assert hooked("list") == ""
    hooked("remove", number, status=1)


def test_a_hook_of_a_private_selection_is_refused(tmp_path: Any, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("FEEDS_DATABASE_URL", f"sqlite:///{tmp_path}/feeds.db")
    monkeypatch.setenv("FEEDS_PRIVATE", "tag=board")
    (tmp_path / "articles").mkdir()
    run = CliRunner()
    run.invoke(main, ["ingest", str(tmp_path / "articles")])
    for query, status in (("tag=board", 2), ("tag=board&source=afp", 2), ("tag=turkey", 0)):
        done = run.invoke(main, ["hooks", "add", "http://127.0.0.1:1/x", "--select", query, "--allow-private"])
        assert (done.exit_code, "is private" in done.output) == (status, status == 2), done.output
