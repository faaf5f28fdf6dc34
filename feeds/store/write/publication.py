"""Publish what waits: the first import in order of date, the scheduled when due; take back and restore."""

from __future__ import annotations

from operator import attrgetter
from typing import TYPE_CHECKING

from sqlalchemy import ColumnElement, Connection, bindparam, func, or_, select, update

from feeds.store import digests
from feeds.store.dialects.bulk import update_rows
from feeds.store.dialects.lists import among
from feeds.store.facts import SURFACED, read_fact, write_fact
from feeds.store.records import EntryRecord, is_bare
from feeds.store.schema import (
    BLOCKED,
    GONE,
    PENDING,
    PRUNED,
    PUBLIC,
    SCHEDULED,
    SHOWN,
    STANDING,
    WITHDRAWN,
    entry,
    file,
    history,
    share,
)
from feeds.store.tables import journal
from feeds.store.tables.history import RESTORED, Event, note
from feeds.store.tables.history import WITHDRAWN as TAKEN_BACK
from feeds.store.tables.journal import Touch
from feeds.store.wording import AT_ONCE, Wording, worded
from feeds.store.write.erasing import await_files, erased
from feeds.store.write.membership import Membership
from feeds.store.write.minting import Mint
from feeds.store.write.places import Places
from feeds.store.write.retelling import retell

if TYPE_CHECKING:
    from collections.abc import Collection, Iterable, Sequence

_AT_ONCE = 10_000
_WITH_TEXT_AT_ONCE = 500


def first_import_is_done(connection: Connection) -> bool:
    """Tell whether the first import has ended."""
    return read_fact(connection, "first_import") is not None


def has_places(connection: Connection) -> bool:
    """Tell whether any entry has a place yet; until then an import is the first one."""
    return connection.scalar(select(entry.c.place).where(entry.c.place.is_not(None)).limit(1)) is not None


def is_any_pending(connection: Connection) -> bool:
    """Tell whether an import was begun, and not ended, whose entries wait for their places."""
    return connection.scalar(select(entry.c.number).where(_waiting(PENDING)).limit(1)) is not None


def end_import(connection: Connection, second: int, reserved: Collection[str] = ()) -> None:
    """Give what was read and waits its place, by date and path; after the first import keep the share hosts found."""
    _publish(connection, second, _waiting(PENDING), reserved, by_date=True)
    if not first_import_is_done(connection):
        write_fact(connection, "first_import", str(second))
        # From now on feeds that are empty say when the store was made.
        moments = (read_fact(connection, name) or "0" for name in ("created", SURFACED))
        write_fact(connection, SURFACED, max(moments, key=int))
        journal.note(connection, second, None)
    if not share_hosts(connection) and (hosts := _hosts_by_frequency(connection)):
        write_fact(connection, "share_hosts", "\n".join(hosts))
        journal.note(connection, second, None)


def share_hosts(connection: Connection) -> tuple[str, ...]:
    """Give the share hosts of the first import, most frequent first, and those that were taken later."""
    kept = read_fact(connection, "share_hosts")
    return tuple(kept.split("\n")) if kept else ()


def take_hosts(connection: Connection, hosts: Iterable[str]) -> tuple[str, ...]:
    """Let the site resolve the codes of more share hosts, after those it had; gives them all."""
    every = tuple(dict.fromkeys((*share_hosts(connection), *hosts)))
    write_fact(connection, "share_hosts", "\n".join(every))
    return every


def publish_due(connection: Connection, second: int, now: int, reserved: Collection[str] = ()) -> int:
    """Publish the scheduled entries whose moment has come; tells how many."""
    return _publish(connection, second, _waiting(SCHEDULED) & (entry.c.published <= now), reserved, by_date=False)


def next_due(connection: Connection) -> int | None:
    """Tell when the next scheduled entry comes due."""
    due: int | None = connection.scalar(select(func.min(entry.c.published)).where(_waiting(SCHEDULED)))
    return due


