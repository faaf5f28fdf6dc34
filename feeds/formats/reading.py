"""Documents read back, strictly: what a checker needs to know of them, alike for each format."""

from __future__ import annotations

import json
import re
from collections import Counter
from collections.abc import Callable, Iterable, Mapping
from dataclasses import dataclass, field
from datetime import datetime
from email.utils import parsedate_to_datetime
from typing import Any

from lxml import etree

_ATOM = "{http://www.w3.org/2005/Atom}"
_CONTENT = "{http://purl.org/rss/1.0/modules/content/}encoded"
_CREATOR = "{http://purl.org/dc/elements/1.1/}creator"
_MEDIA = "{http://search.yahoo.com/mrss/}content"

_DAYS = ("Mon", "Tue", "Wed", "Thu", "Fri", "Sat", "Sun")
_RFC_822 = re.compile(rf"({'|'.join(_DAYS)}), \d\d [A-Z][a-z]{{2}} \d{{4}} \d\d:\d\d:\d\d (\+0000|GMT)")
_RFC_3339 = re.compile(r"\d{4}-\d\d-\d\dT\d\d:\d\d:\d\d(\.\d+)?(Z|[+-]\d\d:\d\d)")
_SNIFFED = 512  # bytes in which readers and the W3C validator look for the root element
# Members of JSON Feed 1.1 (jsonfeed.org/version/1.1) and their types; extensions begin with `_` and are objects.
_JSON_FEED = {
    **dict.fromkeys(("version", "title", "home_page_url", "feed_url", "description", "user_comment", "next_url"), str),
    **dict.fromkeys(("icon", "favicon", "language"), str),
    **dict.fromkeys(("authors", "hubs", "items"), list),
    "author": dict,
    "expired": bool,
}
_JSON_ITEM = {
    **dict.fromkeys(("id", "url", "external_url", "title", "content_html", "content_text", "summary"), str),
    **dict.fromkeys(("image", "banner_image", "date_published", "date_modified", "language"), str),
    **dict.fromkeys(("authors", "tags", "attachments"), list),
    "author": dict,
}
_NO_DATE = "the date of the feed is missing or misspelt"


class Unreadable(ValueError):  # noqa: N818 - an answer to input, not a fault of the program
    """A document that is not well-formed, or not what its format says."""


@dataclass(frozen=True, slots=True)
class ReadEntry:
    """An entry as a reader would find it."""

    id: str | None
    title: str | None
    link: str | None
    authors: tuple[str, ...]
    dates: tuple[datetime | None, ...]
    """None where one is missing or misspelt."""
    html: tuple[str, ...]
    addresses: tuple[str | None, ...]
    """Of media and sources."""
    faults: tuple[str, ...] = ()
    """What only this format can get wrong."""


@dataclass(frozen=True, slots=True)
class ReadDocument:
    """A document as a reader would find it."""

    title: str | None
    self_address: str | None
    page: str | None
    updated: datetime | None
    entries: tuple[ReadEntry, ...]
    faults: list[str] = field(default_factory=list)


def _xml(body: bytes, root: str) -> tuple[Any, list[str]]:
    try:
        tree = etree.fromstring(body, etree.XMLParser(resolve_entities=False, no_network=True))
    except etree.XMLSyntaxError as error:
        raise Unreadable(str(error)) from error
    if tree.tag != root:
        raise Unreadable(f"the root is {tree.tag}")
    faults = []
    if f"<{etree.QName(tree).localname}".encode() not in body[:_SNIFFED]:
        faults.append(f"the root does not begin in the first {_SNIFFED} bytes")
    if any('type="text/css"' not in (before.text or "") for before in tree.itersiblings(preceding=True)):
        faults.append("has a comment or an instruction that is no CSS stylesheet")
    return tree, faults


