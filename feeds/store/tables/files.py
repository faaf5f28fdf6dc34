"""The files that were read: which are there, which went away, which were refused."""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING, Any

from sqlalchemy import Connection, Select, bindparam, func, insert, select, update

from feeds.model import FileState
from feeds.store.dialects.lists import among
from feeds.store.schema import SHOWN, entry, file, folder

if TYPE_CHECKING:
    from collections.abc import Collection, Iterable, Mapping, Sequence

    from feeds.model import Stamp


_STATE = (
    file.c.size,
    file.c.mtime,
    file.c.digest,
    file.c.parser,
    file.c.defaults,
    file.c.present,
    file.c.refusal,
    file.c.line,
    file.c.inode,
    file.c.ctime,
    file.c.held,
    file.c.due,
)
_holder = file.alias("holder")


def folder_name(connection: Connection, root: Path, given: Mapping[str, Path]) -> str:
    """Give the name under which a folder is known, now that it is at `root`; `given` are names given just now.

    A folder is what its owner calls it, wherever that leads. It is known by its last part; where another folder of
    that name is still there, a number tells them apart.
    """
    known = {**known_roots(connection), **given}
    for called in (root, root.resolve()):  # earlier versions kept where a link led
        for name, place in known.items():
            if _spelled(place) == _spelled(called):
                return name
    base = _spelled(root.name) or "articles"
    name, number = base, 1
    while name in known and known[name].is_dir():
        number += 1
        name = f"{base}-{number}"
    return name


def remember_folder(connection: Connection, name: str, root: Path) -> None:
    """Keep where a folder is."""
    changed = connection.execute(update(folder).where(folder.c.name == name).values(root=_spelled(root)))
    if not changed.rowcount:
        connection.execute(insert(folder).values(name=name, root=_spelled(root)))


def known_roots(connection: Connection) -> dict[str, Path]:
    """List the folders that were read, by name."""
    return {str(row.name): Path(row.root) for row in connection.execute(select(folder))}


def other_folders(connection: Connection, roots: Collection[Path]) -> dict[str, Path]:
    """List the folders that were read once and are none of these, by name."""
    given = {_spelled(place) for root in roots for place in (root.absolute(), root.resolve())}
    return {
        name: root
        for name, root in known_roots(connection).items()
        if not given & {_spelled(root), _spelled(root.resolve())}
    }


def file_states(connection: Connection, name: str, paths: Sequence[str] | None = None) -> dict[str, FileState]:
    """Give what is known of a folder's files, or of some of them, by path; without what is only a part of one."""
    query = select(file.c.path, *_STATE).where(file.c.folder == name, file.c.holder.is_(None))
    if paths is not None:
        query = query.where(among(file.c.path, paths))
    return {row[0]: FileState._make(row[1:]) for row in connection.execute(query).all()}


def parts_between(
    connection: Connection, name: str, holder: str, above: int, last: int | None = None
) -> dict[str, FileState]:
    """Give what is known of those parts of a file that were there, above a place and up to another."""
    query = _parts_of(name, holder, file.c.path, *_STATE).where(file.c.part > above)
    if last is not None:
        query = query.where(file.c.part <= last)
    return {row[0]: FileState._make(row[1:]) for row in connection.execute(query)}


def count_parts(connection: Connection, name: str, holder: str) -> int:
    """Count the articles that a file holds."""
    return connection.scalar(_parts_of(name, holder, func.count())) or 0


def troubled_parts(connection: Connection, name: str, holder: str) -> dict[str, FileState]:
    """Give what is known of those parts of a file that are refused or kept back, in their order."""
    query = _parts_of(name, holder, file.c.path, *_STATE).where(file.c.refusal.is_not(None) | file.c.held.is_not(None))
    return {row[0]: FileState._make(row[1:]) for row in connection.execute(query.order_by(file.c.part))}


