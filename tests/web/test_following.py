"""`/changes.json`: what became of the entries of a selection, for whoever keeps a copy."""

from __future__ import annotations

import json
from datetime import datetime
from typing import TYPE_CHECKING, Any

import pytest

if TYPE_CHECKING:
    from flask.testing import FlaskClient

pytestmark = pytest.mark.above_the_store


def test_changes_are_told_in_pages_up_to_the_end(client: FlaskClient) -> None:
    path, told = "/changes.json?limit=3", []
    for _ in range(50):
        answer = client.get(path)
        assert (answer.status_code, answer.content_type) == (200, "application/json")
        page: dict[str, Any] = json.loads(answer.data)
        told += page["changes"]
        if path.endswith(f"since={page['next']}"):
            break
        path = f"/changes.json?limit=3&since={page['next']}"
    assert page["changes"] == []
    public = {change["id"] for change in told if change["change"] == "new"}
    assert {item["id"] for item in json.loads(client.get("/feed.json").data)["items"]} <= public
    assert [change["change"] for change in told if change["id"] not in public] == ["withdrawn"]
    assert all(change["revision"] >= 1 and datetime.fromisoformat(change["time"]).tzinfo for change in told)


def test_a_selection_is_followed_under_one_address(client: FlaskClient) -> None:
    answer = client.get("/tags/turkey/changes.json?x=1")
    assert (answer.status_code, answer.headers["Location"]) == (
        301,
        "https://news.example.org/changes.json?tag=turkey",
    )
    followed = json.loads(client.get("/changes.json?tag=turkey").data)
    listed = json.loads(client.get("/tags/turkey/feed.json").data)["items"]
    assert {change["id"] for change in followed["changes"]} == {item["id"] for item in listed}


@pytest.mark.parametrize(
    ("query", "status"), [("since=2026-03-01", 400), ("since=abc-1-2-3", 410), ("tag=nobody", 404), ("tag=", 400)]
)
def test_what_cannot_be_followed_is_a_problem(client: FlaskClient, query: str, status: int) -> None:
    answer = client.get(f"/changes.json?{query}")
    assert (answer.status_code, answer.content_type) == (status, "application/problem+json")
    assert status != 410 or answer.json["type"].endswith("/other-history")  # type: ignore[index]
    assert answer.headers["Access-Control-Allow-Origin"] == "*"


def test_nothing_new_is_unchanged_and_asked_for_again(client: FlaskClient) -> None:
    first = client.get("/changes.json")
    assert first.headers["Cache-Control"] == "no-cache"
    again = client.get("/changes.json", headers={"If-None-Match": first.headers["ETag"]})
    assert again.status_code == 304
