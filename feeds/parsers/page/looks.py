"""What is seen of a line of the head: by itself, beside its neighbours, and by the words it shares with the text."""

from __future__ import annotations

import re
from dataclasses import dataclass
from functools import cache
from itertools import takewhile
from typing import TYPE_CHECKING

from feeds.enrich.bylines import byline
from feeds.enrich.credits import is_caption
from feeds.enrich.datelines import is_relative
from feeds.enrich.furniture import HEAD, find_furniture
from feeds.enrich.imprint.lines import is_imprint
from feeds.enrich.imprint.names import full_names
from feeds.enrich.labels import words
from feeds.enrich.lines import ends_sentence, is_paragraph
from feeds.enrich.months import month_names
from feeds.enrich.normalise import fold

if TYPE_CHECKING:
    from collections.abc import Collection, Iterable, Sequence
    from datetime import tzinfo

LONG_PARAGRAPH = 100
REACH = 5
"""Lines below that are looked at."""
_LONGEST = 160
_LONGEST_HEADLINE = 200
_WORD = re.compile(
    r"([^\W\d_\u0e00-\u0e7f\u3040-\u30ff\u3400-\u9fff\uac00-\ud7af]{4,6})[^\W\d_]*"
    r"|(?=([\u0e00-\u0e7f\u3040-\u30ff\u3400-\u9fff\uac00-\ud7af]{2}))"
)
_WIDE = re.compile("[\u0e00-\u0e7f\u3040-\u30ff\u3400-\u9fff]")
_LETTER = re.compile(r"[^\W\d_]")
_WAY = re.compile(r"\s[›>/|]\s|\w\s»\s\w|\w[>›]\w|[›>/]\s*\Z|\A\s*[›>/←→↑]|\A»\s(?!.*«)|\A[^«»]*»\Z")
"""What parts or ends the way to a page; guillemets around a headline do not."""
_FULL_STOP = re.compile(r"(?:[.。।…]|[.!?。] [^\W\d_a-z].*\w[!?])[\s\"'”’»›)\]]*\Z")
"""One sentence that asks or exclaims may be a headline however long."""
_ADDRESS = re.compile(r"://|\bwww\.|\S@\w|\A@\w")
_QUOTES = tuple("\"'“„«‘¿¡[(»『「《【")
_RIVAL = 4
"""Words of a line that could be a headline."""
_SHORT = 3
_LEAD = 8
_LONG_LINE = 12
_AROUND = 6
"""Lines on either side among which others that could be headlines are counted."""
_TELLING = 15
"""Signs of a line that does not stand in another by chance."""
_AGAIN = 8
_ROOM = 100
_FURTHER = 8
"""Lines below the others among which a headline may stand again."""
_LONGEST_DATE = 10
"""Words of a line that dates the article, beside which it may say something else."""
_LONGEST_DAY = 6
_FEW_LETTERS = 24
_DATED = re.compile(
    r"\d{1,2}(?:st|nd|rd|th)?, (?:19|20)\d\d|\d[\d. ]+(?:[^\W\d_]+[. ,]+)?(?:19|20)\d\d(?!\d)"
    r"|(?<!\d)(?:19|20)\d\d\W+\d{1,2}[:h.]\d\d"
)
_CAPTION = re.compile(r"©|\(?(?:foto|photo|bild|image|symbolbild|quelle|imagen|fot)s?\s?[:/]", re.IGNORECASE)
_LENGTHS = ((1, "one word"), (_SHORT, ""), (5, "four or five words"), (15, "its length"), (22, ""))
_MANY_SHARED = 6


@dataclass(frozen=True, slots=True)
class Look:
    """What is seen of a line by itself."""

    folded: str
    words: int
    is_meta: bool
    """It dates or signs the article."""
    is_furniture: bool
    """It is of the page, or the caption of a picture."""
    is_caption: bool
    is_section: bool
    is_way: bool
    """It says where on the site the page is."""
    is_paragraph: bool
    is_sentence: bool
    """It ends as one."""

    @property
    def can_be(self) -> bool:
        """Tell whether it may be a headline: it is none of the things that stand around one."""
        return not (self.is_meta or self.is_furniture or self.is_paragraph or self.is_way)

    @property
    def is_rival(self) -> bool:
        """Tell whether it could be a headline by its shape."""
        return self.words >= _RIVAL and not (self.is_meta or self.is_furniture or self.is_paragraph)

    @property
    def is_short(self) -> bool:
        """Tell whether it is as short as the items of a menu, and no date or name."""
        return self.words <= _SHORT and not self.is_meta

    @property
    def is_lead(self) -> bool:
        """Tell whether it may be a standfirst: a sentence that is no paragraph yet."""
        return self.is_sentence and not self.is_paragraph and self.words >= _LEAD

    def begins_like(self, other: Look) -> bool:
        """Tell whether another line of some words begins with the same one, as buttons do: `Share on`, `Share by`."""
        return other.words > 1 and other.folded.startswith(self.folded.split(" ", 1)[0])


