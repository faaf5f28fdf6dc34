"""Which entry an article is: an id is minted once, and never means another article."""

from __future__ import annotations

from dataclasses import replace
from typing import TYPE_CHECKING, Any
from uuid import NAMESPACE_URL, uuid5

import pytest
from sqlalchemy import select

from feeds.model import Article, ShareLink
from feeds.store.identity import Key, canonical, handles
from feeds.store.read import links
from feeds.store.schema import PUBLIC, entry
from feeds.store.write.documents import Outcome

if TYPE_CHECKING:
    from collections.abc import Callable

    from tests.conftest import Press

    Make = Callable[..., Article]

LINK = ShareLink("short.example", "qYOea0")
OTHER_LINK = ShareLink("short.example", "zzzzzz")
URL = "https://news.example/a"


def minted(name: str) -> str:
    return str(uuid5(NAMESPACE_URL, name))


def only(press: Press) -> Any:
    (record,) = press.entries()
    return record


@pytest.mark.parametrize(
    ("stated", "name"),
    [
        ({"id": "tag:news.example,2023:1", "url": URL, "share_link": LINK}, "tag:news.example,2023:1"),
        ({"id": "4711", "url": URL}, "cafe/4711"),
        ({"url": URL, "share_link": LINK}, URL),
        ({"share_link": LINK}, "https://short.example/qYOea0"),
        ({}, "cafe/articles/a.txt"),
    ],
)
def test_the_strongest_key_makes_the_id(press: Press, article: Make, stated: dict[str, Any], name: str) -> None:
    press.write({"a.txt": article("One", **stated)})
    assert only(press).id == minted(name)


@pytest.mark.parametrize(
    ("key", "same"),
    [
        ({"id": "4711"}, {"id": "4711", "url": URL, "share_link": LINK}),
        ({"url": URL}, {"url": f"{URL}?utm_source=x#top", "share_link": LINK}),
        ({"url": URL}, {"id": "4711", "url": URL}),
        ({"share_link": LINK}, {"share_link": LINK}),
    ],
)
def test_a_key_finds_its_entry_under_any_path_and_title(
    press: Press, article: Make, key: dict[str, Any], same: dict[str, Any]
) -> None:
    press.write({"a.txt": article("One", **key)})
    before = only(press)
    press.remove("a.txt")
    press.write({"elsewhere/b.txt": article("Quite another title", **same)})
    assert (only(press).id, only(press).title) == (before.id, "Quite another title")


def test_an_id_outweighs_an_address_that_says_otherwise(press: Press, article: Make) -> None:
    press.write({"a.txt": article("One", id="1"), "b.txt": article("Two", url=URL)})
    first = press.entry("a.txt")
    press.write({"c.txt": article("Three", id="1", url=URL)})
    assert press.entry("c.txt").id == first.id


def test_the_same_file_keeps_its_id_when_it_is_retitled(press: Press, article: Make) -> None:
    press.write({"a.txt": article("One")})
    before = only(press)
    press.write({"a.txt": article("Two")})
    assert (only(press).id, only(press).handle, only(press).title) == (before.id, before.handle, "Two")


def test_a_path_is_known_by_the_name_of_its_folder(press: Press, article: Make) -> None:
    press.write({"a.txt": article("One")}, folder="north")
    press.write({"a.txt": article("Two")}, folder="south")
    assert len({record.id for record in press.entries()}) == 2


def test_a_file_that_moved_with_its_text_unchanged_keeps_its_id(press: Press, article: Make) -> None:
    press.write({"a.txt": article("One")})
    before = only(press)
    press.remove("a.txt")
    (written,) = press.write({"2023/a.txt": article("One")})
    assert written.outcome is Outcome.UNCHANGED
    press.write({"2023/a.txt": article("One, retitled")})
    assert only(press).id == before.id


def test_a_copy_of_a_file_is_no_second_entry(press: Press, article: Make) -> None:
    press.write({"a.txt": article("One"), "b.txt": article("One")})
    assert only(press).title == "One"


@pytest.mark.parametrize("gained", [{"share_link": LINK}, {"url": URL}, {"id": "4711"}])
def test_a_key_gained_later_means_the_entry_from_then_on(press: Press, article: Make, gained: dict[str, Any]) -> None:
    press.write({"a.txt": article("One")})
    before = only(press)
    press.write({"a.txt": article("One", **gained)})
    press.remove("a.txt")
    press.write({"moved.txt": article("Other words", **gained)})
    assert (only(press).id, only(press).title) == (before.id, "Other words")


def test_a_file_overwritten_by_another_article_makes_another_entry(press: Press, article: Make) -> None:
    press.write({"a.txt": article("One", share_link=LINK)})
    first = press.entry("a.txt")
    press.write({"a.txt": article("Two", share_link=OTHER_LINK)})
    second = press.entry("a.txt")
    assert second.id != first.id
    assert press.titles() == ["One", "Two"]


