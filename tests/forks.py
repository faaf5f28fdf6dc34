"""Commands of `feeds` in processes that are forked from one in which everything is loaded.

To start Python anew for each command takes longer than the command. A forked one is a process all the same: with a
folder, an environment, standard output and error, and an exit status of its own.
"""

from __future__ import annotations

import multiprocessing
import os
import subprocess
import tempfile
from multiprocessing import forkserver
from pathlib import Path
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from collections.abc import Mapping, Sequence
    from multiprocessing.context import ForkServerProcess

PATIENCE = 300.0
"""Seconds that a command may take."""
_FORKS = multiprocessing.get_context("forkserver")
_FORKS.set_forkserver_preload(
    [
        __name__,
        "feeds.cli",
        "feeds.ingest.importer",
        "feeds.ingest.progress",
        "feeds.sharing.resolver",
        "feeds.store.dialects.postgresql",
        "feeds.web",
        "tests.loaded",
    ]
)


def ready() -> None:
    """Begin the process that commands are forked from: a process has one, and the program would begin another kind."""
    forkserver.ensure_running()


def start(
    arguments: Sequence[str], folder: Path, environment: Mapping[str, str], out: Path, err: Path
) -> ForkServerProcess:
    """Begin a command whose output goes to the end of two files, which may be one."""
    told = (tuple(arguments), folder, dict(environment), out, err)
    process = _FORKS.Process(target=_be_feeds, args=told, daemon=False)
    process.start()
    return process


def run(arguments: Sequence[str], folder: Path, environment: Mapping[str, str]) -> subprocess.CompletedProcess[str]:
    """Run a command to its end."""
    with tempfile.TemporaryDirectory() as place:
        out, err = Path(place, "out"), Path(place, "err")
        process = start(arguments, folder, environment, out, err)
        process.join(PATIENCE)
        status = process.exitcode
        if status is None:
            process.kill()
            process.join()
            raise subprocess.TimeoutExpired(list(arguments), PATIENCE)
        process.close()
        return subprocess.CompletedProcess(list(arguments), status, out.read_text("utf-8"), err.read_text("utf-8"))


def _be_feeds(arguments: tuple[str, ...], folder: Path, environment: dict[str, str], out: Path, err: Path) -> None:
    from feeds.cli import main

    os.environ.clear()
    os.environ.update(environment)
    os.chdir(folder)
    for number, file in ((1, out), (2, err)):
        os.dup2(os.open(file, os.O_WRONLY | os.O_CREAT | os.O_APPEND), number)
    main(list(arguments), prog_name="feeds")
