"""What private selections hide, how they are declared, and keys."""

from __future__ import annotations

from urllib.parse import parse_qsl

import pytest

from feeds.errors import InvalidSelection
from feeds.selection import Selection, read_query
from feeds.selection.private import declared, hides, is_key, is_reader, key_of, read_private, scopes_of


def canonical(_kind: str, name: str) -> str:
    return name.lower()


def selection(query: str) -> Selection:
    return read_query(parse_qsl(query), canonical)[0]


@pytest.mark.parametrize(
    ("private", "asked"),
    [
        ("tag=a", "tag=a"),
        ("tag=a", "tag=a&tag=b"),
        ("tag=a", "tag=a,b"),  # its only tag is not known to others
        ("tag=a", "not-tag=a"),
        ("tag=a,b", "tag=a"),
        ("tag=a,b", "tag=a,b"),
        ("tag=a&source=x", "tag=a&source=x&lang=fr"),
        ("lang=fr", "lang=fr"),
        ("lang=de,fr", "lang=fr&tag=a"),
        ("not-tag=a", "not-tag=a&source=x"),
        ("source=x", "source=x&since=2026-01-01"),
        ("tag=a", "collapse=1&tag=a"),
    ],
)
def test_what_holds_nothing_but_private_entries_is_hidden(private: str, asked: str) -> None:
    assert hides(selection(private), selection(asked))


@pytest.mark.parametrize(
    ("private", "asked"),
    [
        ("tag=a", ""),
        ("tag=a", "tag=b"),
        ("tag=a,b", "tag=a,c"),
        ("tag=a&source=x", "tag=a"),
        ("lang=fr", "lang=de,fr"),
        ("lang=fr", ""),
        ("not-tag=a", "tag=b"),
        ("not-source=x&tag=a", "tag=a"),
    ],
)
def test_what_holds_other_entries_is_not(private: str, asked: str) -> None:
    assert not hides(selection(private), selection(asked))


@pytest.mark.parametrize(
    ("private", "is_in"),
    [
        ("tag=a", True),
        ("tag=a,z", True),
        ("tag=a&tag=b", True),
        ("tag=a&tag=z", False),
        ("source=x", True),
        ("source=a", False),
        ("lang=fr", True),
        ("lang=de", False),
        ("not-tag=z", True),
        ("not-tag=b&tag=a", False),
        ("not-source=x", False),
        ("not-source=y", True),
    ],
)
def test_entry_belongs_to_the_private_selections_that_its_facets_fit(private: str, is_in: bool) -> None:  # noqa: FBT001 - a row
    facets = {("all", ""), ("tag", "a"), ("tag", "b"), ("source", "x"), ("lang", "fr")}
    (spelled,) = read_private([private], canonical)
    assert scopes_of(facets, declared(spelled)) == ({("private", spelled)} if is_in else set())


def test_declarations_are_spelled_in_one_way() -> None:
    spelled = read_private(["tag=B&tag=A", "tag=a&tag=b", "source=x"], canonical)
    assert spelled == ("tag=a&tag=b", "source=x")
    assert declared("\n".join(spelled)) == (selection("tag=a&tag=b"), selection("source=x"))
    assert (read_private(["none"], canonical), declared("")) == (("none",), ())


@pytest.mark.parametrize("word", ["tag", "tag=", "board", "since=2026-01-01", "limit=3", "page=1&tag=a", "key=x&tag=a"])
def test_what_no_private_selection_can_be_is_refused(word: str) -> None:
    with pytest.raises((ValueError, InvalidSelection)):
        read_private([word], canonical)
    with pytest.raises(ValueError, match="alone"):
        read_private(["none", "tag=a"], canonical)


def test_key_is_right_for_its_reader_selection_and_secret_alone() -> None:
    key = key_of("alice.b@c", "tag=a", b"s")
    assert is_key(key, "tag=a", b"s")
    others = [key[:-1], f"{key}=", key.swapcase(), key.replace("alice", "alicf"), key.rpartition(".")[2], "", "é"]
    assert not any(is_key(other, "tag=a", b"s") for other in others)
    assert not is_key(key, "tag=b", b"s") and not is_key(key, "tag=a", b"t")


@pytest.mark.parametrize(("name", "holds"), [("alice", True), ("a.b@c-d_e", True), ("", False), ("a b", False)])
def test_readers_have_names_that_stand_in_an_address(name: str, holds: bool) -> None:  # noqa: FBT001 - a row
    assert is_reader(name) is holds
    assert not is_reader("x" * 65)
