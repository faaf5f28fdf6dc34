"""The recipes of docs/recipes.md, run as they stand: with the real programs, against a site and a chat of ours."""

from __future__ import annotations

import json
import os
import re
import shutil
import subprocess
import sys
import threading
from http.server import BaseHTTPRequestHandler, SimpleHTTPRequestHandler, ThreadingHTTPServer
from pathlib import Path
from typing import TYPE_CHECKING

import pytest

from tests.programs import PLACES, do_without
from tests.serving import ROOT, Server

if TYPE_CHECKING:
    from collections.abc import Iterator

DOC = (ROOT / "docs" / "recipes.md").read_text(encoding="utf-8")
PAGE = """<!doctype html><html lang="en"><head><title>{title}</title><link rel="canonical" href="{url}">
<meta property="og:title" content="{title}">
<meta property="article:published_time" content="2026-03-02T09:30:00Z"></head>
<body><article><h1>{title}</h1><time datetime="2026-03-02T09:30:00Z">2 March</time>
<p>The old bridge over the river was opened again on Monday after two years of works, said the town.</p>
<p>Lorries that had to take the road around the lake save an hour a day, the carriers said, and are glad of it.</p>
</article></body></html>"""


class Recipe:
    """A part of the page: the files that it shows, and its commands."""

    def __init__(self, heading: str, folder: Path) -> None:
        [text] = re.findall(rf"^## {re.escape(heading)}\n(.*?)(?=^## |\Z)", DOC, re.MULTILINE | re.DOTALL)
        self.folder = folder
        self.commands = re.findall(r"^\$ (.*)$", text, re.MULTILINE)
        for name, body in re.findall(r"^`([\w./]+)`:\n\n```\w+\n(.*?)^```", text, re.MULTILINE | re.DOTALL):
            (folder / name).parent.mkdir(parents=True, exist_ok=True)
            (folder / name).write_text(body, encoding="utf-8")

    def replace(self, old: str, new: str) -> None:
        """Use another address, in its files and commands."""
        self.commands = [command.replace(old, new) for command in self.commands]
        for file in (path for path in self.folder.rglob("*.py")):
            file.write_text(file.read_text(encoding="utf-8").replace(old, new), encoding="utf-8")

    def run(self, *commands: str, **settings: str) -> str:
        """Run commands, all of the recipe unless some are named; what serves reads alone."""
        said = ""
        for command in commands or self.commands:
            here = command.replace("feeds serve ", "feeds ingest ")
            kept = {name: value for name, value in os.environ.items() if not name.startswith("FEEDS_")}
            path = os.pathsep.join((str(Path(sys.executable).parent), PLACES))
            environment = kept | {"PATH": path, "HOME": str(self.folder)} | settings
            done = subprocess.run(
                ["bash", "-c", here], cwd=self.folder, env=environment, capture_output=True, text=True, check=False
            )
            assert done.returncode == 0, (here, done.stdout, done.stderr)
            said = done.stdout
        return said


def needs(*programs: str) -> None:
    places = os.pathsep.join((str(Path(sys.executable).parent), PLACES))
    if missing := [name for name in programs if not shutil.which(name, path=places)]:
        do_without(f"not installed: {', '.join(missing)}; `make recipes` installs what pip has")


@pytest.fixture
def site(tmp_path: Path) -> Iterator[str]:
    """Give the address of a site that others publish."""
    folder = tmp_path / "elsewhere"
    folder.mkdir()

    class Pages(SimpleHTTPRequestHandler):
        def __init__(self, *words: object) -> None:
            super().__init__(*words, directory=str(folder))  # type: ignore[arg-type] # as the server gives them

        def log_message(self, *_: object) -> None:
            """Say nothing."""

    with ThreadingHTTPServer(("127.0.0.1", 0), Pages) as server:
        url = f"http://127.0.0.1:{server.server_port}"
        (folder / "index.html").write_text('<article><a href="/bridge.html">The bridge</a></article>')
        (folder / "bridge.html").write_text(PAGE.format(title="The bridge opens", url=f"{url}/bridge.html"))
        thread = threading.Thread(target=server.serve_forever, args=(0.01,))
        thread.start()
        yield url
        server.shutdown()
        thread.join()


