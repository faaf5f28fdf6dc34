"""Single facts kept with the store: its random id, its creation, the share hosts, the rendering stamp."""

from __future__ import annotations

from sqlalchemy import Connection, bindparam, delete, select

from feeds.store.dialects.bulk import put_rows
from feeds.store.dialects.statements import Statement
from feeds.store.schema import fact

LISTED = "listed"
"""The second of the last commit by which a source, tag or language gained its first entry or lost its last."""

FULL = "full"
"""Which first-seen seconds need not be looked at for a free one: spans of blocks, as `timestamps` has them."""

REDATED = "redated"
"""The second of the last commit that moved the date of an entry which had a place."""

REWORDED = "reworded"
"""The second of the last commit that changed the words of an entry which had a place, or its part in any feed."""

SURFACED = "surfaced"
"""The latest moment at which any feed may have said that it was updated, from the first import on."""

SITE_ID = "site_id"
"""What a store is known by: ids made from paths begin with it."""

SHARE_KEY = "share_key"
"""The secret that codes are minted with, in hexadecimal digits."""

MINTED_UP_TO = "minted_up_to"
"""The number of the last entry that was looked at, in a store whose entries are still being given codes."""

DECLARED_PRIVATE = "private"
"""The selections that are private, each as it is spelled, one a line."""

MOVING = "moving"
"""Of which store, at which commit, a store is becoming a copy; it is none until it has become one."""

RETOLD = "retold"
"""The second of the last commit by which an entry that was shown came into a story, or left one, or its first moved."""

SKETCHED_UP_TO = "sketched_up_to"
"""The number of the last entry that was looked at, in a store whose entries are still being given sketches."""

_FACTS = Statement(select(fact.c.name, fact.c.value))
_FACT = Statement(select(fact.c.value).where(fact.c.name == bindparam("name")))


def read_fact(connection: Connection, name: str) -> str | None:
    """Give a fact, None where it was never written."""
    value: str | None = _FACT.scalar(connection, {"name": name})
    return value


def read_facts(connection: Connection) -> dict[str, str]:
    """Give every fact by its name."""
    return dict(_FACTS.all(connection, {}))


def write_fact(connection: Connection, name: str, value: str) -> None:
    """Write a fact over what it was."""
    put_rows(connection, fact, ("name", "value"), [(name, value)])


def delete_fact(connection: Connection, name: str) -> None:
    """Forget a fact."""
    connection.execute(delete(fact).where(fact.c.name == name))
