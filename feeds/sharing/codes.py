"""Which of the codes there are a code means: exactly that one, surely that one, or perhaps one of these. Pure.

A code is written with care by nobody. One that differs in case only, or has a full stop behind it, leads to the entry
if that is the only one it can mean; one with a look-alike in it (`0` for `O`) is no more than a suggestion, since
codes have both, and a wrong article is worse than a click.
"""

from __future__ import annotations

from dataclasses import dataclass
from itertools import product
from typing import TYPE_CHECKING

from feeds.store.schema import ALIAS, BLOCKED

if TYPE_CHECKING:
    from collections.abc import Iterable, Sequence

    from feeds.model import ShareLink
    from feeds.store.read.links import Meaning, Outline

_LOOK_ALIKES = {char: group for group in ("0o", "1li") for char in group}
_MOST_VARIANTS = 64
_MOST_SUGGESTIONS = 5


@dataclass(frozen=True, slots=True)
class Match:
    """What a code means."""

    status: str
    """`ok`, `gone`, `blocked`, `ambiguous` or `not_found`."""
    matched_by: str | None = None
    """`exact`, `alias`, `casefold` or `trimmed`."""
    link: ShareLink | None = None
    """The code that there is."""
    entries: tuple[Outline, ...] = ()
    """Whatever their state."""
    suggestions: tuple[Outline, ...] = ()
    """Public entries whose codes look like it, where there is none."""


def match(code: str, hosts: Sequence[str], meanings: Iterable[Meaning], *, is_trimmed: bool) -> Match:
    """Find what a code means on the first of some hosts where it is, among everything that its spellings mean.

    What is not yet published is as if it were not there.
    """
    there = [meaning for meaning in meanings if meaning.link.host in hosts]
    known = [meaning for meaning in there if meaning.entry.is_known]
    for host in hosts:
        exact = [meaning for meaning in there if meaning.link.host == host and meaning.link.code == code]
        if any(meaning.entry.is_known for meaning in exact):
            by = "alias" if exact[0].kind == ALIAS else "exact"
            return _of(exact, "trimmed" if is_trimmed else by, is_guess=False)
    if folded := [meaning for meaning in known if meaning.link.code.casefold() == code.casefold()]:
        return _of(folded, "casefold", is_guess=True)
    hidden = tuple(meaning.entry for meaning in there if meaning.link.code == code)
    alike = dict.fromkeys(meaning.entry for meaning in known if meaning.entry.is_public)
    return Match("not_found", entries=hidden, suggestions=tuple(alike)[:_MOST_SUGGESTIONS])


def spellings(code: str) -> list[str]:
    """List a code in lower case, and what it looks like; of very many variants those that differ in one place."""
    folded = code.casefold()
    choices = [_LOOK_ALIKES.get(char, char) for char in folded]
    number = 1
    for choice in choices:
        number *= len(choice)
    if number <= _MOST_VARIANTS:
        return ["".join(chars) for chars in product(*choices)]
    changed = [folded[:place] + char + folded[place + 1 :] for place, choice in enumerate(choices) for char in choice]
    return list(dict.fromkeys([folded, *changed]))


def status_of(entries: Iterable[Outline]) -> str:
    """Tell what became of entries that an address means."""
    known = [entry for entry in entries if entry.is_known]
    public = sum(entry.is_public for entry in known)
    if public:
        return "ok" if public == 1 else "ambiguous"
    if not known:
        return "not_found"
    return "blocked" if any(entry.state == BLOCKED for entry in known) else "gone"


def _of(meanings: list[Meaning], by: str, *, is_guess: bool) -> Match:
    entries = tuple(dict.fromkeys(meaning.entry for meaning in meanings))
    status = status_of(entries)
    if is_guess and status == "ok" and len(entries) > 1:
        status = "ambiguous"  # it may as well be the one that was taken back
    return Match(status, by, meanings[0].link, entries)