class Chat(ThreadingHTTPServer):
    """Takes what is posted, and remembers it."""

    def __init__(self) -> None:
        self.taken: list[tuple[str, dict[str, str], dict[str, str]]] = []
        super().__init__(("127.0.0.1", 0), _Taking)


class _Taking(BaseHTTPRequestHandler):
    server: Chat

    def do_POST(self) -> None:
        body = json.loads(self.rfile.read(int(self.headers["Content-Length"])))
        self.server.taken.append((self.path, dict(self.headers.items()), body))
        self.send_response(200)
        self.end_headers()

    def log_message(self, *_: object) -> None:
        """Say nothing."""


@pytest.fixture
def chat() -> Iterator[Chat]:
    with Chat() as server:
        thread = threading.Thread(target=server.serve_forever, args=(0.01,))
        thread.start()
        yield server
        server.shutdown()
        thread.join()


@pytest.fixture
def served(tmp_path: Path) -> Iterator[Server]:
    """Serve a site of ours with one article."""
    (tmp_path / "ours").mkdir()
    server = Server(tmp_path / "ours", FEEDS_WORKERS="1")  # two would show what is new one after the other
    server.write("1.txt", "La passerelle rouvre", "aaa111")
    try:
        yield server.start()
    finally:
        server.stop()


def explained(recipe: Recipe) -> str:
    return recipe.run('feeds explain "The bridge opens"')


def test_pages_that_trafilatura_extracts(tmp_path: Path) -> None:
    needs("trafilatura")
    recipe = Recipe("Pages that trafilatura extracts", tmp_path)
    (tmp_path / "pages").mkdir()
    page = PAGE.format(title="The bridge opens", url="https://news.example.org/1")
    (tmp_path / "pages" / "1.html").write_text(page, encoding="utf-8")
    assert recipe.run().startswith("1 new")
    assert "published  2026-03-02" in explained(recipe) and "url  https://news.example.org/1" in explained(recipe)
    assert recipe.run().startswith("0 new")


def test_a_spider_of_scrapy(tmp_path: Path, site: str) -> None:
    needs("scrapy")
    recipe = Recipe("A spider of Scrapy", tmp_path)
    recipe.replace("https://news.example.org/", f"{site}/")
    assert recipe.run().startswith("1 new")
    assert "published  2026-03-02 09:30:00Z" in explained(recipe)
    assert recipe.run().startswith("0 new")


def test_a_folder_of_obsidian_or_hugo(tmp_path: Path) -> None:
    recipe = Recipe("A folder of Obsidian or Hugo", tmp_path)
    posts = tmp_path / "content" / "posts"
    (posts / "templates").mkdir()
    texts = {
        "bridge.md": "---\ntitle: The bridge opens\ndate: 2026-03-02\n---\n\nIt is *open*, says [[Town|the town]].\n",
        "hugo.md": '+++\ntitle = "The market"\ndate = 2026-03-01\n+++\n\nIt closes for six months, says the town.\n',
        "draft.md": "---\ntitle: Secret\ndraft: true\n---\n\nNobody is to see this before it is ready.\n",
        "_index.md": "---\ntitle: Posts\n---\n\nAll there is to read on this site, by date.\n",
        "templates/note.md": "---\ntitle: A note\n---\n\nWrite here what there is to be said of it.\n",
    }
    for name, text in texts.items():
        (posts / name).write_text(text, encoding="utf-8")
    assert recipe.run().startswith("2 new")
    before = explained(recipe).splitlines()[1]
    (posts / "bridge.md").rename(posts / "2026-bridge.md")
    assert recipe.run().startswith("0 new")
    assert explained(recipe).splitlines()[1] == before


