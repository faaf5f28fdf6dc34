"""Texts are cut into words that are found however they are typed."""

from __future__ import annotations

from pathlib import Path

import pytest
import yaml
from hypothesis import given
from hypothesis import strategies as st

from feeds.words.folding import TABLE, fold
from feeds.words.tokens import (
    GAP,
    MOST_TIMES,
    MOST_TITLE_TOKENS,
    MOST_TOKENS,
    WORD,
    Cut,
    cut,
    forms,
)

_ROWS = yaml.safe_load((Path(__file__).parent / "cuts.yaml").read_text("utf-8"))
_LANGUAGES = st.sampled_from([None, "", "xx", "en-GB", *TABLE["stemmers"]])


@pytest.mark.parametrize(("language", "text", "typed", "tokens"), _ROWS)
def test_what_is_typed_is_found_however_it_is_written(language: str | None, text: str, typed: str, tokens: str) -> None:
    assert cut(text, "", language).title == tokens
    assert cut("", text, language).text == tokens
    asked = (language,) if language else ()
    for word in typed.split():
        assert any(f" {' '.join(form)} " in f" {tokens} " for form in forms(word, asked)), word


def test_a_search_asks_for_the_forms_of_each_language_once() -> None:
    assert forms("élections", ("en", "fr", "de")) == (("elections",), ("elect",), ("election",))
    assert forms("2026", ("en", "fr")) == (("2026",),)
    assert forms("—", ("en",)) == ()


def test_no_phrase_goes_from_one_paragraph_to_the_next() -> None:
    assert cut("", "one two\n\nthree", "en").text == f"one two {GAP} three"


def test_each_sign_of_a_script_without_blanks_is_known() -> None:
    assert cut("日本と日", "本 abc", "ja") == Cut("日本 本と と日", "本 abc", "と 日 本", "本")


def test_what_a_database_does_not_count_is_left_out() -> None:
    long = cut("t " * 600, "w " * 400 + "x " * 20_000, None)
    title, text = long.title.split(), long.text.split()
    assert (len(title), len(text)) == (MOST_TITLE_TOKENS, MOST_TOKENS)
    assert (title.count("t"), text.count("w"), text.count("x")) == (MOST_TIMES,) * 3
    assert title[MOST_TIMES] == text[-1] == GAP
    assert cut("a" * 100, "", None).title == "a" * 40


@given(st.text())
def test_folding_twice_changes_nothing(text: str) -> None:
    assert fold(fold(text)) == fold(text)


@given(st.text(), st.text(), _LANGUAGES)
def test_tokens_have_no_sign_that_means_something_to_a_database(title: str, text: str, language: str | None) -> None:
    for part in cut(title, text, language):
        for token in part.split(" ") if part else ():
            assert token == GAP or (token == fold(token) and WORD.fullmatch(token)), token
            assert not set(token) & set("\"'\\:=_ \x00")


@given(st.text(alphabet="abcdeéèüß ABCÉ'’-"), _LANGUAGES)
def test_accents_and_case_change_no_word(text: str, language: str | None) -> None:
    assert cut("", text, language) == cut("", text.upper(), language) == cut("", fold(text), language)
