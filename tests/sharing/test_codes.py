"""Which of the codes there are a code means."""

from __future__ import annotations

import pytest

from feeds.model import ShareLink
from feeds.sharing.codes import Match, match, spellings
from feeds.store.read.links import Meaning, Outline
from feeds.store.schema import ALIAS, BLOCKED, MINTED, PENDING, PRINTED, PRUNED, PUBLIC, SCHEDULED, WITHDRAWN

HOSTS = ("short.example", "")


def meaning(number: int, code: str, host: str = HOSTS[0], *, state: int = PUBLIC, kind: int = PRINTED) -> Meaning:
    outline = Outline(
        number, f"{number}", f"{number:08}", state, 0, None, "T", None, 0, 0, 0, "", "", None, None, None, None
    )
    return Meaning(ShareLink(host, code), kind, outline)


def found(code: str, *meanings: Meaning, is_trimmed: bool = False) -> tuple[str, str | None, list[int]]:
    """Give the status, how it was matched, and the numbers of what it may mean."""
    result: Match = match(code, HOSTS, meanings, is_trimmed=is_trimmed)
    shown = [entry for entry in result.entries if entry.is_public] or result.suggestions
    return result.status, result.matched_by, [entry.number for entry in shown]


def test_a_code_has_no_more_than_some_sixty_spellings() -> None:
    assert [len(spellings("o" * length)) for length in (5, 6, 7)] == [32, 64, 8]


def test_five_are_suggested_at_most() -> None:
    alike = [meaning(number, "".join("0" if number >> at & 1 else "o" for at in range(3))) for number in range(7)]
    assert found("00x", *alike) == ("not_found", None, [0, 1, 2, 3, 4])


def test_exact_code_is_met_on_the_first_host_that_has_it() -> None:
    here, there, elsewhere = meaning(1, "aB3"), meaning(2, "aB3", ""), meaning(3, "aB3", "other.example")
    assert found("aB3", elsewhere, there, here) == ("ok", "exact", [1])
    assert found("aB3", elsewhere, there) == ("ok", "exact", [2])
    assert found("aB3", elsewhere) == ("not_found", None, [])


def test_exact_code_of_the_second_host_wins_over_a_fold_of_the_first() -> None:
    assert found("ab3", meaning(1, "aB3"), meaning(2, "ab3", "", kind=MINTED)) == ("ok", "exact", [2])


@pytest.mark.parametrize(("kind", "by"), [(PRINTED, "exact"), (MINTED, "exact"), (ALIAS, "alias")])
def test_it_is_said_what_kind_of_code_was_met(kind: int, by: str) -> None:
    assert found("aB3", meaning(1, "aB3", "", kind=kind)) == ("ok", by, [1])
    assert found("aB3", meaning(1, "aB3", "", kind=kind), is_trimmed=True) == ("ok", "trimmed", [1])


def test_fold_is_followed_where_it_can_mean_one_entry_only() -> None:
    assert found("AB3", meaning(1, "aB3")) == ("ok", "casefold", [1])
    assert found("AB3", meaning(1, "aB3"), meaning(1, "ab3", "")) == ("ok", "casefold", [1])
    assert found("AB3", meaning(1, "aB3"), meaning(2, "Ab3")) == ("ambiguous", "casefold", [1, 2])
    assert found("AB3", meaning(1, "aB3"), meaning(2, "ab3", "")) == ("ambiguous", "casefold", [1, 2])


def test_fold_that_may_mean_what_was_taken_back_is_not_followed() -> None:
    assert found("AB3", meaning(1, "aB3"), meaning(2, "Ab3", state=WITHDRAWN)) == ("ambiguous", "casefold", [1])
    assert found("AB3", meaning(2, "Ab3", state=WITHDRAWN)) == ("gone", "casefold", [])


def test_look_alike_is_only_suggested() -> None:
    assert found("aO3", meaning(1, "a03"), meaning(2, "ao4")) == ("not_found", None, [1, 2])
    assert found("aO3", meaning(1, "a03", state=WITHDRAWN)) == ("not_found", None, [])


@pytest.mark.parametrize("state", [PENDING, SCHEDULED])
def test_what_is_not_yet_published_is_as_if_it_were_not_there(state: int) -> None:
    hidden = meaning(1, "aB3", state=state)
    assert found("aB3", hidden) == found("aB3") == ("not_found", None, [])
    assert found("aB3", hidden, meaning(2, "ab3")) == found("aB3", meaning(2, "ab3")) == ("ok", "casefold", [2])
    assert found("aB3", hidden, meaning(2, "aB3", "")) == ("ok", "exact", [2])
    assert [entry.number for entry in match("aB3", HOSTS, [hidden], is_trimmed=False).entries] == [1]  # to its owner


LEFT = [
    ("ok", (PUBLIC, WITHDRAWN)),
    ("ambiguous", (PUBLIC, PUBLIC)),
    ("gone", (PRUNED,)),
    ("blocked", (WITHDRAWN, BLOCKED)),
    ("gone", (SCHEDULED, WITHDRAWN)),
]


@pytest.mark.parametrize(("status", "states"), LEFT)
def test_code_of_several_entries_means_those_that_are_left(status: str, states: tuple[int, ...]) -> None:
    assert found("aB3", *(meaning(number, "aB3", state=state) for number, state in enumerate(states)))[0] == status


def test_code_is_looked_for_as_what_it_looks_like() -> None:
    assert spellings("Ab3") == ["ab3"]
    assert sorted(spellings("aO1")) == ["a01", "a0i", "a0l", "ao1", "aoi", "aol"]
    assert len(spellings("o" * 64)) == 65 and "o" * 64 in spellings("O" * 64)
