"""Scripts of other sites: a reader that runs in a browser polls as any other does (https://fetch.spec.whatwg.org/#http-cors-protocol)."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

import pytest

if TYPE_CHECKING:
    from flask.testing import FlaskClient

pytestmark = pytest.mark.above_the_store

ASKING = {
    "Origin": "https://reader.example",
    "Access-Control-Request-Method": "GET",
    "Access-Control-Request-Headers": "if-none-match,if-modified-since",
}
OPEN = [
    "/feed.xml",
    "/tags/turkey/feed.json",
    "/atom.xml?source=afp&tag=turkey",
    "/feeds.opml",
    "/6Y5jLH",
    "/s/turquie2023.com/6Y5jLH",
    "/6Y5jLH.svg",
    "/shortlinks.csv",
    "/shortlinks.txt",
    "/api/v1/resolve",
]


def listed(text: str) -> set[str]:
    return set(text.lower().split(", "))


def may_be_seen(answer: Any) -> bool:
    """Tell whether a script sees an answer, and what it needs to ask again."""
    seen = listed(answer.headers.get("Access-Control-Expose-Headers", ""))
    return answer.headers.get("Access-Control-Allow-Origin") == "*" and {"etag", "link", "retry-after"} <= seen


@pytest.mark.parametrize("path", OPEN)
def test_script_may_send_what_it_knows(client: FlaskClient, path: str) -> None:
    answer = client.options(path, headers=ASKING)
    assert (answer.status_code, answer.data) == (200, b"")
    assert answer.headers["Access-Control-Allow-Origin"] == "*"
    assert {"get", "head"} <= listed(answer.headers["Access-Control-Allow-Methods"])
    assert {"if-none-match", "if-modified-since"} <= listed(answer.headers["Access-Control-Allow-Headers"])
    assert int(answer.headers["Access-Control-Max-Age"]) > 0
    assert "Access-Control-Allow-Credentials" not in answer.headers


@pytest.mark.parametrize(
    "path", [*OPEN, "/rss", "/feed.xml?x=1", "/feed.xml?page=0", "/feed.xml?limit=0", "/tags/nope/feed.json", "/GoNe12"]
)
def test_script_sees_every_answer(client: FlaskClient, path: str) -> None:
    answer = client.get(path, headers={"Origin": ASKING["Origin"]})
    assert may_be_seen(answer), answer.status


@pytest.mark.parametrize("path", ["/feed.xml", "/feeds.opml", "/shortlinks.csv"])
def test_script_is_told_that_nothing_changed(client: FlaskClient, path: str) -> None:
    tag = client.get(path).headers["ETag"]
    answer = client.get(path, headers={"Origin": ASKING["Origin"], "If-None-Match": tag})
    assert answer.status_code == 304
    assert may_be_seen(answer)
