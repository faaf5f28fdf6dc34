"""What an owner looks for: which files are refused, what is scheduled, which share hosts nobody resolves."""

from __future__ import annotations

from typing import TYPE_CHECKING, NamedTuple

from sqlalchemy import Connection, Select, case, func, literal, select

from feeds.errors import counted
from feeds.store.dialects.lists import among
from feeds.store.schema import GONE, NO_ARTICLE, PRIVATE, PUBLIC, SCHEDULED, STANDING, click, entry, facet, file, share

if TYPE_CHECKING:
    from collections.abc import Collection

# What is public is counted already: a look through a million entries would take seconds.
_PUBLISHED = select(facet.c.entries).where(facet.c.kind == "all", facet.c.slug == "")
_IS_NOT_PUBLIC = entry.c.state != literal(PUBLIC, literal_execute=True)
"""Written out, so that the index of these is used."""


class RefusedFile(NamedTuple):
    """A file that is there and is not published."""

    file: str
    """Folder and path."""
    line: int | None
    reason: str

    def __str__(self) -> str:
        return f"{self.file}:{self.line}: {self.reason}" if self.line else f"{self.file}: {self.reason}"


class Contents(NamedTuple):
    """How much a store holds of what its owner knows."""

    articles: int
    """Public, or to be."""
    taken_back: int
    share_links: int
    clicks: int

    def __str__(self) -> str:
        held = (counted(self.articles, "article"), f"{self.taken_back:,} taken back")
        return ", ".join((*held, counted(self.share_links, "share link"), counted(self.clicks, "click")))


class Scheduled(NamedTuple):
    """An entry that is held back until its moment comes."""

    second: int
    id: str
    title: str
    file: str


class TakenBack(NamedTuple):
    """An entry that is not published any more."""

    id: str
    state: int
    is_erased: bool
    title: str
    """Empty where it was erased."""
    file: str
    reason: str


def refused_files(connection: Connection) -> list[RefusedFile]:
    """List the files that are refused, by name."""
    query = select(file.c.folder, file.c.path, file.c.line, file.c.refusal).where(
        file.c.refusal.is_not(None), file.c.present == 1
    )
    rows = connection.execute(query.order_by(file.c.folder, file.c.path))
    return [RefusedFile(f"{folder}/{path}", line, reason) for folder, path, line, reason in rows]


def held_files(connection: Connection) -> list[RefusedFile]:
    """List the files that are kept back, with the reason, by name; those that are no text after all are none."""
    query = select(file.c.folder, file.c.path, file.c.held).where(
        file.c.held.is_not(None), file.c.held.not_like(f"{NO_ARTICLE}%"), file.c.present == 1
    )
    rows = connection.execute(query.order_by(file.c.folder, file.c.path))
    return [RefusedFile(f"{folder}/{path}", None, reason) for folder, path, reason in rows]


def scheduled(connection: Connection) -> list[Scheduled]:
    """List what is held back, the next first."""
    query = (
        select(entry.c.published, entry.c.id, entry.c.title, file.c.folder, file.c.path)
        .join(file, file.c.number == entry.c.file)
        .where(entry.c.place.is_(None), entry.c.state == SCHEDULED)
    )
    rows = connection.execute(query.order_by(entry.c.published, entry.c.number))
    return [Scheduled(second, id_, title, f"{folder}/{path}") for second, id_, title, folder, path in rows]


def count_entries(connection: Connection) -> dict[str, int]:
    """Count the entries that are public, scheduled and taken back, apart those that were erased; and private ones."""
    counts = {"public": connection.scalar(_PUBLISHED) or 0, "scheduled": 0, "withdrawn": 0, "erased": 0}
    states = {SCHEDULED: "scheduled", **dict.fromkeys(GONE, "withdrawn"), PRIVATE: "private"}
    erased = case((entry.c.meaning == "", 1), else_=0)
    query = select(entry.c.state, erased, func.count()).where(_IS_NOT_PUBLIC).group_by(entry.c.state, erased)
    for state, is_erased, number in connection.execute(query):
        if state in states:
            kind = "erased" if is_erased else states[state]
            counts[kind] = counts.get(kind, 0) + number
    return counts


def contents_of(connection: Connection) -> Contents:
    """Count what a store holds."""
    gone = case((entry.c.state.in_(GONE), 1), else_=0)
    counts = {row[0]: row[1] for row in connection.execute(select(gone, func.count()).group_by(gone))}
    links = connection.scalar(select(func.count()).select_from(share)) or 0
    clicks = connection.scalar(select(func.sum(click.c.clicks))) or 0
    return Contents(counts.get(0, 0), counts.get(1, 0), links, int(clicks))


def states_of(connection: Connection, numbers: Collection[int]) -> dict[int, tuple[int, bool]]:
    """Give the state of entries, and whether their text was erased."""
    query = select(entry.c.number, entry.c.state, entry.c.meaning).where(among(entry.c.number, numbers))
    return {number: (state, not meaning) for number, state, meaning in connection.execute(query)}


def taken_back(connection: Connection) -> list[TakenBack]:
    """List the entries that were taken back, those last changed first."""
    query = select(
        entry.c.id, entry.c.state, entry.c.meaning, entry.c.title, file.c.folder, file.c.path, entry.c.reason
    )
    query = query.outerjoin(file, file.c.number == entry.c.file).where(_IS_NOT_PUBLIC, entry.c.state.in_(GONE))
    rows = connection.execute(query.order_by(entry.c.changed.desc(), entry.c.number))
    return [
        TakenBack(id_, state, not meaning, title, f"{folder}/{path}" if path else "", reason or "")
        for id_, state, meaning, title, folder, path, reason in rows
    ]


def only_in(folders: Collection[str]) -> Select[tuple[int, str]]:
    """Choose the entries that only files of these folders hold, and the folder of each, of what is not taken back."""
    elsewhere = select(file.c.entry).where(
        file.c.present == 1, file.c.entry.is_not(None), file.c.folder.not_in(list(folders))
    )
    query = select(entry.c.number, file.c.folder).join(file, file.c.number == entry.c.file)
    return query.where(
        file.c.folder.in_(list(folders)),
        entry.c.number.not_in(elsewhere),
        entry.c.state.in_(STANDING),
    )


def count_only_in(connection: Connection, folders: Collection[str]) -> dict[str, int]:
    """Count the entries that only files of these folders hold, by folder."""
    if not folders:
        return {}
    found = only_in(folders).subquery()
    query = select(found.c.folder, func.count()).group_by(found.c.folder).order_by(found.c.folder)
    return {row[0]: row[1] for row in connection.execute(query)}


def unresolved_hosts(connection: Connection, known: Collection[str]) -> dict[str, int]:
    """Count the articles that print addresses of hosts whose short addresses this site does not resolve."""
    query = select(share.c.host, func.count(share.c.entry.distinct())).join(entry, entry.c.number == share.c.entry)
    query = query.where(share.c.host != "", share.c.host.not_in(list(known)), entry.c.state == PUBLIC)
    return {row[0]: row[1] for row in connection.execute(query.group_by(share.c.host).order_by(share.c.host))}
