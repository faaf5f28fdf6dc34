"""Credits: which agencies a line names as the origin of the text. Photo credits are none."""

from __future__ import annotations

import re
from dataclasses import dataclass
from functools import cache

from feeds.enrich.agencies import (
    agency_pattern,
    agency_words,
    find_source,
    marked_source,
    named_source,
    names_agency,
    printed_sources,
)
from feeds.enrich.labels import after_label, alternatives, words
from feeds.enrich.months import month_names
from feeds.enrich.normalise import fold, folded_words, longest_word
from feeds.enrich.tables import of_tables
from feeds.model import Source

_LONGEST_LINE = 100
_LONGEST_NAME = 40
_LONGEST_CAPTION = 400
_MARKS_OF_CREDIT = ("©", "/", "(c)", ": ", "：", ").")
_MOST_WORDS = 5
_MOST_PLACE_WORDS = 6
_GLUE = r"[\s,;/&+|()\[\]{}.:*–—（）【】、，-]"
_INITIALS = re.compile(r"(?<=[.!?…»”\"'\u00a0 ])\(((?:[a-zA-Z]{2,7})(?:/[a-zA-Z]{1,7}){0,4})\)[.»]?\Z")
_SIGNED = re.compile(r"[(\[]?((?:[^\W\d_]{2,7})(?:/[^\W\d_]{1,7}){0,4})[)\]]?")
_DASHED = re.compile(r"[.!?…»”\"]\s+[–—-]\s?[^–—]+\Z")
_YEAR = re.compile(r"(?:19|20)\d\d")
_DASH = r"[-–—:_]{1,2}"
_PLACE = r"[^\W\d_][^()\n:;!?/]"
_DATELINES = (
    "dateline",
    "bracketed agency",
    "bare dateline",
    "place with dashes",
    "dotted dateline",
    "agency first",
    "dateline in small letters",
)
_OUTLET = r"[^\W\d_][^,;:.!?()]{1,38}"


@dataclass(frozen=True, slots=True)
class Credit:
    """A credit line: the sources it names, in order, and the rule that read it."""

    sources: tuple[Source, ...]
    rule: str


