"""Which of the share lines in a text is its own: a text may quote another article whole, its share line included.

The last line below the text is its own, else the first above it. One amid the text is so only if two thirds of it
stand above: what follows may be the page's. One inside a quotation never is.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

from feeds.enrich.furniture import HEAD, MID, TAIL

if TYPE_CHECKING:
    from collections.abc import Sequence

    from feeds.enrich.lines import Line
    from feeds.model import ShareLink

_OPENING = ("«", "“", "„", '"')
_CLOSING = '»”“"'
_LATE = 2 / 3
"""The share of the text above a line amid it from which on it is taken for the text's own."""


@dataclass(frozen=True, slots=True)
class ShareLine:
    """A share label and a short address."""

    link: ShareLink
    line: Line
    zones: frozenset[str]
    above: float
    """The share of the text that stands above it."""
    is_quoted: bool
    is_below_foot: bool
    """Whether a line above it has shown that the page goes on from there."""


def own_line(found: Sequence[ShareLine]) -> ShareLine | None:
    """Choose the share line that is the text's own."""
    unquoted = [line for line in found if not line.is_quoted]
    tail = [line for line in unquoted if TAIL in line.zones]
    if within := [line for line in tail if not line.is_below_foot]:
        return within[-1]
    if tail:
        return tail[0]
    if head := [line for line in unquoted if HEAD in line.zones]:
        return head[0]
    late = [line for line in unquoted if MID in line.zones and line.above >= _LATE]
    return late[-1] if late else None


def is_quoted(lines: Sequence[Line], at: int) -> bool:
    """Tell whether a line stands in a quotation that began above it, or begins one."""
    text = lines[at].text
    if text.startswith(">"):
        return at > 0 and lines[at - 1].text.startswith(">")
    if text.startswith(_OPENING):
        return True
    for line in reversed(lines[:at]):
        if line.text.startswith(_OPENING) and not _closes(line.text[1:]):
            return True
        if _closes(line.text):
            return False
    return False


def _closes(text: str) -> bool:
    return any(map(text.__contains__, _CLOSING))
