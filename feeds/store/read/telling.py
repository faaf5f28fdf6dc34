"""Which story an entry tells, how alike the others of it are, and of which a person said that they do not tell it."""

from __future__ import annotations

from typing import NamedTuple

from sqlalchemy import Connection, or_, select

from feeds.store.schema import apart, entry
from feeds.words.shingles import enough, likeness, read_text


class Telling(NamedTuple):
    """Another entry that tells the same story."""

    id: str
    title: str
    state: int
    likeness: float
    """To the entry that is asked about: from 0 to 1."""
    is_first: bool
    """Whether the story is what its text says: each of the others is like it."""


class Apart(NamedTuple):
    """An entry of which a person said that it does not tell the story."""

    id: str
    title: str
    second: int
    """Of the commit since which that stands."""


class Story(NamedTuple):
    """What is known of the story of an entry."""

    is_first: bool
    enough: float
    """The likeness from which on a text is of it."""
    others: tuple[Telling, ...]
    apart: tuple[Apart, ...]


_COLUMNS = (entry.c.number, entry.c.id, entry.c.title, entry.c.state, entry.c.paragraphs)


def story_of(connection: Connection, number: int) -> Story:
    """Tell which story an entry tells."""
    row = connection.execute(select(*_COLUMNS, entry.c.story).where(entry.c.number == number)).one()
    own = read_text(row.title, row.paragraphs)
    others = []
    if row.story is not None:
        of_it = select(*_COLUMNS).where(entry.c.story == row.story, entry.c.number != number)
        others = [
            Telling(o.id, o.title, o.state, likeness(own, read_text(o.title, o.paragraphs)), o.number == row.story)
            for o in connection.execute(of_it.order_by(entry.c.number))
        ]
    return Story(row.story == number, enough(own, own), tuple(others), _apart_from(connection, number))


def _apart_from(connection: Connection, number: int) -> tuple[Apart, ...]:
    pairs = select(apart).where(or_(apart.c.one == number, apart.c.other == number))
    seconds = {row.one + row.other - number: row.second for row in connection.execute(pairs)}
    named = select(entry.c.number, entry.c.id, entry.c.title).where(entry.c.number.in_(seconds))
    rows = connection.execute(named.order_by(entry.c.number))
    return tuple(Apart(row.id, row.title, seconds[row.number]) for row in rows)
