"""Run every benchmark, or those named: `python -m tests.benchmarks serving rendering`."""

from __future__ import annotations

import sys
from importlib import import_module

from tests.benchmarks.rounds import Figure

NAMES = (
    "rendering",
    "syndication",
    "serving",
    "static_file",
    "crowd",
    "memory",
    "starting",
    "selecting",
    "aggregator",
    "arrivals",
    "following",
    "readers",
    "storing",
    "ingesting",
    "exporting",
)
"""`selecting_postgresql`, `searching` and `world` are there too, for those who have the minutes."""


def main() -> None:
    """Run and print; the goals that were not met once more at the end."""
    figures: list[Figure] = []
    for name in sys.argv[1:] or NAMES:
        module = import_module(f"tests.benchmarks.{name}")
        print(f"\n{name}: {(module.__doc__ or '').splitlines()[0]}", flush=True)
        for line in module.run():
            print(f"  {line}", flush=True)
            if isinstance(line, Figure):
                figures.append(line)
    goals = [figure for figure in figures if figure.goal]
    missed = [figure for figure in goals if figure.is_missed]
    print(f"\n{len(goals) - len(missed)} of {len(goals)} goals met")
    for figure in missed:
        print(f"  {figure}")


if __name__ == "__main__":  # a process that a benchmark starts comes by here too
    main()
