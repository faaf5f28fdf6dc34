"""What the lines of an article were found to be, and what the rules need to know of it."""

from __future__ import annotations

from dataclasses import dataclass, field
from datetime import datetime, tzinfo
from typing import Any

from feeds.enrich.datelines import ONLY_DATE
from feeds.enrich.lines import Line
from feeds.model import Evidence, ShareLink, Source, Warned
from feeds.parsers.page.share_lines import ShareLine


@dataclass(slots=True)
class Sorted:
    """What the lines were found to be, in order, with the reasons."""

    title_line: int = 0
    """On which line the title stands; 0 where it is none of the lines."""
    paragraphs: list[Line] = field(default_factory=list)
    comments: int | None = None
    sources: list[Source] = field(default_factory=list)
    authors: list[str] = field(default_factory=list)
    share_link: ShareLink | None = None
    share_lines: list[ShareLine] = field(default_factory=list)
    tags: list[tuple[str, Line]] = field(default_factory=list)
    published: datetime | None = None
    dated_above: Line | None = None
    """The bare date above the title that it is taken from, if it is."""
    updated: datetime | None = None
    date_source: str | None = None
    evidence: list[Evidence] = field(default_factory=list)
    warnings: list[Warned] = field(default_factory=list)
    closed: bool = False
    """Whether a line below the text has shown that the page goes on from there."""

    def note(self, name: str, value: str, line: Line, rule: str) -> None:
        """Remember why a field has its value."""
        self.evidence.append(Evidence(name, value, line.number, rule))

    def credit(self, sources: tuple[Source, ...], line: Line, rule: str) -> None:
        """Add sources in order, each once."""
        for source in sources:
            if source not in self.sources:
                self.sources.append(source)
                self.note("sources", source.slug, line, rule)

    def sign(self, authors: tuple[str, ...], line: Line) -> None:
        """Add authors in order, each once."""
        for author in authors:
            if author not in self.authors:
                self.authors.append(author)
                self.note("authors", author, line, "by-line")

    def date(self, published: datetime | None, updated: datetime | None, line: Line, rule: str, source: str) -> None:
        """Keep the first date of each kind.

        A bare one above the title is kept only where none stands below: there a site says what day it is.
        """
        if published and self.dated_above and line.number > self.title_line:
            self.overrule("published", published=None)
            self.note("dropped", self.dated_above.text, self.dated_above, "date of the page")
            self.dated_above = None
        if published and not self.published:
            self.published, self.date_source = published, source
            self.dated_above = line if rule == ONLY_DATE and line.number < self.title_line else None
            self.note("published", published.isoformat(), line, rule)
        if updated and not self.updated:
            self.updated = updated
            self.note("updated", updated.isoformat(), line, rule)

    def overrule(self, name: str, **stated: Any) -> None:
        """Put what metadata states in the place of what the lines said, and forget the reason for that."""
        for key, value in stated.items():
            setattr(self, key, value)
        self.evidence = [evidence for evidence in self.evidence if evidence.field != name]


@dataclass(frozen=True, slots=True)
class Page:
    """What the rules need to know of the article at hand."""

    title: str
    language: str
    """By whose words it is read."""
    zone: tzinfo
    is_told: bool = True
    """Whether that is its language, for all that is known."""
    title_line: int = 0
    """On which line the title stands; 0 where it is none of the lines."""
