"""Feeds as files: RSS, RDF Site Summary, Atom, and what WordPress exports. An item is an article.

Read element by element, so that an export of any size takes the memory of its largest item.
"""

from __future__ import annotations

import json
from collections.abc import Iterator
from typing import Any, BinaryIO

from lxml import etree

from feeds.errors import ArticleRefused, NoArticle
from feeds.parsers.defaults import Defaults
from feeds.parsers.parts import Part, part_name

_ROOTS = frozenset({"rss", "RDF", "feed"})
_ITEMS = frozenset({"item", "entry"})
_FEEDS = frozenset({"channel", "feed"})
_POSTS = frozenset({"", "post"})
"""Types of what WordPress exports beside pages, menus and files."""
_NAMES = {
    "title": "title",
    "guid": "id",
    "id": "id",
    "pubDate": "published",
    "published": "published",
    "issued": "published",
    "date": "published",
    "post_date_gmt": "post_date_gmt",
    "updated": "updated",
    "modified": "updated",
    "creator": "authors",
    "author": "authors",
    "category": "tags",
    "subject": "tags",
    "description": "summary",
    "summary": "summary",
    "encoded": "text",
    "content": "text",
    "language": "language",
    "status": "status",
    "comments": "comments",
}
"""What elements of feeds are called as fields of an article, whatever their namespace."""
_LISTS = frozenset({"authors", "tags"})
_XHTML = "{http://www.w3.org/1999/xhtml}"
_EXCERPT = "wordpress.org/export/"
_MEDIA = "{http://search.yahoo.com/mrss/}"
_NO_FEED = "XML that is no feed"
_CUT = "ERR_TAG_NOT_FINISHED"
"""What libxml2 calls it when a document ends before its elements do."""
_LANG = "{http://www.w3.org/XML/1998/namespace}lang"
_SLASH = "{http://purl.org/rss/1.0/modules/slash/}"


def split(stream: BinaryIO, name: str, defaults: Defaults) -> Iterator[Part]:  # noqa: ARG001 - the form of all kinds
    """Give the items of a feed as objects of their fields; raise NoArticle where XML is no feed, or ArticleRefused."""
    about: dict[str, Any] = {}
    at, line = 0, 1
    events = etree.iterparse(
        stream, ("start", "end"), resolve_entities=False, no_network=True, remove_comments=True, recover=True
    )
    try:
        for event, element in events:
            tag, line = _local(element), element.sourceline or line
            if event == "start":
                _begin(element, tag, name, about)
            elif tag in _ITEMS:
                at = max(line, at + 1)
                fields = {**about, **_fields(element)}
                if fields.pop("post_type", "") in _POSTS:
                    yield Part(at, part_name(name, at), json.dumps(fields).encode())
                _forget(element)
            elif _local(element.getparent()) in _FEEDS:
                _describe(element, tag, about)
    except etree.XMLSyntaxError as error:
        if events.root is None:
            raise NoArticle(name, None, _NO_FEED) from error
        raise ArticleRefused(name, error.lineno, f"from here on it is no XML: {error.msg}") from error
    if events.root is None:
        raise NoArticle(name, None, _NO_FEED)
    if cut := next((error for error in events.error_log if error.type_name == _CUT), None):
        raise ArticleRefused(name, cut.line, "the feed breaks off here")


def _begin(element: Any, tag: str, name: str, about: dict[str, Any]) -> None:
    """See that a document is a feed when its first element begins, and in which language it is."""
    if element.getparent() is None and tag not in _ROOTS:
        raise NoArticle(name, None, _NO_FEED)
    if tag in _FEEDS and element.get(_LANG):
        about.setdefault("language", element.get(_LANG))


def _local(element: Any) -> str:
    return etree.QName(element).localname if element is not None and isinstance(element.tag, str) else ""


def _forget(element: Any) -> None:
    """Free an item that was read, and what stands before it."""
    element.clear()
    while element.getprevious() is not None:
        del element.getparent()[0]


def _describe(element: Any, tag: str, about: dict[str, Any]) -> None:
    """Take what a feed says of all its items: its title is their outlet."""
    if tag == "title":
        about.setdefault("outlet", _text(element))
    elif tag == "language":
        about.setdefault("language", _text(element))
    elif tag == "author" and element.find("{*}name") is not None:
        about.setdefault("authors", [_text(element.find("{*}name"))])


def _fields(item: Any) -> dict[str, Any]:
    """Give the fields of an item, by our names."""
    fields: dict[str, Any] = {}
    for element in item:
        tag = _local(element)
        if tag in {"link", "enclosure", "thumbnail", "source", "origLink"} or element.tag == f"{_MEDIA}content":
            _link(element, tag, fields)
        elif tag == "post_type":
            fields["post_type"] = _text(element)
        elif tag in _NAMES and not (tag == "comments" and not element.tag.startswith(_SLASH)):
            field = "summary" if tag == "encoded" and "excerpt" in element.tag else _NAMES[tag]
            _add(fields, field, _said(element, field))
    language = item.get(_LANG)
    if language:
        fields.setdefault("language", language)
    if "text" not in fields and "summary" in fields:
        fields["text"] = fields.pop("summary")
    if fields.get("id") == fields.get("url") or (item.find("guid") is not None and _is_link(item.find("guid"), fields)):
        fields.pop("id", None)
    return fields


def _is_link(guid: Any, fields: dict[str, Any]) -> bool:
    """Tell whether a guid is the address of the item; it is then taken for one."""
    is_link = guid.get("isPermaLink", "true").lower() == "true" and _text(guid).startswith(("http://", "https://"))
    if is_link:
        fields.setdefault("url", _text(guid))
    return is_link


def _link(element: Any, tag: str, fields: dict[str, Any]) -> None:
    """Take an address that an item gives: its own, of a picture, of something enclosed."""
    href = element.get("href") or element.get("url") or _text(element)
    kind, relation = element.get("type", ""), element.get("rel", "alternate")
    if tag == "source":
        outlet = element.find("{*}title")
        fields["outlet"] = _text(element if outlet is None else outlet)
    elif tag == "origLink" or (tag == "link" and relation == "via"):
        fields["url"] = href
    elif tag == "link" and relation == "alternate":
        fields.setdefault("url", href)
    elif kind.startswith("image/") or tag == "thumbnail" or element.get("medium") == "image":
        fields.setdefault("image", href)
    elif tag == "enclosure" or relation == "enclosure":
        said = {"url": href, "mime_type": kind, "size_in_bytes": element.get("length")}
        fields.setdefault("attachments", []).append({key: value for key, value in said.items() if value})


def _said(element: Any, field: str) -> str:
    """Give what an element says: markup where it may hold some, the name of a person, the label of a category."""
    if field == "authors" and (name := element.find("{*}name")) is not None:
        return _text(name)
    if field == "tags":
        return element.get("label") or element.get("term") or _text(element)
    if element.get("type") == "xhtml":
        return "".join(etree.tostring(child, encoding="unicode", with_tail=True) for child in element).replace(
            f' xmlns="{_XHTML[1:-1]}"', ""
        )
    return _text(element)


def _add(fields: dict[str, Any], field: str, text: str) -> None:
    if not text:
        return
    if field in _LISTS:
        fields.setdefault(field, []).append(text)
    elif field == "text":  # `content:encoded` goes before a short `content`
        fields[field] = max(fields.get(field, ""), text, key=len)
    else:
        fields.setdefault(field, text)


def _text(element: Any) -> str:
    return "".join(element.itertext()).strip()
