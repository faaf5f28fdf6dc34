"""What feeds and entries carry: title, by-line, image, the body as HTML and as text.

All of an entry is plain text but its `html`, which was made safe when it was read.
"""

from __future__ import annotations

import json
from functools import cache
from html import escape
from pathlib import Path
from urllib.parse import urlsplit

from feeds.formats.characters import printable, uri
from feeds.model import Entry, Feed
from feeds.site import Site, source_path

# Languages whose usual script runs from right to left (Unicode CLDR, characterOrder).
_RIGHT_TO_LEFT = frozenset({"ar", "arc", "ckb", "dv", "fa", "he", "iw", "ps", "sd", "syr", "ug", "ur", "yi"})

# A table of our own: the standard library's guess depends on the files of the machine.
_IMAGE_TYPES = {
    "avif": "image/avif",
    "gif": "image/gif",
    "jpeg": "image/jpeg",
    "jpg": "image/jpeg",
    "png": "image/png",
    "svg": "image/svg+xml",
    "webp": "image/webp",
}


def right_to_left(language: str) -> bool:
    """Tell whether a language is written from right to left; a script named in the tag decides."""
    primary, *subtags = language.lower().split("-")
    if "latn" in subtags or "cyrl" in subtags:
        return False
    return primary in _RIGHT_TO_LEFT or "arab" in subtags or "hebr" in subtags


def feed_title(feed: Feed) -> str:
    """Give the title of a feed; every format demands one that is not blank."""
    return printable(feed.title).strip() or feed.page


def entry_title(entry: Entry) -> str:
    """Give the title of an entry; every format demands one that is not blank."""
    return printable(entry.title).strip() or entry.handle


def entry_summary(entry: Entry) -> str:
    """Give the summary of an entry as plain text; of one that is only a title, the title: no entry is without text."""
    return printable(entry.summary).strip() or ("" if entry.paragraphs else entry_title(entry))


def credits_text(entry: Entry, site: Site) -> str:
    """Name who is credited, as the visible last line of the content; empty if nobody is."""
    names = " · ".join(printable(source.name) for source in entry.sources)
    return f"{_source_label(entry, site)}{names}" if names else ""


def _credits_html(entry: Entry, site: Site) -> str:
    """Say the same with links to what else came from there."""
    addresses = (escape(uri(site.address(source_path(source.slug)))) for source in entry.sources)
    names = (escape(printable(source.name), quote=False) for source in entry.sources)
    linked = " · ".join(f'<a href="{address}">{name}</a>' for address, name in zip(addresses, names, strict=True))
    return f"<p>{_source_label(entry, site)}{linked}</p>" if linked else ""


def _source_label(entry: Entry, site: Site) -> str:
    """Give the word before the credits, in the language of the entry or that of the site."""
    return next((word for one in (entry.language, site.language) if one and (word := _labels().get(_primary(one)))), "")


def _primary(language: str) -> str:
    return language.partition("-")[0].lower()


@cache
def _labels() -> dict[str, str]:
    labels: dict[str, str] = json.loads(Path(__file__).with_name("labels.json").read_text("utf-8"))
    return labels


def author_names(entry: Entry, site: Site) -> tuple[str, ...]:
    """Name the authors: the by-line, else the credits, else the site.

    Every entry names them itself, since common readers do not inherit the author of the feed.
    """
    names = entry.authors or tuple(source.name for source in entry.sources)
    return tuple(filter(None, (printable(name).strip() for name in names))) or (site.author or site.title,)


def image_address(entry: Entry) -> str | None:
    """Give the absolute address of the image of an entry, if it has one."""
    return uri(entry.image) if entry.image else None


def image_type(address: str) -> str | None:
    """Give the media type that the name of an image tells, if it does."""
    return _IMAGE_TYPES.get(urlsplit(address).path.rpartition(".")[2].lower())


def content_html(entry: Entry, site: Site) -> str:
    """Give the body of an entry as HTML: its image, its text, and the credits as the last paragraph.

    The image stands here as well as in the metadata of each format, since many readers show only
    what is in the content, and those that show both leave out an address they have already met.
    """
    body = "".join((lead_image(entry), text_html(entry), _credits_html(entry, site)))
    language = entry.language or site.language
    if body and right_to_left(language):
        return f'<div lang="{escape(language)}" dir="rtl">{body}</div>'
    return body


def lead_image(entry: Entry) -> str:
    """Give the image of an entry as HTML, unless it stands in the text."""
    image = image_address(entry)
    alt = entry.pictures[0].alt if entry.pictures else ""
    return f'<img src="{escape(image)}" alt="{escape(printable(alt))}">' if image and not shows_image(entry) else ""


def shows_image(entry: Entry) -> bool:
    """Tell whether the image of an entry stands in its text."""
    return bool(entry.image and entry.html) and f'src="{escape(entry.image or "")}"' in (entry.html or "")


def text_html(entry: Entry) -> str:
    """Give the text of an entry as HTML."""
    return printable(entry.html) if entry.html else "".join(_paragraph(printable(line)) for line in entry.paragraphs)


def _paragraph(text: str) -> str:
    return f"<p>{escape(text, quote=False)}</p>" if text else ""


def content_text(entry: Entry, site: Site) -> str:
    """Give the body of an entry as plain text: paragraphs and credits, an empty line between them."""
    return "\n\n".join(filter(None, (*map(printable, entry.paragraphs), credits_text(entry, site))))
