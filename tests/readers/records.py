"""What a reader holds of an entry, in one shape for all of them."""

from __future__ import annotations

from abc import ABC, abstractmethod
from dataclasses import dataclass, field
from datetime import datetime
from html import unescape
from html.parser import HTMLParser
from typing import TYPE_CHECKING, ClassVar

if TYPE_CHECKING:
    from collections.abc import Mapping
    from pathlib import Path


Details = dict[str, str | datetime | None]
"""What else a reader holds of an entry, field by field: those of `DETAILS`."""


@dataclass(frozen=True, slots=True)
class Record:
    """An entry as a reader holds it, its texts as a person sees them; None is what this reader does not hold."""

    id: str
    title: str
    link: str
    moment: datetime
    """When it was published or updated, whichever the reader shows."""
    text: str
    """Of the content, or of the summary where there is no content."""
    authors: tuple[str, ...]
    categories: frozenset[str] | None = None
    images: tuple[str, ...] | None = None
    details: Details = field(default_factory=dict)


DETAILS = frozenset({"language", "updated", "image", "short", "original"})
"""The last two are addresses."""


class Reader(ABC):
    """A reader with a subscription to one feed, and a folder of its own to keep it in."""

    formats = frozenset({"feed.xml", "atom.xml"})
    programs: tuple[str, ...] = ()
    """What must be installed."""
    holds_every_author = True
    tells_edits_by_title = False
    """Whether an entry with another title is another entry to it."""
    details: ClassVar[Mapping[str, frozenset[str]]] = {}
    """The fields of which its records tell in each format, beside what all hold."""

    def __init__(self, folder: Path, url: str) -> None:
        self.folder = folder
        self.url = url

    def shown_title(self, title: str) -> str:
        """Say what the reader makes of a title."""
        return plain(title)

    def title_of_html(self, title: str) -> str:
        """Give a title as a person sees it, where the reader holds one of Atom's type `html` as HTML."""
        return plain(unescape(title) if "atom.xml" in self.url else title)

    @abstractmethod
    def poll(self) -> list[Record]:
        """Ask once, and give everything that it then holds."""


class _Text(HTMLParser):
    def __init__(self) -> None:
        super().__init__()
        self.parts: list[str] = []
        self.images: list[str] = []

    def handle_data(self, data: str) -> None:
        self.parts.append(data)

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        self.parts.append(" ")
        if tag == "img":
            self.images.append(dict(attrs).get("src") or "")


def _parsed(html: str) -> _Text:
    parser = _Text()
    parser.feed(html)
    parser.close()
    return parser


def plain(text: str) -> str:
    """Give a text with its white space as people see it."""
    return " ".join(text.split())


def text_of(html: str) -> str:
    """Give the text of HTML."""
    return plain("".join(_parsed(html).parts))


def images_of(html: str) -> tuple[str, ...]:
    """Give the addresses of the images in HTML."""
    return tuple(_parsed(html).images)
