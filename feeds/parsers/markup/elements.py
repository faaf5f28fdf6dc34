"""What an element of HTML is: its present name, whether it shows anything, where it was written."""

from __future__ import annotations

import re
from typing import Any

from feeds.enrich.normalise import clean, one_line
from feeds.parsers.markup.links import page_of_player, whole_address
from feeds.parsers.markup.safety import renamed, tags

DEEPEST = 60
"""Elements within elements: what lies deeper is written as text."""

LINES = frozenset({"p", "pre", "h1", "h2", "h3", "h4", "h5", "h6"})
"""Blocks that hold no others."""

_HIDDEN = re.compile(r"display\s*:\s*none|visibility\s*:\s*hidden", re.IGNORECASE)
_CJK = "\u3040-\u30ff\u3400-\u9fff\uff00-\uffef"
_CJK_BREAK = re.compile(rf"(?<=[{_CJK}])\s*\n\s*(?=[{_CJK}])")


def tag_of(element: Any) -> str:
    """Give the present name of an element; comments and the like have none."""
    if not isinstance(element.tag, str):
        return ""
    tag = element.tag.lower()
    return renamed().get(tag, tag)


def is_block(tag: str) -> bool:
    """Tell whether an element begins and ends a line."""
    return tag in tags("block") or tag in tags("container")


def holds_blocks(element: Any) -> bool:
    """Tell whether there is an element within that begins a line."""
    return any(is_block(tag_of(child)) for child in element.iterdescendants())


def is_dropped(element: Any, tag: str) -> bool:
    """Tell whether an element is left out with all it holds."""
    if tag == "" or tag in tags("dropped") or element.get("hidden") is not None:
        return True
    return bool(_HIDDEN.search(element.get("style", ""))) or "footnote-backref" in element.get("class", "")


def line_of(element: Any) -> int | None:
    """Give the line that an element was written on in Markdown, where that is said."""
    stated = element.get("data-line", "")
    return int(stated) if stated.isdecimal() else None


def lines_of(element: Any) -> tuple[int, int] | None:
    """Give the line that an element or the first within was written on in Markdown, and the one after its last."""
    for holder in element.iter():
        end = holder.get("data-end", "") if isinstance(holder.tag, str) else ""
        if end.isdecimal() and (line := line_of(holder)):
            return line, int(end)
    return None


def box_of(element: Any) -> str:
    """Show a box of a list of tasks; other inputs say nothing."""
    if element.get("type") != "checkbox":
        return ""
    box = "\u2611" if element.get("checked") is not None else "\u2610"
    return box if (element.tail or " ")[0].isspace() else f"{box} "


def embed_of(element: Any, base: str | None) -> tuple[str | None, str]:
    """Give the address of what is embedded, and the words for it: its title, else the address."""
    named = [element.get(name, "") for name in ("src", "data-src", "data")]
    named += [child.get("src", "") for child in element.iter("source")]
    address = next(filter(None, (whole_address(one, base) for one in named)), None)
    address = page_of_player(address) if address else None
    return address, one_line(clean(element.get("title", ""))) or address or ""


def joined(text: str) -> str:
    """Join the lines of Chinese and Japanese, which no blank parts."""
    return _CJK_BREAK.sub("", text) if "\n" in text else text