def test_an_id_is_never_given_twice(press: Press, article: Make) -> None:
    press.write({"a.txt": article("One")})
    press.write({"a.txt": article("One", id="first")})
    press.write({"a.txt": article("Two", id="second")})
    press.remove("a.txt")
    press.write({"a.txt": article("Three", share_link=LINK, id="third")})
    press.write({"b.txt": article("Four")})
    assert len({record.id for record in press.entries()}) == len(press.entries()) == 4


def test_an_article_that_takes_a_path_back_does_not_take_the_id_of_the_first(press: Press, article: Make) -> None:
    press.write({"a.txt": article("One")})
    press.write({"a.txt": article("One", share_link=LINK)})
    press.remove("a.txt")
    press.write({"a.txt": article("Two", share_link=OTHER_LINK)})
    press.write({"a.txt": article("Three", share_link=ShareLink("short.example", "third"))})
    press.write({"a.txt": article("Three")})
    assert [record.title for record in press.entries()] == ["One", "Two", "Three"]


@pytest.mark.parametrize("changes", [{"title": "One"}, {"paragraphs": ("One, says the first paragraph.",)}])
def test_two_files_with_one_share_address_and_like_texts_are_one_entry(
    press: Press, article: Make, changes: dict[str, Any]
) -> None:
    newer = replace(article("Another", share_link=LINK), **changes)
    press.write({"a.txt": article("One", share_link=LINK)})
    press.write({"b.txt": newer})
    assert (only(press).title, only(press).paragraphs) == (newer.title, "\n".join(newer.paragraphs))


def test_two_articles_with_one_share_address_are_both_published_and_reported(press: Press, article: Make) -> None:
    press.write({"a.txt": article("One", share_link=LINK)})
    first = press.entry("a.txt")
    (written,) = press.write({"b.txt": article("Two", share_link=LINK)})
    assert written.conflict == "https://short.example/qYOea0 is the address of another article too"
    assert press.titles() == ["One", "Two"]
    assert first.id == minted("https://short.example/qYOea0") != press.entry("b.txt").id
    with press.store.reading() as connection:
        meanings = links.meanings(connection, [LINK.code])
        assert [meaning.entry.title for meaning in meanings] == ["One", "Two"]


def test_an_article_that_shares_an_address_keeps_its_id_when_the_first_goes_away(press: Press, article: Make) -> None:
    press.write({"a.txt": article("One", share_link=LINK), "b.txt": article("Two", share_link=LINK)})
    second = press.entry("b.txt")
    press.remove("a.txt")
    press.write({"b.txt": article("Two, rewritten", share_link=LINK)})
    assert press.entry("b.txt").id == second.id
    assert press.titles() == ["One", "Two, rewritten"]


def test_an_article_that_gains_the_address_of_another_keeps_its_id(press: Press, article: Make) -> None:
    press.write({"a.txt": article("One", share_link=LINK), "b.txt": article("Two")})
    second = press.entry("b.txt")
    (written,) = press.write({"b.txt": article("Two, edited", share_link=LINK)})
    assert written.conflict and press.entry("b.txt").id == second.id


def test_copies_that_part_at_once_are_two_entries(press: Press, article: Make) -> None:
    press.write({"a.txt": article("One", share_link=LINK), "b.txt": article("One", share_link=LINK)})
    other = article("Another", paragraphs=("It says something else.",), share_link=LINK)
    press.write({"a.txt": other, "b.txt": article("One, edited", share_link=LINK)})
    assert sorted(press.titles()) == ["Another", "One, edited"]


def test_the_edit_of_a_copy_makes_it_current(press: Press, article: Make) -> None:
    press.write({"a.txt": article("One", share_link=LINK)})
    press.write({"b.txt": article("One", share_link=LINK, comments=1)})
    press.write({"a.txt": article("One, edited", paragraphs=("One, says the first paragraph.",), share_link=LINK)})
    assert only(press).title == "One, edited"


def test_a_copy_that_is_read_again_does_not_become_current(press: Press, article: Make) -> None:
    older, newer = article("One", share_link=LINK), article("One", share_link=LINK, comments=1)
    press.write({"a.txt": older})
    press.write({"b.txt": newer})
    press.write({"a.txt": older, "b.txt": newer}, parser="2")
    assert only(press).comments == 1


def test_a_better_parser_that_finds_another_key_makes_no_other_entry(press: Press, article: Make) -> None:
    press.write({"a.txt": article("One", share_link=LINK)}, text="the same bytes")
    before = only(press)
    press.write({"a.txt": article("One", share_link=OTHER_LINK)}, text="the same bytes", parser="2")
    assert (only(press).id, only(press).share_code) == (before.id, "zzzzzz")


