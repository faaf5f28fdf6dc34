"""The title: stated, else the first line that can be one, else the first sentence, else the words of the file name."""

from __future__ import annotations

import re
from pathlib import PurePosixPath
from typing import NamedTuple
from zoneinfo import ZoneInfo

from feeds.enrich.bylines import byline
from feeds.enrich.credits import credit_line, dateline, without_dateline
from feeds.enrich.datelines import is_relative
from feeds.enrich.furniture import HEAD, find_furniture
from feeds.enrich.imprint.lines import is_imprint, read_imprint
from feeds.enrich.imprint.names import full_names
from feeds.enrich.labels import words
from feeds.enrich.lines import Line, ends_sentence, is_paragraph
from feeds.enrich.normalise import fold
from feeds.enrich.sentences import cut, first_sentence
from feeds.parsers.draft import Draft
from feeds.parsers.page.headlines import find_headline
from feeds.parsers.page.looks import is_long_paragraph

_LONGEST_TITLE = 200
_LONGEST_STATED_TITLE = 500
_TITLE_WIDTH = 100
_MOST_SKIPPED = 4
_LIKE_TITLES = "photo credit"  # `Photos: the harbour in bloom`
_SIGN = re.compile(r"[^\W_]")
_MARK = re.compile(r"\A#{1,6} +(?=\S)")  # of a heading, in Markdown
_OUTLET = re.compile(r"\s+(?:[-–—|·•»]|::)\s+\S.*")
_SEPARATOR = re.compile(
    r"\s+(?:[-–—|·•»«:/~]|::)\s+|\s*[|»«—]\s*|:\s+|\s+[-–]|[-–]\s+|\s+[(\[](?=[^()\[\]]+[)\]]\Z)|\]\s+"
    r"|(?<=[\u3040-\u30ff\u3400-\u9fff\uac00-\ud7af])[-_–]"  # where nobody writes blanks
)
_CRUMB = re.compile(r"\s*[/>»›→|·•]\s*")
_ARTICLES = re.compile(r"\A(?:(?:the|les?|la|die|der|das|el|los|il|lo|o|de|het)\s+|l')")
_MOST_KICKER_WORDS = 3
_FEWEST_TITLE_WORDS = 3
_FEWEST_LEFT = 2
"""Words of a title without the name of its site: `News | Site` stays as it is."""
_NEAR = 3
"""Lines above the title among which a bare name signs the article: further up it is of a menu."""
_TEXT_ABOVE = 2
"""Paragraphs."""
_FEW_OTHERS = 3
"""Words beside a date above the title: its section, the kind of text."""
_FILE_NOISE = re.compile(r"^\d+(?=\s|-|$)|\b[0-9a-f]{8,}\b")


class Titled(NamedTuple):
    """The title, the lines that are left, and the number of the one that it was, 0 where it was none."""

    title: str
    lines: list[Line]
    number: int = 0


def find_title(lines: list[Line], draft: Draft) -> Titled:
    """Find the title: stated, else the first line that can be one, else the first sentence; and the other lines."""
    stated = draft.stated.find("title")
    if stated and _SIGN.search(stated.text):
        title = cut(_without_site(stated.text, draft), _LONGEST_STATED_TITLE)
        draft.note_stated("title", title, stated)
        return Titled(title, _without_repeat(lines, title))
    at = next(
        (at for at, line in enumerate(lines[:_MOST_SKIPPED]) if _can_be_title(line, lines[at + 1 :], draft)), None
    )
    if at is None:
        at = next((at for at, line in enumerate(lines) if _SIGN.search(line.text)), None)
    if at is None:
        title = _file_words(draft.name) if lines == [] and draft.stated else ""
        return Titled(title, lines)
    zone = ZoneInfo(draft.defaults.timezone)
    headline = find_headline(lines, at, _language(draft), zone)
    at = headline.at
    first = lines[at]
    if len(first.text) > _LONGEST_TITLE or _opens_text(first.text):
        title = first_sentence(without_dateline(first.text) or first.text, _TITLE_WIDTH)
        draft.note("title", title, first.number, "first sentence: the first line is a paragraph")
        return Titled(title, lines)
    title = _without_site(_without_outlet(_MARK.sub("", first.text), lines[at + 1 :]), draft)
    draft.note("title", title, first.number, headline.rule)
    is_clear = headline.is_first or not headline.is_sure or _has_text(lines[:at])
    above = [
        line
        for number, line in enumerate(lines[:at], _NEAR - at)
        if _is_kept_above(line.text, is_clear=is_clear, is_near=number >= 0, draft=draft)
    ]
    for line in lines[:at]:
        if line not in above:
            draft.note("dropped", line.text, line.number, "section above the title")
    return Titled(title, [*above, *_without_repeat(lines[at + 1 :], title)], first.number)


