"""The index of words as each database has it: what it is made of, and how it is asked.

SQLite's FTS5 (https://www.sqlite.org/fts5.html) keeps no text: what is taken out has to be said again, word by word.
PostgreSQL keeps a `tsvector` with a GIN index; what stands in a title is there twice, once behind a sign no word has.
Both are given tokens and cut nothing themselves, so that both find the same. A row is known by the place of its entry.
"""

from __future__ import annotations

from collections import defaultdict
from itertools import groupby
from typing import TYPE_CHECKING, NamedTuple

from sqlalchemy import BigInteger, Column, MetaData, Table, delete, text
from sqlalchemy.dialects.postgresql import TSVECTOR

from feeds.store.dialects.bulk import insert_rows
from feeds.store.dialects.lists import among
from feeds.store.dialects.statements import Statement, driver_cursor
from feeds.words.tokens import GAP

if TYPE_CHECKING:
    from collections.abc import Iterable, Sequence

    from sqlalchemy import Connection

    from feeds.words.terms import Form, Sought
    from feeds.words.tokens import Cut

NAME = "wording"

BLOCK = 40
"""Binary digits of the places of a block of 256 arrivals, which all have one token more on SQLite."""
_TITLE = "="
"""Before the lexemes of titles."""
_PLACES = Table(NAME, MetaData(), Column("place", BigInteger, primary_key=True), Column("words", TSVECTOR))
"""Of PostgreSQL alone: it is no table of the store, whose rows are copied from one database to the other."""
_STATE = Statement(text("SELECT version, last, renewed FROM wording_state"))
_ADD = "INSERT INTO wording (rowid, title, text, title_signs, signs) VALUES (?, ?, ?, ?, ?)"
_TAKE = "INSERT INTO wording (wording, rowid, title, text, title_signs, signs) VALUES ('delete', ?, ?, ?, ?, ?)"


class Change(NamedTuple):
    """What becomes of a row; before and after, None where there is none."""

    place: int
    before: Cut | None
    after: Cut | None


def write(connection: Connection, changes: Iterable[Change]) -> None:
    """Write rows anew, in the order of their places: where FTS5 has to go back it begins another part of its index."""
    ordered = sorted(changes)
    if connection.dialect.name == "postgresql":
        if gone := [one.place for one in ordered if one.before]:
            connection.execute(delete(_PLACES).where(among(_PLACES.c.place, gone)))
        rows = [(one.place, lexemes(one.after)) for one in ordered if one.after]
        insert_rows(connection, _PLACES, ("place", "words"), rows)
        return
    with driver_cursor(connection) as cursor:
        for is_new, listed in groupby(ordered, key=lambda one: one.before is None):
            if is_new:
                cursor.executemany(_ADD, (_row(one.place, one.after) for one in listed if one.after))
                continue
            for place, before, after in listed:
                if before:
                    cursor.execute(_TAKE, _row(place, before))
                if after:
                    cursor.execute(_ADD, _row(place, after))


def _row(place: int, cut: Cut) -> tuple[int, str, str, str, str]:
    """Give a row of FTS5. The last column names its block too."""
    return place, cut.title, cut.text, cut.title_signs, f"{cut.signs} {GAP}{place >> BLOCK}"


def within(block: int, query: str) -> str:
    """Ask FTS5 within a block: where all the words are common, it would look through everything otherwise."""
    # Before what is not to be there: FTS5 looks for what is left of that without an end.
    return f'("{GAP}{block}" AND {query[1:]}'


def state(connection: Connection) -> tuple[str, int, bool]:
    """Tell by which rules the index was made, up to which entry it is not made yet, and whether it was before."""
    rows = _STATE.all(connection, {})
    return (rows[0][0], rows[0][1], bool(rows[0][2])) if rows else ("", 0, False)


def keep_state(connection: Connection, version: str, last: int, *, is_renewed: bool) -> None:
    """Write the same down. It is no table of the store: a copy has an index, and a state of it, of its own."""
    connection.execute(text("DELETE FROM wording_state"))
    named = {"version": version, "last": last, "renewed": int(is_renewed)}
    connection.execute(text("INSERT INTO wording_state VALUES (:version, :last, :renewed)"), named)


def empty(connection: Connection) -> None:
    """Take every row out."""
    if connection.dialect.name == "postgresql":
        connection.execute(text("TRUNCATE wording"))
        return
    connection.execute(text("INSERT INTO wording (wording) VALUES ('delete-all')"))
    # Parts are merged eight at a time, not four: a quarter of the work of writing less, and no slower to ask.
    connection.execute(text("INSERT INTO wording (wording, rank) VALUES ('automerge', 8)"))


def settle(connection: Connection) -> None:
    """Put in order what many rows left, and let the planner know how often words come."""
    if connection.dialect.name == "postgresql":
        connection.execute(text("SELECT gin_clean_pending_list('wording_by_word')"))
        connection.execute(text("ANALYZE wording"))


def lexemes(cut: Cut) -> str:
    """Write the tokens of an entry as a tsvector."""
    stand: dict[str, list[int]] = defaultdict(list)
    title = cut.title.split()
    for position, token in enumerate(title, 1):
        stand[token].append(position)
        stand[_TITLE + token].append(position)
    # Two positions further: no phrase goes from the title into the text.
    for position, token in enumerate(cut.text.split(), len(title) + 3):
        stand[token].append(position)
    for sign in cut.title_signs.split():
        stand.setdefault(sign, [])
        stand.setdefault(_TITLE + sign, [])
    for sign in cut.signs.split():
        stand.setdefault(sign, [])
    return " ".join(
        f"'{token}':{','.join(map(str, positions))}" if positions else f"'{token}'"
        for token, positions in stand.items()
    )


def query_of(sought: Sought, dialect: str) -> str:
    """Write what is looked for in the words of a database: for MATCH, or as a tsquery."""
    form, either, both, without = (
        (_tsquery_form, " | ", " & ", "({}) & !({})")
        if dialect == "postgresql"
        else (_fts5_form, " OR ", " AND ", "({}) NOT ({})")
    )

    def group(listed: Sequence[Form]) -> str:
        return either.join(map(form, listed))

    every = both.join(f"({group(listed)})" for listed in sought.every)
    return without.format(every, group(sought.none)) if sought.none else f"({every})"


def _fts5_form(form: Form) -> str:
    phrase = f'"{" ".join(form.tokens)}"'
    if form.is_title:
        return f"{{title title_signs}} : {phrase}"
    return phrase if len(form.tokens) == 1 else f"{{title text}} : {phrase}"  # signs stand in no order


def _tsquery_form(form: Form) -> str:
    before = _TITLE if form.is_title else ""
    return "({})".format(" <-> ".join(f"'{before}{token}'" for token in form.tokens))


_IN_ITS_BLOCK = f"'(\"{GAP}' || ({{0}} >> {BLOCK}) || '\" AND ' || substr(:sought, 2)"
MATCHES = {
    "sqlite": f"EXISTS (SELECT 1 FROM wording WHERE rowid = {{0}} AND wording MATCH {_IN_ITS_BLOCK})",  # noqa: S608 - ours
    # No EXISTS: the planner would make one of all rows that match, to join them.
    "postgresql": "(SELECT d.words @@ CAST(:sought AS tsquery) FROM wording d WHERE d.place = {0})",
}
"""Whether what is looked for stands at a place."""
