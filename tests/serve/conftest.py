"""Running servers: one that no test changes, and one of each test's own."""

from __future__ import annotations

import shutil
from pathlib import Path
from typing import TYPE_CHECKING

import pytest

from tests.serving import FEEDS, ROOT, Server

if TYPE_CHECKING:
    from collections.abc import Iterator


@pytest.fixture(scope="session")
def server(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Server]:
    folder = tmp_path_factory.mktemp("serve")
    shutil.copytree(ROOT / "seeds", folder / "seeds")
    running = Server(folder)
    yield running.start()
    running.stop()


@pytest.fixture
def own_server(tmp_path: Path) -> Iterator[Server]:
    # Whoever runs the tests under `nohup` has every program below them ignore that the terminal is gone.
    running = Server(tmp_path, "env", "--default-signal=HUP", str(FEEDS), "serve")
    running.write("one.txt", "La passerelle du port rouvre", "aaa111")
    yield running.start()
    running.stop()
