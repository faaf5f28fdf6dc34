"""What went wrong is said plainly, once, and without a traceback."""

from __future__ import annotations

import json
import time
from typing import Any

import pytest

from feeds.errors import StoreError
from feeds.formats import atom
from feeds.publish.publisher import Publisher
from feeds.sharing.resolver import Resolver
from feeds.store.read.lookup import Lookup
from tests.serving import SOON

pytestmark = pytest.mark.above_the_store


def fail(*_: object, **__: object) -> None:
    raise ZeroDivisionError("secret")


def be_locked(*_: object, **__: object) -> None:
    raise StoreError("the store sqlite:///secret.db is locked by another program")


@pytest.fixture
def broken(shared: Any, monkeypatch: pytest.MonkeyPatch, request: pytest.FixtureRequest) -> Any:
    """Give a client of an application whose use cases fail."""
    client = shared.app().test_client()
    for kind, name in ((Publisher, "select"), (Resolver, "code"), (Resolver, "address")):
        monkeypatch.setattr(kind, name, request.param)
    monkeypatch.setattr(Lookup, "exact", lambda *_: None)  # a store that cannot be asked
    return client


PROBLEM, PAGE = "application/problem+json", "text/html; charset=utf-8"
BROWSER = "text/html,application/xhtml+xml,application/xml;q=0.9,*/*;q=0.8"
PATHS = ("/feed.xml", "/tags/turkey/", "/6Y5jLH", "/s/turquie2023.com/x", "/api/v1/resolve?url=x")


@pytest.mark.parametrize("broken", [fail], indirect=True)
@pytest.mark.parametrize("path", PATHS)
def test_fault_is_a_plain_page_or_a_problem(broken: Any, path: str, caplog: pytest.LogCaptureFixture) -> None:
    answer = broken.get(path)
    assert (answer.status_code, answer.headers["Cache-Control"]) == (500, "no-store")
    assert "Traceback" not in answer.text and "secret" not in answer.text and "ZeroDivision" not in answer.text
    assert answer.content_type == (PAGE if path in {"/tags/turkey/", "/6Y5jLH", "/s/turquie2023.com/x"} else PROBLEM)
    assert "ZeroDivisionError: secret" in caplog.text
    assert "Content-Security-Policy" in answer.headers


@pytest.mark.parametrize("accept", [None, "*/*", "application/rss+xml, application/xml;q=0.9", "application/json, */*"])
@pytest.mark.parametrize(
    ("path", "status"),
    [
        ("/tags/nope/feed.xml", 404),
        ("/feed.json?limit=0", 400),
        ("/atom.xml?page=zzz", 404),
        ("/feed.jsn.json", 404),
        ("/feeds.opml?tag=nope", 404),
        ("/shortlinks.csv?part=99", 404),
        ("/entries/x-00000000.json", 404),
    ],
)
def test_who_asks_for_data_is_refused_in_data(client: Any, path: str, status: int, accept: str | None) -> None:
    answer = client.get(path, headers={"Accept": accept} if accept else {})
    assert (answer.status_code, answer.content_type) == (status, PROBLEM)
    assert answer.get_json()["status"] == status
    assert answer.headers["Vary"] == "Accept, Sec-Fetch-Dest"


@pytest.mark.parametrize("headers", [{"Accept": BROWSER}, {"Sec-Fetch-Dest": "document"}])
@pytest.mark.parametrize("path", ["/tags/nope/feed.xml", "/feed.json?limit=0", "/feeds.opml?tag=nope"])
def test_browser_is_refused_on_a_page(client: Any, path: str, headers: dict[str, str]) -> None:
    assert client.get(path, headers=headers).content_type == PAGE


@pytest.mark.parametrize("path", ["/tags/nope/", "/nOtHeRe", "/browse?limit=0", "/GoNe12"])
def test_address_of_a_page_refuses_on_a_page_whoever_takes_one(client: Any, path: str) -> None:
    for accept, content_type in ((None, PAGE), ("*/*", PAGE), (BROWSER, PAGE), ("application/feed+json", PROBLEM)):
        assert client.get(path, headers={"Accept": accept} if accept else {}).content_type == content_type


def test_problem_of_a_feed_says_what_is_wrong(client: Any) -> None:
    unknown = client.get("/tags/nope/feed.json").get_json()
    assert unknown["title"] == "Nothing has this address"
    assert unknown["detail"] == "There is no tag “nope” here."
    assert "limit" in client.get("/feed.json?limit=0").get_json()["detail"]
    assert len(client.get(f"/feed.json?tag={'a' * 9000}").data) < 500


@pytest.mark.parametrize("broken", [be_locked], indirect=True)
@pytest.mark.parametrize("path", PATHS)
def test_locked_store_asks_to_come_again(broken: Any, path: str) -> None:
    answer = broken.get(path)
    assert (answer.status_code, answer.headers["Retry-After"]) == (503, "5")
    assert "secret" not in answer.text


