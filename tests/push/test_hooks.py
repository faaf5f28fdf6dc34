"""Webhooks: what changed is posted, signed, to whoever asked for it, and nothing is lost while he is away."""

from __future__ import annotations

import base64
import hashlib
import hmac
import json
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING

import pytest

from feeds.config import Settings
from feeds.model import Tag
from feeds.publish.following import end_of, follow
from feeds.push.connections import Channel, Unreachable
from feeds.push.hooks import Messenger, message, new_secret, read_selection
from feeds.store import open_store
from feeds.store.tables import hooks
from feeds.store.write.copies import copy_store, restore_store
from tests.push.receivers import Receiver, receiving
from tests.push.test_end_to_end import Publisher
from tests.serving import eventually

if TYPE_CHECKING:
    from feeds.model import Article
    from feeds.store.tables.hooks import Hook
    from tests.conftest import FakeClock, Press

    Make = Callable[..., Article]

TURKEY = Tag("turkey", "Turkey")


@pytest.fixture
def receiver() -> Iterator[Receiver]:
    with receiving() as receiver:
        yield receiver


@dataclass
class Site:
    """A store with hooks, and what tells them."""

    press: Press
    messenger: Messenger

    def add(self, url: str, query: str = "", *, is_private: bool = True) -> Hook:
        cursor = end_of(Settings().publisher(self.press.store))
        added = hooks.add(self.press.store, url, query, new_secret(), cursor, is_private=is_private)
        assert added
        return added

    def tell(self) -> None:
        """Tell all that is due."""
        while threads := self.messenger.look():
            for thread in threads:
                thread.join()

    def hook(self) -> Hook:
        with self.press.store.reading() as connection:
            return hooks.every(connection)[0]


@pytest.fixture
def site(press: Press, clock: FakeClock, article: Make) -> Site:
    press.write({"old": article("Old", tags=[TURKEY])})
    return Site(press, Messenger(Settings().publisher(press.store), clock))


def test_what_comes_changes_and_goes_is_posted(site: Site, receiver: Receiver, article: Make) -> None:
    site.add(receiver.url, "tag=turkey")
    site.press.write({"new": article("New", tags=[TURKEY]), "other": article("Other")})
    site.tell()
    site.press.write({"new": article("New", tags=[TURKEY], paragraphs=("New, says more.",))})
    site.tell()
    site.press.withdraw("new")
    site.tell()
    site.tell()
    assert receiver.told() == [("new", "New"), ("changed", "New"), ("withdrawn", "")]


def test_a_tag_that_nothing_has_yet_can_be_waited_for(site: Site, receiver: Receiver, article: Make) -> None:
    site.add(receiver.url, "tag=crochets")
    site.tell()
    site.press.write({"new": article("New", tags=[Tag("crochets", "Crochets")])})
    site.tell()
    assert receiver.told() == [("new", "New")]


def test_a_message_is_signed_as_standard_webhooks_has_it(site: Site, receiver: Receiver, article: Make) -> None:
    secret = site.add(receiver.url).secret
    site.press.write({"new": article("New")})
    site.tell()
    headers, body = receiver.got[0]
    key = base64.b64decode(secret.removeprefix("whsec_"))
    named = f"{headers['webhook-id']}.{headers['webhook-timestamp']}.".encode() + body
    expected = base64.b64encode(hmac.new(key, named, hashlib.sha256).digest()).decode()
    assert headers["webhook-signature"] == f"v1,{expected}"
    assert headers["content-type"] == "application/json"
    assert json.loads(body)["version"].startswith("https://jsonfeed.org/")


def test_what_could_not_be_told_is_told_later_under_the_same_name(
    site: Site, receiver: Receiver, clock: FakeClock, article: Make
) -> None:
    site.add(receiver.url)
    receiver.status = 500
    site.press.write({"new": article("New")})
    site.tell()
    failed = site.hook()
    assert (failed.failures, failed.due > clock.now()) == (1, True)
    receiver.status = 204
    site.tell()
    assert len(receiver.got) == 1
    clock.sleep(60)
    site.tell()
    assert [headers["webhook-id"] for headers, _ in receiver.got] == [receiver.got[0][0]["webhook-id"]] * 2
    assert (site.hook().failures, site.hook().said) == (0, "204 No Content")


def test_more_news_make_it_another_message(site: Site, receiver: Receiver, clock: FakeClock, article: Make) -> None:
    site.add(receiver.url)
    receiver.status = 500  # it may have been taken nevertheless, and who has seen a name drops what comes under it
    site.press.write({"new": article("New")})
    site.tell()
    site.press.write({"newer": article("Newer")})
    receiver.status = 204
    clock.sleep(60)
    site.tell()
    names = {headers["webhook-id"]: len(json.loads(body)["_changes"]) for headers, body in receiver.got}
    assert list(names.values()) == [1, 2]


def test_what_was_taken_without_a_word_and_then_withdrawn_is_told_as_withdrawn(
    site: Site, receiver: Receiver, clock: FakeClock, article: Make
) -> None:
    site.add(receiver.url)
    receiver.status = 500
    site.press.write({"new": article("New")})
    site.tell()
    site.press.withdraw("new")
    receiver.status = 204
    clock.sleep(60)
    site.tell()
    assert receiver.told() == [("new", "New"), ("withdrawn", "")]


