"""One process at a time reads the same folders into a store on PostgreSQL, on however many machines they run.

The lock belongs to a connection, so it is free when its holder is gone, however that ended:
https://www.postgresql.org/docs/current/explicit-locking.html#ADVISORY-LOCKS. A store on SQLite has one machine.
On both a process whose store was taken up by a newer version leaves the turn to that.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

from sqlalchemy import exc, text

from feeds.errors import StoreError

if TYPE_CHECKING:
    from sqlalchemy import Connection

    from feeds.store.engine import Store

_TAKE = text("SELECT pg_try_advisory_lock(hashtext('feeds reads'), hashtext(current_schema() || :name))")
_ASK = text("SELECT 1")


@dataclass(slots=True)
class Leadership:
    """The turn of a process among those of one name."""

    store: Store
    name: str
    _connection: Connection | None = None

    def is_held(self) -> bool:
        """Tell whether it is this one's turn, which is taken where nobody has it. Raises StoreError."""
        if self.store.is_outgrown():
            self.give_up()
            return False
        if self.store.engine.dialect.name != "postgresql":
            return True
        if self._connection is not None:
            return self._is_kept(self._connection)
        try:
            connection = self.store.engine.connect().execution_options(isolation_level="AUTOCOMMIT")
            if connection.scalar(_TAKE, {"name": self.name}):
                self._connection = connection
                return True
            connection.close()
        except exc.DBAPIError as error:
            raise StoreError(f"the store {self.store.url} cannot be asked whose turn it is: {error.orig}") from error
        return False

    def give_up(self) -> None:
        """Leave the turn to others."""
        if self._connection is not None:
            self._connection.invalidate()  # a lock that belongs to a connection ends with it
            self._connection = None

    def _is_kept(self, connection: Connection) -> bool:
        try:
            connection.execute(_ASK)
        except exc.DBAPIError:
            connection.invalidate()
            self._connection = None
            return False
        return True
