"""Elements of HTML written anew, so that every tag, attribute and address is known."""

from __future__ import annotations

import re
from html import escape
from typing import TYPE_CHECKING, Any

from feeds.enrich.normalise import clean, one_line
from feeds.parsers.markup.elements import (
    DEEPEST,
    box_of,
    embed_of,
    holds_blocks,
    is_block,
    is_dropped,
    joined,
    tag_of,
)
from feeds.parsers.markup.links import link_address, whole_address
from feeds.parsers.markup.safety import allowed, attribute, tags

if TYPE_CHECKING:
    from collections.abc import Iterator

BREAK = "\0"
"""Where an empty block ended a line: no text holds this sign, `clean` takes it out."""

_BLANKS = re.compile(r"[ \t\n\r\f]+")
_TINY = re.compile(r"(?:width|height)\s*:\s*[01](?:px)?\s*(?:;|\Z)", re.IGNORECASE)
_LAZY = ("data-src", "data-original", "data-lazy-src", "data-url", "data-hi-res-src")
_VOID = frozenset({"br", "hr"})
_MAY_BE_EMPTY = frozenset({"td", "th"})
_SIDES = frozenset({"width", "height"})


def write(element: Any, base: str | None, depth: int = 0, *, in_code: bool = False) -> str:
    """Write an element as HTML, without what follows it; `base` is the address of the article.

    What is empty is left out; where it was a block, a `BREAK` stands for it.
    """
    tag = tag_of(element)
    special = "" if is_dropped(element, tag) else _special(element, tag, base)
    if special is not None:
        return special
    inner = _inner(element, base, depth, in_code=in_code or tag == "pre")
    if tag in tags("inline") and holds_blocks(element):
        return inner
    if tag == "a":
        return _link(element, base, inner)
    if not inner.replace(BREAK, "").strip() and tag not in _MAY_BE_EMPTY:
        return BREAK if is_block(tag) else inner
    if tag in tags("inline") or tag in tags("block"):
        return _tagged(element, tag, inner)
    return f"<p>{inner.strip()}</p>" if tag in tags("container") and not holds_blocks(element) else inner


def _special(element: Any, tag: str, base: str | None) -> str | None:
    """Write what does not hold text; None where it does."""
    if tag in _VOID:
        return f"<{tag}>"
    if tag == "img":
        return _picture(element, base)
    if tag == "input":
        return box_of(element)
    return _embed(element, tag, base) if tag in tags("embedded") else None


def _inner(element: Any, base: str | None, depth: int, *, in_code: bool) -> str:
    if depth > DEEPEST:
        return _text("".join(element.itertext()), in_code=in_code)
    parts = [_text(element.text, in_code=in_code)]
    for child in element:
        parts += (write(child, base, depth + 1, in_code=in_code), _text(child.tail, in_code=in_code))
    return "".join(parts)


def _text(text: str | None, *, in_code: bool) -> str:
    if not text:
        return ""
    text = clean(text)
    return escape(text if in_code else _BLANKS.sub(" ", joined(text)), quote=False)


def _link(element: Any, base: str | None, inner: str) -> str:
    address = link_address(element.get("href", ""), base)
    return f'<a href="{escape(address)}">{inner}</a>' if address and inner.strip() else inner


def _tagged(element: Any, tag: str, inner: str) -> str:
    if tag == "p" and (caption := _caption(element)):
        return f"<figure>{inner.strip()}<figcaption>{escape(caption, quote=False)}</figcaption></figure>"
    return f"<{tag}{_attributes(element, allowed(tag))}>{inner}</{tag}>"


def _caption(element: Any) -> str:
    """Give the title of a picture that is all of a paragraph: so Markdown has captions."""
    picture = element[0] if len(element) == 1 and tag_of(element[0]) == "img" else None
    if picture is None or (element.text or "").strip() or (picture.tail or "").strip():
        return ""
    return one_line(clean(picture.get("title", "")))


def _embed(element: Any, tag: str, base: str | None) -> str:
    """Write a link to what is embedded, or what an object holds instead of itself."""
    inner = _inner(element, base, DEEPEST - 1, in_code=False) if tag == "object" else ""
    address, shown = embed_of(element, base)
    if address is None or "<" in inner:
        return inner
    return f'<a href="{escape(address)}">{escape(shown, quote=False)}</a>'


def _picture(element: Any, base: str | None) -> str:
    """Write a picture, if it is one: what is a pixel wide only counts who looks."""
    if any(element.get(side, "").strip().removesuffix("px") in {"0", "1"} for side in _SIDES):
        return ""
    address = next(filter(None, (whole_address(one, base) for one in _addresses(element))), None)
    if address is None or _TINY.search(element.get("style", "")):
        return ""
    alt = one_line(clean(element.get("alt", "")))
    return f'<img src="{escape(address)}" alt="{escape(alt)}"{_attributes(element, _SIDES)}>'


def _addresses(element: Any) -> Iterator[str]:
    """List where a picture may lie: a script puts what stands beside `src` in the place of what stands there."""
    yield from (element.get(name, "") for name in _LAZY)
    yield element.get("src", "")
    for name in ("srcset", "data-srcset"):
        for candidate in element.get(name, "").split(", "):
            yield candidate.strip().split(" ")[0]


def _attributes(element: Any, names: frozenset[str]) -> str:
    values = ((name, attribute(name, clean(element.get(name, "")).strip())) for name in sorted(names))
    return "".join(f' {name}="{escape(value)}"' for name, value in values if value)
