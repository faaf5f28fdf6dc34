"""What a corpus is made of, as it was read: which rule gave what, what recurs, and what would teach the program."""

from __future__ import annotations

import json
import re
from collections import Counter, defaultdict
from dataclasses import dataclass, field
from pathlib import PurePath
from typing import TYPE_CHECKING, NamedTuple

from feeds.ingest.repeated import Folder, Repeated
from feeds.parsers.defaults import NAME

if TYPE_CHECKING:
    from collections.abc import Iterator

    from feeds.model import Reading

MOST = 40
"""Lines and articles that are shown of each kind."""
_FEWEST = 2
"""Times that a line must come to be shown."""
_LONGEST_CREDIT = 40
_LONGEST_LINE = 200
_MOST_HELD = 200_000
_NUMBER = re.compile(r"\d+")
_UNSURE = ("first sentence", "no line", "file name")
"""So begin the rules that give a title where no line is one."""


class Read(NamedTuple):
    """What is counted of an article."""

    file: str
    title: str
    evidence: tuple[tuple[str, str, str], ...]
    """Field, rule, and of what was dropped the line."""
    paragraphs: tuple[str, ...]
    is_tagged: bool
    is_dated: bool
    is_credited: bool
    language: str


class Line(NamedTuple):
    """A line that recurs, how often, the rule that dropped it or the file that has it, and what would teach it."""

    text: str
    times: int
    where: str
    teaches: str = ""


def read_of(file: str, reading: Reading) -> Read:
    """Take what is counted of an article."""
    article = reading.article
    return Read(
        file,
        article.title,
        tuple((one.field, one.rule, one.value if one.field == "dropped" else "") for one in reading.evidence),
        article.paragraphs,
        bool(article.tags),
        article.published is not None,
        bool(article.sources),
        article.language or "",
    )


@dataclass(slots=True)
class Named:
    """Articles of one kind: how many there are, and the first of them, by file and title."""

    count: int = 0
    first: list[tuple[str, str]] = field(default_factory=list)

    def add(self, read: Read) -> None:
        """Take one more."""
        self.count += 1
        if len(self.first) < MOST:
            self.first.append((read.file, read.title))


@dataclass(slots=True)
class Corpus:
    """What was read, as far as articles were added."""

    articles: int = 0
    refused: list[str] = field(default_factory=list)
    """Files, with line and reason."""
    rules: dict[str, Counter[str]] = field(default_factory=lambda: defaultdict(Counter))
    """By field how often each rule gave it."""
    languages: Counter[str] = field(default_factory=Counter)
    untagged: Named = field(default_factory=Named)
    undated: Named = field(default_factory=Named)
    uncredited: Named = field(default_factory=Named)
    unsure: Named = field(default_factory=Named)
    """Whose title is no line of the text."""
    _dropped: dict[str, Counter[str]] = field(default_factory=lambda: defaultdict(Counter))
    _folders: dict[str, Folder] = field(default_factory=dict)
    _last: Counter[str] = field(default_factory=Counter)

    def add(self, read: Read) -> None:
        """Count an article."""
        self.articles += 1
        self.languages[read.language] += 1
        for name, rule, line in read.evidence:
            self.rules[name][_NUMBER.sub("…", rule)] += 1
            if line and len(line) <= _LONGEST_LINE:
                self._dropped[line][rule] += 1
            if name == "title" and rule.startswith(_UNSURE):
                self.unsure.add(read)
        if len(self._dropped) > _MOST_HELD:
            often = {line: rules for line, rules in self._dropped.items() if rules.total() > 1}
            self._dropped = defaultdict(Counter, often)
        if not read.is_tagged:
            self.untagged.add(read)
        if not read.is_dated:
            self.undated.add(read)
        if not read.is_credited:
            self.uncredited.add(read)
            last = read.paragraphs[-1] if read.paragraphs else ""
            if 0 < len(last) <= _LONGEST_CREDIT:
                self._last[last] += 1
        self._folders.setdefault(str(PurePath(read.file).parent), Folder()).add(read.file, read.paragraphs)

    def counted(self) -> list[tuple[str, list[tuple[str, int]]]]:
        """List by field the rules that gave it, the most frequent first."""
        return [(name, self.rules[name].most_common(MOST)) for name in sorted(self.rules)]

    def dropped(self) -> list[Line]:
        """List the lines that were dropped most often."""
        every = Counter({text: rules.total() for text, rules in self._dropped.items()})
        found = ((text, times) for text, times in every.most_common(MOST) if times >= _FEWEST)
        return [Line(text, times, self._dropped[text].most_common(1)[0][0]) for text, times in found]

    def kept(self) -> list[Line]:
        """List the lines that recur in a folder and were kept, with what would drop them."""
        found: Iterator[tuple[str, Repeated]] = (
            (name, line) for name, folder in self._folders.items() for line in folder.repeated()
        )
        lines = sorted(found, key=lambda one: (-one[1].articles, one[0], one[1].line))[:MOST]
        return [
            Line(
                one.line, one.articles, one.where, f"{name}/{NAME}: drop: [{json.dumps(one.line, ensure_ascii=False)}]"
            )
            for name, one in lines
        ]

    def credits(self) -> list[Line]:
        """List what ends articles without a source, again and again: it may be one."""
        return [
            Line(text, times, "", f"agencies.yaml: {json.dumps(text, ensure_ascii=False)}: {{}}")
            for text, times in self._last.most_common(MOST)
            if times >= _FEWEST
        ]