def test_a_hook_of_a_store_that_was_brought_back_goes_on_where_it_was(
    site: Site, receiver: Receiver, clock: FakeClock, article: Make, tmp_path: Path
) -> None:
    site.add(receiver.url)
    receiver.status = 500
    site.press.write({"new": article("New")})
    kept = open_store(f"sqlite:///{tmp_path}/kept.db", clock)
    copy_store(site.press.store, kept)
    site.press.write({"lost": article("Lost")})
    site.press.withdraw("old")
    site.tell()
    restore_store(kept, site.press.store, clock)
    kept.close()
    site.press.write({"later": article("Later")})
    receiver.status, receiver.got = 204, []
    clock.sleep(60)
    site.tell()
    assert receiver.told() == [("new", "New"), ("withdrawn", ""), ("new", "Later")]


def test_who_is_away_for_days_is_told_what_things_became(
    site: Site, receiver: Receiver, clock: FakeClock, article: Make
) -> None:
    site.add(receiver.url)
    receiver.status = 503
    for n in range(30):
        site.press.write({f"{n}": article(f"Article {n}")})
        site.tell()
        clock.sleep(4000)
    receiver.status, receiver.got = 200, []
    clock.sleep(90_000)
    site.tell()
    assert receiver.told() == [("new", f"Article {n}") for n in range(30)]


def test_a_paused_hook_goes_on_where_it_was_left(site: Site, receiver: Receiver, article: Make) -> None:
    number = site.add(receiver.url).number
    hooks.pause(site.press.store, [number], is_paused=True)
    site.press.write({"new": article("New")})
    site.tell()
    assert receiver.got == []
    hooks.pause(site.press.store, [number], is_paused=False)
    site.tell()
    assert receiver.told() == [("new", "New")]


def test_who_says_gone_is_paused(site: Site, receiver: Receiver, article: Make) -> None:
    site.add(receiver.url)
    receiver.status = 410
    site.press.write({"new": article("New")})
    site.tell()
    assert site.hook().is_paused
    assert len(receiver.got) == 1


def test_a_private_address_is_not_connected_to(site: Site, receiver: Receiver, article: Make) -> None:
    site.add(receiver.url, is_private=False)
    site.press.write({"new": article("New")})
    site.tell()
    assert receiver.got == []
    assert "private network" in site.hook().said


def test_hook_that_is_resumed_while_it_is_told_in_vain_is_told_again_at_once(
    site: Site, receiver: Receiver, article: Make
) -> None:
    one = site.add(receiver.url)
    site.press.write({"new": article("Read at the second attempt")})
    receiver.status = 500

    def resume() -> None:
        hooks.pause(site.press.store, [one.number], is_paused=False)
        receiver.status, receiver.meanwhile = 204, bool

    receiver.meanwhile = resume
    site.tell()
    assert [title for _, title in receiver.told()] == ["Read at the second attempt"] * 2


def test_entry_that_has_left_the_selection_meanwhile_is_not_shown(
    site: Site, receiver: Receiver, article: Make
) -> None:
    one = site.add(receiver.url, "tag=turkey")
    site.press.write({"new": article("New", tags=[TURKEY])})
    publisher = Settings().publisher(site.press.store)
    told = follow(publisher, read_selection(one.query)[0], one.cursor)
    site.press.write({"new": article("New, and of something else")})
    document = json.loads(message(publisher, one, told))
    assert [change["change"] for change in document["_changes"]] == ["new"]
    assert document["items"] == []


def test_whoever_was_away_is_told_all_without_a_pause(site: Site, receiver: Receiver, article: Make) -> None:
    site.add(receiver.url)
    site.press.write({f"news {number}": article(f"News {number}") for number in range(45)})
    for thread in site.messenger.look():
        thread.join()
    assert len(receiver.got) == 3
    assert len(receiver.told()) == 45
    assert site.hook().due == 0


@pytest.mark.parametrize(
    "host",
    ["127.0.0.1", "localhost", "10.1.2.3", "192.168.1.1", "169.254.169.254", "[::1]", "[::ffff:127.0.0.1]", "0.0.0.0"],  # noqa: S104
)
def test_addresses_of_private_networks_are_known(host: str) -> None:
    channel = Channel(f"http://{host}:9/", "https://news.example.org", 1, is_public=True)
    with pytest.raises(Unreachable, match="private network"):
        channel.send(b"", {})


def test_a_running_server_takes_up_a_new_hook(tmp_path: Path, receiver: Receiver) -> None:
    publisher = Publisher(tmp_path, "")
    with publisher.serving():
        publisher.run("hooks", "add", receiver.url, "--select", "tag=crochets", "--allow-private")
        text = "---\ntags: [crochets]\n---\nUn article pour les crochets\n\nIl est arrivé lundi, a dit la mairie.\n"
        (tmp_path / "seeds" / "hook.txt").write_text(text)
        eventually(lambda: bool(receiver.got))
    assert receiver.told() == [("new", "Un article pour les crochets")]
