"""An article that only who has a key may read: every address of a site, and how to tell that anything shows it."""

from __future__ import annotations

from contextlib import suppress
from itertools import product
from typing import TYPE_CHECKING
from urllib.parse import quote

from feeds.model import Article
from feeds.store.tables import keys

if TYPE_CHECKING:
    from collections.abc import Callable

    from flask import Flask

    from tests.conftest import Press

    Make = Callable[..., Article]

SITE = "https://news.example.org"
BOARD = "tag=secret"
HIDDEN = "Tigre caché"
SHOWN = "Un lion"
FORMS = ("feed.xml", "atom.xml", "feed.json")
ARGUMENTS = {
    "name": ("feed.xml", "atom.xml", "feed.json", "index", "browse", "about", "style.css"),
    "directory": ("tags", "sources"),
    "entry_id": ("urn:uuid:{id}", "{id}"),
    "slug": ("secret", "turkey", "afp"),
    "words": ("{entry}", "x-{handle}", "{handle}.json", "{handle}.md", "{handle}.png"),
    "span": ("daily", "weekly"),
    "ending": ("xml", "atom", "json"),
    "host": ("short.example",),
    "code": ("Tigr12", "{minted}"),
    "page": ("{number}", "1"),
    "number": ("1",),
    "kind": ("not-found",),
    "way": ("older",),
}
"""What stands in the addresses of routes. Who adds a route says here what may stand in its address."""
QUERIES: tuple[str, ...] = (
    "",
    "tag=secret",
    "tag=secret,turkey",
    "lang=fr&limit=200&not-tag=lions&source=afp",
    "since=0",
    "part=news",
)
QUERIES += ("q=cach%C3%A9", "q=cach%C3%A9&tag=secret", "url=https://short.example/Tigr12", "key=nobody.x&tag=secret")
FEW_QUERIES = ("", "tag=secret", "q=cach%C3%A9")


def sign(press: Press, name: str = "alice", selection: str = BOARD) -> str:
    with press.store.noting() as connection:
        return quote(keys.sign(connection, selection, name, 1))


def addresses(app: Flask, press: Press) -> set[str]:
    entry = press.entry("tiger.txt")
    known = {
        "entry": f"tigre-cache-{entry.handle}",
        "handle": entry.handle,
        "id": entry.id,
        "minted": entry.minted or "none",
        "number": str(entry.number),
    }
    found = set()
    for rule in app.url_map.iter_rules():
        if "GET" not in (rule.methods or ()):
            continue
        choices = [[one.format(**known) for one in ARGUMENTS[argument]] for argument in sorted(rule.arguments)]
        for values in product(*choices):
            with suppress(ValueError):  # a name that stands elsewhere
                built = rule.build(dict(zip(sorted(rule.arguments), values, strict=True)))
                found |= {built[1]} if built else set()
    return found


def leaks(text: str, press: Press) -> bool:
    """Tell whether a text says anything of the entry that is private."""
    entry = press.entry("tiger.txt")
    return any(word in text.lower() for word in ("tigre", "tigr12", "elsewhere.example", entry.id, entry.handle))
