"""A receiver of the simulation tells a right message from a wrong one."""

from __future__ import annotations

import json
from collections.abc import Iterator

import pytest

from feeds.push.hooks import new_secret, signed
from tests.simulation.history import Selection
from tests.simulation.receivers import Receiver

Change = tuple[str, str, int]


@pytest.fixture
def receiver() -> Iterator[Receiver]:
    receiver = Receiver("", Selection())
    receiver.secret = new_secret()
    yield receiver
    receiver.close()


def send(receiver: Receiver, name: str, *changes: Change, secret: str = "") -> str:
    """Send a message, of which each change has a second of its own; give what was wrong with it."""
    listed = [
        {"id": entry, "change": change, "revision": revision, "time": f"2026-03-01T00:00:0{n}Z"}
        for n, (entry, change, revision) in enumerate(changes)
    ]
    body = json.dumps({"items": [], "_changes": listed}).encode()
    signature = signed(secret or receiver.secret, name, 5, body)
    receiver.take({"webhook-id": name, "webhook-timestamp": "5", "webhook-signature": signature}, body)
    found, receiver.faults = receiver.faults, []
    return "\n".join(found)


def test_what_comes_changes_and_goes_is_held(receiver: Receiver) -> None:
    assert send(receiver, "a", ("x", "new", 1), ("y", "new", 1)) == ""
    assert send(receiver, "b", ("x", "changed", 2), ("y", "withdrawn", 2)) == ""
    assert receiver.held == {"x": 2}


def test_a_message_that_is_known_is_dropped_and_one_that_only_bears_its_name_is_a_fault(receiver: Receiver) -> None:
    send(receiver, "a", ("x", "new", 1))
    assert send(receiver, "a", ("x", "new", 1)) == ""
    assert "names two messages" in send(receiver, "a", ("x", "new", 1), ("y", "new", 1))
    assert receiver.held == {"x": 1}


def test_what_is_told_after_what_came_later_is_a_fault(receiver: Receiver) -> None:
    send(receiver, "a", ("x", "new", 2))
    assert "after revision 2" in send(receiver, "b", ("x", "changed", 1))


def test_a_message_that_is_not_signed_is_a_fault(receiver: Receiver) -> None:
    assert "not signed" in send(receiver, "a", ("x", "new", 1), secret=new_secret())
    assert receiver.held == {}


@pytest.mark.parametrize(("mood", "answer"), [("fails", 500), ("hangs up", None)])
def test_who_fails_keeps_nothing(receiver: Receiver, mood: str, answer: int | None) -> None:
    receiver.mood = mood
    send(receiver, "a", ("x", "new", 1))
    assert (receiver.take({}, b""), receiver.held) == (answer, {})


def test_who_does_not_say_so_has_taken_it(receiver: Receiver) -> None:
    receiver.mood = "does not say that it took it"
    send(receiver, "a", ("x", "new", 1))
    assert receiver.held == {"x": 1}
