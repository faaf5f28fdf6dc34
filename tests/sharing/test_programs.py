"""The interface for programs under abuse, asked on the running server."""

from __future__ import annotations

import json
from itertools import count
from typing import TYPE_CHECKING, Any
from urllib.parse import quote

import pytest

from feeds.web.base.openapi import MOST_ADDRESSES, MOST_BYTES
from tests.serving import send
from tests.sharing.articles import HOST, OTHER, answered

if TYPE_CHECKING:
    from tests.serving import Server

pytestmark = pytest.mark.xdist_group("sharing")

SHORT = f"https://{HOST}/qYOea0"


_CLIENTS = count()
"""Nobody asks so often that it is slowed."""


def resolve(server: Server, url: str) -> tuple[int, dict[str, Any]]:
    return answered(server, f"/api/v1/resolve?url={quote(url, safe='')}")


def post(server: Server, body: bytes, content_type: str = "application/json") -> tuple[int, dict[str, str], Any]:
    asking = {"Content-Type": content_type, "X-Forwarded-For": f"198.51.100.{next(_CLIENTS) % 250}"}
    status, headers, answer = send(server.port, "/api/v1/resolve", "POST", body, asking)
    return status, headers, json.loads(answer)


def many(server: Server, *urls: Any) -> list[dict[str, Any]]:
    status, headers, answer = post(server, json.dumps({"urls": urls}).encode())
    assert (status, headers["cache-control"], headers["access-control-allow-origin"]) == (200, "no-store", "*")
    results: list[dict[str, Any]] = answer["results"]
    return results


def test_one_address_gives_its_entry(server: Server, target: str) -> None:
    status, found = resolve(server, SHORT)
    assert status == 200
    entry = found.pop("entry")
    assert found == {
        "input": SHORT,
        "normalized": SHORT,
        "status": "ok",
        "matched_by": "exact",
        "code": "qYOea0",
        "short_url": SHORT,
        "primary_short_url": SHORT,
        "candidates": [],
    }
    assert (entry["canonical_url"], entry["title"], entry["language"]) == (target, "Nantes", "fr")
    assert entry["id"].startswith("urn:uuid:") and entry["published"].endswith("+00:00")
    assert f"{server.url}/sources/afp/feed.xml" in entry["feeds"]
    for address in entry["feeds"]:
        feed = server.get(address.removeprefix(server.url))
        assert feed[0] == 200 and entry["id"].encode() in feed[2]


def test_answer_may_be_kept_and_asked_for_again(server: Server) -> None:
    path = f"/api/v1/resolve?url={SHORT}"
    status, headers, _ = server.get(path)
    assert (status, headers["cache-control"]) == (200, "max-age=300")
    again = server.get(path, If_None_Match=headers["etag"])
    assert (again[0], again[2], again[1]["etag"]) == (304, b"", headers["etag"])


def test_known_by_whatever_name_it_has(server: Server, target: str) -> None:
    entry = resolve(server, SHORT)[1]["entry"]
    bare = entry["id"].removeprefix("urn:uuid:")
    handle = target[-8:]
    names = {
        SHORT: "exact",
        f"{HOST}/qYOea0.": "trimmed",
        f"https://{HOST}/qyoea0": "casefold",
        f"http://WWW.{HOST.upper()}.:80/qYOea0/?fbclid=1#x": "exact",
        f"«\u202f{SHORT}\u202f».": "trimmed",
        f"<{SHORT}+> ": "exact",
        f"Partager cet article? {SHORT}\nShare.": "exact",
        f"{server.url}/qYOea0": "exact",
        f"{server.url}/s/{HOST}/qYOea0": "exact",
        f"{server.url}/QYOEA0).": "casefold",
        target: "canonical",
        f"{target}?utm_source=x&fbclid=y": "canonical",
        f"{target}.json": "canonical",
        f"{server.url}/entries/old-words-{handle}": "old_slug",
        f"old-words-{handle}": "old_slug",
        handle: "old_slug",
        entry["id"]: "guid",
        bare.upper(): "guid",
    }
    for name, matched_by in names.items():
        status, found = resolve(server, name)
        assert (name, status, found.get("matched_by")) == (name, 200, matched_by)
        assert found["entry"]["canonical_url"] == target
        status, short = answered(server, f"/api/v1/shortlink?url={quote(name, safe='')}")
        assert (status, short["short_url"], short["code"]) == (200, SHORT, "qYOea0")
    status, short = answered(server, f"/api/v1/entries/{entry['id']}/shortlink")
    assert (status, short["qr"], short["preview"]) == (200, f"{server.url}/qYOea0.svg", f"{server.url}/qYOea0+")


