"""What was exported: each file with what it shows, and the state of the store that it was taken from.

It is a database that lies among the files, which need nothing of it, so that a site of any size takes little memory.
One that cannot be read is none: then everything is written anew. What was written is noted every now and then, and the
state of the store at the end: whatever ends an export, the next one knows the files, and asks for all this one did.
"""

from __future__ import annotations

import json
import sqlite3
from contextlib import closing, contextmanager
from itertools import chain
from typing import TYPE_CHECKING, NamedTuple

from feeds.errors import FeedsError
from feeds.publish.concerns import Concern

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable, Iterator
    from pathlib import Path

    from feeds.export.target import Target

NAME = ".feeds-export.db"
_TABLES = """
    CREATE TABLE IF NOT EXISTS said (name TEXT PRIMARY KEY, value TEXT NOT NULL) WITHOUT ROWID;
    CREATE TABLE IF NOT EXISTS concern (id INTEGER PRIMARY KEY, spelled TEXT NOT NULL UNIQUE);
    CREATE TABLE IF NOT EXISTS shown (key TEXT, concern INTEGER, PRIMARY KEY (key, concern)) WITHOUT ROWID;
    CREATE TABLE IF NOT EXISTS file (
        path TEXT PRIMARY KEY, file TEXT NOT NULL, digest BLOB NOT NULL, concern INTEGER NOT NULL
    ) WITHOUT ROWID;
    CREATE INDEX IF NOT EXISTS file_concern ON file (concern);
    CREATE TEMP TABLE seen (path TEXT PRIMARY KEY) WITHOUT ROWID;
"""
_SHOWING = """
    SELECT id, spelled FROM concern
    WHERE id IN (SELECT concern FROM shown WHERE key IN (SELECT value FROM json_each(?)))
"""
_ANYTHING = ""
"""The key of what anything may touch."""
_SETTINGS = ("locking_mode = EXCLUSIVE", "synchronous = OFF", "cache_size = -16384", "temp_store = FILE")
"""One export at a time. Whatever is lost with the machine is written anew; a process that dies loses little."""
_USELESS = (sqlite3.SQLITE_NOTADB, sqlite3.SQLITE_CORRUPT)
_PATIENCE = 5.0
"""Seconds for which another export may end."""
_EVERY = 500
"""Files after which what was written is noted."""


class Kept(NamedTuple):
    """A file as it was written."""

    file: str
    digest: bytes
    concern: Concern | None


