"""Entries as Markdown with front matter: for people who keep texts, and programs that read nothing else.

What is written is read back by this very program into the same entry: `entry_id` tells that it was, and then no line is
taken for anything but text.
"""

from __future__ import annotations

import json
import re
from collections.abc import Iterable, Iterator
from html import escape
from typing import TYPE_CHECKING, Any
from urllib.parse import quote

from feeds.formats.characters import printable, rfc_3339, uri
from feeds.formats.content import entry_summary, entry_title, text_html
from feeds.site import Site, entry_path, facet_slug

if TYPE_CHECKING:
    from feeds.model import Attachment, Entry, Picture

media_type = "text/markdown"
suffix = ".md"

_MARKS = re.compile(r"[\\`*_\[\]<>&|~=%#^$]")
_NUMBER = re.compile(r"^(\s*\d{1,9})([.)])")
_REFERENCE = re.compile(r"&(?=#?\w+;)|<(?=[!\w])")


def entry_markdown(entry: Entry, site: Site, text: str | None = None) -> bytes:
    """Write an entry as a file that can be read again; `text` is its HTML as Markdown, where that was not kept."""
    fields = "\n".join(f"{name}: {_yaml(value)}" for name, value in _fields(entry) if value not in (None, "", []))
    return f"---\n# {uri(site.entry(entry))}\n{fields}\n---\n\n{_text(entry, text)}\n".encode()


def entries_markdown(title: str, description: str, page: str, entries: Iterable[Entry], site: Site) -> bytes:
    """Write a list of entries, newest first, each with the address of its own Markdown."""
    listed = [f"# {_escaped(printable(title))}", f"{_escaped(printable(description))}", f"<{uri(page)}>"]
    for entry in entries:
        address = site.address(entry_path(entry.title, entry.handle)) + suffix
        credited = ", ".join(printable(source.name) for source in entry.sources)
        about = " · ".join(filter(None, (rfc_3339(entry.published)[:10], _escaped(credited))))
        listed += [f"## [{_escaped(entry_title(entry))}]({uri(address)})", about, _escaped(entry_summary(entry))]
    return ("\n\n".join(filter(None, listed)) + "\n").encode()


def _fields(entry: Entry) -> Iterator[tuple[str, Any]]:
    """Give what the front matter states, by names that are read back."""
    yield "title", entry_title(entry)
    yield "entry_id", entry.id
    yield "url", entry.url
    yield "date", rfc_3339(entry.published) if entry.is_dated else None
    yield "updated", rfc_3339(entry.updated)
    yield "authors", [*entry.authors]
    yield "source", [source.name for source in entry.sources]
    yield "language", entry.language
    # By its slug where its label would be read as another: `Culture` of a subject is called otherwise in each language.
    yield "tags", [tag.label if facet_slug(tag.label) == tag.slug else tag.slug for tag in entry.tags]
    yield "summary", entry.summary
    yield "image", [_picture(one) for one in entry.pictures] or entry.image
    yield "attachments", [_attachment(one) for one in entry.attachments]
    yield "comments", entry.comments
    printed = entry.share_link if entry.share_link and entry.share_link.host else None
    yield "share_link", f"https://{printed.host}/{quote(printed.code)}" if printed else None


def _picture(picture: Picture) -> dict[str, Any]:
    return {name: value for name, value in picture._asdict().items() if value}


def _attachment(attachment: Attachment) -> dict[str, Any]:
    names = {"media_type": "type", "size": "length"}
    return {names.get(name, name): value for name, value in attachment._asdict().items() if value is not None}


def _yaml(value: Any) -> str:
    """Write a value as JSON, which YAML takes for its own; what looks like an entity is no left-over of HTML."""
    return _REFERENCE.sub(lambda found: escape(found[0]), json.dumps(value, ensure_ascii=False))


def _text(entry: Entry, text: str | None) -> str:
    if entry.markdown or text:
        return printable(entry.markdown or text or "")
    if entry.html:
        return text_html(entry).replace("\n", "&#10;")  # of several lines Markdown might read some itself
    return "\n\n".join(_escaped(printable(line)) for line in entry.paragraphs)


def _escaped(text: str) -> str:
    """Write plain text so that Markdown reads it as it is."""
    marked = _MARKS.sub(r"\\\g<0>", text)
    return _NUMBER.sub(r"\1\\\2", marked) if _NUMBER.match(marked) else re.sub(r"^(\s*)([-+])", r"\1\\\2", marked)
