"""Read a line that says something about the article: who wrote it and when, what it is about, whose text it is."""

from __future__ import annotations

import re
from datetime import datetime, time

from feeds.enrich.bylines import (
    byline,
    byline_after_date,
    desk_signature,
    is_label,
    name_before_dates,
    signature,
)
from feeds.enrich.credits import credit_line, dateline
from feeds.enrich.datelines import ONLY_DATE, DateLine, date_line, is_relative, leads
from feeds.enrich.datelines import is_label as is_date_label
from feeds.enrich.furniture import HEAD, TAIL, find_furniture
from feeds.enrich.imprint.lines import read_imprint
from feeds.enrich.imprint.names import full_names, is_role, may_be_name
from feeds.enrich.imprint.people import Byline
from feeds.enrich.lines import Line
from feeds.enrich.normalise import fold
from feeds.enrich.stated_tags import is_tags_label, tags_line, tags_list
from feeds.model import Warned
from feeds.parsers.page.findings import Page, Sorted
from feeds.parsers.page.names import LONGEST_NAME, Place, follows_author, read_name

_HEAD_TAIL = frozenset({HEAD, TAIL})
_PARTS = re.compile(r"\s+[|•·–—-]\s+|,\s+|\s+(?=来源[:：])")
_BARS = re.compile(r"\s*[|•·]\s*|\s+[–—]\s+")
_FEW_OTHERS = 3
"""Words beside a labelled date or a by-line: the number of an issue, a section."""
_NEAR = 12
"""Lines around a by-line below the text, among which those of other articles stand."""
_FEWER_OTHERS = 2
"""The same beside a date that nothing labels: a place, a section."""


def _read_rights(line: Line, result: Sorted) -> bool:
    """Read `© 2019 AFP` between paragraphs, or drop the photo credit that `© AFP` is there."""
    credit = credit_line(line.text, tail=False) if "©" in line.text else None
    if credit is None:
        return False
    result.credit(credit.sources, line, credit.rule)
    result.note("dropped", line.text, line, credit.rule)
    return True


def read_field(line: Line, place: Place, page: Page, result: Sorted) -> int:
    """Read a line that says something about the article; give how many lines that took: none, one, or two."""
    zones, below = place.zones, place.below
    if not zones & _HEAD_TAIL:
        return int(
            _read_rights(line, result)
            or (place.is_early and _read_below_lead(line, place, page, result))
            or _read_only_date(line, place, page, result)
        )
    if fold(line.text) == fold(page.title):
        result.note("dropped", line.text, line, "title repeated")
        return 1
    names = tags_line(line.text)
    listed = names or (tags_list(below, labelled=True) if names is not None else None)
    if listed:
        result.tags += [(name, line) for name in listed]
        return 1 if names else 2
    if TAIL in zones and (is_tags_label(line.text) or names == []):
        result.note("dropped", line.text, line, "tags that are no list")
        return 1
    if reason := _tells_of_something_else(line.text, place, page, is_signed=bool(result.authors)):
        result.note("dropped", line.text, line, reason)
        return 1
    return 2 * _read_label(line, place, result) or int(
        _read_signature(line, page, result, is_head=HEAD in zones or _signs_below(line.text, place, page))
        or (HEAD not in zones and _read_only_date(line, place, page, result))
        or _read_credit(line, result, tail=TAIL in zones)
        or (HEAD in zones and (_read_parts(line, page, result) or read_name(line, place, page, result)))
    )


def _read_label(line: Line, place: Place, result: Sorted) -> bool:
    """Read a label that stands alone, and who is named in full on the next line: `Autor:`, `Ann Roy`."""
    label, below = line.text.rstrip(" :："), place.below
    if result.authors or not below or len(below) > LONGEST_NAME or not is_label(label):
        return False
    signed = byline(f"{label}: {below}")
    if signed is None or not (signed.sources or all(" " in name for name in signed.authors)):
        return False
    result.sign(signed.authors, place.lines[place.at + 1])
    result.credit(signed.sources, place.lines[place.at + 1], "by-line")
    return True


