"""A cold document against Django's syndication framework, from the same articles in SQLite, in process."""

from __future__ import annotations

import importlib.util
import os
import tempfile
import time
from contextlib import ExitStack
from statistics import median
from pathlib import Path
from typing import TYPE_CHECKING, Any

import feedparser
from sqlalchemy import select
from werkzeug.test import EnvironBuilder, run_wsgi_app

from feeds.config import Settings
from feeds.formats.content import content_html
from feeds.store import Store, reader
from feeds.store.schema import entry
from feeds.web import create_app
from feeds.web.services import EXTENSION
from tests.benchmarks.corpus import TAGS, fill_store
from tests.benchmarks.rounds import Figure, at_most, interleave, ratios

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator

    from _typeshed.wsgi import WSGIApplication

_ENTRIES = 10_000
_TIMES = 20
_PATH = f"/tags/{TAGS[0]}/feed.xml"
_GZIP = {"Accept-Encoding": "gzip"}


def run() -> Iterator[Figure | str]:
    """Compare a document whose entries were shown before, and the first one ever; ours compressed, theirs not."""
    if not importlib.util.find_spec("django"):
        yield "skipped: Django is missing (pip install -c constraints.txt 'feeds[bench]')"
        return
    with ExitStack() as stack:
        home = Path(stack.enter_context(tempfile.TemporaryDirectory()))
        store = fill_store(f"sqlite:///{home}/feeds.db", _ENTRIES)
        stack.callback(store.close)
        app = create_app(Settings(database_url=f"sqlite:///{home}/feeds.db", window_hours=0))
        publisher = app.extensions[EXTENSION].publisher
        flask: WSGIApplication = app.wsgi_app.application  # type: ignore[attr-defined] # what the hot path asks
        django = _django(home / "django.db", store, app.extensions[EXTENSION].site)
        size = _same_entries(_ask(flask, {}), _ask(django, {}))

        def forget(*, fragments: bool) -> None:
            publisher._documents.clear()
            if fragments:
                publisher._fragments.clear()

        times = interleave(
            {
                "Django": _timed(lambda: _ask(django, {}), lambda: None),
                "cold": _timed(lambda: _ask(flask, _GZIP), lambda: forget(fragments=False)),
                "first": _timed(lambda: _ask(flask, _GZIP), lambda: forget(fragments=True)),
            }
        )
    yield f"the largest of {len(TAGS):,} tags, {_ENTRIES:,} articles, {size:,} bytes of RSS; one whole request"
    yield Figure("Django, without gzip", times["Django"], "ms")
    for what, name, bound in (("cold document, gzip", "cold", 0.05), ("first ever, gzip", "first", 0.4)):
        note = f"{median(times[name]):.2f} ms"
        yield Figure(what, ratios(times[name], times["Django"]), "× the time of Django", at_most(bound), note)


def _django(database: Path, store: Store, site: Any) -> WSGIApplication:
    """Make the same articles into a database of Django's, and its application."""
    os.environ["DJANGO_DATABASE"] = str(database)
    os.environ["DJANGO_SETTINGS_MODULE"] = "tests.benchmarks.django_site.settings"
    from django.core.wsgi import get_wsgi_application
    from django.db import connection as theirs

    application: WSGIApplication = get_wsgi_application()
    from tests.benchmarks.django_site.models import Article, Tag

    with theirs.schema_editor() as editor:
        editor.create_model(Tag)
        editor.create_model(Article)
    with store.reading() as connection:
        entries = reader.entries(connection, list(connection.scalars(select(entry.c.number)))).values()
    tags = {tag.slug: Tag(slug=tag.slug, label=tag.label) for item in entries for tag in item.tags}
    Tag.objects.bulk_create(tags.values())
    articles = Article.objects.bulk_create(
        Article(
            handle=item.handle,
            title=item.title,
            summary=item.summary,
            html=content_html(item, site),
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
    with theirs.cursor() as cursor:
        cursor.execute("ANALYZE")
    return application


def _ask(application: WSGIApplication, headers: dict[str, str]) -> bytes:
    environ = EnvironBuilder(path=_PATH, headers=headers, base_url="http://127.0.0.1:8000/").get_environ()
    body, status, _ = run_wsgi_app(application, environ, buffered=True)
    if not status.startswith("200"):
        raise RuntimeError(status)
    return b"".join(body)


def _same_entries(ours: bytes, theirs: bytes) -> int:
    """See that both say the same of the same entries; gives the size of ours."""
    told = [
        [(item.title, item.content[0].value, {tag.term for tag in item.tags}) for item in feedparser.parse(body).entries]
        for body in (ours, theirs)
    ]
    if told[0] != told[1] or len(told[0]) != 50:
        raise RuntimeError("the two feeds differ")
    return len(ours)


def _timed(call: Callable[[], object], before: Callable[[], object]) -> Callable[[], float]:
    """Take the median of some calls, each after something that is not timed: milliseconds of processor time."""

    def measure() -> float:
        times = []
        for _ in range(_TIMES):
            before()
            began = time.process_time()
            call()
            times.append((time.process_time() - began) * 1000)
        return median(times)

    return measure
