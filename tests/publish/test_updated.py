"""What feeds say of their last update moves with their articles, and never goes back."""

from __future__ import annotations

from dataclasses import replace
from datetime import UTC, datetime
from typing import TYPE_CHECKING

from feeds.formats import FORMATS, rss
from feeds.model import Tag
from feeds.publish.publisher import Publisher
from feeds.selection import EVERYTHING, Selection
from feeds.site import Site
from tests.conftest import START

if TYPE_CHECKING:
    from collections.abc import Callable

    from feeds.model import Article
    from tests.conftest import Press

    Make = Callable[..., Article]

TAGGED = Tag("t0", "T0")


def publisher_of(press: Press) -> Publisher:
    return Publisher(press.store, Site(), window=4, hours=0, most=12)


def test_no_feed_says_less_than_it_said_before(press: Press, article: Make) -> None:
    publisher = publisher_of(press)
    tagged = Selection(tags=(("t0",),))
    press.write({"old.txt": article("Old", published=datetime.fromtimestamp(START - 10**6, UTC), tags=(TAGGED,))})
    press.write({"new.txt": article("New", tags=(TAGGED,))})
    said = []

    def look() -> None:
        feeds = [publisher.edition(form, publisher.select(tagged)).feed for form in FORMATS]
        assert len({feed.updated for feed in feeds}) == 1
        said.append(feeds[0].updated)

    look()
    press.withdraw("new.txt")  # the newest
    look()
    press.withdraw("old.txt")  # the last
    look()
    press.restore("old.txt")
    look()
    press.write({"late.txt": article("Late", published=datetime.fromtimestamp(START - 10**7, UTC), tags=(TAGGED,))})
    look()
    assert said == sorted(said) and said[0] < said[1] < said[2]


def test_a_comment_count_does_not_move_what_a_feed_says(press: Press, article: Make) -> None:
    publisher = publisher_of(press)
    press.write({"a.txt": article("One", comments=1)})
    before = publisher.edition(rss, publisher.select(EVERYTHING))
    press.write({"a.txt": article("One", comments=2)})
    after = publisher.edition(rss, publisher.select(EVERYTHING))
    assert after.feed == before.feed
    assert after.signature != before.signature
    assert replace(after.selected, window=before.selected.window, last_modified=0) == replace(
        before.selected, last_modified=0
    )
