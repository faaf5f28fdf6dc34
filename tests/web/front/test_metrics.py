"""What Prometheus is told of one process."""

from __future__ import annotations

import re
from itertools import product
from typing import TYPE_CHECKING, Any

import pytest
from prometheus_client import generate_latest

from feeds.web.base import counters
from feeds.web.base.counters import Answered
from feeds.web.front.tally import Tally
from tests.metrics import numbers, total

if TYPE_CHECKING:
    from flask import Flask

pytestmark = pytest.mark.above_the_store


PLACES = ("memory", "documents", "redirects", "flask")


def scrape(app: Flask) -> str:
    answer = app.test_client().get("/metrics")
    assert (answer.status_code, answer.headers["Cache-Control"]) == (200, "no-store")
    return answer.text


def scraped_from(tally: Tally) -> str:
    return generate_latest(tally.counters.collected()).decode()


@pytest.fixture
def app(shared: Any) -> Flask:
    """Give an application that answered nothing yet."""
    made: Flask = shared.app()
    return made


def test_metrics_are_in_the_form_that_every_version_reads(app: Flask) -> None:
    app.test_client().get("/feed.xml")
    answer = app.test_client().get("/metrics")
    assert answer.content_type == "text/plain; version=0.0.4; charset=utf-8"
    lines = answer.text.splitlines()
    assert all(re.fullmatch(r"# (HELP|TYPE) \w+ .+|\w+(\{[^}]*\})? [\d.e+]+", line) for line in lines)
    assert not [line for line in lines if "_created" in line or line.startswith(("python_", "process_"))]


def test_every_answer_is_counted_by_its_view_and_status(app: Flask) -> None:
    client = app.test_client()
    tag = client.get("/feed.xml").headers["ETag"]
    for path in ("/feed.xml", "/rss", "/6Y5jLH", "/6Y5jLH", "/6y5jlh", "/nowhere/at/all", "/zzzzzz", "/GoNe12"):
        client.get(path)
    client.get("/feed.xml", headers={"If-None-Match": tag})
    client.post("/feed.xml")
    assert scrape(app) != scrape(app)  # which is counted too
    told = numbers(scrape(app))
    requests = {
        tuple(re.findall(r'"([^"]*)"', name)): number
        for name, number in told.items()
        if name.startswith("feeds_requests_total")
    }
    assert requests == {
        ("feeds.feed", "200"): 2,
        ("feeds.feed", "301"): 1,
        ("feeds.feed", "304"): 1,
        ("sharelinks.follow", "301"): 2,
        ("sharelinks.follow", "302"): 1,
        ("sharelinks.follow", "404"): 1,
        ("sharelinks.follow", "410"): 1,
        ("none", "404"): 1,
        ("none", "405"): 1,
        ("metrics.metrics", "200"): 2,
    }


def test_bytes_are_counted_by_view_whoever_gives_them(app: Flask) -> None:
    client, sent = app.test_client(), {"feeds.feed": 0, "dumps.csv": 0, "pages.home": 0}
    asked = (("/feed.xml", "feeds.feed"), ("/feed.xml", "feeds.feed"), ("/shortlinks.csv", "dumps.csv"))
    for (path, route), coding in product((*asked, ("/", "pages.home")), ("identity", "gzip")):
        sent[route] += len(client.get(path, headers={"Accept-Encoding": coding}).data)
    client.head("/feed.xml")
    tag = client.get("/atom.xml", headers={"If-None-Match": "*"})
    assert (tag.status_code, tag.data) == (304, b"")
    app.extensions["feeds"].counters.write()
    told = numbers(scrape(app))
    assert {route: told[f'feeds_body_bytes_total{{route="{route}"}}'] for route in sent} == sent


