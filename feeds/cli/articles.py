"""The commands about files: read them into the store, or only show what would be read."""

from __future__ import annotations

import re
import sys
from contextlib import closing
from datetime import UTC, datetime
from functools import partial
from itertools import islice
from pathlib import Path
from typing import TYPE_CHECKING

import click

from feeds.cli.saying import say
from feeds.cli.stores import REFUSED, open_for, tell_hubs
from feeds.clock import SystemClock
from feeds.config import NO_FOLDER, load_settings
from feeds.errors import ArticleRefused, SettingsError

if TYPE_CHECKING:
    from collections.abc import Iterable

    from feeds.config import Settings
    from feeds.ingest.corpus_report import Read
    from feeds.ingest.importer import Summary
    from feeds.model import Reading
    from feeds.store import Store

_MOST_ON_A_PAGE = 200
"""Articles."""
_MOST_NAMED = 20
"""Kinds of repairs, and articles that are kept back: the rest is counted."""
_VARIABLE = re.compile(r"(?<![\w-])\d[\d,]*|(?<!field )(?:'[^']*'|\"[^\"]*\")")
"""What of a repair is of one article: numbers and what is quoted, but for the names of fields."""


def _moment(_context: click.Context, _parameter: click.Parameter, value: str | None) -> int | None:
    if value is None:
        return None
    try:
        moment = datetime.fromisoformat(value)
    except ValueError as error:
        raise click.BadParameter("it takes an ISO date and time, such as 2026-03-01T09:00:00Z") from error
    return int((moment if moment.tzinfo else moment.replace(tzinfo=UTC)).timestamp())


@click.command()
@click.argument("paths", metavar="[PATH…]", nargs=-1, type=click.Path(path_type=Path))
@click.option("--prune", is_flag=True, help="Withdraw the entries whose files are gone.")
@click.option("--force", is_flag=True, help="Let --prune withdraw more than a tenth, or everything.")
@click.option(
    "--backfill", is_flag=True, help="Place new entries by their date: subscribers do not see old stock as new."
)
@click.option("--seen-at", metavar="TIME", callback=_moment, help="Take TIME for the moment of the import.")
@click.option(
    "--cluster",
    metavar="ADDRESS",
    default="",
    help="Read on the Dask cluster whose scheduler has this address; its workers need not see the files.",
)
@click.option(
    "--report",
    metavar="FILE",
    type=click.Path(path_type=Path, dir_okay=False),
    help="Write a page that shows how everything was read, and what would teach the program more.",
)
def ingest(
    paths: tuple[Path, ...],
    *,
    prune: bool,
    force: bool,
    backfill: bool,
    seen_at: int | None,
    cluster: str,
    report: Path | None,
) -> None:
    """Read articles into the store.

    PATH is a folder or a file; without one, the configured folders. Running it again changes nothing that did not
    change. Files that are refused are named each time, with line and reason, and make the exit status 1; the rest is
    published. With --prune, and without a PATH, what came from folders that are not configured any more is withdrawn.

    Example: feeds ingest ~/articles
    """
    from feeds.ingest.folders import Rules
    from feeds.ingest.importer import Options, ingest, targets_of
    from feeds.ingest.indexing import index
    from feeds.ingest.progress import reporting, summary_line
    from feeds.ingest.remarks import remarks
    from feeds.store.read.links import ambiguous
    from feeds.store.tables.files import known_roots
    from feeds.store.write.declaring import declare
    from feeds.store.write.publication import share_hosts
    from feeds.web import reserved_words

    settings = load_settings()
    if not (paths or settings.articles):
        raise SettingsError(NO_FOLDER.format("feeds ingest"))
    settings.use_tables(paths)
    store = open_for(settings, created=seen_at, makes=True)
    declare(store, SystemClock(), settings.private)
    with store.reading() as connection:
        roots = [*known_roots(connection).values(), *(path.absolute() for path in settings.articles)]
    targets = targets_of(paths or settings.articles, roots, may_be_missing=prune and force)
    rules = Rules(settings.ignore, settings.follow_links)
    words = reserved_words()
    options = Options(
        seen_at, backfill, prune=prune, alone=not paths, force=force, reserved=words, rules=rules, cluster=cluster
    )
    with reporting() as progress:
        summary = ingest(store, targets, settings.site, SystemClock(), options, progress)
    index(store, SystemClock())
    _report(summary)
    _tell_scheduled(store)
    with store.reading() as connection:
        for remark in remarks(
            connection, () if paths else settings.articles, settings.share_hosts or share_hosts(connection)
        ):
            say(str(remark))
        for link, ids in ambiguous(connection):
            say(f"ambiguous: {settings.site.share(link)} leads to {len(ids)} articles: {', '.join(ids)}")
    click.echo(summary_line(summary))
    if report:
        _write_report(report, paths or settings.articles, settings)
    tell_hubs(store, settings)
    sys.exit(REFUSED if summary.refused or summary.fruitless else 0)


