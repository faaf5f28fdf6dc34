"""A folder with articles that nobody read yet, and one whose articles were read."""

from __future__ import annotations

from pathlib import Path

import pytest

from tests.cli.shell import Shell


@pytest.fixture
def shell(tmp_path: Path) -> Shell:
    return Shell(tmp_path)


@pytest.fixture
def filled(shell: Shell) -> Shell:
    assert shell.run("ingest").returncode == 0
    return shell
