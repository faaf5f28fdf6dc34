"""A line that says who and when in any order, and counts or names sections beside it: each part is accounted for."""

from __future__ import annotations

import re
from dataclasses import dataclass, replace
from datetime import datetime, tzinfo
from functools import cache, lru_cache
from typing import TYPE_CHECKING

from feeds.enrich.bylines import byline
from feeds.enrich.datelines import begins_labelled, date_line, is_of_something_else, is_weekday, lead_of, order_of
from feeds.enrich.dates import Found, find_dates, may_hold_date, plain_digits
from feeds.enrich.imprint.gluing import unglue
from feeds.enrich.imprint.names import is_full_name, without_titles
from feeds.enrich.imprint.pieces import SHORT_SENTENCE, SIGNED, Said, read_part
from feeds.enrich.labels import alternatives, words
from feeds.enrich.lines import ends_sentence
from feeds.enrich.normalise import fold
from feeds.enrich.tables import of_tables

if TYPE_CHECKING:
    from collections.abc import Iterator

    from feeds.model import Source

_LONGEST = 160
_MOST_UNKNOWN = 6
"""Words of a line beside its date of which nothing is known: more are a sentence, or a headline."""
_MOST_BESIDE_BARS = 12
_FEWEST_BARS = 2
_MOST_IN_BAR = 6
"""Words between two bars, of a line of which nothing else is known."""
_FEW_UNKNOWN = 1
_MOST_SMALL = 1
_DATE = "\x01"
_APART = re.compile(r"\s*(?:[|•·⋅∙●►–—;()\[\]\x01/]|//|\s-\s|(?<=\s)-|-(?=\s|\Z)|\s:\s)\s*")
_CONTACT = re.compile(r"\s?\(?(?:[\w.+-]+@[\w-]+\.[\w.]+|@\w{2,}|https?://\S+|www\.\S+)\)?")
_WORD = re.compile(r"[^\W\d_]+")
_BAR = re.compile(r"(?:\s[|•·/]|\|)(?=\s)")
_QUOTED_POST = re.compile(
    r"\A[—–―]\s?[^\W\d_][^,]*,[^,]+,.*\d{4}|\A[—–-]\s?[^\W\d_].*\(@\w+\)|\(@\w+\) ?[·|]? ?[^\W\d_]"
)
"""What begins like the signature of a message or speech that is quoted, or names an account as such do."""
_BEGINS_DATE = re.compile(r"\W*(?:[^\W\d_]+[.,]?\s+)?\d|[^\d]*[|•·,–—/:-]\W*\d")
_LONGEST_LABEL = 60
_YEAR = re.compile(r"\d{4}|[^\W\d]\d\d(?!\d)|\d[./-]\s?\d{1,2}[./-]\s?\d\d|['’]\d\d|\.\d\d\b")
_PICTURE = re.compile(r"(?<=\w)[ |,]+(?i:fotos?|photos?|bild|bilder|illustration|illustrationen)\s?[:/©].*")
_ALONE = re.compile(rf"[\w.-]+\s?(?:\Z|[,|•·(/{_DATE}–—])")
_ALIGNED = str.maketrans({"’": "'", "ʼ": "'", "‘": "'", "\u00a0": " ", "\u202f": " ", "\u2009": " ", "İ": "i"})


@dataclass(frozen=True, slots=True)
class Imprint:
    """What a line says of who and when, and how many of its words say something else."""

    published: datetime | None = None
    updated: datetime | None = None
    authors: tuple[str, ...] = ()
    sources: tuple[Source, ...] = ()
    comments: int | None = None
    unknown: int = 0
    labelled: bool = False

    @property
    def tells(self) -> bool:
        """Tell whether it is known to be about the article: by a label, an agency, or a count."""
        return self.labelled or bool(self.sources) or self.comments is not None


@cache
def _by() -> re.Pattern[str]:
    """Match what stands before a name, with a capital behind it."""
    return re.compile(rf"(?<!\w)(?:{alternatives('byline')}|(?:{alternatives('byline_colon')})(?=\s?:))\s?:?\s+(?=\S)")