def test_raw_plus_in_a_query_is_a_blank_and_does_no_harm(server: Server, target: str) -> None:
    for query in (f"url={SHORT}+", f"url={SHORT}%2B", "code=qYOea0+", "code=qYOea0%2B", f"code=qYOea0&host=www.{HOST}"):
        status, found = answered(server, f"/api/v1/resolve?{query}")
        assert (status, found["matched_by"], found["entry"]["canonical_url"]) == (200, "exact", target)


def test_code_is_of_the_host_that_is_named(server: Server) -> None:
    named = answered(server, f"/api/v1/resolve?code=qYOea0&host={OTHER}")[1]
    assert (named["entry"]["title"], named["short_url"]) == ("Paimpol", f"https://{OTHER}/qYOea0")
    status, problem = answered(server, "/api/v1/resolve?code=qYOea0&host=evil.example")
    assert (status, problem["resolution"]) == (422, "foreign_host")


PROBLEMS = {
    "https://bit.ly/x": (422, "foreign_host"),
    "http://169.254.169.254/latest/meta-data/": (422, "foreign_host"),
    "http://localhost/": (422, "foreign_host"),
    "http://[::1]/qYOea0": (422, "foreign_host"),
    "file:///etc/passwd": (422, "invalid"),
    "gopher://127.0.0.1/x": (422, "invalid"),
    "javascript:alert(1)": (422, "invalid"),
    f"https://{HOST}@evil.example/qYOea0": (422, "invalid"),
    f"https://{HOST}.evil.example/qYOea0": (422, "foreign_host"),
    "https://turquіe2023.com/qYOea0": (422, "foreign_host"),
    f"https://{HOST}:8443/qYOea0": (422, "invalid"),
    f"https://{HOST}/%0d%0aSet-Cookie:x": (422, "invalid"),
    "no address at all": (422, "invalid"),
    f"https://{HOST}/NeVer1": (404, "not_found"),
    f"https://{HOST}/LaTer1": (404, "not_found"),
    f"https://{HOST}/a/b/c": (404, "not_found"),
    f"https://{HOST}/qYOea0%00": (422, "invalid"),
    f"https://{HOST}/GoNe12": (410, "gone"),
    f"https://{HOST}/LaWs12": (451, "blocked"),
    f"https://{HOST}/TwIce1": (300, "ambiguous"),
    f"https://{HOST}/FOLD01": (300, "ambiguous"),
    f"{SHORT} and https://{HOST}/FoLd01": (300, "ambiguous"),
    "00000000-0000-0000-0000-000000000000": (404, "not_found"),
}


@pytest.mark.parametrize("url", PROBLEMS)
def test_problem_says_what_became_of_the_address(server: Server, url: str) -> None:
    status, problem = resolve(server, url)
    assert (status, problem["resolution"]) == PROBLEMS[url]
    assert (problem["status"], problem["input"], problem["entry"]) == (status, url, None)
    assert problem["title"] and problem["detail"]
    assert problem["type"] == f"{server.url}/api/v1/problems/{problem['resolution'].replace('_', '-')}"
    page = server.get(problem["type"].removeprefix(server.url))
    assert page[0] == 200 and problem["title"].encode() in page[2]
    assert "Dinan" not in json.dumps(problem) and "Auray" not in json.dumps(problem)
    (result,) = many(server, url)
    assert (result["http_status"], result["status"]) == PROBLEMS[url]
    assert result["problem"]["type"] == problem["type"]
    assert result["candidates"] == problem["candidates"]
    status, short = answered(server, f"/api/v1/shortlink?url={quote(url, safe='')}")
    assert (status, short["resolution"]) == PROBLEMS[url]


def test_ambiguous_address_and_look_alike_name_what_they_may_mean(server: Server) -> None:
    titles = [one["title"] for one in resolve(server, f"https://{HOST}/TwIce1")[1]["candidates"]]
    assert sorted(titles) == ["Quimper", "Vannes"]
    status, problem = resolve(server, f"https://{HOST}/qY0ea0")
    assert (status, [one["title"] for one in problem["candidates"]]) == (404, ["Nantes"])


def test_what_the_law_blocks_is_said_by_its_publisher(server: Server) -> None:
    headers = server.get(f"/api/v1/resolve?url=https://{HOST}/LaWs12")[1]
    assert (headers["cache-control"], headers["link"]) == ("no-store", f'<{server.url}/>; rel="blocked-by"')


