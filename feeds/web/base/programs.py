"""What fetches a feed, and for how many: read from the name that a program gives itself.

Names are claims. `programs.yaml` lists families of programs; of one that it does not list nothing is kept but what
kind it is, unless it says for how many it fetches: then it is a service, known by the first word it calls itself.
"""

from __future__ import annotations

import re
from functools import cache
from importlib import resources
from itertools import chain
from typing import Any, NamedTuple

import yaml

CRAWLERS, OTHER, NAMELESS = "crawlers", "other", "no name"

_WORD = re.compile(r"[^\W_]+")
_CALLED = re.compile(r"[A-Za-z][A-Za-z0-9._-]*")
_LONGEST = 40
"""Characters of a name that is not listed."""
_COMMON = frozenset({"mozilla", "compatible"})
"""What user agents begin with and mean nothing by."""


class Program(NamedTuple):
    """What is known of a program by its user agent."""

    family: str
    subscribers: int = 0
    """For how many it fetches, as it says; 0 where it does not say."""
    is_listed: bool = True


_Names = dict[str, list[tuple[list[str], str]]]
"""The words of each name and what it stands for, by the first word."""


class _Table(NamedTuple):
    families: _Names
    kinds: _Names
    crawlers: tuple[str, ...]
    stated: tuple[re.Pattern[str], ...]


def read_user_agent(user_agent: str) -> Program:
    """Tell the family of a program, and for how many it says it fetches."""
    if not user_agent:
        return Program(NAMELESS)
    table = _table()
    words = _WORD.findall(user_agent.lower())
    subscribers = _subscribers(user_agent, table)
    if family := _first(words, table.families):
        return Program(family, subscribers)
    if subscribers and (name := _name(user_agent)):
        return Program(name, subscribers, is_listed=False)
    if any(word.endswith(table.crawlers) for word in words):
        return Program(CRAWLERS, subscribers)
    return Program(_first(words, table.kinds) or OTHER, subscribers)


def _first(words: list[str], names: _Names) -> str | None:
    """Find the first name among words, and give what it stands for."""
    for at, word in enumerate(words):
        for name, meaning in names.get(word, ()):
            if words[at : at + len(name)] == name:
                return meaning
    return None


def _subscribers(user_agent: str, table: _Table) -> int:
    found = next((match for pattern in table.stated if (match := pattern.search(user_agent))), None)
    return int(found[1].replace(",", "")) if found else 0


def _name(user_agent: str) -> str | None:
    called = (found for found in _CALLED.findall(user_agent) if found.lower() not in _COMMON)
    return next((found[:_LONGEST] for found in called), None)


@cache
def _table() -> _Table:
    read: dict[str, Any] = yaml.safe_load(resources.files(__package__).joinpath("programs.yaml").read_text("utf-8"))
    kinds = {kind: list(chain.from_iterable(lines)) for kind, lines in read["kinds"].items()}
    stated = tuple(re.compile(pattern, re.IGNORECASE) for pattern in read["stated"])
    return _Table(_by_first_word(read["families"]), _by_first_word(kinds), tuple(read["crawlers"]), stated)


def _by_first_word(named: dict[str, list[str]]) -> _Names:
    found: _Names = {}
    for meaning, names in named.items():
        for name in names:
            words = name.split()
            found.setdefault(words[0], []).append((words, meaning))
    return found