def read_rss(body: bytes) -> ReadDocument:
    """Read an RSS 2.0 document, or raise Unreadable."""
    root, faults = _xml(body, "rss")
    channel = root.find("channel")
    if root.get("version") != "2.0" or channel is None:
        raise Unreadable("is no RSS 2.0")
    faults += [f"the channel has no {name}" for name in ("description", "language") if not channel.findtext(name)]
    updated = _rfc_822(channel.findtext("lastBuildDate"))
    if updated is None:
        faults.append(_NO_DATE)
    ttl = channel.findtext("ttl")
    if ttl is not None and not re.fullmatch(r"[1-9]\d*", ttl):
        faults.append(f"ttl is {ttl}")
    return ReadDocument(
        title=channel.findtext("title"),
        self_address=next((link.get("href") for link in channel.iterfind(f"{_ATOM}link[@rel='self']")), None),
        page=channel.findtext("link"),
        updated=updated,
        entries=tuple(map(_rss_entry, channel.iterfind("item"))),
        faults=faults,
    )


def _rss_entry(item: Any) -> ReadEntry:
    faults = []
    guid = item.find("guid")
    if guid is not None and guid.get("isPermaLink") != "false":
        faults.append("the guid claims to be an address")
    names = [child.tag for child in item]
    if _CONTENT in names and "description" in names and names.index(_CONTENT) < names.index("description"):
        faults.append("the content stands before the description")
    once = ("title", "link", "description", "guid", "pubDate", "source", _CONTENT)
    faults += [f"{name} stands there {names.count(name)} times" for name in once if names.count(name) > 1]
    if any("@" not in (author.text or "") for author in item.iterfind("author")):
        faults.append("an author has no e-mail address")
    return ReadEntry(
        id=item.findtext("guid"),
        title=item.findtext("title"),
        link=item.findtext("link"),
        authors=tuple(author.text or "" for author in item.iterfind(_CREATOR)),
        dates=(_rfc_822(item.findtext("pubDate")),),
        html=tuple(filter(None, (item.findtext("description"), item.findtext(_CONTENT)))),
        addresses=(
            *(child.get("url") for child in item.iterchildren("source", "enclosure", _MEDIA)),
            *(link.get("href") for link in item.iterfind(f"{_ATOM}link")),
        ),
        faults=tuple(faults),
    )


def read_atom(body: bytes) -> ReadDocument:
    """Read an Atom 1.0 document, or raise Unreadable."""
    root, faults = _xml(body, f"{_ATOM}feed")
    if not root.findtext(f"{_ATOM}id"):
        faults.append("has no id")
    updated = _rfc_3339(root.findtext(f"{_ATOM}updated"))
    if updated is None:
        faults.append(_NO_DATE)
    links = _atom_links(root)
    return ReadDocument(
        title=root.findtext(f"{_ATOM}title"),
        self_address=next((link.get("href") for rel, link in links if rel == "self"), None),
        page=next((link.get("href") for rel, link in links if rel == "alternate"), None),
        updated=updated,
        entries=tuple(map(_atom_entry, root.iterfind(f"{_ATOM}entry"))),
        faults=faults + _repeated_alternates(links),
    )


def _atom_links(parent: Any) -> list[tuple[str, Any]]:
    return [(link.get("rel", "alternate"), link) for link in parent.iterfind(f"{_ATOM}link")]


def _repeated_alternates(links: Iterable[tuple[str, Any]]) -> list[str]:
    kinds = Counter((link.get("type"), link.get("hreflang")) for rel, link in links if rel == "alternate")
    return [f"{count} alternate links are of the type {kind}" for (kind, _), count in kinds.items() if count > 1]


def _atom_entry(entry: Any) -> ReadEntry:
    links = _atom_links(entry)
    texts = {name: entry.find(f"{_ATOM}{name}") for name in ("title", "summary", "content")}
    faults = _repeated_alternates(links)
    faults += [
        f"the type of {name} is {text.get('type')}"
        for name, text in texts.items()
        if text is not None and text.get("type", "text") not in {"text", "html", "xhtml"}
    ]
    return ReadEntry(
        id=entry.findtext(f"{_ATOM}id"),
        title=entry.findtext(f"{_ATOM}title"),
        link=next((link.get("href") for rel, link in links if rel == "alternate"), None),
        authors=tuple(name.text or "" for name in entry.iterfind(f"{_ATOM}author/{_ATOM}name")),
        dates=tuple(_rfc_3339(entry.findtext(f"{_ATOM}{name}")) for name in ("published", "updated")),
        html=tuple(text.text or "" for text in texts.values() if text is not None and text.get("type") == "html"),
        addresses=(*(media.get("url") for media in entry.iterfind(_MEDIA)), *(link.get("href") for _, link in links)),
        faults=tuple(faults),
    )


