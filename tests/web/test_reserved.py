"""Words that can be no share code are those with which the application's own paths begin."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

import pytest
from flask import Flask

from feeds.formats import FORMATS
from feeds.store.minting import ALPHABET, LENGTH
from feeds.web import reserved
from feeds.web.feeds import OTHER_NAMES
from feeds.web.reserved import reserved_words

if TYPE_CHECKING:
    from flask.testing import FlaskClient

FIXED = ("api", "static", "s", "tags", "sources", "entries", "browse", "healthz", "metrics", ".well-known", "admin")


@pytest.mark.parametrize("word", [*FIXED, *OTHER_NAMES, *(form.filename for form in FORMATS), "robots", "sitemap"])
def test_what_the_application_answers_itself_is_reserved(word: str) -> None:
    assert word in reserved()


def test_a_new_path_is_reserved_as_soon_as_it_is_there() -> None:
    app = Flask("app")
    app.add_url_rule("/Weather/<town>", view_func=lambda town: town, endpoint="weather")
    app.add_url_rule("/<any('maps', 'plans.xml'):kind>/x", view_func=lambda kind: kind, endpoint="maps")
    app.add_url_rule("/<code>", view_func=lambda code: code, endpoint="code")
    app.add_url_rule("/<code>.svg", view_func=lambda code: code, endpoint="picture")
    assert reserved_words(app) >= {"weather", "maps", "plans.xml", "plans", "static"}
    assert not {word for word in reserved_words(app) if "code" in word or "<" in word or not word}


def test_no_reserved_word_looks_like_a_minted_code() -> None:
    assert not [word for word in reserved() if len(word) == LENGTH and set(word) <= set(ALPHABET)]


def test_an_article_that_prints_a_reserved_word_takes_no_path(library: Any) -> None:
    text = (
        "La digue rouvre\n\nLa digue de l’est a rouvert lundi après deux ans de travaux, dit la mairie.\n\nAFP\n\n{}\n"
    )
    library.add("digue.txt", text.format("Partager cet article? https://turquie2023.com/tags"))
    client: FlaskClient = library.app().test_client()
    assert "/entries/" not in client.get("/tags").headers.get("Location", "")
