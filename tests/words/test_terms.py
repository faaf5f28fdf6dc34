"""What somebody typed into a search is read as a person means it, or refused in words."""

from __future__ import annotations

from contextlib import suppress

import pytest
from hypothesis import given
from hypothesis import strategies as st

from feeds.errors import InvalidSelection
from feeds.words.terms import LONGEST, Term, Terms, read_terms, spelled


def _said(terms: Terms) -> str:
    """Write terms so that a table can show them."""

    def term(one: Term) -> str:
        return f"{'title:' if one.is_title else ''}[{one.words.strip()}]"

    every = ("|".join(map(term, group)) for group in terms.every)
    return " ".join((*every, *(f"-{term(one)}" for one in terms.none)))


@pytest.mark.parametrize(
    ("typed", "meant"),
    [
        ("peace talks", "[peace] [talks]"),
        ("peace peace", "[peace]"),
        ('"peace talks" paris', "[peace talks] [paris]"),
        ("“peace talks” « la paix »", "[peace talks] [la paix]"),
        ("peace -talks", "[peace] -[talks]"),
        ("peace OR talks OR war now", "[peace]|[talks]|[war] [now]"),
        ("title:peace talks", "title:[peace] [talks]"),
        ('title:"peace talks" -title:war', "title:[peace talks] -title:[war]"),
        ("covid-19 - now", "[covid-19] [now]"),
        ("中国 OR 日本", "[中国]|[日本]"),
        # Operators that have nothing to stand between, and those of other programs, are words.
        ("OR", "[OR]"),
        ("peace OR", "[peace] [OR]"),
        ("OR peace", "[OR] [peace]"),
        ("peace OR OR talks", "[peace] [OR] [talks]"),
        ("peace OR -talks", "[peace] [OR] -[talks]"),
        ("peace or talks", "[peace] [or] [talks]"),
        ("peace AND NOT talks", "[peace] [AND] [NOT] [talks]"),
        ("NEAR(peace talks, 2)", "[NEAR(peace] [talks,] [2)]"),
        ("peac* ^talks text:war", "[peac*] [^talks] [text:war]"),
        ("peace & talks | war ! <->", "[peace] [talks] [war]"),
        ("title: peace", "[title:] [peace]"),
        ('peace "talks now', "[peace] [talks now]"),
        ('peace" talks', "[peace] [talks]"),
        ('""peace"" --', "[peace]"),
        ("'; DROP TABLE entry", "[DROP] [TABLE] [entry]"),
        ("peace\x00talks", "[peace] [talks]"),
        ("peace \ud800talks", "[peace] [talks]"),
    ],
)
def test_a_search_is_read_as_it_is_meant(typed: str, meant: str) -> None:
    assert _said(read_terms(spelled(typed))) == meant


@pytest.mark.parametrize(
    ("typed", "why"),
    [
        ("*", "no word"),
        ('"', "no word"),
        ('"" () -- |', "no word"),
        ("€ 😀", "no word"),
        ("-peace", "only what is not to be there"),
        ('-"peace talks" -war', "only what is not to be there"),
        ("a " * 25, "24 words"),
        ("中" * 30, "24 words"),
        ("x" * (LONGEST + 1), "200 characters"),
        ("x " * 5_000, "200 characters"),
    ],
)
def test_what_cannot_be_looked_for_is_refused_in_words(typed: str, why: str) -> None:
    with pytest.raises(InvalidSelection, match=why):
        read_terms(spelled(typed))


@given(st.text() | st.text(alphabet='ab"-: ORtitle:\x00\ud800«» '))
def test_any_text_is_read_or_refused_and_has_one_spelling(typed: str) -> None:
    search = spelled(typed)
    assert spelled(search) == search == search.strip()
    search.encode()
    with suppress(InvalidSelection):
        terms = read_terms(search)
        assert terms.every
        assert terms == read_terms(spelled(f" {typed}\n"))