def read_json(body: bytes) -> ReadDocument:
    """Read a JSON Feed 1.1 document, or raise Unreadable."""
    try:
        feed = json.loads(body.decode())
    except ValueError as error:
        raise Unreadable(str(error)) from error
    if not isinstance(feed, dict) or feed.get("version") != "https://jsonfeed.org/version/1.1":
        raise Unreadable("is no JSON Feed 1.1")
    items = feed.get("items")
    if not isinstance(items, list) or not all(isinstance(item, dict) for item in items):
        raise Unreadable("items is no list of objects")
    faults = _json_faults(feed, _JSON_FEED)
    if feed.get("next_url") and feed.get("next_url") == feed.get("feed_url"):
        faults.append("the next page is this one")
    return ReadDocument(
        title=feed.get("title"),
        self_address=feed.get("feed_url"),
        page=feed.get("home_page_url"),
        updated=None,
        entries=tuple(map(_json_entry, items)),
        faults=faults,
    )


def _json_entry(item: dict[str, Any]) -> ReadEntry:
    faults = _json_faults(item, _JSON_ITEM)
    if not (item.get("content_text") or item.get("content_html")):
        faults.append("has no content")
    return ReadEntry(
        id=item.get("id"),
        title=item.get("title"),
        link=item.get("url"),
        authors=tuple(str(author.get("name", "")) for author in item.get("authors", ()) if isinstance(author, dict)),
        dates=tuple(_rfc_3339(item.get(name)) for name in ("date_published", "date_modified")),
        html=tuple(filter(None, (item.get("content_html"),))),
        addresses=(
            *(item[name] for name in ("image", "banner_image", "external_url") if name in item),
            *(one.get("url") for one in item.get("attachments", ()) if isinstance(one, dict)),
        ),
        faults=tuple(faults),
    )


def _json_faults(members: dict[str, Any], types: Mapping[str, type]) -> list[str]:
    faults = []
    for name, value in members.items():
        wanted = dict if name.startswith("_") else types.get(name)
        if wanted is None:
            faults.append(f"{name} is no member of JSON Feed")
        elif not isinstance(value, wanted):
            faults.append(f"{name} is no {wanted.__name__}")
    return faults


def _rfc_822(text: str | None) -> datetime | None:
    if not text or not _RFC_822.fullmatch(text):
        return None
    try:
        moment = parsedate_to_datetime(text)
    except ValueError:
        return None
    return moment if text.startswith(_DAYS[moment.weekday()]) else None


def _rfc_3339(text: object) -> datetime | None:
    if not isinstance(text, str) or not _RFC_3339.fullmatch(text):
        return None
    try:
        return datetime.fromisoformat(text)
    except ValueError:
        return None


def read_ids(format_name: str, body: bytes) -> list[str] | None:
    """Give the ids of the entries of a document that have a title and a date too, in order; quickly.

    None of a format that another package brings. Raises Unreadable where the document is not well-formed.
    """
    if format_name not in READERS:
        return None
    if format_name == "json":
        return [item.id or "" for item in read_json(body).entries if item.title and None not in item.dates]
    try:
        tree = etree.fromstring(body, etree.XMLParser(resolve_entities=False, no_network=True, huge_tree=True))
    except etree.XMLSyntaxError as error:
        raise Unreadable(str(error)) from error
    found: Any = _IDS[format_name](tree)
    return list(map(str, found))


_IDS = {
    "rss": etree.XPath("/rss/channel/item[string(title) and string(pubDate)]/guid/text()"),
    "atom": etree.XPath(
        "/a:feed/a:entry[string(a:title) and string(a:published) and string(a:updated)]/a:id/text()",
        namespaces={"a": _ATOM.strip("{}")},
    ),
}

READERS: Mapping[str, Callable[[bytes], ReadDocument]] = {"rss": read_rss, "atom": read_atom, "json": read_json}
"""By the name of the format."""
