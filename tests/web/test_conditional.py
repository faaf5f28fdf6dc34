"""Polling: validators, codings, and the clients that get them wrong. RFC 9110, sections 8, 12.5.3 and 13."""

from __future__ import annotations

import gzip
from typing import TYPE_CHECKING

import pytest
from hypothesis import given
from hypothesis import strategies as st

from feeds.web.base.answers import SECURED
from feeds.web.base.conditional import choose_coding, http_date, is_unchanged

if TYPE_CHECKING:
    from flask.testing import FlaskClient
    from werkzeug.test import TestResponse
    from werkzeug.wrappers import Response

    from tests.web.conftest import Library

pytestmark = pytest.mark.above_the_store

FEEDS = ("/feed.xml", "/atom.xml", "/feed.json", "/tags/turkey/feed.xml?content=summary", "/feeds.opml")
PAGES = ("/", "/tags/", "/tags/turkey/", "/robots.txt", "/favicon.ico")
REPEATED = ("ETag", "Last-Modified", "Cache-Control", "Vary", "Access-Control-Allow-Origin")
OTHERS = ("/healthz", "/rss", "/6Y5jLH", "/nope", "/api/v1/resolve?url=turquie2023.com/6Y5jLH", "/static/style.css")


def ask(client: FlaskClient, path: str = "/feed.xml", **headers: str) -> TestResponse:
    return client.get(path, headers={name.replace("_", "-"): value for name, value in headers.items()})


@pytest.mark.parametrize("coding", ["identity", "gzip"])
@pytest.mark.parametrize("path", [*FEEDS, *PAGES])
def test_second_poll_answers_304_with_the_same_validators(client: FlaskClient, path: str, coding: str) -> None:
    first = ask(client, path, Accept_Encoding=coding)
    again = ask(client, path, Accept_Encoding=coding, If_None_Match=first.headers["ETag"])
    assert (first.status_code, again.status_code, again.data) == (200, 304, b"")
    assert [again.headers.get(name) for name in REPEATED] == [first.headers.get(name) for name in REPEATED]
    kept = ("Content-Type", "Content-Length", *dict(SECURED))  # with what the client has
    assert set(kept) <= {*first.headers.keys()} and not set(kept) & {*again.headers.keys()}


def test_what_coding_would_not_shrink_is_sent_as_it_is(client: FlaskClient) -> None:
    plain, zipped = ask(client, "/robots.txt"), ask(client, "/robots.txt", Accept_Encoding="gzip, br")
    assert "Content-Encoding" not in zipped.headers
    assert (zipped.data, zipped.headers["ETag"]) == (plain.data, plain.headers["ETag"])
    assert ask(client, "/robots.txt", Accept_Encoding="br", If_None_Match=plain.headers["ETag"]).status_code == 304


@pytest.mark.parametrize("path", [*FEEDS, *(path for path in PAGES if path != "/robots.txt")])
def test_each_coding_has_a_strong_tag_and_the_same_bytes(client: FlaskClient, path: str) -> None:
    plain, zipped = ask(client, path), ask(client, path, Accept_Encoding="gzip")
    assert plain.headers["ETag"].startswith('"') and zipped.headers["ETag"].startswith('"')
    assert plain.headers["ETag"] != zipped.headers["ETag"]
    assert "Content-Encoding" not in plain.headers
    assert zipped.headers["Content-Encoding"] == "gzip"
    assert gzip.decompress(zipped.data) == plain.data
    assert int(zipped.headers["Content-Length"]) == len(zipped.data)


def test_formats_have_different_tags(client: FlaskClient) -> None:
    assert len({ask(client, path).headers["ETag"] for path in FEEDS}) == len(FEEDS)


@pytest.mark.parametrize(
    "mangled",
    [
        "{0}",
        "W/{0}",
        '"x", {0}',
        '{0}, "y"',
        '"a","b",W/{0},"c"',
        "{1}",
        "W/{1}",
        '"{1}-gzip"',
        '"{1};gzip"',
        "{1}-gzip",
        'W/"{1}-gzip"',
        '"{1}-gzip-gzip"',
        '"{1}-br"',
        "*",
        '  "{1}" ',
        '""{1}""',
    ],
)
@pytest.mark.parametrize("coding", ["identity", "gzip"])
def test_tag_is_known_again_however_it_was_mangled(client: FlaskClient, mangled: str, coding: str) -> None:
    tag = ask(client, Accept_Encoding=coding).headers["ETag"]
    sent = mangled.format(tag, ask(client).headers["ETag"].strip('"'))
    assert ask(client, Accept_Encoding=coding, If_None_Match=sent).status_code == 304


