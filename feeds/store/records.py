"""Rows of the store as values, and how an article becomes or changes one. Pure."""

from __future__ import annotations

import json
from datetime import UTC, datetime
from hashlib import blake2b
from typing import TYPE_CHECKING, Any, NamedTuple

from feeds.model import UNTOLD, Article, Attachment, Entry, Kin, Picture, ShareLink, Source, Tag
from feeds.store.schema import BLOCKED, PENDING, PUBLIC, SCHEDULED, WITHDRAWN

if TYPE_CHECKING:
    from collections.abc import Iterable, Mapping

_ESCAPED = len("&amp;lt;")
"""Bytes of a character of markup that is escaped for HTML and then for XML."""

SCHEDULED_AFTER = 600
"""Seconds. What is stated further in the future than this is kept back until it is due."""


class EntryRecord(NamedTuple):
    """A row of `entry`, column by column; lists are joined by line feeds, which no line of ours holds."""

    number: int
    id: str
    handle: str
    state: int
    place: int | None
    revision: int
    seen: int
    published: int
    updated: int
    changed: int
    surfaced: int
    arrived: int
    size: int
    file: int | None
    comments: int | None
    language: str | None
    share_host: str | None
    share_code: str | None
    minted: str | None
    meaning: str
    content: str
    body: str
    reason: str | None
    story: int | None
    title: str
    authors: str
    sources: str
    tags: str
    image: str | None
    url: str | None
    pictures: str
    attachments: str
    markup: str
    sketch: str
    kin: str
    summary: str
    paragraphs: str
    html: str | None
    markdown: str | None


class FileRecord(NamedTuple):
    """A row of `file`."""

    number: int
    folder: str
    path: str
    present: int
    size: int
    mtime: int
    digest: str
    parser: str
    defaults: str
    entry: int | None = None
    line: int | None = None
    refusal: str | None = None
    inode: int = 0
    ctime: int = 0
    holder: int | None = None
    part: int = 0
    held: str | None = None
    due: int = 0
    sources: str | None = None


def _size(text: str) -> int:
    """Count the bytes that a text takes in a feed, at most: JSON says it twice, RSS escapes its markup twice."""
    return 2 * len(text.encode()) + _ESCAPED * sum(map(text.count, "<>&"))


def digest(*parts: str) -> str:
    """Make a short stable name of texts."""
    return blake2b("\x00".join(parts).encode(), digest_size=16).hexdigest()


def sources_of(article: Article) -> str:
    """List the sources of an article as a row has them."""
    return "\n".join(source.slug for source in article.sources)


def written(article: Article) -> dict[str, Any]:
    """Give the columns that an article decides, dates apart."""
    paragraphs = "\n".join(article.paragraphs)
    body = digest(paragraphs)
    sources = sources_of(article)
    link = article.share_link
    markup = digest(article.html, article.markdown or "") if article.html else ""
    said = [article.title, body, sources, "\n".join(sorted(article.stated_tags)), article.language or ""]
    if article.html:
        said.append(digest(article.html))
    return {
        "title": article.title,
        "paragraphs": paragraphs,
        "summary": article.summary,
        "authors": "\n".join(article.authors),
        "sources": sources,
        "tags": "\n".join(tag.slug for tag in article.tags),
        "language": article.language,
        "comments": article.comments,
        "image": article.image,
        "share_host": link.host if link else None,
        "share_code": link.code if link else None,
        "meaning": digest(*said),
        "body": body,
        "size": _size(paragraphs) + _size(article.html or ""),
        "url": article.url,
        "pictures": json.dumps(article.pictures, ensure_ascii=False) if article.pictures else "",
        "attachments": json.dumps(article.attachments, ensure_ascii=False) if article.attachments else "",
        "markup": markup,
        "sketch": article.sketch,
        "html": article.html,
        "markdown": article.markdown if article.html else None,
    }


def stated_moment(moment: datetime | None) -> int | None:
    """Give a stated moment in seconds."""
    return None if moment is None else int(moment.timestamp())


def state_at(published: int, now: int, *, by_date: bool) -> int:
    """Give the state of a new entry: one that is placed by date waits for the others."""
    if published > now + SCHEDULED_AFTER:
        return SCHEDULED
    return PENDING if by_date else PUBLIC


def revise(old: EntryRecord, article: Article, now: int) -> EntryRecord:
    """Give the record of an entry whose file was read again, `updated`, `revision` and `changed` as they were.

    A stated date moves `published`; but what is public is never taken back by a date in the future.
    """
    new = old._replace(**written(article))
    published = stated_moment(article.published)
    if published is None or published == old.published:
        return new
    if old.state in {PENDING, SCHEDULED}:
        state = SCHEDULED if published > now + SCHEDULED_AFTER else old.state
        return new._replace(published=published, state=state)
    return new if published > now + SCHEDULED_AFTER else new._replace(published=published)