def test_to_mail(tmp_path: Path, served: Server) -> None:
    needs("r2e")
    recipe = Recipe("To mail", tmp_path)
    recipe.replace("http://127.0.0.1:8000", served.url)
    mailer = tmp_path / "sendmail"
    mailer.write_text(f"#!/bin/sh\ncat >> {tmp_path}/mails\n")
    mailer.chmod(0o755)
    new, *others, last = recipe.commands
    recipe.run(new)
    config = tmp_path / ".config" / "rss2email.cfg"
    config.write_text(config.read_text(encoding="utf-8").replace("/usr/sbin/sendmail", str(mailer)), encoding="utf-8")
    recipe.run(*others)
    assert not (tmp_path / "mails").exists()
    served.write("2.txt", "Le marché ferme", "bbb222")
    served.comes_to_show("/feed.json", 200, "Le marché ferme")
    recipe.run(last)
    recipe.run(last)
    assert (tmp_path / "mails").read_text(encoding="utf-8").count("\nSubject: ") == 1


@pytest.mark.parametrize("target", ["chat", "Mastodon"])
def test_to_a_chat_or_to_mastodon(tmp_path: Path, served: Server, chat: Chat, target: str) -> None:
    recipe = Recipe("To a chat, or to Mastodon", tmp_path)
    url = f"http://127.0.0.1:{chat.server_port}"
    recipe.replace("http://127.0.0.1:8000", served.url)
    recipe.replace("https://chat.example", url)
    [command] = recipe.commands
    settings = {"MASTODON": url, "TOKEN": "secret"} if target == "Mastodon" else {}
    recipe.run(command, **settings)
    assert chat.taken == []
    served.write("2.txt", "Le marché ferme", "bbb222")
    served.comes_to_show("/feed.json", 200, "Le marché ferme")
    recipe.run(command, command, **settings)
    [(path, headers, body)] = chat.taken
    said = body["status" if target == "Mastodon" else "text"]
    assert said.startswith(f"Le marché ferme\n{served.url}/entries/le-marche-ferme-")
    if target == "Mastodon":
        assert (path, headers["Authorization"]) == ("/api/v1/statuses", "Bearer secret")
        assert headers["Idempotency-Key"].startswith("urn:uuid:")


def test_from_a_job_to_a_host_of_files(tmp_path: Path) -> None:
    recipe = Recipe("From a job to a host of files", tmp_path)
    recipe.replace("https://git.example/paper.git", f"file://{tmp_path}/paper.git")
    subprocess.run(["git", "init", "-q", "--bare", tmp_path / "paper.git"], check=True)
    (tmp_path / "articles").mkdir()

    def run(name: str, title: str) -> dict[str, str]:
        """Write an article, let the job run where nothing was left, and give ids and titles of what is shown."""
        text = f"{title}\n\nThe old bridge was opened again on Monday, said the town.\n"
        (tmp_path / "articles" / name).write_text(text, encoding="utf-8")
        for folder in ("instance", "public"):
            shutil.rmtree(tmp_path / folder, ignore_errors=True)
        recipe.run()
        shown = subprocess.run(
            ["git", "-C", tmp_path / "paper.git", "show", "pages:feed.json"], check=True, capture_output=True
        )
        return {item["id"]: item["title"] for item in json.loads(shown.stdout)["items"]}

    [first] = run("1.txt", "The bridge opens")
    both = run("2.txt", "The market closes")
    assert sorted(both.values()) == ["The bridge opens", "The market closes"] and first in both
    assert run("2.txt", "The market closes") == both
    assert run("2.txt", "The market closes for good") == both | {
        next(id_ for id_ in both if id_ != first): "The market closes for good"
    }
    recipe.run()
    commits = subprocess.run(
        ["git", "-C", tmp_path / "paper.git", "rev-list", "--count", "pages"], check=True, capture_output=True
    )
    assert commits.stdout.strip() == b"1"


def test_every_recipe_is_run() -> None:
    headings = re.findall(r"^## (.*)$", DOC, re.MULTILINE)
    source = Path(__file__).read_text(encoding="utf-8")
    assert [heading for heading in headings if f'Recipe("{heading}"' not in source] == [
        "Behind nginx, and as a service"
    ]
