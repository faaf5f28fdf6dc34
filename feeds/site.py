"""Every address we give out, and the words of an address.

Addresses are built from the site's configured URL, never from a request, so that a feed is the
same whoever asks for it and whatever `Host` header it sends.
"""

from __future__ import annotations

import re
import unicodedata
from dataclasses import dataclass
from functools import lru_cache
from hashlib import blake2b
from itertools import chain
from urllib.parse import quote, urlsplit

from feeds.model import Entry, Kin, ShareLink

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
_BLANKS = re.compile(r"[\s_\u002d\u058a\u05be\u1400\u1806\u2010-\u2015\u2e3a\u2e3b\u301c\u3030\ufe58\ufe63\uff0d]+")
_SHAPES = ("<wide>", "<narrow>", "<initial>", "<medial>", "<final>", "<isolated>", "<font>", "<noBreak>")
# What means something else in an address is spelled by its wide form, which is one sign with it before.
_WIDE = str.maketrans({"/": "／", ",": "，", "\\": "＼"})
_ALIKE = str.maketrans({"’": "'", "ʼ": "'", "‘": "'", "İ": "i", "ı": "i"})
_HASH = 4
"""Bytes of the digest that tells names apart which begin alike."""


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


def plain_words(text: str, longest: int = _LONGEST_WORDS, *, marks: bool = True) -> str:
    """Spell a title for an address: lower case, Latin without marks, other scripts kept, joined by `-`.

    Without `marks` as it was done before: words were cut at the marks of other scripts too.
    """
    words = chain.from_iterable(map(_spelled, text.split())) if marks else re.findall(r"\w+", _plain(text))
    spelled = ""
    for word in words:
        longer = f"{spelled}-{word}" if spelled else word
        if len(longer) > longest:
            return spelled or word[:longest]
        spelled = longer
    return spelled


@lru_cache(maxsize=4096)  # most words of a title stand in other titles too
def _spelled(word: str) -> tuple[str, ...]:
    plain = _plain(word)
    if plain.isascii():
        return tuple(re.findall(r"\w+", plain))
    plain = "".join(char if char.isalnum() or unicodedata.category(char)[0] == "M" else " " for char in plain)
    return tuple(filter(None, map(_from_a_letter, plain.split())))


def _plain(text: str) -> str:
    folded = text.casefold()
    return (folded if folded.isascii() else _without_marks(folded)).replace("_", " ")


def _from_a_letter(word: str) -> str:
    """Leave out the marks that a word begins with: they stood on a sign that an address has not."""
    return word[next((place for place, char in enumerate(word) if char.isalnum()), len(word)) :]


def facet_slug(name: str) -> str:
    """Spell the name of a tag or source for an address, so that two names have one spelling only if they are the same.

    The same are names that differ in case, in the form of their characters, or in blanks, hyphens and underscores.
    Greek capitals have no accents, so small letters have none here; dotless and dotted i have one capital. A name that
    is too long is cut, and told from others by a digest. Empty for what holds no letter, digit or pictograph.
    """
    folded = _folded(name)
    if not any(char.isalnum() or unicodedata.category(char) == "So" for char in folded):
        return ""
    spelled = _BLANKS.sub("-", folded).strip("-").translate(_WIDE)
    if len(spelled) <= _LONGEST_WORDS:
        return spelled
    short = spelled[: _LONGEST_WORDS - 2 * _HASH - 1]
    short = short[: short.rfind("-")] if "-" in short[_LONGEST_WORDS // 3 :] else short
    return f"{short}-{blake2b(spelled.encode(), digest_size=_HASH).hexdigest()}"


def _folded(name: str) -> str:
    if name.isascii():
        return "".join(char for char in name.casefold() if char.isprintable() or char.isspace())
    even = "".join(
        unicodedata.normalize("NFKC", char) if unicodedata.decomposition(char).startswith(_SHAPES) else char
        for char in unicodedata.normalize("NFC", name)
        if unicodedata.category(char) not in {"Cc", "Cs"} or char.isspace()
    )
    apart = unicodedata.normalize("NFD", unicodedata.normalize("NFC", even.translate(_ALIKE)).casefold())
    bare = []
    is_greek = False
    for char in apart:
        if not unicodedata.combining(char):
            is_greek = "\u0370" <= char <= "\u03ff" or "\u1f00" <= char <= "\u1fff"
        elif is_greek and char != "\u0308":
            continue
        bare.append(char)
    return unicodedata.normalize("NFC", "".join(bare)).casefold()


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
    license: str | None = None
    """The address of what one may do with its articles."""
    logo: str | None = None
    hubs: tuple[str, ...] = ()
    """WebSub hubs that are told of changes."""
    tombstones: bool = False
    """Whether what was withdrawn stays in feeds for their window, as an entry that says so."""
    links: str = "here"
    """Where feeds link their entries to: `here`, their page on this site, or `original`, where that is known."""
    has_paths: bool = False
    """Whether what is asked for stands in the path of addresses instead of a query, so that files can answer."""

    @property
    def path(self) -> str:
        """Where the site lives on its host: `` or `/news`."""
        return urlsplit(self.url).path

    @property
    def is_plain(self) -> bool:
        """Tell whether its own address is plain http, over which browsers do not say what they are about."""
        return self.url.startswith("http:")

    def address(self, path: str) -> str:
        """Make a path of the site (beginning with `/`, already percent-encoded) absolute."""
        return self.url + path

    def entry(self, entry: Entry) -> str:
        """Give the canonical page of an entry."""
        if entry.page:
            return entry.page
        key = f"?key={quote(entry.key)}" if entry.key else ""
        return self.address(entry_path(entry.title, entry.handle) + key)

    def kin(self, entry: Entry, kin: Kin) -> str:
        """Give the page of another entry that tells the story of an entry."""
        key = f"?key={quote(entry.key)}" if entry.key and kin.is_private else ""
        return self.address(entry_path(kin.title, kin.handle) + key)

    def link(self, entry: Entry) -> str:
        """Give what an entry links to in feeds."""
        return entry.url if entry.url and self.links == "original" else self.entry(entry)

    def share(self, link: ShareLink) -> str:
        """Give a short address: as the publisher printed it, or of the site itself where it has no host."""
        path = f"/{quote(link.code)}"
        return f"https://{link.host}{path}" if link.host else self.address(path)

    def feed(self, place: str, filename: str, query: str = "") -> str:
        """Give a feed of a directory of the site (`/`, `/tags/turkey/`, `/sources/afp/`), or of a selection in it."""
        if query and self.has_paths:
            return self.address(f"{place}{as_folder(query)}/{filename}")
        return self.address(place + filename) + (query and f"?{query}")


def as_folder(query: str) -> str:
    """Spell a query as the name of a folder; unquoted it is the query again."""
    return quote(query, safe="=&,:+-._~")


@lru_cache(maxsize=16384)  # a page or feed names each of its entries several times, and the next one most of them again
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
