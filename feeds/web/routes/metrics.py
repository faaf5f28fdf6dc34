"""What all processes did and hold, and what the store has, for Prometheus.

https://prometheus.io/docs/instrumenting/exposition_formats/#text-based-format
"""

from __future__ import annotations

from typing import TYPE_CHECKING

from flask import Blueprint, Response
from prometheus_client import CONTENT_TYPE_PLAIN_0_0_4, generate_latest
from prometheus_client.core import CounterMetricFamily, GaugeMetricFamily

from feeds.store.read import reader
from feeds.store.tables import pings
from feeds.store.write import publication
from feeds.web.base.answers import Answer
from feeds.web.base.services import Services, services

if TYPE_CHECKING:
    from collections.abc import Iterator

    from prometheus_client import Metric

blueprint = Blueprint("metrics", __name__)


@blueprint.get("/metrics")
def metrics() -> Response:
    """Tell the numbers of all processes, and those of the store."""
    use = services()
    body = generate_latest(use.counters.collected()) + generate_latest(_Stored(use))
    response = Answer(body, content_type=CONTENT_TYPE_PLAIN_0_0_4)
    response.headers["Cache-Control"] = "no-store"
    return response


class _Stored:
    """The numbers of the store, which are the same whoever tells them."""

    def __init__(self, use: Services) -> None:
        self._use = use

    def collect(self) -> Iterator[Metric]:
        """Look at the store."""
        use = self._use
        with use.store.reading() as connection:
            public = sum(row.entries for row in reader.facets(connection, "all"))
            scheduled = publication.count_scheduled(connection)
            listed = {kind: len(reader.facets(connection, kind)) for kind in ("source", "tag")}
            version, second = reader.version(connection), reader.last_commit(connection)
        yield GaugeMetricFamily("feeds_entries", "Entries that are published.", public)
        yield GaugeMetricFamily("feeds_entries_scheduled", "Entries to be published later.", scheduled)
        facets = GaugeMetricFamily("feeds_facets", "Sources and tags that have entries.", labels=["kind"])
        for kind, count in listed.items():
            facets.add_metric([kind], count)
        yield facets
        yield CounterMetricFamily("feeds_commits", "Commits so far.", version)
        yield GaugeMetricFamily("feeds_last_commit_timestamp_seconds", "When the last commit was made.", second)
        waiting = pings.count(use.store, use.site.hubs)
        yield GaugeMetricFamily("feeds_pings_waiting", "What hubs are still to be told.", waiting)
