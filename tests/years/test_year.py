"""A publisher's year: what became of the store and the folder, subscribers saw every article once.

`make year` runs it. Nothing here is the checkout's: the program is installed from its wheel.
"""

from __future__ import annotations

import shutil
from functools import partial
from typing import TYPE_CHECKING

import pytest

from tests.serving import eventually
from tests.years.house import PLACES, House, Subscriber, install

if TYPE_CHECKING:
    from collections.abc import Callable
    from pathlib import Path


@pytest.fixture
def house(tmp_path: Path) -> House:
    (tmp_path / "house" / "articles").mkdir(parents=True)
    return House(tmp_path / "house", install(tmp_path))


@pytest.fixture
def subscriber(house: House) -> Subscriber:
    return Subscriber(house.folder, f"{house.url}/feed.xml")


def deploy(house: House, number: int) -> None:
    """Put a copy of the articles, with all its times new, in place of the folder: by a link, as programs deploy."""
    release = house.folder / f"release-{number}"
    shutil.copytree(house.folder / "articles", release, copy_function=shutil.copyfile)
    link = house.folder / "next"
    link.symlink_to(release)
    if number == 1:
        (house.folder / "articles").rename(house.folder / "release-0")
    link.replace(house.folder / "articles")


def test_subscriber_sees_every_article_once_whatever_the_publisher_does(
    house: House, subscriber: Subscriber, new_schema: Callable[[], str]
) -> None:
    # spring: a folder, and a site in two lines
    house.feeds("init", "articles")
    house.set(port=str(house.port), site_url=house.url, site_title="The Quay")
    for number, title in enumerate(PLACES):
        house.write(number, title)
    with house.serving():
        assert subscriber.look() == (sorted(PLACES), 6)
        house.write(0, "The old bridge")
        house.write(6, "The mill", date="2026-01-05")
        eventually(lambda: house.has("The old bridge", "The mill"))
        assert subscriber.look() == (["The mill"], 7)
        # what is taken back and named is done beside the server
        house.feeds("withdraw", "articles/01.md", "--reason", "a mistake")
        house.feeds("alias", "articles/00.md", "the-bridge")
        house.feeds("withdraw", "articles/02.md", "--erase")
        gone = house.feeds("explain", "articles/01.md")
        eventually(lambda: not house.has("The harbour"))
        assert subscriber.look()[0] == []
        house.feeds("backup", "kept.db")
        house.write(7, "The lighthouse")
        eventually(lambda: house.has("The lighthouse"))
        assert subscriber.look() == (["The lighthouse"], 8)
        led = house.feeds("resolve", house.url + "/the-bridge")
    # summer: the disk is lost
    shutil.rmtree(house.folder / "instance")
    house.feeds("restore-from", "kept.db")
    assert house.feeds("explain", "articles/01.md") == gone
    with house.serving():
        eventually(lambda: house.has("The lighthouse"))
        assert subscriber.look() == ([], 8)
        assert house.get("/the-bridge")[0] == 301
        assert house.feeds("resolve", house.url + "/the-bridge") == led
    # autumn: to a server, and back
    url = new_schema()
    house.feeds("move", url)
    house.set(database_url=url)
    with house.serving():
        house.write(8, "The ferry")
        eventually(lambda: house.has("The ferry"))
        assert subscriber.look() == (["The ferry"], 9)
    house.feeds("move", "instance/back.db")
    house.set(database_url="sqlite:///instance/back.db")
    with house.serving():
        assert house.feeds("explain", "articles/01.md").startswith("The harbour\n")
        assert subscriber.look() == ([], 9)
        # winter: the folder is deployed, three times
        for number, title in enumerate(("The tall tower", "The taller tower", "The tallest tower"), 1):
            deploy(house, number)
            house.write(4, title)
            eventually(partial(house.has, title))
            assert subscriber.look() == ([], 9)
        for path in ("01.md", "02.md"):
            assert "state      withdrawn" in house.feeds("explain", f"articles/{path}")
        assert house.feeds("doctor").count("to do") == 0
        assert house.feeds("check") == ""
    assert house.feeds("ingest").startswith("0 new, 0 changed")
