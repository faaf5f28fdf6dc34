"""A server with articles that are hard to read without loss, and what its store holds of them."""

from __future__ import annotations

import json
import os
import shutil
from dataclasses import replace
from typing import TYPE_CHECKING
from urllib.parse import parse_qsl, unquote, urlsplit

import pytest

from feeds.config import Settings
from feeds.export import Wanted, export, open_target
from feeds.publish.names import canonical_slug
from feeds.selection import read_query
from feeds.web import create_app
from feeds.web.base.services import EXTENSION, Services
from tests import forks
from tests.programs import PLACES, do_without
from tests.readers.host import served
from tests.serving import ROOT, Server, fetch, free_port

if TYPE_CHECKING:
    from collections.abc import Iterator
    from pathlib import Path

    from feeds.model import Entry

ONE_LINE = "---\ndate: 2024-03-{day:02}\ntags: [quay]\n---\nThe quay, part {number}\n\nIt says {number} & no more.\n"
HARD = {
    "marks.txt": """---
title: "\\"Quotes\\" & 'marks' <b>bold</b> AT&amp;amp;T ]]> x < y \\\\n 🦩👩‍🚀"
author: [Ayşe Yılmaz, "O'Brien & Söhne", Zoë]
date: 2026-02-28T23:59:59+05:45
tags: ["R&D", turkey, syria]
image: "https://img.example/a.png?x=1&y=2"
---
A text with <script>alert(1)</script>, &amp;, &nbsp; and <![CDATA[ sections ]]> in it.

"Quotes", 'marks', \\n and \\t, 1 < 2 > 0, <em>tags</em>, 🦩.

AFP
""",
    "everything.txt": """---
title: Un pont, d'un bord à l'autre
author: Zoë
language: fr
date: 2026-01-05T10:00:00Z
updated: 2026-01-07T12:30:00Z
url: https://journal.example/2026/01/pont?a=1&b=2
tags: [turkey, syria]
image: https://img.example/pont.jpg
---
Le pont a rouvert.

AFP

Partager cet article? https://turquie2023.com/PonT12
""",
    "right_to_left.txt": """---
title: مصر وتركيا "تستأنفان" رحلات السفن & السياحة
tags: [turkey, syria]
language: ar
---
رست في ميناء الإسكندرية صباح الأحد أول سفينة سياحية قادمة من تركيا.

وتنطلق السفينة من إزمير.
""",
    "long.txt": (
        f"---\ntags: [turkey, syria]\n---\n{'A title that goes on and on, ' * 6}ends\n\nIt is short.\n\nAFP, Reuters\n"
    ),
    "title_only.txt": "---\ntags: [turkey]\n---\nNothing but a title\n",
    "old.txt": "---\ndate: 1999-12-31\ntags: [turkey, syria]\n---\nBefore the century\n\nIt was an old text.\n",
    "gone.txt": "---\ntags: [turkey, syria]\n---\nWithdrawn at once\n\nIt was wrong.\n\n"
    "Partager cet article? https://turquie2023.com/GoNe12\n",
}  # fmt: skip

WITHDRAWN = "https://turquie2023.com/GoNe12"

FEEDS = {
    "everything": "/{name}",
    "tag": "/tags/turkey/{name}",
    "combination": "/{name}?tag=syria&tag=turkey",
    "summaries": "/tags/turkey/{name}?content=summary",
    "archive": "{archive}",
}


class Library:
    """What answers, and the store beside it."""

    def __init__(self, port: int, services: Services) -> None:
        self.port = port
        self.site = services.site
        self._publisher = services.publisher

    def path(self, kind: str, name: str) -> str:
        """Give the path of a kind of feed in a format."""
        newest = json.loads(fetch(self.port, "/feed.json")[2])
        archive = newest["next_url"].removeprefix(self.site.url).replace("feed.json", name)
        path = FEEDS[kind].format(name=name, archive=archive)
        place, _, query = path.partition("?")
        return self.site.feed(place.removesuffix(name), name, query).removeprefix(self.site.url) if query else path

    def held(self, path: str) -> list[Entry]:
        """Give the entries that the store holds of a feed."""
        address = urlsplit(path)
        *_, folder, _ = parts = ["", *address.path.split("/")]
        base = ("tag", parts[3]) if parts[2] == "tags" else None
        query = address.query or (unquote(folder) if "=" in folder else "")
        return self._publisher.entries(self._publisher.select(*read_query(parse_qsl(query), canonical_slug, base)))


def write_articles(folder: Path) -> None:
    """Write the articles below a folder."""
    shutil.copytree(ROOT / "seeds", folder / "seeds")
    texts = HARD | {f"{n:03}.txt": ONE_LINE.format(day=n % 28 + 1, number=n) for n in range(80)}
    for name, text in texts.items():
        (folder / "seeds" / name).write_text(text, encoding="utf-8")


@pytest.fixture(scope="session")
def server(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Server]:
    """Serve the articles."""
    folder = tmp_path_factory.mktemp("library")
    write_articles(folder)
    server = Server(folder, FEEDS_WINDOW_HOURS="0")
    try:
        server.start()
        server.run("withdraw", WITHDRAWN)
        server.comes_to_show("/GoNe12", 410)
        yield server
    finally:
        server.stop()


@pytest.fixture(scope="session")
def library(server: Server) -> Iterator[Library]:
    """Look into the store of the server."""
    yield from _library(server.folder, server.port, Settings(site_url=server.url, window_hours=0))


@pytest.fixture(scope="session")
def files(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Library]:
    """Let nginx serve the site as files."""
    if not shutil.which("nginx", path=PLACES):
        do_without("not installed: nginx")
    folder, port = tmp_path_factory.mktemp("files"), free_port()
    settings = Settings(
        database_url=f"sqlite:///{folder}/instance/feeds.db",
        site_url=f"http://127.0.0.1:{port}",
        window_hours=0,
        addresses="files",
    )
    write_articles(folder)
    environment = dict(os.environ)
    for command in (["ingest", "seeds"], ["withdraw", WITHDRAWN]):
        done = forks.run(command, folder, environment)
        assert done.returncode == 0, done.stderr
    export(settings, open_target(str(folder / "public")), Wanted(("tag=syria&tag=turkey",)), lambda *_: None)
    with served(folder / "public", port, folder):
        yield from _library(folder, port, settings)


def _library(folder: Path, port: int, settings: Settings) -> Iterator[Library]:
    app = create_app(replace(settings, database_url=f"sqlite:///{folder}/instance/feeds.db"), publishes=False)
    yield Library(port, app.extensions[EXTENSION])
    app.extensions[EXTENSION].close()
