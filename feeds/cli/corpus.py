"""The commands about all articles together: what they have in common, and their tags anew."""

from __future__ import annotations

import json
from itertools import islice
from pathlib import Path
from typing import TYPE_CHECKING

import click

from feeds.cli.groups import Group
from feeds.cli.saying import say
from feeds.cli.stores import open_for, tell_hubs
from feeds.clock import SystemClock
from feeds.config import NO_FOLDER, load_settings
from feeds.errors import ArticleRefused, SettingsError, one_line
from feeds.parsers.defaults import NAME
from feeds.site import facet_slug

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence

    from feeds.model import Article, Reading

_MOST_NAMED = 40


@click.command()
@click.option("--dry-run", is_flag=True, help="Only say what would change.")
def retag(*, dry_run: bool) -> None:
    """Give articles the tags of a vocabulary that changed.

    Says how many articles gain and lose each tag. What was published stays as it was but for its tags: it is not
    updated, and no reader sees it again. Articles whose files are gone keep the tags they have.

    Example: feeds retag --dry-run
    """
    from feeds.ingest.folders import Rules, targets_of
    from feeds.ingest.importer import Options, ingest
    from feeds.ingest.progress import reporting
    from feeds.ingest.retagging import retagged
    from feeds.web import reserved_words

    settings = load_settings()
    if not settings.articles:
        raise SettingsError(NO_FOLDER.format("feeds retag"))
    store = open_for(settings)
    targets = targets_of(settings.articles)
    rules = Rules(settings.ignore, settings.follow_links)
    with reporting() as progress:
        found = retagged(store, targets, settings.site, rules, progress)
    for word, counts in (("gain", found.gained), ("lose", found.lost)):
        for slug, number in sorted(counts.items(), key=lambda one: (-one[1], one[0]))[:_MOST_NAMED]:
            click.echo(f"{number:,} {f'article {word}s' if number == 1 else f'articles {word}'} {slug}")
        if len(counts) > _MOST_NAMED:
            say(f"{len(counts) - _MOST_NAMED:,} more tags that articles {word}")
    if not found.articles:
        click.echo("nothing to do: every article has the tags of the vocabulary")
    if not dry_run:
        settings.publisher(store).keep_stamp(SystemClock())  # by which tags are called as they are now
        options = Options(reserved=reserved_words(), rules=rules)
        with reporting() as progress:
            ingest(store, targets, settings.site, SystemClock(), options, progress)
        tell_hubs(store, settings)


@click.group(cls=Group)
def suggest() -> None:
    """Propose what would teach the program more, by what the articles have in common.

    What is printed goes into a file beside the articles once somebody has looked at it; nothing is changed.

    Example: feeds suggest rules
    """


@suggest.command("rules")
@click.argument("paths", metavar="[FOLDER…]", nargs=-1, type=click.Path(path_type=Path))
def suggest_rules(paths: tuple[Path, ...]) -> None:
    """Propose lines to drop: those that the articles of a folder repeat.

    Prints what would stand in the `_defaults.yaml` of each folder, with how many articles have each line, and where
    it was met first. `*` stands for a number.

    Example: feeds suggest rules ~/articles
    """
    from feeds.ingest.repeated import Folder

    folders: dict[str, Folder] = {}
    for file, article in _articles(paths, "feeds suggest rules"):
        folders.setdefault(str(Path(file).parent), Folder()).add(file, article.paragraphs)
    proposed = {name: lines for name, folder in sorted(folders.items()) if (lines := list(folder.repeated()))}
    for name, lines in proposed.items():
        click.echo(f"# {name}/{NAME}\ndrop:")
        for line, count, where in lines:
            click.echo(
                f"  - {json.dumps(line, ensure_ascii=False)}  # {count:,} of {folders[name].articles:,}: {where}"
            )
    if not proposed:
        say("no line stands in five articles of a folder, or in one of two hundred")


@suggest.command("tags")
@click.argument("paths", metavar="[PATH…]", nargs=-1, type=click.Path(path_type=Path))
def suggest_tags(paths: tuple[Path, ...]) -> None:
    """Propose tags: words and names that articles are about, and the vocabulary does not have.

    Prints what would stand in `vocabulary.yaml`, with how many articles have it, and the title of one. `feeds retag`
    gives articles the tags that were accepted.

    Example: feeds suggest tags ~/articles
    """
    from feeds.enrich.vocabulary import find_tag
    from feeds.ingest.keyphrases import Corpus

    corpus, stated = Corpus(), set[str]()
    for _, article in _articles(paths, "feeds suggest tags"):
        corpus.add(article.title, article.paragraphs, is_tagged=bool(article.tags))
        stated.update(facet_slug(name) for name in article.stated_tags)
    proposed = corpus.keyphrases(lambda name: bool(find_tag(name)) or facet_slug(name) in stated)
    one = None
    for one in islice(proposed, _MOST_NAMED):
        rest = f", {one.untagged:,} of them without a tag" if one.untagged else ""
        click.echo(f"# {one.articles:,} articles{rest}: {one_line(one.title)}")
        click.echo(
            f"{json.dumps(one.phrase, ensure_ascii=False)}:\n  match: {json.dumps(one.phrase, ensure_ascii=False)}"
        )
    if one is None:
        say("no word or name that five articles are about is without a tag")


def _articles(paths: Sequence[Path], command: str) -> Iterator[tuple[str, Article]]:
    """Read the articles of the folders named, or of those that are configured; what cannot be read is left out."""
    from feeds.cli.rows import read_all

    settings = load_settings()
    if not (paths or settings.articles):
        raise SettingsError(NO_FOLDER.format(command))
    settings.use_tables(paths)
    for article in read_all(paths or settings.articles, settings.site, settings.ignore, _article):
        if article is not None:
            yield article


def _article(file: str, read: Reading | ArticleRefused) -> tuple[str, Article] | None:
    return None if isinstance(read, ArticleRefused) else (file, read.article)
