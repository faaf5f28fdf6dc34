"""The first screen of the README, run as it is written in a copy of the checkout: two lines, and a folder is served."""

from __future__ import annotations

import json
import os
import re
import shutil
import subprocess
from typing import TYPE_CHECKING

from tests.serving import ROOT, eventually, fetch, free_port
from tests.years.house import ARTICLE, lend_dependencies

if TYPE_CHECKING:
    from pathlib import Path


def first_commands() -> list[str]:
    text = (ROOT / "README.md").read_text(encoding="utf-8")
    block = re.findall(r"^```console\n(.*?)^```", text, re.MULTILINE | re.DOTALL)[0]
    return [line.removeprefix("$ ") for line in block.splitlines()]


def test_folder_of_ones_own_is_served_in_two_lines(tmp_path: Path) -> None:
    install, serve = first_commands()
    checkout = tmp_path / "checkout"
    checkout.mkdir()
    for name in ("pyproject.toml", "README.md", "LICENSE"):
        shutil.copy(ROOT / name, checkout)
    shutil.copytree(ROOT / "feeds", checkout / "feeds", ignore=shutil.ignore_patterns("__pycache__"))
    (tmp_path / "articles").mkdir()
    (tmp_path / "articles" / "1.txt").write_text(ARTICLE.format(title="The bridge", number=1))
    port = free_port()
    environment = {"PATH": os.environ["PATH"], "HOME": str(tmp_path), "FEEDS_PORT": str(port)}
    # What the program depends on is that of the tests.
    command = ["bash", "-c", install.replace("pip install .", "pip install --no-deps .")]
    done = subprocess.run(command, cwd=checkout, env=environment, capture_output=True, check=False)
    assert done.returncode == 0, done.stderr.decode()
    lend_dependencies(checkout / ".venv")
    with (tmp_path / "log").open("wb") as log:
        process = subprocess.Popen(
            ["bash", "-c", f"exec {serve}"], cwd=checkout, env=environment, stdout=log, stderr=log
        )
    try:
        eventually(lambda: b"Serving " in (tmp_path / "log").read_bytes() or process.poll() is not None)
        items = eventually(lambda: items_at(port))
        assert [item["title"] for item in items] == ["The bridge"]
    finally:
        process.terminate()
        process.wait(180)


def items_at(port: int) -> list[dict[str, str]]:
    """Give the entries that are served, none where nobody answers yet."""
    try:
        status, _, body = fetch(port, "/feed.json")
    except OSError:
        return []
    return list(json.loads(body)["items"]) if status == 200 else []
