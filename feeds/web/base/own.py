"""What the owner gives the pages: a style sheet, a logo, a text about the site, an imprint, and where to write to."""

from __future__ import annotations

import re
from dataclasses import dataclass
from html import escape, unescape
from pathlib import Path
from typing import TYPE_CHECKING, NamedTuple

from feeds.errors import SettingsError

if TYPE_CHECKING:
    from collections.abc import Mapping

    from feeds.config import Settings

STYLE = "own.css"
"""The name under which the owner's style sheet is served."""
_LINK = re.compile(
    r"\[(?P<words>[^\[\]]+)\]\((?P<to>(?:https?://|mailto:)[^\s()]+)\)"
    r"|(?P<address>https?://[^\s<>]*[^\s<>.,;:!?)\]])|(?P<mail>[\w.+-]+@[\w-]+(?:\.[\w-]+)+)"
)
_MARKDOWN = frozenset({".md", ".markdown", ".mdown"})
_BARE = re.compile(
    r"(?P<address>https?://(?:(?!&(?:lt|gt|quot);)[^\s<>\"])*(?!&(?:lt|gt|quot);)[^\s<>\".,;:!?)\]])"
    r"|[\w.+-]+@[\w-]+(?:\.[\w-]+)+"
)
_TAG = re.compile(r"(<[^>]*>)")
_NOT_WITHIN = re.compile(r"<(?P<end>/?)(?:a|code|pre)[ >]")
_HEADING = re.compile(r"(#{1,2})\s+(.+)")


class Part(NamedTuple):
    """Words of a paragraph, and where they lead to; empty where they lead nowhere."""

    text: str
    href: str = ""


class Block(NamedTuple):
    """A heading or a paragraph."""

    is_heading: bool
    parts: tuple[Part, ...]


@dataclass(frozen=True, slots=True)
class Text:
    """A text of the owner's, to be shown as a page."""

    heading: str
    blocks: tuple[Block, ...] = ()
    html: str = ""
    """Of a text in Markdown, instead of blocks: safe, and without its heading."""


@dataclass(frozen=True, slots=True)
class Own:
    """What the owner gave."""

    texts: Mapping[str, Path]
    """By the last part of their addresses, `about` and `imprint`."""
    files: Mapping[str, Path]
    """By the names under which they are served."""
    contact: str = ""
    """An address that can be followed."""
    logo: str = ""
    """Its address, where browsers may load it."""
    base: str = ""
    """The address of the site, by which addresses in texts are made whole."""
    content_signal: str = ""
    """What robots are told that they may use articles for."""

    @property
    def has_style(self) -> bool:
        """Tell whether there is a style sheet."""
        return STYLE in self.files

    def read(self, name: str) -> Text | None:
        """Read a text as it is now, None where there is none."""
        if name not in self.texts:
            return None
        file = self.texts[name]
        try:
            text = file.read_text(encoding="utf-8-sig")
        except (OSError, UnicodeDecodeError):
            return None
        if file.suffix.lower() in _MARKDOWN:
            return read_markdown(text, name.capitalize(), f"{self.base}/browse/{name}")
        return read_text(text, name.capitalize())


def own_of(settings: Settings) -> Own:
    """Give what the settings name. Raises SettingsError where a file is not there."""
    if faults := settings.faults_of_files():
        raise SettingsError("; ".join(faults.values()))
    named = {"about": settings.site_about, "imprint": settings.site_imprint}
    logo = settings.logo_file
    files = {STYLE: settings.site_stylesheet, logo.name: logo.file} if logo else {STYLE: settings.site_stylesheet}
    return Own(
        texts={name: Path(given) for name, given in named.items() if given},
        files={name: Path(given) for name, given in files.items() if given},
        contact=f"mailto:{settings.site_contact}" if "@" in settings.site_contact else settings.site_contact,
        logo=settings.site.logo or "" if logo or settings.site_logo.startswith("https:") else "",
        base=settings.site.url,
        content_signal=settings.content_signal,
    )


def read_markdown(text: str, heading: str, address: str) -> Text:
    """Read Markdown, whose first line or front matter may give its heading; HTML in it is text. Gives safe HTML."""
    from feeds.parsers.frontmatter import split_front_matter  # they take long to load, and few ask for it
    from feeds.parsers.markup import body_of_markdown

    front = split_front_matter(text)
    heading = str(front.fields.get("title") or heading)
    body = body_of_markdown(front.text, base=address, has_html=False)
    lines = body.lines
    if body.blocks and body.blocks[0].html.startswith("<h1>"):
        heading = " ".join(line.text for line in body.blocks[0].lines)
        lines = [line for block in body.blocks[1:] for line in block.lines]
    html = body.html(lines)
    if html is None:
        html = "".join(block.html for block in body.blocks if not set(block.lines).isdisjoint(lines))
    return Text(heading, html=_followed(html))


def _followed(html: str) -> str:
    """Let addresses that stand in a text of safe HTML be followed, but for those that are, and code."""
    written, within = [], 0
    for part in _TAG.split(html):
        if found := _NOT_WITHIN.match(part):
            within += -1 if found["end"] else 1
        is_text = not part.startswith("<") and not within
        written.append(_BARE.sub(_link, part) if is_text else part)
    return "".join(written)


def _link(found: re.Match[str]) -> str:
    return f'<a href="{"" if found["address"] else "mailto:"}{escape(unescape(found[0]))}">{found[0]}</a>'


def read_text(text: str, heading: str) -> Text:
    """Read paragraphs with blank lines between them, `#` in front of headings, and addresses that can be followed."""
    blocks = []
    for written in re.split(r"\n\s*\n", text.strip()):
        lines = " ".join(written.split())
        found = _HEADING.fullmatch(lines)
        if found and len(found[1]) == 1:
            heading = found[2]
        elif lines:
            blocks.append(Block(found is not None, tuple(_parts(found[2] if found else lines))))
    return Text(heading, tuple(blocks))


def _parts(line: str) -> list[Part]:
    parts, at = [], 0
    for found in _LINK.finditer(line):
        parts.append(Part(line[at : found.start()]))
        mail = found["mail"]
        parts.append(Part(found["words"] or found[0], found["to"] or found["address"] or f"mailto:{mail}"))
        at = found.end()
    return [part for part in (*parts, Part(line[at:])) if part.text]