def _tells_of_something_else(text: str, place: Place, page: Page, *, is_signed: bool) -> str:
    """Say why a line that seems to date or sign the article does not; nothing where it may."""
    if HEAD not in place.zones and (is_signed or (place.is_far and _is_one_of_several(place))) and byline(text):
        return "by-line of something else"
    if place.is_far and (dated := date_line(text, page.language, page.zone)) and dated.rule == ONLY_DATE:
        return "date of something else"
    return "date without a day" if is_relative(text, alone=HEAD in place.zones) else ""


def _is_one_of_several(place: Place) -> bool:
    """Tell whether other lines below the text sign something too."""
    above, below = place.lines[max(0, place.at - _NEAR + 1) : place.at], place.lines[place.at + 1 : place.at + _NEAR]
    return any(len(line.text) <= LONGEST_NAME and byline(line.text) is not None for line in (*above, *below))


def _read_below_lead(line: Line, place: Place, page: Page, result: Sorted) -> bool:
    """Read who wrote the article and when below a standfirst: only what says that and nothing else."""
    if is_relative(line.text):
        result.note("dropped", line.text, line, "date without a day")
        return True
    imprint = read_imprint(line.text, page.language, page.zone)
    if imprint is None or imprint.unknown > (_FEW_OTHERS if imprint.labelled or imprint.authors else _FEWER_OTHERS):
        return read_name(line, place, page, result) or _read_parts(line, page, result)
    is_dated = bool(imprint.published or imprint.updated)
    if is_dated and not (imprint.labelled or imprint.authors):
        begins_amid = leads(line.text.split()[0])
        is_shown = follows_author(line, result) or is_date_label(place.above) or _has_time(imprint.published)
        if result.published or (not is_shown and (begins_amid or _is_chronicle(place, page))):
            return False
    if not is_dated and not (imprint.sources or all(" " in author for author in imprint.authors)):
        return False
    return _read_signature(line, page, result, is_head=True)


def _has_time(moment: datetime | None) -> bool:
    """Tell whether a date has a time of day: those that head the days of a chronicle have none."""
    return moment is not None and moment.time() != time()


def _read_only_date(line: Line, place: Place, page: Page, result: Sorted) -> bool:
    """Read the one line of a text that says when it was published and nothing else, wherever it stands."""
    if result.published or not _says_when(line.text, page):
        return False
    others = (other.text for number, other in enumerate(place.lines) if number != place.at)
    return not any(_says_when(text, page) for text in others) and _read_signature(line, page, result, is_head=True)


def _says_when(text: str, page: Page) -> bool:
    """Tell whether a line dates what stands around it, as its label or the count of comments beside it shows."""
    found = read_imprint(text, page.language, page.zone) if len(text) <= LONGEST_NAME else None
    return found is not None and found.published is not None and found.tells and not found.unknown


def signs_and_dates(text: str, page: Page) -> bool:
    """Tell whether a line says who wrote the article and when, whatever else: `Posted in Sport by Ann Roy on …`."""
    if len(text) > LONGEST_NAME:
        return False
    found = read_imprint(text, page.language, page.zone)
    return found is not None and found.published is not None and bool(found.authors) and found.unknown <= _FEW_OTHERS


def _signs_below(text: str, place: Place, page: Page) -> bool:
    """Tell whether a line close below the text says who wrote it and when."""
    found = None if place.is_far else read_imprint(text, page.language, page.zone)
    return found is not None and bool(found.published and (found.authors or found.labelled)) and found.unknown <= 1


def _is_chronicle(place: Place, page: Page) -> bool:
    """Tell whether dates head parts of the text: one stands below a paragraph further on."""
    dates = {
        dated.published
        for line in place.lines[place.at :]
        if len(line.text) <= LONGEST_NAME
        and (dated := date_line(line.text, page.language, page.zone))
        and dated.whole
        and dated.rule != "labelled date"
    }
    return len(dates) > 1


