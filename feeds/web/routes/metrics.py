"""What one worker did and holds, and what the store has, for Prometheus.

https://prometheus.io/docs/instrumenting/exposition_formats/#text-based-format
"""

from __future__ import annotations

import os
from typing import TYPE_CHECKING, NamedTuple

from flask import Blueprint, Response, current_app

from feeds.store.read import reader
from feeds.store.tables import pings
from feeds.web.base.answers import Answer
from feeds.web.base.services import services
from feeds.web.front.hotpath import HotPath
from feeds.web.front.redirects import Redirects

if TYPE_CHECKING:
    from collections.abc import Iterator, Mapping

blueprint = Blueprint("metrics", __name__)


class _Metric(NamedTuple):
    name: str
    kind: str
    says: str
    values: Mapping[str, float]
    """By labels, as they are written."""


@blueprint.get("/metrics")
def metrics() -> Response:
    """Tell the numbers of this worker, labelled with its process, and those of the store."""
    lines: list[str] = []
    for metric in (*_of_the_store(), *_of_this_worker()):
        lines += [f"# HELP {metric.name} {metric.says}", f"# TYPE {metric.name} {metric.kind}"]
        lines += [f"{metric.name}{labels} {value:.15g}" for labels, value in metric.values.items()]
    response = Answer("\n".join(lines) + "\n", content_type="text/plain; version=0.0.4; charset=utf-8")
    response.headers["Cache-Control"] = "no-store"
    return response


def _of_the_store() -> Iterator[_Metric]:
    use = services()
    with use.store.reading() as connection:
        public = sum(row.entries for row in reader.facets(connection, "all"))
        listed = {kind: len(reader.facets(connection, kind)) for kind in ("source", "tag")}
        version, second = reader.version(connection), reader.last_commit(connection)
    waiting = pings.count(use.store, use.site.hubs)
    yield _Metric("feeds_entries", "gauge", "Entries that are published.", {"": public})
    by_kind = {f'{{kind="{kind}"}}': count for kind, count in listed.items()}
    yield _Metric("feeds_facets", "gauge", "Sources and tags that have entries.", by_kind)
    yield _Metric("feeds_commits_total", "counter", "Commits so far.", {"": version})
    yield _Metric("feeds_last_commit_timestamp_seconds", "gauge", "When the last commit was made.", {"": second})
    yield _Metric("feeds_pings_waiting", "gauge", "What hubs are still to be told.", {"": waiting})


def _of_this_worker() -> Iterator[_Metric]:
    builder, worker = services().publisher.builder, f'{{worker="{os.getpid()}"}}'
    front = current_app.wsgi_app
    if isinstance(front, Redirects) and isinstance(front.application, HotPath):
        counts = {
            "memory": front.application.answered,
            "redirects": front.answered,
            "application": front.application.handed_on,
        }
        answers = {f'{{worker="{os.getpid()}",from="{place}"}}': count for place, count in counts.items()}
        yield _Metric("feeds_answers_total", "counter", "Requests answered.", answers)
    yield _Metric("feeds_documents_built_total", "counter", "Documents of feeds made.", {worker: builder.built})
    yield _Metric("feeds_held_bytes", "gauge", "What is kept to be used again, about.", {worker: builder.held_bytes})
    yield _Metric(
        "feeds_troubles",
        "gauge",
        "Entries and feeds not published as they should be.",
        {worker: len(builder.troubles())},
    )
