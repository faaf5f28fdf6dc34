"""Words that can be no share code, because the application's own paths begin with them."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from flask import Flask

_CHOICE = re.compile(r"<any\((?P<words>.*)\):\w+>")
_FOR_OTHERS = {".well-known", "admin"}
"""What programs ask every site for, and what must never look like its owner's door."""


def reserved_in(app: Flask) -> frozenset[str]:
    """List the first parts of the paths in the URL map, folded, with and without what follows a dot."""
    first = {rule.rule.split("/")[1] for rule in app.url_map.iter_rules()} | _FOR_OTHERS
    words: set[str] = set()
    for part in first:
        choice = _CHOICE.fullmatch(part)
        words.update(word.strip(" \"'") for word in choice["words"].split(",")) if choice else words.add(part)
    fixed = {word.casefold() for word in words if word and "<" not in word}
    return frozenset(fixed | {word.partition(".")[0] for word in fixed if word[0] != "."})
