"""Words that can be no share code are those with which the application's own paths begin."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

import pytest
from flask import Flask

from feeds.formats import FORMATS
from feeds.ingest.importer import Options, Target, ingest
from feeds.store.write.minting import ALPHABET, LENGTH
from feeds.web import reserved_words
from feeds.web.reserved import reserved_in
from feeds.web.routes.feeds import OTHER_NAMES

if TYPE_CHECKING:
    from flask.testing import FlaskClient

pytestmark = pytest.mark.above_the_store

FIXED = ("api", "static", "s", "tags", "sources", "entries", "browse", "healthz", "metrics", ".well-known", "admin")


@pytest.mark.parametrize("word", [*FIXED, *OTHER_NAMES, *(form.filename for form in FORMATS), "robots", "sitemap"])
def test_what_the_application_answers_itself_is_reserved(word: str) -> None:
    assert word in reserved_words()


def test_a_new_path_is_reserved_as_soon_as_it_is_there() -> None:
    app = Flask("app")
    app.add_url_rule("/Weather/<town>", view_func=lambda town: town, endpoint="weather")
    app.add_url_rule("/<any('maps', 'plans.xml'):kind>/x", view_func=lambda kind: kind, endpoint="maps")
    app.add_url_rule("/<code>", view_func=lambda code: code, endpoint="code")
    app.add_url_rule("/<code>.svg", view_func=lambda code: code, endpoint="picture")
    assert reserved_in(app) >= {"weather", "maps", "plans.xml", "plans", "static"}
    assert not {word for word in reserved_in(app) if "code" in word or "<" in word or not word}


def test_no_reserved_word_looks_like_a_minted_code() -> None:
    assert not [word for word in reserved_words() if len(word) == LENGTH and set(word) <= set(ALPHABET)]


def test_an_article_that_prints_a_reserved_word_takes_no_path(library: Any) -> None:
    text = (
        "La digue rouvre\n\nLa digue de l’est a rouvert lundi après deux ans de travaux, dit la mairie.\n\nAFP\n\n{}\n"
    )
    library.add("digue.txt", text.format("Partager cet article? https://turquie2023.com/tags"))
    client: FlaskClient = library.app().test_client()
    assert "/entries/" not in client.get("/tags").headers.get("Location", "")


@pytest.mark.parametrize("code", ["Tags", "Feed", "API"])
def test_a_printed_word_that_is_reserved_is_reported_and_led_on_only_where_its_host_is_named(
    library: Any, code: str
) -> None:
    text = (
        "La digue\n\nElle a rouvert lundi, dit la mairie.\n\nAFP\n\nPartager cet article? https://turquie2023.com/{}\n"
    )
    (library.articles / "digue.txt").write_text(text.format(code), encoding="utf-8")
    store = library.store()
    options = Options(reserved=reserved_words())
    told = ingest(store, [Target(library.articles)], library.settings.site, library.clock, options).conflicts
    store.close()
    assert any(f"turquie2023.com/{code} is where this site has a page of its own" in said for _, said in told)
    client: FlaskClient = library.app().test_client()
    for path in (f"/{code}", f"/{code}+", f"/{code}.svg", f"/{code.upper()}"):
        assert "/entries/" not in client.get(path).headers.get("Location", ""), path
    assert client.get(f"/{code}+").status_code == 404
    found = client.get("/api/v1/resolve", query_string={"url": f"https://news.example.org/{code}"})
    assert found.status_code == 404
    assert client.get(f"/s/turquie2023.com/{code}").status_code == 301
