"""Digests of what is published of each entry, made again when the name of a source or tag, or a short code, changed.

Validators are made of them, so that one validator is one content in any store.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

from sqlalchemy import Connection, bindparam, select

from feeds.store.content import Shown, content_digest
from feeds.store.dialects.bulk import update_rows
from feeds.store.dialects.lists import is_among
from feeds.store.dialects.statements import Statement
from feeds.store.records import slugs_named, split
from feeds.store.schema import entry, facet

if TYPE_CHECKING:
    from collections.abc import Collection, Iterable, Sequence

    Labels = dict[tuple[str, str], str]

_AT_ONCE = 2000

# Made once: to put a statement together takes longer than to ask it.
_LABELS = Statement(
    select(facet.c.kind, facet.c.slug, facet.c.label).where(
        (facet.c.kind == "source") | (facet.c.kind == "tag"), is_among(facet.c.slug, "slugs")
    )
)
_SHOWN = select(entry.c.number, entry.c.content, *(entry.c[name] for name in Shown._fields))
_NAMED = Statement(_SHOWN.where(is_among(entry.c.number, "numbers")))
_AFTER = Statement(_SHOWN.where(entry.c.number > bindparam("after")).order_by(entry.c.number).limit(_AT_ONCE))


def find_labels(connection: Connection, listed: Iterable[str]) -> Labels:
    """Give the names of the sources and tags of entries, by (kind, slug), from all the slugs that each names."""
    slugs = sorted({slug for joined in listed for slug in split(joined)})
    if not slugs:
        return {}
    return {(kind, slug): label for kind, slug, label in _LABELS.all(connection, {"slugs": slugs})}


def renew(connection: Connection, numbers: Collection[int]) -> None:
    """Make the digests of some entries anew, at most some thousand."""
    if numbers:
        _write(connection, _NAMED.all(connection, {"numbers": list(numbers)}))


def renew_all(connection: Connection) -> None:
    """Make every digest anew, some at a time; what stays as it is is not written."""
    after = 0
    while rows := _AFTER.all(connection, {"after": after}):
        _write(connection, rows)
        after = rows[-1][0]


def _write(connection: Connection, rows: Sequence[Sequence[object]]) -> None:
    found = [(number, content, Shown(*shown)) for number, content, *shown in rows]  # type: ignore[arg-type] # as selected
    labels = find_labels(connection, (slugs_named(shown.sources, shown.tags, shown.kin) for _, _, shown in found))
    made = [(number, content_digest(shown, labels), content) for number, content, shown in found]
    update_rows(connection, entry, ("number", "content"), [(number, new) for number, new, old in made if new != old])
