"""An article that only who has a key may read, and how to tell that anything shows it."""

from __future__ import annotations

from typing import TYPE_CHECKING
from urllib.parse import quote

from feeds.model import Article
from feeds.store.tables import keys

if TYPE_CHECKING:
    from collections.abc import Callable

    from tests.conftest import Press

    Make = Callable[..., Article]

SITE = "https://news.example.org"
BOARD = "tag=secret"
HIDDEN = "Tigre caché"
SHOWN = "Un lion"
FORMS = ("feed.xml", "atom.xml", "feed.json")


def sign(press: Press, name: str = "alice", selection: str = BOARD) -> str:
    with press.store.noting() as connection:
        return quote(keys.sign(connection, selection, name, 1))


def leaks(text: str, press: Press) -> bool:
    """Tell whether a text says anything of the entry that is private."""
    entry = press.entry("tiger.txt")
    return any(word in text.lower() for word in ("tigre", "tigr12", "elsewhere.example", entry.id, entry.handle))
