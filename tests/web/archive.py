"""A feed with archive pages, and what follows their links."""

from __future__ import annotations

import xml.etree.ElementTree as ET
from typing import TYPE_CHECKING

from feeds.model import Article, Tag

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator

    from flask.testing import FlaskClient

    Make = Callable[..., Article]


SITE = "http://127.0.0.1:8000"


ATOM = "{http://www.w3.org/2005/Atom}"


HISTORY = "{http://purl.org/syndication/history/1.0}"


TOMBSTONES = "{http://purl.org/atompub/tombstones/1.0}"


A, B = Tag("a", "A"), Tag("b", "B")


MANY = 230


def document(client: FlaskClient, address: str) -> ET.Element:
    answer = client.get(address.removeprefix(SITE))
    assert answer.status_code == 200, address
    return ET.fromstring(answer.data)


def links(feed: ET.Element) -> dict[str, str]:
    return {link.get("rel", ""): link.get("href", "") for link in feed.findall(f"{ATOM}link")}


def titles(feed: ET.Element) -> list[str]:
    return [found.text or "" for found in feed.iterfind(f"{ATOM}entry/{ATOM}title")]


def pages(client: FlaskClient, address: str) -> Iterator[tuple[str, ET.Element]]:
    """Follow `prev-archive` from a head to the end."""
    while address:
        feed = document(client, address)
        yield address, feed
        address = links(feed).get("prev-archive", "")
