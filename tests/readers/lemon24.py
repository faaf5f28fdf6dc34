"""reader, https://github.com/lemon24/reader: a library that keeps entries in SQLite."""

from __future__ import annotations

import contextlib
from typing import TYPE_CHECKING, ClassVar

from reader import make_reader

from tests.readers.records import Reader, Record, images_of, plain, text_of

if TYPE_CHECKING:
    from collections.abc import Mapping

    from reader import Entry


class Lemon24(Reader):
    """Holds one author of several and no categories."""

    formats = frozenset({"feed.xml", "atom.xml", "feed.json"})
    holds_every_author = False
    details: ClassVar[Mapping[str, frozenset[str]]] = dict.fromkeys(formats, frozenset({"updated"}))

    def poll(self) -> list[Record]:
        """Update, and list the entries."""
        with contextlib.closing(make_reader(str(self.folder / "reader.sqlite"))) as reader:
            reader.add_feed(self.url, exist_ok=True)
            reader.update_feed(self.url)
            return [self._record(entry) for entry in reader.get_entries()]

    def _record(self, entry: Entry) -> Record:
        content = entry.get_content(prefer_summary=False)
        assert content and entry.published and entry.title and entry.link and entry.authors_str
        html = content.value if content.is_html else ""
        return Record(
            entry.id,
            self.title_of_html(entry.title),
            entry.link,
            entry.published,
            text_of(html) if content.is_html else plain(content.value),
            (entry.authors_str,),
            None,
            images_of(html),
            {"updated": entry.updated},
        )
