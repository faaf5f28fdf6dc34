"""By which keys caches know what an answer shows, and which of them a commit touches."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

import pytest

from feeds.publish.concerns import of_selection
from feeds.publish.surrogates import headers_of, keys_to_purge
from feeds.selection import Selection
from feeds.store.tables.journal import Touch, Touched

if TYPE_CHECKING:
    from collections.abc import Callable

pytestmark = pytest.mark.above_the_store


@pytest.fixture
def keys_at(unchanged: Any) -> Callable[[str], list[str]]:
    client = unchanged.kept_app(surrogate_keys=True).test_client()

    def keys(path: str) -> list[str]:
        first, again = client.get(path).headers, client.get(path).headers
        assert list(first) == list(again)
        found: list[str] = first.get("Surrogate-Key", "").split()
        assert first.get("xkey", "").split() == found == list(filter(None, first.get("Cache-Tag", "").split(",")))
        tag = first.get("ETag", "")
        known = client.get(path, headers={"If-None-Match": tag}).headers
        assert known.get("Surrogate-Key", "").split() == found
        return found

    return keys


@pytest.mark.parametrize(
    ("path", "keys"),
    [
        ("/feed.xml", ["everything", "site"]),
        ("/", ["everything", "site"]),
        ("/tags/turkey/feed.xml", ["tag-turkey", "site"]),
        ("/tags/turkey/", ["tag-turkey", "site"]),
        ("/atom.xml?lang=fr&tag=turkey", ["tag-turkey", "lang-fr", "site"]),
        ("/feed.xml?since=2026-01-01", ["everything", "dated", "site"]),
        ("/tags/", ["tags", "dated", "everything", "site"]),
        ("/feeds.opml", ["feeds", "site"]),
        ("/robots.txt", ["site"]),
        ("/sitemap.xml", ["feeds", "everything", "site"]),
        ("/sitemap.xml?part=0", ["feeds", "part-0", "site"]),
        ("/healthz", []),
        ("/tags/nobody/feed.xml", ["everything", "site"]),  # the next article may bring it
        ("/GoNe12", ["everything", "site"]),
        ("/feed.xml?limit=many", []),
    ],
)
def test_an_answer_names_what_it_shows(keys_at: Callable[[str], list[str]], path: str, keys: list[str]) -> None:
    assert keys_at(path) == keys


def test_a_page_and_its_share_link_name_the_article(
    keys_at: Callable[[str], list[str]], path_of: Callable[[str], str]
) -> None:
    path = path_of("6Y5jLH")
    assert keys_at(path) == keys_at("/6Y5jLH") == [f"entry-{path[-8:]}", "site"]


def test_no_key_is_named_unless_they_are_wanted(client: Any) -> None:
    assert not {"Surrogate-Key", "xkey", "Cache-Tag"} & set(client.get("/feed.xml").headers.keys())


def test_keys_are_bounded() -> None:
    many = Selection(tags=(tuple(f"{'x' * 90}{n}" for n in range(12)),))
    assert dict(headers_of(of_selection(many, "UTC")))["Cache-Tag"] == "everything,site"


def test_a_commit_touches_its_keys() -> None:
    entry = Touch("63f74ef5", frozenset(), frozenset({("all", ""), ("tag", "türkei"), ("lang", "de")}), 0)
    assert keys_to_purge(Touched((entry,), is_listed=True)) == [
        "entry-63f74ef5",
        "everything",
        "feeds",
        "lang-de",
        "tag-t%C3%BCrkei",
        "tags",
    ]
    assert keys_to_purge(None) == ["site"]
