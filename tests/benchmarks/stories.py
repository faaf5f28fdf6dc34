"""How well stories are found: precision and recall on pairs that were labelled by hand, and on edits of given texts.

`python -m tests.benchmarks.stories [FOLDER…]`; without a folder the texts are those of seeds/.
"""

from __future__ import annotations

import random
import sys
from itertools import combinations
from pathlib import Path
from typing import TYPE_CHECKING, NamedTuple

import yaml

from feeds import parsers
from feeds.parsers import Defaults
from feeds.words.shingles import AGREEING, Text, agreement, enough, likeness, read_text, sketch_of
from tests.retellings import EDITS

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator

LABELLED = Path(__file__).parents[1] / "stories.yaml"
SEEDS = Path(__file__).parents[2] / "seeds"
_STEPS = (1.0, 0.9, 0.8, 0.7, 0.6, 0.5, 0.4)


class Pair(NamedTuple):
    """Two texts, and whether a person says that they tell the same story in nearly the same words."""

    one: Text
    other: Text
    is_same: bool


class Figures(NamedTuple):
    """How pairs were judged."""

    found: int
    """Rightly."""
    wrong: int
    missed: int

    @property
    def precision(self) -> float:
        """Give the part of what was found that is right."""
        return self.found / max(1, self.found + self.wrong)

    @property
    def recall(self) -> float:
        """Give the part of what is right that was found."""
        return self.found / max(1, self.found + self.missed)


def is_found(one: Text, other: Text) -> bool:
    """Tell whether an import would find one by the other."""
    ours, theirs = sketch_of(one), sketch_of(other)
    is_met = not set(ours).isdisjoint(theirs) and agreement(ours, theirs) >= AGREEING
    return is_met and likeness(one, other) >= enough(one, other)


def labelled() -> Iterator[Pair]:
    """Read the pairs that were labelled by hand; articles about different events are pairs too."""
    groups = yaml.safe_load(LABELLED.read_text("utf-8"))
    firsts = [read_text(group["title"], "\n".join(group["text"])) for group in groups]
    for first, group in zip(firsts, groups, strict=True):
        for label in ("same", "different"):
            for other in group[label]:
                told = (group["text"][part] if isinstance(part, int) else part for part in other["text"])
                yield Pair(first, read_text(other["title"], "\n".join(told)), label == "same")
    yield from (Pair(one, other, is_same=False) for one, other in combinations(firsts, 2))


def judged(pairs: Iterable[Pair]) -> Figures:
    """Judge pairs by what an import finds."""
    found = [(pair.is_same, is_found(pair.one, pair.other)) for pair in pairs]
    return Figures(found.count((True, True)), found.count((False, True)), found.count((True, False)))


def texts_of(folder: Path) -> list[Text]:
    """Read the articles of a folder."""
    files = [path for path in sorted(folder.rglob("*")) if path.is_file() and parsers.is_article(path.name)]
    articles = [parsers.parse(path.read_bytes(), path.name, Defaults()).article for path in files]
    return [read_text(one.title, "\n".join(one.paragraphs)) for one in articles]


def found_by_likeness(texts: list[Text], edits: int) -> dict[float, tuple[int, int]]:
    """Edit texts at random; give how many pairs there were from each likeness on, and how many of them were found."""
    chance = random.Random(1)  # noqa: S311 - the same every time
    counts = dict.fromkeys(_STEPS, (0, 0))
    for _ in range(edits):
        one, two = chance.sample(texts, 2)
        edit = chance.choice(sorted(EDITS))
        words = [word.decode() for word in one.body]
        edited = EDITS[edit](words, [word.decode() for word in two.body], chance.uniform(0, 0.6))
        other = read_text("", " ".join(edited))
        alike = likeness(one, other)
        step = next((step for step in _STEPS if alike >= step), None)
        if step is not None:
            every, found = counts[step]
            counts[step] = every + 1, found + is_found(one, other)
    return counts


def main(folders: list[str]) -> None:
    """Print the figures."""
    figures = judged(labelled())
    print(f"labelled pairs: precision {figures.precision:.3f}, recall {figures.recall:.3f}  {figures}")
    texts = [text for folder in folders or [str(SEEDS)] for text in texts_of(Path(folder)) if not text.is_short]
    pairs = list(combinations(texts, 2))
    print(f"{len(texts)} texts, {len(pairs):,} pairs, found: {sum(is_found(*pair) for pair in pairs)}")
    for step, (every, found) in found_by_likeness(texts, 5000).items():
        print(f"alike {step:.1f} and more: {found:5} of {every:5} found")


if __name__ == "__main__":
    main(sys.argv[1:])
