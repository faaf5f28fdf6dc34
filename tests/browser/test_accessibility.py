"""Nobody is kept out: axe finds nothing on any kind of page, light or dark; nothing is scrolled sideways."""

from __future__ import annotations

from typing import TYPE_CHECKING

import pytest

from feeds.config.values import PAGE_LANGUAGES
from tests.browser.conftest import AXE
from tests.browser.pages import PATHS
from tests.programs import do_without

if TYPE_CHECKING:
    from collections.abc import Callable

    from playwright.sync_api import Page

RULES = ["wcag2a", "wcag2aa", "wcag21a", "wcag21aa", "wcag22aa", "best-practice"]


@pytest.mark.parametrize("path", PATHS)
def test_axe_finds_nothing(visit: Callable[..., Page], path: str) -> None:
    for is_dark in (False, True):
        for width in (320, 1440):
            assert_nobody_is_kept_out(visit(path, width, is_dark=is_dark))


@pytest.mark.parametrize(
    ("path", "language"),
    [*((path, "ar") for path in PATHS), *(("/tags/turkey/", language) for language in PAGE_LANGUAGES)],
)
def test_axe_finds_nothing_in_any_language(visit: Callable[..., Page], path: str, language: str) -> None:
    page = visit(path, 320, language=language)
    assert page.evaluate("document.documentElement.lang") == language
    assert_nobody_is_kept_out(page)


def assert_nobody_is_kept_out(page: Page) -> None:
    if not AXE.exists():
        do_without(f"not installed: {AXE}")
    for folded in page.locator("summary").all():
        if folded.is_visible():
            folded.click()
    page.evaluate(AXE.read_text(encoding="utf-8"))
    found = page.evaluate("rules => axe.run({runOnly: rules})", RULES)
    said = [
        (fault["id"], fault["help"], [node["html"][:200] for node in fault["nodes"]]) for fault in found["violations"]
    ]
    assert said == []
    assert page.evaluate("document.documentElement.scrollWidth <= innerWidth")
