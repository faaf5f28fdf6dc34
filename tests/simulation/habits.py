"""Some thirty readers of different habits."""

from __future__ import annotations

from dataclasses import dataclass

from tests.simulation.history import PRIVATE, Selection

EVERYTHING = Selection()


@dataclass(frozen=True, slots=True)
class Habit:
    """How a reader polls."""

    name: str
    path: str
    """Path and query of the feed."""
    selection: Selection
    every: float
    """Seconds between two polls, give or take a half."""
    validators: str = "both"
    """What it sends back: `tag`, `weak` (a tag weakened on the way), `date`, `both` or `none`."""
    coding: str = "gzip"
    follows: str = ""
    """Archive pages: none, `new` ones until it knows one, or `all`."""
    forgets: float = 0.0
    """How often, of its polls, it has lost everything it had."""
    program: str = "own"
    """`own`, or the program that does it all itself: `feedparser`, `reader`, `atoma`."""
    limit: int | None = None
    """Entries that it asks for."""
    asks_first: bool = False
    """It asks with HEAD whether there is anything new."""

    @property
    def filename(self) -> str:
        """Give the name of the feed's file, which tells the format."""
        return self.path.partition("?")[0].rpartition("/")[2]


def _select(*every: str, either: tuple[str, ...] = (), none: tuple[str, ...] = ()) -> Selection:
    return Selection(frozenset(every), frozenset(either), frozenset(none))


_CHESS = _select("chess")
BOTH = _select("chess", "harbour")
_EITHER = _select(either=("harvest", "theatre"))
WITHOUT = _select(none=("chess",))
_AFP = _select("afp")
_MIXED = _select("reuters", "theatre", none=("harvest",))

HABITS = (
    Habit("greedy rss", "/feed.xml", EVERYTHING, 0.4),
    Habit("greedy atom", "/atom.xml", EVERYTHING, 0.4, validators="tag", coding="br"),
    Habit("greedy json", "/feed.json", EVERYTHING, 0.4, validators="none", coding="identity"),
    Habit("rss by date", "/feed.xml", EVERYTHING, 0.6, validators="date"),
    Habit("atom by date", "/tags/chess/atom.xml", _CHESS, 0.7, validators="date", coding="br"),
    Habit("json by weak tag", "/feed.json", EVERYTHING, 0.8, validators="weak"),
    Habit("rss with head first", "/feed.xml", EVERYTHING, 1.0, validators="tag", asks_first=True),
    Habit("rss of a tag", "/tags/chess/feed.xml", _CHESS, 0.8, validators="weak", coding="br"),
    Habit("atom of two tags", "/atom.xml?tag=chess&tag=harbour", BOTH, 0.9, validators="tag"),
    Habit("json without a tag", "/feed.json?not-tag=chess", WITHOUT, 0.8, validators="date", coding="identity"),
    Habit("rss of a source", "/sources/afp/feed.xml", _AFP, 0.9, validators="none"),
    Habit("atom of a mixture", "/atom.xml?not-tag=harvest&source=reuters&tag=theatre", _MIXED, 1.2),
    Habit("json of either tag", "/feed.json?tag=harvest,theatre", _EITHER, 0.9, validators="tag"),
    Habit("atom summaries", "/atom.xml?content=summary", EVERYTHING, 0.7, coding="identity"),
    Habit("json of five", "/feed.json?limit=5", EVERYTHING, 0.6, limit=5),
    Habit("follower rss", "/feed.xml", EVERYTHING, 4, follows="new"),
    Habit("follower atom", "/atom.xml", EVERYTHING, 6, follows="new", validators="none"),
    Habit("follower json", "/feed.json", EVERYTHING, 3, follows="new", validators="date"),
    Habit("follower of a tag", "/tags/harvest/atom.xml", _select("harvest"), 5, follows="new", coding="br"),
    Habit("follower of two tags", "/feed.xml?tag=chess&tag=harbour", BOTH, 5, follows="new"),
    Habit("follower of a source", "/sources/afp/feed.json", _AFP, 7, follows="new", validators="tag"),
    Habit("forgetful rss", "/feed.xml?not-tag=chess", WITHOUT, 4, follows="new", forgets=0.3),
    Habit("forgetful json", "/feed.json?tag=harvest,theatre", _EITHER, 6, follows="new", forgets=0.3),
    Habit("mirror atom", "/atom.xml", EVERYTHING, 5, follows="all"),
    Habit("mirror of a source", "/sources/reuters/feed.xml", _select("reuters"), 6, follows="all", validators="date"),
    Habit("mirror of a mixture", "/feed.json?not-tag=harvest&source=reuters&tag=theatre", _MIXED, 6, follows="all"),
    Habit("feedparser rss", "/feed.xml", EVERYTHING, 2.5, program="feedparser"),
    Habit("feedparser atom", "/tags/theatre/atom.xml", _select("theatre"), 3, program="feedparser"),
    Habit("atoma atom", "/sources/afp/atom.xml", _AFP, 1.5, program="atoma"),
    Habit("reader rss", "/feed.xml", EVERYTHING, 3, program="reader", forgets=0.02),
    Habit("reader atom", "/tags/chess/atom.xml", _CHESS, 3, program="reader", forgets=0.02),
    Habit("reader json", "/sources/afp/feed.json", _AFP, 3, program="reader", forgets=0.02),
)

WITH_A_KEY = (
    Habit("private rss", "feed.xml", _select(PRIVATE), 0.9, validators="date"),
    Habit("private atom", "atom.xml", _select(PRIVATE), 0.8, validators="tag"),
    Habit("private follower", "feed.json", _select(PRIVATE), 5, follows="new"),
)
"""Habits of those who have a key; their addresses are given to them."""
