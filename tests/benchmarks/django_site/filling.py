"""Take the articles of a store of ours into the database of the site."""

from __future__ import annotations

import os
from typing import TYPE_CHECKING

from sqlalchemy import select

from feeds.formats.content import content_html
from feeds.site import Site
from feeds.store.read import reader
from feeds.store.schema import entry

if TYPE_CHECKING:
    from pathlib import Path

    from feeds.store import Store


def fill_site(database: Path, store: Store) -> dict[str, str]:
    """Make the same articles with the same tags, and the indexes; gives the environment of the site."""
    environment = {"DJANGO_SETTINGS_MODULE": f"{__package__}.settings", "DJANGO_DATABASE": str(database)}
    os.environ.update(environment)
    import django

    django.setup()
    from django.db import connection, transaction

    from tests.benchmarks.django_site.models import Article, Tag

    with store.reading() as reading:
        entries = reader.entries(reading, list(reading.scalars(select(entry.c.number)))).values()
    with connection.schema_editor() as editor:
        editor.create_model(Tag)
        editor.create_model(Article)
    with transaction.atomic():
        tags = {tag.slug: Tag(slug=tag.slug, label=tag.label) for item in entries for tag in item.tags}
        Tag.objects.bulk_create(tags.values())
        articles = Article.objects.bulk_create(
            Article(
                handle=item.handle,
                title=item.title,
                summary=item.summary,
                html=content_html(item, Site()),
                author=", ".join(source.name for source in item.sources),
                published=item.published,
                updated=item.updated,
            )
            for item in entries
        )
        links = Article.tags.through
        links.objects.bulk_create(
            links(article=article, tag=tags[tag.slug])
            for article, item in zip(articles, entries, strict=True)
            for tag in item.tags
        )
    with connection.cursor() as cursor:
        cursor.execute("ANALYZE")
    connection.close()
    return environment