def _read_parts(line: Line, page: Page, result: Sorted) -> bool:
    """Read a line of which every part says something of its own: `By Anne Roy | 2 hours ago | 3 min read`."""
    parts = [line._replace(text=part) for part in _BARS.split(line.text) if part]
    if len(parts) < 2:  # noqa: PLR2004 - it has parts
        return False
    furniture = [find_furniture(part.text, paragraph=False, zones=frozenset({HEAD})) for part in parts]
    is_told = [
        found or is_relative(part.text, alone=True) or is_role(part.text)
        for part, found in zip(parts, furniture, strict=True)
    ]
    is_named = [bool(full_names(part.text)) or (at == 0 and may_be_name(part.text)) for at, part in enumerate(parts)]
    if not all(
        told or named or _is_field(part.text, page) for part, told, named in zip(parts, is_told, is_named, strict=True)
    ) or not any(told or not named for told, named in zip(is_told, is_named, strict=True)):
        return False
    for part, found, told, named in zip(parts, furniture, is_told, is_named, strict=True):
        count(found.comments if found else None, part, result)
        if named and not told:
            result.sign(full_names(part.text) or (part.text,), part)
        elif told or not _read_signature(part, page, result, is_head=True):
            result.note("dropped", part.text, part, "part of a line about the article")
    return True


def count(comments: int | None, line: Line, result: Sorted) -> None:
    """Keep the first count of comments."""
    if comments is not None and result.comments is None:
        result.comments = comments
        result.note("comments", str(comments), line, "labelled count")


def _is_field(text: str, page: Page) -> bool:
    dated = date_line(text, page.language, page.zone)
    return byline(text) is not None or (dated is not None and dated.whole)


def _read_signature(line: Line, page: Page, result: Sorted, *, is_head: bool) -> bool:
    """Read who wrote the article and when, on one line or on two."""
    signed = desk_signature(line.text) or byline(line.text) or signature(line.text)
    dated = date_line(line.text, page.language, page.zone, signed=bool(signed))
    parted = None if signed else byline_after_date(line.text)
    if parted and (before := date_line(parted[0], page.language, page.zone)):
        signed, dated = parted[1], before
    elif not signed and dated and dated.published and dated.updated:
        signed = name_before_dates(line.text)
    is_whole = bool(dated and dated.whole and not signed)
    if is_head and not is_whole and _read_imprint(line, page, result):
        return True
    if signed:
        result.sign(signed.authors, line)
        result.credit(signed.sources, line, "by-line")
    for part in _BARS.split(line.text) if signed or dated else ():
        found = find_furniture(part, paragraph=False, zones=frozenset({HEAD}))
        count(found.comments if found else None, line, result)
    if dated:
        _date(dated, signed, line, result)
    return bool(signed or dated)


def _date(dated: DateLine, signed: Byline | None, line: Line, result: Sorted) -> None:
    """Take the dates of a line, and who is credited beside them; say what else it says."""
    result.date(dated.published, dated.updated, line, dated.rule, "date line")
    credited = [credit for part in _PARTS.split(line.text) if (credit := credit_line(part, tail=True))]
    for credit in credited:
        result.credit(credit.sources, line, "credit on a date line")
    if dated.unread:
        reason = f"{dated.unread!r} is no zone that means one: the date is taken as one of the site's"
        result.warnings.append(Warned(line.number, reason))
    if dated.unused and not signed and not credited:
        result.warnings.append(Warned(line.number, f"not understood on a date line: {dated.unused!r}"))


def _read_imprint(line: Line, page: Page, result: Sorted) -> bool:
    """Read a line that says who and when among other things."""
    found = read_imprint(line.text, page.language, page.zone)
    if found is None:
        return False
    result.sign(found.authors, line)
    result.credit(found.sources, line, "by-line")
    count(found.comments, line, result)
    result.date(
        found.published, found.updated, line, "labelled date" if found.labelled else "date on a by-line", "date line"
    )
    return True


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
