"""By-lines: who wrote the article, from `By X`, `Par X`, `بقلم: X`, `X/Agences`."""

from __future__ import annotations

import re
from functools import cache, lru_cache

from feeds.enrich.agencies import agency_pattern, find_source, printed_sources
from feeds.enrich.imprint.names import is_full_name
from feeds.enrich.imprint.people import LONGEST_NAME, Byline, is_agency, is_name, name_joiners, names_in
from feeds.enrich.labels import alternatives, words
from feeds.enrich.normalise import fold
from feeds.enrich.tables import of_tables
from feeds.model import Source

_LONGEST_LINE = 120
_FOR = r"pour|(?:[Ss]pecial )?for|[Ss]pecial to|per|für|para|voor|dla|için"
_ROLE = re.compile(rf"\s*(?:[,|•·/(\[]|\s[-–—]\s|\s(?:le|on|am|el|il|à|at|dans|in|em|bei|{_FOR})\s).*")
_TALK = re.compile(r"(?i)interview|gespräch|entretien|entrevista|intervista|wywiad|röportaj|vraaggesprek")
_WITH = "mit|with|avec|con|com|met|z|ile"
_TALKED_TO = re.compile(rf"\s(?:{_WITH})\s.*")
"""Who was talked to is not who wrote."""
_MARKED = re.compile(
    rf"(?:,|\s[|•·]|\s(?P<beside>{_WITH}|and|et|und|y|e|en|ve|[–—-]))\s|\s(?P<bracket>\()(?=[^()]+\)$)"
)
_WITH_AGENCY = re.compile(
    rf"(.{{2,60}}?),? \(?(?:{_WITH})\s(?:[^\W\d_]+\s(?:de|di|da|do|des|du|von|from|van)\s)?(.{{2,40}}?)\)?"
)
_WITH_THEM = re.compile(rf"(?i)(?:{_WITH})\s")
_FROM = re.compile(r"\s(?:in|à|aus|en|em|a)\s[^\W\d_a-z][\w'’-]+(?:\s[^\W\d_a-z][\w'’-]+)?(?=\s(?:and|et|und|y|e)\s)")
"""Where the first of two wrote: `A B in London and C D in Paris`."""
_APART = re.compile(r"\s*[|•·(\[]|\s[-–—]\s")
_PARTS = re.compile(r"\s*[,|•·/()\[\];]\s*|\s[-–—]\s|\s(?:pour|for|per|für|para|voor|dla|için)\s")
_LISTED = re.compile(r"\s*[;|、،]\s*|\s/\s")
_OF_AGENCY = re.compile(r"([^()]+)\s\(([^()]+)\)")
_MAIL = r"(?:mailto:)?[^\s<>(),;:\"]+@[\w-]+(?:\.[\w-]+)+"
_ADDRESS = re.compile(r"https?://")
_MAILED = re.compile(rf'(,?\s*){_MAIL}\s*\(([^()]+)\)|(\s*)"([^"]+)"\s*<{_MAIL}>|,?\s*[<(\[]?{_MAIL}[>)\]]?')


@cache
def _start() -> re.Pattern[str]:
    bare = rf"(?P<bare>{alternatives('byline')})(?P<dots>\s?:)?\s+"
    labelled = rf"(?:{alternatives('byline_colon')})(?:\s?:\s+|：\s*|:(?=[\u3040-\u9fff]))"
    return re.compile(rf"\W{{0,3}}(?:{bare}|{labelled})(?=\S)")


def _named_behind(text: str) -> tuple[Source, ...]:
    """Name the agencies that stand by themselves behind a name: `(AFP)`, `| Reuters`, `for the AP`."""
    parts = [part for part in _PARTS.split(text) if is_agency(part)]
    return tuple(dict.fromkeys(found for part in parts for found in printed_sources(part)))


@cache
def _others_work() -> re.Pattern[str]:
    """Match what names whoever took the pictures behind the author: `Illustration von …`, `Fotos: …`."""
    return re.compile(
        rf"\s+(?i:{'|'.join(map(re.escape, words('photo')))})\s?(?:[:：]|\s(?:von|by|de|par|di|door|av|af)\s).*"
    )


@cache
def _behind_name() -> re.Pattern[str]:
    name = r"(?P<name>[\uac00-\ud7af]{2,4}|[\u3040-\u9fff]{2,6})"
    return re.compile(
        rf"(?:[(\[【](?P<from>[^()\[\]【】]{{2,24}})[)\]】]\s?)?{name}\s?(?:{alternatives('byline_behind')})"
    )


