"""Tell what a text is about: the territories and subjects that it names, and the subjects that its words show.

What is only mentioned is no tag. A name weighs by what it is (a capital less than its country), by where it stands
(title, first sentences, body) and against the others: beside a country that a text speaks of all the time, one that it
names in passing is none. Same text, same tags, always.
"""

from __future__ import annotations

from dataclasses import dataclass, field
from typing import TYPE_CHECKING

from feeds.enrich.names.index import index
from feeds.enrich.names.matching import find_names
from feeds.enrich.normalise import distinct_words
from feeds.enrich.topics import find_topics
from feeds.enrich.vocabulary import is_off, rules, tag_label
from feeds.model import Tag

if TYPE_CHECKING:
    from collections.abc import Collection, Iterable, Mapping

    from feeds.enrich.names.matching import Mention

MOST_TAGS = 6
_LEAD = 400
"""Characters of the body that begin it."""
_PLACES = ((0, 3.0), (200, 1.5))
"""What a name weighs in the title and in the first sentences, by the character of the body before which it stands."""
_KINDS: Mapping[str, float] = {"own": 1, "subject": 1, "territory": 1, "region": 0.6, "people": 0.7, "capital": 0.7}
_ENOUGH, _SHARE = 2.0, 0.33
"""What a name weighs at least of which a text is about, and which part of what the heaviest one weighs in the body…"""
_LATE, _LATE_SHARE = 2.6, 0.25
"""…where it stands below the lead…"""
_ALONE = 1.4
"""…and where a text names no other, or this one together with what its title names."""
_BESIDE = 25
"""Characters between two names that are spoken of together: `in Turkey and in France`."""
_HOME = 0.5
"""What a mention of the country weighs from which a source writes, in comparison…"""
_DATELINE = 40
"""…but not in the first characters of the body, which say where something is."""


@dataclass(frozen=True, slots=True)
class NamedTag:
    """A tag, and where in the title, a line break and the body it is named first."""

    tag: Tag
    place: int


@dataclass(slots=True)
class _Weighed:
    """A named tag: where it stands first, how often, and what that weighs."""

    first: int
    count: int = 0
    weight: float = 0.0
    in_body: float = 0.0
    """What it weighs without the title."""
    in_title: bool = False
    is_early: bool = False
    """Whether the title or the lead has it."""
    beside: list[str] = field(default_factory=list)
    """What the first sentences name beside it."""


def find_tags(title: str, body: str, language: str | None, homes: Collection[str] = ()) -> list[NamedTag]:
    """Name what an article is about: in the title first, then by number of mentions, then by slug; at most six.

    `homes` are the countries from which its sources write; where these are not known, that of the language.
    """
    primary = (language or "en").split("-")[0]
    text = f"{' ' * len(title) if title.isupper() else title}\n{body}"
    words = distinct_words(f"{title}\n{body}")
    named = _weigh(find_names(text, words, index(primary), primary), len(title), homes or _home_of(primary))
    heaviest = max((one.in_body for one in named.values()), default=0.0)
    kept = {slug: one for slug, one in named.items() if _is_about(one, heaviest, named)}
    for told in find_topics(title, body, primary, _LEAD, words):
        if not is_off(told.slug):
            one = kept.setdefault(told.slug, _Weighed(told.first))
            one.count += told.count
            one.first = min(one.first, told.first)
            one.in_title |= told.first < len(title)
    order = sorted(kept, key=lambda slug: (not kept[slug].in_title, -kept[slug].count, slug))
    return [
        NamedTag(Tag(slug, tag_label(slug, language or "en") or slug), kept[slug].first) for slug in order[:MOST_TAGS]
    ]


def _home_of(language: str) -> Collection[str]:
    home: str | None = rules("homes").get(language)
    return (home,) if home else ()


def _weigh(mentions: Iterable[Mention], title: int, homes: Collection[str]) -> dict[str, _Weighed]:
    named: dict[str, _Weighed] = {}
    last: Mention | None = None
    for mention in mentions:
        one = named.setdefault(mention.slug, _Weighed(mention.place))
        at = mention.place - title - 1
        place = next((weight for end, weight in _PLACES if at < end), 1.0)
        weight = _KINDS[mention.kind] * place * (_HOME if at > _DATELINE and mention.slug in homes else 1)
        if mention.kind == "own" and at < _LEAD:  # the publisher has said that this word shows it
            weight = max(weight, _ENOUGH)
        one.count += 1
        one.weight += weight
        one.is_early |= at < _LEAD
        if at < 0:
            one.in_title = True
        else:
            one.in_body += weight
            if last and mention.place - last.place < _BESIDE and at < _PLACES[-1][0]:
                one.beside.append(last.slug)
                named[last.slug].beside.append(mention.slug)
        last = mention
    return named


def _is_about(one: _Weighed, heaviest: float, named: Mapping[str, _Weighed]) -> bool:
    if one.in_title:
        return one.weight >= _ENOUGH or len(named) == 1
    if len(named) == 1:
        return one.weight >= (_ALONE if one.is_early else _ENOUGH)
    if any(named[slug].in_title for slug in one.beside):
        return one.weight >= _ALONE
    enough, share = (_ENOUGH, _SHARE) if one.is_early else (_LATE, _LATE_SHARE)
    return one.weight >= enough and one.in_body >= heaviest * share
