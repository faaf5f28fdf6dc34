"""Every address we give out, and the words of an address.

Addresses are built from the site's configured URL, never from a request, so that a feed is the
same whoever asks for it and whatever `Host` header it sends.
"""

from __future__ import annotations

import re
import unicodedata
from dataclasses import dataclass
from urllib.parse import quote, urlsplit

from feeds.model import Entry, ShareLink

_LETTERS = str.maketrans(
    {
        "ı": "i",
        "œ": "oe",
        "æ": "ae",
        "ß": "ss",
        "ø": "o",
        "ł": "l",
        "đ": "d",
        "ð": "d",
        "þ": "th",
    }
)
_LONGEST_WORDS = 60


def _without_marks(text: str) -> str:
    bare: list[str] = []
    latin = False
    # Twice, since what is taken apart may be a capital (of ™, №), and what is folded whole.
    for char in unicodedata.normalize("NFKD", unicodedata.normalize("NFKD", text).casefold()):
        if unicodedata.combining(char):
            if not latin:
                bare.append(char)
            continue
        latin = char < "\u0250"
        bare.append(char)
    return unicodedata.normalize("NFC", "".join(bare).translate(_LETTERS))


def plain_words(text: str, longest: int = _LONGEST_WORDS) -> str:
    """Spell a title for an address: lower case, Latin without marks, other scripts kept, joined by `-`."""
    folded = text.casefold()
    words = re.findall(r"\w+", (folded if folded.isascii() else _without_marks(folded)).replace("_", " "))
    spelled = ""
    for word in words:
        longer = f"{spelled}-{word}" if spelled else word
        if len(longer) > longest:
            return spelled or word[:longest]
        spelled = longer
    return spelled


@dataclass(frozen=True, slots=True)
class Site:
    """What the owner says of the site; every address comes from here."""

    url: str = "http://127.0.0.1:8000"
    """Absolute, without a slash at the end; may have a path of its own."""
    title: str = "Feeds"
    description: str = "News articles, published as feeds."
    language: str = "en"
    timezone: str = "UTC"
    author: str = "Feeds"
    rights: str | None = None
    logo: str | None = None
    hubs: tuple[str, ...] = ()
    """WebSub hubs that are told of changes."""
    links: str = "here"
    """Where feeds link their entries to: `here`, their page on this site, or `original`, where that is known."""

    @property
    def path(self) -> str:
        """Where the site lives on its host: `` or `/news`."""
        return urlsplit(self.url).path

    def address(self, path: str) -> str:
        """Make a path of the site (beginning with `/`, already percent-encoded) absolute."""
        return self.url + path

    def entry(self, entry: Entry) -> str:
        """Give the canonical page of an entry."""
        return self.address(entry_path(entry.title, entry.handle))

    def link(self, entry: Entry) -> str:
        """Give what an entry links to in feeds."""
        return entry.url if entry.url and self.links == "original" else self.entry(entry)

    def share(self, link: ShareLink) -> str:
        """Give a short address: as the publisher printed it, or of the site itself where it has no host."""
        path = f"/{quote(link.code)}"
        return f"https://{link.host}{path}" if link.host else self.address(path)

    def feed(self, place: str, filename: str) -> str:
        """Give a feed of a directory of the site: `/`, `/tags/turkey/`, `/sources/afp/`."""
        return self.address(place + filename)


def entry_path(title: str, handle: str) -> str:
    """Spell `/entries/<words>-<handle>`; the handle alone finds the entry."""
    words = plain_words(title)
    return f"/entries/{quote(f'{words}-{handle}' if words else handle)}"


def tag_path(slug: str) -> str:
    """Give the page of a tag; its feeds lie in it."""
    return f"/tags/{quote(slug)}/"


def source_path(slug: str) -> str:
    """Give the page of a source; its feeds lie in it."""
    return f"/sources/{quote(slug)}/"
