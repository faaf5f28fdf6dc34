"""The sentences of pages: each has its translation in every language, whole and sure."""

from __future__ import annotations

import re
from functools import cache
from pathlib import Path
from typing import TYPE_CHECKING, Any

import pytest
from babel.messages.extract import extract_from_dir
from babel.messages.frontend import parse_mapping_cfg
from babel.messages.pofile import read_po

import feeds.web.languages
from feeds.config.values import PAGE_LANGUAGES
from tests.serving import ROOT

if TYPE_CHECKING:
    from babel.messages.catalog import Catalog, Message

FOLDER = Path(feeds.web.languages.__file__).parent
TRANSLATED = [language for language in PAGE_LANGUAGES if language != "en"]
KEYWORDS: dict[str, Any] = {"_": None, "gettext": None, "marked": None, "ngettext": (1, 2), "pgettext": ((1, "c"), 2)}
KEYWORDS |= dict.fromkeys(("InvalidSelection", "StillIndexing", "StillReading", "Told", "UnknownFacet"))
_VALUE = re.compile(r"%\(\w+\)s|%%")
_TAG = re.compile(r"</?\w+[^>]*>")

Key = tuple[str | None, str | tuple[str, ...]]


@cache
def spoken() -> frozenset[Key]:
    """List every sentence of the pages, with its context."""
    with (ROOT / "babel.cfg").open(encoding="utf-8") as written:
        methods, options = parse_mapping_cfg(written)  # type: ignore[no-untyped-call]
    found = extract_from_dir(ROOT, methods, options, keywords=KEYWORDS)
    return frozenset((context, message) for _, _, message, _, context in found)


def catalogue(language: str) -> Catalog:
    with (FOLDER / f"{language}.po").open("rb") as written:
        return read_po(written, locale=language)


def messages(language: str) -> list[Message]:
    return [message for message in catalogue(language) if message.id]


def forms(said: Any) -> list[str]:
    return [said] if isinstance(said, str) else list(said)


def test_every_language_has_its_catalogue() -> None:
    assert sorted(file.stem for file in FOLDER.glob("*.po")) == TRANSLATED


@pytest.mark.xdist_group("sentences")  # which are looked for once
@pytest.mark.parametrize("language", TRANSLATED)
def test_catalogue_has_every_sentence_of_the_pages_and_no_other(language: str) -> None:
    kept = {(message.context, message.id) for message in messages(language)}
    assert kept == spoken()
    assert not catalogue(language).obsolete


@pytest.mark.parametrize("language", TRANSLATED)
def test_translations_are_whole_and_sure(language: str) -> None:
    needed = catalogue(language).num_plurals
    for message in messages(language):
        said = forms(message.string)
        assert not message.fuzzy and all(text.strip() for text in said), message.id
        assert len(said) == (needed if message.pluralizable else 1), message.id


@pytest.mark.parametrize("language", TRANSLATED)
def test_translations_hold_the_same_values_and_tags(language: str) -> None:
    for message in messages(language):
        *_, whole = forms(message.id)
        values, tags = sorted(_VALUE.findall(whole)), sorted(_TAG.findall(whole))
        for text in forms(message.string):
            held = sorted(_VALUE.findall(text))
            # A form that is of one number alone may say it as a word.
            assert held == values or (message.pluralizable and held == [v for v in values if v != "%(number)s"]), text
            assert sorted(_TAG.findall(text)) == tags, text


def test_no_line_of_french_begins_with_a_sign_that_ends_something() -> None:
    for message in messages("fr"):
        for text in forms(message.string):
            assert not re.search("[ ][»:;!?%]|[«][ ]", _VALUE.sub("x", _TAG.sub("", text))), text