def _opens_text(text: str) -> bool:
    """Tell whether a line begins with a dateline, as a text without a title does."""
    opened = dateline(text)
    return opened is not None and not opened[2]


def _is_kept_above(text: str, *, is_clear: bool, is_near: bool, draft: Draft) -> bool:
    """Tell whether a line above the title is still to be read: running text, and what dates or signs the article.

    `is_clear` says that text may stand there, `is_near` that hardly a line is between.
    """
    if full_names(text):
        return is_near
    if _dates_title(text, draft):
        return True
    found = find_furniture(text, paragraph=False, zones=frozenset({HEAD}))
    if found and found.kind.counts:
        return True
    return not _is_kicker(text) and (is_clear or is_paragraph(text))


def _has_text(above: list[Line]) -> bool:
    """Tell whether paragraphs stand above a title: beside them what else stands there may be text."""
    return sum(is_long_paragraph(line.text) for line in above) >= _TEXT_ABOVE


def _language(draft: Draft) -> str:
    return draft.defaults.language or draft.defaults.site_language


def _can_be_title(line: Line, below: list[Line], draft: Draft) -> bool:
    """Tell whether a line can be the title: it says something, and is no furniture, credit or date above the title."""
    if line.is_verbatim or not _SIGN.search(line.text):
        return False
    if not below or len(line.text) > _TITLE_WIDTH:
        return True
    if is_paragraph(below[0].text) and not _is_long_headline(below[0].text):
        return not (len(below) > 1 and _is_imprint(line.text, draft))
    if _is_field(line.text, below, draft) or (_heads_text(below) and (_is_kicker(line.text) or _is_signed(line.text))):
        return False
    found = find_furniture(line.text, paragraph=False, zones=frozenset({HEAD}))
    return found is None or found.kind.name == _LIKE_TITLES


def _is_field(text: str, below: list[Line], draft: Draft) -> bool:
    """Tell whether a line above something else says who wrote the article, when, or whose text it is."""
    if full_names(text) and len(below) > 1 and _is_imprint(below[0].text, draft):
        return True
    credit = credit_line(text, tail=False)
    return bool(credit and credit.sources) or is_relative(text) or _is_imprint(text, draft)


def _is_imprint(text: str, draft: Draft) -> bool:
    return is_imprint(text, _language(draft), ZoneInfo(draft.defaults.timezone))


def _dates_title(text: str, draft: Draft) -> bool:
    """Tell whether a line above the title signs or dates the article, and at most names a section beside that."""
    if _is_imprint(text, draft):
        return True
    found = read_imprint(text, _language(draft), ZoneInfo(draft.defaults.timezone))
    return found is not None and found.unknown <= _FEW_OTHERS


def _is_long_headline(text: str) -> bool:
    """Tell whether what is as long as running text may be a headline all the same: it does not end as a sentence."""
    return len(text) <= _LONGEST_TITLE and not ends_sentence(text)


