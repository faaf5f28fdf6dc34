"""What feeds show of entries that were taken back: that they are gone, or an entry in their place that says so.

Few readers know RFC 6721; what has the id that they know they write over the text that they keep.
"""

from __future__ import annotations

import json
from functools import cache
from hashlib import blake2b
from importlib import resources
from typing import TYPE_CHECKING

from feeds.model import Entry, Tombstone
from feeds.store.read.selections import Row
from feeds.store.records import moment

if TYPE_CHECKING:
    from feeds.site import Site
    from feeds.store.read.departures import Withdrawal
    from feeds.store.read.windows import Window

_DIGEST_BYTES = 36
"""As long as a digest of content, whose parts may count by themselves."""


def left_out(window: Window, site: Site) -> tuple[Tombstone, ...]:
    """List what a feed says is gone; nothing where an entry says so."""
    if site.tombstones:
        return ()
    return tuple(Tombstone(f"urn:uuid:{one.id}", moment(one.second)) for one in window.withdrawn)


def standing(window: Window, limit: int | None, site: Site) -> tuple[Row, ...]:
    """List the entries that a feed shows, those that were taken back among them where the site wants that."""
    if not site.tombstones or not window.withdrawn:
        return window.rows
    buried = (_row(one, site) for one in window.withdrawn)
    return tuple(sorted((*window.rows, *buried), key=lambda row: -row.place)[:limit])


def buried_entry(one: Withdrawal, site: Site) -> Entry:
    """Give what is shown of an entry that was taken back: its id, its place, and that it was withdrawn."""
    return Entry(
        id=f"urn:uuid:{one.id}",
        handle=one.handle,
        title=_title(site.language),
        paragraphs=(),
        summary="",
        published=moment(one.published),
        updated=moment(max(one.second, one.published)),
    )


def _row(one: Withdrawal, site: Site) -> Row:
    said = repr((one.id, one.handle, one.second, one.published, _title(site.language)))
    content = blake2b(said.encode(), digest_size=_DIGEST_BYTES, person=b"withdrawn").hexdigest()
    return Row(one.place, one.number, one.id, content, one.second, 0, one.published, 0)


def _title(language: str) -> str:
    words = _words()
    return words.get(language.partition("-")[0].lower(), words["en"])


@cache
def _words() -> dict[str, str]:
    """Read how each language says that an article was withdrawn."""
    words: dict[str, str] = json.loads((resources.files("feeds.publish") / "withdrawn.json").read_text("utf-8"))
    return words
