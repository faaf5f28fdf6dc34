"""Put small faults into modules, one at a time, and see whether the tests tell.

Each module of `modules.yaml` stands there with the tests that concern it, and with the faults that no test can find
since they change nothing, and why. What else is not found is printed, and the end is 1. The program is copied first:
nobody's files are changed.
"""

from __future__ import annotations

import argparse
import os
import queue
import shutil
import signal
import subprocess
import sys
import tempfile
import time
from concurrent.futures import ThreadPoolExecutor
from pathlib import Path
from typing import NamedTuple

from tests.mutants.mutations import mutants_of, sample
from tests.mutants.table import HOME, Module, Mutant, by_hand, read_table

_PATIENCE = 60
"""Seconds that tests may take with a fault in the program beyond three times what they take without one."""


class Verdict(NamedTuple):
    """What the tests said of a fault."""

    mutant: Mutant
    told: str
    """`found`, `hung`, `survived`."""


class Bench:
    """Copies of the program in which tests are run, one for each worker."""

    def __init__(self, home: Path, workers: int) -> None:
        self._free: queue.Queue[Path] = queue.Queue()
        for number in range(workers):
            copy = home / str(number)
            ignored = shutil.ignore_patterns(".*", "__pycache__", "instance", "dist", "*.db")
            shutil.copytree(HOME, copy, ignore=ignored)
            # Compiled once, and compared by content: a fault is never hidden by what was compiled before.
            compiled = [sys.executable, "-m", "compileall", "-q", "--invalidation-mode", "checked-hash"]
            subprocess.run([*compiled, "feeds", "tests"], cwd=copy, check=True)
            self._free.put(copy)

    def run(self, module: Module, source: str, patience: float | None) -> str:
        """Run the tests of a module with other words in it."""
        copy = self._free.get()
        try:
            (copy / module.path).write_text(source, "utf-8")
            return _tested(copy, module.tests, patience)
        finally:
            (copy / module.path).write_text(module.source, "utf-8")
            self._free.put(copy)


def _tested(copy: Path, tests: tuple[str, ...], patience: float | None) -> str:
    options = [
        "-q",
        "-x",
        "-p",
        "no:cacheprovider",
        "-p",
        "no:randomly",
        "-p",
        "no:xdist",
        "--hypothesis-seed=1",
        "-m",
        "",
    ]
    # One engine: what a fault does there it does on the other.
    command = [sys.executable, "-m", "pytest", *options, "-k", "not postgresql", *tests]
    place = {**os.environ, "PYTHONPATH": str(copy), "PYTHONDONTWRITEBYTECODE": "1"}
    with tempfile.TemporaryFile() as said:
        process = subprocess.Popen(command, cwd=copy, env=place, stdout=said, stderr=said, start_new_session=True)
        try:
            status = process.wait(patience)
        except subprocess.TimeoutExpired:
            return "hung"
        finally:
            if process.poll() is None:
                os.killpg(process.pid, signal.SIGKILL)
                process.wait()
        said.seek(0)
        if status not in {0, 1, 2, 3, 4}:
            return f"ended with {status}:\n{said.read().decode()}"
    return "found" if status else "survived"


def try_module(bench: Bench, pool: ThreadPoolExecutor, module: Module, most: int, seed: int) -> list[Verdict]:
    """Try faults in a module; what each of them came to, where it was not found."""
    began = time.monotonic()
    if bench.run(module, module.source, None) != "survived":
        sys.exit(f"{module.path}: the tests fail without any fault")
    patience = 3 * (time.monotonic() - began) + _PATIENCE
    mutants = mutants_of(module.source) if most else []
    open_ones = [mutant for mutant in mutants if (mutant.before, mutant.after) not in module.equivalent]
    chosen = [by_hand(module.source, *fault) for fault in module.faults] + sample(open_ones, most, seed)
    told = pool.map(lambda mutant: Verdict(mutant, bench.run(module, mutant.source, patience)), chosen)
    missed = []
    for verdict in told:
        if verdict.told != "found":
            missed.append(verdict)
            at = f"{module.path}:{verdict.mutant.line}"
            print(f"  {verdict.told}: {at}\n    - {verdict.mutant.before}\n    + {verdict.mutant.after}", flush=True)
    counted = f"{len(chosen) - len(missed)} of {len(chosen)} faults found"
    print(
        f"{module.path}: {counted}; {len(mutants)} possible, {len(mutants) - len(open_ones)} change nothing", flush=True
    )
    return missed


def main() -> int:
    """Take the arguments, try the modules, and tell what was not found."""
    parser = argparse.ArgumentParser(prog="python -m tests.mutants", description=__doc__)
    parser.add_argument("--sample", type=int, default=10, help="made faults in a module, beside those of the table")
    parser.add_argument("--seed", type=int, default=1)
    parser.add_argument("--workers", type=int, default=os.cpu_count() or 1)
    parser.add_argument("modules", nargs="*", help="parts of their paths; all of the table where none is given")
    given = parser.parse_args()
    modules = [m for m in read_table() if not given.modules or any(part in m.path for part in given.modules)]
    with (
        tempfile.TemporaryDirectory(prefix="feeds-mutants-") as home,
        ThreadPoolExecutor(given.workers) as pool,
    ):
        bench = Bench(Path(home), given.workers)
        missed = [v for module in modules for v in try_module(bench, pool, module, given.sample, given.seed)]
    return 1 if missed else 0


if __name__ == "__main__":
    sys.exit(main())
