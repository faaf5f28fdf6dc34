"""A name for the rules as they are: it changes when any source or data file of parsers and enrich does."""

from __future__ import annotations

import hashlib
from functools import cache
from pathlib import Path

_SUFFIXES = (".py", ".json", ".yaml")


@cache
def rules_version() -> str:
    """Hash the sources and data files of both packages, as installed."""
    digest = hashlib.sha256()
    parsers = Path(__file__).parent
    for package in (parsers.with_name("enrich"), parsers):
        for file in sorted(package.rglob("*")):
            if file.suffix in _SUFFIXES:
                digest.update(f"{package.name}/{file.relative_to(package).as_posix()}\n".encode())
                digest.update(file.read_bytes())
    return digest.hexdigest()[:16]
