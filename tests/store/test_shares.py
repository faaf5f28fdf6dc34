"""What is printed on an article leads to it; what it only mentions leads nowhere, and never takes another's code."""

from __future__ import annotations

from itertools import permutations
from typing import TYPE_CHECKING

import pytest
from sqlalchemy import select

from feeds.ingest.importer import Target, ingest
from feeds.model import Article, ShareLink
from feeds.sharing.resolver import Resolver
from feeds.store import Store
from feeds.store.schema import MINTED, mention, share

if TYPE_CHECKING:
    from collections.abc import Callable
    from pathlib import Path

    from feeds.site import Site
    from tests.conftest import FakeClock, Press

    Make = Callable[..., Article]

ONE, TWO, THREE = (ShareLink("short.example", code) for code in ("one111", "two222", "three3"))

TEXT = """{title}

Le conseil a voté lundi un budget pour {title}, que la tempête avait emportée cet hiver, et le maire s’en félicite.
{quoted}
Les travaux commencent au printemps et durent deux ans, selon le calendrier que le maire a présenté hier soir.

AFP

{own}
Share.
"""
LABELLED = "Partager cet article? https://short.example/{code}"


def mentions(store: Store) -> set[tuple[str, str, int]]:
    with store.reading() as connection:
        return {tuple(row) for row in connection.execute(select(mention))}


def printed(store: Store) -> list[tuple[str, str]]:
    query = select(share.c.host, share.c.code).where(share.c.kind != MINTED).order_by(share.c.host, share.c.code)
    with store.reading() as connection:
        return [tuple(row) for row in connection.execute(query)]


def test_mentions_are_kept_as_such(press: Press, article: Make) -> None:
    press.write({"a.txt": article("One", share_link=ONE, share_mentions=(TWO, THREE))})
    number = press.entry("a.txt").number
    assert mentions(press.store) == {("short.example", "two222", number), ("short.example", "three3", number)}
    assert printed(press.store) == [("short.example", "one111")]


def test_mentions_are_those_of_the_text_as_it_is(press: Press, article: Make) -> None:
    press.write({"a.txt": article("One", share_mentions=(TWO,)), "b.txt": article("Two", share_mentions=(TWO,))})
    press.write({"a.txt": article("One, edited", share_mentions=(THREE,))})
    a, b = press.entry("a.txt").number, press.entry("b.txt").number
    assert mentions(press.store) == {("short.example", "three3", a), ("short.example", "two222", b)}
    press.write({"a.txt": article("One, edited", comments=1)})
    assert mentions(press.store) == {("short.example", "two222", b)}


def test_a_better_parser_finds_mentions_without_changing_what_is_published(press: Press, article: Make) -> None:
    press.write({"a.txt": article("One")}, text="the same bytes")
    before = press.entry("a.txt")
    press.write({"a.txt": article("One", share_mentions=(TWO,))}, text="the same bytes", parser="2")
    assert press.entry("a.txt") == before
    assert mentions(press.store) == {("short.example", "two222", before.number)}


def test_a_copy_beside_the_current_file_has_no_say_in_mentions(press: Press, article: Make) -> None:
    press.write({"a.txt": article("One", share_link=ONE, share_mentions=(TWO,))})
    press.write({"copy.txt": article("One", share_link=ONE, share_mentions=(TWO,))})
    assert mentions(press.store) == {("short.example", "two222", press.entry("a.txt").number)}


def test_a_printed_code_is_written_once_with_the_second_it_came(press: Press, article: Make) -> None:
    press.write({"a.txt": article("One", share_link=ONE)})
    with press.store.reading() as connection:
        before = connection.execute(select(share)).all()
    press.write({"a.txt": article("One, edited", share_link=ONE)})
    with press.store.reading() as connection:
        assert connection.execute(select(share)).all() == before


@pytest.mark.parametrize("order", list(permutations(("quoted.txt", "quoting.txt"))))
def test_a_quoted_share_line_does_not_take_the_code_whoever_is_read_first(
    store: Store, clock: FakeClock, site: Site, folder: Callable[..., Path], order: tuple[str, str]
) -> None:
    texts = {
        "quoted.txt": TEXT.format(title="la digue de l’est", quoted="", own=LABELLED.format(code="one111")),
        "quoting.txt": TEXT.format(
            title="la digue de l’ouest",
            quoted=f"\n{LABELLED.format(code='one111')}\n",
            own=LABELLED.format(code="two222"),
        ),
    }
    for name in order:
        summary = ingest(store, [Target(folder({name: texts[name]}))], site, clock)
        assert summary.conflicts == []
    resolver = Resolver(store, site)
    for code, title in (("one111", "la digue de l’est"), ("two222", "la digue de l’ouest")):
        assert [found.title for found in resolver.code(code).candidates] == [title]


def test_one_code_labelled_in_two_texts_is_ambiguous_and_reported(
    store: Store, clock: FakeClock, site: Site, folder: Callable[..., Path]
) -> None:
    own = LABELLED.format(code="one111")
    texts = {f"{side}.txt": TEXT.format(title=f"la digue de l’{side}", quoted="", own=own) for side in ("est", "ouest")}
    summary = ingest(store, [Target(folder(texts))], site, clock)
    assert [reason for _, reason in summary.conflicts] == [
        "https://short.example/one111 is the address of another article too"
    ]
    assert Resolver(store, site).code("one111").status == "ambiguous"