@pytest.mark.parametrize(
    "tag", ['"x"', "W/", '""', "", ",,,", '"-gzip"', '"\x80"', "x" * 5000, '"x",' * 3000, "{1}x", "x{1}"]
)
def test_other_tag_gets_the_document_whatever_the_date(client: FlaskClient, tag: str) -> None:
    sent = tag.format("", ask(client).headers["ETag"].strip('"'))
    assert ask(client, If_None_Match=sent, If_Modified_Since="Fri, 01 Jan 2038 00:00:00 GMT").status_code == 200


def test_date_counts_where_there_is_no_tag(library: Library) -> None:
    client = library.app().test_client()
    modified = ask(client).last_modified
    assert modified is not None
    second = int(modified.timestamp())
    library.clock.sleep(60)
    assert ask(client, If_Modified_Since=http_date(second)).status_code == 304
    assert ask(client, If_Modified_Since=http_date(second + 1)).status_code == 304
    assert ask(client, If_Modified_Since=http_date(second - 1)).status_code == 200


@pytest.mark.parametrize(
    ("date", "status"),
    [
        ("Fri, 01 Jan 2038 00:00:00 GMT", 200),
        ("Fri, 01 Jan 2038 00:00:00 +0200", 200),
        ("Friday, 01-Jan-38 00:00:00 GMT", 200),
        ("Fri Jan  1 00:00:00 2038", 200),
        ("Thu, 01 Jan 1970 00:00:00 GMT", 200),
        ("Wed, 01 Jan 1800 00:00:00 GMT", 200),
        ("yesterday", 200),
        ("", 200),
        ("0", 200),
        ("-1", 200),
        ("2038-01-01T00:00:00Z", 200),
        ("Fri, 32 Jan 2038 00:00:00 GMT", 200),
        ("Fri, 01 Jan 99999999999 00:00:00 GMT", 200),
        ("Fri, 01 Jan 2038 00:00:00 +9999999", 200),
        ("None", 200),
    ],
)
def test_invented_dates_are_compared_or_ignored(client: FlaskClient, date: str, status: int) -> None:
    assert ask(client, If_Modified_Since=date).status_code == status


@pytest.mark.parametrize("polls", [0, 2])
def test_date_to_come_is_no_date_of_anything(library: Library, polls: int) -> None:
    client = library.app().test_client()
    for _ in range(polls):
        assert ask(client, If_Modified_Since=http_date(int(library.clock.now()))).status_code == 304
    assert ask(client, If_Modified_Since=http_date(int(library.clock.now()) + 60)).status_code == 200
    library.clock.sleep(60)  # now it has been, and the document is older
    assert ask(client, If_Modified_Since=http_date(int(library.clock.now()))).status_code == 304


@pytest.mark.parametrize("path", ["/feed.xml", "/feeds.opml"])
def test_last_modified_is_not_later_than_the_clock(library: Library, path: str) -> None:
    client = library.app().test_client()
    modified, tag = ask(client, path).last_modified, ask(client, path).headers["ETag"]
    fresh = library.app().test_client()
    library.clock.sleep(-7200)
    began = int(library.clock.now())
    for answer in (ask(client, path), ask(client, path, If_None_Match=tag), ask(fresh, path), ask(fresh, path)):
        assert answer.last_modified
        assert began <= answer.last_modified.timestamp() <= library.clock.now()
    library.clock.sleep(7200)
    assert [ask(one, path).last_modified for one in (client, fresh)] == [modified, modified]


@pytest.mark.parametrize("path", ["/static/style.css", "/static/favicon.svg", "/favicon.ico"])
def test_files_of_the_program_are_named_by_their_bytes(client: FlaskClient, path: str) -> None:
    first = ask(client, path)
    assert "Last-Modified" not in first.headers
    assert ask(client, path, If_None_Match=first.headers["ETag"]).status_code == 304


