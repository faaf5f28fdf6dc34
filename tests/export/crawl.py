"""Every link of a site of files, as somebody finds them who knows nothing of how they were written."""

from __future__ import annotations

import csv
import json
import re
from concurrent.futures import ProcessPoolExecutor
from functools import lru_cache, partial
from typing import TYPE_CHECKING, Any, NamedTuple
from urllib.parse import unquote, urljoin

from lxml import etree

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable, Iterator
    from pathlib import Path


class Crawled(NamedTuple):
    """What was found on the way."""

    documents: int
    links: int
    dead: list[tuple[str, str]]
    """Documents, and where they lead though nothing is there."""


def crawl(root: Path, site: str) -> Crawled:
    """Follow every link that stays on the site, of every document below a folder."""
    names = sorted(str(path.relative_to(root)) for path in root.rglob("*") if path.is_file() and _reader(path.name))
    links, dead = 0, []
    with ProcessPoolExecutor() as pool:
        for name, paths in zip(names, pool.map(partial(_followed, root, site), names, chunksize=100), strict=True):
            links += len(paths)
            dead += [(name, path) for path, is_there in paths.items() if not is_there]
    return Crawled(len(names), links, dead)


def _followed(root: Path, site: str, name: str) -> dict[str, bool]:
    """Give where a document leads, and whether anything is there."""
    read, data = _reader(name), (root / name).read_bytes()
    assert read
    base = f"{site}/" if name == "404.html" else f"{site}/{name}"
    whole = (urljoin(base, link).partition("#")[0] for link in read(data) if link)
    paths = {unquote(address.removeprefix(site)).lstrip("/") for address in whole if address.startswith(f"{site}/")}
    return {path: _is_there(root / path) for path in paths}


@lru_cache(1 << 16)
def _is_there(path: Path) -> bool:
    return path.is_file() or (path / "index.html").is_file()


def _reader(name: str) -> Callable[[bytes], Iterable[str]] | None:
    return _READERS.get(name.rpartition(".")[2]) if name[0] != "." else None


def _of_a_page(data: bytes) -> Iterator[str]:
    for element in etree.HTML(data).iter(etree.Element):
        yield from (str(value) for name, value in element.attrib.items() if name in {"href", "src", "action"})


def _of_xml(data: bytes) -> Iterator[str]:
    for element in etree.fromstring(data).iter(etree.Element):
        yield from (value for value in map(str, element.attrib.values()) if value.startswith("http"))
        text = (element.text or "").strip()
        if text.startswith("http"):
            yield text
        elif "<" in text:
            yield from _of_a_page(text.encode())


def _of_json(data: bytes) -> Iterator[str]:
    waiting: list[Any] = [json.loads(data)]
    while waiting:
        one = waiting.pop()
        if isinstance(one, str) and one.startswith("http"):
            yield one
        elif isinstance(one, dict | list):
            waiting += one.values() if isinstance(one, dict) else one


def _of_a_table(data: bytes) -> Iterator[str]:
    for row in csv.reader(data.decode().splitlines()):
        yield from (cell for cell in row if cell.startswith("http"))


def _of_text(data: bytes) -> Iterable[str]:
    return re.findall(r"https?://[^\s\"'<>()\[\]\\]+", data.decode())


_READERS: dict[str, Callable[[bytes], Iterable[str]]] = {
    "html": _of_a_page,
    "xml": _of_xml,
    "atom": _of_xml,
    "opml": _of_xml,
    "json": _of_json,
    "csv": _of_a_table,
    "md": _of_text,
    "txt": _of_text,
}