@pytest.mark.parametrize("broken", [fail], indirect=True)
def test_what_is_held_is_answered_though_the_rest_fails(broken: Any) -> None:
    assert broken.get("/robots.txt").status_code == 200


def test_last_good_document_is_known_again(library: Any, monkeypatch: pytest.MonkeyPatch) -> None:
    client = library.app().test_client()
    good = client.get("/atom.xml")

    def fail(*_: object) -> bytes:
        raise ValueError("no")

    monkeypatch.setattr(atom, "document", fail)
    library.add("new.txt", "Un pont rouvre au nord\n\nIl a rouvert lundi, a dit la ville.\n")
    time.sleep(SOON)
    again = client.get("/atom.xml")
    assert (again.status_code, again.data, again.headers["ETag"]) == (200, good.data, good.headers["ETag"])
    known = client.get("/atom.xml", headers={"If-None-Match": good.headers["ETag"]})
    assert (known.status_code, known.headers["ETag"]) == (304, good.headers["ETag"])
    assert [trouble["what"] for trouble in client.get("/healthz").get_json()["troubles"]] == [
        "https://news.example.org/atom.xml"
    ]


@pytest.mark.parametrize("accept", [None, BROWSER])
def test_feed_that_cannot_be_made_asks_to_come_again(
    shared: Any, monkeypatch: pytest.MonkeyPatch, caplog: pytest.LogCaptureFixture, accept: str | None
) -> None:
    def fail(*_: object) -> bytes:
        raise ValueError("secret")

    monkeypatch.setattr(atom, "document", fail)
    client = shared.app().test_client()
    answer = client.get("/atom.xml", headers={"Accept": accept} if accept else {})
    assert (answer.status_code, answer.headers["Retry-After"]) == (503, "300")
    assert answer.headers["Cache-Control"] == "no-store"
    assert answer.content_type == (PAGE if accept else PROBLEM)
    assert "secret" not in answer.text
    assert "/atom.xml cannot be made: ValueError" in caplog.text and "Traceback" in caplog.text
    assert client.get("/feed.xml").status_code == 200


def test_article_that_cannot_be_written_is_left_out_and_named(shared: Any, monkeypatch: pytest.MonkeyPatch) -> None:
    whole = json.loads(shared.app().test_client().get("/feed.json").data)["items"]
    broken = whole[1]["id"]
    write = atom.fragment

    def refuse_one(entry: Any, *rest: Any) -> bytes:
        if entry.id == broken:
            raise ValueError("no")
        return write(entry, *rest)

    monkeypatch.setattr(atom, "fragment", refuse_one)
    client = shared.app().test_client()
    assert client.get("/atom.xml").data.count(b"<entry") == len(whole) - 1
    health = client.get("/healthz")
    assert health.status_code == 200
    assert json.loads(health.data)["troubles"] == [
        {"what": broken, "format": "atom", "content": "full", "reason": "ValueError('no')"}
    ]


def test_name_that_nothing_has_leads_to_what_is_called_nearly_so(client: Any) -> None:
    page = client.get("/tags/turky/", headers={"Accept": BROWSER})
    assert page.status_code == 404 and '<a href="/tags/turkey/">' in page.text
    assert '<a href="/tags/turkey/">' in client.get("/browse?lang=fr&tag=turky", headers={"Accept": BROWSER}).text
    assert '<a href="/sources/reuters/">' in client.get("/sources/reuter/", headers={"Accept": BROWSER}).text
    assert "It may be" not in client.get("/tags/zzzzzzzz/", headers={"Accept": BROWSER}).text


def test_page_of_what_was_withdrawn_says_of_what_date_it_was_when_and_why(library: Any) -> None:
    library.add(
        "old.txt",
        "---\ndate: 2024-05-06\nlanguage: en\n---\nA bridge opens\n\nIt was opened today.\n\nhttps://turquie2023.com/OlD123\n",
    )
    client = library.app().test_client()
    (item,) = [
        one for one in client.get("/feed.json").get_json(force=True)["items"] if one["title"] == "A bridge opens"
    ]
    library.withdraw(item["id"], reason="Published by mistake")
    time.sleep(SOON)
    page = client.get(item["url"].removeprefix("https://news.example.org"))
    assert page.status_code == 410 and "A bridge opens" not in page.text
    assert 'It was of <time datetime="2024-05-06T00:00:00+00:00">6 May 2024</time>.' in page.text
    assert "Reason: <bdi>Published by mistake</bdi>" in page.text and page.text.count("<time datetime=") == 2


@pytest.mark.parametrize("broken", [be_locked], indirect=True)
def test_page_that_cannot_be_given_says_when_to_come_back(broken: Any) -> None:
    assert "Please come back in 5 seconds." in broken.get("/tags/turkey/", headers={"Accept": BROWSER}).text