def _named_before_role(text: str) -> Byline | None:
    """Read `홍길동 기자` and `(서울=연합뉴스) 홍길동 기자`."""
    found = _behind_name().fullmatch(text)
    return Byline((found["name"],), tuple(printed_sources(found["from"] or ""))) if found else None


def _joined_to_agency(text: str) -> Byline | None:
    """Read `JANE DOE Associated Press`, of which the agency stood on a line of its own."""
    parts = text.split()
    for at in range(len(parts) - 1, 1, -1):
        name, agency = " ".join(parts[:at]), " ".join(parts[at:])
        if is_agency(agency) and is_name(name):
            return Byline((name,), tuple(printed_sources(agency)))
    return None


def _named_after_role(text: str) -> Byline | None:
    """Read `Autor Ann Roy:`, of which nothing but a full name shows that it is a by-line."""
    found = re.match(rf"(?i:{alternatives('byline_colon')})\s+(?=[^\W\d_a-z])", text)
    name = text[found.end() :].rstrip(" :.") if found else ""
    return Byline((name,), ()) if name and is_full_name(name) else None


@of_tables
@lru_cache(maxsize=256)  # several rules ask for the same line
def byline(text: str) -> Byline | None:
    """Read a line that begins with a by-line word; None when what follows is no name."""
    if len(text) > _LONGEST_LINE:
        return None
    plain = text.replace("\u00a0", " ").replace("\u202f", " ")
    found = _start().match(plain.lower().replace("’", "'"))
    if found is None or len(plain.lower()) != len(plain):
        return _named_before_role(plain) or _named_after_role(plain)
    rest = _FROM.sub("", _others_work().sub("", plain[found.end() :].strip().rstrip(":")).rstrip(" ;,"))
    if _TALK.search(found[0]):
        rest = _TALKED_TO.sub("", rest)
    if rest.endswith(".") and rest.count(".") == 1:
        rest = rest[:-1]
    if plain.startswith("(") or "; " in rest:  # (Reporting by X; Editing by Y)
        rest = rest.partition(";")[0].rstrip(")")
    with_agency = _WITH_AGENCY.fullmatch(rest)
    if with_agency and is_agency(with_agency[2]) and (people := names_in(with_agency[1])):
        is_outlet = "." in with_agency[1] or fold(with_agency[1].split()[0]) in words("name_particles")
        return Byline(() if is_outlet else people.authors, (*people.sources, *printed_sources(with_agency[2])))
    before = _APART.split(rest, maxsplit=1)[0]
    behind = _named_behind(rest[len(before) :])
    if (behind or before == rest) and (whole := _joined_to_agency(before) or names_in(before)):
        return Byline(whole.authors, tuple(dict.fromkeys((*whole.sources, *behind))))
    named = _ROLE.sub("", rest)
    behind = _named_behind(rest[len(named) :])
    is_one_word = " " not in named and named != before
    if len(named) < len(rest) and (behind or not (rest.endswith(".") or is_one_word)) and (people := names_in(named)):
        return Byline(people.authors, tuple(dict.fromkeys((*people.sources, *behind))))
    return None


def is_label(text: str) -> bool:
    """Tell whether a line is a by-line word alone: `Autor`, `By`."""
    found = _start().match(f"{text.lower()}: x")
    return found is not None and found.end() == len(text) + len(": ")


def desk_signature(text: str) -> Byline | None:
    """Read who wrote, on a line that says who edited too: `(Anne Roy, édité par Luc Bon)`, `Writing by A; …`."""
    plain = text.strip().replace("\u00a0", " ")
    if len(plain) > _LONGEST_LINE * 2:
        return None
    folded = fold(plain)
    if not any(map(folded.__contains__, words("editing"))) or not _edited().search(plain):
        return None
    inner = plain.strip("()[] .")
    authors: list[str] = []
    sources: list[Source] = []
    are_known = True
    for part in re.split(r"\s*[;,.]\s*(?=(?i:" + alternatives("editing") + r")\b)|\s*;\s*", inner):
        if edited := _edited().match(part):
            are_known &= is_full_name(part[edited.end() :].strip(" :"))
            continue
        reported = _reported().sub("", part, count=1)
        people = names_in(re.sub(r"\s(?:à|in|en|aus|da|em|a|im|in der)\s+[^\W\d_a-z][\w' -]*$", "", reported))
        if people is None:
            return None
        authors += people.authors
        sources += people.sources
    if inner == plain and not authors and not are_known:
        return None
    return Byline(tuple(dict.fromkeys(authors)), tuple(dict.fromkeys(sources)))


