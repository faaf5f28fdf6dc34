"""A site on the real server, and chromium to look at it."""

from __future__ import annotations

import shutil
import sys
from pathlib import Path
from typing import TYPE_CHECKING

import pytest

from tests.browser.pages import demo
from tests.programs import do_without

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator

    from playwright.sync_api import Browser, Page

    from tests.serving import Server

INSTALLED = Path(sys.prefix) / "browser" / "node_modules"
"""Where `make browser` puts what comes by npm."""
AXE = INSTALLED / "axe-core" / "axe.min.js"
_NAMES = ("chromium", "chromium-browser", "google-chrome")


@pytest.fixture(scope="session")
def server(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Server]:
    """Serve a site with every kind of page."""
    server = demo(tmp_path_factory.mktemp("site"))
    yield server
    server.stop()


@pytest.fixture(scope="session")
def browser() -> Iterator[Browser]:
    """Give the chromium that is installed: none is downloaded."""
    program = next(filter(None, map(shutil.which, _NAMES)), None)
    if program is None:
        do_without("not installed: chromium")
    from playwright.sync_api import sync_playwright  # what is not installed is said, and not met while collecting

    with sync_playwright() as playwright:
        browser = playwright.chromium.launch(executable_path=program, args=["--no-sandbox"])
        yield browser
        browser.close()


@pytest.fixture
def visit(browser: Browser, server: Server) -> Iterator[Callable[..., Page]]:
    """Give what opens a path of the site in a window of its own; whatever a page complains of fails the test."""
    opened, complaints = [], list[str]()

    def open_page(
        path: str,
        width: int = 1440,
        height: int = 900,
        *,
        is_dark: bool = False,
        runs: bool = True,
        language: str = "en",
    ) -> Page:
        context = browser.new_context(
            locale=language,
            viewport={"width": width, "height": height},
            color_scheme="dark" if is_dark else "light",
            java_script_enabled=runs,
            permissions=["clipboard-read", "clipboard-write"],
        )
        opened.append(context)
        page = context.new_page()
        page.on("console", lambda said: complaints.append(said.text) if said.type == "error" else None)
        page.on("pageerror", lambda error: complaints.append(str(error)))
        page.on("request", lambda asked: complaints.append(asked.url) if not asked.url.startswith(server.url) else None)
        page.goto(server.url + path)
        return page

    yield open_page
    for context in opened:
        context.close()
    assert [said for said in complaints if "Failed to load resource" not in said] == []
