"""The last door of HTML: what readers agree on passes, everything else does not.

What they agree on was found by comparing what feedparser, FreshRSS, Miniflux and the W3C validator let through.
"""

from __future__ import annotations

import re
from functools import cache
from pathlib import Path

import nh3
import yaml

_LANGUAGE = re.compile(r"[A-Za-z]{2,3}(?:-[A-Za-z0-9]{1,8}){0,3}")
_NUMBER = re.compile(r"[0-9]{1,5}")
_ATTRIBUTES = {
    "*": {"lang", "dir"},
    "a": {"href"},
    "abbr": {"title"},
    "img": {"src", "alt", "width", "height"},
    "ol": {"start"},
    "td": {"colspan", "rowspan"},
    "th": {"colspan", "rowspan"},
}
_NUMBERS = frozenset({"width", "height", "start", "colspan", "rowspan"})


@cache
def tags(kind: str) -> frozenset[str]:
    """Give the elements of a kind of `tags.yaml`."""
    return frozenset(_table()[kind])


@cache
def renamed() -> dict[str, str]:
    """Give the present names of elements that are written by another."""
    names: dict[str, str] = _table()["renamed"]
    return names


@cache
def _table() -> dict[str, dict[str, str]]:
    read: dict[str, dict[str, str]] = yaml.safe_load(Path(__file__).with_name("tags.yaml").read_text("utf-8"))
    return read


def attribute(name: str, value: str) -> str | None:
    """Give the value of an attribute, None where it may not have this one."""
    if name in _NUMBERS:
        return value if _NUMBER.fullmatch(value) else None
    if name == "dir":
        return value.lower() if value.lower() in {"ltr", "rtl", "auto"} else None
    if name == "lang":
        return value if _LANGUAGE.fullmatch(value) else None
    return value


def allowed(tag: str) -> frozenset[str]:
    """Give the attributes that an element may have."""
    return frozenset(_ATTRIBUTES["*"] | _ATTRIBUTES.get(tag, set()))


@cache
def _cleaner() -> nh3.Cleaner:
    return nh3.Cleaner(
        tags=set(tags("inline") | tags("block")),
        clean_content_tags={"script", "style"},
        attributes=_ATTRIBUTES,
        attribute_filter=lambda _, name, value: attribute(name, value),
        url_schemes={"http", "https", "mailto"},
        url_relative="deny",
        link_rel=None,
    )


def safe(html: str) -> str:
    """Give the HTML without anything that is not allowed."""
    return _cleaner().clean(html)


def flattened(html: str) -> str:
    """Give the HTML with nothing but paragraphs in it, which cannot hold one another."""
    return nh3.clean(html, tags={"p", "br"}, attributes={}, link_rel=None)