_PARAGRAPH = Look(
    "",
    _LONGEST,
    is_meta=False,
    is_furniture=False,
    is_caption=False,
    is_section=False,
    is_way=False,
    is_paragraph=True,
    is_sentence=True,
)


def is_long_paragraph(text: str) -> bool:
    """Tell whether a line is running text and no headline, however long that may be."""
    return (
        len(text) >= LONG_PARAGRAPH
        and is_paragraph(text)
        and (len(text) > _LONGEST_HEADLINE or _FULL_STOP.search(text) is not None)
    )


def is_suspicious(text: str) -> bool:
    """Tell at a glance whether a line that seems to be the title may not be it: the way to a page, or a sentence."""
    return _WAY.search(text) is not None or is_long_paragraph(text)


def has_letters(text: str) -> bool:
    """Tell whether a line says anything."""
    return _LETTER.search(text) is not None


def words_of(text: str) -> frozenset[str]:
    """Give the words of a line that tell what it is about: those of some letters."""
    return frozenset(word or pair for word, pair in _WORD.findall(fold(text)))


def look(text: str, language: str, zone: tzinfo) -> Look:
    """Look at a line by itself; running text that is longer than any headline is nothing else."""
    if len(text) > _LONGEST and is_long_paragraph(text):
        return _PARAGRAPH
    count = max(len(text.split()), len(_WIDE.findall(text)) // 2)
    short = len(text) <= _LONGEST
    signed = byline(text) if short else None
    found = find_furniture(text, paragraph=False, zones=frozenset({HEAD})) if short else None
    folded = fold(text)
    is_meta = (
        (short and is_imprint(text, language, zone))
        or is_relative(text)
        or bool(full_names(text))
        or bool(signed and (signed.authors or signed.sources))
        or (count <= _LONGEST_DATE and bool(_DATED.search(text)))
        or (count <= _LONGEST_DAY and _is_day(folded))
    )
    caption = bool(_CAPTION.match(text)) or is_caption(text)
    is_loud = count <= _SHORT and text.isupper() and text.lower() != text
    return _look(folded, count, text, is_meta=is_meta, found=found is not None, caption=caption, is_loud=is_loud)


def _look(folded: str, count: int, text: str, *, is_meta: bool, found: bool, caption: bool, is_loud: bool) -> Look:
    return Look(
        folded,
        count,
        is_meta=is_meta,
        is_furniture=found or caption,
        is_caption=caption,
        is_section=is_loud or folded.strip(" :|/-–—#.") in words("sections"),
        is_way=bool(_WAY.search(text)),
        is_paragraph=is_long_paragraph(text),
        is_sentence=ends_sentence(text),
    )


@cache
def _days() -> re.Pattern[str]:
    """Match a day without its year, in any language, or a time alone."""
    months = "|".join(sorted(map(re.escape, month_names()), key=len, reverse=True))
    number = r"\d{1,2}(?:st|nd|rd|th)?"
    return re.compile(
        rf"(?<![\w.]){number}[.,]?\s?(?:de )?(?:{months})\b(?![\w'])|(?<!\w)(?:{months})\.?\s?{number}(?![\w:])"
        r"|\A\W*\d\d[.:]\d\d(?: uhr|h)?\W*\Z"
    )


def _is_day(folded: str) -> bool:
    """Tell whether a line says on which day, and hardly anything else: `Ann Roy 06 PM | 18 Mai`."""
    if not any(map(str.isdigit, folded)) or not _days().search(folded):
        return False
    return len(_LETTER.findall(_days().sub("", folded))) < _FEW_LETTERS


def seen_of_shape(text: str, line: Look) -> dict[str, float]:
    """Say what a line is by itself."""
    length = next((name for most, name in _LENGTHS if line.words <= most), "over 22 words")
    is_sentence = line.words >= _RIVAL and ends_sentence(text) and not text.endswith(("!", "?", "？", "！", "؟"))
    seen = {
        length: bool(length),
        "a sentence": is_sentence and _FULL_STOP.search(text),
        "a colon at its end": text.endswith((":", "：")),
        "a date or a name": line.is_meta,
        "furniture": line.is_furniture and not line.is_caption,
        "a caption": line.is_caption,
        "the way to a page": line.is_way,
        "a section": line.is_section,
        "a paragraph": line.is_paragraph,
        "an address": _ADDRESS.search(text),
        "how it begins": text[0].isupper() or text.startswith(_QUOTES) or (text[0].isalpha() and not text[0].islower()),
        "a number first": text[0].isdigit(),
    }
    return _of(seen.items())


def seen_of_neighbours(at: int, looks: Sequence[Look]) -> dict[str, float]:
    """Say what stands around a line."""
    line, above, below = looks[at], looks[:at], looks[at + 1 :]
    last, first = above[-1] if above else None, below[0] if below else None
    near = (*above[-2:], *below[:2])
    is_dated = any(other.is_meta for other in below[:2])
    seen = {
        "a date or a name below it": is_dated,
        "a date or a name further below": not is_dated and any(other.is_meta for other in below[2:REACH]),
        "a long line below it": first and first.words >= _LONG_LINE,
        "a paragraph below it": first and first.is_paragraph,
        "the text below it": first and not first.is_paragraph and len(below) > 1 and below[1].is_paragraph,
        "a rival below it": first and first.is_rival,
        "a lead below it": first and first.is_lead,
        "many begin like it": sum(map(line.begins_like, near)) > 1,
        "rivals all over": sum(other.is_rival for other in (*above[-_AROUND:], *below[:_AROUND])) / 4,
    }
    if last:
        seen |= {
            "a date or a name above it": last.is_meta,
            "dates above and below it": last.is_meta and is_dated,
            "a section above it": last.is_way or last.is_section,
            "a paragraph right above it": last.is_paragraph,
            "another line right above it": last.is_rival,
        }
    return _of(seen.items()) | _amid_short_ones(line, above, below) | _again(at, looks)


def _amid_short_ones(line: Look, above: Sequence[Look], below: Sequence[Look]) -> dict[str, float]:
    """Say how many short lines stand around one: many around a short one are a menu."""
    run = sum(1 for part in (above[::-1], below) for _ in takewhile(lambda other: other.is_short, part))
    menu = min(run, 6) / 3
    seen = {"amid short lines" if line.words <= _SHORT else "below short lines": menu}
    if line.words <= _RIVAL:
        seen["short lines around a short one"] = sum(other.is_short for other in (*above[-2:], *below[:2])) / 4
    return seen


def _again(at: int, looks: Sequence[Look]) -> dict[str, float]:
    """Say whether a line stands again, alone or within another one: in the title of the page, above the text."""
    line = looks[at]
    if len(line.folded) < _AGAIN:
        return {}
    others = [other.folded for number, other in enumerate(looks[: at + REACH + _FURTHER]) if number != at]
    is_telling, room = len(line.folded) >= _TELLING, len(line.folded) + _ROOM
    seen = {
        "it stands there often": others.count(line.folded) > 1,
        "it stands again within another line": is_telling
        and any(len(line.folded) < len(other) < room and line.folded in other for other in others),
        "another line stands in it": any(_TELLING <= len(o) < len(line.folded) and o in line.folded for o in others),
    }
    return _of(seen.items())


def seen_of_words(found: Collection[str], said: Collection[str]) -> dict[str, float]:
    """Say how much of what a line says is said in the text."""
    shared = sum(word in said for word in found)
    if not shared:
        return {}
    many = min(shared, _MANY_SHARED) / 3 if shared > 2 else 0.0  # noqa: PLR2004 - words
    return {"words of the text": shared / len(found), "many words of the text": many}


def _of(seen: Iterable[tuple[str, object]]) -> dict[str, float]:
    return {name: float(is_seen) if isinstance(is_seen, float) else 1.0 for name, is_seen in seen if is_seen}