def count_scheduled(connection: Connection) -> int:
    """Count the entries whose moment is still to come."""
    return connection.scalar(select(func.count()).select_from(entry).where(_waiting(SCHEDULED))) or 0


def withdraw(
    connection: Connection, second: int, numbers: Sequence[int], *, reason: str | None, state: int = WITHDRAWN
) -> int:
    """Take entries back, for good or with their files or by law; tells how many were not taken back so before."""
    weaker: set[int] = {PRUNED: set(), WITHDRAWN: {PRUNED}, BLOCKED: {PRUNED, WITHDRAWN}}[state]
    return _turn(connection, second, numbers, set(STANDING) | weaker, state, reason)


def restore(connection: Connection, second: int, numbers: Sequence[int], reserved: Collection[str] = ()) -> int:
    """Undo a withdrawal; tells how many were withdrawn. What was erased comes back when its file is read again."""
    empty = erased(connection, numbers)
    await_files(connection, empty)
    note(connection, [Event(number, second, RESTORED, "", "") for number in empty])
    kept = [number for number in numbers if number not in empty]
    return _turn(connection, second, kept, set(GONE), PUBLIC, None, reserved) + len(empty)


def without_file(connection: Connection, folders: Collection[str]) -> list[int]:
    """List the entries read from these folders, at any time, that no file means any more: gone, or overwritten."""
    means_one = file.c.entry.is_not(None)
    held = select(file.c.entry).where(file.c.present == 1, means_one)
    here = file.c.folder.in_(folders)
    last = entry.c.file.in_(select(file.c.number).where(here))
    before = entry.c.number.in_(select(file.c.entry).where(here, means_one))
    # Last read elsewhere, it may have been here as well, in a file that means another entry now.
    told = select(history.c.entry).where(history.c.entry == entry.c.number)
    overwritten = told.where(
        or_(*(history.c.file.startswith(f"{name}/", autoescape=True) for name in folders))
    ).exists()
    query = select(entry.c.number).where(entry.c.number.not_in(held), entry.c.state.in_(STANDING))
    query = query.where(last | before | overwritten)
    return list(connection.scalars(query.order_by(entry.c.number)))


def never_changed(connection: Connection, numbers: Collection[int]) -> set[int]:
    """Choose the entries that are as they were first read."""
    query = select(entry.c.number).where(among(entry.c.number, numbers), entry.c.revision == 1)
    return set(connection.scalars(query))


def count_public(connection: Connection) -> int:
    """Count the entries that are public or wait to be."""
    states = entry.c.state.in_(STANDING)
    return connection.scalar(select(func.count()).select_from(entry).where(states)) or 0


def _waiting(state: int) -> ColumnElement[bool]:
    """Choose the entries of a state that were never public; the index of places finds the few that have none."""
    return entry.c.place.is_(None) & (entry.c.state == state)


