"""How alike two texts are, by the sequences of three words they have, and sketches by which such texts are found. Pure.

Likeness is the part of the sequences of both that stand in each (Jaccard). What stands in a sketch is the least of
them by a fixed order, in each of some ranges: two texts have as large a part of these in common as they are alike
(one permutation hashing, https://arxiv.org/abs/1208.1259), and pairs of them are keys under which texts are looked up.
Nothing depends on a process, a locale, or a database.
"""

from __future__ import annotations

import re
from typing import TYPE_CHECKING, NamedTuple
from zlib import crc32

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator, Sequence

ENOUGH = 0.7
"""So alike are the texts of one story to the first of it; two others of it are then 0.4 alike at least."""
ENOUGH_OF_SHORT = 0.8
SHORT = 50
"""Words. Texts of fewer are taken with their titles: a notice alone says little of what it stands on."""
AGREEING = 6
"""What two sketches have in common at least where it pays to compare the texts: of texts that are 0.8 alike three in a
hundred thousand have less, of those that share a paragraph of ten hardly any has as much."""
FEWEST = 12
"""Words of a text that is compared at all."""

_KEYS = 8
_RANGES = 2 * _KEYS
_ABOVE_ALL = 1 << 32
_RANGE_BITS = 28
"""Of 32, which tell what lies in one of the sixteen ranges from the others there."""
_KEY_DIGITS = 16
_LOW = (1 << 31) - 1
"""What a key has of the second of its pair; what it has of the first stands above."""

_UNSPACED = re.compile(r"[\u0e00-\u0eff\u1000-\u109f\u1780-\u17ff\u3040-\u30ff\u3400-\u9fff\uf900-\ufaff]")
"""Scripts that put no blanks between words: they are taken sign by sign."""
_WORDS = re.compile(rf"{_UNSPACED.pattern}|[^\W_]+")
_MARKS = tuple("“”„«»‘’‚‹›–—…·•‐‑؟،؛।")
"""Of punctuation beside ASCII what copies of one text differ in."""
_PUNCTUATION = bytes(code for code in range(33, 127) if not chr(code).isalnum())


class Text(NamedTuple):
    """The words of an article."""

    title: list[bytes]
    body: list[bytes]

    @property
    def is_short(self) -> bool:
        """Tell whether its title counts as well."""
        return len(self.body) < SHORT

    @property
    def is_enough(self) -> bool:
        """Tell whether it says enough to be like anything."""
        return len(self.body) >= FEWEST


def read_text(title: str, paragraphs: str) -> Text:
    """Take the words of an article."""
    return Text(_words(title), _words(paragraphs))


def likeness(one: Text, other: Text) -> float:
    """Tell how alike two articles are: from 0, nothing in common, to 1, the same words in the same order."""
    if not (one.is_enough and other.is_enough):
        return 0.0
    with_titles = one.is_short or other.is_short
    ours, theirs = (set(_sequences(text, with_title=with_titles)) for text in (one, other))
    common = len(ours & theirs)
    return common / (len(ours) + len(theirs) - common)


def enough(one: Text, other: Text) -> float:
    """Give the likeness from which two articles tell one story."""
    return ENOUGH_OF_SHORT if one.is_short or other.is_short else ENOUGH


def sketch_of(text: Text) -> tuple[int, ...]:
    """Give the keys under which an article and those like it are found; none where it says too little."""
    if not text.is_enough:
        return ()
    least = [_ABOVE_ALL] * _RANGES
    for one in _sequences(text, with_title=text.is_short):
        if one < least[one >> _RANGE_BITS]:  # noqa: PLR1730 - `min` takes longer, and this is the most of a sketch
            least[one >> _RANGE_BITS] = one
    following = min(least)
    for number in reversed(range(_RANGES)):  # where a range is empty the next one's stands for it, in a circle
        least[number] = following = least[number] if least[number] < _ABOVE_ALL else following
    pairs = zip(least[::2], least[1::2], strict=True)
    return tuple(one << 31 ^ other for one, other in pairs)


def agreement(one: Sequence[int], other: Sequence[int]) -> int:
    """Count what two sketches have in common, of sixteen: about as large a part of it as their texts are alike."""
    return sum(
        (ours >> 32 == theirs >> 32) + (ours & _LOW == theirs & _LOW) for ours, theirs in zip(one, other, strict=False)
    )


def spell(keys: Iterable[int]) -> str:
    """Write a sketch as a row has it."""
    return "".join(f"{key:016x}" for key in keys)


def read_sketch(spelled: str) -> tuple[int, ...]:
    """Read what a row has."""
    return tuple(int(spelled[at : at + _KEY_DIGITS], 16) for at in range(0, len(spelled), _KEY_DIGITS))


def _sequences(text: Text, *, with_title: bool) -> Iterator[int]:
    words = text.title + text.body if with_title else text.body
    return map(crc32, map(b" ".join, zip(words, words[1:], words[2:], strict=False)))


def _words(text: str) -> list[bytes]:
    text = text.casefold()
    if not text.isascii():
        if _UNSPACED.search(text):
            return " ".join(_WORDS.findall(text)).encode().split()
        for mark in _MARKS:
            text = text.replace(mark, " ")
    return text.encode().translate(None, _PUNCTUATION).split()