class Record:
    """All files by their paths below the site."""

    def __init__(self, place: Path, made_by: str) -> None:
        self._database = sqlite3.connect(place, _PATIENCE)
        for setting in _SETTINGS:
            self._database.execute(f"PRAGMA {setting}")
        self._database.executescript(_TABLES)
        self._written = 0
        self._database.execute("BEGIN IMMEDIATE")
        said = dict(self._database.execute("SELECT name, value FROM said"))
        if said.get("made_by") != made_by:  # settings or program: what decides the bytes beside the store
            said = {"made_by": made_by}
            self._database.execute("DELETE FROM said")
            self._database.execute("INSERT INTO said VALUES ('made_by', ?)", (made_by,))
            for number, spelled in self._database.execute("SELECT id, spelled FROM concern").fetchall():
                self._show(number, _concern(spelled))  # which another version may not have done
        self._database.commit()
        self.history = said.get("history", "")
        number, second = json.loads(said.get("state", "[-1, 0]"))
        self.state: tuple[int, int] = (number, second)
        """Number and second of the last commit that was seen."""

    def __len__(self) -> int:
        [(count,)] = self._database.execute("SELECT count(*) FROM file")
        return int(count)

    def __contains__(self, path: str) -> bool:
        return bool(self._database.execute("SELECT 1 FROM file WHERE path = ?", (path,)).fetchone())

    def get(self, path: str) -> Kept | None:
        """Give what was written for a path."""
        row = self._database.execute(
            "SELECT file, digest, spelled FROM file JOIN concern ON concern.id = concern WHERE path = ?", (path,)
        ).fetchone()
        return Kept(row[0], row[1], _concern(row[2])) if row else None

    def put(self, path: str, kept: Kept) -> None:
        """Take down what was written for a path."""
        execute, spelled = self._database.execute, _spelled(kept.concern)
        added = execute("INSERT OR IGNORE INTO concern (spelled) VALUES (?)", (spelled,))
        if added.rowcount > 0:
            self._show(added.lastrowid, kept.concern)
        execute(
            "REPLACE INTO file SELECT ?, ?, ?, id FROM concern WHERE spelled = ?",
            (path, kept.file, kept.digest, spelled),
        )
        self._written += 1
        if self._written % _EVERY == 0:
            self._database.commit()

    def pop(self, path: str) -> Kept | None:
        """Strike out a path; gives what was written for it."""
        if kept := self.get(path):
            self._database.execute("DELETE FROM file WHERE path = ?", (path,))
        return kept

    def see(self, path: str) -> bool:
        """Tell whether a path is met for the first time in this export."""
        return self._database.execute("INSERT OR IGNORE INTO seen VALUES (?)", (path,)).rowcount > 0

    def unseen(self) -> Iterator[str]:
        """List the paths that were not met in this export."""
        found = self._database.execute("SELECT path FROM file WHERE path NOT IN (SELECT path FROM seen)")
        yield from (path for (path,) in found.fetchall())

    def concerned(self, touched: Iterable[str], is_touched: Callable[[Concern | None], bool]) -> Iterator[str]:
        """List the paths of files that show what was touched: some of these keys, and that is asked for."""
        keys = json.dumps([_ANYTHING, *touched])
        for number, spelled in self._database.execute(_SHOWING, (keys,)).fetchall():
            if is_touched(_concern(spelled)):
                found = self._database.execute("SELECT path FROM file WHERE concern = ?", (number,))
                yield from (path for (path,) in found)

    def _show(self, number: int | None, concern: Concern | None) -> None:
        keys = [_ANYTHING] if concern is None else {*concern.itself, *chain.from_iterable(concern.groups)}
        self._database.executemany("INSERT OR IGNORE INTO shown VALUES (?, ?)", [(key, number) for key in keys])

    def end(self, history: str, state: tuple[int, int]) -> None:
        """Take down of which state of the store the files are now."""
        said = (("history", history), ("state", json.dumps(state)))
        self._database.execute("DELETE FROM concern WHERE id NOT IN (SELECT concern FROM file)")
        self._database.execute("DELETE FROM shown WHERE concern NOT IN (SELECT id FROM concern)")
        self._database.executemany("REPLACE INTO said VALUES (?, ?)", said)
        self._database.commit()

    def close(self) -> None:
        """Close it; what was written is noted."""
        self._database.commit()
        self._database.close()


@contextmanager
def opened(target: Target, made_by: str) -> Iterator[Record]:
    """Open what the last export wrote; where that is of no use, nothing was written."""
    with target.here(NAME) as place:
        try:
            with closing(_record(place, made_by)) as record:
                yield record
        except sqlite3.Error as error:
            why = "another export writes there" if error.sqlite_errorcode == sqlite3.SQLITE_BUSY else error
            raise FeedsError(f"{place} cannot be written: {why}") from error


def _record(place: Path, made_by: str) -> Record:
    try:
        return Record(place, made_by)
    except sqlite3.DatabaseError as error:
        if error.sqlite_errorcode not in _USELESS:
            raise
    place.unlink()
    return Record(place, made_by)


def _spelled(concern: Concern | None) -> str:
    if concern is None:
        return "null"
    told = [concern.groups, concern.itself, sorted(concern.excluded), concern.since, concern.until]
    return json.dumps(told, ensure_ascii=False, separators=(",", ":"))


def _concern(spelled: str) -> Concern | None:
    told = json.loads(spelled)
    if told is None:
        return None
    groups, itself, excluded, since, until = told
    return Concern(tuple(map(tuple, groups)), tuple(itself), frozenset(excluded), since, until)
