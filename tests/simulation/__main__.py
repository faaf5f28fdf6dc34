"""Run the simulation for as long as you like: `python -m tests.simulation --steps 100000 --engine sqlite`."""

from __future__ import annotations

import argparse
import secrets
import shutil
import sys
import tempfile
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path


def main() -> int:
    """Take the arguments, run, and tell what came of it; 1 where something was wrong, whose traces are kept."""
    # Each process that a run starts reads this file anew: it stays light.
    from tests.simulation.run import Plan, Simulation

    parser = argparse.ArgumentParser(prog="python -m tests.simulation", description=__doc__)
    parser.add_argument("--steps", type=int, default=1000)
    parser.add_argument("--round", type=int, default=Plan(0).a_round, help="steps between two imports, at most")
    parser.add_argument("--seed", type=int, default=secrets.randbelow(10**6))
    parser.add_argument("--engine", choices=["sqlite", "postgresql"], default="sqlite")
    parser.add_argument("--hours", type=int, default=0, help="of a window, beside its entries")
    given = parser.parse_args()
    plan = Plan(given.seed, given.steps, given.round, hours=given.hours)
    home = Path(tempfile.mkdtemp(prefix="feeds-simulation-"))
    print(f"seed {plan.seed}, {given.engine}, in {home}", flush=True)
    with _store_url(given.engine, home) as url:
        report = Simulation(plan, home, url, lambda told: print(told, flush=True)).run()
    print(*report.faults, report.told, sep="\n")
    if not report.faults:
        shutil.rmtree(home)
    return 1 if report.faults else 0


@contextmanager
def _store_url(engine: str, home: Path) -> Iterator[str]:
    from tests.postgres import GIVEN, MISSING, Server, find_binaries

    if engine == "sqlite" or GIVEN:
        yield f"sqlite:///{home}/feeds.db" if engine == "sqlite" else GIVEN
        return
    binaries = find_binaries()
    if binaries is None:
        sys.exit(MISSING)
    server = Server(binaries)
    try:
        yield server.url
    finally:
        server.close()


if __name__ == "__main__":
    sys.exit(main())