def _parts_of(name: str, holder: str, *columns: Any) -> Select[Any]:
    return (
        select(*columns)
        .join(_holder, _holder.c.number == file.c.holder)
        .where(_holder.c.folder == name, _holder.c.path == holder, file.c.present == 1)
    )


def entries_at(connection: Connection, path: Path) -> list[int]:
    """List the entries that a file means or meant last, by its path wherever the command is called.

    One that holds many means those of them that are there.
    """
    found: list[int] = []
    for name, root in known_roots(connection).items():
        for given, base in ((path.absolute(), root), (path.resolve(), root.resolve())):
            if given.is_relative_to(base):
                inside = _spelled(given.relative_to(base).as_posix())
                query = select(file.c.entry).where(file.c.folder == name, file.c.path == inside)
                parts = _parts_of(name, inside, file.c.entry)
                rows = [*connection.scalars(query), *connection.scalars(parts.order_by(file.c.part))]
                found += (number for number in rows if number is not None)
    return list(dict.fromkeys(found))


def paths_of(connection: Connection, entries: Iterable[int]) -> list[Path]:
    """List the files that mean entries, those that were there when their folders were last looked into."""
    roots = known_roots(connection)
    path = func.coalesce(_holder.c.path, file.c.path)
    query = select(file.c.folder, path).outerjoin(_holder, _holder.c.number == file.c.holder).distinct()
    found = connection.execute(query.where(among(file.c.entry, entries), file.c.present == 1))
    return sorted(roots[folder] / path for folder, path in found if folder in roots)


def tags_of(connection: Connection, name: str, paths: Sequence[str]) -> dict[str, tuple[int, frozenset[str]]]:
    """Give the number and the tags, by their slugs, of each public entry that files mean, by the path of the file."""
    query = select(file.c.path, entry.c.number, entry.c.tags).join(entry, entry.c.number == file.c.entry)
    query = query.where(file.c.folder == name, among(file.c.path, paths), entry.c.state.in_(SHOWN))
    return {path: (number, frozenset(tags.split())) for path, number, tags in connection.execute(query)}


def mark_gone(connection: Connection, name: str, paths: Iterable[str]) -> None:
    """Remember that files went away, with the articles they hold; what was published of them stays."""
    rows = [{"f": name, "p": path} for path in paths]
    if rows:
        connection.execute(
            update(file)
            .where(file.c.folder == bindparam("f"), file.c.path == bindparam("p"))
            .values(present=0, mtime=0),
            rows,
        )
        holders = select(_holder.c.number).where(_holder.c.folder == bindparam("f"), _holder.c.path == bindparam("p"))
        gone = update(file).where(file.c.holder.in_(holders)).values(present=0)
        connection.execute(gone, rows)


def mark_all_gone(connection: Connection, names: Iterable[str]) -> None:
    """Take every file of these folders for gone, so that each is read again when its folder is."""
    connection.execute(update(file).where(file.c.folder.in_(list(names))).values(present=0, mtime=0))


def touch(connection: Connection, name: str, stamps: Mapping[str, Stamp]) -> None:
    """Remember new stamps of files whose text is the same."""
    if stamps:
        connection.execute(
            update(file)
            .where(file.c.folder == bindparam("f"), file.c.path == bindparam("p"))
            .values(mtime=bindparam("m"), inode=bindparam("i"), ctime=bindparam("c")),
            [{"f": name, "p": path, "m": s.mtime, "i": s.inode, "c": s.ctime} for path, s in stamps.items()],
        )


def is_any_present(connection: Connection, name: str) -> bool:
    """Tell whether a folder held a file when it was last looked into."""
    query = select(file.c.number).where(file.c.folder == name, file.c.present == 1).limit(1)
    return connection.scalar(query) is not None


def _spelled(path: Path | str) -> str:
    """Spell a path in Unicode whatever its bytes."""
    return str(path).encode("utf-8", "backslashreplace").decode("utf-8")
