"""The commands about tags."""

from __future__ import annotations

import click

from feeds.cli.saying import say
from feeds.cli.stores import open_for, tell_hubs
from feeds.clock import SystemClock
from feeds.config import NO_FOLDER, load_settings
from feeds.errors import SettingsError

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
