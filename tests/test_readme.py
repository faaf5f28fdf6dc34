"""What the README says is true: its commands run, its Python runs, its settings are those there are."""

from __future__ import annotations

import os
import re
import shutil
import subprocess
from dataclasses import fields
from pathlib import Path

import pytest

from feeds.config import PREFIX, Settings
from tests import forks

ROOT = Path(__file__).resolve().parent.parent
README = (ROOT / "README.md").read_text(encoding="utf-8")
SETTINGS = (ROOT / "docs" / "settings.md").read_text(encoding="utf-8")


def blocks(language: str) -> list[str]:
    return re.findall(rf"^```{language}\n(.*?)^```", README, re.MULTILINE | re.DOTALL)


def sessions() -> list[tuple[str, list[str]]]:
    """Each command of the console blocks, with the lines it is said to print."""
    found: list[tuple[str, list[str]]] = []
    for line in "".join(blocks("console")).splitlines():
        if line.startswith("$ "):
            found.append((line[2:], []))
        else:
            found[-1][1].append(line)
    return found


@pytest.fixture(scope="module")
def folder(tmp_path_factory: pytest.TempPathFactory) -> Path:
    folder = tmp_path_factory.mktemp("readme")
    shutil.copytree(ROOT / "seeds", folder / "seeds")
    return folder


def run(command: str, folder: Path) -> subprocess.CompletedProcess[str]:
    environ = {name: value for name, value in os.environ.items() if not name.startswith(PREFIX)}
    return forks.run(command.split()[1:], folder, environ)


def test_every_command_runs_and_prints_what_is_shown(folder: Path) -> None:
    commands = [
        (command, shown)
        for command, shown in sessions()
        if command.startswith(".venv/bin/feeds") and " serve" not in command
    ]
    assert len(commands) >= 5
    for command, shown in commands:
        done = run(command, folder)
        assert done.returncode == 0, (command, done.stderr)
        for line in shown:
            assert line in done.stdout.splitlines(), (command, line)


def test_make_serve_is_shown_as_it_prints() -> None:
    shown = dict(sessions())["make serve"]
    from feeds.serve import server

    assert server.opening(Settings(articles=(Path("seeds"),))) == shown


def test_python_runs(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.chdir(ROOT)
    assert blocks("python")
    for block in blocks("python"):
        exec(compile(block, "README.md", "exec"), {})  # noqa: S102 - our own text


def test_every_setting_has_a_row_and_every_row_is_a_setting() -> None:
    rows = set(re.findall(r"^\| .*$", SETTINGS, re.MULTILINE))
    rows = set(re.findall(rf"`({PREFIX}[A-Z_]+)`", "".join(rows)))
    assert rows == {PREFIX + field.name.upper() for field in fields(Settings)}


def test_the_article_shown_is_one_of_the_seeds() -> None:
    shown = blocks("text")[0].splitlines()
    seed = (ROOT / "seeds" / "000_d3fdd29dd78439c4.txt").read_text(encoding="utf-8").splitlines()
    assert shown[0] == seed[0]
    assert {line for line in shown if not line.endswith("…")} <= set(seed)


@pytest.mark.parametrize("page", ["README.md", *(f"docs/{file.name}" for file in sorted((ROOT / "docs").glob("*.md")))])
def test_linked_files_and_headings_are_there(page: str) -> None:
    text = (ROOT / page).read_text(encoding="utf-8")
    for target, heading in re.findall(r"\]\(([^)#:]*)(?:#([^):]*))?\)", text):
        file = (ROOT / page).parent / target if target else ROOT / page
        assert file.is_file(), target
        if heading:
            assert heading in headings(file), (target, heading)


def headings(file: Path) -> set[str]:
    """Give the anchors that the headings of a page have where pages of this kind are shown."""
    found = re.findall(r"^#+ (.*)$", file.read_text(encoding="utf-8"), re.MULTILINE)
    return {re.sub(r"[^\w\- ]", "", heading.lower()).replace(" ", "-") for heading in found}
