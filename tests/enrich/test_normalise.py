"""Text that a feed can carry."""

from __future__ import annotations

import pytest

from feeds.enrich.normalise import bare, clean, first_illegal, fold, phrase


@pytest.mark.parametrize(
    ("raw", "expected"),
    [
        ("a\r\nb\rc", "a\nb\nc"),
        ("e\u0301te\u0301", "été"),
        ("soft\u00adhyphen", "softhyphen"),
        ("zero\u200bwidth\ufeff", "zerowidth"),
        ("\u202bbidi\u202c\u200f", "bidi"),
        ("one\u2028two\x85three\x0bfour\x0cfive", "one two three four five"),
        ("l\x92été", "l’été"),
        ("می\u200cخواهم", "می\u200cخواهم"),
        ("👩\u200d⚕", "👩\u200d⚕"),
        ("សួស្តី\u200bពិភពលោក", "សួស្តី\u200bពិភពលោក"),
        ("ᠭᠠᠯ\u180eᠠ", "ᠭᠠᠯ\u180eᠠ"),
        ("Latin\u200cletters", "Latinletters"),
        ("a\x00b\ufffe", "ab"),
        ("«\u00a0oui\u00a0»", "«\u00a0oui\u00a0»"),
    ],
)
def test_text_is_cleaned(raw: str, expected: str) -> None:
    assert clean(raw) == expected
    assert clean(expected) == expected


def test_illegal_characters_are_counted_and_placed() -> None:
    assert first_illegal("a\r\nb\x00\nc\ufffe") == (2, 2)
    assert first_illegal("a") is None


def test_words_are_evened_out_for_comparing() -> None:
    assert phrase("» Share. ") == "share"
    assert phrase("İLGİLİ  HABERLER:") == "ilgili haberler"
    assert bare("États-Unis") == bare("ETATS-UNIS")


@pytest.mark.parametrize(
    "blank", ["  ", "\t", "\u00a0", "\u1680", "\u2003", "\u2009", "\u202f", "\u205f", "\u3000", "\x85", "\x1f"]
)
def test_every_kind_of_blank_is_one_for_comparing(blank: str) -> None:
    assert fold(f"{blank}Share{blank}this{blank}") == fold("share this")
