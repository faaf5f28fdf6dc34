"""Words and names that some articles of a corpus are about, and the vocabulary does not have.

What an article is about stands in its title and comes again in its text; what every article says stands in all of them.
So a phrase counts that few articles have, that stands in the titles of many of these, and often where it stands at all
(residual inverse document frequency: Church and Gale, Poisson mixtures, 1995). Scripts without blanks are left out.
"""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Callable, Iterable, Iterator
from dataclasses import dataclass, field
from typing import NamedTuple

from feeds.enrich.normalise import bare

_WORD = re.compile(r"[^\W\d_](?:[\w-]*[^\W_])?")  # what is elided before an apostrophe is a word of its own
_BREAK = re.compile(r"[^\w\s'’-]+|\s[-–—]\s")
_WIDE = re.compile("[\u0e00-\u0eff\u1000-\u109f\u1780-\u17ff\u3040-\u30ff\u3400-\u9fff]")
_MOST_WORDS = 3
_SHORTEST = 4
"""Letters of a word alone that is no name."""
_FEWEST = 5
_SHARE = 0.001
_COMMON, _FEW = 0.15, 20
"""Of all articles, and in numbers: what more of them have is no subject, but how they speak."""
_TITLED = 0.2
"""Of the articles that have a phrase, how many have it in their titles."""
_OFTEN, _OFTEN_WORDS = 1.5, 2.2
"""Times that a name, and that a word of small letters, stands in an article that has it."""
_NEARLY = 0.7
"""Of the articles that have a phrase: when so many have it within a longer one, that is the phrase."""
_MOST_HELD = 500_000


class Keyphrase(NamedTuple):
    """A phrase, how many articles are about it, how many of them have no tag, and the title of one."""

    phrase: str
    articles: int
    untagged: int
    title: str


@dataclass(slots=True)
class _Seen:
    articles: int = 0
    times: int = 0
    titled: int = 0
    untagged: int = 0
    title: str = ""
    spellings: Counter[str] = field(default_factory=Counter)

    @property
    def spelling(self) -> str:
        """Give the most usual spelling."""
        return max(self.spellings, key=lambda spelling: (self.spellings[spelling], spelling))


@dataclass(slots=True)
class Corpus:
    """The phrases of a corpus, as far as articles were added."""

    articles: int = 0
    _seen: dict[str, _Seen] = field(default_factory=dict)

    def add(self, title: str, paragraphs: Iterable[str], *, is_tagged: bool) -> None:
        """Count the phrases of an article."""
        if _WIDE.search(title):
            return
        self.articles += 1
        times: Counter[str] = Counter()
        spelled: dict[str, str] = {}
        in_title = set()
        for at, text in enumerate((title, *paragraphs)):
            for phrase in _phrases(text):
                key = bare(phrase)
                times[key] += 1
                if at:
                    spelled[key] = phrase
                else:
                    in_title.add(key)
                    spelled.setdefault(key, phrase)
        for key, count in times.items():
            seen = self._seen.setdefault(key, _Seen())
            seen.articles += 1
            seen.times += count
            seen.untagged += not is_tagged
            seen.spellings[spelled[key]] += 1
            if key in in_title:
                seen.titled += 1
                seen.title = seen.title or title
        if len(self._seen) > _MOST_HELD:
            self._seen = {key: seen for key, seen in self._seen.items() if seen.articles > 1}

    def keyphrases(self, is_known: Callable[[str], bool]) -> Iterator[Keyphrase]:
        """Give the phrases that articles are about, those of most articles first; without what is known already."""
        found = {key: seen for key, seen in self._seen.items() if self._is_subject(key, seen)}
        within = _within(found)
        for key, seen in sorted(found.items(), key=lambda one: (-one[1].titled, one[0])):
            if key not in within and not is_known(seen.spelling):
                yield Keyphrase(seen.spelling, seen.articles, seen.untagged, seen.title)

    def _is_subject(self, key: str, seen: _Seen) -> bool:
        often = _OFTEN if _is_name(seen.spelling) else _OFTEN_WORDS
        return (
            max(_FEWEST, self.articles * _SHARE) <= seen.articles <= max(_FEW, self.articles * _COMMON)
            and seen.titled >= _TITLED * seen.articles
            and seen.times >= often * seen.articles
            and (" " in key or len(key) >= _SHORTEST)
        )


def _within(found: dict[str, _Seen]) -> set[str]:
    """Find the phrases that mostly stand within longer ones."""
    within: set[str] = set()
    for key, seen in found.items():
        words = key.split()
        parts = (" ".join(words[a:b]) for a in range(len(words)) for b in range(a + 1, len(words) + 1))
        within.update(
            part for part in parts if part != key and part in found and seen.articles >= _NEARLY * found[part].articles
        )
    return within


def _phrases(text: str) -> Iterator[str]:
    """Give the words of a text, and names of several words: those begin with capitals, in scripts that have them."""
    for piece in _BREAK.split(text):
        words = _WORD.findall(piece)
        yield from words
        for at in range(len(words)):
            for count in range(2, _MOST_WORDS + 1):
                several = words[at : at + count]
                if len(several) == count and _is_name(several[0]) and _is_name(several[-1]):
                    yield " ".join(several)


def _is_name(word: str) -> bool:
    return not word[0].islower() and len(word) > 1
