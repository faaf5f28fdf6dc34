"""Sort the lines of an article: which are its text, which say something about it, which are page furniture.

Three zones: head (above the first paragraph), mid, tail (below the last). Nearly every field sits in head or tail,
and most mistakes come from reading mid; so what a line may be depends on where it stands.
"""

from __future__ import annotations

import re

from feeds.enrich.bylines import byline, byline_after_date, desk_signature, name_before_dates, signature
from feeds.enrich.credits import credit_line, dateline, ending_credit
from feeds.enrich.datelines import date_line, dateline_date, is_relative
from feeds.enrich.furniture import HEAD, MID, TAIL, find_furniture
from feeds.enrich.lines import Line, ends_sentence, is_paragraph
from feeds.enrich.normalise import fold
from feeds.enrich.share import is_share_line, share_link
from feeds.enrich.stated_tags import is_tags_label, tags_line, tags_list
from feeds.model import Warned
from feeds.parsers.page.ending import find_end, heads_list
from feeds.parsers.page.findings import Page, Sorted
from feeds.parsers.page.paragraphs import find_paragraphs
from feeds.parsers.page.share_lines import ShareLine, is_quoted, own_line

_PARTS = re.compile(r"\s+[|•·–—-]\s+|,\s+|\s+(?=来源[:：])")
_RIGHTS = re.compile(
    r"[.|,–-]? (?=\w+ (?:\w+ )?(?i:rights|droits|rechte|derechos|diritti|direitos|rechten|prawa|hakları|права)\b)"
)
_BARS = re.compile(r"\s*[|•·]\s*|\s+[–—]\s+")
_BARE_COUNT = re.compile(r"\d{1,7}")
_SIGN = re.compile(r"[^\W_]")
_DATELINES_IN = 3  # a dateline opens one of the first paragraphs
_HEAD_TAIL = frozenset({HEAD, TAIL})
_ZONES = {
    (True, True): _HEAD_TAIL,
    (True, False): frozenset({HEAD}),
    (False, True): frozenset({TAIL}),
    (False, False): frozenset({MID}),
}
"""By whether a line stands above the first paragraph, and below the last."""


def sort_lines(lines: list[Line], page: Page) -> Sorted:
    """Sort the lines below the title."""
    result = Sorted()
    total = sum(len(line.text) for line in lines) or 1
    end = find_end(lines)
    below, lines = lines[end:], lines[:end]
    paragraphs, captions, first, last = find_paragraphs(lines)
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
        ends = _read_furniture(line, zones, share, result, listed=heads_list(lines, at))
        if ends:
            break
        if ends is None:
            following = lines[at + 1].text if at + 1 < len(lines) else ""
            used = _read_field(line, following, zones, page, result)
            taken = at + 1 if used > 1 else taken
            if not used:
                _keep(line, result)
    _attribute(result)
    if below:
        result.note("dropped", below[0].text, below[0], "end of the article, with all below it")
    return result


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
    if last_one:
        credit = ending_credit(line.text)
        if credit:
            result.credit(credit.sources, line, credit.rule)
    result.paragraphs.append(line)


def _read_furniture(line: Line, zones: frozenset[str], share: float, result: Sorted, *, listed: bool) -> bool | None:
    """Drop a line of furniture: True when the article ends with it, None when it is none.

    `listed` says that a list may follow: a heading of other articles amid the text is one only then.
    """
    text = line.text
    if is_share_line(text):
        result.note("dropped", text, line, "share line without a short address")
        return False
    paragraph = is_paragraph(text)
    found = find_furniture(text, paragraph=paragraph, zones=zones)
    tail = TAIL in zones
    if found is None or (found.kind.lists and not (tail or listed)):
        return None
    if found.kind.name in {"copyright", "photo credit"} and (credit := credit_line(_RIGHTS.split(text)[0], tail=tail)):
        result.credit(credit.sources, line, credit.rule)
    _count(found.comments, line, result)
    result.note("dropped", text, line, found.kind.name)
    result.closed = result.closed or (tail and HEAD not in zones and found.kind.closes)
    return tail and found.kind.cut is not None and share >= found.kind.cut


def _keep(line: Line, result: Sorted) -> None:
    """Keep a line that is nothing else; where the page goes on below the text only sentences are kept."""
    if result.closed and not ends_sentence(line.text):
        result.note("dropped", line.text, line, "below the foot of the text")
    else:
        result.paragraphs.append(line)


