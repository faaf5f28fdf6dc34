"""Draw pages: `python -m tests.screenshots`, or `make screenshots`, what the README shows. It needs chromium.

With a folder (`make screenshots INTO=folder`; it needs playwright) every kind of page goes there in every language, as
a phone and as a large screen show it, and some in the dark: for people to look at.
"""

from __future__ import annotations

import re
import shutil
import subprocess
import sys
import tempfile
from pathlib import Path

from feeds.config.values import PAGE_LANGUAGES
from tests.browser.pages import PATHS, demo
from tests.serving import FEEDS, ROOT, Server

SHOTS = {"home.png": "/", "narrowed.png": "/browse?not-source=afp&tag=syria,turkey"}
"""By file in docs/, the path of what it shows."""
_MOMENT = "2026-03-02T09:30:00Z"
_SIZE = "1100,760"
_WIDTHS = (390, 1280)


def main(into: Path | None = None) -> int:
    """Serve a site, and draw its pages."""
    browser = shutil.which("chromium") or shutil.which("chromium-browser") or shutil.which("google-chrome")
    if browser is None:
        print("not installed: chromium", file=sys.stderr)  # noqa: T201
        return 2
    with tempfile.TemporaryDirectory() as place:
        folder = Path(place)
        server = demo(folder) if into else _named(folder)
        try:
            if into:
                _draw_all(browser, server, into)
                return 0
            for name, path in SHOTS.items():
                options = ["--headless", "--no-sandbox", "--hide-scrollbars", f"--window-size={_SIZE}"]
                shot = f"--screenshot={ROOT / 'docs' / name}"
                address = f"http://127.0.0.1:{server.port}{path}"
                subprocess.run([browser, *options, shot, address], cwd=folder, check=True, capture_output=True)
        finally:
            server.stop()
    return 0


def _named(folder: Path) -> Server:
    """Serve the demo as a site of some name, as it was read at some moment."""
    shutil.copytree(ROOT / "seeds", folder / "seeds")
    subprocess.run([FEEDS, "ingest", "--seen-at", _MOMENT, "seeds"], cwd=folder, check=True, capture_output=True)
    return Server(folder, FEEDS_SITE_TITLE="The Quay", FEEDS_SITE_URL="https://news.example.org").start()


def _draw_all(program: str, server: Server, into: Path) -> None:
    from playwright.sync_api import sync_playwright  # for this alone

    into.mkdir(parents=True, exist_ok=True)
    with sync_playwright() as playwright:
        browser = playwright.chromium.launch(executable_path=program, args=["--no-sandbox"])
        looks = [(language, width, False) for language in PAGE_LANGUAGES for width in _WIDTHS]
        for language, width, is_dark in [*looks, *(("en", width, True) for width in _WIDTHS), ("ar", 390, True)]:
            context = browser.new_context(
                viewport={"width": width, "height": 900},
                locale=language,
                color_scheme="dark" if is_dark else "light",
            )
            page = context.new_page()
            for path in PATHS:
                page.goto(server.url + path)
                name = re.sub(r"\W+", "-", path.replace("+", "-preview")).strip("-") or "home"
                page.screenshot(
                    path=into / f"{name}.{language}.{width}{'.dark' if is_dark else ''}.png", full_page=True
                )
            context.close()
        browser.close()


if __name__ == "__main__":
    sys.exit(main(*map(Path, sys.argv[1:2])))