@of_tables
def _patterns() -> dict[str, re.Pattern[str]]:
    names = agency_pattern().pattern
    joined = rf"(?:{_GLUE}|(?i:\bl['’]|\b(?:{alternatives('with')})(?![^\W_])))*"
    listed = rf"{names}(?:{joined}{names}){{0,5}}"
    nobody = rf"(?:(?:l'|les |the )?(?:{alternatives('nobody')}))"
    initials = r"[a-zß-ÿ]{2,4}(?:/[a-zß-ÿ]{2,4}){0,3} (?=\()"
    someone = rf"(?:{_OUTLET}|(?:[^\Wa-z\d_]\.[ -]?){{2,4}})"
    closing = rf"(?:\s(?:{alternatives('closing')}))?{_GLUE}*"
    return {
        "list": re.compile(
            rf"(?:(?i:{nobody}){_GLUE}+|{initials})?{joined}(?:[Tt]he )?{listed}"
            rf"(?:{joined}(?i:{nobody}|agence))?(?i:{closing})"
        ),
        "copyright": re.compile(
            rf"\W*(?:©|\(c\)|\(C\)|[Cc]opyright)[\s©]*(?:(?:19|20)\d\d)?"
            rf"{joined}{listed}[\s,]*(?:(?:19|20)\d\d)?{_GLUE}*"
        ),
        "outlet": re.compile(
            rf"\W?{someone} (?i:avec|with|mit|ile|con|met|z|med)(?: (?:l['’]))?{joined}{listed}{_GLUE}*"
        ),
        "nobody": re.compile(
            rf"\W{{0,2}}(?:(?:{alternatives('with')}) )?{nobody}(?:{joined}{nobody})?{closing}\W{{0,2}}"
        ),
        "ending": re.compile(rf"[(\[（]{joined}{listed}{_GLUE}*[)\]）]\W*\Z"),
        "dashed ending": re.compile(rf"(?<=[.!?…»”\"])\s+[–—-]\s?{listed}\.?\Z"),
        "dateline": re.compile(
            rf"(?P<place>{_PLACE}(?:[^()\n:;!?/]|(?<=[^\W\d_])/(?=[^\W\d_]))" + r"{0,59}?(?: \([^()]{2,20}\))?)?"
            rf"\s?[,.–—-]?\s?(?:\((?P<names>{listed})(?:/[a-z]{{2,4}}){{0,2}}\)(?:\s?\.?{_DASH}|\s(?=[^\W\d_a-z]))|/(?P<slashed>{listed})/\s?(?:\.|{_DASH}))"
        ),
        "dateline in small letters": re.compile(
            rf"(?P<place>{_PLACE}{{0,40}}?)\s?,?\s\((?P<initials>[a-z]{{2,7}}(?:/[a-z]{{1,7}}){{0,4}})\)(?:\s?\.?{_DASH}\s|\s(?=[^\W\d_a-z]))"
        ),
        "bracketed agency": re.compile(rf"(?P<place>)\((?P<names>{names})\)\s+(?=[^\W\d_a-z])"),
        "bare dateline": re.compile(
            r"(?P<place>[^\Wa-z\d_]{2}[^\Wa-z]*(?:,? [^\Wa-z]+|,[^\Wa-z]+){0,3}(?: \([^)]{2,20}\))?)"
            rf"\s?[-–—/,]\s?(?P<names>{names})(?:\s?{_DASH}|\.)\s"
        ),
        "place with dashes": re.compile(rf"(?P<place>{_PLACE}{{1,40}}?) [-–—] (?P<names>{names}) {_DASH}\s"),
        "dotted dateline": re.compile(rf"(?P<place>{_PLACE}{{1,40}}?)\. (?P<names>{names}) {_DASH}\s"),
        "agency first": re.compile(
            rf"(?P<names>{names})\s?/\s?(?P<place>{_PLACE}{{1,40}}?)(?:\s?/\s?[^\W\d_][^/()\n]{{1,40}}?)? ?{_DASH}\s"
        ),
    }


def credit_line(text: str, *, tail: bool) -> Credit | None:
    """Read a line that is only a credit: `AA`, `(Avec AFP)`, `© 2019 AFP`, `Source : …`, `Le Soir avec Belga`."""
    if len(text) > _LONGEST_LINE:
        return None
    labelled = after_label(fold(text), "source")
    if labelled and labelled[0]:
        return _labelled(text, tail=tail)
    marked = marked_source(text)
    if marked and not text[marked[1] :].strip(" .\u00a0"):
        return Credit((marked[0],), "mark of an agency")
    if _patterns()["nobody"].fullmatch(fold(text)):
        return Credit((), "credit that names nobody")
    signed = _SIGNED.fullmatch(text) if tail or "/" in text else None
    if signed and signed[1].islower() and (sources := _of_initials(signed[1])):
        return Credit(sources, "initials of agencies")
    return _printed(text, tail=tail) if names_agency(text) else None


def _printed(text: str, *, tail: bool) -> Credit | None:
    """Read a line that names agencies, and says nothing else."""
    patterns = _patterns()
    sources = tuple(printed_sources(text))
    if patterns["copyright"].fullmatch(text):
        of_text = tail or _YEAR.search(text)
        return Credit(sources, "copyright of an agency") if of_text else Credit((), "photo credit")
    rules = {"list": "credit line", "outlet": "credit line of an outlet with an agency"}
    return next((Credit(sources, rule) for name, rule in rules.items() if patterns[name].fullmatch(text)), None)


def _labelled(text: str, *, tail: bool) -> Credit | None:
    """Read `Source : …`: agencies by the table; below the text another short name is a source too."""
    rest = re.split(r"[:：]| [-–—] ", text, maxsplit=1)[-1].strip(" \u00a0.()[]")
    if "://" in rest or not rest:
        return None
    known = printed_sources(rest) or _of_initials(rest)
    if known and (_patterns()["list"].fullmatch(rest) or len(rest.split()) <= _MOST_WORDS * 2):
        return Credit(tuple(known), "labelled source")
    short = len(rest) <= _LONGEST_NAME and len(rest.split()) <= _MOST_WORDS and rest[:1].upper() == rest[:1]
    named = named_source(rest) if tail and short and "/" not in rest and fold(rest) not in words("nobody") else None
    return Credit((named,), "labelled source") if named else None


