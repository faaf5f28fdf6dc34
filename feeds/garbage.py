"""How seldom a process looks for garbage: for objects that only hold each other, of which hardly any are made here.

All else goes away by itself. To look through what stays, again and again, took a fifth of every document and import.
"""

from __future__ import annotations

import gc
from contextlib import contextmanager
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from collections.abc import Iterator

_SELDOM = 20_000
"""Objects made and not yet gone, after which a process looks that works until it ends…"""
_HARDLY = 200_000
"""…and during a work whose objects stay until they are written."""


def settle() -> None:
    """Leave alone what is loaded, which stays, and look seldom from here on."""
    gc.freeze()
    gc.set_threshold(_SELDOM)


@contextmanager
def hardly_looked_for() -> Iterator[None]:
    """Look hardly ever as long as this lasts."""
    before = gc.get_threshold()
    gc.set_threshold(_HARDLY)
    try:
        yield
    finally:
        gc.set_threshold(*before)
