"""Which lines are the running text of an article: those that read so, and are no field, furniture or caption."""

from __future__ import annotations

from collections.abc import Sequence
from typing import NamedTuple

from feeds.enrich.bylines import desk_signature
from feeds.enrich.credits import credit_line, is_caption
from feeds.enrich.furniture import MID, find_furniture
from feeds.enrich.imprint.lines import read_imprint
from feeds.enrich.lines import Line, is_paragraph
from feeds.enrich.share import is_share_line, share_link
from feeds.enrich.stated_tags import tags_line
from feeds.parsers.page.findings import Page

_LONGEST_FIELD = 400
_MID = frozenset({MID})


class Paragraphs(NamedTuple):
    """Which lines are paragraphs, which are captions, and where the first and last paragraph stand."""

    flags: list[bool]
    captions: frozenset[int]
    first: int
    last: int


def find_paragraphs(lines: Sequence[Line], page: Page) -> Paragraphs:
    """Tell which lines are paragraphs; without any, all is above the first and below the last.

    What ends a text with the name of a photographer may be its last paragraph; anywhere above it is a caption.
    """
    likely = [at for at, line in enumerate(lines) if line.is_verbatim or is_paragraph(line.text)]
    captions = {at for at, line in enumerate(lines) if not line.is_verbatim and is_caption(line.text)}
    if likely and len(likely) - len(captions.intersection(likely)) == 0:
        captions.clear()
    elif likely and likely[-1] in captions and lines[likely[-1]].text.count(". ") > 1:
        captions.discard(likely[-1])
    texts = [at for at in likely if at not in captions and not _says_something_else(lines[at], page)]
    below = [at for at in texts if lines[at].number > page.title_line] or texts
    flags = [False] * len(lines)
    for at in texts:
        flags[at] = True
    return Paragraphs(flags, frozenset(captions), below[0] if texts else len(lines), texts[-1] if texts else -1)


def _says_something_else(line: Line, page: Page) -> bool:
    """Tell whether a line that looks like a paragraph is a field or furniture all the same."""
    text = line.text
    if line.is_verbatim or len(text) > _LONGEST_FIELD:
        return False
    if find_furniture(text, paragraph=True, zones=_MID) or share_link(text) or is_share_line(text):
        return True
    if (found := read_imprint(text, page.language, page.zone)) and (found.labelled or found.authors):
        return True
    return tags_line(text) is not None or credit_line(text, tail=False) is not None or desk_signature(text) is not None