@click.command()
@click.argument("paths", metavar="PATH…", nargs=-1, required=True, type=click.Path(path_type=Path))
@click.option("--json", "as_json", is_flag=True, help="Print one JSON object per file.")
@click.option(
    "--html", "as_html", is_flag=True, help="Print a page: the lines of each file, and what each was taken for."
)
def parse(paths: tuple[Path, ...], *, as_json: bool, as_html: bool) -> None:
    """Show what would be read: every field with the line it came from, and why; nothing is stored.

    Example: feeds parse articles/bridge.txt
    """
    from feeds.cli.rows import marked, read_all, row

    settings = load_settings()
    settings.use_tables(paths)
    refused = False
    if as_html:
        with closing(read_all(paths, settings.site, settings.ignore, marked)) as articles:
            shown = list(islice(articles, _MOST_ON_A_PAGE))
        click.echo(_page("parse.html", articles=shown))
        sys.exit(REFUSED if any("refused" in one for one in shown) else 0)
    show = partial(row, as_json=as_json, now=SystemClock().now())
    with closing(read_all(paths, settings.site, settings.ignore, show)) as rows:
        for one in rows:
            refused = refused or one.is_refused
            click.echo(one.text)
    sys.exit(REFUSED if refused else 0)


def _write_report(file: Path, paths: Iterable[Path], settings: Settings) -> None:
    """Read everything once more, and write down what came of it."""
    from feeds.cli.rows import read_all
    from feeds.ingest.corpus_report import MOST, Corpus

    corpus = Corpus()
    for read in read_all(paths, settings.site, settings.ignore, _counted):
        if isinstance(read, str):
            corpus.refused.append(read)
        else:
            corpus.add(read)
    try:
        file.write_text(_page("report.html", corpus=corpus, most=MOST), encoding="utf-8", errors="replace")
    except OSError as error:
        raise SettingsError(f"{file} cannot be written: {error.strerror}") from error
    say(f"how it was read: {file}")


def _page(template: str, **shown: object) -> str:
    from jinja2 import Environment, PackageLoader

    return Environment(autoescape=True, loader=PackageLoader("feeds.cli", "")).get_template(template).render(**shown)


def _counted(file: str, read: Reading | ArticleRefused) -> Read | str:
    from feeds.ingest.corpus_report import read_of

    return str(read) if isinstance(read, ArticleRefused) else read_of(file, read)


def _tell_scheduled(store: Store) -> None:
    """Say what is held back, and until when."""
    from feeds.store.read.overview import scheduled
    from feeds.store.records import moment

    with store.reading() as connection:
        waiting = scheduled(connection)
    for one in waiting[:_MOST_NAMED]:
        say(f"scheduled: {one.file}: until {moment(one.second).isoformat()}")
    if len(waiting) > _MOST_NAMED:
        say(f"scheduled: {len(waiting) - _MOST_NAMED:,} more, which feeds status shows")


def _say_repairs(repaired: list[str]) -> None:
    """Say what was repaired, one line a kind."""
    kinds: dict[str, list[str]] = {}
    for repair in repaired:
        kinds.setdefault(_VARIABLE.sub("…", repair.partition(": ")[2]), []).append(repair)
    for alike in list(kinds.values())[:_MOST_NAMED]:
        more = f" ({len(alike) - 1:,} more like it)" if len(alike) > 1 else ""
        say(f"repaired: {alike[0]}{more}")
    if len(kinds) > _MOST_NAMED:
        left = sum(len(alike) for alike in list(kinds.values())[_MOST_NAMED:])
        say(f"repaired: {left:,} more, which feeds parse shows")


def _report(summary: Summary) -> None:
    from feeds.parsers import suffixes

    _say_repairs(summary.repaired)
    for held in summary.held[:_MOST_NAMED]:
        say(f"kept back: {held}")
    if len(summary.held) > _MOST_NAMED:
        say(f"kept back: {len(summary.held) - _MOST_NAMED:,} more, which feeds status shows")
    for path, reason in summary.conflicts:
        say(f"conflict: {path}: {reason}")
    for path in summary.unfinished:
        say(f"still being written: {path}: it is left for the next time")
    for folder in summary.fruitless:
        say(f"no article in {folder}; what is read: {' '.join(sorted(filter(None, suffixes())))}")
    for reason in summary.unread:
        say(f"not read: {reason}")
    for refusal in summary.refused:
        say(f"refused: {refusal}")
