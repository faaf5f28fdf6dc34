"""Parsers of the npm registry, which applications in JavaScript read feeds with."""

from __future__ import annotations

import json
import os
import re
import subprocess
import sys
from datetime import datetime
from email.utils import parsedate_to_datetime
from pathlib import Path
from typing import TYPE_CHECKING, Any, ClassVar

from tests.readers.records import DETAILS, Reader, Record, images_of, plain, text_of

if TYPE_CHECKING:
    from collections.abc import Mapping

SCRIPT = Path(__file__).with_name("poll.cjs")
MODULES = Path(sys.prefix) / "readers" / "node_modules"
"""Where `make readers` installs them."""


class _Parser(Reader):
    """A parser: it holds what stands in the document of its last poll."""

    programs = ("node",)
    package = ""

    def poll(self) -> list[Record]:
        """Fetch and parse."""
        environment = {"PATH": os.environ["PATH"], "NODE_PATH": str(MODULES)}
        command = ["node", str(SCRIPT), self.package, self.url]
        done = subprocess.run(command, env=environment, check=False, capture_output=True, text=True)
        assert done.returncode == 0, done.stderr
        return [self._record(item) for item in json.loads(done.stdout)]

    def _record(self, item: dict[str, Any]) -> Record:
        is_json = item["format"] == "json"
        html = item.get("content") or ("" if is_json else item["summary"])
        return Record(
            item["id"],
            self._title(item["title"]),
            item["link"],
            _moment(item["published"]),
            self._text(html) if html else plain(item["summary"]),
            tuple(item["authors"]),
            frozenset(item["categories"]),
            images_of(html),
            {name: _moment(value) if name == "updated" and value else value for name, value in item["details"].items()},
        )

    def _title(self, title: str) -> str:
        return self.title_of_html(title)

    def _text(self, html: str) -> str:
        return text_of(html)


class RssParser(_Parser):
    """rss-parser, https://github.com/rbren/rss-parser."""

    package = "rss-parser"
    details: ClassVar[Mapping[str, frozenset[str]]] = {"feed.xml": DETAILS, "atom.xml": DETAILS - {"language"}}


class Feedsmith(_Parser):
    """feedsmith, https://github.com/macieklamberski/feedsmith."""

    package = "feedsmith"
    formats = frozenset({"feed.xml", "atom.xml", "feed.json"})
    details: ClassVar[Mapping[str, frozenset[str]]] = {
        "feed.xml": DETAILS,
        "atom.xml": DETAILS,
        "feed.json": DETAILS - {"short"},
    }


class RowanManning(_Parser):
    """@rowanmanning/feed-parser, https://github.com/rowanmanning/feed-parser: decodes content once too often."""

    package = "@rowanmanning/feed-parser"
    details: ClassVar[Mapping[str, frozenset[str]]] = {"atom.xml": frozenset({"updated"})}

    def _title(self, title: str) -> str:
        return plain(title)

    def _text(self, html: str) -> str:
        return plain(re.sub(r"</?a\b[^>]*>", "", re.sub(r"</?(?:p|div|img)\b[^>]*>", " ", html)))


def _moment(text: str) -> datetime:
    return datetime.fromisoformat(text) if text[:1].isdigit() else parsedate_to_datetime(text)
