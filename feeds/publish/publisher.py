"""From a selection to the bytes of a feed: selection → store → Feed → format.

A feed is a function of the store. Its validator is made of its head and of the digests of the entries in its window,
before any of these is rendered: so it is one sequence of bytes, whatever store that comes from. An entry is rendered
once per digest, a document once per validator.
"""

from __future__ import annotations

from contextlib import suppress
from dataclasses import replace
from hashlib import blake2b
from typing import TYPE_CHECKING
from uuid import NAMESPACE_URL, uuid5

from feeds.errors import FeedsError, Unbuilt, UnknownFacet
from feeds.formats import FORMATS, Format
from feeds.model import Entry, Feed
from feeds.publish.archive_pages import minutes_to_keep, page_name, read_page_name
from feeds.publish.documents import Builder, Document, Edition, Selected
from feeds.publish.fragments import MovedOn, as_shown, said
from feeds.publish.names import name_of, named
from feeds.publish.searching import searched
from feeds.publish.stamp import rendering_stamp
from feeds.publish.titles import description_of, title_of
from feeds.publish.tombstones import left_out
from feeds.selection import EVERYTHING, HEAD, Presentation, Selection, span, spell
from feeds.selection.private import declared, scopes_of
from feeds.store.read import reader, selections, windows
from feeds.store.read.plans import Facet, Plan
from feeds.store.read.windows import Bounds, Window
from feeds.store.records import moment
from feeds.store.tables import keys

if TYPE_CHECKING:
    from feeds.clock import Clock
    from feeds.site import Site
    from feeds.store import Connection, Store
    from feeds.store.read.reader import Found


