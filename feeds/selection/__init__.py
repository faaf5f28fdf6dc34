"""Which entries a feed holds, how they are shown, and the one spelling of both in an address.

`tag=a&tag=b` asks for both, `tag=a,b` for either, `not-tag=c` for none of c; the same with `source`;
`lang`, `since` and `until` narrow it, and so do words (`q`); `collapse=1` leaves one entry a story. Every selection
has one spelling: parameters in alphabetical order, values sorted, duplicates and defaults gone; one tag has a path.
"""

from __future__ import annotations

import re
from dataclasses import dataclass, replace
from datetime import UTC, date, datetime
from functools import lru_cache
from typing import TYPE_CHECKING
from urllib.parse import quote

from feeds.errors import InvalidSelection, marked
from feeds.selection.dates import span
from feeds.site import source_path, tag_path
from feeds.words.terms import read_terms, spelled

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable, Iterator, Mapping

__all__ = ["EVERYTHING", "HEAD", "Group", "Presentation", "Selection", "read_query", "renamed", "span", "spell"]

LARGEST_LIMIT = 200
MOST_FACETS = 12
"""Tags, sources and languages that one selection may name."""

_LONGEST_DATE = 10
"""Characters of a date in any of its ISO forms: what is longer has a time."""

Group = tuple[str, ...]
"""Slugs of which an entry has at least one."""


@dataclass(frozen=True, slots=True)
class Selection:
    """Entries that have one of each group and none of what is excluded, published within a span."""

    tags: tuple[Group, ...] = ()
    sources: tuple[Group, ...] = ()
    not_tags: Group = ()
    not_sources: Group = ()
    langs: Group = ()
    """Primary subtags, one of which is the entry's."""
    since: str | None = None
    """A date or a moment in UTC, ISO 8601."""
    until: str | None = None
    words: str | None = None
    """What an entry says, as somebody typed it."""
    is_collapsed: bool = False
    """Whether each story is one entry, the earliest of those that tell it."""

    @property
    def single(self) -> tuple[str, str] | None:
        """Give kind and slug where it is just one source or one tag."""
        narrowed = (*self.not_tags, *self.not_sources, *self.langs, self.since, self.until, self.words)
        if any(narrowed) or self.is_collapsed:
            return None
        match self.tags, self.sources:
            case ((slug,),), ():
                return "tag", slug
            case (), ((slug,),):
                return "source", slug
        return None

    @property
    def place(self) -> str:
        """The directory of the site in which the feeds of the selection lie."""
        if self.single is None:
            return "/"
        kind, slug = self.single
        return tag_path(slug) if kind == "tag" else source_path(slug)

    def facets(self) -> Iterator[tuple[str, str]]:
        """List kind and slug of every facet it names."""
        for kind, groups in (("tag", (*self.tags, self.not_tags)), ("source", (*self.sources, self.not_sources))):
            for group in groups:
                for slug in group:
                    yield kind, slug
        for lang in self.langs:
            yield "lang", lang


EVERYTHING = Selection()


def renamed(selection: Selection, slugs: Mapping[tuple[str, str], str]) -> Selection:
    """Give a selection with other slugs, by kind and slug."""

    def groups(kind: str, given: tuple[Group, ...]) -> tuple[Group, ...]:
        return tuple(sorted({tuple(sorted({slugs.get((kind, slug), slug) for slug in group})) for group in given}))

    tags, sources = groups("tag", (selection.not_tags,)), groups("source", (selection.not_sources,))
    return replace(
        selection,
        tags=groups("tag", selection.tags),
        sources=groups("source", selection.sources),
        not_tags=tags[0],
        not_sources=sources[0],
    )


@dataclass(frozen=True, slots=True)
class Presentation:
    """What of a selection a feed shows."""

    content: str = "full"
    """`full` or `summary`."""
    limit: int | None = None
    """So many entries; None: the window."""
    page: str | None = None
    """An archive page, by the name its links give it; None: the newest entries."""
    key: str | None = None
    """With which a reader asks for a private selection."""


