"""What an article *is*: the keys that name it and which entry they mean. Pure decisions.

The strongest key present names an article: the entry that a file was written from, a stated id, then its canonical
address, then its share
address, then the path of its file. Ids are minted once from the strongest key; a stronger key found
later becomes an alias. A stronger key that disagrees means another article; but a file whose bytes did
not change is the article it was, whatever keys a better parser finds in it.

Without a stronger key a file is what it says: it goes on with the entry of its path as long as its text is like what
that entry says and no other file says it; what it says may have been moved or copied from elsewhere, or moved and
edited where no file tells it any more; else it is new.
"""

from __future__ import annotations

import re
import uuid
from functools import lru_cache
from hashlib import blake2b
from typing import TYPE_CHECKING, NamedTuple, Protocol
from urllib.parse import urlsplit, urlunsplit

from feeds.tracking import without_tracking

if TYPE_CHECKING:
    from collections.abc import Collection, Iterable, Iterator, Sequence

    from feeds.model import Article

WEAK = frozenset({"path", "text"})
"""Kinds of keys that only say where an article lay and what it said: no id of its own is made of a text."""
AS_IT_WAS = "the file is as it was"
_KINDS = {"entry": "entry", "id": "stated id", "url": "address", "share": "share address", "path": "path"}
_TELLING = frozenset({"id", "url"})
"""Kinds of keys whose names may tell what an article says."""
_WORLD_WIDE = re.compile(r"(?i)(?:https?|tag|urn):")


class Key(NamedTuple):
    """One name of an article: what kind of name, and the name, unique in the world."""

    kind: str
    """`entry`, `id`, `url`, `share`, `path`, strongest first; `text`, a digest of bytes: so moved files are known."""
    name: str

    def __str__(self) -> str:
        """Give the form in which the store keeps it."""
        return f"{self.kind}:{self.name}"

    @property
    def is_hidden(self) -> bool:
        """Tell whether it is all that is left of the key of an erased article."""
        return self.kind in _TELLING and self.name.startswith("#")

    def hidden(self) -> Key:
        """Give what is kept of it when its article is erased: it is known when it comes again, and tells nothing."""
        if self.kind not in _TELLING or self.is_hidden:
            return self
        return self._replace(name=f"#{blake2b(self.name.encode(), digest_size=16).hexdigest()}")

    @classmethod
    def read(cls, kept: str) -> Key:
        """Read the form in which the store keeps it."""
        kind, _, name = kept.partition(":")
        return cls(kind, name)


def keys_of(article: Article, folder: str, path: str, site_id: str) -> tuple[Key, ...]:
    """List the keys of an article, strongest first; the path always comes last."""
    keys: list[Key] = []
    if article.entry_id:
        keys.append(Key("entry", article.entry_id))
    if article.id:
        keys.append(Key("id", article.id if _WORLD_WIDE.match(article.id) else f"{site_id}/{article.id}"))
    if article.url:
        keys.append(Key("url", canonical(article.url)))
    if article.share_link:
        keys.append(Key("share", f"{article.share_link.host}/{article.share_link.code}"))
    keys.append(path_key(folder, path, site_id))
    return tuple(keys)


def path_key(folder: str, path: str, site_id: str) -> Key:
    """Give the key of a file: only within this store is its path unique."""
    return Key("path", f"{site_id}/{folder}/{path}")


def text_key(digest: str) -> Key:
    """Give the key of a text, by a digest of the bytes of its file."""
    return Key("text", digest)


def canonical(url: str) -> str:
    """Spell one address one way: host in lower case, no default port, no tracking, no fragment."""
    try:
        parts = urlsplit(url)
        port = f":{parts.port}" if parts.port not in {None, 80, 443} else ""
    except ValueError:  # no port has this number, no host this name: it still tells articles apart
        return url
    host = (parts.hostname or "").rstrip(".")
    return urlunsplit(("https", host + port, parts.path or "/", without_tracking(parts.query), ""))


@lru_cache(maxsize=4096)  # asked twice of each new article: when a batch is looked at, and when it is its turn
def mint(key: Key, attempt: int) -> str:
    """Make the permanent id of the article that a key names: a UUID of version 5 (RFC 9562); attempts count from 0."""
    if key.kind == "entry" and not attempt:
        return key.name
    name = f"https://{key.name}" if key.kind == "share" else key.name
    return str(uuid.uuid5(uuid.NAMESPACE_URL, f"{name}#{attempt}" if attempt else name))


