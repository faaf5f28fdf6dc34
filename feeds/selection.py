"""Which entries a feed holds, how they are shown, and the one spelling of both in an address."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

from feeds.errors import InvalidSelection
from feeds.site import source_path, tag_path

if TYPE_CHECKING:
    from collections.abc import Iterable

LARGEST_LIMIT = 200

_TO_COME = frozenset({"lang", "not-source", "not-tag", "page", "q", "since", "source", "tag", "until"})
"""Parameters of the grammar that are not answered yet: refused, never ignored."""


@dataclass(frozen=True, slots=True)
class Selection:
    """Everything, one source or one tag."""

    kind: str = "all"
    """`all`, `source` or `tag`."""
    slug: str = ""

    @property
    def place(self) -> str:
        """The directory of the site in which the selection's page and feeds lie."""
        if self.kind == "tag":
            return tag_path(self.slug)
        return source_path(self.slug) if self.kind == "source" else "/"


EVERYTHING = Selection()


@dataclass(frozen=True, slots=True)
class Presentation:
    """What of a selection a feed shows."""

    content: str = "full"
    """`full` or `summary`."""
    limit: int | None = None
    """So many entries; None: the window."""

    @property
    def query(self) -> str:
        """The one spelling: parameters in alphabetical order, defaults left out."""
        parts = []
        if self.content != "full":
            parts.append(f"content={self.content}")
        if self.limit is not None:
            parts.append(f"limit={self.limit}")
        return "&".join(parts)


def read_presentation(parameters: Iterable[tuple[str, str]]) -> Presentation:
    """Read the parameters of an address; unknown ones mean nothing. Raises InvalidSelection."""
    given: dict[str, set[str]] = {}
    for name, value in parameters:
        given.setdefault(name, set()).add(value.strip())
    for name in sorted(_TO_COME & given.keys()):
        raise InvalidSelection(f"{name}: selections by this parameter are not given yet")
    content = _one(given, "content") or "full"
    if content not in {"full", "summary"}:
        raise InvalidSelection(f"content={content[:40]}: it takes full or summary")
    limit = _one(given, "limit")
    if not limit:
        return Presentation(content)
    if not (limit.isascii() and limit.isdecimal() and len(limit) < 5 and 1 <= int(limit) <= LARGEST_LIMIT):  # noqa: PLR2004
        raise InvalidSelection(f"limit={limit[:40]}: it takes a whole number from 1 to {LARGEST_LIMIT}")
    return Presentation(content, int(limit))


def _one(given: dict[str, set[str]], name: str) -> str | None:
    values = given.get(name, set())
    if len(values) > 1:
        raise InvalidSelection(f"{name} is given more than once")
    return next(iter(values), None)
