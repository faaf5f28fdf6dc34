"""Parts of the program that want packages which it does without otherwise."""

from __future__ import annotations

import shlex
import sys
from importlib.metadata import PackageNotFoundError, requires


def how_to_install(extra: str) -> str:
    """Give the command that installs what an extra names: the same in a checkout, in an environment, from a wheel."""
    try:
        every = requires("feeds") or []
    except PackageNotFoundError:  # run from its source alone
        every = []
    marks = (f'extra == "{extra}"', f"extra == '{extra}'")
    needed = [one.partition(";")[0].strip() for one in every if one.endswith(marks)]
    return f"{sys.executable} -m pip install {shlex.join(needed or [f'feeds[{extra}]'])}"
