"""Which version the tables of a store are at, and how they are brought up to date: by migrations with numbers."""

from __future__ import annotations

from functools import cache
from importlib import resources
from typing import TYPE_CHECKING

from sqlalchemy import inspect, text

from feeds.errors import StoreError
from feeds.store import digests
from feeds.store.wording import Wording

if TYPE_CHECKING:
    from sqlalchemy import Connection

_VERSION = text("SELECT version_num FROM alembic_version")


@cache
def newest_version() -> str:
    """Name the newest migration: each file begins with its number."""
    names = (place.name for place in resources.files("feeds.store.migrations.versions").iterdir())
    return max(name.partition("_")[0] for name in names if name[0].isdigit())


def version_of(connection: Connection) -> str | None:
    """Tell at which migration the tables are; None where there are none."""
    return version_there(connection) if inspect(connection).has_table("alembic_version") else None


def version_there(connection: Connection) -> str | None:
    """Tell at which migration tables are that there are."""
    version: str | None = connection.scalar(_VERSION)
    return version


def of_another(url: str, version: str | None) -> str:
    """Say that the tables are of another version of this program."""
    is_newer = (version or "") > newest_version()
    said = "newer than this program knows" if is_newer else "older than this program: start it again"
    return f"the store {url} is at version {version}, {said}"


def migrate(connection: Connection, url: str) -> None:
    """Bring the tables up to date, and what is made of their rows. Raises StoreError where they are newer."""
    # Most processes find a store that is up to date: they spare a fifth of their start.
    from alembic import command
    from alembic.config import Config
    from alembic.util.exc import CommandError

    current = version_of(connection)
    if current == newest_version():
        return  # another process was quicker
    config = Config()
    config.set_main_option("script_location", "feeds.store:migrations")
    config.attributes["connection"] = connection
    try:
        command.upgrade(config, "head")
    except CommandError as error:
        raise StoreError(of_another(url, current)) from error
    digests.renew_all(connection)
    Wording(connection).go_on()  # of a small store that is all
