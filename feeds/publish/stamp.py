"""The rendering stamp: what decides the bytes of a feed beside what is in the store."""

from __future__ import annotations

from hashlib import blake2b
from importlib import resources
from importlib.metadata import version
from typing import TYPE_CHECKING

from feeds.enrich.tables import of_tables, own

if TYPE_CHECKING:
    from feeds.site import Site
    from feeds.store.read.windows import Bounds

_WORDS = ("names", "subjects")
"""Folders of the tables that call tags."""
_LIBRARIES = ("feedgen", "lxml", "brotli", "isal")


@of_tables
def rendering_stamp(site: Site, bounds: Bounds) -> str:
    """Name everything beside the store that decides the bytes of a feed: settings, names, the code that renders."""
    libraries = [(name, version(name)) for name in _LIBRARIES]
    stamp = blake2b(repr((site, bounds, libraries, own())).encode("utf-8", "backslashreplace"), digest_size=12)
    package = resources.files("feeds")
    folders = [package / "enrich", *(package / "enrich" / name for name in _WORDS)]
    tables = [table for folder in folders for table in folder.iterdir() if table.name.endswith((".yaml", ".json"))]
    wings = [part for wing in ("formats", "publish") for part in (package / wing).iterdir()]
    code = [part for part in wings if part.name.endswith((".py", ".json"))]
    for part in sorted((*tables, *code, package / "site.py", package / "selection" / "__init__.py"), key=str):
        stamp.update(part.name.encode() + part.read_bytes())
    return stamp.hexdigest()
