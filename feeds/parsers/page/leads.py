"""The sentences with which an article begins, for its summary: no caption, field, address, nor its title again."""

from __future__ import annotations

import re
from itertools import chain
from typing import TYPE_CHECKING, NamedTuple

from feeds.enrich.credits import is_caption, without_dateline, without_ending_credit
from feeds.enrich.imprint.lines import is_imprint
from feeds.enrich.imprint.openings import without_dated_dateline
from feeds.enrich.lines import ends_sentence, is_paragraph
from feeds.enrich.normalise import fold

if TYPE_CHECKING:
    from collections.abc import Sequence

    from feeds.enrich.lines import Line
    from feeds.parsers.page.findings import Page

_SHORT = 45
_LONGEST_FIELD = 160
_LONGEST_LEAD = 1000
"""Characters, beyond which no line is joined: a summary holds less."""
_ADDRESS = re.compile(r"\S+://\S+|www\.\S+")
_EDGES = " .…:;,–—-»\u00a0"


class Lead(NamedTuple):
    """A line that begins the text, and what of it is said by it and the lines that go on in its sentence."""

    line: Line
    text: str


def find_lead(title: str, paragraphs: Sequence[Line], page: Page) -> Lead | None:
    """Find the first line that says something; a very short one above running text (a kicker, a place) is none."""
    leads = (
        Lead(line, said)
        for at, line in enumerate(paragraphs)
        if not line.is_verbatim and (said := _said(title, paragraphs, at, page)) and not _is_field(said, page)
    )
    first = next(leads, None)
    if first and len(first.text) < _SHORT:
        first = next((lead for lead in chain((first,), leads) if is_paragraph(lead.text)), first)
    return first or next((Lead(line, line.text) for line in paragraphs), None)


def _said(title: str, paragraphs: Sequence[Line], at: int, page: Page) -> str:
    """Give what a line says beside datelines, credit and title, with the lines in which its sentence goes on."""
    text = without_dateline(without_ending_credit(paragraphs[at].text))
    text = without_dated_dateline(text, page.language, page.zone)
    for line in paragraphs[at + 1 :]:
        if (
            len(text) > _LONGEST_LEAD
            or ends_sentence(text)
            or line.is_verbatim
            or not (line.text[0].islower() or line.text[0] in ",;)")
        ):
            break
        text = f"{text} {line.text}" if line.text[0].isalpha() else text + line.text
    begins = fold(title).rstrip(_EDGES)
    if begins and fold(text[: len(title)]).rstrip(_EDGES) == begins:
        rest = text[len(title) :].lstrip(_EDGES)
        return rest if not rest or rest[0].isupper() or not rest[0].isalpha() else text
    return text


def _is_field(text: str, page: Page) -> bool:
    if _ADDRESS.fullmatch(text) or is_caption(text):
        return True
    return len(text) <= _LONGEST_FIELD and is_imprint(text, page.language, page.zone)
