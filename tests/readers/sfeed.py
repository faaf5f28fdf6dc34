"""sfeed, https://codemadness.org/sfeed.html: turns feeds into lines of fields, and merges them into a file."""

from __future__ import annotations

import os
import re
import subprocess
from datetime import UTC, datetime

from tests.readers.records import Reader, Record, images_of, plain, text_of

_ESCAPED = {r"\n": "\n", r"\t": "\t", r"\\": "\\"}


class Sfeed(Reader):
    """Holds the first author; takes an entry for the same if id, link and title are."""

    programs = ("sfeed_update", "curl")
    holds_every_author = False
    tells_edits_by_title = True

    def poll(self) -> list[Record]:
        """Update, and read the lines."""
        settings = self.folder / "sfeedrc"
        settings.write_text(f"sfeedpath='{self.folder}'\nfeeds() {{\n  feed one '{self.url}'\n}}\n")
        environment = {"PATH": os.environ["PATH"], "LC_ALL": "C.UTF-8"}
        done = subprocess.run(["sfeed_update", settings], env=environment, check=True, capture_output=True, text=True)
        assert " OK" in done.stdout, done.stdout + done.stderr
        return [self._record(line.split("\t")) for line in (self.folder / "one").read_text().splitlines()]

    def _record(self, fields: list[str]) -> Record:
        second, title, link, content, kind, id_, author, _, categories = fields[:9]
        content = re.sub(r"\\[nt\\]", lambda found: _ESCAPED[found[0]], content)
        is_html = kind == "html"
        return Record(
            id_,
            self.title_of_html(title),
            link,
            datetime.fromtimestamp(int(second), UTC),
            text_of(content) if is_html else plain(content),
            (author,),
            frozenset(filter(None, categories.split("|"))),
            images_of(content) if is_html else (),
        )