def test_a_refused_file_leaves_what_was_published_of_it(press: Press, article: Make) -> None:
    press.write({"a.txt": article("One")})
    (written,) = press.write({"a.txt": None})
    assert written.outcome is Outcome.REFUSED
    assert press.titles() == ["One"]
    press.write({"a.txt": article("One, mended")})
    assert only(press).title == "One, mended"


@pytest.mark.parametrize("alike", ["", "00000000"])
def test_handles_that_begin_and_end_alike_are_told_apart(
    press: Press, article: Make, monkeypatch: pytest.MonkeyPatch, alike: str
) -> None:
    def mint(key: object, attempt: int = 0) -> str:
        own = uuid5(NAMESPACE_URL, f"{key}{attempt}").hex
        return f"00000000-0000-5000-8000-{own[: 12 - len(alike)]}{alike}"

    monkeypatch.setattr("feeds.store.write.writer.mint", mint)
    press.write({"a.txt": article("One"), "b.txt": article("Two"), "c.txt": article("Three")})
    given = [record.handle for record in press.entries()]
    assert given[0] == "00000000" and len(set(given)) == 3
    assert all(record.handle in record.id.replace("-", "") for record in press.entries())


def test_any_eight_characters_of_the_last_part_of_an_id_may_end_its_address() -> None:
    forms = ["01234567", "abcdef01", "6789abcd", "789abcde", "89abcdef", "9abcdef0"]
    assert list(handles("01234567-0000-5000-8000-6789abcdef01")) == forms


def test_an_entry_read_in_the_same_batch_is_known(press: Press, article: Make) -> None:
    press.write({"a.txt": article("One", share_link=LINK), "b.txt": article("One", share_link=LINK, comments=2)})
    assert only(press).comments == 2 and only(press).state == PUBLIC


def test_a_moved_file_whose_place_is_taken_by_another_loses_neither(press: Press, article: Make) -> None:
    press.write({"a.txt": article("One")})
    press.write({"a.txt": article("Two"), "b.txt": article("One")})
    with press.store.reading() as connection:
        assert sorted(connection.scalars(select(entry.c.title))) == ["One", "Two"]


def test_of_keys_those_alone_that_may_tell_something_are_hidden_and_once() -> None:
    path, stated = Key("path", "#a.txt"), Key("id", "4711")
    assert path.hidden() == path and not path.is_hidden
    assert stated.hidden() == Key("id", "#d04451c83999b9b828c0e00ec5bf3854")  # stores keep it so
    assert stated.hidden().is_hidden and stated.hidden().hidden() == stated.hidden()


@pytest.mark.parametrize("order", [("1.txt", "2.txt", "3.txt", "4.txt"), ("4.txt", "3.txt", "2.txt", "1.txt")])
def test_files_that_are_numbered_anew_keep_their_ids(press: Press, article: Make, order: tuple[str, ...]) -> None:
    first, second, third, fourth = order
    press.write({first: article("One"), second: article("Two"), third: article("Three")})
    before = {record.title: record.id for record in press.entries()}
    new = article("New", paragraphs=("Another text.",))
    press.write({first: new, second: article("One"), third: article("Two"), fourth: article("Three")})
    after = {record.title: record.id for record in press.entries()}
    assert {title: after[title] for title in before} == before and len(after) == 4
    press.write({second: article("One, edited")})
    assert press.entry(second).id == before["One"] and press.entry(first).title == "New"


def test_files_that_change_places_keep_their_ids(press: Press, article: Make) -> None:
    one, two = article("One"), article("Two", paragraphs=("Another text.",))
    press.write({"a.txt": one, "b.txt": two})
    before = {record.title: record.id for record in press.entries()}
    written = press.write({"a.txt": two, "b.txt": one})
    assert {record.title: record.id for record in press.entries()} == before
    assert {outcome for _, outcome, _ in written} == {Outcome.UNCHANGED}
    press.write({"a.txt": one, "b.txt": two})
    assert {record.title: record.id for record in press.entries()} == before


@pytest.mark.parametrize(
    ("given", "spelled"),
    [
        ("HTTP://News.Example:80/a#x", "https://news.example/a"),
        ("https://news.example./a?utm_source=x&id=1&fbclid=y", "https://news.example/a?id=1"),
        ("https://news.example", "https://news.example/"),
        ("https://News.example:443/", "https://news.example/"),
        ("https://news.example:8443/a?b=1", "https://news.example:8443/a?b=1"),
        ("https://news.example:99999/a", "https://news.example:99999/a"),
        ("https://[news.example/a", "https://[news.example/a"),
    ],
)
def test_an_address_has_one_spelling(given: str, spelled: str) -> None:
    assert canonical(given) == spelled
