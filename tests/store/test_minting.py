"""Every public entry has a short address: the printed one, else one that is minted once and kept for ever."""

from __future__ import annotations

from concurrent.futures import ThreadPoolExecutor
from datetime import UTC, datetime
from typing import TYPE_CHECKING

import pytest
from sqlalchemy import delete, select, update

from feeds.model import Article, ShareLink
from feeds.store.facts import MINTED_UP_TO, SHARE_KEY, read_fact, write_fact
from feeds.store.read import reader
from feeds.store.schema import BLOCKED, MINTED, PRINTED, PUBLIC, SCHEDULED, WITHDRAWN, entry, share
from feeds.store.write import publication
from feeds.store.write.documents import Moment
from feeds.store.write.minting import ALPHABET, candidate, is_any_unminted, mint_missing
from feeds.store.write.writer import write_batch
from tests.conftest import document_of

if TYPE_CHECKING:
    from collections.abc import Callable

    from tests.conftest import FakeClock, Press

    Make = Callable[..., Article]

PRINTED_LINK = ShareLink("short.example", "qYOea0")


def shown(press: Press, path: str) -> ShareLink | None:
    number = press.entry(path).number
    with press.store.reading() as connection:
        return reader.entries(connection, [number])[number].share_link


def codes(press: Press) -> list[tuple[str, str, int, int]]:
    query = select(share.c.host, share.c.code, share.c.entry, share.c.kind)
    with press.store.reading() as connection:
        return sorted(tuple(row) for row in connection.execute(query))


def first_choice(press: Press, path: str, attempt: int = 0) -> str:
    with press.store.reading() as connection:
        key = read_fact(connection, SHARE_KEY) or ""
    return candidate(bytes.fromhex(key), press.entry(path).id, attempt)


def test_a_code_is_seven_symbols_that_the_id_and_the_key_decide() -> None:
    code = candidate(b"key", "some-id")
    assert len(code) == 7 and set(code) <= set(ALPHABET)
    assert code == candidate(b"key", "some-id")
    others = {candidate(b"key", "some-id", 1), candidate(b"other", "some-id"), candidate(b"key", "another-id")}
    assert len({code, *others}) == 4


def test_an_entry_without_a_printed_code_has_a_minted_one(press: Press, article: Make) -> None:
    press.write({"a.txt": article("One"), "b.txt": article("Two", share_link=PRINTED_LINK)})
    code = first_choice(press, "a.txt")
    assert (shown(press, "a.txt"), shown(press, "b.txt")) == (ShareLink("", code), PRINTED_LINK)
    first, second = press.entry("a.txt").number, press.entry("b.txt").number
    assert codes(press) == [("", code, first, MINTED), ("short.example", "qYOea0", second, PRINTED)]


def test_a_later_import_mints_too(press: Press, article: Make) -> None:
    press.write({"a.txt": article("One")})
    press.write({"b.txt": article("Two")})
    assert shown(press, "b.txt") == ShareLink("", first_choice(press, "b.txt"))
    assert press.entry("b.txt").revision == 1


def test_what_is_scheduled_has_a_code_when_it_is_published(press: Press, clock: FakeClock, article: Make) -> None:
    press.write({"a.txt": article("One", published=datetime.fromtimestamp(clock.now() + 5000, UTC))})
    assert (press.entry("a.txt").state, codes(press)) == (SCHEDULED, [])
    clock.sleep(5000)
    press.write({})
    assert shown(press, "a.txt") == ShareLink("", first_choice(press, "a.txt"))


@pytest.mark.parametrize("state", [WITHDRAWN, BLOCKED])
def test_a_code_is_kept_through_withdrawal_and_return(press: Press, article: Make, state: int) -> None:
    press.write({"a.txt": article("One")})
    before = codes(press)
    press.withdraw("a.txt", state=state)
    assert codes(press) == before
    press.restore("a.txt")
    assert codes(press) == before


def test_a_printed_code_is_shown_in_place_of_the_minted_one_which_stays(press: Press, article: Make) -> None:
    press.write({"a.txt": article("One")})
    minted, before = shown(press, "a.txt"), press.entry("a.txt")
    press.write({"a.txt": article("One", share_link=PRINTED_LINK)})
    after = press.entry("a.txt")
    assert shown(press, "a.txt") == PRINTED_LINK
    assert (after.id, after.revision, after.updated) == (before.id, before.revision + 1, before.updated)
    assert after.changed > before.changed
    assert len(codes(press)) == 2
    press.write({"a.txt": article("One")}, text="another text")
    assert shown(press, "a.txt") == minted


def test_an_entry_that_lost_its_printed_code_is_given_one(press: Press, article: Make) -> None:
    press.write({"a.txt": article("One", url="https://news.example/one", share_link=PRINTED_LINK)})
    press.write({"a.txt": article("One", url="https://news.example/one")})
    assert shown(press, "a.txt") == ShareLink("", first_choice(press, "a.txt"))
    assert (press.entry("a.txt").revision, len(codes(press))) == (2, 2)