def test_pages_without_a_date_ignore_dates(client: FlaskClient) -> None:
    answer = ask(client, "/", If_Modified_Since="Fri, 01 Jan 2038 00:00:00 GMT")
    assert answer.status_code == 200
    assert "Last-Modified" not in answer.headers


def test_request_without_conditions_never_gets_304(client: FlaskClient) -> None:
    ask(client, If_None_Match="*")
    assert ask(client).status_code == 200


def test_tag_of_one_coding_is_good_for_the_other(client: FlaskClient) -> None:
    zipped = ask(client, Accept_Encoding="gzip").headers["ETag"]
    plain = ask(client, If_None_Match=zipped)
    assert plain.status_code == 304
    assert plain.headers["ETag"] == ask(client).headers["ETag"]


@pytest.mark.parametrize("path", [*FEEDS, *PAGES, *OTHERS])
@pytest.mark.parametrize(
    "headers", [{}, {"Accept-Encoding": "gzip"}, {"If-None-Match": "*"}, {"Sec-Fetch-Dest": "document"}]
)
def test_head_has_the_headers_of_get(client: FlaskClient, path: str, headers: dict[str, str]) -> None:
    with client.head(path, headers=headers) as head, client.get(path, headers=headers) as got:
        assert head.status_code == got.status_code
        assert without_date(head) == without_date(got)
        assert head.data == b""


def without_date(answer: Response) -> list[tuple[str, str]]:
    return sorted((name, value) for name, value in answer.headers if name != "Date")


@pytest.mark.parametrize(
    ("accepted", "coding"),
    [
        (None, "identity"),
        ("", "identity"),
        ("gzip", "gzip"),
        ("GZIP", "gzip"),
        ("x-gzip", "gzip"),
        ("gzip, deflate", "gzip"),
        ("deflate, gzip;q=1.0, *;q=0.5", "gzip"),
        ("br, zstd", "br"),
        ("identity", "identity"),
        ("*", "br"),
        ("*;q=0", "identity"),
        ("gzip;q=0", "identity"),
        ("gzip; q=0.0", "identity"),
        ("gzip ; q=0.001", "gzip"),
        ("gzip;q=0.5, identity;q=0.5", "gzip"),
        ("gzip;q=0.5, identity", "identity"),
        ("br;q=1, gzip", "br"),
        ("gzip, identity;q=0", "gzip"),
        ("gzip;q=0, *", "br"),
        ("gzip;q=x", "identity"),
        ("gzip;q=nan", "gzip"),
        (",;,=,q", "identity"),
        ("gzip" * 2000, "identity"),
    ],
)
def test_coding_is_the_one_the_client_prefers(accepted: str | None, coding: str) -> None:
    assert choose_coding(accepted) == coding


@given(st.text(), st.text(), st.text())
def test_no_header_is_too_strange(tags: str, date: str, codings: str) -> None:
    is_unchanged("abc-rss", 1_700_000_000, None, date, 1_800_000_000)
    assert not is_unchanged("abc-rss", 1_700_000_000, tags.replace("*", ""), date, 1_800_000_000)
    assert choose_coding(codings) in {"identity", "gzip", "br"}


STRANGE: list[dict[str, str]] = [
    {"User-Agent": ""},
    {"A-IM": "feed", "If-None-Match": '"old"'},
    {"A-IM": "feed, gzip"},
    {"Cookie": "session=1", "Referer": "https://evil.example/"},
    {"Range": "bytes=0-10"},
    {"If-Match": '"x"'},
    {"If-Unmodified-Since": "Thu, 01 Jan 1970 00:00:00 GMT"},
    {"If-Range": '"x"', "Range": "bytes=5-"},
    {"Accept": "application/rss+xml;q=0.9, text/html;q=0.7, */*;q=0.1"},
    {"X-Forwarded-Host": "evil.example", "X-Forwarded-Proto": "gopher", "Forwarded": "host=evil.example"},
]


@pytest.mark.parametrize("headers", STRANGE)
def test_strange_client_gets_the_same_document(client: FlaskClient, headers: dict[str, str]) -> None:
    answer, plain = client.get("/feed.xml", headers=headers), client.get("/feed.xml")
    assert (answer.status_code, answer.data) == (200, plain.data)
    assert "Set-Cookie" not in answer.headers
