"""A name for the rules as they are: it changes when any source or data file of parsers and enrich does."""

from __future__ import annotations

import hashlib
from functools import cache
from importlib.resources import files

_SUFFIXES = (".py", ".json", ".yaml")


@cache
def rules_version() -> str:
    """Hash the sources and data files of both packages, as installed."""
    digest = hashlib.sha256()
    for package in ("feeds.enrich", "feeds.parsers"):
        for file in sorted(files(package).iterdir(), key=lambda file: file.name):
            if file.name.endswith(_SUFFIXES) and file.is_file():
                digest.update(f"{package}/{file.name}\n".encode())
                digest.update(file.read_bytes())
    return digest.hexdigest()[:16]
