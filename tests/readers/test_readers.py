"""Real readers hold what the store holds, in every format they know, and show what is new once."""

from __future__ import annotations

import shutil
from typing import TYPE_CHECKING

import pytest

from feeds.formats.content import credits_text
from tests.programs import PLACES, do_without
from tests.readers.conftest import FEEDS, Library
from tests.readers.feedparsed import Feedparser
from tests.readers.lemon24 import Lemon24
from tests.readers.members import Members
from tests.readers.newsboat import Newsboat
from tests.readers.node import MODULES, Feedsmith, RowanManning, RssParser
from tests.readers.records import DETAILS, Details, Reader, Record, plain
from tests.readers.rss2email import Rss2email
from tests.readers.sfeed import Sfeed
from tests.serving import Server

if TYPE_CHECKING:
    from pathlib import Path

    from feeds.model import Entry

READERS: tuple[type[Reader], ...] = (
    Newsboat,
    Rss2email,
    Sfeed,
    Lemon24,
    Feedparser,
    Members,
    RssParser,
    Feedsmith,
    RowanManning,
)
PAIRS = [
    pytest.param(reader, name, id=f"{reader.__name__}-{name}", marks=pytest.mark.xdist_group(reader.__name__))
    for reader in READERS
    for name in sorted(reader.formats)
]


def subscribe(reader: type[Reader], folder: Path, url: str) -> Reader:
    """Make a reader that is subscribed to a feed, if it is installed."""
    missing = [name for name in reader.programs if not shutil.which(name, path=PLACES)]
    package = getattr(reader, "package", "")
    if package and not (MODULES / package).is_dir():
        missing.append(package)
    if missing:
        do_without(f"not installed: {', '.join(missing)}; `make readers` says more")
    return reader(folder, url)


def expected_text(entry: Entry, kind: str, library: Library) -> str:
    """Say what a person reads of an entry: its text and credits, or its summary; of a mere title the title."""
    credit = credits_text(entry, library.site)
    parts = [entry.summary] if kind == "summaries" else [*entry.paragraphs, credit]
    return plain(" ".join(parts)) or plain(entry.title)


def expected_authors(entry: Entry, library: Library) -> tuple[str, ...]:
    """Name who is shown as author: the by-line, else the credits, else the site."""
    return entry.authors or tuple(source.name for source in entry.sources) or (library.site.author,)


def expected_details(entry: Entry, library: Library) -> Details:
    """Say what a feed tells of an entry beside its text."""
    site = library.site
    return {
        "language": entry.language or site.language,
        "updated": entry.updated,
        "image": entry.image,
        "short": site.share(entry.share_link) if entry.share_link else None,
        "original": entry.url,
    }


def assert_without_loss(record: Record, entry: Entry, kind: str, reader: Reader, name: str, library: Library) -> None:
    assert record.title == reader.shown_title(entry.title)
    assert record.link == library.site.entry(entry)
    assert record.moment in {entry.published, entry.updated}
    assert record.text == expected_text(entry, kind, library)
    authors = expected_authors(entry, library)
    if reader.holds_every_author:
        assert record.authors == authors
    else:
        assert len(record.authors) == 1 and record.authors[0] in {*authors, ", ".join(authors)}
    if record.categories is not None:
        slugs, labels = ({getattr(tag, name) for tag in entry.tags} for name in ("slug", "label"))
        assert record.categories in (slugs, labels)
    if record.images is not None and kind != "summaries":
        assert record.images == ((entry.image,) if entry.image else ())
    details = expected_details(entry, library)
    assert record.details == {name: details[name] for name in reader.details.get(name, ())}


def assert_holds_everything(library: Library, folder: Path, reader: type[Reader], kind: str, name: str) -> None:
    path = library.path(kind, name)
    subscribed = subscribe(reader, folder, library.site.url + path)
    entries = {entry.id: entry for entry in library.held(path)}
    assert len(entries) >= (50 if kind in {"everything", "archive"} else 4)
    records = subscribed.poll()
    assert sorted(record.id for record in records) == sorted(entries)
    details = [expected_details(entry, library) for entry in entries.values()]
    assert kind == "archive" or all(len({one[name] for one in details}) > 1 for name in DETAILS)
    for record in records:
        assert_without_loss(record, entries[record.id], kind, subscribed, name, library)


@pytest.mark.parametrize("kind", FEEDS)
@pytest.mark.parametrize(("reader", "name"), PAIRS)
def test_reader_holds_what_the_store_holds(
    library: Library, tmp_path: Path, reader: type[Reader], name: str, kind: str
) -> None:
    assert_holds_everything(library, tmp_path, reader, kind, name)


@pytest.mark.parametrize("kind", ["everything", "combination", "archive"])
@pytest.mark.parametrize(("reader", "name"), PAIRS)
def test_reader_holds_the_same_of_a_host_of_files(
    files: Library, tmp_path: Path, reader: type[Reader], name: str, kind: str
) -> None:
    assert_holds_everything(files, tmp_path, reader, kind, name)


@pytest.mark.parametrize(("reader", "name"), [pair for pair in PAIRS if "feed.xml" in pair.values])
def test_reader_shows_what_is_new_once(server: Server, tmp_path: Path, reader: type[Reader], name: str) -> None:
    code = reader.__name__
    subscribed = subscribe(reader, tmp_path, f"{server.url}/sources/afp/{name}")
    before = [record.id for record in subscribed.poll()]
    assert sorted(record.id for record in subscribed.poll()) == sorted(before)
    for title in (f"La passerelle {code} ferme", f"La passerelle {code} rouvre"):
        server.write(f"{code}.txt", title, code)
        server.comes_to_show("/feed.json", 200, title)
        records = subscribed.poll()
        new = [record.title for record in records if record.id not in before]
        if subscribed.tells_edits_by_title:
            assert title in new
        else:
            assert len(new) == 1 and new[0].startswith(f"La passerelle {code}")
        assert {record.id for record in records} >= set(before)
