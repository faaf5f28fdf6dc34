"""Pages in the language of who reads them; feeds are the same for everybody."""

from __future__ import annotations

import re
from datetime import date, datetime, timedelta
from pathlib import Path
from typing import TYPE_CHECKING, Any
from zoneinfo import ZoneInfo

import pytest
from lxml import html
from werkzeug.test import EnvironBuilder, run_wsgi_app

import feeds.web
from feeds.clock import SystemClock
from feeds.config import Settings
from feeds.config.values import PAGE_LANGUAGES
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

STYLE = (Path(feeds.web.__file__).parent / "static" / "style.css").read_text(encoding="utf-8")

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


SKIPS = {
    "ar": "انتقل إلى المحتوى",
    "de": "Zum Inhalt springen",
    "en": "Skip to content",
    "es": "Saltar al contenido",
    "fr": "Aller au contenu",
    "tr": "İçeriğe geç",
}


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
    for language, said in SKIPS.items():
        answer = client.get(path, headers={"Accept-Language": f"{language}-XX,*;q=0.1", "Accept": "text/html"})
        root: Any = html.fromstring(answer.data.decode())
        assert (root.get("lang"), root.get("dir")) == (language, "rtl" if language == "ar" else "ltr")
        assert root.xpath("//a[@class='skip']")[0].text == said
        assert "Accept-Language" in answer.headers["Vary"]
        tags.add(answer.headers.get("ETag"))
    assert len(tags) == len(SKIPS) or tags == {None}  # an error has none


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
    assert "Ceci est un flux" in answer.text and answer.headers["Cache-Control"] == "private, no-store"


def test_no_page_sets_a_cookie(client: FlaskClient) -> None:
    assert all("Set-Cookie" not in client.get(path, headers={"Accept-Language": "fr"}).headers for path in PAGES)


@pytest.mark.parametrize(
    ("language", "day", "month", "number"),
    [
        ("en", "1 March 2026", "March 2026", "12,345"),
        ("fr", "1er mars 2026", "mars 2026", "12\u202f345"),
        ("tr", "1 Mart 2026", "Mart 2026", "12.345"),
        ("de", "1. März 2026", "März 2026", "12.345"),
        ("es", "1 de marzo de 2026", "marzo de 2026", "12.345"),
        ("ar", "1 مارس 2026", "مارس 2026", "12,345"),
    ],
)
def test_dates_and_numbers_are_written_as_the_language_does(language: str, day: str, month: str, number: str) -> None:
    speech = speech_of(language)
    first = date(2026, 3, 1)
    assert (speech.day(first), speech.month(first), speech.number(12345)) == (day, month, number)


@pytest.mark.parametrize("language", PAGE_LANGUAGES)
@pytest.mark.parametrize("zone", ["UTC", "Pacific/Kiritimati", "America/Adak"])
def test_a_day_without_a_time_is_that_day_in_every_language(language: str, zone: str) -> None:
    kept = datetime(2026, 3, 1, tzinfo=ZoneInfo(zone))
    assert speech_of(language).moment(kept, zone) == speech_of(language).day(date(2026, 3, 1))
    assert "23:00" in speech_of(language).moment(kept - timedelta(hours=1), zone)


@pytest.mark.parametrize(
    ("number", "said"),
    [
        (0, "لا تعليقات"),
        (1, "تعليق واحد"),
        (2, "تعليقان"),
        (3, "3 تعليقات"),
        (10, "10 تعليقات"),
        (11, "11 تعليقًا"),
        (99, "99 تعليقًا"),
        (100, "100 تعليق"),
        (102, "102 تعليق"),
        (103, "103 تعليقات"),
        (1111, "1,111 تعليقًا"),
    ],
)
def test_arabic_counts_in_six_forms(number: int, said: str) -> None:
    speech = speech_of("ar")
    form = speech.catalogue.ngettext("%(number)s comment", "%(number)s comments", number)
    assert form % {"number": speech.number(number)} == said


def test_frame_is_mirrored_and_an_article_keeps_its_direction(client: FlaskClient) -> None:
    arabic = tree(client, "/", **{"Accept-Language": "ar"})
    written = {(teaser.get("lang"), teaser.get("dir")) for teaser in arabic.xpath("//article")}
    assert {("ar", "rtl"), ("fr", "ltr"), ("en", "ltr")} <= written
    assert {code.get("dir") for code in arabic.xpath("//code[contains(@class, 'address')]")} == {"ltr"}
    # Nothing of the frame is put to the left or right, only to where lines begin or end.
    rules = re.sub(r"/\*.*?\*/", "", STYLE, flags=re.DOTALL)
    assert not re.search(r"[ -](?:left|right)[ :;-]", rules)
