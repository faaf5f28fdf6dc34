"""The file of packed fragments: whatever is written over what, it gives what was put there, or nothing."""

from __future__ import annotations

import io
import random
from typing import IO, TYPE_CHECKING

import pytest

from feeds.publish import fragments
from feeds.publish.fragments import _File

if TYPE_CHECKING:
    from collections.abc import Callable

MOST = 1000


def key(number: int) -> tuple[str, str, str]:
    return str(number), "rss", "full"


def put(file: _File, number: int, size: int) -> bytes:
    one = bytes([number % 256]) * size
    file.put({key(number): one})
    return one


@pytest.mark.parametrize("seed", range(20))
def test_what_was_put_last_is_given_and_what_is_given_is_what_was_put(seed: int) -> None:
    chance, file, was = random.Random(seed), _File(MOST), []  # noqa: S311 - not a secret
    for number in range(300):
        was.append(put(file, number, chance.randint(1, 300)))
        given = file.get([key(n) for n in range(number + 1)])
        assert all(one in {None, before} for one, before in zip(given, was, strict=True))
        held = [before for one, before in zip(given, was, strict=True) if one is not None]
        assert held == was[len(was) - len(held) :], "the oldest go first"
        assert MOST / 3 < sum(map(len, held)) <= MOST or len(held) == len(was)


def test_what_is_put_again_stays_where_it_is() -> None:
    file = _File(MOST)
    ones = [put(file, number, 300) for number in range(3)]
    assert put(file, 0, 300) == ones[0] and file.get([key(n) for n in range(3)]) == ones


def test_what_is_longer_than_the_file_is_not_held() -> None:
    file = _File(MOST)
    short = put(file, 1, MOST)
    put(file, 2, MOST + 1)
    assert file.get([key(1), key(2)]) == [short, None]


class _Full(io.BytesIO):
    """A file on a disk that is full, or cannot be read any more."""

    def seek(self, _place: int, _whence: int = 0) -> int:
        raise OSError(28, "No space left on device")


def _refused(**_: object) -> IO[bytes]:
    raise FileNotFoundError("no usable temporary directory")


@pytest.mark.parametrize("made", [_Full, _refused])
def test_where_no_file_can_be_written_nothing_is_held(
    monkeypatch: pytest.MonkeyPatch, made: Callable[..., IO[bytes]]
) -> None:
    monkeypatch.setattr(fragments, "TemporaryFile", lambda **_: made())
    file = _File(MOST)
    put(file, 1, 10)
    assert file.get([key(1)]) == [None]
