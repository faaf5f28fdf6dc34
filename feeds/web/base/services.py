"""What the views work with: one store, one publisher, one resolver an application."""

from __future__ import annotations

from dataclasses import dataclass

from flask import current_app

from feeds.clock import Clock
from feeds.publish.publisher import Publisher
from feeds.sharing.resolver import Resolver
from feeds.site import Site
from feeds.store import Store
from feeds.web.base.buffer import Buffer
from feeds.web.base.clicks import Clicks
from feeds.web.base.counters import Counters
from feeds.web.base.own import Own
from feeds.web.base.readership import Readership
from feeds.web.base.readiness import Readiness
from feeds.web.drawing.cards import Cards
from feeds.web.languages.choice import Languages

EXTENSION = "feeds"


@dataclass(frozen=True, slots=True)
class Services:
    """The use cases behind the views."""

    site: Site
    clock: Clock
    store: Store
    readiness: Readiness
    publisher: Publisher
    resolver: Resolver
    own: Own
    languages: Languages
    """Of its pages."""
    cards: Cards
    counters: Counters
    topics: Buffer[str] | None
    """Notes the feeds of any selection that were asked for; None where nothing may be written."""
    clicks: Clicks | None
    """Counts the share links that are followed; None where they are not to be counted."""
    readership: Readership | None
    """Counts the feeds that are fetched; None where they are not to be counted."""

    def close(self) -> None:
        """Write what is still to be written, and let go of the store."""
        for noted in (self.topics, self.clicks, self.readership):
            if noted:
                noted.close()
        self.store.close()


def services() -> Services:
    """Give the services of the application that answers."""
    found: Services = current_app.extensions[EXTENSION]
    return found
