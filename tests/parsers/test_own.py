"""A publisher's own words stand over the built-in tables; a file that cannot be used is refused with its line."""

from __future__ import annotations

from typing import TYPE_CHECKING

import pytest

from feeds.config import Settings, load_settings
from feeds.enrich import tables
from feeds.errors import SettingsError
from feeds.parsers import VERSION, load_defaults, parse
from feeds.publish.names import canonical_slug, name_of

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator
    from pathlib import Path

TEXT = """Parking costs more in France

HT

Parking costs five per cent more in Turkey and in France since this month, the office for statistics of France said.

Fees had been stable for a year before that, and nobody expected this to happen again so soon, least of all in May.
"""


@pytest.fixture
def tags(tmp_path: Path) -> Iterator[Callable[..., list[str]]]:
    """Give what writes a vocabulary and reads an article by it."""

    def read(vocabulary: str, text: str = TEXT, language: str = "en") -> list[str]:
        (tmp_path / "vocabulary.yaml").write_text(vocabulary, encoding="utf-8")
        Settings(articles=(tmp_path,)).use_tables()
        defaults = load_defaults(tmp_path, language, "UTC").for_file("a.txt")
        return [tag.slug for tag in parse(text.encode(), "a.txt", defaults).article.tags]

    yield read
    tables.use(tables.Own())


def test_new_subject_is_found_by_its_words_whatever_their_case(tags: Callable[..., list[str]]) -> None:
    vocabulary = "parking: {label: {en: Parking, fr: Stationnement}, match: {any: [parking], fr: [places payantes]}}"
    assert tags(vocabulary) == ["france", "parking", "turkey"]
    assert "parking" in tags(vocabulary, TEXT.upper())
    assert "parking" not in tags(vocabulary, TEXT.replace("Parking", "Parkinglessness"))
    assert name_of("tag", "parking", "fr") == "Stationnement"
    assert name_of("tag", "parking", "de") == "Parking"


def test_narrower_subject_brings_the_wider_ones_with_it(tags: Callable[..., list[str]]) -> None:
    vocabulary = "parking: {match: parking, within: streets}\nstreets: {within: [Economy]}\n"
    assert tags(vocabulary) == ["france", "parking", "turkey", "streets", "economy"]
    stated = TEXT + "\nTags: Streets, Chess\n"
    assert tags(vocabulary, stated)[-1] == "economy"


def test_what_is_switched_off_is_given_to_no_article(tags: Callable[..., list[str]]) -> None:
    assert tags("turkey: off") == ["france"]
    assert tags("turkey: off\nmisc: off", TEXT + "\nTags: Misc, Turkey, Ports\n") == ["ports", "france"]
    assert tags("south-sudan: off", TEXT.replace("Turkey", "South Sudan")) == ["france"]


def test_other_names_mean_the_same_tag(tags: Callable[..., list[str]]) -> None:
    assert tags("culture: {also: [kültür, Kultur]}", TEXT + "\nTags: Kültür, Ports\n")[:2] == ["culture", "ports"]
    assert canonical_slug("tag", "kültür") == "culture"


def test_built_in_subject_may_be_called_otherwise(tags: Callable[..., list[str]]) -> None:
    assert tags("france: {label: {en: The Republic}, match: [Marianne]}") == ["france", "turkey"]
    assert name_of("tag", "france", "en") == "The Republic"
    assert name_of("tag", "france", "de") == "Frankreich"


def test_own_agencies_are_credited_and_named(tmp_path: Path, tags: Callable[..., list[str]]) -> None:
    (tmp_path / "agencies.yaml").write_text(
        "harbour-times: {name: The Harbour Times, short: [HT]}\nafp: {names: [L'agence]}"
    )
    tags("")
    article = parse(TEXT.encode(), "a.txt", load_defaults(tmp_path, "en", "UTC").for_file("a.txt")).article
    assert [(source.slug, source.name) for source in article.sources] == [("harbour-times", "The Harbour Times")]
    assert canonical_slug("source", "HT") == "harbour-times"
    assert (canonical_slug("source", "l'agence"), name_of("source", "afp", "en")) == ("afp", "AFP")


def test_other_words_are_other_rules(tags: Callable[..., list[str]]) -> None:
    from feeds.parsers import version

    before = version.rules_version()
    tags("misc: off")
    assert version.rules_version() != before
    tags("")
    assert version.rules_version() == before == VERSION


@pytest.mark.parametrize(
    ("vocabulary", "said"),
    [
        ("a: {label: A}\nb: {lable: B}\n", "vocabulary.yaml:2: b: lable is not one of label, match, also, within"),
        ("a: {label: A}\n\n'c': 3\n", "vocabulary.yaml:3: c takes label, match, also, within, or off, not '3'"),
        ("a: {within: b}\nb: {within: c}\nc: {within: a}\n", "vocabulary.yaml:1: a would stand within itself"),
        ("a: {}\nb: [\n", "vocabulary.yaml:3: "),
        ("- a\n", "vocabulary.yaml:1: it takes a name, a colon"),
        ("a b: {}\nA-b: {}\n", "vocabulary.yaml:2: A-b is a b once more"),
        ("'!!': {}\n", "vocabulary.yaml:1: '!!' has no letter or digit"),
        ("a: {label: {klingon_: A}}\n", "a: label cannot be {'klingon_': 'A'}: klingon_ is no language"),
        ("a: {match: {en: [[x]]}}\n", "a: match cannot be"),
        ("a: &a {label: A}\nb: *a\n", "vocabulary.yaml:"),
    ],
)
def test_what_cannot_be_used_is_refused_with_its_line(
    tags: Callable[..., list[str]], vocabulary: str, said: str
) -> None:
    with pytest.raises(SettingsError) as refused:
        tags(vocabulary)
    assert said in str(refused.value)


def test_settings_name_files_that_lie_elsewhere(tmp_path: Path) -> None:
    (tmp_path / "words.yaml").write_text("misc: off")
    try:
        load_settings({"FEEDS_VOCABULARY": str(tmp_path / "words.yaml")}, tmp_path)
        assert tables.own().subjects["misc"].is_off
        with pytest.raises(SettingsError, match=r"nowhere\.yaml: no such file"):
            load_settings({"FEEDS_AGENCIES": str(tmp_path / "nowhere.yaml")}, tmp_path)
    finally:
        tables.use(tables.Own())
