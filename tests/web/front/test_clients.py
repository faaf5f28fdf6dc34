"""Clients as they are: each polls in its own way while the site changes, and each is shown what is there."""

from __future__ import annotations

import json
import os
import shutil
import subprocess
import sys
import time
from pathlib import Path
from typing import TYPE_CHECKING, Any

import pytest

from tests.serving import SOON
from tests.web.front.pollers import OTHERS, SPARED, UNSPARED, DatingByItsClock

if TYPE_CHECKING:
    from collections.abc import Callable


PACKAGE = Path(__file__).parents[3] / "feeds"


PATHS = ("/feed.xml", "/atom.xml", "/feed.json", "/tags/syria/feed.xml", "/feed.xml?content=summary&limit=5")


NEWS = (
    "---\ntags: [{tag}]\n---\n{title}\n\nUn pont sur l’Euphrate a rouvert lundi, ont annoncé les autorités de la ville,"
    " après deux ans de travaux.\n\n{body}\n\nAFP\n\nPartager cet article? https://turquie2023.com/{code}\n"
)


def news(code: str = "aB3xY9", tag: str = "Syria", title: str = "Un pont rouvre", body: str = "Il est large.") -> str:
    return NEWS.format(code=code, tag=tag, title=title, body=body)


def history(library: Any) -> list[Callable[[], object]]:
    """List what happens to the site, the polls between."""
    return [
        lambda: library.add("one.txt", news()),
        lambda: library.add("two.txt", news("aB3xY8", "Iraq", "Un autre pont rouvre")),
        lambda: library.add("one.txt", news(title="Un grand pont rouvre")),
        lambda: library.add("two.txt", news("aB3xY8", "Syria", "Un autre pont rouvre")),
        lambda: library.add("two.txt", news("aB3xY8", "Iraq", "Un autre pont rouvre")),
        lambda: library.withdraw("https://turquie2023.com/aB3xY9"),
        lambda: library.withdraw("https://turquie2023.com/aB3xY9", back=True),
        lambda: library.add("one.txt", news(body="Il est large.\n\nIl est long.")),
        library.ingest,
    ]


# On one engine: another test shows that validators are the same on each, and nothing else is asked for here.
@pytest.mark.above_the_store
def test_client_is_shown_what_is_there_however_it_asks(library: Any) -> None:
    client = library.app().test_client()
    pollers = [kind(path) for kind in (*SPARED, *UNSPARED, *OTHERS) for path in PATHS]
    for number, happen in enumerate([lambda: None, *history(library)]):
        library.clock.sleep(2)
        happen()
        time.sleep(SOON)
        fresh = library.app().test_client()
        there = {path: fresh.get(path).data for path in PATHS}
        for poller in pollers:
            said = f"{type(poller).__name__} of {poller.path} after {number}"
            assert poller.poll(client, library.clock.now()) == there[poller.path], said
            if not isinstance(poller, DatingByItsClock):  # twice in a second
                assert poller.poll(client, library.clock.now()) == there[poller.path], said
    spared = {type(poller) for poller in pollers if poller.spared}
    assert spared >= set(SPARED) and spared.isdisjoint(UNSPARED)


SHOW = """
import hashlib, json, sys
import pytest

from feeds.web import create_app
client = create_app().test_client()
answers = {path: client.get(path) for path in sys.argv[1:]}
print(json.dumps({
    path: [hashlib.sha256(a.data).hexdigest(), a.headers["ETag"], a.last_modified.timestamp()]
    for path, a in answers.items()
}))
"""


@pytest.mark.above_the_store  # the same
def test_new_name_and_new_template_move_every_validator_they_change(library: Any, tmp_path: Path) -> None:
    """A copy of the program is upgraded: first a tag is renamed in its vocabulary, then a format writes otherwise."""
    library.add("one.txt", news(tag="NATO"))
    shutil.copytree(PACKAGE, tmp_path / "program" / "feeds", ignore=shutil.ignore_patterns("__pycache__"))
    vocabulary = tmp_path / "program" / "feeds" / "enrich" / "names" / "organisations.json"
    template = tmp_path / "program" / "feeds" / "formats" / "rss.py"
    settings = {
        "FEEDS_DATABASE_URL": library.settings.database_url,
        "FEEDS_SITE_URL": library.settings.site_url,
        "FEEDS_SITE_TITLE": library.settings.site_title,
    }

    def show() -> dict[str, list[Any]]:
        command = [sys.executable, "-B", "-c", SHOW, *PATHS]
        environ = os.environ | settings | {"PYTHONPATH": str(tmp_path / "program")}
        ran = subprocess.run(command, env=environ, cwd=tmp_path, capture_output=True, text=True, check=True)
        shown: dict[str, list[Any]] = json.loads(ran.stdout)
        assert all(modified <= time.time() for _, _, modified in shown.values())
        return shown

    def assert_moved_together(old: dict[str, list[Any]], new: dict[str, list[Any]], changed: set[str]) -> None:
        for path in PATHS:
            if path in changed:
                assert old[path][0] != new[path][0], path
            if old[path][0] != new[path][0]:
                assert old[path][1] != new[path][1] and old[path][2] < new[path][2], path

    first = show()
    assert show() == first
    replaced(vocabulary, '"en": "NATO"', '"en": "North Atlantic Treaty Organization"')
    renamed = show()
    assert_moved_together(first, renamed, set(PATHS[:3]))
    replaced(
        template,
        "channel.language(feed.language)",
        'channel.language(feed.language)\n    channel.category(term="News")',
    )
    assert_moved_together(renamed, show(), {"/feed.xml", "/tags/syria/feed.xml"})


def replaced(path: Path, old: str, new: str) -> None:
    text = path.read_text(encoding="utf-8")
    assert old in text
    path.write_text(text.replace(old, new), encoding="utf-8")
