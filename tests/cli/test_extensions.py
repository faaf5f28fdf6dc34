"""Another package brings a kind of document and a format of feeds, by its entry points."""

from __future__ import annotations

import json
import os
import subprocess
import sys
from pathlib import Path

MODULE = '''
"""Notes: a title in capitals, then the text."""
from feeds.parsers.kinds import text
from feeds.parsers.parts import Kind

def parse(data, name, defaults):
    title, _, body = data.decode().partition("|")
    return text.parse(f"{title}\\n\\n{body}".encode(), name, defaults)

NOTE = Kind(parse)

class Titles:
    name, label, filename, media_type, is_dated = "titles", "Titles", "titles.txt", "text/plain", False
    def head(self, feed, site):
        return f"{feed.title}\\n".encode()
    def fragment(self, entry, site, content):
        return f"{entry.title}\\n".encode()
    def document(self, feed, site, fragments):
        return b"".join((self.head(feed, site), *fragments))
    def render(self, feed, site):
        return self.document(feed, site, [self.fragment(entry, site, feed.content) for entry in feed.entries])

TITLES = Titles()
'''
ENTRY_POINTS = "[feeds.parsers]\n.note = notes:NOTE\n\n[feeds.formats]\ntitles = notes:TITLES\n"
PROGRAM = """
from contextlib import suppress
from feeds.cli import main
from feeds.web import create_app

for words in (["parse", "--json", "articles"], ["ingest"]):
    with suppress(SystemExit):
        main(words)
print(create_app().test_client().get("/titles.txt").text)
"""


def test_a_package_brings_a_kind_of_document_and_a_format(tmp_path: Path) -> None:
    info = tmp_path / "site" / "notes-1.0.dist-info"
    info.mkdir(parents=True)
    (info / "METADATA").write_text("Metadata-Version: 2.1\nName: notes\nVersion: 1.0\n", "utf-8")
    (info / "entry_points.txt").write_text(ENTRY_POINTS, "utf-8")
    (tmp_path / "site" / "notes.py").write_text(MODULE, "utf-8")
    articles = tmp_path / "articles"
    articles.mkdir()
    (articles / "a.note").write_text("A note|The text of a note that nobody else can read.", "utf-8")
    path = os.pathsep.join(filter(None, (str(tmp_path / "site"), os.environ.get("PYTHONPATH"))))
    environment = os.environ | {"PYTHONPATH": path, "FEEDS_ARTICLES": str(articles)}

    done = subprocess.run(
        [sys.executable, "-c", PROGRAM], cwd=tmp_path, env=environment, capture_output=True, text=True, check=False
    )
    assert done.returncode == 0, done.stderr
    parsed, ingested, *served = done.stdout.splitlines()
    assert json.loads(parsed)["title"] == "A note"
    assert ingested.startswith("1 new")
    assert served[1] == "A note"
