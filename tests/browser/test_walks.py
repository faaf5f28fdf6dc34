"""People walk from the newest entries to a feed of their own: with a mouse, the keyboard alone, without scripts."""

from __future__ import annotations

import urllib.request
from typing import TYPE_CHECKING

import feedparser  # type: ignore[import-untyped]
import pytest

if TYPE_CHECKING:
    from collections.abc import Callable

    from playwright.sync_api import Locator, Page

    Visit = Callable[..., Page]
    Follow = Callable[[Page, Locator], None]


def click(page: Page, link: Locator) -> None:
    with page.expect_navigation():
        link.click()


def press(page: Page, link: Locator) -> None:
    """Go from link to link with the tabulator key until one is reached, and follow it."""
    wanted = link.element_handle()
    for _ in range(400):
        page.keyboard.press("Tab")
        if page.evaluate("one => document.activeElement === one", wanted):
            break
    else:
        raise AssertionError("it cannot be reached with the keyboard")
    with page.expect_navigation():
        page.keyboard.press("Enter")


def entries(page: Page) -> list[str]:
    return [link.evaluate("one => one.href") for link in page.locator("article h3 a").all()]


def in_feed(address: str) -> list[str]:
    with urllib.request.urlopen(address, timeout=180) as answer:
        return [item.link for item in feedparser.parse(answer.read()).entries]


def walk(page: Page, follow: Follow) -> None:
    """Choose a tag, add a second one, exclude a source, look for a word."""
    follow(page, page.get_by_role("link", name="Add Turkey"))
    assert page.locator("h1").inner_text() == "Turkey"
    follow(page, page.get_by_role("link", name="Add Syria"))
    follow(page, page.get_by_role("link", name="Without İhlas Haber Ajansı"))
    assert page.locator("h1").inner_text() == "Syria and Turkey, without İhlas Haber Ajansı"
    before = entries(page)
    page.get_by_role("searchbox").focus()
    page.keyboard.type("mission")
    with page.expect_navigation():
        page.keyboard.press("Enter")
    assert 0 < len(entries(page)) <= len(before) < 12


def to_an_entry_and_back(page: Page, follow: Follow) -> None:
    """Read an entry, follow its short address in a new tab, and go back to the list."""
    listed = page.url
    follow(page, page.locator("article h3 a").first)
    entry = page.url
    code = page.locator("#address").inner_text().rpartition("/")[2]
    tab = page.context.new_page()
    tab.goto(f"{entry.partition('/entries')[0]}/{code}")
    assert tab.url == entry and tab.locator("h1").inner_text() == page.locator("h1").inner_text()
    tab.close()
    page.go_back()
    assert page.url == listed


@pytest.mark.parametrize("follow", [click, press])
def test_address_that_is_copied_holds_what_the_page_shows(visit: Visit, follow: Follow) -> None:
    page = visit("/")
    walk(page, follow)
    copy = page.get_by_role("button", name="Copy")
    if follow is press:
        copy.focus()
        page.keyboard.press("Enter")
    else:
        copy.click()
    page.get_by_role("button", name="Copied").wait_for()
    address = page.evaluate("navigator.clipboard.readText()")
    assert set(in_feed(address)) == set(entries(page))
    to_an_entry_and_back(page, follow)
    follow(page, page.get_by_role("link", name="Take away without İhlas Haber Ajansı"))
    assert page.locator("h1").inner_text() == "“mission”, Syria and Turkey"


def test_all_of_it_works_without_scripts(visit: Visit) -> None:
    page = visit("/", runs=False)
    walk(page, click)
    assert not page.get_by_role("button", name="Copy").is_visible()
    assert set(in_feed(page.locator("#feed-address").inner_text())) == set(entries(page))
    to_an_entry_and_back(page, click)


@pytest.mark.parametrize("runs", [True, False])
def test_form_chooses_all_of_it_at_once(visit: Visit, *, runs: bool) -> None:
    page = visit("/tags/turkey/", runs=runs)
    page.get_by_text("Choose several at once").click()
    for name in ("With Syria", "Without Anadolu Agency"):
        page.get_by_role("checkbox", name=name, exact=True).check()
    page.get_by_role("radio", name="Any of these").first.check()
    click(page, page.get_by_role("button", name="Show these"))
    assert page.url.endswith("/browse?not-source=anadolu-agency&tag=syria,turkey")
    assert page.locator("h1").inner_text() == "Syria or Turkey, without Anadolu Agency"


@pytest.mark.parametrize(
    "path",
    [
        "/",
        "/tags/turkey/",
        "/browse?not-source=afp&tag=syria,turkey",
        "/browse?lang=fr,tr&not-source=afp&since=2024-01-01&tag=syria,turkey",
    ],
)
def test_on_a_phone_the_first_headline_stands_in_the_upper_half(visit: Visit, path: str) -> None:
    page = visit(path, 390, 844)
    headline = page.locator("article h3").first.bounding_box()
    assert headline is not None and headline["y"] + headline["height"] < 844 / 2
    assert not page.locator("#feed-address").is_visible()
    page.get_by_role("link", name="Subscribe").click()
    assert page.locator("#feed-address").is_visible()


@pytest.mark.parametrize(("runs", "around"), [(True, "/sources/anadolu-agency/"), (False, "/")])
def test_from_an_entry_one_goes_on_within_the_list_that_one_came_from(visit: Visit, *, runs: bool, around: str) -> None:
    """Without scripts nobody knows that list, and it is the next of all."""
    expected = entries(visit(around, runs=runs))
    page = visit("/sources/anadolu-agency/", runs=runs)
    click(page, page.locator("article h3 a").first)
    here = expected.index(page.url)
    for step, way in ((1, "Older entry"), (2, "Older entry"), (1, "Newer entry")):
        click(page, page.get_by_role("link", name=way))
        assert page.url == expected[here + step]


def test_entry_is_shared_as_the_system_shares_and_its_address_is_copied(visit: Visit) -> None:
    page = visit("/6Y5jLH")
    assert not page.get_by_role("button", name="Share").is_visible()  # this browser asks nobody
    page.get_by_role("button", name="Copy").click()
    page.get_by_role("button", name="Copied").wait_for()
    address = "https://turquie2023.com/6Y5jLH"
    assert page.evaluate("navigator.clipboard.readText()") == address
    page.add_init_script("navigator.share = async (shared) => { window.shared = shared; }")
    page.reload()
    page.get_by_role("button", name="Share").click()
    assert page.evaluate("shared") == {"title": page.locator("h1").inner_text(), "url": address}
    click(page, page.get_by_role("link", name="Preview"))
    assert page.url.endswith("/6Y5jLH+")
