"""The built wheel is the product: it serves where it is installed."""

from __future__ import annotations

import subprocess
import sys
from pathlib import Path

from tests.programs import do_without
from tests.serving import ROOT, Server, eventually


def test_built_wheel_serves_in_a_folder_with_nothing_else(tmp_path: Path) -> None:
    pip = [sys.executable, "-m", "pip", "--quiet", "--disable-pip-version-check"]
    built = subprocess.run(
        [*pip, "wheel", "--no-deps", "--wheel-dir", tmp_path, ROOT], capture_output=True, check=False
    )
    if built.returncode:
        do_without("the build tool cannot be had here")
    installed, folder = tmp_path / "installed", tmp_path / "folder"
    subprocess.run([*pip, "install", "--no-deps", "--target", installed, *tmp_path.glob("*.whl")], check=True)
    folder.mkdir()
    command = (sys.executable, "-c", "import feeds.cli; feeds.cli.main()", "serve")
    running = Server(folder, *command, PYTHONPATH=str(installed))
    try:
        running.write("one.txt", "La passerelle du port rouvre", "aaa111")
        running.start()
        eventually(lambda: running.titles() == ["La passerelle du port rouvre"])
        for path in ("/", "/static/style.css", "/favicon.ico", "/tags/", "/aaa112"):
            assert running.status(path) == (404 if path == "/aaa112" else 200)
        asked = f"import feeds; assert feeds.__file__.startswith({str(installed)!r})"
        subprocess.run([sys.executable, "-c", asked], cwd=folder, env={"PYTHONPATH": str(installed)}, check=True)
    finally:
        running.stop()
