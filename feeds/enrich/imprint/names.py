"""Full names of people, told by their given names: what stands alone on a line and could as well be a section."""

from __future__ import annotations

import re
from functools import cache

from feeds.enrich.labels import alternatives, words
from feeds.enrich.normalise import fold
from feeds.enrich.tables import load_table

_FEWEST, _MOST = 2, 5
_LONGEST = 45
_WORD = re.compile(r"[^\W\d_][\w'’.-]*")
_MAY_BE = re.compile(r"[^\W\d_a-z]\S+\s[^\d:!?]+\Z")
_TITLES = re.compile(
    r"(?:(?:Prof|Dr|Dipl|Ing|Mag|Dott|Msc|Univ|med|phil|jur|rer|nat|h\.c)\b\.?(?:-Ing\.?)?[ ,]*)+(?=[^\W\d_a-z])"
)
_DEGREES = re.compile(r",?\s+(?:Ph\.?D|M\.?[AD]|MSc|LL\.?M|MBA|J\.?D|B\.?A|CFP|CFA|RN|MPH)\.?,?\Z")


@cache
def _given() -> frozenset[str]:
    return frozenset(fold(name) for names in load_table("given_names.yaml").values() for name in names)


@cache
def _no_names() -> frozenset[str]:
    """Give the words that no family is called: sections, roles and what heads a menu."""
    kinds = ("sections", "roles", "tags", "comments", "photo", "nobody")
    found = {word for kind in kinds for phrase in words(kind) for word in phrase.split() if len(word) > 2}  # noqa: PLR2004
    return frozenset(found.difference(words("name_particles")))


def without_titles(text: str) -> str:
    """Take academic titles off a name."""
    return _DEGREES.sub("", _TITLES.sub("", text, count=1)).strip()


@cache
def _joined() -> re.Pattern[str]:
    return re.compile(rf"\s*[,&/|]\s*|\s+(?:{alternatives('name_joiners')})\s+")


def full_names(text: str) -> tuple[str, ...]:
    """Give the names of a text that is nothing but full names: `Ann Roy and Bob Stone`; none of another."""
    if not _MAY_BE.match(text):
        return ()
    parts = text.split()
    at = next((at for at in (2, 3, 4) if is_role(" ".join(parts[at:])) and is_full_name(" ".join(parts[:at]))), 0)
    if at:
        return (without_titles(" ".join(parts[:at])),)
    names = tuple(without_titles(name) for name in _joined().split(_DEGREES.sub("", text)) if name)
    if not names or not all(map(is_full_name, names)):
        return _run_together(parts) if len(names) == 1 else ()
    return _run_together(parts) or names if len(names) == 1 else names


def _run_together(parts: list[str]) -> tuple[str, ...]:
    """Part names that stand in a row with nothing between: `Ann Roy Bob Stone Anna Maria Kern`."""
    if len(parts) < 2 * _FEWEST:
        return ()
    starts = [0]
    for at in range(_FEWEST, len(parts) - 1):
        is_given, follows_given = (fold(parts[number]) in _given() for number in (at, at - 1))
        if is_given and not follows_given and at - starts[-1] >= _FEWEST:
            starts.append(at)
    names = tuple(" ".join(parts[start:end]) for start, end in zip(starts, [*starts[1:], None], strict=True))
    return names if len(names) > 1 and all(map(is_full_name, names)) else ()


def may_be_name(text: str) -> bool:
    """Tell whether a text has the shape of a full name, whether or not its given name is known: `Duy Linh Dinh`."""
    parts = text.split()
    if not _FEWEST <= len(parts) <= _MOST - 1 or len(text) > _LONGEST or not _MAY_BE.match(text) or text.isupper():
        return False
    particles = words("name_particles")
    folded = [fold(part).strip(".") for part in parts]
    if folded[0] in particles or folded[-1] in particles or any(part in _no_names() for part in folded):
        return False
    return all(_WORD.fullmatch(part) and (part[0].isupper() or fold(part) in particles) for part in parts)


def is_role(text: str) -> bool:
    """Tell whether a line is only what somebody is: `Redakteurin`, `Staff writer`, `Correspondent in Paris`."""
    first = [fold(part).strip(".,:()") for part in text.split(",", maxsplit=1)[0].split()]
    if not 0 < len(first) <= _FEWEST + 1:
        return False
    is_placed = len(first) > _FEWEST and len(first[1]) <= _FEWEST + 1 and first[0] in words("roles")
    return is_placed or first[-1] in words("roles")


def is_full_name(text: str) -> bool:
    """Tell whether a text is the full name of a person whose given name is a known one."""
    plain = without_titles(text)
    parts = plain.split()
    if not _FEWEST <= len(parts) <= _MOST or len(plain) > _LONGEST:
        return False
    folded = [fold(part) for part in parts]
    if not (folded[0] in _given() or all(part in _given() for part in folded[0].split("-"))):
        return False
    particles = words("name_particles")
    if folded[-1].strip(".") in particles or any(part in _no_names() for part in folded[1:]):
        return False
    return all(
        _WORD.fullmatch(part) and (not part[0].islower() or fold(part) in particles or part.startswith(("d'", "d’")))
        for part in parts
    )
