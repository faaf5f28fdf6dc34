"""What the process that reads counts: files by what they were, what was mended, when it last went well."""

from __future__ import annotations

from typing import TYPE_CHECKING

from prometheus_client import CollectorRegistry, Counter, Gauge

from feeds.store.write.documents import Outcome

if TYPE_CHECKING:
    from collections.abc import Sequence

    from feeds.ingest.importer import Summary, Target


class Readings:
    """Counts imports."""

    def __init__(self) -> None:
        registry = CollectorRegistry()  # asked by nobody: what is counted is shared with the workers
        files = Counter(
            "feeds_files", "Files looked at, by what they were to the store.", ["outcome"], registry=registry
        )
        self._files = {outcome: files.labels(outcome.value) for outcome in Outcome}
        self._repairs = Counter("feeds_repairs", "What was mended in files to publish them.", registry=registry)
        self._conflicts = Counter("feeds_conflicts", "Addresses that files want and others have.", registry=registry)
        self._refused = Gauge(
            "feeds_files_refused",
            "Files that are not published, at the last look at all of them.",
            registry=registry,
            multiprocess_mode="mostrecent",
        )
        self._looked = Gauge(
            "feeds_last_look_timestamp_seconds",
            "When the folders were last looked at and it went well.",
            registry=registry,
            multiprocess_mode="mostrecent",
        )

    def count(self, targets: Sequence[Target], summary: Summary, now: float) -> None:
        """Count an import that went well."""
        for outcome, counter in self._files.items():
            counter.inc(summary.counts[outcome])
        self._repairs.inc(len(summary.repaired))
        self._conflicts.inc(len(summary.conflicts))
        if targets and all(target.only is None for target in targets):
            self._refused.set(len(summary.refused))
        self._looked.set(now)
