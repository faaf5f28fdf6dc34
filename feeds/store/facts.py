"""Single facts kept with the store: its random id, its creation, the share hosts, the rendering stamp."""

from __future__ import annotations

from sqlalchemy import Connection, bindparam, delete, insert, select

from feeds.store.schema import fact

REDATED = "redated"
"""The second of the last commit that moved the date of an entry which had a place."""

_FACT = select(fact.c.value).where(fact.c.name == bindparam("name"))
_FACTS = select(fact.c.name, fact.c.value)


def read_fact(connection: Connection, name: str) -> str | None:
    """Give a fact, None where it was never written."""
    value: str | None = connection.scalar(_FACT, {"name": name})
    return value


def read_facts(connection: Connection) -> dict[str, str]:
    """Give all facts, by name: they are few."""
    return {row.name: row.value for row in connection.execute(_FACTS).all()}


def write_fact(connection: Connection, name: str, value: str) -> None:
    """Write a fact over what it was."""
    connection.execute(delete(fact).where(fact.c.name == name))
    connection.execute(insert(fact).values(name=name, value=value))
