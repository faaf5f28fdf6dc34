"""The one slug and the name of each source, tag and language; and the stamp of everything that renders them."""

from __future__ import annotations

from functools import cache, lru_cache
from hashlib import blake2b
from importlib import resources
from importlib.metadata import version
from typing import TYPE_CHECKING

from feeds.describing import LANGUAGES
from feeds.enrich import agencies, vocabulary
from feeds.site import plain_words

if TYPE_CHECKING:
    from feeds.site import Site
    from feeds.store.windows import Bounds


@lru_cache(maxsize=4096)
def canonical_slug(kind: str, name: str) -> str:
    """Give the one slug of a source or tag, whichever of its names is used in an address."""
    if kind == "tag":
        return vocabulary.find_tag(name) or plain_words(name) or name.lower()
    source = agencies.find_source(name)
    return source.slug if source else plain_words(name) or name.lower()


def name_of(kind: str, slug: str, language: str) -> str | None:
    """Give the name of a source, tag or language that the tables know."""
    if kind == "lang":
        return slug if slug in LANGUAGES else None
    return vocabulary.tag_label(slug, language) if kind == "tag" else agencies.source_name(slug)


@cache
def rendering_stamp(site: Site, bounds: Bounds) -> str:
    """Name everything beside the store that decides the bytes of a feed: settings, names, the code that renders."""
    libraries = [(name, version(name)) for name in ("feedgen", "lxml", "brotli", "isal")]
    stamp = blake2b(repr((site, bounds, libraries)).encode(), digest_size=12)
    package = resources.files("feeds")
    tables = sorted(
        (table for table in (package / "enrich").iterdir() if table.name.endswith((".yaml", ".json"))),
        key=lambda table: table.name,
    )
    code = sorted((part for part in (package / "formats").iterdir() if part.name.endswith(".py")), key=lambda p: p.name)
    for part in (
        *tables,
        *code,
        package / "site.py",
        package / "publish.py",
        package / "building.py",
        package / "fragments.py",
        package / "selection.py",
        package / "codings.py",
        package / "paging.py",
        package / "describing.py",
    ):
        stamp.update(part.name.encode() + part.read_bytes())
    return stamp.hexdigest()