def test_missing_address_is_a_bad_request(server: Server) -> None:
    for path in ("resolve", "resolve?url=", "resolve?x=y", "shortlink", "shortlink?url="):
        status, problem = answered(server, f"/api/v1/{path}")
        assert (status, problem["type"]) == (400, f"{server.url}/api/v1/problems/missing-parameter")


def test_entry_without_a_name_like_this_is_not_found(server: Server) -> None:
    assert answered(server, "/api/v1/entries/00000000/shortlink")[0] == 404
    assert answered(server, "/api/v1/entries/x/shortlink")[0] in {404, 422}
    assert answered(server, "/api/v1/nothing")[0] == 404


def test_many_keep_their_order_and_their_doubles(server: Server, target: str) -> None:
    urls = [SHORT, "https://bit.ly/x", SHORT, f"https://{HOST}/GoNe12", target, f"https://{HOST}/NeVer1", "\ud800", ""]
    results = many(server, *urls)
    assert [result["input"] for result in results] == urls
    assert [result["http_status"] for result in results] == [200, 422, 200, 410, 200, 404, 422, 422]
    assert results[0] == results[2] and "problem" not in results[0]


def test_hundred_are_answered_and_one_more_is_too_large(server: Server) -> None:
    results = many(server, *[f"https://{HOST}/{n:06}" for n in range(MOST_ADDRESSES - 1)], SHORT)
    assert [result["http_status"] for result in results] == [404] * (MOST_ADDRESSES - 1) + [200]
    status, _, problem = post(server, json.dumps({"urls": [SHORT] * (MOST_ADDRESSES + 1)}).encode())
    assert (status, problem["type"]) == (413, f"{server.url}/api/v1/problems/too-large")


def test_what_is_no_text_spoils_nothing(server: Server) -> None:
    items = [SHORT, 42, None, [], {"url": SHORT}, True, SHORT]
    results = many(server, *items)
    assert [result["http_status"] for result in results] == [200, 422, 422, 422, 422, 422, 200]
    assert [result["input"] for result in results] == items


@pytest.mark.parametrize(
    ("body", "content_type", "status"),
    [
        (b'{"urls": []}', "application/json", 400),
        (b"", "application/json", 400),
        (b"{", "application/json", 400),
        (b"[]", "application/json", 400),
        (b'{"urls": "x"}', "application/json", 400),
        (b'{"urls": null}', "application/json", 400),
        (b"\xff\xfe", "application/json", 400),
        (b'{"urls": [' + b"9" * 5000 + b"]}", "application/json", 400),
        (b'{"urls": [NaN]}', "application/json", 400),
        (b'{"urls": [1e999]}', "application/json", 400),
        (b"[" * 30_000 + b"]" * 30_000, "application/json", 400),
        (b'{"urls":' * 8000, "application/json", 400),
        (b'{"urls": ["x"]}'.ljust(MOST_BYTES + 1), "application/json", 413),
        (b'{"urls": ["x"]}'.ljust(MOST_BYTES), "application/json", 200),
        (b'{"urls": ["x"]}', "application/json; charset=utf-8", 200),
        (b'{"urls": ["x"]}', "text/plain", 415),
        (b'{"urls": ["x"]}', "", 415),
        (b"urls=x", "application/x-www-form-urlencoded", 415),
    ],
)
def test_body_that_cannot_be_used_is_refused(server: Server, body: bytes, content_type: str, status: int) -> None:
    answered_with, headers, answer = post(server, body, content_type)
    assert answered_with == status
    if status != 200:
        assert (headers["content-type"], answer["status"]) == ("application/problem+json", status)
        assert server.get(answer["type"].removeprefix(server.url))[0] == 200


def test_what_is_too_deep_to_be_said_back_is_refused(server: Server) -> None:
    depths = (*range(930, 1000), 2000, 5000, 20_000)  # Pythons differ in how deep they read
    bodies = [b'{"urls": [' + b"[" * depth + b"]" * depth + b"]}" for depth in depths]
    statuses = [server.post("/api/v1/resolve", body, "application/json")[0] for body in bodies]
    assert set(statuses) == {200, 400}


def test_scripts_of_other_sites_may_ask(server: Server) -> None:
    asking = {"Origin": "https://other.example", "Access-Control-Request-Method": "POST"}
    asking["Access-Control-Request-Headers"] = "content-type"
    status, headers, _ = server.get("/api/v1/resolve", "OPTIONS", **asking)
    assert status in {200, 204}
    assert headers["access-control-allow-origin"] == "*"
    assert "POST" in headers["access-control-allow-methods"].split(", ")
    assert "content-type" in headers["access-control-allow-headers"].lower().split(", ")
    assert "access-control-allow-credentials" not in headers
