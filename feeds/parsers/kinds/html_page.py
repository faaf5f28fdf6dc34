"""Pages in HTML: the article found by trafilatura, what is known of it by what the page states.

Schema.org in JSON-LD goes before Open Graph, that before other metadata. A date that no metadata states is none:
what stands on a page somewhere may be the date of anything.
"""

from __future__ import annotations

import json
import re
from collections.abc import Iterator, Mapping
from functools import cache
from pathlib import Path
from typing import Any

import yaml
from lxml import etree

from feeds.errors import ArticleRefused, NoArticle
from feeds.model import Reading
from feeds.parsers.decoding import decode
from feeds.parsers.defaults import Defaults
from feeds.parsers.kinds.records import read_record

_CHARSET = re.compile(rb"""<meta[^>]+charset\s*=\s*["']?([A-Za-z0-9_-]+)""", re.IGNORECASE)
_DECLARED_IN = 4096
"""Bytes within which a page says how it is encoded."""
_PROPERTIES = ("headline", "datePublished", "dateModified", "author", "image", "inLanguage", "keywords")
_ARTICLES = ("Article", "Posting")
"""So end the types of schema.org that are articles."""
_LISTS = frozenset({"tags", "authors"})


def parse(data: bytes, name: str, defaults: Defaults) -> Reading:
    """Read the article of a page; raise ArticleRefused where none is found, NoArticle where nothing can look for it."""
    try:
        import trafilatura
    except ImportError as error:
        raise NoArticle(name, None, ".html, which the extra `html` reads") from error
    text = _text(data, name)
    root = etree.fromstring(f"{text} ".encode(), etree.HTMLParser(encoding="utf-8", no_network=True, huge_tree=False))
    stated = _stated(root) if root is not None else {}
    try:
        body = trafilatura.extract(
            text,
            output_format="html",
            include_comments=False,
            include_formatting=True,
            include_images=True,
            include_links=True,
            include_tables=True,
        )
    except (ValueError, RecursionError, etree.LxmlError) as error:
        raise ArticleRefused(name, None, f"the page cannot be read: {error}") from error
    if not body or "<p" not in body:
        raise ArticleRefused(name, None, "no article is found in the page")
    return read_record({**stated, "content_html": body}, name, defaults)


def _text(data: bytes, name: str) -> str:
    """Decode a page: as it says, unless it is UTF-8 all the same."""
    try:
        return data.decode("utf-8-sig")
    except UnicodeDecodeError:
        declared = _CHARSET.search(data[:_DECLARED_IN])
    try:
        return data.decode(declared[1].decode("ascii")) if declared else decode(data, name)[0]
    except (LookupError, UnicodeDecodeError):
        return decode(data, name)[0]


@cache
def _table() -> dict[str, list[str]]:
    table: dict[str, list[str]] = yaml.safe_load(Path(__file__).with_name("html_page.yaml").read_text("utf-8"))
    return table


def _stated(root: Any) -> dict[str, Any]:
    """Collect what the page states of its article: by JSON-LD, else by metadata, else by elements of the page."""
    graphs = [graph for script in root.iter("script") for graph in _graphs(script)]
    of_graphs = {key: value for graph in reversed(graphs) for key in _PROPERTIES if (value := graph.get(key))}
    of_metas = _of_metas(root)
    titled = {"title": root.findtext(".//h1") or root.findtext(".//title") or ""}
    return {**titled, **_of_elements(root), **of_metas, **of_graphs, **_canonical(root)}


def _of_metas(root: Any) -> dict[str, Any]:
    metas: dict[str, list[str]] = {}
    for element in root.iter("meta"):
        key = element.get("property") or element.get("name") or element.get("itemprop") or ""
        if content := (element.get("content") or "").strip():
            metas.setdefault(key.lower(), []).append(content)
    found = {field: next((metas[name] for name in names if name in metas), None) for field, names in _table().items()}
    return {field: texts if field in _LISTS else texts[0] for field, texts in found.items() if texts}


def _of_elements(root: Any) -> dict[str, str]:
    stated: dict[str, str] = {}
    for element in root.iter("time"):
        kind = element.get("itemprop") or ("datePublished" if element.get("pubdate") is not None else "")
        if kind in {"datePublished", "dateModified"} and (moment := element.get("datetime")):
            stated.setdefault(kind, moment)
    if language := root.get("lang"):
        stated["language"] = language
    return stated


def _canonical(root: Any) -> dict[str, str]:
    links = (link for link in root.iter("link") if "canonical" in (link.get("rel") or "").lower().split())
    found = next(links, None)
    return {"url": found.get("href")} if found is not None and found.get("href") else {}


def _graphs(script: Any) -> Iterator[Mapping[str, Any]]:
    """Give the articles that JSON-LD describes."""
    if script.get("type") != "application/ld+json":
        return
    try:
        found = json.loads(script.text or "")
    except (ValueError, RecursionError):
        return
    for one in found if isinstance(found, list) else [found]:
        inner = one.get("@graph", [one]) if isinstance(one, Mapping) else []
        for graph in inner if isinstance(inner, list) else []:
            kinds = graph.get("@type", "") if isinstance(graph, Mapping) else ""
            if any(str(kind).endswith(_ARTICLES) for kind in (kinds if isinstance(kinds, list) else [kinds])):
                yield graph
