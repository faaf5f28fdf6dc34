"""Media RSS (https://www.rssboard.org/media-rss), also used in Atom: the picture of an entry, in every size it has."""

from __future__ import annotations

import re
from html import unescape
from typing import TYPE_CHECKING

from feeds.formats._feedgen import MEDIA, Element
from feeds.formats.characters import printable, uri
from feeds.formats.content import image_type
from feeds.model import Entry, Picture

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence

_PICTURE = re.compile(r'<img src="([^"]+)" alt="([^"]*)"((?: [a-z]+="[^"]*")*)>')
_SIDES = ("width", "height")
_SIDE = re.compile(r'(width|height)="(\d+)"')
_LEAST_SIDE = 100
"""Pixels: what is smaller is a sign of the text, not a picture."""
_MOST = 30


def media_elements(entry: Entry) -> Sequence[Element]:
    """Give the picture of an entry, if it has one: what to show large, and in lists; then those in its text."""
    pictures = entry.pictures or ((Picture(entry.image),) if entry.image else ())
    if not pictures:
        return ()
    known = {picture.url for picture in pictures}
    others = [_content(picture, is_default=False) for picture in _in_text(entry.html or "") if picture.url not in known]
    shown = [_content(picture, is_default=at == 0 and len(pictures) > 1) for at, picture in enumerate(pictures)]
    smallest = min(pictures, key=lambda picture: picture.width or (1 << 20))
    thumbnail = Element(f"{{{MEDIA}}}thumbnail", attributes={"url": uri(smallest.url), **_sides(smallest)})
    return (*(shown if len(shown) == 1 else [Element(f"{{{MEDIA}}}group", children=shown)]), thumbnail, *others)


def _in_text(html: str) -> Iterator[Picture]:
    """Give the pictures in HTML that is written as all of ours is."""
    for address, alt, sides in _PICTURE.findall(html)[:_MOST]:
        width, height = (int(side) if (side := dict(_SIDE.findall(sides)).get(name)) else None for name in _SIDES)
        if min(width or _LEAST_SIDE, height or _LEAST_SIDE) >= _LEAST_SIDE:
            yield Picture(unescape(address), width, height, unescape(alt))


def _content(picture: Picture, *, is_default: bool) -> Element:
    address = uri(picture.url)
    kind = image_type(address)
    attributes = {"url": address, "medium": "image", **({"type": kind} if kind else {}), **_sides(picture)}
    told = printable(picture.caption or picture.alt)
    said = [Element(f"{{{MEDIA}}}description", told, {"type": "plain"})] if told else []
    return Element(
        f"{{{MEDIA}}}content", None, attributes | ({"isDefault": "true"} if is_default else {}), children=said
    )


def _sides(picture: Picture) -> dict[str, str]:
    sides = {"width": picture.width, "height": picture.height}
    return {name: str(side) for name, side in sides.items() if side}