def test_answers_are_told_apart_by_who_gave_them(app: Flask) -> None:
    client = app.test_client()
    for path in ("/feed.xml", "/feed.xml", "/feed.xml", "/6Y5jLH", "/tags/", "/tags/"):
        client.get(path)
    told = numbers(scrape(app))
    answered = {place: told[f'feeds_answer_seconds_count{{place="{place}"}}'] for place in PLACES}
    assert answered == {"memory": 3, "documents": 1, "redirects": 1, "flask": 1}
    assert all(told[f'feeds_answer_seconds_sum{{place="{place}"}}'] > 0 for place in PLACES)
    assert told["feeds_documents_built_total"] == 1


def test_site_under_a_path_counts_the_way_there(shared: Any) -> None:
    app = shared.app(site_url="https://news.example.org/news")
    app.test_client().get("/news")
    assert numbers(scrape(app))['feeds_requests_total{route="none",status="301"}'] == 1


def test_what_anybody_asks_for_makes_no_new_numbers(app: Flask) -> None:
    client = app.test_client()
    for number in range(20):
        client.get(f"/nowhere/{number}")
        client.get(f"/tags/nothing-{number}/")
        client.open("/feed.xml", method=f"METHOD{number}")
    before = len(numbers(scrape(app)))
    for number in range(20, 60):
        client.get(f"/nowhere/{number}")
        client.get(f"/tags/nothing-{number}/")
        client.open("/feed.xml", method=f"METHOD{number}")
    assert len(numbers(scrape(app))) == before + 2  # the first scrape, and its bytes


def test_answers_in_front_have_the_name_of_the_view_that_would_give_them(app: Flask) -> None:
    client = app.test_client()
    for path in ("/feed.xml", "/feed.xml", "/6Y5jLH"):
        client.get(path)
    named = set(re.findall(r'route="([^"]+)"', scrape(app)))
    assert named == {"feeds.feed", "sharelinks.follow"} <= set(app.view_functions)


def test_store_is_told_as_it_is(app: Flask, shared: Any) -> None:
    told = numbers(scrape(app))
    items = app.test_client().get("/feed.json?limit=200").get_json(force=True)["items"]
    assert told["feeds_entries"] == len(items)
    assert told["feeds_entries_scheduled"] == 1
    assert told['feeds_facets{kind="tag"}'] > 5
    assert told["feeds_commits_total"] > 1
    assert shared.clock.now() - 86400 < told["feeds_last_commit_timestamp_seconds"] < shared.clock.now() + 86400
    assert (told["feeds_pings_waiting"], told["feeds_troubles"]) == (0, 0)


def test_applications_of_one_process_count_apart(shared: Any) -> None:
    one, other = shared.app(), shared.app()
    one.test_client().get("/feed.xml")
    assert total(scrape(one), "feeds_requests_total") == 1
    assert total(scrape(other), "feeds_requests_total") == 0


def test_a_fault_that_nobody_answers_is_counted_as_the_server_answers_it(app: Flask) -> None:
    tally = app.wsgi_app
    assert isinstance(tally, Tally)

    def fail(*_: object) -> Any:
        raise OSError("no memory left")

    tally.application = fail
    with pytest.raises(OSError, match="no memory left"):
        app.test_client().get("/feed.xml")
    assert 'feeds_requests_total{route="none",status="500"} 1.0' in scraped_from(tally)


def test_times_are_kept_until_they_are_written(app: Flask, monkeypatch: pytest.MonkeyPatch) -> None:
    tally = app.wsgi_app
    assert isinstance(tally, Tally)
    monkeypatch.setattr(counters, "perf_counter", lambda: 0.0)
    tally.counters.write()
    for seconds in (0.00001, 0.000025, 0.5, 100.0):
        tally.counters.count(Answered("feeds.feed", "memory", "200"), -seconds)
    told = numbers(scraped_from(tally))
    buckets = {name: number for name, number in told.items() if name.startswith("feeds_answer_seconds_bucket")}
    assert list(buckets.values()) == [2, 2, 2, 2, 2, 2, 2, 2, 2, 3, 3, 3, 4]
    assert told['feeds_answer_seconds_sum{place="memory"}'] == pytest.approx(100.500035)