def dateline(text: str) -> tuple[Credit, str, bool] | None:
    """Read `Paris (AFP) -` at the start of a paragraph: the credit, the place, and whether nothing follows."""
    if marked := marked_source(text):
        return Credit((marked[0],), "dateline"), "", not text[marked[1] :].strip()
    found = _dateline(text)
    if found is None:
        return None
    named = found.groupdict()
    if initials := named.get("initials"):
        sources = _of_initials(initials)
    else:
        sources = tuple(printed_sources(named["names"] or named.get("slashed") or ""))
    return Credit(sources, "dateline"), found["place"] or "", not text[found.end() :].strip(" \u00a0-–—")


def without_dateline(text: str) -> str:
    """Take off what says at the start of a paragraph from where and by whom it is."""
    marked, found = marked_source(text), _dateline(text)
    return text[marked[1] if marked else found.end() if found else 0 :].lstrip(" \u00a0-–—")


def _dateline(text: str) -> re.Match[str] | None:
    start = text[:_LONGEST_LINE]
    if "(" not in start and "/" not in start and not re.search(rf"\s{_DASH}", start):
        return None
    if agency_words().isdisjoint(folded_words(text[: _LONGEST_LINE * 2])):
        return None
    patterns = _patterns()
    found = next((found for name in _DATELINES if (found := patterns[name].match(text))), None)
    if found is None or (found["place"] and not is_place(found["place"])):
        return None
    initials = found.groupdict().get("initials")
    return found if not initials or _of_initials(initials) else None


@cache
def _lower_in_places() -> frozenset[str]:
    return frozenset([*words("name_particles"), *month_names()])


def is_place(text: str) -> bool:
    """Tell whether a text reads as places and a date, not as a sentence: capitals, particles, months."""
    parts = re.findall(r"[^\W\d_]+", text)
    return len(parts) <= _MOST_PLACE_WORDS and all(
        part[0].upper() == part[0].lower() or part[0].isupper() or fold(part) in _lower_in_places() for part in parts
    )


@of_tables
def _photo_credits() -> tuple[tuple[re.Pattern[str], int], ...]:
    """Match what names a photographer at the end of a line, and the words that must stand before it at least."""
    names = agency_pattern().pattern
    labels = "|".join(re.escape(word) for word in words("photo"))
    someone = r"[^\W\d_][^.!?()\n]{1,70}"
    person = r"[^\W\d_a-z][\w'’.-]+(?: [^\W\d_a-z][\w'’.-]+){1,3}"
    stocks, kinds = (
        "|".join(map(re.escape, words(kind))).replace("'", "['’]") for kind in ("picture_agencies", "picture_kinds")
    )
    of_agency = rf"(?:{names}|(?i:{stocks}))"
    agent = rf"(?:{of_agency}\s?/\s?{person}|{person}(?:\s?/\s?|\s[-–—]\s){of_agency})(?:\s?/\s?(?i:{kinds}))?"
    apart = r"(?:(?<=[.!?…»”\"')。！])\s*|\s[|–—-]\s|\s?[(\[（])"
    end = r"[)\]）.]?\s*\Z"
    return (
        (re.compile(rf"(?:[./|–—©,]\s?|\b[^\W\d_a-z][\w'’.-]*\s)(?i:{stocks})(?:\s?/\s?{person})?\)?\s*\Z"), 2),
        (re.compile(rf"[(\[](?i:{kinds})[)\]]\.?\s*\Z"), 3),
        (re.compile(rf"(?<=[^\W\d_])©\s?{someone}{end}"), 2),
        (re.compile(rf"\s/\s(?i:{labels})\s?[:：]\s?{someone}{end}"), 2),
        (re.compile(rf"{apart}(?i:{labels})\s?[:：/|]\s?{someone}{end}"), 2),
        (re.compile(rf"{apart}(?i:{labels})\s(?:{person}|{names}|{agent}){end}"), 2),
        (re.compile(rf"(?:\s[(\[]|{apart})(?:{names}) ?(?i:photo|foto)[\s/:]{someone}{end}"), 2),
        (re.compile(rf"(?:\s|{apart})(?:©\s?{someone}|\([cC]\)\s?{person}){end}"), 2),
        (re.compile(rf"\s(?i:{labels})\s?[:：]\s?(?:{agent}|{person}){end}"), 4),
        (re.compile(rf"(?:\s|{apart}){agent}{end}"), 4),
        # Of a line alone that is short: somebody, and an outlet that nobody knows.
        (re.compile(rf"\A[^.!?…]{{12,}}[.!?…»”]\s[(\[]{person}\s?/\s?[^\W\d_a-z][^()\[\]/]{{1,40}}[)\]]\Z"), 0),
        (re.compile(rf"\A[^.!?…]{{12,}}[.!?…»”]\s(?:[^\W\d_a-z]{{2,4}}/{person}|{person}/[^\W\d_a-z]{{2,4}})\Z"), 0),
    )


