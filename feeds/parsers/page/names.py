"""A line that is only names: of who wrote the article, where nothing speaks against it."""

from __future__ import annotations

from collections.abc import Sequence
from typing import NamedTuple

from feeds.enrich.agencies import names_agency
from feeds.enrich.datelines import is_relative
from feeds.enrich.furniture import HEAD, find_furniture
from feeds.enrich.imprint.gluing import unglue
from feeds.enrich.imprint.lines import read_imprint, without_contacts
from feeds.enrich.imprint.names import full_names, is_role, may_be_name
from feeds.enrich.lines import Line
from feeds.enrich.normalise import fold, folded_words
from feeds.enrich.vocabulary import find_tag
from feeds.parsers.page.findings import Page, Sorted

_REACH = 2
"""Lines above and below that show a name to be the author's."""
LONGEST_NAME = 90
_LEAD = 3
_MARKS = " ,;:|•·*/–—-"
"""What stands around a name and is none of it."""


class Place(NamedTuple):
    """Where a line stands: among which lines, in which zones, and whether hardly any text stands above it."""

    lines: Sequence[Line]
    at: int
    zones: frozenset[str]
    is_early: bool
    is_far: bool
    """Whether it stands well below the last paragraph."""

    @property
    def below(self) -> str:
        """Give the next line."""
        return self.lines[self.at + 1].text if self.at + 1 < len(self.lines) else ""

    @property
    def above(self) -> str:
        """Give the line before."""
        return self.lines[self.at - 1].text if self.at else ""

    @property
    def near(self) -> list[str]:
        """Give the lines around it."""
        start = max(0, self.at - _REACH)
        return [line.text for line in (*self.lines[start : self.at], *self.lines[self.at + 1 : self.at + 1 + _REACH])]


def read_name(line: Line, place: Place, page: Page, result: Sorted) -> bool:
    """Read a line that is only names: of authors, unless the article is about whom it names.

    Below the first paragraph the lines around it, or the same name elsewhere, must show that.
    """
    if len(line.text) > LONGEST_NAME or line.is_verbatim or (result.authors and not follows_author(line, result)):
        return False
    text = _without_button(without_contacts(unglue(line.text))).strip(_MARKS)
    names = full_names(text)
    if not names:
        if not result.authors and _is_unknown_name(text, place, page):
            result.sign((text,), line)
            return True
        return False
    is_shown = result.authors or any(_tells_of_author(text, page) for text in place.near)
    is_head = HEAD in place.zones and not any(_is_subject(name, place, page) for name in names)
    if not (is_shown or is_head or _is_named_again(names[0], place)):
        return False
    result.sign(names, line)
    return True


def _is_unknown_name(text: str, place: Place, page: Page) -> bool:
    """Tell whether what has the shape of a name is an author's, though nobody is known to be called so.

    A date, a count or a role stands right beside it, and none of its words anywhere else in title and text.
    """
    if not (HEAD in place.zones or place.is_early) or not may_be_name(text):
        return False
    if find_tag(text) or names_agency(text) or any(_is_button(word) for word in text.split()):
        return False
    beside = [place.below, *([place.lines[place.at - 1].text] if place.at else [])]
    if not any(_tells_of_author(other, page) for other in beside):
        return False
    parts = {word for word in folded_words(text) if len(word) > 1}
    others = (line.text for number, line in enumerate(place.lines) if number != place.at)
    return not any(not parts.isdisjoint(folded_words(other)) for other in (page.title, *others))


def _without_button(text: str) -> str:
    """Take a button off the end of a name: `Ann Roy Follow`."""
    name, _, last = text.rpartition(" ")
    return name if " " in name and _is_button(last) else text


def _is_button(word: str) -> bool:
    return find_furniture(word, paragraph=False, zones=frozenset({HEAD})) is not None


def _is_subject(name: str, place: Place, page: Page) -> bool:
    """Tell whether the title or the first paragraphs speak of a person."""
    texts = [line.text for line in place.lines[place.at + 1 :] if len(line.text) > LONGEST_NAME][:_LEAD]
    return _speaks_of(name, (page.title, *texts))


def _speaks_of(name: str, texts: Sequence[str]) -> bool:
    family = fold(name.rsplit(maxsplit=1)[-1])
    return any(family in fold(text) for text in texts)


def follows_author(line: Line, result: Sorted) -> bool:
    """Tell whether an author stands on the line above."""
    above = next((evidence.line for evidence in reversed(result.evidence) if evidence.field == "authors"), None)
    return above is not None and line.number - above <= _REACH


def _tells_of_author(text: str, page: Page) -> bool:
    """Tell whether a line dates the article, counts its comments, or is an address or a role of who wrote it."""
    if len(text) > LONGEST_NAME:
        return False
    found = find_furniture(text, paragraph=False, zones=frozenset({HEAD}))
    return bool((found and found.kind.counts) or is_relative(text) or is_role(text) or not without_contacts(text)) or (
        read_imprint(text, page.language, page.zone) is not None
    )


def _is_named_again(name: str, place: Place) -> bool:
    """Tell whether a name stands again at the beginning of another line, as above a biography."""
    folded = fold(name)
    others = (line.text for number, line in enumerate(place.lines) if number != place.at)
    return any(fold(text[: len(name) + 1]).rstrip(" :,.") == folded for text in others)
