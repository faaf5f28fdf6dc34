"""Articles to import, and what came of them."""

from __future__ import annotations

from pathlib import Path

from sqlalchemy import select

from feeds.ingest.importer import Summary
from feeds.store import Store
from feeds.store.schema import PUBLIC, entry


def text(title: str, code: str | None = None, body: str | None = None) -> str:
    share = f"\n\nPartager cet article? https://short.example/{code}\n" if code else "\n"
    return f"{title}\n\n{body or f'The first paragraph of {title} tells what happened there on that day.'}{share}"


def numbered(count: int, start: int = 0) -> dict[str, str]:
    return {f"{n:05}.txt": text(f"Title {n}", f"c{n}") for n in range(start, start + count)}


def counts(summary: Summary) -> dict[str, int]:
    return {outcome.value: number for outcome, number in summary.counts.items() if number}


def reasons(summary: Summary) -> list[str]:
    return sorted(f"{Path(refusal.file).name}: {refusal.reason}" for refusal in summary.refused)


def contents(store: Store) -> dict[str, str]:
    """Give the ids and titles of what is public."""
    with store.reading() as connection:
        query = select(entry.c.id, entry.c.title).where(entry.c.state == PUBLIC)
        return {row.id: row.title for row in connection.execute(query)}