@cache
def _edited() -> re.Pattern[str]:
    return re.compile(rf"(?i)(?<!\w)(?:{alternatives('editing')})(?!\w)")


@cache
def _reported() -> re.Pattern[str]:
    return re.compile(rf"(?i)\A(?:{alternatives('reporting')})(?!\w)\s*:?\s*")


def signature(text: str) -> Byline | None:
    """Read a line that only says `X/Agences`, `X | AFP` or, as Anadolu signs, `AA / Ankara / X` or the reverse."""
    for found in _MARKED.finditer(text):
        name, agency = text[: found.start()].strip(), _WITH_THEM.sub("", text[found.end() :].strip(" )"), count=1)
        is_sure = not (found["beside"] or found["bracket"]) or is_full_name(name)  # `San Francisco (AFP)` is a place
        if " " in name and is_name(name) and _is_credited(agency) and is_sure:
            return Byline((name,), tuple(printed_sources(agency)))
        people = names_in(name) if is_agency(agency) else None
        if people and len(people.authors) > 1 and all(map(is_full_name, people.authors)):
            return Byline(people.authors, tuple(printed_sources(agency)))
    if "/" not in text or len(text) > LONGEST_NAME * 2:
        return None
    parts = [part.strip(" \u00a0") for part in text.split("/")]
    credited = [part.rstrip(".") for part in parts if _is_credited(part.rstrip("."))]
    named = [part for part in parts if not _is_credited(part.rstrip("."))]
    if not credited or not named or not all(map(is_name, named)):
        return None
    *places, person = named if len(named) > 1 or named[0] == parts[0] else (*named, "")
    if len(places) > 1 or any(" " in place for place in places):  # a photographer of the agency, not a place
        return None
    return names_in("/".join((person, *credited)) if " " in person or places else "/".join(credited))


def byline_after_date(text: str) -> tuple[str, Byline] | None:
    """Part `Publié le 10 mai 2016 par X` into what stands before the by-line, and the by-line."""
    found = _behind_date().search(text)
    signed = byline(text[found.end() :]) if found else None
    return (text[: found.start() + 1], signed) if found and signed else None


@cache
def _behind_date() -> re.Pattern[str]:
    return re.compile(rf"(?i)[\dh年日]\W{{0,3}}\s(?=(?:{alternatives('byline')})\s)")


def name_before_dates(text: str) -> Byline | None:
    """Read `X | 10.05.2016 - Güncelleme: 11.05.2016`, as Anadolu signs; whether the rest is dates is not asked."""
    name, bar, _ = text.partition("|")
    name = name.strip(" \u00a0")
    return Byline((name,), ()) if bar and " " in name and is_name(name) else None


def _is_credited(text: str) -> bool:
    return is_agency(text) or fold(text) in words("nobody")


def stated_authors(text: str) -> Byline:
    """Take apart the authors that metadata names, as `A; B` or `A, B and C`: whole names, so `Dupont, Jean` is one.

    Mail addresses beside them, as in `a@b.example (A)`, are nobody's business; one that stands alone names nobody, nor
    does the address of a page, or `admin`.
    """
    if "@" in text:
        text = _MAILED.sub(lambda found: "".join(filter(None, found.groups())), text).strip(" ,")
    found = byline(text)
    if found:
        return found
    names: list[str] = []
    listing, _ = name_joiners()
    for part in filter(None, _LISTED.split(text)):
        signed = _OF_AGENCY.fullmatch(part)
        parts = signed.groups() if signed and is_agency(signed[2]) else (part,)
        listed = [name for one in parts for name in listing.split(one)]
        are_whole = all(is_agency(name) or (" " in name and is_name(name)) for name in listed)
        names += listed if are_whole else parts
    agencies = {name: agency for name in names if agency_pattern().fullmatch(name) and (agency := find_source(name))}
    people = (name for name in names if name not in agencies and not _ADDRESS.match(name))
    authors = tuple(dict.fromkeys(name for name in people if fold(name) not in words("nobody")))
    return Byline(authors, tuple(agencies.values()))
