"""newsboat, https://newsboat.org/: a terminal reader that keeps entries in SQLite."""

from __future__ import annotations

import contextlib
import os
import sqlite3
import subprocess
from datetime import UTC, datetime

from tests.readers.records import Reader, Record, images_of, plain, text_of


class Newsboat(Reader):
    """Holds one author of several and no categories."""

    programs = ("newsboat",)
    holds_every_author = False

    def poll(self) -> list[Record]:
        """Reload, and look into its cache."""
        (self.folder / "urls").write_text(f'"{self.url}"\n')
        (self.folder / "config").touch()
        command = ["newsboat", "-q", "-C", "config", "-u", "urls", "-c", "cache.db", "-x", "reload"]
        environment = {"PATH": os.environ["PATH"], "HOME": str(self.folder), "LC_ALL": "C.UTF-8"}
        subprocess.run(command, cwd=self.folder, env=environment, check=True, capture_output=True)
        with contextlib.closing(sqlite3.connect(self.folder / "cache.db")) as cache:
            rows = cache.execute("SELECT guid, title, url, pubDate, content, author FROM rss_item").fetchall()
        return [
            Record(
                id_,
                plain(title),
                url,
                datetime.fromtimestamp(second, UTC),
                text_of(html),
                (author,),
                None,
                images_of(html),
            )
            for id_, title, url, second, html, author in rows
        ]
