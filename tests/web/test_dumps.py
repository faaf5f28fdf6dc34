"""The lists of share codes that anybody may keep: whole, dated, the same until something changes, and in parts."""

from __future__ import annotations

import csv
from typing import TYPE_CHECKING, Any

import pytest

from feeds.web.routes import dumps

if TYPE_CHECKING:
    from flask.testing import FlaskClient

SITE = "https://news.example.org"


def records(client: FlaskClient, path: str = "/shortlinks.csv") -> list[dict[str, str]]:
    answer = client.get(path)
    assert (answer.status_code, answer.content_type) == (200, "text/csv; charset=utf-8")
    return list(csv.DictReader(answer.text.splitlines()))


def pairs(client: FlaskClient, path: str = "/shortlinks.txt") -> list[tuple[str, str]]:
    answer = client.get(path)
    assert (answer.status_code, answer.content_type) == (200, "text/plain; charset=utf-8")
    return [(code, address) for code, _, address in (line.partition("|") for line in answer.text.splitlines())]


def test_every_code_leads_where_the_list_says(client: FlaskClient) -> None:
    found = records(client)
    assert {row["state"] for row in found} == {"live", "gone"}
    codes = [row["code"] for row in found]
    for row in found:
        status = {"live": 301, "gone": 410}[row["state"]] if codes.count(row["code"]) == 1 else None
        answer = client.get(f"/s/{row['host']}/{row['code']}" if row["host"] else f"/{row['code']}")
        if status:
            assert answer.status_code == status, row
        if status == 301:
            assert answer.headers["Location"] == row["canonical_url"]
    order = [(row["host"], len(row["code"]), row["code"]) for row in found]
    assert order == sorted(order)
    assert "LaTer1" not in codes, "not yet published"


@pytest.mark.above_the_store
def test_lines_of_code_and_address_lead_there_too(client: FlaskClient) -> None:
    found = pairs(client)
    assert len(found) == len(records(client))
    assert ("GoNe12" in dict(found)) and ("s/nouvelles2023.example/6Y5jLH" in dict(found))
    assert client.get("/6Y5jLH").headers["Location"] == dict(found)["6Y5jLH"]


@pytest.mark.parametrize("path", ["/shortlinks.csv", "/shortlinks.txt"])
def test_list_is_dated_and_unchanged_until_something_changes(library: Any, path: str) -> None:
    client = library.app().test_client()
    first = client.get(path)
    assert first.headers["Access-Control-Allow-Origin"] == "*"
    stem, _, extension = path[1:].partition(".")
    name = first.headers["Content-Disposition"]
    assert name.startswith(f'attachment; filename="{stem}-20') and name.endswith(f'.{extension}"')
    assert first.last_modified is not None and f"{first.last_modified:%Y-%m-%d}" in name
    for known in ({"If-None-Match": first.headers["ETag"]}, {"If-Modified-Since": first.headers["Last-Modified"]}):
        assert client.get(path, headers=known).status_code == 304
    library.withdraw("https://turquie2023.com/6Y5jLH")
    after = library.app().test_client().get(path, headers={"If-None-Match": first.headers["ETag"]})
    assert after.status_code == 200 and after.headers["ETag"] != first.headers["ETag"]
    assert "6Y5jLH" in after.text and "washington" not in after.text


@pytest.mark.above_the_store
def test_many_come_in_parts_that_name_the_next(shared: Any, monkeypatch: pytest.MonkeyPatch) -> None:
    client = shared.app().test_client()
    whole = pairs(client)
    monkeypatch.setattr(dumps, "_PART", 7)
    client = shared.app().test_client()
    found, path, parts = [], "/shortlinks.txt", 0
    while path:
        found += pairs(client, path)
        path = client.get(path).headers.get("Link", "").partition(">")[0].removeprefix(f"<{SITE}")
        parts += 1
    assert parts > 3 and sorted(found) == sorted(whole)
    assert client.get(f"/shortlinks.txt?part={parts}").status_code == 404


@pytest.mark.above_the_store
@pytest.mark.parametrize("asked", ["?part=", "?part=x", "?part=0", "?part=00", "?x=1", "?part=٣"])
def test_list_has_one_spelling(client: FlaskClient, asked: str) -> None:
    answer = client.get(f"/shortlinks.csv{asked}")
    assert (answer.status_code, answer.headers["Location"]) == (301, f"{SITE}/shortlinks.csv")
