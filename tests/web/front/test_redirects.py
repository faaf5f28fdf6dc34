"""Share links in front of Flask: what is live is answered there, what is not costs no memory, and nothing is old."""

from __future__ import annotations

import gc
import random
import time
import tracemalloc
from typing import TYPE_CHECKING, Any

import pytest
from werkzeug.test import EnvironBuilder, run_wsgi_app

from feeds.site import Site
from feeds.store.read.lookup import Lookup
from feeds.web.front import redirects
from feeds.web.front.redirects import Codes, Redirects
from feeds.web.front.state import Known
from feeds.web.front.throttle import Throttle
from tests.metrics import numbers
from tests.serving import SOON

if TYPE_CHECKING:
    from collections.abc import Iterable

    from _typeshed.wsgi import StartResponse, WSGIApplication, WSGIEnvironment
    from flask import Flask
    from flask.testing import FlaskClient

LIVE = (
    "/6Y5jLH",
    "/6Y5jLH/",
    "/s/turquie2023.com/6Y5jLH",
    "/s/WWW.turquie2023.com/6Y5jLH/",
    "/6Y5jLH?x=//evil.example",
)
OTHERS = ("/6y5jlh", "/6Y5jLH.", "/GoNe12", "/LaTer1", "/TwIce1", "/zzzzzz", "/s/evil.example/6Y5jLH", "/tags", "/rss")


def answered_in_front(client: FlaskClient) -> float:
    return numbers(client.get("/metrics").text)['feeds_answer_seconds_count{place="redirects"}']


def asked(application: WSGIApplication, path: str, **headers: str) -> tuple[str, dict[str, str]]:
    body, status, given = run_wsgi_app(application, EnvironBuilder(path=path).get_environ() | headers)
    assert b"".join(body) == b"" or not status.startswith("301")
    return status, dict(given)


def test_live_codes_never_reach_flask_and_all_others_do(shared: Any) -> None:
    app: Flask = shared.app()
    reached: list[str] = []
    app.before_request(lambda: reached.append("yes"))
    client = app.test_client()
    for _ in range(2):
        assert {client.open(path, method=method).status_code for path in LIVE for method in ("GET", "HEAD")} == {301}
    assert reached == []
    assert answered_in_front(client) == 4 * len(LIVE)
    reached.clear()
    for number, path in enumerate(OTHERS, 1):
        client.get(path)
        assert len(reached) == number, path


def test_other_methods_reach_flask(shared: Any) -> None:
    client = shared.app().test_client()
    assert {client.open("/6Y5jLH", method=method).status_code for method in ("POST", "PUT", "FOO")} == {405}


def test_site_under_a_path_of_its_own_is_answered_with_and_without_it(shared: Any) -> None:
    app: Flask = shared.app(site_url="https://news.example.org/a%20b")
    client = app.test_client()
    for path in ("/a b/6Y5jLH", "/6Y5jLH", "/a b/s/turquie2023.com/6Y5jLH"):
        assert client.get(path).headers["Location"].startswith("https://news.example.org/a%20b/entries/washington-")
    assert answered_in_front(client) == 3


def test_code_that_is_a_name_of_ours_is_not_reached(library: Any) -> None:
    library.add("tags.txt", "Une étiquette\n\nUn texte court.\n\nPartager cet article? https://turquie2023.com/tags\n")
    client = library.app().test_client()
    assert client.get("/tags").headers["Location"] == "https://news.example.org/tags/"
    assert "/entries/une-etiquette-" in client.get("/s/turquie2023.com/tags").headers["Location"]


def test_what_changes_is_seen_within_half_a_second(library: Any) -> None:
    client = library.app().test_client()
    for back, status in ((False, 410), (True, 301)):
        client.get("/6Y5jLH")
        library.withdraw("https://turquie2023.com/6Y5jLH", back=back)
        time.sleep(SOON)
        assert client.get("/6Y5jLH").status_code == status


def test_new_title_moves_the_redirect(library: Any) -> None:
    client = library.app().test_client()
    text = "{}\n\nLe marché couvert fermera en mars pour six mois.\n\nPartager cet article? https://turquie2023.com/moVed1\n"
    library.add("moved.txt", text.format("Premier titre"))
    assert "/entries/premier-titre-" in library.app().test_client().get("/moVed1").headers["Location"]
    library.add("moved.txt", text.format("Second titre"))
    after = library.app().test_client()
    assert "/entries/second-titre-" in after.get("/moVed1").headers["Location"]
    old = client.get("/moVed1").headers["Location"]
    assert old.endswith(after.get("/moVed1").headers["Location"][-8:])


def not_found(_environ: WSGIEnvironment, start_response: StartResponse) -> Iterable[bytes]:
    start_response("404 NOT FOUND", [])
    return [b"no"]


def alone(library: Any) -> Redirects:
    """Give the look-up with nothing but `not found` behind it."""
    lookup = Lookup(library.app().extensions["feeds"].store)
    codes = Codes(lookup, Site(), lambda: Known(1, ("turquie2023.com",)), ())
    return Redirects(not_found, codes, Throttle(not_found), None)


@pytest.mark.above_the_store  # what is held is the same whatever the store
def test_unknown_codes_cost_no_memory(shared: Any) -> None:
    front, chance = alone(shared), random.Random(0)  # noqa: S311 - examples, no secrets

    def ask(times: int) -> int:
        environ = {"REQUEST_METHOD": "GET", "HTTP_HOST": "news.example.org"}
        for _ in range(times):
            front(environ | {"PATH_INFO": f"/{chance.getrandbits(64):x}"}, lambda *_: lambda _data: None)
        gc.collect()
        return tracemalloc.get_traced_memory()[0]

    tracemalloc.start()
    try:
        before = ask(2000)
        grown = ask(8000) - before
    finally:
        tracemalloc.stop()
    assert len(front.codes.held) == 0
    assert grown < 8000, "a byte a code"


def test_redirects_held_are_bounded(shared: Any, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(redirects, "_BYTES", 1200)
    front = alone(shared)
    for path in ("/6Y5jLH", "/h0StiL", "/s/turquie2023.com/6Y5jLH") * 2:
        assert asked(front, path)[0].startswith("301")
    assert 1 <= len(front.codes.held) <= 2 and front.codes.held.size <= 1200