def handles(entry_id: str) -> Iterator[str]:
    """List the eight characters of an id that may end its address: the first ones unless they are taken."""
    digits = entry_id.split("-")
    yield digits[0]
    last = digits[-1]
    yield last[-8:]
    for start in range(len(last) - 8):
        yield last[start : start + 8]


class Known(Protocol):
    """What the decision asks of the store."""

    def owner(self, key: Key) -> int | None:
        """Tell which entry a key means."""

    def strong_keys(self, entry: int) -> Collection[Key]:
        """List the keys of an entry that are neither paths nor texts, those it shares with another entry included."""

    def same_text(self, entry: int, article: Article) -> bool:
        """Tell whether an entry has this title or this body."""

    def is_held(self, entry: int, folder: str, path: str) -> bool:
        """Tell whether a file other than this one is there and means the entry."""

    def unchanged(self, folder: str, path: str, digest: str) -> int | None:
        """Tell which entry this file means if it is there and has these very bytes already."""

    def continued(self, folder: str, path: str) -> int | None:
        """Tell which entry this file goes on with: what it says now is like what it said, and nobody else says that."""

    def moved_or_copied(self, folder: str, path: str, digest: str, article: Article) -> int | None:
        """Tell which entry once said these very bytes, unless another file that is there says it in other words."""

    def retold(self, folder: str, path: str) -> int | None:
        """Tell which entry, whose file is gone, this new file says in nearly the same words."""


class Decision(NamedTuple):
    """Which entry an article is."""

    entry: int | None
    """None: a new one."""
    minted_from: Key | None = None
    """The key that the id of a new entry is made of."""
    aliases: tuple[Key, ...] = ()
    """Keys that mean the entry from now on, whatever they meant before."""
    conflict: str | None = None
    """What the owner should be told."""
    why: str = ""
    """What decided it, for whoever asks later."""


def decide(keys: Sequence[Key], article: Article, folder: str, path: str, digest: str, known: Known) -> Decision:
    """Decide which entry an article is, from its keys, strongest first, and from the digest of its bytes.

    A path alone decides nothing: what is unlike what the path held before is another article.
    """
    *strong, _ = keys
    if not strong:
        keys = (*keys, text_key(digest))
    entry = known.unchanged(folder, path, digest)
    if entry is not None:  # a better parser may find other keys in it: it is the same article all the same
        return Decision(entry, aliases=_free(keys, known, entry), why=AS_IT_WAS)
    mine = known.continued(folder, path)
    if mine is not None and _disagrees(strong, known.strong_keys(mine)):
        mine = None  # overwritten by another article
    conflict: str | None = None
    for key in strong:
        entry = known.owner(key)
        if entry is None or (entry != mine and mine is not None and key in known.strong_keys(mine)):
            continue
        if not _disagrees(strong, known.strong_keys(entry)) and (
            key.kind != "share" or known.same_text(entry, article) or not known.is_held(entry, folder, path)
        ):
            return Decision(entry, aliases=_free(keys, known, entry), why=f"its {_KINDS[key.kind]}: {key.name}")
        mine = None if entry == mine else mine
        conflict = f"{_shown(key)} is the address of another article too"
    why = "the path, whose text was edited"
    if not strong and (moved := known.moved_or_copied(folder, path, digest, article)) is not None:
        mine, why = moved, "its text, moved or copied"
    elif not strong and mine is None and (moved := known.retold(folder, path)) is not None:
        mine, why = moved, "its text, moved and edited"
    if mine is not None:
        return Decision(mine, aliases=_free(keys, known, mine), conflict=conflict, why=why)
    free = _free(keys, known, None)
    why = f"new, by its {_KINDS[free[0].kind]}"
    return Decision(None, minted_from=free[0], aliases=free, conflict=conflict, why=why)


def _disagrees(ours: Iterable[Key], theirs: Iterable[Key]) -> bool:
    """Tell whether the strongest kind of key that both sides have names two different articles."""
    named: dict[str, set[str]] = {}
    for key in theirs:
        named.setdefault(key.kind, set()).add(key.name)
    for key in ours:
        if key.kind in named:
            return key.name not in named[key.kind]
    return False


def _free(keys: Iterable[Key], known: Known, entry: int | None) -> tuple[Key, ...]:
    """List the keys that may mean the entry: those nobody else has, and path and text, which go with the file."""
    return tuple(key for key in keys if key.kind in WEAK or (owner := known.owner(key)) is None or owner == entry)


def _shown(key: Key) -> str:
    return f"https://{key.name}" if key.kind == "share" else key.name
