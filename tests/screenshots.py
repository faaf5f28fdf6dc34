"""Draw what the README shows: `python -m tests.screenshots`, or `make screenshots`. It needs chromium."""

from __future__ import annotations

import shutil
import subprocess
import sys
import tempfile
from pathlib import Path

from tests.serving import FEEDS, ROOT, Server

SHOTS = {"home.png": "/", "narrowed.png": "/browse?not-source=afp&tag=syria,turkey"}
"""By file in docs/, the path of what it shows."""
_MOMENT = "2026-03-02T09:30:00Z"
_SIZE = "1100,760"


def main() -> int:
    """Serve the demo as a site of some name, and draw its pages."""
    browser = shutil.which("chromium") or shutil.which("chromium-browser") or shutil.which("google-chrome")
    if browser is None:
        print("not installed: chromium", file=sys.stderr)  # noqa: T201
        return 2
    with tempfile.TemporaryDirectory() as place:
        folder = Path(place)
        shutil.copytree(ROOT / "seeds", folder / "seeds")
        subprocess.run([FEEDS, "ingest", "--seen-at", _MOMENT, "seeds"], cwd=folder, check=True, capture_output=True)
        server = Server(folder, FEEDS_SITE_TITLE="The Quay", FEEDS_SITE_URL="https://news.example.org")
        try:
            server.start()
            for name, path in SHOTS.items():
                options = ["--headless", "--no-sandbox", "--hide-scrollbars", f"--window-size={_SIZE}"]
                shot = f"--screenshot={ROOT / 'docs' / name}"
                address = f"http://127.0.0.1:{server.port}{path}"
                subprocess.run([browser, *options, shot, address], cwd=folder, check=True, capture_output=True)
        finally:
            server.stop()
    return 0


if __name__ == "__main__":
    sys.exit(main())
