"""What pages say to people and to those who read for them: languages, dates, addresses, what an article is."""

from __future__ import annotations

from datetime import UTC, datetime
from pathlib import Path
from typing import TYPE_CHECKING, Any

import pytest
from lxml import html

import feeds.web
from feeds.web.base.context import locale_of
from feeds.web.languages.speech import speech_of

if TYPE_CHECKING:
    from collections.abc import Callable

    from flask.testing import FlaskClient

    from tests.web.conftest import Library

pytestmark = pytest.mark.above_the_store

SITE = "https://news.example.org"
STYLE = (Path(feeds.web.__file__).parent / "static" / "style.css").read_text(encoding="utf-8")


def tree(client: FlaskClient, path: str, **headers: str) -> Any:
    return html.fromstring(client.get(path, headers=headers).data.decode())


@pytest.mark.parametrize("path", ["/", "/feed.xml"])
def test_what_the_site_says_is_in_its_language_on_pages_in_another(library: Library, path: str) -> None:
    client = library.app(site_language="it", site_title="Il Filo", site_description="Le notizie").test_client()
    root = tree(client, path, **{"Sec-Fetch-Dest": "document"})
    said = root.xpath("//h1/* | //p[contains(@class, 'lead')]/* | //a[@class='name']/*")
    assert root.get("lang") == "en"
    assert [(element.get("lang"), element.text) for element in said if element.text] == [
        ("it", "Il Filo"),
        ("it", "Il Filo"),
        ("it", "Le notizie"),
    ]


@pytest.mark.parametrize("path", ["/tags/turkey/", "/browse?lang=fr&tag=turkey", "/tags/turkey/feed.xml"])
def test_names_of_tags_are_those_of_the_page_where_it_knows_them(library: Library, path: str) -> None:
    client = library.app(site_language="it").test_client()
    person = {"Sec-Fetch-Dest": "document"}
    assert tree(client, path, **person).xpath("//h1")[0].text.startswith("Turkey")
    german = tree(client, path, **person, **{"Accept-Language": "de"})
    assert german.xpath("//h1")[0].text.startswith("Türkei") and not german.xpath("//h1/@lang")
    chips = {chip.text: chip.get("lang") for chip in german.xpath("//a[@rel='tag']")}
    assert chips["Syrien"] is None and "it" in chips.values()


def test_what_the_site_says_in_english_needs_no_language_of_its_own(client: FlaskClient) -> None:
    assert not any(element.get("lang") for element in tree(client, "/tags/turkey/").xpath("//h1 | //a"))


@pytest.mark.parametrize(
    ("zone", "shown"),
    [("UTC", "1 March 2026, 23:00"), ("Europe/Paris", "2 March 2026"), ("Asia/Kabul", "2 March 2026, 03:30")],
)
def test_date_without_a_time_is_shown_without_one(zone: str, shown: str) -> None:
    assert speech_of("en").moment(datetime(2026, 3, 1, 23, tzinfo=UTC), zone) == shown


@pytest.mark.parametrize(
    ("language", "locale"),
    [
        ("fr", "fr_FR"),
        ("en-GB", "en_GB"),
        ("pt-br", "pt_BR"),
        ("ar", "ar_EG"),
        ("zh-Hant", "zh_TW"),
        ("zh", "zh_CN"),
        ("sr-Latn-RS", "sr_RS"),
        ("eo", ""),
        ("xx", ""),
        ("und", ""),
    ],
)
def test_locale_has_a_territory(language: str, locale: str) -> None:
    assert locale_of(language) == locale


def test_long_address_may_be_broken_where_its_parts_begin(client: FlaskClient) -> None:
    shown = client.get("/browse?lang=fr&tag=turkey").text
    assert "<wbr>feed.xml<wbr>?lang=fr<wbr>&amp;tag=turkey</code>" in shown
    assert (
        "https://news.example.org/feed.xml?lang=fr&tag=turkey"
        in tree(client, "/browse?lang=fr&tag=turkey").text_content()
    )


def test_reason_of_a_withdrawal_is_called_so(library: Library) -> None:
    library.withdraw("https://turquie2023.com/6Y5jLH", reason="Published by mistake")
    assert "Reason: Published by mistake" in tree(library.app().test_client(), "/6Y5jLH").text_content()


def test_long_words_are_broken_on_every_page_and_paper_is_white() -> None:
    (body,) = (rule for rule in STYLE.split("}") if rule.strip().startswith("body {"))
    assert "overflow-wrap: break-word" in body
    assert "@media screen and (prefers-color-scheme: dark)" in STYLE


