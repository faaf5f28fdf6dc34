"""Tracking parameters of addresses: which they are is data, in `tracking.txt`."""

from __future__ import annotations

import re
from importlib import resources


def without_tracking(query: str) -> str:
    """Drop the tracking parameters of a query; the rest keeps its order and its encoding."""
    return _PARAMETER.sub("", query).strip("&") if query else ""


def _patterns() -> list[str]:
    lines = (resources.files("feeds") / "tracking.txt").read_text("utf-8").splitlines()
    return [line.replace("*", r"\w+") for line in lines if line and not line.startswith("#")]


_PARAMETER = re.compile(rf"(?:^|&)(?:{'|'.join(_patterns())})=[^&]*")
