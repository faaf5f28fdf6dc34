"""Keep that two entries do not tell one story, because a person says so, whatever their texts say."""

from __future__ import annotations

from typing import TYPE_CHECKING

from sqlalchemy import delete, select

from feeds.store.dialects.bulk import insert_rows
from feeds.store.schema import apart
from feeds.store.write.retelling import retell
from feeds.store.write.stories import Stories

if TYPE_CHECKING:
    from sqlalchemy import ColumnElement, Connection


def split(connection: Connection, second: int, one: int, other: int) -> bool:
    """Take two entries apart, for good; tells whether they were not so already."""
    if _are_apart(connection, one, other):
        return False
    insert_rows(connection, apart, ("one", "other", "second"), [(*sorted((one, other)), second)])
    stories = Stories(connection)
    story = stories.story_of(one)
    if story is not None and story == stories.story_of(other):
        _tell_anew(connection, second, stories, one if story == other else other if story == one else max(one, other))
    return True


def join(connection: Connection, second: int, one: int, other: int) -> bool:
    """Undo that: their texts decide again. Tells whether they were apart."""
    if not _are_apart(connection, one, other):
        return False
    connection.execute(delete(apart).where(_pair(one, other)))
    _tell_anew(connection, second, Stories(connection), max(one, other))
    return True


def _tell_anew(connection: Connection, second: int, stories: Stories, number: int) -> None:
    stories.regroup(number)
    retell(connection, second, stories.concerned, stories.concerned)


def _are_apart(connection: Connection, one: int, other: int) -> bool:
    return connection.execute(select(apart.c.second).where(_pair(one, other))).first() is not None


def _pair(one: int, other: int) -> ColumnElement[bool]:
    first, last = sorted((one, other))
    return (apart.c.one == first) & (apart.c.other == last)
