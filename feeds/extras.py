"""Parts of the program that want packages which it does without otherwise."""

from __future__ import annotations

import importlib.util
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
    has_pip = importlib.util.find_spec("pip") is not None
    installs = f"{sys.executable} -m pip install" if has_pip else f"uv pip install --python {sys.executable}"
    return f"{installs} {shlex.join(needed or [f'feeds[{extra}]'])}"