def _read_rights(line: Line, result: Sorted) -> bool:
    """Read `© 2019 AFP` between paragraphs, or drop the photo credit that `© AFP` is there."""
    credit = credit_line(line.text, tail=False) if "©" in line.text else None
    if credit is None:
        return False
    result.credit(credit.sources, line, credit.rule)
    result.note("dropped", line.text, line, credit.rule)
    return True


def _read_field(line: Line, below: str, zones: frozenset[str], page: Page, result: Sorted) -> int:
    """Read a line that says something about the article; give how many lines that took: none, one, or two."""
    if not zones & _HEAD_TAIL:
        return int(_read_rights(line, result))
    if fold(line.text) == fold(page.title):
        result.note("dropped", line.text, line, "title repeated")
        return 1
    names = tags_line(line.text)
    listed = names or (tags_list(below, labelled=True) if names is not None else None)
    if listed:
        result.tags += [(name, line) for name in listed]
        return 1 if names else 2
    if names is None and TAIL in zones and is_tags_label(line.text):
        result.note("dropped", line.text, line, "tags that are no list")
        return 1
    if is_relative(line.text, alone=HEAD in zones):
        result.note("dropped", line.text, line, "date without a day")
        return 1
    return int(
        _read_signature(line, page, result)
        or _read_credit(line, result, tail=TAIL in zones)
        or (HEAD in zones and _read_parts(line, page, result))
    )


def _read_parts(line: Line, page: Page, result: Sorted) -> bool:
    """Read a line of which every part says something of its own: `By Anne Roy | 2 hours ago | 3 min read`."""
    parts = [line._replace(text=part) for part in _BARS.split(line.text) if part]
    if len(parts) < 2:  # noqa: PLR2004 - it has parts
        return False
    furniture = [find_furniture(part.text, paragraph=False, zones=frozenset({HEAD})) for part in parts]
    is_told = [found or is_relative(part.text, alone=True) for part, found in zip(parts, furniture, strict=True)]
    read = [told or _is_field(part.text, page) for part, told in zip(parts, is_told, strict=True)]
    if not all(read):
        return False
    for part, found, told in zip(parts, furniture, is_told, strict=True):
        _count(found.comments if found else None, part, result)
        if told or not _read_signature(part, page, result):
            result.note("dropped", part.text, part, "part of a line about the article")
    return True


def _count(comments: int | None, line: Line, result: Sorted) -> None:
    if comments is not None and result.comments is None:
        result.comments = comments
        result.note("comments", str(comments), line, "labelled count")


def _is_field(text: str, page: Page) -> bool:
    dated = date_line(text, page.language, page.zone)
    return byline(text) is not None or (dated is not None and dated.whole)


def _read_signature(line: Line, page: Page, result: Sorted) -> bool:
    """Read who wrote the article and when, on one line or on two."""
    signed = desk_signature(line.text) or byline(line.text) or signature(line.text)
    dated = date_line(line.text, page.language, page.zone, signed=bool(signed))
    parted = None if signed else byline_after_date(line.text)
    if parted and (before := date_line(parted[0], page.language, page.zone)):
        signed, dated = parted[1], before
    elif not signed and dated and dated.published and dated.updated:
        signed = name_before_dates(line.text)
    if signed:
        result.sign(signed.authors, line)
        result.credit(signed.sources, line, "by-line")
    for part in _BARS.split(line.text) if signed or dated else ():
        found = find_furniture(part, paragraph=False, zones=frozenset({HEAD}))
        _count(found.comments if found else None, line, result)
    if dated:
        result.date(dated.published, dated.updated, line, dated.rule, "date line")
        credited = [credit for part in _PARTS.split(line.text) if (credit := credit_line(part, tail=True))]
        for credit in credited:
            result.credit(credit.sources, line, "credit on a date line")
        if dated.unread:
            reason = f"{dated.unread!r} is no zone that means one: the date is taken as one of the site's"
            result.warnings.append(Warned(line.number, reason))
        if dated.unused and not signed and not credited:
            result.warnings.append(Warned(line.number, f"not understood on a date line: {dated.unused!r}"))
    return bool(signed or dated)


def _read_credit(line: Line, result: Sorted, *, tail: bool) -> bool:
    """Read a line that is only a credit, or only a dateline."""
    credit = credit_line(line.text, tail=tail)
    opened = dateline(line.text) if credit is None else None
    if opened and opened[2]:
        credit = opened[0]
    if credit is None:
        return False
    result.credit(credit.sources, line, credit.rule)
    if not credit.sources:
        result.note("dropped", line.text, line, credit.rule)
    return True
