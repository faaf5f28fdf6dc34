"""Keys of private selections: for whom they were made, so that each can be revoked by that name."""

from __future__ import annotations

from secrets import token_hex
from typing import TYPE_CHECKING, NamedTuple

from sqlalchemy import bindparam, delete, select

from feeds.selection.private import is_key, key_of, reader_of
from feeds.store.dialects.statements import Statement
from feeds.store.schema import reader_key

if TYPE_CHECKING:
    from sqlalchemy import Connection

_SECRET_BYTES = 32
_NOBODYS = bytes(_SECRET_BYTES)
_SECRET = Statement(
    select(reader_key.c.secret).where(
        reader_key.c.name == bindparam("name"), reader_key.c.selection == bindparam("selection")
    )
)


class Given(NamedTuple):
    """A key that was given out and holds."""

    name: str
    selection: str
    second: int


def sign(connection: Connection, selection: str, name: str, second: int) -> str:
    """Give the key of a private selection in a name: the same again for as long as it is not revoked."""
    secret = _secret_of(connection, selection, name)
    if secret is None:
        secret = token_hex(_SECRET_BYTES)
        row = {"name": name, "selection": selection, "secret": secret, "second": second}
        connection.execute(reader_key.insert(), row)
    return key_of(name, selection, bytes.fromhex(secret))


def revoke(connection: Connection, name: str) -> int:
    """Let every key that was given out in a name hold no longer; tells how many did."""
    return connection.execute(delete(reader_key).where(reader_key.c.name == name)).rowcount


def holds(connection: Connection, selection: str, key: str) -> bool:
    """Tell whether a key opens a selection. It takes as long whether its name is known or not."""
    secret = _secret_of(connection, selection, reader_of(key))
    is_right = is_key(key, selection, bytes.fromhex(secret) if secret else _NOBODYS)
    return is_right and secret is not None


def given(connection: Connection) -> list[Given]:
    """List the keys that hold, by name."""
    columns = (reader_key.c.name, reader_key.c.selection, reader_key.c.second)
    return sorted(Given(*row) for row in connection.execute(select(*columns)))


def _secret_of(connection: Connection, selection: str, name: str) -> str | None:
    if "\x00" in name:
        return None  # which no name has, and PostgreSQL does not even look for
    secret: str | None = _SECRET.scalar(connection, {"name": name, "selection": selection})
    return secret
