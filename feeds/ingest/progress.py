"""How far an import is: a bar on a terminal, a line now and then elsewhere; both on standard error."""

from __future__ import annotations

import sys
import time
from contextlib import contextmanager
from typing import TYPE_CHECKING

from feeds.store.write.documents import Outcome

if TYPE_CHECKING:
    from collections.abc import Iterator, Mapping

    from feeds.ingest.summary import Progress, Summary

_ALWAYS = (Outcome.NEW, Outcome.CHANGED, Outcome.UNCHANGED)
_EVERY = 5.0
"""Seconds between two lines."""


@contextmanager
def reporting(title: str = "Reading", done: str = "files read") -> Iterator[Progress]:
    """Give what shows progress, and calls it by these words."""
    if not sys.stderr.isatty():
        yield _Lines(done)
        return
    from rich.console import Console
    from rich.progress import BarColumn, MofNCompleteColumn, Progress, TextColumn, TimeRemainingColumn

    columns = (title, BarColumn(), MofNCompleteColumn(), TextColumn("{task.fields[rate]}"), TimeRemainingColumn())
    with Progress(*columns, console=Console(stderr=True), transient=True) as bar:
        began = time.monotonic()
        task = bar.add_task("", total=None, rate="")

        def show(done: int, total: int) -> None:
            rate = done / max(time.monotonic() - began, 1e-9)
            bar.update(task, completed=done, total=total, rate=f"{rate:,.0f}/s")

        yield show


class _Lines:
    """Says in a line how far it is, not oftener than every few seconds."""

    def __init__(self, what: str) -> None:
        self._what = what
        self._began = self._said = time.monotonic()

    def __call__(self, done: int, total: int) -> None:
        """Take how many are done so far and how many there are in all."""
        now = time.monotonic()
        if now - self._said < _EVERY or not done:
            return
        self._said = now
        rate = done / (now - self._began)
        line = f"{done:,} of {total:,} {self._what}, {rate:,.0f} a second, {(total - done) / rate:,.0f} s left"
        print(line, file=sys.stderr, flush=True)  # noqa: T201


def summary_line(summary: Summary) -> str:
    """Sum an import up in a line."""
    parts = [f"{summary.counts[outcome]:,} {outcome.value}" for outcome in _ALWAYS]
    parts.append(f"{len(summary.conflicts):,} in conflict")
    parts.append(f"{len(summary.refused):,} refused")
    if summary.held:
        parts.append(f"{len(summary.held):,} kept back")
    if summary.scheduled:
        parts.append(f"{summary.scheduled:,} scheduled")
    if summary.published:
        parts.append(f"{summary.published:,} came due")
    if summary.passed_over:
        parts.append(f"{summary.passed_over.total():,} passed over ({listed(summary.passed_over)})")
    if summary.unfinished:
        parts.append(f"{len(summary.unfinished):,} still being written")
    if summary.withdrawn:
        parts.append(f"{summary.withdrawn:,} withdrawn")
    return ", ".join(parts)


def listed(passed_over: Mapping[str, int]) -> str:
    """Say what was not read, by kind: `1 .docx, 2 by name`."""
    return ", ".join(f"{count:,} {kind}" for kind, count in sorted(passed_over.items()) if count)