@pytest.mark.parametrize("printed", ["short.example", ""])
def test_a_code_that_is_taken_is_never_minted(press: Press, article: Make, printed: str) -> None:
    press.write({"a.txt": article("One")})
    taken = first_choice(press, "a.txt")
    forget_codes(press)
    with press.store.writing(press.clock) as (connection, _):
        row = {"host": printed, "code": taken.upper(), "folded": taken, "entry": 99}
        connection.execute(share.insert(), [row])
    mint_everything(press)
    assert shown(press, "a.txt") == ShareLink("", first_choice(press, "a.txt", 1))


def test_a_printed_code_of_the_same_batch_is_never_minted(press: Press, article: Make) -> None:
    press.write({"a.txt": article("One")})
    taken = first_choice(press, "a.txt")
    forget_codes(press)
    changed = article("One, edited", comments=3)
    press.write({"a.txt": changed, "b.txt": article("Two", share_link=ShareLink("short.example", taken))})
    assert shown(press, "a.txt") == ShareLink("", first_choice(press, "a.txt", 1))


def test_a_reserved_word_is_never_minted(press: Press, clock: FakeClock, article: Make) -> None:
    press.write({"a.txt": article("One")})
    word = first_choice(press, "a.txt")
    forget_codes(press)
    now = int(clock.now())
    with press.store.writing(clock) as (connection, second):
        document = document_of("articles", "a.txt", article("One", comments=1), now)
        write_batch(connection, [document], Moment(second, now, now, reserved=frozenset({word})))
    assert shown(press, "a.txt") == ShareLink("", first_choice(press, "a.txt", 1))


def test_a_printed_code_that_equals_one_of_the_site_is_named(press: Press, article: Make) -> None:
    press.write({"a.txt": article("One")})
    link = ShareLink("short.example", first_choice(press, "a.txt"))
    (written,) = press.write({"b.txt": article("Two", share_link=link)})
    assert written.conflict == f"https://short.example/{link.code} has the code of another article on this site"


def test_entries_of_an_earlier_version_are_given_codes_and_shown_anew(press: Press, article: Make) -> None:
    press.write({"a.txt": article("One"), "b.txt": article("Two", share_link=PRINTED_LINK), "c.txt": article("Three")})
    press.withdraw("c.txt")
    before = press.entry("a.txt"), press.entry("b.txt"), press.entry("c.txt")
    forget_codes(press)
    mint_everything(press)
    after = press.entry("a.txt"), press.entry("b.txt"), press.entry("c.txt")
    assert shown(press, "a.txt") == ShareLink("", first_choice(press, "a.txt"))
    assert after[0].revision == before[0].revision + 1 and after[0].changed > before[0].changed
    assert after[1] == before[1]
    assert after[2].minted is None
    press.restore("c.txt")
    assert shown(press, "c.txt") == ShareLink("", first_choice(press, "c.txt"))


def test_a_new_store_has_nothing_to_make_up_for(press: Press, article: Make) -> None:
    press.write({"a.txt": article("One")})
    with press.store.reading() as connection:
        assert not is_any_unminted(connection)


def test_many_writers_at_once_give_each_entry_one_code(press: Press, article: Make) -> None:
    press.write({f"{n}.txt": article(str(n)) for n in range(40)})
    forget_codes(press)

    def write(worker: int) -> None:
        if worker % 2:
            mint_everything(press)
        else:
            press.write({f"{n}.txt": article(str(n), comments=worker) for n in range(worker, 40, 3)})

    with ThreadPoolExecutor(4) as pool:
        list(pool.map(write, range(4)))
    rows = codes(press)
    assert len({code for _, code, _, _ in rows}) == len({number for _, _, number, _ in rows}) == len(rows) == 40
    assert {(number, code) for _, code, number, _ in rows} == {(r.number, r.minted) for r in press.entries()}


def test_a_code_comes_with_the_commit_that_publishes(press: Press, article: Make) -> None:
    press.write({"a.txt": article("One")}, ends=False)
    assert press.entry("a.txt").state != PUBLIC
    with press.store.writing(press.clock) as (connection, second):
        publication.end_import(connection, second)
    assert (press.entry("a.txt").state, press.entry("a.txt").minted) == (PUBLIC, first_choice(press, "a.txt"))


def forget_codes(press: Press) -> None:
    """Make the store look as one that was just brought up to date."""
    with press.store.writing(press.clock) as (connection, _):
        connection.execute(delete(share).where(share.c.host == ""))
        connection.execute(update(entry).values(minted=None))
        write_fact(connection, MINTED_UP_TO, "0")


def mint_everything(press: Press) -> None:
    """Do what an import does at its end."""
    is_left = True
    while is_left:
        with press.store.writing(press.clock) as (connection, second):
            mint_missing(connection, second)
            is_left = is_any_unminted(connection)