@cache
def _edited() -> re.Pattern[str]:
    """Match who only edited or translated what the one before wrote: `; edited by John Smith`."""
    labels = (re.escape(label) for label in words("editing") if " " in label)
    return re.compile(rf"\s*[;,|(]\s*(?i:{'|'.join(labels)})\s[^;|]*")


def aligned(text: str) -> str:
    """Fold a text so that each character stays in its place, and each digit is one of ASCII."""
    plain = text.translate(_ALIGNED)
    folded = plain.casefold()
    if len(folded) != len(plain):
        folded = "".join(sign if len(sign.casefold()) > 1 else sign.casefold() for sign in plain)
    return folded if folded.isascii() else plain_digits(folded)


@of_tables
@lru_cache(maxsize=256)  # several rules ask for the same line
def read_imprint(text: str, language: str, zone: tzinfo) -> Imprint | None:
    """Read a line that dates or signs an article, and may count comments or name its section; None for others."""
    if len(text) > _LONGEST:
        return None
    has_date = _YEAR.search(text) is not None
    if not (has_date or _begins_signed(text)) or _QUOTED_POST.search(text):
        return None
    plain = _edited().sub("", _PICTURE.sub("", without_contacts(unglue(text)).lstrip("-–—| ")))
    folded = aligned(plain)
    has_date = has_date and may_hold_date(folded)
    dates = find_dates(folded, order_of(folded, language), zone, short=True) if has_date else []
    if not (dates or _by().match(folded)) or any(_is_amid(plain, folded, *gap) for gap in _gaps(dates)):
        return None
    if any(is_of_something_else(folded[: date.start]) for date in dates):
        return None
    said = Said([], [])
    for part in _parts(plain, folded, dates):
        read_part(part, said)
    if dates:
        found = _dated(said, folded, dates) if _is_imprint(plain, said, dates) else None
        return replace(found, labelled=found.labelled or _is_barred(plain, dates)) if found else None
    return _imprint(said) if not said.unknown and (said.authors or said.sources) else None


def _is_imprint(text: str, said: Said, dates: list[Found]) -> bool:
    """Tell whether hardly anything stands on a line beside its dates and names."""
    if _is_barred(text, dates):
        return said.unknown <= _MOST_BESIDE_BARS
    if not _stands_apart(text, dates) and (said.small or said.unknown > SHORT_SENTENCE):
        return False
    most = SHORT_SENTENCE - 1 if ends_sentence(text) else _MOST_UNKNOWN
    return said.unknown <= most and said.small <= _MOST_SMALL


def _is_barred(text: str, dates: list[Found]) -> bool:
    """Tell whether a line begins with its date and names things between bars: `03.05.2022 | Quelle: … | Sport | …`."""
    parts = [part for part in _BAR.split(text[dates[-1].end :]) if part.strip()]
    before = aligned(text[: dates[0].start])
    is_first = not _WORD.search(before[: len(before) - len(lead_of(before)[0])])
    bars = len(_BAR.findall(text))
    return is_first and bars >= _FEWEST_BARS and all(len(part.split()) <= _MOST_IN_BAR for part in parts)


def _dated(said: Said, folded: str, dates: list[Found]) -> Imprint | None:
    """Choose among the dates of a line; two days, neither of them labelled, are a span or a list."""
    labelled = list(zip([lead_of(folded[start:end])[1] for start, end in _gaps(dates)], dates, strict=True))
    updated = next((date.moment for label, date in labelled if label == "updated"), None)
    published = [date.moment for label, date in labelled if label == "published"]
    plain = [date.moment for label, date in labelled if not label]
    if not published and len({moment.date() for moment in plain}) > 1:
        if updated or not _is_revision(folded, dates):
            return None
        plain.sort()
        updated = plain[1]
    first = next(iter((*published, *plain)), None)
    return _imprint(said, first, updated, labelled=any(label for label, _ in labelled))


def _is_revision(folded: str, dates: list[Found]) -> bool:
    """Tell whether two days stand side by side, as blogs show when a text was written and changed."""
    first, second, *more = dates
    return not more and not folded[first.end : second.start].strip()


