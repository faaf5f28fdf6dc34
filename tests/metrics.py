"""What a scrape tells."""

from __future__ import annotations


def numbers(scraped: str) -> dict[str, float]:
    """Give the numbers by name and labels, as they are written."""
    lines = (line.rpartition(" ") for line in scraped.splitlines() if not line.startswith("#"))
    return {named: float(number) for named, _, number in lines}


def total(scraped: str, name: str) -> float:
    """Sum a number up over all labels."""
    return sum(number for named, number in numbers(scraped).items() if named.partition("{")[0] == name)