class Publisher:
    """Makes feeds of a store. Safe for threads; holds nothing but what it can make again."""

    def __init__(self, store: Store, site: Site, *, window: int, hours: int, most: int) -> None:
        self.store = store
        self.site = site
        self.bounds = Bounds(window, hours, most)
        self._stamp = rendering_stamp(site, self.bounds)
        self.builder = Builder(store, site)

    def keep_stamp(self, clock: Clock) -> None:
        """Write down a changed rendering stamp, so that what it changes is dated; name sources and tags anew."""
        with self.store.reading() as connection:
            if reader.origin(connection).stamp == self._stamp:
                return
        with self.store.writing(clock) as (connection, second):
            language = self.site.language
            reader.keep_stamp(connection, second, self._stamp, lambda kind, slug: name_of(kind, slug, language))

    def select(self, selection: Selection, presentation: Presentation = HEAD) -> Selected:
        """Find what a selection holds.

        The name of the archive page that is still open gives the window. Raises UnknownFacet and InvalidSelection.
        """
        with self.store.reading() as connection:
            origin, selection, known, labels, scope = named(connection, selection, self.site.language, presentation.key)
            presentation = presentation if scope else replace(presentation, key=None)
            if scope:
                plan = selections.plan_of(known.get(scope), selection, retold=origin.retold)
            else:
                plan = self._plan(connection, selection, known, origin)
            plan = searched(connection, plan, selection, self.site, origin)
            page = self._page(connection, plan, presentation.page) if presentation.page is not None else None
            was_open = presentation.page is not None and page is None
            newest = presentation if presentation.page is None else replace(presentation, page=None)
            if page is None:
                presentation = newest
            # An archive page is kept as long as the head, by whose rhythm its neighbours come.
            head = self._window(connection, plan, newest)
            window = page or head
        feed = f"{selection.place}?{spell(selection, replace(newest, key=None))}"
        return Selected(
            selection=selection,
            presentation=presentation,
            was_open=was_open,
            labels=labels,
            title=title_of(selection, labels, self.site),
            description=description_of(selection, labels, self.site),
            window=window,
            pages=plan.pages.number if plan.pages and not plan.is_single else None,
            id=f"urn:uuid:{uuid5(NAMESPACE_URL, origin.site_id + feed)}",
            created=origin.created,
            last_modified=max(window.changed, origin.stamped, origin.created),
            ttl=minutes_to_keep([row.published for row in head.rows]),
            sought=plan.sought,
        )

    def edition(self, form: Format, selected: Selected) -> Edition:
        """Name the document of what was selected in a format."""
        feed = self._feed(selected)
        head = b""
        with suppress(Exception):  # then there is no such document: whoever makes it meets the same, and says so
            head = form.head(feed, self.site)
        entries = (said(row.content, feed.content) for row in selected.shown(self.site))
        named = "\x00".join((self._stamp, form.name, feed.content, *entries)).encode()
        signature = blake2b(head, digest_size=12, key=blake2b(named).digest()).hexdigest()
        return Edition(form, selected, feed, f"{signature}-{form.name}", selected.last_modified)

    def document(self, edition: Edition) -> tuple[Edition, Document]:
        """Give the document of an edition; and the edition that it is, if the store moved on.

        Raises Unbuilt where it cannot be made.
        """
        while True:
            try:
                return self.builder.document(edition)
            except MovedOn:
                selected = self.select(edition.selected.selection, edition.selected.presentation)
                edition = self.edition(edition.form, selected)
            except FeedsError:
                raise
            except Exception as error:
                raise Unbuilt(f"{edition.name} cannot be made: {error!r}") from error

    def entries(self, selected: Selected) -> list[Entry]:
        """Read the entries of what was selected, newest first."""
        with self.store.reading() as connection:
            found = reader.entries(connection, [row.number for row in selected.window.rows])
        key, is_collapsed = selected.presentation.key, selected.selection.is_collapsed
        shown = (found[row.number] for row in selected.window.rows if row.number in found)
        return [as_shown(entry, key, is_collapsed=is_collapsed) for entry in shown]

    def beside(self, selection: Selection, entry: Found, *, is_newer: bool) -> Entry | None:
        """Find the public entry of a selection that stands next to one, None at its end; words do not count.

        Raises UnknownFacet and InvalidSelection.
        """
        with self.store.reading() as connection:
            origin, selection, known, *_ = named(connection, selection, self.site.language)
            plan = self._plan(connection, selection, known, origin)
            number = windows.beside(connection, plan, entry.number, is_newer=is_newer)
            return reader.entries(connection, [number])[number] if number is not None else None

    def private(self) -> tuple[Selection, ...]:
        """List the selections that are private."""
        with self.store.reading() as connection:
            return declared(reader.origin(connection).private)

    def opens(self, found: Found, key: str) -> bool:
        """Tell whether a key opens a private selection that holds an entry."""
        scopes = scopes_of(found.facets, self.private())
        with self.store.reading() as connection:
            return any(keys.holds(connection, selection, key) for _, selection in sorted(scopes))

    def addresses(self, selection: Selection, presentation: Presentation) -> dict[str, str]:
        """Give the address of a selection in each format, by the format's name."""
        query = spell(selection, presentation)
        return {form.name: self.site.feed(selection.place, form.filename, query) for form in FORMATS}

    def hubs(self, selection: Selection, presentation: Presentation) -> tuple[str, ...]:
        """Give the hubs of a feed. One that is cut by date or number has none, nor has an archive page.

        There is no end of these, and who follows a feed subscribes to its head. No hub is told of what is private.
        """
        is_cut = selection.since or selection.until or presentation.limit or presentation.page is not None
        is_cut = is_cut or presentation.key is not None
        return () if is_cut else self.site.hubs

    def page(self, selection: Selection, presentation: Presentation = HEAD) -> str:
        """Give the address of the page that shows a selection."""
        query = spell(selection, presentation)
        if selection.single or selection == EVERYTHING:
            return self.site.feed(selection.place, "", query)
        return self.site.feed("/browse/" if self.site.has_paths else "/browse", "", query)

    def subscriptions(self, selection: Selection, presentation: Presentation = HEAD) -> str:
        """Give the address of the list of the feeds that a selection touches; of everything, of all feeds."""
        query = spell(selection, presentation, below_its_place=False)
        return self.site.address("/feeds.opml") + (query and f"?{query}")

    def neighbours(self, selected: Selected) -> dict[str, Presentation]:
        """Give the archive pages around what was selected, by their relation (RFC 5005)."""
        here, window = selected.presentation, selected.window
        pages: dict[str, Presentation] = {}
        if window.older is not None:
            pages["prev-archive"] = replace(here, page=page_name(window.older, selected.pages))
        if window.newer is not None:
            pages["next-archive"] = replace(here, page=page_name(window.newer, selected.pages))
            pages["current"] = replace(here, page=None)
        return pages

    def _plan(
        self, connection: Connection, selection: Selection, known: dict[tuple[str, str], Facet], origin: reader.Origin
    ) -> Plan:
        dates = span(selection, self.site.timezone)
        return selections.plan(connection, selection, known, dates, redated=origin.redated, retold=origin.retold)

    def _feed(self, selected: Selected) -> Feed:
        site = self.site
        return Feed(
            id=selected.id,
            title=selected.title,
            description=selected.description,
            language=self._language(selected.selection),
            author=site.author,
            updated=moment(selected.window.updated or selected.created),
            page=self.page(selected.selection, selected.presentation),
            addresses=self.addresses(selected.selection, selected.presentation),
            ttl=selected.ttl if selected.presentation.page is None else 0,  # a closed page never changes by an arrival
            archive=selected.presentation.page is not None,
            complete=selected.window.is_complete and selected.presentation.limit is None,
            paging={
                rel: self.addresses(selected.selection, presentation)
                for rel, presentation in self.neighbours(selected).items()
            },
            tombstones=left_out(selected.window, site),
            content=selected.presentation.content,
            rights=site.rights,
            license=site.license,
            logo=site.logo,
            hubs=self.hubs(selected.selection, selected.presentation),
            key=selected.presentation.key,
            is_collapsed=selected.selection.is_collapsed,
        )

    def _language(self, selection: Selection) -> str:
        """Give the language of a feed: that of its entries where a selection names one, else the site's."""
        return selection.langs[0] if len(selection.langs) == 1 else self.site.language

    def _window(self, connection: Connection, plan: Plan, presentation: Presentation) -> Window:
        bounds = self.bounds if presentation.content == "full" else replace(self.bounds, most_bytes=1 << 60)
        if presentation.limit is not None:
            return windows.limited(connection, plan, presentation.limit, bounds)
        return windows.head(connection, plan, bounds)

    def _page(self, connection: Connection, plan: Plan, name: str) -> Window | None:
        """Find an archive page by the name its links give it, None if it is still open. Raises UnknownFacet."""
        number, low = read_page_name(name)
        paged = selections.paged_by(connection, plan, number) if number is not None else plan
        if paged is None or paged.pages is None or (number is None) != plan.is_single:
            raise UnknownFacet("There is no archive page “%(name)s” here.", name=name)
        if low == paged.pages.closed:
            return None
        window = windows.archived(connection, paged, low)
        if window is None:
            raise UnknownFacet("There is no archive page “%(name)s” here.", name=name)
        return window