def _gaps(dates: list[Found]) -> list[tuple[int, int]]:
    """Give where the text before each date begins and ends."""
    return list(zip([0, *(date.end for date in dates)], [date.start for date in dates], strict=False))


def _imprint(
    said: Said, published: datetime | None = None, updated: datetime | None = None, *, labelled: bool = False
) -> Imprint:
    authors, sources = tuple(dict.fromkeys(said.authors)), tuple(dict.fromkeys(said.sources))
    return Imprint(published, updated, authors, sources, said.comments, said.unknown, labelled)


@cache
def _first_words() -> tuple[str, ...]:
    return (*words("byline"), *words("byline_colon"))


def _begins_signed(text: str) -> bool:
    """Tell whether a line may begin with what stands before a name: nearly no line does."""
    return fold(text[:_LONGEST_LABEL]).lstrip(" -–—•|(").startswith(_first_words())


def without_contacts(text: str) -> str:
    """Take addresses and accounts off a line: `Ann Roy @annroy`."""
    return _CONTACT.sub(" ", text).strip()


def is_imprint(text: str, language: str, zone: tzinfo) -> bool:
    """Tell whether a line dates or signs an article and says next to nothing else."""
    has_date = any(map(str.isdigit, text))
    if has_date and (dated := date_line(text, language, zone)) and dated.whole:
        return True
    found = read_imprint(text, language, zone)
    if found is None:
        return False
    if has_date:
        return bool(found.authors) or (
            found.unknown <= _FEW_UNKNOWN and (found.tells or _BEGINS_DATE.match(text) is not None)
        )
    return bool(found.sources) or any(" " in author for author in found.authors)


def _is_amid(text: str, folded: str, start: int, end: int) -> bool:
    """Tell whether a date belongs to what stands before it: `Weather of 12 March`, `adopté le 10 mai`."""
    lead, label = lead_of(folded[start:end])
    before = text[start : end - len(lead)].rstrip()
    if not (any(not is_weekday(word) for word in _WORD.findall(lead)) and before and before[-1].isalnum()):
        return False
    said = Said([], [])
    signed = list(_by().finditer(aligned(before)))
    if signed and (begins_labelled(folded) or not _WORD.search(before[: signed[-1].start()][-2:])):
        before = before[signed[-1].end() :]
        return not (byline(f"by {without_titles(before)}") or " " not in before)
    read_part(_APART.split(before)[-1], said)
    return bool(said.unknown) if label else not (said.authors or said.sources)


def _stands_apart(text: str, dates: list[Found]) -> bool:
    """Tell whether a date begins or ends the line, or is set off in it by a mark or a label."""
    first, last = dates[0], dates[-1]
    before, after = text[: first.start].rstrip(), text[last.end :].lstrip(" .")
    return (
        not _WORD.search(before)
        or not _WORD.search(after)
        or before.endswith(tuple("|•·⋅,–—-/:;()"))
        or bool(lead_of(aligned(before))[1])
        or bool(_by().search(aligned(text)))
    )


def _parts(text: str, folded: str, dates: list[Found]) -> Iterator[str]:
    """Part a line at its dates and marks; what stands between without joining words, and a sign before who signed."""
    masked = ""
    end = 0
    for date in dates:
        between = folded[end : date.start]
        lead, _ = lead_of(between)
        masked += text[end : date.start - len(lead)] + _DATE
        end = date.end
    masked += text[end:]
    signs = list(_by().finditer(aligned(masked)))
    for sign in reversed(signs):
        name = masked[sign.end() :]
        is_first = not _WORD.search(_APART.split(masked[: sign.start()])[-1])
        is_nickname = dates and (is_first or begins_labelled(folded)) and _ALONE.match(name)
        if (is_nickname or not name[0].islower()) and (
            is_nickname or is_first or is_full_name(" ".join(name.split()[:2]).strip(" ,"))
        ):
            masked = f"{masked[: sign.start()]}{_DATE}{SIGNED}{masked[sign.end() :]}"
    for part in _APART.split(masked):
        if part.strip():
            yield part.strip(" .:,\x01-")