def is_shown_differently(old: EntryRecord, new: EntryRecord) -> bool:
    """Tell whether anything that is published of an entry changed."""
    return _published(old) != _published(new)


def _published(record: EntryRecord) -> EntryRecord:
    return record._replace(meaning="", content="", body="", size=0, file=None, reason=None, sketch="")


def is_erased(record: EntryRecord) -> bool:
    """Tell whether the text of an entry was taken out of the store."""
    return not record.meaning


def stays_erased(record: EntryRecord) -> bool:
    """Tell whether no file brings the text of an entry back, since nobody restored it."""
    return is_erased(record) and record.state in {WITHDRAWN, BLOCKED}


def is_bare(record: EntryRecord) -> bool:
    """Tell whether an entry has no short address to show."""
    return not (record.share_code or record.minted)


def facets_of(language: str | None, sources: str, tags: str) -> set[tuple[str, str]]:
    """List the facets (kind, slug) that a public entry belongs to, from its columns."""
    facets = {("all", "")}
    if language and language != UNTOLD:
        facets.add(("lang", language.split("-")[0]))
    facets.update(("source", slug) for slug in split(sources))
    facets.update(("tag", slug) for slug in split(tags))
    return facets


def split(joined: str) -> list[str]:
    """Undo the joining of a list."""
    return joined.split("\n") if joined else []


def as_entry(record: EntryRecord, labels: Mapping[tuple[str, str], str]) -> Entry:
    """Make the published form of a record; labels are those of its facets by (kind, slug)."""
    return Entry(
        id=f"urn:uuid:{record.id}",
        handle=record.handle,
        title=record.title,
        paragraphs=tuple(split(record.paragraphs)),
        summary=record.summary,
        published=moment(record.published),
        updated=moment(record.updated),
        comments=record.comments,
        sources=tuple(Source(slug, labels.get(("source", slug), slug)) for slug in split(record.sources)),
        authors=tuple(split(record.authors)),
        tags=tuple(Tag(slug, labels.get(("tag", slug), slug)) for slug in split(record.tags)),
        share_link=share_link_of(record.share_host, record.share_code, record.minted),
        language=record.language,
        image=record.image,
        url=record.url,
        html=record.html,
        markdown=record.markdown,
        pictures=tuple(Picture(*one) for one in json.loads(record.pictures)) if record.pictures else (),
        attachments=tuple(Attachment(*one) for one in json.loads(record.attachments)) if record.attachments else (),
        kin=_kin(record, labels),
        is_dated=is_dated(record.published, record.seen),
    )


def _kin(record: EntryRecord, labels: Mapping[tuple[str, str], str]) -> tuple[Kin, ...]:
    own = set(split(record.sources))
    return tuple(
        Kin(
            handle,
            title,
            sources=tuple(Source(slug, labels.get(("source", slug), slug)) for slug in slugs),
            is_later=bool(is_later),
            is_version=set(slugs) == own,
            is_private=bool(is_private),
        )
        for handle, title, slugs, is_later, is_private in (json.loads(record.kin) if record.kin else ())
    )


def slugs_named(sources: str, tags: str, kin: str) -> str:
    """List the slugs of which an entry says the names, those of its kin among them."""
    listed = [slug for _, _, slugs, *_ in json.loads(kin) for slug in slugs] if kin else []
    return "\n".join(filter(None, (sources, tags, *listed)))


def is_dated(published: int, seen: int) -> bool:
    """Tell whether the date of an entry was stated; what is not dated is published when it was first seen."""
    return published != seen


def share_link_of(host: str | None, code: str | None, minted: str | None) -> ShareLink | None:
    """Give the short address that is shown: the printed one, else the minted one."""
    if host and code:
        return ShareLink(host, code)
    return ShareLink("", minted) if minted else None


def moment(seconds: int) -> datetime:
    """Give seconds since 1970 as an aware moment."""
    return datetime.fromtimestamp(seconds, UTC)


def labels_of(articles: Iterable[Article]) -> dict[tuple[str, str], str]:
    """Collect the names that articles give to their sources and tags; the first says it."""
    labels: dict[tuple[str, str], str] = {}
    for article in articles:
        for source in article.sources:
            labels.setdefault(("source", source.slug), source.name)
        for tag in article.tags:
            labels.setdefault(("tag", tag.slug), tag.label)
    return labels