HEAD = Presentation()


@lru_cache(maxsize=1024)  # a feed says its own address many times over
def spell(selection: Selection, presentation: Presentation = HEAD, *, below_its_place: bool = True) -> str:
    """Give the query of the one address of a selection, empty where its path says it all."""
    parts: list[tuple[str, str]] = []
    if presentation.content != "full":
        parts.append(("content", presentation.content))
    if presentation.key is not None:
        parts.append(("key", presentation.key))
    if presentation.limit is not None:
        parts.append(("limit", str(presentation.limit)))
    if presentation.page is not None:
        parts.append(("page", presentation.page))
    if selection.single is None or not below_its_place:
        parts += (("tag", ",".join(group)) for group in selection.tags)
        parts += (("source", ",".join(group)) for group in selection.sources)
        parts += (
            (name, ",".join(group))
            for name, group in (
                ("lang", selection.langs),
                ("not-source", selection.not_sources),
                ("not-tag", selection.not_tags),
            )
            if group
        )
        narrowed = (("since", selection.since), ("until", selection.until), ("q", selection.words))
        parts += ((name, v) for name, v in narrowed if v)
        if selection.is_collapsed:
            parts.append(("collapse", "1"))
    return "&".join(f"{name}={quote(value, safe=',:')}" for name, value in sorted(parts))


def read_query(
    parameters: Iterable[tuple[str, str]],
    canonical: Callable[[str, str], str],
    base: tuple[str, str] | None = None,
) -> tuple[Selection, Presentation]:
    """Read the parameters of an address below a path that names `base` (kind and slug), or none.

    `canonical` gives the one slug of a tag or source, by kind and any of its names. Unknown parameters mean
    nothing. Raises InvalidSelection.
    """
    given: dict[str, list[str]] = {}
    for name, value in parameters:
        given.setdefault(name, []).append(value.strip())
    if base is not None:
        given.setdefault(base[0], []).append(base[1])
    selection = Selection(
        tags=_groups(given, "tag", canonical),
        sources=_groups(given, "source", canonical),
        not_tags=_merged(given, "not-tag", canonical),
        not_sources=_merged(given, "not-source", canonical),
        langs=_languages(given),
        since=_moment(given, "since"),
        until=_moment(given, "until"),
        words=_words(given),
        is_collapsed=_is_collapsed(given),
    )
    _refuse_nonsense(selection)
    presentation = Presentation(_content(given), _limit(given), _one(given, "page"), _one(given, "key"))
    if presentation.page is not None and presentation.limit is not None:
        raise InvalidSelection("limit: an archive page holds what it holds")
    return selection, presentation


def _groups(given: dict[str, list[str]], name: str, canonical: Callable[[str, str], str]) -> tuple[Group, ...]:
    groups = {_group(name, name, value, canonical) for value in _values(given, name)}
    # What one group demands already, a wider group adds nothing to.
    return tuple(sorted(group for group in groups if not any(set(other) < set(group) for other in groups)))


def _merged(given: dict[str, list[str]], name: str, canonical: Callable[[str, str], str]) -> Group:
    kind = name.removeprefix("not-")
    return tuple(sorted({slug for value in _values(given, name) for slug in _group(name, kind, value, canonical)}))


def _values(given: dict[str, list[str]], name: str) -> set[str]:
    """Give the values of a parameter; refused are more than can be meant, before any is looked at."""
    values = set(given.get(name, ()))
    if len(values) > MOST_FACETS:
        raise InvalidSelection("%(name)s is given more than %(most)s times", name=name, most=MOST_FACETS)
    return values