def _publish(
    connection: Connection, second: int, waiting: ColumnElement[bool], reserved: Collection[str], *, by_date: bool
) -> int:
    is_between = by_date and has_places(connection)
    membership, places, wording = Membership(connection, second, {}), Places(connection), Wording(connection)
    mint = Mint(connection, second, reserved)
    query = (
        select(entry.c.number, entry.c.language, entry.c.sources, entry.c.tags)
        .add_columns(entry.c.published, entry.c.size, file.c.folder, file.c.path)
        .add_columns(entry.c.id, entry.c.handle, entry.c.share_code, entry.c.minted, entry.c.updated, entry.c.story)
        .join(file, file.c.number == entry.c.file)
        .where(waiting)
    )
    # Databases differ in how they sort text.
    rows = sorted(connection.execute(query), key=attrgetter("published", "folder", "path"))
    if len(rows) > AT_ONCE and places.is_empty:
        wording.leave(max(row.number for row in rows))  # as long as all the rest: it has commits of its own
    given = iter(places.by_date([row.published for row in rows]) if by_date else [places.next() for _ in rows])
    for start in range(0, len(rows), _AT_ONCE):
        placed = []
        chunk = rows[start : start + _AT_ONCE]
        codes = mint.codes((row.number, row.id) for row in chunk if not (row.share_code or row.minted))
        for row in chunk:
            place = next(given)
            state, home = membership.home_of(row.language, row.sources, row.tags)
            facets = sorted(home)
            membership.date(place, row.published)
            membership.arrive(row.number, place, row.size, facets, row.published, returns=False)
            membership.touch(row.number, Touch(row.handle, frozenset(), frozenset(facets), row.published))
            surfaced, minted = membership.surface(row.updated), codes.get(row.number, row.minted)
            placed.append((row.number, place, state, second, second if state == PUBLIC else 0, surfaced, minted))
        names = ("number", "place", "state", "changed", "arrived", "surfaced", "minted")
        update_rows(connection, entry, names, placed)
        digests.renew(connection, codes)
        membership.flush()
        for begin in range(0, len(chunk), _WITH_TEXT_AT_ONCE):
            numbers = [row.number for row in chunk[begin : begin + _WITH_TEXT_AT_ONCE] if row.number > wording.last]
            wording.put(worded(connection, numbers) if numbers else ())
            wording.write()
    told = [row.number for row in rows if row.story is not None]
    retell(connection, second, told, told if is_between else ())
    return len(rows)


def _turn(
    connection: Connection,
    second: int,
    numbers: Sequence[int],
    before: set[int],
    after: int,
    reason: str | None,
    reserved: Collection[str] = (),
) -> int:
    membership, mint = Membership(connection, second, {}), Mint(connection, second, reserved)
    turned = 0
    for start in range(0, len(numbers), _WITH_TEXT_AT_ONCE):
        chosen = among(entry.c.number, numbers[start : start + _WITH_TEXT_AT_ONCE])
        rows = []
        query = select(entry).where(chosen, entry.c.state.in_(before)).order_by(entry.c.place)
        records = [EntryRecord(*row) for row in connection.execute(query)]
        shown = [(old.number, old.id) for old in records if after == PUBLIC and old.place is not None and is_bare(old)]
        codes = mint.codes(shown)
        for old in records:
            surfaced = old.surfaced
            state = after
            if old.place is not None and after == PUBLIC:
                state, home = membership.home_of(old.language, old.sources, old.tags)
                facets = sorted(home)
                membership.arrive(old.number, old.place, old.size, facets, old.published, returns=True)
                surfaced = membership.surface(old.updated, surfaced)
                membership.touch_everything()  # feeds that it was taken back from show where it was
            elif old.place is not None and old.state in SHOWN:
                facets = sorted(membership.left_by(old))
                membership.depart(old.number, old.place, old.size, facets, old.published)
                membership.touch(old.number, Touch(old.handle, frozenset(facets), frozenset(), old.published))
            elif old.place is not None:
                membership.touch_everything()  # it is taken back already, in another way
            elif after == PUBLIC:
                state = SCHEDULED  # taken back before it was ever public: it waits for its moment again
            rows.append({"n": old.number, "s": state, "f": surfaced, "m": codes.get(old.number, old.minted)})
        if rows:
            connection.execute(
                update(entry)
                .where(entry.c.number == bindparam("n"))
                .values(
                    state=bindparam("s"),
                    minted=bindparam("m"),
                    surfaced=bindparam("f"),
                    reason=reason,
                    revision=entry.c.revision + 1,
                    changed=second,
                ),
                rows,
            )
        digests.renew(connection, codes)
        membership.flush()
        told = [old.number for old in records if old.story is not None]
        retell(connection, second, told, told)
        event = RESTORED if after == PUBLIC else TAKEN_BACK
        note(connection, [Event(old.number, second, event, "", reason or "") for old in records])
        turned += len(rows)
    return turned


def _hosts_by_frequency(connection: Connection) -> list[str]:
    printed = select(share.c.host, func.count()).where(share.c.host != "").group_by(share.c.host)
    counted = connection.execute(printed)
    return [host for host, _ in sorted(counted, key=lambda row: (-row[1], row[0]))]
