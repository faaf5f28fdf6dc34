"""How seldom a process looks for garbage."""

from __future__ import annotations

import gc
from contextlib import suppress

from feeds.garbage import hardly_looked_for


def test_after_a_work_garbage_is_looked_for_as_before() -> None:
    before = gc.get_threshold()
    with suppress(KeyboardInterrupt), hardly_looked_for():
        during = gc.get_threshold()
        raise KeyboardInterrupt
    assert during > before
    assert gc.get_threshold() == before
