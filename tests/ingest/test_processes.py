"""Processes that read: how seldom they look for garbage."""

from __future__ import annotations

import gc
from contextlib import suppress

from feeds.ingest.processes import hardly_looking_for_garbage


def test_after_a_work_garbage_is_looked_for_as_before() -> None:
    before = gc.get_threshold()
    with suppress(KeyboardInterrupt), hardly_looking_for_garbage():
        during = gc.get_threshold()
        raise KeyboardInterrupt
    assert during > before
    assert gc.get_threshold() == before
