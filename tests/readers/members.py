"""JSON Feed as a script reads it: member by member, as https://www.jsonfeed.org/version/1.1/ names them."""

from __future__ import annotations

import json
import urllib.request
from datetime import datetime
from typing import TYPE_CHECKING, Any, ClassVar

from tests.readers.records import DETAILS, Reader, Record, images_of, plain, text_of

if TYPE_CHECKING:
    from collections.abc import Mapping


class Members(Reader):
    """Holds what stands in the document of its last poll."""

    formats = frozenset({"feed.json"})
    details: ClassVar[Mapping[str, frozenset[str]]] = {"feed.json": DETAILS}

    def poll(self) -> list[Record]:
        """Fetch and parse."""
        with urllib.request.urlopen(self.url) as answer:
            read = json.load(answer)
        return [_record(item, read["language"]) for item in read["items"]]


def _record(item: dict[str, Any], language: str) -> Record:
    html = item.get("content_html", "")
    return Record(
        item["id"],
        plain(item["title"]),
        item["url"],
        datetime.fromisoformat(item["date_published"]),
        text_of(html) or plain(item["content_text"]),
        tuple(author["name"] for author in item["authors"]),
        frozenset(item.get("tags", ())),
        images_of(html),
        {
            "language": item.get("language", language),
            "updated": datetime.fromisoformat(item["date_modified"]),
            "image": item.get("image"),
            "short": item["_feeds"].get("share_url"),
            "original": item.get("external_url"),
        },
    )
