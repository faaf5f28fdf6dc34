"""What a commit changes: the documents, their validators, and nothing else."""

from __future__ import annotations

import json
import time
from typing import TYPE_CHECKING, Any

import pytest

from feeds.clock import SystemClock
from tests.serving import SOON

if TYPE_CHECKING:
    from flask.testing import FlaskClient
    from werkzeug.test import TestResponse

SYRIA = (
    "La Syrie rouvre un pont sur l’Euphrate\n\nLa Syrie a rouvert un pont sur l’Euphrate, ont annoncé les autorités"
    " de la Syrie, après deux ans de travaux.\n\nAFP\n\nPartager cet article? https://turquie2023.com/aB3xY9\n"
)


def poll(client: FlaskClient, path: str = "/feed.json") -> TestResponse:
    """Poll after what is known may have moved."""
    time.sleep(SOON)
    return client.get(path)


def titles(answer: TestResponse) -> list[str]:
    items: list[dict[str, Any]] = json.loads(answer.data)["items"]
    return [item["title"] for item in items]


def moved_on(old: TestResponse, new: TestResponse) -> bool:
    """Tell whether tag and date moved together with the bytes, the date by a second at least."""
    assert old.last_modified is not None and new.last_modified is not None
    assert new.last_modified.timestamp() <= time.time()
    moved = (old.data != new.data, old.headers["ETag"] != new.headers["ETag"], old.last_modified < new.last_modified)
    assert moved in {(True,) * 3, (False,) * 3}
    return moved[0]


def test_new_article_is_seen_where_it_belongs_and_moves_nothing_else(library: Any) -> None:
    client = library.app().test_client()
    paths = (
        "/feed.json",
        "/tags/syria/feed.json",
        "/sources/afp/feed.json",
        "/sources/reuters/feed.json",
        "/tags/qatar/feed.json",
    )
    before = {path: client.get(path) for path in paths}
    library.add("syria.txt", SYRIA)
    after = {path: poll(client, path) for path in paths}
    moved = [path for path in paths if moved_on(before[path], after[path])]
    assert moved == ["/feed.json", "/tags/syria/feed.json", "/sources/afp/feed.json"]
    assert titles(after["/feed.json"])[0] == "La Syrie rouvre un pont sur l’Euphrate"


def test_edited_article_keeps_its_id_and_place(library: Any) -> None:
    library.add("syria.txt", SYRIA)
    client = library.app().test_client()
    before = client.get("/feed.json")
    library.add("syria.txt", SYRIA.replace("rouvre un pont", "rouvre deux ponts"))
    after = poll(client)
    assert moved_on(before, after)
    assert titles(after)[0] == "La Syrie rouvre deux ponts sur l’Euphrate"
    old, new = (json.loads(answer.data)["items"] for answer in (before, after))
    assert [item["id"] for item in old] == [item["id"] for item in new]


def test_withdrawn_article_leaves_and_comes_back(library: Any) -> None:
    client = library.app().test_client()
    before = client.get("/feed.json")
    library.withdraw("https://turquie2023.com/6Y5jLH")
    without = poll(client)
    assert moved_on(before, without)
    assert len(titles(without)) == len(titles(before)) - 1
    library.withdraw("https://turquie2023.com/6Y5jLH", back=True)
    again = poll(client)
    assert moved_on(without, again)
    assert titles(again) == titles(before)


@pytest.mark.above_the_store
def test_import_without_changes_moves_no_validator(library: Any) -> None:
    client = library.app().test_client()
    before = client.get("/feed.json")
    library.ingest()
    assert not moved_on(before, poll(client))


def test_last_tag_that_leaves_an_empty_feed_moves_its_date(library: Any) -> None:
    library.add("syria.txt", SYRIA)
    client = library.app().test_client()
    before = client.get("/tags/syria/feed.json?limit=1")
    library.withdraw("https://turquie2023.com/aB3xY9")
    after = poll(client, "/tags/syria/feed.json?limit=1")
    assert moved_on(before, after)


@pytest.mark.above_the_store
def test_another_title_of_the_site_moves_every_validator(library: Any) -> None:
    before = library.app().test_client().get("/feed.json")
    after = library.app(site_title="Other News").test_client().get("/feed.json")
    assert moved_on(before, after)


@pytest.mark.above_the_store
def test_another_window_moves_the_validators(library: Any) -> None:
    before = library.app().test_client().get("/feed.json")
    after = library.app(window=60, window_hours=0).test_client().get("/feed.json")
    assert before.headers["ETag"] != after.headers["ETag"]
    assert before.last_modified < after.last_modified


def test_two_workers_answer_the_same_bytes(library: Any) -> None:
    one, other = library.app().test_client(), library.app().test_client()
    for path in ("/feed.xml", "/atom.xml", "/feed.json", "/feeds.opml", "/", "/tags/turkey/"):
        first, second = one.get(path), other.get(path)
        assert (first.data, first.headers["ETag"]) == (second.data, second.headers["ETag"])


@pytest.mark.above_the_store
@pytest.mark.parametrize("host", ["evil.example", "NEWS.example.org", "127.0.0.1:8000", "a..b", "x" * 300])
def test_host_header_is_not_in_the_documents(library: Any, host: str) -> None:
    client = library.app().test_client()
    plain = client.get("/atom.xml")
    other = library.app().test_client().get("/atom.xml", environ_overrides={"HTTP_HOST": host})
    assert (plain.data, plain.headers["ETag"]) == (other.data, other.headers["ETag"])


def test_health_waits_for_the_first_import(empty: Any) -> None:
    client = empty.app().test_client()
    waiting = client.get("/healthz")
    assert (waiting.status_code, waiting.headers["Cache-Control"]) == (503, "no-store")
    feed = client.get("/feed.xml")
    assert (feed.status_code, feed.headers["Retry-After"], feed.headers["Cache-Control"]) == (503, "10", "no-store")
    assert feed.get_json()["detail"] == "The articles are being read for the first time."
    empty.ingest()
    assert client.get("/healthz").status_code == 200
    feed = client.get("/feed.xml")
    assert feed.status_code == 200 and b"<item>" not in feed.data


def test_damaged_store_is_not_healthy_and_shows_no_traceback(library: Any) -> None:
    app = library.app()
    client = app.test_client()
    store = app.extensions["feeds"].store
    with store.writing(SystemClock()) as (connection, _):
        connection.exec_driver_sql("ALTER TABLE tick RENAME TO tock")
        connection.exec_driver_sql("CREATE TABLE tick (id integer, second bigint, version bigint)")
        connection.exec_driver_sql("ALTER TABLE fact RENAME TO fancy")
    for path, status in (
        ("/healthz", 503),
        ("/feed.xml", 503),
        ("/6Y5jLH", 503),
        ("/api/v1/resolve?url=x.example/y", 503),
    ):
        answer = client.get(path)
        assert answer.status_code == status
        assert "Traceback" not in answer.text and "sql" not in answer.text
