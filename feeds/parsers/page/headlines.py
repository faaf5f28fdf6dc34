"""Which line above the text is the headline, where several could be: the one that most speaks for.

A text that an extractor left of a page begins with whatever stood above its headline: the way to the section, a date, a
menu, a caption. Each line is weighed by its shape, by its neighbours and by the words that it shares with the text.
"""

from __future__ import annotations

import re
from dataclasses import dataclass
from itertools import takewhile
from typing import TYPE_CHECKING, NamedTuple

from feeds.enrich.bylines import byline
from feeds.enrich.credits import is_caption
from feeds.enrich.datelines import is_relative
from feeds.enrich.furniture import HEAD, find_furniture
from feeds.enrich.imprint.lines import is_imprint
from feeds.enrich.imprint.names import full_names
from feeds.enrich.lines import Line, ends_sentence, is_paragraph
from feeds.enrich.normalise import fold

if TYPE_CHECKING:
    from collections.abc import Collection, Sequence
    from datetime import tzinfo

_MOST_LINES = 30
_LONG_PARAGRAPH = 100
_LONGEST = 160
_MOST_PARAGRAPHS = 4
"""Of the text whose words are looked at."""
_WORD = re.compile(r"[^\W\d_]{4,}|[\u0e00-\u0e7f\u3040-\u30ff\u3400-\u9fff\uac00-\ud7af]{2}")
_WIDE = re.compile("[\u0e00-\u0e7f\u3040-\u30ff\u3400-\u9fff]")
_LETTER = re.compile(r"[^\W\d_]")
_WAY = re.compile(r"\s[»›>/|]\s|[»›>]\s*\Z|\A\s*[»›>/←→]")
_QUOTES = tuple("\"'“„«‘¿¡[(")
_RIVAL = 4
"""Words of a line that could be a headline."""
_LONG_LINE = 12
_REACH = 5
"""Lines below that are looked at."""
_TELLING = 15
"""Signs of a line that does not stand in another by chance."""
_PARAGRAPH_ABOVE = 1.75
_BETTER = 1.0
"""By how much another line must outweigh one that can be a headline."""
_KICKER = 2
"""Words of a section above what is as long as a paragraph, and its headline."""
_LONGEST_DATE = 10
"""Words of a line that dates the article, beside which it may say something else."""
_DATED = re.compile(r"\d[\d. ]+(?:[^\W\d_]+[. ,]+)?(?:19|20)\d\d(?!\d)|(?<!\d)(?:19|20)\d\d\W+\d{1,2}[:h.]\d\d")
_CAPTION = re.compile(r"©|\(?(?:foto|photo|bild|image|symbolbild|quelle|imagen|fot)s?\s?[:/]", re.IGNORECASE)


class Headline(NamedTuple):
    """A line of the head, what speaks for it, most first, and the sum of that and of what speaks against it."""

    at: int
    weight: float
    reasons: tuple[str, ...]
    can_be: bool

    @property
    def rule(self) -> str:
        """Say why it is the headline."""
        return f"most like a headline: {', '.join(self.reasons[:3])}"


@dataclass(frozen=True, slots=True)
class _Look:
    """What is seen of a line by itself."""

    folded: str
    words: int
    is_meta: bool
    """It dates or signs the article."""
    is_furniture: bool
    is_paragraph: bool
    can_be: bool
    """It is none of these, nor the way to a page: what has a date in it may be a headline."""

    @property
    def is_rival(self) -> bool:
        """Tell whether it could be a headline by its shape."""
        return self.words >= _RIVAL and not (self.is_meta or self.is_furniture or self.is_paragraph)


def find_headline(lines: Sequence[Line], at: int, language: str, zone: tzinfo) -> Headline | None:
    """Find the line that is more like a headline than the one `at` which it is taken for; None where none clearly is.

    `language` and `zone` are those of dates whose words do not tell. A wrong headline is worse than a plain one: what
    can be one by itself is left only for what is better by far.
    """
    head = list(takewhile(lambda line: not _is_long_paragraph(line.text), lines[at + 1 : at + _MOST_LINES]))
    if not any(len(line.text) >= _TELLING for line in head):
        return None
    weighed = _weigh(lines, language, zone)
    taken = next((one for one in weighed if one.at == at), None)
    standing = (one for one in weighed if one.can_be and _heads(lines, at, one.at))
    best = max(standing, key=lambda one: (one.weight, -one.at), default=None)
    if best is None or (taken and (best.at == at or best.weight < taken.weight + _BETTER * taken.can_be)):
        return None
    if taken and taken.can_be and len(lines[best.at].text) >= _LONG_PARAGRAPH:
        return best if len(lines[at].text.split()) <= _KICKER else None
    return best