def _group(name: str, kind: str, value: str, canonical: Callable[[str, str], str]) -> Group:
    names = [part.strip() for part in value.split(",")]
    if not all(names):
        named = f"{name}={value[:80]}"
        raise InvalidSelection("%(given)s: it takes one name, or several separated by commas", given=named)
    if len(names) > MOST_FACETS:
        raise InvalidSelection("%(name)s names more than %(most)s of a kind", name=name, most=MOST_FACETS)
    return tuple(sorted({canonical(kind, part) for part in names}))


def _languages(given: dict[str, list[str]]) -> Group:
    groups = [{part.strip().lower().split("-")[0] for part in value.split(",")} for value in given.get("lang", [])]
    if not groups:
        return ()
    common = set.intersection(*groups)
    for lang in set().union(*groups):
        if not re.fullmatch(r"[a-z]{2,3}", lang):
            sentence = marked("%(given)s: it takes a language code such as fr, or several separated by commas")
            raise InvalidSelection(sentence, given=f"lang={lang[:40]}")
    if not common:
        raise InvalidSelection("lang: no entry is in two languages; separate them by a comma for either")
    return tuple(sorted(common))


def _moment(given: dict[str, list[str]], name: str) -> str | None:
    value = _one(given, name)
    if not value:
        return None
    try:
        if len(value) <= _LONGEST_DATE:
            return date.fromisoformat(value).isoformat()
        moment = datetime.fromisoformat(value.replace(" ", "+"))  # a plus sign arrives as a space
        moment = (moment if moment.tzinfo else moment.replace(tzinfo=UTC)).astimezone(UTC)
    except (ValueError, OverflowError) as error:
        raise InvalidSelection(
            "%(given)s: it takes a date such as 2026-03-01, or a date and time", given=f"{name}={value[:40]}"
        ) from error
    return moment.replace(microsecond=0, tzinfo=None).isoformat() + "Z"


def _words(given: dict[str, list[str]]) -> str | None:
    typed = {**given, "q": [spelled(value) for value in given.get("q", ())]}
    words = _one(typed, "q")
    if words:
        read_terms(words)  # which refuses what nobody can look for
    return words


def _refuse_nonsense(selection: Selection) -> None:
    if sum(1 for _ in selection.facets()) > MOST_FACETS:
        raise InvalidSelection("the selection names more than %(most)s tags, sources and languages", most=MOST_FACETS)
    for kind, groups, excluded in (
        ("tag", selection.tags, selection.not_tags),
        ("source", selection.sources, selection.not_sources),
    ):
        for group in groups:
            if set(group) <= set(excluded):
                raise InvalidSelection("%(given)s is asked for and excluded", given=f"{kind}={','.join(group)}")
    since, until = selection.since or "", selection.until or ""
    # A date and a moment are not compared: where the day begins is the site's to say.
    if len(since) == len(until) and since > until:
        raise InvalidSelection("since is later than until: nothing was published between them")


def _content(given: dict[str, list[str]]) -> str:
    content = _one(given, "content") or "full"
    if content not in {"full", "summary"}:
        raise InvalidSelection("%(given)s: it takes full or summary", given=f"content={content[:40]}")
    return content


def _is_collapsed(given: dict[str, list[str]]) -> bool:
    value = _one(given, "collapse")
    if value not in {None, "0", "1"}:
        raise InvalidSelection("%(given)s: it takes 1, for one entry a story, or 0", given=f"collapse={value[:40]}")
    return value == "1"


def _limit(given: dict[str, list[str]]) -> int | None:
    limit = _one(given, "limit")
    if not limit:
        return None
    if not re.fullmatch(r"0*[1-9]\d{0,2}", limit, re.ASCII) or int(limit) > LARGEST_LIMIT:
        was = f"limit={limit[:40]}"
        raise InvalidSelection("%(given)s: it takes a whole number from 1 to %(most)s", given=was, most=LARGEST_LIMIT)
    return int(limit)


def _one(given: dict[str, list[str]], name: str) -> str | None:
    values = set(given.get(name, ()))
    if len(values) > 1:
        raise InvalidSelection("%(name)s is given more than once", name=name)
    return next(iter(values), None) or None
