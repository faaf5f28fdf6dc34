"""A publisher's folder, with the program installed from its wheel, and a subscriber."""

from __future__ import annotations

import contextlib
import os
import site
import subprocess
import sys
import venv
from pathlib import Path
from typing import TYPE_CHECKING

from reader import make_reader

from tests.serving import ROOT, Answer, eventually, fetch, free_port

if TYPE_CHECKING:
    from collections.abc import Iterator

ARTICLE = "{title}\n\nPart {number} of the quay was opened on Monday after {number} years of works, said the town.\n"
PLACES = ("The bridge", "The harbour", "The market", "The library", "The tower", "The garden")
_PATIENCE = 180.0


def install(folder: Path) -> Path:
    """Build the wheel and install it; gives the folder of its programs. What it depends on is that of the tests."""
    pip = [sys.executable, "-m", "pip", "--quiet", "--disable-pip-version-check"]
    subprocess.run([*pip, "wheel", "--no-deps", "--wheel-dir", folder, ROOT], check=True, capture_output=True)
    venv.create(folder / "venv", with_pip=False)
    python = folder / "venv" / "bin" / "python"
    [wheel] = folder.glob("*.whl")
    subprocess.run([*pip, "--python", python, "install", "--no-deps", wheel], check=True, capture_output=True)
    lend_dependencies(folder / "venv")
    return python.parent


def lend_dependencies(environment: Path) -> None:
    """Let what is installed in an environment find the packages of the one that runs the tests, after its own."""
    [packages] = (environment / "lib").glob("python*/site-packages")
    (packages / "dependencies.pth").write_text("\n".join(site.getsitepackages()))


class House:
    """A folder in which a site is published, as its publisher sees it."""

    def __init__(self, folder: Path, programs: Path) -> None:
        self.folder = folder
        self.port = free_port()
        self.url = f"http://127.0.0.1:{self.port}"
        self._programs = programs
        self._environment = {"PATH": os.environ["PATH"], "HOME": str(folder)}
        self._server: subprocess.Popen[bytes] | None = None

    def feeds(self, *words: str) -> str:
        """Run a command to its end, which is a good one, and give what it printed."""
        done = subprocess.run(
            [self._programs / "feeds", *words], cwd=self.folder, env=self._environment, capture_output=True, check=False
        )
        assert done.returncode == 0, (words, done.stderr.decode())
        return done.stdout.decode()

    def set(self, **settings: str) -> None:
        """Write settings into feeds.toml, in place of what it said of them."""
        file = self.folder / "feeds.toml"
        kept = [line for line in file.read_text().splitlines() if line.split(" = ")[0] not in settings]
        file.write_text("\n".join([*kept, *(f'{name} = "{value}"' for name, value in settings.items())]) + "\n")

    @contextlib.contextmanager
    def serving(self) -> Iterator[None]:
        """Serve for a while."""
        with (self.folder / "log").open("ab") as log:
            command = [str(self._programs / "feeds"), "serve", "--workers", "1"]
            process = subprocess.Popen(command, cwd=self.folder, env=self._environment, stdout=log, stderr=log)
        try:
            eventually(lambda: self._is_ready() or process.poll() is not None)
            assert process.poll() is None, (self.folder / "log").read_text()
            yield
        finally:
            process.terminate()
            process.wait(_PATIENCE)

    def get(self, path: str) -> Answer:
        """Ask the server."""
        return fetch(self.port, path)

    def write(self, number: int, title: str, **metadata: str) -> None:
        """Add or change an article."""
        front = "".join(f"{name}: {value}\n" for name, value in metadata.items())
        text = ARTICLE.format(title=title, number=number)
        place = self.folder / "articles" / f"{number:02}.md"
        place.write_text(f"---\n{front}---\n{text}" if front else text, encoding="utf-8")

    def has(self, *titles: str) -> bool:
        """Tell whether the feed has all of these titles."""
        feed = self.get("/feed.xml")[2].decode()
        return all(f"<title>{title}</title>" in feed for title in titles)

    def _is_ready(self) -> bool:
        with contextlib.suppress(OSError):
            return self.get("/healthz")[0] == 200
        return False


class Subscriber:
    """A reader that marks everything as read whenever it has looked."""

    def __init__(self, folder: Path, url: str) -> None:
        self._url = url
        self._file = str(folder / "reader.sqlite")
        with contextlib.closing(make_reader(self._file)) as reader:
            reader.add_feed(url)

    def look(self) -> tuple[list[str], int]:
        """Update; gives the titles of what is new, and how many entries there are."""
        with contextlib.closing(make_reader(self._file)) as reader:
            reader.update_feed(self._url)
            new = [str(entry.title) for entry in reader.get_entries(read=False)]
            for entry in reader.get_entries(read=False):
                reader.mark_entry_as_read(entry)
            return sorted(new), reader.get_entry_counts().total or 0
