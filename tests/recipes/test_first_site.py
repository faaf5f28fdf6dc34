"""docs/first-site.md, followed from its first step to its last: what it says is what happens."""

from __future__ import annotations

import contextlib
import os
import re
import subprocess
import sys
from pathlib import Path
from typing import TYPE_CHECKING, NamedTuple

from tests.programs import PLACES
from tests.serving import ROOT, eventually, fetch, free_port

if TYPE_CHECKING:
    from collections.abc import Iterator

DOC = (ROOT / "docs" / "first-site.md").read_text(encoding="utf-8")
_STEP = re.compile(r"^(?:`(?P<name>[\w./]+)`:\n\n)?```(?P<language>\w+)\n(?P<body>.*?)^```", re.MULTILINE | re.DOTALL)


class Step(NamedTuple):
    """A file to write, or a command with what it is said to print."""

    name: str
    """Of the file; empty for a command."""
    text: str
    said: str = ""


def steps() -> Iterator[Step]:
    for found in _STEP.finditer(DOC):
        if found["name"]:
            yield Step(found["name"], found["body"])
            continue
        assert found["language"] == "console", found[0]
        for command in found["body"].removeprefix("$ ").split("\n$ "):
            line, _, said = command.partition("\n")
            yield Step("", line, said.rstrip("\n"))


class Newcomer:
    """Does what the page says, with a program that is installed already, in a home of its own."""

    def __init__(self, home: Path) -> None:
        self.home, self.folder, self.port = home, ROOT, free_port()
        kept = {name: value for name, value in os.environ.items() if not name.startswith("FEEDS_")}
        path = os.pathsep.join((str(Path(sys.executable).parent), PLACES))
        self.environment = kept | {"HOME": str(home), "PATH": path, "FEEDS_PORT": str(self.port)}
        self.server: subprocess.Popen[str] | None = None

    def takes(self, step: Step) -> None:
        """Write a file and wait until it is read, or run a command and see what it says."""
        if step.name:
            (self.folder / step.name).write_text(step.text, encoding="utf-8")
            if self.server:
                told = re.sub(r"[*#]", "", step.text).split("\n")[2]
                eventually(lambda: told in fetch(self.port, "/feed.json")[2].decode())
        elif step.text == "feeds serve":
            self._serves(step.said)
        elif "cd ~/quay" in step.text:
            self._runs(step.text)
            self.folder = self.home / "quay"
        elif "feeds-program" not in step.text:
            said = self._runs(step.text)
            wanted = ".*".join(map(re.escape, step.said.split("…")))
            assert not step.said or re.fullmatch(wanted, said.rstrip("\n"), re.DOTALL), said

    def _runs(self, command: str) -> str:
        done = subprocess.run(
            ["bash", "-c", command], cwd=self.folder, env=self.environment, capture_output=True, text=True, check=False
        )
        assert done.returncode == 0 or command == "feeds doctor", (command, done.stdout, done.stderr)
        return done.stdout

    def _serves(self, said: str) -> None:
        self.server = subprocess.Popen(
            ["feeds", "serve"], cwd=self.folder, env=self.environment, text=True, stdout=subprocess.PIPE
        )
        assert self.server.stdout is not None
        for line in said.split("\n"):
            assert self.server.stdout.readline().rstrip("\n") == line.replace(":8000", f":{self.port}")
        eventually(self._is_up)

    def _is_up(self) -> bool:
        with contextlib.suppress(OSError):
            return fetch(self.port, "/healthz")[0] == 200
        return False


def test_newcomer_follows_the_page_to_its_end(tmp_path: Path) -> None:
    newcomer = Newcomer(tmp_path)
    try:
        for step in steps():
            newcomer.takes(step)
        home = eventually(lambda: "The market moves" not in (page := fetch(newcomer.port, "/")[2].decode()) and page)
        assert "The Quay" in home and "mailto:desk@quay.example" in home
        assert "<strong>Three neighbours</strong>" in fetch(newcomer.port, "/browse/about")[2].decode()
        assert (tmp_path / "quay" / "friday.db").exists()
    finally:
        if newcomer.server:
            newcomer.server.terminate()
            newcomer.server.communicate()


def test_every_link_of_the_page_leads_to_a_page() -> None:
    links = re.findall(r"\]\(([\w-]+\.md)\)", DOC)
    assert links and all((ROOT / "docs" / link).exists() for link in links)
