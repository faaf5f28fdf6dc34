"""What the owner gives the pages: a style sheet, a logo, a text about the site, an imprint, and where to write to."""

from __future__ import annotations

import re
from dataclasses import dataclass
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
    blocks: tuple[Block, ...]


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

    @property
    def has_style(self) -> bool:
        """Tell whether there is a style sheet."""
        return STYLE in self.files

    def read(self, name: str) -> Text | None:
        """Read a text as it is now, None where there is none."""
        if name not in self.texts:
            return None
        try:
            return read_text(self.texts[name].read_text(encoding="utf-8-sig"), name.capitalize())
        except (OSError, UnicodeDecodeError):
            return None


def own_of(settings: Settings) -> Own:
    """Give what the settings name. Raises SettingsError where a file is not there."""
    named = {"about": settings.site_about, "imprint": settings.site_imprint}
    logo = settings.logo_file
    files = {STYLE: settings.site_stylesheet, logo.name: logo.file} if logo else {STYLE: settings.site_stylesheet}
    for given in (*named.values(), *files.values()):
        if given and not Path(given).is_file():
            raise SettingsError(f"{given}: no such file; a setting of the site names it")
    return Own(
        texts={name: Path(given) for name, given in named.items() if given},
        files={name: Path(given) for name, given in files.items() if given},
        contact=f"mailto:{settings.site_contact}" if "@" in settings.site_contact else settings.site_contact,
        logo=settings.site.logo or "" if logo or settings.site_logo.startswith("https:") else "",
    )


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
