"""The commands about what is published: list it, take it back, bring it back."""

from __future__ import annotations

import json
import sys
from dataclasses import dataclass, replace
from typing import TYPE_CHECKING, NoReturn

import click

from feeds.cli.saying import say
from feeds.cli.states import state_of
from feeds.cli.stores import REFUSED, named, open_for, tell_hubs
from feeds.clock import SystemClock
from feeds.config import load_settings
from feeds.errors import one_line

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable, Mapping, Sequence
    from pathlib import Path

    from feeds.config import Settings
    from feeds.store import Connection, Store


@click.command()
@click.argument("what", metavar="WHAT…", nargs=-1, required=True)
@click.option("--reason", help="Why, for the page that stays behind.")
@click.option("--legal", is_flag=True, help="Because the law demands it: addresses answer 451 instead of 410.")
@click.option("--erase", "erases", is_flag=True, help="Take the texts out of the store too, and out of later backups.")
def withdraw(what: tuple[str, ...], reason: str | None, *, legal: bool, erases: bool) -> None:
    """Take articles back: they leave the feeds, and their addresses say that they are gone.

    WHAT is a file, a title, an id, an address or a share address; nothing is asked. An entry that was erased stays so
    whatever its file says, until it is restored.

    Example: feeds withdraw articles/foot.txt --reason "a mistake"
    """
    from feeds.store.schema import BLOCKED, WITHDRAWN
    from feeds.store.write.erasing import erase
    from feeds.store.write.publication import withdraw

    state = BLOCKED if legal else WITHDRAWN

    def turn(connection: Connection, second: int, numbers: Sequence[int]) -> None:
        withdraw(connection, second, numbers, reason=reason, state=state)
        if erases:
            erase(connection, second, numbers)

    done = _turn(what, turn)
    if erases and done.numbers:
        done.store.scrub()
        for file in done.files(done.numbers):
            say(f"feeds: {file} still has the text: it is yours to delete")
    _end(done)


@click.command()
@click.argument("what", metavar="WHAT…", nargs=-1, required=True)
def restore(what: tuple[str, ...]) -> None:
    """Publish withdrawn articles again, with the ids and places they had.

    WHAT is as in `feeds withdraw`. The text of one that was erased is read from its file again.

    Example: feeds restore articles/foot.txt
    """
    from feeds.store.write.publication import restore
    from feeds.web import reserved_words

    words = reserved_words()
    done = _turn(what, lambda connection, second, numbers: restore(connection, second, numbers, words))
    if empty := done.erased():
        _read_again(done, done.files(empty))
        for number in (left := done.erased()):
            say(f"feeds: {done.titles[number].split()[0]}: no file has its text any more: it comes back with one")
        done = replace(done, missed=done.missed or bool(left))
    _end(done)


@click.command("list")
@click.option("--refused", is_flag=True, help="List the files that are refused instead: file, line, reason.")
@click.option(
    "--withdrawn", is_flag=True, help="List what was taken back instead: id, how, title, the file it is from, reason."
)
@click.option("--json", "as_json", is_flag=True, help="Print one JSON object a line.")
def list_facets(*, refused: bool, withdrawn: bool, as_json: bool) -> None:
    """List the sources and tags that have entries: kind, slug, name, number of entries.

    Example: feeds list --json
    """
    from feeds.store.read import overview, reader

    with open_for(load_settings()).reading() as connection:
        if refused:
            for one in overview.refused_files(connection):
                line = (
                    json.dumps(one._asdict(), ensure_ascii=False)
                    if as_json
                    else f"{one.file}\t{one.line or '-'}\t{one.reason}"
                )
                click.echo(line)
            return
        if withdrawn:
            for gone in overview.taken_back(connection):
                shown = {"id": f"urn:uuid:{gone.id}", "state": state_of(gone.state, is_erased=gone.is_erased)}
                shown |= {"title": gone.title or "(erased)", "file": gone.file, "reason": gone.reason}
                click.echo(
                    json.dumps(shown, ensure_ascii=False) if as_json else "\t".join(map(one_line, shown.values()))
                )
            return
        for kind in ("source", "tag"):
            for row in reader.facets(connection, kind):
                if as_json:
                    click.echo(json.dumps({"kind": kind, **row._asdict()}, ensure_ascii=False))
                else:
                    click.echo(f"{kind}\t{row.slug}\t{row.label}\t{row.entries}")


@dataclass(frozen=True, slots=True)
class _Done:
    """What was withdrawn or restored, and where."""

    settings: Settings
    store: Store
    titles: Mapping[int, str]
    """By number of the entry, with the id."""
    missed: bool

    @property
    def numbers(self) -> list[int]:
        return sorted(self.titles)

    def files(self, numbers: Sequence[int]) -> list[Path]:
        """List the files that entries are read from and that are there."""
        from feeds.store.tables.files import paths_of

        with self.store.reading() as connection:
            return [path for path in paths_of(connection, numbers) if path.is_file()]

    def erased(self) -> list[int]:
        """List those that have no text."""
        from feeds.store.write.erasing import erased

        with self.store.reading() as connection:
            return erased(connection, self.numbers)


def _turn(what: Iterable[str], turn: Callable[[Connection, int, Sequence[int]], object]) -> _Done:
    """Withdraw or restore what is named, and print it; what is not found is said, and what was so already."""
    from feeds.store.read.overview import states_of

    settings = load_settings()
    store = open_for(settings)
    found, missed = named(store, settings, what)
    titles = {one.number: f"{one.entry.id}\t{one.entry.title or '(erased)'}" for one in found}
    done = _Done(settings, store, titles, missed)
    if not done.titles:
        return done
    with store.writing(SystemClock()) as (connection, second):
        before = states_of(connection, done.numbers)
        turn(connection, second, done.numbers)
        after = states_of(connection, done.numbers)
    for number, line in done.titles.items():
        state, is_erased = after[number]
        if after[number] != before[number]:
            click.echo(line)
        else:
            say(f"feeds: {line.expandtabs(1)}: nothing to do: it is {state_of(state, is_erased=is_erased)}")
    return done


def _end(done: _Done) -> NoReturn:
    """Tell the hubs; what was not found makes the exit status 1."""
    if done.titles:
        tell_hubs(done.store, done.settings)
    sys.exit(REFUSED if done.missed else 0)


def _read_again(done: _Done, files: Sequence[Path]) -> None:
    from feeds.ingest.folders import Rules, targets_of
    from feeds.ingest.importer import Options, ingest
    from feeds.store.tables.files import known_roots
    from feeds.web import reserved_words

    with done.store.reading() as connection:
        targets = targets_of(files, list(known_roots(connection).values()))
    rules = Rules(done.settings.ignore, done.settings.follow_links)
    if targets:
        ingest(done.store, targets, done.settings.site, SystemClock(), Options(reserved=reserved_words(), rules=rules))
