"""Digests: one entry a day or a week, which lists the articles of a selection that were published in it.

The days are those of the site's time zone, weeks begin on Monday (ISO 8601). A day without articles has no entry. What
a digest says depends on what was published alone: once its span is over it stays as it is, but for what is taken back.
"""

from __future__ import annotations

from dataclasses import dataclass, replace
from datetime import date, datetime, time, timedelta
from html import escape
from typing import TYPE_CHECKING
from uuid import NAMESPACE_URL, uuid5
from zoneinfo import ZoneInfo

from feeds.errors import InvalidSelection
from feeds.formats import atom, jsonfeed, rss
from feeds.formats.characters import uri
from feeds.model import Entry, Feed
from feeds.publish.titles import rhythm_of
from feeds.selection import LARGEST_LIMIT, Presentation, Selection, spell

if TYPE_CHECKING:
    from collections.abc import Iterator, Mapping

    from feeds.formats import Format
    from feeds.publish.documents import Selected
    from feeds.publish.publisher import Publisher

SPANS: Mapping[str, int] = {"daily": 1, "weekly": 7}
"""Days, by name."""
FORMS: Mapping[str, Format] = {"xml": rss, "atom": atom, "json": jsonfeed}
"""Formats, by how their addresses end."""

_MOST = 14
"""Digests that a feed shows."""
_NAMED = 3
"""Titles in a summary."""


@dataclass(frozen=True, slots=True)
class Digests:
    """The digests of a selection."""

    selection: Selection
    """As it is spelled now."""
    feed: Feed
    last_modified: int


def digests(publisher: Publisher, selection: Selection, span: str) -> Digests:
    """Make the digests of a selection, the newest first. Raises UnknownFacet and InvalidSelection."""
    if selection.since or selection.until:
        raise InvalidSelection("since, until: a digest has the dates that it has")
    head = publisher.select(selection, Presentation(limit=LARGEST_LIMIT))
    feed = publisher.edition(rss, head).feed
    entries = tuple(_entries(publisher, head, SPANS[span]))
    feed = replace(
        feed,
        id=_id(head, span),
        title=f"{head.title} ({rhythm_of(span, publisher.site)})",
        page=publisher.page(head.selection),
        addresses={form.name: address_of(publisher, head.selection, span, ending) for ending, form in FORMS.items()},
        updated=max(
            (feed.updated, *(entry.updated for entry in entries))
        ),  # it never goes back, whatever is taken back
        entries=entries,
        complete=False,
        tombstones=(),
        hubs=(),
    )
    return Digests(head.selection, feed, head.last_modified)


def document(publisher: Publisher, feed: Feed, form: Format) -> bytes:
    """Write digests in a format; each links to the page of its span."""
    return form.render(feed, publisher.site)


def address_of(publisher: Publisher, selection: Selection, span: str, ending: str) -> str:
    """Give where the digests of a selection are."""
    return publisher.site.feed(selection.place, f"{span}.{ending}", spell(selection))


def _entries(publisher: Publisher, head: Selected, days: int) -> Iterator[Entry]:
    zone = ZoneInfo(publisher.site.timezone)
    begun = {_begin(datetime.fromtimestamp(row.published, zone).date(), days) for row in head.window.rows}
    if begun:  # of a busy site the newest articles may all be of one day
        begun |= {max(begun) - timedelta(days=days * n) for n in range(_MOST)}
    made = 0
    for first in sorted(begun, reverse=True):
        last = first + timedelta(days=days - 1)
        of_span = replace(head.selection, since=first.isoformat(), until=last.isoformat())
        selected = publisher.select(of_span, Presentation(limit=LARGEST_LIMIT))
        if entries := publisher.entries(selected):
            yield _entry(publisher, head, of_span, entries, first, last)
            made += 1
        if made == _MOST:
            return


def _begin(day: date, days: int) -> date:
    return day if days == 1 else day - timedelta(days=day.weekday())


def _entry(
    publisher: Publisher, head: Selected, of_span: Selection, entries: list[Entry], first: date, last: date
) -> Entry:
    zone = ZoneInfo(publisher.site.timezone)
    begin, end = (datetime.combine(day, time(), zone) for day in (first, last + timedelta(days=1)))
    entries = sorted(entries, key=lambda entry: (entry.published, entry.id))
    name = first.isoformat() if first == last else f"{first.isocalendar().year}-W{first.isocalendar().week:02}"
    titles = [entry.title for entry in entries]
    more = f" (+ {len(titles) - _NAMED})" if len(titles) > _NAMED else ""
    rows = "".join(
        f'<li><a href="{escape(uri(publisher.site.entry(entry)))}">{escape(entry.title)}</a>'
        f"{f' – {escape(entry.summary)}' if entry.summary else ''}</li>"
        for entry in entries
    )
    return Entry(
        id=_id(head, name),
        handle="",
        title=f"{head.title}, {name}",
        paragraphs=tuple(titles),
        summary=" · ".join(titles[:_NAMED]) + more,
        published=begin,
        updated=max(min(entry.updated, end - timedelta(seconds=1)) for entry in entries),
        language=publisher.site.language,
        html=f"<ul>{rows}</ul>",
        page=publisher.page(of_span),
    )


def _id(head: Selected, name: str) -> str:
    return f"urn:uuid:{uuid5(NAMESPACE_URL, f'{head.id} {name}')}"
