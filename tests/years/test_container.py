"""The file of the container that docs/deploy.md shows, run step by step in another place."""

from __future__ import annotations

import subprocess
from typing import TYPE_CHECKING

from tests.serving import ROOT
from tests.test_deploy import shown

if TYPE_CHECKING:
    from pathlib import Path


def test_container_is_made_by_its_steps(tmp_path: Path) -> None:
    """What the program depends on is not installed anew; the user that it makes is not made here."""
    [containerfile] = shown("dockerfile")
    steps = [line.removeprefix("RUN ") for line in containerfile.splitlines() if line.startswith("RUN ")]
    assert [step.split()[0] for step in steps] == ["python", "/opt/feeds/bin/pip", "useradd"]
    for step in steps[:2]:
        here = step.replace("'/src[postgres]'", f"--no-deps '{ROOT}[postgres]'").replace("/src", str(ROOT))
        command = ["sh", "-c", here.replace("/opt/feeds", f"{tmp_path}/opt")]
        done = subprocess.run(command, capture_output=True, text=True, check=False)
        assert done.returncode == 0, done.stderr
    assert (tmp_path / "opt" / "bin" / "feeds").is_file()
    assert 'ENTRYPOINT ["/opt/feeds/bin/feeds"]' in containerfile and 'CMD ["serve"]' in containerfile
