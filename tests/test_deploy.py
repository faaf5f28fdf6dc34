"""What docs/deploy.md shows is what systemd, compose and the program itself take."""

from __future__ import annotations

import os
import re
import shlex
import shutil
import subprocess
import sys
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


SUDO = """#!/bin/sh
if [ "$1" = -u ]; then shift 2; fi
exec "$@"
"""
"""For who may do everything."""


class Administrator:
    """Does what is shown, from a folder that is not the site's, where it may be done; asks for no service."""

    def __init__(self, folder: Path) -> None:
        self.site, self.articles, self.here = (folder / name for name in ("site", "articles", "here"))
        for made in (self.site, self.articles, self.here, folder / "bin"):
            made.mkdir()
        for name, script in (("sudo", SUDO), ("systemctl", ""), ("pip", ""), ("editor", 'test -f "$1"')):
            (folder / "bin" / name).write_text(script or "#!/bin/sh\n")
            (folder / "bin" / name).chmod(0o755)
        kept = {name: value for name, value in os.environ.items() if not name.startswith("FEEDS_")}
        self.environment = kept | {"PATH": f"{folder / 'bin'}{os.pathsep}{PLACES}"}
        self.replaced = {
            "/opt/feeds/bin/feeds": str(Path(sys.executable).with_name("feeds")),
            "/opt/feeds/bin/pip": "pip",
            "/var/lib/feeds": str(self.site),
            "/srv/articles": str(self.articles),
        }

    def does(self, first: str) -> str:
        """Do all of the block that begins with a command, and give what its last one says."""
        [block] = [block for block in shown("console") if block.startswith(f"$ {first}")]
        said = ""
        for line in block.splitlines():
            command = line.removeprefix("$ ")
            for old, new in self.replaced.items():
                command = command.replace(old, new)
            done = subprocess.run(
                ["bash", "-c", command],
                cwd=self.here,
                env=self.environment,
                capture_output=True,
                text=True,
                check=False,
            )
            assert done.returncode == 0 or "doctor" in command, (command, done.stdout, done.stderr)
            said = done.stdout
        return said


def test_administrator_who_may_not_enter_the_folder_of_the_site_does_every_step(tmp_path: Path) -> None:
    admin = Administrator(tmp_path)
    (admin.articles / "1.md").write_text("# The bridge\n\nThe bridge was opened on Monday, said the town.\n")
    assert "there is no store" in admin.does("sudo -u feeds env -C /var/lib/feeds /opt/feeds/bin/feeds init")
    feeds = ["sudo", "env", "-C", str(admin.site), admin.replaced["/opt/feeds/bin/feeds"]]
    subprocess.run([*feeds, "ingest"], env=admin.environment, cwd=admin.here, check=True, capture_output=True)
    doctor = admin.does("sudo -u feeds env -C /var/lib/feeds /opt/feeds/bin/feeds backup before-upgrade.db")
    assert "ok\tstore" in doctor and f"{admin.articles}: 1 name\n" in doctor
    (admin.site / "backups").mkdir()
    shutil.copy(admin.site / "before-upgrade.db", admin.site / "backups" / "2026-03-01T034000.db")
    back = "sudo systemctl stop feeds\n$ sudo "
    admin.does(f"{back}/opt/feeds/bin/pip")
    assert (admin.site / "instance-of-0.2" / "feeds.db").exists() and (admin.site / "instance" / "feeds.db").exists()
    shutil.rmtree(admin.site / "instance")
    admin.does(f"{back}-u feeds env -C /var/lib/feeds /opt/feeds/bin/feeds restore-from")
    listed = subprocess.run([*feeds, "status"], env=admin.environment, cwd=admin.here, check=True, capture_output=True)
    assert b"entries\tpublic\t1\n" in listed.stdout and list(admin.here.iterdir()) == []


def test_settings_of_the_containers_are_settings() -> None:
    [compose] = map(yaml.safe_load, shown("yaml"))
    [containerfile] = shown("dockerfile")
    given = dict(re.findall(r"(FEEDS_[A-Z_]+)=(\S+)", containerfile)) | compose["services"]["feeds"]["environment"]
    settings = load_settings(given)
    assert (settings.host, settings.articles) == ("0.0.0.0", (Path("/articles"),))  # noqa: S104 - in a container
    assert "/articles" in compose["services"]["feeds"]["volumes"][0]
    assert {volume.split(":")[0] for volume in ("state:", "db:")} == set(compose["volumes"])
