"""Two versions of the program on one store, while one takes the place of the other."""

from __future__ import annotations

from contextlib import closing
from typing import TYPE_CHECKING

import pytest
from sqlalchemy import text

from feeds.errors import StoreError
from feeds.store import Store, open_store
from feeds.store.leadership import Leadership
from feeds.store.versions import newest_version

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator

    from feeds.model import Article
    from tests.conftest import FakeClock, Press


def take_up(store: Store, version: str) -> None:
    """Do to a store what a program of another version does first."""
    with store.noting() as connection:
        connection.execute(text("UPDATE alembic_version SET version_num = :version"), {"version": version})


@pytest.fixture
def other(press: Press, clock: FakeClock) -> Iterator[Store]:
    """Open the store once more, as another process does."""
    with closing(open_store(press.store.engine.url.render_as_string(hide_password=False), clock)) as store:
        yield store


@pytest.mark.parametrize(("version", "said"), [("9999", "newer than this program knows"), ("0001", "start it again")])
def test_process_of_another_version_answers_and_writes_nothing(
    press: Press, other: Store, article: Callable[..., Article], version: str, said: str
) -> None:
    press.write({"a.txt": article("One")})
    take_up(other, version)
    with pytest.raises(StoreError, match=said):
        press.write({"b.txt": article("Two")})
    assert press.titles() == ["One"]


def test_turn_to_read_is_left_to_the_newer_version(press: Press, other: Store) -> None:
    old, new = Leadership(press.store, "articles"), Leadership(other, "articles")
    assert old.is_held()
    take_up(other, "9999")
    assert not old.is_held()
    take_up(other, newest_version())  # which is that of the one that took it up
    assert new.is_held()
    new.give_up()
