"""What docs/deploy.md shows is what systemd, compose and the program itself take."""

from __future__ import annotations

import re
import shlex
import shutil
import subprocess
from pathlib import Path

import pytest
import yaml

from feeds.cli import main
from feeds.config import load_settings
from tests.programs import PLACES, do_without

ROOT = Path(__file__).resolve().parent.parent
DOC = (ROOT / "docs" / "deploy.md").read_text(encoding="utf-8")
UNITS = ("feeds.service", "feeds-backup.service", "feeds-backup.timer")
MOST_EXPOSED = 40
"""In tenths, as `systemd-analyze security` has it: below 5 is well."""


def shown(language: str) -> list[str]:
    return re.findall(rf"^```{language}\n(.*?)^```", DOC, re.MULTILINE | re.DOTALL)


def commands() -> list[list[str]]:
    lines = [line[2:] for block in shown("console") for line in block.splitlines() if line.startswith("$ ")]
    words = [shlex.split(line) for line in lines]
    return [line[line.index("/opt/feeds/bin/feeds") + 1 :] for line in words if "/opt/feeds/bin/feeds" in line]


@pytest.fixture
def units(tmp_path: Path) -> list[Path]:
    """Write the units as a folder has them where the program and its user are not there."""
    if not shutil.which("systemd-analyze", path=PLACES):
        do_without("not installed: systemd-analyze (Debian: systemd)")
    files = [tmp_path / name for name in UNITS]
    for file, text in zip(files, shown("ini"), strict=True):
        assert f"`/etc/systemd/system/{file.name}`" in DOC
        here = text.replace("/opt/feeds/bin/feeds", "/bin/true").replace("=feeds\n", "=root\n")
        file.write_text(here.replace("StateDirectory=root", "StateDirectory=feeds"))
    return files


def test_units_are_what_systemd_takes(units: list[Path]) -> None:
    done = subprocess.run(
        ["systemd-analyze", "verify", "--man=no", *map(str, units)], capture_output=True, text=True, check=False
    )
    assert done.returncode == 0, done.stderr


def test_units_let_the_program_do_little(units: list[Path]) -> None:
    for unit in units[:2]:
        command = ["systemd-analyze", "security", "--offline=true", f"--threshold={MOST_EXPOSED}", str(unit)]
        done = subprocess.run(command, capture_output=True, text=True, check=False)
        assert done.returncode == 0, done.stdout[-200:]


def test_every_command_shown_is_one_there_is() -> None:
    assert {"init", "doctor", "backup", "restore-from"} <= {words[0] for words in commands()}
    for name, *words in commands():
        command = main.commands[name]
        command.make_context(name, words, resilient_parsing=True)
        options = {option for parameter in command.params for option in parameter.opts}
        assert {word for word in words if word.startswith("-")} <= options, (name, words)


def test_settings_of_the_containers_are_settings() -> None:
    [compose] = map(yaml.safe_load, shown("yaml"))
    [containerfile] = shown("dockerfile")
    given = dict(re.findall(r"(FEEDS_[A-Z_]+)=(\S+)", containerfile)) | compose["services"]["feeds"]["environment"]
    settings = load_settings(given)
    assert (settings.host, settings.articles) == ("0.0.0.0", (Path("/articles"),))  # noqa: S104 - in a container
    assert "/articles" in compose["services"]["feeds"]["volumes"][0]
    assert {volume.split(":")[0] for volume in ("state:", "db:")} == set(compose["volumes"])
