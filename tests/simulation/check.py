"""Whatever is added, edited, withdrawn, killed or restarted: nobody misses anything or gets it twice or too late."""

from __future__ import annotations

import shutil
from pathlib import Path

import pytest

from tests.postgres import IS_TRIED
from tests.programs import do_without
from tests.simulation.run import Plan, Simulation

ENGINES = ["sqlite", "postgresql"] if IS_TRIED else ["sqlite"]
_STEPS = 1000
"""`make simulation` asks for this file by its name, which `make test` does not take; `make soak` takes a great many."""


@pytest.mark.parametrize(
    "engine",
    [pytest.param(name, marks=pytest.mark.xdist_group(f"simulation {name}")) for name in ENGINES],  # a worker each
    indirect=True,
)
def test_every_reader_holds_exactly_the_right_entries(engine: str, store_url: str, tmp_path: Path) -> None:
    if not shutil.which("cc"):
        do_without("not installed: cc (Debian: gcc)")
    is_sqlite = engine == "sqlite"
    plan = Plan(seed=20 if is_sqlite else 21, steps=_STEPS, hours=0 if is_sqlite else 1)
    report = Simulation(plan, tmp_path, store_url, print).run()
    assert not report.faults, "\n".join([f"seed {plan.seed}", *report.faults, report.told])
