"""Wait for what a teller tells, and fail where it never comes or never ends."""

from __future__ import annotations

from typing import TYPE_CHECKING

import pytest

from feeds.push.rounds import LONGEST_PAUSE

if TYPE_CHECKING:
    from feeds.push.delivery import Teller
    from tests.conftest import FakeClock
    from tests.push.conftest import Hub


def tell_all(teller: Teller) -> None:
    """Tell what is due; a teller that is never done fails."""
    for _ in range(1000):
        if not teller.tell():
            return
    pytest.fail("the hub is told again and again")


def attempts(teller: Teller, clock: FakeClock, hub: Hub, most: int) -> list[float]:
    """List the waits, in seconds, after which the hub was asked again; a hub that is asked no more fails."""
    waits: list[float] = []
    since, asked = clock.now(), len(hub.forms)
    while len(waits) < most:
        assert clock.now() - since < LONGEST_PAUSE, "the hub is asked no more"
        clock.sleep(1)
        tell_all(teller)
        if len(hub.forms) > asked:
            waits.append(clock.now() - since)
            since, asked = clock.now(), len(hub.forms)
    return waits
