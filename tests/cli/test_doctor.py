"""`feeds doctor` says of each thing that it is well, or what to do."""

from __future__ import annotations

from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from tests.cli.shell import Shell


def told(shell: Shell, **settings: str) -> tuple[int, dict[str, tuple[str, str]]]:
    done = shell.run("doctor", **settings)
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


def test_refused_files_are_counted(shell: Shell) -> None:
    (shell.articles / "empty.txt").write_bytes(b"")
    shell.run("ingest")
    assert told(shell)[1]["refused files"] == ("to do", "1, which `feeds list --refused` names")