def test_entry_says_to_search_engines_what_it_is(library: Library) -> None:
    library.add(
        "news.txt",
        "---\nauthor: [Ann Lee, 'Bo \"B\" <Ray>']\ndate: 2026-03-01\nupdated: 2026-03-02\nlanguage: en\n"
        "image: https://a.example/1.png\nurl: https://a.example/1\n---\nPort reopens\n\nThe port has reopened.\n",
    )
    client = library.app().test_client()
    url = newest(client)
    assert said_of(client, url) == {
        "mainEntityOfPage": [url],
        "headline": ["Port reopens"],
        "description": ["The port has reopened."],
        "inLanguage": ["en"],
        "author": ["Ann Lee", 'Bo "B" <Ray>'],
        "name": ["Ann Lee", 'Bo "B" <Ray>', "Example News"],
        "datePublished": ["2026-03-01T00:00:00+00:00"],
        "dateModified": ["2026-03-02T00:00:00+00:00"],
        "image": ["https://a.example/1.png"],
        "isBasedOn": ["https://a.example/1"],
        "articleBody": ["The port has reopened."],
        "publisher": [""],
        "url": [f"{SITE}/"],
        "logo": [f"{SITE}/static/favicon.svg"],
    }


def test_every_entry_has_an_author_a_picture_where_there_is_one_and_a_headline_of_bounded_length(
    library: Library,
) -> None:
    library.add(
        "news.txt",
        f"---\nimage: https://a.example/1.png\n---\n{'The port of the town ' * 9}\n\n"
        '<p>It has <b>reopened</b>.</p><img src="https://a.example/1.png">\n\nSource: AFP\n',
    )
    client = library.app().test_client()
    said = said_of(client, newest(client))
    assert (said["author"], said["name"], said["image"]) == ([""], ["AFP", "Example News"], ["https://a.example/1.png"])
    assert [len(text) <= 110 for text in said["headline"]] == [True]
    assert len(said["dateModified"]) == 1


@pytest.mark.parametrize("path", ["/6Y5jLH+", "/tags/", "/browse/archive"])
def test_pages_without_feeds_of_their_own_name_those_of_everything(client: FlaskClient, path: str) -> None:
    links = tree(client, path).xpath("//link[@rel='alternate']/@href")
    assert links == ["/feed.xml", "/atom.xml", "/feed.json"]


@pytest.mark.parametrize(
    "path", ["/", "/tags/", "/browse/archive", "/tags/turkey/", "/feed.xml", "/6Y5jLH+", "/GoNe12"]
)
def test_every_page_says_in_a_sentence_what_it_is(client: FlaskClient, path: str) -> None:
    (said,) = tree(client, path, **{"Sec-Fetch-Dest": "document"}).xpath("//meta[@name='description']/@content")
    assert said


def newest(client: FlaskClient) -> str:
    url: str = client.get("/feed.json").get_json(force=True)["items"][0]["url"]
    return url


def said_of(client: FlaskClient, url: str) -> dict[str, list[str]]:
    """Give the microdata of the page of an entry."""
    (article,) = tree(client, url.removeprefix(SITE)).xpath("//*[@itemtype='https://schema.org/NewsArticle']")
    said: dict[str, list[str]] = {}
    for element in article.iter():
        if name := element.get("itemprop"):
            value = next(
                (element.get(where) for where in ("content", "href", "src", "datetime") if element.get(where)), None
            )
            said.setdefault(name, []).append(value or element.text_content().strip())
    return said


def test_entry_page_has_one_heading_and_its_landmarks(client: FlaskClient, path_of: Callable[[str], str]) -> None:
    root = tree(client, path_of("6Y5jLH"))
    assert [len(root.xpath(f"//{name}")) for name in ("h1", "main", "nav", "aside")] == [1, 1, 2, 1]


@pytest.mark.above_the_store
def test_names_stand_where_people_look_for_them_whatever_their_accents(library: Library) -> None:
    root = tree(library.app(site_language="fr").test_client(), "/tags/", **{"Sec-Fetch-Dest": "document"})
    names = [name for name in root.xpath("//tbody//th/a/text()") if name in {"États-Unis", "Syrie", "Turquie"}]
    assert names == ["États-Unis", "Syrie", "Turquie"]


def test_tag_is_not_named_below_each_entry_of_its_own_page(client: FlaskClient) -> None:
    named = {path: set(tree(client, path).xpath("//article//a[@rel='tag']/@href")) for path in ("/tags/turkey/", "/")}
    assert "/tags/turkey/" in named["/"] and "/tags/syria/" in named["/tags/turkey/"]
    assert "/tags/turkey/" not in named["/tags/turkey/"]
    assert "/tags/syria/" in tree(client, "/browse?tag=syria,turkey").xpath("//article//a[@rel='tag']/@href")


def test_older_pages_have_titles_of_their_own(many: FlaskClient) -> None:
    paths, titles = ["/tags/a/"], list[str]()
    while paths:
        root = tree(many, paths.pop())
        titles.append(root.xpath("//title")[0].text)
        paths += [path.removeprefix("http://127.0.0.1:8000") for path in root.xpath("//a[@rel='next']/@href")]
    assert titles[0] == "A – Feeds" and len(titles) > 2
    assert all(title.startswith("A, entries ") for title in titles[1:])


@pytest.mark.parametrize(
    ("path", "said"), [("/", ["page"]), ("/tags/", ["page"]), ("/tags/turkey/", ["true"]), ("/browse?lang=fr", [])]
)
def test_way_to_a_page_is_called_the_page_itself_only_there(client: FlaskClient, path: str, said: list[str]) -> None:
    assert tree(client, path).xpath("//nav[@aria-label='Main']/a/@aria-current") == said
