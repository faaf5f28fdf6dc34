"""Sort the lines of an article: which are its text, which say something about it, which are page furniture.

Three zones: head (above the first paragraph), mid, tail (below the last). Nearly every field sits in head or tail,
and most mistakes come from reading mid; so what a line may be depends on where it stands.
"""

from __future__ import annotations

import re

from feeds.enrich.credits import credit_line, dateline, ending_credit
from feeds.enrich.furniture import HEAD, MID, TAIL, find_furniture
from feeds.enrich.imprint.openings import dateline_date
from feeds.enrich.lines import Line, ends_sentence, is_paragraph
from feeds.enrich.share import is_share_line, share_link
from feeds.parsers.page.ending import find_end, find_foot, heads_list
from feeds.parsers.page.fields import count, read_field, signs_and_dates
from feeds.parsers.page.findings import Page, Sorted
from feeds.parsers.page.names import Place
from feeds.parsers.page.paragraphs import find_paragraphs
from feeds.parsers.page.share_lines import ShareLine, is_quoted, own_line

_RIGHTS = re.compile(
    r"[.|,–-]? (?=\w+ (?:\w+ )?(?i:rights|droits|rechte|derechos|diritti|direitos|rechten|prawa|hakları|права)\b)"
)
_BARE_COUNT = re.compile(r"\d{1,7}")
_SIGN = re.compile(r"[^\W_]")
_EARLY = 2
"""Paragraphs that may stand above the line that says who wrote the article and when: a standfirst, a summary."""
_DATELINES_IN = 3  # a dateline opens one of the first paragraphs
_REACH = 4
"""Lines below the last paragraph among which a bare date is the article's."""
_TAIL = frozenset({TAIL})
_HEAD_TAIL = frozenset({HEAD, TAIL})
_ZONES = {
    (True, True): _HEAD_TAIL,
    (True, False): frozenset({HEAD}),
    (False, True): _TAIL,
    (False, False): frozenset({MID}),
}
"""By whether a line stands above the first paragraph, and below the last."""


def sort_lines(lines: list[Line], page: Page) -> Sorted:
    """Sort the lines below the title."""
    result = Sorted(page.title_line)
    total = sum(len(line.text) for line in lines) or 1
    end = find_end(lines)
    below, lines = lines[end:], lines[:end]
    paragraphs, captions, first, last = find_paragraphs(lines, page)
    early = _early(paragraphs[first:]) + first
    foot = find_foot(lines)
    seen = 0
    taken = -1  # a label alone takes the next line with it
    for at, line in enumerate(lines):
        zones = _ZONES[at < first, at > last]
        share = seen / total
        seen += len(line.text)
        if at == taken or (at <= first and _is_count(line, result)):
            continue
        if paragraphs[at]:
            _read_paragraph(line, page, result, last_one=at == last)
            continue
        if at in captions or not _SIGN.search(line.text):
            result.note("dropped", line.text, line, "caption" if at in captions else "separator")
            continue
        if link := share_link(line.text):
            quoted = is_quoted(lines, at)
            result.share_lines.append(ShareLine(link, line, zones, share, quoted, result.closed))
            continue
        alone = MID in zones and paragraphs[at - 1] and paragraphs[at + 1]
        is_field = (HEAD in zones or at <= early) and signs_and_dates(line.text, page)
        listed = heads_list(lines, at)
        ends = None if is_field else _read_furniture(line, zones, share, result, listed=listed, alone=alone)
        if ends:
            break
        if ends is None:
            place = Place(lines, at, zones, at <= early, is_far=zones == _TAIL and at > last + _REACH)
            used = read_field(line, place, page, result)
            taken = at + 1 if used > 1 else taken
            if not used:
                result.closed = result.closed or at >= foot
                _keep(line, result)
    _attribute(result)
    if below:
        result.note("dropped", below[0].text, below[0], "end of the article, with all below it")
    return result


def _early(paragraphs: list[bool]) -> int:
    """Give the line up to which who wrote the article and when may stand below its first paragraphs."""
    texts = [at for at, is_paragraph in enumerate(paragraphs) if is_paragraph]
    return texts[: _EARLY + 1][-1] if texts else 0


def _attribute(result: Sorted) -> None:
    """Choose the share line that is the article's own; the others are of articles that it quotes."""
    own = own_line(result.share_lines)
    if own:
        result.share_link = own.link
        result.note("share_link", f"{own.link.host}/{own.link.code}", own.line, "address on a labelled line")
    for other in result.share_lines:
        if other is not own:
            result.note("dropped", other.line.text, other.line, "share line that is not the article's own")


def _is_count(line: Line, result: Sorted) -> bool:
    """Read the bare number that may stand directly under the title, or under the by-line and date there."""
    if line.is_verbatim or not _BARE_COUNT.fullmatch(line.text) or result.paragraphs or result.comments is not None:
        return False
    if any(evidence.field == "dropped" for evidence in result.evidence):  # a share bar counts its buttons
        return False
    result.comments = int(line.text)
    result.note("comments", str(result.comments), line, "bare number under the title")
    return True


def _read_paragraph(line: Line, page: Page, result: Sorted, *, last_one: bool) -> None:
    """Keep a paragraph, and read the dateline that opens it or the credit that ends it."""
    if line.is_verbatim:
        result.paragraphs.append(line)
        return
    if len(result.paragraphs) < _DATELINES_IN:
        opened = dateline(line.text)
        if opened:
            result.credit(opened[0].sources, line, opened[0].rule)
        if not result.published:
            result.date(dateline_date(line.text, page.language, page.zone), None, line, "dateline", "dateline")
    if credit := ending_credit(line.text, last=last_one):
        result.credit(credit.sources, line, credit.rule)
    result.paragraphs.append(line)


def _read_furniture(
    line: Line, zones: frozenset[str], share: float, result: Sorted, *, listed: bool, alone: bool
) -> bool | None:
    """Drop a line of furniture: True when the article ends with it, None when it is none.

    `listed` says that a list may follow: a heading of other articles amid the text is one only then. `alone` that it
    stands between two paragraphs: what could be a button (`Twitter`) is the heading of the second. Several words that
    are said of nothing else (`Share this article`) are furniture in either place.
    """
    text = line.text
    if is_share_line(text):
        result.note("dropped", text, line, "share line without a short address")
        return False
    paragraph = is_paragraph(text)
    found = find_furniture(text, paragraph=paragraph, zones=zones)
    tail = TAIL in zones
    if found is None:
        return None
    may_head = (found.kind.lists and not (tail or listed)) or (found.kind.is_button and alone)
    if may_head and not (found.is_exact and " " in text):
        return None
    if found.kind.name in {"copyright", "photo credit"} and (credit := credit_line(_RIGHTS.split(text)[0], tail=tail)):
        result.credit(credit.sources, line, credit.rule)
    count(found.comments, line, result)
    result.note("dropped", text, line, found.kind.name)
    result.closed = result.closed or (tail and HEAD not in zones and found.kind.closes)
    return tail and found.kind.cut is not None and share >= found.kind.cut


def _keep(line: Line, result: Sorted) -> None:
    """Keep a line that is nothing else; where the page goes on below the text only sentences are kept."""
    if result.closed and not ends_sentence(line.text):
        result.note("dropped", line.text, line, "below the foot of the text")
    else:
        result.paragraphs.append(line)
