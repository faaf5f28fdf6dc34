"""What a selection looks for: its words, by the rules of the languages that its entries may have."""

from __future__ import annotations

from dataclasses import replace
from typing import TYPE_CHECKING

from feeds.errors import StillIndexing
from feeds.store.read import reader
from feeds.store.wording import is_whole
from feeds.words.terms import read_terms, sought
from feeds.words.tokens import LANGUAGES, ruled

if TYPE_CHECKING:
    from feeds.selection import Selection
    from feeds.site import Site
    from feeds.store import Connection
    from feeds.store.read.plans import Plan


def searched(connection: Connection, plan: Plan, selection: Selection, site: Site, origin: reader.Origin) -> Plan:
    """Plan what a selection looks for too. Raises StillIndexing where not every entry is found by its words yet."""
    if not selection.words:
        return plan
    if not is_whole(connection):
        raise StillIndexing("The words of the articles are being indexed.")
    # Nobody lists the languages of what is private: there it is looked by all rules.
    languages = LANGUAGES if plan.is_private else _languages(connection, selection, site)
    return replace(plan, sought=sought(read_terms(selection.words), languages), reworded=origin.reworded)


def _languages(connection: Connection, selection: Selection, site: Site) -> tuple[str, ...]:
    """List the languages by whose rules is looked: those asked for, else those of the site and of its entries."""
    return ruled(selection.langs or (site.language, *(row.slug for row in reader.facets(connection, "lang"))))
