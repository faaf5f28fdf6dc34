"""Surrogate keys: by which caches in front of the site know what an answer shows, to let go of just that.

A key is `tag-turkey`, `source-afp`, `lang-fr`, `entry-63f74ef5`; `tags`, `sources` and `feeds` are the lists of those,
`dated` what is chosen by date, `everything` what every article changes. All answers have `site` beside them.
"""

from __future__ import annotations

from functools import lru_cache
from typing import TYPE_CHECKING
from urllib.parse import quote

from feeds.publish.concerns import keys_touched

if TYPE_CHECKING:
    from collections.abc import Iterable

    from feeds.publish.concerns import Concern
    from feeds.store.tables.journal import Touched

EVERYTHING = "everything"
SITE = "site"

_LONGEST = 1000
"""Characters of all keys of an answer; what has more is known as `everything`."""
_SPELLED = {"all": EVERYTHING, "listed": "feeds", "redated": "dated", "tag counts": "tags", "source counts": "sources"}


@lru_cache(maxsize=4096)
def headers_of(concern: Concern | None) -> tuple[tuple[str, str], ...]:
    """Write the headers that say what an answer shows, as Fastly, Varnish and Cloudflare call them."""
    keys = [EVERYTHING] if concern is None else _spelled((*concern.itself, *(key for g in concern.groups for key in g)))
    if len(" ".join(keys)) > _LONGEST:
        keys = [EVERYTHING]
    keys.append(SITE)
    return (("Surrogate-Key", " ".join(keys)), ("xkey", " ".join(keys)), ("Cache-Tag", ",".join(keys)))


def keys_to_purge(touched: Touched | None) -> list[str]:
    """List what caches are to let go of after commits; None is everything."""
    if touched is None:
        return [SITE]
    return sorted({EVERYTHING, *_spelled(keys_touched(touched))})


def _spelled(keys: Iterable[str]) -> list[str]:
    """Spell keys as headers hold them, each once."""
    plain = (key.removesuffix(" itself") for key in keys)
    return list(dict.fromkeys(_SPELLED.get(key) or _one(key) for key in plain if ":" in key or key in _SPELLED))


def _one(key: str) -> str:
    return quote(key, safe=":").replace(":", "-", 1)
