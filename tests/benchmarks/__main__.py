"""Run every benchmark, or those named: `python -m tests.benchmarks serving rendering`."""

from __future__ import annotations

import sys
from importlib import import_module

NAMES = ("rendering", "selecting", "ingesting", "serving")


def main() -> None:
    """Run and print."""
    for name in sys.argv[1:] or NAMES:
        print(f"\n{name}", flush=True)
        for line in import_module(f"tests.benchmarks.{name}").run():
            print(f"  {line}", flush=True)


main()
