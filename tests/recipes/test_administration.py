"""The steps of docs/deploy.md, done as they stand by an administrator who may not enter the folder of the site."""

from __future__ import annotations

import os
import shutil
import subprocess
import sys
from pathlib import Path

from tests.programs import PLACES
from tests.test_deploy import shown

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
