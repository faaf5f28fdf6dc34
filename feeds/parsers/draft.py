"""What is known of an article while it is being read, and why."""

from __future__ import annotations

from dataclasses import dataclass, field
from urllib.parse import urlsplit

from feeds.model import Evidence, Warned
from feeds.parsers.defaults import Defaults
from feeds.parsers.metadata import Held, Metadata, Stated


@dataclass(slots=True)
class Draft:
    """What is known so far, and why."""

    name: str
    defaults: Defaults
    stated: Metadata
    """The fields that metadata states, whatever the kind of document."""
    stated_lines: dict[str, int] = field(default_factory=dict)
    """Where in the file each of them begins."""
    evidence: list[Evidence] = field(default_factory=list)
    warnings: list[Warned] = field(default_factory=list)

    def note(self, name: str, value: str, line: int | None, rule: str) -> None:
        """Remember why a field has its value."""
        self.evidence.append(Evidence(name, value, line, rule))

    def note_stated(self, name: str, value: str, stated: Stated) -> None:
        """Remember that metadata states a field."""
        self.note(name, value, self.line_of(stated), f"metadata: {stated.name}")

    def warn(self, line: int | None, reason: str) -> None:
        """Remember what had to be repaired or left out."""
        self.warnings.append(Warned(line, reason))

    def site_names(self) -> list[str]:
        """List what the site may be called: its stated names, and the host of the article's address."""
        stated = [text for field in ("outlet", "source") if (found := self.stated.find(field)) for text in found.texts]
        address = self.stated.find("url")
        host = (urlsplit(address.text).hostname or "").removeprefix("www.") if address else ""
        hosts = [host, host.rpartition(".")[0], *(text.removeprefix("www.").rpartition(".")[0] for text in stated)]
        return [*stated, *hosts, *([self.defaults.source] if self.defaults.source else [])]

    def line_of(self, stated: Stated | Held | None) -> int | None:
        """Give the line on which a field is stated."""
        return self.stated_lines.get(stated.name) if stated else None