def _heads(lines: Sequence[Line], taken: int, at: int) -> bool:
    """Tell whether more stands below a line than it would leave above it: a short text is none of its own title."""
    above, below = (sum(len(line.text) for line in part) for part in (lines[taken:at], lines[at + 1 :]))
    return above <= below


def _is_long_paragraph(text: str) -> bool:
    return len(text) >= _LONG_PARAGRAPH and is_paragraph(text) and (ends_sentence(text) or len(text) > _LONGEST)


def _weigh(lines: Sequence[Line], language: str, zone: tzinfo) -> list[Headline]:
    """Weigh the lines of the head, down to the second paragraph."""
    looks = [_look(line.text, language, zone) for line in lines[: _MOST_LINES + _REACH]]
    paragraphs = [line.text for line in lines if len(line.text) >= _LONG_PARAGRAPH]
    said = frozenset(word for text in paragraphs[:_MOST_PARAGRAPHS] for word in _WORD.findall(fold(text)))
    weighed: list[Headline] = []
    above = 0
    for at, look in enumerate(looks[:_MOST_LINES]):
        if _LETTER.search(look.folded) and not lines[at].is_verbatim:
            seen = _of_shape(lines[at].text, look) | _of_neighbours(at, looks) | _of_words(look.folded, said)
            reasons = sorted((name for name in seen if seen[name] > 0), key=lambda name: -seen[name])
            weight = sum(seen.values()) - _PARAGRAPH_ABOVE * above
            weighed.append(Headline(at, weight, tuple(reasons), look.can_be))
        above += look.is_paragraph
        if above > 1:
            break
    return weighed


def _look(text: str, language: str, zone: tzinfo) -> _Look:
    words = max(len(text.split()), len(_WIDE.findall(text)) // 2)
    short = len(text) <= _LONGEST
    signed = byline(text) if short else None
    found = find_furniture(text, paragraph=False, zones=frozenset({HEAD})) if short else None
    is_meta = (
        (short and is_imprint(text, language, zone))
        or is_relative(text)
        or bool(full_names(text))
        or bool(signed and (signed.authors or signed.sources))
    )
    is_furniture = found is not None or bool(_CAPTION.match(text)) or is_caption(text)
    is_long = _is_long_paragraph(text)
    return _Look(
        fold(text),
        words,
        is_meta=is_meta or (words <= _LONGEST_DATE and bool(_DATED.search(text))),
        is_furniture=is_furniture,
        is_paragraph=is_long,
        can_be=not (is_meta or is_furniture or is_long or _WAY.search(text)),
    )


def _of_shape(text: str, look: _Look) -> dict[str, float]:
    """Weigh what a line is by itself."""
    lengths = ((3, -0.25), (5, 1.0), (15, 1.5), (22, 0.0))
    seen = {"its length": next((weight for most, weight in lengths if look.words <= most), -1.5)}
    if len(text) > _LONGEST:
        seen["too long"] = -1.0
    if text.endswith(".") and look.words >= _RIVAL and ends_sentence(text):
        seen["a sentence"] = -2.5
    if look.is_meta:
        seen["a date or a name"] = -1.0
    if look.is_furniture:
        seen["furniture or a caption"] = -1.5
    if _WAY.search(text):
        seen["the way to a page"] = -1.0
    if text[0].isupper() or text.startswith(_QUOTES):
        seen["how it begins"] = 2.0
    return seen


def _of_neighbours(at: int, looks: Sequence[_Look]) -> dict[str, float]:
    """Weigh what stands around a line."""
    look, below = looks[at], looks[at + 1 :]
    seen: dict[str, float] = {}
    if any(other.is_meta for other in below[:2]):
        seen["a date or a name below it"] = 1.5
    if below and below[0].words >= _LONG_LINE:
        seen["a long line below it"] = 0.5
    if len(below) > 1 and below[1].is_paragraph and not below[0].is_paragraph:
        seen["the text below it"] = 1.0
    if at and looks[at - 1].is_meta:
        seen["a date or a name above it"] = 1.0
    if any(other.is_rival for other in looks[:at]):
        seen["another line above it"] = -1.5
    others = (other.folded for number, other in enumerate(looks[: at + _REACH]) if number != at)
    room = len(look.folded) + _LONG_PARAGRAPH
    if len(look.folded) >= _TELLING and any(len(look.folded) < len(o) < room and look.folded in o for o in others):
        seen["it stands again within another line"] = 1.5
    return seen


def _of_words(folded: str, said: Collection[str]) -> dict[str, float]:
    """Weigh how much of what a line says is said in the text."""
    words = _WORD.findall(folded)
    shared = sum(word in said for word in words) / len(words) if words else 0.0
    return {"words of the text": 1.5 * shared} if shared else {}
