"""An address of a tag or source that was given out stays with the name that had it first; newcomers get their own."""

from __future__ import annotations

from collections.abc import Callable
from typing import TYPE_CHECKING

from feeds.model import Article, Source, Tag
from feeds.publish.publisher import Publisher
from feeds.selection import Selection
from feeds.site import Site, facet_slug

if TYPE_CHECKING:
    from tests.conftest import Press

    Make = Callable[..., Article]


def tagged(*names: str) -> tuple[Tag, ...]:
    return tuple(Tag(facet_slug(name), name) for name in names)


def slugs(press: Press, name: str) -> list[str]:
    return press.entry(name).tags.split("\n")


def test_who_had_an_address_first_keeps_it(press: Press, article: Make) -> None:
    press.write({"old.txt": article("old", tags=(Tag("c", "C++"), Tag("economie", "Économie")))})
    press.write(
        {
            "same.txt": article("same", tags=tagged("C++", "économie")),
            "new.txt": article("new", tags=tagged("C#", "Economie", "C")),
        }
    )
    assert slugs(press, "same.txt") == ["c", "economie"]
    sharp, plain, letter = slugs(press, "new.txt")
    assert sharp == "c#"
    assert plain.startswith("economie-") and letter.startswith("c-")


def test_sources_keep_theirs_alike(press: Press, article: Make) -> None:
    press.write({"old.txt": article("old", sources=(Source("le-phare", "Le Phare!"),))})
    press.write({"same.txt": article("same", sources=(Source(facet_slug("Le Phare!"), "Le Phare!"),))})
    press.write({"new.txt": article("new", sources=(Source("le-phare", "Le Phare"),))})
    assert press.entry("same.txt").sources == "le-phare"
    assert press.entry("new.txt").sources.startswith("le-phare-")


def test_names_of_the_vocabulary_are_no_newcomers(press: Press, article: Make) -> None:
    press.write({"old.txt": article("old", tags=(Tag("turkey", "Turquie"),))})
    press.write({"new.txt": article("new", tags=(Tag("turkey", "Turkey"),))})
    assert slugs(press, "new.txt") == ["turkey"]


def test_a_feed_asked_for_by_its_new_spelling_is_the_one_of_before(press: Press, article: Make) -> None:
    press.write({"old.txt": article("old", tags=(Tag("c", "C++"),))})
    publisher = Publisher(press.store, Site(), window=50, hours=48, most=200)
    selected = publisher.select(Selection(tags=(("c++",),)))
    assert selected.selection == Selection(tags=(("c",),))
