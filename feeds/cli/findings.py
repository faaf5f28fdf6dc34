"""What `feeds doctor` found: a thing that was looked at, and whether it is well."""

from __future__ import annotations

from typing import NamedTuple

_UNITS = ("kB", "MB", "GB", "TB")


def size_of(number: float) -> str:
    """Say how many bytes there are, to be read: `640 kB`, `1.2 MB`, `53 GB`."""
    number /= 1000
    for unit in _UNITS[:-1]:
        if number < 999.5:  # noqa: PLR2004 - it would be written as 1,000
            return f"{number:.1f} {unit}" if number < 9.95 else f"{number:.0f} {unit}"  # noqa: PLR2004 - as above
        number /= 1000
    return f"{number:,.1f} {_UNITS[-1]}"


class Finding(NamedTuple):
    """One thing that was looked at."""

    about: str
    said: str
    is_well: bool = True