def _heads_text(below: list[Line]) -> bool:
    """Tell whether the next line can be a title: some words and no sentence, above something else."""
    text = below[0].text
    is_long = len(text.split()) >= _FEWEST_TITLE_WORDS or len(text) > _TITLE_WIDTH // 10
    return len(below) > 1 and is_long and not _is_kicker(text) and not (ends_sentence(text) and text.endswith("."))


def _is_kicker(text: str) -> bool:
    """Tell whether a line is a section, or the way to it: `POLITICS`, `Wohnen`, `News / Local / Harbour`."""
    if (credit := credit_line(text, tail=False)) and credit.sources:
        return False
    crumbs = [crumb for crumb in _CRUMB.split(text) if crumb]
    if len(crumbs) > _MOST_KICKER_WORDS - 1 or (len(crumbs) > 1 and all(map(_is_section, crumbs))):
        return all(len(crumb.split()) <= _MOST_KICKER_WORDS for crumb in crumbs)
    is_short = len(text.split()) <= _MOST_KICKER_WORDS and not any(map(str.isdigit, text))
    return _is_section(text) or (is_short and text.isupper() and text.lower() != text and not ends_sentence(text))


def _is_section(text: str) -> bool:
    return fold(text).strip(" :|/-–—#.") in words("sections")


def _is_signed(text: str) -> bool:
    """Tell whether a line is a by-line that names somebody in full."""
    signed = byline(text)
    return signed is not None and (bool(signed.sources) or any(" " in author for author in signed.authors))


def _without_site(title: str, draft: Draft) -> str:
    """Take off the name of the site, as metadata or the address say it, at either end of a title: `A title | Site`."""
    names = {spelled for name in draft.site_names() for spelled in _squeezed(name)} - {""}
    parts = list(_SEPARATOR.finditer(title)) if names else []
    for part in parts:
        if not part[0].startswith(":") and _ends_with_site(title, part.end(), parts[-1], names):
            rest = title[: part.start()]
            kicker = _SEPARATOR.search(rest[::-1])
            if kicker and _is_section(rest[len(rest) - kicker.start() :]):
                rest = rest[: len(rest) - kicker.end()]
            break
        if _squeezed(title[: part.start()]) & names:
            rest = title[part.end() :]
            break
    else:
        return title
    return rest.strip() if len(rest.split()) >= _FEWEST_LEFT or not rest.isascii() else title


def _ends_with_site(title: str, start: int, last: re.Match[str], names: set[str]) -> bool:
    """Tell whether from a place on a title is the name of the site, a section behind it or not."""
    if _squeezed(title[start:]) & names:
        return True
    return bool(_squeezed(title[start : max(start, last.start())]) & names) and _is_section(title[last.end() :])


def _squeezed(name: str) -> set[str]:
    """Even out how a site is called, with and without an article: `The Harbour Times`, `harbour-times`."""
    folded = fold(name)
    return {re.sub(r"[\W_]+", "", spelled) for spelled in (folded, _ARTICLES.sub("", folded))}


def _without_outlet(title: str, below: list[Line]) -> str:
    """Take off the name of the outlet, `A title - The Journal`, where the title stands below without it."""
    repeated = below[0].text if below else ""
    outlet = title.removeprefix(repeated) if repeated else ""
    return repeated if _OUTLET.fullmatch(outlet) and len(outlet) < len(repeated) else title


def _without_repeat(lines: list[Line], title: str) -> list[Line]:
    """Drop a title that is repeated on the next line."""
    return lines[1:] if lines and fold(lines[0].text) == fold(title) else lines


def _file_words(name: str) -> str:
    """Make a title of the words of a file name, without a leading index or a hash."""
    stem = PurePosixPath(name).stem
    words = " ".join(re.split(r"[\s_-]+", _FILE_NOISE.sub(" ", stem.replace("_", " ")))).strip()
    return words[:1].upper() + words[1:] if words else stem
