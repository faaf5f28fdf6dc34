"""Short addresses that the owner chooses: `<site>/election`, an article's own for ever."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING, NamedTuple

from feeds.model import ShareLink
from feeds.store.schema import ALIAS
from feeds.store.write.claims import Claims

if TYPE_CHECKING:
    from collections.abc import Collection, Iterable

    from feeds.clock import Clock
    from feeds.sharing.resolver import Resolver
    from feeds.store import Store

_ALIAS = re.compile(r"[a-z0-9-]{3,64}")


class Given(NamedTuple):
    """An alias that was asked for."""

    link: ShareLink
    refusal: str | None
    """Why the article cannot have it; None where it has it now, or had it before."""


def add_aliases(
    store: Store, clock: Clock, resolver: Resolver, number: int, words: Iterable[str], *, reserved: Collection[str]
) -> list[Given]:
    """Give an entry its aliases, those that nobody else has; one answer a word."""
    asked = [ShareLink("", word) for word in dict.fromkeys(words)]
    with store.writing(clock) as (connection, second):
        hosts = resolver.hosts(connection)
        claims = Claims(connection, second, reserved, hosts[0] if hosts else "")
        claims.fetch(asked)
        given = [Given(link, _refusal(claims, link, number)) for link in asked]
        for link, refusal in given:
            if refusal is None and not claims.has(link, number):
                claims.give(link, number, ALIAS)
        claims.write()
    return given


def _refusal(claims: Claims, link: ShareLink, number: int) -> str | None:
    if not _ALIAS.fullmatch(link.code):
        return "an alias is of 3 to 64 letters a to z, digits and hyphens"
    return None if claims.has(link, number) else claims.objection(link, number)
