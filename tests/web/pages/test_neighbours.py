"""From an entry to the next one: of everything, or of the selection that one came from."""

from __future__ import annotations

import json
import re
from itertools import pairwise
from typing import TYPE_CHECKING, Any

import pytest
from lxml import html

from tests.web.archive import SITE

if TYPE_CHECKING:
    from collections.abc import Callable

    from flask.testing import FlaskClient

    from tests.web.conftest import Library


def newest(client: FlaskClient, query: str) -> list[str]:
    """Give the paths of the newest entries of a selection."""
    feed = json.loads(client.get(f"/feed.json?{query}", follow_redirects=True).data)
    return [item["url"].removeprefix(SITE) for item in feed["items"]]


def beside(client: FlaskClient, path: str, way: str, query: str = "") -> str:
    """Give the path, with its query, to which one is led from an entry."""
    answer = client.get(f"{path}/{way}?{query}")
    assert (answer.status_code, answer.headers["Cache-Control"]) == (302, "no-store"), path
    return answer.headers["Location"].removeprefix(SITE)


def test_entries_follow_each_other_as_in_the_feed(many: FlaskClient) -> None:
    for query in ("", "tag=a&tag=b", "tag=a,b", "not-tag=a", "not-tag=b&tag=a", "lang=en&source=afp"):
        for newer, older in pairwise(newest(many, query)[:9]):
            assert beside(many, newer, "older", query) == older
            assert beside(many, older, "newer", query) == newer


@pytest.mark.above_the_store
def test_the_ends_lead_to_the_list(many: FlaskClient) -> None:
    last, *_, first = newest(many, "limit=200&tag=a&tag=b")
    assert beside(many, last, "newer", "tag=a&tag=b") == "/browse?tag=a&tag=b"
    assert beside(many, first, "older", "tag=a&tag=b") == "/browse?tag=a&tag=b"
    assert beside(many, newest(many, "")[0], "newer") == "/"


@pytest.mark.above_the_store
def test_an_entry_that_is_not_of_the_selection_leads_into_it(many: FlaskClient) -> None:
    odd, even, *_ = newest(many, "")
    assert beside(many, odd, "older", "tag=a") == even


@pytest.mark.above_the_store
def test_what_is_gone_is_passed_over(library: Library) -> None:
    client = library.app().test_client()
    first, second, third, *_ = (path.removeprefix("https://news.example.org") for path in newest(client, ""))
    library.withdraw(f"https://news.example.org{second}")
    assert beside(client, first, "older") == f"https://news.example.org{third}"


@pytest.mark.above_the_store
@pytest.mark.parametrize(
    ("path", "status"),
    [
        ("/entries/nothing-00000000/older", 404),
        ("{}/older?tag=nowhere", 404),
        ("{}/newer?since=never", 400),
        ("{}/sideways", 404),
    ],
)
def test_what_leads_nowhere_is_said(client: FlaskClient, path_of: Callable[[str], str], path: str, status: int) -> None:
    assert client.get(path.format(path_of("6Y5jLH"))).status_code == status


@pytest.mark.above_the_store
def test_pages_say_where_the_next_ones_are(client: FlaskClient, path_of: Callable[[str], str]) -> None:
    path = path_of("6Y5jLH")
    root: Any = html.fromstring(client.get(path).data.decode())
    ways = {link.get("rel"): link.get("href") for link in root.xpath("//nav[@class='turning']//a")}
    assert ways == {"prev nofollow": f"{path}/newer", "next nofollow": f"{path}/older"}


@pytest.mark.above_the_store
@pytest.mark.parametrize(
    ("path", "around"),
    [
        ("/", ""),
        ("/tags/turkey/", "tag=turkey"),
        ("/browse?collapse=1&not-source=afp&tag=syria,turkey", "not-source=afp&amp;tag=syria,turkey"),
        ("/tags/turkey/?content=summary", "tag=turkey"),
        ("/browse?q=pont", None),
    ],
)
def test_lists_say_what_is_gone_through(client: FlaskClient, path: str, around: str | None) -> None:
    found = re.search('data-around="([^"]*)"', client.get(path).data.decode())
    assert (found and found[1]) == around
