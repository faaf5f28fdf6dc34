"""Aliases: an article's own for ever, once nobody else has them."""

from __future__ import annotations

from typing import TYPE_CHECKING

import pytest

from feeds.model import Article, ShareLink
from feeds.sharing.aliases import add_aliases
from feeds.sharing.resolver import Resolver
from feeds.site import Site

if TYPE_CHECKING:
    from collections.abc import Callable

    from tests.conftest import Press

    Make = Callable[..., Article]

SITE = Site("https://news.example")
HOST = "short.example"


@pytest.fixture
def filled(press: Press, article: Make) -> Press:
    press.write({"a.txt": article("One", share_link=ShareLink(HOST, "Printed")), "b.txt": article("Two")})
    return press


def give(press: Press, path: str, *words: str) -> list[str | None]:
    """Ask for aliases; gives why each is refused."""
    resolver = Resolver(press.store, SITE, (HOST,))
    number = press.entry(path).number
    given = add_aliases(press.store, press.clock, resolver, number, words, reserved={"feed", "tags"})
    return [refusal for _, refusal in given]


def titles(press: Press, code: str) -> tuple[str | None, list[str]]:
    resolution = Resolver(press.store, SITE, (HOST,)).code(code)
    return resolution.matched_by, [found.title for found in resolution.candidates]


def test_an_alias_leads_to_its_article_beside_what_led_there(filled: Press) -> None:
    assert give(filled, "a.txt", "election", "vote-2026") == [None, None]
    for code in ("election", "vote-2026"):
        assert titles(filled, code) == ("alias", ["One"])
    assert titles(filled, "Printed") == ("exact", ["One"])


def test_an_alias_that_is_the_articles_already_is_no_news(filled: Press) -> None:
    assert give(filled, "a.txt", "election") == give(filled, "a.txt", "election", "election") == [None]


@pytest.mark.parametrize("word", ["Election", "ab", "x" * 65, "été", "a b", "a_b", "", "a/b", "émoji😀", "\u0430bc"])
def test_a_word_of_another_shape_is_refused(filled: Press, word: str) -> None:
    assert give(filled, "a.txt", word) == ["an alias is of 3 to 64 letters a to z, digits and hyphens"]


@pytest.mark.parametrize(
    ("word", "reason"),
    [
        ("taken", "exact: it is the code of another article"),
        ("printed", "folded: short.example/Printed is taken"),
        ("feed", "reserved: an address of this site begins so"),
        ("tags", "reserved: an address of this site begins so"),
    ],
)
def test_a_word_that_is_taken_or_reserved_is_refused(filled: Press, word: str, reason: str) -> None:
    give(filled, "a.txt", "taken")
    assert give(filled, "b.txt", word, "free") == [reason, None]


def test_a_minted_code_is_nobody_elses_alias(filled: Press) -> None:
    code = filled.entry("b.txt").minted or ""
    assert give(filled, "a.txt", code) == ["exact: it is the code of another article"]
    assert give(filled, "b.txt", code) == [None]


def test_an_alias_of_a_withdrawn_article_is_never_given_again(filled: Press) -> None:
    give(filled, "a.txt", "election")
    filled.withdraw("a.txt")
    assert give(filled, "b.txt", "election") == ["exact: it is the code of another article"]


def test_no_feed_changes_with_an_alias_but_readers_of_the_store_are_told(filled: Press) -> None:
    before, version = filled.entry("a.txt"), filled.store.version()
    give(filled, "a.txt", "election")
    assert filled.entry("a.txt") == before
    assert filled.store.version() > version