@of_tables
def _photo_words() -> frozenset[str]:
    """Give the words of which every credit of a picture has one, unless it is marked as a copyright."""
    labels = (label for kind in ("photo", "picture_agencies", "picture_kinds") for label in words(kind))
    return agency_words() | {longest_word(label) for label in labels}


def is_caption(text: str) -> bool:
    """Tell whether a line is the caption of a picture: something is said, and who took it stands at its end."""
    start = max(0, len(text) - _LONGEST_LINE)
    if len(text) > _LONGEST_CAPTION:
        return False
    end = text[start:]
    if end.endswith((".", "!", "?", "…", "»", "”")) and not any(map(end.__contains__, _MARKS_OF_CREDIT)):
        return False
    if _photo_words().isdisjoint(folded_words(end)) and not any(map(text.lower().__contains__, ("©", "(c)", "/"))):
        return False
    return any(
        (found := pattern.search(text, start)) and _words_before(text[: found.start()]) >= fewest
        for pattern, fewest in _photo_credits()
    )


def _words_before(text: str) -> int:
    return len(text.split()) if " " in text else len(text) // 2


def ending_credit(text: str, *, last: bool = True) -> Credit | None:
    """Read `(Avec AFP)` or `– Reuters` at the very end of the last paragraph, `(ats/nxp)` at that of any."""
    end = text.rstrip()
    found = _INITIALS.search(end) if ")" in end[-2:] else None
    if found:
        sources = _of_initials(found[1])
        if sources and (last or "/" in found[1]):
            return Credit(sources, "credit at the end of the text")
    if not last:
        return None
    if end.endswith((")", "]", "）", ").", ")»")):
        found = _patterns()["ending"].search(text, max(0, len(text) - _LONGEST_NAME * 2))
    elif _DASHED.search(end[-_LONGEST_NAME:]):
        found = _patterns()["dashed ending"].search(end, max(0, len(end) - _LONGEST_NAME))
    return Credit(tuple(printed_sources(found[0])), "credit at the end of the text") if found else None


def without_ending_credit(text: str) -> str:
    """Take off the credit with which a paragraph ends."""
    end = text.rstrip()
    found = _INITIALS.search(end)
    if found and _of_initials(found[1]):
        return end[: found.start()].rstrip()
    if ending_credit(end) is None:
        return text
    found = _patterns()["ending"].search(end) or _patterns()["dashed ending"].search(end)
    return end[: found.start()].rstrip() if found else text


def _of_initials(text: str) -> tuple[Source, ...]:
    """Name the agencies among initials in small letters, as Swiss and German papers sign: `ats/nxp`, `sda/afp/mk`."""
    known = [find_source(part) if fold(part) in words("initials") else None for part in text.split("/")]
    return tuple(dict.fromkeys(source for source in known if source))
