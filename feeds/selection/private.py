"""Selections whose feeds want a key: which entries they keep to themselves, what is not asked for without one. Pure.

An entry of a private selection is a member of that selection and of nothing else: everything that shows entries to the
public looks for those of public facets, and cannot find it.
"""

from __future__ import annotations

import hmac
import re
from base64 import urlsafe_b64encode
from functools import lru_cache
from hashlib import sha256
from typing import TYPE_CHECKING
from urllib.parse import parse_qsl

from feeds.selection import EVERYTHING, Selection, read_query, spell

if TYPE_CHECKING:
    from collections.abc import Callable, Collection, Iterable

    Facet = tuple[str, str]

KIND = "private"
"""Of the facets of private selections: their slug is how the selection is spelled."""
LIFTED = "none"
"""Says that no selection is private any more; to say nothing says nothing."""

_NAMES = frozenset({"tag", "not-tag", "source", "not-source", "lang"})
"""Of what an entry is a member for as long as nobody edits it: dates are no part of it."""
_MAC_BYTES = 18
"""What is written as twenty-four signs."""
_READER = re.compile(r"[A-Za-z0-9@_.-]{1,64}")


def read_private(words: Iterable[str], canonical: Callable[[str, str], str]) -> tuple[str, ...]:
    """Read the selections that are declared private, each as it is spelled. Raises ValueError, InvalidSelection."""
    spelled: dict[str, None] = {}
    for word in words:
        if word == LIFTED:
            spelled[LIFTED] = None
            continue
        parameters = parse_qsl(word, keep_blank_values=True)
        if unknown := {name for name, _ in parameters} - _NAMES:
            raise ValueError(f"{min(unknown)}: a private selection names tags, sources and languages")
        selection = read_query(parameters, canonical)[0]
        if selection == EVERYTHING:
            raise ValueError(f"{word}: it takes selections such as tag=x or tag=x&source=y")
        spelled[spelled_whole(selection)] = None
    if LIFTED in spelled and len(spelled) > 1:
        raise ValueError(f"{LIFTED} stands alone")
    return tuple(spelled)


def spelled_whole(selection: Selection) -> str:
    """Spell a selection by its parameters alone."""
    return spell(selection, below_its_place=False)


@lru_cache(maxsize=64)
def declared(text: str) -> tuple[Selection, ...]:
    """Read the selections that a store keeps as private, one a line."""
    return tuple(read_query(parse_qsl(line), lambda _kind, slug: slug)[0] for line in text.split("\n") if line)


def scopes_of(facets: Collection[Facet], private: Iterable[Selection]) -> set[Facet]:
    """List the private selections, as facets, to which an entry of some facets belongs."""
    return {(KIND, spelled_whole(one)) for one in private if _has(one, facets)}


def hides(private: Selection, asked: Selection) -> bool:
    """Tell whether what is asked for is not there for whom has no key.

    So is all that holds nothing but entries of a private selection, and what names its only tag or source.
    """
    return _is_within(asked, private) or private.single in set(asked.facets())


def is_reader(name: str) -> bool:
    """Tell whether keys may be given out in a name."""
    return _READER.fullmatch(name) is not None


def reader_of(key: str) -> str:
    """Give the name in which a key was given out, if it was."""
    return key.rpartition(".")[0]


def key_of(name: str, selection: str, secret: bytes) -> str:
    """Make the key of a private selection for a reader: HMAC-SHA-256 (RFC 2104) over both."""
    made = hmac.digest(secret, f"{selection}\n{name}".encode(), sha256)
    return f"{name}.{urlsafe_b64encode(made[:_MAC_BYTES]).decode()}"


def is_key(key: str, selection: str, secret: bytes) -> bool:
    """Tell whether a key is right, in a time that does not tell how much of it is."""
    return hmac.compare_digest(key.encode(), key_of(reader_of(key), selection, secret).encode())


def _has(selection: Selection, facets: Collection[Facet]) -> bool:
    def is_one_of(kind: str, slugs: Iterable[str]) -> bool:
        return any((kind, slug) in facets for slug in slugs)

    return (
        all(is_one_of("tag", group) for group in selection.tags)
        and all(is_one_of("source", group) for group in selection.sources)
        and (not selection.langs or is_one_of("lang", selection.langs))
        and not is_one_of("tag", selection.not_tags)
        and not is_one_of("source", selection.not_sources)
    )


def _is_within(asked: Selection, private: Selection) -> bool:
    """Tell whether every entry of what is asked for is one of a private selection."""

    def demands(groups: Iterable[tuple[str, ...]], wanted: Iterable[tuple[str, ...]]) -> bool:
        return all(any(set(group) <= set(wider) for group in groups) for wider in wanted)

    return (
        demands(asked.tags, private.tags)
        and demands(asked.sources, private.sources)
        and (not private.langs or (bool(asked.langs) and set(asked.langs) <= set(private.langs)))
        and set(private.not_tags) <= set(asked.not_tags)
        and set(private.not_sources) <= set(asked.not_sources)
    )
