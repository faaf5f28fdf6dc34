"""Pages in the language of who reads them; feeds are the same for everybody."""

from __future__ import annotations

from datetime import date
from typing import TYPE_CHECKING, Any

import pytest
from lxml import html
from werkzeug.test import EnvironBuilder, run_wsgi_app

from feeds.clock import SystemClock
from feeds.config import Settings
from feeds.web.base.conditional import MARK, Validators
from feeds.web.front.hotpath import HotPath
from feeds.web.front.state import Known
from feeds.web.languages.choice import Languages, languages_of
from feeds.web.languages.speech import speech_of

if TYPE_CHECKING:
    from collections.abc import Iterable

    from _typeshed.wsgi import StartResponse, WSGIEnvironment
    from flask.testing import FlaskClient

    from tests.web.conftest import Library

pytestmark = pytest.mark.above_the_store

PAGES = (
    "/",
    "/tags/turkey/",
    "/tags/",
    "/sources/",
    "/browse?tag=syria,turkey",
    "/browse/archive",
    "/6Y5jLH+",
    "/nowhere/x",
)
DATA = ("/feed.xml", "/atom.xml", "/feed.json", "/feeds.opml", "/tags/turkey/feed.xml", "/sitemap.xml", "/robots.txt")


def tree(client: FlaskClient, path: str, **headers: str) -> Any:
    return html.fromstring(client.get(path, headers=headers).data.decode())


@pytest.mark.parametrize(
    ("accepted", "chosen"),
    [
        (None, "en"),
        ("", "en"),
        ("fr", "fr"),
        ("FR-ca", "fr"),
        ("pt-BR,pt;q=0.9,fr;q=0.3", "fr"),
        ("fr;q=0.3,en-US;q=0.8", "en"),
        ("pt, *;q=0.5", "en"),
        ("*", "en"),
        ("fr;q=0.2,*;q=0.5", "en"),
        ("fr,*;q=0.5", "fr"),
        ("fr;q=0", "en"),
        ("fr;q=abc", "en"),
        ("fr;q=nan,fr;q=-1,fr;q=1e9", "en"),
        ("fr ; q = 0.7", "fr"),
        ("french", "en"),
        ("fr_FR", "en"),
        (";;,,;q=1,fr", "fr"),
        ("\x00fr, \udcff", "en"),
        ("x," * 20_000 + "fr", "en"),
        ("fr," + "en-x-" * 5_000, "fr"),
    ],
)
def test_language_is_the_first_of_ours_that_is_liked_best(accepted: str | None, chosen: str) -> None:
    assert Languages("en").of(accepted) == chosen


@pytest.mark.parametrize(
    ("settings", "accepted", "chosen"),
    [
        (Settings(site_language="fr-CA"), None, "fr"),
        (Settings(site_language="fr-CA"), "en", "en"),
        (Settings(site_language="it"), None, "en"),
        (Settings(site_language="it", page_language="fr"), None, "fr"),
        (Settings(page_language="fr"), "en", "fr"),
    ],
)
def test_without_a_wish_it_is_that_of_the_site_where_pages_speak_it(
    settings: Settings, accepted: str | None, chosen: str
) -> None:
    assert languages_of(settings).of(accepted) == chosen


@pytest.mark.parametrize("path", PAGES)
def test_page_is_in_the_language_of_its_reader_and_says_by_what_it_differs(client: FlaskClient, path: str) -> None:
    tags = set()
    for language, said in (("en", "Skip to content"), ("fr", "Aller au contenu")):
        answer = client.get(path, headers={"Accept-Language": f"{language}-XX,*;q=0.1", "Accept": "text/html"})
        root: Any = html.fromstring(answer.data.decode())
        assert root.get("lang") == language and root.xpath("//a[@class='skip']")[0].text == said
        assert "Accept-Language" in answer.headers["Vary"]
        tags.add(answer.headers.get("ETag"))
    assert len(tags) == 2 or tags == {None}  # an error has none


@pytest.mark.parametrize("path", DATA)
def test_data_is_the_same_whatever_its_reader_speaks(client: FlaskClient, path: str) -> None:
    plain, other = client.get(path), client.get(path, headers={"Accept-Language": "fr"})
    assert plain.data == other.data and plain.headers.get("ETag") == other.headers.get("ETag")
    assert "Accept-Language" not in plain.headers.get("Vary", "")


def test_validators_of_one_language_are_none_of_another(client: FlaskClient) -> None:
    for path in ("/", "/tags/"):
        for _ in range(2):  # by the application, then by what holds its answers
            tag = client.get(path, headers={"Accept-Language": "fr"}).headers["ETag"]
            asked: dict[str, str] = {"If-None-Match": tag}
            assert client.get(path, headers={"Accept-Language": "fr-BE, en;q=0.5", **asked}).status_code == 304
            assert client.get(path, headers={"Accept-Language": "en", **asked}).status_code == 200
            assert client.get(path, headers=asked).status_code == 200


class Speaker:
    """An application whose answers differ by the language of their reader, or say that they do."""

    def __init__(self) -> None:
        self.asked = 0

    def __call__(self, environ: WSGIEnvironment, start_response: StartResponse) -> Iterable[bytes]:
        self.asked += 1
        environ[MARK] = Validators()
        start_response("200 OK", [("Vary", "Accept-Language")] if "page" in environ["PATH_INFO"] else [])
        return [b"x"]


@pytest.mark.parametrize(("path", "copies"), [("/page", 2), ("/feed.json", 1), ("/page.xml", 100)])
def test_copies_that_are_held_are_one_a_language_and_one_of_a_feed(path: str, copies: int) -> None:
    speaker = Speaker()
    hot = HotPath(speaker, lambda: Known(1), SystemClock(), Languages("en"))
    for n in range(50):
        for spoken in (f"x-{n},fr-{n:02}-y{n};q=0.{n + 10},en;q=0.1", f"z{n}"):
            environ = EnvironBuilder(path=path, headers=[("Accept-Language", spoken)]).get_environ()
            run_wsgi_app(hot, environ)
    assert speaker.asked == copies


def test_fixed_language_is_that_of_every_page_and_none_varies(shared: Library) -> None:
    client = shared.app(page_language="fr").test_client()
    for path in PAGES:
        answer = client.get(path, headers={"Accept-Language": "en", "Accept": "text/html"})
        assert 'lang="fr"' in answer.text and "Accept-Language" not in answer.headers["Vary"]


def test_preview_of_a_feed_is_a_page(client: FlaskClient) -> None:
    answer = client.get("/feed.xml", headers={"Sec-Fetch-Dest": "document", "Accept-Language": "fr"})
    assert "Ceci est un flux" in answer.text and "Accept-Language" in answer.headers["Vary"]


def test_no_page_sets_a_cookie(client: FlaskClient) -> None:
    assert all("Set-Cookie" not in client.get(path, headers={"Accept-Language": "fr"}).headers for path in PAGES)


@pytest.mark.parametrize(
    ("language", "day", "month", "number"),
    [
        ("en", "1 March 2026", "March 2026", "12,345"),
        ("fr", "1er mars 2026", "mars 2026", "12\u202f345"),
    ],
)
def test_dates_and_numbers_are_written_as_the_language_does(language: str, day: str, month: str, number: str) -> None:
    speech = speech_of(language)
    first = date(2026, 3, 1)
    assert (speech.day(first), speech.month(first), speech.number(12345)) == (day, month, number)
